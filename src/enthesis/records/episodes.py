"""Episodes of care and the encounters in them; what was signed, and what was added after."""

from __future__ import annotations

import uuid

from django.db import models

from enthesis.knowledge.regions import default_region
from enthesis.records.isolation import ClinicOwned


class EpisodeStatus(models.TextChoices):
    """Where an episode stands."""

    OPEN = "open", "Open"
    DISCHARGED = "discharged", "Discharged"


class Episode(ClinicOwned):
    """One course of care for one complaint."""

    patient = models.ForeignKey("records.Patient", on_delete=models.PROTECT, related_name="episodes")
    patient_id: uuid.UUID
    complaint = models.CharField(max_length=200, help_text="In the patient's own words.")
    region = models.CharField(max_length=40, default=default_region, help_text="Pack that knows this region.")
    affected_side = models.CharField(
        max_length=8,
        choices=[("left", "Left"), ("right", "Right"), ("both", "Both"), ("", "Not recorded")],
        blank=True,
        default="",
    )
    status = models.CharField(max_length=12, choices=EpisodeStatus.choices, default=EpisodeStatus.OPEN)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+")
    lead_therapist = models.ForeignKey("records.Person", on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    asked_measures = models.JSONField(
        null=True, blank=True, help_text="Ids of the measures the patient is asked (JSON list); empty: those of the region."
    )

    class Meta(ClinicOwned.Meta):
        indexes = [models.Index(fields=["clinic", "patient", "-opened_at"], name="episode_by_patient")]


class EncounterKind(models.TextChoices):
    """What kind of meeting it was."""

    EVALUATION = "evaluation", "Evaluation"
    TREATMENT = "treatment", "Treatment visit"
    FOLLOW_UP = "follow_up", "Follow-up"


class EncounterStatus(models.TextChoices):
    """Where an encounter stands. The allowed steps are in `access.policies`."""

    OPEN = "open", "Open"
    AWAITING_COSIGNATURE = "awaiting_cosignature", "Waits for co-signature"
    SIGNED = "signed", "Signed"
    ABANDONED = "abandoned", "Not held"


class Encounter(ClinicOwned):
    """One meeting: the entries made in it, and its signature. Signed, it is locked; addenda follow."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="encounters")
    patient = models.ForeignKey("records.Patient", on_delete=models.PROTECT, related_name="encounters")
    episode_id: uuid.UUID
    patient_id: uuid.UUID
    therapist_id: uuid.UUID
    kind = models.CharField(max_length=12, choices=EncounterKind.choices, default=EncounterKind.EVALUATION)
    status = models.CharField(max_length=24, choices=EncounterStatus.choices, default=EncounterStatus.OPEN)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+")
    therapist = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+")

    class Meta(ClinicOwned.Meta):
        indexes = [
            models.Index(fields=["clinic", "patient", "-started_at"], name="encounter_by_patient"),
            models.Index(fields=["clinic", "status", "therapist"], name="encounter_by_status"),
        ]


class Signature(ClinicOwned):
    """Who put their name under an encounter, when, and the digest of what they signed."""

    encounter = models.ForeignKey(Encounter, on_delete=models.PROTECT, related_name="signatures")
    person = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+")
    signed_as = models.CharField(max_length=220)
    is_cosignature = models.BooleanField(default=False)
    signed_at = models.DateTimeField()
    content_sha256 = models.CharField(max_length=64)

    class Meta(ClinicOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["encounter"], condition=models.Q(is_cosignature=True), name="cosigned_once"
            ),  # a student signs again after a supervisor handed the encounter back
        ]


class Addendum(ClinicOwned):
    """What was added to a signed encounter afterwards. The signed text stays as it was."""

    encounter = models.ForeignKey(Encounter, on_delete=models.PROTECT, related_name="addenda")
    text = models.TextField()
    written_by = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()


class DocumentKind(models.TextChoices):
    """What a document is."""

    EVALUATION_NOTE = "evaluation_note", "Evaluation note"
    VISIT_NOTE = "visit_note", "Visit note"
    REFERRAL_LETTER = "referral_letter", "Referral letter"
    REFERRER_LETTER = "referrer_letter", "Letter to the referrer"
    PATIENT_SUMMARY = "patient_summary", "Summary for the patient"
    PROGRESS_REPORT = "progress_report", "Progress report"
    DISCHARGE_REPORT = "discharge_report", "Discharge report"
    CASE_REPORT = "case_report", "Case report draft"


class Document(ClinicOwned):
    """A document as it was issued: its page model frozen, each sentence with the entries it came from. One about a whole
    episode hangs on the newest meeting it was written from."""

    encounter = models.ForeignKey(Encounter, on_delete=models.PROTECT, related_name="documents")
    patient = models.ForeignKey("records.Patient", on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=24, choices=DocumentKind.choices)
    content = models.JSONField()
    content_sha256 = models.CharField(max_length=64)
    issued_by = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
