"""Replay a log: the engine over days that somebody lived, beside the doses that somebody chose (`enthesis simulate-course`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from enthesis.care.course import Course
from enthesis.care.dose import Dose, logged_dose
from enthesis.care.log import DayRecord, Session
from enthesis.care.progression import Decision, fold_days
from enthesis.care.rulebook import Prescription, Rulebook, own_exercise
from enthesis.knowledge.rehabilitation import Exercise
from enthesis.terms.fault import UnusableInput


@dataclass(frozen=True)
class Replay:
    """A replayed course."""

    decisions: tuple[Decision, ...]
    course: Course
    warnings: tuple[str, ...]


def replay(rulebook: Rulebook, days: tuple[DayRecord, ...], phase: str | None = None, confirm: bool = False) -> Replay:
    """Decide every calendar day from the first record to the last.

    Args:
        phase: the phase at the start; the one the first exercises belong to when None.
        confirm: take every proposed step to the next phase as confirmed by a clinician.

    Assumes: a logged dose above the plan was set by whoever led the course, so the plan follows it and good exposures count
    anew; a logged dose below the plan is a session not done in full.

    Raises:
        UnusableInput: there are no days, or the phase is not on the path.
    """
    if not days:
        raise UnusableInput("log", "there are no days", "add one line for each day or exercise")
    names = _Names(rulebook)
    known = tuple(replace(day, sessions=tuple(names.named(s) for s in day.sessions)) for day in days)
    start = phase or _first_phase(rulebook, known)
    course = Course(rulebook, known[0].on, start)
    decisions: list[Decision] = []
    for day in known:
        for decision in _one_day(course, day, names):
            decisions.append(decision)
            if confirm and course.pending_door is not None:
                course.confirm_door()
    warnings = tuple(
        f"'{written}' is not in the library; it is followed under its own name within a general range of doses"
        for written in sorted(names.unknown)
    )
    return Replay(tuple(decisions), course, warnings)


def _one_day(course: Course, day: DayRecord, names: _Names) -> Iterator[Decision]:
    for session in day.sessions:
        exercise = names.exercise(session.exercise)
        one = course.exercises.get(session.exercise)
        if one is None:
            course.prescribe(Prescription(exercise, logged_dose(session, exercise.dose)))
        elif (higher := _above_plan(session, one.dose)) is not None:
            course.prescribe(Prescription(exercise, higher, one.load_goal_kg))
    yield from fold_days(course, (day,))


def _above_plan(session: Session, plan: Dose) -> Dose | None:
    """The plan raised to what was done, when more was done in one variable and less in none."""
    changed = plan
    for logged, planned, field in (
        (session.sets, plan.sets, "sets"),
        (session.repetitions, plan.repetitions, "repetitions"),
        (session.load_kg, plan.load_kg, "load_kg"),
    ):
        if logged is None or planned is None:
            continue
        if logged > planned:
            changed = replace(changed, **{field: logged})
    return changed if changed != plan else None


def _first_phase(rulebook: Rulebook, days: tuple[DayRecord, ...]) -> str:
    """The phase of the first exercises: of each the earliest it belongs to, of these the latest.

    Assumes: where the library knows none of them, repetitions tell a phase that counts repetitions, and nothing tells the holds.
    """
    places = rulebook.place_of_phase
    for day in days:
        found = [
            min(places[p] for p in exercise.phases if p in places)
            for session in day.sessions
            if (exercise := rulebook.exercise_by_id.get(session.exercise)) is not None
            and any(p in places for p in exercise.phases)
        ]
        if found:
            return rulebook.path[max(found)].id
    if any(session.repetitions is not None for day in days for session in day.sessions):
        return next((phase.id for phase in rulebook.path if "repetitions" in phase.variables), rulebook.path[0].id)
    return rulebook.gentlest_phase if rulebook.gentlest_phase in places else rulebook.path[0].id


class _Names:
    """Exercises by id, name or synonym; what is not known keeps its own name."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._by_word: dict[str, str] = {}
        for exercise in rulebook.exercise_by_id.values():
            for word in (*exercise.synonyms, exercise.name, exercise.id):
                self._by_word[_plain(word)] = exercise.id
        self.unknown: set[str] = set()

    def named(self, session: Session) -> Session:
        """The session under the id of its exercise."""
        found = self._by_word.get(_plain(session.exercise))
        if found is None:
            self.unknown.add(session.exercise)
            return session
        return replace(session, exercise=found)

    def exercise(self, identity: str) -> Exercise:
        """The exercise of the library, or an own one."""
        return self._rulebook.exercise_by_id.get(identity) or own_exercise(identity, ())


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()


def to_json(found: Replay) -> dict[str, Any]:
    """The course as plain JSON values: the keys of DESIGN 3.6 and some more."""
    return {"warnings": list(found.warnings), "days": [day_to_json(decision) for decision in found.decisions]}


def day_to_json(decision: Decision) -> dict[str, Any]:
    """One decision as plain JSON values."""
    door = decision.door
    return {
        "date": decision.on.isoformat(),
        "decision": decision.verdict,
        "because": {
            "rule": decision.rule.id,
            "rows": list(decision.rows),
            "numbers": _plain_values(decision.facts),
            "support": decision.rule.support,
        },
        "patient_sentence": decision.patient_sentence,
        "clinician_sentence": decision.clinician_sentence,
        "changes": [{"exercise": c.exercise, "variable": c.variable, "from": c.old, "to": c.new} for c in decision.changes],
        "phase": decision.phase,
        "overlay": decision.overlay,
        "run_level": decision.run_level,
        "today": decision.today,
        "urgency": None if decision.urgency is None else str(decision.urgency),
        "phase_up": None if door is None else {"to": door.to_phase, "met": list(door.met), "flags": list(door.flags)},
        "silent_days": decision.silent_days,
    }


def _plain_values(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value if isinstance(value, (int, float, str)) or value is None else str(value) for key, value in facts.items()}
