"""One-use links that let a person in: the token is shown once, in the fragment of an address; only its hash is kept."""

from __future__ import annotations

import datetime
import hashlib
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from enthesis.access.actor import Stranger
from enthesis.access.refused import NotFound, NotInThisState, Refused
from enthesis.actions.deed import audit_refusal
from enthesis.records.people import Invitation, Person

LINK_HOURS = 72
TOKEN_BYTES = 24
Given = ParamSpec("Given")
Result = TypeVar("Result")


def new_token() -> tuple[str, str]:
    """A token and the hash that is kept of it."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    return token, hash_token(token)


def hash_token(token: str) -> str:
    """SHA-256, which is enough for 24 random bytes; nothing can be guessed back."""
    return hashlib.sha256(token.strip().encode()).hexdigest()


def link_expiry(now: datetime.datetime | None = None) -> datetime.datetime:
    """When a link made now stops working."""
    return (now or timezone.now()) + datetime.timedelta(hours=LINK_HOURS)


def act_by_link(
    verb: str,
) -> Callable[[Callable[Concatenate[Stranger, Given], Result]], Callable[Concatenate[Stranger, Given], Result]]:
    """The frame of an act by somebody who holds a link and is not signed in: one transaction, refusals audited.

    The function writes its own audit row in the scope of the clinic that the link names.
    """

    def decorate(function: Callable[Concatenate[Stranger, Given], Result]) -> Callable[Concatenate[Stranger, Given], Result]:
        @wraps(function)
        def run(actor: Stranger, *args: Given.args, **kwargs: Given.kwargs) -> Result:
            try:
                with transaction.atomic():
                    return function(actor, *args, **kwargs)
            except Refused as refused:
                audit_refusal(actor, verb, refused)
                raise

        return run

    return decorate


def get_usable_link(token: str, first_start: bool, lock: bool = False) -> Invitation:
    """The invitation behind a token.

    Args:
        first_start: the link of the first start, which belongs to no clinic; otherwise a clinic's invitation.
        lock: hold the row until the transaction ends, so that of two uses one wins.
    Raises:
        NotFound: there is no such link.
        NotInThisState: it was used, withdrawn, or is too old.
    """
    rows: Any = Invitation.objects.select_related("clinic")
    rows = rows.select_for_update(of=("self",)) if lock else rows
    link = rows.filter(token_hash=hash_token(token), clinic__isnull=first_start).first()
    if link is None:
        raise NotFound(gettext("This link is not known here. Ask for a new one, or copy the whole of it."))
    if link.used_at is not None:
        raise NotInThisState(gettext("This link was used already. Sign in, or ask for a new one."))
    if link.revoked_at is not None:
        raise NotInThisState(gettext("This link was withdrawn. Ask for a new one."))
    if link.expires_at <= timezone.now():
        raise NotInThisState(gettext("This link is too old. Ask for a new one."))
    return link


def check_new_password(password: str, person: Person) -> None:
    """A password somebody chooses.

    Raises:
        NotInThisState: it is too short, too common, or too like the name; the sentences say which.
    """
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise NotInThisState(" ".join(error.messages)) from None


def clean_email(email: str) -> str:
    """An e-mail address in the form it is kept in.

    Raises:
        NotInThisState: it is not one.
    """
    cleaned = email.strip().lower()
    try:
        validate_email(cleaned)
    except ValidationError:
        raise NotInThisState(gettext("This is not an e-mail address; write it like name@example.org.")) from None
    return cleaned


def clean_name(name: str, what: str) -> str:
    """A name of a person or a clinic.

    Args:
        what: for the sentence, for instance 'your name'.
    Raises:
        NotInThisState: it is empty or longer than 120 characters.
    """
    cleaned = " ".join(name.split())
    if not cleaned or len(cleaned) > 120:
        raise NotInThisState(gettext("Write %(what)s, with at most 120 characters.") % {"what": what})
    return cleaned


def create_person(email: str, full_name: str, password: str, credentials: str) -> Person:
    """A new person who can sign in."""
    people: Any = Person.objects
    person: Person = people.create_user(email, full_name, password, credentials=" ".join(credentials.split())[:80])
    return person
