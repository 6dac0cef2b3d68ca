"""The patient answers a follow-up, question by question, or says that they do not want to be asked again.

Each answer is kept the moment it is given. Where the patient stops, those are there, and the next visit of the page goes on with
the first question that has none.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils import timezone
from django.utils.translation import gettext

from enthesis.access.actor import FollowUpActor
from enthesis.access.policies import check_can_answer
from enthesis.access.refused import NotInThisState
from enthesis.access.visibility import get_visible
from enthesis.actions.agree_to_email import stop_asking
from enthesis.actions.answer_content import LEFT_OUT, is_unfinished
from enthesis.actions.asked_questions import Filling, filling_of, measures_put, questionnaires_in_use
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.open_follow_up import end_cookies
from enthesis.actions.outcome_knowledge import find_measure
from enthesis.actions.plan_follow_ups import settle
from enthesis.actions.record_answer import clinic_day, complete_if_answered, keep_answer
from enthesis.knowledge.outcome_measures import Measure
from enthesis.records.outcomes import Answer, FollowUp, FollowUpStatus, SaidBy, is_open_on
from enthesis.records.people import Clinic

Built = TypeVar("Built")


@dataclass(frozen=True)
class OwnFollowUp:
    """A follow-up as the patient's pages need it: what is asked, what was answered, and nothing else of the record."""

    follow_up: FollowUp
    clinic: Clinic
    given_name: str
    simulated: bool
    measures: tuple[Measure, ...]
    """What is asked, in order."""
    fillings: Mapping[str, Filling]
    """The questionnaires among them, by measure, each as far as it is filled in."""
    answers: Mapping[str, Mapping[str, Any]]
    """What was answered last, by measure; half a questionnaire is no answer."""
    activities: tuple[str, ...]
    """The activities the patient named in this episode, in the order they were named; they are rated again as they stand."""

    @property
    def next_measure(self) -> Measure | None:
        """The first question without an answer; None when all have one."""
        return next((measure for measure in self.measures if measure.id not in self.answers), None)


@action("read own follow-up", None, writes=False)
def read_own_follow_up(actor: FollowUpActor, build: Callable[[OwnFollowUp], Built]) -> Done[Built]:
    """Show the patient their own follow-up.

    Raises:
        NotFound: there is none here.
    """
    follow_up = get_visible(FollowUp, actor.follow_up_id)
    return Done(build(gather_own(follow_up)), follow_up.patient_id, target_of(follow_up))


@action("answered follow-up", None)
def answer_follow_up(actor: FollowUpActor, measure_id: str, content: Mapping[str, Any] | None) -> Done[bool]:
    """Keep one answer.

    Args:
        content: None: the patient passes over the question.
    Returns:
        whether the follow-up is complete with it.
    Raises:
        NotFound: there is no such follow-up here.
        NotInThisState: it is over, answered or refused, or it does not ask this.
    """
    now = timezone.now()
    follow_up = get_visible(FollowUp, actor.follow_up_id, lock=True)
    today = clinic_day(follow_up.episode, now)
    earlier = check_is_asked(follow_up, measure_id, today)
    if not find_measure(measure_id).is_asked_by_phone:
        raise NotInThisState(gettext("This question is not asked here."))
    said = dict(LEFT_OUT if content is None else content)
    if earlier is None or earlier.content != said:
        keep_answer(
            episode=follow_up.episode,
            measure_id=measure_id,
            content=said,
            taken_on=today,
            follow_up=follow_up,
            said_by=SaidBy.PATIENT,
            earlier=earlier,
            at=now,
        )
    return Done(settle_after(follow_up, now), follow_up.patient_id, target_of(follow_up), measure_id)


def check_is_asked(follow_up: FollowUp, measure_id: str, today: datetime.date) -> Answer | None:
    """The standing answer that an answer of today would replace; None: it is the first.

    Raises:
        NotInThisState: the follow-up is over, answered or refused, or it does not ask this.
    """
    earlier = Answer.objects.filter(follow_up=follow_up, measure=measure_id, side="", replaced_by__isnull=True).first()
    if earlier is None or follow_up.status != FollowUpStatus.COMPLETED or not is_open_on(follow_up, today):
        check_can_answer(follow_up, today)  # who has answered may still change an answer in time
    if all(measure.id != measure_id for measure in measures_put(follow_up, questionnaires_in_use())):
        raise NotInThisState(gettext("This question is not asked here."))
    return earlier


def settle_after(follow_up: FollowUp, now: datetime.datetime) -> bool:
    """Take the follow-up on after an answer; whether it is complete."""
    done = complete_if_answered(follow_up, now) or follow_up.status == FollowUpStatus.COMPLETED
    if not done:
        settle(follow_up, FollowUpStatus.STARTED)
    return done


@action("refused follow-up", None)
def refuse_follow_up(actor: FollowUpActor) -> Done[int]:
    """The patient does not want to be asked again, in this or any other episode. What was answered before stays.

    Returns:
        how many follow-ups were called off.
    Raises:
        NotFound: there is none here.
    """
    follow_up = get_visible(FollowUp, actor.follow_up_id, lock=True)
    count = stop_asking(follow_up.patient)
    end_cookies(follow_up)
    return Done(count, follow_up.patient_id, target_of(follow_up), f"{count} follow-ups")


def gather_own(follow_up: FollowUp) -> OwnFollowUp:
    """A follow-up with its answers."""
    in_use = questionnaires_in_use()
    put = measures_put(follow_up, in_use)
    standing = {a.measure: a for a in Answer.objects.filter(follow_up=follow_up, replaced_by__isnull=True)}
    return OwnFollowUp(
        follow_up=follow_up,
        clinic=Clinic.objects.get(pk=follow_up.clinic_id),
        given_name=follow_up.patient.given_name,
        simulated=follow_up.patient.simulated,
        measures=put,
        fillings={m.id: filling_of(in_use[m.id], standing.get(m.id)) for m in put if m.id in in_use},
        answers={one: answer.content for one, answer in standing.items() if not is_unfinished(answer.content)},
        activities=activities_of(follow_up.episode_id, follow_up),
    )


def activities_of(episode_id: uuid.UUID, besides: FollowUp | None = None) -> tuple[str, ...]:
    """The activities the patient named first in an episode: those that are rated from then on.

    Args:
        besides: a follow-up whose own answers do not count: what was first named in it may still be named differently there.
    """
    named = Answer.objects.filter(episode_id=episode_id, replaced_by__isnull=True, content__has_key="activities")
    if besides is not None:
        named = named.exclude(follow_up=besides)
    first = named.order_by("taken_on", "at").first()
    return tuple(str(activity["text"]) for activity in first.content["activities"]) if first is not None else ()
