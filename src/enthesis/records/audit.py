"""One append-only row for each action and each read of a patient, refused ones included. Triggers forbid change."""

from __future__ import annotations

from typing import Any

from django.db import models


class Outcome(models.TextChoices):
    """How it ended."""

    DONE = "done", "Done"
    REFUSED = "refused", "Refused"


class AuditRow(models.Model):
    """Who did what to which record of which patient, when, from where, and whether it was let through.

    No content: what was written stands in the record itself. The clinic is that of the actor; it is empty for what
    happens before sign-in. Row-level security lets a clinic read its own rows; everybody may add.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    clinic_id = models.UUIDField(null=True)
    actor_id = models.UUIDField(null=True, help_text="Person; empty for a patient, a command or a stranger.")
    actor_name = models.CharField(max_length=140, blank=True, default="")
    role = models.CharField(max_length=20, blank=True, default="")
    verb = models.CharField(max_length=60)
    patient_id = models.UUIDField(null=True)
    target = models.CharField(
        max_length=120, blank=True, default="", help_text="Kind and id of the record, for instance encounter/0f3c…."
    )
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.DONE)
    because = models.CharField(max_length=300, blank=True, default="")
    request_id = models.CharField(max_length=32, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["clinic_id", "-at"], name="audit_by_time"),
            models.Index(fields=["clinic_id", "patient_id", "-at"], name="audit_by_patient"),
            models.Index(fields=["clinic_id", "actor_id", "-at"], name="audit_by_actor"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; an existing one cannot be saved again."""
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)
