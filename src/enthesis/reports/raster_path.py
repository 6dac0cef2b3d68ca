"""Forms of a drawing of ours as lines of points: what a rect, circle, line or path goes through, and the pieces of a dashed line."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Mapping

Point = tuple[float, float]
ARC_STEPS = 24
STEP, MOST_STEPS = 2.0, 24
"""Units of a straight piece of a curve, and how many pieces a curve has at most; shorter ones make an edge rough."""
_TOKEN = re.compile(r"[A-DF-Za-df-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?")


def lines_of(kind: str, held: Mapping[str, str]) -> list[tuple[list[Point], bool]]:
    """Points of a form, and whether they close.

    Args:
        kind: of the element, without its namespace.
        held: its attributes.
    Raises:
        ValueError: the form, or a command of its path, is not drawn here.
    """

    def of(*names: str) -> list[float]:
        return [float(held.get(name, "0")) for name in names]

    if kind == "rect":
        x, y, width, height = of("x", "y", "width", "height")
        return [([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], True)]
    if kind == "circle":
        x, y, radius = of("cx", "cy", "r")
        turn = [2 * math.pi * step / (2 * ARC_STEPS) for step in range(2 * ARC_STEPS)]
        return [([(x + radius * math.cos(a), y + radius * math.sin(a)) for a in turn], True)]
    if kind == "line":
        x1, y1, x2, y2 = of("x1", "y1", "x2", "y2")
        return [([(x1, y1), (x2, y2)], False)]
    if kind == "path":
        return list(_path(held["d"]))
    raise ValueError(f"a drawing holds <{kind}>, which is not drawn as pixels")


def _path(data: str) -> Iterator[tuple[list[Point], bool]]:
    """Lines of a path; M, L, H, V, C, Q, T, A and Z, absolute or relative."""
    tokens = _TOKEN.findall(data)
    at = 0
    points: list[Point] = []
    x = y = 0.0
    command = ""
    bend: Point = (0.0, 0.0)
    """Of the last quadratic curve; T mirrors it."""

    def take(n: int) -> list[Point]:
        nonlocal at
        at += 2 * n
        held = [float(one) for one in tokens[at - 2 * n : at]]
        return [(a + plus[0], b + plus[1]) for a, b in zip(held[::2], held[1::2], strict=True)]

    def take_one() -> float:
        nonlocal at
        at += 1
        return float(tokens[at - 1])

    while at < len(tokens):
        if tokens[at].isalpha():
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
            ((x, y),) = take(1)
            points = [(x, y)]
            command = "l" if command == "m" else "L"
            continue
        here = (x, y)
        if name == "L":
            ((x, y),) = take(1)
        elif name == "H":
            x = take_one() + plus[0]
        elif name == "V":
            y = take_one() + plus[1]
        elif name == "C":
            first, second, (x, y) = take(3)
            points += _curve(here, first, second, (x, y))
        elif name in ("Q", "T"):
            bend = take(1)[0] if name == "Q" else (2 * x - bend[0], 2 * y - bend[1])
            ((x, y),) = take(1)
            points += _curve(here, *(_toward(end, bend) for end in (here, (x, y))), (x, y))
        elif name == "A":
            radius, _, _, large, sweep = (take_one() for _ in range(5))
            ((x, y),) = take(1)
            points += _arc(here, (x, y), radius, bool(large), bool(sweep))
        else:
            raise ValueError(f"a path holds {command!r}, which is not drawn as pixels")
        points.append((x, y))
    if len(points) > 1:
        yield points, False


def _toward(end: Point, bend: Point) -> Point:
    """Two thirds of the way: the bend of a quadratic curve as one of a cubic."""
    return end[0] + (bend[0] - end[0]) * 2 / 3, end[1] + (bend[1] - end[1]) * 2 / 3


def _curve(start: Point, first: Point, second: Point, end: Point) -> list[Point]:
    """Points between both ends of a cubic curve."""
    found: list[Point] = []
    length = math.dist(start, first) + math.dist(first, second) + math.dist(second, end)
    steps = min(MOST_STEPS, max(2, round(length / STEP)))
    for step in range(1, steps):
        t = step / steps
        shares = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
        held = list(zip(shares, (start, first, second, end), strict=True))
        found.append((sum(share * p[0] for share, p in held), sum(share * p[1] for share, p in held)))
    return found


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


def dashed(points: list[Point], dashes: list[float]) -> Iterator[list[Point]]:
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
