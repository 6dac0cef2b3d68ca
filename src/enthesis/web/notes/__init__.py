"""Notes and letters: read with their data, written by hand, issued, printed."""
