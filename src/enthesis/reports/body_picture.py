"""The body chart on paper: each view that holds marks, cut to where the marks are."""

from __future__ import annotations

import re

import numpy as np

from enthesis.bodymap.drawing import PER_UNIT, Drawing
from enthesis.bodymap.figure import HEIGHT, WIDTH, View, load_figure
from enthesis.bodymap.region import places_in
from enthesis.bodymap.svg import VIEW_TITLES, figure_svg
from enthesis.reports.note import Picture

MARGIN = 60
SMALLEST_WIDTH, SMALLEST_HEIGHT = 300, 330
"""Figure units shown at least, so that one knows which part of the body it is."""


def pictures_of(drawing: Drawing, key: str) -> tuple[Picture, ...]:
    """A picture of every view that holds marks.

    Args:
        key: of the drawing's entry, so that ids inside the pictures differ.
    """
    figure = load_figure(drawing.build)
    ids = "bc" + re.sub(r"[^a-z0-9]", "", key.lower())
    found: list[Picture] = []
    for view in figure.views:
        points = _points(drawing, view)
        if not points:
            continue
        whole = figure_svg(figure, view, drawing, title=f"Body chart, {VIEW_TITLES[view].lower()}", ids=f"{ids}-{view}")
        box = " ".join(f"{side:g}" for side in _box(points))
        found.append(Picture(VIEW_TITLES[view], whole.replace(f'viewBox="0 0 {WIDTH} {HEIGHT}"', f'viewBox="{box}"', 1)))
    return tuple(found)


def _points(drawing: Drawing, view: View) -> list[tuple[float, float]]:
    """Points of every mark in a view, in figure units: strokes, and the corners of tapped places that show best here."""
    grid = load_figure(drawing.build).grid
    points = [(x / PER_UNIT, y / PER_UNIT) for a in drawing.areas for s in a.strokes if s.view is view for x, y in s.points]
    tapped = {place for area in drawing.areas for mark in area.regions for place in places_in(mark)}
    for place in tapped & set(grid.places):
        number = grid.index[place]
        if grid.home[number] is view:
            rows, columns = np.nonzero(grid.cells[view] == number)
            points += [(float(columns.min()), float(rows.min())), (float(columns.max()), float(rows.max()))]
    return points


def _box(points: list[tuple[float, float]]) -> tuple[float, float, float, float]:
    """Left, top, width and height that hold all points with a margin, inside the figure."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, width = _span(min(xs), max(xs), SMALLEST_WIDTH, WIDTH)
    top, height = _span(min(ys), max(ys), SMALLEST_HEIGHT, HEIGHT)
    return left, top, width, height


def _span(least: float, most: float, smallest: float, whole: float) -> tuple[float, float]:
    length = min(whole, max(smallest, most - least + 2 * MARGIN))
    start = min(max(0.0, (least + most - length) / 2), whole - length)
    return round(start), round(length)
