"""Second factors: code apps, recovery codes and passkeys."""

from __future__ import annotations

import base64
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import reverse
from records.signing_in import PASSWORD, audit_of, browser, set_session, signed_in

from enthesis.access.actor import Actor
from enthesis.records.people import Clinic, Person
from enthesis.web.account.adapters import MfaAdapter, public_address, relying_party_id

pytestmark = pytest.mark.usefixtures("quick_sign_in")


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_a_code_app_is_set_up_sealed_and_asked_for(
    therapist: Actor, clinic: Clinic, django_capture_on_commit_callbacks: Any
) -> None:
    client = signed_in(therapist, skip=False)
    assert client.get("/account/code-app/")["Location"].startswith("/account/confirm/")
    client.post("/account/confirm/", {"password": PASSWORD, "next": "/account/code-app/"})
    assert client.get("/account/code-app/").status_code == 200
    secret = client.session["mfa.totp.secret"]
    wrong = client.post("/account/code-app/", {"code": "000000" if code_of(secret) != "000000" else "111111"})
    assert wrong.status_code == 200 and "did not match" in wrong.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/account/code-app/", {"code": code_of(secret)})
    assert answer["Location"] == "/account/recovery-codes/"
    assert client.get("/account/recovery-codes/").content.decode().count("<code>") == 10
    assert "<code>" not in client.get("/account/recovery-codes/").content.decode(), "shown once"
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in kept and MfaAdapter().decrypt(kept) == secret
    assert client.get("/").status_code == 200, "no second factor is asked for any more"
    client.post("/account/logout/")

    answer = client.post("/account/login/", {"login": "thea.berg@example.org", "password": PASSWORD})
    assert answer["Location"] == "/account/login/second-step/"
    assert client.get("/account/profile/").status_code == 302, "not in yet"
    assert client.post("/account/login/second-step/", {"code": "12345x"}).status_code == 200
    answer = client.post("/account/login/second-step/", {"code": code_of(secret)})
    assert answer.status_code == 302 and client.get("/account/profile/").status_code == 200
    said = [(row.verb, row.outcome, row.because) for row in audit_of(clinic)]
    assert ("added second factor", "done", "code app") in said
    assert ("signed in", "refused", "second factor did not match") in said
    assert ("signed in", "done", "password and code app") in said
    cache.clear()
    client.post("/account/confirm/", {"password": PASSWORD, "next": "/account/code-app/remove/"})
    client.post("/account/code-app/remove/")
    assert ("removed second factor", "done", "code app") in [(r.verb, r.outcome, r.because) for r in audit_of(clinic)]
    assert not Authenticator.objects.exists()


def test_a_recovery_code_works_once(therapist: Actor, clinic: Clinic) -> None:
    client = signed_in(therapist, skip=False)
    client.post("/account/confirm/", {"password": PASSWORD, "next": "/account/code-app/"})
    client.get("/account/code-app/")
    client.post("/account/code-app/", {"code": code_of(client.session["mfa.totp.secret"])})
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    for expected in (302, 200):
        client.post("/account/logout/")
        client.post("/account/login/", {"login": "thea.berg@example.org", "password": PASSWORD})
        assert client.post("/account/login/second-step/", {"code": code}).status_code == expected
    assert "used recovery code" in [row.verb for row in audit_of(clinic)]


def test_the_second_factor_is_offered_once_in_a_session(therapist: Actor) -> None:
    client = signed_in(therapist, skip=False)
    assert client.get("/patients/")["Location"] == "/account/second-factor/"
    answer = client.post("/account/second-factor/")
    assert answer["Location"] == "/patients/", "on the way to where the person went"
    page = client.get("/patients/")
    assert page.status_code == 200 and "Add a second factor" in page.content.decode()


@override_settings(PUBLIC_URL=("https://board.example.org", "board.example.org"))
def test_a_lead_of_a_clinic_that_others_can_reach_must_have_one(lead: Actor, therapist: Actor) -> None:
    client = signed_in(lead)
    for address in ("/", "/clinic/people/"):
        assert client.get(address)["Location"] == "/account/second-factor/"
    assert client.post("/clinic/people/", {"email": "x@example.org"})["Location"] == "/account/second-factor/"
    assert client.post("/api/patients", {}, HTTP_ACCEPT="application/json").status_code == 403
    assert "Not now" not in client.get("/account/second-factor/").content.decode()
    assert signed_in(therapist).get("/patients/").status_code == 200, "others may put it off"


def test_passkeys_are_bound_to_the_public_address_and_never_to_the_host_header(therapist: Actor) -> None:
    assert MfaAdapter().get_public_key_credential_rp_entity()["id"] == "localhost"
    with override_settings(PUBLIC_URL=("https://board.example.org", "board.example.org")):
        assert relying_party_id() == "board.example.org"
        assert public_address("/x/") == "https://board.example.org/x/"
    assert "Sign in with a passkey" not in browser().get("/account/login/").content.decode()
    here = Client(HTTP_HOST="localhost:8000")
    assert "Sign in with a passkey" in here.get("/account/login/").content.decode()
    options = here.get("/account/login/passkey/", HTTP_ACCEPT="application/json").json()
    assert options["publicKey"]["rpId"] == "localhost"
    assert options["publicKey"]["userVerification"] == "required"


@pytest.mark.parametrize("credential", ["", "{}", "[]", "null", "1", "nonsense", '{"response": {"userHandle": "%%%"}}'])
def test_a_made_up_passkey_is_no_error_of_the_server(therapist: Actor, credential: str) -> None:
    client = Client(HTTP_HOST="localhost")
    client.get("/account/login/passkey/", HTTP_ACCEPT="application/json")
    assert client.post("/account/login/passkey/", {"credential": credential}).status_code in (200, 302)
    inside = signed_in(therapist)
    set_session(inside, locked_at=time.time())
    assert inside.post("/account/unlock/", {"credential": credential or "x"}).status_code == 403


def test_a_secret_of_another_field_key_is_said_and_is_no_fault(therapist: Actor) -> None:
    person = Person.objects.get(pk=therapist.person_id)
    sealed = {"seed": base64.b64encode(bytes(40)).decode(), "used_mask": 0}
    Authenticator.objects.create(user=person, type=Authenticator.Type.RECOVERY_CODES, data=sealed)
    answer = signed_in(therapist).get(reverse("profile"))
    assert answer.status_code == 503
    assert "put back the key this database was written with" in answer.content.decode()
