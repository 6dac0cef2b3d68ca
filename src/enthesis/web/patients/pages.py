"""Pages about patients: one dataclass each, with everything the template may use."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.forms import Form

from enthesis.web.shell import Shell


@dataclass(frozen=True)
class PatientLine:
    """One patient in a list."""

    id: uuid.UUID
    name: str
    born: str
    record_number: str
    sport: str
    simulated: bool
    note: str = ""


@dataclass(frozen=True)
class PatientListPage:
    """All patients, a page at a time, or those that were found."""

    shell: Shell
    patients: tuple[PatientLine, ...]
    total: int
    page: int
    n_pages: int
    may_register: bool
    searched: str
    """What was looked for; empty for the whole list."""


@dataclass(frozen=True)
class PatientFormPage:
    """Register or correct."""

    shell: Shell
    title: str
    form: Form
    action: str
    back: str
    same: tuple[PatientLine, ...]
    """Patients who may be the same person."""
    fault: str
    may_simulate: bool
    simulated: bool
    corrections: tuple[Correction, ...]


@dataclass(frozen=True)
class Correction:
    """What a detail was before it was corrected."""

    field: str
    earlier: str
    who: str
    when: str


@dataclass(frozen=True)
class Particulars:
    """Who the patient is."""

    id: uuid.UUID
    name: str
    line: str
    """Age, sex and sport in a few words."""
    rows: tuple[tuple[str, str], ...]
    corrections: tuple[Correction, ...]


@dataclass(frozen=True)
class EncounterLine:
    """One encounter in a list or a timeline."""

    id: uuid.UUID
    url: str
    kind: str
    when: str
    therapist: str
    status: str
    status_words: str
    n_positive: int
    n_negative: int
    n_equivocal: int
    n_measures: int
    diagnosis: str
    flags: tuple[str, ...]
    signed_as: str
    export_url: str
    may_import: bool
    drawing_url: str
    has_drawing: bool


@dataclass(frozen=True)
class EpisodeLine:
    """One episode with its encounters, the newest first."""

    id: uuid.UUID
    complaint: str
    side: str
    status: str
    status_words: str
    opened: str
    therapist: str
    encounters: tuple[EncounterLine, ...]

    @property
    def n_drawings(self) -> int:
        """Encounters with a pain drawing."""
        return sum(1 for encounter in self.encounters if encounter.has_drawing)


@dataclass(frozen=True)
class AppointmentLine:
    """One appointment of the patient."""

    id: uuid.UUID
    when: str
    minutes: int
    therapist: str
    status: str
    status_words: str


@dataclass(frozen=True)
class IntakeLine:
    """One intake of the patient."""

    id: uuid.UUID
    status: str
    status_words: str
    when: str
    url: str


@dataclass(frozen=True)
class DocumentLine:
    """One note or letter."""

    id: uuid.UUID
    kind: str
    when: str
    who: str
    url: str


@dataclass(frozen=True)
class Point:
    """One value in a chart; x and y in the chart's units."""

    x: float
    y: float
    value: str
    when: str


@dataclass(frozen=True)
class Trend:
    """One measure over time."""

    name: str
    unit: str
    side: str
    points: tuple[Point, ...]
    line: str
    """Points of the polyline."""
    first: str
    now: str
    change: str


@dataclass(frozen=True)
class PatientPage:
    """One patient."""

    shell: Shell
    who: Particulars
    clinical: bool
    """Whether clinical content is shown to this role."""
    episodes: tuple[EpisodeLine, ...]
    appointments: tuple[AppointmentLine, ...]
    intakes: tuple[IntakeLine, ...]
    documents: tuple[DocumentLine, ...]
    trends: tuple[Trend, ...]
    may_correct: bool
    may_book: bool
    may_open: bool
    intake_url: str
    """Where an intake link is issued; empty where nobody may, or there is no such page."""
    email_word: str
    """What the patient said about e-mail: yes, no or unknown; refused: does not want to be asked how it goes."""
    has_email: bool
    may_ask_word: bool


@dataclass(frozen=True)
class EpisodeFormPage:
    """Open an episode."""

    shell: Shell
    who: Particulars
    form: Form
    fault: str


@dataclass(frozen=True)
class PlanCard:
    """The plan of an episode in a few lines."""

    exists: bool
    active: bool
    phase: str
    overlay: str
    exercises: str
    last_heard: str
    n_alerts: int
    step_waits: bool
    may_make: bool


@dataclass(frozen=True)
class EpisodePage:
    """One course of care."""

    shell: Shell
    who: Particulars
    episode: EpisodeLine
    trends: tuple[Trend, ...]
    appointments: tuple[AppointmentLine, ...]
    may_start: bool
    may_import: bool
    may_book: bool
    kinds: tuple[tuple[str, str], ...]
    fault: str
    plan: PlanCard
