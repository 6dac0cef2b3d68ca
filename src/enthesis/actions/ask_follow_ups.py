"""Ask patients how it goes when the time has come, remind them, and stop when it is over. A piece of the upkeep.

It makes the e-mails; `send_outgoing` hands them over. Each has a key that says what it is about, once, so that running twice, or two
processes at once, makes no second one. Only who agreed to e-mail is written to; to be asked at the clinic needs no e-mail.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Iterator, Mapping

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enthesis.access.actor import Installation
from enthesis.access.policies import ASKS
from enthesis.actions.asked_questions import count_questions
from enthesis.actions.calendar_invitation import follow_up_entry
from enthesis.actions.deed import VERBS, write_audit
from enthesis.actions.plan_follow_ups import settle
from enthesis.actions.plan_record import local_day
from enthesis.records.isolation import clinic_scope
from enthesis.records.needling_after import NeedlingCheck
from enthesis.records.outcomes import FollowUp, FollowUpStatus, Outgoing, OutgoingKind
from enthesis.records.patients import Patient
from enthesis.records.people import Clinic

TICK = Installation("tick")
CLOSED = "closed follow-up"
VERBS.add(CLOSED)
REST_DAYS = 3
"""Nobody is reminded so soon after being asked."""
LINK_MARK = "{link}"


def ask_follow_ups(now: datetime.datetime) -> int:
    """Make what is to be sent today, and close what is over; how many follow-ups changed."""
    changed = 0
    for clinic in Clinic.objects.order_by("id"):
        today = local_day(now, clinic.time_zone)
        with clinic_scope(clinic.pk):
            over = FollowUp.objects.filter(status__in=ASKS, closes_on__lt=today)
            for follow_up in over.select_for_update():
                changed += _close(follow_up, clinic)
            changed += sum(_ask(*one, clinic, today, now) for one in _to_ask(today))
    return changed


def _close(follow_up: FollowUp, clinic: Clinic) -> bool:
    settle(follow_up, FollowUpStatus.CLOSED)
    write_audit(Installation(TICK.command, clinic.pk), CLOSED, follow_up.patient_id, f"followup/{follow_up.pk}")
    return True


def _to_ask(today: datetime.date) -> Iterator[tuple[FollowUp, dict[str, datetime.datetime | None]]]:
    """Follow-ups that may be answered today, of patients who may be written to, each with the messages made so far: by key, when
    they were handed over."""
    due = FollowUp.objects.filter(status__in=ASKS, opens_on__lte=today, closes_on__gte=today)
    due = due.filter(patient__may_email=True, patient__no_follow_up_at=None).exclude(patient__email_encrypted=None)
    made: dict[uuid.UUID | None, dict[str, datetime.datetime | None]] = {}
    for follow_up_id, key, at in Outgoing.objects.filter(follow_up__in=due).values_list("follow_up_id", "key", "attempted_at"):
        made.setdefault(follow_up_id, {})[key] = at
    for follow_up in due.select_related("patient", "episode"):
        yield follow_up, made.get(follow_up.pk, {})


def _ask(
    follow_up: FollowUp,
    made: Mapping[str, datetime.datetime | None],
    clinic: Clinic,
    today: datetime.date,
    now: datetime.datetime,
) -> bool:
    """Ask first; then, on the days for it, remind whoever has not answered. After a pause one reminder stands for all missed."""
    key, kind = f"follow_up:{follow_up.pk}:asked", OutgoingKind.FOLLOW_UP
    asked_at = follow_up.asked_at or made.get(key)  # a message that may have been lost is made up for by the reminder
    if asked_at is not None:
        asked_on = local_day(asked_at, clinic.time_zone)
        remind_on = max((day for day in _days(follow_up.remind_on) if day <= today), default=None)
        if remind_on is None or remind_on < asked_on + datetime.timedelta(days=REST_DAYS):
            return False
        key, kind = f"follow_up:{follow_up.pk}:reminded:{remind_on}", OutgoingKind.REMINDER
    if key in made:
        return False
    return make_outgoing(follow_up.patient, key, kind, *_words(follow_up, clinic, today, now), now, follow_up)


def make_outgoing(
    patient: Patient,
    key: str,
    kind: OutgoingKind,
    subject: str,
    body: str,
    ics: str,
    now: datetime.datetime,
    follow_up: FollowUp | None = None,
    needling_check: NeedlingCheck | None = None,
) -> bool:
    """Make an e-mail unless one of this key was made already; whether it was made now."""
    if Outgoing.objects.filter(key=key).exists():
        return False
    outgoing = Outgoing(
        patient=patient,
        follow_up=follow_up,
        needling_check=needling_check,
        key=key,
        kind=kind,
        subject=subject[:200],
        body=body,
        ics=ics,
        made_at=now,
        not_before=now,
    )
    outgoing.to = patient.email
    try:
        with transaction.atomic():
            outgoing.save()
    except IntegrityError:  # another process made it meanwhile
        return False
    return True


def _words(follow_up: FollowUp, clinic: Clinic, today: datetime.date, now: datetime.datetime) -> tuple[str, str, str]:
    """Subject, text and calendar entry. They say who asks and how long it takes, and nothing of what the patient has."""
    again = follow_up.asked_at is not None
    minutes = max(2, (count_questions(follow_up) + 1) // 2)
    until = f"{follow_up.closes_on.day} {follow_up.closes_on:%B %Y}"
    known = {"name": follow_up.patient.given_name, "clinic": clinic.name, "day": until}
    takes = ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    subject = _("How are you? A reminder from %(clinic)s") if again else _("How are you? A few questions from %(clinic)s")
    begun = again and follow_up.status == FollowUpStatus.STARTED
    first = (
        _("You have begun to answer our questions; what you said is kept. There are only a few left.")
        if begun
        else _("We have not heard from you yet. Your answers tell us whether the treatment helped, also when all is well.")
        if again
        else _("We would like to know how you are. Your answers tell us whether the treatment helped, also when all is well.")
    )
    lines = (
        _("Hello %(name)s,") % known,
        "",
        first,
        _("It takes about %(takes)s, on a phone or a computer, without a password:") % {"takes": takes},
        "",
        LINK_MARK,
        "",
        _("The link is yours alone; please do not pass it on. It works until %(day)s.") % known,
        _("If you do not want to be asked again, open the link and press “Do not ask me again”. It has no effect on your care."),
        _("This mailbox is not read. If something worries you, call the clinic; in an emergency, call the emergency number."),
        "",
        clinic.name,
        *([clinic.telephone] if clinic.telephone else []),
    )
    ics = follow_up_entry(follow_up, clinic, now) if not again and follow_up.due_on > today else ""
    return subject % known, "\n".join(lines), ics


def _days(written: Iterable[str]) -> list[datetime.date]:
    return [datetime.date.fromisoformat(day) for day in written]
