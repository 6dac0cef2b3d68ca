"""A way in: the command line. It reads arguments, calls the core, and shows the answer."""
