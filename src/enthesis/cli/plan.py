"""`enthesis plan`: one case file in, a plan of care for the assessed sources out."""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from enthesis.care.plan import suggest_plan
from enthesis.care.plan_document import PlanDocument, PlannedExercise, PlannedIntervention, plan_to_json
from enthesis.care.plan_programme import suggest_programme
from enthesis.care.recorded import recorded_from_case
from enthesis.cli.which_pack import choose_folder
from enthesis.knowledge.loading import load_pack
from enthesis.knowledge.rehabilitation import Rehabilitation
from enthesis.knowledge.rehabilitation_loading import load_rehabilitation
from enthesis.reasoning.assessment import Assessor, default_setting
from enthesis.reasoning.case import read_case
from enthesis.reasoning.interpretation import Interpretation
from enthesis.terms.fault import UnusableInput

WIDTH = 80
SHOWN_QUESTIONS = 8
SHOWN_ASKED_FIRST = 3


def run(case_path: str, setting: str | None, pack_name: str | None, phase: str, programme: str, as_json: bool) -> int:
    """Assess the case in `case_path`, suggest a plan and print it; 0."""
    case = read_case(Path(case_path))
    folder, chosen_because = choose_folder(case, pack_name)
    pack = load_pack(folder)
    if setting is not None and setting not in pack.settings:
        raise UnusableInput("--setting", f"'{setting}' is not a setting of {pack.id}", f"use one of {', '.join(pack.settings)}")
    chosen, warning = default_setting(pack, setting or case.setting)
    # A plan rests on probabilities and flags alone: no draws, no next tests.
    assessor = Assessor(pack, n_draws=1)
    read = assessor.interpret(case)
    rehabilitation = load_rehabilitation(folder, pack)
    assessment = assessor.assess(read.observed, read.patient, chosen, frozenset(read.equivocal), draft=True)
    recorded = recorded_from_case(read, rehabilitation.daily.measures_from)
    chosen_programme = rehabilitation.programme_by_id.get(programme)
    if chosen_programme is not None and chosen_programme.purpose != "rehabilitation":
        plan = suggest_programme(rehabilitation, programme, recorded, phase=phase, assessment=assessment)
    else:
        plan = suggest_plan(assessment, rehabilitation, recorded, read.patient, phase=phase, programme=programme)
    warnings = [*chosen_because, *([warning] if warning else []), *read.warnings]
    if as_json:
        json.dump(_answer(plan, read, warnings), sys.stdout, indent=2, ensure_ascii=False)
        print()
    else:
        head = f"{pack.name} ({pack.id} {pack.version}, tier {pack.tier}: not clinically reviewed)"
        print("\n".join(_wrapped(head, 0)))
        print("\n".join(_lines(plan, rehabilitation, read, warnings)))
    return 0


def _answer(plan: PlanDocument, read: Interpretation, warnings: list[str]) -> dict[str, Any]:
    answer = plan_to_json(plan)
    for written, exercise in zip(answer["exercises"], plan.exercises, strict=True):
        written["dose_words"] = exercise.dose.words
    not_understood = [{"name": written.name, "nearest": list(nearest)} for written, nearest in read.not_understood]
    return {**answer, "warnings": warnings, "not_understood": not_understood}


def _lines(plan: PlanDocument, rehabilitation: Rehabilitation, read: Interpretation, warnings: list[str]) -> Iterator[str]:
    for text in warnings:
        yield from _wrapped(f"note: {text}", 0)
    if plan.refer:
        yield from ("", "REFER FIRST")
        for line in plan.refer:
            yield from _wrapped(line, 2)
    found = rehabilitation.phase_by_id.get(plan.phase)
    yield from ("", f"PHASE  {found.name if found is not None else plan.phase}{_OVERLAYS[plan.overlay]}")
    if plan.phase_because:
        yield from _wrapped(f"{plan.phase_because}.", 2)
    yield from _sources(plan)
    yield from _listed("CONFLICTS", plan.conflicts)
    yield from _listed("GOALS", tuple(goal.words for goal in plan.goals))
    for title, items in (("EXERCISES", plan.exercises), ("BESIDE EXERCISE", plan.interventions)):
        if items:
            yield from ("", title)
            for item in items:
                yield from _exercise(item) if isinstance(item, PlannedExercise) else _intervention(item)
    if plan.exercises:
        yield from ("", f"Pain up to {plan.pain_ceiling_0_10} of 10 is allowed if it has settled by the next day.")
    if plan.run_level:
        level = next((level.name for level in rehabilitation.run_levels if level.id == plan.run_level), plan.run_level)
        yield f"Running starts at: {level}."
    yield from _listed("LEFT OUT", tuple(f"{item.name}: {item.because}" for item in plan.left_out))
    shown = plan.ask_first[:SHOWN_QUESTIONS]
    if shown:
        rest = len(plan.ask_first) - len(shown)
        yield from ("", "NOT RECORDED, ASK BEFORE LOADING")
        yield from _wrapped(", ".join(shown) + (f" and {rest} more" if rest else ""), 2)
    if read.not_understood:
        yield from ("", "NOT UNDERSTOOD (moves nothing)")
        yield from _wrapped(", ".join(written.name for written, _nearest in read.not_understood), 2)
    yield from ("", f"Look again in {plan.review_in_days} days." if plan.review_in_days != 1 else "Look again tomorrow.")
    yield "A suggestion for a clinician to change; diagnoses nothing."


_OVERLAYS = {"": "", "flare": ", flare", "hold": ", on hold until a flag is closed", "refer": ", referral first"}


def _sources(plan: PlanDocument) -> Iterator[str]:
    if plan.sources:
        yield from ("", "FOR")
        for source in plan.sources:
            yield f"  {source.name} ({source.probability:.0%})"


def _exercise(exercise: PlannedExercise) -> Iterator[str]:
    yield from _wrapped(f"{exercise.name}: {exercise.dose.words}", 2)
    yield from _wrapped(exercise.why, 6)
    yield from _wrapped(f"[{exercise.citation or 'dose: judgement'}]", 6)


def _intervention(intervention: PlannedIntervention) -> Iterator[str]:
    yield from _wrapped(f"{intervention.name}: {intervention.dose}", 2)
    yield from _wrapped(intervention.reason, 6)
    if intervention.effect:
        yield from _wrapped(intervention.effect, 6)
    if intervention.contraindications:
        yield from _wrapped(f"Mind: {'; '.join(intervention.contraindications)}.", 6)
    if intervention.ask_first:
        shown = intervention.ask_first[:SHOWN_ASKED_FIRST]
        rest = len(intervention.ask_first) - len(shown)
        yield from _wrapped(f"Ask first: {', '.join(shown)}{f' and {rest} more' if rest else ''}.", 6)
    yield from _wrapped(f"[{intervention.evidence_grade}{'; ' + intervention.citation if intervention.citation else ''}]", 6)


def _listed(title: str, items: tuple[str, ...]) -> Iterator[str]:
    if items:
        yield from ("", title)
        for item in items:
            yield from _wrapped(item, 2)


def _wrapped(text: str, indent: int) -> list[str]:
    space = " " * indent
    return textwrap.wrap(text, WIDTH, initial_indent=space, subsequent_indent=space + "  ", break_on_hyphens=False)
