"""Technique figures of tests on the back and prone: movements of the hip, pressure on the pelvis and the spine.

Some show two or more small scenes: from the side, from above with the head to the left, or from the foot end.
"""

from __future__ import annotations

from technique_above import (
    SHOULDER,
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
    HAIR,
    HAND,
    INK,
    SHANK,
    SHIRT,
    SHORTS,
    SKIN,
    THIGH,
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
from technique_shapes import (
    PAPER,
    angle_arc,
    couch_end,
    dashed,
    degrees,
    ghost,
    oval,
    pressed,
    prone_from_the_foot_end,
    sole,
    supine,
)


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
        ghost((144, 128), away((144, 128), 50, SHANK)), ghost((144, 128), away((144, 128), 130, SHANK)), prone_from_the_foot_end(131, 138, None, 0),
        arrow((132, 66), (120, 66), (108, 76)), arrow((156, 66), (168, 66), (180, 76)),
    ))  # fmt: skip
    return figure(
        "Movements of the hip",
        "Four small views. On the back, seen from the side: the hip is bent. On the back, seen from above: the straight leg is moved out and "
        "across; then, with hip and knee at a right angle, the foot is swung outwards and inwards. Prone, seen from the foot end, with the "
        "knee bent: the foot is swung to both sides.",
        inset(flexed, at=(-2, -4), scale=0.5), inset(sideways, at=(130, 4), scale=0.5), inset(turned, at=(-2, 86), scale=0.5),
        inset(prone, at=(116, 62), scale=0.72),
        number((18, 20), "2a"), number((146, 97), "2b"), number((18, 100), "2c"), number((160, 150), "2d"),
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
        supine(hip, thigh=106, shank=-4), examiner((knee_side[0] + 2, knee_side[1] - 11), 70, 10, 16), arrow((70, 70), (75, 90), (80, 108)),
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
        couch_end(70, 50, 66, 4), sole((102, 47), 48, 0.45), sole((102, 47), -42, 0.45), sole((102, 47), 0), sole((32, 47), -8),
        arrow((90, 9), (80, 12), (73, 21)), arrow((114, 9), (124, 12), (132, 20)),
    ))  # fmt: skip
    return figure(
        "Log roll test",
        "The patient lies on the back with straight legs, seen from above. Both hands of the examiner lie on the front of one thigh and "
        "shin and roll the whole leg. A small view of the feet from the foot end shows the toes rolling inwards and outwards.",
        inset(feet, at=(98, 2), scale=1), lying_above(middle), straight_leg_above(right), straight_leg_above(left), torso_above(middle),
        examiner((left[0] + 34, left[1] - 2), 104, 276, 34), examiner((left[0] + 78, left[1] - 1), 76, 268, 34),
        arrow((174, 132), (184, 116), (174, 102)), arrow((172, 102), (162, 116), (172, 132)),
        number((226, 150), "1"), number((151, 14), "2a"), number((248, 15), "2b"),
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


def drehmann_sign() -> str:
    """Supine: while the hip is bent, the knee drifts outwards and the foot inwards."""
    middle = 128.0
    left, right = hips_above(middle)
    straight, drifted = (left[0] + 4, left[1]), (left[0] - 2, middle - 42)
    hip = (113.0, 132.5)
    knee_side = away(hip, 100, THIGH)
    ankle_side = away(knee_side, -16, SHANK)
    bend = inset(
        supine(hip, thigh=100, shank=-16),
        examiner(away(ankle_side, -80, 8), -20, 120, 36),
        arrow((236, 112), (238, 84), (214, 66)),
        at=(4, -14),
        scale=0.42,
    )
    return figure(
        "Hip turns out as it is bent (Drehmann)",
        "A small view from the side shows the hip bent slowly with the knee bent, a hand of the examiner under the heel. In the large view from above a "
        "pale leg shows where the thigh should go, straight towards the shoulder of its own side; the thigh drifts outwards and the foot comes inwards.",
        bend, lying_above(middle), straight_leg_above(right), torso_above(middle), ghost(straight, away(straight, 0, SHANK), width=20),
        hip_bent_above(left, drifted, -24), examiner(away(away(drifted, -24, SHANK * 0.95), 66, 6), 60, 250, 32),
        arrow((82, 124), (74, 104), (84, 84)), arrow((196, 118), (198, 122), (192, 132)), number((236, 158), "1"), number((128, 44), "2"), number((60, 96), "3"),
    )  # fmt: skip


def sign_of_the_buttock() -> str:
    """Supine: the straight leg raised to its stop, then the knee bent and the hip tried further."""
    hip = (122.0, 132.5)
    knee, stop = away(hip, 50, THIGH), away(hip, 50, THIGH + SHANK)
    ankle = away(knee, -28, SHANK)
    return figure(
        "Sign of the buttock",
        "The patient lies on the back. A pale leg shows how far the straight leg could be raised. At that point the knee is bent, and the examiner, one hand "
        "on the front of the knee and one under the heel, tries to bend the hip further, towards the broken line. The sign: it goes no further.",
        supine(hip, ghost(hip, stop, away(stop, 140, 14), width=14), thigh=50, shank=-28), dashed(away(hip, 96, 22), away(hip, 96, THIGH + 10)),
        examiner(away(knee, 4, 10), 20, 120, 40), examiner(away(ankle, -86, 8), -4, 110, 22), arrow((242, 112), (244, 84), (222, 46)),
        arrow((142, 78), (134, 72), (127, 73)), number((247, 52), "1"), number((122, 44), "2"),
    )  # fmt: skip


def excess_hip_flexion() -> str:
    """Supine: one straight leg goes beyond upright, the other side stops before."""
    hip = (122.0, 132.5)
    ankle = away(hip, 106, THIGH + SHANK)
    other = away(hip, 62, THIGH + SHANK)
    return figure(
        "Hip bends too far with a straight knee",
        "The patient lies on the back. The examiner lifts one straight leg under the heel, a hand on the front of the thigh keeping the knee straight. It "
        "goes beyond upright; a pale leg shows how far the other side goes. The arc between them is the difference.",
        supine(hip, ghost(hip, other, away(other, 152, 14), width=14), thigh=106, shank=106), angle_arc(hip, 65, 97, 74, ARROW),
        examiner(away(ankle, 16, 8), 12, 176, 24), examiner(away(away(hip, 106, THIGH - 10), 196, 11), 176, 0, 36),
        arrow((232, 116), (226, 78), (200, 54)), number((236, 66), "1a"), number((186, 92), "1b"), number((42, 58), "2"),
    )  # fmt: skip


def lumbar_pa_pain() -> str:
    """Prone: the lumbar vertebrae pressed forwards one by one, in the middle and beside it."""
    hip = (128.0, 132.5)
    palm = (hip[0] - 30, hip[1] - 17)
    middle = 30.0
    left, right = hips_above(middle)
    dots = "".join(
        f'<circle cx="{x}" cy="{middle:g}" r="3.4" fill="{ARROW}" stroke="{PAPER}" stroke-width="1"/>'
        f'<g fill="none" stroke="{PAPER}" stroke-width="1.8"><circle cx="{x}" cy="{middle - 10:g}" r="2.8"/><circle cx="{x}" cy="{middle + 10:g}" r="2.8"/></g>'
        for x in (72, 80, 88, 96, 104)
    )
    back = "".join((
        painted((limb((SHOULDER - 20, middle), (SHOULDER, middle), 7, 8), SKIN)), oval((SHOULDER - 30, middle), 15, 12, HAIR),
        painted(*((limb(h, (150, h[1]), 13, 11), c) for h in (left, right) for c in (SKIN,)), *((limb(h, away(h, 0, 14), 13.6, 12.6), SHORTS) for h in (left, right))),
        torso_above(middle), dots,
    ))  # fmt: skip
    return figure(
        "Pressure on the lumbar vertebrae",
        "The patient lies prone. The examiner lays the edge of one hand on a lumbar vertebra, the other hand on top, and presses straight down. A small view "
        "of the back shows the places: in the middle on each vertebra, and a finger's breadth to either side.",
        inset(back, at=(142, 2), scale=0.72), dashed((211, 24), (221, 62)), dashed((199, 31), (193, 62)),
        couch(), leg(hip, -2, -1, False, far=True, bend=50), leg(hip, -2, -1, False, bend=50), trunk(hip, False), arm(hip, False),
        examiner((palm[0] + 4, palm[1] - 6), 80, 190, 46), examiner(palm, 98, 190, 50), arrow((122, 72), (122, 86), (122, 100)),
        number((224, 74), "2a"), number((192, 74), "2b"), number((46, 101), "1"), number((142, 86), "2"),
    )  # fmt: skip


def hamstring_retraction_deformity() -> str:
    """Prone: the knee bent against light resistance; the muscle bulges low on one thigh."""
    hip = (118.0, 132.5)
    knee = away(hip, -2, THIGH)
    ankle = away(knee, 44, SHANK)
    swell = "M149 122C153 121 153 112 160 112C167 112 167 120 172 126"
    bulge = f'<path d="{swell}L171 129L151 125Z" fill="{SKIN}"/><path d="{swell}" fill="none" stroke="{INK}" stroke-width="2" stroke-linecap="round"/>'

    def thigh(y: float, belly: str) -> str:
        return (
            painted(
                (limb((20, y), (84, y), 16, 12), SKIN),
                (limb((84, y), (104, y), 12, 10), SKIN),
                (limb((18, y), (24, y), 16.5, 16), SHORTS),
            )
            + f'<path d="{belly}" fill="{HAND}" fill-opacity=".55" stroke="{INK}" stroke-width="1.6"/>'
        )

    sound = thigh(20, "M42 20C50 9 72 9 88 20C72 31 50 31 42 20Z")
    torn = thigh(58, "M64 58C63 45 82 44 90 58C82 72 63 71 64 58Z") + dashed((42, 58), (62, 58))
    return figure(
        "Contour of the hamstrings on contraction",
        "The patient lies prone and bends the knee against a light hand on the back of the ankle. The back of the thigh bulges above the knee. A small "
        "view from above compares both thighs: on one the muscle belly fills the thigh, on the other it has drawn together towards the knee.",
        inset(sound, torn, at=(2, 2), scale=1), couch(), leg(hip, -2, -1, False, far=True, bend=50), trunk(hip, False), leg(hip, -2, 44, False, bend=0),
        bulge, arm(hip, False), examiner(away(ankle, 134, 9), 108, -46, 34), arrow((236, 112), (234, 92), (222, 78)), number((246, 126), "1"), number((128, 40), "2"),
        arrow((159, 82), (160, 90), (160, 98)),
    )  # fmt: skip


FIGURES = (
    slr_very_limited, modified_bent_knee_stretch, hip_motion_limited, hip_internal_rotation_limited, scour_test, log_roll, sij_distraction,
    adductor_squeeze, drehmann_sign, sign_of_the_buttock, excess_hip_flexion, lumbar_pa_pain, hamstring_retraction_deformity,
)  # fmt: skip
