"""Ask for a plan from what is recorded, without making one: what the clinician starts from."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.refused import NotInThisState
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.encounter_facts import EncounterFacts, gather_facts, read_and_assess
from enthesis.actions.rehabilitation import get_rehabilitation
from enthesis.care.plan import suggest_plan
from enthesis.care.plan_document import Goal, PlanDocument
from enthesis.care.plan_programme import suggest_programme
from enthesis.care.recorded import WORST_PAIN, Recorded, recorded_from_case
from enthesis.reasoning.assessment import Assessment
from enthesis.reasoning.interpretation import Interpretation
from enthesis.records.episodes import Encounter, EncounterKind, EncounterStatus, Episode
from enthesis.terms.fault import UnusableInput

Built = TypeVar("Built")
PAIN_QUANTITIES = ("pain_worst_week_nrs_0_10", "pain_now_nrs_0_10")
"""Measures that count as the worst pain; of several the higher one."""


@dataclass(frozen=True)
class Suggested:
    """A plan as the engine would make it, with what it was made from."""

    document: PlanDocument
    facts: EncounterFacts | None = None
    assessment: Assessment | None = None
    """Both None for a programme without an injury in an episode without an evaluation."""


@action("asked for plan", Permission.READ_RECORD, writes=False)
def read_plan_suggestion(
    actor: Actor,
    episode_id: uuid.UUID,
    build: Callable[[Suggested | None], Built],
    goals: Sequence[Goal] = (),
    phase: str = "",
    programme: str = "",
) -> Done[Built]:
    """The plan that the episode's newest evaluation leads to, signed or not.

    Args:
        build: makes the page model inside the clinic's scope, from None where there is no evaluation yet, and no programme that
            needs none.
        goals: in the patient's own words.
        phase: a phase the clinician chose; empty: as far as the record carries. Likewise the programme.
    Raises:
        Refused: not allowed, or no such episode here.
        NotInThisState: there is no such phase or programme.
    """
    episode = get_visible(Episode, episode_id)
    held = Encounter.objects.filter(episode=episode, kind=EncounterKind.EVALUATION).exclude(status=EncounterStatus.ABANDONED)
    encounter = held.order_by("-started_at", "-id").first()
    try:
        suggested = suggest(None if encounter is None else gather_facts(encounter), tuple(goals), phase, programme)
    except UnusableInput as error:
        raise NotInThisState(str(error)) from None
    return Done(build(suggested), episode.patient_id, target_of(encounter or episode))


def suggest(facts: EncounterFacts | None, goals: tuple[Goal, ...], phase: str, programme: str) -> Suggested | None:
    """The plan for a record; None where there is no record, and no programme that needs none.

    Raises:
        UnusableInput: there is no such phase or programme.
    """
    rehabilitation = get_rehabilitation()
    chosen = rehabilitation.programme_by_id.get(programme)
    needs_no_injury = chosen is not None and chosen.purpose != "rehabilitation"
    if facts is None:
        return Suggested(suggest_programme(rehabilitation, programme, None, goals, phase)) if needs_no_injury else None
    read, assessment = read_and_assess(facts)
    recorded = recorded_of(facts, read)
    if needs_no_injury:
        return Suggested(suggest_programme(rehabilitation, programme, recorded, goals, phase, assessment), facts, assessment)
    document = suggest_plan(assessment, rehabilitation, recorded, read.patient, goals, phase=phase, programme=programme)
    return Suggested(document, facts, assessment)


def recorded_of(facts: EncounterFacts, read: Interpretation) -> Recorded:
    """Findings and measures of a record, for a plan. Pain scores stand as measures in a record, not as findings."""
    recorded = recorded_from_case(read)
    found = [
        entry.content["number"] for entry in facts.entries["measure"].values() if entry.content["quantity"] in PAIN_QUANTITIES
    ]
    pains = [float(number) for number in found if number is not None and 0 <= number <= 10]
    if not pains:
        return recorded
    worst = max([*pains, recorded.measures.get(WORST_PAIN, 0.0)])
    return replace(recorded, measures={**recorded.measures, WORST_PAIN: worst})
