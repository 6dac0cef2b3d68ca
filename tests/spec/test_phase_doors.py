"""What opens the door to the next phase: a row on either side of each criterion, and the clinician who walks through it."""

from __future__ import annotations

import pytest
from care_days import START, decide, new_course

from enthesis.care.course import Course
from enthesis.terms.fault import UnusableInput

# The small pack's phase `low` asks: marker at most 3 on three days, every exposure of 7 days settled, the top of the ladder;
# `deep` asks for at most 3 in its test position within three days. Symmetry is a flag and never a gate.
CALM = "m2 bridge2 / m2 / m2 bridge2 / m2 / m2 bridge2 / m2 / m2 bridge2 / "

# what | log | is the door open
ROWS = [
    ("everything met", CALM + "m2 t3", True),
    ("test position over its limit", CALM + "m2 t4", False),
    ("test position not tried", CALM + "m2", False),
    ("tried two days ago", "m2 bridge2 / m2 / m2 bridge2 / m2 / m2 bridge2 / m2 / m2 t1 bridge2 / m2 / m2", True),
    ("tried three days ago", "m2 bridge2 / m2 / m2 bridge2 / m2 / m2 bridge2 / m2 t1 / m2 bridge2 / m2 / m2", False),
    ("marker 3", CALM + "m2 t1", True),
    ("marker missing the day before", CALM.replace("m2 bridge2 / m2 / m2 bridge2 / ", "m2 bridge2 / m2 / bridge2 / ", 4) + "m2 t1", False),
    ("marker missing today", CALM + "t1", False),
    ("a rise after one session of the week", "m1 bridge2 / m2 / m2 bridge2 / m2 / m2 bridge2 / m2 / m2 bridge2 / m2 t1", False),
    ("over the ceiling yesterday", CALM[: -len("m2 bridge2 / ")] + "m2 bridge4 / m2 t1", False),
    ("worst pain over the ceiling today", CALM + "m2 t1 w5", False),
    ("a flare", CALM + "m2 t1 flare", False),
    ("a warning sign", CALM + "m2 t1 night_pain", False),
]  # fmt: skip


def top_of_the_ladder() -> Course:
    """A course whose bridge has nothing higher in this phase."""
    course = new_course()
    one = course.exercises["bridge"]
    one.rung = one.done_rung = len(one.ladder.doses) - 1
    return course


@pytest.mark.parametrize(("log", "is_open"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_the_door_and_its_criteria(log: str, is_open: bool) -> None:
    course, decisions = decide(log, top_of_the_ladder())
    door = decisions[-1].door
    assert (door is not None) == is_open, decisions[-1].clinician_sentence
    assert course.phase.id == "low"
    if door is not None:
        assert door.to_phase == "deep"
        assert any("symmetry" in flag for flag in door.flags)


def test_a_ladder_that_is_not_climbed_keeps_the_door_shut() -> None:
    course = new_course()
    one = course.exercises["bridge"]
    one.rung = one.done_rung = len(one.ladder.doses) - 3
    _, decisions = decide(CALM + "m2 t1 / m2 t1", course)
    assert [change.variable for decision in decisions for change in decision.changes] == ["load", "load"]
    assert all(decision.door is None for decision in decisions)


def test_a_clinician_walks_through_an_open_door_and_through_no_other() -> None:
    course, _ = decide(CALM + "m2 t1", top_of_the_ladder())
    before = course.exercises["bridge"].dose
    assert course.confirm_door() == "deep"
    assert course.exercises["bridge"].dose == before
    with pytest.raises(UnusableInput):
        course.confirm_door()


def test_the_engine_never_walks_through_by_itself() -> None:
    log = CALM + " / ".join(["m1 t0 bridge1", "m1"] * 30)
    course, decisions = decide(log, top_of_the_ladder())
    assert any(decision.door for decision in decisions)
    assert {decision.phase for decision in decisions} == {"low"}
    assert course.phase_on == START.toordinal()


def test_a_measured_symmetry_is_told_and_gates_nothing() -> None:
    course = top_of_the_ladder()
    course.record_measure("symmetry_percent", 95.0, START)
    _, decisions = decide(CALM + "m2 t1", course)
    door = decisions[-1].door
    assert door is not None and door.flags == ()
    assert any("symmetry_percent 95" in met for met in door.met)
