"""Plans of care: what was suggested and what was decided, what the patient told day by day, and the phone it came from.

A plan is never rewritten: a change is a new version. What the patient told is a set of events with ids made on the phone;
the state of a day follows from the set, in whatever order the events came.
"""

from __future__ import annotations

import uuid

from django.db import models

from enthesis.records.isolation import ClinicOwned
from enthesis.records.ways_in import OneUseLink, WayInCookie


class PlanStatus(models.TextChoices):
    """Where a plan stands."""

    ACTIVE = "active", "Active"
    ENDED = "ended", "Ended"


class Plan(ClinicOwned):
    """One plan of care in one episode. What it says is in its newest version."""

    patient = models.ForeignKey("records.Patient", on_delete=models.PROTECT, related_name="plans")
    episode = models.ForeignKey("records.Episode", on_delete=models.PROTECT, related_name="plans")
    patient_id: uuid.UUID
    episode_id: uuid.UUID
    status = models.CharField(max_length=8, choices=PlanStatus.choices, default=PlanStatus.ACTIVE)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    reviewed_until = models.DateField(null=True, blank=True, help_text="Last day the nightly review has judged; empty: none yet.")

    class Meta(ClinicOwned.Meta):
        indexes = [models.Index(fields=["clinic", "status", "reviewed_until"], name="plan_by_review")]
        constraints = [
            models.UniqueConstraint(fields=["episode"], condition=models.Q(status="active"), name="one_active_plan_per_episode")
        ]


class PlanVersion(ClinicOwned):
    """What the plan says from this moment on: the engine's suggestion and the decision, both kept."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    plan_id: uuid.UUID
    number = models.PositiveIntegerField(help_text="1 for the first version of the plan.")
    suggestion = models.JSONField(
        default=dict, blank=True, help_text="The plan as it was suggested (JSON); {} where nothing was."
    )
    document = models.JSONField(help_text="The plan as it was decided (JSON).")
    patient_sentence = models.TextField(blank=True, default="", help_text="Why it changed, for the patient.")
    clinician_sentence = models.TextField(blank=True, default="", help_text="Why it changed, for the clinician.")
    made_at = models.DateTimeField(help_text="From when it holds.")
    made_by = models.ForeignKey(
        "records.Person",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Who decided; empty: the rules, overnight.",
    )
    from_step = models.ForeignKey(
        "records.ProposedStep", on_delete=models.PROTECT, null=True, related_name="+", help_text="The proposed step it came from."
    )

    class Meta(ClinicOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="planversion_once")]


class ProposalStatus(models.TextChoices):
    """Where a student's plan stands."""

    WAITING = "waiting", "Waits for a co-signature"
    COSIGNED = "cosigned", "Co-signed"
    HANDED_BACK = "handed_back", "Handed back"
    REPLACED = "replaced", "A later one took its place"


class PlanProposal(ClinicOwned):
    """A plan, or a change of one, as a student wrote it. It reaches nobody until a therapist has co-signed it."""

    patient = models.ForeignKey("records.Patient", on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey("records.Episode", on_delete=models.PROTECT, related_name="plan_proposals")
    patient_id: uuid.UUID
    episode_id: uuid.UUID
    based_on = models.PositiveIntegerField(help_text="Number of the version it changes; 0 for a new plan.")
    suggestion = models.JSONField(
        default=dict, blank=True, help_text="The plan as it was suggested (JSON); {} where nothing was."
    )
    document = models.JSONField(help_text="The plan as the student wrote it (JSON).")
    patient_sentence = models.TextField(blank=True, default="", help_text="Why, for the patient.")
    clinician_sentence = models.TextField(blank=True, default="", help_text="Why, for the clinician.")
    proposed_by = models.ForeignKey(
        "records.Person", on_delete=models.PROTECT, related_name="+", help_text="Who wrote it (person)."
    )
    proposed_by_id: uuid.UUID
    proposed_at = models.DateTimeField(help_text="When it was written.")
    status = models.CharField(max_length=12, choices=ProposalStatus.choices, default=ProposalStatus.WAITING)
    decided_by = models.ForeignKey(
        "records.Person",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Who co-signed or handed back (person).",
    )
    decided_at = models.DateTimeField(null=True, blank=True, help_text="When; empty: it waits.")
    reason = models.CharField(max_length=500, blank=True, default="", help_text="Why it was handed back.")
    version = models.ForeignKey(
        PlanVersion, on_delete=models.PROTECT, null=True, related_name="+", help_text="The version it became (plan_version)."
    )

    class Meta(ClinicOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["episode"], condition=models.Q(status="waiting"), name="one_proposal_waits")
        ]


class StepDecision(models.TextChoices):
    """What the rules decided for a day, in their precedence."""

    REFER = "refer", "See somebody"
    FLARE = "flare", "Flare"
    REGRESS = "regress", "Step back"
    HOLD = "hold", "Stay"
    PROGRESS = "progress", "Step up"


class StepStatus(models.TextChoices):
    """What became of it."""

    WAITING = "waiting", "Waits for the clinician"
    CONFIRMED = "confirmed", "Confirmed"
    ADJUSTED = "adjusted", "Adjusted"
    DECLINED = "declined", "Declined"
    APPLIED = "applied", "Done by itself: never a step up"
    NOTED = "noted", "Nothing to change"
    REPLACED = "replaced", "A later one took its place"


class ProposedStep(ClinicOwned):
    """What the rules said about one day of a plan. Decided once; a step up is only ever proposed."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="steps")
    plan_id: uuid.UUID
    day = models.DateField(help_text="The day that was judged.")
    decision = models.CharField(max_length=8, choices=StepDecision.choices)
    rule = models.CharField(max_length=60, blank=True, default="", help_text="Id of the rule that decided.")
    patient_sentence = models.TextField(blank=True, default="", help_text="The reason, for the patient.")
    clinician_sentence = models.TextField(blank=True, default="", help_text="The reason, for the clinician.")
    proposal = models.JSONField(
        default=dict, blank=True, help_text="The changes, and the plan's document as it would be with them (JSON)."
    )
    made_at = models.DateTimeField(help_text="When the rules were asked.")
    status = models.CharField(max_length=10, choices=StepStatus.choices, default=StepStatus.WAITING)
    decided_by = models.ForeignKey(
        "records.Person",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Who decided (person); empty: nobody yet, or the rules.",
    )
    decided_at = models.DateTimeField(null=True, blank=True, help_text="When it was decided.")
    reason = models.CharField(max_length=500, blank=True, default="")

    class Meta(ClinicOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["plan", "day"], name="one_step_per_day")]
        indexes = [models.Index(fields=["clinic", "status"], name="step_by_status")]


class Phone(ClinicOwned):
    """A device that was linked to one plan by its link. It opens that plan and nothing else, until it is revoked."""

    patient = models.ForeignKey("records.Patient", on_delete=models.PROTECT, related_name="phones")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="phones")
    patient_id: uuid.UUID
    plan_id: uuid.UUID
    label = models.CharField(max_length=60, blank=True, default="", help_text="Kind of device, for instance iPhone.")
    linked_at = models.DateTimeField(help_text="When it was linked.")
    last_seen_at = models.DateTimeField(help_text="When it was last heard of, to the hour.")
    revoked_at = models.DateTimeField(null=True, blank=True, help_text="When its way in was closed; empty: it is open.")


class PhoneLink(OneUseLink):
    """A one-use, short-lived link from the handout."""

    plan_id = models.UUIDField()


class PhoneCookie(WayInCookie):
    """The cookie a link was exchanged for: which phone of which clinic it is."""

    plan_id = models.UUIDField()
    phone_id = models.UUIDField()


class DailyEventKind(models.TextChoices):
    """What the patient told."""

    MORNING = "morning", "Morning check"
    SESSION = "session", "Exercise session"
    RUN = "run", "Run"
    SITTING = "sitting", "Sitting"
    WARNING = "warning", "Warning sign"
    GOAL = "goal", "Own goal"
    CORRECTION = "correction", "Correction of an earlier entry"


class DailyEvent(ClinicOwned):
    """One thing the patient told, once. Its id was made on the phone, so that sending it again changes nothing."""

    patient = models.ForeignKey("records.Patient", on_delete=models.PROTECT, related_name="daily_events")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="events")
    phone = models.ForeignKey(
        Phone,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="The phone it came from; empty: typed at the clinic.",
    )
    patient_id: uuid.UUID
    plan_id: uuid.UUID
    phone_id: uuid.UUID | None
    kind = models.CharField(max_length=10, choices=DailyEventKind.choices)
    day = models.DateField(help_text="The patient's day it is about.")
    said_at = models.DateTimeField(help_text="When it was told, by the phone's clock.")
    received_at = models.DateTimeField(help_text="When it reached the clinic.")
    content = models.JSONField(help_text="What was told (JSON); what is not there was not told.")
    replaces = models.UUIDField(
        null=True, blank=True, help_text="For a correction: id of the event it corrects, which may arrive later."
    )

    class Meta(ClinicOwned.Meta):
        indexes = [models.Index(fields=["clinic", "plan", "day"], name="dailyevent_by_day")]


class EventReview(ClinicOwned):
    """A clinician has looked at an event; from then on the patient cannot correct it."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="reviews", help_text="The plan it belongs to (plan).")
    event = models.OneToOneField(
        DailyEvent, on_delete=models.PROTECT, related_name="review", help_text="What was looked at (daily_event)."
    )
    reviewed_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(
        "records.Person", on_delete=models.PROTECT, related_name="+", help_text="Who looked (person)."
    )
    event_id: uuid.UUID


class AlertKind(models.TextChoices):
    """Why somebody should look."""

    WARNING = "warning", "Warning sign told"
    REFER = "refer", "Refer"
    FLARE = "flare", "Flare"
    SILENCE = "silence", "Nothing heard"


class PlanAlert(ClinicOwned):
    """Something the clinic must see. Stays open until somebody has seen it."""

    patient = models.ForeignKey("records.Patient", on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="alerts")
    patient_id: uuid.UUID
    plan_id: uuid.UUID
    kind = models.CharField(max_length=8, choices=AlertKind.choices)
    what = models.CharField(max_length=40, blank=True, default="", help_text="Which warning sign, where there was one.")
    day = models.DateField(help_text="The day it is about.")
    sentence = models.CharField(max_length=500, help_text="What happened, for the clinician.")
    raised_at = models.DateTimeField(help_text="When it was raised.")
    seen_at = models.DateTimeField(null=True, blank=True, help_text="When somebody had seen it; empty: nobody has.")
    seen_by = models.ForeignKey(
        "records.Person", on_delete=models.PROTECT, null=True, related_name="+", help_text="Who saw it (person)."
    )

    class Meta(ClinicOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["plan", "kind", "what", "day"], name="one_alert_per_day")]
        indexes = [models.Index(fields=["clinic", "seen_at"], name="alert_by_seen")]


class Message(ClinicOwned):
    """Words between patient and clinic about a plan."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="messages")
    plan_id: uuid.UUID
    author = models.ForeignKey(
        "records.Person",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Who wrote it (person); empty: the patient.",
    )
    author_id: uuid.UUID | None
    text = models.TextField()
    sent_at = models.DateTimeField(help_text="When it was sent.")
    read_at = models.DateTimeField(
        null=True, blank=True, help_text="When the clinic read it, or when it reached a phone; empty: not yet."
    )
