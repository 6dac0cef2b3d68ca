"""A drawing as a form posts it: JSON from the chart, or ticked regions where there was no script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from enthesis.bodymap.drawing import WORST_INTENSITY, Area, Depth, Drawing, Sensation, parse_drawing
from enthesis.bodymap.region import Place, check_place
from enthesis.terms.fault import UnusableInput


def read_posted(name: str, fields: Mapping[str, Sequence[str]], build: str = "neutral") -> Drawing:
    """The drawing in the fields of a form that holds a body chart called `name`.

    With script the field `name` holds the drawing. Without, `name_by_list` is posted, and `name_region` (values "side.region"),
    `name_sensation`, `name_intensity` and `name_depth` replace the tapped regions of the drawing; its strokes are kept.

    Raises:
        UnusableInput: a field cannot be used.
    """
    text = _last(fields, name)
    drawing = parse_drawing(text, name) if text.strip() else Drawing(build)
    if not _last(fields, f"{name}_by_list"):
        return drawing
    ticked = tuple(_read_value(value, f"{name}_region") for value in fields.get(f"{name}_region", ()))
    before = {place for area in drawing.areas for place in area.regions}
    areas = [_keeping(area, set(ticked)) for area in drawing.areas]
    added = tuple(dict.fromkeys(place for place in ticked if place not in before))
    if added:
        areas.append(Area(_sensation(fields, name), _intensity(fields, name), _depth(fields, name), (), added))
    return Drawing(drawing.build, tuple(a for a in areas if a.strokes or a.regions))


def place_value(place: Place) -> str:
    """The value of a place in a form: "right.sit_bone"."""
    return f"{place.side}.{place.region}"


def _keeping(area: Area, ticked: set[Place]) -> Area:
    regions = tuple(p for p in area.regions if p in ticked)
    return Area(area.sensation, area.intensity_nrs_0_10, area.depth, area.strokes, regions)


def _read_value(value: str, where: str) -> Place:
    side, _, region = value.partition(".")
    return check_place(region, side, where)


def _last(fields: Mapping[str, Sequence[str]], name: str) -> str:
    values = fields.get(name, ())
    return values[-1] if values else ""


def _sensation(fields: Mapping[str, Sequence[str]], name: str) -> Sensation:
    value = _last(fields, f"{name}_sensation") or Sensation.ACHE
    if value not in tuple(Sensation):
        raise UnusableInput(f"{name}_sensation", f"'{value[:40]}' is not known", f"use {', '.join(Sensation)}")
    return Sensation(value)


def _depth(fields: Mapping[str, Sequence[str]], name: str) -> Depth:
    value = _last(fields, f"{name}_depth") or Depth.UNKNOWN
    if value not in tuple(Depth):
        raise UnusableInput(f"{name}_depth", f"'{value[:40]}' is not known", f"use {', '.join(Depth)}")
    return Depth(value)


def _intensity(fields: Mapping[str, Sequence[str]], name: str) -> int | None:
    value = _last(fields, f"{name}_intensity").strip()
    if not value:
        return None
    if not value.isascii() or not value.isdigit() or len(value) > 2 or int(value) > WORST_INTENSITY:
        raise UnusableInput(
            f"{name}_intensity", f"'{value[:20]}' is not a whole number from 0 to {WORST_INTENSITY}", "choose one"
        )
    return int(value)
