"""Patients: found, registered, corrected; their episodes and encounters."""
