"""Issue the secret address of a therapist's calendar feed; issuing again revokes the earlier one."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.utils import timezone

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.refused import NotFound
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.one_time_link import hash_token, new_token
from enthesis.records.appointments import Appointment
from enthesis.records.isolation import clinic_scope
from enthesis.records.people import Membership

FEED_BACK_DAYS, FEED_AHEAD_DAYS = 60, 370


@dataclass(frozen=True)
class CalendarEntry:
    """One appointment as a calendar may know it: no patient, no reason."""

    id: uuid.UUID
    starts_at: datetime.datetime
    minutes: int
    status: str
    revision: int
    changed_at: datetime.datetime


@action("issued calendar link", Permission.LIST_PATIENTS)
def issue_calendar_link(actor: Actor) -> Done[str]:
    """A new secret for the actor's own feed; only its hash is kept.

    Returns:
        the secret, to be shown once.
    """
    token, kept = new_token()
    membership = Membership.objects.get(person_id=actor.person_id, clinic_id=actor.clinic_id, ended_at__isnull=True)
    membership.calendar_token_hash = kept
    membership.save(update_fields=["calendar_token_hash"])
    return Done(token, None, f"membership/{membership.pk}")


@action("revoked calendar link", Permission.LIST_PATIENTS)
def revoke_calendar_link(actor: Actor) -> Done[None]:
    """End the actor's feed."""
    Membership.objects.filter(person_id=actor.person_id, clinic_id=actor.clinic_id).update(calendar_token_hash="")
    return Done(None)


def read_feed(token: str) -> tuple[str, list[CalendarEntry]]:
    """The calendar behind a secret. Calendar programs ask every few minutes, and it names nobody: it is not audited.

    Returns:
        the clinic's name, and the appointments of its owner, the earliest first.
    Raises:
        NotFound: no membership that has not ended has this secret.
    """
    membership = (
        Membership.objects.filter(calendar_token_hash=hash_token(token), ended_at__isnull=True)
        .select_related("clinic", "person")
        .first()
        if 20 <= len(token) <= 64
        else None
    )
    if membership is None or not membership.person.is_active:
        raise NotFound("There is no calendar here; its address may have been renewed.")
    now = timezone.now()
    with clinic_scope(membership.clinic_id, writes=False):
        found = Appointment.objects.filter(
            therapist_id=membership.person_id,
            starts_at__gte=now - datetime.timedelta(days=FEED_BACK_DAYS),
            starts_at__lt=now + datetime.timedelta(days=FEED_AHEAD_DAYS),
        ).order_by("starts_at", "id")
        return membership.clinic.name, [entry_of(appointment) for appointment in found]


@action("read appointment", Permission.LIST_PATIENTS, writes=False)
def read_calendar_entry(actor: Actor, appointment_id: uuid.UUID) -> Done[CalendarEntry]:
    """One appointment as a calendar may know it."""
    appointment = get_visible(Appointment, appointment_id)
    return Done(entry_of(appointment), appointment.patient_id, target_of(appointment))  # pyright: ignore


def entry_of(appointment: Appointment) -> CalendarEntry:
    """The appointment without the patient."""
    return CalendarEntry(
        appointment.pk,
        appointment.starts_at,
        appointment.minutes,
        str(appointment.status),
        appointment.revision,
        appointment.booked_at,
    )
