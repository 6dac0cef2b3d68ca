"""A plan as it stands: versions, what the patient told, steps, alerts, messages, phones.

Not an action of its own: it reads what the calling action may read, inside that action's scope.
"""

from __future__ import annotations

import datetime
import uuid
import zoneinfo
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from enthesis.access.refused import NotInThisState
from enthesis.actions.told_events import StandingEvent, ToldEvent, standing_events
from enthesis.care.plan_document import plan_to_json, read_plan_document
from enthesis.records.people import Clinic
from enthesis.records.plans import DailyEvent, EventReview, Message, Phone, Plan, PlanAlert, PlanVersion, ProposedStep, StepStatus
from enthesis.terms.fault import UnusableInput

LONGEST_SENTENCE = 2_000


@dataclass(frozen=True)
class Version:
    """One version of a plan."""

    id: uuid.UUID
    number: int
    suggestion: Mapping[str, Any]
    document: Mapping[str, Any]
    patient_sentence: str
    clinician_sentence: str
    made_at: datetime.datetime
    made_by: str
    """Name; empty for the rules."""


@dataclass(frozen=True)
class Said:
    """One message."""

    id: uuid.UUID
    author: str
    """Name; empty for the patient."""
    text: str
    sent_at: datetime.datetime
    read_at: datetime.datetime | None


@dataclass(frozen=True)
class PlanRecord:
    """Everything about one plan, without the database behind it."""

    plan: Plan
    patient_given_name: str
    time_zone: str
    units: str
    versions: tuple[Version, ...]
    """Oldest first; never empty."""
    events: tuple[StandingEvent, ...]
    reviewed: frozenset[uuid.UUID]
    """Ids of events that a clinician has looked at."""
    steps: tuple[ProposedStep, ...]
    """Newest day first."""
    alerts: tuple[PlanAlert, ...]
    """Those nobody has seen, newest first."""
    messages: tuple[Said, ...]
    """Oldest first."""
    phones: tuple[Phone, ...]
    """Those that are linked."""

    @property
    def region(self) -> str:
        """Of the episode."""
        return self.plan.episode.region

    @property
    def current(self) -> Version:
        """What holds now."""
        return self.versions[-1]

    @property
    def waiting_step(self) -> ProposedStep | None:
        """The step that waits for the clinician; None where there is none."""
        return next((step for step in self.steps if step.status == StepStatus.WAITING), None)


def gather_plan(plan: Plan) -> PlanRecord:
    """Read a plan, inside the scope of its clinic."""
    clinic = Clinic.objects.get(pk=plan.clinic_id)
    versions = PlanVersion.objects.filter(plan=plan).select_related("made_by").order_by("number")
    messages = Message.objects.filter(plan=plan).select_related("author").order_by("sent_at", "id")
    return PlanRecord(
        plan=plan,
        patient_given_name=plan.patient.given_name,
        time_zone=clinic.time_zone,
        units=clinic.units,
        versions=tuple(as_version(version) for version in versions),
        events=standing_of(plan),
        reviewed=frozenset(EventReview.objects.filter(plan=plan).values_list("event_id", flat=True)),
        steps=tuple(ProposedStep.objects.filter(plan=plan).select_related("decided_by").order_by("-day")),
        alerts=tuple(PlanAlert.objects.filter(plan=plan, seen_at__isnull=True).order_by("-day", "-raised_at", "id")),
        messages=tuple(
            Said(m.pk, m.author.full_name if m.author else "", m.text, m.sent_at, m.read_at)  # pyright: ignore
            for m in messages
        ),
        phones=tuple(Phone.objects.filter(plan=plan, revoked_at__isnull=True).order_by("linked_at")),
    )


def as_version(version: PlanVersion) -> Version:
    """A row as a plain value; `made_by` must be there."""
    by: Any = version.made_by
    return Version(
        *(version.pk, version.number, version.suggestion, version.document),
        *(version.patient_sentence, version.clinician_sentence, version.made_at, by.full_name if by else ""),
    )


def standing_of(plan: Plan) -> tuple[StandingEvent, ...]:
    """What stands of what the patient told."""
    return standing_of_all([plan])[plan.pk]


def standing_of_all(plans: Sequence[Plan]) -> dict[uuid.UUID, tuple[StandingEvent, ...]]:
    """The same by plan. Years of days are read as plain rows: making a model of each took most of the time."""
    told: dict[uuid.UUID, list[ToldEvent]] = {plan.pk: [] for plan in plans}
    rows = DailyEvent.objects.filter(plan__in=plans).values_list("plan_id", "id", "kind", "day", "said_at", "content", "replaces")
    for plan_id, *row in rows.iterator(chunk_size=2000):
        told[plan_id].append(ToldEvent(*row))
    return {plan_id: standing_events(events) for plan_id, events in told.items()}


def typed_at_clinic(plan: Plan) -> frozenset[uuid.UUID]:
    """Ids of entries that came without a phone: typed or imported at the clinic."""
    found = DailyEvent.objects.filter(plan=plan, phone__isnull=True, replaces__isnull=True)
    return frozenset(found.values_list("id", flat=True))


def as_told(event: DailyEvent) -> ToldEvent:
    """A row as a plain value."""
    return ToldEvent(event.pk, event.kind, event.day, event.said_at, event.content, event.replaces)


def newest_version(plan: Plan) -> PlanVersion:
    """What holds now."""
    version = PlanVersion.objects.filter(plan=plan).order_by("-number").first()
    assert version is not None, "a plan is made with its first version"
    return version


def add_version(
    plan: Plan,
    document: Mapping[str, Any],
    patient_sentence: str,
    clinician_sentence: str,
    made_by_id: uuid.UUID | None,
    suggestion: Mapping[str, Any] | None = None,
    from_step: ProposedStep | None = None,
    made_at: datetime.datetime | None = None,
) -> PlanVersion:
    """Write the next version. The caller holds the plan's row; a step that waits gives way, since it was made for the earlier one.

    Args:
        made_at: from when it holds; now when None.
    Raises:
        NotInThisState: the document is not in the form of a plan, or a sentence is too long.
    """
    try:
        kept = plan_to_json(read_plan_document(document))
        suggested = plan_to_json(read_plan_document(suggestion, "suggestion")) if suggestion else {}
    except UnusableInput as error:
        raise NotInThisState(str(error)) from None
    if max(len(patient_sentence), len(clinician_sentence)) > LONGEST_SENTENCE:
        raise NotInThisState(f"The reason is longer than {LONGEST_SENTENCE} signs; shorten it.")
    now = made_at or timezone.now()
    last = PlanVersion.objects.filter(plan=plan).order_by("-number").values_list("number", flat=True).first() or 0
    outdated = ProposedStep.objects.filter(plan=plan, status=StepStatus.WAITING)
    outdated.update(status=StepStatus.REPLACED, decided_at=now)
    version = PlanVersion(
        plan=plan,
        number=last + 1,
        suggestion=suggested,
        document=kept,
        patient_sentence=patient_sentence,
        clinician_sentence=clinician_sentence,
        made_at=now,
        made_by_id=made_by_id,
        from_step=from_step,
    )
    version.save()
    return version


def local_day(moment: datetime.datetime, time_zone: str) -> datetime.date:
    """The clinic's day of a moment."""
    return moment.astimezone(zoneinfo.ZoneInfo(time_zone)).date()
