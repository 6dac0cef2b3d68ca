"""Can a new clinic get from its first start to a signed evaluation on paper? One journey, and its room part in other hands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import steps
from browser.clinic import Server, complaints_of, serving, sign_in
from migrated import copy_migrated
from playwright.sync_api import Browser, Locator, Page, expect

PHONE = {"width": 360, "height": 740}
TABLET = {"width": 1180, "height": 820}


def new_page(browser: Browser, **options: object) -> Page:
    return browser.new_context(**{"viewport": TABLET, **options}).new_page()  # type: ignore[arg-type]


def when_a_few_questions_are_answered(phone: Page) -> None:
    """The words of the first page and two answers that must not wait; then straight to the end."""
    phone.locator("textarea").first.fill("Deep ache at my sit bone when I run")
    steps.press_next(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    phone.goto(phone.url.partition("/page/")[0] + "/page/nerves/")
    for question in ("saddle", "tingling"):
        steps.choose_answer(phone, question)
    phone.get_by_role("button", name="Next").click()
    expect(phone.get_by_role("heading", name="Please read this now")).to_be_visible()
    phone.get_by_role("button", name="I have read this").click()
    phone.goto(phone.url.partition("/page/")[0] + "/check/")
    phone.get_by_role("button", name="Send my answers").click()
    expect(phone.get_by_role("heading", name="Thank you")).to_be_visible()


def when_the_room_is_worked_by_keyboard(page: Page) -> None:
    """Findings, the neuro screen left out with a reason, every raised flag answered, the clinician's own view."""
    steps.find_and_record(page, "sit bone", "ischial_tenderness", "p")
    steps.find_and_record(page, "slump", "slump_test", "n")
    steps.find_and_record(page, "straight leg raise", "straight_leg_raise", "n")
    steps.leave_out_by_keyboard(page, "no symptom below the knee")
    raised = [flag.get_attribute("value") or "" for flag in page.locator("[name=flag]").all()]
    for flag in raised:
        steps.answer_flag_by_keyboard(page, flag)
    steps.own_view_by_keyboard(page)


def then_the_note_is_signed_and_prints(page: Page, patient: str) -> None:
    page.get_by_role("link", name="Note", exact=True).first.click()
    for part in ("article.doc", ".sheet"):
        note = page.locator(part)
        for words in (patient, "no symptom below the knee", "Thea Berg (Therapist)", "Signed "):
            expect(note).to_contain_text(words)
        if part == "article.doc":
            page.get_by_role("link", name="Print").click()


def test_from_the_first_start_to_a_signed_evaluation_on_paper(browser: Browser, tmp_path: Path) -> None:
    copy_migrated(tmp_path)
    with serving(tmp_path, seeded=False) as server:
        # Given a server that nobody has used, a lead who sets the clinic up and invites a therapist
        lead = new_page(browser)
        steps.set_up_clinic(lead, server.set_up_url, "Harbour Physiotherapy", "Lea Lead", "lea.lead@example.org")
        link = steps.invite(lead, server.base_url, "Thea Berg", "thea.berg@example.org")
        lead.context.close()
        therapist = new_page(browser)
        said = complaints_of(therapist)
        steps.come_in(therapist, link)
        clinic_url = therapist.url.rstrip("/")  # invitations name the machine, and not its number, so that passkeys work
        # when the therapist registers a patient, who answers on a phone
        patient_url = steps.register_patient(therapist, clinic_url, "Alex", "Muster", "1979-05-04")
        phone = new_page(browser, viewport=PHONE, has_touch=True, is_mobile=True)
        steps.start_intake(phone, steps.issue_intake_link(therapist, patient_url))
        when_a_few_questions_are_answered(phone)
        phone.context.close()
        # then the answers wait, and become findings when they are confirmed
        therapist.goto(patient_url)
        therapist.get_by_role("link", name="waits for the therapist").first.click()
        expect(therapist.get_by_text("said to have read it")).to_be_visible()
        therapist.locator("select[name=into]").select_option("new")
        therapist.get_by_role("button", name="Confirm and go").click()
        therapist.wait_for_url(steps.AT)
        # when the examination is done and signed
        expect(therapist.locator(".raised").first).to_be_visible(timeout=steps.SLOWEST_ANSWER_MS)
        when_the_room_is_worked_by_keyboard(therapist)
        steps.sign_by_keyboard(therapist)
        # then the note stands with its signature, on the screen and on paper
        then_the_note_is_signed_and_prints(therapist, "Alex Muster")
        assert said == []
        therapist.context.close()


@pytest.fixture
def room(browser: Browser, session: dict[str, object], server: Server) -> Iterator[Page]:
    """The seeded encounter, opened by its therapist, where any use of the mouse is an error."""
    page = new_page(browser, storage_state=session)
    page.add_init_script(
        "for (const kind of ['mousedown', 'touchstart']) addEventListener(kind, () => { throw new Error('no mouse'); }, true);"
    )
    said = complaints_of(page)
    page.goto(f"{server.base_url}/encounters/{server.seeded.encounter_id}/")
    yield page
    page.context.close()
    assert said == []


def test_the_room_needs_no_mouse(room: Page) -> None:
    # When a red flag is raised from the list, the rest of the room done, and the record signed
    steps.find_and_record(room, "numbness in the saddle", "saddle_numbness", "p")
    expect(room.locator(".raised").first).to_be_visible(timeout=steps.SLOWEST_ANSWER_MS)
    when_the_room_is_worked_by_keyboard(room)
    steps.sign_by_keyboard(room)
    # then it stands signed
    expect(room.get_by_role("heading", name="Signatures")).to_be_visible()


def send(page: Page, button: Locator) -> None:
    """Press a button of a page without script, and wait for the page that answers: a second press would call it back."""
    with page.expect_navigation():
        button.click()


def test_a_signed_evaluation_without_a_script(browser: Browser, server: Server) -> None:
    page = new_page(browser, java_script_enabled=False)
    # Given a therapist who signs in, registers somebody and opens an episode
    sign_in(page, server, server.seeded.emails["therapist"])
    steps.register_patient(page, server.base_url, "Toni", "Ohneskript", "1990-01-31")
    page.get_by_role("link", name="New episode").first.click()
    page.get_by_label("What brings the patient").fill("sore sit bone")
    page.get_by_role("button", name="Open episode").click()
    page.wait_for_url(steps.AT)
    room = page.url
    # when a finding is looked up and recorded, the neuro screen left out, the view given
    page.fill("#q", "saddle")
    send(page, page.get_by_role("button", name="Find", exact=True))
    send(page, page.locator("#row-saddle_numbness .row-n"))
    page.locator("[name='card_state'][value=positive]").check(force=True)
    send(page, page.get_by_role("button", name="Record this answer"))
    for field in page.locator(".leftout input").all():
        field.fill("no symptom below the knee")
    send(page, page.get_by_role("button", name="Record these grades"))
    for flag in [button.get_attribute("value") for button in page.locator("[name=flag]").all()]:
        band = page.locator(f"#flag-{flag}")
        band.locator("summary").first.click()
        band.locator("select").select_option("watch")
        send(page, band.locator("[name=flag]"))
    page.locator("label:has([name='dx.agrees'][value=open])").click()
    send(page, page.get_by_role("button", name="Record your view"))
    assert page.url.startswith(room)
    # then it can be signed, and the note stands
    page.locator("#review").click()
    page.get_by_role("button", name="Sign and lock").click()
    steps.signed(page)
    then_the_note_is_signed_and_prints(page, "Toni Ohneskript")
    page.context.close()
