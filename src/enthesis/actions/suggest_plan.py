"""What the engine suggests for an episode: from its newest evaluation, signed or open.

Not an action of its own: it reads what the calling action may read, inside that action's scope.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from enthesis.actions.assessor import get_knowledge
from enthesis.actions.encounter_facts import gather_facts, read_and_assess
from enthesis.actions.intake_record import bands_of, gather_intake
from enthesis.actions.own_programmes import find_own_version, knowledge_with_own
from enthesis.actions.rehabilitation import get_rehabilitation
from enthesis.care.own_programme import with_own_doses
from enthesis.care.plan import suggest_plan
from enthesis.care.plan_document import Goal, PlanDocument
from enthesis.care.plan_programme import suggest_programme
from enthesis.care.recorded import MARKER_PAIN, WORST_PAIN, Recorded, recorded_from_case
from enthesis.reasoning.red_flags import RaisedFlag, raise_red_flags
from enthesis.records.episodes import Encounter, EncounterKind, EncounterStatus, Episode
from enthesis.records.intake import Intake, IntakeStatus

SCREEN = "screen"
PAIN_OF_MEASURE = {
    "pain_worst_week_nrs_0_10": WORST_PAIN,
    "pain_worst_24_h_nrs_0_10": WORST_PAIN,
    "marker_pain_nrs_0_10": MARKER_PAIN,
}
"""Measures of an encounter that a plan reads, and what it calls them; of several the worse one counts."""
PAIN_NOW = "pain_now_nrs_0_10"
"""It can only raise a worst pain that is recorded: alone it says nothing about the worst, and a calm moment opens no later phase."""


FLAGS_ALONE = 0.0
"""No probability is worked out from answers that nobody has gone through: the rules alone raise."""


@dataclass(frozen=True)
class Suggested:
    """What the engine says, and what it was read from."""

    document: PlanDocument
    made_from: datetime.datetime | None
    """When the evaluation began; None where there is none, and nothing was suggested."""
    evaluation_signed: bool


def suggest_for(episode: Episode, goals: tuple[Goal, ...] = (), phase: str = "", programme: str = "") -> Suggested:
    """A plan for an episode as its record stands.

    Args:
        goals: in the patient's words; empty: the engine proposes some from what hurts.
        phase: chosen by the clinician; empty: the engine's.
        programme: one to take the exercises from; empty: what the sources need.
    Raises:
        UnusableInput: no such phase or programme, or the programme has nothing in the phase.
    """
    own = find_own_version(programme)
    rehabilitation = knowledge_with_own(episode.region, (programme,)) if own else get_rehabilitation(episode.region)
    chosen = rehabilitation.programme_by_id.get(programme)
    evaluation = newest_evaluation(episode)
    if evaluation is None:
        if chosen is None or chosen.purpose == "rehabilitation":
            return Suggested(empty_plan(episode.region, phase or SCREEN, goals), None, False)
        recorded, flags = _told_before(episode)
        pack = get_knowledge(episode.region).pack
        alone = suggest_programme(rehabilitation, programme, recorded, goals, phase, None, pack, flags)
        return Suggested(with_own_doses(alone, own.own) if own else alone, None, False)
    facts = gather_facts(evaluation)
    read, answer = read_and_assess(facts)
    recorded = recorded_from_case(read, rehabilitation.daily.measures_from)
    measures = dict(recorded.measures)
    for entry in facts.entries["measure"].values():
        name = PAIN_OF_MEASURE.get(str(entry.content["quantity"]))
        if name is not None and entry.content["number"] is not None:
            measures[name] = max(measures.get(name, 0.0), float(entry.content["number"]))
    for entry in facts.entries["measure"].values():
        if entry.content["quantity"] == PAIN_NOW and entry.content["number"] is not None and WORST_PAIN in measures:
            measures[WORST_PAIN] = max(measures[WORST_PAIN], float(entry.content["number"]))
    recorded = Recorded(recorded.observed, measures, recorded.affected_side or episode.affected_side)
    if chosen is not None and chosen.purpose != "rehabilitation":
        document = suggest_programme(rehabilitation, programme, recorded, goals, phase, answer)
    else:
        document = suggest_plan(answer, rehabilitation, recorded, read.patient, goals, phase, programme)
    if own is not None:
        document = with_own_doses(document, own.own)
    return Suggested(document, evaluation.started_at, evaluation.status == EncounterStatus.SIGNED)


def _told_before(episode: Episode) -> tuple[Recorded | None, tuple[RaisedFlag, ...]]:
    """What the patient's own answers say where nobody has evaluated yet, and the red flags they raise."""
    told = Intake.objects.filter(patient_id=episode.patient_id, region=episode.region).exclude(status=IntakeStatus.INVITED)
    intake = told.select_related("patient").order_by("-created_at").first()
    if intake is None:
        return None, ()
    found = gather_intake(intake)
    pack = get_knowledge(episode.region).pack
    observed = {proposal.finding: proposal.state == "positive" for proposal in found.proposals}
    bands = bands_of(found.questions, found.answers, intake)
    raised = raise_red_flags(pack, observed, bands, FLAGS_ALONE, pack.default_setting)
    pains = [m.number for m in found.measures if m.quantity in (*PAIN_OF_MEASURE, PAIN_NOW)]
    return Recorded(observed, {WORST_PAIN: max(pains)} if pains else {}), tuple(raised)


def newest_evaluation(episode: Episode) -> Encounter | None:
    """The newest evaluation of an episode that was held; where there is none, its first encounter."""
    held = Encounter.objects.filter(episode=episode).exclude(status=EncounterStatus.ABANDONED)
    return held.filter(kind=EncounterKind.EVALUATION).order_by("-started_at").first() or held.order_by("started_at").first()


def empty_plan(region: str, phase: str, goals: tuple[Goal, ...] = ()) -> PlanDocument:
    """A plan with nothing in it yet, for a clinician who starts from nothing."""
    return PlanDocument(
        purpose="rehabilitation",
        programme="",
        phase=phase,
        phase_because="",
        overlay="",
        sources=(),
        goals=goals,
        pain_ceiling_0_10=get_rehabilitation(region).numbers.pain_ceiling_0_10,
        marker="",
        run_level="",
        run_goal="",
        exercises=(),
        interventions=(),
        conflicts=(),
        refer=(),
        review_in_days=14,
    )
