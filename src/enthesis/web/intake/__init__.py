"""The clinic's side of the intake: the link or QR code, and the answers to look through."""
