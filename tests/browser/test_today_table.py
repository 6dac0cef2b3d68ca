"""What the phone looks up is what the engine decides, for every combination of answers."""

from __future__ import annotations

import datetime
from itertools import product
from typing import Any

import pytest
from browser.clinic import Server
from browser.today_phone import new_phone
from care_days import decide, new_course
from care_pack import SIGNS
from playwright.sync_api import Browser

from enthesis.care.decision_table import Answers, write_table

LOOK_UP = """async ([folder, table, rows]) => {
  const { lookUp } = await import(`${folder}decide.js`);
  const names = ['sign', 'morning_pain', 'worst_pain', 'sitting_min', 'yesterday_pain', 'yesterday_settled'];
  return rows.map(row => { const found = lookUp(table, Object.fromEntries(row.map((answer, at) => [names[at], answer])));
    return [found.today, found.rule, found.sentence]; });
}"""
ANSWERS_OF = """async ([folder, entries, day, signs]) => {
  const { answersOf } = await import(`${folder}decide.js`);
  return answersOf(entries, day, signs);
}"""
VERDICT = """async ([folder, state, day]) => {
  const { verdictOf } = await import(`${folder}decide.js`);
  return verdictOf(state, day);
}"""
FOLDER = "() => document.querySelector('script[type=module]').src.replace(/app\\.js$/, '')"
PAINS = (None, 0, 1, 2, 3, 4, 5, 10)
MORNINGS = (None, 0, 1, 2, 3, 4, 5, 6, 7, 10)
SITTINGS = (None, 0, 20, 21, 120)
LOGS = {
    "at the start": "m2",
    "a session whose pain is not told yet": "m2 bridge2 / m2 / m2 bridge?",
    "over the ceiling before": "m2 bridge4 / m2 / m2 bridge?",
    "one high morning": "m3 / m4",
    "a jump yesterday": "m1 / m1 / m3",
    "in a flare": "m1 / m1 / m3 / m3 / m2",
    "an open sign": "m2 / m2 night_pain",
    "sitting known": "m2 s40 / m2 s40 / m2 s40 bridge2",
}


@pytest.fixture(scope="module")
def app(browser: Browser, server: Server) -> Any:
    """A page of the app, and a function that runs one of the snippets with its modules."""
    context = new_phone(browser)
    page = context.new_page()
    page.goto(f"{server.base_url}/today/")
    folder = page.evaluate(FOLDER)
    yield lambda snippet, *given: page.evaluate(snippet, [folder, *given])
    context.close()


@pytest.mark.parametrize("log", LOGS.values(), ids=LOGS.keys())
def test_the_phone_looks_up_what_the_engine_decides(app: Any, log: str) -> None:
    course, _ = decide(log, new_course(exercises="hold bridge curl"))
    table = write_table(course)
    rows = list(product(range(len(table.signs)), MORNINGS, PAINS, SITTINGS, PAINS, (None, 0, 1)))
    rows = rows[:: 7 if len(rows) > 20_000 else 1]
    found = app(LOOK_UP, table.to_json(), rows)
    assert len(found) == len(rows) > 1_000
    for (sign, *pains, settled), outcome in zip(rows, found, strict=True):
        engine = table.look_up(Answers(table.signs[sign], *pains, yesterday_settled=None if settled is None else bool(settled)))
        assert outcome == [engine.today, engine.rule, engine.sentence], (sign, *pains, settled)


def entry(kind: str, day: str, waits: int = 0, **content: Any) -> dict[str, Any]:
    return {"id": f"{kind}{day}", "kind": kind, "day": day, "said_at": f"{day}T08:00:00Z", "waits": waits, "content": content}


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([], {}),
        (
            [entry("morning", "2026-11-23", marker_pain_0_10=0, settled_by_24_h=False)],
            {"morning_pain": 0, "yesterday_settled": 0},
        ),
        ([entry("morning", "2026-11-22", marker_pain_0_10=4)], {}),
        ([entry("session", "2026-11-22", exercise="a", pain_during_0_10=4)], {"yesterday_pain": 4}),
        ([entry("session", "2026-11-22", exercise="a", pain_during_0_10=None)], {}),
        ([entry("session", "2026-11-23", exercise="a", pain_during_0_10=4)], {}),
        ([entry("warning", "2026-11-23", what="pop")], {"sign": 4}),
        ([entry("warning", "2026-11-23", what="pop"), entry("warning", "2026-11-23", what="bladder")], {"sign": 2}),
        ([entry("warning", "2026-11-23", what="of_another_region")], {"sign": 1}),
        ([entry("morning", "2026-11-23", sleep_or_illness=True)], {"sign": 7}),
        ([entry("morning", "2026-11-23", sleep_or_illness=False, sitting_min=30)], {"sitting_min": 30}),
    ],
)
def test_answers_are_those_of_the_day(app: Any, entries: list[dict[str, Any]], expected: dict[str, int]) -> None:
    nothing = dict.fromkeys(("morning_pain", "worst_pain", "sitting_min", "yesterday_pain", "yesterday_settled"))
    signs = ["none", *(sign.id for sign in SIGNS.signs)]
    assert app(ANSWERS_OF, entries, "2026-11-23", signs) == {"sign": 0, **nothing, **expected}


def test_a_careful_day_stands_until_the_clinic_has_heard_of_it(app: Any) -> None:
    course, _ = decide("m2 / m2 / m2", new_course(exercises="hold bridge curl"))
    table = write_table(course).to_json()
    first = datetime.date.fromisoformat(table["date"])
    days = [(first + datetime.timedelta(days=ahead)).isoformat() for ahead in range(3)]
    calm = [entry("morning", day, 1, marker_pain_0_10=2, worst_pain_24_h_0_10=2, settled_by_24_h=True) for day in days]
    popped = entry("warning", days[0], 1, what="pop")

    def verdict(entries: list[dict[str, Any]], day: str, **snapshot: Any) -> tuple[str, str]:
        found = app(VERDICT, {"entries": entries, "snapshot": {"table": table, **snapshot}}, day)
        return found["verdict"], found["since"]

    assert verdict(calm, days[2]) == ("full", "")
    assert verdict([*calm, popped], days[0]) == ("stop", "")
    assert verdict([*calm, popped], days[2]) == ("stop", days[0])
    assert verdict([*calm, popped], days[2], table={}) == ("hold", "")
    assert verdict([popped], days[0], table={}) == ("stop", "")
