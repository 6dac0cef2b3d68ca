"""Can a new user take the guided tour: by keyboard, away and back, without script, in an empty clinic, and a second time?"""

from __future__ import annotations

from browser.clinic import Server, axe_in_both_themes, complaints_of, sign_in
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

PHONE: ViewportSize = {"width": 360, "height": 740}


def panel(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Guided tour")


def next_by_keyboard(page: Page) -> None:
    """The way on has the focus, so Enter leads through the whole tour."""
    expect(panel(page).get_by_role("button", name="Next", exact=True)).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_new_user_takes_the_tour(browser: Browser, server: Server) -> None:
    page = browser.new_context(viewport={"width": 1180, "height": 820}, reduced_motion="reduce").new_page()
    complaints = complaints_of(page, server.base_url)
    sign_in(page, server, server.seeded.emails["therapist"])
    page.get_by_role("button", name="Take the tour").click()
    expect(panel(page)).to_contain_text("Your day")
    expect(page.locator(".tour-target")).to_have_count(1)
    assert axe_in_both_themes(page) == []
    next_by_keyboard(page)
    expect(panel(page)).to_contain_text("Find somebody")
    # Looking around does not end it.
    page.goto(f"{server.base_url}/library/")
    expect(panel(page)).to_contain_text("You have left the way")
    page.get_by_role("button", name="Back to the tour").click()
    expect(page).to_have_url(f"{server.base_url}/patients/")
    titles: list[str] = []
    while panel(page).get_by_role("button", name="Next", exact=True).count():
        next_by_keyboard(page)
        titles.append(panel(page).locator("summary b").inner_text())
    assert {"A patient", "The examination", "The note", "The exercises"} <= set(titles) and titles[-1] == "That is all"
    expect(page.get_by_role("heading", name="That was the tour")).to_be_visible()
    # Ended, it is gone, and it is not offered again; one's own menu has it.
    page.get_by_role("button", name="End the tour").click()
    expect(panel(page)).to_have_count(0)
    page.goto(server.base_url)
    expect(panel(page)).to_have_count(0)
    page.locator(".clinic-bar summary").last.click()
    page.get_by_role("link", name="Guided tour").click()
    page.get_by_role("button", name="Lead me").click()
    expect(panel(page)).to_contain_text("Tour, 1 of")
    assert complaints == []
    page.context.close()


def test_the_tour_without_script_on_a_phone(browser: Browser, server: Server) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, server, server.seeded.emails["front_desk"])
    page.get_by_role("button", name="Take the tour").click()
    expect(panel(page)).to_contain_text("Your day")
    panel(page).get_by_role("button", name="Next", exact=True).click()
    expect(panel(page)).to_contain_text("Find somebody")
    page.goto(f"{server.base_url}/tour/")
    stops = page.locator(".tour-list h2").all_inner_texts()
    assert "Your day" in stops and "The examination" not in stops  # the front desk sees no clinical content
    page.get_by_role("link", name="Open Find somebody").click()
    expect(page).to_have_url(f"{server.base_url}/patients/")
    page.get_by_role("button", name="End the tour").click()
    expect(page).to_have_url(f"{server.base_url}/patients/")
    # Another person at the same device is offered the tour.
    context.clear_cookies(name="enthesis_session")
    sign_in(page, server, server.seeded.emails["student"])
    expect(panel(page)).to_contain_text("New here?")
    page.get_by_role("button", name="No, thank you").click()
    expect(panel(page)).to_have_count(0)
    context.close()
