"""What the pages of the programmes show."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from enthesis.knowledge.rehabilitation import Support
from enthesis.web.pages import Choice
from enthesis.web.shell import Shell


@dataclass(frozen=True)
class PhaseLine:
    """One phase of a programme that is shown."""

    name: str
    exercises: tuple[tuple[str, str, str], ...]
    """(id, name, dose in words); the dose is empty for a published programme: its exercises start as the library says."""


@dataclass(frozen=True)
class ProgrammeCard:
    """One programme in the list."""

    name: str
    purpose: str
    sources: tuple[str, ...]
    summary: str
    duration: str
    phases: tuple[PhaseLine, ...]
    n_exercises: int
    support: Support | None
    """None for the clinic's own."""
    make_from: str
    """What a new programme is made from: its name in a plan."""
    id: uuid.UUID | None
    """Of the clinic's own."""
    since: str


@dataclass(frozen=True)
class ProgrammesPage:
    """All programmes."""

    shell: Shell
    own: tuple[ProgrammeCard, ...]
    retired: tuple[ProgrammeCard, ...]
    published: tuple[tuple[str, tuple[ProgrammeCard, ...]], ...]
    """(purpose, its programmes)."""
    may_make: bool


@dataclass(frozen=True)
class VersionLine:
    """One version in the history."""

    number: int
    when: str
    who: str
    changes: tuple[str, ...]


@dataclass(frozen=True)
class ProgrammePage:
    """One programme of the clinic."""

    shell: Shell
    id: uuid.UUID
    card: ProgrammeCard
    based_on: str
    remarks: tuple[str, ...]
    faults: tuple[str, ...]
    """What keeps its newest version from being used today: the library has changed since."""
    versions: tuple[VersionLine, ...]
    retired: str
    """Since when; empty: it is on offer."""
    may_make: bool


@dataclass(frozen=True)
class ExerciseRow:
    """One exercise in the editor."""

    number: int
    id: str
    name: str
    phase: str
    dose: Mapping[str, str]
    shown: frozenset[str]
    """Parts of a dose that apply to it."""
    library: str
    """The library's range in words."""
    figure: str
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class PhaseField:
    """One phase in the editor."""

    id: str
    name: str
    goal: str
    rows: tuple[ExerciseRow, ...]
    typed: str
    """What stands in the field that adds an exercise."""
    library: tuple[tuple[str, str], ...]
    """(name, targets) of exercises that belong here and are not chosen yet."""


@dataclass(frozen=True)
class EditorPage:
    """A programme while it is being written."""

    shell: Shell
    action: str
    back: str
    is_new: bool
    based_on: int
    """Number of the version that is being changed; 0 for a new programme."""
    origin: str
    region: str
    regions: tuple[Choice, ...]
    """Whose exercises it can be made of; none once it is begun, or where there is no choice."""
    made_from: str
    """Name of the programme it was begun from."""
    name: str
    summary: str
    duration: str
    purposes: tuple[Choice, ...]
    sources: tuple[Choice, ...]
    phases: tuple[PhaseField, ...]
    n_exercises: int
    problems: tuple[str, ...]
    remarks: tuple[str, ...]
    checked: bool
    """Whether it was just looked through, so that no problem means that there is none."""
    said: str
    """What was just done, for those who hear the page."""
    focus: str
    """Id of the field to go on in; empty: none."""
