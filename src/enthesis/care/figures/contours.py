"""Outlines: limbs as ribbons over a profile, smooth closed curves, and their text in SVG."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

Point = tuple[float, float]
Profile = Sequence[tuple[float, float, float]]
"""Steps along a limb: share of its length, depth in front, depth behind (cm)."""


def ahead(angle_deg: float) -> Point:
    """The unit vector of an angle counted clockwise from straight up."""
    return math.sin(math.radians(angle_deg)), math.cos(math.radians(angle_deg))


def shifted(point: Point, direction: Point, by_cm: float = 1.0) -> Point:
    """A point moved along a direction."""
    return point[0] + direction[0] * by_cm, point[1] + direction[1] * by_cm


def turned(point: Point, turn_deg: float) -> Point:
    """A point turned clockwise about the origin, y upwards."""
    cosine, sine = math.cos(math.radians(turn_deg)), math.sin(math.radians(turn_deg))
    return point[0] * cosine + point[1] * sine, -point[0] * sine + point[1] * cosine


def ribbon(profile: Profile, length_cm: float, *, front: float = 1.0, back: float = 1.0, hem: bool = False) -> list[Point]:
    """The outline of a limb hanging down from the origin, its front towards +x; with a `hem` its lower end is cut square."""
    down = [(depth * front, -share * length_cm) for share, depth, _ in profile]
    up = [(-depth * back, -share * length_cm) for share, _, depth in reversed(profile)]
    return [*down, down[-1], up[0], *up] if hem else down + up


def depth_at(profile: Profile, share: float) -> tuple[float, float]:
    """Depth in front and behind at a share of the length; the ends hold beyond the profile."""
    if share <= profile[0][0]:
        return profile[0][1], profile[0][2]
    for (lower, front_a, back_a), (upper, front_b, back_b) in pairwise(profile):
        if share <= upper:
            part = (share - lower) / (upper - lower)
            return front_a + (front_b - front_a) * part, back_a + (back_b - back_a) * part
    return profile[-1][1], profile[-1][2]


def cut(profile: Profile, start: float, end: float) -> list[tuple[float, float, float]]:
    """The part of a profile between two shares of the length."""
    inner = [step for step in profile if start < step[0] < end]
    return [(start, *depth_at(profile, start)), *inner, (end, *depth_at(profile, end))]


def spindle(
    profile: Profile, length_cm: float, start: float, end: float, *, behind: bool, inner: float, outer: float
) -> list[Point]:
    """A muscle lying along one side of a limb: between two shares of the half depth, tapered at both ends."""
    steps = 7
    near: list[Point] = []
    far: list[Point] = []
    for step in range(steps):
        part = step / (steps - 1)
        share = start + (end - start) * part
        front, back = depth_at(profile, share)
        depth = -back if behind else front
        width = max(math.sin(math.pi * part) ** 0.5, 0.1)
        middle = (inner + outer) / 2
        near.append((depth * (middle + (outer - middle) * width), -share * length_cm))
        far.append((depth * (middle + (inner - middle) * width), -share * length_cm))
    return near + far[::-1]


def disc(radius_cm: float, centre: Point = (0.0, 0.0), count: int = 10) -> list[Point]:
    """A circle as points of a smooth curve."""
    return [
        (centre[0] + radius_cm * math.sin(math.tau * i / count), centre[1] + radius_cm * math.cos(math.tau * i / count))
        for i in range(count)
    ]


def box(left: float, bottom: float, right: float, top: float) -> list[Point]:
    """An upright rectangle."""
    return [(left, bottom), (left, top), (right, top), (right, bottom)]


def bounds(points: Iterable[Point]) -> tuple[float, float, float, float]:
    """Left, bottom, right, top."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def path_text(points: Sequence[Point], kind: str) -> str:
    """SVG path data in whole millimetres, y downwards: `smooth` closed curve, `polygon`, or open `line`."""
    whole = [(round(x * 10), round(-y * 10)) for x, y in points]
    if kind != "smooth":
        text = f"M{whole[0][0]} {whole[0][1]}" + "".join(f"L{x} {y}" for x, y in whole[1:])
        return text if kind == "line" else text + "Z"
    count = len(points)
    text = f"M{whole[0][0]} {whole[0][1]}c"
    numbers: list[str] = []
    for i in range(count):
        before, here, there, after = points[i - 1], points[i], points[(i + 1) % count], points[(i + 2) % count]
        first = (here[0] + (there[0] - before[0]) / 6, here[1] + (there[1] - before[1]) / 6)
        second = (there[0] - (after[0] - here[0]) / 6, there[1] - (after[1] - here[1]) / 6)
        if here == there:  # a doubled point is a corner
            continue
        base_x, base_y = whole[i]
        end = whole[(i + 1) % count]
        for x, y in ((round(first[0] * 10), round(-first[1] * 10)), (round(second[0] * 10), round(-second[1] * 10)), end):
            numbers += [str(x - base_x), str(y - base_y)]
    return text + " ".join(numbers).replace(" -", "-") + "z"
