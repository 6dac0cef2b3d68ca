"""Draw the technique figures: how a test is done, one side view each, as SVG of presentation attributes alone.

Run `python scripts/technique_figures.py` to write them anew. The body is 220 units tall, and every figure turns the same
segments about the same joints, so that proportions hold. A figure is named for the finding it belongs to, and its numbers are
those of the steps beside it. Not reviewed by a clinician. `slump_test.svg` was drawn by hand.
"""

from __future__ import annotations

import math
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "src/enthesis/web/static/enthesis/figures"
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


def straight_leg_raise() -> str:
    """Supine, the near leg lifted with a straight knee."""
    hip = (113.0, 132.5)
    knee, ankle = away(hip, 52, THIGH), away(hip, 52, THIGH + SHANK)
    return figure(
        "Straight leg raise",
        "The patient lies on the back, one leg flat on the couch. One hand of the examiner lifts the other leg under the heel, "
        "the other hand on the front of the thigh keeps the knee straight.",
        couch(), leg(hip, -1.5, -0.5, True, far=True), trunk(hip, True), leg(hip, 52, 52, True, bend=0), arm(hip, True),
        examiner(away(ankle, -38, 8), -20, 150), examiner(away(away(knee, 232, 12), 142, 12), 150, -38),
        arrow((222, 118), (226, 103), (221, 88)), number((242, 104), "2"), number((58, 101), "1"),
    )  # fmt: skip


def bent_knee_stretch() -> str:
    """Supine, hip bent fully, the knee on its way to straight."""
    hip = (122.0, 132.5)
    knee = away(hip, 112, THIGH)
    ankle = away(knee, 38, SHANK)
    return figure(
        "Bent-knee stretch",
        "The patient lies on the back. The hip is bent as far as it goes; a hand on the thigh holds it there while "
        "the other hand under the heel slowly straightens the knee.",
        couch(), leg(hip, -1.5, -0.5, True, far=True), trunk(hip, True), start_of(hip, 112, -35), leg(hip, 112, 38, True, bend=0),
        arm(hip, True), examiner(away(ankle, -52, 8), -6, 140), examiner(away(away(knee, 292, 16), 202, 11), 172, -20),
        arrow((170, 112), (188, 100), (192, 84)), number((214, 96), "2"), number((58, 72), "1"),
    )  # fmt: skip


def thigh_thrust() -> str:
    """Supine, hip at a right angle, pressure down the thigh."""
    hip = (116.0, 132.5)
    knee = away(hip, 90, THIGH)
    return figure(
        "Thigh thrust",
        "The patient lies on the back with one hip and knee bent to a right angle. One hand of the examiner lies under the sacrum; "
        "the other holds the knee and presses through the thigh straight down to the couch.",
        couch(), examiner((hip[0] + 4, BED - 2), -62, 150, 22), leg(hip, -1.5, -0.5, True, far=True), trunk(hip, True),
        leg(hip, 90, 0, True, bend=8), examiner((knee[0], knee[1] - 11), 105, 20, 34),
        arrow((145, 92), (145, 100), (145, 114)), number((166, 104), "2"), number((62, 101), "1"),
    )  # fmt: skip


def resisted_knee_flexion_pain() -> str:
    """Prone, the knee bent against the examiner's hand."""
    hip = (118.0, 132.5)
    knee = away(hip, -2, THIGH)
    ankle = away(knee, 62, SHANK)
    return figure(
        "Resisted knee flexion",
        "The patient lies prone and pulls the heel towards the buttock. The hand of the examiner on the back of the ankle holds "
        "against it, at a right angle, at 30 degrees and near the straight knee; the other hand steadies the pelvis.",
        couch(), leg(hip, -2, -1, False, far=True, bend=50), trunk(hip, False), leg(hip, -2, 62, False, bend=0), arm(hip, False),
        examiner(away(ankle, 152, 9), 118, -28, 30), examiner((hip[0] - 4, hip[1] - 16), 118, 0, 38),
        arrow((232, 104), (226, 76), (207, 60)), arrow((182, 32), (190, 37), (201, 43), colour=INK), number((62, 101), "1"),
    )  # fmt: skip


def femoral_nerve_stretch() -> str:
    """Prone, the knee bent fully, then the thigh lifted."""
    hip = (124.0, 132.5)
    knee = away(hip, 14, THIGH)
    ankle = away(knee, 148, SHANK)
    return figure(
        "Femoral nerve stretch (prone knee bend)",
        "The patient lies prone. First the knee is bent fully, the hand of the examiner at the ankle; then the other hand lifts the "
        "thigh from the couch under the knee.",
        couch(), leg(hip, -2, -1, False, far=True, bend=50), trunk(hip, False), leg(hip, 14, 148, False, bend=20), arm(hip, False),
        examiner(away(ankle, 58, 8), 62, 238, 26), examiner(away(knee, -75, 11), 4, 176, 36),
        arrow((206, 98), (202, 74), (182, 66)), arrow((222, 116), (223, 108), (222, 97)), number((220, 70), "2a"),
        number((243, 105), "2b"), number((62, 101), "1"),
    )  # fmt: skip


def single_leg_bridge() -> str:
    """Supine on the floor, the pelvis lifted on one leg."""
    hip = (112.0, 118.0)
    floor = f'<line x1="6" x2="256" y1="{BED + 1:g}" y2="{BED + 1:g}" stroke="#9aa5ab" stroke-width="3"/>'
    return figure(
        "Single-leg bridge",
        "The patient lies on the back with one heel on the floor and the knee slightly bent, lifts the pelvis on that leg, and holds "
        "the other leg in the air.",
        floor, leg(hip, 52, 24, True, far=True), trunk(hip, True, 14), leg(hip, 8, -31, True, bend=0), arm(hip, True, 14),
        arrow((96, 96), (95, 86), (95, 74)), number((74, 82), "1"),
    )  # fmt: skip


def faber() -> str:
    """Supine from above, head to the left: the ankle on the other knee, the knee out to the side."""
    middle = 104.0
    left, right = (118.0, middle - 12), (118.0, middle + 12)
    straight_knee = away(right, -1, THIGH)
    straight_ankle = away(straight_knee, 1, SHANK)
    knee = away(left, 56, THIGH * 0.94)
    ankle = (straight_knee[0] - 3, straight_knee[1] - 8)
    shoulder = 118.0 - TRUNK
    couch_above = f'<rect x="6" y="44" width="250" height="112" rx="6" fill="{COUCH}" fill-opacity=".45" stroke="{INK}" stroke-width="1.8"/>'
    toes = limb(straight_ankle, away(straight_ankle, 4, 13), 6, 4.5)
    toes_up = limb(ankle, away(ankle, -42, 22), 6, 4.5)

    def side_arm(s: int) -> str:
        top, elbow = (shoulder + 3, middle + s * 24), (shoulder + 3 + UPPER_ARM, middle + s * 32)
        wrist = (elbow[0] + FOREARM * 0.98, elbow[1] - s * 1)
        hem = (top[0] + UPPER_ARM * 0.55, top[1] + s * 4.4)
        return painted(
            (limb(top, elbow, 7, 5.4), SKIN), (limb(elbow, wrist, 5.4, 4.2), SKIN), (limb(wrist, away(wrist, 0, 14), 5, 4), SKIN),
            (limb(top, hem, 7.6, 6.6), SHIRT),
        )  # fmt: skip

    skull = (shoulder - 30, middle)
    face = (
        f'<g transform="translate({skull[0]:g} {skull[1]:g})"><ellipse rx="15" ry="12" fill="{HAIR}" stroke="{INK}" stroke-width="1.8"/>'
        f'<ellipse cx="3.5" rx="11.5" ry="10" fill="{SKIN}"/><path d="M1 -5v2M1 3v2" stroke="{INK}" stroke-width="1.8" stroke-linecap="round"/>'
        f'<path d="M3 0l4 -1.6v3.2z" fill="{FAR_SKIN}"/><path d="M10.5 -3v6" stroke="{INK}" stroke-width="1.3" stroke-linecap="round"/></g>'
    )
    chest = f"M{shoulder - 3:g} {middle - 9:g}Q{shoulder:g} {middle - 30:g} {shoulder + 18:g} {middle - 25:g}L104 {middle - 20:g}V{middle + 20:g}L{shoulder + 18:g} {middle + 25:g}Q{shoulder:g} {middle + 30:g} {shoulder - 3:g} {middle + 9:g}Z"
    pelvis = (
        f"M98 {middle - 21:g}Q118 {middle - 26:g} 126 {middle - 20:g}V{middle + 20:g}Q118 {middle + 26:g} 98 {middle + 21:g}Z"
    )
    hem = away(left, 56, THIGH * 0.48)
    return figure(
        "FABER (Patrick) test, seen from above",
        "Seen from above, the patient lies on the back. The ankle of one leg lies on the other leg just above the knee and the knee has "
        "fallen out to the side. One hand of the examiner presses that knee down to the couch; the other steadies the opposite front of the pelvis.",
        couch_above, side_arm(-1), side_arm(1), painted((limb((skull[0] + 10, middle), (shoulder, middle), 7, 8), SKIN)), face,
        painted((toes, SKIN), (limb(right, straight_knee, 13, 9), SKIN), (limb(straight_knee, straight_ankle, 9, 5.5), SKIN),
                (limb(right, away(right, -1, THIGH * 0.48), 13.6, 11.8), SHORTS)),
        painted((chest, SHIRT), (pelvis, SHORTS)),
        painted((toes_up, SKIN), (limb(knee, ankle, 9, 5.5), SKIN), (limb(left, knee, 13, 9), SKIN), (limb(left, hem, 13.6, 11.8), SHORTS)),
        f'<g fill="none" stroke="{ARROW}" stroke-width="2.6"><circle cx="{knee[0]:.1f}" cy="{knee[1]:.1f}" r="15"/>'
        f'<circle cx="{knee[0]:.1f}" cy="{knee[1]:.1f}" r="20" stroke-dasharray="4 4"/></g>',
        examiner((knee[0] - 1, knee[1] + 1), 112, 300, 22), examiner((right[0] - 12, right[1] + 3), -62, 118, 34),
        arrow((186, 80), (184, 56), (170, 42)), number((198, 58), "2"), number((222, 132), "1"),
    )  # fmt: skip


FIGURES = {
    f.__name__: f
    for f in (
        straight_leg_raise,
        bent_knee_stretch,
        thigh_thrust,
        resisted_knee_flexion_pain,
        femoral_nerve_stretch,
        single_leg_bridge,
        faber,
    )
}


if __name__ == "__main__":
    for name, draw in FIGURES.items():
        (FOLDER / f"{name}.svg").write_text(draw(), encoding="utf-8")
