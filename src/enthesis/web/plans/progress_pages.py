"""What the page of the progress shows."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from enthesis.web.plans.days import Day
from enthesis.web.plans.pages import About
from enthesis.web.plans.picture import CoursePicture
from enthesis.web.shell import Shell


@dataclass(frozen=True)
class AlertLine:
    """Something nobody has seen yet."""

    id: uuid.UUID
    kind: str
    icon: str
    sentence: str
    when: str


@dataclass(frozen=True)
class StepCard:
    """The step that waits, or one that was decided."""

    id: uuid.UUID
    decision: str
    decision_words: str
    rule: str
    day: str
    status: str
    status_words: str
    patient_sentence: str
    clinician_sentence: str
    changes: tuple[tuple[str, str, str], ...]
    """(what, before, after)."""
    who: str
    reason: str
    can_confirm: bool


@dataclass(frozen=True)
class MessageLine:
    """One message."""

    author: str
    """Empty: the patient."""
    text: str
    when: str
    read: str
    """When the other side had read it; empty: not yet."""


@dataclass(frozen=True)
class PhoneLine:
    """One linked phone."""

    id: uuid.UUID
    label: str
    linked: str
    seen: str


@dataclass(frozen=True)
class DayLine:
    """One day of the table."""

    day: str
    told: Day
    marker: str
    test: str
    """Pain in the next phase's test position; empty where it was not asked or not told."""
    worst: str
    sitting: str
    sessions: tuple[str, ...]
    run: str
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class ProgressPage:
    """How a plan goes."""

    shell: Shell
    about: About
    plan_id: uuid.UUID
    active: bool
    phase: str
    overlay: str
    version: int
    since: str
    last_heard: str
    """Last day something was told about; empty: never."""
    adherence: str
    adherence_of: str
    mornings: str
    marker_now: str
    marker_then: str
    longest_run: str
    picture: CoursePicture | None
    days: tuple[DayLine, ...]
    n_new: int
    alerts: tuple[AlertLine, ...]
    events_to_see: tuple[uuid.UUID, ...]
    step: StepCard | None
    past_steps: tuple[StepCard, ...]
    messages: tuple[MessageLine, ...]
    n_unread: int
    phones: tuple[PhoneLine, ...]
    may_plan: bool
    may_write: bool
    may_link: bool
    fault: str
    typed: str
    """A message that was not sent, kept in its field."""


@dataclass(frozen=True)
class PhoneLinkPage:
    """A link for a phone, shown once."""

    shell: Shell
    about: About
    plan_id: uuid.UUID
    code: str
    address: str
    qr_svg: str
    only_here: bool
    """Whether the link leads to this machine itself, since no address for other devices is set."""
    lasts: str
    handout_url: str
