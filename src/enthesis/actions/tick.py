"""What is done when its time has come, whoever is at work or nobody: `enthesis tick`, or the server's own thread.

Each piece of work is one function in `PIECES`. All of them may run at any time and twice: the second time they find
nothing to do. One process does it at a time, in one transaction, and writes one audit row when something was done. E-mails that
wait are handed over after that, each claimed in a transaction of its own: what has left cannot be rolled back.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable

from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import F, Q

from enthesis.access.actor import Installation
from enthesis.actions.ask_follow_ups import ask_follow_ups
from enthesis.actions.deed import write_audit
from enthesis.actions.invite_to_appointments import invite_to_appointments
from enthesis.actions.nightly_review import review_plans
from enthesis.actions.plan_needling_checks import plan_needling_checks
from enthesis.actions.send_outgoing import send_outgoing
from enthesis.records.appointments import Appointment, AppointmentStatus
from enthesis.records.episodes import EncounterStatus
from enthesis.records.intake import IntakeLink, PortalSession
from enthesis.records.isolation import clinic_scope
from enthesis.records.locks import try_in_transaction
from enthesis.records.people import Clinic, Invitation
from enthesis.records.plans import PhoneLink

Piece = Callable[[datetime.datetime], int]
TICK = Installation("tick")


def tick(now: datetime.datetime) -> dict[str, int] | None:
    """Do what is due.

    Args:
        now: the time to judge by.
    Returns:
        how many records each piece of work changed, or None when another process is at it.
    """
    with transaction.atomic():
        if not try_in_transaction(connection, "upkeep"):
            return None
        changed = {what: do(now) for what, do in PIECES}
        if any(changed.values()):
            said = "; ".join(f"{what}: {count}" for what, count in changed.items() if count)
            write_audit(TICK, "did what was due", None, "", because=said)
    changed["sent e-mails"] = send_outgoing(now)
    return changed


def revoke_expired_links(now: datetime.datetime) -> int:
    """Intake links past their time can no longer be exchanged; the row says so."""
    return IntakeLink.objects.filter(used_at=None, revoked_at=None, expires_at__lt=now).update(revoked_at=now)


def revoke_expired_phone_links(now: datetime.datetime) -> int:
    """Likewise links of plans."""
    return PhoneLink.objects.filter(used_at=None, revoked_at=None, expires_at__lt=now).update(revoked_at=now)


def revoke_expired_invitations(now: datetime.datetime) -> int:
    """Likewise invitations of people."""
    return Invitation.objects.filter(used_at=None, revoked_at=None, expires_at__lt=now).update(revoked_at=now)


def end_expired_portal_sessions(now: datetime.datetime) -> int:
    """A patient's cookie past its time opens nothing."""
    return PortalSession.objects.filter(ended_at=None, expires_at__lt=now).update(ended_at=now)


def remove_expired_sessions(now: datetime.datetime) -> int:
    """Sessions of people that have run out."""
    return Session.objects.filter(expire_date__lt=now).delete()[0]


def close_held_appointments(now: datetime.datetime) -> int:
    """An appointment whose encounter is signed is done. Nothing else is concluded: who did not come is for people to say."""
    closed = 0
    unsettled = (AppointmentStatus.BOOKED, AppointmentStatus.ARRIVED, AppointmentStatus.IN_ROOM)
    signed = Q(encounter__status__in=(EncounterStatus.SIGNED, EncounterStatus.AWAITING_COSIGNATURE))
    for clinic_id in Clinic.objects.order_by("id").values_list("id", flat=True):
        with clinic_scope(clinic_id):
            due = Appointment.objects.filter(signed, status__in=unsettled, starts_at__lt=now)
            for appointment_id, patient_id in list(due.values_list("id", "patient_id")):
                changes = {"status": AppointmentStatus.DONE, "revision": F("revision") + 1}
                closed += Appointment.objects.filter(pk=appointment_id).update(**changes)
                actor = Installation(TICK.command, clinic_id)
                write_audit(actor, "closed held appointment", patient_id, f"appointment/{appointment_id}")
    return closed


PIECES: tuple[tuple[str, Piece], ...] = (
    ("expired intake links", revoke_expired_links),
    ("expired invitations", revoke_expired_invitations),
    ("ended intake sessions", end_expired_portal_sessions),
    ("removed sign-in sessions", remove_expired_sessions),
    ("closed held appointments", close_held_appointments),
    ("expired phone links", revoke_expired_phone_links),
    ("judged plans", review_plans),
    ("follow-ups asked or closed", ask_follow_ups),
    ("checks after needling planned, asked or closed", plan_needling_checks),
    ("appointments written about", invite_to_appointments),
)
"""In this order. A new piece of work is a new line here."""
