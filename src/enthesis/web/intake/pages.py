"""What the clinic's intake pages show."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from enthesis.web.pages import Choice
from enthesis.web.shell import Shell


@dataclass(frozen=True)
class IssuedView:
    """A link just issued: shown once, to staff."""

    code: str = ""
    address: str = ""
    """The whole link; the code stands behind the '#', which no browser sends and no server logs."""
    qr_svg: str = ""
    on_clinic_tablet: bool = False
    lasts: str = ""


@dataclass(frozen=True)
class IssuePage:
    """Give a patient a way to their questions."""

    shell: Shell
    patient_id: uuid.UUID
    patient: str
    standing: str
    """Where the newest intake stands, in words; empty for none."""
    open_intake: uuid.UUID | None
    """The intake whose ways in can be closed."""
    issued: IssuedView | None
    phones_can_open: bool
    """Whether other devices can reach this server by https."""
    phones_why_not: str
    regions: tuple[Choice, ...]
    """Whose questions can be asked; none where there is no choice."""


@dataclass(frozen=True)
class HandOverPage:
    """The device is about to go to the patient: nobody is signed in any more."""

    code: str
    clinic_name: str


@dataclass(frozen=True)
class ProposedView:
    """One proposed finding beside the answers it rests on."""

    id: str
    name: str
    state: str
    because: tuple[tuple[str, str], ...]
    contradicted: bool
    chosen: str
    """positive, negative, equivocal, or empty: leave it open."""


@dataclass(frozen=True)
class AnswerLine:
    """One answer in words; said is empty when it was not answered."""

    asked: str
    said: str


@dataclass(frozen=True)
class AnswerTopic:
    """One page of answers."""

    id: str
    title: str
    lines: tuple[AnswerLine, ...]
    n_answered: int


@dataclass(frozen=True)
class ToldView:
    """What the patient was told to do, and for which answers."""

    do: str
    lines: tuple[tuple[str, str], ...]
    """(what was said, citation)"""


@dataclass(frozen=True)
class ReviewPage:
    """A patient's answers, and what the therapist takes over."""

    shell: Shell
    intake_id: uuid.UUID
    patient_id: uuid.UUID
    patient: str
    line: str
    status: str
    status_words: str
    sent: str
    topics: tuple[AnswerTopic, ...]
    told: tuple[ToldView, ...]
    told_read: str
    """When the patient said to have read it; empty when they have not."""
    proposals: tuple[tuple[str, tuple[ProposedView, ...]], ...]
    """Under a heading each: positive first."""
    n_proposals: int
    texts: tuple[tuple[str, str, str], ...]
    """(key, label, text)"""
    measures: tuple[tuple[str, str, str], ...]
    """(quantity, label, number)"""
    drawn: tuple[str, ...]
    drawing: str
    figure_url: str
    build: str
    destinations: tuple[Choice, ...]
    may_confirm: bool
    recorded_in: str
    """Address of the encounter that took the answers; empty before."""
    fault: str
