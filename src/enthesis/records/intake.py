"""The patient's own answers before the visit, and the one-use link by which they come."""

from __future__ import annotations

import uuid

from django.db import models

from enthesis.knowledge.regions import default_region
from enthesis.records.isolation import ClinicOwned
from enthesis.records.ways_in import OneUseLink, WayInCookie


class IntakeStatus(models.TextChoices):
    """Where an intake stands."""

    INVITED = "invited", "Link issued"
    STARTED = "started", "Begun"
    SUBMITTED = "submitted", "Sent, waits for the therapist"
    REVIEWED = "reviewed", "Looked through"


class Intake(ClinicOwned):
    """One questionnaire before one visit."""

    patient = models.ForeignKey("records.Patient", on_delete=models.PROTECT, related_name="intakes")
    patient_id: uuid.UUID
    episode = models.ForeignKey("records.Episode", on_delete=models.PROTECT, null=True, related_name="intakes")
    encounter = models.ForeignKey("records.Encounter", on_delete=models.PROTECT, null=True, related_name="intakes")
    episode_id: uuid.UUID | None
    encounter_id: uuid.UUID | None
    region = models.CharField(max_length=40, default=default_region, help_text="Pack whose questions are asked.")
    status = models.CharField(max_length=10, choices=IntakeStatus.choices, default=IntakeStatus.INVITED)
    page = models.CharField(max_length=40, blank=True, default="", help_text="Where the patient stopped.")
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)

    class Meta(ClinicOwned.Meta):
        indexes = [models.Index(fields=["clinic", "status"], name="intake_by_status")]


class IntakeAnswer(ClinicOwned):
    """One answer as given. A changed answer is a new row that replaces the earlier one."""

    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="answers")
    question = models.CharField(max_length=80)
    answer = models.JSONField()
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    answered_at = models.DateTimeField()

    class Meta(ClinicOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["intake", "question"], condition=models.Q(replaces__isnull=True), name="intakeanswer_first_once"
            )
        ]


class IntakeLink(OneUseLink):
    """A one-use, short-lived link to one intake."""

    intake_id = models.UUIDField()
    on_clinic_tablet = models.BooleanField(default=False, help_text="For a device that is handed back.")


class PortalSession(WayInCookie):
    """The cookie a link was exchanged for; it opens one intake."""

    intake_id = models.UUIDField()
    expires_at = models.DateTimeField()
    on_clinic_tablet = models.BooleanField(default=False, help_text="Ends when the answers are sent; the device is handed back.")
