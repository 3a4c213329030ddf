"""Django's SQLite, for a file that somebody may delete or replace under the site."""
