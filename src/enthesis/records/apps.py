"""The records as a Django application."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class RecordsConfig(AppConfig):
    """Clinics, people, patients, episodes, encounters, entries, audit."""

    name = "enthesis.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Every migration, whoever starts it, ends with the databases' own guards in place."""
        from enthesis.records import guards

        pre_migrate.connect(guards.take_off, sender=self)
        post_migrate.connect(guards.put_on, sender=self)
