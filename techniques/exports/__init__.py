"""What others build with: the content as plain data, and as files for spreadsheets, courses and flash cards."""
