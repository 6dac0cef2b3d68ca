"""What each measure scores: published formulas worked by hand, missing items, and either side of each limit.

`q` is a short way to write answers: a list stands for q1, q2, ...; None was not answered.
"""

from __future__ import annotations

from typing import Any

import pytest

from enthesis.knowledge.outcome_measures_loading import built_in_measures
from enthesis.outcomes.scoring import check_answer, score
from enthesis.terms.fault import UnusableInput

MEASURES = built_in_measures().by_id


def q(*answers: float | None, **named: float | None) -> dict[str, Any]:
    return {"items": {**{f"q{place}": answer for place, answer in enumerate(answers, start=1)}, **named}}


def activities(*scores: float | None) -> dict[str, Any]:
    return {"activities": [{"text": f"activity {place}", "score": one} for place, one in enumerate(scores)]}


VISA = (8, 7, 6, 9, 5, 4, 7)  # questions 1 to 7: 46

SCORED: list[tuple[str, dict[str, Any], float]] = [
    # one number, at both ends and inside
    *((name, {"number": value}, value) for name in ("nprs_now", "nprs_best", "nprs_worst") for value in (0, 4, 10)),
    ("nprs_sitting", {"number": 3}, 3),
    ("nprs_running", {"number": 0}, 0),
    ("sane", {"number": 85}, 85),
    ("groc", {"number": -5}, -5),
    ("groc", {"number": 0}, 0),
    ("sitting_tolerance", {"number": 60}, 60),
    ("single_leg_bridge", {"number": 26}, 26),
    ("strength_hip_extension", {"number": 141.5}, 141.5),
    ("strength_knee_flexion", {"number": 88.2}, 88.2),
    ("running_distance", {"number": 30}, 30),
    # LEFS: twenty of 0 to 4, summed
    ("lefs", q(*[4] * 20), 80),
    ("lefs", q(*[0] * 20), 0),
    ("lefs", q(*[3] * 10, *[2] * 9, 0), 48),
    ("lefs", {"total": 57}, 57),
    # VISA-H: 46 of questions 1 to 7, and one branch of question 8
    ("visa_h", q(*VISA, q8a=30), 76),
    ("visa_h", q(*VISA, q8b=14), 60),
    ("visa_h", q(*VISA, q8c=0), 46),
    ("visa_h", q(*[10] * 7, q8a=30, q8b=None, q8c=None), 100),
    ("visa_h", {"total": 23}, 23),
    # PSFS: mean of the activities
    ("psfs", activities(3, 6), 4.5),
    ("psfs", activities(2), 2),
    ("psfs", activities(1, 2, 3, 4, 5), 3),
    # FASH: ten of 0 to 10
    ("fash", q(*range(10)), 45),
    ("phat", {"total": 71}, 71),
    # ODI: 16 of 50 is 32 per cent; with one section left out, 16 of 45 is 35.5 (rounded in the source's own example)
    ("odi", q(2, 2, 2, 2, 2, 2, 1, 1, 1, 1), 32),
    ("odi", q(2, 2, 2, 2, 2, 2, 2, 1, 1, None), 35.555556),
    ("odi", q(3, *[None] * 9), 60),
    ("odi", q(*[5] * 10), 100),
    # NDI: the same example of its scoring guide, in points of 50: 16, and 16 of 45 is 17.8
    ("ndi", q(2, 2, 2, 2, 2, 2, 1, 1, 1, 1), 16),
    ("ndi", q(2, 2, 2, 2, 2, 2, 2, 1, 1, None), 17.777778),
    # QuickDASH: (mean - 1) x 25; with all 3 it is 50
    ("quickdash", q(*[3] * 11), 50),
    ("quickdash", q(*[1] * 11), 0),
    ("quickdash", q(*[5] * 11), 100),
    ("quickdash", q(*[2] * 5, *[3] * 5, None), 37.5),
    # TSK-11, CSI: sums
    ("tsk11", q(*[1] * 11), 11),
    ("tsk11", q(*[4] * 11), 44),
    ("tsk11", q(1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3), 26),
    ("csi", q(*[2] * 20, *[0] * 5), 40),
    # OSTRC-O2: 0, 8, 17 or 25 each; full participation without problems ends it
    ("ostrc", q(8, 17, 17, 8), 50),
    ("ostrc", q(25, 25, 25, 25), 100),
    ("ostrc", q(0), 0),
    ("ostrc", q(0, 0, 0, 0), 0),
    ("ostrc", q(8, 0, 0, 0), 8),
]

NOT_SCORED: list[tuple[str, dict[str, Any], str]] = [
    ("lefs", q(*[4] * 19), "19 of 20 answered"),
    ("lefs", q(*[4] * 19, None), "19 of 20 answered"),
    ("lefs", q(*[4] * 19, 5), "5 is no answer to q20"),
    ("lefs", q(*[4] * 19, -1), "-1 is no answer"),
    ("lefs", q(*[4] * 19, 3.5), "3.5 is no answer"),
    ("lefs", {**q(*[4] * 20), "total": 80}, "may disagree"),
    ("lefs", {}, "nothing was answered"),
    ("visa_h", q(*VISA), "7 of 8 answered"),
    ("visa_h", q(*VISA, q8a=30, q8b=14), "only one of q8a, q8b, q8c"),
    ("visa_h", q(*VISA[:6], 5, q8a=30), "5 is no answer to q7"),
    ("psfs", activities(3, None), "1 of 2 activities was named and not rated"),
    ("psfs", activities(), "no activity was named"),
    ("psfs", activities(*[3] * 6), "more than 5"),
    ("psfs", activities(11), "11 is no answer"),
    ("fash", q(*range(9)), "9 of 10"),
    ("odi", q(*[None] * 10), "0 of 10"),
    ("ndi", q(*[2] * 8), "8 of 10"),
    ("quickdash", q(*[3] * 9), "9 of 11"),
    ("quickdash", q(*[3] * 10, 0), "0 is no answer"),
    ("tsk11", q(*[2] * 10), "10 of 11"),
    ("csi", q(*[2] * 24), "24 of 25"),
    ("ostrc", q(8, 17, 17), "3 of 4"),
    ("ostrc", q(8, 9, 17, 8), "9 is no answer"),
    ("ostrc", q(0, 17), "ends the questionnaire"),
    ("phat", q(1, 2), "not known here"),
    ("nprs_now", {"number": 11}, "outside its range"),
    ("nprs_now", {"number": 4.5}, "between two steps"),
    ("nprs_now", {"number": "many"}, "'many' is not a number"),
    ("nprs_now", {"number": True}, "not a number"),
    ("nprs_now", {"number": float("nan")}, "not a number"),
    ("nprs_now", {"number": None}, "nothing was answered"),
    ("groc", {"number": 6}, "outside its range"),
    ("sitting_tolerance", {"number": 61}, "outside its range"),
    ("running_distance", {"number": -1}, "outside its range"),
]


@pytest.mark.parametrize(("measure", "answer", "value"), SCORED)
def test_scored(measure: str, answer: dict[str, Any], value: float) -> None:
    found = score(MEASURES[measure], answer)

    assert found.value == pytest.approx(value)
    check_answer(MEASURES[measure], answer)


@pytest.mark.parametrize(("measure", "answer", "because"), NOT_SCORED)
def test_not_scored_and_why(measure: str, answer: dict[str, Any], because: str) -> None:
    found = score(MEASURES[measure], answer)

    assert found.value is None
    assert because in found.because


def test_every_measure_stands_in_the_tables() -> None:
    assert {measure for measure, _answer, _value in SCORED} == set(MEASURES)


def test_a_missing_item_is_no_fault_of_the_answer() -> None:
    check_answer(MEASURES["lefs"], q(4, None))


@pytest.mark.parametrize(
    ("measure", "answer", "what"),
    [
        ("lefs", q(7), "7 is not an answer"),
        ("lefs", {"items": {"q99": 1}}, "no question 'q99'"),
        ("lefs", {"number": 3}, "its total or its single answers"),
        ("lefs", {}, "not exactly one kind"),
        ("nprs_now", {"total": 3}, "one number"),
        ("psfs", {"activities": [{"text": " ", "score": 3}]}, "no name"),
        ("psfs", {"activities": []}, "cannot be read"),
        ("psfs", {"activities": [{"text": "run", "score": 12}]}, "12 is not an answer"),
        ("phat", q(1), "not answered that way"),
        ("lefs", {"total": 81}, "outside its range"),
    ],
)
def test_an_answer_that_no_score_can_be_made_of_is_refused(measure: str, answer: dict[str, Any], what: str) -> None:
    with pytest.raises(UnusableInput, match=what):
        check_answer(MEASURES[measure], answer)
