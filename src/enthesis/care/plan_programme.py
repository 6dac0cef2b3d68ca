"""A plan without an injury: a prevention or training programme, at its start doses."""

from __future__ import annotations

from collections.abc import Mapping

from enthesis.care.plan import find_programme, needs_of, red_flags_to_ask
from enthesis.care.plan_document import Goal, LeftOut, PlanDocument
from enthesis.care.plan_exercises import plan_exercise
from enthesis.care.plan_phase import review_days
from enthesis.care.plan_sources import Considered, consider, referral_lines
from enthesis.care.recorded import Recorded
from enthesis.knowledge.pack import Pack
from enthesis.knowledge.rehabilitation import Exercise, Programme, Rehabilitation
from enthesis.reasoning.assessment import Assessment
from enthesis.reasoning.red_flags import RaisedFlag
from enthesis.terms.fault import UnusableInput

NOT_ASSESSED = "No assessment stands behind this plan"


def suggest_programme(
    rehabilitation: Rehabilitation,
    programme: str,
    findings: Recorded | None = None,
    goals: tuple[Goal, ...] = (),
    phase: str = "",
    assessment: Assessment | None = None,
    pack: Pack | None = None,
    flags: tuple[RaisedFlag, ...] = (),
) -> PlanDocument:
    """A prevention or training programme as a plan.

    Args:
        findings: what is recorded, if anything; any pain above the ceiling holds the programme until it has been evaluated.
        phase: a phase the programme has exercises for; empty: its first.
        assessment: of an evaluation, where there was one: its referrals come first, and stop the programme as they stop a plan.
        pack: whose red-flag questions are to be asked first, as far as no answer is recorded; None where an assessment is given.
        flags: raised by the patient's own answers where nobody has evaluated; they stop it in the same way.
    Raises:
        UnusableInput: no such programme, it is one for rehabilitation, or it has no exercises in the phase.
    Assumes: nobody need have been examined, so red flags and pain are asked first, and the plan says that no assessment stands
    behind it. The marker is the phase's test position: without a morning answer nothing ever steps up. At most four exercises;
    the rest waits in the programme.
    """
    found = find_programme(rehabilitation, programme)
    if found.purpose == "rehabilitation":
        raise UnusableInput("programme", f"'{programme}' is for rehabilitation", "evaluate first, then choose it in the plan")
    chosen = _chosen_phase(rehabilitation, found, phase)
    needs = needs_of(rehabilitation)
    ceiling = rehabilitation.numbers.pain_ceiling_0_10
    pain = _worst_pain(findings)
    hurts = pain is not None and pain > ceiling
    considered = consider(assessment, needs) if assessment is not None else Considered((), (), (), flags, needs)
    stopped = considered.loading_stops
    known = assessment.pack if assessment is not None else pack
    observed: Mapping[str, bool] = {} if findings is None else findings.observed
    start = "Chosen by the clinician" if phase else f"The first phase of {found.name}"
    exercises = () if stopped else _exercises(rehabilitation, found, chosen)
    first, rest = exercises[: needs.most_exercises], exercises[needs.most_exercises :]
    return PlanDocument(
        purpose=found.purpose,
        programme=found.id,
        phase=chosen,
        phase_because=start if assessment is not None else f"{start}. {NOT_ASSESSED}",
        overlay="refer" if stopped else "hold" if hurts or considered.is_guarded else "",
        sources=(),
        goals=goals,
        pain_ceiling_0_10=ceiling,
        marker="" if stopped else rehabilitation.phase_by_id[chosen].test_position,
        run_level="",
        run_goal="",
        exercises=tuple(plan_exercise(exercise, f"{found.name}: its exercise of this phase") for exercise in first),
        interventions=(),
        conflicts=(f"Pain of {pain:g} of 10 is above the limit of {ceiling}: evaluate it before the programme starts.",)
        if hurts
        else (),
        refer=referral_lines(considered),
        review_in_days=needs.refer_review_in_days if stopped else review_days(needs, chosen),
        ask_first=(
            *(red_flags_to_ask(known, observed) if known is not None else ()),
            *(("pain now, 0 to 10",) if pain is None else ()),
        ),
        left_out=tuple(LeftOut(e.id, e.name, "Four exercises are enough to begin with.") for e in rest),
    )


def _chosen_phase(rehabilitation: Rehabilitation, programme: Programme, phase: str) -> str:
    order = [p.id for p in rehabilitation.phases if p.kind == "track" and programme.exercises_by_phase.get(p.id)]
    if not order or (phase and phase not in order):
        raise UnusableInput("phase", f"'{programme.id}' has no exercises in '{phase}'", f"use one of {', '.join(order)}")
    return phase or order[0]


def _worst_pain(findings: Recorded | None) -> float | None:
    measures: Mapping[str, float] = {} if findings is None else findings.measures
    return max((value for measure, value in measures.items() if measure.endswith("pain_0_10")), default=None)


def _exercises(rehabilitation: Rehabilitation, programme: Programme, phase: str) -> tuple[Exercise, ...]:
    library = rehabilitation.exercise_by_id
    return tuple(library[identity] for identity in programme.exercises_by_phase[phase] if identity in library)
