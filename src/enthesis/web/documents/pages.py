"""What the pages of an episode's documents show."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from enthesis.reports.note import Note
from enthesis.web.shell import Shell


@dataclass(frozen=True)
class IssuedLine:
    """One issued document."""

    id: uuid.UUID
    name: str
    when: str
    who: str


@dataclass(frozen=True)
class KindLine:
    """One kind of document that an episode can have."""

    kind: str
    name: str
    purpose: str
    missing: tuple[str, ...]
    cannot_issue: str
    issued: tuple[IssuedLine, ...]
    files: str
    """Kinds of file in words."""


@dataclass(frozen=True)
class DocumentsPage:
    """Every document of an episode."""

    shell: Shell
    episode_id: uuid.UUID
    patient_id: uuid.UUID
    patient_name: str
    complaint: str
    kinds: tuple[KindLine, ...]
    notes: tuple[IssuedLine, ...]
    """Notes of meetings and referral letters that were issued."""
    plan_id: uuid.UUID | None
    """The active plan, whose home programme can be printed."""
    red_flag_encounter_id: uuid.UUID | None
    """The newest meeting whose record raises a red flag, for a referral letter."""


@dataclass(frozen=True)
class Part:
    """One part that the writer may fill in."""

    id: str
    label: str
    text: str
    rows: int


@dataclass(frozen=True)
class DraftPage:
    """A document before it is issued."""

    shell: Shell
    episode_id: uuid.UUID
    patient_name: str
    kind: str
    name: str
    purpose: str
    note: Note
    parts: tuple[Part, ...]
    missing: tuple[str, ...]
    cannot_issue: str
    may_issue: bool
    issued: tuple[IssuedLine, ...]
    fault: str
