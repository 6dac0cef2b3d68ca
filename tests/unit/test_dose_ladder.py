"""Doses and the ladder around them."""

from __future__ import annotations

import pytest

from enthesis.care.dose import Dose, Limits, build_ladder, load_step_kg, logged_dose, usual_dose
from enthesis.care.log import Session
from enthesis.knowledge.rehabilitation import DoseRange, Variable

RANGE = DoseRange((3, 4), (8, 12), None, (3, 0, 3), (60, 90), (5, 7), (3, 3), False, True)
HOLDS = DoseRange((4, 5), None, (30, 45), None, (60, 90), None, (5, 7), True, False)


def climb(start: Dose, limits: Limits, *variables: Variable) -> list[tuple[str, object]]:
    ladder = build_ladder(start, limits, variables)
    return [(v, d.value(v)) for v, d in zip(ladder.moved[ladder.start :], ladder.doses[ladder.start + 1 :], strict=True)]


def descend(start: Dose, limits: Limits, *variables: Variable) -> list[tuple[str, object]]:
    ladder = build_ladder(start, limits, variables)
    down = range(ladder.start - 1, -1, -1)
    return [(ladder.moved[rung], ladder.doses[rung].value(ladder.moved[rung])) for rung in down]


# what | start | limits | variables | the way up
UP = [
    ("repetitions, then load", Dose(3, 8, None, 20.0), Limits(RANGE, 30), ("repetitions", "load"),
     [("repetitions", 10), ("repetitions", 12), ("load", 22.0), ("load", 24.0), ("load", 26.0), ("load", 28.0)]),
    ("load as far as the goal", Dose(3, 12, None, 20.0), Limits(RANGE, 30, 23.0), ("load",), [("load", 22.0), ("load", 23.0)]),
    ("a goal that is reached", Dose(3, 12, None, 20.0), Limits(RANGE, 30, 20.0), ("repetitions", "load"), []),
    ("a load nobody wrote down does not move", Dose(3, 12), Limits(RANGE, 30), ("load",), []),
    ("from no load at all", Dose(3, 12, None, 0.0), Limits(RANGE, 30, 2.0), ("load",), [("load", 1.0), ("load", 2.0)]),
    ("sets only where the phase says so", Dose(3, 12), Limits(RANGE, 30), ("sets",), [("sets", 4)]),
    ("holds by five seconds", Dose(4, None, 30), Limits(HOLDS, 30), ("hold_s", "load"), [("hold_s", 35), ("hold_s", 40), ("hold_s", 45)]),
    ("depth by ten degrees, as deep as the drill goes", Dose(3, 12, None, None, 60), Limits(RANGE, 85), ("depth",),
     [("depth", 70), ("depth", 80), ("depth", 85)]),
    ("speed last", Dose(3, 12), Limits(RANGE, 30), ("repetitions", "speed"), [("speed", 1), ("speed", 2)]),
    ("nothing may move", Dose(3, 8, None, 20.0), Limits(RANGE, 30), (), []),
    ("above its range already", Dose(5, 20, None, 20.0), Limits(RANGE, 30, 20.0), ("repetitions", "sets", "load"), []),
]  # fmt: skip


@pytest.mark.parametrize(("start", "limits", "variables", "way"), [row[1:] for row in UP], ids=[row[0] for row in UP])
def test_the_way_up(start: Dose, limits: Limits, variables: tuple[Variable, ...], way: list[tuple[str, object]]) -> None:
    assert climb(start, limits, *variables) == way


def test_the_way_down_lightens_before_it_shortens() -> None:
    way = descend(Dose(3, 10, None, 20.0), Limits(RANGE, 30), "repetitions", "load")
    assert way[:5] == [("load", 18.0), ("load", 16.0), ("load", 14.0), ("load", 12.0), ("load", 10.0)]
    assert way[5:] == [("repetitions", 8), ("sets", 2), ("sets", 1)]


def test_a_way_down_exists_for_the_smallest_dose_of_any_kind() -> None:
    assert descend(Dose(3, 8), Limits(RANGE, 30), "repetitions") == [("sets", 2), ("sets", 1)]
    assert descend(Dose(1, 8), Limits(RANGE, 30), "repetitions") == []


@pytest.mark.parametrize(("load", "step"), [(0.0, 1.0), (2.0, 0.5), (5.0, 0.5), (20.0, 2.0), (47.0, 4.5), (100.0, 10.0)])
def test_a_step_of_load_is_a_tenth_in_half_kilograms(load: float, step: float) -> None:
    assert load_step_kg(load) == step


def test_a_dose_in_words() -> None:
    assert Dose(3, 8, None, 20.0).in_words() == "3 x 8 with 20 kg"
    assert Dose(5, None, 45).in_words() == "5 x 45 s"
    assert Dose(3, 10, None, None, 70, 2).in_words() == "3 x 10, to 70 degrees at the hip, fast"


def test_what_was_not_logged_is_the_lowest_of_the_range() -> None:
    assert logged_dose(Session("x"), RANGE) == Dose(3, 8, None, None)
    assert logged_dose(Session("x", 4, 10, 12.5), RANGE) == Dose(4, 10, None, 12.5)
    assert usual_dose(HOLDS) == Dose(4, None, 30, None)
