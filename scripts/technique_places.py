"""Technique figures that show where to touch: a part of the body chart with the place tinted, bones under the skin, and the hand or tool.

`technique_places.yaml` says what each figure shows; no code belongs to one finding. A point that is touched names its region of the
body chart, and a test holds that the chart has that region there. The chart and the bones are not reviewed by an anatomist.
"""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import Any

import yaml
from technique_above import lying_above, straight_leg_above, torso_above
from technique_body import (
    ARROW,
    COUCH,
    HAND,
    INK,
    SHANK,
    SHORTS,
    SKIN,
    SLEEVE,
    THIGH,
    Point,
    arm,
    arrow,
    away,
    couch,
    examiner,
    figure,
    leg,
    limb,
    number,
    painted,
    trunk,
)

from enthesis.bodymap.figure import View, load_figure, read_rings

DATA: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "technique_places.yaml").read_text(encoding="utf-8"))
PLACES: dict[str, dict[str, Any]] = DATA["figures"]
LEFT, TOP, RIGHT, BOTTOM = 108.0, 4.0, 258.0, 180.0
"""The frame of the picture; the posture stands to the left of it."""
GAP = 6.0
CREASE, BONE, HATCH = "#8a6d55", "#fbfaf7", "#9c3a20"
HIP = (118.0, 132.5)
HIP_ON_CHART, PER_CHART_UNIT = 490.0, 220 / 980
"""Height of the hip joint on the body chart, and the size of the small body against it."""


@cache
def _chart(view: str) -> tuple[str, tuple[tuple[str, str, str], ...], tuple[str, ...]]:
    """Outline (without the arm that hangs before the side), facets (region, side, path) and creases of a view of the body chart."""
    drawn = load_figure("neutral").views[View(view)]
    creases = tuple(f"M{part}" for part in drawn.shapes[0].creases.split("M") if part)
    facets = tuple((f.place.region, f.place.side.value, f.path) for f in drawn.facets)
    return drawn.shapes[0].outline, facets, creases


@cache
def _rings(view: str) -> list[tuple[str, list[list[Point]]]]:
    """The closed lines of every facet of a view."""
    return [
        (region, [[(float(x), float(y)) for x, y in ring] for ring in read_rings(path)]) for region, _, path in _chart(view)[1]
    ]


def region_at(view: str, point: Point) -> str | None:
    """The region of the body chart at a point of a view, in chart units (0-480, 0-1010); None off the body."""
    x, y = point
    for region, rings in _rings(view):
        sides = (side for ring in rings for side in zip(ring, ring[1:] + ring[:1], strict=True))
        crossed = sum(
            (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1) for (x1, y1), (x2, y2) in sides
        )  # fmt: skip
        if crossed % 2:
            return region
    return None


class _Panel:
    """A part of a view in a frame; turns chart units into units of the picture."""

    def __init__(self, document: dict[str, Any], left: float, width: float, ids: str) -> None:
        self.view, self.ids = document["view"], ids
        self.left, self.width = left, width
        self.x, self.y, across = document["crop"]
        self.scale = width / across
        self.document = document

    def point(self, at: Point) -> Point:
        """A point of the chart, in the picture."""
        return self.left + (at[0] - self.x) * self.scale, TOP + (at[1] - self.y) * self.scale

    def shown(self, path: str) -> bool:
        """Whether a crease begins inside the frame."""
        start = path[1:].split("c", 1)[0].split("C", 1)[0].split("l", 1)[0].replace(",", " ").split()
        x, y = self.point((float(start[0]), float(start[1])))
        return self.left - 12 < x < self.left + self.width + 12 and TOP - 12 < y < BOTTOM + 12

    def draw(self) -> str:
        """Ground, body, tint, bones, rings, ways and tools, the last on top."""
        outline, facets, creases = _chart(self.view)
        document, thin = self.document, 1 / self.scale
        areas = "".join(f'<path d="{path}"/>' for path in document.get("areas", ()))
        tinted = "".join(
            f'<path d="{path}"/>' for region, side, path in facets
            if region in document.get("tint", ()) and (side in ("right", "midline") or document.get("both_sides"))
        )  # fmt: skip
        frame = f'x="{self.left:g}" y="{TOP:g}" width="{self.width:g}" height="{BOTTOM - TOP:g}" rx="6"'
        tools = "".join(
            TOOLS[t["tool"]](self.point(t["at"]), t.get("from", 0), t.get("size", 1)) for t in document.get("tools", ())
        )
        return (
            f'<clipPath id="{self.ids}"><rect {frame}/></clipPath><rect {frame} fill="{COUCH}" fill-opacity=".28"/>'
            f'<g clip-path="url(#{self.ids})"><g transform="translate({self.left - self.x * self.scale:.2f} '
            f'{TOP - self.y * self.scale:.2f}) scale({self.scale:.4f})">'
            f'<path d="{outline}" fill="{SKIN}" stroke="{INK}" stroke-width="{2 * thin:.2f}" stroke-linejoin="round"/>'
            f'<path d="{"".join(c for c in creases if self.shown(c))}" fill="{CREASE}"/>'
            f"{self._bones(thin)}"
            f'{self._hatch(7 * thin)}<g fill="url(#{self.ids}h)" stroke="{ARROW}" stroke-width=".8" opacity=".42">{tinted}{areas}</g></g>'
            + "".join(self._ring(t) for t in document.get("tools", ()))
            + "".join(_ring(self.point(p["at"])) for p in document.get("rings", ()))
            + "".join(_guide([self.point(p) for p in line]) for line in document.get("guides", ()))
            + "".join(_way([self.point(p) for p in way]) for way in document.get("ways", ()))
            + tools
            + "</g>"
            + f'<rect {frame} fill="none" stroke="{INK}" stroke-width="1.6"/>'
            + "".join(self._number(*n) for n in document.get("numbers", ()))
        )

    def _hatch(self, size: float) -> str:
        """The paint of the tint: lines on a ground, so that it shows in print without colour."""
        return (
            f'<pattern id="{self.ids}h" width="{size:.2f}" height="{size:.2f}" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
            f'<rect width="{size:.2f}" height="{size:.2f}" fill="{ARROW}"/><rect width="{size * 0.22:.2f}" height="{size:.2f}" '
            f'fill="{HATCH}"/></pattern>'
        )

    def _bones(self, thin: float) -> str:
        """The bones under the skin: every piece of a bone in one outline, and both sides of the body."""
        out = ""
        for bone in (DATA["bones"][name] for name in self.document.get("bones", ())):
            mirrors = ("", ' transform="translate(480 0) scale(-1 1)"') if self.view in ("front", "back") else ("",)
            for pieces, turns in ((bone.get("sided"), mirrors), (bone.get("middle"), ("",))):
                if pieces:
                    edges = "".join(f'<path d="{piece}" stroke="{INK}" stroke-width="{2.4 * thin:.2f}"/>' for piece in pieces)
                    both = edges + "".join(f'<path d="{piece}"/>' for piece in pieces)
                    out += "".join(f'<g fill="{BONE}" stroke-linejoin="round" opacity=".5"{turn}>{both}</g>' for turn in turns)
        return out

    def _ring(self, tool: dict[str, Any]) -> str:
        return _ring(self.point(tool["at"]), tool.get("size", 1), pressed=True) if tool.get("ring", True) else ""

    def _number(self, text: str, x: float, y: float, *to: Point) -> str:
        """A number beside the body, with a line to each place that it means."""
        here = self.point((x, y))
        lines = "".join("M{:.1f} {:.1f}L{:.1f} {:.1f}".format(*here, *self.point(t)) for t in to)
        leader = f'<path d="{lines}" stroke="{INK}" stroke-width="1.4" fill="none"/>' if lines else ""
        dots = "".join('<circle cx="{:.1f}" cy="{:.1f}" r="2" fill="{}"/>'.format(*self.point(t), INK) for t in to)
        return leader + dots + number((round(here[0], 1), round(here[1], 1)), text)


def _ring(at: Point, size: float = 0.65, pressed: bool = False) -> str:
    """A place that is touched: a ring; where the hand is pressing, with a broken one around it."""
    middle = f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r='
    outer = f'{middle}"{13.5 * size:.1f}" stroke="{ARROW}" stroke-width="2.4" stroke-dasharray="3.5 3.5"/>' if pressed else ""
    return (
        f'<g fill="none">{middle}"{9 * size:.1f}" stroke="#fff" stroke-width="5.4"/>'
        f'{middle}"{9 * size:.1f}" stroke="{ARROW}" stroke-width="2.6"/>{outer}</g>'
    )


def _guide(points: list[Point]) -> str:
    """A line to measure by or the course of a nerve: broken."""
    way = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{way}" fill="none" stroke="{INK}" stroke-width="1.8" stroke-dasharray="4 3"/>'


def _way(points: list[Point]) -> str:
    """A way that the hand or tool takes: through all points, with a head at the end."""
    start = "".join(f"{'M' if i == 0 else 'L'}{x:.1f} {y:.1f}" for i, (x, y) in enumerate(points[:-1]))
    middle = tuple((a + b) / 2 for a, b in zip(points[-2], points[-1], strict=True))
    ends = f"L{points[-1][0]:.1f} {points[-1][1]:.1f}"
    line = "".join(
        f'<path d="{start}{ends}" fill="none" stroke="{paint}" stroke-width="{thick}" stroke-linecap="round" stroke-linejoin="round"/>'
        for paint, thick in (("#fff", 6.6), (ARROW, 3.4))
    )
    return line + arrow(points[-2], (middle[0], middle[1]), points[-1])


def _turned(at: Point, from_degrees: float, size: float, drawing: str) -> str:
    """A tool whose tip is at the origin and that lies along x, brought to its place."""
    return f'<g transform="translate({at[0]:.1f} {at[1]:.1f}) rotate({-from_degrees:g}) scale({size:g})">{drawing}</g>'


def _sleeve(start: float) -> str:
    return painted((limb((start, 3), (start + 90, 3), 10, 15), SLEEVE))


def fingers(at: Point, from_degrees: float, size: float) -> str:
    """Two fingertips that press; the others are bent."""
    return _turned(at, from_degrees, size * 0.8,
        painted((limb((12, 14), (30, 12), 4, 4.6), HAND)) + painted((limb((18, 20), (32, 18), 3.6, 4.4), HAND))
        + painted((limb((18, -17), (40, -9), 4, 6), HAND))
        + painted((limb((1, -4.3), (34, -6), 4, 5.2), HAND)) + painted((limb((0, 4.5), (34, 5), 4.1, 5.4), HAND))
        + painted((limb((36, 4), (54, 4), 14, 11), HAND), (limb((54, 4), (72, 3), 9, 8), HAND)) + _sleeve(76),
    )  # fmt: skip


def flat_hand(at: Point, from_degrees: float, size: float) -> str:
    """A hand laid on flat: its palm is at the place."""
    tips = ((-30, -10), (-35, -2), (-32, 6.5), (-24, 14))
    return _turned(at, from_degrees, size * 0.8,
        painted((limb((-14, -20), (6, -8), 4, 6.5), HAND))
        + "".join(painted((limb(tip, (-2, tip[1] * 0.85), 3.9, 4.8), HAND)) for tip in tips)
        + painted((limb((2, 2), (18, 2), 14, 11), HAND), (limb((18, 2), (38, 2), 9, 8), HAND)) + _sleeve(42),
    )  # fmt: skip


def cotton(at: Point, from_degrees: float, size: float) -> str:
    """Cotton wool held on a stick: light touch."""
    tuft = '<path d="M-6 0C-10 -6 -3 -11 1 -8C4 -12 12 -9 10 -4C14 -1 12 6 7 6C5 10 -2 9 -3 6C-8 7 -9 2 -6 0Z"'
    return _turned(at, from_degrees, size,
        f'<path d="M6 0H60" stroke="{INK}" stroke-width="4.6" stroke-linecap="round"/><path d="M6 0H59" stroke="#e8dcc0" stroke-width="2.2"/>'
        f'{tuft} fill="#fff" stroke="{INK}" stroke-width="1.6" stroke-linejoin="round"/>',
    )  # fmt: skip


def pin(at: Point, from_degrees: float, size: float) -> str:
    """A pin for testing: pinprick."""
    return _turned(at, from_degrees, size,
        f'<path d="M0 0L15 -1.6V1.6Z" fill="{INK}" stroke="{INK}"/><rect x="14" y="-4.5" width="34" height="9" rx="3" fill="#dfe6ee" '
        f'stroke="{INK}" stroke-width="1.6"/><path d="M20 -4.5v9" stroke="{INK}" stroke-width="1.4"/>',
    )  # fmt: skip


def hammer(at: Point, from_degrees: float, size: float) -> str:
    """A reflex hammer, its head at the place."""
    return _turned(at, from_degrees, size,
        f'<path d="M4 0H70" stroke="{INK}" stroke-width="6.4" stroke-linecap="round"/><path d="M4 0H70" stroke="#cfd6db" stroke-width="3.2" stroke-linecap="round"/>'
        f'<path d="M-4 -11H7L11 9L1.500 15L-8 9Z" fill="#5b6770" stroke="{INK}" stroke-width="1.8" stroke-linejoin="round"/>',
    )  # fmt: skip


def stethoscope(at: Point, from_degrees: float, size: float) -> str:
    """The chest piece with its tube."""
    return _turned(at, from_degrees, size,
        f'<path d="M8 0C30 -3 36 16 60 6S100 -6 130 4" fill="none" stroke="{INK}" stroke-width="5.4" stroke-linecap="round"/>'
        f'<circle r="10" fill="#cfd6db" stroke="{INK}" stroke-width="1.8"/><circle r="6" fill="#f3f3f1" stroke="{INK}" stroke-width="1.4"/>',
    )  # fmt: skip


TOOLS = {f.__name__: f for f in (fingers, flat_hand, cotton, pin, hammer, stethoscope)}


def _along(y: float, angles: tuple[float, float]) -> tuple[Point, float]:
    """Where a height of the chart is on the small lying body, and how thick that body is there (units of `technique_body`)."""
    way = (y - HIP_ON_CHART) * PER_CHART_UNIT
    if way <= 0:
        return (HIP[0] + way, HIP[1]), 13.5
    knee = away(HIP, angles[0], THIGH)
    if way <= THIGH:
        return away(HIP, angles[0], way), 13.5 - 4 * way / THIGH
    return away(knee, angles[1], way - THIGH), 9 - 3.5 * (way - THIGH) / SHANK


def _posture(name: str, y: float, pressed: bool, at: Point) -> str:
    """How the patient lies, small, with the hand that presses and the direction of its force."""
    posture = DATA["postures"][name]
    if "above" in posture:
        return _small(_frog() if posture["above"] == "knee_out" else _on_the_side(y, posture["near"], pressed), at)
    near, far, face_up, bend = posture["near"], posture.get("far", posture["near"]), posture["face_up"], posture.get("bend", 12)
    place, thick = _along(y, near)
    top = (place[0], place[1] - thick - 4)
    ankle = away(away(HIP, near[0], THIGH), near[1], SHANK)
    body = (
        couch() + leg(HIP, far[0], far[1], face_up, far=True, bend=bend) + trunk(HIP, face_up) + leg(HIP, near[0], near[1], face_up, bend=bend)
        + arm(HIP, face_up) + (examiner(away(ankle, near[1] + 90, 9), 96, -10, 34) if posture.get("held") else "")
    )  # fmt: skip
    if not pressed:
        return _small(body, at)
    way = (_placed((top[0] - 24, top[1] - far_up), at) for far_up in (46, 31, 16))
    return _small(body + examiner(top, 72, 190, 46), at) + arrow(*way)


SMALL = 0.4


def _placed(point: Point, at: Point) -> Point:
    """A point of the small body, in the picture."""
    return at[0] + SMALL * point[0], at[1] + SMALL * point[1]


def _small(body: str, at: Point) -> str:
    return f'<g transform="translate({at[0]:g} {at[1]:g}) scale({SMALL:g})">{body}</g>'


def _on_the_side(y: float, near: tuple[float, float], hand: bool) -> str:
    """On the good side, seen from above: the bent hips point down in the picture."""
    bed = f'<rect x="6" y="60" width="250" height="116" rx="6" fill="{COUCH}" fill-opacity=".45" stroke="{INK}" stroke-width="1.8"/>'
    hip = (HIP[0], 104.0)
    lower = leg(hip, near[0] - 10, near[1] + 10, False, far=True)
    body = f'<g transform="translate(0 -28.5)">{trunk(HIP, False)}</g>'
    at = (hip[0] + min(0.0, (y - HIP_ON_CHART) * PER_CHART_UNIT), hip[1] - (10 if y < 480 or y > 500 else 0))
    ring = f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="9" fill="none" stroke="{ARROW}" stroke-width="5"/>' if hand else ""
    return bed + lower + body + leg(hip, *near, False) + f'<g transform="translate(0 -28.5)">{arm(HIP, False)}</g>' + ring


def _frog() -> str:
    """On the back with one knee bent out, seen from above."""
    middle = 112.0
    hip, knee = (HIP[0], middle - 12), away((HIP[0], middle - 12), 52, THIGH * 0.9)
    ankle = (knee[0] + 34, middle + 3)
    return (
        lying_above(middle) + straight_leg_above((HIP[0], middle + 12)) + torso_above(middle)
        + painted((limb(ankle, away(ankle, -20, 16), 6, 4.5), SKIN), (limb(knee, ankle, 9, 5.5), SKIN), (limb(hip, knee, 13, 9), SKIN),
                  (limb(hip, away(hip, 52, THIGH * 0.45), 13.6, 11.8), SHORTS))
    )  # fmt: skip


def _whole_body(panel: _Panel, at: Point, height: float) -> str:
    """The whole body, small, with the frame on it."""
    return (
        f'<g transform="translate({at[0]:g} {at[1]:g}) scale({height / 1010:.4f})"><path d="{_coarse(panel.view)}" fill="{SKIN}" '
        f'stroke="{INK}" stroke-width="13" stroke-linejoin="round"/><rect x="{panel.x:g}" y="{panel.y:g}" '
        f'width="{panel.width / panel.scale:g}" height="{(BOTTOM - TOP) / panel.scale:.0f}" rx="12" fill="{ARROW}" fill-opacity=".3" '
        f'stroke="{ARROW}" stroke-width="16"/></g>'
    )


@cache
def _coarse(view: str) -> str:
    """The outline of a view with fewer points: the ends of every other curve."""
    outline = _chart(view)[0]
    x, y = (float(n) for n in outline[1:].split("c", 1)[0].split())
    points, numbers = [(x, y)], outline.split("c")[1:]
    for i, curve in enumerate(numbers):
        steps = _numbers(curve)
        x, y = x + steps[4], y + steps[5]
        if i % 2 == 0:
            points.append((x, y))
    return "M" + "L".join(f"{a:.0f} {b:.0f}" for a, b in points) + "Z"


def _numbers(text: str) -> list[float]:
    return [float(n) for n in text.replace("-", " -").replace("z", "").split()]


def place_figure(name: str) -> str:
    """The figure of a finding of `technique_places.yaml`."""
    document = PLACES[name]
    wide = (RIGHT - LEFT - GAP * (len(document["panels"]) - 1)) / len(document["panels"])
    panels = [_Panel(p, LEFT + i * (wide + GAP), wide, f"p{i}") for i, p in enumerate(document["panels"])]
    names = document["posture"] if isinstance(document["posture"], list) else [document["posture"]]
    beside = "".join(
        _posture(name, _first_touched(panel), document.get("presses", True), (1, -14 + 92 * i))
        for i, (name, panel) in enumerate(zip(names, document["panels"], strict=False))
    )
    if len(names) == 1:
        beside += _whole_body(panels[0], (26, 66), 112)
    numbers = "".join(number((90, 70), n) for n in document.get("posture_number", ()))
    return figure(document["title"], document["description"], beside, *(p.draw() for p in panels), numbers)


def _first_touched(panel: dict[str, Any]) -> float:
    """Height of the first place that is touched."""
    return next((t["at"][1] for t in panel.get("tools", ())), HIP_ON_CHART)


FIGURES = {name: partial(place_figure, name) for name in PLACES}
