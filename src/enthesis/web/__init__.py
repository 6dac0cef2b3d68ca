"""A way in for the therapist's browser: translates, calls the core, shows the answer."""
