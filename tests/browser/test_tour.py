"""The pages the documentation shows: each opens, is clean, keeps inside the screen; `make pictures` takes their pictures."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import steps
from browser.clinic import Server, axe_findings, serving, sign_in
from browser.pictures import picture
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.pictures
HERE = Path(__file__).parent
TABLET = {"width": 1180, "height": 820}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server with the demo clinic."""
    home = tmp_path_factory.mktemp("demo")
    env = {**os.environ, "ENTHESIS_HOME": str(home)}
    made = subprocess.run([sys.executable, HERE / "seed_demo_clinic.py"], env=env, check=True, capture_output=True, text=True)
    (home / "seeded.json").write_text(made.stdout)
    with serving(home) as running:
        yield running


@pytest.fixture
def evaluation(server: Server) -> str:
    """The address of a whole evaluation, not signed."""
    env = {**os.environ, "ENTHESIS_HOME": str(server.home), "PYTHONPATH": os.pathsep.join(["tests", *sys.path])}
    command = [sys.executable, str(HERE / "seed_note.py"), server.seeded.episode_id]
    made = subprocess.run(command, env=env, check=True, capture_output=True, text=True)
    return f"{server.base_url}/encounters/{made.stdout.strip()}/"


def new_page(browser: Browser, **options: object) -> Page:
    return browser.new_context(**{"viewport": TABLET, "reduced_motion": "reduce", **options}).new_page()  # type: ignore[arg-type]


def shown(page: Page, name: str) -> None:
    """The page stands as it should, and is in the picture."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    assert axe_findings(page) == [], name
    page.evaluate("scrollTo(0, 0)")
    picture(page, name)


def test_the_day_the_patient_and_the_calendar(browser: Browser, demo: Server) -> None:
    page = new_page(browser)
    sign_in(page, demo, demo.seeded.emails["therapist"])
    page.get_by_role("button", name="No, thank you").click()
    shown(page, "today")
    page.get_by_role("link", name="Nora Lindgren", exact=True).first.click()
    expect(page.get_by_role("heading", name="Nora Lindgren")).to_be_visible()
    shown(page, "patient")
    page.goto(f"{demo.base_url}/appointments/")
    shown(page, "appointments")
    page.context.close()


def test_did_it_work(browser: Browser, demo: Server) -> None:
    page = new_page(browser)
    sign_in(page, demo, demo.seeded.emails["therapist"])
    page.set_default_timeout(3 * steps.SLOWEST_ANSWER_MS)
    for patient, then, name in (
        ("Nora Lindgren", ("Outcomes",), "outcomes"),
        ("Ilan Berger", ("Progress",), "flare"),
        ("Published patient 1", ("Documents", "Look at it (Case report draft)"), "case_report"),
    ):
        page.goto(f"{demo.base_url}/patients/")
        page.get_by_role("link", name=patient).first.click()
        page.get_by_role("link", name="Whole episode").first.click()
        for link in then:
            page.get_by_role("link", name=link).first.click()
        shown(page, name)
    page.context.close()


def test_people_and_the_audit(browser: Browser, demo: Server) -> None:
    page = new_page(browser)
    sign_in(page, demo, demo.seeded.emails["clinic_lead"])
    for name in ("people", "audit"):
        page.goto(f"{demo.base_url}/clinic/{name}/")
        shown(page, name)
    page.context.close()


def test_before_the_visit(browser: Browser, server: Server, session: object) -> None:
    staff = new_page(browser, storage_state=session)
    phone = new_page(browser, viewport=PHONE, has_touch=True, is_mobile=True)
    patient_url = f"{server.base_url}/patients/{server.seeded.other_patient_id}/"
    steps.start_intake(phone, steps.issue_intake_link(staff, patient_url))
    phone.locator("textarea").first.fill("Deep ache at the right sit bone when I run or sit long")
    steps.press_next(phone)
    phone.locator("enthesis-body-chart svg").first.wait_for()
    shown(phone, "intake_phone")
    for _ in range(9):
        for question in phone.locator(".q-choice").all():
            question.locator("label.choice").first.click()
        steps.press_next(phone)
    phone.goto(f"{server.base_url}/intake/check/")
    phone.get_by_role("button", name="Send my answers").click()
    staff.goto(patient_url)
    staff.get_by_role("link", name="waits for the therapist").first.click()
    expect(staff.get_by_role("heading", name="Proposed findings")).to_be_visible()
    shown(staff, "review")
    phone.context.close()
    staff.context.close()


def test_the_room_the_note_and_a_letter(browser: Browser, session: object, evaluation: str) -> None:
    page = new_page(browser, storage_state=session)
    page.goto(evaluation)
    expect(page.locator(".raised").first).to_be_visible()
    expect(page.locator("[data-computing]")).to_have_count(0, timeout=steps.SLOWEST_ANSWER_MS)
    shown(page, "room")
    page.goto(f"{evaluation}note/")
    shown(page, "note")
    page.goto(f"{evaluation}referral/")
    shown(page, "letter")
    page.context.close()
