"""Enthesis: an open-source workbench for sports physical therapists. It supports a clinician's decision and never diagnoses."""

__version__ = "0.1.0"
