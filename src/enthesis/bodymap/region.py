"""Surface regions of the body at three levels: points within parts within whole areas."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from enthesis.terms.fault import UnusableInput

REGIONS_FILE = Path(__file__).parent / "regions.csv"


class Level(StrEnum):
    """How finely a region is cut. Tap targets on a phone are whole areas."""

    WHOLE = "whole"
    PART = "part"
    POINT = "point"


class BodySide(StrEnum):
    """Side of a region. Narrow regions on the midline (spine, sacrum, tailbone) have no side."""

    LEFT = "left"
    RIGHT = "right"
    MIDLINE = "midline"


OTHER_SIDE = {BodySide.LEFT: BodySide.RIGHT, BodySide.RIGHT: BodySide.LEFT, BodySide.MIDLINE: BodySide.MIDLINE}


@dataclass(frozen=True)
class Region:
    """One region of the surface.

    Attributes:
        name: in plain words for patients, to be read after "left" or "right".
        clinical_name: in the words of an examination.
        parent: the region one level up, empty for a whole area.
        coarse: the whole area it belongs to (its own id for a whole area).
        paired: whether there is one on each side.
        evidence_region: row of the shared vocabulary of body regions, empty for a whole area.
    """

    id: str
    level: Level
    name: str
    clinical_name: str
    parent: str
    coarse: str
    paired: bool
    evidence_region: str


@dataclass(frozen=True, order=True)
class Place:
    """A region on one side."""

    region: str
    side: BodySide

    @property
    def mirrored(self) -> Place:
        """The same region on the other side."""
        return Place(self.region, OTHER_SIDE[self.side])


@cache
def load_regions() -> dict[str, Region]:
    """Every region by id, in the order of the file: whole areas, parts, points."""
    with REGIONS_FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        row["id"]: Region(
            row["id"], Level(row["level"]), row["name"], row["clinical_name"], row["parent"], row["coarse"],
            row["paired"] == "yes", row["evidence_region"],
        )
        for row in rows
    }  # fmt: skip


def get_region(region_id: str, where: str) -> Region:
    """The region with this id.

    Raises:
        UnusableInput: there is none.
    """
    region = load_regions().get(region_id)
    if region is None:
        raise UnusableInput(where, f"there is no body region '{region_id[:60]}'", "use an id from bodymap/regions.csv")
    return region


@cache
def children_of(region_id: str) -> tuple[Region, ...]:
    """The regions one level down."""
    return tuple(r for r in load_regions().values() if r.parent == region_id)


@cache
def points_in(region_id: str) -> tuple[str, ...]:
    """Ids of all points inside a region; a point holds itself."""
    if load_regions()[region_id].level is Level.POINT:
        return (region_id,)
    return tuple(point for child in children_of(region_id) for point in points_in(child.id))


@cache
def places_in(place: Place) -> tuple[Place, ...]:
    """All points inside a region on one side. A side of a paired region holds the midline points between the sides too."""
    regions = load_regions()
    return tuple(Place(p, place.side if regions[p].paired else BodySide.MIDLINE) for p in points_in(place.region))


def sides_of(region_id: str) -> tuple[BodySide, ...]:
    """The sides on which a region can be marked."""
    return (BodySide.LEFT, BodySide.RIGHT) if load_regions()[region_id].paired else (BodySide.MIDLINE,)


def check_place(region_id: str, side: str, where: str) -> Place:
    """A region and a side, as a place that exists.

    Raises:
        UnusableInput: no such region, or it has no such side.
    """
    region = get_region(region_id, where)
    sides = sides_of(region.id)
    if side not in sides:
        raise UnusableInput(where, f"region '{region.id}' has no side '{side[:20]}'", f"use {' or '.join(sides)}")
    return Place(region.id, BodySide(side))


def place_name(place: Place) -> str:
    """The place in plain words: "right sit bone", "tailbone"."""
    name = load_regions()[place.region].name
    return name if place.side is BodySide.MIDLINE else f"{place.side} {name}"
