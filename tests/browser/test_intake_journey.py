"""Before the visit, on a phone: given, when, then."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from browser.clinic import Server, axe_findings, axe_in_both_themes, sign_in
from playwright.sync_api import Browser, Page, expect

PHONE = {"width": 360, "height": 740}
SMALL_TARGETS = """() => [...document.querySelectorAll('button, summary, .btn, .choice, .n, textarea, select.input, input.input')]
  .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.closest('enthesis-body-chart, .vh'))
  .map(e => [e.className || e.name, Math.round(e.getBoundingClientRect().height)])
  .filter(([, height]) => height > 0 && height < 44)"""
TOO_WIDE = """() => [...document.querySelectorAll('body *')]
  .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('svg')).map(e => e.className || e.tagName)"""
MOST_PAGES = 30
ANSWERING = re.compile(r"/intake/(page/\w+|check)/$")
"""Where a patient goes on: at the first page, or where an earlier test stopped."""


@pytest.fixture
def staff(browser: Browser, server: Server) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1180, "height": 820})
    page = context.new_page()
    sign_in(page, server, server.seeded.emails["therapist"])
    yield page
    context.close()


def given_a_link(staff: Page, server: Server, patient: str = "") -> str:
    staff.goto(f"{server.base_url}/patients/{patient or server.seeded.patient_id}/intake/")
    staff.get_by_role("button", name="tablet").click()
    return staff.get_by_label("The link").input_value()


def when_i_start_with(phone: Page, link: str) -> None:
    phone.goto(link)
    phone.wait_for_url(ANSWERING)


def when_i_press_next(phone: Page) -> None:
    before = phone.url
    phone.get_by_role("button", name="Next").click()
    phone.wait_for_url(lambda url: url != before)


def when_it_is_kept(phone: Page) -> None:
    expect(phone.locator("#saved")).to_have_text("Saved")


def then_nothing_of_the_link_was_printed(server: Server, link: str) -> None:
    code = link.partition("#")[2]
    assert code and not any(code in line or code.replace("-", "") in line for line in server.printed)


def when_i_answer_the_first_of_everything(phone: Page) -> None:
    for question in phone.locator(".q-choice").all():
        question.locator("label.choice").first.click()
    for number in phone.locator(".q-scale .n4").all():
        number.click()
    for words in phone.locator(".q-words textarea").all():
        words.fill("It hurts at my sit bone when I run")


def then_nothing_is_wrong(phone: Page) -> None:
    phone.wait_for_load_state()
    phone.locator("h1").wait_for()
    assert phone.evaluate(TOO_WIDE) == []
    assert phone.evaluate(SMALL_TARGETS) == []
    assert axe_in_both_themes(phone) == []


def test_from_the_link_to_the_therapist(browser: Browser, server: Server, staff: Page) -> None:
    link = given_a_link(staff, server)
    assert axe_in_both_themes(staff) == []
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    phone = context.new_page()
    when_i_start_with(phone, link)
    assert "#" not in phone.url
    told = False
    for _ in range(MOST_PAGES):
        then_nothing_is_wrong(phone)
        if phone.url.endswith("/check/"):
            break
        when_i_answer_the_first_of_everything(phone)
        when_i_press_next(phone)
        if phone.url.endswith("/important/"):
            told = True
            then_nothing_is_wrong(phone)
            phone.get_by_role("button", name="I have read this").click()
            phone.wait_for_url("**/intake/page/**")
    assert told, "numbness between the legs must be answered at once"

    phone.get_by_role("button", name="Send my answers").click()
    expect(phone.get_by_role("heading", name="Thank you")).to_be_visible()
    assert not [c for c in context.cookies() if c["name"] == "enthesis_intake"]
    phone.goto(f"{server.base_url}/intake/check/")
    expect(phone.get_by_label("Your code from the clinic")).to_be_visible()
    context.close()
    then_nothing_of_the_link_was_printed(server, link)

    staff.goto(f"{server.base_url}/patients/{server.seeded.patient_id}/")
    staff.get_by_role("link", name="waits for the therapist").first.click()
    expect(staff.get_by_role("heading", name="Proposed findings")).to_be_visible()
    expect(staff.get_by_text("said to have read it")).to_be_visible()
    assert axe_in_both_themes(staff) == []
    expect(staff.get_by_role("radiogroup", name="pain with running")).to_be_visible()
    staff.locator("select[name=into]").select_option("new")
    staff.get_by_role("button", name="Confirm and go").click()
    staff.wait_for_url("**/encounters/**")


def test_without_a_script_and_going_on_another_day(browser: Browser, server: Server, staff: Page) -> None:
    code = given_a_link(staff, server).partition("#")[2]
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    phone = context.new_page()
    phone.goto(f"{server.base_url}/intake/")
    phone.get_by_label("Your code from the clinic").fill(code.lower())
    phone.get_by_role("button", name="Start").click()
    phone.locator("textarea").first.fill("Deep ache under the right buttock")
    phone.get_by_label("Right", exact=True).check()
    phone.get_by_role("button", name="Next").click()
    phone.locator("details", has=phone.locator("input[name=drawing_region]")).first.locator("summary").click()
    phone.locator("input[name=drawing_region]").first.check()
    phone.get_by_role("button", name="Next").click()
    expect(phone.get_by_role("heading", name="How did it start?")).to_be_visible()
    phone.get_by_role("button", name="Stop for now").click()
    expect(phone.get_by_text("Your answers are kept")).to_be_visible()
    context.close()

    other = browser.new_context(viewport=PHONE).new_page()
    other.goto(given_a_link(staff, server))
    expect(other.get_by_role("heading", name="How did it start?")).to_be_visible()
    other.get_by_role("button", name="Back").click()
    expect(other.locator("enthesis-body-chart")).to_contain_text("Ache")
    other.context.close()


def test_an_answer_is_kept_before_next_is_pressed(browser: Browser, server: Server, staff: Page) -> None:
    link = given_a_link(staff, server, server.seeded.other_patient_id)
    context = browser.new_context(viewport=PHONE)
    phone = context.new_page()
    phone.goto(link)
    phone.locator("textarea").first.fill("kept without a button")
    expect(phone.locator("#saved")).to_have_text("Saved")
    phone.close()
    again = context.new_page()
    again.goto(f"{server.base_url}/intake/")
    again.get_by_role("button", name="Go on where you stopped").click()
    expect(again.locator("textarea").first).to_have_value("kept without a button")
    context.close()


def test_a_used_link_says_so_and_opens_nothing(browser: Browser, server: Server, staff: Page) -> None:
    link = given_a_link(staff, server, server.seeded.other_patient_id)
    first, second = (browser.new_context(viewport=PHONE).new_page() for _ in range(2))
    first.goto(link)
    first.wait_for_url(ANSWERING)
    second.goto(link)
    expect(second.locator("[role=alert]")).to_have_count(1)
    assert "/intake/page/" not in second.url
    for phone in (first, second):
        phone.context.close()


def test_an_urgent_answer_is_told_at_once_also_when_it_was_kept_before(browser: Browser, server: Server, staff: Page) -> None:
    context = browser.new_context(viewport=PHONE)
    phone = context.new_page()
    when_i_start_with(phone, given_a_link(staff, server, server.seeded.other_patient_id))
    phone.goto(f"{server.base_url}/intake/page/nerves/")
    phone.locator("[data-question=saddle] label.choice").first.click()
    when_it_is_kept(phone)
    phone.get_by_role("button", name="Next").click()

    expect(phone.get_by_role("heading", name="Please read this now")).to_be_visible()
    expect(phone.get_by_text("Call the clinic now")).to_be_visible()
    phone.goto(f"{server.base_url}/intake/")
    phone.get_by_role("button", name="Go on where you stopped").click()
    expect(phone.get_by_role("heading", name="Please read this now")).to_be_visible()
    phone.get_by_role("button", name="I have read this").click()
    expect(phone.get_by_role("link", name="What to do")).to_be_visible()
    phone.get_by_role("button", name="Next").click()
    expect(phone.get_by_role("heading", name="How do you feel in yourself?")).to_be_visible()
    context.close()


def test_with_the_keyboard_alone(browser: Browser, server: Server, staff: Page) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    phone = context.new_page()
    when_i_start_with(phone, given_a_link(staff, server, server.seeded.other_patient_id))
    phone.goto(f"{server.base_url}/intake/page/start/")
    expect(phone.locator("#title")).to_be_focused()
    for _ in range(3):
        phone.keyboard.press("Tab")
        if phone.evaluate("document.activeElement.name") == "onset":
            break
    phone.keyboard.press("Space")
    phone.keyboard.press("ArrowDown")
    assert phone.locator("[data-question=onset] :checked").input_value() == "slow"
    phone.keyboard.press("Tab")
    phone.keyboard.type("6")
    phone.keyboard.press("Enter")

    expect(phone.get_by_role("heading", name="What happened then?")).to_be_visible()
    phone.get_by_role("button", name="Back").press("Enter")
    expect(phone.get_by_label("How many")).to_have_value("6")
    assert phone.locator("[data-question=onset] :checked").input_value() == "slow"
    context.close()


def test_without_a_connection_nothing_typed_is_lost(browser: Browser, server: Server, staff: Page) -> None:
    context = browser.new_context(viewport=PHONE)
    phone = context.new_page()
    when_i_start_with(phone, given_a_link(staff, server, server.seeded.other_patient_id))
    phone.goto(f"{server.base_url}/intake/page/goals/")
    context.set_offline(True)
    phone.locator("textarea").first.fill("run again")
    phone.get_by_role("button", name="Next").click()
    expect(phone.locator("#saved")).to_have_text("Not saved yet: no connection")
    expect(phone.locator("textarea").first).to_have_value("run again")

    context.set_offline(False)
    when_it_is_kept(phone)
    phone.get_by_role("button", name="Next").click()
    expect(phone.get_by_text("run again")).to_be_visible()
    context.close()


def test_this_device_is_handed_over_signed_out(browser: Browser, server: Server) -> None:
    context = browser.new_context(viewport={"width": 820, "height": 1180})
    tablet = context.new_page()
    sign_in(tablet, server, server.seeded.emails["front_desk"])
    tablet.goto(f"{server.base_url}/patients/{server.seeded.other_patient_id}/intake/")
    tablet.get_by_role("button", name="This device, now").click()
    expect(tablet.get_by_role("heading", name="You are signed out")).to_be_visible()
    assert axe_findings(tablet) == []
    tablet.get_by_role("button", name="Start the questions").click()
    tablet.wait_for_url(ANSWERING)
    tablet.goto(f"{server.base_url}/patients/{server.seeded.other_patient_id}/")
    assert "/account/login/" in tablet.url

    tablet.goto(f"{server.base_url}/intake/page/goals/")
    tablet.locator("textarea").first.fill("run again")
    tablet.get_by_role("button", name="Next").click()
    tablet.get_by_role("button", name="Send my answers").click()
    expect(tablet.get_by_text("Please hand the tablet back")).to_be_visible()
    tablet.go_back()
    expect(tablet.get_by_text("run again")).to_have_count(0)
    context.close()
