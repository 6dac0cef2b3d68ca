"""Pages of the atlas: one dataclass each, with everything the template may use."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from enthesis.web.shell import Shell


@dataclass(frozen=True)
class Plate:
    """A view of the figure."""

    view: str
    title: str
    svg: str
    spare: bool = False
    """Another view shows what was asked for better; left out where there is no room."""


@dataclass(frozen=True)
class SideLink:
    """The same structure on a side."""

    label: str
    url: str
    chosen: bool


@dataclass(frozen=True)
class Cited:
    """A source, with how it was read."""

    citation: str
    url: str
    read: str


@dataclass(frozen=True)
class Disputed:
    """A sentence with its sources."""

    says: str
    sources: tuple[Cited, ...]


@dataclass(frozen=True)
class ZoneCard:
    """One structure in full."""

    name: str
    kind: str
    side: str
    """The side shown, in words."""
    sides: tuple[SideLink, ...]
    says: str
    essential: str
    spillover: str
    caution: str
    shows: str
    sources: tuple[Cited, ...]
    contested: tuple[Disputed, ...]
    compared: tuple[Disputed, ...]
    odds: str
    """Why the map moves no probability."""


@dataclass(frozen=True)
class ZoneLink:
    """A structure to choose; the regions let the browser show its zone before."""

    name: str
    url: str
    essential: str
    spillover: str
    side: str
    """left, right or both: where the browser draws it."""
    chosen: bool


@dataclass(frozen=True)
class KindLinks:
    """Structures of one kind."""

    plural: str
    links: tuple[ZoneLink, ...]
    open: bool


@dataclass(frozen=True)
class Hit:
    """A structure that refers to the place asked for."""

    kind: str
    link: ZoneLink


@dataclass(frozen=True)
class Answer:
    """What refers to a place."""

    place: str
    essential: tuple[Hit, ...]
    spillover: tuple[Hit, ...]


@dataclass(frozen=True)
class PlaceChoice:
    """A part of the body in the list."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class PlaceGroup:
    """Parts of one area."""

    name: str
    places: tuple[PlaceChoice, ...]


@dataclass(frozen=True)
class AtlasPage:
    """The atlas on its own."""

    shell: Shell
    zone: ZoneCard | None
    answer: Answer | None
    plates: tuple[Plate, ...]
    whole: bool
    """The plates show the whole body."""
    groups: tuple[PlaceGroup, ...]
    sides: tuple[PlaceChoice, ...]
    kinds: tuple[KindLinks, ...]
    figure_url: str
    n_zones: int
    n_left_out: int
    version: str
    tier: str


@dataclass(frozen=True)
class AlikeLine:
    """A structure whose zone shares something with the drawing."""

    link: ZoneLink
    kind: str
    sides: str
    value: str
    """Map similarity with two digits."""
    percent_of_bar: str


@dataclass(frozen=True)
class PlatePair:
    """The drawing and the zone, cut to the same part of the same view."""

    view: str
    title: str
    drawing: str
    zone: str


@dataclass(frozen=True)
class StepLine:
    """A finding to examine next."""

    name: str
    how: str
    recorded: str
    """positive, negative, equivocal, value; empty while nothing is recorded in this encounter."""


@dataclass(frozen=True)
class EncounterAtlasPage:
    """The atlas beside the drawing of an encounter."""

    shell: Shell
    encounter_id: uuid.UUID
    patient_id: uuid.UUID
    patient_name: str
    line: str
    drawing_url: str
    room_url: str
    said: tuple[str, ...]
    alike: tuple[AlikeLine, ...]
    n_more: int
    all_url: str
    zone: ZoneCard | None
    pairs: tuple[PlatePair, ...]
    legend: tuple[str, ...]
    steps: tuple[StepLine, ...]
    pack_name: str
    atlas_url: str
    figure_url: str
