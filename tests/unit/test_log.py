"""Reading a log: what stands in it, what a note says, and what a second entry of a day can and cannot change."""

from __future__ import annotations

from datetime import date

import pytest

from enthesis.care.log import DayRecord, Session, gather_days
from enthesis.care.log_file import COLUMNS, parse_log
from enthesis.care.warning_words import signs_in_note
from enthesis.knowledge.warning_signs_loading import load_warning_signs

DAY = date(2026, 1, 5)
HIP = load_warning_signs("posterior_hip")

# note | signs
NOTES = [
    ("felt a pop at the back of the thigh", {"pop"}),
    ("something snapped, bruising next day", {"pop"}),
    ("no pop, no bruising", set()),
    ("did not hear a pop", set()),
    ("popular route today", set()),
    ("numbness between my legs", {"numbness"}),
    ("groin feels numb", {"numbness"}),
    ("no numbness in the groin", set()),
    ("no feeling in the saddle area", {"numbness"}),
    ("can't pee since this morning", {"bladder"}),
    ("bladder and bowels fine", {"bladder"}),
    ("no bladder trouble", set()),
    ("leg gave way on the stairs", {"weakness"}),
    ("weakness in my foot", {"weakness"}),
    ("feeling weak after a long day", set()),
    ("woke with pain at three", {"night_pain"}),
    ("pain at night again", {"night_pain"}),
    ("slept well, without night pain", set()),
    ("tingling down the calf", {"tingling"}),
    ("off sick with fever", {"illness"}),
    ("hill run, still felt good", set()),
    ("no pain; but a loud pop at km 3", {"pop"}),
    ("", set()),
]


@pytest.mark.parametrize(("note", "signs"), NOTES, ids=[row[0] or "nothing" for row in NOTES])
def test_a_note_is_read_for_warning_signs(note: str, signs: set[str]) -> None:
    assert signs_in_note(note, HIP) == signs


def test_a_second_entry_of_a_day_can_only_be_worse() -> None:
    first = DayRecord(DAY, morning_pain_0_10=2, sitting_min=30, sessions=(Session("bridge", 3, pain_during_0_10=4),))
    second = DayRecord(DAY, morning_pain_0_10=1, sitting_min=20, sessions=(Session("bridge", 2, pain_during_0_10=1),))
    (day,) = gather_days([first, second])
    assert gather_days([second, first]) == (day,)
    assert (day.morning_pain_0_10, day.sitting_min) == (2, 20)
    assert (day.sessions[0].sets, day.sessions[0].pain_during_0_10) == (2, 4)


def test_columns_may_come_in_any_order_and_most_may_be_left_out() -> None:
    log = parse_log(b"Morning_Pain , date\n3,2026-01-06\n,2026-01-05\n", "log.csv")
    assert [(day.on.day, day.morning_pain_0_10) for day in log.days] == [(5, None), (6, 3)]
    assert log.days[0].said_nothing


def test_an_empty_cell_is_missing_and_zero_is_an_answer() -> None:
    log = parse_log(b"date,exercise,pain_during,run_km,run_pain\n2026-01-05,bridge,0,,\n2026-01-06,bridge,,0,\n", "log.csv")
    assert log.days[0].sessions[0].pain_during_0_10 == 0
    assert log.days[1].sessions[0].pain_during_0_10 is None
    assert log.days[0].runs == () and log.days[1].runs[0].run_km == 0


def test_the_line_of_an_entry_is_remembered_across_a_note_of_two_lines() -> None:
    log = parse_log(b'date,morning_pain,note\n2026-01-05,2,"one\ntwo"\n2026-01-06,3,\n', "log.csv")
    assert [day.rows for day in log.days] == [(3,), (4,)]


def test_the_columns_of_the_contract_come_first_and_in_its_order() -> None:
    contract = (
        "date,exercise,sets,reps,load_kg,rpe,completed_share,pain_during,pain_after,morning_pain,sitting_min,run_km,run_pain,note"
    )
    assert ",".join(column.name for column in COLUMNS[:14]) == contract
