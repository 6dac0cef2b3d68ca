"""Book an appointment, and move one. No billing."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.utils import timezone

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.policies import check_can_move
from enthesis.access.refused import NotInThisState
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.records.appointments import Appointment, AppointmentStatus
from enthesis.records.episodes import Episode
from enthesis.records.patients import Patient
from enthesis.records.people import Membership, Person, Role

SEES_PATIENTS = (Role.THERAPIST, Role.CLINIC_LEAD, Role.STUDENT, Role.ASSISTANT)
LONGEST_MINUTES = 8 * 60
TAKES_NO_TIME = (AppointmentStatus.CANCELLED, AppointmentStatus.NO_SHOW)


class TimeTaken(NotInThisState):
    """The therapist or the patient has another appointment then. Booked all the same when the person says so."""


@dataclass(frozen=True)
class AppointmentDetails:
    """Who comes to whom, when. `starts_at` is aware."""

    patient_id: uuid.UUID
    therapist_id: uuid.UUID
    starts_at: datetime.datetime
    minutes: int = 45
    reason: str = ""
    episode_id: uuid.UUID | None = None


@action("booked appointment", Permission.BOOK)
def book_appointment(actor: Actor, details: AppointmentDetails, even_if_taken: bool = False) -> Done[Appointment]:
    """Book a time.

    Args:
        even_if_taken: the person has seen that the time is taken and books it all the same.
    Raises:
        Refused: not allowed, or no such patient here.
        TimeTaken: the therapist or the patient has another appointment then.
        NotInThisState: the therapist does not work here, or the length cannot be.
    """
    patient = get_visible(Patient, details.patient_id)
    episode = get_visible(Episode, details.episode_id, patient=patient) if details.episode_id else None
    _check_sees_patients(actor, details.therapist_id)
    _check_minutes(details.minutes)
    appointment = Appointment(
        patient=patient,
        episode=episode,
        therapist_id=details.therapist_id,
        starts_at=details.starts_at,
        minutes=details.minutes,
        reason=details.reason[:200],
        booked_by_id=actor.person_id,
        booked_at=timezone.now(),
    )
    if not even_if_taken:
        _check_free(appointment)
    appointment.save()
    return Done(appointment, patient.id, target_of(appointment))


@action("moved appointment", Permission.BOOK)
def move_appointment(
    actor: Actor,
    appointment_id: uuid.UUID,
    starts_at: datetime.datetime,
    minutes: int,
    therapist_id: uuid.UUID,
    even_if_taken: bool = False,
) -> Done[Appointment]:
    """Give an appointment another time, length or therapist. Arguments and errors as for `book_appointment`."""
    appointment = get_visible(Appointment, appointment_id, lock=True)
    check_can_move(appointment)
    _check_sees_patients(actor, therapist_id)
    _check_minutes(minutes)
    appointment.starts_at, appointment.minutes = starts_at, minutes
    appointment.therapist_id = therapist_id  # pyright: ignore[reportAttributeAccessIssue]
    if not even_if_taken:
        _check_free(appointment)
    appointment.revision += 1
    appointment.save()
    return Done(appointment, appointment.patient_id, target_of(appointment))  # pyright: ignore[reportAttributeAccessIssue]


def people_who_see_patients(clinic_id: uuid.UUID) -> list[Person]:
    """People of the clinic with whom appointments are booked, by name."""
    found = Membership.objects.filter(clinic_id=clinic_id, ended_at__isnull=True, role__in=SEES_PATIENTS)
    return sorted((m.person for m in found.select_related("person")), key=lambda person: person.full_name)


def _check_sees_patients(actor: Actor, therapist_id: uuid.UUID) -> None:
    if not any(person.id == therapist_id for person in people_who_see_patients(actor.clinic_id)):
        raise NotInThisState("This person sees no patients in this clinic; choose another therapist.")


def _check_minutes(minutes: int) -> None:
    if not 5 <= minutes <= LONGEST_MINUTES:
        raise NotInThisState(f"An appointment takes 5 to {LONGEST_MINUTES} minutes; {minutes} was given.")


def _check_free(appointment: Appointment) -> None:
    """Say whose time is taken; names no patient, since the sentence goes into the audit."""
    ends_at = appointment.starts_at + datetime.timedelta(minutes=appointment.minutes)
    near = (
        Appointment.objects.filter(
            starts_at__lt=ends_at, starts_at__gt=appointment.starts_at - datetime.timedelta(minutes=LONGEST_MINUTES)
        )
        .exclude(pk=appointment.pk)
        .exclude(status__in=TAKES_NO_TIME)
    )
    for other in near.order_by("starts_at"):
        if other.starts_at + datetime.timedelta(minutes=other.minutes) <= appointment.starts_at:
            continue
        if other.therapist_id == appointment.therapist_id:  # pyright: ignore[reportAttributeAccessIssue]
            raise TimeTaken("The therapist has another appointment at that time.")
        if other.patient_id == appointment.patient_id:  # pyright: ignore[reportAttributeAccessIssue]
            raise TimeTaken("The patient has another appointment at that time.")
