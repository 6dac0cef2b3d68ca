"""The body chart on paper: each view that holds marks, cut to where the marks are."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from enthesis.bodymap.description import SENSATION_WORDS, describe_drawing
from enthesis.bodymap.drawing import PER_UNIT, Drawing, Sensation
from enthesis.bodymap.figure import HEIGHT, WIDTH, View, load_figure
from enthesis.bodymap.region import places_in
from enthesis.bodymap.svg import VIEW_TITLES, figure_svg, overlay_svg
from enthesis.reports.note import Picture

MARGIN = 60
SMALLEST_WIDTH, SMALLEST_HEIGHT = 300, 330
"""Figure units shown at least, so that one knows which part of the body it is."""
ON_SCREEN = {
    Sensation.ACHE: "Dots",
    Sensation.SHARP: "Slanting lines",
    Sensation.BURNING: "Waves",
    Sensation.NUMB: "Grid",
    Sensation.PINS_AND_NEEDLES: "Crosses",
}
ON_PAPER = {
    Sensation.ACHE: "Dots",
    Sensation.SHARP: "Thin lines",
    Sensation.BURNING: "Uneven bars or waves",
    Sensation.NUMB: "Broad bars or grid",
    Sensation.PINS_AND_NEEDLES: "Barred line or crosses",
}
_MARKS = {
    Sensation.ACHE: ((0.34, "0.1 8", "round"),),
    Sensation.SHARP: ((1.0, "1.4 5", "butt"),),
    Sensation.BURNING: ((1.0, "5 3 1.4 3", "butt"),),
    Sensation.NUMB: ((1.0, "4 4", "butt"),),
    Sensation.PINS_AND_NEEDLES: ((0.1, "", "butt"), (0.6, "1.4 7", "butt")),
}
"""Marks along a brush stroke: share of its width, dashes in figure units, ends."""
_PATTERNED_STROKE = re.compile(
    r'<path d="(?P<data>[^"]*)" fill="none" stroke="url\(#[^)]*?-(?P<sensation>[a-z_]+)\)" stroke-width="(?P<width>[^"]*)"/>'
)
_COLOUR = re.compile(r"#([0-9a-fA-F]{6})\b")


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
        # A tagged PDF and a Word file take their alternative text from the title, so it says what is drawn as well.
        title = " ".join([f"Body chart, {VIEW_TITLES[view].lower()}.", *describe_drawing(drawing, figure)])
        whole = figure_svg(figure, view, drawing, title=title, ids=f"{ids}-{view}")
        found.append(Picture(VIEW_TITLES[view], _cut(whole, points)))
    return tuple(found)


@dataclass(frozen=True)
class ComparedView:
    """One view of two drawings, all pictures cut to the same part of the body."""

    title: str
    earlier: str
    later: str
    overlay: str
    """Empty where the figures differ, so that one drawing cannot lie over the other."""


def compared_views(earlier: Drawing, later: Drawing) -> tuple[ComparedView, ...]:
    """The views on which either drawing holds marks, as SVG for one page."""
    then, now = load_figure(earlier.build), load_figure(later.build)
    found: list[ComparedView] = []
    for view in View:
        points = _points(earlier, view) + _points(later, view)
        if not points:
            continue
        name = VIEW_TITLES[view].lower()
        before = figure_svg(then, view, earlier, title=f"Earlier drawing, {name}", ids=f"then-{view}")
        after = figure_svg(now, view, later, title=f"Newest drawing, {name}", ids=f"now-{view}")
        both = ""
        if earlier.build == later.build:
            both = _cut(overlay_svg(now, view, earlier, later, title=f"Both drawings, {name}", ids=f"both-{view}"), points)
        found.append(ComparedView(VIEW_TITLES[view], _cut(before, points), _cut(after, points), both))
    return tuple(found)


def _cut(whole: str, points: list[tuple[float, float]]) -> str:
    """The picture cut to where the points are."""
    box = " ".join(f"{side:g}" for side in _box(points))
    return whole.replace(f'viewBox="0 0 {WIDTH} {HEIGHT}"', f'viewBox="{box}"', 1)


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


def on_paper(svg: str) -> str:
    """The picture in greys, with brush strokes marked by dots and bars: PDF makers lose patterns along a line.

    Assumes: the attributes that `bodymap.svg` writes, in its order.
    """
    return in_greys(_PATTERNED_STROKE.sub(_marked, svg))


def in_greys(svg: str) -> str:
    """The picture with every colour as the grey of the same lightness."""
    return _COLOUR.sub(_grey, svg)


def legend_of(drawing: Drawing, paper: bool) -> tuple[str, ...]:
    """What the patterns of a drawing mean, for the sensations it holds."""
    words = ON_PAPER if paper else ON_SCREEN
    held = {area.sensation for area in drawing.areas}
    return tuple(f"{words[sensation]}: {SENSATION_WORDS[sensation]}" for sensation in Sensation if sensation in held)


def _marked(found: re.Match[str]) -> str:
    data, sensation, width = found["data"], Sensation(found["sensation"]), float(found["width"])
    under = f'<path d="{data}" fill="none" stroke="#ececec" stroke-width="{width:g}"/>'
    return under + "".join(
        f'<path d="{data}" fill="none" stroke="#000000" stroke-width="{share * width:g}" stroke-linecap="{cap}"'
        + (f' stroke-dasharray="{dashes}"/>' if dashes else "/>")
        for share, dashes, cap in _MARKS[sensation]
    )


def _grey(found: re.Match[str]) -> str:
    red, green, blue = (int(found[1][i : i + 2], 16) for i in (0, 2, 4))
    level = round(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    return f"#{level:02x}{level:02x}{level:02x}"
