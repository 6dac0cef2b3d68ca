"""What the audit keeps of signing in and out, locking, and second factors. Never a password; an e-mail only as a hash."""

from __future__ import annotations

import hashlib
import uuid

from django.conf import settings
from django.utils import timezone

from enthesis.access.actor import Actor
from enthesis.actions.deed import VERBS, target_of, write_audit
from enthesis.records.audit import AuditRow, Outcome
from enthesis.records.isolation import clinic_scope
from enthesis.records.people import Membership, Person

SIGN_IN_VERBS = (
    *("signed in", "signed out", "locked screen", "unlocked screen", "tried to unlock screen"),
    *("changed own password", "reset own password", "renewed own access", "changed own profile"),
    *("added second factor", "removed second factor", "made new recovery codes", "used recovery code"),
    *("set up clinic", "accepted invitation"),
)
VERBS.update(SIGN_IN_VERBS)


def note_own_act(actor: Actor, verb: str, because: str = "") -> None:
    """Something a signed-in person did to their own session or account, for instance "signed in"."""
    with clinic_scope(actor.clinic_id):
        write_audit(actor, verb, None, f"person/{actor.person_id}", because=because)


def note_account_act(person: Person, verb: str, because: str = "", request_id: str = "", refused: bool = False) -> None:
    """The same for somebody who is not at work in a clinic yet: one row in each clinic they belong to, so that its lead
    sees it; one row without a clinic when there is none."""
    clinic_ids: list[uuid.UUID | None] = list(
        Membership.objects.filter(person=person, ended_at__isnull=True).values_list("clinic_id", flat=True)
    )
    for clinic_id in clinic_ids or [None]:
        _write(clinic_id, verb, target_of(person), because, request_id, refused)


def note_failed_sign_in(email: str, because: str, request_id: str = "") -> None:
    """A sign-in that was refused. The address is kept as a keyed hash, so that repeated tries are seen and names are not."""
    because = f"{because}; e-mail {email_hash(email)}"
    person = Person.objects.filter(email__iexact=email.strip()).first() if email else None
    if person is None:
        _write(None, "signed in", "", because, request_id, refused=True)
    else:
        note_account_act(person, "signed in", because, request_id, refused=True)


def email_hash(email: str) -> str:
    """Sixteen hexadecimal digits that mean nothing outside this installation."""
    key = hashlib.sha256(settings.SECRET_KEY.encode()).digest()
    return hashlib.blake2s(email.strip().lower().encode(), key=key, digest_size=8).hexdigest()


def _write(clinic_id: uuid.UUID | None, verb: str, target: str, because: str, request_id: str, refused: bool) -> None:
    row = AuditRow(
        at=timezone.now(),
        clinic_id=clinic_id,
        actor_name="not signed in",
        verb=verb,
        target=target,
        outcome=Outcome.REFUSED if refused else Outcome.DONE,
        because=because[:300],
        request_id=request_id,
    )
    if clinic_id is None:
        row.save()
        return
    with clinic_scope(clinic_id):
        row.save()
