"""What a person does, step by step, for the journeys that go through several parts of the clinic."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

PASSWORD = "harbour-lantern-42"
ANSWERING = re.compile(r"/intake/(page/\w+|check)/$")
"""Where a patient goes on: at the first page, or where an earlier visit to the link stopped."""
AT = re.compile(r"/encounters/[0-9a-f-]{36}/$")
MOST_TABS = 150
STATE_OF_KEY = {"p": "positive", "n": "negative", "e": "equivocal"}
SLOWEST_ANSWER_MS = 30_000
"""How long a busy machine may take; speed is measured by the benchmarks, not here."""


# ---- the clinic and its people ----


def set_up_clinic(page: Page, set_up_url: str, clinic: str, name: str, email: str) -> None:
    """Follow the link of the first start to the first page of the clinic."""
    page.goto(set_up_url)
    page.get_by_label("Name of the clinic").fill(clinic)
    page.get_by_label("Time zone").select_option("Europe/Vienna")
    page.get_by_label("Your name").fill(name)
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Set up").click()
    _put_off_the_second_factor(page)


def _put_off_the_second_factor(page: Page) -> None:
    """Until the first page is there: going elsewhere before would cut the answer short."""
    page.get_by_role("button", name="Not now").click()
    expect(page.get_by_role("link", name="Patients").first).to_be_visible(timeout=SLOWEST_ANSWER_MS)


def invite(page: Page, base_url: str, name: str, email: str) -> str:
    """Make an invitation on the page of people; the link to hand over."""
    page.goto(f"{base_url}/clinic/people/")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Make the link").click()
    return page.get_by_label("The link").input_value()


def come_in(page: Page, link: str) -> None:
    """Accept an invitation and put the second factor off."""
    page.goto(link)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Come in").click()
    _put_off_the_second_factor(page)


def register_patient(page: Page, base_url: str, given: str, family: str, born: str) -> str:
    """Fill the form for a new patient; the address of the patient's page."""
    page.goto(f"{base_url}/patients/new/")
    page.get_by_label("Given name").fill(given)
    page.get_by_label("Family name").fill(family)
    page.get_by_label("Date of birth", exact=True).fill(born)
    page.get_by_role("button", name="Register", exact=True).click()
    expect(page.get_by_role("heading", name=f"{given} {family}")).to_be_visible()
    return page.url


# ---- before the visit ----


def issue_intake_link(page: Page, patient_url: str) -> str:
    """Make a link for the clinic's tablet."""
    page.goto(f"{patient_url}intake/")
    page.get_by_role("button", name="tablet").click()
    return page.get_by_label("The link").input_value()


def start_intake(phone: Page, link: str) -> None:
    """Open the link and stand on a page of questions."""
    phone.goto(link)
    phone.wait_for_url(ANSWERING)


def press_next(phone: Page) -> None:
    """To the next page of questions."""
    before = phone.url
    phone.get_by_role("button", name="Next").click()
    phone.wait_for_url(lambda url: url != before)


def choose_answer(phone: Page, question: str, nth: int = 0) -> None:
    """Tap one of the answers of a question, by its id."""
    phone.locator(f"[data-question={question}] label.choice").nth(nth).click()


# ---- the room ----


def choose(page: Page, finding: str, state: str) -> None:
    """Set a finding in the list, wherever it is scrolled to."""
    page.locator(f"#row-{finding} input[value='{state}']").evaluate("radio => radio.click()")


def saved(page: Page) -> None:
    """Wait until the server has everything."""
    expect(page.locator("#saved")).to_have_attribute("data-state", "saved", timeout=SLOWEST_ANSWER_MS)


def drawn_whole(page: Page) -> None:
    """Wait until nothing of the room is a draft: a part that was done has lost its field for the reason then."""
    page.wait_for_function("""() => {
        const { opening, whole } = document.getElementById("board").dataset;
        return opening === undefined && whole !== "" && document.getElementById("saved").dataset.state === "saved";
    }""")


def tab_to(page: Page, target: Locator, back: bool = False) -> None:
    """Press Tab until the target has the focus: fails when the keyboard does not reach it."""
    is_there = "e => e === document.activeElement"
    for _ in range(MOST_TABS):
        if target.count() and target.first.evaluate(is_there):
            break
        page.keyboard.press("Shift+Tab" if back else "Tab")
    expect(target.first).to_be_focused()


def find_and_record(page: Page, words: str, finding: str, key: str) -> None:
    """From anywhere in the room: `/`, a few words, down to the finding, one letter."""
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type(words)
    row = page.locator(f"#row-{finding}")
    expect(row).to_be_visible()
    page.keyboard.press("ArrowDown")
    for _ in range(MOST_TABS):
        if row.evaluate("e => e.contains(document.activeElement)"):
            break
        page.keyboard.press("ArrowDown")
    expect(row.locator("input:focus")).to_have_count(1)
    page.keyboard.press(key)
    expect(row.locator(f"input[value={STATE_OF_KEY[key]}]")).to_be_checked()
    saved(page)


def leave_out_by_keyboard(page: Page, reason: str) -> None:
    """Open the neuro screen's tab and give a reason for every part that is not done."""
    drawn_whole(page)
    tab_to(page, page.locator("#tab-card"))
    page.keyboard.press("ArrowRight")
    expect(page.locator("#tab-grades-panel")).to_be_focused()
    fields = page.locator(".leftout input:visible")
    expect(fields.first).to_be_visible()
    for field_id in [field.get_attribute("id") for field in fields.all()]:
        tab_to(page, page.locator(f"[id='{field_id}']"))
        page.keyboard.type(reason)
        page.keyboard.press("Tab")
        saved(page)


def answer_flag_by_keyboard(page: Page, flag: str) -> None:
    """Open the band of a raised red flag, choose the first answer, record it."""
    band = page.locator(f"#flag-{flag}")
    page.keyboard.press("f")
    expect(band.locator("summary").first).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, band.locator("select"))
    page.keyboard.press("ArrowDown")
    tab_to(page, band.locator("[name=flag]"))
    page.keyboard.press("Enter")
    saved(page)
    expect(page.locator(f"#flag-{flag}.answered")).to_have_count(1)


def own_view_by_keyboard(page: Page) -> None:
    """Accept the first source as one's own view."""
    page.keyboard.press("o")
    expect(page.locator("[name='dx.agrees']").first).to_be_focused()
    page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="Record your view"))
    page.keyboard.press("Enter")
    saved(page)


def signed(page: Page) -> None:
    """Wait until the record is locked and its note frozen."""
    expect(page.get_by_text("Signed and locked.")).to_be_visible(timeout=SLOWEST_ANSWER_MS)


def sign_by_keyboard(page: Page) -> None:
    """To the review and under the record."""
    tab_to(page, page.locator("#review"), back=True)
    page.keyboard.press("Enter")
    page.wait_for_url("**/review/")
    tab_to(page, page.get_by_role("button", name="Sign and lock"))
    page.keyboard.press("Enter")
    signed(page)
