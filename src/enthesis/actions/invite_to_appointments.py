"""Write to patients who agreed to it about their appointments: booked, moved or called off. A piece of the upkeep."""

from __future__ import annotations

import datetime
import uuid
import zoneinfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from enthesis.actions.ask_follow_ups import make_outgoing
from enthesis.actions.calendar_invitation import CALLED_OFF, appointment_entry
from enthesis.records.appointments import Appointment, AppointmentStatus
from enthesis.records.isolation import clinic_scope
from enthesis.records.outcomes import Outgoing, OutgoingKind
from enthesis.records.people import Clinic

LONGEST_ABOUT = len("appointment:") + 36 + 1
"""Letters by which a key says which appointment it is about."""
WRITTEN_ABOUT = (AppointmentStatus.BOOKED, *CALLED_OFF)


def invite_to_appointments(now: datetime.datetime) -> int:
    """Make an e-mail for each appointment to come that is not as it was when last written about; how many were made."""
    made = 0
    for clinic in Clinic.objects.order_by("id"):
        with clinic_scope(clinic.pk):
            coming = Appointment.objects.filter(starts_at__gt=now, status__in=WRITTEN_ABOUT, patient__may_email=True)
            coming = coming.exclude(patient__email_encrypted=None)
            written = Outgoing.objects.filter(kind=OutgoingKind.APPOINTMENT, patient__in=coming.values("patient_id"))
            last: dict[str, str] = {}
            for key in written.order_by("made_at", "key").values_list("key", flat=True):
                last[key[:LONGEST_ABOUT]] = key
            for appointment in coming.select_related("patient", "therapist"):
                made += _write(appointment, last.get(_about(appointment.pk)), clinic, now)
    return made


def _about(appointment_id: uuid.UUID) -> str:
    """How the keys of an appointment's messages begin."""
    return f"appointment:{appointment_id}:"


def _write(appointment: Appointment, last: str | None, clinic: Clinic, now: datetime.datetime) -> bool:
    """Write about an appointment, unless the last message (by its key) says what still holds."""
    called_off = appointment.status in CALLED_OFF
    about = _about(appointment.pk)
    stands = f"{appointment.starts_at:%Y%m%dT%H%MZ}:{appointment.minutes}:{'called_off' if called_off else 'booked'}"
    if (last is None and called_off) or (last is not None and last.removeprefix(about).partition(":")[2] == stands):
        return False
    starts_at = appointment.starts_at.astimezone(zoneinfo.ZoneInfo(clinic.time_zone))
    day_first = clinic.country not in ("US", "FM", "MH")
    day = f"{date_format(starts_at, 'l')}, {date_format(starts_at, 'j F Y' if day_first else 'F j, Y')}"
    known = {
        "name": appointment.patient.given_name,
        "clinic": clinic.name,
        "day": day,
        "time": date_format(starts_at, "H:i" if day_first else "g:i a"),
        "therapist": appointment.therapist.full_name,
    }
    if called_off:
        subject = _("Appointment called off: %(day)s, %(time)s")
        first = _("your appointment on %(day)s at %(time)s is called off.")
    elif last is not None:
        subject = _("Your appointment has changed: %(day)s, %(time)s")
        first = _("your appointment is now on %(day)s at %(time)s, with %(therapist)s.")
    else:
        subject = _("Your appointment: %(day)s, %(time)s")
        first = _("you have an appointment on %(day)s at %(time)s, with %(therapist)s.")
    lines = (
        _("Hello %(name)s,") % known,
        "",
        first % known,
        _("The calendar entry is attached.") if not called_off else "",
        _("If the time does not suit you, call the clinic; this mailbox is not read."),
        "",
        clinic.name,
        *(part for part in (clinic.address, clinic.telephone) if part),
    )
    body = "\n".join(lines).replace("{", "(").replace("}", ")")
    ics = appointment_entry(appointment, clinic, appointment.patient.email, now)
    key = f"{about}{appointment.revision}:{stands}"
    return make_outgoing(appointment.patient, key, OutgoingKind.APPOINTMENT, subject % known, body, ics, now)
