"""The patient's pages over the wire: whose cookie opens what, and that codes and cookies go nowhere else."""

from __future__ import annotations

import logging
import re

import pytest
from django.core.cache import cache
from django.test import Client

from enthesis.access.actor import Actor
from enthesis.actions.issue_intake_link import issue_intake_link
from enthesis.actions.open_intake import find_session
from enthesis.actions.register_patient import PatientDetails, register_patient
from enthesis.portal.attempts import MOST_WRONG
from enthesis.portal.cookie import COOKIE_NAME
from enthesis.records.audit import AuditRow
from enthesis.records.intake import IntakeLink, PortalSession
from enthesis.records.isolation import clinic_scope
from enthesis.records.patients import Patient

HOST = {"HTTP_HOST": "localhost"}


@pytest.fixture(autouse=True)
def no_attempts_before() -> None:
    cache.clear()


def opened(client: Client, actor: Actor, patient: Patient, on_clinic_tablet: bool = False) -> str:
    """Open a new link in this browser; the code it had."""
    issued = issue_intake_link(actor, patient.id, on_clinic_tablet)
    answer = client.post("/intake/open/", {"code": issued.code}, **HOST)
    assert answer.status_code == 302, answer.content
    return issued.code


def test_the_cookie_is_for_the_intake_alone(client: Client, therapist: Actor, patient: Patient) -> None:
    opened(client, therapist, patient)
    cookie = client.cookies[COOKIE_NAME]

    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/intake", True, "Strict")
    assert int(cookie["max-age"]) == 24 * 3600


def test_on_the_clinics_tablet_the_cookie_ends_with_the_browser(client: Client, therapist: Actor, patient: Patient) -> None:
    opened(client, therapist, patient, on_clinic_tablet=True)

    assert client.cookies[COOKIE_NAME]["max-age"] == ""


def test_a_cookie_opens_one_intake_and_no_other(therapist: Actor, patient: Patient) -> None:
    other = register_patient(therapist, PatientDetails("Kim", "Other"), simulated=True)
    mine, theirs = Client(), Client()
    opened(mine, therapist, patient)
    opened(theirs, therapist, other)
    mine.post("/intake/page/goals/", {"goals": "my own goal", "go": "next"}, **HOST)

    assert b"my own goal" in mine.get("/intake/check/", **HOST).content
    assert b"my own goal" not in theirs.get("/intake/check/", **HOST).content
    assert b"my own goal" not in theirs.get("/intake/page/goals/", **HOST).content


@pytest.mark.parametrize("address", ["/intake/page/goals/", "/intake/check/", "/intake/important/"])
def test_without_a_cookie_there_is_only_the_first_page(client: Client, address: str, db: None) -> None:
    for cookie in ("", "made-up", "x" * 5000):
        client.cookies[COOKIE_NAME] = cookie
        answer = client.get(address, **HOST)
        assert answer.status_code == 403
        assert b"Your code from the clinic" in answer.content


def test_a_cookie_of_the_intake_opens_no_page_of_the_clinic(client: Client, therapist: Actor, patient: Patient) -> None:
    opened(client, therapist, patient)

    for address in (f"/patients/{patient.id}/", "/patients/", f"/patients/{patient.id}/intake/"):
        assert "/account/login/" in client.get(address, **HOST).headers.get("Location", "")


def test_an_ended_session_opens_nothing_and_a_script_is_told(client: Client, therapist: Actor, patient: Patient) -> None:
    opened(client, therapist, patient)
    issue_intake_link(therapist, patient.id)

    assert client.get("/intake/page/goals/", **HOST).status_code == 403
    client.cookies[COOKIE_NAME] = "gone"
    answer = client.post("/intake/page/goals/", {"goals": "x"}, headers={"X-Enthesis-Autosave": "1"}, **HOST)
    assert answer.status_code == 401 and answer.json()["saved"] is False


def test_codes_cannot_be_tried_by_the_thousand(client: Client, therapist: Actor, patient: Patient) -> None:
    for _ in range(MOST_WRONG):
        assert client.post("/intake/open/", {"code": "0000-0000-0000-0000"}, **HOST).status_code == 404
    right = issue_intake_link(therapist, patient.id).code

    assert client.post("/intake/open/", {"code": right}, **HOST).status_code == 429


def test_neither_code_nor_cookie_nor_answer_is_logged_or_audited(
    client: Client, therapist: Actor, patient: Patient, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    code = opened(client, therapist, patient)
    client.post("/intake/page/goals/", {"goals": "a secret goal", "go": "next"}, **HOST)
    client.post("/intake/open/", {"code": code + "X"}, **HOST)
    cookie = client.cookies[COOKIE_NAME].value

    said = caplog.text + "".join(capfd.readouterr())
    with clinic_scope(therapist.clinic_id):
        said += "".join(f"{vars(row)}" for row in AuditRow.objects.all())
    for secret in (code, code.replace("-", ""), cookie, "a secret goal"):
        assert secret not in said
    assert code not in f"{list(IntakeLink.objects.values())}{list(PortalSession.objects.values())}"


def test_no_page_may_be_kept_or_framed(client: Client, therapist: Actor, patient: Patient) -> None:
    opened(client, therapist, patient)

    for address in ("/intake/", "/intake/page/goals/", "/intake/check/"):
        answer = client.get(address, **HOST)
        assert answer["Cache-Control"] == "no-store"
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert not re.search(rb"<script(?![^>]*src=)|\sstyle=|\son\w+=", answer.content)


def test_after_sending_the_device_can_read_nothing(client: Client, therapist: Actor, patient: Patient) -> None:
    opened(client, therapist, patient, on_clinic_tablet=True)
    client.post("/intake/page/goals/", {"goals": "run again", "go": "next"}, **HOST)
    cookie = client.cookies[COOKIE_NAME].value
    sent = client.post("/intake/check/", **HOST)

    assert b"Please hand the tablet back" in sent.content and b"run again" not in sent.content
    assert client.cookies[COOKIE_NAME].value == ""
    assert find_session(cookie) is None


def test_what_was_typed_stays_when_it_cannot_be_kept(client: Client, therapist: Actor, patient: Patient) -> None:
    opened(client, therapist, patient)
    answer = client.post(
        "/intake/page/start/", {"duration_number": "a while", "duration_unit": "weeks", "onset": "slow", "go": "next"}, **HOST
    )

    assert answer.status_code == 422
    assert b'value="a while"' in answer.content and b"whole number" in answer.content
    assert b'value="slow" checked' in answer.content


@pytest.mark.parametrize(
    "form",
    [
        {"drawing": "{"},
        {"drawing": '{"version": 1}'},
        {"drawing_by_list": "1", "drawing_region": "left.nowhere"},
        {"drawing_by_list": "1", "drawing_region": "right.sit_bone", "drawing_intensity": "ten"},
        {"drawing": "\x00"},
        {"go": "somewhere"},
    ],
)
def test_a_bad_drawing_gets_a_sentence(client: Client, therapist: Actor, patient: Patient, form: dict[str, str]) -> None:
    opened(client, therapist, patient)

    assert client.post("/intake/page/where/", form, **HOST).status_code in (302, 422)


@pytest.mark.parametrize("address", ["/intake/", "/intake/open/", "/intake/page/reason/", "/intake/check/", "/intake/leave/"])
def test_other_methods_are_refused(client: Client, therapist: Actor, patient: Patient, address: str) -> None:
    opened(client, therapist, patient)

    assert client.put(address, **HOST).status_code == 405
