"""What holds for one course of treatment whatever the days bring: thresholds, ceiling, phases to go through, drills, run levels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from enthesis.care.dose import Dose, Ladder, Limits, build_ladder
from enthesis.knowledge.rehabilitation import (
    DailyWords,
    DoseRange,
    Exercise,
    Phase,
    Rehabilitation,
    RuleNumbers,
    RunLevel,
    Support,
)
from enthesis.knowledge.warning_signs import WarningSigns
from enthesis.terms.fault import UnusableInput

FLARE_OVERLAY = "flare"
FLARE_DAYS = 2
"""Shortest flare where the pack says nothing; judgement (48 to 72 hours)."""
DEGREES_OF_GRADE = {"none": 0, "low": 1, "moderate": 2, "high": 3, "very_high": 4}
OWN_RANGE = DoseRange(
    sets=(1, 5),
    repetitions=(5, 15),
    hold_s=None,
    tempo_s=None,
    rest_s=(60, 180),
    effort_rpe_0_10=(0, 8),
    sessions_per_week=(2, 3),
    each_side=False,
    loaded=True,
)
"""Range of an exercise the pack does not know; judgement."""


@dataclass(frozen=True)
class Rulebook:
    """The fixed part of a course. Doors and thresholds come from the pack, the ceiling and the path from the clinician."""

    numbers: RuleNumbers
    pain_ceiling_0_10: int
    path: tuple[Phase, ...]
    """Phases of the track in the order this person goes through them."""
    run_levels: tuple[RunLevel, ...]
    exercise_by_id: Mapping[str, Exercise]
    progressions_by_id: Mapping[str, tuple[str, ...]]
    flare_days: int
    gentlest_phase: str
    """The phase whose drills are the dose of a flare: where a plan starts when nothing is known."""
    warning_signs: WarningSigns = field(default_factory=WarningSigns)
    daily: DailyWords = field(default_factory=DailyWords)

    @cached_property
    def place_of_phase(self) -> Mapping[str, int]:
        """Place on the path by phase id."""
        return MappingProxyType({phase.id: place for place, phase in enumerate(self.path)})

    def ladder(self, exercise: Exercise, dose: Dose, load_goal_kg: float | None, phase: Phase) -> Ladder:
        """The doses of one exercise in one phase, around the dose it has."""
        return build_ladder(dose, Limits(exercise.dose, exercise.hip_flexion_deg[1], load_goal_kg), phase.variables)


@dataclass(frozen=True)
class Prescription:
    """An exercise as the clinician set it."""

    exercise: Exercise
    dose: Dose
    load_goal_kg: float | None = None


def write_rulebook(
    rehabilitation: Rehabilitation, pain_ceiling_0_10: int | None = None, leave_out: frozenset[str] = frozenset()
) -> Rulebook:
    """The rulebook of one person.

    Args:
        pain_ceiling_0_10: highest pain allowed during exercise; the pack's usual one when None.
        leave_out: phases this person does not need (energy storage, when no goal asks for it).

    Raises:
        UnusableInput: the ceiling is outside what the pack allows, or a phase cannot be left out.
    """
    numbers = rehabilitation.numbers
    ceiling = numbers.pain_ceiling_0_10 if pain_ceiling_0_10 is None else pain_ceiling_0_10
    if not 0 <= ceiling <= numbers.highest_pain_ceiling_0_10:
        raise UnusableInput(
            "pain ceiling", f"{ceiling} is outside 0 to {numbers.highest_pain_ceiling_0_10}", "use a whole number in that range"
        )
    track = {phase.id: phase for phase in rehabilitation.phases if phase.kind == "track"}
    for identity in leave_out:
        if identity not in track:
            raise UnusableInput("phases to leave out", f"'{identity}' is not a phase", f"use one of {', '.join(track)}")
    path: list[Phase] = []
    following: str | None = next(iter(track), None)
    while following is not None and track[following] not in path:
        phase = track[following]
        path.append(phase)
        following = next((p for p in phase.next if p in track and p not in leave_out), None)
    overlay = next((phase for phase in rehabilitation.phases if phase.id == FLARE_OVERLAY), None)
    days = [c.threshold for c in overlay.leave_when if c.measure == "days_in_phase"] if overlay else []
    return Rulebook(
        numbers=numbers,
        pain_ceiling_0_10=ceiling,
        path=tuple(path),
        run_levels=rehabilitation.run_levels,
        exercise_by_id=rehabilitation.exercise_by_id,
        progressions_by_id=rehabilitation.progressions_by_id,
        flare_days=int(days[0]) if days else FLARE_DAYS,
        gentlest_phase=_gentlest_phase(rehabilitation, tuple(path)),
        warning_signs=rehabilitation.warning_signs,
        daily=rehabilitation.daily,
    )


def _gentlest_phase(rehabilitation: Rehabilitation, path: tuple[Phase, ...]) -> str:
    """The phase of the last start rule; the first of the path in which doses move, where the pack says nothing of plans."""
    if rehabilitation.needs is not None and rehabilitation.needs.start:
        return rehabilitation.needs.start[-1].phase
    return next((phase.id for phase in path if phase.variables), path[0].id if path else "")


def own_exercise(name: str, phases: tuple[str, ...]) -> Exercise:
    """An exercise the pack does not know: followed under its own name, with nothing claimed of it."""
    nothing = Support("", "", "judgement")
    return Exercise(
        id=name,
        name=name,
        synonyms=(),
        region="",
        target_muscles=(),
        contraction="",
        phases=phases,
        position="",
        equipment=(),
        hip_flexion_deg=(0, 0),
        tendon_load="moderate",
        compression="moderate",
        dose=OWN_RANGE,
        dose_support=nothing,
        progression_of=(),
        setup="",
        cues=(),
        stop_rule="",
        remark="",
        support=nothing,
        where="",
    )
