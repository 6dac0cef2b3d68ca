"""A view of the figure with a drawing on it, as standalone SVG: presentation attributes alone, patterns that survive greyscale."""

from __future__ import annotations

from xml.sax.saxutils import escape

from enthesis.bodymap.description import describe_area
from enthesis.bodymap.drawing import PER_UNIT, Area, Depth, Drawing, Sensation, Stroke
from enthesis.bodymap.figure import HEIGHT, WIDTH, Figure, Shape, View, read_rings
from enthesis.bodymap.region import places_in

SKIN, INK, CREASE = "#f1ece5", "#46525c", "#929ba2"
MARK_INK = "#14211f"
NUMBER_RADIUS = 9
RIM = (
    (50, "#f0ebe4"), (44, "#eee9e2"), (38, "#ece7e0"), (32, "#eae5de"), (27, "#e7e2db"), (22, "#e5e0d9"), (17, "#e2ddd6"),
    (12, "#dfdad3"), (8, "#dbd6cf"), (4, "#d7d2cb"),
)  # fmt: skip
"""Opaque strokes along the rim, the widest and lightest first: laid one over the other they turn the form away from the light."""
HOLLOW_WIDTHS, HOLLOW_OPACITY = (22, 19, 16, 13, 10, 7, 4), 0.012
LIGHT_WIDTHS, LIGHT_OPACITY = (38, 32, 26, 20, 14, 8), 0.1
"""Thin layers of black and of white: no other colour keeps its hue when layers this thin are rounded to whole steps."""
VIEW_TITLES = {View.FRONT: "Front", View.BACK: "Back", View.LEFT: "Left side", View.RIGHT: "Right side"}

PATTERNS = {
    Sensation.ACHE: ("#7fb2e5", 8, '<circle cx="2" cy="2" r="1.5"/><circle cx="6" cy="6" r="1.5"/>'),
    Sensation.SHARP: ("#f08a75", 6, '<path d="M-1 1l2-2M0 6L6 0M5 7l2-2" stroke-width="1.2"/>'),
    Sensation.BURNING: ("#f2b155", 10, '<path d="M0 3q2.5-4 5 0t5 0M0 8q2.5-4 5 0t5 0" fill="none" stroke-width="1.2"/>'),
    Sensation.NUMB: ("#c9a8e0", 7, '<path d="M0 3.5h7M3.5 0v7" stroke-width="1"/>'),
    Sensation.PINS_AND_NEEDLES: ("#9fd08a", 8, '<path d="M4 1.5v5M1.5 4h5" stroke-width="1.3"/>'),
}
"""Ground colour, size of the tile, and its marks: dots, slanting lines, waves, a grid, crosses."""


def figure_svg(
    figure: Figure,
    view: View,
    drawing: Drawing | None = None,
    *,
    title: str = "",
    ids: str = "body",
    under: str = "",
    under_said: str = "",
) -> str:
    """One view as SVG text.

    Args:
        title: what the picture is; default: the name of the view.
        ids: prefix of the ids inside, to be different for every picture on a page.
        under: SVG of something that lies on the body below the drawing, in figure units.
        under_said: what that is, in words.
    """
    areas = [] if drawing is None else list(drawing.areas)
    said = ([under_said] if under_said else []) + [describe_area(a, figure) for a in areas]
    shapes = figure.views[view].shapes
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-labelledby="{ids}-title {ids}-desc">',
        f'<title id="{ids}-title">{escape(title or f"Body chart: {VIEW_TITLES[view]}")}</title>',
        f'<desc id="{ids}-desc">{escape(" ".join(said) or "Nothing is drawn.")}</desc>',
        f"<defs>{_definitions(shapes, ids)}</defs>",
    ]
    out += [_drawn_shape(shape, f"{ids}-s{i}", ids) for i, shape in enumerate(shapes)]
    out.append(f'<g clip-path="url(#{ids}-body)">{under}')
    out += [_drawn_area(a, figure, view, ids) for a in areas]
    out.append("</g>")
    out += [_side_letters(view), *(_intensity(a, figure, view) for a in areas), "</svg>"]
    return "".join(out)


EARLIER_HATCH, LATER_GROUND = 9, "#7fb2e5"


def overlay_svg(figure: Figure, view: View, earlier: Drawing, later: Drawing, *, title: str, ids: str = "body") -> str:
    """One view with two drawings on it: the later as a solid ground, the earlier as hatching with a rim that lets it through.

    Assumes: the figure is of the build of both drawings. Arguments as for `figure_svg`.
    """
    shapes = figure.views[view].shapes
    now = [(a, _traces(a, figure, view)) for a in later.areas]
    then = [(a, _traces(a, figure, view)) for a in earlier.areas]

    def painted(areas: list[tuple[Area, list[tuple[str, float, bool]]]], paint: str, more: float) -> str:
        return "".join(
            f'<path d="{d}" fill="{paint if filled else "none"}" stroke="{paint}" stroke-width="{width + more:g}"/>'
            for _, traces in areas
            for d, width, filled in traces
        )

    hatch = (
        f'<pattern id="{ids}-then" width="{EARLIER_HATCH}" height="{EARLIER_HATCH}" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="2" height="{EARLIER_HATCH}" fill="{MARK_INK}"/></pattern>'
        f'<mask id="{ids}-rim" maskUnits="userSpaceOnUse" x="0" y="0" width="{WIDTH}" height="{HEIGHT}">'
        f"{painted(then, '#ffffff', 4)}{painted(then, '#000000', 0)}</mask>"
    )
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
            f'aria-labelledby="{ids}-title {ids}-desc"><title id="{ids}-title">{escape(title)}</title>',
            f'<desc id="{ids}-desc">The earlier drawing hatched over the later one, which is solid.</desc>',
            f"<defs>{_definitions(shapes, ids)}{hatch}</defs>",
            *(_drawn_shape(shape, f"{ids}-s{i}", ids) for i, shape in enumerate(shapes)),
            f'<g clip-path="url(#{ids}-body)" stroke-linecap="round" stroke-linejoin="round">',
            f"{painted(now, MARK_INK, 1.6)}{painted(now, LATER_GROUND, 0)}{painted(then, f'url(#{ids}-then)', 0)}",
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{MARK_INK}" mask="url(#{ids}-rim)"/></g>',
            _side_letters(view),
            "</svg>",
        )
    )


def _traces(area: Area, figure: Figure, view: View) -> list[tuple[str, float, bool]]:
    """(path data, width, filled) of everything of an area that shows in a view."""
    tapped = {p for mark in area.regions for p in places_in(mark)}
    found = [(_path_data(s), 2 * s.radius / PER_UNIT, s.filled) for s in area.strokes if s.view is view]
    return found + [(f.path, 0.4, True) for f in figure.views[view].facets if f.place in tapped]


def _definitions(shapes: tuple[Shape, ...], ids: str) -> str:
    outlines = "".join(
        f'<path id="{ids}-s{i}" d="{s.outline}"/><clipPath id="{ids}-s{i}-clip"><use href="#{ids}-s{i}"/></clipPath>'
        for i, s in enumerate(shapes)
    )
    body = "".join(f'<use href="#{ids}-s{i}"/>' for i in range(len(shapes)))
    fade = (
        f'<linearGradient id="{ids}-fade" gradientUnits="userSpaceOnUse" x1="0" y1="204" x2="0" y2="285">'
        f'<stop offset="0" stop-color="{INK}" stop-opacity="0"/><stop offset="1" stop-color="{INK}"/></linearGradient>'
    )
    patterns = "".join(
        f'<pattern id="{ids}-{s}" width="{size}" height="{size}" patternUnits="userSpaceOnUse"><rect width="{size}" height="{size}" '
        f'fill="{colour}"/><g fill="{MARK_INK}" stroke="{MARK_INK}" stroke-width="0">{marks}</g></pattern>'
        for s, (colour, size, marks) in PATTERNS.items()
    )
    return f'{outlines}<clipPath id="{ids}-body">{body}</clipPath>{fade}{patterns}'


def _drawn_shape(shape: Shape, name: str, ids: str) -> str:
    rim = "".join(f'<use href="#{name}" stroke-width="{w}" stroke="{colour}"/>' for w, colour in RIM)
    hollows = "".join(f'<path d="{shape.hollows}" stroke-width="{w}"/>' for w in HOLLOW_WIDTHS) if shape.hollows else ""
    lights = "".join(f'<path d="{shape.lights}" stroke-width="{w}"/>' for w in LIGHT_WIDTHS) if shape.lights else ""
    edge = f'<path d="{shape.ink}" stroke="url(#{ids}-fade)"' if shape.ink else f'<use href="#{name}" stroke="{INK}"'
    return (
        f'<use href="#{name}" fill="{SKIN}"/>'
        f'<g clip-path="url(#{name}-clip)" fill="none" stroke-linecap="round" stroke-linejoin="round">'
        f'{rim}<g stroke="#000000" stroke-opacity="{HOLLOW_OPACITY}">{hollows}</g>'
        f'<g stroke="#ffffff" stroke-opacity="{LIGHT_OPACITY}">{lights}</g></g>'
        f'<path d="{shape.creases}" fill="{CREASE}"/>'
        f'{edge} fill="none" stroke-width="1.4" stroke-linejoin="round" stroke-linecap="round"/>'
    )


def _drawn_area(area: Area, figure: Figure, view: View, ids: str) -> str:
    """The area as a union: all of it in ink a little wider, then all of it in its pattern."""
    strokes = [s for s in area.strokes if s.view is view]
    tapped = {p for mark in area.regions for p in places_in(mark)}
    facets = [f.path for f in figure.views[view].facets if f.place in tapped]
    if not strokes and not facets:
        return ""
    edge = 2.4 if area.depth is Depth.DEEP else 1.4
    paint = f"url(#{ids}-{area.sensation})"
    under = [_stroke_path(s, MARK_INK, 2 * s.radius / PER_UNIT + edge) for s in strokes]
    under += [f'<path d="{d}" fill="{MARK_INK}" stroke="{MARK_INK}" stroke-width="{edge}"/>' for d in facets]
    over = [_stroke_path(s, paint, 2 * s.radius / PER_UNIT) for s in strokes]
    over += [f'<path d="{d}" fill="{paint}" stroke="{paint}" stroke-width=".4"/>' for d in facets]
    return f'<g stroke-linecap="round" stroke-linejoin="round">{"".join(under)}{"".join(over)}</g>'


def _stroke_path(stroke: Stroke, paint: str, width: float) -> str:
    return (
        f'<path d="{_path_data(stroke)}" fill="{paint if stroke.filled else "none"}" stroke="{paint}" stroke-width="{width:g}"/>'
    )


def _path_data(stroke: Stroke) -> str:
    points = [f"{x / PER_UNIT:g} {y / PER_UNIT:g}" for x, y in stroke.points]
    return f"M{points[0]}L{' '.join(points[1:]) or points[0]}" + ("z" if stroke.filled else "")


def _side_letters(view: View) -> str:
    letters = {View.FRONT: ("R", "L"), View.BACK: ("L", "R")}.get(view)
    if letters is None:
        return ""
    return "".join(
        f'<text x="{x}" y="60" text-anchor="middle" font-family="sans-serif" font-size="20" fill="#5a6864">{letter}</text>'
        for x, letter in zip((60, WIDTH - 60), letters, strict=True)
    )


def _intensity(area: Area, figure: Figure, view: View) -> str:
    """The number beside the first stroke of the area in this view, on the outer side; without a stroke, on its first region."""
    if area.intensity_nrs_0_10 is None:
        return ""
    strokes = [s for s in area.strokes if s.view is view]
    tapped = {p for mark in area.regions for p in places_in(mark)}
    facets = [f.path for f in figure.views[view].facets if f.place in tapped]
    if strokes:
        x, y = (c / PER_UNIT for c in strokes[0].points[len(strokes[0].points) // 2])
        beside = strokes[0].radius / PER_UNIT + NUMBER_RADIUS
        x += beside if x > WIDTH / 2 else -beside
    elif facets:
        ring = read_rings(facets[0])[0]
        x, y = ((ring.min(axis=0) + ring.max(axis=0)) / 2).tolist()
    else:
        return ""
    return (
        f'<circle cx="{x:g}" cy="{y:g}" r="{NUMBER_RADIUS}" fill="#ffffff" stroke="{MARK_INK}" stroke-width="1.2"/>'
        f'<text x="{x:g}" y="{y + 4:g}" text-anchor="middle" font-family="sans-serif" font-size="11" font-weight="bold" '
        f'fill="{MARK_INK}">{area.intensity_nrs_0_10}</text>'
    )
