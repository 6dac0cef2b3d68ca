"""The exercise library in a real browser: narrowed without script, clean at every size, moving only where motion is wanted."""

from __future__ import annotations

import pytest
from browser.clinic import Server, axe_at_size, complaints_of
from playwright.sync_api import Browser, expect

SIZES = {"phone": (360, 740), "tablet": (820, 1180)}
PATHS = {
    "all": "/library/",
    "narrowed": "/library/?q=bridge&muscle=hamstrings&bend=20",
    "nothing": "/library/?q=nordik&region=hamstring&position=zorb",
    "exercise": "/library/ham_rdl_sl/",
    "without a figure": "/library/glu_airplane/",
}
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL_TARGETS = """() => [...document.querySelectorAll('main button, main select, main input, main .btn, main .tabs a, .ways a')]
  .map(e => [e.className || e.name, Math.round(e.getBoundingClientRect().height)]).filter(([, height]) => height < 44)"""


def test_every_page_is_clean_on_phone_and_tablet(browser: Browser, session: object, server: Server) -> None:
    found: list[str] = []
    for size, (width, height) in SIZES.items():
        context = browser.new_context(
            viewport={"width": width, "height": height},
            has_touch=True,
            is_mobile=True,
            storage_state=session,  # type: ignore[arg-type]
        )
        page = context.new_page()
        complaints = complaints_of(page, server.base_url)
        for name, path in PATHS.items():
            page.goto(server.base_url + path)
            found += [f"{name}, {size}: {finding}" for finding in axe_at_size(page, width)]
            found += [f"{name}, {size}: small target {small}" for small in page.evaluate(SMALL_TARGETS)]
            if page.evaluate(SIDEWAYS) > 0:
                found.append(f"{name}, {size}: wider than the screen")
        found += complaints
        context.close()
    assert found == []


def test_an_exercise_is_found_without_script_and_leads_on(browser: Browser, session: object, server: Server) -> None:
    context = browser.new_context(java_script_enabled=False, storage_state=session)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(server.base_url + "/library/")
    page.get_by_label("Words").fill("single leg romanian")
    page.get_by_label("Target").select_option("hamstrings")
    page.get_by_role("button", name="Show", exact=True).click()

    page.get_by_role("link", name="Single-leg Romanian deadlift").first.click()
    expect(page.get_by_role("heading", name="When to stop")).to_be_visible()
    page.locator("#easier + .cards a").first.click()
    expect(page.locator("#harder + .cards")).to_contain_text("Single-leg Romanian deadlift")
    context.close()


@pytest.mark.parametrize(("motion", "is_still"), [("reduce", True), ("no-preference", False)])
def test_a_drawing_moves_only_where_motion_is_wanted(
    browser: Browser, session: object, server: Server, motion: str, is_still: bool
) -> None:
    context = browser.new_context(reduced_motion=motion, storage_state=session)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(server.base_url + "/library/ham_rdl_sl/")
    shown = "() => document.querySelector('.drawn img').complete && document.querySelector('.drawn img').currentSrc"
    assert ("view=still" in page.wait_for_function(shown).json_value()) == is_still

    page.get_by_role("link", name="Stop the movement").click()
    assert "view=still" in page.wait_for_function(shown).json_value()
    context.close()
