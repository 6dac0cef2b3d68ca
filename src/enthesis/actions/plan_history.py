"""Read what a plan's course follows from: its versions, what the patient told, and what was measured in the clinic.

Not an action of its own: it reads what the calling action may read, inside that action's scope.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q

from enthesis.actions.plan_course import DoneAtVisit, MeasuredOn, PlanHistory, VersionOn
from enthesis.actions.plan_record import local_day, standing_of
from enthesis.actions.told_events import StandingEvent
from enthesis.care.plan_document import read_plan_document
from enthesis.knowledge.measures import MEASURES
from enthesis.records.entries import ExerciseDoneEntry, MeasureEntry
from enthesis.records.episodes import EncounterStatus
from enthesis.records.people import Clinic
from enthesis.records.plans import Plan, PlanVersion
from enthesis.reports.care_words import WITHDRAWN

FIRST_VISIT = datetime.timedelta(days=1)
"""A plan is made in a visit that began before it."""


def read_history(plan: Plan, events: Sequence[StandingEvent] | None = None) -> PlanHistory:
    """Everything the rules look at.

    Args:
        events: what the patient told, where it was read already.
    Raises:
        UnusableInput: a version cannot be read any more.
    """
    time_zone = Clinic.objects.values_list("time_zone", flat=True).get(pk=plan.clinic_id)
    versions = PlanVersion.objects.filter(plan=plan).order_by("number")
    measured = MeasureEntry.objects.filter(
        encounter__episode_id=plan.episode_id,
        replaced_by__isnull=True,
        quantity__in=list(MEASURES),
        number__isnull=False,
        recorded_at__gte=plan.opened_at,
    )
    done = ExerciseDoneEntry.objects.filter(
        encounter__episode_id=plan.episode_id, replaced_by__isnull=True, encounter__started_at__gte=plan.opened_at - FIRST_VISIT
    ).exclude(Q(encounter__status=EncounterStatus.ABANDONED) | Q(note=WITHDRAWN))
    return PlanHistory(
        versions=[
            VersionOn(local_day(version.made_at, time_zone), read_plan_document(version.document), version.made_by_id is not None)  # pyright: ignore[reportAttributeAccessIssue]
            for version in versions
        ],
        events=standing_of(plan) if events is None else events,
        measures=[
            MeasuredOn(local_day(entry.recorded_at, time_zone), entry.quantity, entry.number)
            for entry in measured.order_by("recorded_at", "id")
            if entry.number is not None
        ],
        visits=[
            done_at_visit(entry, local_day(entry.encounter.started_at, time_zone))
            for entry in done.select_related("encounter").order_by("recorded_at", "id")
        ],
    )


def done_at_visit(entry: ExerciseDoneEntry, day: datetime.date) -> DoneAtVisit:
    """An entry of a visit as an exposure; a number that does not fit its field was not told."""
    dose: Mapping[str, Any] = entry.dose if isinstance(entry.dose, dict) else {}
    sets, repetitions = (value if isinstance(value := dose.get(name), int) else None for name in ("sets", "repetitions"))
    load, effort = (
        float(value) if isinstance(value := dose.get(name), (int, float)) else None for name in ("load_kg", "effort_rpe_0_10")
    )
    return DoneAtVisit(day, entry.exercise, sets, repetitions, load, effort, entry.pain_during_0_10, str(entry.pk))
