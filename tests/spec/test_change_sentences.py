"""What is said of a change: against error, against what matters, and what is not known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from enthesis.knowledge.outcome_measures_loading import built_in_measures
from enthesis.outcomes.scoring import rated_activities
from enthesis.outcomes.trajectory import Point, Series, change_of

MEASURES = built_in_measures().by_id
FIRST, LAST = date(2026, 1, 5), date(2026, 3, 30)


def series(measure: str, *values: float | None, side: str = "") -> Series:
    days = (FIRST, date(2026, 2, 16), LAST) if len(values) > 2 else (FIRST, LAST)
    return Series(MEASURES[measure], side, tuple(Point(day, value, "patient") for day, value in zip(days, values, strict=False)))


@pytest.mark.parametrize(
    ("measure", "values", "error", "mcid", "improved"),
    [
        ("lefs", (40, 48), "within", "not_reached", True),
        ("lefs", (40, 49), "within", "reached", True),  # exactly the MDC is within it
        ("lefs", (40, 50), "more", "reached", True),
        ("lefs", (50, 40), "more", "worse", False),
        ("lefs", (40, 40), "within", "not_reached", None),
        ("lefs", (40, None, 50), "more", "reached", True),
        ("nprs_worst", (7, 5), "within", "reached", True),
        ("nprs_worst", (7, 4), "more", "reached", True),
        ("nprs_worst", (2, 6), "more", "worse", False),
        ("ndi", (30, 22), "within", "reached", True),  # matters to patients, and may still be error
        ("ndi", (30, 19), "more", "reached", True),
        ("visa_h", (23, 83), "not_known", "not_known", True),
        ("strength_hip_extension", (80, 94), "within", "not_known", True),
        ("running_distance", (0, 10), "not_known", "not_known", True),
    ],
)
def test_against_error_and_against_what_matters(
    measure: str, values: tuple[float | None, ...], error: str, mcid: str, improved: bool | None
) -> None:
    found = change_of(series(measure, *values))

    assert (found.against_error, found.against_mcid, found.improved) == (error, mcid, improved)


@pytest.mark.parametrize(
    ("measure", "values", "said"),
    [
        ("lefs", (40, 50), "LEFS: from 40 on 2026-01-05 to 50 on 2026-03-30, better by 10 points; more than measurement error (9, 90% confidence;"),
        ("lefs", (40, 44), "within measurement error (9"),
        ("lefs", (40, 44), "smaller than what matters to patients (9; outpatients with lower-limb conditions, n=107)"),
        ("ndi", (30, 22), "a change of that size may still be error in one person"),
        ("visa_h", (23, 83), "whether that is more than measurement error is not known; how large a change matters to patients is not established"),
        ("lefs", (40, 40), "unchanged; within"),
        ("nprs_worst", (2, 6), "worse by 4 points"),
        ("lefs", (40,), "no change, since only one value is known"),
        ("lefs", (None, None), "no change, since no value is known"),
    ],
)  # fmt: skip
def test_sentences(measure: str, values: tuple[float | None, ...], said: str) -> None:
    assert said in change_of(series(measure, *values)).sentence


def test_two_raters_and_simulated_values_are_named() -> None:
    one = series("strength_hip_extension", 80, 120, side="right")
    first, last = one.points
    found = change_of(replace(one, points=(replace(first, rater="A"), replace(last, rater="B", simulated=True))))

    assert "Hip extension, right:" in found.sentence
    assert "(simulated)" in found.sentence
    assert "two people measured" in found.sentence


@pytest.mark.parametrize(
    ("first", "last", "change"),
    [
        ({"run": 3, "sit": 3}, {"sit": 8, "run": 8}, 5),
        ({"Run  10 km": 3}, {"run 10 km": 8}, 5),
        ({"run": 3}, {"climb": 8}, None),
        ({"run": 3}, {"run": 8, "climb": 8}, None),
        ({"run": 3, "sit": 3}, {"run": 8}, None),
        ({"run": 3, "sit": 3}, {"run": 8, "sit": None}, None),
        ({}, {"run": 8}, None),
        ({}, {}, None),
    ],
    ids=["the same", "the same words", "another", "one more", "one less", "one not rated", "not known before", "not known"],
)
def test_psfs_changes_only_where_the_same_activities_were_rated(
    first: dict[str, float | None], last: dict[str, float | None], change: float | None
) -> None:
    """The scale has the activities of the first day rated again and takes their mean (Stratford et al. 1995)."""
    rated = [rated_activities({"activities": [{"text": t, "score": s} for t, s in day.items()]}) for day in (first, last)]
    one = series("psfs", 3, 8)
    found = change_of(replace(one, points=tuple(replace(p, activities=a) for p, a in zip(one.points, rated, strict=True))))

    assert found.amount == change
    assert found.against_mcid == ("reached" if change else "not_known")
    assert ("the activities that were rated differ" in found.sentence) == (change is None)


def test_the_uncertainty_is_one_error_either_way() -> None:
    found = change_of(series("lefs", 40, 52))

    assert (found.amount, found.low, found.high) == (12, 3, 21)
