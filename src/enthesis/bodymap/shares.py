"""Which regions a drawing covers, and how much of each: counted on a fixed grid, so that the same drawing always gives the same shares."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from enthesis.bodymap.drawing import PER_UNIT, Area, Drawing, Sensation, Stroke
from enthesis.bodymap.figure import HEIGHT, OFF_BODY, WIDTH, Cells, Figure, View, fill
from enthesis.bodymap.region import Place, places_in

CELL_MIDDLE = PER_UNIT // 2
MOST_CELLS_AT_ONCE = 2_000_000
"""Bounds the memory of one stroke."""
Whole = npt.NDArray[np.int64]
Masks = dict[View, Cells]


@dataclass(frozen=True)
class RegionShare:
    """One region of a drawing.

    Attributes:
        share_of_drawing: what share of the drawn area lies in the region, 0 to 1.
        share_of_region: what share of the region is drawn on, 0 to 1; the view that shows most of it counts.
    """

    place: Place
    share_of_drawing: float
    share_of_region: float


@dataclass(frozen=True)
class Shares:
    """Shares of the whole drawing and of each sensation.

    Attributes:
        regions: largest share of the drawing first.
        area: drawn area on the body in square figure units, all views together.
    """

    regions: tuple[RegionShare, ...]
    area: int
    by_sensation: dict[Sensation, tuple[RegionShare, ...]]
    area_by_sensation: dict[Sensation, int]


def region_shares(drawing: Drawing, figure: Figure) -> Shares:
    """The shares of a drawing, by region and by sensation.

    Assumes: the figure is of the drawing's build. Where sensations overlap, the area counts once in the whole.
    """
    by_sensation: dict[Sensation, Masks] = {}
    for area in drawing.areas:
        unite(by_sensation.setdefault(area.sensation, {}), covered_cells(area, figure))
    whole: Masks = {}
    for masks in by_sensation.values():
        unite(whole, masks)
    return Shares(
        shares_of_cells(whole, figure),
        count_cells(whole),
        {s: shares_of_cells(by_sensation[s], figure) for s in Sensation if s in by_sensation},
        {s: count_cells(by_sensation[s]) for s in Sensation if s in by_sensation},
    )


def drawn_cells(areas: Iterable[Area], figure: Figure) -> Masks:
    """Cells of the body that any of the areas covers, by view; views without any are left out."""
    masks: Masks = {}
    for area in areas:
        unite(masks, covered_cells(area, figure))
    return masks


def covered_cells(area: Area, figure: Figure) -> Masks:
    """Cells of the body that one area covers. A tapped region counts once, in the view that shows most of it."""
    masks: Masks = {}
    for stroke in area.strokes:
        if stroke.view not in masks:
            masks[stroke.view] = np.zeros((HEIGHT, WIDTH), dtype=np.bool_)
        _cover(masks[stroke.view], stroke)
    grid = figure.grid
    tapped = sorted({grid.index[p] for mark in area.regions for p in places_in(mark) if p in grid.index})
    for view in View:
        here = [i for i in tapped if grid.home[i] is view]
        if here:
            if view not in masks:
                masks[view] = np.zeros((HEIGHT, WIDTH), dtype=np.bool_)
            masks[view] |= np.isin(grid.cells[view], here)
    for view, mask in masks.items():
        mask &= grid.cells[view] != OFF_BODY
    return {view: mask for view, mask in masks.items() if mask.any()}


def _cover(mask: Cells, stroke: Stroke) -> None:
    """Mark the cells whose middle lies within the radius of the line; whole numbers only, so that a mirrored stroke is exact."""
    points = np.array(stroke.points, dtype=np.int64)
    at, per = _samples(points, max(PER_UNIT // 2, stroke.radius // 4))
    reach = stroke.radius // PER_UNIT + 1
    near = np.arange(-reach, reach + 1)
    chunk = max(1, MOST_CELLS_AT_ONCE // len(near) ** 2)
    for start in range(0, len(at), chunk):
        _cover_points(mask, stroke.radius, near, at[start : start + chunk], per[start : start + chunk])
    if stroke.filled and len(points) > 2:
        rows, columns, odd = fill((points / PER_UNIT,))
        mask[rows, columns] |= odd


def _cover_points(mask: Cells, radius: int, near: Whole, at: Whole, per: Whole) -> None:
    column = (at[:, 0] // (per * PER_UNIT))[:, None] + near
    row = (at[:, 1] // (per * PER_UNIT))[:, None] + near
    dx = (column * PER_UNIT + CELL_MIDDLE) * per[:, None] - at[:, :1]
    dy = (row * PER_UNIT + CELL_MIDDLE) * per[:, None] - at[:, 1:]
    inside = dx[:, None, :] ** 2 + dy[:, :, None] ** 2 <= (radius * per)[:, None, None] ** 2
    inside &= ((row >= 0) & (row < HEIGHT))[:, :, None] & ((column >= 0) & (column < WIDTH))[:, None, :]
    cell = row[:, :, None] * WIDTH + column[:, None, :]
    mask.reshape(-1)[cell[inside]] = True


def _samples(points: Whole, spacing: int) -> tuple[Whole, Whole]:
    """Points along the line, at most `spacing` tenths apart, as fractions: numerators (n, 2) and denominators (n,).

    Assumes: a quarter of the radius apart, the edge between two samples is short by less than half a cell.
    """
    if len(points) == 1:
        return points, np.ones(1, dtype=np.int64)
    a, b = points[:-1], points[1:]
    steps = np.maximum(1, -(-np.abs(b - a).max(axis=1) // spacing))
    which = np.repeat(np.arange(len(a)), steps)
    k = np.arange(len(which)) - np.repeat(np.cumsum(steps) - steps, steps)
    per = steps[which]
    at = a[which] * per[:, None] + (b[which] - a[which]) * k[:, None]
    return np.vstack([at, points[-1:]]), np.append(per, 1)


def shares_of_cells(masks: Masks, figure: Figure) -> tuple[RegionShare, ...]:
    """Shares of the regions that the cells touch, largest share of the drawing first."""
    grid = figure.grid
    total = count_cells(masks)
    if not total:
        return ()
    drawn = np.zeros(len(grid.places), dtype=np.int64)
    covered = np.zeros(len(grid.places))
    for view, mask in masks.items():
        here = np.bincount(grid.cells[view][mask], minlength=len(grid.places))
        drawn += here
        covered = np.maximum(covered, here / np.maximum(grid.sizes[view], 1))
    found = [RegionShare(grid.places[i], float(drawn[i] / total), float(covered[i])) for i in np.flatnonzero(drawn)]
    return tuple(sorted(found, key=lambda s: (-s.share_of_drawing, s.place)))


def share_of_place(masks: Masks, figure: Figure, place: Place) -> float:
    """What share of a region of any level is covered, 0 to 1: the cells of its points, each in its best view."""
    grid = figure.grid
    covered = whole = 0.0
    for index in (grid.index[p] for p in places_in(place) if p in grid.index):
        size = int(grid.sizes[grid.home[index]][index])
        best = 0.0
        for view, mask in masks.items():
            here = int(grid.sizes[view][index])
            if here:
                best = max(best, float(np.count_nonzero(mask & (grid.cells[view] == index)) / here))
        covered += best * size
        whole += size
    return covered / whole if whole else 0.0


def count_cells(masks: Masks) -> int:
    """Number of cells in all views."""
    return sum(int(np.count_nonzero(m)) for m in masks.values())


def unite(into: Masks, more: Masks) -> None:
    """Add cells to cells."""
    for view, mask in more.items():
        into[view] = into[view] | mask if view in into else mask
