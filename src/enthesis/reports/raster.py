"""A drawing of ours as PNG, for files that take no SVG: a Word file shows a figure in any reader only as pixels.

Draws what `reports.timeline`, `outcomes.picture` and `bodymap.svg` write and no more: rect, circle, line, path, text and use; groups
that are moved or clipped; patterns and straight gradients; colours, dashes and opacity as presentation attributes. Pillow comes with
the extra for PDF files.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from defusedxml.ElementTree import fromstring

from enthesis.reports.raster_path import Point, dashed, lines_of

PIXELS_A_UNIT = 3
"""About 350 to the inch where 760 units go across a page."""
BROAD = 10
"""Pixels from which on a line with round ends has round bends."""
FINER = 2
"""Drawn this many times larger and made smaller, so that edges are smooth."""
INHERITED = (
    *("fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-opacity"),
    *("font-size", "font-weight", "text-anchor", "fill-opacity"),
)
SVG = "{http://www.w3.org/2000/svg}"
WEIGHTS = {"normal": 400, "bold": 700}
_MOVED = re.compile(r"translate\(([-\d.]+)[ ,]([-\d.]+)\)")
_POINTED = re.compile(r"url\(#([^)]+)\)")
Line = tuple[list[Point], bool]
"""Points, and whether they close."""
Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class _Sheet:
    """The paper that is drawn on; every length is in units of the drawing until it gets here."""

    image: Any
    font: Path
    scale: float
    corner: Point
    """Where the upper left corner of the paper lies in the drawing."""
    named: Mapping[str, Any]
    """Elements by id."""
    fonts: dict[tuple[int, int], Any] = field(default_factory=dict[tuple[int, int], Any])

    @property
    def pen(self) -> Any:
        from PIL import ImageDraw

        return ImageDraw.Draw(self.image)

    def to_pixels(self, points: Iterable[Point]) -> list[Point]:
        return [((x - self.corner[0]) * self.scale, (y - self.corner[1]) * self.scale) for x, y in points]

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


def make_png(svg: str, font: Path, pixels_a_unit: int = PIXELS_A_UNIT) -> bytes:
    """The drawing as PNG on white, in greys; the same drawing gives the same bytes.

    Args:
        svg: of our own making, with a viewBox.
        font: a variable font with an axis of weights.
    Raises:
        ValueError: it holds a form that is not drawn here; a picture that lacks a part must not go out.
    """
    from PIL import Image

    root = fromstring(svg)
    left, top, width, height = (float(side) for side in root.attrib["viewBox"].split())
    scale = pixels_a_unit * FINER
    image = Image.new("RGB", (math.ceil(width * scale), math.ceil(height * scale)), "#ffffff")
    named = {node.attrib["id"]: node for node in root.iter() if "id" in node.attrib}
    sheet = _Sheet(image, font, scale, (left, top), named)
    _draw(sheet, root, {"fill": "#000000", "stroke-width": "1", "font-size": "12"}, (0.0, 0.0))
    small = image.resize((math.ceil(width * pixels_a_unit), math.ceil(height * pixels_a_unit)), Image.Resampling.LANCZOS)
    made = io.BytesIO()
    small.convert("L").save(made, "PNG", optimize=True)
    return made.getvalue()


def _draw(sheet: _Sheet, node: Any, above: Mapping[str, str], origin: Point) -> None:
    kind = str(node.tag).removeprefix(SVG)
    look = {**above, **{name: node.attrib[name] for name in INHERITED if name in node.attrib}}
    if kind in ("svg", "g", "pattern"):
        moved = _MOVED.search(node.attrib.get("transform", ""))
        at = (origin[0] + float(moved[1]), origin[1] + float(moved[2])) if moved else origin
        if "clip-path" in node.attrib:
            _draw_clipped(sheet, node, look, at)
            return
        for child in node:
            _draw(sheet, child, look, at)
    elif kind == "use":
        _draw(sheet, sheet.named[node.attrib["href"].removeprefix("#")], look, origin)
    elif kind == "text":
        _write(sheet, node, look, origin)
    elif kind not in ("title", "desc", "defs"):
        lines = [([(x + origin[0], y + origin[1]) for x, y in points], closed) for points, closed in lines_of(kind, node.attrib)]
        _paint(sheet, lines, look)


def _draw_clipped(sheet: _Sheet, node: Any, look: Mapping[str, str], origin: Point) -> None:
    """A group of which only what lies inside its clip path is seen."""
    from PIL import Image, ImageChops

    inside = Image.new("L", sheet.image.size, 0)
    for part in _named(sheet, node.attrib["clip-path"]):
        form = sheet.named[part.attrib["href"].removeprefix("#")] if "href" in part.attrib else part
        lines = lines_of(str(form.tag).removeprefix(SVG), form.attrib)
        inside = ImageChops.lighter(inside, _filled(sheet, lines, (0, 0, *sheet.image.size)))
    drawn = replace(sheet, image=sheet.image.copy())
    for child in node:
        _draw(drawn, child, look, origin)
    sheet.image.paste(drawn.image, mask=inside)


def _named(sheet: _Sheet, pointed: str) -> Any:
    """The element that `url(#id)` points to."""
    found = _POINTED.fullmatch(pointed)
    if found is None or found[1] not in sheet.named:
        raise ValueError(f"a drawing points to {pointed[:60]!r}, which it does not hold")
    return sheet.named[found[1]]


def _paint(sheet: _Sheet, lines: list[Line], look: Mapping[str, str]) -> None:
    """Fill and stroke the lines of one form."""
    fill, stroke = look.get("fill", "none"), look.get("stroke", "none")
    if fill != "none":
        solid = [line for line in lines if len(line[0]) > 2]
        if len(solid) == 1 and _is_plain(fill, look.get("fill-opacity", "1")):
            sheet.pen.polygon(sheet.to_pixels(solid[0][0]), fill=fill)
        elif solid and (box := _box_of(sheet, solid, 0)):
            _lay(sheet, box, _filled(sheet, solid, box), fill, float(look.get("fill-opacity", "1")))
    width = float(look["stroke-width"]) * sheet.scale
    if stroke == "none" or not width:
        return
    parts = list(_pieces(lines, [float(one) for one in look.get("stroke-dasharray", "").split()]))
    rounded = look.get("stroke-linecap") == "round"
    if _is_plain(stroke, look.get("stroke-opacity", "1")):
        _stroke(sheet.pen, [sheet.to_pixels(part) for part in parts], stroke, width, rounded)
    elif box := _box_of(sheet, [(part, False) for part in parts], width):
        from PIL import Image, ImageDraw

        mask = Image.new("L", (box[2] - box[0], box[3] - box[1]), 0)
        moved = [[(x - box[0], y - box[1]) for x, y in sheet.to_pixels(part)] for part in parts]
        _stroke(ImageDraw.Draw(mask), moved, 255, width, rounded)
        _lay(sheet, box, mask, stroke, float(look.get("stroke-opacity", "1")))


def _is_plain(paint: str, opacity: str) -> bool:
    return not paint.startswith("url(") and float(opacity) == 1


def _pieces(lines: Iterable[Line], dashes: list[float]) -> Iterable[list[Point]]:
    for points, closed in lines:
        whole = [*points, points[0]] if closed else points
        yield from dashed(whole, dashes) if dashes else [whole]


def _stroke(pen: Any, parts: Iterable[list[Point]], paint: Any, width: float, rounded: bool) -> None:
    thick = max(1, round(width))
    for part in parts:
        pen.line(part, fill=paint, width=thick, joint="curve")
        # The gaps that broad lines have at their bends are filled; narrow ones would get knots from it.
        for x, y in part if rounded and thick > BROAD else (part[0], part[-1]) if rounded and thick > 2 else ():
            pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=paint)


def _box_of(sheet: _Sheet, lines: Iterable[Line], width: float) -> Box | None:
    """The pixels that lines of a width may touch; None where all of them lie beside the paper."""
    placed = [point for points, _ in lines for point in sheet.to_pixels(points)]
    rim = width / 2 + 1
    left, top = (max(0, math.floor(min(p[axis] for p in placed) - rim)) for axis in (0, 1))
    right, bottom = (min(sheet.image.size[axis], math.ceil(max(p[axis] for p in placed) + rim)) for axis in (0, 1))
    return (left, top, right, bottom) if right > left and bottom > top else None


def _filled(sheet: _Sheet, lines: Iterable[Line], box: Box) -> Any:
    """A mask of what lines enclose.

    Assumes: a line that runs against the largest one and begins inside of what is filled is a hole in it, as shapes are drawn here.
    """
    from PIL import Image, ImageDraw

    mask = Image.new("L", (box[2] - box[0], box[3] - box[1]), 0)
    pen = ImageDraw.Draw(mask)
    placed = [[(x - box[0], y - box[1]) for x, y in sheet.to_pixels(points)] for points, _ in lines]
    largest = sorted(((_area(points), points) for points in placed), key=lambda one: -abs(one[0]))
    for area, points in largest:
        x, y = round(points[0][0]), round(points[0][1])
        inside = 0 <= x < mask.size[0] and 0 <= y < mask.size[1] and mask.getpixel((x, y)) == 255
        pen.polygon(points, fill=0 if inside and area * largest[0][0] < 0 else 255)
    return mask


def _area(points: list[Point]) -> float:
    """Twice the area inside; the sign tells which way round the points go."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, [*points[1:], points[0]], strict=True))


def _lay(sheet: _Sheet, box: Box, mask: Any, paint: str, opacity: float) -> None:
    """Lay a colour, a pattern or a gradient through a mask."""
    from PIL import ImageChops

    laid: Any = paint
    if paint.startswith("url("):
        held = _named(sheet, paint)
        if str(held.tag).removeprefix(SVG) == "pattern":
            laid = _tiled(sheet, held, box)
        else:
            laid, seen = _graded(sheet, held, box)
            mask = ImageChops.multiply(mask, seen)
    if opacity < 1:
        mask = mask.point(lambda level: round(level * opacity))
    sheet.image.paste(laid, box, mask=mask)


def _tiled(sheet: _Sheet, pattern: Any, box: Box) -> Any:
    """A pattern over a part of the paper; its tiles begin at the corner of the drawing, wherever the paper does."""
    from PIL import Image

    sides = (round(float(pattern.attrib["width"]) * sheet.scale), round(float(pattern.attrib["height"]) * sheet.scale))
    one = Image.new("RGB", sides, "#ffffff")
    _draw(replace(sheet, image=one, corner=(0.0, 0.0)), pattern, {"fill": "#000000", "stroke-width": "1"}, (0.0, 0.0))
    whole = Image.new("RGB", (box[2] - box[0], box[3] - box[1]))
    begins = [-round(box[axis] + sheet.corner[axis] * sheet.scale) % sides[axis] - sides[axis] for axis in (0, 1)]
    for x in range(begins[0], whole.size[0], sides[0]):
        for y in range(begins[1], whole.size[1], sides[1]):
            whole.paste(one, (x, y))
    return whole


def _graded(sheet: _Sheet, gradient: Any, box: Box) -> tuple[str, Any]:
    """The colour of a gradient from nothing at its top to all at its foot, and how much of it is seen."""
    from PIL import Image

    first, last = list(gradient)
    if first.attrib["stop-color"] != last.attrib["stop-color"] or gradient.attrib["x1"] != gradient.attrib["x2"]:
        raise ValueError("a drawing holds a gradient that is not drawn as pixels")
    top, foot = ((float(gradient.attrib[y]) - sheet.corner[1]) * sheet.scale for y in ("y1", "y2"))
    ends = [float(stop.attrib.get("stop-opacity", "1")) for stop in (first, last)]
    column = Image.new("L", (1, box[3] - box[1]))
    for y in range(column.size[1]):
        share = min(1.0, max(0.0, (box[1] + y - top) / (foot - top)))
        column.putpixel((0, y), round(255 * (ends[0] + (ends[1] - ends[0]) * share)))
    return first.attrib["stop-color"], column.resize((box[2] - box[0], box[3] - box[1]))


def _write(sheet: _Sheet, node: Any, look: Mapping[str, str], origin: Point) -> None:
    """A line of letters, each part in its own look, anchored as a whole."""
    parts = [(node.text or "", look, 0.0)]
    for child in node:
        if str(child.tag).removeprefix(SVG) == "tspan":
            own = {**look, **{name: child.attrib[name] for name in INHERITED if name in child.attrib}}
            parts.append((child.text or "", own, float(child.attrib.get("dx", "0"))))
    placed = [(text, one, dx, sheet.letters(float(one["font-size"]), _weight(one))) for text, one, dx in parts if text]
    width = sum(letters.getlength(text) + dx * sheet.scale for text, _, dx, letters in placed)
    ((x, y),) = sheet.to_pixels([(float(node.attrib["x"]) + origin[0], float(node.attrib["y"]) + origin[1])])
    x -= {"middle": width / 2, "end": width}.get(look.get("text-anchor", "start"), 0.0)
    for text, one, dx, letters in placed:
        x += dx * sheet.scale
        sheet.pen.text((x, y), text, fill=one["fill"], font=letters, anchor="ls")
        x += letters.getlength(text)


def _weight(look: Mapping[str, str]) -> int:
    said = look.get("font-weight", "400")
    return WEIGHTS.get(said) or int(said)
