"""The first page of staff, and that of a researcher."""

from __future__ import annotations

from dataclasses import dataclass

from enthesis.access.visibility import Deidentified
from enthesis.web.appointments.pages import DayRow
from enthesis.web.shell import Shell


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for somebody."""

    icon: str
    tone: str
    """danger, caution, accent or quiet."""
    title: str
    detail: str
    age: str
    url: str
    label: str


@dataclass(frozen=True)
class WaitingGroup:
    """What waits, of one kind."""

    id: str
    name: str
    items: tuple[Waiting, ...]
    n_more: int


@dataclass(frozen=True)
class TodayPage:
    """The day, and what waits."""

    shell: Shell
    title: str
    lead: str
    day: str
    before: str
    after: str
    is_today: bool
    rows: tuple[DayRow, ...]
    clinical: bool
    waiting: tuple[WaitingGroup, ...]
    may_register: bool
    may_book: bool
    only_mine: bool
    back: str


@dataclass(frozen=True)
class Record:
    """One record without the person."""

    who: Deidentified
    n_episodes: int
    n_encounters: int
    n_positive: int
    n_negative: int


@dataclass(frozen=True)
class ResearchPage:
    """Records without the persons."""

    shell: Shell
    records: tuple[Record, ...]
    total: int
    page: int
    n_pages: int
