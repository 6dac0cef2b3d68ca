"""Appointments: the day, the week, the calendar feed."""
