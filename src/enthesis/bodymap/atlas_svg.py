"""A zone of the referral atlas on a view of the figure: essential solid, spill-over dotted, so that a grey print can be read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from enthesis.bodymap.atlas import ESSENTIAL, Weights
from enthesis.bodymap.figure import HEIGHT, WIDTH, Figure, View
from enthesis.bodymap.svg import VIEW_TITLES, figure_svg

TINT, DARK = "#0b5f67", "#063c42"
ESSENTIAL_OPACITY, SPILLOVER_OPACITY = 0.72, 0.28
DOT_TILE, DOT_RADIUS = 7, 1.6
SEAM = 0.5
"""Width of a stroke in the tint that closes the gaps between facets."""
MUCH = 0.5
"""A view is worth showing too when it shows this share of the essential area."""
MARGIN = 50
SMALLEST_WIDTH, SMALLEST_HEIGHT = 240, 300
"""Figure units shown at least, so that one knows which part of the body it is."""


@dataclass(frozen=True)
class Box:
    """A part of a view in figure units."""

    left: int
    top: int
    width: int
    height: int

    @property
    def view_box(self) -> str:
        """As the attribute viewBox."""
        return f"{self.left} {self.top} {self.width} {self.height}"

    def cut(self, whole: str) -> str:
        """A picture of a whole view cut to this part."""
        return whole.replace(f'viewBox="0 0 {WIDTH} {HEIGHT}"', f'viewBox="{self.view_box}"', 1)


WHOLE = Box(0, 0, WIDTH, HEIGHT)


def zone_layer(figure: Figure, view: View, weights: Weights, ids: str) -> str:
    """What of a zone shows in a view, as SVG to lie on the body; empty where nothing shows."""
    facets = figure.views[view].facets
    essential = [f.path for f in facets if weights.get(f.place) == ESSENTIAL]
    spillover = [f.path for f in facets if 0 < weights.get(f.place, 0.0) < ESSENTIAL]
    if not essential and not spillover:
        return ""
    half = DOT_TILE / 2
    dots = (
        f'<pattern id="{ids}-spill" width="{DOT_TILE}" height="{DOT_TILE}" patternUnits="userSpaceOnUse">'
        f'<circle cx="{half / 2:g}" cy="{half / 2:g}" r="{DOT_RADIUS}" fill="{DARK}"/>'
        f'<circle cx="{half * 1.5:g}" cy="{half * 1.5:g}" r="{DOT_RADIUS}" fill="{DARK}"/></pattern>'
    )
    tinted = f'fill="{TINT}" stroke="{TINT}" stroke-width="{SEAM}"'
    out = [dots]
    if spillover:
        out.append(f'<g class="zone-spill" opacity="{SPILLOVER_OPACITY}" {tinted}>{_paths(spillover)}</g>')
        out.append(f'<g fill="url(#{ids}-spill)">{_paths(spillover)}</g>')
    if essential:
        out.append(f'<g class="zone-essential" opacity="{ESSENTIAL_OPACITY}" {tinted}>{_paths(essential)}</g>')
    return f'<g class="zone-layer">{"".join(out)}</g>'


def _paths(data: list[str]) -> str:
    return "".join(f'<path d="{d}"/>' for d in data)


def zone_svg(
    figure: Figure, view: View, weights: Weights, *, title: str, said: str = "", ids: str = "zone", box: Box = WHOLE
) -> str:
    """One view with a zone on it, as SVG text.

    Args:
        title: what the picture is.
        said: the zone in words, for those who do not see it.
        ids: prefix of the ids inside, to be different for every picture on a page.
        box: the part of the view that is shown.
    """
    layer = zone_layer(figure, view, weights, ids)
    return box.cut(figure_svg(figure, view, title=f"{title}, {VIEW_TITLES[view].lower()}", ids=ids, under=layer, under_said=said))


def views_of(figure: Figure, weights: Weights) -> tuple[View, ...]:
    """The views to look at, in the order front, back, left, right: those that show a point of the zone best, or much of the
    essential area.
    """
    grid = figure.grid
    known = {grid.index[p]: weight for p, weight in weights.items() if p in grid.index}
    essential = [i for i, weight in known.items() if weight == ESSENTIAL]
    whole = sum(int(grid.sizes[grid.home[i]][i]) for i in essential)
    much = {v for v in View if sum(int(grid.sizes[v][i]) for i in essential) >= MUCH * whole > 0}
    homes = {grid.home[i] for i in known}
    return tuple(view for view in View if view in homes | much)


def box_of(figure: Figure, view: View, weights: Weights) -> Box:
    """The part of a view that holds the zone with a margin; the whole view where nothing of it shows."""
    grid = figure.grid
    here = np.isin(grid.cells[view], [grid.index[p] for p in weights if p in grid.index])
    if not here.any():
        return WHOLE
    rows, columns = np.flatnonzero(here.any(axis=1)), np.flatnonzero(here.any(axis=0))
    left, width = _span(int(columns[0]), int(columns[-1]) + 1, SMALLEST_WIDTH, WIDTH)
    top, height = _span(int(rows[0]), int(rows[-1]) + 1, SMALLEST_HEIGHT, HEIGHT)
    return Box(left, top, width, height)


def _span(least: int, most: int, smallest: int, whole: int) -> tuple[int, int]:
    """Start and length of a stretch that holds least to most (its end) with a margin, inside the whole."""
    length = min(whole, max(smallest, most - least + 2 * MARGIN))
    start = min(max(0, (least + most - length) // 2), whole - length)
    return start, length
