"""Issue the one-use link by which a phone comes to a plan, and close the way of a phone again."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass, field

from django.utils import timezone

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.policies import check_plan_active
from enthesis.access.refused import NotInThisState
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.intake_code import hash_code, new_code
from enthesis.records.plans import Phone, PhoneCookie, PhoneLink, Plan

LINK_LASTS = datetime.timedelta(days=7)
"""It stands on a handout that is read at home: longer than an intake link, still one use."""
MOST_PHONES = 5
OPENS = "phone"


@dataclass(frozen=True)
class IssuedPhoneLink:
    """A link just issued. The code is shown once and kept nowhere."""

    plan_id: uuid.UUID
    code: str = field(repr=False)
    expires_at: datetime.datetime


@action("issued phone link", Permission.LINK_PHONE)
def issue_phone_link(actor: Actor, plan_id: uuid.UUID) -> Done[IssuedPhoneLink]:
    """Give a phone a way to a plan. An earlier link that was not used ends; phones that are linked stay (parent and child).

    Raises:
        Refused: not allowed, or no such plan here.
        NotInThisState: the plan has ended, or too many phones are linked.
    """
    now = timezone.now()
    plan = get_visible(Plan, plan_id, lock=True)
    check_plan_active(plan)
    if Phone.objects.filter(plan=plan, revoked_at__isnull=True).count() >= MOST_PHONES:
        raise NotInThisState(f"{MOST_PHONES} phones are linked to this plan already; close the way of one first.")
    PhoneLink.objects.filter(plan_id=plan.pk, used_at__isnull=True, revoked_at__isnull=True).update(revoked_at=now)
    code = new_code()
    expires_at = now + LINK_LASTS
    PhoneLink.objects.create(
        token_hash=hash_code(code, OPENS), clinic_id=actor.clinic_id, plan_id=plan.pk, created_at=now, expires_at=expires_at
    )
    return Done(IssuedPhoneLink(plan.pk, code, expires_at), plan.patient_id, target_of(plan))


@action("revoked phone", Permission.LINK_PHONE)
def revoke_phone(actor: Actor, phone_id: uuid.UUID) -> Done[Phone]:
    """Close the way of one phone; what it sent stays.

    Raises:
        Refused: not allowed, or no such phone here.
    """
    phone = get_visible(Phone, phone_id, lock=True)
    close_phone(phone)
    return Done(phone, phone.patient_id, target_of(phone))


def close_phone(phone: Phone) -> None:
    """Make the phone's cookie worthless."""
    now = timezone.now()
    PhoneCookie.objects.filter(phone_id=phone.pk, ended_at__isnull=True).update(ended_at=now)
    if phone.revoked_at is None:
        phone.revoked_at = now
        phone.save(update_fields=["revoked_at"])
