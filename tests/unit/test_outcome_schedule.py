"""When outcomes are due, and what discharge asks."""

from __future__ import annotations

from datetime import date, timedelta

from enthesis.knowledge.loading import BUILT_IN_PACKS
from enthesis.knowledge.outcome_measures_loading import built_in_measures
from enthesis.knowledge.rehabilitation_loading import load_rehabilitation
from enthesis.outcomes.discharge import Known, discharge_criteria, latest_known
from enthesis.outcomes.schedule import due, is_open
from enthesis.outcomes.trajectory import Point, Series

OPENED = date(2026, 1, 5)
KNOWN = built_in_measures()


def ids(*days: date) -> list[str]:
    return [occasion.id for occasion in due(*days)]


def test_before_discharge_the_start_and_the_weeks_are_planned() -> None:
    assert ids(OPENED) == ["baseline", "week_6", "week_12"]
    assert [(one.due_on - OPENED).days for one in due(OPENED)] == [0, 42, 84]


def test_after_discharge_the_months_are_and_the_weeks_go_on() -> None:
    assert ids(OPENED, OPENED + timedelta(days=21)) == ["baseline", "discharge", "week_6", "week_12", "month_6", "month_12"]


def test_a_week_close_to_discharge_gives_way_to_it() -> None:
    assert ids(OPENED, OPENED + timedelta(days=56)) == ["baseline", "discharge", "week_12", "month_6", "month_12"]
    assert ids(OPENED, OPENED + timedelta(days=57)) == ["baseline", "week_6", "discharge", "week_12", "month_6", "month_12"]
    assert ids(OPENED, OPENED + timedelta(days=70)) == ["baseline", "week_6", "discharge", "month_6", "month_12"]


def test_months_are_whole_and_end_on_a_day_that_exists() -> None:
    by_id = {one.id: one for one in due(date(2026, 6, 1), date(2026, 8, 31))}
    assert by_id["month_6"].due_on == date(2027, 2, 28)
    assert by_id["month_12"].due_on == date(2027, 8, 31)


def test_windows_hold_their_reminders() -> None:
    for one in due(OPENED, OPENED + timedelta(days=100)):
        assert one.opens_on <= one.due_on <= one.closes_on
        assert all(one.due_on < day <= one.closes_on for day in one.remind_on)
        assert is_open(one, one.due_on)
        assert not is_open(one, one.closes_on + timedelta(days=1))


def test_criteria_are_met_not_met_or_not_assessed() -> None:
    today = date(2026, 4, 1)
    values = {
        "goal_reached": Known(1),
        "nprs_worst": Known(4, today - timedelta(days=3)),
        "psfs": Known(9, today - timedelta(days=28)),
        "red_flags_open": Known(0),
    }
    found = {one.criterion.measure: one for one in discharge_criteria(KNOWN, values, today)}

    assert found["goal_reached"].verdict == "met"
    assert found["red_flags_open"].verdict == "met"
    assert found["nprs_worst"].verdict == "not_met"
    assert found["psfs"].verdict == "not_assessed"  # 28 days ago is too long ago
    assert found["psfs"].value == 9
    assert found["warning_signs"].verdict == "not_assessed"
    assert "met (yes, asked yes)" in found["goal_reached"].sentence
    assert "not met (4 points on 2026-03-29, asked at most 2 points)" in found["nprs_worst"].sentence
    assert "not assessed in the last 28 days (9 points on 2026-03-04)" in found["psfs"].sentence


def test_what_the_phone_told_stands_beside_a_criterion_and_counts_for_nothing() -> None:
    today = date(2026, 4, 8)
    told = {"worst_pain_0_10": {today: 1.0, today - timedelta(days=6): 4.0, today - timedelta(days=7): 9.0}}
    found = {one.criterion.measure: one for one in discharge_criteria(KNOWN, {}, today, told=told)}

    assert found["nprs_worst"].verdict == "not_assessed"
    assert found["nprs_worst"].beside.startswith("On the phone in the last 7 days: 1 to 4 of 10, told on 2.")
    assert found["sitting_tolerance"].beside == "On the phone in the last 7 days: nothing told."
    assert found["psfs"].beside == "" and {one.beside for one in discharge_criteria(KNOWN, {}, today)} == {""}


def test_the_criteria_of_the_phase_come_too_and_none_twice() -> None:
    care = load_rehabilitation(BUILT_IN_PACKS / "posterior_hip")
    found = discharge_criteria(KNOWN, {}, date(2026, 4, 1), care.phase_by_id["energy_storage"])
    asked = [one.criterion.measure for one in found]

    assert "marker_pain_0_10" in asked
    assert len(asked) == len(set(asked))
    assert {one.verdict for one in found} == {"not_assessed"}


def test_of_two_sides_the_worse_counts_and_a_gap_is_not_a_value() -> None:
    bridge = KNOWN.by_id["single_leg_bridge"]
    right = Series(bridge, "right", (Point(OPENED, 12, "staff"), Point(date(2026, 2, 1), None, "staff", because="refused")))
    left = Series(bridge, "left", (Point(OPENED, 20, "staff", simulated=True),))

    assert latest_known([left, right]) == {"single_leg_bridge": Known(12, OPENED)}
    assert latest_known([Series(bridge, "right", right.points[1:])]) == {}
