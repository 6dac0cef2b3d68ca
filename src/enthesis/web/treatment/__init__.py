"""The treatment visit: one page for three minutes."""
