"""An exercise done in a visit is an exposure of its day: counted once, judged the next morning, and missing where it is not written."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

import pytest
from records.plan_document import EXERCISE, make_document

from enthesis.actions.plan_course import DoneAtVisit, PlanHistory, VersionOn, fold_plan, judge_day
from enthesis.actions.told_events import StandingEvent
from enthesis.care.plan_document import read_plan_document

START = datetime.date(2026, 11, 2)
DONE: dict[str, Any] = {"sets": 3, "repetitions": 10, "load_kg": 10.0, "rpe_0_10": 6.0, "pain_during_0_10": 2.0}


def told(day: int, kind: str, **content: Any) -> StandingEvent:
    at = START + datetime.timedelta(day)
    identity = uuid.uuid5(uuid.NAMESPACE_OID, f"{day}{kind}{content}")
    return StandingEvent(identity, kind, at, datetime.datetime(2026, 11, 2, tzinfo=datetime.UTC), content, False)


def visit(day: int, exercise: str = EXERCISE, **changes: Any) -> DoneAtVisit:
    return DoneAtVisit(START + datetime.timedelta(day), exercise, **{**DONE, **changes}, row=f"visit {day}")


def home(day: int, **changes: Any) -> StandingEvent:
    return told(day, "session", exercise=EXERCISE, **{**DONE, **changes})


# what | visits | sessions told | good exposures in a row | exposures in all | rule of the last day
ROWS = [
    ("none", [], [], 0, 0, "waiting"),
    ("one at a visit", [visit(1)], [], 1, 1, "waiting"),
    ("one at home", [], [home(1)], 1, 1, "waiting"),
    ("both on one day count once", [visit(1)], [home(1)], 1, 1, "waiting"),
    ("a visit and a day at home", [visit(1)], [home(3)], 2, 2, "exercise_ready"),
    ("two visits", [visit(1), visit(3)], [], 2, 2, "exercise_ready"),
    ("less in the visit than told at home is no part left out", [visit(1, sets=1)], [home(1), home(3)], 2, 2, "exercise_ready"),
    ("less in the visit alone is", [visit(1), visit(3, sets=1)], [], 0, 2, "not_all_done"),
    (
        "pain in the visit speaks beside a calm word",
        [visit(3, pain_during_0_10=6)],
        [home(1), home(3)],
        0,
        2,
        "over_ceiling_once",
    ),
    ("effort not written", [visit(1), visit(3, rpe_0_10=None)], [], 0, 2, "answers_missing"),
    ("pain not asked", [visit(1), visit(3, pain_during_0_10=None)], [], 0, 2, "answers_missing"),
    ("an exercise that is not in the plan", [visit(1, "ham_nordic"), visit(3)], [], 1, 1, "waiting"),
]


@pytest.mark.parametrize(("visits", "sessions", "clean", "exposures", "rule"), [r[1:] for r in ROWS], ids=[r[0] for r in ROWS])
def test_what_a_visit_counts_for(
    visits: list[DoneAtVisit], sessions: list[StandingEvent], clean: int, exposures: int, rule: str
) -> None:
    mornings = [told(day, "morning", marker_pain_0_10=2) for day in range(5)]
    version = VersionOn(START, read_plan_document(make_document()), True)
    history = PlanHistory([version], [*mornings, *sessions], visits=visits)
    course = fold_plan(history, START + datetime.timedelta(4))
    assert (course.exercises[EXERCISE].clean_run, course.exposures) == (clean, exposures)
    assert judge_day(history, START + datetime.timedelta(4)).decision.rule.id == rule
