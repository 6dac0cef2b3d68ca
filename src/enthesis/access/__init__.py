"""Who may act, what the state of a record allows, and who sees what: one file for each question."""
