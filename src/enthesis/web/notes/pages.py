"""What the pages of notes and letters show."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from enthesis.reports.note import Note
from enthesis.web.room.pages import AddendumLine, Clashed
from enthesis.web.shell import Shell


@dataclass(frozen=True)
class FreeText:
    """A text of the note that is written by hand and saved as it is typed."""

    key: str
    label: str
    hint: str
    text: str
    entry_id: str
    """The entry the page holds; empty when there is none."""


@dataclass(frozen=True)
class NotePage:
    """The note of an encounter on screen."""

    shell: Shell
    encounter_id: uuid.UUID
    episode_id: uuid.UUID
    patient_id: uuid.UUID
    note: Note
    status: str
    status_words: str
    issued_at: str
    """When the text was frozen; empty while it is still made from the record."""
    sha256: str
    may_edit: bool
    may_add: bool
    texts: tuple[FreeText, ...]
    edits: Mapping[str, str]
    """Sentence id to the id of the edit that stands."""
    addenda: tuple[AddendumLine, ...]
    can_pdf: bool
    how_to_pdf: str
    fault: str
    clash: Clashed | None
    typed: str
    """An addendum that was not taken, kept in its field."""
    typed_sentence: str
    """Sentence whose edit was not taken."""
    typed_text: str


@dataclass(frozen=True)
class PaperPage:
    """A document as it goes on paper."""

    note: Note
    addenda: tuple[AddendumLine, ...]
    foot: str
    draft: str
    """What a document that is not issued says at its foot; empty for one that is."""
    for_pdf: bool
    back_url: str
    pdf_url: str


@dataclass(frozen=True)
class FlagLine:
    """A raised flag a letter can be written about."""

    id: str
    name: str
    urgency: str
    because: str


@dataclass(frozen=True)
class FlagsPage:
    """Raised flags of an encounter."""

    shell: Shell
    encounter_id: uuid.UUID
    episode_id: uuid.UUID
    patient_name: str
    flags: tuple[FlagLine, ...]


@dataclass(frozen=True)
class LetterField:
    """One part of a letter in its form."""

    id: str
    label: str
    text: str
    generated: str
    by_hand: bool
    rows: int


@dataclass(frozen=True)
class LetterPage:
    """A letter before it is issued."""

    shell: Shell
    encounter_id: uuid.UUID
    episode_id: uuid.UUID
    flag_id: str
    flag_name: str
    urgency: str
    patient_name: str
    note: Note
    fields: tuple[LetterField, ...]
    may_draft: bool
    may_issue: bool
    fault: str


@dataclass(frozen=True)
class DocumentPage:
    """An issued document on screen."""

    shell: Shell
    document_id: uuid.UUID
    encounter_id: uuid.UUID
    episode_id: uuid.UUID
    patient_id: uuid.UUID
    note: Note
    addenda: tuple[AddendumLine, ...]
    issued_by: str
    issued_at: str
    sha256: str
    can_pdf: bool
    how_to_pdf: str
    name: str
    """What kind of document it is."""
    back_url: str
    back_label: str
    files: tuple[tuple[str, str], ...]
    """Further kinds of file it is given as: (name, address)."""
