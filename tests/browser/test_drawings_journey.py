"""The pain drawing of an encounter in a real browser: saved as it is drawn, there again, confirmed, compared, without script."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.clinic import Server, axe_at_size, axe_findings, sign_in
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

SIZES = {"phone": (360, 740), "tablet": (820, 1180), "tablet_wide": (1180, 820), "desktop": (1440, 900)}
SIT_BONE, THIGH, LOW_BACK = (273.0, 525.0), (284.0, 600.0), (262.0, 400.0)
ON_SCREEN = """([x, y]) => { const c = document.querySelector('enthesis-body-chart'), f = c.stage.getBoundingClientRect();
  return [f.left + c.stage.clientLeft + (x - c.middle[0]) * c.scale + c.stage.clientWidth / 2,
          f.top + c.stage.clientTop + (y - c.middle[1]) * c.scale + c.stage.clientHeight / 2]; }"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def context(browser: Browser, session: object) -> Iterator[BrowserContext]:
    """The therapist's browser; a script error fails the test."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, storage_state=session)  # type: ignore[arg-type]
    errors: list[str] = []
    context.on("weberror", lambda found: errors.append(str(found.error)))
    yield context
    context.close()
    assert errors == []


def start_visit(page: Page, server: Server) -> str:
    """A treatment visit of its own in the seeded episode; the address of its drawing."""
    page.goto(f"{server.base_url}/episodes/{server.seeded.episode_id}/")
    page.locator(".starts button[value=treatment]").click()
    page.wait_for_url("**/encounters/*/treatment/")
    room = page.url.removesuffix("treatment/")
    page.goto(room)
    return f"{room}drawing/"


def opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    expect(page.locator("enthesis-body-chart[data-ready]")).to_have_count(1)
    return page


def draw(page: Page, *points: tuple[float, float]) -> None:
    page.locator("enthesis-body-chart .bc-stage").scroll_into_view_if_needed()
    spots = [page.evaluate(ON_SCREEN, list(point)) for point in points]
    page.mouse.move(*spots[0])
    page.mouse.down()
    for spot in spots:
        page.mouse.move(*spot, steps=5)
    page.mouse.up()


def saved(page: Page) -> None:
    expect(page.locator("#saved")).to_have_attribute("data-state", "saved")


def shown(page: Page, name: str) -> None:
    """Keep a picture for people who want to look (ENTHESIS_SHOTS names the folder)."""
    folder = os.environ.get("ENTHESIS_SHOTS")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def test_what_is_drawn_is_saved_and_there_again(context: BrowserContext, server: Server) -> None:
    page = context.new_page()
    address = start_visit(page, server)
    # given: the chart, come to from the room
    page.get_by_role("link", name="Pain drawing").click()
    expect(page.locator("enthesis-body-chart[data-ready]")).to_have_count(1)
    # when: a line is drawn and given a number
    draw(page, SIT_BONE, THIGH)
    page.locator(".bc-slider").fill("6")
    # then: it is saved without a button, told in words, and there after a reload
    saved(page)
    expect(page.locator("#said-list")).to_contain_text("Ache, 6/10, right")
    page.reload()
    expect(page.locator(".bc-areas")).to_contain_text("6/10")
    # when: one of the suggested findings is tapped
    page.get_by_role("button", name="Record as positive: ").first.click()
    # then: it is recorded, and the others wait
    expect(page.locator("#proposals .chip-good")).to_have_count(1)
    assert page.get_by_role("button", name="Record as positive: ").count() >= 1
    shown(page, "drawing_desktop")
    page.goto(address.removesuffix("drawing/"))
    assert page.locator("input[value=positive]:checked").count() >= 1


def test_a_lost_connection_loses_no_drawing(context: BrowserContext, server: Server) -> None:
    page = context.new_page()
    address = start_visit(page, server)
    page.goto(address)
    expect(page.locator("enthesis-body-chart[data-ready]")).to_have_count(1)

    def cut(route: Route) -> None:
        route.abort() if route.request.method == "POST" else route.continue_()

    page.route("**/drawing/", cut)
    draw(page, SIT_BONE, THIGH)
    expect(page.locator("#saved")).to_contain_text("no connection")
    page.unroute("**/drawing/")
    expect(page.locator("#saved")).to_have_attribute("data-state", "saved", timeout=15_000)
    page.reload()
    expect(page.locator(".bc-item")).to_have_count(1)


def test_two_tabs_are_told_of_each_other(context: BrowserContext, server: Server) -> None:
    address = start_visit(context.new_page(), server)
    first, second = opened(context, address), opened(context, address)
    draw(first, SIT_BONE, THIGH)
    saved(first)
    draw(second, LOW_BACK, (262.0, 430.0))
    expect(second.locator("#clash")).to_contain_text("Thea Berg drew something else")
    shown(second, "drawing_conflict")
    second.get_by_role("button", name="Use mine").click()
    saved(second)
    first.reload()
    expect(first.locator("#said-list")).to_contain_text("back")


def test_the_figure_is_chosen_before_strokes_are_drawn(context: BrowserContext, server: Server) -> None:
    page = opened(context, start_visit(context.new_page(), server))
    page.locator(".builds label", has_text="Female").click()
    expect(page.locator("enthesis-body-chart[data-build=female][data-ready]")).to_have_count(1)
    draw(page, SIT_BONE, THIGH)
    saved(page)
    expect(page.locator("input[name=build][value=neutral]")).to_be_disabled()
    page.reload()
    expect(page.locator("input[name=build][value=female]")).to_be_checked()


def test_drawings_of_two_visits_are_compared_and_printed(context: BrowserContext, server: Server) -> None:
    for points, number in (((LOW_BACK, SIT_BONE, THIGH), "8"), ((SIT_BONE, THIGH), "3")):
        page = opened(context, start_visit(context.new_page(), server))
        draw(page, *points)
        page.locator(".bc-slider").fill(number)
        saved(page)
        expect(page.locator("#said-list")).to_contain_text(f"{number}/10")
    page.get_by_role("link", name="Compare visits").click()
    page.locator(".visit input").first.check()
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page.get_by_text("Ache: 8 of 10 before, 3 of 10 now")).to_be_visible()
    assert page.locator(".compared svg").count() == 3
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate(SIDEWAYS) <= 0, size
        shown(page, f"compare_{size}")
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
        assert axe_findings(page) == []
        shown(page, f"compare_{theme}")
    page.set_viewport_size({"width": 794, "height": 1123})
    page.emulate_media(media="print", color_scheme="light")
    expect(page.get_by_role("button", name="Compare", exact=True)).to_be_hidden()
    expect(page.locator(".compared svg").first).to_be_visible()
    shown(page, "compare_print")


def test_the_chart_fits_every_screen_and_axe_finds_nothing(context: BrowserContext, server: Server) -> None:
    page = opened(context, start_visit(context.new_page(), server))
    draw(page, SIT_BONE, THIGH)
    saved(page)
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate(SIDEWAYS) <= 0, size
        shown(page, f"drawing_{size}")
        assert axe_at_size(page, width) == [], size


def test_without_script_ticked_parts_are_saved_and_shown(browser: Browser, server: Server) -> None:
    context = browser.new_context(viewport={"width": 820, "height": 1180}, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, server, server.seeded.emails["therapist"])
    page.goto(start_visit(page, server))
    page.locator("summary", has_text="Buttock").first.click()
    page.locator("input[value='right.sit_bone']").check()
    page.locator("select[name=drawing_intensity]").select_option("5")
    shown(page, "drawing_no_script")
    page.get_by_role("button", name="Save the drawing").click()
    expect(page.get_by_text("The drawing is saved.")).to_be_visible()
    expect(page.locator("#said-list")).to_contain_text("Ache, 5/10, right sit bone.")
    page.get_by_role("button", name="Record as positive: ").first.click()
    expect(page.locator("#proposals .chip-good")).to_have_count(1)
    context.close()
