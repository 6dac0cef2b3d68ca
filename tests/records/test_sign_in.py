"""Signing in: what is said, how often one may try, what is kept, and how a password is replaced."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client, override_settings
from records.signing_in import PASSWORD, audit_of, browser, give_password, signed_in

from enthesis.access.actor import Actor
from enthesis.actions.note_sign_in import email_hash
from enthesis.records.people import Clinic, Person
from enthesis.web.account import hashing

pytestmark = pytest.mark.usefixtures("quick_sign_in")


def test_signing_in_and_out_is_audited_without_password_or_address(therapist: Actor, clinic: Clinic) -> None:
    client = signed_in(therapist)
    client.post("/account/logout/")
    client.post("/account/login/", {"login": "thea.berg@example.org", "password": "wrong-password-1"})
    rows = audit_of(clinic)
    assert [(row.verb, row.outcome) for row in rows] == [("signed in", "done"), ("signed out", "done"), ("signed in", "refused")]
    assert rows[0].actor_id == therapist.person_id and rows[0].because == "password"
    assert email_hash("Thea.Berg@example.org") in rows[2].because and rows[2].target == f"person/{therapist.person_id}"
    written = str([vars(row) for row in rows])
    assert "thea.berg" not in written and "wrong-password" not in written and PASSWORD not in written


def test_an_unknown_address_is_answered_like_a_wrong_password(therapist: Actor) -> None:
    give_password(therapist)
    client = browser()
    unknown = client.post("/account/login/", {"login": "who@example.org", "password": "wrong-password-1"}).content.decode()
    wrong = client.post("/account/login/", {"login": "thea.berg@example.org", "password": "wrong-password-1"}).content.decode()
    sentence = "This e-mail address and this password do not belong together."
    assert sentence in unknown and sentence in wrong


def test_too_many_tries_give_a_page_and_not_an_error(therapist: Actor) -> None:
    give_password(therapist)
    client = browser()
    form = {"login": "thea.berg@example.org", "password": "wrong-password-1"}
    answers = [client.post("/account/login/", form) for _try in range(6)]
    assert {answer.status_code for answer in answers} == {200}
    assert "Too many failed tries" in answers[-1].content.decode()
    right = client.post("/account/login/", {**form, "password": PASSWORD})
    assert right.status_code == 200, "the right password waits too"
    for number in range(40):
        answer = client.post("/account/login/", {"login": f"a{number}@example.org", "password": "x"})
    assert answer.status_code == 429 and "Too many tries" in answer.content.decode()
    for _try in range(25):
        answer = client.post("/invitation/", {"token": "guess"})
    assert answer.status_code == 429


def test_pages_of_allauth_that_we_do_not_have_do_not_exist(therapist: Actor) -> None:
    client = signed_in(therapist)
    for address in ("signup/", "email/", "inactive/", "recovery-codes/file/", "password/reset/", "password/reset/done/"):
        assert client.get(f"/account/{address}").status_code == 404, address


def test_a_wrong_password_is_hashed_two_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    running, most = [0], [0]

    def slow(self: Any, password: str, salt: str, *args: Any, **kwargs: Any) -> str:
        running[0] += 1
        most[0] = max(most[0], running[0])
        time.sleep(0.02)
        running[0] -= 1
        return "argon2$x"

    monkeypatch.setattr(hashing.Argon2PasswordHasher, "encode", slow)
    hasher = hashing.CappedArgon2PasswordHasher()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _n: hasher.encode("a", "salt"), range(16)))
    assert most[0] == hashing.AT_A_TIME


def test_passwords_are_kept_as_argon2(therapist: Actor) -> None:
    give_password(therapist)
    assert Person.objects.get(pk=therapist.person_id).password.startswith("argon2$argon2id$")


def test_strangers_are_sent_to_sign_in(db: None) -> None:
    for address in ("/clinic/people/", "/clinic/audit/", "/account/profile/", "/account/second-factor/", "/account/clinic/"):
        assert browser().get(address)["Location"].startswith("/account/login/?next="), address


def test_mail_is_off_unless_configured(db: None) -> None:
    assert settings.MAIL_CONFIGURED is False
    assert "reset" not in browser().get("/account/login/").content.decode().replace("reset.css", "")


@override_settings(
    MAIL_CONFIGURED=True,
    PUBLIC_URL=("https://board.example.org", "board.example.org"),
    ALLOWED_HOSTS=["*"],
    EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
)
def test_a_forgotten_password_where_mail_is_configured(therapist: Actor, clinic: Clinic) -> None:
    give_password(therapist)
    client = Client(HTTP_HOST="evil.example")
    assert "Forgot your password?" in client.get("/account/login/").content.decode()
    assert client.get("/account/password/reset/").status_code == 200
    for email in ("thea.berg@example.org", "nobody@example.org"):
        answer = client.post("/account/password/reset/", {"email": email})
        assert answer["Location"] == "/account/password/reset/sent/", "the same for an address without an account"
    assert client.get("/account/password/reset/sent/").status_code == 200
    (sent,) = [message for message in mail.outbox if message.to == ["thea.berg@example.org"]]
    link = next(word for word in sent.body.split() if word.startswith("http"))
    assert link.startswith("https://board.example.org/account/password/reset/key/") and "evil" not in sent.body
    form = client.get(link.removeprefix("https://board.example.org"))
    page = client.get(form["Location"]).content.decode()
    assert "New password" in page
    fresh = "quite-another-word-7"
    answer = client.post(form["Location"], {"password1": "short", "password2": "short"})
    assert answer.status_code == 200 and "too short" in answer.content.decode()
    assert client.post(form["Location"], {"password1": fresh, "password2": fresh}).status_code == 302
    assert client.get("/account/password/reset/done/").status_code == 200
    assert "does not work any more" in client.get(link.removeprefix("https://board.example.org")).content.decode()
    assert Person.objects.get(pk=therapist.person_id).check_password(fresh)
    assert "reset own password" in [row.verb for row in audit_of(clinic)]


def test_a_password_is_changed_by_who_knows_the_old_one(therapist: Actor, clinic: Clinic) -> None:
    client = signed_in(therapist)
    form = {"oldpassword": "wrong-password-1", "password1": "quite-another-word-7", "password2": "quite-another-word-7"}
    assert "not your password" in client.post("/account/password/", form).content.decode()
    assert client.post("/account/password/", {**form, "oldpassword": PASSWORD})["Location"] == "/account/profile/"
    assert client.get("/account/profile/").status_code == 200, "still signed in"
    assert "changed own password" in [row.verb for row in audit_of(clinic)]
