"""Say where an appointment stands: arrived, in the room, done, cancelled, did not come."""

from __future__ import annotations

import uuid

from django.utils.translation import gettext

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.policies import check_appointment_step
from enthesis.access.refused import NotInThisState
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.records.appointments import Appointment, AppointmentStatus


@action("changed appointment status", Permission.BOOK)
def change_appointment_status(actor: Actor, appointment_id: uuid.UUID, to: str) -> Done[Appointment]:
    """Take an appointment one step on, or back.

    Raises:
        Refused: not allowed, or no such appointment here.
        NotInThisState: there is no such status, or it cannot go there from where it stands.
    """
    appointment = get_visible(Appointment, appointment_id, lock=True)
    patient_id: uuid.UUID = appointment.patient_id  # pyright: ignore[reportAttributeAccessIssue]
    if to not in AppointmentStatus.values:
        raise NotInThisState(gettext("This is no status of an appointment; press one of its buttons."))
    if appointment.status == to:
        return Done(appointment, patient_id, target_of(appointment), "it stood there already")
    check_appointment_step(appointment, AppointmentStatus(to))
    appointment.status = to
    appointment.revision += 1
    appointment.save(update_fields=["status", "revision"])
    return Done(appointment, patient_id, target_of(appointment), f"now {AppointmentStatus(to).label.lower()}")
