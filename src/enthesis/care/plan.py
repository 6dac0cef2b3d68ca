"""Suggest a plan of care: from the assessed sources, several at once, to phase, exercises, interventions, conflicts and referral.

Pure and deterministic: the same findings in any order give the same plan. Every choice carries its reason; the clinician decides.
"""

from __future__ import annotations

from collections.abc import Collection

from enthesis.care.conflicts import avoided_demands, find_conflicts
from enthesis.care.plan_document import Goal, PlanDocument
from enthesis.care.plan_exercises import Choice, choose_exercises
from enthesis.care.plan_interventions import Fitting, choose_interventions
from enthesis.care.plan_phase import Start, review_days, start_phase, start_run_level
from enthesis.care.plan_sources import Considered, capitalised, consider, named, referral_lines
from enthesis.care.recorded import Recorded
from enthesis.knowledge.pack import Pack
from enthesis.knowledge.rehabilitation import Programme, Rehabilitation
from enthesis.knowledge.source_needs import CareNeeds
from enthesis.reasoning.assessment import Assessment
from enthesis.reasoning.hypotheses import Patient
from enthesis.terms.fault import UnusableInput

IMPACT = "impact"
"""The demand that running is."""
PROPOSED_GOALS = 3


def suggest_plan(
    assessment: Assessment,
    rehabilitation: Rehabilitation,
    findings: Recorded,
    patient: Patient,
    goals: tuple[Goal, ...] = (),
    phase: str = "",
    programme: str = "",
) -> PlanDocument:
    """A plan for an assessed patient.

    Args:
        findings: what is recorded; what is not there was not assessed, and never counts as good news.
        patient: age and duration, where known.
        goals: in the patient's own words; where none are given, goals are proposed from what hurts.
        phase: a track phase chosen by the clinician; empty: as far as the recorded numbers carry.
        programme: a programme to take the exercises from; empty: the lines of work of the sources.
    Raises:
        UnusableInput: no such phase or programme, or the pack says nothing about plans.
    Assumes: the thresholds, lines of work and demands of the pack's `needs.yaml`, all judgement. A red flag for today or a source
    that must not be loaded leaves no exercises and no interventions: the referral is the plan. A flag that asks for a review
    soon, or a dangerous source that is not excluded, holds the plan at its gentlest until a clinician has closed it. Where no
    source is probable enough, nothing is treated and the next test comes first.
    """
    needs = needs_of(rehabilitation)
    chosen_programme = find_programme(rehabilitation, programme) if programme else None
    considered = consider(assessment, needs)
    start = _start(considered, rehabilitation, findings, phase)
    treats = bool(considered.treated) and not considered.loading_stops
    nothing = Choice((), ())
    choice = choose_exercises(considered, rehabilitation, findings, start.phase, chosen_programme) if treats else nothing
    fitting = Fitting((), ())
    if treats:
        fitting = choose_interventions(assessment, considered, rehabilitation, findings, patient, bool(choice.exercises))
    runs = treats and not considered.is_guarded and IMPACT not in avoided_demands(considered, findings)
    found_phase = rehabilitation.phase_by_id.get(start.phase)
    return PlanDocument(
        purpose="rehabilitation",
        programme=programme,
        phase=start.phase,
        phase_because=capitalised(start.because),
        overlay="refer" if considered.loading_stops else "hold" if considered.is_guarded else "",
        sources=considered.planned,
        goals=goals or propose_goals(assessment.pack, findings),
        pain_ceiling_0_10=rehabilitation.numbers.pain_ceiling_0_10,
        marker=found_phase.test_position if found_phase is not None and treats else "",
        run_level=start_run_level(rehabilitation, needs, findings, start.phase) if runs else "",
        run_goal="",
        exercises=choice.exercises,
        interventions=fitting.interventions,
        conflicts=(*_misfits(chosen_programme, considered, start.phase), *find_conflicts(considered, findings)),
        refer=referral_lines(considered),
        review_in_days=start.review_in_days,
        ask_first=_ask_first(assessment.pack, findings, patient),
        left_out=(*choice.left_out, *fitting.left_out),
    )


def needs_of(rehabilitation: Rehabilitation) -> CareNeeds:
    """What the pack says about plans.

    Raises:
        UnusableInput: it says nothing.
    """
    if rehabilitation.needs is None:
        raise UnusableInput(
            "care/needs.yaml", "this pack does not say what its sources need", "add the file, or use another pack"
        )
    return rehabilitation.needs


def _start(considered: Considered, rehabilitation: Rehabilitation, findings: Recorded, phase: str) -> Start:
    needs = considered.needs
    first = rehabilitation.phases[0].id
    if considered.loading_stops:
        who = [flag.name for flag in considered.flags[:1]] or [source.name for source in considered.stopping]
        return Start(first, f"{who[0]}: nothing is loaded until it has been looked at", needs.refer_review_in_days)
    if phase:
        found = rehabilitation.phase_by_id.get(phase)
        if found is None or found.kind != "track":
            known = ", ".join(p.id for p in rehabilitation.phases if p.kind == "track")
            raise UnusableInput("phase", f"'{phase}' is not a phase of this pack", f"use one of {known}")
        return Start(phase, "chosen by the clinician", review_days(needs, phase))
    if not considered.treated:
        because = f"no source that is treated here reaches {needs.treated_from:.0%}: test further before loading"
        return Start(first, because, needs.start[-1].review_in_days)
    guarded = ""
    if considered.is_guarded:
        guarded = "a red flag is open" if considered.flags else f"{considered.referred[0].name} is not excluded"
    return start_phase(needs, findings, guarded)


def find_programme(rehabilitation: Rehabilitation, identity: str) -> Programme:
    """A programme of the pack by its id.

    Raises:
        UnusableInput: there is none.
    """
    found = rehabilitation.programme_by_id.get(identity)
    if found is None:
        known = ", ".join(rehabilitation.programme_by_id)
        raise UnusableInput("programme", f"'{identity}' is not a programme of this pack", f"use one of {known}")
    return found


def _misfits(programme: Programme | None, considered: Considered, phase: str) -> tuple[str, ...]:
    """What speaks against a programme here: it is for other sources, or it has nothing for the phase."""
    if programme is None or not considered.treated or considered.loading_stops:
        return ()
    said: list[str] = []
    if not any(source.id in programme.for_sources for source in considered.treated):
        said.append(f"{programme.name} was not made for {named(considered.treated)}.")
    if not programme.exercises_by_phase.get(phase):
        said.append(f"{programme.name} has no exercises in the phase '{phase}'.")
    return tuple(said)


def propose_goals(pack: Pack, findings: Recorded) -> tuple[Goal, ...]:
    """Goals from what hurts, in the order of the pack: a start for the talk, marked as proposed."""
    found = [f.name for f in pack.findings if f.kind == "aggravating factor" and findings.is_positive(f.id)]
    return tuple(
        Goal(f"{capitalised(name)}: no longer in the way (proposed; ask for the patient's own words)")
        for name in found[:PROPOSED_GOALS]
    )


def red_flags_to_ask(pack: Pack, observed: Collection[str]) -> tuple[str, ...]:
    """Names of the red-flag questions that nobody has answered: not asked is not absent."""
    return tuple(pack.finding_by_id[f].name for f in pack.red_flag_questions if f not in observed)


def _ask_first(pack: Pack, findings: Recorded, patient: Patient) -> tuple[str, ...]:
    """Red-flag questions, parts of the neurological screen and the age, as far as they are not recorded."""
    questions = red_flags_to_ask(pack, findings.observed)
    screen = [
        f"neurological screen: {part}" for part, held in pack.neuro_parts.items() if not any(f in findings.observed for f in held)
    ]
    return (*questions, *screen, *(("age",) if patient.age_years is None else ()))
