"""The one-use link by which a patient comes to a check after needling, the cookie it is exchanged for, and whose it is."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from enthesis.access.actor import Actor, CheckActor, Stranger
from enthesis.access.permissions import Permission
from enthesis.access.policies import check_can_answer_check
from enthesis.access.refused import NotFound, NotInThisState
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, audit_refusal, target_of
from enthesis.actions.intake_code import hash_code, hash_cookie, new_code, new_cookie
from enthesis.actions.plan_needling_checks import settle_check
from enthesis.records.needling_after import NeedlingCheck, NeedlingCheckCookie, NeedlingCheckLink, NeedlingCheckStatus

OPENS = "check"
VERB = "opened check after needling"


@dataclass(frozen=True)
class IssuedCheckLink:
    """A link just issued. The code is shown once and kept nowhere."""

    check_id: uuid.UUID
    code: str = field(repr=False)
    expires_at: datetime.datetime


@dataclass(frozen=True)
class OpenedCheck:
    """What a link was exchanged for; `cookie` is empty when the device holds the right one already."""

    cookie: str = field(repr=False)
    lasts: datetime.timedelta = datetime.timedelta()


@action("issued link of check after needling", Permission.INVITE_INTAKE)
def issue_needling_check_link(actor: Actor, check_id: uuid.UUID) -> Done[IssuedCheckLink]:
    """Give a patient the way to a check by hand, for instance on the sheet they take home; it may be given before it is due.

    Raises:
        Refused: not allowed, or no such check here.
        NotInThisState: its time is over.
    """
    now = timezone.now()
    check = get_visible(NeedlingCheck, check_id, lock=True)
    check_can_answer_check(check, now)
    code, link = make_check_link(check, now)
    if now >= check.due_at:
        note_check_asked(check, now)
    return Done(IssuedCheckLink(check.pk, code, link.expires_at), check.patient_id, target_of(check))


def make_check_link(check: NeedlingCheck, now: datetime.datetime) -> tuple[str, NeedlingCheckLink]:
    """A new way in; earlier ones that were not used stay, since the older of two mails may be the one that is opened."""
    code = new_code()
    link = NeedlingCheckLink.objects.create(
        token_hash=hash_code(code, OPENS),
        clinic_id=check.clinic_id,
        check_id=check.pk,
        created_at=now,
        expires_at=check.closes_at,
    )
    return code, link


def note_check_asked(check: NeedlingCheck, now: datetime.datetime) -> None:
    """The patient was asked; the first time counts."""
    settle_check(check, NeedlingCheckStatus.ASKED)
    if check.asked_at is None:
        check.asked_at = now
        check.save(update_fields=["asked_at"])


def open_needling_check(stranger: Stranger, code: str, held_cookie: str = "") -> OpenedCheck:
    """Exchange the code of a link for a cookie.

    Args:
        held_cookie: the cookie the device has already; opening one's own used link again goes on with it.
    Raises:
        NotFound: there is no such link.
        NotInThisState: it is used or too old.
    """
    link = NeedlingCheckLink.objects.filter(token_hash=hash_code(code, OPENS)).first()
    if link is None:
        unknown = NotFound(gettext("This link is not known. Copy the whole of it, or call the clinic."))
        audit_refusal(stranger, VERB, unknown)
        raise unknown
    held = find_needling_check(held_cookie, stranger.request_id)
    goes_on = held is not None and held.check_id == link.check_id
    return _open(CheckActor(link.clinic_id, link.check_id, stranger.request_id), link.pk, goes_on)


@action(VERB, None)
def _open(actor: CheckActor, link_id: uuid.UUID, goes_on: bool) -> Done[OpenedCheck]:
    now = timezone.now()
    link: Any = NeedlingCheckLink.objects.select_for_update().get(pk=link_id)
    check = get_visible(NeedlingCheck, actor.check_id, lock=True)
    if goes_on:
        return Done(OpenedCheck(""), check.patient_id, target_of(check), "went on")
    check_can_answer_check(check, now)
    if link.revoked_at is not None or link.expires_at <= now:
        raise NotInThisState(gettext("This link is too old. Call the clinic if something worries you."))
    if link.used_at is not None:
        raise NotInThisState(gettext("This link was used on another device. Go on there, or call the clinic."))
    link.used_at = now
    link.save(update_fields=["used_at"])
    cookie = new_cookie()
    NeedlingCheckCookie.objects.create(
        cookie_hash=hash_cookie(cookie, OPENS),
        clinic_id=actor.clinic_id,
        check_id=check.pk,
        created_at=now,
        expires_at=check.closes_at,
    )
    return Done(OpenedCheck(cookie, check.closes_at - now), check.patient_id, target_of(check))


def find_needling_check(cookie: str, request_id: str = "") -> CheckActor | None:
    """Whose check a cookie opens; None when it opens nothing. Clinic and check stand with the cookie alone."""
    if not cookie:
        return None
    living = NeedlingCheckCookie.objects.filter(ended_at__isnull=True, expires_at__gt=timezone.now())
    kept = living.filter(cookie_hash=hash_cookie(cookie, OPENS)).first()
    return None if kept is None else CheckActor(kept.clinic_id, kept.check_id, request_id)
