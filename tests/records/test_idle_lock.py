"""The lock of an idle screen."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from django.test import RequestFactory
from records.signing_in import HERE, PASSWORD, audit_of, browser, set_session, signed_in

from enthesis.access.actor import Actor
from enthesis.records.patients import Patient
from enthesis.records.people import Clinic, Person
from enthesis.web.account import idle_lock

pytestmark = pytest.mark.usefixtures("quick_sign_in")


def test_an_idle_session_locks_and_opens_again_where_it_was(therapist: Actor, clinic: Clinic, patient: Patient) -> None:
    client = signed_in(therapist)
    where = f"/patients/{patient.pk}/"
    assert client.get(where).status_code == 200
    set_session(client, seen_at=time.time() - 15 * 60 - 1)
    assert client.get(where)["Location"] == "/account/lock/"
    page = client.get("/account/lock/").content.decode()
    assert "Thea Berg" in page and "Muster" not in page
    for address in ("/", "/patients/", "/account/profile/", "/account/clinic/", "/account/password/"):
        assert client.get(address)["Location"] == "/account/lock/", address
    set_session(client, lock_return_to=where)
    wrong = client.post("/account/unlock/", {"password": "wrong-password-1"})
    assert wrong.status_code == 403 and "not your password" in wrong.content.decode()
    answer = client.post("/account/unlock/", {"password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, where)
    assert client.get(where).status_code == 200
    said = [(row.verb, row.because) for row in audit_of(clinic) if "lock" in row.verb]
    assert said == [("locked screen", "idle"), ("tried to unlock screen", "wrong password"), ("unlocked screen", "password")]


def test_nothing_that_is_sent_to_a_locked_session_is_carried_out(therapist: Actor, clinic: Clinic, patient: Patient) -> None:
    client = signed_in(therapist)
    set_session(client, seen_at=time.time() - 3600)
    form = {"full_name": "Changed While Locked", "credentials": ""}
    answer = client.post("/account/profile/", form, HTTP_REFERER=f"http://{HERE}/account/profile/")
    assert answer.status_code == 423 and "was not carried out" in answer.content.decode()
    script = client.post("/account/profile/", json.dumps(form), content_type="application/json")
    assert script.status_code == 423 and script.json()["locked"] is True
    assert client.post("/account/profile/", form, HTTP_ACCEPT="application/json").status_code == 423
    assert Person.objects.get(pk=therapist.person_id).full_name == "Thea Berg"
    assert client.post("/account/unlock/", {"password": PASSWORD})["Location"] == "/account/profile/"


def test_the_lock_leads_nowhere_else(therapist: Actor) -> None:
    client = signed_in(therapist)
    set_session(client, locked_at=time.time())
    client.post("/patients/", {}, HTTP_REFERER="https://elsewhere.example/")
    set_session(client, lock_return_to="//elsewhere.example/")
    assert client.post("/account/unlock/", {"password": PASSWORD})["Location"] == "/"


def test_the_lock_is_not_guessed_open(therapist: Actor) -> None:
    client = signed_in(therapist)
    client.post("/account/lock/")
    answers = [client.post("/account/unlock/", {"password": f"guess {n}"}, HTTP_ACCEPT="application/json") for n in range(8)]
    assert [answer.status_code for answer in answers] == [403] * 6 + [429] * 2
    assert client.post("/account/unlock/", {"password": PASSWORD}).status_code == 429
    assert client.post("/account/logout/").status_code == 302, "one can still sign out"


def test_asking_for_the_state_of_the_lock_does_not_keep_it_open(therapist: Actor, clinic: Clinic) -> None:
    client = signed_in(therapist)
    client.get("/account/profile/")
    set_session(client, seen_at=time.time() - 600)
    state = client.get("/account/lock/state/", HTTP_X_ENTHESIS_BACKGROUND="1").json()
    assert state["locked"] is False and 298 <= state["seconds_left"] <= 300
    client.get("/account/profile/", HTTP_X_ENTHESIS_BACKGROUND="1")
    assert client.get("/account/lock/state/").json()["seconds_left"] <= 300
    assert client.post("/account/here/").status_code == 204
    assert client.get("/account/lock/state/").json()["seconds_left"] > 890
    assert browser().get("/account/lock/state/").json()["signed_out"] is True
    Clinic.objects.filter(pk=clinic.pk).update(lock_after_minutes=0)
    assert client.get("/account/lock/state/").json()["seconds_left"] is None


def test_a_session_is_written_seldom(therapist: Actor) -> None:
    request: Any = RequestFactory().get("/")
    request.session = {}
    idle_lock.touch(request, 1000.0)
    idle_lock.touch(request, 1000.0 + idle_lock.WRITE_EVERY_S - 1)
    assert request.session[idle_lock.SEEN_AT] == 1000.0
    idle_lock.touch(request, 1000.0 + idle_lock.WRITE_EVERY_S)
    assert request.session[idle_lock.SEEN_AT] == 1015.0


def test_a_patients_intake_on_the_same_tablet_is_not_locked(therapist: Actor) -> None:
    client = signed_in(therapist)
    set_session(client, locked_at=time.time())
    assert client.get("/intake/").status_code != 423
    assert client.get("/intake/").headers.get("Location", "") != "/account/lock/"
