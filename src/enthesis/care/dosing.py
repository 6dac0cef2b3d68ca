"""The dose an exercise starts at: the low end of its range."""

from __future__ import annotations

from enthesis.care.plan_document import PlannedDose
from enthesis.knowledge.rehabilitation import Exercise


def start_dose(exercise: Exercise) -> PlannedDose:
    """The lowest dose of the exercise's range.

    Assumes: starting too low costs a week, starting too high may cost a flare; so sets, repetitions, holds, effort and sessions
    a week all start at their lowest, rest at its longest. No load is invented: where one can be added, the effort finds it, and
    the kilograms are written down from the first session on.
    """
    dose = exercise.dose
    effort = None if dose.effort_rpe_0_10 is None else dose.effort_rpe_0_10[0]
    words = ""
    if dose.loaded:
        words = "a load to be found" if effort is None else f"a load that feels like {effort} of 10"
    return PlannedDose(
        sets=dose.sets[0],
        repetitions=None if dose.repetitions is None else dose.repetitions[0],
        hold_s=None if dose.hold_s is None else dose.hold_s[0],
        load_kg=None,
        load_words=words,
        tempo_s=dose.tempo_s,
        rest_s=dose.rest_s[1],
        effort_rpe_0_10=effort,
        sessions_per_week=dose.sessions_per_week[0],
        hip_flexion_deg=exercise.hip_flexion_deg[1],
        distance_m=None if dose.distance_m is None else dose.distance_m[0],
    )
