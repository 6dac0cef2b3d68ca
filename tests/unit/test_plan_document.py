"""The plan's JSON: what is written is read back the same, and what does not fit is refused in one sentence."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from enthesis.care.plan_document import (
    Goal,
    LeftOut,
    PlanDocument,
    PlannedDose,
    PlannedExercise,
    PlannedIntervention,
    PlannedSource,
    plan_to_json,
    read_plan_document,
)
from enthesis.terms.fault import UnusableInput

DOSE = PlannedDose(3, 8, None, 12.5, "", (3, 1, 3), 90, 6, 3, 90)
HOLD = PlannedDose(5, None, 30, None, "an effort of 4 of 10", None, 60, 4, 7, 20)
PLAN = PlanDocument(
    purpose="rehabilitation",
    programme="",
    phase="isometric",
    phase_because="no pain number is recorded",
    overlay="",
    sources=(PlannedSource("proximal_hamstring_tendinopathy", "proximal hamstring tendinopathy", 0.8),),
    goals=(Goal("run 10 km again", "psfs", 3, 9), Goal("sit through a film")),
    pain_ceiling_0_10=3,
    marker="single_leg_bridge",
    run_level="",
    run_goal="10 km",
    exercises=(PlannedExercise("bridge", "Bridge hold", "right", HOLD, "loads the tendon", "Goom 2016", "secondary", ("a",)),),
    interventions=(PlannedIntervention("advice", "Advice", ("a",), "all", ("none",), "each visit", "expert", "Rich 2025"),),
    conflicts=("one",),
    refer=(),
    review_in_days=7,
    ask_first=("fever",),
    left_out=(LeftOut("stretch", "Stretching", "adds compression"),),
)


def test_what_is_written_is_read_back_the_same() -> None:
    written = json.loads(json.dumps(plan_to_json(PLAN)))
    assert written["version"] == 1
    assert read_plan_document(written) == PLAN


def test_a_document_without_the_optional_keys_is_read() -> None:
    written = plan_to_json(PLAN)
    for key in ("phase_because", "ask_first", "left_out"):
        del written[key]
    del written["exercises"][0]["serves"]
    del written["interventions"][0]["ask_first"], written["interventions"][0]["effect"]
    read = read_plan_document(written)
    assert read.ask_first == () and read.left_out == () and read.exercises[0].serves == ()


@pytest.mark.parametrize(
    ("dose", "words"),
    [
        (DOSE, "3 x 8, 12.5 kg, 3 s down, 1 s held, 3 s up, rest 90 s, effort 6/10, 3 times a week"),
        (HOLD, "5 x 30 s, an effort of 4 of 10, rest 60 s, effort 4/10, 7 times a week"),
        (PlannedDose(2, 5, 10, None, "", None, 0, None, 1, None), "2 x 5 held 10 s, once a week"),
        (PlannedDose(4, 1, None, None, "", None, 90, 5, 2, None, 20), "4 x 20 m, rest 90 s, effort 5/10, 2 times a week"),
        (PlannedDose(1, 4, None, None, "", None, 180, 7, 1, None, 60), "1 x 4 of 60 m, rest 180 s, effort 7/10, once a week"),
        (PlannedDose(2, 5, None, None, "", (4, 0, 1), 0, None, 2, None), "2 x 5, 4 s down, 1 s up, 2 times a week"),
    ],
)
def test_a_dose_in_words(dose: PlannedDose, words: str) -> None:
    assert dose.words == words


def _with(path: tuple[Any, ...], value: Any) -> Any:
    document = copy.deepcopy(plan_to_json(PLAN))
    here: Any = document
    for key in path[:-1]:
        here = here[key]
    if value is KeyError:
        del here[path[-1]]
    else:
        here[path[-1]] = value
    return document


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("version",), 2, "plan.version: 2 lies outside 1 to 1"),
        (("phase",), KeyError, "plan: 'phase' is missing"),
        (("phase",), " ", "plan.phase: it is empty"),
        (("phase",), 3, "plan.phase: text is expected, not a number"),
        (("purpose",), "fun", "plan.purpose: 'fun' is not a choice"),
        (("overlay",), "pause", "plan.overlay: 'pause' is not a choice"),
        (("pain_ceiling_0_10",), 6, "plan.pain_ceiling_0_10: 6 lies outside 0 to 5"),
        (("pain_ceiling_0_10",), 2.5, "plan.pain_ceiling_0_10: 2.5 is not a whole number"),
        (("pain_ceiling_0_10",), True, "plan.pain_ceiling_0_10: a number is expected, not true or false"),
        (("review_in_days",), float("nan"), "plan.review_in_days: nan lies outside"),
        (("exercises",), {}, "plan.exercises: a list is expected, not a map"),
        (("exercises", 0), "bridge", "plan.exercises[0]: a map of keys is expected, not text"),
        (("exercises", 0, "side"), "up", "plan.exercises[0].side: 'up' is not a choice"),
        (("exercises", 0, "dose", "sets"), 0, "plan.exercises[0].dose.sets: 0 lies outside 1 to 20"),
        (("exercises", 0, "dose", "tempo_s"), [1, 2], "plan.exercises[0].dose.tempo_s: a list of 3 numbers"),
        (("exercises", 0, "dose", "reps"), 3, "plan.exercises[0].dose: 'reps' is not a known key"),
        (("exercises", 0, "colour"), "red", "plan.exercises[0]: 'colour' is not a known key"),
        (("interventions", 0, "decision"), "maybe", "plan.interventions[0].decision: 'maybe' is not a choice"),
        (("sources", 0, "probability"), 1.2, "plan.sources[0].probability: 1.2 lies outside 0 to 1"),
        (("goals", 0, "words"), "", "plan.goals[0].words: it is empty"),
        (("conflicts",), [3], "plan.conflicts[0]: a text"),
        (("conflicts",), ["x"] * 300, "plan.conflicts: the list has 300 entries"),
        (("run_goal",), "x" * 2001, "plan.run_goal: the text has 2001 letters"),
        (("run_goal",), "a\x00b", "plan.run_goal: the text has 3 letters or a zero byte"),
        (("colour",), "red", "plan: 'colour' is not a known key"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_in_one_sentence(path: tuple[Any, ...], value: Any, said: str) -> None:
    with pytest.raises(UnusableInput) as error:
        read_plan_document(_with(path, value))
    assert str(error.value).startswith(said)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("value", [None, [], "plan", 3])
def test_something_that_is_no_map_is_refused(value: Any) -> None:
    with pytest.raises(UnusableInput):
        read_plan_document(value)
