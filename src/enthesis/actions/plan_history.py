"""Read what a plan's course follows from: its versions, what the patient told, and what was measured in the clinic.

Not an action of its own: it reads what the calling action may read, inside that action's scope.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from operator import attrgetter
from typing import Any

from django.db.models import Q

from enthesis.actions.plan_course import DoneAtVisit, MeasuredOn, PlanHistory, VersionOn
from enthesis.actions.plan_record import local_day, standing_of_all
from enthesis.actions.told_events import StandingEvent
from enthesis.care.plan_document import read_plan_document
from enthesis.knowledge.measures import MEASURES
from enthesis.records.entries import ExerciseDoneEntry, MeasureEntry
from enthesis.records.episodes import EncounterStatus, Episode
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
    return read_histories([plan], None if events is None else {plan.pk: events})[plan.pk]()


def read_histories(
    plans: Sequence[Plan], events: Mapping[uuid.UUID, Sequence[StandingEvent]] | None = None
) -> dict[uuid.UUID, Callable[[], PlanHistory]]:
    """The same for several plans of one clinic, in as many queries as for one; each is put together when it is asked for, so
    that one that cannot be read keeps no other from it.

    Args:
        events: what the patients told by plan, where it was read already.
    """
    if not plans:
        return {}
    time_zone = Clinic.objects.values_list("time_zone", flat=True).get(pk=plans[0].clinic_id)
    opened = {plan.episode_id: plan.opened_at for plan in plans}
    earliest = min(opened.values())
    told = standing_of_all(plans) if events is None else events
    versions = _by(PlanVersion.objects.filter(plan__in=plans).order_by("number"), "plan_id")
    measured = MeasureEntry.objects.filter(
        encounter__episode_id__in=opened,
        replaced_by__isnull=True,
        quantity__in=list(MEASURES),
        number__isnull=False,
        recorded_at__gte=earliest,
    )
    done = ExerciseDoneEntry.objects.filter(
        encounter__episode_id__in=opened, replaced_by__isnull=True, encounter__started_at__gte=earliest - FIRST_VISIT
    ).exclude(Q(encounter__status=EncounterStatus.ABANDONED) | Q(note=WITHDRAWN))
    in_order = ("recorded_at", "id")
    measures = _by(measured.select_related("encounter").order_by(*in_order), "encounter.episode_id")
    exercises = _by(done.select_related("encounter").order_by(*in_order), "encounter.episode_id")
    regions = dict(Episode.objects.filter(pk__in=opened).values_list("pk", "region"))

    def put_together(plan: Plan) -> PlanHistory:
        return PlanHistory(
            region=regions[plan.episode_id],
            versions=[
                VersionOn(local_day(v.made_at, time_zone), read_plan_document(v.document), v.made_by_id is not None)
                for v in versions.get(plan.pk, ())
            ],
            events=told.get(plan.pk, ()),
            measures=[
                MeasuredOn(local_day(entry.recorded_at, time_zone), entry.quantity, entry.number)
                for entry in measures.get(plan.episode_id, ())
                if entry.recorded_at >= plan.opened_at
            ],
            visits=[
                done_at_visit(entry, local_day(entry.encounter.started_at, time_zone))
                for entry in exercises.get(plan.episode_id, ())
                if entry.encounter.started_at >= plan.opened_at - FIRST_VISIT
            ],
        )

    return {plan.pk: partial(put_together, plan) for plan in plans}


def _by(rows: Iterable[Any], key: str) -> dict[uuid.UUID, list[Any]]:
    """Rows by one of their values, each in the order they came."""
    value, found = attrgetter(key), dict[uuid.UUID, list[Any]]()
    for row in rows:
        found.setdefault(value(row), []).append(row)
    return found


def done_at_visit(entry: ExerciseDoneEntry, day: datetime.date) -> DoneAtVisit:
    """An entry of a visit as an exposure; a number that does not fit its field was not told."""
    dose: Mapping[str, Any] = entry.dose if isinstance(entry.dose, dict) else {}
    sets, repetitions = (value if isinstance(value := dose.get(name), int) else None for name in ("sets", "repetitions"))
    load, effort = (
        float(value) if isinstance(value := dose.get(name), (int, float)) else None for name in ("load_kg", "effort_rpe_0_10")
    )
    return DoneAtVisit(day, entry.exercise, sets, repetitions, load, effort, entry.pain_during_0_10, str(entry.pk))
