"""The day, and what waits for somebody."""
