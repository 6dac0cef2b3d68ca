"""allauth's and Django's signals become audit rows."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account_signals
from allauth.mfa import signals as mfa_signals
from django.contrib.auth.signals import user_logged_out

from enthesis.access.actor import Actor
from enthesis.actions.note_sign_in import note_account_act, note_own_act
from enthesis.records.people import Role
from enthesis.web.account import idle_lock, second_factor
from enthesis.web.account.adapters import request_id
from enthesis.web.who import find_membership

FACTOR_NAMES: dict[str, str] = {"totp": "code app", "webauthn": "passkey", "recovery_codes": "recovery codes"}


def connect() -> None:
    """Listen, once for the process."""
    account_signals.user_logged_in.connect(_signed_in, dispatch_uid="enthesis.signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="enthesis.signed_out")
    account_signals.password_changed.connect(_password_changed, dispatch_uid="enthesis.password_changed")
    account_signals.password_set.connect(_password_changed, dispatch_uid="enthesis.password_set")
    account_signals.password_reset.connect(_password_reset, dispatch_uid="enthesis.password_reset")
    mfa_signals.authenticator_added.connect(_added, dispatch_uid="enthesis.factor_added")
    mfa_signals.authenticator_removed.connect(_removed, dispatch_uid="enthesis.factor_removed")
    mfa_signals.authenticator_reset.connect(_reset, dispatch_uid="enthesis.factor_reset")
    mfa_signals.authenticator_used.connect(_used, dispatch_uid="enthesis.factor_used")
    mfa_signals.authentication_failed.connect(_failed, dispatch_uid="enthesis.factor_failed")


def _note(request: Any, person: Any, verb: str, because: str = "") -> None:
    """Under the clinic the person works in now, or under each of theirs when they are not at work in one yet."""
    if getattr(request, "membership", None) is None and hasattr(request, "session") and request.user.is_authenticated:
        request.membership = find_membership(request)
    membership = getattr(request, "membership", None)
    if membership is None or membership.person_id != person.pk:
        note_account_act(person, verb, because, request_id(request))
        return
    actor = Actor(person.pk, membership.clinic_id, Role(membership.role), person.full_name, request_id(request))
    note_own_act(actor, verb, because)


def _signed_in(sender: Any, request: Any, user: Any, **given: Any) -> None:
    for key in (idle_lock.LOCKED_AT, idle_lock.SEEN_AT):
        request.session.pop(key, None)
    second_factor.ask_again(request, user)
    records = request.session.get("account_authentication_methods", [])
    _note(request, user, "signed in", " and ".join(_how(record) for record in records) or "one-use link")


def _how(record: dict[str, Any]) -> str:
    if record.get("method") == "mfa":
        return FACTOR_NAMES.get(str(record.get("type")), "second factor")
    return str(record.get("method", "link"))


def _signed_out(sender: Any, request: Any, user: Any, **given: Any) -> None:
    if user is not None:
        _note(request, user, "signed out")


def _password_changed(sender: Any, request: Any, user: Any, **given: Any) -> None:
    _note(request, user, "changed own password")


def _password_reset(sender: Any, request: Any, user: Any, **given: Any) -> None:
    _note(request, user, "reset own password", "link by mail")


def _added(sender: Any, request: Any, user: Any, authenticator: Any, **given: Any) -> None:
    second_factor.ask_again(request, user)
    _note(request, user, "added second factor", FACTOR_NAMES.get(str(authenticator.type), "second factor"))


def _removed(sender: Any, request: Any, user: Any, authenticator: Any, **given: Any) -> None:
    second_factor.ask_again(request, user)
    _note(request, user, "removed second factor", FACTOR_NAMES.get(str(authenticator.type), "second factor"))


def _reset(sender: Any, request: Any, user: Any, authenticator: Any, **given: Any) -> None:
    _note(request, user, "made new recovery codes")


def _used(sender: Any, request: Any, user: Any, authenticator: Any, **given: Any) -> None:
    if authenticator.type == "recovery_codes":
        _note(request, user, "used recovery code")


def _failed(sender: Any, request: Any, user: Any, authenticator: Any = None, **given: Any) -> None:
    note_account_act(user, "signed in", "second factor did not match", request_id(request), refused=True)
