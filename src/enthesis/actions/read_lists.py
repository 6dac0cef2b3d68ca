"""Read lists: the day, the patients, the calendar; each look leaves a row in the audit."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from typing import TypeVar

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.records.appointments import Appointment
from enthesis.records.patients import Patient, fold

Built = TypeVar("Built")


@action("read the day", Permission.LIST_PATIENTS, writes=False)
def read_day(actor: Actor, build: Callable[[], Built]) -> Done[Built]:
    """Show the appointments of a day and what waits.

    Args:
        build: makes the page model inside the clinic's scope; nothing may query after it.
    """
    return Done(build())


@action("listed patients", Permission.LIST_PATIENTS, writes=False)
def read_patient_list(actor: Actor, build: Callable[[], Built]) -> Done[Built]:
    """Show who the patients are. Arguments as for `read_day`."""
    return Done(build())


@action("listed de-identified records", Permission.READ_DEIDENTIFIED, writes=False)
def read_deidentified_list(actor: Actor, build: Callable[[], Built]) -> Done[Built]:
    """Show records without the persons. Arguments as for `read_day`."""
    return Done(build())


@action("read appointment", Permission.LIST_PATIENTS, writes=False)
def read_appointment(actor: Actor, appointment_id: uuid.UUID, build: Callable[[Appointment], Built]) -> Done[Built]:
    """Show one appointment. Arguments as for `read_day`.

    Raises:
        Refused: not allowed, or no such appointment here.
    """
    appointment = get_visible(Appointment, appointment_id)
    return Done(build(appointment), appointment.patient_id, target_of(appointment))  # pyright: ignore


@action("looked for the same person", Permission.REGISTER_PATIENT, writes=False)
def find_same_person(
    actor: Actor, given_name: str, family_name: str, birth_date: datetime.date | None
) -> Done[list[tuple[Patient, bool]]]:
    """Patients who may be the same person: same name, in either order, or same family name and date of birth.

    Returns:
        at most five (patient, whether the date of birth agrees too), those with the same date first.
    """
    given, family = fold(given_name), fold(family_name)
    wanted = {f"{given} {family}", f"{family} {given}"}
    near = Patient.objects.filter(search_keys__key__in=wanted).distinct()
    found = {patient.pk: (patient, bool(birth_date and patient.birth_date == birth_date)) for patient in near[:20]}
    if birth_date is not None:
        for patient in Patient.objects.filter(search_keys__key=birth_date.isoformat()).distinct()[:50]:
            if fold(patient.family_name) in (family, given) or fold(patient.given_name) in (family, given):
                found[patient.pk] = (patient, True)
    ordered = sorted(found.values(), key=lambda pair: (not pair[1], pair[0].family_name, str(pair[0].pk)))
    return Done(ordered[:5])
