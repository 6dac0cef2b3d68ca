"""A drawing of ours as PNG, for files that take no SVG: a Word file shows a figure in any reader only as pixels.

Draws what `reports.timeline` and `outcomes.picture` write and no more: rect, circle, line, path without curves other than arcs, text,
groups that are moved; colours, dashes and opacity as presentation attributes. Pillow comes with the extra for PDF files.
"""

from __future__ import annotations

import io
import itertools
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from defusedxml.ElementTree import fromstring

PIXELS_A_UNIT = 3
"""About 350 to the inch where 760 units go across a page."""
FINER = 2
"""Drawn this many times larger and made smaller, so that edges are smooth."""
INHERITED = ("fill", "stroke", "stroke-width", "stroke-dasharray", "font-size", "font-weight", "text-anchor", "fill-opacity")
SVG = "{http://www.w3.org/2000/svg}"
_TOKEN = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?")
_MOVED = re.compile(r"translate\(([-\d.]+)[ ,]([-\d.]+)\)")
ARC_STEPS = 24
Point = tuple[float, float]


@dataclass
class _Sheet:
    """The paper that is drawn on; every length is in units of the drawing until it gets here."""

    image: Any
    pen: Any
    font: Path
    scale: float
    fonts: dict[tuple[int, int], Any] = field(default_factory=dict[tuple[int, int], Any])

    def to_pixels(self, points: list[Point]) -> list[Point]:
        return [(x * self.scale, y * self.scale) for x, y in points]

    def letters(self, size: float, weight: int) -> Any:
        from PIL import ImageFont

        key = (round(size * self.scale), weight)
        if key not in self.fonts:
            made = ImageFont.truetype(str(self.font), key[0])
            made.set_variation_by_axes([weight])
            self.fonts[key] = made
        return self.fonts[key]


def can_draw() -> bool:
    """Whether Pillow is there."""
    try:
        import PIL.Image  # noqa: F401
    except ImportError:
        return False
    return True


def make_png(svg: str, font: Path) -> bytes:
    """The drawing as PNG on white; the same drawing gives the same bytes.

    Args:
        svg: of our own making, with a viewBox that begins at 0 0.
        font: a variable font with an axis of weights.
    Raises:
        ValueError: it holds a form that is not drawn here; a picture that lacks a part must not go out.
    """
    from PIL import Image, ImageDraw

    root = fromstring(svg)
    width, height = (float(side) for side in root.attrib["viewBox"].split()[2:])
    scale = PIXELS_A_UNIT * FINER
    image = Image.new("RGB", (math.ceil(width * scale), math.ceil(height * scale)), "#ffffff")
    sheet = _Sheet(image, ImageDraw.Draw(image), font, scale)
    _draw(sheet, root, {"fill": "#000000", "stroke-width": "1", "font-size": "12"}, (0.0, 0.0))
    small = image.resize((math.ceil(width * PIXELS_A_UNIT), math.ceil(height * PIXELS_A_UNIT)), Image.Resampling.LANCZOS)
    made = io.BytesIO()
    small.convert("L").save(made, "PNG", optimize=True)
    return made.getvalue()


def _draw(sheet: _Sheet, node: Any, above: Mapping[str, str], origin: Point) -> None:
    kind = str(node.tag).removeprefix(SVG)
    look = {**above, **{name: node.attrib[name] for name in INHERITED if name in node.attrib}}
    if kind in ("svg", "g"):
        moved = _MOVED.search(node.attrib.get("transform", ""))
        at = (origin[0] + float(moved[1]), origin[1] + float(moved[2])) if moved else origin
        for child in node:
            _draw(sheet, child, look, at)
    elif kind == "text":
        _write(sheet, node, look, origin)
    elif kind not in ("title", "desc"):
        for points, closed in _lines(kind, node.attrib):
            _paint(sheet, [(x + origin[0], y + origin[1]) for x, y in points], closed, look)


def _paint(sheet: _Sheet, points: list[Point], closed: bool, look: Mapping[str, str]) -> None:
    """Fill and stroke one line of points."""
    from PIL import Image, ImageDraw

    fill, stroke = look.get("fill", "none"), look.get("stroke", "none")
    placed = sheet.to_pixels(points)
    if fill != "none" and len(points) > 2:
        opacity = float(look.get("fill-opacity", "1"))
        if opacity < 1:
            mask = Image.new("L", sheet.image.size, 0)
            ImageDraw.Draw(mask).polygon(placed, fill=round(255 * opacity))
            sheet.image.paste(fill, mask=mask)
        else:
            sheet.pen.polygon(placed, fill=fill)
    if stroke != "none":
        width = max(1, round(float(look["stroke-width"]) * sheet.scale))
        dashes = [float(one) for one in look.get("stroke-dasharray", "").split()]
        whole = [*points, points[0]] if closed else points
        for part in _dashed(whole, dashes) if dashes else [whole]:
            sheet.pen.line(sheet.to_pixels(part), fill=stroke, width=width, joint="curve")


def _write(sheet: _Sheet, node: Any, look: Mapping[str, str], origin: Point) -> None:
    """A line of letters, each part in its own look, anchored as a whole."""
    parts = [(node.text or "", look, 0.0)]
    for child in node:
        if str(child.tag).removeprefix(SVG) == "tspan":
            own = {**look, **{name: child.attrib[name] for name in INHERITED if name in child.attrib}}
            parts.append((child.text or "", own, float(child.attrib.get("dx", "0"))))
    placed = [
        (text, one, dx, sheet.letters(float(one["font-size"]), int(one.get("font-weight", "400"))))
        for text, one, dx in parts
        if text
    ]
    width = sum(letters.getlength(text) + dx * sheet.scale for text, _, dx, letters in placed)
    x = (float(node.attrib["x"]) + origin[0]) * sheet.scale
    y = (float(node.attrib["y"]) + origin[1]) * sheet.scale
    x -= {"middle": width / 2, "end": width}.get(look.get("text-anchor", "start"), 0.0)
    for text, one, dx, letters in placed:
        x += dx * sheet.scale
        sheet.pen.text((x, y), text, fill=one["fill"], font=letters, anchor="ls")
        x += letters.getlength(text)


def _lines(kind: str, held: Mapping[str, str]) -> Iterator[tuple[list[Point], bool]]:
    """Points of a form, and whether they close."""

    def of(*names: str) -> list[float]:
        return [float(held.get(name, "0")) for name in names]

    if kind == "rect":
        x, y, width, height = of("x", "y", "width", "height")
        yield [(x, y), (x + width, y), (x + width, y + height), (x, y + height)], True
    elif kind == "circle":
        x, y, radius = of("cx", "cy", "r")
        turn = [2 * math.pi * step / (2 * ARC_STEPS) for step in range(2 * ARC_STEPS)]
        yield [(x + radius * math.cos(a), y + radius * math.sin(a)) for a in turn], True
    elif kind == "line":
        x1, y1, x2, y2 = of("x1", "y1", "x2", "y2")
        yield [(x1, y1), (x2, y2)], False
    elif kind == "path":
        yield from _path(held["d"])
    else:
        raise ValueError(f"a drawing holds <{kind}>, which is not drawn as pixels")


def _path(data: str) -> Iterator[tuple[list[Point], bool]]:
    """Lines of a path; M, L, H, V, A and Z, absolute or relative."""
    tokens = _TOKEN.findall(data)
    at = 0
    points: list[Point] = []
    x = y = 0.0
    command = ""

    def take(n: int) -> list[float]:
        nonlocal at
        at += n
        return [float(one) for one in tokens[at - n : at]]

    while at < len(tokens):
        if tokens[at].isalpha() and len(tokens[at]) == 1:
            command = tokens[at]
            at += 1
        plus = (x, y) if command.islower() else (0.0, 0.0)
        name = command.upper()
        if name == "Z":
            yield points, True
            x, y = points[0]
            points = [points[0]]
            continue
        if name == "M":
            if len(points) > 1:
                yield points, False
            x, y = (a + b for a, b in zip(take(2), plus, strict=True))
            points = [(x, y)]
            command = "l" if command == "m" else "L"
            continue
        if name == "L":
            x, y = (a + b for a, b in zip(take(2), plus, strict=True))
        elif name == "H":
            x = take(1)[0] + plus[0]
        elif name == "V":
            y = take(1)[0] + plus[1]
        elif name == "A":
            radius, _, _, large, sweep, *end = take(7)
            end_x, end_y = end[0] + plus[0], end[1] + plus[1]
            points += _arc((x, y), (end_x, end_y), radius, bool(large), bool(sweep))
            x, y = end_x, end_y
        else:
            raise ValueError(f"a path holds {command!r}, which is not drawn as pixels")
        points.append((x, y))
    if len(points) > 1:
        yield points, False


def _arc(start: Point, end: Point, radius: float, large: bool, sweep: bool) -> list[Point]:
    """Points between both ends of an arc of a circle."""
    half = math.dist(start, end) / 2
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    off = math.sqrt(max(0.0, radius**2 - half**2)) * (-1 if large == sweep else 1)
    along = ((end[0] - start[0]) / (2 * half), (end[1] - start[1]) / (2 * half))
    centre = (middle[0] - along[1] * off, middle[1] + along[0] * off)
    first = math.atan2(start[1] - centre[1], start[0] - centre[0])
    last = math.atan2(end[1] - centre[1], end[0] - centre[0])
    turn = (last - first) % (2 * math.pi) if sweep else -((first - last) % (2 * math.pi))
    angles = [first + turn * step / ARC_STEPS for step in range(1, ARC_STEPS)]
    return [(centre[0] + radius * math.cos(a), centre[1] + radius * math.sin(a)) for a in angles]


def _dashed(points: list[Point], dashes: list[float]) -> Iterator[list[Point]]:
    """The pieces of a line that are drawn."""
    place, left, drawn = 0, dashes[0], True
    part = [points[0]]
    for start, end in itertools.pairwise(points):
        length, done = math.dist(start, end), 0.0
        while length - done > left:
            done += left
            share = done / length
            here = (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)
            if drawn:
                yield [*part, here]
            drawn, place, part = not drawn, (place + 1) % len(dashes), [here]
            left = dashes[place]
        left -= length - done
        part.append(end)
    if drawn and len(part) > 1:
        yield part
