"""Choose which measures a patient is asked in an episode, instead of those of its region."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.translation import gettext

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.visibility import get_visible
from enthesis.actions.asked_questions import questionnaires_in_use
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.outcome_knowledge import get_outcome_measures
from enthesis.actions.plan_follow_ups import measures_asked
from enthesis.knowledge.asked_measures import asked_in
from enthesis.knowledge.outcome_measures import Measure
from enthesis.records.episodes import Episode
from enthesis.records.outcomes import FollowUp, FollowUpStatus, Occasion
from enthesis.terms.fault import UnusableInput

Built = TypeVar("Built")


@dataclass(frozen=True)
class MeasureChoice:
    """One measure that can be asked."""

    measure: Measure
    asked: bool
    of_region: bool
    """Whether it is asked in this region where nobody chooses."""
    after_start: bool
    """Not asked at the start."""
    needs_questionnaire: bool
    """The clinic has not brought in its questionnaire, so that until then it is passed by."""


@dataclass(frozen=True)
class Choices:
    """What may be asked in an episode."""

    episode: Episode
    choices: tuple[MeasureChoice, ...]
    chosen: bool
    """Somebody chose; otherwise it is what the region asks."""


@action("read what is asked", Permission.READ_RECORD, writes=False)
def read_choices(actor: Actor, episode_id: uuid.UUID, build: Callable[[Choices], Built]) -> Done[Built]:
    """Show what is asked in an episode and what else could be.

    Raises:
        Refused: not allowed, or no such episode here.
    """
    episode = get_visible(Episode, episode_id)
    of_region = asked_in(episode.region)
    asked = of_region.all if episode.asked_measures is None else tuple(episode.asked_measures)
    in_use = questionnaires_in_use()
    choices = tuple(
        MeasureChoice(
            measure=measure,
            asked=measure.id in asked,
            of_region=measure.id in of_region.all,
            after_start=measure.id in of_region.after_start,
            needs_questionnaire=measure.takes_questionnaire and measure.id not in in_use,
        )
        for measure in _in_order(of_region.all)
    )
    return Done(build(Choices(episode, choices, episode.asked_measures is not None)), episode.patient_id, target_of(episode))


@action("chose what is asked", Permission.RECORD)
def choose_measures(actor: Actor, episode_id: uuid.UUID, measure_ids: Iterable[str] | None) -> Done[Episode]:
    """Keep the choice. Occasions on which the patient was asked already stay as they are; all others, those to come included, follow it.

    Args:
        measure_ids: in any order; they are asked in the order of the region's list, then of all measures. None: the region's again.
    Raises:
        Refused: not allowed, or no such episode here.
        UnusableInput: nothing is chosen, or something that cannot be asked.
    """
    episode = get_visible(Episode, episode_id, lock=True)
    of_region = asked_in(episode.region).all
    chosen: list[str] | None = None
    if measure_ids is not None:
        wanted = frozenset(measure_ids)
        chosen = [measure.id for measure in _in_order(of_region) if measure.id in wanted]
        if not chosen or len(chosen) < len(wanted):
            raise UnusableInput(
                "measures",
                gettext("nothing is chosen, or something that a patient cannot be asked"),
                gettext("tick at least one; a patient who is not to be asked at all is noted on the patient’s page"),
            )
    if chosen is not None and tuple(chosen) == of_region:
        chosen = None
    asked: Any = chosen
    episode.asked_measures = asked
    episode.save(update_fields=["asked_measures"])
    for follow_up in FollowUp.objects.select_for_update().filter(episode=episode, status=FollowUpStatus.PLANNED):
        follow_up.measures = list(measures_asked(episode, Occasion(follow_up.occasion)))
        follow_up.save(update_fields=["measures"])
    said = "those of the region" if chosen is None else ", ".join(chosen)
    return Done(episode, episode.patient_id, target_of(episode), said)


def _in_order(first: tuple[str, ...]) -> tuple[Measure, ...]:
    """Every measure that a patient can be asked: those of the region, in its order, then the others."""
    known = get_outcome_measures()
    others = (m for m in known.measures if m.id not in first and (m.is_asked_by_phone or m.takes_questionnaire))
    return (*(known.by_id[one] for one in first), *others)
