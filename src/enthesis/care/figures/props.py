"""Things beside the body, drawn from their settings, and the surfaces a hand or foot can lie on."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from enthesis.care.figures.contours import Point, box, disc, shifted, turned
from enthesis.care.figures.figure import Figure, Pose, Prop
from enthesis.care.figures.shapes import Layer, Shape
from enthesis.care.figures.side_skeleton import Skeleton


@dataclass(frozen=True)
class PropKind:
    """How one kind of thing is drawn."""

    draw: Callable[[Prop, Skeleton, Pose], list[Shape]]
    slot: str
    """Behind which part of the body, unless the figure says otherwise."""
    settings: frozenset[str]
    surface: Callable[[Prop, Pose, Point], float] | None = None
    """Distance (cm) of a point from where the body may lie on it."""


def prop_layers(figure: Figure, body: Skeleton, pose: Pose) -> dict[str, list[Layer]]:
    """The layers of a figure's props, by the slot they are drawn in."""
    slots: dict[str, list[Layer]] = {}
    for prop in figure.props:
        kind = PROP_KINDS[prop.kind]
        slot = str(prop.settings.get("layer", kind.slot))
        slots.setdefault(slot, []).append(Layer(prop.kind, kind.draw(prop, body, pose)))
    return slots


def distance_to(figure: Figure, pose: Pose, surface: str, point: Point) -> float:
    """How far a point is from the floor or the nearest prop of that kind, cm.

    Raises:
        KeyError: no prop of the figure has such a surface.
    """
    if surface == "floor":
        return abs(point[1])
    found = [
        measure(prop, pose, point)
        for prop in figure.props
        if prop.kind == surface and (measure := PROP_KINDS[prop.kind].surface) is not None
    ]
    if not found:
        raise KeyError(surface)
    return min(found)


def _number(prop: Prop, name: str, otherwise: float | None = None) -> float:
    value = prop.settings.get(name, otherwise)
    return float(cast(float, value))


def _pair(prop: Prop, name: str) -> Point:
    first, second = cast("Sequence[float]", prop.settings[name])
    return float(first), float(second)


def _place(prop: Prop, name: str, body: Skeleton, pose: Pose) -> Point:
    """A setting that is a point of the body, a channel of the pose, or a fixed place; `nudge` moves it."""
    value = prop.settings[name]
    if isinstance(value, str):
        where = body.points[value] if value in body.points else (pose[f"{value}.x"], pose[f"{value}.y"])
    else:
        where = _pair(prop, name)
    return shifted(where, _pair(prop, "nudge")) if "nudge" in prop.settings else where


def _across(prop: Prop, point: Point) -> float:
    left, right = _pair(prop, "x")
    return max(left - point[0], 0.0, point[0] - right)


def _on_top(prop: Prop, pose: Pose, point: Point) -> float:
    del pose
    return math.hypot(_across(prop, point), point[1] - _number(prop, "height"))


def _mat(prop: Prop, body: Skeleton, pose: Pose) -> list[Shape]:
    left, right = _pair(prop, "x")
    return [Shape("mat", box(left, -2.0, right, 0.0), kind="polygon", solid=False)]


def _bed(prop: Prop, body: Skeleton, pose: Pose) -> list[Shape]:
    """A mat looked down on."""
    left, right = _pair(prop, "x")
    low, high = _pair(prop, "y")
    return [Shape("mat", box(left, low, right, high), kind="polygon", solid=False)]


def _box(prop: Prop, body: Skeleton, pose: Pose) -> list[Shape]:
    left, right = _pair(prop, "x")
    height = _number(prop, "height")
    lid = min(3.0, height / 4)
    return [
        Shape("wood", box(left, 0.0, right, height), kind="polygon"),
        Shape("wood_lid", box(left, height - lid, right, height), kind="polygon", outlined=False),
    ]


def _bench(prop: Prop, body: Skeleton, pose: Pose) -> list[Shape]:
    left, right = _pair(prop, "x")
    height = _number(prop, "height")
    inset = min(9.0, (right - left) / 5)
    return [
        *(Shape("steel", box(x - 2, 0.0, x + 2, height - 4), kind="polygon") for x in (left + inset, right - inset)),
        Shape("steel", box(left + inset - 7, 0.0, left + inset + 7, 3.0), kind="polygon"),
        Shape("steel", box(right - inset - 7, 0.0, right - inset + 7, 3.0), kind="polygon"),
        Shape("pad", [(left, height - 7), (left, height), (right, height), (right, height - 7)], kind="polygon"),
    ]


def _chair(prop: Prop, body: Skeleton, pose: Pose) -> list[Shape]:
    left, right = _pair(prop, "x")
    seat = _number(prop, "height")
    back_at = left if prop.settings.get("back", "left") == "left" else right
    lean = -3.0 if back_at == left else 3.0
    legs = [Shape("steel", [(x, 0.0), (x, seat - 3), (x + 3, seat - 3), (x + 3, 0.0)], kind="polygon") for x in (left, right - 3)]
    rest = [(back_at, seat), (back_at + lean, seat + 44), (back_at + lean + 3, seat + 44), (back_at + 3, seat)]
    arms = (
        [
            Shape("steel", box(right - 8, seat, right - 5, seat + 20), kind="polygon"),
            Shape("pad", box(left, seat + 20, right - 2, seat + 23), kind="polygon"),
        ]
        if prop.settings.get("arms")
        else []
    )
    top = [Shape("steel", rest, kind="polygon")] if prop.settings.get("back", "left") != "none" else []
    return [*legs, *top, Shape("wood", box(left, seat - 4, right, seat), kind="polygon"), *arms]


def _wall(prop: Prop, body: Skeleton, pose: Pose) -> list[Shape]:
    at = _number(prop, "x")
    side = 7.0 if prop.settings.get("side", "right") == "right" else -7.0
    top = _number(prop, "height", 205.0)
    return [Shape("wall", [(at, 0.0), (at, top), (at + side, top), (at + side, 0.0)], kind="polygon", outlined=False)]


def _to_wall(prop: Prop, pose: Pose, point: Point) -> float:
    del pose
    return abs(point[0] - _number(prop, "x"))


def _post(prop: Prop, body: Skeleton, pose: Pose) -> list[Shape]:
    at = _number(prop, "x")
    top = _number(prop, "height")
    return [
        Shape("steel", box(at - 1.8, 0.0, at + 1.8, top), kind="polygon"),
        Shape("steel", box(at - 9, 0, at + 9, 3), kind="polygon"),
    ]


def _rail(prop: Prop, body: Skeleton, pose: Pose) -> list[Shape]:
    left, right = _pair(prop, "x")
    height = _number(prop, "height")
    return [
        Shape("steel", box(right - 5, 0.0, right - 1.5, height), kind="polygon"),
        Shape("steel", box(left, height - 3, right, height), kind="polygon"),
    ]


def _treadmill(prop: Prop, body: Skeleton, pose: Pose) -> list[Shape]:
    left, right = _pair(prop, "x")
    height = _number(prop, "height", 14.0)
    console = right if prop.settings.get("console", "right") == "right" else left
    sign = 1.0 if console == right else -1.0
    rail = [
        (console - sign * 4, height),
        (console + sign * 6, 118.0),
        (console - sign * 62, 104.0),
        (console - sign * 62, 101.0),
        (console + sign * 1, 112.0),
        (console - sign * 9, height),
    ]
    return [
        Shape("steel", rail, kind="polygon"),
        Shape(
            "steel",
            [(console, 112.0), (console + sign * 9, 132), (console + sign * 12, 131), (console + sign * 6, 112)],
            kind="polygon",
        ),
        Shape(
            "plate",
            [(left, 0.0), (left - 3, height - 3), (left, height), (right, height), (right + 3, height - 3), (right, 0.0)],
            kind="polygon",
        ),
        Shape("rubber", box(left + 2, height - 3.5, right - 2, height), kind="polygon", outlined=False),
    ]


def _slope(prop: Prop, body: Skeleton, pose: Pose) -> list[Shape]:
    left, right = _pair(prop, "x")
    low, high = _pair(prop, "heights")
    return [Shape("wood", [(left, 0.0), (left, low), (right, high), (right, 0.0)], kind="polygon")]


def _to_slope(prop: Prop, pose: Pose, point: Point) -> float:
    del pose
    left, right = _pair(prop, "x")
    low, high = _pair(prop, "heights")
    slope = (high - low) / (right - left)
    return abs(point[1] - low - slope * (point[0] - left)) / math.hypot(1.0, slope) + _across(prop, point)


def _dumbbell(prop: Prop, body: Skeleton, pose: Pose) -> list[Shape]:
    where = _place(prop, "hold", body, pose)
    return [
        Shape("iron", box(-7.5, -1.7, 7.5, 1.7), where, kind="polygon"),
        *(Shape("plate", box(x - 2.4, -5.4, x + 2.4, 5.4), where, kind="polygon") for x in (-8.4, 8.4)),
    ]


def _kettlebell(prop: Prop, body: Skeleton, pose: Pose) -> list[Shape]:
    hold = str(prop.settings["hold"])
    turn = body.turns.get(hold.replace("grip", "hand"), 0.0) if prop.settings.get("swings") else 0.0
    where = _place(prop, "hold", body, pose)
    handle = [
        (-6.0, -8.0),
        (-5.4, -1.0),
        (-3.0, 1.8),
        (3.0, 1.8),
        (5.4, -1.0),
        (6.0, -8.0),
        (3.8, -8.0),
        (3.2, -2.0),
        (-3.2, -2.0),
        (-3.8, -8.0),
    ]
    return [Shape("iron", handle, where, turn, kind="polygon"), Shape("plate", disc(8.6, (0.0, -13.0), 12), where, turn)]


def _barbell(prop: Prop, body: Skeleton, pose: Pose) -> list[Shape]:
    where = _place(prop, "hold", body, pose)
    radius = _number(prop, "radius", 15.0)
    return [
        Shape("plate", disc(radius, count=16), where),
        Shape("iron", disc(radius * 0.72, count=14), where, outlined=False),
        Shape("plate", disc(radius * 0.62, count=14), where, outlined=False),
        Shape("iron", disc(2.4, count=8), where, outlined=False),
    ]


def _plate(prop: Prop, body: Skeleton, pose: Pose) -> list[Shape]:
    where = _place(prop, "hold", body, pose)
    turn = body.turns["thorax"]
    return [Shape("plate", box(-2.2, -12.0, 2.2, 12.0), where, turn, kind="polygon")]


def _weight(prop: Prop, body: Skeleton, pose: Pose) -> list[Shape]:
    """A cuff round an ankle."""
    side = str(prop.settings["side"])
    ankle, turn = body.points[f"{side}_ankle"], body.turns[f"{side}_shank"]
    return [Shape("strap", box(-4.2, 2.8, 4.4, 11.0), ankle, turn, kind="polygon")]


def _band(prop: Prop, body: Skeleton, pose: Pose) -> list[Shape]:
    start, end = _place(prop, "from", body, pose), _place(prop, "to", body, pose)
    paint = str(prop.settings.get("paint", "band"))
    return [Shape(paint, [start, end], kind="line")]


def _loop(prop: Prop, body: Skeleton, pose: Pose) -> list[Shape]:
    """A strap over the body that is fixed to the floor or a frame at both ends."""
    over, start, end = _place(prop, "over", body, pose), _pair(prop, "from"), _pair(prop, "to")
    return [Shape("strap_line", [start, over, end], kind="line")]


def _disc(prop: Prop, body: Skeleton, pose: Pose) -> list[Shape]:
    """A gliding disc under a foot or hand."""
    x, _ = _place(prop, "under", body, pose)
    return [Shape("disc", box(-9.5, 0.0, 9.5, 1.4), (x, 0.0), kind="polygon")]


def _to_disc(prop: Prop, pose: Pose, point: Point) -> float:
    del prop, pose
    return abs(point[1] - 1.4)


def _ball(prop: Prop, body: Skeleton, pose: Pose) -> list[Shape]:
    where = _place(prop, "at", body, pose)
    radius = _number(prop, "radius")
    # The seam turns with the ball, so that it is seen to roll.
    turn = math.degrees(where[0] / radius)
    seam = [(-radius * 0.96, 0.0), (-radius * 0.4, radius * 0.32), (radius * 0.4, radius * 0.32), (radius * 0.96, 0.0)]
    return [Shape("ball", disc(radius, count=16), where), Shape("ball_seam", seam, where, turn, kind="line", outlined=False)]


def _to_ball(prop: Prop, pose: Pose, point: Point) -> float:
    at = prop.settings["at"]
    where = (pose[f"{at}.x"], pose[f"{at}.y"]) if isinstance(at, str) else _pair(prop, "at")
    return abs(math.dist(where, point) - _number(prop, "radius"))


def _roller(prop: Prop, body: Skeleton, pose: Pose) -> list[Shape]:
    where = _place(prop, "at", body, pose)
    radius = _number(prop, "radius")
    arm = [Shape("steel_line", [where, _pair(prop, "arm")], kind="line")] if "arm" in prop.settings else []
    return [
        *arm,
        Shape("pad", disc(radius, count=12), where),
        Shape("steel", disc(radius * 0.35, count=8), where, outlined=False),
    ]


def _sling(prop: Prop, body: Skeleton, pose: Pose) -> list[Shape]:
    """A strap hanging from above to a foot."""
    start, end = _pair(prop, "from"), _place(prop, "to", body, pose)
    return [Shape("strap_line", [start, end], kind="line")]


def _sled(prop: Prop, body: Skeleton, pose: Pose) -> list[Shape]:
    where = _place(prop, "at", body, pose)
    return [
        Shape("steel", [(-30.0, 0.0), (-26.0, 5.0), (30.0, 5.0), (34.0, 0.0)], (where[0], 0.0), kind="polygon"),
        Shape("plate", box(-8.0, 5.0, 20.0, 27.0), (where[0], 0.0), kind="polygon"),
        Shape("steel", box(-26.0, 5.0, -22.0, 100.0), (where[0], 0.0), kind="polygon"),
    ]


def _cone(prop: Prop, body: Skeleton, pose: Pose) -> list[Shape]:
    at = _number(prop, "x")
    return [
        Shape("cone", [(at - 7, 2.0), (at - 1.5, 26), (at + 1.5, 26), (at + 7, 2.0)], kind="polygon"),
        Shape("cone", box(at - 10, 0, at + 10, 2.5), kind="polygon"),
    ]


def _cuff(prop: Prop, body: Skeleton, pose: Pose) -> list[Shape]:
    """A loop band round one thigh, just above the knee."""
    side = str(prop.settings["side"])
    knee, turn = body.points[f"{side}_knee"], body.turns[f"{side}_thigh"]
    return [Shape("band_flat", box(-6.4, 5.0, 6.6, 9.0), knee, turn, kind="polygon")]


def _towel(prop: Prop, body: Skeleton, pose: Pose) -> list[Shape]:
    where = _place(prop, "at", body, pose)
    return [Shape("towel", [turned(point, 0.0) for point in disc(_number(prop, "radius", 5.0))], where)]


PROP_KINDS: Mapping[str, PropKind] = {
    "mat": PropKind(_mat, "behind", frozenset({"x"})),
    "bed": PropKind(_bed, "behind", frozenset({"x", "y"})),
    "box": PropKind(_box, "behind", frozenset({"x", "height"}), _on_top),
    "bench": PropKind(_bench, "behind", frozenset({"x", "height"}), _on_top),
    "chair": PropKind(_chair, "behind", frozenset({"x", "height", "back", "arms"}), _on_top),
    "wall": PropKind(_wall, "behind", frozenset({"x", "side", "height"}), _to_wall),
    "post": PropKind(_post, "behind", frozenset({"x", "height"}), _to_wall),
    "rail": PropKind(_rail, "behind", frozenset({"x", "height"}), _on_top),
    "treadmill": PropKind(_treadmill, "behind", frozenset({"x", "height", "console"}), _on_top),
    "slope": PropKind(_slope, "behind", frozenset({"x", "heights"}), _to_slope),
    "dumbbell": PropKind(_dumbbell, "front", frozenset({"hold", "nudge"})),
    "kettlebell": PropKind(_kettlebell, "trunk", frozenset({"hold", "swings", "nudge"})),
    "barbell": PropKind(_barbell, "front", frozenset({"hold", "radius", "nudge"})),
    "plate": PropKind(_plate, "trunk", frozenset({"hold", "nudge"})),
    "weight": PropKind(_weight, "front", frozenset({"side"})),
    "band": PropKind(_band, "front", frozenset({"from", "to", "paint"})),
    "loop": PropKind(_loop, "front", frozenset({"over", "from", "to"})),
    "disc": PropKind(_disc, "behind", frozenset({"under"}), _to_disc),
    "ball": PropKind(_ball, "behind", frozenset({"at", "radius"}), _to_ball),
    "roll": PropKind(_roller, "behind", frozenset({"at", "radius", "arm"}), _to_ball),
    "roller": PropKind(_roller, "front", frozenset({"at", "radius", "arm", "nudge"})),
    "sling": PropKind(_sling, "behind", frozenset({"from", "to"})),
    "sled": PropKind(_sled, "behind", frozenset({"at"})),
    "cone": PropKind(_cone, "behind", frozenset({"x"})),
    "cuff": PropKind(_cuff, "front", frozenset({"side"})),
    "towel": PropKind(_towel, "behind", frozenset({"at", "radius", "nudge"})),
}
