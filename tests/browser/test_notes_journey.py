"""Notes and letters in a real browser: read with their data, worded by hand, signed, added to, printed; with and without script."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.clinic import Server, axe_at_size, complaints_of
from playwright.sync_api import Browser, BrowserContext, Page, expect

FILL = Path(__file__).parent / "seed_note.py"
SIZES = {"desktop": (1440, 900), "tablet": (820, 1180), "phone": (360, 740)}


def given_an_evaluation(server: Server, *, signed: bool = False, episode_id: str = "") -> str:
    """The address of an encounter of its own with a whole evaluation in it; in the seeded episode, unless another is named."""
    env = {**os.environ, "ENTHESIS_HOME": str(server.home), "DJANGO_SETTINGS_MODULE": "enthesis.settings"}
    env["PYTHONPATH"] = os.pathsep.join(["tests", *sys.path])
    command = [sys.executable, str(FILL), episode_id or server.seeded.episode_id, *(["sign"] if signed else [])]
    made = subprocess.run(command, env=env, check=True, capture_output=True, text=True)
    return f"{server.base_url}/encounters/{made.stdout.strip()}/"


@pytest.fixture(scope="module")
def evaluation(server: Server) -> str:
    """An open evaluation that tests only read."""
    return given_an_evaluation(server)


def new_context(browser: Browser, session: object, **options: object) -> BrowserContext:
    return browser.new_context(storage_state=session, **options)  # type: ignore[arg-type]


@pytest.fixture
def page(browser: Browser, session: object) -> Iterator[Page]:
    context = new_context(browser, session, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    said = complaints_of(page)
    yield page
    context.close()
    assert [words for words in said if "409" not in words] == []


def mark(page: Page, sentence: str) -> object:
    return page.locator(f'[id="s-{sentence}"] button.ref')


def opened(page: Page) -> object:
    return page.locator(".trace:popover-open")


def test_the_data_of_a_sentence_on_hover_on_press_and_by_key(page: Page, evaluation: str) -> None:
    page.goto(evaluation + "note/")
    page.locator('[id="s-history.worse.positive"]').hover()
    expect(opened(page)).to_contain_text("Pain with sitting")
    page.mouse.move(5, 5)
    expect(opened(page)).to_have_count(0)

    mark(page, "special_tests.puranen_orava").click()
    expect(opened(page)).to_contain_text("Puranen-Orava test: positive on the right")
    expect(opened(page)).to_contain_text("Thea Berg")
    page.keyboard.press("Escape")
    expect(opened(page)).to_have_count(0)

    mark(page, "history.onset").focus()
    page.keyboard.press("Enter")
    expect(opened(page)).to_contain_text("Onset: insidious")
    page.keyboard.press("Escape")
    expect(mark(page, "history.onset")).to_be_focused()


def test_a_sentence_is_worded_by_hand_and_put_back(page: Page, server: Server) -> None:
    page.goto(given_an_evaluation(server) + "note/")
    mark(page, "special_tests.puranen_orava").click()
    opened(page).locator("summary").click()
    opened(page).locator("textarea").fill("Stretch hurts at the sit bone.")
    opened(page).get_by_role("button", name="Keep this wording").click()
    sentence = page.locator('[id="s-special_tests.puranen_orava"]')
    expect(sentence).to_contain_text("Stretch hurts at the sit bone.")
    expect(sentence).to_contain_text("worded by hand")
    expect(sentence).to_contain_text("As generated: Puranen-Orava test: positive on the right.")

    mark(page, "special_tests.puranen_orava").click()
    opened(page).locator("summary").click()
    opened(page).get_by_role("button", name="Back to the generated").click()
    expect(sentence).not_to_contain_text("worded by hand")


def test_the_plan_is_saved_as_it_is_typed(page: Page, server: Server) -> None:
    address = given_an_evaluation(server) + "note/"
    page.goto(address)
    page.fill("#ft-plan", "Holds, daily\nReview in a week")
    expect(page.locator("#text-plan [data-saved]")).to_contain_text("Saved")
    page.fill("#ft-plan", "Holds, daily\nReview in two weeks")
    expect(page.locator("#text-plan [data-saved]")).to_contain_text("Saved")
    page.goto(address)
    expect(page.locator(".sec-plan li").nth(1)).to_contain_text("Review in two weeks.")


def test_two_tabs_and_one_plan(page: Page, server: Server) -> None:
    address = given_an_evaluation(server) + "note/"
    page.goto(address)
    other = page.context.new_page()
    other.goto(address)
    other.fill("#ft-summary", "Theirs")
    expect(other.locator("#text-summary [data-saved]")).to_contain_text("Saved")
    page.fill("#ft-summary", "Mine")
    expect(page.locator("#text-summary [data-saved]")).to_contain_text("Thea Berg wrote “Theirs”")
    page.locator("#text-summary button").click()
    expect(page.locator("#text-summary [data-saved]")).to_contain_text("Saved")
    other.goto(address)
    expect(other.locator("#ft-summary")).to_have_value("Mine")


def test_from_the_signature_to_an_addendum_and_the_patients_documents(page: Page, server: Server) -> None:
    address = given_an_evaluation(server)
    page.goto(address + "note/")
    page.get_by_role("link", name="Review and sign").click()
    page.get_by_role("button", name="Sign and lock").click()
    page.goto(address + "note/")
    expect(page.locator(".head")).to_contain_text("issued")
    expect(page.locator(".sig.signed")).to_contain_text("Thea Berg")
    expect(page.locator("details.word")).to_have_count(0)
    page.fill("#ad", "Phoned: no change.")
    page.get_by_role("button", name="Add addendum").click()
    expect(page.locator("#addenda")).to_contain_text("Phoned: no change.")
    page.locator(".crumb a").first.click()
    page.get_by_role("link", name="Evaluation note").first.click()
    expect(page.locator("article.doc")).to_contain_text("Proximal hamstring tendinopathy")
    expect(page.locator("article.doc .adds")).to_contain_text("Phoned: no change.")


def test_a_referral_letter_from_the_red_flag_to_paper(page: Page, server: Server) -> None:
    address = given_an_evaluation(server)
    page.goto(address + "referral/")
    assert re.search(r"/referral/[0-9a-f]{16}/$", page.url)
    page.get_by_role("textbox", name="To", exact=True).fill("Dr Example, Harbour hospital")
    page.get_by_role("button", name="Keep as written").click()
    expect(page.locator(".doc .sec").first).to_contain_text("Dr Example, Harbour hospital")
    page.get_by_role("button", name="Issue the letter").click()
    expect(page.locator(".head")).to_contain_text("Issued by Thea Berg")
    page.get_by_role("link", name="Print").click()
    expect(page.locator(".sheet")).to_contain_text("Dr Example, Harbour hospital")
    expect(page.locator(".sheet")).to_contain_text("history of cancer")


def test_without_script(browser: Browser, session: object, server: Server) -> None:
    context = new_context(browser, session, java_script_enabled=False)
    page, address = context.new_page(), given_an_evaluation(server)
    page.goto(address + "note/")
    mark(page, "special_tests.puranen_orava").click()
    expect(page.locator("#t-T1")).to_be_visible()
    page.locator("#t-T1 summary").click()
    page.locator("#t-T1 textarea").fill("Worded without script.")
    page.locator("#t-T1").get_by_role("button", name="Keep this wording").click()
    expect(page.locator('[id="s-special_tests.puranen_orava"]')).to_contain_text("Worded without script.")
    page.locator("#ft-plan").fill("Rest")
    page.locator("#text-plan button").click()
    expect(page.locator(".sec-plan")).to_contain_text("Rest.")
    context.close()


@pytest.mark.parametrize("size", list(SIZES))
def test_axe_finds_nothing_and_nothing_is_cut(browser: Browser, session: object, evaluation: str, size: str) -> None:
    width, height = SIZES[size]
    touch = size != "desktop"
    options = {"viewport": {"width": width, "height": height}, "has_touch": touch, "is_mobile": touch}
    context = new_context(browser, session, **options)
    page = context.new_page()
    for path in ("note/", "referral/", "note/paper/"):
        page.goto(evaluation + path)
        assert axe_at_size(page, width) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    page.goto(evaluation + "note/")
    mark(page, "history.onset").click()
    assert axe_at_size(page, width) == [], "with the data open"
    box = opened(page).bounding_box()
    assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= width
    context.close()


def test_the_browsers_print_has_who_and_which_page_on_every_page(page: Page, evaluation: str, tmp_path: Path) -> None:
    page.goto(evaluation + "note/paper/")
    printed = tmp_path / "note.pdf"
    page.pdf(path=str(printed), prefer_css_page_size=True)
    said = subprocess.run(["pdftotext", "-layout", printed, "-"], check=True, capture_output=True, text=True).stdout
    pages = said.strip("\f\n ").split("\f")
    for number, text in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in text
        assert "Alex Muster · record H-0001 · Evaluation" in text
    assert "Worded by hand" not in said and "Print" not in said


def test_the_pdf_of_a_signed_note(page: Page, server: Server) -> None:
    answer = page.context.request.get(given_an_evaluation(server, signed=True) + "note/note.pdf")
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.body().startswith(b"%PDF-1.7")


def test_nothing_of_a_note_is_kept_in_the_browser(page: Page, evaluation: str) -> None:
    page.goto(evaluation + "note/")
    kept = page.evaluate("JSON.stringify({...localStorage}) + JSON.stringify({...sessionStorage})")
    assert "Muster" not in kept and "hamstring" not in kept
