"""Can a person say where it hurts? With mouse, finger, keyboard, by name, and without script: given, when, then."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from browser.chart_server import chart_server
from browser.clinic import axe_findings, complaints_of
from playwright.sync_api import Browser, Page, expect

from enthesis.bodymap.description import describe_drawing
from enthesis.bodymap.drawing import Drawing, Sensation, parse_drawing
from enthesis.bodymap.figure import View, load_figure
from enthesis.bodymap.posted import read_posted
from enthesis.bodymap.region import BodySide, Place
from enthesis.bodymap.shares import region_shares

SMALL_TARGETS = """() => [...document.querySelectorAll('button, summary, select, .bc-options label, input[type=search], input[type=range]')]
  .filter(e => e.checkVisibility({visibilityProperty: true}))
  .map(e => [e.textContent.trim() || e.className, e.getBoundingClientRect()]).filter(([, r]) => Math.min(r.height, r.width) < 43.5)
  .filter(([text]) => text !== 'Save').map(([text, r]) => `${text} ${Math.round(r.width)}x${Math.round(r.height)}`)"""
ON_SCREEN = """([x, y]) => { const c = document.querySelector('enthesis-body-chart'), f = c.stage.getBoundingClientRect();
  return [f.left + c.stage.clientLeft + (x - c.middle[0]) * c.scale + c.stage.clientWidth / 2,
          f.top + c.stage.clientTop + (y - c.middle[1]) * c.scale + c.stage.clientHeight / 2]; }"""
SIZES = {"phone": (360, 740), "tablet": (820, 1180), "desktop": (1440, 900)}
SIT_BONE, CALF, KNEE_BACK = (273.0, 525.0), (300.0, 780.0), (294.0, 730.0)
LEG = [SIT_BONE, (278.0, 550.0), (284.0, 600.0), (288.0, 650.0)]
DRAWN = json.dumps(
    {
        "version": 1,
        "build": "neutral",
        "areas": [
            {
                "sensation": "ache",
                "intensity_nrs_0_10": 6,
                "depth": "deep",
                "strokes": [{"view": "back", "radius": 80, "filled": False, "points": [2737, 5250, 2790, 5600]}],
                "regions": [],
            },
            {
                "sensation": "numb",
                "intensity_nrs_0_10": None,
                "depth": "unknown",
                "strokes": [],
                "regions": [{"region": "calf_upper_part", "side": "right"}],
            },
        ],
    }
)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with chart_server() as url:
        yield url


class Chart:
    """The body chart as a patient sees it."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.complaints = complaints_of(page)
        self.touch = page.context.new_cdp_session(page)

    def given(self, **asked: str) -> None:
        self.page.goto(f"{self.address}?{urlencode(asked)}")
        self.page.locator("enthesis-body-chart[data-ready]").wait_for()

    def point(self, at: tuple[float, float]) -> tuple[float, float]:
        self.page.locator(".bc-stage").scroll_into_view_if_needed()
        x, y = self.page.evaluate(ON_SCREEN, list(at))
        return x, y

    def when_i_draw(self, *points: tuple[float, float]) -> None:
        spots = [self.point(p) for p in points]
        self.page.mouse.move(*spots[0])
        self.page.mouse.down()
        for spot in spots[1:]:
            self.page.mouse.move(*spot, steps=5)
        self.page.mouse.up()

    def when_fingers(self, *tracks: list[tuple[float, float]]) -> None:
        """Fingers go along tracks of screen points, all at once."""

        def send(kind: str, step: int | None) -> None:
            at = [] if step is None else [{"x": t[step][0], "y": t[step][1], "id": i} for i, t in enumerate(tracks)]
            self.touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})

        send("touchStart", 0)
        for step in range(1, len(tracks[0])):
            send("touchMove", step)
        send("touchEnd", None)

    def when_i_choose(self, group: str, word: str) -> None:
        self.page.locator(f".bc-{group} label", has_text=word).first.click()

    def when_i_press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    @property
    def drawing(self) -> Drawing:
        text = self.page.locator("input[name=pain]").input_value()
        return parse_drawing(text) if text else Drawing("neutral")

    def then_it_says(self, words: str) -> None:
        expect(self.page.locator(".bc-root > [role=status]")).to_contain_text(words)

    def then_nothing_complained(self) -> None:
        assert self.complaints == []


def open_chart(browser: Browser, address: str, size: str = "desktop", **context: Any) -> Chart:
    width, height = SIZES[size]
    opened = browser.new_context(viewport={"width": width, "height": height}, has_touch=True, **context)
    return Chart(opened.new_page(), address)


@pytest.fixture
def chart(browser: Browser, address: str) -> Iterator[Chart]:
    opened = open_chart(browser, address)
    yield opened
    opened.then_nothing_complained()
    opened.page.context.close()


def test_a_line_drawn_with_the_mouse_becomes_an_area(chart: Chart) -> None:
    chart.given()
    chart.when_i_draw(*LEG)

    (area,) = chart.drawing.areas
    (stroke,) = area.strokes
    regions = {s.place.region for s in region_shares(chart.drawing, load_figure("neutral")).regions}
    assert (area.sensation, area.intensity_nrs_0_10, stroke.view, stroke.radius) == (Sensation.ACHE, None, View.BACK, 80)
    assert "ischial_tuberosity" in regions and all(abs(a - 10 * b) < 12 for a, b in zip(stroke.points[0], SIT_BONE, strict=True))
    chart.then_it_says("Ache, right sit bone")


def test_words_of_the_browser_are_those_of_the_server(chart: Chart) -> None:
    chart.given()
    chart.when_i_draw(*LEG)
    chart.when_i_choose("sensation", "Burning")
    chart.when_i_draw(CALF, (302, 830))

    said = chart.page.locator(".bc-words").all_inner_texts()
    assert tuple(said) == describe_drawing(chart.drawing, load_figure("neutral"))


def test_strength_and_depth_belong_to_the_area(chart: Chart) -> None:
    chart.given()
    chart.when_i_draw(*LEG)
    chart.page.get_by_role("slider").focus()
    chart.when_i_press(*["ArrowRight"] * 6)
    chart.when_i_choose("depth", "Deep")
    chart.when_i_choose("sensation", "Pins")
    chart.when_i_draw(CALF, (302, 830))

    first, second = chart.drawing.areas
    assert (first.intensity_nrs_0_10, first.depth, second.intensity_nrs_0_10) == (6, "deep", None)
    assert second.sensation is Sensation.PINS_AND_NEEDLES


def test_strokes_that_touch_are_one_area_and_others_are_not(chart: Chart) -> None:
    chart.given()
    chart.when_i_draw(SIT_BONE, (280, 560))
    chart.when_i_draw((280, 555), (284, 600))
    chart.when_i_draw(CALF, (302, 830))

    assert [len(a.strokes) for a in chart.drawing.areas] == [2, 1]


def test_a_closed_line_means_what_it_encloses(chart: Chart) -> None:
    chart.given()
    chart.when_i_choose("brush", "Fine")
    chart.when_i_draw((255, 460), (300, 455), (310, 490), (290, 512), (262, 505), (252, 480), (255, 462))

    assert chart.drawing.areas[0].strokes[0].filled
    chart.page.get_by_role("button", name="Undo").click()
    assert not chart.drawing.areas[0].strokes[0].filled


def test_undo_redo_and_erase(chart: Chart) -> None:
    chart.given()
    chart.when_i_draw(*LEG)
    chart.when_i_draw(CALF, (302, 830))
    both = chart.drawing
    chart.page.get_by_role("button", name="Undo").click()
    assert len(chart.drawing.areas) == 1
    chart.when_i_press("Control+z")
    assert chart.drawing.areas == ()
    chart.when_i_press("Control+Shift+z")
    chart.page.get_by_role("button", name="Redo").click()
    assert chart.drawing == both

    chart.when_i_choose("mode", "Erase")
    chart.when_i_draw((262, 590), (310, 590))
    assert [len(a.strokes) for a in chart.drawing.areas] == [2, 1], "the line is cut in two"
    chart.when_i_draw((290, 775), (302, 780), (302, 835))
    assert len(chart.drawing.areas) == 1


def test_an_area_is_changed_and_deleted(chart: Chart) -> None:
    chart.given(drawing=DRAWN)
    chart.page.get_by_role("button", name="Change: Deep ache").click()
    chart.when_i_choose("sensation", "Sharp")
    assert chart.drawing.areas[0].sensation is Sensation.SHARP and chart.drawing.areas[0].intensity_nrs_0_10 == 6
    chart.page.get_by_role("button", name="Delete: Deep sharp").click()

    assert [a.sensation for a in chart.drawing.areas] == [Sensation.NUMB]
    expect(chart.page.get_by_role("button", name="Change: Numb")).to_be_focused()


def test_a_finger_draws_and_does_not_scroll(browser: Browser, address: str) -> None:
    chart = open_chart(browser, address, "phone", is_mobile=True)
    chart.given()
    spots = [chart.point(p) for p in LEG]
    before = chart.page.evaluate("scrollY")
    chart.when_fingers(spots)

    assert len(chart.drawing.areas) == 1 and chart.page.evaluate("scrollY") == before
    assert len(chart.drawing.areas[0].strokes[0].points) > 1
    chart.then_nothing_complained()
    chart.page.context.close()


def test_two_fingers_zoom_and_draw_nothing(browser: Browser, address: str) -> None:
    chart = open_chart(browser, address, "phone", is_mobile=True)
    chart.given()
    x, y = chart.point((240, 500))
    chart.when_fingers([(x - 20 - 8 * k, y) for k in range(8)], [(x + 20 + 8 * k, y) for k in range(8)])

    assert chart.page.evaluate("document.querySelector('enthesis-body-chart').zoom") > 2
    assert chart.drawing.areas == ()
    chart.page.get_by_role("button", name="Whole body").click()
    assert chart.page.evaluate("document.querySelector('enthesis-body-chart').zoom") == 1
    chart.page.context.close()


def test_two_fingers_scroll_the_page_when_all_is_in_sight(browser: Browser, address: str) -> None:
    chart = open_chart(browser, address, "phone", is_mobile=True)
    chart.given()
    x, y = chart.point((240, 500))
    chart.when_fingers([(x - 30, y - 15 * k) for k in range(8)], [(x + 30, y - 15 * k) for k in range(8)])

    assert chart.page.evaluate("scrollY") > 40 and chart.drawing.areas == ()
    chart.page.context.close()


def test_large_areas_are_tapped_on_a_phone(browser: Browser, address: str) -> None:
    chart = open_chart(browser, address, "phone", is_mobile=True)
    chart.given()
    chart.when_i_choose("mode", "Tap")
    expect(chart.page.locator(".bc-level input[value=whole]")).to_be_checked()
    chart.page.touchscreen.tap(*chart.point((290, 480)))

    assert chart.drawing.areas[0].regions == (Place("buttock", BodySide.RIGHT),)
    chart.page.touchscreen.tap(*chart.point((290, 480)))
    assert chart.drawing.areas == ()
    chart.page.context.close()


def test_a_tap_beside_the_body_still_finds_it_and_far_away_nothing(chart: Chart) -> None:
    chart.given()
    chart.when_i_choose("mode", "Tap")
    chart.page.mouse.click(*chart.point((344, 470)))
    chart.page.mouse.click(*chart.point((460, 900)))

    assert [p.side for a in chart.drawing.areas for p in a.regions] == [BodySide.RIGHT]


def test_all_by_keyboard(chart: Chart) -> None:
    chart.given()
    chart.page.get_by_role("tab", name="Front").focus()
    chart.when_i_press("ArrowRight")
    expect(chart.page.get_by_role("tab", name="Back")).to_have_attribute("aria-selected", "true")
    chart.page.locator(".bc-region[tabindex='0']").focus()
    names = []
    for _ in range(40):
        names.append(chart.page.evaluate("document.activeElement.getAttribute('aria-label')"))
        if "sit bone" in (names[-1] or ""):
            break
        chart.when_i_press("ArrowDown")
    if "sit bone" not in names[-1]:
        chart.page.locator(".bc-region[aria-label='right sit bone']").focus()
    chart.when_i_press("Enter")

    assert len(set(names)) > 8, "arrow keys walk over the body"
    assert [p.region for p in chart.drawing.areas[0].regions] == ["ischial_tuberosity"]
    chart.then_it_says("sit bone: ache marked")
    expect(chart.page.locator(".bc-region:focus")).to_have_attribute("aria-checked", "true")
    chart.when_i_press(" ")
    assert chart.drawing.areas == ()


def test_a_part_is_found_by_name(chart: Chart) -> None:
    chart.given()
    chart.page.get_by_text("Choose from a list instead").click()
    chart.page.get_by_label("Find a body part").fill("left sit bone")
    chart.when_i_press("Enter")
    chart.page.get_by_role("button", name="left sit bone", exact=True).click()

    assert chart.drawing.areas[0].regions == (Place("sit_bone", BodySide.LEFT),)
    expect(chart.page.get_by_role("button", name="left sit bone", exact=True)).to_have_attribute("aria-pressed", "true")
    chart.page.get_by_label("Find a body part").fill("xyzzy")
    expect(chart.page.locator(".bc-found")).to_contain_text("No part of the body")


def test_a_drawing_goes_to_the_browser_and_back_unchanged_and_alone(chart: Chart) -> None:
    chart.given(drawing=DRAWN)
    with chart.page.expect_navigation():
        chart.page.get_by_role("button", name="Save").click()
    fields = json.loads(chart.page.locator("body").inner_text())

    assert list(fields) == ["pain"], "the chart posts its drawing and nothing else"
    assert read_posted("pain", fields) == parse_drawing(DRAWN)


def test_the_page_is_told_of_every_change(chart: Chart) -> None:
    chart.given()
    chart.page.evaluate("addEventListener('drawing-changed', e => { window.told = e.detail.value; })")
    chart.when_i_draw(*LEG)

    assert parse_drawing(chart.page.evaluate("window.told")) == chart.drawing


def test_without_script_ticked_parts_are_posted(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}?{urlencode({'drawing': DRAWN})}")
    expect(page.get_by_label("upper calf, right")).to_be_checked()
    page.get_by_text("Buttock", exact=True).click()
    page.get_by_label("sit bone, right").check()
    page.get_by_label("What does it feel like?").select_option("sharp")
    page.get_by_label("How strong?").select_option("7")
    with page.expect_navigation():
        page.get_by_role("button", name="Save").click()
    drawing = read_posted("pain", json.loads(page.locator("body").inner_text()))
    context.close()

    before = parse_drawing(DRAWN)
    assert drawing.areas[:2] == before.areas
    assert (drawing.areas[2].sensation, drawing.areas[2].intensity_nrs_0_10) == (Sensation.SHARP, 7)
    assert drawing.areas[2].regions == (Place("sit_bone", BodySide.RIGHT),)


def test_shown_to_read_only(chart: Chart) -> None:
    chart.given(drawing=DRAWN, readonly="1")
    before = chart.drawing
    chart.when_i_draw(*LEG)
    chart.when_i_press("Control+z")

    assert chart.drawing == before
    expect(chart.page.locator(".bc-tools, .bc-other, .bc-acts")).to_have_count(0)
    expect(chart.page.locator(".bc-words").first).to_contain_text("Deep ache, 6/10, right sit bone")


def test_an_earlier_drawing_lies_beside_the_new_one(chart: Chart) -> None:
    chart.given(drawing=DRAWN, earlier=DRAWN, readonly="1")
    expect(chart.page.locator(".bc-earlier")).to_have_count(2)
    chart.when_i_choose("shown", "Now")
    expect(chart.page.locator(".bc-earlier")).to_have_count(0)
    chart.when_i_choose("shown", "Before")
    expect(chart.page.locator(".bc-area")).to_have_count(0)


def test_a_figure_that_cannot_be_fetched_leaves_the_list(browser: Browser, address: str) -> None:
    chart = open_chart(browser, address)
    chart.page.route("**/body/*.json", lambda route: route.abort())
    chart.page.goto(address)

    expect(chart.page.locator(".bc-fallback")).to_be_visible()
    expect(chart.page.locator(".bc-fallback")).to_be_enabled()
    chart.page.context.close()


@pytest.mark.parametrize(("size", "scheme"), [("desktop", "light"), ("phone", "dark")])
def test_axe_finds_nothing_and_targets_are_large(browser: Browser, address: str, scheme: Any, size: str) -> None:
    chart = open_chart(browser, address, size, color_scheme=scheme)
    chart.given(drawing=DRAWN)
    for state in ("draw", "tap", "list"):
        if state == "tap":
            chart.when_i_choose("mode", "Tap")
        if state == "list":
            chart.page.get_by_text("Choose from a list instead").click()
            chart.page.get_by_label("Find a body part").fill("sit bone")
        assert axe_findings(chart.page) == [], state
        assert chart.page.evaluate(SMALL_TARGETS) == [], state
        assert chart.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), state
    chart.then_nothing_complained()
    chart.page.context.close()


def test_axe_finds_nothing_without_script_or_read_only(browser: Browser, address: str) -> None:
    chart = open_chart(browser, address, "phone")
    chart.given(drawing=DRAWN, readonly="1")
    assert axe_findings(chart.page) == []
    chart.page.route("**/body_chart.js", lambda route: route.abort())
    chart.page.goto(f"{address}?{urlencode({'drawing': DRAWN})}")
    assert axe_findings(chart.page) == []
    chart.page.context.close()
