"""Needling as it is done: an adult's upper hamstring from the screen to the signature, the check on her phone the day after, and
somebody of sixteen in North Carolina without and with a parent's consent."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from browser.clinic import Server, axe_findings, axe_in_both_themes, complaints_of
from browser.steps import SLOWEST_ANSWER_MS
from playwright.sync_api import Browser, Page, expect

TABLET = {"width": 1180, "height": 820}
PHONE = {"width": 360, "height": 740}
SMALL_TARGETS = """() => [...document.querySelectorAll('button, a.btn, .choice')]
  .filter(e => e.checkVisibility({visibilityProperty: true})).map(e => [e.textContent.trim(), e.getBoundingClientRect().height])
  .filter(([, height]) => height < 44)"""


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """A busy machine fails nothing."""
    expect.set_options(timeout=SLOWEST_ANSWER_MS)
    yield
    expect.set_options(timeout=None)


@pytest.fixture(scope="module")
def visits(server: Server) -> dict[str, str]:
    env = {**os.environ, "ENTHESIS_HOME": str(server.home), "PYTHONPATH": str(Path(__file__).parent.parent)}
    seed = [sys.executable, str(Path(__file__).parent / "seed_needling.py"), server.seeded.episode_id]
    return json.loads(subprocess.run(seed, env=env, check=True, capture_output=True, text=True).stdout)


@pytest.fixture
def page(browser: Browser, session: object) -> Iterator[Page]:
    context = browser.new_context(viewport=TABLET, storage_state=session)  # type: ignore[arg-type]
    opened = context.new_page()
    said = complaints_of(opened, statuses=False)
    yield opened
    assert said == []
    context.close()


def chip(page: Page, name: str, value: str) -> None:
    page.locator(f"input[name='{name}'][value='{value}']").first.check(force=True)


def answered_no(page: Page, button: str = "Keep the screen") -> None:
    """Every question, one by one; the page keeps them by itself, the button at the latest."""
    page.evaluate("document.querySelectorAll('form[data-act=screen] input[value=no]').forEach(e => { e.checked = true; })")
    page.get_by_role("button", name=button).click()


def plan(page: Page, muscle: str, side: str) -> None:
    page.locator("#new-site").select_option(muscle)
    for name, value in (("new_side", side), ("technique", "muscle"), ("in_plan_of_care", "yes"), ("referral", "no_referral")):
        chip(page, name, value)
    page.get_by_role("button", name="Keep the plan").click()
    expect(page.locator(f".nd-card[data-card={muscle}]")).to_be_visible()


def sign_consent(page: Page, who: str, name: str) -> None:
    chip(page, "signed_by", who)
    page.locator("#f-signer_name").fill(name)
    page.locator("#f-copy_given_on").fill(page.locator("#f-signed_on").input_value())


def check_stored(server: Server, encounter: str) -> None:
    """The rows behind the pages: point, side, needle, depth, and the count."""
    fields = "site, side, gauge_mm, length_mm, depth_mm, point_view, point_x, point_y, pain_quality, lot"
    of_visit = "WHERE encounter_id = ? AND id NOT IN (SELECT replaces_id FROM {0} WHERE replaces_id IS NOT NULL)"
    with closing(sqlite3.connect(server.home / "enthesis.sqlite3")) as database:
        read = [
            database.execute(f"SELECT {what} FROM {table} {of_visit.format(table)}", [encounter.replace("-", "")]).fetchall()
            for what, table in ((fields, "records_needlinginsertion"), ("needles_in, needles_out", "records_needlingclose"))
        ]
    needles, count = read
    assert count == [(2, 2)]
    assert sorted(row[-2] for row in needles) == ["dull_ache", "familiar"]
    for site, side, gauge, length, depth, *_ in needles:
        assert (site, side, gauge, length, depth) == ("proximal_hamstring_tendon", "right", 0.3, 50, 35)
    ((view, x, y),) = {tuple(row[5:8]) for row in needles if row[5]}
    assert view == "back" and 0.4 < x < 0.6 and 0.4 < y < 0.6, "where it was tapped, below the right buttock"


def test_an_adult_is_needled_and_asked_the_day_after(
    page: Page, browser: Browser, server: Server, visits: dict[str, str]
) -> None:
    visit = f"{server.base_url}/encounters/{visits['adult']}/needling/"
    page.goto(f"{server.base_url}/encounters/{visits['adult']}/treatment/")
    page.get_by_role("link", name="Needling").click()
    expect(page.get_by_text("questions of today’s screen are unknown. Unknown blocks.")).to_be_visible()
    plan(page, "proximal_hamstring_tendon", "right")
    answered_no(page)
    expect(page.get_by_text("Unknown blocks.")).to_have_count(0)
    expect(page.locator(".nd-verdict")).to_contain_text("Closed")
    page.locator(".nd-reason").get_by_role("link", name="Consent").first.click()
    sign_consent(page, "patient", "Alex Muster")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_text("Kept.")).to_be_visible()
    assert axe_findings(page) == []
    page.goto(visit)
    for field in iter(lambda: page.locator(".nd-lift summary", has_text="Write a reason").first, None):
        if not field.count():
            break
        field.click()
        card = page.locator(".nd-lift[open]").first
        card.locator("textarea").fill("Weighed with the patient today.")
        before = page.locator(".nd-lifted").count()
        card.get_by_role("button", name="Keep the reason").click()
        expect(page.locator(".nd-lifted")).to_have_count(before + 1)
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", name="Next needle")).to_be_visible()
    page.locator(".nd-plate[data-view=back][data-asks]").click(position={"x": 78, "y": 165})
    expect(page.locator("[data-proposed]")).to_be_visible()
    page.get_by_label("Landmark").fill("a thumb below the sit bone")
    page.get_by_label("Lot", exact=True).fill("L-7")
    page.get_by_label("Depth, mm").fill("35")
    for name, value in (("needle", "0.30x50"), ("twitch", "yes"), ("pain_quality", "familiar"), ("stimulation", "manual")):
        chip(page, name, value)
    page.get_by_role("button", name="Log this needle").click()
    expect(page.locator(".nd-rows > li")).to_have_count(1)
    page.get_by_role("button", name="Repeat the last needle").click()
    expect(page.get_by_label("Landmark")).to_have_value("a thumb below the sit bone")
    chip(page, "pain_quality", "dull_ache")
    page.get_by_role("button", name="Log this needle").click()
    expect(page.locator(".nd-rows > li")).to_have_count(2)
    for what, times in (("One more: Opened", 2), ("One more: In the sharps", 1)):
        for n in range(times):
            page.get_by_role("button", name=what).click()
            field = "needles_in" if "Opened" in what else "needles_out"
            expect(page.locator(f"#f-{field}")).to_have_value(str(n + 1))
    expect(page.get_by_text("2 in, 1 out: look for 1 needle before the patient leaves.").first).to_be_visible()
    expect(page.get_by_role("button", name="Sign the needling")).to_have_count(0)
    page.get_by_role("button", name="One more: In the sharps").click()
    expect(page.locator(".nd-balance")).to_contain_text("2 in, 2 out: the count balances.")
    answers = {
        "bleeding": "no",
        "bruising": "no",
        "faintness": "no",
        "strength_and_feeling_normal": "yes",
        "aftercare_given": "yes",
    }
    for name, value in answers.items():
        if page.locator(f"input[name={name}]").count():
            chip(page, name, value)
    page.get_by_role("button", name="Keep the count and the response").click()
    assert axe_in_both_themes(page) == []
    page.get_by_role("button", name="Sign the needling").click()
    expect(page.get_by_text("The needling is signed.")).to_be_visible()
    check_stored(server, visits["adult"])
    page.goto(f"{server.base_url}/encounters/{visits['adult']}/note/")
    note = page.locator("main")
    expect(note).to_contain_text("a thumb below the sit bone, needle 0.3 × 50 mm, lot L-7, depth 35 mm")
    expect(note).to_contain_text("Needles: 2 in, 2 out")
    page.goto(visit)
    page.get_by_role("link", name="Events, and the checks on the patient").click()
    page.get_by_role("button", name="Link or QR").first.click()
    link = page.get_by_role("textbox", name="The link").input_value()

    context = browser.new_context(viewport=PHONE, has_touch=True, color_scheme="dark")
    phone = context.new_page()
    said = complaints_of(phone, statuses=False)
    phone.goto(link)
    assert "#" not in phone.url, "the code does not stay in the address"
    expect(phone.get_by_text("Call the emergency number now and say that you were needled.")).to_be_visible()
    phone.get_by_role("button", name="Start").click()
    for question in phone.locator("fieldset.yes-no").all():
        question.get_by_text("No", exact=True).click()
    expect(phone.locator(".advice:visible")).to_have_count(0)
    phone.locator("fieldset", has_text="short of breath").get_by_text("Yes", exact=True).click()
    expect(phone.locator(".advice:visible")).to_contain_text("Call the emergency number now")
    assert phone.evaluate(SMALL_TARGETS) == []
    assert axe_findings(phone) == []
    phone.get_by_role("button", name="Send").click()
    expect(phone.get_by_role("heading", name="What to do now")).to_be_visible()
    assert axe_findings(phone) == []
    assert said == []
    context.close()

    page.goto(visit)
    expect(page.locator(".nd-urgent.emergency")).to_contain_text("emergency imaging now")
    page.goto(f"{server.base_url}/clinic/needling/")
    expect(page.get_by_role("heading", name="Unwanted events, per signed session")).to_be_visible()
    assert axe_findings(page) == []


def test_a_minor_needs_a_parent_and_their_own_word(page: Page, server: Server, visits: dict[str, str]) -> None:
    visit = f"{server.base_url}/encounters/{visits['minor']}/needling/"
    consent = f"{server.base_url}/patients/{visits['minor_patient']}/needling-consent/"
    page.goto(visit)
    plan(page, "upper_trapezius", "right")
    answered_no(page)
    page.goto(consent)
    sign_consent(page, "patient", "Mika Jung")
    chip(page, "assent", "yes")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_text("Kept.")).to_be_visible()
    page.goto(visit)
    stops = page.locator(".nd-reason.stop")
    expect(stops).to_have_count(1)
    expect(stops).to_contain_text(re.compile("parent", re.I))
    expect(stops.locator(".nd-lift")).to_have_count(0)
    expect(page.get_by_role("button", name="Begin")).to_have_count(0)
    page.goto(consent)
    page.locator("#f-parent_name").fill("Petra Jung")
    page.locator("#f-parent_consent_on").fill(page.locator("#f-signed_on").input_value())
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_text("Kept.")).to_be_visible()
    page.goto(visit)
    expect(page.locator(".nd-reason.stop")).to_have_count(0)
    page.goto(consent)
    chip(page, "said_by", "patient")
    page.get_by_role("button", name="Withdraw the consent").click()
    expect(page.get_by_text("Withdrawn. Needling is closed until somebody signs anew.")).to_be_visible()
    page.goto(visit)
    expect(page.locator(".nd-reason.stop").first).to_contain_text("withdrawn")
