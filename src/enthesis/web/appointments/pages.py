"""Pages of appointments: one dataclass each."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.forms import Form

from enthesis.web.pages import Choice
from enthesis.web.patients.pages import PatientLine, Trend
from enthesis.web.shell import Shell


@dataclass(frozen=True)
class Step:
    """A status an appointment can go to."""

    value: str
    label: str


@dataclass(frozen=True)
class DayRow:
    """One appointment in a list. What is clinical is empty for those who may not see it."""

    id: uuid.UUID
    day: str
    time: str
    ends: str
    minutes: int
    patient_id: uuid.UUID
    patient: str
    line: str
    simulated: bool
    therapist: str
    reason: str
    status: str
    status_words: str
    steps: tuple[Step, ...]
    """Empty for those who may not change it; the usual next one first."""
    intake: str
    """none, invited, started, submitted or reviewed."""
    intake_words: str
    visit: str
    episode_id: uuid.UUID | None
    encounter_url: str
    may_start: bool
    kind: str
    trend: Trend | None
    current: bool
    past: bool


@dataclass(frozen=True)
class DayColumn:
    """The appointments of one day or one therapist."""

    title: str
    note: str
    url: str
    rows: tuple[DayRow, ...]


@dataclass(frozen=True)
class CalendarPage:
    """A day for everybody, or a week of one therapist."""

    shell: Shell
    title: str
    view: str
    """day or week."""
    day: str
    before: str
    after: str
    today: str
    therapist: str
    therapists: tuple[Choice, ...]
    columns: tuple[DayColumn, ...]
    may_book: bool
    back: str
    """Where a status button leads back to: the address of this page without the host."""
    feed_on: bool
    feed_address: str
    """Shown once, right after it was issued."""
    feed_note: str


@dataclass(frozen=True)
class BookPage:
    """Book an appointment."""

    shell: Shell
    patient: PatientLine | None
    form: Form
    found: tuple[PatientLine, ...]
    searched: str
    fault: str
    taken: str
    """Whose time is taken; the form then offers to book all the same."""
    query: str
    """The day to keep while a patient is looked for."""


@dataclass(frozen=True)
class AppointmentPage:
    """One appointment: move it, change where it stands."""

    shell: Shell
    row: DayRow
    when: str
    form: Form | None
    """None where it cannot be moved."""
    booked: str
    fault: str
    taken: str
