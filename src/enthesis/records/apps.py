"""The records as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Clinics, people, patients, episodes, encounters, entries, audit."""

    name = "enthesis.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"
