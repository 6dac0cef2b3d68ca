"""One journey: discharge, six months later the mail of `enthesis tick`, the answer on a phone without an account, the picture on
the clinician's page, and the case report with that answer in it, to paper.

The clock of the server and of `enthesis tick` stands where the test puts it (a file in their folder). The server's own upkeep
sleeps, so that the mail is the command's.
"""

from __future__ import annotations

import datetime
import email
import email.policy
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.clinic import Server, axe_findings, complaints_of, sign_in, start_server
from browser.steps import SLOWEST_ANSWER_MS
from browser.test_notes_journey import given_an_evaluation
from playwright.sync_api import Browser, Page, expect

PHONE = {"width": 360, "height": 740}
CLOCK = """
import datetime, os, pathlib, sys, time
from django.utils import timezone
clock = pathlib.Path(os.environ["ENTHESIS_HOME"], "clock")
timezone.now = lambda: datetime.datetime.fromisoformat(clock.read_text()) + datetime.timedelta(seconds=time.time() - clock.stat().st_mtime)
"""
SERVE = f"""{CLOCK}
from enthesis.cli import serve
serve.UPKEEP_EVERY_S = 1e6
sys.exit(serve.run('127.0.0.1', 0, False))
"""
TICK = f"""{CLOCK}
from enthesis.cli.main import main
sys.exit(main(["tick"]))
"""
SMALL_TARGETS = """() => [...document.querySelectorAll('button, a.btn, .n, input.input')]
  .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.closest('.vh') && !e.classList.contains('vh'))
  .map(e => [e.className || e.name, Math.round(e.getBoundingClientRect().height)])
  .filter(([, height]) => height > 0 && height < 44)"""
MOST_QUESTIONS = 12


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """A busy machine fails nothing."""
    expect.set_options(timeout=SLOWEST_ANSWER_MS)
    yield
    expect.set_options(timeout=None)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose clock can be moved."""
    home = tmp_path_factory.mktemp("home")
    set_clock(home, datetime.datetime.now(datetime.UTC))
    running = start_server(home, code=SERVE)
    yield running
    running.stop()


def set_clock(home: Path, moment: datetime.datetime) -> None:
    (home / "clock").write_text(moment.isoformat())


def given_a_simulated_patient_who_agreed_to_email(page: Page, server: Server) -> str:
    """Address of their first episode, open and without an encounter."""
    page.goto(f"{server.base_url}/patients/new/")
    page.get_by_label("Given name").fill("Greta")
    page.get_by_label("Family name").fill("Muster")
    page.get_by_label("E-mail").fill("greta@example.org")
    page.locator("input[name=simulated]").check()
    page.locator("main form").get_by_role("button").last.click()
    page.get_by_role("button", name="Patient agrees").click()
    expect(page.get_by_text("Agreed to e-mails")).to_be_visible()
    page.get_by_role("link", name="New episode").first.click()
    page.get_by_label("What brings the patient").fill("sore sit bone when running")
    page.locator("input[name=start]").uncheck()
    page.locator("main form").get_by_role("button").last.click()
    page.wait_for_url(re.compile(r"/episodes/[0-9a-f-]{36}/$"))
    return page.url


def when_i_enter(page: Page, episode: str, measure: str, number: str) -> None:
    page.goto(f"{episode}outcomes/enter/?measure={measure}")
    page.locator("input[name=number_]").fill(number)
    page.get_by_role("button", name="Keep").click()
    page.wait_for_url(re.compile("/outcomes/"))


def when_i_discharge(page: Page, episode: str) -> None:
    page.goto(f"{episode}discharge/")
    expect(page.get_by_text("not assessed").first).to_be_visible()
    page.get_by_label("Goals reached").check()
    page.get_by_label("What the patient goes on with").fill("Two sessions a week; run every other day.")
    page.get_by_role("button", name="Discharge").click()
    expect(page.get_by_text("As it was decided that day.")).to_be_visible()
    expect(page.get_by_text("Two sessions a week")).to_be_visible()


def when_enthesis_tick_runs(server: Server) -> list[str]:
    """Do what is due, by the command; the links of the messages that have come into the file outbox."""
    there = {"ENTHESIS_HOME": str(server.home), "ENTHESIS_PUBLIC_URL": server.base_url}
    env = {**os.environ, **there, "DJANGO_SETTINGS_MODULE": "enthesis.settings"}
    subprocess.run([sys.executable, "-c", TICK], env=env, check=True, capture_output=True)
    found: list[str] = []
    for path in (server.home / "mail").glob("*.log"):
        for text in path.read_text().split("-" * 79):
            message = email.message_from_string(text.strip(), policy=email.policy.default)
            body = message.get_body(("plain",))
            if body is not None and (link := re.search(r"http\S+/follow-up/#\S+", body.get_content())):
                found.append(link[0])
    return found


def answer_every_question(phone: Page) -> None:
    for _ in range(MOST_QUESTIONS):
        if "/question/" not in phone.url:
            return
        assert phone.evaluate(SMALL_TARGETS) == []
        typed, words = phone.locator("input#number"), phone.locator("input[name^=activity_]:not([type=hidden])")
        if typed.count():
            typed.fill("30")
        for nth, scale in enumerate(phone.locator(".scale").all()):
            if words.count() and nth == 0:
                words.first.fill("running 10 km")
            if nth == 0 or not words.count():
                scale.locator("label").nth(1).click()
        before = phone.url
        phone.get_by_role("button", name="Next").last.click()
        phone.wait_for_url(lambda url, before=before: url != before)


def when_i_answer_on_a_phone(phone: Page, server: Server, link: str) -> None:
    """Half of it, then on from where it stopped."""
    phone.goto(link)
    assert "#" not in phone.url, "the code does not stay in the address"
    phone.get_by_role("button", name="Start").click()
    phone.wait_for_url(re.compile("/question/"))
    assert axe_findings(phone) == []
    phone.get_by_role("button", name="Skip this question").click()
    phone.goto(f"{server.base_url}/follow-up/")
    phone.get_by_role("button", name="Go on where you stopped").click()
    expect(phone.get_by_text("Question 2 of 7")).to_be_visible()
    phone.get_by_role("link", name="Back").click()
    answer_every_question(phone)
    expect(phone.get_by_role("heading", name="Thank you")).to_be_visible()


def then_the_picture_shows_it(staff: Page, episode: str) -> None:
    staff.goto(f"{episode}outcomes/")
    expect(staff.locator("p", has_text="from 6 on")).to_be_visible()
    expect(staff.locator(".course-panel svg").first).to_be_visible()
    expect(staff.locator("li", has_text="6 months after discharge").get_by_text("answered")).to_be_visible()
    assert axe_findings(staff) == []


def then_the_case_report_tells_it(staff: Page, episode: str) -> None:
    """What is missing is named; written, looked at, issued, printed; and narrow and dark."""
    staff.goto(episode)
    staff.get_by_role("link", name="Documents", exact=True).click()
    assert axe_findings(staff) == []
    staff.get_by_text("things the record does not say").last.click()
    expect(staff.get_by_text("The record does not say how the patient saw the care.")).to_be_visible()
    staff.get_by_role("link", name="Look at it (Case report draft)").click()
    staff.get_by_label("What a reader should take away").fill("Load the tendon.")
    staff.get_by_role("button", name="Look at it with these words").click()
    expect(staff.locator(".sec-discussion")).to_contain_text("Load the tendon.")
    expect(staff.locator(".sec-follow-up")).to_contain_text("Answered: 6 months after discharge")
    expect(staff.get_by_role("img", name=re.compile(r"1 on day 18\d"))).to_be_visible()
    assert axe_findings(staff) == []
    staff.locator(".sec-timeline button.ref").first.click()
    expect(staff.locator(".trace:popover-open")).to_contain_text("clinician")
    staff.keyboard.press("Escape")
    staff.get_by_role("button", name="Issue it").click()
    expect(staff.get_by_role("link", name="Word")).to_be_visible()
    with staff.expect_download() as saved:
        staff.get_by_role("link", name="Markdown").click()
    assert saved.value.suggested_filename == "case-report.md"
    staff.get_by_role("link", name="Print").click()
    expect(staff.get_by_role("heading", name="Informed consent")).to_be_visible()
    staff.mouse.move(0, 0)
    staff.set_viewport_size(PHONE)
    staff.emulate_media(color_scheme="dark", reduced_motion="reduce")
    staff.goto(f"{episode}documents/case_report/")
    assert axe_findings(staff) == []
    assert staff.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_from_the_discharge_to_the_answer_of_six_months_later_and_the_case_report(browser: Browser, server: Server) -> None:
    staff = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    wrong = complaints_of(staff)
    sign_in(staff, server, server.seeded.emails["therapist"])
    episode = given_a_simulated_patient_who_agreed_to_email(staff, server)
    given_an_evaluation(server, signed=True, episode_id=episode.rstrip("/").rpartition("/")[2])
    when_i_enter(staff, episode, "nprs_worst", "6")
    when_i_discharge(staff, episode)
    assert axe_findings(staff) == []

    set_clock(server.home, datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=184))
    (link,) = when_enthesis_tick_runs(server)
    phone = browser.new_context(viewport=PHONE, color_scheme="dark", has_touch=True).new_page()
    when_i_answer_on_a_phone(phone, server, link)

    sign_in(staff, server, server.seeded.emails["therapist"])
    then_the_picture_shows_it(staff, episode)
    then_the_case_report_tells_it(staff, episode)
    assert wrong == []
