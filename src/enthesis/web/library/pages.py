"""What the two pages of the library show."""

from __future__ import annotations

from dataclasses import dataclass

from enthesis.knowledge.rehabilitation import Exercise
from enthesis.web.shell import Shell


@dataclass(frozen=True)
class Choice:
    """One option of a selection."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Selection:
    """One way to narrow the list; its first choice is any."""

    name: str
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Card:
    """An exercise in a list."""

    id: str
    name: str
    thumb: str
    """Address of a small still drawing; empty: no figure yet."""
    dose: str
    targets: str
    facts: str


@dataclass(frozen=True)
class Group:
    """Exercises of one region of the body."""

    name: str
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class LibraryPage:
    """Exercises that fit what was asked."""

    shell: Shell
    words: str
    longest_words: int
    selections: tuple[Selection, ...]
    problems: tuple[str, ...]
    """What of the question could not be used, one sentence each."""
    narrowed: bool
    groups: tuple[Group, ...]
    found: int
    total: int
    may_see_programmes: bool
    meant: str
    """Words that would find something; empty where none do, or something was found."""
    meant_query: str


@dataclass(frozen=True)
class FigureView:
    """The drawing of an exercise, large."""

    still: str
    moving: str
    """Empty where the reader asked for the still one."""
    side: str
    """The limb that works or is nearest: right or left."""
    frames: tuple[tuple[str, str], ...]
    """Name and sentence of what the still shows, in order."""


@dataclass(frozen=True)
class ExercisePage:
    """One exercise."""

    shell: Shell
    exercise: Exercise
    region: str
    figure: FigureView | None
    dose: tuple[tuple[str, str], ...]
    """Name and words of each part of the dose range."""
    facts: tuple[tuple[str, str], ...]
    judged: tuple[tuple[str, str], ...]
    """Facts that are clinical judgement."""
    easier: tuple[Card, ...]
    harder: tuple[Card, ...]
