"""Did it work: when a patient is asked, what was answered, what happened in between, and how the care ended.

An answer is never rewritten: a changed one is a new row that replaces the earlier one. What is kept is what was said; its
score is computed when it is read, so that a better scoring rule never meets an old number that nobody can explain.
"""

from __future__ import annotations

import datetime
import uuid

from django.db import models

from enthesis.records.encryption import Encrypted
from enthesis.records.isolation import ClinicOwned
from enthesis.records.ways_in import OneUseLink, WayInCookie


class Occasion(models.TextChoices):
    """When a patient is asked how it goes, counted from the opening or from the discharge."""

    BASELINE = "baseline", "At the start"
    WEEK_6 = "week_6", "After 6 weeks"
    WEEK_12 = "week_12", "After 12 weeks"
    DISCHARGE = "discharge", "At discharge"
    MONTH_6 = "month_6", "6 months after discharge"
    MONTH_12 = "month_12", "12 months after discharge"


class FollowUpStatus(models.TextChoices):
    """Where a follow-up stands. The allowed steps are in `access.policies`."""

    PLANNED = "planned", "Planned"
    ASKED = "asked", "Asked"
    STARTED = "started", "Begun"
    COMPLETED = "completed", "Answered"
    REFUSED = "refused", "Refused"
    CLOSED = "closed", "Time is over"


class FollowUp(ClinicOwned):
    """One occasion on which a patient is asked. It outlives the discharge and is kept apart from later episodes."""

    patient = models.ForeignKey("records.Patient", on_delete=models.PROTECT, related_name="follow_ups")
    episode = models.ForeignKey("records.Episode", on_delete=models.PROTECT, related_name="follow_ups")
    patient_id: uuid.UUID
    episode_id: uuid.UUID
    occasion = models.CharField(max_length=12, choices=Occasion.choices, help_text="When it is.")
    measures = models.JSONField(help_text="Ids of the measures that are asked (JSON list).")
    due_on = models.DateField(help_text="The day it is meant for.")
    opens_on = models.DateField(help_text="First day it may be answered.")
    closes_on = models.DateField(help_text="Last day it may be answered.")
    remind_on = models.JSONField(
        default=list, blank=True, help_text="Days on which somebody who has not answered is reminded (JSON list, ISO 8601)."
    )
    status = models.CharField(max_length=10, choices=FollowUpStatus.choices, default=FollowUpStatus.PLANNED)
    asked_at = models.DateTimeField(null=True, blank=True, help_text="When the patient was asked first; empty: not yet.")
    completed_at = models.DateTimeField(null=True, blank=True, help_text="When the last question was answered; empty: not yet.")

    class Meta(ClinicOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["episode", "occasion"], name="followup_once_per_episode")]
        indexes = [
            models.Index(fields=["clinic", "status", "opens_on"], name="followup_by_status"),
            models.Index(fields=["clinic", "due_on"], name="followup_by_due_day"),
        ]


class SaidBy(models.TextChoices):
    """Whose words an answer is."""

    PATIENT = "patient", "The patient, on their own device"
    STAFF = "staff", "Entered at the clinic"


class Answer(ClinicOwned):
    """What one measure gave on one day, as it was given."""

    patient = models.ForeignKey("records.Patient", on_delete=models.PROTECT, related_name="answers")
    episode = models.ForeignKey("records.Episode", on_delete=models.PROTECT, related_name="answers")
    follow_up = models.ForeignKey(
        FollowUp,
        on_delete=models.PROTECT,
        null=True,
        related_name="answers",
        help_text="The occasion it answers (follow_up); empty: taken on another day.",
    )
    questionnaire = models.ForeignKey(
        "records.ClinicQuestionnaire",
        on_delete=models.PROTECT,
        null=True,
        related_name="answers",
        help_text="The clinic's own questionnaire it was given on (clinic_questionnaire); empty: none.",
    )
    patient_id: uuid.UUID
    episode_id: uuid.UUID
    follow_up_id: uuid.UUID | None
    questionnaire_id: uuid.UUID | None
    measure = models.CharField(max_length=60, help_text="Id of the measure.")
    side = models.CharField(max_length=8, choices=[("left", "Left"), ("right", "Right"), ("", "No side")], blank=True, default="")
    taken_on = models.DateField(help_text="The day it is true for.")
    content = models.JSONField(
        help_text="What was given (JSON): number, total, items, activities or response; left_out: true where the patient passed over it."
    )
    said_by = models.CharField(max_length=8, choices=SaidBy.choices, help_text="Whose words it is.")
    entered_by = models.ForeignKey(
        "records.Person",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Who typed it (person); empty: the patient.",
    )
    simulated = models.BooleanField(default=False, help_text="Made up for a demonstration; every screen says so.")
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    replaces_id: uuid.UUID | None
    at = models.DateTimeField(help_text="When it was given.")

    class Meta(ClinicOwned.Meta):
        indexes = [models.Index(fields=["clinic", "episode", "measure", "taken_on"], name="answer_by_measure")]
        constraints = [
            models.UniqueConstraint(
                fields=["follow_up", "measure", "side"],
                condition=models.Q(replaces__isnull=True, follow_up__isnull=False),
                name="answer_first_once",
            )
        ]


class EpisodeEventKind(models.TextChoices):
    """What can bend a course."""

    RUNNING_RESUMED = "running_resumed", "Running resumed"
    RACE = "race", "Race"
    FLARE = "flare", "Flare"
    RECURRENCE = "recurrence", "Recurrence"
    IMAGING = "imaging", "Imaging"
    INJECTION = "injection", "Injection"
    OTHER = "other", "Something else"


class EpisodeEvent(ClinicOwned):
    """Something that happened on a day and belongs on the picture of a course. Never rewritten; a mistake is withdrawn."""

    patient = models.ForeignKey("records.Patient", on_delete=models.PROTECT, related_name="episode_events")
    episode = models.ForeignKey("records.Episode", on_delete=models.PROTECT, related_name="events")
    patient_id: uuid.UUID
    episode_id: uuid.UUID
    kind = models.CharField(max_length=16, choices=EpisodeEventKind.choices)
    on_day = models.DateField(help_text="The day it happened.")
    text = models.CharField(max_length=200, blank=True, default="", help_text="What it was, in a few words.")
    simulated = models.BooleanField(default=False, help_text="Made up for a demonstration; every screen says so.")
    entered_by = models.ForeignKey(
        "records.Person", on_delete=models.PROTECT, related_name="+", help_text="Who entered it (person)."
    )
    at = models.DateTimeField(help_text="When it was entered.")
    withdrawn_at = models.DateTimeField(null=True, blank=True, help_text="When it was taken back as a mistake; empty: it stands.")

    class Meta(ClinicOwned.Meta):
        indexes = [models.Index(fields=["clinic", "episode", "on_day"], name="episodeevent_by_day")]


class DischargeReason(models.TextChoices):
    """Why a course of care ended."""

    GOALS_REACHED = "goals_reached", "Goals reached"
    ENOUGH = "enough", "Good enough for the patient"
    NO_FURTHER_GAIN = "no_further_gain", "No further gain expected here"
    REFERRED = "referred", "Care goes on elsewhere"
    PATIENT_STOPPED = "patient_stopped", "The patient stopped coming"
    OTHER = "other", "Another reason"


class Discharge(ClinicOwned):
    """How a course of care ended, as it was judged that day. Opening the episode again is noted beside it and rewrites nothing."""

    patient = models.ForeignKey("records.Patient", on_delete=models.PROTECT, related_name="discharges")
    episode = models.ForeignKey("records.Episode", on_delete=models.PROTECT, related_name="discharges")
    patient_id: uuid.UUID
    episode_id: uuid.UUID
    at = models.DateTimeField(help_text="When the patient was discharged.")
    by = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+", help_text="Who decided it (person).")
    reason = models.CharField(max_length=16, choices=DischargeReason.choices)
    criteria = models.JSONField(
        help_text="Each criterion as it stood (JSON list): id, words, state (met, not_met, not_assessed), value, because."
    )
    maintenance = models.TextField(blank=True, default="", help_text="What the patient goes on with.")
    summary = models.TextField(blank=True, default="", help_text="The clinician's words about the course.")
    reopened_at = models.DateTimeField(null=True, blank=True, help_text="When the episode was opened again; empty: it was not.")
    reopened_by = models.ForeignKey(
        "records.Person", on_delete=models.PROTECT, null=True, related_name="+", help_text="Who opened it again (person)."
    )
    reopened_because = models.CharField(max_length=300, blank=True, default="", help_text="Why it was opened again.")

    class Meta(ClinicOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["episode"], condition=models.Q(reopened_at__isnull=True), name="one_standing_discharge_per_episode"
            )
        ]


class ClinicQuestionnaire(ClinicOwned):
    """A questionnaire the clinic may use and brought along (FHIR R4). Never rewritten: a better one takes its place."""

    title = models.CharField(max_length=200, help_text="Its title.")
    measure = models.CharField(max_length=60, help_text="Id of the measure it is the questions of.")
    fhir = models.JSONField(help_text="The questionnaire (FHIR R4, JSON).")
    licence_sentence = models.CharField(max_length=500, help_text="By which right the clinic uses it, as attested.")
    attested_by = models.ForeignKey(
        "records.Person", on_delete=models.PROTECT, related_name="+", help_text="Who attested it (person)."
    )
    imported_at = models.DateTimeField(help_text="When it was brought in.")
    retired_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was put away; empty: it is used. Answers given on it stay."
    )

    class Meta(ClinicOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "measure"], condition=models.Q(retired_at__isnull=True), name="one_questionnaire_per_measure"
            )
        ]


class OutgoingKind(models.TextChoices):
    """What an e-mail is for."""

    FOLLOW_UP = "follow_up", "Asks how it goes"
    REMINDER = "reminder", "Reminds of it"
    APPOINTMENT = "appointment", "Appointment"
    NEEDLING = "needling", "Asks after needling"


class Outgoing(ClinicOwned):
    """One e-mail to a patient, once. It is claimed before it is handed over, so that it is sent at most once: where the
    machine stops in between, `attempted_at` is set, `sent_at` is not, and nobody sends it again."""

    patient = models.ForeignKey("records.Patient", on_delete=models.PROTECT, related_name="outgoing")
    follow_up = models.ForeignKey(
        FollowUp,
        on_delete=models.PROTECT,
        null=True,
        related_name="outgoing",
        help_text="What it asks about (follow_up); empty: something else.",
    )
    needling_check = models.ForeignKey(
        "records.NeedlingCheck",
        on_delete=models.PROTECT,
        null=True,
        related_name="outgoing",
        help_text="The check after needling that it asks about (needling_check); empty: something else.",
    )
    patient_id: uuid.UUID
    follow_up_id: uuid.UUID | None
    needling_check_id: uuid.UUID | None
    key = models.CharField(max_length=160, help_text="What it is about, once: a second message of this key is never made.")
    kind = models.CharField(max_length=12, choices=OutgoingKind.choices)
    to_encrypted = models.BinaryField(editable=False)
    to = Encrypted()
    subject = models.CharField(max_length=200, help_text="Its subject.")
    body = models.TextField(help_text="Its text; {link} stands where the way in is put when it is sent.")
    ics = models.TextField(blank=True, default="", help_text="Calendar entry that goes with it (iCalendar); empty: none.")
    made_at = models.DateTimeField(help_text="When it was made.")
    not_before = models.DateTimeField(help_text="When it may be sent, or tried again, at the earliest.")
    attempted_at = models.DateTimeField(null=True, blank=True, help_text="When it was handed over last; empty: not yet.")
    sent_at = models.DateTimeField(null=True, blank=True, help_text="When the mail server had taken it; empty: it has not.")
    dropped_at = models.DateTimeField(null=True, blank=True, help_text="When it was given up; empty: it was not.")
    attempts = models.PositiveSmallIntegerField(default=0, help_text="How often it was handed over.")
    last_error = models.CharField(max_length=200, blank=True, default="", help_text="What the mail server said last.")

    class Meta(ClinicOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["clinic", "key"], name="outgoing_once")]
        indexes = [
            models.Index(
                fields=["clinic", "not_before"],
                condition=models.Q(attempted_at__isnull=True, dropped_at__isnull=True),
                name="outgoing_waiting",
            )
        ]


class FollowUpLink(OneUseLink):
    """The way in that stands in an e-mail."""

    follow_up_id = models.UUIDField()


class FollowUpCookie(WayInCookie):
    """The cookie a link was exchanged for: it opens one follow-up."""

    follow_up_id = models.UUIDField()
    expires_at = models.DateTimeField()


def is_open_on(follow_up: FollowUp, day: datetime.date) -> bool:
    """Whether the day lies in the time in which the follow-up may be answered."""
    return follow_up.opens_on <= day <= follow_up.closes_on
