"""Type what a patient tells who has no phone, or brings a paper log; and take back what was typed or imported by mistake.

What a phone told is the patient's own word and stays theirs: it is corrected on the phone, until a clinician has looked.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.policies import check_plan_active
from enthesis.access.refused import NotInThisState
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.plan_record import standing_of
from enthesis.actions.receive_events import check_day, judge_again, keep_event, possible_days
from enthesis.actions.told_events import ToldEvent, read_event
from enthesis.records.plans import DailyEvent, DailyEventKind, Plan
from enthesis.terms.fault import UnusableInput

MOST_TYPED = 60
TYPED_KINDS = (
    DailyEventKind.MORNING,
    DailyEventKind.SESSION,
    DailyEventKind.RUN,
    DailyEventKind.SITTING,
    DailyEventKind.WARNING,
)


@action("typed what patient told", Permission.RECORD)
def type_events(actor: Actor, plan_id: uuid.UUID, posted: Sequence[object], another_run: bool = False) -> Done[int]:
    """Keep what was told at the clinic, all of it or nothing. It is held to the phone's own rules; who typed it is in the audit.

    Args:
        posted: events in the form a phone sends them. One that was kept under its id before is not kept again.
        another_run: a run in it is not one that is told for its day already.
    Returns:
        how many were new.
    Raises:
        Refused: not allowed, or no such plan here.
        NotInThisState: the plan has ended, there is nothing or far too much in it, or a run is told for that day already.
        UnusableInput: an event has not the form of one, or its day is none of the plan.
    """
    plan = get_visible(Plan, plan_id, lock=True)
    check_plan_active(plan)
    if not 0 < len(posted) <= MOST_TYPED:
        raise NotInThisState(gettext("Nothing is typed yet.") if not posted else gettext("This is too much for one go."))
    now = timezone.now()
    days = possible_days(plan, now)
    told = [read_event(each) for each in posted]
    for event in told:
        if event.kind not in TYPED_KINDS:
            raise UnusableInput("kind", gettext("this is told on the phone only"), gettext("leave it out"))
        check_day(event, days)
    known = set(DailyEvent.objects.filter(plan=plan, pk__in=[event.id for event in told]).values_list("pk", flat=True))
    new = [event for event in told if event.id not in known]
    if not another_run:
        _check_runs(plan, new)
    for event in new:
        keep_event(plan, None, event, now)
    if any(plan.reviewed_until is not None and event.day <= plan.reviewed_until for event in new):
        judge_again(plan)
    return Done(len(new), plan.patient_id, target_of(plan), f"{len(new)} entries")


@action("took back entry", Permission.RECORD)
def take_back_event(actor: Actor, plan_id: uuid.UUID, event_id: uuid.UUID, reason: str) -> Done[DailyEvent]:
    """Take back what was typed or imported at the clinic. The entry stays as it was written; a correction says that it counts no more.

    Args:
        reason: why, kept in the audit.
    Raises:
        Refused: not allowed, or no such plan or entry here.
        NotInThisState: the plan has ended, it was taken back already, it came from the patient's phone, or the reason is missing.
    """
    plan = get_visible(Plan, plan_id, lock=True)
    check_plan_active(plan)
    event = get_visible(DailyEvent, event_id, plan_id=plan.pk)
    event.plan = plan
    if event.phone_id is not None:
        raise NotInThisState(gettext("The patient told this on their phone. Ask them to correct it there, or write to them."))
    if event.replaces is not None or not any(standing.id == event.pk for standing in standing_of(plan)):
        raise NotInThisState(gettext("This entry counts no more already."))
    if not reason.strip():
        raise NotInThisState(gettext("Say why the entry is taken back."))
    now = timezone.now()
    # One id for one taking back: two people who press at once write one correction.
    correction = ToldEvent(
        uuid.uuid5(event.pk, "taken back"), DailyEventKind.CORRECTION, event.day, now, {"content": {}}, event.pk
    )
    keep_event(plan, None, correction, now)
    if plan.reviewed_until is not None and event.day <= plan.reviewed_until:
        judge_again(plan)
    return Done(event, plan.patient_id, target_of(event), reason.strip())


def _check_runs(plan: Plan, new: Sequence[ToldEvent]) -> None:
    days = [event.day for event in new if event.kind == DailyEventKind.RUN]
    told = {event.day for event in standing_of(plan) if event.kind == DailyEventKind.RUN} if days else set()
    for day in days:
        if day in told or days.count(day) > 1:
            raise NotInThisState(
                gettext(
                    "A run is told for %(day)s already. If this is a second one, tick “another run”, so that none counts twice."
                )
                % {"day": day}
            )
