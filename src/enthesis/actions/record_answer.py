"""Keep what a measure gave: entered at the clinic, or said by the patient in a follow-up. An answer is never rewritten."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.policies import ASKS
from enthesis.access.visibility import get_visible
from enthesis.actions.asked_questions import is_answered, questionnaires_in_use
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.outcome_knowledge import find_measure
from enthesis.actions.plan_record import local_day
from enthesis.records.episodes import Episode
from enthesis.records.outcomes import Answer, ClinicQuestionnaire, FollowUp, FollowUpStatus, SaidBy
from enthesis.records.people import Clinic
from enthesis.terms.fault import UnusableInput

LONGEST_AGO = datetime.timedelta(days=3660)


@action("recorded outcome", Permission.RECORD)
def record_answer(
    actor: Actor,
    episode_id: uuid.UUID,
    measure_id: str,
    content: Mapping[str, Any],
    taken_on: datetime.date,
    side: str = "",
    replaces: uuid.UUID | None = None,
    simulated: bool = False,
) -> Done[Answer]:
    """Enter an answer for the patient, of an open episode or one that has ended.

    It counts for the occasion whose time holds the day, where that has no such answer yet.

    Args:
        content: as `answer_content` and `outcomes.questionnaire` read it.
        replaces: an answer of the same measure and side that it corrects; that one is kept.
        simulated: made up for a demonstration.
    Raises:
        Refused: not allowed, or no such episode or answer here.
        UnusableInput: the measure is not known, the day cannot be, or the side does not fit the measure.
    """
    episode = get_visible(Episode, episode_id, lock=True)
    measure = find_measure(measure_id)
    if bool(side) != measure.per_side or side not in ("", "left", "right"):
        mend = gettext("choose left or right") if measure.per_side else gettext("leave the side empty")
        raise UnusableInput("side", gettext("%(name)s was given without its side, or with one") % {"name": measure.short}, mend)
    check_taken_on(taken_on, clinic_day(episode))
    earlier = get_visible(Answer, replaces, episode=episode, measure=measure_id, side=side) if replaces else None
    if earlier is not None and Answer.objects.filter(replaces=earlier).exists():
        raise UnusableInput("replaces", gettext("somebody corrected this answer meanwhile"), gettext("open the page again"))
    follow_up = occasion_of(episode, measure_id, side, taken_on) if earlier is None else earlier.follow_up
    answer = keep_answer(
        episode=episode,
        measure_id=measure_id,
        content=content,
        taken_on=taken_on,
        follow_up=follow_up,
        said_by=SaidBy.STAFF,
        entered_by=actor.person_id,
        side=side,
        earlier=earlier,
        simulated=simulated,
    )
    if follow_up is not None:
        complete_if_answered(follow_up, timezone.now())
    return Done(answer, episode.patient_id, target_of(answer))


def keep_answer(
    *,
    episode: Episode,
    measure_id: str,
    content: Mapping[str, Any],
    taken_on: datetime.date,
    follow_up: FollowUp | None,
    said_by: SaidBy,
    entered_by: uuid.UUID | None = None,
    side: str = "",
    earlier: Answer | None = None,
    simulated: bool = False,
    at: datetime.datetime | None = None,
    questionnaire: ClinicQuestionnaire | None = None,
) -> Answer:
    """Write one answer. What a simulated patient answers is simulated; a response belongs to the questionnaire in use unless told."""
    if "response" in content and questionnaire is None:
        questionnaire = questionnaires_in_use().get(measure_id)
    answer = Answer(
        patient_id=episode.patient_id,
        episode=episode,
        follow_up=follow_up,
        questionnaire=questionnaire,
        measure=measure_id,
        side=side,
        taken_on=taken_on,
        content=dict(content),
        said_by=said_by,
        entered_by_id=entered_by,
        simulated=simulated or episode.patient.simulated,
        replaces=earlier,
        at=at or timezone.now(),
    )
    answer.save()
    return answer


def occasion_of(episode: Episode, measure_id: str, side: str, day: datetime.date) -> FollowUp | None:
    """The occasion of the episode whose time holds the day, that asks for this measure and has no answer to it yet."""
    open_then = FollowUp.objects.filter(episode=episode, opens_on__lte=day, closes_on__gte=day).order_by("due_on")
    for follow_up in open_then:
        given = Answer.objects.filter(follow_up=follow_up, measure=measure_id, side=side)
        if measure_id in follow_up.measures and not given.exists():
            return follow_up
    return None


def complete_if_answered(follow_up: FollowUp, now: datetime.datetime) -> bool:
    """Note that a follow-up is answered once each of its measures has an answer; whether it is now."""
    if follow_up.status not in ASKS or not is_answered(follow_up):
        return False
    follow_up.status, follow_up.completed_at = FollowUpStatus.COMPLETED, now
    follow_up.save(update_fields=["status", "completed_at"])
    return True


def clinic_day(episode: Episode, moment: datetime.datetime | None = None) -> datetime.date:
    """The day it is at the episode's clinic."""
    time_zone = Clinic.objects.values_list("time_zone", flat=True).get(pk=episode.clinic_id)
    return local_day(moment or timezone.now(), time_zone)


def check_taken_on(day: datetime.date, today: datetime.date) -> None:
    """Whether something can have been measured or have happened on this day.

    Raises:
        UnusableInput: it is in the future, or more than ten years ago.
    """
    if day > today:
        raise UnusableInput("day", gettext("this day is in the future"), gettext("choose today or an earlier day"))
    if day < today - LONGEST_AGO:
        raise UnusableInput("day", gettext("this day is more than ten years ago"), gettext("check the year"))
