"""Appointments as iCalendar (RFC 5545). A calendar on somebody's phone names no patient."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from icalendar import Calendar, Event

from enthesis import __version__
from enthesis.actions.issue_calendar_link import CalendarEntry

STATUS = {"cancelled": "CANCELLED", "no_show": "CANCELLED"}
WORDS = {"arrived": "arrived", "in_room": "in the room", "done": "done", "cancelled": "cancelled", "no_show": "did not come"}


def as_calendar(name: str, entries: Iterable[CalendarEntry]) -> bytes:
    """A calendar file.

    Args:
        name: of the calendar, for instance the clinic's name.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//Enthesis//Enthesis {__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for entry in entries:
        calendar.add_component(_event(entry))
    return calendar.to_ical()


def _event(entry: CalendarEntry) -> Event:
    starts_at = entry.starts_at.astimezone(datetime.UTC)
    event = Event()
    event.add("uid", f"{entry.id}@enthesis")
    event.add("sequence", entry.revision)
    event.add("dtstamp", entry.changed_at.astimezone(datetime.UTC))
    event.add("dtstart", starts_at)
    event.add("dtend", starts_at + datetime.timedelta(minutes=entry.minutes))
    said = WORDS.get(entry.status, "")
    event.add("summary", f"Appointment, {entry.minutes} min" + (f" ({said})" if said else ""))
    event.add("status", STATUS.get(entry.status, "CONFIRMED"))
    event.add("class", "PRIVATE")
    return event
