"""What opens the door to the next phase: a row on either side of each criterion, and the clinician who walks through it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from care_days import START, decide, new_course

from enthesis.care.course import Course
from enthesis.care.door import position_to_ask
from enthesis.care.log import DayRecord, TestSource
from enthesis.care.progression import advance
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


def calm(today: str = "m2", **tried: int) -> str:
    """Eight calm days and today; `tried` names days ago and the pain in the test position: `days_2=3`."""
    days = [*CALM.split(" / ")[:-1], today]
    for name, pain in tried.items():
        ago = int(name.removeprefix("days_"))
        days[-1 - ago] += f" t{pain}"
    return " / ".join(days)


# what | log | does the phone ask for the test position
ASKED = [
    ("all else met, never tried", calm(), True),
    ("tried today, at the limit", calm(days_0=3), False),
    ("tried two days ago: it still counts", calm(days_2=3), False),
    ("tried three days ago: it counts no more", calm(days_3=3), True),
    ("over the limit six days ago", calm(days_6=4), False),
    ("over the limit seven days ago", calm(days_7=4), True),
    ("over the limit, and at it since", calm(days_6=4, days_3=3), False),
    ("the marker at its limit", calm().replace("m2", "m3"), True),
    ("the marker over its limit", calm("m4"), False),
    ("the marker not told", calm(""), False),
    ("one session did not settle", calm().replace("m2", "m1", 1), False),
    ("a flare", calm("m2 flare"), False),
    ("a warning sign", calm("m2 night_pain"), False),
]


@pytest.mark.parametrize(("log", "asks"), [row[1:] for row in ASKED], ids=[row[0] for row in ASKED])
def test_the_test_position_is_asked_for_when_nothing_else_is_missing(log: str, asks: bool) -> None:
    course, _ = decide(log, top_of_the_ladder())
    phase = position_to_ask(course)
    assert (phase is not None) == asks
    if phase is not None:
        assert (phase.id, phase.test_position) == ("deep", "curl")


def test_a_ladder_that_is_not_climbed_asks_for_nothing() -> None:
    assert position_to_ask(decide(calm())[0]) is None


# what | exercise it was tried in | who told it | its words in the door; none: the door stays shut
TOLD: list[tuple[str, str, TestSource, str]] = [
    ("the next phase's, on the phone", "curl", "phone", ", told by the patient on the phone"),
    ("another phase's, on the phone", "bridge", "phone", ""),
    ("in the clinic", "", "clinic", ", measured in the clinic"),
]


@pytest.mark.parametrize(("tried", "source", "words"), [row[1:] for row in TOLD], ids=[row[0] for row in TOLD])
def test_the_door_names_who_told_it_and_takes_only_its_own_position(tried: str, source: TestSource, words: str) -> None:
    course, _ = decide(CALM.rstrip(" /"), top_of_the_ladder())
    record = DayRecord(
        START + timedelta(CALM.count("/")),
        morning_pain_0_10=2,
        test_position_pain_0_10=2,
        test_position=tried,
        test_position_source=source,
    )
    door = advance(course, record).door
    assert (door is not None) == bool(words)
    assert not words or any(met.startswith("test_position_pain_0_10 2") and met.endswith(words) for met in door.met)  # type: ignore[union-attr]


def test_another_phase_asks_anew() -> None:
    course, _ = decide(calm(days_0=1), top_of_the_ladder())
    course.confirm_door()
    assert not any(course.tests)
