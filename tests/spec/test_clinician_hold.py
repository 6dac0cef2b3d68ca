"""A hold that a clinician puts on a plan: it outlasts a flare, is lifted by a clinician alone, and lets nothing step up."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import replace

import pytest
from records.plan_document import make_document

from enthesis.actions.plan_after import propose, take_back
from enthesis.actions.plan_course import PlanHistory, VersionOn, fold_plan, judge_day
from enthesis.actions.told_events import StandingEvent
from enthesis.care.decision_table import write_table
from enthesis.care.plan_document import PlanDocument, read_plan_document

START = datetime.date(2026, 11, 2)
PLAN = read_plan_document(make_document())


def on(n: int) -> datetime.date:
    return START + datetime.timedelta(n)


def mornings(*markers: int | None) -> list[StandingEvent]:
    """One morning check a day from the first day on; None: not told."""
    moment = datetime.datetime(2026, 11, 2, tzinfo=datetime.UTC)
    return [
        StandingEvent(uuid.UUID(int=n + 1), "morning", on(n), moment, {"marker_pain_0_10": marker}, False)
        for n, marker in enumerate(markers)
        if marker is not None
    ]


def version(day: int, overlay: str, by_person: bool = True) -> VersionOn:
    return VersionOn(on(day), replace(PLAN, overlay=overlay), by_person)  # type: ignore[arg-type]


# what | versions | markers | overlay of the course after the last day | whether the phone's table can say full
ROWS = [
    ("no hold", [version(0, "")], (1, 1, 1), None, True),
    ("held from the start", [version(0, "hold")], (1, 1, 1), "hold", False),
    ("held later", [version(0, ""), version(2, "hold")], (1, 1, 1), "hold", False),
    ("lifted", [version(0, "hold"), version(2, "")], (1, 1, 1), None, True),
    ("the rules lift nothing", [version(0, "hold"), version(2, "", False)], (1, 1, 1), "hold", False),
    ("a flare over the hold", [version(0, "hold")], (1, 1, 1, 4, 4), "flare", False),
    ("and after it", [version(0, "hold"), version(4, "flare", False)], (1, 1, 1, 4, 4, 1, 1, 1, 1), "hold", False),
]


@pytest.mark.parametrize(("versions", "markers", "overlay", "full"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_a_hold_and_what_the_phone_can_say(
    versions: list[VersionOn], markers: tuple[int, ...], overlay: str | None, full: bool
) -> None:
    course = fold_plan(PlanHistory(versions, mornings(*markers)), on(len(markers) - 1))
    assert course.overlay == overlay
    assert ("full" in {outcome.today for outcome in write_table(course).outcomes}) == full


def test_the_night_after_a_flare_gives_the_hold_back() -> None:
    history = PlanHistory([version(0, "hold")], mornings(1, 1, 1, 4, 4, 1, 1, 1, 1))
    seen: list[str] = []
    document: PlanDocument = history.versions[-1].document
    for day in range(9):
        judged = judge_day(history, on(day))
        assert propose(document, judged) is None
        document = take_back(document, judged.course, judged.drills)
        seen.append(document.overlay)
    assert seen[3:] == ["hold", "flare", "flare", "hold", "hold", "hold"]
