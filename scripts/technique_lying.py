"""Technique figures of tests on the back and prone: movements of the hip, pressure on the pelvis and the spine.

Some show two or more small scenes: from the side, from above with the head to the left, or from the foot end.
"""

from __future__ import annotations

from technique_above import (
    hip_at_right_angle,
    hip_bent_above,
    hips_above,
    inset,
    lying_above,
    straight_leg_above,
    torso_above,
)
from technique_body import (
    ARROW,
    COUCH,
    INK,
    SHANK,
    SHIRT,
    SHORTS,
    SKIN,
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
    start_of,
    trunk,
)

PAPER = "#f3f3f1"


def supine(hip: Point, *between: str, thigh: float, shank: float, bend: float = 0) -> str:
    """Couch, the far leg flat, the trunk, the near leg turned by the two angles, and the near arm."""
    return "".join((
        couch(), leg(hip, -1.5, -0.5, True, far=True), trunk(hip, True), *between, leg(hip, thigh, shank, True, bend=bend), arm(hip, True),
    ))  # fmt: skip


def dashed(*points: Point, colour: str = INK) -> str:
    """A broken line through points: a limit, a middle, or where a part was before."""
    way = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return f'<path d="M{way}" fill="none" stroke="{colour}" stroke-width="1.8" stroke-dasharray="5 4" stroke-linejoin="round"/>'


def angle_arc(at: Point, start: float, end: float, radius: float, colour: str = INK) -> str:
    """The arc of an angle, from one direction to another, both in degrees counter-clockwise from the right."""
    (x0, y0), (x1, y1) = away(at, start, radius), away(at, end, radius)
    sweep = 0 if end > start else 1
    return f'<path d="M{x0:.1f} {y0:.1f}A{radius:g} {radius:g} 0 0 {sweep} {x1:.1f} {y1:.1f}" fill="none" stroke="{colour}" stroke-width="2"/>'


def degrees(at: Point, text: str) -> str:
    """The size of an angle, in words of the drawing."""
    return (
        f'<text x="{at[0]:g}" y="{at[1]:g}" font-size="15" font-weight="600" text-anchor="middle" fill="{INK}" '
        f'font-family="Inter, system-ui, sans-serif">{text}</text>'
    )


def pressed(at: Point, radius: float = 9) -> str:
    """Pressure away from the eye: rings about a point."""
    return (
        f'<g fill="none" stroke="{ARROW}" stroke-width="2.6"><circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="{radius:g}"/>'
        f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="{radius + 5:g}" stroke-dasharray="4 4"/></g>'
    )


def ghost(*points: Point, width: float = 12) -> str:
    """A part in its other position, as a broad pale line."""
    way = " ".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return (
        f'<polyline points="{way}" fill="none" stroke="{INK}" stroke-width="{width:g}" stroke-opacity=".25" '
        'stroke-linejoin="round" stroke-linecap="round"/>'
    )


def oval(at: Point, rx: float, ry: float, colour: str, turn: float = 0) -> str:
    """A part of the body seen along its length."""
    place = f'transform="translate({at[0]:.1f} {at[1]:.1f}) rotate({turn:g})"'
    return f'<ellipse {place} rx="{rx:g}" ry="{ry:g}" fill="{colour}" stroke="{INK}" stroke-width="1.8"/>'


def couch_end(middle: float, top: float, half: float = 46, legs: float = 20) -> str:
    """The couch from its foot end."""
    return (
        f'<path d="M{middle - half + 10:g} {top + 8:g}v{legs:g}M{middle + half - 10:g} {top + 8:g}v{legs:g}" stroke="{INK}" stroke-width="4" '
        f'stroke-linecap="round"/><rect x="{middle - half:g}" y="{top:g}" width="{2 * half:g}" height="8" rx="3" fill="{COUCH}" '
        f'stroke="{INK}" stroke-width="1.8"/>'
    )


def sole(heel: Point, turn: float, opacity: float = 1) -> str:
    """A foot from its sole, the toes up, turned about the heel; a paler one is another position."""
    return (
        f'<path transform="translate({heel[0]:.1f} {heel[1]:.1f}) rotate({turn:g})" fill="{SKIN}" stroke="{INK}" stroke-width="1.8" opacity="{opacity:g}" '
        'd="M-6 -4C-7 2 7 2 6 -4C5 -12 9 -18 8 -25C7 -31 -7 -31 -8 -25C-9 -18 -5 -12 -6 -4Z"/>'
    )


def prone_from_the_foot_end(middle: float, top: float, left_turn: float, right_turn: float) -> str:
    """Prone with both knees bent up, from the foot end; each shank leans from upright by an angle, to the right when positive."""
    parts = [
        couch_end(middle, top), oval((middle, top - 16), 37, 16, SHIRT), oval((middle - 38, top - 7), 6, 6, SKIN), oval((middle + 38, top - 7), 6, 6, SKIN),
        oval((middle - 13, top - 13), 16, 14, SHORTS), oval((middle + 13, top - 13), 16, 14, SHORTS),
    ]  # fmt: skip
    for x, turn in ((middle - 13, left_turn), (middle + 13, right_turn)):
        ankle = away((x, top - 10), 90 - turn, SHANK)
        parts.append(painted((limb((x, top - 10), ankle, 10, 6), SKIN)))
        parts.append(oval(ankle, 7.5, 6, SKIN, turn))
    return "".join(parts)


def slr_very_limited() -> str:
    """Supine, the straight leg stopped by pain below half a right angle, its angle read."""
    hip = (113.0, 132.5)
    knee, ankle = away(hip, 34, THIGH), away(hip, 34, THIGH + SHANK)
    gauge = away(away(knee, 34, 22), 124, 14)
    dial = (
        f'<circle cx="{gauge[0]:.1f}" cy="{gauge[1]:.1f}" r="9" fill="{PAPER}" stroke="{INK}" stroke-width="1.8"/>'
        f'<path d="M{gauge[0]:.1f} {gauge[1]:.1f}v-6" stroke="{ARROW}" stroke-width="2.4" stroke-linecap="round"/>'
    )
    return figure(
        "Straight leg raise stopped below 45 degrees",
        "The patient lies on the back. The examiner lifts the straight leg with a hand under the heel until the familiar leg pain stops it. An "
        "inclinometer lies on the shin. A broken line marks 45 degrees; the leg stops below it.",
        supine(hip, thigh=34, shank=34), dashed(away(hip, 45, 84), away(hip, 45, 142)), degrees((226, 28), "45°"), angle_arc(hip, 5, 31, 72),
        examiner(away(ankle, -56, 8), -12, 140, 34), examiner(away(gauge, 124, 12), 136, -46, 36), dial,
        arrow((232, 122), (236, 114), (234, 104)), number((208, 110), "1"),
    )  # fmt: skip


def modified_bent_knee_stretch() -> str:
    """Supine: from straight legs the hip and knee bent fully, then the knee straightened quickly."""
    hip = (122.0, 132.5)
    knee = away(hip, 114, THIGH)
    ankle = away(knee, 48, SHANK)
    quick = "".join(
        f'<path d="M{x:g} {y:g}l-7 12" stroke="{ARROW}" stroke-width="2.6" stroke-linecap="round"/>'
        for x, y in ((142, 78), (152, 82), (162, 88))
    )
    start = inset(supine((113.0, 132.5), thigh=0, shank=-0.5, bend=12), at=(2, -20), scale=0.42)
    return figure(
        "Modified bent-knee stretch",
        "A small view shows the start: the patient lies on the back with straight legs. The examiner then bends the hip and the knee fully, a "
        "hand on the thigh, and with the other hand under the heel straightens the knee quickly.",
        start, supine(hip, start_of(hip, 114, -35), thigh=114, shank=48),
        examiner(away(ankle, -42, 8), -6, 140), examiner(away(away(knee, 294, 16), 204, 11), 174, -20),
        arrow((214, 126), (196, 122), (172, 122)), arrow((176, 104), (184, 92), (182, 66)), quick,
        number((86, 16), "1"), number((232, 112), "2a"), number((208, 84), "2b"),
    )  # fmt: skip


def hip_motion_limited() -> str:
    """Four small scenes: flexion, sideways movement and rotation on the back, rotation prone."""
    hip = (113.0, 132.5)
    knee = away(hip, 122, THIGH)
    flexed = "".join((
        supine(hip, thigh=122, shank=-30, bend=10), examiner(away(knee, 40, 10), 40, 130, 40), arrow((196, 116), (186, 70), (140, 58)),
    ))  # fmt: skip
    middle = 104.0
    left, right = hips_above(middle)
    out_knee, out, across = away(left, 22, THIGH), away(left, 22, THIGH + SHANK), away(left, -12, THIGH + SHANK)
    ankle = away(left, 1, THIGH + SHANK)
    sideways = "".join((
        lying_above(middle), straight_leg_above(right), ghost(left, ankle, width=15), ghost(left, across, width=15),
        painted((limb(left, out_knee, 13, 9), SKIN), (limb(out_knee, out, 9, 5.5), SKIN), (limb(out, away(out, 20, 13), 6, 4.5), SKIN), (limb(left, away(left, 22, THIGH * 0.48), 13.6, 11.8), SHORTS)),
        torso_above(middle), examiner(away(out, 200, 6), 112, 292, 40), arrow((236, 88), (238, 74), (235, 62)), arrow((240, 96), (241, 108), (238, 118)),
    ))  # fmt: skip
    knee_above = (left[0] + 6, left[1])
    turned = "".join((
        lying_above(middle), straight_leg_above(right), torso_above(middle), ghost(knee_above, away(knee_above, 38, SHANK)),
        ghost(knee_above, away(knee_above, -36, SHANK)), hip_bent_above(left, knee_above, 0), examiner(away(knee_above, 150, 5), 112, -60, 30),
        arrow((194, 82), (192, 66), (180, 52)), arrow((194, 104), (192, 120), (180, 132)),
    ))  # fmt: skip
    prone = "".join((
        ghost((118, 128), away((118, 128), 55, SHANK)), ghost((118, 128), away((118, 128), 125, SHANK)), prone_from_the_foot_end(131, 138, 0, 0),
        arrow((108, 66), (96, 66), (84, 76)), arrow((128, 66), (140, 68), (152, 78)),
    ))  # fmt: skip
    return figure(
        "Movements of the hip",
        "Four small views. On the back, seen from the side: the hip is bent. On the back, seen from above: the straight leg is moved out and "
        "across; then, with hip and knee at a right angle, the foot is swung outwards and inwards. Prone, seen from the foot end, with the "
        "knee bent: the foot is swung to both sides.",
        inset(flexed, at=(-2, -4), scale=0.5), inset(sideways, at=(130, 4), scale=0.5), inset(turned, at=(-2, 86), scale=0.5),
        inset(prone, at=(116, 62), scale=0.72),
        number((18, 20), "2a"), number((146, 97), "2b"), number((18, 100), "2c"), number((248, 104), "2d"),
    )  # fmt: skip


def hip_internal_rotation_limited() -> str:
    """Inward turn of the hip: supine from above, or prone from the foot end."""
    middle = 128.0
    left, right = hips_above(middle)
    knee = (left[0] + 6, left[1])
    ankle = away(knee, 34, SHANK * 0.95)
    prone = "".join((dashed((118, 128), (118, 62)), dashed((144, 128), (144, 62)), prone_from_the_foot_end(131, 138, -30, 30)))
    return figure(
        "Inward turn of the hip",
        "A small view shows the patient on the back with the hip and the knee at a right angle. In the large view from above one hand of the examiner "
        "holds the knee where it is and the other, at the ankle, swings the foot outwards; the angle from the middle line is read. Another small view, "
        "from the foot end, shows the patient prone with bent knees: both feet are let fall outwards and compared.",
        hip_at_right_angle(), inset(prone, at=(128, -38), scale=0.6), lying_above(middle), straight_leg_above(right), torso_above(middle),
        dashed(knee, away(knee, 0, SHANK + 26)), hip_bent_above(left, knee, 34), examiner(away(knee, 150, 5), 112, -60, 30),
        examiner(away(ankle, 200, 4), 96, 286, 26), arrow((203, 108), (204, 100), (198, 86)),
        number((128, 44), "1a"), number((248, 50), "1b"), number((222, 96), "2"),
    )  # fmt: skip


def scour_test() -> str:
    """Supine: pressure through the bent thigh into the joint while the knee travels an arc."""
    middle = 128.0
    left, right = hips_above(middle)
    inner, outer = (left[0] + 8, middle + 6), (left[0] - 6, middle - 46)
    hip = (113.0, 132.5)
    knee_side = away(hip, 106, THIGH)
    side = inset(
        supine(hip, thigh=106, shank=-4), examiner((knee_side[0] + 2, knee_side[1] - 11), 88, 10, 20), arrow((70, 70), (75, 90), (80, 108)),
        at=(4, -14), scale=0.42,
    )  # fmt: skip
    return figure(
        "Hip scour (quadrant) test",
        "A small view from the side shows the hip bent beyond a right angle and a hand on the knee that presses through the thigh into the joint. In the "
        "large view from above the examiner keeps that pressure and moves the knee in an arc from inwards to outwards.",
        side, lying_above(middle), straight_leg_above(right), torso_above(middle),
        ghost(outer, away(outer, 12, SHANK), width=20), hip_bent_above(left, inner, 20), pressed(inner, 13),
        examiner(away(inner, 165, 4), 126, -44, 30), examiner(away(away(inner, 20, SHANK * 0.9), 110, 4), 78, 262, 30),
        arrow((88, 148), (60, 118), (84, 86)), number((236, 158), "1"), number((128, 44), "2a"), number((57, 88), "2b"),
    )  # fmt: skip


def log_roll() -> str:
    """Supine from above and from the foot end: the whole straight leg rolled inwards and outwards."""
    middle = 128.0
    left, right = hips_above(middle)
    feet = "".join((
        couch_end(66, 50, 56, 4), sole((36, 47), 42, 0.45), sole((36, 47), -48, 0.45), sole((36, 47), 0), sole((102, 47), 8),
        arrow((50, 10), (60, 14), (66, 22)), arrow((24, 9), (14, 12), (6, 20)),
    ))  # fmt: skip
    return figure(
        "Log roll test",
        "The patient lies on the back with straight legs, seen from above. Both hands of the examiner lie on the front of one thigh and "
        "shin and roll the whole leg. A small view of the feet from the foot end shows the toes rolling inwards and outwards.",
        inset(feet, at=(128, 2), scale=1), lying_above(middle), straight_leg_above(right), straight_leg_above(left), torso_above(middle),
        examiner((left[0] + 34, left[1] - 2), 104, 276, 34), examiner((left[0] + 78, left[1] - 1), 76, 268, 34),
        arrow((174, 132), (184, 116), (174, 102)), arrow((172, 102), (162, 116), (172, 132)),
        number((226, 150), "1"), number((207, 13), "2a"), number((116, 22), "2b"),
    )  # fmt: skip


def sij_distraction() -> str:
    """Supine: crossed arms push both front spines of the pelvis outwards and down."""
    middle = 128.0
    left, right = hips_above(middle)
    upper, lower = (104.0, middle - 16), (104.0, middle + 16)
    end = "".join((
        couch_end(60, 55, 54, 2), oval((60, 38), 40, 17, SHIRT), oval((60, 40), 34, 15, SHORTS), oval((44, 44), 12, 10, SKIN), oval((76, 44), 12, 10, SKIN),
        examiner((38, 28), 28, 222, 34), examiner((82, 28), 152, -42, 34), arrow((22, 22), (14, 27), (9, 36)), arrow((98, 22), (106, 27), (111, 36)),
    ))  # fmt: skip
    return figure(
        "Sacroiliac distraction test",
        "The patient lies on the back, seen from above. The forearms of the examiner cross; the heel of each hand lies on the front spine of the pelvis of "
        "the other side and pushes it outwards and down. A small view from the foot end shows the same.",
        inset(end, at=(136, 0), scale=1), lying_above(middle), straight_leg_above(right), straight_leg_above(left), torso_above(middle),
        pressed(upper), pressed(lower), examiner(upper, -42, 120, 44), examiner(lower, 42, 240, 44),
        arrow((84, 122), (82, 112), (82, 104)), arrow((84, 134), (82, 144), (82, 152)),
        number((226, 160), "1"), number((64, 128), "2"), number((136, 22), "2"),
    )  # fmt: skip


def adductor_squeeze() -> str:
    """Supine: a ball squeezed between the knees, with straight legs from above and with bent hips from the side."""
    middle = 128.0
    left, right = hips_above(middle)
    knees = (left[0] + THIGH, middle)
    ball = f'<circle cx="{knees[0]:.1f}" cy="{knees[1]:g}" r="12" fill="{PAPER}" stroke="{INK}" stroke-width="1.8"/>'
    legs = ""
    for hip, s in ((left, -1), (right, 1)):
        knee = (hip[0] + THIGH, middle + s * 20)
        ankle = (knee[0] + SHANK, middle + s * 17)
        legs += painted(
            (limb(ankle, away(ankle, -s * 20, 13), 6, 4.5), SKIN), (limb(hip, knee, 13, 9), SKIN), (limb(knee, ankle, 9, 5.5), SKIN),
            (limb(hip, away(hip, -s * 6, THIGH * 0.48), 13.6, 11.8), SHORTS),
        )  # fmt: skip
    hip = (113.0, 132.5)
    knee = away(hip, 45, THIGH)
    bent = inset(
        couch(), leg(hip, 45, -45, True, far=True, bend=40), f'<circle cx="{knee[0] + 2:.1f}" cy="{knee[1] - 8:.1f}" r="16" fill="{PAPER}" stroke="{INK}" stroke-width="2.4"/>',
        trunk(hip, True), leg((hip[0] - 4, hip[1]), 42, -46, True, bend=40), arm(hip, True), angle_arc(hip, 3, 40, 34, ARROW),
        at=(4, -14), scale=0.42,
    )  # fmt: skip
    return figure(
        "Squeeze of the knees",
        "The patient lies on the back, seen from above, with straight legs and a ball or a fist between the knees, and squeezes it. A small view from the side "
        "shows the second position: the hips bent to 45 degrees, the feet on the couch, the ball between the knees.",
        bent, lying_above(middle), legs, torso_above(middle), ball,
        arrow((172, 86), (172, 90), (172, 96)), arrow((172, 170), (172, 166), (172, 160)), number((196, 128), "1a"), number((128, 44), "1b"),
        degrees((160, 49), "45°"), degrees((232, 134), "0°"),
    )  # fmt: skip


FIGURES = (
    slr_very_limited, modified_bent_knee_stretch, hip_motion_limited, hip_internal_rotation_limited, scour_test, log_roll, sij_distraction,
    adductor_squeeze,
)  # fmt: skip
