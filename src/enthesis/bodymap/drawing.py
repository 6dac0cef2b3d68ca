"""A pain drawing: areas of one sensation each, as strokes (vectors, never flattened) or tapped regions; read strictly."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any, NoReturn, cast

from enthesis.bodymap.figure import BUILDS, HEIGHT, WIDTH, View
from enthesis.bodymap.region import Place, check_place
from enthesis.terms.fault import UnusableInput

VERSION = 1
PER_UNIT = 10
"""Points and radii are written in whole tenths of a figure unit."""
LARGEST_TEXT = 600_000
MOST_AREAS = 60
MOST_STROKES = 600
MOST_REGIONS = 400
MOST_POINTS = 20_000
LONGEST_LINE = 600_000
"""All strokes together, in tenths of a unit: sixty times the height of the figure."""
SMALLEST_RADIUS, LARGEST_RADIUS = 5, 600
WORST_INTENSITY = 10
MEND = "draw it again on the body chart"


class Sensation(StrEnum):
    """What it feels like."""

    ACHE = "ache"
    SHARP = "sharp"
    BURNING = "burning"
    NUMB = "numb"
    PINS_AND_NEEDLES = "pins_and_needles"


PAINFUL = frozenset({Sensation.ACHE, Sensation.SHARP, Sensation.BURNING})
ALTERED_FEELING = frozenset({Sensation.NUMB, Sensation.PINS_AND_NEEDLES})


class Depth(StrEnum):
    """How deep it seems to lie."""

    SURFACE = "surface"
    DEEP = "deep"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Stroke:
    """One line of the brush, in whole tenths of a figure unit.

    Attributes:
        filled: the line encloses its area, which counts as drawn on.
    """

    view: View
    radius: int
    points: tuple[tuple[int, int], ...]
    filled: bool = False


@dataclass(frozen=True)
class Area:
    """Where one sensation is felt, how strongly and how deep. Intensity None: not said."""

    sensation: Sensation
    intensity_nrs_0_10: int | None
    depth: Depth
    strokes: tuple[Stroke, ...] = ()
    regions: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Drawing:
    """Everything drawn on one figure at one time."""

    build: str
    areas: tuple[Area, ...] = ()

    def to_json(self) -> str:
        """The drawing as JSON; `parse_drawing` gives the same drawing back."""
        document = {"version": VERSION, "build": self.build, "areas": [_area_document(a) for a in self.areas]}
        return json.dumps(document, separators=(",", ":"))


def _area_document(area: Area) -> dict[str, object]:
    return {
        "sensation": area.sensation.value,
        "intensity_nrs_0_10": area.intensity_nrs_0_10,
        "depth": area.depth.value,
        "strokes": [
            {"view": s.view.value, "radius": s.radius, "filled": s.filled, "points": [c for p in s.points for c in p]}
            for s in area.strokes
        ],
        "regions": [{"region": p.region, "side": p.side.value} for p in area.regions],
    }


def parse_drawing(text: str, where: str = "drawing") -> Drawing:
    """Read a drawing from JSON.

    Raises:
        UnusableInput: one sentence says what is wrong and where.
    """
    if len(text) > LARGEST_TEXT:
        raise UnusableInput(where, f"the drawing has more than {LARGEST_TEXT} characters", MEND)
    try:
        document = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise UnusableInput(where, "this is not a drawing in JSON", MEND) from None
    return read_drawing(document, where)


def read_drawing(document: object, where: str = "drawing") -> Drawing:
    """Read a drawing from a decoded JSON document; see `parse_drawing`."""
    whole = _object(document, where, {"version", "build", "areas"})
    if _whole_number(whole["version"], f"{where}.version", 0, 1_000_000) != VERSION:
        raise UnusableInput(f"{where}.version", "this version of drawings is not known", f"use version {VERSION}")
    build = _one_of(whole["build"], f"{where}.build", BUILDS)
    areas = tuple(_read_area(a, f"{where}.areas[{i}]") for i, a in enumerate(_list(whole["areas"], f"{where}.areas", MOST_AREAS)))
    if sum(len(a.strokes) for a in areas) > MOST_STROKES:
        raise UnusableInput(where, f"the drawing has more than {MOST_STROKES} strokes", MEND)
    if sum(len(s.points) for a in areas for s in a.strokes) > MOST_POINTS:
        raise UnusableInput(where, f"the drawing has more than {MOST_POINTS} points", MEND)
    if sum(_length(s) for a in areas for s in a.strokes) > LONGEST_LINE:
        raise UnusableInput(where, "the strokes are too long in all", MEND)
    return Drawing(build, areas)


def _length(stroke: Stroke) -> int:
    """Length of a stroke in tenths of a unit, by the larger of width and height of each step."""
    return sum(max(abs(b[0] - a[0]), abs(b[1] - a[1])) for a, b in pairwise(stroke.points))


def _read_area(document: object, where: str) -> Area:
    area = _object(document, where, {"sensation", "intensity_nrs_0_10", "depth", "strokes", "regions"})
    intensity = area["intensity_nrs_0_10"]
    if intensity is not None:
        intensity = _whole_number(intensity, f"{where}.intensity_nrs_0_10", 0, WORST_INTENSITY)
    strokes = _list(area["strokes"], f"{where}.strokes", MOST_STROKES)
    regions = _list(area["regions"], f"{where}.regions", MOST_REGIONS)
    if not strokes and not regions:
        raise UnusableInput(where, "the area has neither strokes nor regions", MEND)
    return Area(
        Sensation(_one_of(area["sensation"], f"{where}.sensation", tuple(Sensation))),
        intensity,
        Depth(_one_of(area["depth"], f"{where}.depth", tuple(Depth))),
        tuple(_read_stroke(s, f"{where}.strokes[{i}]") for i, s in enumerate(strokes)),
        tuple(_read_place(r, f"{where}.regions[{i}]") for i, r in enumerate(regions)),
    )


def _read_stroke(document: object, where: str) -> Stroke:
    stroke = _object(document, where, {"view", "radius", "filled", "points"})
    if not isinstance(stroke["filled"], bool):
        raise UnusableInput(f"{where}.filled", "this is neither true nor false", MEND)
    numbers = _list(stroke["points"], f"{where}.points", 2 * MOST_POINTS)
    if not numbers or len(numbers) % 2:
        raise UnusableInput(f"{where}.points", "points are pairs of x and y, at least one", MEND)
    points = tuple(
        (
            _whole_number(numbers[i], f"{where}.points[{i}]", 0, WIDTH * PER_UNIT),
            _whole_number(numbers[i + 1], f"{where}.points[{i + 1}]", 0, HEIGHT * PER_UNIT),
        )
        for i in range(0, len(numbers), 2)
    )
    return Stroke(
        View(_one_of(stroke["view"], f"{where}.view", tuple(View))),
        _whole_number(stroke["radius"], f"{where}.radius", SMALLEST_RADIUS, LARGEST_RADIUS),
        points,
        stroke["filled"],
    )


def _read_place(document: object, where: str) -> Place:
    place = _object(document, where, {"region", "side"})
    region, side = place["region"], place["side"]
    if not isinstance(region, str) or not isinstance(side, str):
        raise UnusableInput(where, "region and side are words", MEND)
    return check_place(region, side, where)


def _object(value: object, where: str, keys: set[str]) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise UnusableInput(where, "this is not an object with named values", MEND)
    found = cast("dict[str, Any]", value)
    missing, unknown = sorted(keys - found.keys()), sorted(found.keys() - keys)
    if missing:
        raise UnusableInput(where, f"'{missing[0]}' is missing", MEND)
    if unknown:
        raise UnusableInput(where, f"'{unknown[0][:40]}' is not known here", MEND)
    return found


def _list(value: object, where: str, most: int) -> list[Any]:
    if not isinstance(value, list):
        raise UnusableInput(where, "this is not a list", MEND)
    found = cast("list[Any]", value)
    if len(found) > most:
        raise UnusableInput(where, f"there are more than {most} of these", MEND)
    return found


def _whole_number(value: object, where: str, least: int, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise UnusableInput(where, "this is not a whole number", MEND)
    if not least <= value <= most:
        raise UnusableInput(where, f"{str(value)[:20]} is not between {least} and {most}", MEND)
    return value


def _one_of(value: object, where: str, words: tuple[str, ...]) -> str:
    if not isinstance(value, str) or value not in words:
        raise UnusableInput(where, f"'{str(value)[:40]}' is not known", f"use {', '.join(words)}")
    return value


def _refuse_constant(text: str) -> NoReturn:
    raise ValueError(text)
