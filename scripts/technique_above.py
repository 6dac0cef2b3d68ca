"""The technique figures seen from above, head to the left: tests that turn a bent hip or lay it out to the side."""

from __future__ import annotations

from technique_body import (
    ARROW,
    COUCH,
    FAR_SKIN,
    FLOOR,
    FOREARM,
    HAIR,
    INK,
    SHANK,
    SHIRT,
    SHORTS,
    SKIN,
    THIGH,
    TRUNK,
    UPPER_ARM,
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
from technique_stance import free_arm, frontal_joints, frontal_trunk

HIP = 118.0
SHOULDER = HIP - TRUNK


def hips_above(middle: float) -> tuple[Point, Point]:
    """Both hip joints beside the line of the middle, the one further up in the picture first."""
    return (HIP, middle - 12), (HIP, middle + 12)


def lying_above(middle: float) -> str:
    """Couch, arms, neck and face."""
    couch_above = f'<rect x="6" y="{middle - 60:g}" width="250" height="112" rx="6" fill="{COUCH}" fill-opacity=".45" stroke="{INK}" stroke-width="1.8"/>'
    skull = (SHOULDER - 30, middle)
    face = (
        f'<g transform="translate({skull[0]:g} {skull[1]:g})"><ellipse rx="15" ry="12" fill="{HAIR}" stroke="{INK}" stroke-width="1.8"/>'
        f'<ellipse cx="3.5" rx="11.5" ry="10" fill="{SKIN}"/><path d="M1 -5v2M1 3v2" stroke="{INK}" stroke-width="1.8" stroke-linecap="round"/>'
        f'<path d="M3 0l4 -1.6v3.2z" fill="{FAR_SKIN}"/><path d="M10.5 -3v6" stroke="{INK}" stroke-width="1.3" stroke-linecap="round"/></g>'
    )
    neck = painted((limb((skull[0] + 10, middle), (SHOULDER, middle), 7, 8), SKIN))
    return couch_above + _arm(middle, -1) + _arm(middle, 1) + neck + face


def _arm(middle: float, s: int) -> str:
    top, elbow = (SHOULDER + 3, middle + s * 24), (SHOULDER + 3 + UPPER_ARM, middle + s * 32)
    wrist = (elbow[0] + FOREARM * 0.98, elbow[1] - s * 1)
    hem = (top[0] + UPPER_ARM * 0.55, top[1] + s * 4.4)
    return painted(
        (limb(top, elbow, 7, 5.4), SKIN), (limb(elbow, wrist, 5.4, 4.2), SKIN), (limb(wrist, away(wrist, 0, 14), 5, 4), SKIN),
        (limb(top, hem, 7.6, 6.6), SHIRT),
    )  # fmt: skip


def straight_leg_above(hip: Point) -> str:
    """A leg that lies straight."""
    knee = away(hip, -1, THIGH)
    ankle = away(knee, 1, SHANK)
    toes = limb(ankle, away(ankle, 4, 13), 6, 4.5)
    return painted(
        (toes, SKIN), (limb(hip, knee, 13, 9), SKIN), (limb(knee, ankle, 9, 5.5), SKIN),
        (limb(hip, away(hip, -1, THIGH * 0.48), 13.6, 11.8), SHORTS),
    )  # fmt: skip


def torso_above(middle: float) -> str:
    """Chest and pelvis."""
    chest = f"M{SHOULDER - 3:g} {middle - 9:g}Q{SHOULDER:g} {middle - 30:g} {SHOULDER + 18:g} {middle - 25:g}L104 {middle - 20:g}V{middle + 20:g}L{SHOULDER + 18:g} {middle + 25:g}Q{SHOULDER:g} {middle + 30:g} {SHOULDER - 3:g} {middle + 9:g}Z"
    pelvis = (
        f"M98 {middle - 21:g}Q118 {middle - 26:g} 126 {middle - 20:g}V{middle + 20:g}Q118 {middle + 26:g} 98 {middle + 21:g}Z"
    )
    return painted((chest, SHIRT), (pelvis, SHORTS))


def faber() -> str:
    """Supine from above, head to the left: the ankle on the other knee, the knee out to the side."""
    middle = 104.0
    left, right = hips_above(middle)
    straight_knee = away(right, -1, THIGH)
    knee = away(left, 56, THIGH * 0.94)
    ankle = (straight_knee[0] - 3, straight_knee[1] - 8)
    toes_up = limb(ankle, away(ankle, -42, 22), 6, 4.5)
    hem = away(left, 56, THIGH * 0.48)
    return figure(
        "FABER (Patrick) test, seen from above",
        "Seen from above, the patient lies on the back. The ankle of one leg lies on the other leg just above the knee and the knee has "
        "fallen out to the side. One hand of the examiner presses that knee down to the couch; the other steadies the opposite front of the pelvis.",
        lying_above(middle), straight_leg_above(right), torso_above(middle),
        painted((toes_up, SKIN), (limb(knee, ankle, 9, 5.5), SKIN), (limb(left, knee, 13, 9), SKIN), (limb(left, hem, 13.6, 11.8), SHORTS)),
        f'<g fill="none" stroke="{ARROW}" stroke-width="2.6"><circle cx="{knee[0]:.1f}" cy="{knee[1]:.1f}" r="15"/>'
        f'<circle cx="{knee[0]:.1f}" cy="{knee[1]:.1f}" r="20" stroke-dasharray="4 4"/></g>',
        examiner((knee[0] - 1, knee[1] + 1), 112, 300, 22), examiner((right[0] - 12, right[1] + 3), -62, 118, 34),
        arrow((186, 80), (184, 56), (170, 42)), number((198, 58), "2"), number((222, 132), "1"),
    )  # fmt: skip


def hip_bent_above(hip: Point, knee: Point, shank_degrees: float, shank_share: float = 0.95) -> str:
    """A leg with the hip and knee at a right angle, from above: the thigh comes towards the eye, the shank lies level."""
    ankle = away(knee, shank_degrees, SHANK * shank_share)
    toes = limb(ankle, away(ankle, shank_degrees, 13), 6.5, 5)
    return painted(
        (limb(hip, knee, 13.6, 12), SHORTS), (limb(knee, ankle, 11, 6.5), SKIN), (toes, SKIN),
        (limb(knee, away(knee, shank_degrees, 1), 12, 11.5), SKIN),
    )  # fmt: skip


def inset(*parts: str, at: Point = (4, -14), scale: float = 0.42) -> str:
    """A small view from the side."""
    return f'<g transform="translate({at[0]:g} {at[1]:g}) scale({scale:g})">{"".join(parts)}</g>'


def hip_at_right_angle() -> str:
    """The small view that says how far the hip is bent: a right angle at hip and knee."""
    hip = (113.0, 132.5)
    return inset(
        couch(), leg(hip, -1.5, -0.5, True, far=True), trunk(hip, True), start_of(hip, -1, -1), leg(hip, 90, 0, True, bend=0),
        arm(hip, True), arrow((206, 128), (204, 96), (186, 76)),
    )  # fmt: skip


def fadir() -> str:
    """Supine from above: the bent hip across the middle and turned in, so that the foot goes out."""
    middle = 128.0
    left, right = hips_above(middle)
    knee = (left[0] + 16, middle + 6)
    ankle = away(knee, 34, SHANK * 0.95)
    return figure(
        "FADIR test, seen from above",
        "A small view from the side shows the hip and the knee bent to a right angle. In the large view from above one hand of the "
        "examiner brings that knee across the middle of the body; the other, at the ankle, swings the foot outwards, which turns the hip inwards.",
        hip_at_right_angle(), lying_above(middle), straight_leg_above(right), torso_above(middle),
        hip_bent_above(left, knee, 34), examiner(away(knee, 165, 6), 118, -50, 40), examiner(away(ankle, 124, 4), 78, 262, 30),
        arrow((102, 108), (103, 128), (116, 140)), arrow((194, 120), (202, 104), (198, 88)),
        number((128, 44), "2a"), number((86, 118), "2b"), number((218, 100), "2c"), number((236, 158), "1"),
    )  # fmt: skip


def hip_rotation_pain() -> str:
    """Supine from above: the bent hip turned inwards and outwards about a knee that stays where it is."""
    middle = 128.0
    left, right = hips_above(middle)
    knee = (left[0] + 6, left[1])
    shank = away(knee, 0, SHANK * 0.95)

    def ghost(degrees: float) -> str:
        (x, y), (u, v) = knee, away(knee, degrees, SHANK)
        return f'<path d="M{x:.1f} {y:.1f}L{u:.1f} {v:.1f}" stroke="{INK}" stroke-width="11" stroke-opacity=".25" stroke-linecap="round"/>'

    return figure(
        "Turning the bent hip, seen from above",
        "A small view from the side shows the hip and the knee bent to a right angle. In the large view from above one hand of the examiner "
        "holds the knee where it is; the other, at the ankle, swings the foot outwards, which turns the hip inwards, and then inwards.",
        hip_at_right_angle(), lying_above(middle), straight_leg_above(right), torso_above(middle), ghost(38), ghost(-32),
        hip_bent_above(left, knee, 0), examiner(away(knee, 150, 5), 112, -60, 30), examiner(away(shank, 90, 5), 66, 262, 28),
        arrow((204, 104), (202, 88), (190, 74)), arrow((204, 128), (202, 142), (190, 156)),
        number((128, 44), "1"), number((222, 90), "2a"), number((222, 146), "2b"),
    )  # fmt: skip


def fair_test() -> str:
    """Side lying, from above and from the front: the upper hip bent, the knee down over the edge, the foot raised."""
    hip = (112.0, 96.0)
    table = (
        f'<rect x="4" y="62" width="252" height="62" rx="6" fill="{COUCH}" fill-opacity=".45" stroke="{INK}" stroke-width="1.8"/>'
    )
    above = inset(
        table, leg(hip, -3, 2, False, far=True, bend=35), trunk(hip, False), start_of(hip, -3, -3), leg(hip, -72, 18, False, bend=10), arm(hip, False),
        arrow((196, 128), (190, 150), (172, 160)), at=(2, -20), scale=0.46,
    )  # fmt: skip
    return figure(
        "FAIR test, seen from above and from the front",
        "A small view from above shows the patient on the good side with the upper hip bent to about 70 degrees. In the large view from the front one hand of the "
        "examiner holds the pelvis, the other presses the knee down over the edge of the couch, and the foot is raised above the knee, which turns the hip inwards.",
        above, fair_from_the_front(), number((138, 18), "1"), number((138, 46), "2a"), number((112, 164), "2b"), number((246, 104), "2c"),
    )  # fmt: skip


def fair_from_the_front() -> str:
    """The patient's face to the eye, head to the left: the thigh comes over the edge of the couch, the foot is higher than the knee."""
    y, top = 114.0, 136.0
    joints = frontal_joints((HIP, y))
    lying = f'<g transform="rotate(-90 {HIP:g} {y:g})">{frontal_trunk(joints, behind=False)}</g>'
    shoulder = (HIP + joints["right_shoulder"][1] - y, y - 25)
    upper, lower = (HIP, y - 12.5), (HIP, y + 12.5)
    knee, ankle = (HIP + 20, top + 6), (HIP + 70, top - 12)
    couch_here = (
        f'<rect x="8" y="{top:g}" width="246" height="10" rx="3" fill="{COUCH}" stroke="{INK}" stroke-width="1.8"/>'
        f'<path d="M32 {top + 10:g}V{FLOOR:g}M230 {top + 10:g}V{FLOOR:g}" stroke="{INK}" stroke-width="4" stroke-linecap="round"/>'
        f'<line x1="6" x2="256" y1="{FLOOR:g}" y2="{FLOOR:g}" stroke="#9aa5ab" stroke-width="2"/>'
    )
    toes = limb(ankle, away(ankle, -18, 19), 6.5, 4.6)
    return "".join((
        couch_here, straight_leg_above(lower), lying, free_arm((shoulder[0] + 4, shoulder[1] + 4), -38, -152),
        painted((toes, SKIN), (limb(knee, ankle, 12, 7), SKIN)), painted((limb(upper, knee, 13.6, 14), SHORTS)),
        painted((limb(knee, away(knee, 20, 2), 11.5, 11), SKIN)),
        examiner((upper[0] - 10, upper[1] - 12), 112, 290, 28), examiner((knee[0] + 1, knee[1] - 6), 76, 262, 34),
        arrow((114, 128), (113, 138), (116, 148)),
        arrow((212, 138), (220, 124), (214, 108)),
    ))  # fmt: skip
