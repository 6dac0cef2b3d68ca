"""One region of the board for each file: from the core's answer to what the template shows."""
