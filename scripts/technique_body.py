"""The body that the technique figures are drawn with: segments of one length turned about the same joints, seen from the side.

The body is 220 units tall. Not reviewed by a clinician.
"""

from __future__ import annotations

import math

STATURE = 220.0
THIGH, SHANK, TRUNK, UPPER_ARM, FOREARM = (share * STATURE for share in (0.245, 0.246, 0.288, 0.186, 0.146))
WIDTH, HEIGHT = 262, 184
BED, FLOOR = 146.0, 180.0
INK, SKIN, FAR_SKIN, SHIRT, SHORTS, FAR_SHORTS = "#22303a", "#d9b99b", "#b99c7f", "#3a7ca5", "#2f4858", "#24384a"
HAIR, COUCH, SLEEVE, HAND, ARROW = "#4a342a", "#8d99ae", "#7fae92", "#a9765a", "#e76f51"
Point = tuple[float, float]


def away(start: Point, degrees: float, length: float) -> Point:
    """A point at a distance; 0 degrees is to the right, 90 is up."""
    angle = math.radians(degrees)
    return start[0] + length * math.cos(angle), start[1] - length * math.sin(angle)


def limb(a: Point, b: Point, thick: float, thin: float) -> str:
    """Outline of a segment: two circles and the lines that touch both."""
    length = math.dist(a, b)
    along = math.atan2(b[1] - a[1], b[0] - a[0])
    lean = math.acos(max(-1.0, min(1.0, (thick - thin) / length)))
    corners = [
        (c[0] + r * math.cos(along + s * lean), c[1] + r * math.sin(along + s * lean))
        for c, r, s in ((a, thick, -1), (b, thin, -1), (b, thin, 1), (a, thick, 1))
    ]
    (x1, y1), (x2, y2), (x3, y3), (x4, y4) = corners
    return (
        f"M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}A{thin:g} {thin:g} 0 0 1 {x3:.1f} {y3:.1f}"
        f"L{x4:.1f} {y4:.1f}A{thick:g} {thick:g} 0 1 1 {x1:.1f} {y1:.1f}Z"
    )


def painted(*parts: tuple[str, str]) -> str:
    """Shapes with one outline around all of them: first every edge, then every ground."""
    edges = "".join(f'<path d="{d}" fill="{INK}" stroke="{INK}" stroke-width="3" stroke-linejoin="round"/>' for d, _ in parts)
    return edges + "".join(f'<path d="{d}" fill="{colour}"/>' for d, colour in parts)


def foot(ankle: Point, shank_degrees: float, face_up: bool, colour: str, bend: float = 0) -> str:
    """A foot at right angles to the shank; `bend` points the toes down."""
    turn = -shank_degrees - 90 + (bend if face_up else -bend)
    mirror = "" if face_up else " scale(-1 1)"
    return (
        f'<g transform="translate({ankle[0]:.1f} {ankle[1]:.1f}) rotate({turn:.0f}){mirror}">'
        f'<path d="M-6 -4C-6 -8 4 -8 6 -4L20 1C25 3 25 8 20 8H-5C-9 8 -8 0 -6 -4Z" fill="{colour}" stroke="{INK}" stroke-width="1.5"/></g>'
    )


def leg(hip: Point, thigh_degrees: float, shank_degrees: float, face_up: bool, far: bool = False, bend: float = 12) -> str:
    """Thigh, shank and foot, in shorts to the middle of the thigh."""
    skin, cloth = (FAR_SKIN, FAR_SHORTS) if far else (SKIN, SHORTS)
    knee = away(hip, thigh_degrees, THIGH)
    ankle = away(knee, shank_degrees, SHANK)
    hem = away(hip, thigh_degrees, THIGH * 0.5)
    return foot(ankle, shank_degrees, face_up, skin, bend) + painted(
        (limb(hip, knee, 13, 9), skin),
        (limb(knee, ankle, 9, 5.5), skin),
        (limb(hip, hem, 13.5, 11.7), cloth),
    )


def head(at: Point, face_up: bool) -> str:
    """A head whose crown is to the left, the face up or down."""
    turn = "rotate(-90)" if face_up else "matrix(0 1 1 0 0 0)"
    return (
        f'<g transform="translate({at[0]:.1f} {at[1]:.1f}) {turn} scale(.88)">'
        f'<path d="M-9.1 -10.4C-2.6 -16.2 11.7 -14.3 12.3 -2.6L15 3.2L12 4.5C13 12.3 5.2 15 0 13C-11.7 11.7 -14.3 -2.6 -9.1 -10.4Z" '
        f'fill="{SKIN}" stroke="{INK}" stroke-width="1.8"/>'
        f'<path d="M11.7 -4.5C10.4 -15.6 -6.5 -16.9 -11.7 -6.5C-15 0 -12.3 10.4 -6.5 10.4C-7.1 2.6 -3.9 -.6 0 -.6C1.3 -5.2 6.5 -7.1 11.7 -4.5Z" '
        f'fill="{HAIR}" stroke="{INK}" stroke-width="1.6" stroke-linejoin="round"/></g>'
    )


def trunk(hip: Point, face_up: bool, lift_degrees: float = 0) -> str:
    """Head, neck, chest, pelvis; the trunk runs from the hip to the left, its shoulder end lowered by the angle."""
    shoulder = away(hip, 180 + lift_degrees, TRUNK)
    neck = (shoulder[0] - 16, shoulder[1])
    waist = away(hip, 180 + lift_degrees, TRUNK * 0.3)
    return (
        painted((limb(shoulder, neck, 6.5, 6), SKIN))
        + head((neck[0] - 13, neck[1] + (-1 if face_up else 0)), face_up)
        + painted((limb(hip, waist, 13.5, 12.5), SHORTS), (limb(waist, shoulder, 12.5, 13), SHIRT))
    )


def arm(hip: Point, face_up: bool, lift_degrees: float = 0) -> str:
    """The near arm, lying beside the body."""
    shoulder = away(hip, 180 + lift_degrees, TRUNK)
    down = 5 if face_up else 3
    shoulder = shoulder[0] + 2, shoulder[1] + down
    elbow = away(shoulder, -4, UPPER_ARM)
    wrist = away((elbow[0], min(elbow[1], BED - 6)), 0, FOREARM)
    hand = away(wrist, 0, 13)
    sleeve = away(shoulder, -4, UPPER_ARM * 0.55)
    return painted(
        (limb(shoulder, elbow, 6.5, 5.2), SKIN),
        (limb(elbow, wrist, 5.2, 4), SKIN),
        (limb(wrist, hand, 4.6, 3.4), SKIN),
        (limb(shoulder, sleeve, 7, 6.2), SHIRT),
    )


def examiner(palm: Point, from_degrees: float, fingers_degrees: float, reach: float = 42) -> str:
    """The examiner's forearm, coming from a direction, with the hand laid on; sleeve and skin differ from the patient's."""
    wrist = away(palm, from_degrees, 13)
    elbow = away(palm, from_degrees, 13 + reach)
    tips = away(palm, fingers_degrees, 9)
    cuff = away(wrist, from_degrees, 8)
    return painted(
        (limb(wrist, elbow, 4.4, 6), HAND),
        (limb(wrist, palm, 4.6, 5.6), HAND),
        (limb(palm, tips, 5.4, 3.6), HAND),
        (limb(cuff, elbow, 6.2, 8), SLEEVE),
    )


def arrow(*points: Point, colour: str = ARROW) -> str:
    """A curved way through three points, with a head at the end."""
    (x0, y0), (cx, cy), (x1, y1) = points
    angle = math.atan2(y1 - cy, x1 - cx)
    tip = (x1 + 8 * math.cos(angle), y1 + 8 * math.sin(angle))
    wings = [(x1 + 6.5 * math.cos(angle + s * math.pi / 2), y1 + 6.5 * math.sin(angle + s * math.pi / 2)) for s in (1, -1)]
    corners = " ".join(f"{x:.1f} {y:.1f}" for x, y in (wings[0], tip, wings[1]))
    return (
        f'<path d="M{x0:.1f} {y0:.1f}Q{cx:.1f} {cy:.1f} {x1:.1f} {y1:.1f}" fill="none" stroke="{colour}" stroke-width="3.4" '
        f'stroke-linecap="round"/><path d="M{corners}z" fill="{colour}"/>'
    )


def number(at: Point, text: str) -> str:
    """The number of a step."""
    return (
        f'<g transform="translate({at[0]:g} {at[1]:g})" font-size="{15 if len(text) == 1 else 12}" font-weight="600" fill="{INK}" '
        f'font-family="Inter, system-ui, sans-serif"><circle r="12" fill="#fff" stroke="{INK}" stroke-width="1.6"/>'
        f'<text text-anchor="middle" y="{5.3 if len(text) == 1 else 4.4}">{text}</text></g>'
    )


def couch() -> str:
    """The couch, from its side."""
    return (
        f'<rect x="8" y="{BED:g}" width="246" height="10" rx="3" fill="{COUCH}" stroke="{INK}" stroke-width="1.8"/>'
        f'<path d="M32 {BED + 10:g}v24M230 {BED + 10:g}v24" stroke="{INK}" stroke-width="4" stroke-linecap="round"/>'
        f'<line x1="6" x2="256" y1="{FLOOR:g}" y2="{FLOOR:g}" stroke="#9aa5ab" stroke-width="2"/>'
    )


def start_of(hip: Point, thigh_degrees: float, shank_degrees: float) -> str:
    """Where the leg was before, as a broken line."""
    knee = away(hip, thigh_degrees, THIGH)
    ankle = away(knee, shank_degrees, SHANK)
    points = " ".join(f"{x:.1f} {y:.1f}" for x, y in (hip, knee, ankle))
    return (
        f'<polyline points="{points}" fill="none" stroke="{INK}" stroke-width="13" stroke-opacity=".22" '
        'stroke-linejoin="round" stroke-linecap="round"/>'
    )


def figure(title: str, description: str, *parts: str) -> str:
    """A whole figure."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="t d">'
        f'<title id="t">{title}</title><desc id="d">{description}</desc>{"".join(parts)}</svg>\n'
    )
