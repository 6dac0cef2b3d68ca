"""Days and times as the clinic's clock shows them. The database holds moments; a clinic lives in one time zone."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enthesis.records.people import Clinic


class ClinicTime:
    """The clock and the calendar of a clinic."""

    def __init__(self, clinic: Clinic) -> None:
        try:
            self.zone = ZoneInfo(clinic.time_zone)
        except (ZoneInfoNotFoundError, ValueError):
            self.zone = ZoneInfo("UTC")
        self.day_first = clinic.country not in ("US", "FM", "MH")
        self.twelve_hours = clinic.country in ("US", "CA", "AU", "NZ", "PH", "IN")

    def now(self) -> datetime.datetime:
        """This moment on the clinic's clock."""
        return timezone.now().astimezone(self.zone)

    def today(self) -> datetime.date:
        """The day it is in the clinic."""
        return self.now().date()

    def bounds(self, first: datetime.date, days: int = 1) -> tuple[datetime.datetime, datetime.datetime]:
        """The moments at which a span of days begins and ends."""
        return self.at(first, datetime.time()), self.at(first + datetime.timedelta(days=days), datetime.time())

    def at(self, day: datetime.date, time: datetime.time) -> datetime.datetime:
        """A moment from what the clinic's clock and calendar show."""
        return datetime.datetime.combine(day, time, tzinfo=self.zone)

    def local(self, moment: datetime.datetime) -> datetime.datetime:
        """The moment on the clinic's clock."""
        return moment.astimezone(self.zone)

    def time(self, moment: datetime.datetime) -> str:
        """The time of day, 09:15 or 9:15 a.m."""
        return date_format(self.local(moment), "g:i a" if self.twelve_hours else "H:i")

    def day(self, day: datetime.date, weekday: bool = False) -> str:
        """A day with the month in letters, so that day and month are never taken for one another."""
        written = date_format(day, "j F Y" if self.day_first else "F j, Y")
        return f"{date_format(day, 'l')} {written}" if weekday else written

    def short_day(self, day: datetime.date) -> str:
        """A day in a column: 23 Nov 2026."""
        return date_format(day, "j M Y" if self.day_first else "M j, Y")

    def when(self, moment: datetime.datetime) -> str:
        """Day and time."""
        return f"{self.short_day(self.local(moment).date())}, {self.time(moment)}"

    def ago(self, moment: datetime.datetime) -> str:
        """How long ago, in the largest unit that says enough."""
        minutes = max(0, int((timezone.now() - moment).total_seconds() // 60))
        if minutes < 60:
            return _("%(n)s min") % {"n": minutes}
        if minutes < 24 * 60:
            return _("%(n)s h") % {"n": minutes // 60}
        days = (self.today() - self.local(moment).date()).days
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


def read_day(text: str, otherwise: datetime.date) -> datetime.date:
    """A day written 2026-11-23 in an address; another day when it is none, or far from any calendar."""
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return otherwise
    return day if 2000 <= day.year <= 2100 else otherwise
