"""The plan's document after the rules: what they take back by themselves, and what they propose. Pure.

A step up is only ever in a proposal. What the rules do by themselves makes no dose higher, adds no phase and no running level.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from enthesis.actions.plan_course import Judged, dose_of, planned_dose
from enthesis.care.course import Course, Door
from enthesis.care.dose import Dose
from enthesis.care.dosing import start_dose
from enthesis.care.plan_document import PlanDocument, PlannedExercise
from enthesis.care.steps import Change

PAUSED = ("hold", "refer")
"""Overlays under which nothing is proposed."""


@dataclass(frozen=True)
class Proposal:
    """A step that waits for a clinician."""

    document: PlanDocument
    changes: tuple[Mapping[str, Any], ...]
    """What would move: exercise, name, variable, from, to."""
    words: str
    """The changes in words."""
    flags: tuple[str, ...] = ()
    """Criteria that only warn and are not met or not known."""


def propose(document: PlanDocument, judged: Judged) -> Proposal | None:
    """The step the rules propose; None where they propose none.

    Assumes: a door to the next phase goes before a step inside this one, since one thing moves at a time; and nothing is
    proposed while the plan is on hold, or somebody is to be seen.
    """
    if document.overlay in PAUSED or judged.course.overlay is not None:
        return None
    decision = judged.decision
    if decision.door is not None:
        return _through(document, judged.course, decision.door)
    if decision.verdict != "progress" or not decision.changes:
        return None
    moved = {change.exercise for change in decision.changes}
    exercises = [
        replace(exercise, dose=planned_dose(exercise.dose, dose))
        if exercise.id in moved and (dose := dose_in(judged.stepped, exercise.id)) is not None
        else exercise
        for exercise in document.exercises
    ]
    level = judged.stepped.run.level_id if any(change.variable == "run_level" for change in decision.changes) else None
    after = replace(document, exercises=tuple(exercises), run_level=level or document.run_level)
    if after == document:
        return None
    return Proposal(after, tuple(map(change_to_json, decision.changes)), " ".join(c.in_words() for c in decision.changes))


def _through(document: PlanDocument, course: Course, door: Door) -> Proposal | None:
    """The plan in the next phase: exercises and doses stay until the clinician changes them, the marker is the phase's."""
    place = course.rulebook.place_of_phase.get(door.to_phase)
    if place is None or door.to_phase == document.phase:
        return None
    phase = course.rulebook.path[place]
    after = replace(document, phase=phase.id, phase_because="; ".join(door.met), marker=phase.test_position or document.marker)
    change = {"exercise": "", "name": "", "variable": "phase", "from": document.phase, "to": phase.id}
    return Proposal(after, (change,), f"Next phase: {phase.name}. {'; '.join(door.met)}.", door.flags)


def take_back(document: PlanDocument, course: Course, drills: Mapping[str, str]) -> PlanDocument:
    """The document as the rules leave it: doses, drills, phase and running level stepped down, flare or referral laid over.

    Args:
        course: after the day, with every version applied.
        drills: name of the easier drill that took an exercise's place, by the exercise's id.
    """
    exercises: list[PlannedExercise] = []
    for exercise in document.exercises:
        one = course.exercises.get(exercise.id)
        if one is None:
            exercises.extend(_easier_drill(exercise, course, drills.get(exercise.id)))
        elif not one.resting:
            exercises.append(exercise if is_higher(one.dose, dose_of(exercise.dose)) else _with_dose(exercise, one.dose))
    places = course.rulebook.place_of_phase
    stepped_back = course.phase_place < places.get(document.phase, 0)
    levels = [level.id for level in course.run.levels]
    slower = document.run_level in levels and 0 <= course.run.level < levels.index(document.run_level)
    return replace(
        document,
        exercises=tuple(exercises),
        phase=course.phase.id if stepped_back else document.phase,
        phase_because="a step back" if stepped_back else document.phase_because,
        marker=course.phase.test_position or document.marker if stepped_back else document.marker,
        run_level=levels[course.run.level] if slower else document.run_level,
        overlay=_overlay(document.overlay, course.overlay),
    )


def _overlay(before: str, course: str | None) -> Any:
    """The overlay: a referral stays until a clinician takes it off, a hold likewise; a flare ends as the rules say, and leaves the
    hold that lay under it."""
    if "refer" in (before, course):
        return "refer"
    if course is not None:
        return course
    return before if before == "hold" else ""


def _with_dose(exercise: PlannedExercise, dose: Dose) -> PlannedExercise:
    return exercise if dose == dose_of(exercise.dose) else replace(exercise, dose=planned_dose(exercise.dose, dose))


def _easier_drill(exercise: PlannedExercise, course: Course, name: str | None) -> list[PlannedExercise]:
    """The drill that took an exercise's place; the exercise itself where the rules do not say which."""
    known = next((each for each in course.rulebook.exercise_by_id.values() if each.name == name), None)
    if known is None:
        return [exercise]
    sessions = exercise.dose.sessions_per_week
    dose = replace(start_dose(known), sessions_per_week=sessions)
    one = course.exercises.get(known.id)
    why = f"Easier in place of {exercise.name}."
    easier = PlannedExercise(known.id, known.name, exercise.side, dose, why, "", "judgement", exercise.serves)
    return [easier if one is None else _with_dose(easier, one.dose)]


def dose_in(course: Course, exercise_id: str) -> Dose | None:
    """The dose of an exercise in a course; None where it is not in it."""
    one = course.exercises.get(exercise_id)
    return None if one is None else one.dose


def is_higher(dose: Dose, than: Dose) -> bool:
    """Whether any variable of a dose is above that of another; one that is not known on either side is not compared."""
    variables = ("sets", "repetitions", "hold_s", "load_kg", "depth_deg", "speed")
    pairs = [(cast("float | None", getattr(dose, name)), cast("float | None", getattr(than, name))) for name in variables]
    return any(new is not None and old is not None and new > old for new, old in pairs)


def change_to_json(change: Change) -> Mapping[str, Any]:
    """One change as plain JSON values."""
    return {"exercise": change.exercise, "name": change.name, "variable": change.variable, "from": change.old, "to": change.new}
