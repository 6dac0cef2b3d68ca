"""What is typed about an appointment."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from enthesis.records.people import Person
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.patients.forms import DayInput

LENGTHS_MINUTES = (15, 20, 30, 45, 60, 75, 90, 120)


class TimeForm(forms.Form):
    """When, how long and with whom."""

    day = forms.DateField(
        label=_("Day"),
        widget=DayInput(),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        error_messages={"invalid": _("Write the day as year-month-day, for instance 2026-11-23.")},
    )
    time = forms.TimeField(
        label=_("Time"),
        widget=forms.TimeInput(attrs={"type": "time", "step": "300"}, format="%H:%M"),
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
        error_messages={"invalid": _("Write the time as hours:minutes, for instance 09:15.")},
    )
    minutes = forms.TypedChoiceField(label=_("Minutes"), coerce=int, choices=[(n, str(n)) for n in LENGTHS_MINUTES])
    therapist = forms.TypedChoiceField(label=_("With"), coerce=uuid.UUID)

    def __init__(self, people: Sequence[Person], *args: Any, lasts_minutes: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        therapist: Any = self.fields["therapist"]
        therapist.choices = [(str(person.id), str(person)) for person in people]
        if lasts_minutes is not None and lasts_minutes not in LENGTHS_MINUTES:
            minutes: Any = self.fields["minutes"]
            minutes.choices = [(n, str(n)) for n in sorted({*LENGTHS_MINUTES, lasts_minutes})]

    def clean_day(self) -> datetime.date:
        """A day of this century."""
        day: datetime.date = self.cleaned_data["day"]
        if not 2000 <= day.year <= 2100:
            raise forms.ValidationError(_("This year is far from any calendar; check it."))
        return day

    def starts_at(self, time: ClinicTime) -> datetime.datetime:
        """The moment, from the clinic's clock."""
        return time.at(self.cleaned_data["day"], self.cleaned_data["time"])


class BookForm(TimeForm):
    """An appointment to book."""

    reason = forms.CharField(
        label=_("About"), max_length=200, required=False, help_text=_("Seen by everybody in the clinic; no findings.")
    )
