"""The referral atlas in a real browser: on a phone by touch, beside a drawing, by pointer and keyboard, and without script."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from browser.clinic import Server, axe_in_both_themes
from browser.test_drawings_journey import SIDEWAYS, SIT_BONE, THIGH, draw, saved, start_visit
from playwright.sync_api import Browser, BrowserContext, Page, expect

READY = "[data-atlas][data-ready]"
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def contexts(browser: Browser, session: object) -> Iterator[list[BrowserContext]]:
    """The therapist's browsers: a phone with touch, and one without script."""
    options = {"storage_state": session, "viewport": PHONE}
    found = [
        browser.new_context(**options, has_touch=True, is_mobile=True),  # type: ignore[arg-type]
        browser.new_context(**options, java_script_enabled=False),  # type: ignore[arg-type]
    ]
    errors: list[str] = []
    for context in found:
        context.on("weberror", lambda raised: errors.append(str(raised.error)))
    yield found
    for context in found:
        context.close()
    assert errors == []


def tap_figure(page: Page, view: str, x: float, y: float) -> None:
    """Touch a place of the figure, in figure units."""
    spot = page.evaluate(
        """([view, x, y]) => { const p = document.querySelector(`[data-view=${view}] svg`);
           const at = new DOMPoint(x, y).matrixTransform(p.getScreenCTM()); return [at.x, at.y]; }""",
        [view, x, y],
    )
    page.touchscreen.tap(*spot)


def test_on_a_phone_a_place_is_touched_and_a_structure_opened(contexts: list[BrowserContext], server: Server) -> None:
    page = contexts[0].new_page()
    # given: the atlas from the menu
    page.goto(f"{server.base_url}/atlas/")
    expect(page.locator(READY)).to_have_count(1)
    assert page.evaluate(SIDEWAYS) == 0
    # when: the right sit bone is touched on the back
    tap_figure(page, "back", *SIT_BONE)
    # then: what refers there is listed, and nothing about anybody stands in the address
    expect(page.get_by_role("heading", name="What refers to: right sit bone")).to_be_visible()
    assert re.search(r"/atlas/\?region=sit_bone&on=right$", page.url)
    page.get_by_role("link", name="Posterior femoral cutaneous nerve").first.click()
    expect(page.get_by_role("heading", name="Posterior femoral cutaneous nerve").first).to_be_visible()
    expect(page.locator(".zone-essential")).not_to_have_count(0)
    # and: the left side is its mirror
    page.get_by_role("navigation", name="Side").get_by_role("link", name="Left").click()
    expect(page.get_by_role("heading", name="Posterior femoral cutaneous nerve, left")).to_be_visible()
    assert page.evaluate(SIDEWAYS) == 0
    assert axe_in_both_themes(page) == []


def test_beside_a_drawing_by_pointer_and_keyboard(
    contexts: list[BrowserContext], browser: Browser, session: object, server: Server
) -> None:
    wide = browser.new_context(viewport={"width": 1440, "height": 900}, storage_state=session)  # type: ignore[arg-type]
    contexts.append(wide)
    page = wide.new_page()
    page.goto(start_visit(page, server))
    expect(page.locator("enthesis-body-chart[data-ready]")).to_have_count(1)
    draw(page, SIT_BONE, THIGH)
    saved(page)
    page.get_by_role("link", name="What refers here?").click()
    # then: the most alike is beside the drawing, and says that this is no probability
    expect(page.get_by_role("heading", name="Drawing and Semimembranosus, right")).to_be_visible()
    expect(page.get_by_text("Not a probability.")).to_be_visible()
    expect(page.get_by_text("Bent-knee stretch test").first).to_be_visible()
    # when: a name is pointed at, its zone shows before anything is opened; with the keyboard too
    other = page.locator(".alike .zone-link").nth(2)
    other.hover()
    expect(page.locator("[data-previewed] .preview path").first).to_be_attached()
    page.mouse.move(5, 5)
    expect(page.locator(".preview")).to_have_count(0)
    page.locator(".alike .zone-link").nth(1).focus()
    page.keyboard.press("Tab")
    expect(page.locator(".preview path").first).to_be_attached()
    page.keyboard.press("Enter")
    expect(page.locator(".alike .zone-link[aria-current]")).to_have_text(other.inner_text())
    assert axe_in_both_themes(page) == []

    # and: without script all of it is links and a form
    plain = contexts[1].new_page()
    plain.goto(page.url)
    expect(plain.locator(".alike li")).to_have_count(10)
    plain.goto(f"{server.base_url}/atlas/")
    plain.get_by_label("Place").select_option("groin_part")
    plain.get_by_role("button", name="Ask").click()
    expect(plain.get_by_role("heading", name="What refers to: right groin or front of the hip")).to_be_visible()
    plain.get_by_role("link", name="Hip joint").first.click()
    expect(plain.get_by_text("Of 51 hips proven by a block")).to_be_visible()
