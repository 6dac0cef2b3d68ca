"""The documents of an episode in a real browser: what is missing, written, looked at, issued, printed; axe on a wide and a narrow page."""

from __future__ import annotations

import pytest
from browser.clinic import Server, axe_findings, complaints_of
from browser.test_notes_journey import given_an_evaluation, new_context
from playwright.sync_api import Browser, expect


@pytest.mark.browser
def test_a_case_report_from_the_episode_to_paper(browser: Browser, session: object, server: Server) -> None:
    given_an_evaluation(server, signed=True)
    address = f"{server.base_url}/episodes/{server.seeded.episode_id}/"
    context = new_context(browser, session, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    said = complaints_of(page)
    page.goto(address)
    page.get_by_role("link", name="Documents", exact=True).click()
    assert axe_findings(page) == []
    page.get_by_text("things the record does not say").last.click()
    expect(page.get_by_text("The record does not say how the patient saw the care.")).to_be_visible()

    page.get_by_role("link", name="Look at it (Case report draft)").click()
    page.get_by_label("What a reader should take away").fill("Load the tendon.")
    page.get_by_role("button", name="Look at it with these words").click()
    expect(page.locator(".sec-discussion")).to_contain_text("Load the tendon.")
    assert axe_findings(page) == []
    page.locator(".sec-timeline button.ref").first.click()
    expect(page.locator(".trace:popover-open")).to_contain_text("clinician")
    page.keyboard.press("Escape")

    page.get_by_role("button", name="Issue it").click()
    expect(page.get_by_role("link", name="Word")).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Markdown").click()
    assert saved.value.suggested_filename == "case-report.md"
    page.get_by_role("link", name="Print").click()
    expect(page.get_by_role("heading", name="Informed consent")).to_be_visible()
    assert said == []
    context.close()

    narrow = new_context(browser, session, viewport={"width": 360, "height": 740}, color_scheme="dark")
    phone = narrow.new_page()
    phone.goto(f"{address}documents/case_report/")
    assert axe_findings(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    narrow.close()
