"""Everything a document of an encounter is written from, as plain data: no query sets, so that a table can test it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from enthesis.care.plan_document import PlanDocument
from enthesis.knowledge.pack import Pack
from enthesis.reasoning.assessment import Assessment


@dataclass(frozen=True)
class Recorded:
    """One current entry: what, by whom, when (aware), and where it came from."""

    id: str
    kind: str
    """finding, measure, text, drawing, red_flag or diagnosis."""
    key: str
    content: Mapping[str, Any]
    by: str
    at: datetime.datetime
    origin: str = "examination"

    def words(self, name: str) -> str:
        """A field of the content as text; empty when it is not there."""
        found = self.content.get(name)
        return "" if found is None else str(found).strip()


@dataclass(frozen=True)
class ClinicDetails:
    """The head of the paper, and how the clinic writes dates and units."""

    name: str
    address: str = ""
    telephone: str = ""
    paper: str = "a4"
    units: str = "metric"
    country: str = ""
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    counted_from: datetime.date | None = None
    """In documents without dates: the day that is day 1; every other day is told by its number."""


@dataclass(frozen=True)
class PatientDetails:
    """Whom the document is about."""

    id: str
    name: str
    birth_date: datetime.date | None = None
    age_years: int | None = None
    sex: str = ""
    record_number: str = ""
    sport: str = ""
    simulated: bool = False
    registered_by: str = ""
    registered_at: datetime.datetime | None = None


@dataclass(frozen=True)
class EpisodeDetails:
    """What the care is for."""

    id: str
    complaint: str
    affected_side: str = ""
    opened_by: str = ""
    opened_at: datetime.datetime | None = None
    region: str = ""
    """Whose words a patient reads; empty: the first region on offer."""


@dataclass(frozen=True)
class EncounterDetails:
    """The meeting."""

    id: str
    kind: str
    """evaluation, treatment or follow_up."""
    status: str
    started_at: datetime.datetime
    therapist: str


@dataclass(frozen=True)
class Signed:
    """One signature."""

    signed_as: str
    at: datetime.datetime
    is_cosignature: bool


@dataclass(frozen=True)
class PlanAt:
    """What the plan of care said from a moment on."""

    id: str
    number: int
    """1 for the first version of the plan."""
    at: datetime.datetime
    by: str
    """Empty: the rules, overnight."""
    document: PlanDocument
    because: str
    """The reason given to the clinician."""
    phase: str
    """Name of its phase."""
    phase_plain: str = ""
    """The phase for the patient."""
    patient_because: str = ""
    """The reason given to the patient."""


@dataclass(frozen=True)
class EarlierEncounter:
    """A meeting of the same episode that came before."""

    number: int
    """1 for the first of the episode."""
    encounter: EncounterDetails
    entries: tuple[Recorded, ...]


@dataclass(frozen=True)
class EncounterRecord:
    """What is known of an encounter at one moment."""

    clinic: ClinicDetails
    patient: PatientDetails
    episode: EpisodeDetails
    encounter: EncounterDetails
    entries: tuple[Recorded, ...]
    """Current entries of every kind, in the order they were made."""
    pack: Pack
    assessment: Assessment | None = None
    signatures: tuple[Signed, ...] = ()
    care_names: Mapping[str, str] = field(default_factory=dict[str, str])
    """Names of interventions and exercises by their ids, as far as the entries need them."""
    earlier: tuple[EarlierEncounter, ...] = ()
    """Meetings of the episode before this one, oldest first."""
    plans: tuple[PlanAt, ...] = ()
    """Versions of the episode's plan as they stood at the meeting, oldest first."""

    @property
    def number(self) -> int:
        """Which meeting of the episode it is, from 1."""
        return len(self.earlier) + 1

    def of_kind(self, kind: str) -> tuple[Recorded, ...]:
        """The current entries of one kind."""
        return self._by_kind.get(kind, ())

    def text_entry(self, key: str) -> Recorded | None:
        """The text recorded under a key, or None."""
        return next((entry for entry in self.of_kind("text") if entry.key == key), None)

    @cached_property
    def _by_kind(self) -> dict[str, tuple[Recorded, ...]]:
        kinds: dict[str, list[Recorded]] = {}
        for entry in self.entries:
            kinds.setdefault(entry.kind, []).append(entry)
        return {kind: tuple(entries) for kind, entries in kinds.items()}
