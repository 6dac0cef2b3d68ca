"""Programmes: those of the literature to choose from, and the clinic's own to make and keep."""
