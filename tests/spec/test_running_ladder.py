"""What the running ladder promises, in tables: runs and mornings in, level and decision out. `care_days` says how a day is written."""

from __future__ import annotations

import pytest
from care_days import decide, new_course

from enthesis.care.running import km_as_miles

# The small pack's ladder: walk_30 > walk_run > easy_20 > easy_30 > tempo (all open in the phase `low`) > hills (needs `spring`)
# what | level at the start | log | last rule | level at the end
ROWS = [
    ("done twice with a day between", "walk_run", "m2 run3p1 / m2 / m2 run3p1 / m2", "run_ready", "easy_20"),
    ("done once", "walk_run", "m2 run3p1 / m2", "waiting", "walk_run"),
    ("done twice, the last not a day old", "walk_run", "m2 run3p1 / m2 / m2 run3p1", "waiting", "walk_run"),
    ("two days running: the second does not count", "walk_run", "m2 run3p1 / m2 run3p1 / m2", "waiting", "walk_run"),
    ("a rise the next morning", "walk_run", "m2 run3p1 / m2 / m2 run3p1 / m3", "run_bad_once", "walk_run"),
    ("a rise twice running", "easy_20", "m1 run3p1 / m2 / m1 run3p1 / m2", "run_bad_twice", "walk_run"),
    ("a rise, a calm one, a rise", "easy_20", "m1 run3p1 / m2 / m1 run3p1 / m1 / m1 run3p1 / m2", "run_bad_once", "easy_20"),
    ("pain at the ceiling", "walk_run", "m2 run3p3 / m2 / m2 run3p3 / m2", "run_ready", "easy_20"),
    ("pain over the ceiling", "walk_run", "m2 run3p3 / m2 / m2 run3p4", "run_bad_once", "walk_run"),
    ("pain over the ceiling twice", "easy_20", "m2 run3p4 / m2 / m2 run3p4 / m2", "run_bad_twice", "walk_run"),
    ("pain not told", "walk_run", "m2 run3p1 / m2 / m2 run3p? / m2", "waiting", "walk_run"),
    ("next morning not told", "walk_run", "m2 run3p1 / m2 / m2 run3p1 / w1", "marker_missing", "walk_run"),
    ("nor on the day after", "walk_run", "m2 run3p1 / m2 / m2 run3p1 / w1 / m2", "waiting", "walk_run"),
    ("110% of the longest", "walk_run", "m2 run10p1 / m2 / m2 run11p1 / m2", "run_ready", "easy_20"),
    ("just over 110% of the longest", "walk_run", "m2 run10p1 / m2 / m2 run11.1p1", "run_over_cap", "walk_run"),
    ("a run over the cap does not count", "walk_run", "m2 run10p1 / m2 / m2 run11.1p1 / m2", "waiting", "walk_run"),
    ("the bottom has nothing below it", "walk_30", "m2 run3p5 / m2 / m2 run3p5 / m2", "run_bad_twice", "walk_30"),
    ("the phase does not allow the next level", "tempo", "m2 run3p1 / m2 / m2 run3p1 / m2", "waiting", "tempo"),
    ("speed after a quiet easy half hour", "easy_30", "m2 run3p1 / m2 / m2 run3p1 / m2", "run_ready", "tempo"),
    ("half an hour once is not enough", "easy_30", "m2 run3p1 / m2", "waiting", "easy_30"),
    ("the first run starts at the bottom", None, "m2 run3p1 / m2", "waiting", "walk_30"),
]  # fmt: skip


@pytest.mark.parametrize(("start", "log", "rule", "end"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_runs_and_the_level_they_lead_to(start: str | None, log: str, rule: str, end: str) -> None:
    _, decisions = decide(log, new_course(run_level=start))
    assert (decisions[-1].rule.id, decisions[-1].run_level) == (rule, end), decisions[-1].clinician_sentence


def test_the_phase_opens_the_level() -> None:
    log = "m2 run3p1 / m2 / m2 run3p1 / m2"
    _, low = decide(log, new_course(phase="isometric", run_level="walk_30"))
    assert low[-1].run_level == "walk_30"
    _, deep = decide(log, new_course(phase="low", run_level="walk_30"))
    assert deep[-1].run_level == "walk_run"


def test_speed_comes_after_the_easy_half_hour_even_where_a_clinic_orders_it_otherwise() -> None:
    course = new_course(run_level="easy_20")
    levels = {level.id: level for level in course.run.levels}
    course.run.levels = (levels["walk_run"], levels["easy_20"], levels["tempo"], levels["easy_30"])
    course.run.level = 1
    _, decisions = decide("m2 run3p1 / m2 / m2 run3p1 / m2", course)
    assert decisions[-1].run_level == "easy_20"


# days since the longest run of 10 km | longest run allowed
@pytest.mark.parametrize(("days", "cap"), [(1, 11.0), (30, 11.0), (31, None)])
def test_the_cap_looks_thirty_days_back(days: int, cap: float | None) -> None:
    course, _ = decide("m2 run10p1" + "/ m2" * days)
    found = course.run.cap_km(course.today, course.rulebook.numbers)
    assert found == (None if cap is None else pytest.approx(cap))


def test_an_exercise_and_running_never_step_up_on_one_day() -> None:
    log = "m2 bridge2 run3p1 / m2 / m2 bridge2 run3p1 / m2 / m2 bridge2 run3p1 / m2 / m2 bridge2 run3p1 / m2"
    _, decisions = decide(log, new_course(run_level="walk_run"))
    moved = [(number, change.variable) for number, d in enumerate(decisions) for change in d.changes]
    assert moved == [(3, "repetitions"), (7, "run_level")]


def test_miles_are_for_display() -> None:
    assert km_as_miles(1.609344) == 1.0
