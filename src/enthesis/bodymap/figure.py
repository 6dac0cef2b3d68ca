"""The drawn figure: outlines and facets of four views in three builds, and the fixed grid on which shares are counted."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from enthesis.bodymap.region import BodySide, Place
from enthesis.terms.fault import UnusableInput

FIGURES_FOLDER = Path(__file__).parent / "figures"
BUILDS = ("neutral", "female", "broader")
WIDTH, HEIGHT = 480, 1010
"""Size of a view in figure units; one unit is about 1.8 mm on a person of 173 cm."""
OFF_BODY = -1

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")

Cells = npt.NDArray[np.bool_]
"""Cells of one view's grid, one unit wide: shape (HEIGHT, WIDTH)."""
Ring = npt.NDArray[np.float64]
"""A closed line: shape (n, 2), the first point not repeated."""


class View(StrEnum):
    """Where the figure is seen from. Left and right are the patient's."""

    FRONT = "front"
    BACK = "back"
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True)
class Shape:
    """One closed shape of a view as SVG path data: outline, inner creases, soft hollows and lights.

    Attributes:
        ink: the part of the outline that is drawn, where that is not all of it.
    """

    outline: str
    creases: str
    hollows: str
    lights: str
    ink: str | None


@dataclass(frozen=True)
class Facet:
    """What of a place shows in a view."""

    place: Place
    path: str


@dataclass(frozen=True)
class FigureView:
    """One view: shapes from back to front, and facets that tile them."""

    view: View
    shapes: tuple[Shape, ...]
    facets: tuple[Facet, ...]


@dataclass(frozen=True)
class Grid:
    """Which place every cell of every view belongs to.

    Attributes:
        places: the places; a cell holds an index into these, or OFF_BODY.
        index: the index of a place.
        cells: by view, shape (HEIGHT, WIDTH).
        sizes: by view, number of cells of every place, shape (n_places,).
        home: for every place the view that shows most of it.
    """

    places: tuple[Place, ...]
    index: dict[Place, int]
    cells: dict[View, npt.NDArray[np.int16]]
    sizes: dict[View, npt.NDArray[np.int64]]
    home: tuple[View, ...]


@dataclass(frozen=True)
class Figure:
    """One build of the figure. Not reviewed by an anatomist."""

    build: str
    title: str
    views: dict[View, FigureView]
    landmarks: dict[str, dict[str, tuple[float, float]]]

    @cached_property
    def grid(self) -> Grid:
        """The counting grid; made on first use."""
        return _make_grid(self.views)


@cache
def load_figure(build: str) -> Figure:
    """The figure of a build.

    Raises:
        UnusableInput: there is no such build.
    """
    if build not in BUILDS:
        raise UnusableInput("drawing", f"there is no figure '{build[:40]}'", f"use {', '.join(BUILDS)}")
    document = cast("dict[str, Any]", json.loads((FIGURES_FOLDER / f"{build}.json").read_text(encoding="utf-8")))
    views = {View(name): _read_view(View(name), view) for name, view in document["views"].items()}
    marks = {v: {k: (p[0], p[1]) for k, p in points.items()} for v, points in document["landmarks"].items()}
    return Figure(document["build"], document["title"], views, marks)


def _read_view(view: View, document: dict[str, Any]) -> FigureView:
    shapes = tuple(
        Shape(s["outline"], s["creases"], s["hollows"], s["lights"], s.get("ink")) for s in document["shapes"]
    )  # fmt: skip
    facets = tuple(Facet(Place(f["region"], BodySide(f["side"])), f["path"]) for f in document["facets"])
    return FigureView(view, shapes, facets)


def read_rings(path: str) -> tuple[Ring, ...]:
    """The closed lines of a facet's path (a move, then relative lines, then close)."""
    rings: list[Ring] = []
    for part in path.split("z"):
        if part:
            numbers = np.array([float(n) for n in _NUMBER.findall(part)]).reshape(-1, 2)
            rings.append(np.cumsum(numbers, axis=0))
    return tuple(rings)


def fill(rings: tuple[Ring, ...]) -> tuple[slice, slice, Cells]:
    """Cells whose middle lies inside closed lines (even-odd), or on their edge: rows, columns and the cells of that window.

    Both half-open rules are united, so that a mirrored line gives the mirrored cells.
    """
    whole = np.concatenate(rings)
    left, right = _cell_range(whole[:, 0], WIDTH)
    top, bottom = _cell_range(whole[:, 1], HEIGHT)
    rows, columns = slice(top, bottom), slice(left, right)
    x = np.arange(left, right, dtype=np.float64) + 0.5
    y = np.arange(top, bottom, dtype=np.float64) + 0.5
    before = np.zeros((len(y), len(x) + 1), dtype=np.int64)
    upto = np.zeros((len(y), len(x) + 1), dtype=np.int64)
    for ring in rings:
        ends = np.roll(ring, -1, axis=0)
        y1, y2 = ring[:, 1], ends[:, 1]
        crossing: npt.NDArray[np.int64] = np.argwhere((y1[None, :] <= y[:, None]) != (y2[None, :] <= y[:, None]))
        row, edge = crossing[:, 0], crossing[:, 1]
        share = (y[row] - y1[edge]) / (y2[edge] - y1[edge])
        cross: npt.NDArray[np.float64] = ring[edge, 0] + share * (ends[edge, 0] - ring[edge, 0])
        width = len(x) + 1
        before += _counted(row * width + np.searchsorted(x, cross, side="left"), before.shape)
        upto += _counted(row * width + np.searchsorted(x, cross, side="right"), upto.shape)
    odd = (np.cumsum(before, axis=1)[:, :-1] % 2 == 1) | (np.cumsum(upto, axis=1)[:, :-1] % 2 == 1)
    return rows, columns, odd


def _counted(index: npt.NDArray[np.int64], shape: tuple[int, ...]) -> npt.NDArray[np.int64]:
    """How often each cell of a table is named by its flat index."""
    return np.bincount(index, minlength=shape[0] * shape[1]).reshape(shape).astype(np.int64)


def _cell_range(along: npt.NDArray[np.float64], size: int) -> tuple[int, int]:
    """First cell and end of the cells that a line touches, with one to spare, inside the grid."""
    return max(0, int(np.floor(along.min())) - 1), min(size, int(np.ceil(along.max())) + 1)


def _drawn_half(view: View, facet: Facet) -> bool:
    """Whether the grid is filled from this facet; the others are its mirror image."""
    side = facet.place.side
    if view is View.RIGHT:
        return True
    if view is View.LEFT:
        return False
    return side is BodySide.MIDLINE or side is (BodySide.RIGHT if view is View.BACK else BodySide.LEFT)


def _make_grid(views: dict[View, FigureView]) -> Grid:
    places = tuple(sorted({f.place for v in views.values() for f in v.facets}))
    index = {place: i for i, place in enumerate(places)}
    mirror = np.array([index.get(p.mirrored, OFF_BODY) for p in places] + [OFF_BODY], dtype=np.int16)
    cells: dict[View, npt.NDArray[np.int16]] = {}
    for view in (View.FRONT, View.BACK, View.RIGHT):
        grid = np.full((HEIGHT, WIDTH), OFF_BODY, dtype=np.int16)
        for facet in views[view].facets:
            if _drawn_half(view, facet):
                rows, columns, inside = fill(read_rings(facet.path))
                window = grid[rows, columns]
                window[inside & (window == OFF_BODY)] = index[facet.place]
        if view is View.RIGHT:
            cells[View.LEFT] = mirror[grid[:, ::-1]]
        else:
            half = grid[:, WIDTH // 2 :]
            grid[:, : WIDTH // 2] = mirror[half[:, ::-1]]
        cells[view] = grid
    sizes = {v: np.bincount(g[g >= 0].ravel(), minlength=len(places)).astype(np.int64) for v, g in cells.items()}
    table = np.stack([sizes[v] for v in View])
    home = tuple(list(View)[int(i)] for i in table.argmax(axis=0))
    return Grid(places, index, cells, sizes, home)
