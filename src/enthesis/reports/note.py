"""The page model of a document: sections of sentences, each with the entries it came from; frozen as JSON when issued."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

VERSION = 1
"""Version of the frozen form; a document is read again by the version it was written in."""


@dataclass(frozen=True)
class Trace:
    """Where a sentence comes from: one entry of the record, one computation, or the absence of entries."""

    kind: str
    """finding, measure, text, drawing, red_flag, diagnosis, intervention, exercise_done, needling_*, patient, episode, encounter, plan,
    answer, event, discharge, follow_up, reasoning, rule (a number computed by a named rule), reference, typed (written when the
    document was issued), absence or pack."""
    entry_id: str
    """Id of the record; for a rule its name; empty for an absence."""
    label: str
    who: str = ""
    when: str = ""
    """In words, in the clinic's time zone."""


@dataclass(frozen=True)
class Sentence:
    """One statement of a document."""

    id: str
    """Stable as long as it speaks of the same thing, so that an edit by hand finds it again."""
    text: str
    sources: tuple[Trace, ...]
    code: str = ""
    """Short mark on paper that leads to the data, for instance H2."""
    generated: str = ""
    """The wording made from the data, when a person changed it; empty: the text is as made."""
    edited_by: str = ""
    edited_at: str = ""
    changed_since: bool = False
    """The data would be worded differently now than when a person changed the sentence."""
    state: str = ""
    """positive, negative, equivocal, value or not_assessed for a line with a sign before it; empty otherwise."""
    cells: tuple[str, ...] = ()
    """The same statement as cells of its section's table; empty: it is shown as text."""
    field: str = ""
    """Key of the free text it repeats; such a sentence is changed in that text."""
    missing: bool = False
    """It says that the record does not say something."""


@dataclass(frozen=True)
class Estimate:
    """One source as the bar of the differential. Probabilities from 0 to 1."""

    id: str
    name: str
    probability: float
    low: float
    high: float
    pretest: float
    elicited: float


@dataclass(frozen=True)
class Picture:
    """One view of a body chart as standalone SVG, with what it shows in words."""

    title: str
    svg: str


@dataclass(frozen=True)
class Figure:
    """A drawing made from the record as standalone SVG in black and greys; its first title says all of it in words."""

    title: str
    svg: str
    alternative: str
    """Everything it shows, for those who do not see it."""
    sentence_id: str = ""
    """The sentence of its section that is its caption and traces what it shows; empty: the lines of the section trace it."""


@dataclass(frozen=True)
class Section:
    """One part of a document."""

    id: str
    title: str
    sentences: tuple[Sentence, ...]
    layout: str = "prose"
    """prose, lines (one a line), findings (signs in columns) or table."""
    columns: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    estimates: tuple[Estimate, ...] = ()
    caption: str = ""
    legend: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True)
class SignatureLine:
    """A name under a document."""

    signed_as: str
    when: str
    is_cosignature: bool


@dataclass(frozen=True)
class Note:
    """A whole document."""

    kind: str
    """A kind of `records.episodes.DocumentKind`."""
    title: str
    clinic_name: str
    clinic_lines: tuple[str, ...]
    paper: str
    """a4 or letter."""
    language: str
    patient_name: str
    record_number: str
    facts: tuple[tuple[str, str], ...]
    """What stands at the head: (label, value)."""
    sections: tuple[Section, ...]
    simulated: bool = False
    pack_line: str = ""
    signatures: tuple[SignatureLine, ...] = ()
    needs_cosignature: bool = False
    version: int = field(default=VERSION)

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence in the order of the page."""
        return tuple(sentence for section in self.sections for sentence in section.sentences)


def freeze(note: Note) -> dict[str, Any]:
    """The document as plain JSON values."""
    frozen: dict[str, Any] = json.loads(json.dumps(dataclasses.asdict(note), ensure_ascii=False))
    return frozen


def digest_of(content: dict[str, Any]) -> str:
    """SHA-256 of a frozen document, whatever the order of its keys."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def thaw(content: dict[str, Any]) -> Note:
    """A frozen document as it was issued.

    Raises:
        ValueError: it was written in a form this version does not know.
    """
    if content.get("version") != VERSION:
        raise ValueError(f"documents of version {content.get('version')!r} are not known here")
    return Note(
        **{
            **content,
            "clinic_lines": tuple(content["clinic_lines"]),
            "facts": tuple((label, value) for label, value in content["facts"]),
            "sections": tuple(_section(section) for section in content["sections"]),
            "signatures": tuple(SignatureLine(**line) for line in content["signatures"]),
        }
    )


def _section(content: dict[str, Any]) -> Section:
    return Section(
        **{
            **content,
            "sentences": tuple(_sentence(sentence) for sentence in content["sentences"]),
            "columns": tuple(content["columns"]),
            "pictures": tuple(Picture(**picture) for picture in content["pictures"]),
            "estimates": tuple(Estimate(**estimate) for estimate in content["estimates"]),
            "legend": tuple(content["legend"]),
            "figures": tuple(Figure(**figure) for figure in content.get("figures", ())),
        }
    )


def _sentence(content: dict[str, Any]) -> Sentence:
    sources = tuple(Trace(**trace) for trace in content["sources"])
    return Sentence(**{**content, "sources": sources, "cells": tuple(content["cells"])})
