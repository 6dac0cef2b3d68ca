"""The picture of a course: what is on it, what it says in words, that a strict policy lets it through; and the forecast."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from datetime import date, timedelta
from itertools import pairwise

import pytest

from enthesis.knowledge.outcome_measures_loading import built_in_measures
from enthesis.outcomes.forecast import forecast
from enthesis.outcomes.picture import CourseEvent, PhaseSpan, draw
from enthesis.outcomes.picture_axes import Calendar, Scale
from enthesis.outcomes.picture_marks import KINDS
from enthesis.outcomes.trajectory import Point, Series

MEASURES = built_in_measures().by_id
DAY = date(2026, 1, 5)
SVG = "{http://www.w3.org/2000/svg}"


def weekly(measure: str, *values: float | None, side: str = "", simulated: tuple[int, ...] = ()) -> Series:
    points = tuple(
        Point(
            DAY + timedelta(weeks=week),
            value,
            "patient",
            week in simulated,
            because="" if value is not None else "1 of 20 missing",
        )
        for week, value in enumerate(values)
    )
    return Series(MEASURES[measure], side, points)


def drawn(*series: Series, **more: object) -> ElementTree.Element:
    return ElementTree.fromstring(draw(series, **more).svg)  # type: ignore[arg-type]


def of_class(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [one for one in root.iter() if (one.get("class") or "") == name]


def test_nothing_in_it_needs_a_style_or_a_script() -> None:
    picture = draw([weekly("lefs", 40, 50)], events=[CourseEvent("visit", DAY, "<b>&")])

    assert not re.search(r"<style|<script|style=|javascript|href|on\w+=", picture.svg)
    assert "&lt;b&gt;&amp;" in picture.svg


def test_simulated_points_are_squares_and_gaps_stay_gaps() -> None:
    root = drawn(weekly("lefs", 40, 44, None, 50, 52, simulated=(1,)))

    assert len(of_class(root, "op-point")) == 3
    # One of each in the plot, one in the key.
    assert len(of_class(root, "op-point-simulated")) == 2
    assert len(of_class(root, "op-missing")) == 2
    lines = of_class(root, "op-line")
    assert [line.get("stroke-dasharray") for line in lines] == ["2 4", None]  # none over the gap


def test_the_band_is_what_matters_since_the_first_value() -> None:
    lower, higher = drawn(weekly("nprs_worst", 7, 3)), drawn(weekly("lefs", 40, 60))

    for root, share in ((lower, 5 / 10), (higher, 49 / 80)):
        ((line,),) = (of_class(root, "op-limit"),)
        grid = sorted({float(one.get("y1") or 0) for one in of_class(root, "op-grid")})
        assert float(line.get("y1") or 0) == pytest.approx(grid[-1] - share * (grid[-1] - grid[0]), abs=0.2)


def test_where_nothing_is_established_it_says_so_and_there_is_no_band() -> None:
    root = drawn(weekly("visa_h", 23, 80))

    assert not of_class(root, "op-band")
    assert "meaningful change: not established" in ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]


def test_every_kind_of_event_has_a_shape_of_its_own_and_stands_in_the_key() -> None:
    assert len({(kind.path, kind.further, kind.filled) for kind in KINDS.values()}) == len(KINDS)
    events = [CourseEvent(kind, DAY + timedelta(days=place)) for place, kind in enumerate(KINDS)]
    said = ["".join(text.itertext()) for text in drawn(weekly("lefs", 40), events=events).iter(f"{SVG}text")]
    assert {f"{kind.name}, 1" for kind in KINDS.values()} <= set(said)


def test_events_of_one_day_do_not_cover_each_other() -> None:
    root = drawn(weekly("lefs", 40), events=[CourseEvent("visit", DAY), CourseEvent("needling", DAY), CourseEvent("flare", DAY)])
    places = [one.get("transform") for one in root.iter(f"{SVG}g") if one.get("transform")]
    assert len(set(places)) == len(places)


def test_words_and_table_say_the_same() -> None:
    picture = draw(
        [weekly("lefs", 40, None, 52)],
        phases=[PhaseSpan("Holds", DAY, DAY + timedelta(days=14)), PhaseSpan("Slow strength", DAY + timedelta(days=14), None)],
        events=[CourseEvent("race", DAY + timedelta(days=3), "10 km", simulated=True)],
        today=DAY + timedelta(days=30),
        show_day=lambda day: day.strftime("%-d %b"),
    )

    assert "better by 12 points; more than measurement error" in picture.text
    assert "Holds from 5 Jan to 19 Jan." in picture.text
    assert "Race: 8 Jan (simulated)." in picture.text
    assert [(row.what, row.value, row.note) for row in picture.rows] == [
        ("LEFS", "40 points", ""),
        ("race", "10 km", "simulated"),
        ("LEFS", "not scored", "1 of 20 missing"),
        ("LEFS", "52 points", ""),
    ]


def test_with_nothing_there_is_nothing_to_draw() -> None:
    picture = draw([])
    assert (picture.svg, picture.text, picture.rows) == ("", "Nothing is recorded yet.", ())


@pytest.mark.parametrize("days", [0, 20, 100, 181, 190, 400, 4000])
def test_a_calendar_has_few_ticks_that_ascend(days: int) -> None:
    calendar = Calendar(DAY, DAY + timedelta(days=days), 58, 984)
    places = [x for x, _label in calendar.ticks()]

    assert 2 <= len(places) <= 14
    assert all(a < b for a, b in pairwise(places))
    assert calendar.unit == ("months" if days > 182 else "weeks")


@pytest.mark.parametrize("measure", sorted(MEASURES))
def test_a_scale_holds_its_range(measure: str) -> None:
    scale = Scale.of(MEASURES[measure], [MEASURES[measure].low], 0, 124)
    ticks = scale.ticks()

    assert scale.low == MEASURES[measure].low
    assert 3 <= len(ticks) <= 8
    assert all(scale.low <= tick <= scale.high for tick in ticks)


@pytest.mark.parametrize(
    ("series", "events", "said"),
    [
        (weekly("lefs", 40, 44, 48, 52), [], "4 of the 5 values"),
        (weekly("lefs", 40, 44, 48, 52, 56, 60), [30], "values it needs are known since the last event"),
        (weekly("lefs", 40, 44, 48, 52, 56, simulated=(2,)), [], "some values are simulated"),
        (weekly("lefs", 40, 42, 44, 46, 48, 70), [], "would have missed it"),
        (weekly("nprs_worst", 1, 9, 2, 8, 1, 6), [], "too wide"),
        (weekly("groc", 0, 1, 1, 2, 2), [], "a memory of change"),
    ],
)
def test_why_there_is_no_forecast(series: Series, events: list[int], said: str) -> None:
    found = forecast(series, [DAY + timedelta(days=day) for day in events])
    assert found.on is None
    assert said in found.sentence


def test_a_forecast_is_an_interval_a_quarter_ahead() -> None:
    found = forecast(weekly("lefs", 40, 43, 45, 48, 50, 53, 55, 58, 60))

    assert found.on == DAY + timedelta(days=56 + 14)
    assert found.low is not None
    assert found.high is not None
    assert found.low < 65 < found.high
    assert "not a promise" in found.sentence
