"""Words between patient and clinic about a plan."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext

from enthesis.access.actor import Actor, PhoneActor
from enthesis.access.permissions import Permission
from enthesis.access.policies import check_plan_active
from enthesis.access.refused import NotInThisState
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.receive_events import Receipt, RefusedEvent, id_of
from enthesis.actions.told_events import read_id
from enthesis.records.plans import Message, Plan
from enthesis.terms.fault import UnusableInput

LONGEST_TEXT = 4_000
MOST_MESSAGES = 50
"""Messages taken of one request; the phone sends the others next."""


@action("wrote to patient", Permission.WRITE_MESSAGE)
def write_to_patient(actor: Actor, plan_id: uuid.UUID, text: str) -> Done[Message]:
    """Send words to the phones of a plan.

    Raises:
        Refused: not allowed, or no such plan here.
        NotInThisState: the plan has ended, or the text is empty or too long.
    """
    plan = get_visible(Plan, plan_id, lock=True)
    check_plan_active(plan)
    try:
        message = Message(plan=plan, author_id=actor.person_id, text=read_text(text), sent_at=timezone.now())
    except UnusableInput as error:
        raise NotInThisState(str(error)) from None
    message.save()
    return Done(message, plan.patient_id, target_of(message))


@action("received messages", None)
def receive_messages(actor: PhoneActor, posted: Sequence[object]) -> Done[Receipt]:
    """Keep what a patient writes to the clinic; each message once, with an answer for each.

    Args:
        posted: messages as JSON objects with id (made on the phone) and text; the first `MOST_MESSAGES` are taken.
    """
    plan = get_visible(Plan, actor.plan_id, lock=True)
    accepted: list[str] = []
    refused: list[RefusedEvent] = []
    for each in posted[:MOST_MESSAGES]:
        try:
            accepted.append(_keep(plan, each))
        except UnusableInput as error:
            refused.append(RefusedEvent(id_of(each), str(error)))
    said = f"{len(accepted)} accepted, {len(refused)} refused"
    return Done(Receipt(tuple(dict.fromkeys(accepted)), tuple(refused)), plan.patient_id, target_of(plan), said)


@action("read messages", Permission.WRITE_MESSAGE)
def note_messages_read(actor: Actor, plan_id: uuid.UUID) -> Done[int]:
    """Note that what the patient wrote was read.

    Returns:
        how many messages were unread.
    """
    plan = get_visible(Plan, plan_id)
    unread = Message.objects.filter(plan=plan, author__isnull=True, read_at__isnull=True)
    return Done(unread.update(read_at=timezone.now()), plan.patient_id, target_of(plan))


def read_text(text: object) -> str:
    """The words of a message.

    Raises:
        UnusableInput: there are none, or far too many.
    """
    words = text.replace("\x00", "").strip() if isinstance(text, str) else ""
    if not words:
        raise UnusableInput("message", gettext("it is empty"), gettext("write something"))
    if len(words) > LONGEST_TEXT:
        raise UnusableInput("message", gettext("it is too long"), gettext("send it in parts"))
    return words


def _keep(plan: Plan, posted: object) -> str:
    if not isinstance(posted, dict):
        raise UnusableInput("message", "it is not in the form of a message", "update the app")
    message_id, text = read_id(posted.get("id")), read_text(posted.get("text"))
    before = Message.objects.filter(pk=message_id, plan=plan, author__isnull=True).first()
    if before is None:
        message = Message(id=message_id, plan=plan, text=text, sent_at=timezone.now())
        try:
            with transaction.atomic():
                message.take_clinic().save(force_insert=True)
        except IntegrityError:
            raise UnusableInput("id", gettext("this number is taken"), gettext("write it again")) from None
    elif before.text != text:
        raise UnusableInput("id", gettext("another message was sent under this number"), gettext("write it again"))
    return str(message_id)
