"""Read what a plan's course follows from: its versions, what the patient told, and what was measured in the clinic.

Not an action of its own: it reads what the calling action may read, inside that action's scope.
"""

from __future__ import annotations

from collections.abc import Sequence

from enthesis.actions.plan_course import MeasuredOn, PlanHistory, VersionOn
from enthesis.actions.plan_record import local_day, standing_of
from enthesis.actions.told_events import StandingEvent
from enthesis.care.plan_document import read_plan_document
from enthesis.knowledge.measures import MEASURES
from enthesis.records.entries import MeasureEntry
from enthesis.records.people import Clinic
from enthesis.records.plans import Plan, PlanVersion


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
    )
