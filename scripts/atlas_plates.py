"""Draw the plates of the referral atlas: many small figures in one small SVG, the outlines and the regions written once."""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import escape

from enthesis.bodymap.atlas import ESSENTIAL, Weights, zone_weights
from enthesis.bodymap.atlas_svg import DARK, TINT, box_of, views_of
from enthesis.bodymap.figure import Figure, View
from enthesis.bodymap.region import BodySide
from enthesis.bodymap.svg import INK, SKIN, VIEW_TITLES
from enthesis.knowledge.referral import ReferralZone

TILE_WIDTH, TILE_HEIGHT, GAP, LABEL = 118, 150, 8, 34
TILES_IN_A_ROW = 8
LETTERS_IN_A_LINE = 21
"""Of the label's size that fit the width of a tile."""


@dataclass(frozen=True)
class Tile:
    """One view of one zone; the first of a zone carries its name."""

    view: View
    weights: Weights
    label: tuple[str, ...]


def draw_plate(figure: Figure, zones: list[tuple[ReferralZone, BodySide]], title: str, said: str) -> str:
    """One plate as SVG text: each zone on the side given, in the views that show it."""
    rows = _rows([_tiles(figure, zone, side) for zone, side in zones])
    width = TILES_IN_A_ROW * (TILE_WIDTH + GAP) + GAP
    height = len(rows) * (TILE_HEIGHT + LABEL + GAP) + GAP
    used: dict[tuple[View, int], str] = {}
    body: list[str] = []
    for at_row, row in enumerate(rows):
        for at, tile in enumerate(row):
            x, y = GAP + at * (TILE_WIDTH + GAP), GAP + at_row * (TILE_HEIGHT + LABEL + GAP)
            body.append(_label(tile.label, x, y))
            body.append(_picture(figure, tile, x, y + LABEL, used))
    views = {view for view, _ in used}
    outlines = "".join(f'<g id="{view}">{_outline(figure, view)}</g>' for view in View if view in views)
    facets = "".join(f'<path id="{view[0]}{i}" d="{path}"/>' for (view, i), path in sorted(used.items()))
    dots = (
        f'<pattern id="dots" width="9" height="9" patternUnits="userSpaceOnUse"><rect width="9" height="9" fill="{TINT}" '
        f'fill-opacity=".22"/><circle cx="2.2" cy="2.2" r="1.8" fill="{DARK}"/><circle cx="6.7" cy="6.7" r="1.8" fill="{DARK}"/></pattern>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-labelledby="t d">'
        f'<title id="t">{escape(title)}</title><desc id="d">{escape(said)}</desc><defs>{dots}{outlines}{facets}</defs>'
        f'<rect width="{width}" height="{height}" fill="#fbfaf7"/>{"".join(body)}</svg>\n'
    )


def _tiles(figure: Figure, zone: ReferralZone, side: BodySide) -> list[Tile]:
    sides = (BodySide.LEFT, BodySide.RIGHT) if zone.side == "may_cross" else (side,)
    weights = zone_weights(zone, sides)
    views = views_of(figure, weights)
    said = "both sides" if len(sides) == 2 else side.value
    first = (*_wrapped(zone.name, len(views)), f"{said}, {VIEW_TITLES[views[0]].lower()}")
    labels = [first, *(("", VIEW_TITLES[view].lower()) for view in views[1:])]
    return [Tile(view, weights, label) for view, label in zip(views, labels, strict=True)]


def _wrapped(name: str, n_tiles: int) -> tuple[str, ...]:
    """The name in one line or two."""
    longest = LETTERS_IN_A_LINE * n_tiles
    if len(name) <= longest:
        return (name,)
    cut = name.rfind(" ", 0, longest + 1)
    return name[:cut], name[cut + 1 :]


def _rows(zones: list[list[Tile]]) -> list[list[Tile]]:
    """Tiles in rows; a zone is not split over two."""
    rows: list[list[Tile]] = [[]]
    for tiles in zones:
        if len(rows[-1]) + len(tiles) > TILES_IN_A_ROW:
            rows.append([])
        rows[-1] += tiles
    return rows


def _label(lines: tuple[str, ...], x: int, y: int) -> str:
    *name, where = lines
    out = [
        f'<text x="{x}" y="{y + 9 + 10 * i}" font-family="sans-serif" font-size="9.5" font-weight="bold" fill="#14211f">{escape(line)}</text>'
        for i, line in enumerate(name)
        if line
    ]
    out.append(f'<text x="{x}" y="{y + 30}" font-family="sans-serif" font-size="8.5" fill="#5a6864">{escape(where)}</text>')
    return "".join(out)


def _picture(figure: Figure, tile: Tile, x: int, y: int, used: dict[tuple[View, int], str]) -> str:
    solid: list[str] = []
    dotted: list[str] = []
    for i, facet in enumerate(figure.views[tile.view].facets):
        weight = tile.weights.get(facet.place)
        if weight is not None:
            used[tile.view, i] = facet.path
            (solid if weight == ESSENTIAL else dotted).append(f'<use href="#{tile.view[0]}{i}"/>')
    box = box_of(figure, tile.view, tile.weights)
    return (
        f'<rect x="{x}" y="{y}" width="{TILE_WIDTH}" height="{TILE_HEIGHT}" fill="#ffffff" stroke="#d8dfdd"/>'
        f'<svg x="{x}" y="{y}" width="{TILE_WIDTH}" height="{TILE_HEIGHT}" viewBox="{box.view_box}"><use href="#{tile.view}"/>'
        f'<g fill="url(#dots)">{"".join(dotted)}</g><g fill="{TINT}" stroke="{TINT}" opacity=".75">{"".join(solid)}</g></svg>'
    )


def _outline(figure: Figure, view: View) -> str:
    return "".join(
        f'<path d="{s.outline}" fill="{SKIN}" stroke="{INK}" stroke-width="1.6"/><path d="{s.creases}" fill="#929ba2"/>'
        for s in figure.views[view].shapes
    )
