"""The phone's table says what the engine says, for every combination of answers, and never steps up."""

from __future__ import annotations

import json
from itertools import product

import pytest
from care_days import decide, new_course

from enthesis.care.decision_table import LETTERS, Answers, decide_today, sign_answers, write_table
from enthesis.care.progression import doses_today
from enthesis.care.rules import TODAY_ORDER

PAINS = (None, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
SITTINGS = (None, 0, 20, 21, 1440)
SETTLED = (None, False, True)

# where the course stands | the log so far
COURSES = [
    ("at the start", "m2"),
    ("yesterday a good session", "m2 s40 / m2 s40 / m2 s40 bridge2"),
    ("yesterday a session, pain not yet told", "m2 bridge2 / m2 / m2 bridge?"),
    ("a step up is due", "m2 bridge2 / m2 / m2 bridge2"),
    ("over the ceiling before", "m2 bridge4 / m2 / m2 bridge?"),
    ("one unsettled before", "m1 bridge2 / m2 / m1 bridge2"),
    ("one high morning", "m3 / m4"),
    ("a jump yesterday", "m1 / m1 / m3"),
    ("in a flare", "m1 / m1 / m3 / m3 / m2"),
    ("in a flare, first day", "m1 / m1 flare"),
    ("an open sign", "m2 / m2 night_pain"),
    ("after days of silence", "m2 bridge2 / m2 / / / "),
    ("a run yesterday", "m2 run5p1 / m2 / m2 run5p1"),
    ("a week of rising mornings", "m1/m1/m1/m1/m1/m1/m1/m1/m1/m1/m2/m2/m2"),
]


@pytest.mark.parametrize("log", [row[1] for row in COURSES], ids=[row[0] for row in COURSES])
def test_the_table_equals_the_engine_for_every_answer(log: str) -> None:
    course, _ = decide(log, new_course(exercises="hold bridge curl"))
    table = write_table(course)
    judged = any(one.pending for one in course.exercises.values()) or bool(course.run.pending)
    yesterday = product((None, 3, 4), SETTLED) if judged else ((None, None), (4, False))
    wrong = []
    count = 0
    asked = product(sign_answers(course), PAINS, (None, 3, 4), SITTINGS if course.sittings else (None, 30), list(yesterday))
    for sign, morning, worst, sitting, (pain, settled) in asked:
        answers = Answers(sign, morning, worst, sitting, pain, settled)
        _, ours = decide_today(course, answers)
        count += 1
        if table.look_up(answers) != ours:
            wrong.append((answers, table.look_up(answers), ours))
    assert not wrong, (len(wrong), count, wrong[0])


@pytest.mark.parametrize("log", [row[1] for row in COURSES], ids=[row[0] for row in COURSES])
def test_the_table_never_steps_up(log: str) -> None:
    course, _ = decide(log, new_course(exercises="hold bridge curl"))
    plan = doses_today(course, "full")
    for outcome in write_table(course).outcomes:
        for name, dose in outcome.doses:
            full = plan[name]
            if dose is not None and full is not None:
                for variable in ("sets", "repetitions", "hold_s", "load", "speed"):
                    assert (dose.value(variable) or 0) <= (full.value(variable) or 0)  # type: ignore[arg-type]
        assert "we add" not in outcome.sentence or "add nothing" in outcome.sentence


HELD = [
    # (the log so far, answers of the morning, what the phone shows)
    ("m2 bridge2 / m2 / m2 bridge2", Answers(None, 2), ("hold", "clinician_hold")),
    ("m2 bridge2 / m2 / m2 bridge2", Answers(), ("hold", "clinician_hold")),
    ("m1 / m1 / m3", Answers(None, 3), ("reduced", "flare_jump")),
    ("m2", Answers("numbness", 2), ("stop", "emergency_sign")),
    ("m3 / m4", Answers(None, 4), ("reduced", "marker_high_twice")),
]


@pytest.mark.parametrize(("log", "answers", "shown"), HELD)
def test_a_plan_that_a_clinician_holds_is_never_shown_in_full(log: str, answers: Answers, shown: tuple[str, str]) -> None:
    course, _ = decide(log, new_course(exercises="hold bridge curl"))
    course.held = True
    table = write_table(course)
    assert "full" not in {outcome.today for outcome in table.outcomes}
    found = table.look_up(answers)
    assert (found.today, found.rule) == shown
    # Nor does the night step up, and nothing is proposed through a door.
    assert course.copy().overlay in ("hold", "flare")
    assert decide_today(course, answers)[0].door is None


def test_the_day_after_a_step_up_a_doubtful_morning_falls_back_to_the_dose_that_was_tolerated() -> None:
    course, decisions = decide("m2 bridge2 / m2 / m2 bridge2 / m2")
    assert decisions[-1].verdict == "progress"
    table = write_table(course)

    def repetitions(answers: Answers) -> int | None:
        dose = dict(table.look_up(answers).doses)["bridge"]
        return None if dose is None else dose.repetitions

    assert repetitions(Answers(morning_pain_0_10=2)) == 10
    assert repetitions(Answers(morning_pain_0_10=None)) == 8
    assert repetitions(Answers(morning_pain_0_10=4)) == 8


# answers | what the phone does today
TODAY = [
    (Answers(morning_pain_0_10=2), "full"),
    (Answers(), "hold"),
    (Answers(morning_pain_0_10=4), "reduced"),
    (Answers(morning_pain_0_10=3, worst_pain_0_10=4), "hold"),
    (Answers("pop", morning_pain_0_10=0), "stop"),
]


@pytest.mark.parametrize(("answers", "today"), TODAY)
def test_the_words_of_the_day(answers: Answers, today: str) -> None:
    course, _ = decide("m3 / m4")
    assert write_table(course).look_up(answers).today == today
    assert today in TODAY_ORDER


def test_the_table_is_small_plain_json_and_can_be_read_by_place() -> None:
    course, _ = decide("m2 s40 / m2 s40 / m2 s40 bridge2", new_course(exercises="hold bridge curl"))
    table = write_table(course)
    written = json.dumps(table.to_json(), separators=(",", ":"))
    assert len(written) < 12_000
    read = json.loads(written)
    size = 1
    for question in table.questions:
        size *= question.bins
    assert len(read["table"]) == size
    assert max(LETTERS.index(letter) for letter in read["table"]) == len(read["outcomes"]) - 1
    assert all(0 <= outcome["doses"] < len(read["doses"]) for outcome in read["outcomes"])
