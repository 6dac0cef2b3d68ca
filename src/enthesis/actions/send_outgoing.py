"""Hand e-mails over to the mail server, each at most once. A piece of the upkeep that works outside its transaction.

A message is claimed, and the claim committed, before it is handed over. Where the machine stops between the two, or the line
breaks while the server is taking it, it may have gone or not, and it is not sent again: a patient who gets the same questions twice
takes them for spam, while one who got none gets the reminder, which is a message of its own. What the server refused in so many
words did not go, and is tried again later. The list of follow-ups shows what may have been lost.
"""

from __future__ import annotations

import datetime
import logging
import smtplib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import formataddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse
from django.utils.translation import gettext as _

from enthesis.access.actor import Installation
from enthesis.access.policies import ASKS
from enthesis.actions.ask_follow_ups import LINK_MARK
from enthesis.actions.calendar_invitation import method_of
from enthesis.actions.deed import VERBS, write_audit
from enthesis.actions.issue_follow_up_link import make_link, note_asked
from enthesis.actions.needling_check_link import make_check_link, note_check_asked
from enthesis.actions.plan_needling_checks import PAGE as CHECK_PAGE
from enthesis.actions.plan_record import local_day
from enthesis.records.isolation import clinic_scope
from enthesis.records.needling_after import NeedlingCheck, NeedlingCheckLink, NeedlingCheckStatus
from enthesis.records.outcomes import FollowUp, FollowUpLink, Outgoing
from enthesis.records.people import Clinic

SENT = "sent e-mail"
VERBS.add(SENT)
MOST_AT_ONCE = 100
MOST_ATTEMPTS = 6
TRY_AGAIN_AFTER = datetime.timedelta(minutes=15)
"""Four times as long after each refusal: a quarter of an hour, one, four, sixteen and sixty-four hours."""
REFUSED_IN_WORDS = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError)


@dataclass(frozen=True)
class Claimed:
    """A message that this process, and no other, hands over."""

    id: uuid.UUID
    clinic_id: uuid.UUID
    link_id: uuid.UUID | None
    message: EmailMessage


def send_outgoing(now: datetime.datetime) -> int:
    """Send what waits; how many messages the server took."""
    waiting = list(_waiting(now))
    if not waiting:
        return 0
    connection: Any = get_connection()
    try:
        connection.open()  # before anything is claimed: a server that is away costs no message its turn
    except OSError as error:
        logging.getLogger("enthesis.mail").warning(
            "the mail server cannot be reached (%s); what waits is kept", type(error).__name__
        )
        return 0
    sent = 0
    try:
        for clinic_id, message_id in waiting:
            claimed = _claim(clinic_id, message_id, now)
            if claimed is not None:
                sent += _hand_over(claimed, connection, now)
    finally:
        connection.close()
    return sent


def _waiting(now: datetime.datetime) -> Iterator[tuple[uuid.UUID, uuid.UUID]]:
    """Clinic and id of what may be sent now, the oldest first, as long as there is a way to send it."""
    left = MOST_AT_ONCE
    for clinic_id in Clinic.objects.order_by("id").values_list("id", flat=True):
        with clinic_scope(clinic_id, writes=False):
            found = Outgoing.objects.filter(attempted_at=None, dropped_at=None, not_before__lte=now)
            if not settings.MAIL_CONFIGURED:
                found = found.filter(patient__simulated=True)  # files on this machine reach nobody who lives
            if origin() is None:
                found = found.exclude(body__contains=LINK_MARK)
            for message_id in list(found.order_by("made_at", "id").values_list("pk", flat=True)[:left]):
                left -= 1
                yield clinic_id, message_id


def origin() -> str | None:
    """Where links lead: the installation's public address, or on a machine without one, its own; None: not known."""
    return settings.PUBLIC_URL[0] if settings.PUBLIC_URL else settings.OWN_ORIGIN


def _claim(clinic_id: uuid.UUID, message_id: uuid.UUID, now: datetime.datetime) -> Claimed | None:
    """Take a message, in a transaction of its own; None where another process has it, or nobody wants it any more."""
    with clinic_scope(clinic_id):
        clinic = Clinic.objects.get(pk=clinic_id)
        outgoing = (
            Outgoing.objects.select_for_update(of=("self",))
            .select_related("patient", "follow_up", "needling_check")
            .get(pk=message_id)
        )
        if outgoing.attempted_at is not None or outgoing.dropped_at is not None:
            return None
        if not _still_wanted(outgoing, local_day(now, clinic.time_zone), now):
            outgoing.dropped_at = now
            outgoing.save(update_fields=["dropped_at"])
            return None
        body, link_id = outgoing.body, None
        if LINK_MARK in body and outgoing.follow_up is not None:
            code, link = make_link(outgoing.follow_up, now)
            body, link_id = body.replace(LINK_MARK, f"{origin()}{reverse('follow_up')}#{code}"), link.pk
        elif LINK_MARK in body and outgoing.needling_check is not None:
            code, link = make_check_link(outgoing.needling_check, now)
            body, link_id = body.replace(LINK_MARK, f"{origin()}{reverse(CHECK_PAGE)}#{code}"), link.pk
        outgoing.to = outgoing.patient.email  # it may have been corrected since the message was made
        outgoing.attempted_at, outgoing.attempts = now, outgoing.attempts + 1
        outgoing.save(update_fields=["to_encrypted", "attempted_at", "attempts"])
        return Claimed(outgoing.pk, clinic_id, link_id, _as_message(outgoing, clinic, body))


def _still_wanted(outgoing: Outgoing, today: datetime.date, now: datetime.datetime) -> bool:
    """Whether the patient may still be written to, and still has something to answer."""
    patient, follow_up = outgoing.patient, outgoing.follow_up
    if patient.may_email is not True or not patient.email:
        return False
    if outgoing.needling_check is not None:
        check = outgoing.needling_check
        waits = check.status in (NeedlingCheckStatus.PLANNED, NeedlingCheckStatus.ASKED)
        return patient.no_follow_up_at is None and waits and now <= check.closes_at
    if follow_up is None:
        return True
    return patient.no_follow_up_at is None and follow_up.status in ASKS and follow_up.opens_on <= today <= follow_up.closes_on


def _as_message(outgoing: Outgoing, clinic: Clinic, body: str) -> EmailMessage:
    domain = settings.DEFAULT_FROM_EMAIL.partition("@")[2]
    message = EmailMessage(
        subject=outgoing.subject,
        body=body + "\n",
        from_email=formataddr((clinic.name, settings.DEFAULT_FROM_EMAIL)),
        to=[outgoing.to],
        headers={"Message-ID": f"<{outgoing.pk}@{domain}>", "Auto-Submitted": "auto-generated"},
    )
    if outgoing.ics:
        message.attach(
            "appointment.ics" if outgoing.follow_up_id is None else "questions.ics", outgoing.ics, _calendar(outgoing.ics)
        )
    return message


def _calendar(ics: str) -> str:
    return f"text/calendar; method={method_of(ics)}"


def _hand_over(claimed: Claimed, connection: Any, now: datetime.datetime) -> bool:
    try:
        connection.send_messages([claimed.message])
    except REFUSED_IN_WORDS as error:
        _try_later(claimed, error, now)
        return False
    except Exception as error:  # whatever it was, nobody knows whether it went
        logging.getLogger("enthesis.mail").warning("a message may or may not have gone (%s)", type(error).__name__)
        with clinic_scope(claimed.clinic_id):
            said = _("the line broke (%(what)s): it may have gone, and is not sent again") % {"what": type(error).__name__}
            Outgoing.objects.filter(pk=claimed.id).update(last_error=said)
        return False
    with clinic_scope(claimed.clinic_id):
        outgoing = Outgoing.objects.select_for_update().get(pk=claimed.id)
        outgoing.sent_at, outgoing.last_error = now, ""
        outgoing.save(update_fields=["sent_at", "last_error"])
        if outgoing.follow_up_id is not None:
            note_asked(FollowUp.objects.select_for_update().get(pk=outgoing.follow_up_id), now)
        if outgoing.needling_check_id is not None:
            note_check_asked(NeedlingCheck.objects.select_for_update().get(pk=outgoing.needling_check_id), now)
        actor = Installation("tick", claimed.clinic_id)
        write_audit(actor, SENT, outgoing.patient_id, f"outgoing/{outgoing.pk}", because=outgoing.kind)
    return True


def _try_later(claimed: Claimed, error: Exception, now: datetime.datetime) -> None:
    """The server said no: the message did not go, and waits for its next turn, or is given up."""
    with clinic_scope(claimed.clinic_id):
        outgoing = Outgoing.objects.select_for_update().get(pk=claimed.id)
        code = getattr(error, "smtp_code", "")
        outgoing.last_error = _("the mail server refused it (%(what)s)") % {"what": f"{type(error).__name__} {code}".strip()}
        if outgoing.attempts >= MOST_ATTEMPTS:
            outgoing.dropped_at = now
        else:
            outgoing.attempted_at = None
            outgoing.not_before = now + TRY_AGAIN_AFTER * 4 ** (outgoing.attempts - 1)
        outgoing.save(update_fields=["last_error", "dropped_at", "attempted_at", "not_before"])
        if claimed.link_id is not None:
            FollowUpLink.objects.filter(pk=claimed.link_id).update(revoked_at=now)
            NeedlingCheckLink.objects.filter(pk=claimed.link_id).update(revoked_at=now)
