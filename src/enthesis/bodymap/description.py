"""A drawing in sentences: "Deep ache, 6/10, right buttock crease and upper back of the thigh"."""

from __future__ import annotations

import numpy as np

from enthesis.bodymap.drawing import Area, Depth, Drawing, Sensation
from enthesis.bodymap.figure import HEIGHT, WIDTH, Figure
from enthesis.bodymap.region import BodySide, Place, load_regions
from enthesis.bodymap.shares import Masks, covered_cells, shares_of_cells

SENSATION_WORDS = {
    Sensation.ACHE: "ache",
    Sensation.SHARP: "sharp pain",
    Sensation.BURNING: "burning",
    Sensation.NUMB: "numbness",
    Sensation.PINS_AND_NEEDLES: "pins and needles",
}
DEPTH_WORDS = {Depth.DEEP: "deep ", Depth.SURFACE: "surface ", Depth.UNKNOWN: ""}
NAMED_SHARE = 0.12
"""A part is named when it holds at least this share of the area."""
MOST_NAMED = 4


def describe_drawing(drawing: Drawing, figure: Figure) -> tuple[str, ...]:
    """One sentence for every area, in the order drawn."""
    return tuple(describe_area(area, figure) for area in drawing.areas)


def describe_area(area: Area, figure: Figure) -> str:
    """Depth, sensation, intensity and where, in plain words."""
    start = f"{DEPTH_WORDS[area.depth]}{SENSATION_WORDS[area.sensation]}"
    if area.intensity_nrs_0_10 is not None:
        start += f", {area.intensity_nrs_0_10}/10"
    masks = covered_cells(area, figure)
    where = name_places(named_parts(masks, figure)) if masks else "outside the body"
    sentence = f"{start}, {where}."
    return sentence[0].upper() + sentence[1:]


def named_parts(masks: Masks, figure: Figure) -> tuple[Place, ...]:
    """The parts that hold most of the cells, from head to foot."""
    regions = load_regions()
    shares: dict[Place, float] = {}
    for share in shares_of_cells(masks, figure):
        part = Place(regions[share.place.region].parent, share.place.side)
        shares[part] = shares.get(part, 0.0) + share.share_of_drawing
    largest = sorted(shares, key=lambda p: (-shares[p], p))
    chosen = [p for p in largest if shares[p] >= NAMED_SHARE][:MOST_NAMED] or largest[:1]
    heights = _mean_heights(masks, figure)
    return tuple(sorted(chosen, key=lambda p: (heights.get(p, 0.0), p)))


def _mean_heights(masks: Masks, figure: Figure) -> dict[Place, float]:
    regions = load_regions()
    grid = figure.grid
    sums: dict[Place, list[float]] = {}
    rows = np.repeat(np.arange(HEIGHT, dtype=np.float64), WIDTH).reshape(HEIGHT, WIDTH)
    for view, mask in masks.items():
        index = grid.cells[view][mask]
        count = np.bincount(index, minlength=len(grid.places))
        height = np.bincount(index, weights=rows[mask], minlength=len(grid.places))
        for i in np.flatnonzero(count):
            place = grid.places[i]
            entry = sums.setdefault(Place(regions[place.region].parent, place.side), [0.0, 0.0])
            entry[0] += float(height[i])
            entry[1] += float(count[i])
    return {place: total / n for place, (total, n) in sums.items()}


def name_places(places: tuple[Place, ...]) -> str:
    """Places as one phrase; the side is said once: "right sit bone and buttock crease"; what shows on both sides is joined."""
    regions = load_regions()
    by_side: dict[BodySide, list[str]] = {}
    for place in places:
        names = by_side.setdefault(place.side, [])
        if regions[place.region].name not in names:
            names.append(regions[place.region].name)
    left, right = by_side.get(BodySide.LEFT, []), by_side.get(BodySide.RIGHT, [])
    across = [name for name in left if name in right and name in by_side.get(BodySide.MIDLINE, [])]
    middle = [n for n in by_side.get(BodySide.MIDLINE, []) if n in across or n not in (*left, *right)]
    left, right = [n for n in left if n not in across], [n for n in right if n not in across]
    both = [name for name in left if name in right]
    phrases: list[str] = []
    if middle:
        phrases.append(_joined(middle))
    if both:
        phrases.append(f"{_joined(both)} on both sides")
    phrases += [
        f"{side} {_joined(rest)}"
        for side, names in ((BodySide.RIGHT, right), (BodySide.LEFT, left))
        if (rest := [n for n in names if n not in both])
    ]
    return "; ".join(phrases)


def _joined(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
