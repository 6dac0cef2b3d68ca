"""Exchange the link of a follow-up for a cookie, once; and find whose follow-up a cookie opens."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from enthesis.access.actor import FollowUpActor, Stranger
from enthesis.access.policies import check_can_answer
from enthesis.access.refused import NotFound, NotInThisState
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, audit_refusal, target_of
from enthesis.actions.intake_code import hash_code, hash_cookie, new_cookie
from enthesis.actions.issue_follow_up_link import OPENS, end_of
from enthesis.actions.record_answer import clinic_day
from enthesis.records.outcomes import FollowUp, FollowUpCookie, FollowUpLink

VERB = "opened follow-up"


@dataclass(frozen=True)
class OpenedFollowUp:
    """What a link was exchanged for; `cookie` is empty when the device holds the right one already."""

    cookie: str = field(repr=False)
    lasts: datetime.timedelta = datetime.timedelta()
    """A half-finished form is picked up again on the same device as long as the follow-up's time lasts."""


def open_follow_up(stranger: Stranger, code: str, held_cookie: str = "") -> OpenedFollowUp:
    """Exchange the code of a link for a cookie.

    Args:
        held_cookie: the cookie the device has already; opening one's own used link again goes on with it.
    Raises:
        NotFound: there is no such link.
        NotInThisState: it is used or too old, or the follow-up is over, answered or refused.
    """
    link = FollowUpLink.objects.filter(token_hash=hash_code(code, OPENS)).first()
    if link is None:
        unknown = NotFound(gettext("This link is not known. Copy the whole of it, or ask the clinic for a new one."))
        audit_refusal(stranger, VERB, unknown)
        raise unknown
    held = find_follow_up(held_cookie, stranger.request_id)
    goes_on = held is not None and held.follow_up_id == link.follow_up_id
    return _open(FollowUpActor(link.clinic_id, link.follow_up_id, stranger.request_id), link.pk, goes_on)


@action(VERB, None)
def _open(actor: FollowUpActor, link_id: uuid.UUID, goes_on: bool) -> Done[OpenedFollowUp]:
    now = timezone.now()
    link: Any = FollowUpLink.objects.select_for_update().get(pk=link_id)
    follow_up = get_visible(FollowUp, actor.follow_up_id, lock=True)
    if goes_on:
        return Done(OpenedFollowUp(""), follow_up.patient_id, target_of(follow_up), "went on")
    check_can_answer(follow_up, clinic_day(follow_up.episode, now))
    if link.revoked_at is not None or link.expires_at <= now:
        raise NotInThisState(gettext("This link is too old. Use the one in the newest e-mail, or ask the clinic for a new one."))
    if link.used_at is not None:
        raise NotInThisState(
            gettext("This link was used on another device. Go on there, use the newest e-mail, or ask the clinic for a new one.")
        )
    link.used_at = now
    link.save(update_fields=["used_at"])
    cookie = new_cookie()
    FollowUpCookie.objects.create(
        cookie_hash=hash_cookie(cookie, OPENS),
        clinic_id=actor.clinic_id,
        follow_up_id=follow_up.pk,
        created_at=now,
        expires_at=end_of(follow_up),
    )
    return Done(OpenedFollowUp(cookie, end_of(follow_up) - now), follow_up.patient_id, target_of(follow_up))


def find_follow_up(cookie: str, request_id: str = "") -> FollowUpActor | None:
    """Whose follow-up a cookie opens; None when it opens nothing. Clinic and follow-up stand with the cookie alone."""
    if not cookie:
        return None
    living = FollowUpCookie.objects.filter(ended_at__isnull=True, expires_at__gt=timezone.now())
    kept = living.filter(cookie_hash=hash_cookie(cookie, OPENS)).first()
    return None if kept is None else FollowUpActor(kept.clinic_id, kept.follow_up_id, request_id)


def end_cookies(follow_up: FollowUp) -> None:
    """Make every cookie of a follow-up worthless."""
    FollowUpCookie.objects.filter(follow_up_id=follow_up.pk, ended_at__isnull=True).update(ended_at=timezone.now())
