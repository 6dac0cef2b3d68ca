"""What the page of a treatment visit shows."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from enthesis.web.plans.pages import About, Option
from enthesis.web.shell import Shell


@dataclass(frozen=True)
class Asked:
    """One part of the interval history, answered by a word to tap."""

    key: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Retest:
    """A finding of the evaluation that is tested again."""

    id: str
    name: str
    how: str
    before: tuple[str, ...]
    """How it was found so far, oldest first: "5 Oct: positive"."""
    state: str
    note: str


@dataclass(frozen=True)
class InterventionRow:
    """Something done in the visit. A row of the plan has a box to tick, a free one a list."""

    number: int
    id: str
    name: str
    planned: str
    """Dose of the plan; empty for a free row."""
    done: bool
    options: tuple[Option, ...]
    """Of a free row."""
    fields: Mapping[str, str]
    sides: tuple[Option, ...]


@dataclass(frozen=True)
class ExerciseRow:
    """An exercise done in the visit, likewise."""

    number: int
    id: str
    name: str
    planned: str
    done: bool
    options: tuple[Option, ...]
    fields: Mapping[str, str]


@dataclass(frozen=True)
class VisitPage:
    """A treatment visit while it is open."""

    shell: Shell
    encounter_id: uuid.UUID
    about: About
    number: int
    """How many visits of the episode have begun, this one included."""
    started: str
    phase: str
    last_visit: str
    red_flags: tuple[str, ...]
    """Raised flags nobody has answered in this encounter."""
    asked: tuple[Asked, ...]
    pain_now: str
    pain_worst: str
    medication: str
    other: str
    retests: tuple[Retest, ...]
    more_retests: tuple[Retest, ...]
    interventions: tuple[InterventionRow, ...]
    exercises: tuple[ExerciseRow, ...]
    plan_text: str
    has_plan: bool
    held: str
    saved_at: str
    faults: tuple[str, ...]
    may_sign: bool
    cosign_after: bool
    may_plan: bool
