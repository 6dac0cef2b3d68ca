"""Turns findings into a ranked differential and the most useful next test, with reasons."""
