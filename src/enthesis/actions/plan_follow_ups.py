"""When a patient is asked how it goes: the occasions of an episode, made when it opens and when it ends."""

from __future__ import annotations

import datetime

from enthesis.access.policies import may_become
from enthesis.actions.plan_record import local_day
from enthesis.knowledge.asked_measures import asked_in
from enthesis.outcomes.schedule import due
from enthesis.records.episodes import Episode
from enthesis.records.outcomes import FollowUp, FollowUpStatus, Occasion
from enthesis.records.people import Clinic


def plan_follow_ups(episode: Episode) -> None:
    """Make the occasions that the episode has by now; call it in the action that opens or ends it.

    An occasion that was not asked yet moves with the discharge; one that was asked, answered or refused stays as it is. Those of
    another episode of the patient are not touched. Opened again, an episode has no discharge to count from, and what was not asked
    yet waits for the next one.
    """
    time_zone = Clinic.objects.values_list("time_zone", flat=True).get(pk=episode.clinic_id)
    opened_on = local_day(episode.opened_at, time_zone)
    discharged_on = local_day(episode.closed_at, time_zone) if episode.closed_at is not None else None
    there = {follow_up.occasion: follow_up for follow_up in FollowUp.objects.filter(episode=episode)}
    refused = episode.patient.no_follow_up_at is not None
    planned = due(opened_on, discharged_on)
    for occasion in planned:
        follow_up = there.get(occasion.id)
        if follow_up is None:
            follow_up = FollowUp(
                patient_id=episode.patient_id,
                episode=episode,
                occasion=occasion.id,
                status=FollowUpStatus.REFUSED if refused else FollowUpStatus.PLANNED,
            )
        elif is_withdrawn(follow_up):
            settle(follow_up, FollowUpStatus.PLANNED)
        elif follow_up.status != FollowUpStatus.PLANNED:
            continue
        follow_up.measures = list(measures_asked(episode, Occasion(occasion.id)))
        follow_up.due_on, follow_up.opens_on, follow_up.closes_on = occasion.due_on, occasion.opens_on, occasion.closes_on
        follow_up.remind_on = [day.isoformat() for day in occasion.remind_on]
        follow_up.save()
    listed = {occasion.id for occasion in planned}
    for follow_up in there.values():
        if follow_up.occasion not in listed:
            withdraw(follow_up)


def measures_asked(episode: Episode, occasion: Occasion) -> tuple[str, ...]:
    """Ids of the measures that are asked on an occasion, in order: those chosen for the episode, or else its region's."""
    of_region = asked_in(episode.region)
    chosen = of_region.all if episode.asked_measures is None else tuple(episode.asked_measures)
    return tuple(one for one in chosen if occasion != Occasion.BASELINE or one not in of_region.after_start)


def withdraw(follow_up: FollowUp) -> None:
    """Nobody is asked on this occasion any more: it fell too close to the discharge, or the episode was opened again. What was
    asked already stays. A withdrawn occasion has no day on which it is open, and counts in no rate."""
    if follow_up.status == FollowUpStatus.PLANNED:
        follow_up.status, follow_up.closes_on = FollowUpStatus.CLOSED, follow_up.opens_on - datetime.timedelta(days=1)
        follow_up.save(update_fields=["status", "closes_on"])


def is_withdrawn(follow_up: FollowUp) -> bool:
    """Whether nobody is asked on this occasion."""
    return follow_up.closes_on < follow_up.opens_on


def settle(follow_up: FollowUp, to: FollowUpStatus) -> bool:
    """Take a follow-up one step on where it may go there; whether it went."""
    if not may_become(follow_up, to):
        return False
    follow_up.status = to
    follow_up.save(update_fields=["status"])
    return True
