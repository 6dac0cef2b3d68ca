"""The frame every action runs in: permission, scope of the clinic, one transaction, one audit row, refusals audited too."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from django.utils import timezone

from enthesis.access.actor import Actor, AnyActor, CheckActor, FollowUpActor, Installation, PatientActor, PhoneActor
from enthesis.access.permissions import Permission, check_can
from enthesis.access.refused import Refused
from enthesis.records.audit import AuditRow, Outcome
from enthesis.records.isolation import clinic_scope

Given = ParamSpec("Given")
Result = TypeVar("Result")
VERBS: set[str] = set()
"""Every verb an action of this process can write; what the audit is searched by."""


@dataclass(frozen=True)
class Done(Generic[Result]):
    """What an action made, and what the audit says about it."""

    result: Result
    patient_id: uuid.UUID | None = None
    target: str = ""
    """Kind and id of the record, for instance encounter/0f3c…; never a name."""
    because: str = ""
    shown: bool = True
    """False for a read that gave nothing of the record away, since nothing was new: it leaves no row."""


def target_of(record: Any) -> str:
    """Kind and id of a record for the audit."""
    return f"{type(record).__name__.lower()}/{record.pk}"


def action(
    verb: str, permission: Permission | None, writes: bool = True
) -> Callable[[Callable[Concatenate[Any, Given], Done[Result]]], Callable[Concatenate[Any, Given], Result]]:
    """Make a function the one place where something happens.

    The function takes the actor first and returns `Done`. It runs inside the clinic's scope and one transaction, which
    also holds its audit row. When it raises `Refused`, everything is undone and the refusal is audited in a transaction
    of its own. `permission` is None only for acts of patients on their own intake, plan or follow-up and of the installation.

    Args:
        verb: what the audit calls it, past tense, for instance "signed encounter".
        permission: what the actor's role must be allowed.
        writes: False for reads.
    """

    VERBS.add(verb)

    def decorate(function: Callable[Concatenate[Any, Given], Done[Result]]) -> Callable[Concatenate[Any, Given], Result]:
        @wraps(function)
        def run(actor: Any, *args: Given.args, **kwargs: Given.kwargs) -> Result:
            try:
                if permission is not None:
                    if not isinstance(actor, Actor):
                        raise Refused("Sign in first.")
                    check_can(actor.role, permission)
                clinic_id = getattr(actor, "clinic_id", None)
                if clinic_id is None:
                    raise Refused("Sign in first.")
                with clinic_scope(clinic_id, writes=writes):
                    done = function(actor, *args, **kwargs)
                    if writes or done.shown:
                        write_audit(actor, verb, done.patient_id, done.target, Outcome.DONE, done.because)
                return done.result
            except Refused as refused:
                audit_refusal(actor, verb, refused)
                raise

        return run

    return decorate


def audit_refusal(actor: AnyActor, verb: str, refusal: Refused, target: str = "") -> None:
    """Note a refused act, after everything it did was undone, in a transaction of its own."""
    refusal.audited = True
    clinic_id = getattr(actor, "clinic_id", None)
    if clinic_id is None:
        write_audit(actor, verb, None, target, Outcome.REFUSED, str(refusal))
        return
    with clinic_scope(clinic_id):
        write_audit(actor, verb, None, target, Outcome.REFUSED, str(refusal))


ASKED_FOR_PAGE = "asked for page"
VERBS.add(ASKED_FOR_PAGE)


def audit_refused_page(actor: AnyActor, refusal: Refused, target: str) -> None:
    """Note what a page refused by itself, before or between its actions. What an action refused is noted already.

    Args:
        target: name of the page, and id of the record where its address has one.
    """
    if not refusal.audited:
        audit_refusal(actor, ASKED_FOR_PAGE, refusal, target)


def write_audit(
    actor: AnyActor, verb: str, patient_id: uuid.UUID | None, target: str, outcome: Outcome = Outcome.DONE, because: str = ""
) -> None:
    """Add one row to the audit."""
    row = AuditRow(
        at=timezone.now(),
        verb=verb,
        patient_id=patient_id,
        target=target[:120],
        outcome=outcome,
        because=because.replace("\x00", "")[:300],
        clinic_id=getattr(actor, "clinic_id", None),
        request_id=getattr(actor, "request_id", ""),
    )
    if isinstance(actor, Actor):
        row.actor_id, row.actor_name, row.role = actor.person_id, actor.name, actor.role
    elif isinstance(actor, PatientActor):
        row.actor_name, row.role = "patient (intake link)", "patient"
    elif isinstance(actor, PhoneActor):
        row.actor_name, row.role = "patient (phone)", "patient"
    elif isinstance(actor, FollowUpActor):
        row.actor_name, row.role = "patient (follow-up link)", "patient"
    elif isinstance(actor, CheckActor):
        row.actor_name, row.role = "patient (check after needling)", "patient"
    elif isinstance(actor, Installation):
        row.actor_name, row.role = f"enthesis {actor.command}", "installation"
    else:
        row.actor_name = "not signed in"
    row.save()
