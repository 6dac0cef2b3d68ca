"""One request of somebody's browser, with the fault of ours that was raised behind the answer."""

from __future__ import annotations

import time
import traceback
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.core.signals import got_request_exception
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, TestCase

from enthesis.access.actor import Actor
from enthesis.records.people import Person
from enthesis.web.account.second_factor import STATE

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def sign_in(actor: Actor) -> dict[str, str]:
    """A browser of this person, past the offer of a second factor and with the password given a moment ago."""
    client = Client()
    client.force_login(Person.objects.get(pk=actor.person_id), backend=BACKEND)
    session = client.session
    session[STATE] = "put_off"
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session.save()
    return {name: morsel.value for name, morsel in client.cookies.items()}


@dataclass(frozen=True)
class Answer:
    """What came back, and the fault of ours that was raised behind it."""

    status: int
    body: str
    location: str
    raised: str


def ask(cookies: dict[str, str], method: str, path: str, undo: bool = True, **sent: Any) -> Answer:
    """One request of a browser with these cookies. What it changed is taken back, so that the next finds the same records.

    Args:
        undo: False leaves the changes (the caller takes them back).
        sent: as for `django.test.Client.generic`, or `data` for a form.
    """
    cache.clear()
    raised: list[str] = []

    def note(sender: Any, **given: Any) -> None:
        raised.append(traceback.format_exc())

    client = Client(raise_request_exception=False, HTTP_HOST="localhost")
    for name, value in cookies.items():
        client.cookies[name] = value
    got_request_exception.connect(note, weak=False)
    try:
        with transaction.atomic():
            with TestCase.captureOnCommitCallbacks(execute=True):
                sender = (
                    client.generic
                    if "data" not in sent or isinstance(sent["data"], (bytes, str))
                    else getattr(client, method.lower())
                )
                answer: Any = sender(method, path, **sent) if sender == client.generic else sender(path, **sent)
            body = _body(answer)
            transaction.set_rollback(undo)
    finally:
        got_request_exception.disconnect(note)
    return Answer(answer.status_code, body, answer.headers.get("Location", ""), "".join(raised))


def _body(answer: HttpResponse | Any) -> str:
    content = b"".join(answer.streaming_content) if getattr(answer, "streaming", False) else answer.content
    return content.decode("utf-8", "replace")
