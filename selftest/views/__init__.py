"""Pages of the self-test. Answers come from the visitor's own cookie or code; nothing is stored here."""
