"""A programme of the clinic's own in a real browser: written without reloading, kept, and clean on a wide light and a narrow dark page."""

from __future__ import annotations

from browser.clinic import Server, axe_findings, complaints_of
from playwright.sync_api import Browser, expect

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_a_programme_is_written_and_kept(browser: Browser, session: object, server: Server) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, storage_state=session)  # type: ignore[arg-type]
    page = context.new_page()
    complaints = complaints_of(page, server.base_url)
    page.goto(server.base_url + "/programmes/new/?from=goom_four_stage")
    page.locator("#name").fill("Harbour hamstring")
    page.locator("#add-isometric").fill("Bird dog")
    page.locator("#add-isometric").press("Enter")
    expect(page.locator("#said")).to_have_text("Bird dog is added to Holds, hip near straight.")
    expect(page.locator("#add-isometric")).to_be_focused()
    expect(page.locator("#name")).to_have_value("Harbour hamstring")
    page.get_by_role("button", name="Further up: Bird dog").click()
    expect(page.locator("#said")).to_have_text("Bird dog stands at place 4 now.")
    page.get_by_role("button", name="Check it").last.click()
    expect(page.get_by_text("It can be used as it is.")).to_be_visible()
    assert axe_findings(page) == []
    page.get_by_role("button", name="Keep it", exact=True).click()
    expect(page.get_by_role("heading", name="Harbour hamstring")).to_be_visible()
    address = page.url
    context.close()

    narrow = browser.new_context(
        viewport={"width": 360, "height": 740},
        color_scheme="dark",
        has_touch=True,
        is_mobile=True,
        storage_state=session,  # type: ignore[arg-type]
    )
    page = narrow.new_page()
    complaints += complaints_of(page, server.base_url)
    for path in (f"{server.base_url}/programmes/", address, address + "change/"):
        page.goto(path)
        assert axe_findings(page) == []
        assert page.evaluate(SIDEWAYS) == 0
    narrow.close()
    assert complaints == []
