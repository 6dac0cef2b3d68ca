"""Checks on the patient after needling: made with the session, asked when their time has come, closed when it is over.

A piece of the upkeep, like `ask_follow_ups`: each message has a key that says what it is about, once, so that running twice, or two
processes at once, makes no second one. Only who agreed to e-mail is written to; the others are called, and so is whoever does not
answer: a check that nobody answered stays on the clinic's list and says nothing good.
"""

from __future__ import annotations

import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from enthesis.access.actor import Installation
from enthesis.access.policies import check_may_become
from enthesis.actions.ask_follow_ups import LINK_MARK, make_outgoing
from enthesis.actions.deed import VERBS, write_audit
from enthesis.actions.needling_facts import known_needling, needled_sites
from enthesis.care.needling_events import checks_due
from enthesis.records.isolation import clinic_scope
from enthesis.records.needling import NeedlingClose, NeedlingSession
from enthesis.records.needling_after import NeedlingCheck, NeedlingCheckStatus
from enthesis.records.outcomes import OutgoingKind
from enthesis.records.people import Clinic

TICK = Installation("tick")
CLOSED = "closed check after needling"
VERBS.add(CLOSED)
ANSWERED_WITHIN = datetime.timedelta(days=5)
"""How long a patient may answer on the phone; judgement."""
REMINDED_AFTER = datetime.timedelta(hours=24)
"""Who has not answered a day later is reminded once; judgement."""
PAGE = "needling_check"
"""Name of the address a link leads to."""


def plan_needling_checks(now: datetime.datetime) -> int:
    """Make what is missing, ask what is due, close what is over; how many checks changed."""
    changed = 0
    for clinic in Clinic.objects.order_by("id"):
        with clinic_scope(clinic.pk):
            for session in NeedlingSession.objects.filter(begun_at__isnull=False, checks__isnull=True):
                changed += ensure_checks(session, now)
            waiting = NeedlingCheck.objects.filter(status__in=(NeedlingCheckStatus.PLANNED, NeedlingCheckStatus.ASKED))
            for check in waiting.filter(closes_at__lt=now).select_for_update():
                settle_check(check, NeedlingCheckStatus.CLOSED)
                write_audit(Installation(TICK.command, clinic.pk), CLOSED, check.patient_id, f"needlingcheck/{check.pk}")
                changed += 1
            due = waiting.filter(due_at__lte=now, closes_at__gte=now, patient__may_email=True, patient__no_follow_up_at=None)
            for check in due.exclude(patient__email_encrypted=None).select_related("patient"):
                changed += _ask(check, clinic, now)
    return changed


def ensure_checks(session: NeedlingSession, now: datetime.datetime) -> int:
    """Make the checks that the session's sites call for and that are not there yet; how many. Counted from the end of the
    session, or from its beginning while no end is recorded."""
    if session.begun_at is None:
        return 0
    close = NeedlingClose.objects.filter(encounter_id=session.encounter_id, replaced_by__isnull=True).first()
    ended_at = close.ended_at if close is not None else session.begun_at
    there = set(NeedlingCheck.objects.filter(session=session).values_list("check_kind", flat=True))
    made = 0
    for due in checks_due(ended_at, needled_sites(session.encounter_id), known_needling()):
        if due.check not in there:
            made += _make(session, due.check, due.due_at, now)
    return made


def settle_check(check: NeedlingCheck, to: NeedlingCheckStatus) -> bool:
    """Take a check one step on where it may go there; whether it went."""
    if not check_may_become(check, to):
        return False
    check.status = to
    check.save(update_fields=["status"])
    return True


def _make(session: NeedlingSession, kind: str, due_at: datetime.datetime, now: datetime.datetime) -> bool:
    check = NeedlingCheck(
        patient_id=session.patient_id,
        session=session,
        check_kind=kind,
        due_at=due_at,
        closes_at=due_at + ANSWERED_WITHIN,
        made_at=now,
    )
    try:
        with transaction.atomic():
            check.save()
    except IntegrityError:  # another process made it meanwhile
        return False
    return True


def _ask(check: NeedlingCheck, clinic: Clinic, now: datetime.datetime) -> bool:
    """Ask first; a day later remind whoever has not answered, once."""
    again = check.asked_at is not None and now >= check.asked_at + REMINDED_AFTER
    if check.asked_at is not None and not again:
        return False
    key = f"needling_check:{check.pk}:{'reminded' if again else 'asked'}"
    subject, body = _words(check, clinic, again)
    return make_outgoing(check.patient, key, OutgoingKind.NEEDLING, subject, body, "", now, needling_check=check)  # type: ignore[arg-type]


def _words(check: NeedlingCheck, clinic: Clinic, again: bool) -> tuple[str, str]:
    """Subject and text. They say who asks, and nothing of what was done."""
    known = {"name": check.patient.given_name, "clinic": clinic.name}  # type: ignore[attr-defined]
    subject = (
        _("How are you after your visit? A reminder from %(clinic)s")
        if again
        else _("How are you after your visit to %(clinic)s?")
    )
    lines = (
        _("Hello %(name)s,") % known,
        "",
        _("Please tell us how you are after your last visit. It takes about two minutes, without a password:"),
        "",
        LINK_MARK,
        "",
        _("The link is yours alone; please do not pass it on. It works for a few days."),
        _("If you are short of breath or have a sharp pain in the chest, do not write: call the emergency number now."),
        _("This mailbox is not read. If something worries you, call the clinic."),
        "",
        clinic.name,
        *([clinic.telephone] if clinic.telephone else []),
    )
    return subject % known, "\n".join(lines)
