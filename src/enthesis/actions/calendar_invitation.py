"""Calendar entries that go to a patient by e-mail (RFC 5545, RFC 5546): when to come, and when we ask how it goes.

They name the clinic and nothing of what the patient has. An appointment keeps its id through every change, with a sequence number
that grows, so that a calendar moves or removes the entry it has.
"""

from __future__ import annotations

import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from enthesis import __version__
from enthesis.records.appointments import Appointment, AppointmentStatus
from enthesis.records.outcomes import FollowUp
from enthesis.records.people import Clinic

CALLED_OFF = (AppointmentStatus.CANCELLED, AppointmentStatus.NO_SHOW)


def appointment_entry(appointment: Appointment, clinic: Clinic, to: str, now: datetime.datetime) -> str:
    """An invitation to an appointment, or its calling off.

    Args:
        to: the patient's e-mail address, which an invitation has to name.
        now: when it is made.
    """
    called_off = appointment.status in CALLED_OFF
    starts_at = appointment.starts_at.astimezone(datetime.UTC)
    event = Event()
    event.add("uid", f"{appointment.pk}@enthesis")
    event.add("sequence", appointment.revision)
    event.add("dtstamp", now.astimezone(datetime.UTC))
    event.add("dtstart", starts_at)
    event.add("dtend", starts_at + datetime.timedelta(minutes=appointment.minutes))
    event.add("summary", _("Appointment, %(clinic)s") % {"clinic": clinic.name})
    if clinic.address:
        event.add("location", " ".join(clinic.address.split()))
    event.add("status", "CANCELLED" if called_off else "CONFIRMED")
    event.add("class", "PRIVATE")
    organizer = vCalAddress(f"mailto:{settings.DEFAULT_FROM_EMAIL}")
    organizer.params["CN"] = vText(clinic.name)
    event.add("organizer", organizer)
    attendee = vCalAddress(f"mailto:{to}")
    attendee.params["RSVP"] = vText("FALSE")
    event.add("attendee", attendee)
    return _calendar("CANCEL" if called_off else "REQUEST", event)


def follow_up_entry(follow_up: FollowUp, clinic: Clinic, now: datetime.datetime) -> str:
    """A day in the calendar on which to answer."""
    event = Event()
    event.add("uid", f"{follow_up.pk}@enthesis")
    event.add("dtstamp", now.astimezone(datetime.UTC))
    event.add("dtstart", follow_up.due_on)
    event.add("dtend", follow_up.due_on + datetime.timedelta(days=1))
    event.add("summary", _("A few questions from %(clinic)s") % {"clinic": clinic.name})
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return _calendar("PUBLISH", event)


def method_of(ics: str) -> str:
    """What a calendar file asks for, as the mail's part has to say it too."""
    return next((line.partition(":")[2].strip() for line in ics.splitlines() if line.startswith("METHOD:")), "PUBLISH")


def _calendar(method: str, event: Event) -> str:
    calendar = Calendar()
    calendar.add("prodid", f"-//Enthesis//Enthesis {__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(event)
    return calendar.to_ical().decode()
