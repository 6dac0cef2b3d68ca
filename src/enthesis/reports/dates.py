"""Dates and times as the clinic writes them: its time zone, and the order of its country."""

from __future__ import annotations

import datetime

from django.utils import formats, translation

from enthesis.reports.computed import day_number
from enthesis.reports.encounter_record import ClinicDetails

_LANGUAGE_OF_COUNTRY = {"US": "en-us", "AU": "en-au", "CA": "en-ca", "IE": "en-ie"}
"""English as these countries write dates; the others write the day first."""


def language_of(clinic: ClinicDetails) -> str:
    """The language tag of the clinic's documents."""
    return {"US": "en-US", "AU": "en-AU", "CA": "en-CA", "IE": "en-IE"}.get(clinic.country.upper(), "en-GB")


def date_words(clinic: ClinicDetails, moment: datetime.datetime | datetime.date | None) -> str:
    """A day, for instance 21 September 2026 or September 21, 2026, or day 15 where days are counted; empty for None."""
    if moment is None:
        return ""
    day = moment.astimezone(clinic.zone).date() if isinstance(moment, datetime.datetime) else moment
    if clinic.counted_from is not None:
        return f"day {day_number(day, clinic.counted_from)}"
    with translation.override(_language(clinic)):
        return formats.date_format(day, "F j, Y" if clinic.country.upper() == "US" else "j F Y")


def short_date_words(clinic: ClinicDetails, day: datetime.date) -> str:
    """A day for the cell of a table: 21 Sep 2026 or Sep 21, 2026, or day 15 where days are counted."""
    if clinic.counted_from is not None:
        return date_words(clinic, day)
    with translation.override(_language(clinic)):
        return formats.date_format(day, "M j, Y" if clinic.country.upper() == "US" else "j M Y")


def moment_words(clinic: ClinicDetails, moment: datetime.datetime | None) -> str:
    """A day and a time; the day alone where days are counted; empty for None."""
    if moment is None:
        return ""
    if clinic.counted_from is not None:
        return date_words(clinic, moment)
    local = moment.astimezone(clinic.zone)
    with translation.override(_language(clinic)):
        time = formats.time_format(local.time(), "g:i a" if clinic.country.upper() == "US" else "H:i")
    return f"{date_words(clinic, moment)}, {time}"


def _language(clinic: ClinicDetails) -> str:
    return _LANGUAGE_OF_COUNTRY.get(clinic.country.upper(), "en-gb")
