"""Doses, angles and rule numbers are possible, and their bounds are in order."""

from __future__ import annotations

from collections.abc import Iterator

from enthesis.knowledge.rehabilitation import Exercise, Rehabilitation, RuleNumbers
from enthesis.terms.fault import Fault

LARGEST = {
    "sets": 10,
    "repetitions": 40,
    "hold_s": 3600,
    "rest_s": 600,
    "effort_rpe_0_10": 10,
    "sessions_per_week": 70,
    "distance_m": 1000,
    "hip_flexion_deg": 140,
}
"""Anything above is a slip of the pen: more than a hip bends, or than a day holds."""
MAY_BE_ZERO = ("rest_s", "hip_flexion_deg")


def check(care: Rehabilitation) -> Iterator[Fault]:
    """Each range runs from small to large within what a person can do, each dose says what to repeat, hold or cover, and the
    rule numbers stand in the order the rules rely on.

    Why: a dose that cannot be done, or a ceiling above the highest ceiling, would be shown to a patient as it stands.
    """
    for exercise in care.exercises:
        yield from _spans(exercise)
    yield from _numbers(care.numbers)


def _spans(exercise: Exercise) -> Iterator[Fault]:
    dose = exercise.dose
    for name, span in (
        ("sets", dose.sets),
        ("repetitions", dose.repetitions),
        ("hold_s", dose.hold_s),
        ("rest_s", dose.rest_s),
        ("effort_rpe_0_10", dose.effort_rpe_0_10),
        ("sessions_per_week", dose.sessions_per_week),
        ("distance_m", dose.distance_m),
        ("hip_flexion_deg", exercise.hip_flexion_deg),
    ):
        if span is None:
            continue
        low, high = span
        least = 0 if name in MAY_BE_ZERO else 1
        if low > high:
            yield Fault(
                exercise.where, f"'{name}' of {exercise.id} runs from {low} down to {high}", "write the smaller number first"
            )
        elif low < least or high > LARGEST[name]:
            what = f"'{name}' of {exercise.id} is {low} to {high}"
            yield Fault(exercise.where, what, f"write numbers from {least} to {LARGEST[name]}")
    if dose.repetitions is None and dose.hold_s is None:
        yield Fault(
            exercise.where, f"the dose of {exercise.id} has neither repetitions nor seconds", "write repetitions or hold_s"
        )
    if dose.tempo_s is not None and (min(dose.tempo_s) < 0 or sum(dose.tempo_s) == 0):
        yield Fault(exercise.where, f"the tempo of {exercise.id} takes no time", "write seconds [down, held, up]")


def _numbers(numbers: RuleNumbers) -> Iterator[Fault]:
    where = "care/progression.yaml"
    ceiling, highest = numbers.pain_ceiling_0_10, numbers.highest_pain_ceiling_0_10
    for said, fine, mend in (
        (f"the pain ceilings are {ceiling} and {highest}", 0 < ceiling <= highest <= 10, "write 0 < ceiling <= highest <= 10"),
        (
            "the marker regresses at or below the ceiling",
            numbers.marker_regress_at_0_10 > ceiling,
            "write a number above the ceiling",
        ),
        ("the share of sessions is not a share", 0 < numbers.smallest_completed_share <= 1, "write a share from 0 to 1"),
        ("the cap lets no run be repeated", numbers.run_cap_share >= 1, "write 1 or more"),
        (
            "a count or a time is below 1",
            min(
                numbers.flare_jump_0_10,
                numbers.flare_hours,
                numbers.exposures_to_progress,
                numbers.no_change_weeks,
                numbers.silence_days,
                numbers.run_window_days,
                numbers.days_away_before_recheck,
            )
            >= 1,
            "write 1 or more",
        ),
    ):
        if not fine:
            yield Fault(where, said, mend)
