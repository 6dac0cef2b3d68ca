"""Replaying a log somebody lived: names, first phase, doses above the plan, confirmed phases."""

from __future__ import annotations

import pytest
from care_days import csv_of, days_of
from care_pack import rulebook

from enthesis.care.log_file import parse_log
from enthesis.care.replay import replay, to_json
from enthesis.terms.fault import UnusableInput


def test_an_exercise_is_found_by_id_name_and_synonym_and_others_keep_their_name() -> None:
    log = parse_log(
        b"date,exercise\n2026-01-05,Bridge\n2026-01-06,curl-drill\n2026-01-07,HOLD\n2026-01-08,cartwheel\n", "log.csv"
    )
    found = replay(rulebook(), log.days)
    assert set(found.course.exercises) == {"bridge", "curl", "hold", "cartwheel"}
    assert len(found.warnings) == 1 and "'cartwheel'" in found.warnings[0]


# first exercises | the phase the replay starts in: of each exercise the earliest, of these the latest
@pytest.mark.parametrize(
    ("words", "phase"),
    [
        ("hold1", "isometric"),
        ("bridge1", "low"),
        ("hold1 bridge1", "low"),
        ("deadlift1", "deep"),
        ("", "isometric"),
        ("cartwheel1", "isometric"),
    ],
)
def test_the_first_exercises_tell_the_phase(words: str, phase: str) -> None:
    assert replay(rulebook(), days_of(f"m2 {words}")).decisions[0].phase == phase


def test_repetitions_of_unknown_exercises_tell_a_phase_that_counts_them() -> None:
    log = parse_log(b"date,exercise,sets,reps\n2026-01-05,cartwheel,3,8\n", "log.csv")
    assert replay(rulebook(), log.days).decisions[0].phase == "low"


def test_a_dose_above_the_plan_was_set_by_whoever_led_the_course() -> None:
    found = replay(rulebook(), days_of("m2 bridge2,k20 / m2 / m2 bridge2,k30 / m2 / m2 bridge2,k30 / m2"))
    assert found.course.exercises["bridge"].dose.load_kg == 30.0
    assert [d.verdict for d in found.decisions] == ["hold"] * 5 + ["progress"]
    assert found.decisions[-1].changes[0].old == 8


def test_a_dose_below_the_plan_is_a_session_not_done_in_full() -> None:
    found = replay(rulebook(), days_of("m2 bridge2,k20 / m2 / m2 bridge2,k10 / m2"))
    assert found.decisions[-1].rule.id == "not_all_done"
    assert found.course.exercises["bridge"].dose.load_kg == 20.0


def test_a_load_that_had_to_be_found_is_the_plans_from_the_first_session_that_tells_it() -> None:
    found = replay(rulebook(), days_of("m2 bridge2 / m2 / m2 bridge2,k12 / m2"))
    assert found.course.exercises["bridge"].dose.load_kg == 12.0


def test_a_phase_is_entered_only_when_confirmation_was_asked_for() -> None:
    days = days_of("/".join(["m1 t1 hold1", "m1 t1"] * 4))
    assert {d.phase for d in replay(rulebook(), days).decisions} == {"isometric"}
    assert replay(rulebook(), days, confirm=True).course.phase.id == "low"


def test_blank_days_inside_a_log_are_decided_too() -> None:
    found = replay(rulebook(), days_of("m2 bridge2 / / m2"))
    assert [d.rule.id for d in found.decisions] == ["waiting", "nothing_recorded", "waiting"]


def test_the_same_log_in_any_order_of_lines_gives_the_same_answer() -> None:
    header, *lines = csv_of("m2 bridge2 curl2 / m2 / m3 bridge4 run3p1 / m2 / m1 bridge1").strip().splitlines()
    straight = parse_log("\n".join([header, *lines]).encode(), "log.csv")
    turned = parse_log("\n".join([header, *reversed(lines)]).encode(), "log.csv")

    def told(log: object) -> list[object]:
        days = to_json(replay(rulebook(), log.days))["days"]  # type: ignore[attr-defined]
        return [{key: value for key, value in day.items() if key != "because"} for day in days]

    assert told(straight) == told(turned)


def test_a_log_without_days_and_a_phase_off_the_path_are_refused() -> None:
    with pytest.raises(UnusableInput):
        replay(rulebook(), ())
    with pytest.raises(UnusableInput):
        replay(rulebook(), days_of("m2"), phase="flare")
    with pytest.raises(UnusableInput):
        rulebook(6)
