"""A dose of one exercise, and the ladder of doses around it: neighbouring rungs differ in exactly one variable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from enthesis.care.log import Session
from enthesis.knowledge.rehabilitation import DoseRange, Variable

MOST_LOAD_STEPS = 4
"""Steps of load offered where nobody has named the load to reach; judgement. With one step in two exposures over the whole plan,
two or three exercises climb their ladders in some two months, which leaves room for the stages in the three to six months a
staged programme takes."""
LOAD_STEP_SHARE = 0.10
"""One step of load as a share of the load the ladder starts from; judgement."""
SMALLEST_LOAD_STEP_KG = 0.5
FIRST_LOAD_STEP_KG = 1.0
"""From no load at all; judgement."""
DEPTH_STEP_DEG = 10
FASTEST_SPEED = 2
"""0 slow, 1 moderate, 2 fast."""
SPEED_WORDS = ("slow", "moderate", "fast")
LEAST_SHARE_OF_LOAD = 0.5
"""How far below the prescribed load a ladder reaches, before the drill itself is made easier; judgement."""


@dataclass(frozen=True, slots=True)
class Dose:
    """What is to be done of one exercise in one session. None where the variable does not apply or is not known."""

    sets: int
    repetitions: int | None = None
    hold_s: int | None = None
    load_kg: float | None = None
    depth_deg: int | None = None
    """Flexion of the hip to go to, degrees; None: the drill's own."""
    speed: int = 0

    def value(self, variable: Variable) -> float | int | None:
        """The value of one variable."""
        return {
            "sets": self.sets,
            "repetitions": self.repetitions,
            "hold_s": self.hold_s,
            "load": self.load_kg,
            "depth": self.depth_deg,
            "speed": self.speed,
        }[variable]

    def in_words(self) -> str:
        """`3 x 10 with 20 kg`."""
        amount = "" if self.repetitions is None else f" x {self.repetitions}"
        held = "" if self.hold_s is None else f" x {self.hold_s} s"
        load = "" if not self.load_kg else f" with {self.load_kg:g} kg"
        depth = "" if self.depth_deg is None else f", to {self.depth_deg} degrees at the hip"
        speed = "" if self.speed == 0 else f", {SPEED_WORDS[self.speed]}"
        return f"{self.sets}{amount}{held}{load}{depth}{speed}"


@dataclass(frozen=True, slots=True)
class Ladder:
    """Doses from the easiest to the hardest of one exercise in one phase."""

    doses: tuple[Dose, ...]
    moved: tuple[Variable, ...]
    """`moved[i]` is the variable that differs between rung i and rung i + 1."""
    start: int
    """The rung prescribed."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How far the plan may go with one exercise."""

    range: DoseRange
    deepest_deg: int
    load_goal_kg: float | None = None
    """The load to reach in this phase, as the clinician set it."""


def usual_dose(exercise_range: DoseRange) -> Dose:
    """The lowest dose of a range, with no load: where nobody has set one."""
    return Dose(
        sets=exercise_range.sets[0],
        repetitions=None if exercise_range.repetitions is None else exercise_range.repetitions[0],
        hold_s=None if exercise_range.hold_s is None else exercise_range.hold_s[0],
        load_kg=0.0 if exercise_range.loaded else None,
    )


def logged_dose(session: Session, exercise_range: DoseRange) -> Dose:
    """The dose somebody did, with the lowest of the range for what was not written down."""
    usual = usual_dose(exercise_range)
    return replace(
        usual,
        sets=session.sets or usual.sets,
        repetitions=usual.repetitions if usual.repetitions is None else session.repetitions or usual.repetitions,
        load_kg=session.load_kg if exercise_range.loaded else None,
    )


@lru_cache(maxsize=4096)
def build_ladder(start: Dose, limits: Limits, variables: tuple[Variable, ...]) -> Ladder:
    """All doses reachable from `start`, one variable a step: upward in the order of `variables`, downward in reverse.

    Assumes: a variable whose value is not known (a load nobody wrote down) does not move.
    """
    up: list[Dose] = [start]
    moved_up: list[Variable] = []
    for variable in variables:
        while (higher := _one_up(up[-1], start, limits, variable)) is not None:
            up.append(higher)
            moved_up.append(variable)
    down: list[Dose] = []
    moved_down: list[Variable] = []
    for variable in _downward(variables):
        while (lower := _one_down(down[-1] if down else start, start, limits, variable)) is not None:
            down.append(lower)
            moved_down.append(variable)
    return Ladder((*reversed(down), *up), (*reversed(moved_down), *moved_up), len(down))


def _downward(variables: Sequence[Variable]) -> list[Variable]:
    every: tuple[Variable, ...] = ("speed", "depth", "load", "hold_s", "repetitions", "sets")
    return [*reversed([v for v in variables if v != "sets"]), *(v for v in every if v not in variables or v == "sets")]


def _one_up(dose: Dose, start: Dose, limits: Limits, variable: Variable) -> Dose | None:
    if variable == "repetitions" and dose.repetitions is not None and limits.range.repetitions is not None:
        low, high = limits.range.repetitions
        more = min(dose.repetitions + _repetition_step(low, high), high)
        return replace(dose, repetitions=more) if more > dose.repetitions else None
    if variable == "hold_s" and dose.hold_s is not None and limits.range.hold_s is not None:
        longer = min(dose.hold_s + 5, limits.range.hold_s[1])
        return replace(dose, hold_s=longer) if longer > dose.hold_s else None
    if variable == "sets":
        return replace(dose, sets=dose.sets + 1) if dose.sets < limits.range.sets[1] else None
    if variable == "load" and dose.load_kg is not None and limits.range.loaded:
        step = load_step_kg(start.load_kg or 0.0)
        highest = limits.load_goal_kg
        if highest is None:
            highest = (start.load_kg or 0.0) + MOST_LOAD_STEPS * step
        heavier = min(dose.load_kg + step, highest)
        return replace(dose, load_kg=heavier) if heavier > dose.load_kg else None
    if variable == "depth" and dose.depth_deg is not None:
        deeper = min(dose.depth_deg + DEPTH_STEP_DEG, limits.deepest_deg)
        return replace(dose, depth_deg=deeper) if deeper > dose.depth_deg else None
    if variable == "speed":
        return replace(dose, speed=dose.speed + 1) if dose.speed < FASTEST_SPEED else None
    return None


def _one_down(dose: Dose, start: Dose, limits: Limits, variable: Variable) -> Dose | None:
    if variable == "repetitions" and dose.repetitions is not None:
        low, high = limits.range.repetitions or (1, dose.repetitions)
        least = min(low, start.repetitions or low)
        fewer = max(dose.repetitions - _repetition_step(low, high), least)
        return replace(dose, repetitions=fewer) if fewer < dose.repetitions else None
    if variable == "hold_s" and dose.hold_s is not None:
        shortest = min((limits.range.hold_s or (5, 5))[0], start.hold_s or 5)
        shorter = max(dose.hold_s - 5, shortest)
        return replace(dose, hold_s=shorter) if shorter < dose.hold_s else None
    if variable == "sets":
        return replace(dose, sets=dose.sets - 1) if dose.sets > 1 else None
    if variable == "load" and dose.load_kg:
        step = load_step_kg(start.load_kg or 0.0)
        lightest = LEAST_SHARE_OF_LOAD * (start.load_kg or 0.0)
        lighter = dose.load_kg - step
        return replace(dose, load_kg=lighter) if lighter >= lightest else None
    if variable == "depth" and dose.depth_deg is not None:
        shallower = dose.depth_deg - DEPTH_STEP_DEG
        return replace(dose, depth_deg=shallower) if shallower >= 0 else None
    if variable == "speed":
        return replace(dose, speed=dose.speed - 1) if dose.speed > 0 else None
    return None


def _repetition_step(low: int, high: int) -> int:
    # Half of the range, rounded up: two steps of repetitions before load moves.
    return max(1, (high - low + 1) // 2)


def load_step_kg(load_kg: float) -> float:
    """One step of load from `load_kg`: a tenth, in half kilograms, at least half a kilogram; 1 kg from nothing."""
    if load_kg <= 0.0:
        return FIRST_LOAD_STEP_KG
    return max(SMALLEST_LOAD_STEP_KG, round(load_kg * LOAD_STEP_SHARE * 2.0) / 2.0)
