"""Figures as SVG text: moving for screens, a pair of stills for paper, a strip of frames.

The movement is SMIL: it needs neither script nor style, so it runs inside `<img>` and under a strict content policy; a script on
the page pauses an inline copy with `svg.pauseAnimations()`. For readers who asked for less motion the page names the still first:
`<picture><source media="(prefers-reduced-motion: reduce)" srcset="still.svg"><img src="moving.svg"></picture>`. (A style rule
inside the file would not do: Chromium does not tell an image what its reader prefers, and a strict policy blocks it inline.)
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from enthesis.care.figures.contours import Point, bounds, path_text, shifted
from enthesis.care.figures.figure import Figure
from enthesis.care.figures.palette import COLOURS, LINE_WIDTH_MM, OUTLINE_MM, Palette
from enthesis.care.figures.scene import Scene, draw_scene
from enthesis.care.figures.shapes import Layer, Shape
from enthesis.care.figures.timeline import Sample, between, cycle_samples

NARROWEST, WIDEST = 1.25, 2.1
"""Width over height: standing figures in a nearly square card, lying ones in a flat one."""
MARGIN_CM = 12.0
TINT_OPACITY = ".62"
Box = tuple[float, float, float, float]


def draw_animated(
    figure: Figure,
    name: str,
    cues: str = "",
    *,
    mirrored: bool = False,
    tempo_s: tuple[int, int, int] | None = None,
    palette: Palette = "screen",
) -> str:
    """The moving figure.

    Args:
        figure: the exercise's figure.
        name: the exercise in plain words: the title.
        cues: joined to the description.
        mirrored: the left limb works and the body faces left.
        tempo_s: seconds down, held, up, when the dose prescribes them.
        palette: the colours.
    """
    samples = cycle_samples(figure, tempo_s)
    scenes = [draw_scene(figure, sample.pose) for sample in samples]
    frame = _fitted(scenes)
    colours = COLOURS[palette]
    inside = _inclined(figure, frame, _ground(figure, frame, colours) + _moving(scenes, samples, colours))
    return _document(figure, name, cues, frame, inside, mirrored, colours)


def draw_still(figure: Figure, name: str, cues: str = "", *, mirrored: bool = False, palette: Palette = "print") -> str:
    """The figure's panels (start and end, or three) side by side, numbered, with the way of the chosen points as arrows."""
    scenes = scenes_of_panels(figure)
    left, bottom, right, top = _fitted(scenes)
    frame = (left, bottom, right, top + (right - left) / 12)
    return _panels(figure, name, cues, scenes, frame, mirrored, palette, [figure.keyframes[i].name for i in figure.panels])


def draw_strip(figure: Figure, name: str, frames: int = 6, *, mirrored: bool = False, palette: Palette = "screen") -> str:
    """Frames of the way from the first keyframe to the last, side by side."""
    last = len(figure.keyframes) - 1
    scenes: list[Scene] = []
    for number in range(frames):
        along = number / (frames - 1) * last if frames > 1 else 0.0
        start = min(int(along), last - 1)
        scenes.append(draw_scene(figure, between(figure, start, start + 1, along - start, "steady")))
    return _panels(figure, name, "", scenes, _fitted(scenes), mirrored, palette, [])


def scenes_of_panels(figure: Figure) -> list[Scene]:
    """The scenes a still shows."""
    return [draw_scene(figure, figure.keyframes[number].pose) for number in figure.panels]


def _fitted(scenes: Sequence[Scene]) -> Box:
    """Left, bottom, right, top of a box that holds every scene."""
    points = [
        shifted(point, layer.shift)
        for scene in scenes
        for layer in scene.layers
        for shape in layer.shapes
        for point in shape.world()
    ]
    left, bottom, right, top = bounds(points)
    left, bottom, right, top = left - MARGIN_CM, min(bottom, 0.0) - 9.0, right + MARGIN_CM, top + MARGIN_CM
    width, height = right - left, top - bottom
    if width < height * NARROWEST:
        left -= (height * NARROWEST - width) / 2
        right = left + height * NARROWEST
    elif width > height * WIDEST:
        top = bottom + width / WIDEST
    return left, bottom, right, top


def _mm(cm: float) -> int:
    return round(cm * 10)


def _document(
    figure: Figure, name: str, cues: str, frame: Box, inside: str, mirrored: bool, colours: dict[str, str], count: int = 1
) -> str:
    left, bottom, right, top = frame
    width, height = _mm(right - left) * count, _mm(top - bottom)
    x = _mm(left)
    prefix = f"f-{figure.exercise}{'-m' if mirrored else ''}"
    turn = f' transform="translate({2 * x + width} 0) scale(-1 1)"' if mirrored and count == 1 else ""
    said = " ".join(f"{keyframe.name}: {keyframe.says}" for keyframe in (figure.keyframes[i] for i in figure.panels))
    side = "left" if mirrored else "right"
    views = {"side": f"Seen from the side, the {side} limb nearest.", "front": "Seen from the front."}
    if figure.seen_from_above:
        views = dict.fromkeys(views, "Seen from above.")
    described = f"{views[figure.view]} {said} {cues}".strip()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{x} {-_mm(top)} {width} {height}" role="img" '
        f'aria-labelledby="{prefix}-t {prefix}-d" stroke-linejoin="round" stroke-linecap="round">'
        f'<title id="{prefix}-t">{escape(name)}</title><desc id="{prefix}-d">{escape(described)}</desc>'
        f'<rect class="paper" x="{x}" y="{-_mm(top)}" width="{width}" height="{height}" rx="60" fill="{colours["paper"]}"/>'
        f"<g{turn}>{inside}</g></svg>"
    )


def _ground(figure: Figure, frame: Box, colours: dict[str, str]) -> str:
    if figure.seen_from_above:
        return ""
    left, _, right, _ = frame
    return f'<path d="M{_mm(left + 5)} 7H{_mm(right - 5)}" stroke="{colours["floor"]}" stroke-width="14"/>'


def _inclined(figure: Figure, frame: Box, inside: str) -> str:
    """The drawing on a floor that rises ahead; the margins hold up to eight degrees."""
    if not figure.incline_deg:
        return inside
    middle = round((_mm(frame[0]) + _mm(frame[2])) / 2)
    return f'<g transform="rotate({-figure.incline_deg:g} {middle} 0)">{inside}</g>'


def _place_text(shape: Shape, layer: Layer) -> tuple[str, str]:
    x, y = shifted(shape.place, layer.shift)
    return f"{_mm(x)} {-_mm(y)}", f"{shape.turn_deg:.1f}".removesuffix(".0")


def _paint_text(shape: Shape, colours: dict[str, str]) -> str:
    colour = colours[shape.paint]
    if shape.kind == "line":
        return f'fill="none" stroke="{colour}" stroke-width="{LINE_WIDTH_MM.get(shape.paint, 20)}"'
    if shape.paint in ("muscle", "nerve"):
        return f'fill="{colour}" fill-opacity="{TINT_OPACITY if shape.paint == "muscle" else ".9"}"'
    return f'fill="{colour}"'


def _outline_text(shape: Shape, colours: dict[str, str]) -> str:
    line = colours["outline"]
    if shape.kind == "line":
        return f'fill="none" stroke="{line}" stroke-width="{LINE_WIDTH_MM.get(shape.paint, 20) + OUTLINE_MM}"'
    return f'fill="{line}" stroke="{line}" stroke-width="{2 * OUTLINE_MM}"'


def _passes(layer: Layer) -> list[tuple[int, bool]]:
    """Indices of a layer's shapes in drawing order: first all outlines, then all fills."""
    numbers = range(len(layer.shapes))
    return [(i, True) for i in numbers if layer.shapes[i].outlined] + [(i, False) for i in numbers]


def _stage(scene: Scene, colours: dict[str, str]) -> str:
    """One scene without motion."""
    parts: list[str] = []
    for layer in scene.layers:
        for number, outline in _passes(layer):
            shape = layer.shapes[number]
            place, turn = _place_text(shape, layer)
            paint = _outline_text(shape, colours) if outline else _paint_text(shape, colours)
            parts.append(f'<path d="{path_text(shape.points, shape.kind)}" {paint}{_transform(place, turn)}/>')
    return "".join(parts)


def _transform(place: str, turn: str) -> str:
    if place == "0 0" and turn == "0":
        return ""
    rotate = f" rotate({turn})" if turn != "0" else ""
    return f' transform="translate({place}){rotate}"'


def _unwound(turns: Sequence[float]) -> list[float]:
    """Turns without jumps of whole circles."""
    smooth = [turns[0]]
    for turn in turns[1:]:
        smooth.append((turn - smooth[-1] + 180) % 360 - 180 + smooth[-1])
    return smooth


def _moving(scenes: Sequence[Scene], samples: Sequence[Sample], colours: dict[str, str]) -> str:
    """All scenes as one group whose parts move."""
    total = samples[-1].at_s
    times = ";".join(f"{sample.at_s / total:.3f}".rstrip("0").rstrip(".") or "0" for sample in samples)
    timing = f'dur="{total:.2f}s" repeatCount="indefinite" keyTimes="{times}"'
    parts: list[str] = []
    for number, first in enumerate(scenes[0].layers):
        layers = [scene.layers[number] for scene in scenes]
        moves = [_motion([layer.shapes[i] for layer in layers], first.shift, timing) for i in range(len(first.shapes))]
        for i, outline in _passes(first):
            shape = first.shapes[i]
            paint = _outline_text(shape, colours) if outline else _paint_text(shape, colours)
            attributes, children = moves[i]
            parts.append(f"<path {attributes} {paint}>{children}</path>" if children else f"<path {attributes} {paint}/>")
    return "".join(parts)


def _motion(shapes: Sequence[Shape], shift: Point, timing: str) -> tuple[str, str]:
    """A shape's attributes, and the animations that move it."""
    rigid = all(shape.points == shapes[0].points for shape in shapes)
    paths = [path_text(shape.points, shape.kind) for shape in (shapes[:1] if rigid else shapes)]
    places = [f"{_mm(shape.place[0] + shift[0])} {-_mm(shape.place[1] + shift[1])}" for shape in shapes]
    turns = [f"{turn:.1f}".removesuffix(".0") for turn in _unwound([shape.turn_deg for shape in shapes])]
    children = ""
    if len(set(paths)) > 1:
        children += f'<animate attributeName="d" {timing} values="{";".join(paths)}"/>'
    start = _transform(places[0], turns[0])
    if len(set(places)) == 1 and len(set(turns)) == 1:
        return f'd="{paths[0]}"{start}', children
    children += _animated_transform("translate", places, timing, additive=False)
    children += _animated_transform("rotate", turns, timing, additive=True)
    return f'd="{paths[0]}"{start}', children


def _animated_transform(kind: str, values: Sequence[str], timing: str, *, additive: bool) -> str:
    add = ' additive="sum"' if additive else ""
    if len(set(values)) == 1:
        if additive and values[0] in ("0", "0 0"):
            return ""
        return f'<animateTransform attributeName="transform" type="{kind}"{add} {timing.split(" keyTimes")[0]} values="{values[0]};{values[0]}"/>'
    return f'<animateTransform attributeName="transform" type="{kind}"{add} {timing} values="{";".join(values)}"/>'


def _panels(
    figure: Figure,
    name: str,
    cues: str,
    scenes: Sequence[Scene],
    frame: Box,
    mirrored: bool,
    palette: Palette,
    captions: Sequence[str],
) -> str:
    colours = COLOURS[palette]
    left, _, right, top = frame
    width = _mm(right - left)
    parts: list[str] = []
    for number, scene in enumerate(scenes):
        turn = f" translate({2 * _mm(left) + width} 0) scale(-1 1)" if mirrored else ""
        trails = (
            "".join(_trail(figure, scenes[number - 1], scene, point, colours) for point in figure.trails)
            if number and captions
            else ""
        )
        parts.append(
            f'<g transform="translate({number * width} 0){turn}">{_inclined(figure, frame, _ground(figure, frame, colours) + _stage(scene, colours) + trails)}</g>'
        )
        if captions:
            x, y = _mm(left) + number * width + 60, -_mm(top) + max(100, round(width / 15))
            parts.append(
                f'<text x="{x}" y="{y}" font-family="sans-serif" font-size="{max(70, round(width / 22))}" font-weight="700" '
                f'fill="{colours["letter"]}">{number + 1}  {escape(captions[number])}</text>'
            )
    return _document(figure, name, cues, frame, "".join(parts), mirrored, colours, len(scenes))


def _trail(figure: Figure, before: Scene, after: Scene, point: str, colours: dict[str, str]) -> str:
    """An arrow along the way of a point since the panel before."""
    start, end = before.points[point], after.points[point]
    length = ((end[0] - start[0]) ** 2 + (end[1] - start[1]) ** 2) ** 0.5
    if length < 14:
        return ""
    along = ((end[0] - start[0]) / length, (end[1] - start[1]) / length)
    across = (-along[1], along[0])
    start, stop = shifted(start, along, min(9.0, length / 5)), shifted(end, along, -min(14.0, length / 3))
    bow = min(length * 0.14, 12.0)
    middle = shifted(((start[0] + stop[0]) / 2, (start[1] + stop[1]) / 2), across, bow)
    # The head of the arrow looks along the end of the curve.
    heading = (stop[0] - middle[0], stop[1] - middle[1])
    size = (heading[0] ** 2 + heading[1] ** 2) ** 0.5 or 1.0
    heading = (heading[0] / size, heading[1] / size)
    wing = (-heading[1], heading[0])
    tip, one, other = shifted(stop, heading, 7.0), shifted(stop, wing, 4.2), shifted(stop, wing, -4.2)
    (ax, ay), (bx, by), (cx, cy) = ((_mm(x), -_mm(y)) for x, y in (start, middle, stop))
    del figure
    return (
        f'<path d="M{ax} {ay}Q{bx} {by} {cx} {cy}" fill="none" stroke="{colours["trail"]}" stroke-width="22" stroke-dasharray="1 42"/>'
        f'<path d="{path_text([tip, one, other], "polygon")}" fill="{colours["trail"]}"/>'
    )
