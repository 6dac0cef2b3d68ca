"""The list of body parts that stands in for the chart where there is no script: whole areas, their parts, and what is ticked."""

from __future__ import annotations

from dataclasses import dataclass

from enthesis.bodymap.drawing import Drawing
from enthesis.bodymap.posted import place_value
from enthesis.bodymap.region import BodySide, Level, Place, children_of, load_regions, sides_of


@dataclass(frozen=True)
class SideChoice:
    """One box to tick."""

    value: str
    label: str
    ticked: bool


@dataclass(frozen=True)
class PartChoice:
    """A part of the body with its sides."""

    name: str
    sides: tuple[SideChoice, ...]


@dataclass(frozen=True)
class AreaChoices:
    """A whole area with its parts."""

    name: str
    parts: tuple[PartChoice, ...]
    any_ticked: bool


def region_choices(drawing: Drawing | None = None) -> tuple[AreaChoices, ...]:
    """Every part of the body to tick; places marked in the drawing at another level are listed where they belong."""
    marked = {place for area in drawing.areas for place in area.regions} if drawing is not None else set[Place]()
    regions = load_regions()
    found: list[AreaChoices] = []
    for whole in (r for r in regions.values() if r.level is Level.WHOLE):
        ids = [part.id for part in children_of(whole.id)]
        ids += sorted({p.region for p in marked if regions[p.region].coarse == whole.id and p.region not in ids})
        parts = tuple(PartChoice(regions[i].name, tuple(_side(i, side, marked) for side in sides_of(i))) for i in ids)
        found.append(AreaChoices(whole.name, parts, any(s.ticked for p in parts for s in p.sides)))
    return tuple(found)


def _side(region: str, side: BodySide, marked: set[Place]) -> SideChoice:
    place = Place(region, side)
    return SideChoice(place_value(place), "yes" if side is BodySide.MIDLINE else side.value, place in marked)
