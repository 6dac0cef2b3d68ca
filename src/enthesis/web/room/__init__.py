"""The examination room of one encounter: the board, with the record behind it."""
