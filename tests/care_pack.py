"""A small treatment pack for tests of the engine: it stays as it is when the shipped one grows."""

from __future__ import annotations

from enthesis.care.dose import Dose
from enthesis.care.rulebook import Prescription, Rulebook, write_rulebook
from enthesis.knowledge.rehabilitation import (
    Criterion,
    DailyWords,
    DoseRange,
    Exercise,
    Phase,
    Rehabilitation,
    RuleNumbers,
    RunLevel,
    Support,
    Variable,
)
from enthesis.knowledge.warning_signs_loading import load_warning_signs

NOWHERE = Support("", "", "judgement")
NUMBERS = RuleNumbers(
    pain_ceiling_0_10=3,
    highest_pain_ceiling_0_10=5,
    marker_regress_at_0_10=4,
    flare_jump_0_10=2,
    flare_hours=24,
    exposures_to_progress=2,
    smallest_completed_share=0.7,
    no_change_weeks=12,
    silence_days=5,
    run_cap_share=1.10,
    run_window_days=30,
    days_away_before_recheck=3,
)


def exercise(
    name: str,
    phases: tuple[str, ...],
    *,
    repetitions: tuple[int, int] | None = (8, 12),
    hold_s: tuple[int, int] | None = None,
    loaded: bool = True,
    progression_of: tuple[str, ...] = (),
    per_week: tuple[int, int] = (3, 3),
    hardness: str = "moderate",
    flexion: tuple[int, int] = (0, 30),
) -> Exercise:
    return Exercise(
        id=name,
        name=name.replace("_", " ").capitalize(),
        synonyms=(f"{name} drill",),
        region="hamstring",
        target_muscles=("hamstrings",),
        contraction="isometric" if hold_s else "slow",
        phases=phases,
        position="supine",
        equipment=(),
        hip_flexion_deg=flexion,
        tendon_load=hardness,  # type: ignore[arg-type]
        compression="low",
        dose=DoseRange((3, 4), repetitions, hold_s, (3, 0, 3), (60, 120), (5, 7), per_week, False, loaded),
        dose_support=NOWHERE,
        progression_of=progression_of,
        setup="",
        cues=(),
        stop_rule="",
        remark="",
        support=NOWHERE,
        where="",
    )


def criterion(measure: str, comparison: str, threshold: float, over_days: int = 0, gate: bool = True) -> Criterion:
    return Criterion(measure, comparison, threshold, over_days, gate, NOWHERE)  # type: ignore[arg-type]


def phase(
    name: str,
    following: tuple[str, ...],
    variables: tuple[Variable, ...],
    enter_when: tuple[Criterion, ...] = (),
    leave_when: tuple[Criterion, ...] = (),
    kind: str = "track",
    test_position: str = "",
) -> Phase:
    return Phase(name, name, kind, "", "", test_position, following, enter_when, leave_when, variables, NOWHERE, "")  # type: ignore[arg-type]


def run_level(name: str, run_min: float, needs: str, pace: str = "easy", walk_min: float = 0, repeats: int = 1) -> RunLevel:
    return RunLevel(name, name.replace("_", " "), walk_min, run_min, repeats, pace, needs, NOWHERE, "")  # type: ignore[arg-type]


QUIET = criterion("marker_pain_0_10", "at_most", 3, 3)
TESTED = criterion("test_position_pain_0_10", "at_most", 3, 3)
PHASES = (
    phase("isometric", ("low",), ("hold_s", "load"), (), (QUIET, criterion("exposures", "at_least", 2))),
    phase(
        "low",
        ("deep",),
        ("repetitions", "load"),
        (TESTED,),
        (
            QUIET,
            criterion("settled_24_h_share", "at_least", 1.0, 7),
            criterion("planned_load_share", "at_least", 1.0),
            criterion("symmetry_percent", "at_least", 90, gate=False),
        ),
    ),
    phase("deep", ("spring", "maintain"), ("repetitions", "load", "depth"), (TESTED,), (QUIET,), test_position="curl"),
    phase("spring", ("maintain",), ("repetitions", "load", "depth", "speed"), (TESTED,), (QUIET,)),
    phase("maintain", (), ("repetitions", "load")),
    phase("flare", (), (), (), (criterion("days_in_phase", "at_least", 2),), kind="overlay"),
)
EXERCISES = (
    exercise("hold", ("isometric", "low"), repetitions=None, hold_s=(30, 45), loaded=False, per_week=(5, 7), hardness="low"),
    exercise("easy_bridge", ("low",), loaded=False, hardness="low"),
    exercise("bridge", ("low",), progression_of=("easy_bridge",)),
    exercise("curl", ("low", "deep"), hardness="high"),
    exercise("deadlift", ("deep", "spring"), flexion=(0, 90)),
)
RUN_LEVELS = (
    run_level("walk_30", 0, "isometric", "walk", 30),
    run_level("walk_run", 3, "low", walk_min=2, repeats=4),
    run_level("easy_20", 20, "low"),
    run_level("easy_30", 30, "low"),
    run_level("tempo", 10, "low", "tempo"),
    run_level("hills", 0.67, "spring", "hills", 2, 6),
)
SIGNS = load_warning_signs("posterior_hip")
DAILY = DailyWords(flare_patient="the holds", flare_clinician="isometric dose", asks=("sitting_min",))
REHABILITATION = Rehabilitation(EXERCISES, PHASES, RUN_LEVELS, (), (), NUMBERS, warning_signs=SIGNS, daily=DAILY)


def rulebook(ceiling: int | None = None) -> Rulebook:
    return write_rulebook(REHABILITATION, ceiling)


def prescription(name: str, dose: Dose, load_goal_kg: float | None = None) -> Prescription:
    return Prescription(REHABILITATION.exercise_by_id[name], dose, load_goal_kg)
