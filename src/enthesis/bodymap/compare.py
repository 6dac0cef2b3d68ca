"""Two drawings of one patient: how far they overlap, how the area changed, which regions are new or gone, in words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from enthesis.bodymap.description import SENSATION_WORDS, name_places
from enthesis.bodymap.drawing import Drawing, Sensation
from enthesis.bodymap.figure import HEIGHT, Figure, View, load_figure
from enthesis.bodymap.region import Level, Place, load_regions, places_in, sides_of
from enthesis.bodymap.shares import Masks, count_cells, drawn_cells, shares_of_cells

TOUCHED_SHARE = 0.08
"""A part counts as drawn on from this share of it on; less is the edge of a stroke."""
STEADY_CHANGE = 0.1
"""A change of the area smaller than this is called about the same size."""
MOVED_UNITS = 25
"""A shift of the middle of the drawing (about 4.5 cm) from which it is said to have moved."""


@dataclass(frozen=True)
class Comparison:
    """A drawing beside an earlier one.

    Attributes:
        dice: 2 |A and B| / (|A| + |B|); 1 when both are empty.
        jaccard: |A and B| / |A or B|; 1 when both are empty.
        earlier_area, later_area: square figure units.
        by_regions: the builds differ, so that overlap was taken region by region and not cell by cell.
        new, gone, kept: parts of the body drawn on now alone, then alone, both times.
    """

    dice: float
    jaccard: float
    earlier_area: int
    later_area: int
    by_regions: bool
    new: tuple[Place, ...]
    gone: tuple[Place, ...]
    kept: tuple[Place, ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class IntensityChange:
    """One sensation in two drawings: its strongest area then and now.

    Attributes:
        earlier, later: 0 to 10; None where it was not drawn, or no area of it has a number.
        drawn_then, drawn_now: whether it was drawn at all.
    """

    sensation: Sensation
    earlier: int | None
    later: int | None
    drawn_then: bool
    drawn_now: bool

    @property
    def words(self) -> str:
        """The change as one phrase: "Ache: 6 of 10 before, 3 of 10 now"."""
        name = SENSATION_WORDS[self.sensation]
        then, now = (f"{n} of 10" if n is not None else "no number" for n in (self.earlier, self.later))
        if not self.drawn_then:
            return f"{name[0].upper()}{name[1:]}: new, {now}"
        if not self.drawn_now:
            return f"{name[0].upper()}{name[1:]}: gone, {then} before"
        return f"{name[0].upper()}{name[1:]}: {then} before, {now} now"


def compare_intensities(earlier: Drawing, later: Drawing) -> tuple[IntensityChange, ...]:
    """How strong each sensation was and is, by its strongest area, for the sensations drawn in either."""
    found: list[IntensityChange] = []
    for sensation in Sensation:
        numbers = [[a.intensity_nrs_0_10 for a in d.areas if a.sensation is sensation] for d in (earlier, later)]
        if numbers[0] or numbers[1]:
            then, now = (max((n for n in each if n is not None), default=None) for each in numbers)
            found.append(IntensityChange(sensation, then, now, bool(numbers[0]), bool(numbers[1])))
    return tuple(found)


def compare_drawings(earlier: Drawing, later: Drawing) -> Comparison:
    """Compare two drawings, whatever was felt; sensations are not told apart.

    Assumes: with different builds, the share of a region covered stands for its cells.
    """
    then_figure, now_figure = load_figure(earlier.build), load_figure(later.build)
    then, now = drawn_cells(earlier.areas, then_figure), drawn_cells(later.areas, now_figure)
    by_regions = earlier.build != later.build
    both, either = _shared_by_regions(then, then_figure, now, now_figure) if by_regions else _shared(then, now)
    then_parts, now_parts = touched_parts(then, then_figure), touched_parts(now, now_figure)
    new = tuple(p for p in now_parts if p not in then_parts)
    gone = tuple(p for p in then_parts if p not in now_parts)
    kept = tuple(p for p in now_parts if p in then_parts)
    dice = 2 * both / (both + either) if either else 1.0
    jaccard = both / either if either else 1.0
    areas = count_cells(then), count_cells(now)
    words = _words(areas, dice, new, gone, None if by_regions else _shift(then, now))
    return Comparison(dice, jaccard, *areas, by_regions, new, gone, kept, words)


def _shared(then: Masks, now: Masks) -> tuple[float, float]:
    """|A and B| and |A or B| in cells."""
    both = sum(int(np.count_nonzero(then[v] & now[v])) for v in then if v in now)
    return float(both), float(count_cells(then) + count_cells(now) - both)


def _shared_by_regions(then: Masks, then_figure: Figure, now: Masks, now_figure: Figure) -> tuple[float, float]:
    """The same by the smaller and the larger share of each region, weighted with its size on the later figure."""
    a = {s.place: s.share_of_region for s in shares_of_cells(then, then_figure)}
    b = {s.place: s.share_of_region for s in shares_of_cells(now, now_figure)}
    grid = now_figure.grid
    size = {p: int(grid.sizes[grid.home[i]][i]) for p, i in grid.index.items()}
    either = [p for p in a.keys() | b.keys() if p in size]
    return (
        sum(min(a.get(p, 0.0), b.get(p, 0.0)) * size[p] for p in sorted(either)),
        sum(max(a.get(p, 0.0), b.get(p, 0.0)) * size[p] for p in sorted(either)),
    )


def touched_parts(masks: Masks, figure: Figure) -> tuple[Place, ...]:
    """Parts of the body that are drawn on, in the order of the list of regions."""
    grid = figure.grid
    covered = {s.place: s.share_of_region for s in shares_of_cells(masks, figure)}
    found: list[Place] = []
    for region in load_regions().values():
        if region.level is not Level.PART:
            continue
        for side in sides_of(region.id):
            points = [p for p in places_in(Place(region.id, side)) if p in grid.index]
            sizes = [int(grid.sizes[grid.home[grid.index[p]]][grid.index[p]]) for p in points]
            drawn = sum(covered.get(p, 0.0) * n for p, n in zip(points, sizes, strict=True))
            if sizes and drawn / sum(sizes) >= TOUCHED_SHARE:
                found.append(Place(region.id, side))
    return tuple(found)


def _shift(then: Masks, now: Masks) -> float | None:
    """How far down the middle of the drawing moved, in figure units, in the view that holds most of both."""
    shared = [v for v in View if v in then and v in now]
    if not shared:
        return None
    view = max(shared, key=lambda v: int(np.count_nonzero(then[v])) + int(np.count_nonzero(now[v])))
    rows = np.arange(HEIGHT)
    middle = [float((m[view].sum(axis=1) * rows).sum() / m[view].sum()) for m in (then, now)]
    return middle[1] - middle[0]


def _words(
    areas: tuple[int, int], dice: float, new: tuple[Place, ...], gone: tuple[Place, ...], shift: float | None
) -> tuple[str, ...]:
    then, now = areas
    if not then and not now:
        return ("Nothing is drawn, now or before.",)
    if not then:
        return (f"Nothing was drawn before; now {name_places(new) or 'a small area'}.",)
    if not now:
        return (f"Nothing is drawn now; before {name_places(gone) or 'a small area'}.",)
    change = now / then - 1
    size = "about the same size" if abs(change) < STEADY_CHANGE else f"{abs(change):.0%} {'larger' if change > 0 else 'smaller'}"
    sentences = [f"The drawn area is {size}; the overlap with the earlier drawing is {dice:.0%} (Dice)."]
    if new:
        sentences.append(f"New: {name_places(new)}.")
    if gone:
        sentences.append(f"Gone: {name_places(gone)}.")
    if shift is not None and abs(shift) >= MOVED_UNITS:
        sentences.append(f"The middle of the drawing has moved {'down' if shift > 0 else 'up'}.")
    return tuple(sentences)
