"""What follows a needling session: events as they were told, checks on the patient, and the way in from their phone.

An event keeps raw facts; how grave it is is derived when it is read (`care.needling_events`), so that a better rule never meets an
old verdict that nobody can explain.
"""

from __future__ import annotations

import uuid

from django.db import models

from enthesis.records.isolation import ClinicOwned
from enthesis.records.needling import YES_NO_UNKNOWN
from enthesis.records.outcomes import SaidBy


class NeedlingCheckStatus(models.TextChoices):
    """Where a check stands. The allowed steps are in `access.policies`."""

    PLANNED = "planned", "Planned"
    ASKED = "asked", "Asked"
    ANSWERED = "answered", "Answered"
    CLOSED = "closed", "Time is over, not answered"


class NeedlingCheck(ClinicOwned):
    """A check on the patient after a session, once."""

    patient = models.ForeignKey("records.Patient", on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey(
        "records.NeedlingSession", on_delete=models.PROTECT, related_name="checks", help_text="The session (needling_session)."
    )
    patient_id: uuid.UUID
    session_id: uuid.UUID
    check_kind = models.CharField(max_length=40, help_text="Id of the check in the knowledge pack.")
    due_at = models.DateTimeField(help_text="When it is meant for.")
    closes_at = models.DateTimeField(help_text="Until when the patient may answer on the phone.")
    status = models.CharField(max_length=10, choices=NeedlingCheckStatus.choices, default=NeedlingCheckStatus.PLANNED)
    made_at = models.DateTimeField(help_text="When it was planned.")
    asked_at = models.DateTimeField(null=True, help_text="When the patient was asked first; empty: not yet.")
    answered_at = models.DateTimeField(null=True, help_text="When every question had an answer; empty: not yet.")
    seen_at = models.DateTimeField(null=True, help_text="When a clinician had looked at the answers; empty: nobody has.")
    seen_by = models.ForeignKey(
        "records.Person", on_delete=models.PROTECT, null=True, related_name="+", help_text="Who looked (person)."
    )

    class Meta(ClinicOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["session", "check_kind"], name="one_check_of_a_kind")]
        indexes = [models.Index(fields=["clinic", "status", "due_at"], name="needlingcheck_by_due")]


class NeedlingCheckAnswer(ClinicOwned):
    """What was answered at one time. Later answers to the same question stand beside the earlier ones; the newest counts."""

    check_of = models.ForeignKey(
        NeedlingCheck, on_delete=models.PROTECT, related_name="answers", help_text="What it answers (needling_check)."
    )
    check_of_id: uuid.UUID
    patient = models.ForeignKey("records.Patient", on_delete=models.PROTECT, related_name="+")
    patient_id: uuid.UUID
    answers = models.JSONField(help_text="yes, no or unknown by question (JSON); an absent one was not answered.")
    said_by = models.CharField(max_length=8, choices=SaidBy.choices, help_text="Whose words it is.")
    entered_by = models.ForeignKey(
        "records.Person",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Who typed it (person); empty: the patient.",
    )
    at = models.DateTimeField(help_text="When it was given.")


class NeedlingEvent(ClinicOwned):
    """Something unwanted during or after a session, as it was told. Never rewritten; how grave it is is not kept."""

    patient = models.ForeignKey("records.Patient", on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey(
        "records.NeedlingSession", on_delete=models.PROTECT, related_name="events", help_text="The session (needling_session)."
    )
    from_check = models.ForeignKey(
        NeedlingCheck,
        on_delete=models.PROTECT,
        null=True,
        related_name="events",
        help_text="The check it was told in (needling_check); empty: told otherwise.",
    )
    patient_id: uuid.UUID
    session_id: uuid.UUID
    from_check_id: uuid.UUID | None
    event = models.CharField(max_length=40, help_text="Id of the event in the knowledge pack.")
    began_at = models.DateTimeField(null=True, help_text="When it began; empty: not recorded.")
    ended_at = models.DateTimeField(null=True, help_text="When it was over; empty: it is not, or not recorded.")
    disturbed_daily_life = models.CharField(
        max_length=8, choices=YES_NO_UNKNOWN, default="unknown", help_text="Whether it disturbed daily life."
    )
    needed_medical_help = models.CharField(
        max_length=8, choices=YES_NO_UNKNOWN, default="unknown", help_text="Whether medical help was needed."
    )
    admitted = models.CharField(
        max_length=8, choices=YES_NO_UNKNOWN, default="unknown", help_text="Whether a hospital kept them."
    )
    lasting_harm = models.CharField(max_length=8, choices=YES_NO_UNKNOWN, default="unknown", help_text="Whether harm stayed.")
    died = models.CharField(max_length=8, choices=YES_NO_UNKNOWN, default="unknown", help_text="Whether the patient died of it.")
    words = models.CharField(max_length=1000, blank=True, default="", help_text="As the patient or the clinician put it.")
    done_about_it = models.CharField(max_length=1000, blank=True, default="", help_text="What was done about it.")
    mistaken = models.BooleanField(default=False, help_text="true: it was written by mistake and does not count.")
    said_by = models.CharField(max_length=8, choices=SaidBy.choices, help_text="Whose words it is.")
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    replaces_id: uuid.UUID | None
    entered_by = models.ForeignKey(
        "records.Person",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Who typed it (person); empty: the patient.",
    )
    at = models.DateTimeField(help_text="When it was told.")


class NeedlingCheckLink(models.Model):
    """The way in that stands in an e-mail. Outside row-level security like `IntakeLink`, for the same reason."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    clinic = models.ForeignKey("records.Clinic", on_delete=models.CASCADE, related_name="+")
    clinic_id: uuid.UUID
    check_id = models.UUIDField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)


class NeedlingCheckCookie(models.Model):
    """The cookie a link was exchanged for: it opens one check and nothing else. Only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cookie_hash = models.CharField(max_length=64, unique=True)
    clinic = models.ForeignKey("records.Clinic", on_delete=models.CASCADE, related_name="+")
    clinic_id: uuid.UUID
    check_id = models.UUIDField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
