"""The one-use link by which a patient comes to a follow-up: in an e-mail, or on a sheet from the clinic."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass, field

from django.utils import timezone

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.policies import check_can_answer
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.intake_code import hash_code, new_code
from enthesis.actions.plan_follow_ups import settle
from enthesis.actions.record_answer import clinic_day
from enthesis.records.outcomes import FollowUp, FollowUpLink, FollowUpStatus

OPENS = "follow-up"


@dataclass(frozen=True)
class IssuedFollowUpLink:
    """A link just issued. The code is shown once and kept nowhere."""

    follow_up_id: uuid.UUID
    episode_id: uuid.UUID
    code: str = field(repr=False)
    expires_at: datetime.datetime


@action("issued follow-up link", Permission.INVITE_INTAKE)
def issue_follow_up_link(actor: Actor, follow_up_id: uuid.UUID) -> Done[IssuedFollowUpLink]:
    """Give a patient the way to a follow-up by hand; whoever is handed it was asked.

    Raises:
        Refused: not allowed, or no such follow-up here.
        NotInThisState: it is too early, over, answered or refused.
    """
    now = timezone.now()
    follow_up = get_visible(FollowUp, follow_up_id, lock=True)
    check_can_answer(follow_up, clinic_day(follow_up.episode, now))
    code, link = make_link(follow_up, now)
    note_asked(follow_up, now)
    issued = IssuedFollowUpLink(follow_up.pk, follow_up.episode_id, code, link.expires_at)
    return Done(issued, follow_up.patient_id, target_of(follow_up))


def make_link(follow_up: FollowUp, now: datetime.datetime) -> tuple[str, FollowUpLink]:
    """A new way in; earlier ones that were not used stay, since the older of two mails may be the one that is opened.

    It waits in a mailbox, so it works as long as the follow-up does. It opens a few questions, and shows nothing of the record but
    the activities the patient named.
    """
    code = new_code()
    link = FollowUpLink.objects.create(
        token_hash=hash_code(code, OPENS),
        clinic_id=follow_up.clinic_id,
        follow_up_id=follow_up.pk,
        created_at=now,
        expires_at=end_of(follow_up),
    )
    return code, link


def note_asked(follow_up: FollowUp, now: datetime.datetime) -> None:
    """The patient was asked; the first time counts."""
    settle(follow_up, FollowUpStatus.ASKED)
    if follow_up.asked_at is None:
        follow_up.asked_at = now
        follow_up.save(update_fields=["asked_at"])


def end_of(follow_up: FollowUp) -> datetime.datetime:
    """A moment after the follow-up's last day, wherever the clinic is; the day itself is judged by the clinic's calendar."""
    return datetime.datetime.combine(follow_up.closes_on + datetime.timedelta(days=2), datetime.time(), datetime.UTC)
