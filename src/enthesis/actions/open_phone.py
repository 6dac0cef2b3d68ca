"""Exchange the link of a plan for a phone's cookie, once."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from enthesis.access.actor import PhoneActor, Stranger
from enthesis.access.refused import NotFound, NotInThisState
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, audit_refusal, target_of
from enthesis.actions.intake_code import hash_code, hash_cookie, new_cookie
from enthesis.actions.issue_phone_link import OPENS
from enthesis.records.plans import Phone, PhoneCookie, PhoneLink, Plan, PlanStatus

VERB = "linked phone"
NOT_LINKED_YET = uuid.UUID(int=0)


@dataclass(frozen=True)
class OpenedPhone:
    """What a link was exchanged for; `cookie` is empty when the phone holds the right one already."""

    cookie: str = field(repr=False)


def open_phone(stranger: Stranger, code: str, held_cookie: str = "", label: str = "") -> OpenedPhone:
    """Exchange the code of a link for a cookie.

    Args:
        held_cookie: the cookie the phone has already; opening one's own used link again goes on with it.
        label: kind of device, for the clinic's list; nothing personal.
    Raises:
        NotFound: there is no such link.
        NotInThisState: it is used, replaced or too old, or the plan has ended.
    """
    link = PhoneLink.objects.filter(token_hash=hash_code(code, OPENS)).first()
    if link is None:
        unknown = NotFound(gettext("This code is not known. Check it, or ask the clinic for a new one."))
        audit_refusal(stranger, VERB, unknown)
        raise unknown
    held = find_phone(held_cookie, stranger.request_id)
    goes_on = held is not None and held.plan_id == link.plan_id
    actor = PhoneActor(link.clinic_id, link.plan_id, held.phone_id if held and goes_on else NOT_LINKED_YET, stranger.request_id)
    return _open(actor, link.pk, goes_on, label)


@action(VERB, None)
def _open(actor: PhoneActor, link_id: uuid.UUID, goes_on: bool, label: str) -> Done[OpenedPhone]:
    now = timezone.now()
    link: Any = PhoneLink.objects.select_for_update().get(pk=link_id)
    plan = get_visible(Plan, actor.plan_id, lock=True)
    if plan.status != PlanStatus.ACTIVE:
        raise NotInThisState(gettext("This plan has ended. Ask the clinic for a new one."))
    if link.revoked_at is not None:
        raise NotInThisState(gettext("This code was replaced by a newer one. Use the newer one, or ask the clinic."))
    if goes_on:
        return Done(OpenedPhone(""), plan.patient_id, target_of(plan), "went on")
    if link.used_at is not None:
        raise NotInThisState(gettext("This code was used on another device already. Ask the clinic for a new one."))
    if link.expires_at <= now:
        raise NotInThisState(gettext("This code is too old. Ask the clinic for a new one."))
    link.used_at = now
    link.save(update_fields=["used_at"])
    phone = Phone(patient_id=plan.patient_id, plan=plan, label=label.replace("\x00", "")[:60], linked_at=now, last_seen_at=now)
    phone.save()
    cookie = new_cookie()
    PhoneCookie.objects.create(
        cookie_hash=hash_cookie(cookie, OPENS),
        clinic_id=actor.clinic_id,
        plan_id=plan.pk,
        phone_id=phone.pk,
        created_at=now,
    )
    return Done(OpenedPhone(cookie), plan.patient_id, target_of(phone))


def find_phone(cookie: str, request_id: str = "") -> PhoneActor | None:
    """Whose phone a cookie is; None when it opens nothing. Clinic and plan stand with the cookie, never in the request."""
    if not cookie:
        return None
    kept = PhoneCookie.objects.filter(cookie_hash=hash_cookie(cookie, OPENS), ended_at__isnull=True).first()
    return None if kept is None else PhoneActor(kept.clinic_id, kept.plan_id, kept.phone_id, request_id)


def has_ended(cookie: str) -> bool:
    """Whether a cookie opened a plan once and was made worthless since: the phone then clears itself."""
    return bool(cookie) and PhoneCookie.objects.filter(cookie_hash=hash_cookie(cookie, OPENS), ended_at__isnull=False).exists()
