"""Coming in through the pages, and what the audit keeps of it: steps that the tests of sign-in, people and audit share.

Tests that sign in often use the fixture `quick_sign_in`.
"""

from __future__ import annotations

from typing import Any

from django.test import Client

from enthesis.access.actor import Actor, Stranger
from enthesis.records.audit import AuditRow
from enthesis.records.isolation import clinic_scope
from enthesis.records.people import Clinic, Person

NOBODY = Stranger("request-1")
PASSWORD = "harbour-lantern-42"
HERE = "127.0.0.1"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def give_password(actor: Actor) -> None:
    person = Person.objects.get(pk=actor.person_id)
    person.set_password(PASSWORD)
    person.save()


def audit_of(clinic: Clinic, verb: str = "") -> list[AuditRow]:
    with clinic_scope(clinic.id):
        rows = AuditRow.objects.filter(clinic_id=clinic.id).order_by("id")
        return [row for row in rows if not verb or row.verb == verb]


def browser(**headers: str) -> Client:
    return Client(HTTP_HOST=HERE, **headers)  # type: ignore[arg-type]


def signed_in(actor: Actor, skip: bool = True) -> Client:
    """A browser that came in through the page."""
    give_password(actor)
    client = browser()
    email = Person.objects.get(pk=actor.person_id).email
    answer = client.post("/account/login/", {"login": email, "password": PASSWORD})
    assert answer.status_code == 302, answer.content
    if skip:
        client.post("/account/second-factor/")
    return client


def let_in(actor: Actor) -> Client:
    """A browser in which this person is signed in already, for tests of what comes after."""
    client = Client(HTTP_HOST="localhost")
    client.force_login(Person.objects.get(pk=actor.person_id), backend=BACKEND)
    return client


def set_session(client: Client, **values: Any) -> None:
    session = client.session
    for key, value in values.items():
        session[key] = value
    session.save()
