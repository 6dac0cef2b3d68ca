"""What a decision does to the plan: one variable of one exercise, or one drill, or one phase, or one running level."""

from __future__ import annotations

from dataclasses import dataclass

from enthesis.care.course import Course, ExerciseCourse
from enthesis.care.dose import usual_dose
from enthesis.care.log import DayRecord
from enthesis.care.observe import median
from enthesis.care.rulebook import Prescription
from enthesis.care.signs import ready_exercise

TREND_WAIT_DAYS = 7
IN_WORDS = {
    "repetitions": "{to} repetitions instead of {old}",
    "hold_s": "hold {to} seconds instead of {old}",
    "sets": "{to} sets instead of {old}",
    "load": "{to} kg instead of {old} kg",
    "depth": "bend the hip to {to} degrees instead of {old}",
    "speed": "{to} instead of {old}",
}
SPEEDS = ("slow", "moderate", "fast")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing moved. `variable` is one of a dose, or `drill`, `phase`, `run_level`."""

    exercise: str
    """Id; empty for a phase or a running level."""
    name: str
    variable: str
    old: float | str | None
    new: float | str | None

    def in_words(self) -> str:
        """`Leg curl: 10 repetitions instead of 12.`"""
        if self.variable == "drill":
            return f"{self.new} takes the place of {self.name}."
        if self.variable == "phase":
            return f"We go back to: {self.new}."
        if self.variable == "run_level":
            return f"Running: {self.new}."
        old, new = self.old, self.new
        if self.variable == "speed":
            old, new = SPEEDS[int(old or 0)], SPEEDS[int(new or 0)]
        shown = IN_WORDS[self.variable].format(to=_number(new), old=_number(old))
        if new == 1:
            shown = shown.replace("sets", "set").replace("repetitions", "repetition")
        return f"{self.name}: {shown}."


def _number(value: float | str | None) -> str:
    return f"{value:g}" if isinstance(value, (int, float)) else str(value)


def step_up(course: Course, day: DayRecord) -> Change | None:
    """One variable of the exercise whose turn it is goes up."""
    one = ready_exercise(course, day)
    if one is None:
        return None
    change = _move(one, one.rung + 1)
    one.changed_on = course.today
    course.steps_taken += 1
    course.start_runs_anew()
    return change


def run_up(course: Course) -> Change:
    """Running goes up one level."""
    run = course.run
    old = run.levels[run.level].name
    run.step_up()
    run.changed_on = course.today
    course.steps_taken += 1
    course.start_runs_anew()
    return Change("", "running", "run_level", old, run.levels[run.level].name)


def run_down(course: Course) -> Change | None:
    """Running goes back one level; None at the bottom."""
    run = course.run
    before, old = run.level, run.levels[run.level].name
    run.step_down()
    run.changed_on = course.today
    course.start_runs_anew()
    return Change("", "running", "run_level", old, run.levels[run.level].name) if run.level != before else None


def step_down(course: Course) -> Change | None:
    """One step back: a variable before a drill before a phase; None when there is nothing lower.

    Which exercise: one with bad signs of its own first, then the one moved last, then the hardest for the tendon.
    """
    active = sorted(course.active(), key=_to_ease_first)
    course.start_runs_anew()
    course.trend_wait = TREND_WAIT_DAYS
    course.high_run = 0
    for one in course.exercises.values():
        one.unsettled_run = 0
        one.unsettled_rows = ()
    for one in active:
        if one.rung > 0:
            return _eased(course, one, _move(one, one.rung - 1))
    for one in active:
        easier = next(
            (e for e in one.exercise.progression_of if e in course.rulebook.exercise_by_id and e not in course.exercises), None
        )
        if easier is not None:
            return _eased(course, one, _replace_drill(course, one, easier))
    return _phase_back(course)


def _to_ease_first(one: ExerciseCourse) -> tuple[bool, bool, int, int, int]:
    return (one.over_run < 2, one.unsettled_run < 2, -one.changed_on, -one.hardness, one.order)


def _eased(course: Course, one: ExerciseCourse, change: Change) -> Change:
    one.over_run = one.over_before = 0
    one.over_rows = ()
    one.changed_on = course.today
    one.done_rung = min(one.done_rung, one.rung)
    return change


def _move(one: ExerciseCourse, rung: int) -> Change:
    old, new = one.ladder.doses[one.rung], one.ladder.doses[rung]
    variable = one.ladder.moved[min(one.rung, rung)]
    one.rung = rung
    return Change(one.exercise.id, one.exercise.name, variable, old.value(variable), new.value(variable))


def _replace_drill(course: Course, one: ExerciseCourse, easier: str) -> Change:
    exercise = course.rulebook.exercise_by_id[easier]
    del course.exercises[one.exercise.id]
    course.prescribe(Prescription(exercise, usual_dose(exercise.dose)))
    course.exercises[easier].order = one.order
    return Change(one.exercise.id, one.exercise.name, "drill", one.exercise.name, exercise.name)


def _phase_back(course: Course) -> Change | None:
    first = course.rulebook.place_of_phase.get(course.rulebook.gentlest_phase, 0)
    if course.phase_place <= first:
        return None
    old = course.phase.name
    course.enter_phase(course.phase_place - 1)
    for one in course.exercises.values():
        one.resting = bool(one.exercise.phases) and course.phase.id not in one.exercise.phases
    return Change("", "plan", "phase", old, course.phase.name)


def start_flare(course: Course) -> None:
    """Lay the flare over the phase; doses return when it is over, one step down."""
    usual = course.jump_from_marker
    if usual is None:
        known = [m for m in list(course.markers)[-8:-1] if m is not None]
        usual = median(known) if known else None
    course.flare_on = course.today
    course.flare_from_marker = usual
    course.jump_from_marker = None
    course.start_runs_anew()


def end_flare(course: Course) -> None:
    """Take the flare off the phase. The week after it asks for no number of sessions: resting was the plan."""
    course.flare_on = None
    course.flare_from_marker = None
    course.flare_rows = ()
    course.free_of_adherence_until = max(course.free_of_adherence_until, course.today + 7)
