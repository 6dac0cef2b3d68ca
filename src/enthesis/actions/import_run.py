"""Take a run from the file of a watch: it becomes one told run, once, and no place of it is kept."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.refused import NotInThisState
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.plan_record import local_day, standing_of
from enthesis.actions.receive_events import check_day, possible_days
from enthesis.actions.told_events import ToldEvent, read_content
from enthesis.care.run_file import RunFile
from enthesis.records.episodes import Episode
from enthesis.records.people import Clinic
from enthesis.records.plans import DailyEvent, DailyEventKind, Plan, PlanStatus


@dataclass(frozen=True)
class ImportedRun:
    """What became of the file."""

    day: datetime.date
    new: bool
    """False: this file was taken before, and nothing was changed."""


@action("imported run", Permission.RECORD)
def import_run(
    actor: Actor,
    episode_id: uuid.UUID,
    run: RunFile,
    pain_0_10: float | None = None,
    pace: str | None = None,
    another: bool = False,
) -> Done[ImportedRun]:
    """Keep a run as told for the episode's active plan. Its id follows from plan and file: the same file counts once.
    A run that was taken back (`type_events.take_back_event`) may be taken again.

    Args:
        pain_0_10: worst pain in the run; None when the patient did not say, which is never taken for none.
        pace: how it was run, one of `told_events.PACES`; None when not said.
        another: it is not a run that is told for that day already.
    Raises:
        Refused: not allowed, or no such episode here.
        NotInThisState: there is no active plan, or a run is told for that day already and nobody said this is another.
        UnusableInput: the day is none of the plan, or a value is out of its range.
    """
    episode = get_visible(Episode, episode_id)
    found = Plan.objects.filter(episode=episode, status=PlanStatus.ACTIVE).first()
    if found is None:
        raise NotInThisState(gettext("There is no active plan that a run could belong to. Make the plan first."))
    plan = get_visible(Plan, found.pk, lock=True)
    now = timezone.now()
    day = local_day(run.started_at, Clinic.objects.values_list("time_zone", flat=True).get(pk=plan.clinic_id))
    said = {"km": run.distance_km, "minutes": run.minutes, "climb_m": run.climb_m, "pace": pace, "pain_0_10": pain_0_10}
    event_id, counts = _id_of(plan, run)
    told = ToldEvent(event_id, DailyEventKind.RUN, day, run.started_at, read_content(DailyEventKind.RUN, said))
    if counts:
        return Done(ImportedRun(day, new=False), plan.patient_id, target_of(plan), "taken before")
    check_day(told, possible_days(plan, now))
    if not another and any(event.kind == DailyEventKind.RUN and event.day == day for event in standing_of(plan)):
        raise NotInThisState(
            gettext("A run is told for %(day)s already. If this is a second one, tick “another run”, so that none counts twice.")
            % {"day": day}
        )
    row = DailyEvent(
        **{"id": told.id, "patient_id": plan.patient_id, "plan": plan, "phone": None, "kind": told.kind, "day": day},
        **{"said_at": told.said_at, "received_at": now, "content": dict(told.content)},
    )
    try:
        with transaction.atomic():
            row.take_clinic().save(force_insert=True)
    except IntegrityError:
        raise NotInThisState(gettext("This file cannot be taken: its number is in use.")) from None
    if plan.reviewed_until is not None and day <= plan.reviewed_until:  # the days it is about are judged again
        Plan.objects.filter(pk=plan.pk).update(reviewed_until=None)
    return Done(ImportedRun(day, new=True), plan.patient_id, target_of(plan), "one run")


def _id_of(plan: Plan, run: RunFile) -> tuple[uuid.UUID, bool]:
    """The id of the run of a file, and whether it counts already. A run that was taken back may be taken again, under the next id."""
    counting = {event.id for event in standing_of(plan)}
    event_id, times = uuid.uuid5(plan.pk, run.sha256), 0
    while DailyEvent.objects.filter(pk=event_id, plan=plan).exists():
        if event_id in counting:
            return event_id, True
        times += 1
        event_id = uuid.uuid5(plan.pk, f"{run.sha256} {times}")
    return event_id, False
