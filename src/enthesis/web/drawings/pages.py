"""Pages about drawings: one dataclass each, with everything the template may use."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from enthesis.bodymap.choices import AreaChoices
from enthesis.reports.body_picture import ComparedView
from enthesis.reports.note import Picture
from enthesis.web.shell import Shell


@dataclass(frozen=True)
class BuildChoice:
    """A figure to draw on."""

    value: str
    label: str
    url: str


@dataclass(frozen=True)
class ProposedLine:
    """A finding that the drawing suggests, beside what the record says of it."""

    finding: str
    name: str
    side: str
    said: str
    recorded: str
    """positive, negative, equivocal, value; empty while nothing is recorded."""
    entry_id: str
    """The entry that confirming would replace; empty for none."""


@dataclass(frozen=True)
class Standing:
    """The drawing somebody else recorded in the meantime."""

    who: str
    when: str
    said: tuple[str, ...]
    pictures: tuple[Picture, ...]


@dataclass(frozen=True)
class DrawingPage:
    """Draw or correct the chart of an encounter."""

    shell: Shell
    encounter_id: uuid.UUID
    patient_id: uuid.UUID
    episode_id: uuid.UUID
    patient_name: str
    line: str
    room_url: str
    compare_url: str
    may_record: bool
    why_not: str
    """Why nothing can be drawn now; empty when it can."""
    drawing: str
    """The drawing as JSON, as it goes into the form; empty for none."""
    entry_id: str
    """The entry the page holds, which the next one replaces."""
    build: str
    builds: tuple[BuildChoice, ...]
    build_fixed: bool
    """Something is drawn by hand, so the figure under it stays."""
    figure_url: str
    regions: tuple[AreaChoices, ...]
    said: tuple[str, ...]
    drawn_by: str
    saved_at: str
    proposals: tuple[ProposedLine, ...]
    pictures: tuple[Picture, ...]
    legend: tuple[str, ...]
    standing: Standing | None
    fault: str


@dataclass(frozen=True)
class DrawnLine:
    """One drawing of the episode."""

    encounter_id: uuid.UUID
    kind: str
    when: str
    who: str
    said: tuple[str, ...]
    area: str
    newest: bool
    chosen: bool


@dataclass(frozen=True)
class EpisodeDrawingsPage:
    """The newest drawing of an episode beside an earlier one."""

    shell: Shell
    episode_id: uuid.UUID
    patient_id: uuid.UUID
    patient_name: str
    line: str
    complaint: str
    lines: tuple[DrawnLine, ...]
    """The newest first."""
    earlier: DrawnLine | None
    newest: DrawnLine | None
    overlap_percent: int
    by_regions: bool
    words: tuple[str, ...]
    new: str
    gone: str
    kept: str
    intensities: tuple[str, ...]
    views: tuple[ComparedView, ...]
    legend: tuple[str, ...]
