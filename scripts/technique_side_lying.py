"""Technique figures of tests lying on the side, seen from behind, from above or from the foot end, and of sets of tests in small scenes."""

from __future__ import annotations

from technique_above import SHOULDER, hips_above, inset, lying_above, straight_leg_above, torso_above
from technique_body import (
    ARROW,
    BED,
    COUCH,
    FAR_SKIN,
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
    trunk,
)
from technique_shapes import PAPER, couch_end, crop, dashed, ghost, oval, pressed, prone_from_the_foot_end, supine
from technique_stance import CHEST, PELVIS, face_or_hair, frontal_joints, outline, sole_end

UPPER_HIP, LOWER_HIP = (121.0, 111.0), (121.0, 132.0)
CREST = (106.0, 97.0)


def leg_from_behind(hip: Point, degrees: float) -> str:
    """A straight leg of somebody lying on the side, from behind: the heel is seen, the toes point away."""
    knee, ankle = away(hip, degrees, THIGH), away(hip, degrees, THIGH + SHANK)
    return painted(
        (limb(ankle, away(ankle, degrees, 9), 6.6, 6), SKIN), (limb(knee, ankle, 9, 5.5), SKIN), (limb(hip, knee, 13, 9), SKIN),
        (limb(hip, away(hip, degrees, THIGH * 0.5), 13.6, 11.8), SHORTS),
    )  # fmt: skip


def bent_leg_from_behind(hip: Point) -> str:
    """A leg with hip and knee bent, from behind: the thigh runs away from the eye, the shank lies behind it."""
    knee, ankle = (hip[0] + 26, hip[1]), (hip[0] + 72, hip[1] + 2)
    return painted(
        (limb(ankle, (ankle[0] + 9, ankle[1]), 6.6, 6), SKIN), (limb((knee[0] - 4, knee[1]), ankle, 9.5, 5.5), SKIN),
        (limb(hip, (hip[0] + 16, hip[1]), 13.6, 12.6), SHORTS),
    )  # fmt: skip


def body_from_behind() -> str:
    """Couch, pillow, head, chest and pelvis of somebody lying on the side, from behind, the head to the left."""
    neck = painted((limb((SHOULDER - 20, 117), (SHOULDER + 4, 118), 7, 8), SKIN))
    chest = f"M{SHOULDER - 3:.1f} 122Q{SHOULDER - 2:.1f} 92 {SHOULDER + 14:.1f} 90L100 104V145H{SHOULDER + 12:.1f}Q{SHOULDER - 3:.1f} 145 {SHOULDER - 3:.1f} 122Z"
    pelvis = "M96 104Q104 95 116 97L130 101V145H96Z"
    return (
        couch()
        + f'<rect x="9" y="128" width="38" height="18" rx="8" fill="{PAPER}" stroke="{INK}" stroke-width="1.8"/>'
        + neck + oval((SHOULDER - 30, 116), 15, 12, HAIR)
        + painted((chest, SHIRT), (pelvis, SHORTS))
        + f'<path d="M{SHOULDER + 8:.1f} 102Q{SHOULDER + 22:.1f} 104 {SHOULDER + 26:.1f} 120" fill="none" stroke="{INK}" stroke-opacity=".5" stroke-width="1.8"/>'
    )  # fmt: skip


def seen_from_above(thigh: float, shank: float, *over: str, lower: tuple[float, float] = (-3, 2)) -> str:
    """Somebody lying on the side, from above: the profile, with the upper leg turned by two angles; negative is to the front."""
    hip = (112.0, 93.0)
    table = (
        f'<rect x="4" y="56" width="252" height="80" rx="6" fill="{COUCH}" fill-opacity=".45" stroke="{INK}" stroke-width="1.8"/>'
    )
    return "".join(
        (
            table,
            leg(hip, *lower, False, far=True, bend=30),
            trunk(hip, False),
            leg(hip, thigh, shank, False, bend=20),
            arm(hip, False),
            *over,
        )
    )


def from_the_foot_end(upper_knee: Point, upper_ankle: Point, foot_turn: float = 0) -> str:
    """Lying on the side with bent hips, from the foot end, the front to the right; the upper knee and foot where they are told."""
    upper, lower_knee = (184.0, 88.0), (226.0, 115.0)
    return "".join((
        couch_end(206, 126, 54, 30), oval((176, 99), 17, 28, SHIRT), oval((179, 100), 15, 26, SHORTS), painted((limb((180, 113), lower_knee, 12, 10.5), SHORTS)),
        painted((limb(lower_knee, (206, 117), 9.5, 7), FAR_SKIN)), oval((203, 117), 7, 9, FAR_SKIN),
        painted((limb(upper, upper_knee, 12.5, 10.5), SHORTS)), painted((limb(upper_knee, upper_ankle, 10, 7.5), SKIN)),
        oval(upper_ankle, 7, 10, SKIN, foot_turn),
    ))  # fmt: skip


def sij_compression() -> str:
    """Lying on the side with bent hips and knees; both hands press the upper iliac crest straight down."""
    return figure(
        "Sacroiliac compression test",
        "The patient lies on the good side with bent hips and knees; a small view shows it from above. In the large view from behind the examiner lays both "
        "hands, one on the other, on the upper iliac crest and presses straight down to the couch with straight arms.",
        inset(seen_from_above(-52, 34, lower=(-46, 40)), at=(150, -8), scale=0.42),
        bent_leg_from_above_order(), examiner((CREST[0] + 5, CREST[1] - 11), 78, 190, 46), examiner((CREST[0], CREST[1] - 5), 97, 190, 46),
        arrow((140, 52), (140, 66), (140, 80)), number((246, 70), "1"), number((162, 68), "2"),
    )  # fmt: skip


def bent_leg_from_above_order() -> str:
    """The body from behind with both legs bent, the legs under the pelvis where they meet."""
    return body_from_behind() + bent_leg_from_behind(LOWER_HIP) + bent_leg_from_behind(UPPER_HIP)


def lifted_leg_from_behind(degrees: float, *hands: str) -> str:
    """The body from behind, the lower leg on the couch, the upper leg lifted."""
    return body_from_behind() + leg_from_behind(LOWER_HIP, -3) + leg_from_behind(UPPER_HIP, degrees) + "".join(hands)


def resisted_hip_abduction_pain() -> str:
    """Lying on the side: the upper leg lifted against a hand; the bent knee turned up against a hand."""
    knee = away(UPPER_HIP, 26, THIGH)
    clam = "".join((
        from_the_foot_end((222, 74), (208, 106)), examiner((218, 62), 96, 290, 24), arrow((246, 40), (246, 48), (246, 58)), arrow((244, 98), (250, 90), (250, 80), colour=INK),
    ))  # fmt: skip
    return figure(
        "Resisted hip abduction and outward turn",
        "The patient lies on the good side, seen from behind, and lifts the straight upper leg; a hand of the examiner on the outer thigh above the knee presses down against "
        "it, the other steadies the pelvis. A small view from the foot end shows hips and knees bent: the upper knee is lifted against the hand.",
        inset(clam, at=(-82, -4), scale=0.62),
        lifted_leg_from_behind(26, examiner((knee[0] - 1, knee[1] - 12), 84, 300, 30), examiner((CREST[0] + 2, CREST[1] - 5), 108, 320, 22)),
        arrow((192, 36), (192, 48), (191, 62)), arrow((236, 106), (243, 92), (240, 74), colour=INK), number((210, 32), "1a"), number((92, 20), "1b"),
    )  # fmt: skip


def gluteal_weakness() -> str:
    """Three small scenes of strength: abduction on the side, extension and outward turn prone."""
    knee = away(UPPER_HIP, 24, THIGH)
    abduction = lifted_leg_from_behind(
        24,
        examiner(away(away(knee, 24, 36), 114, 8), 90, 300, 34),
        examiner((CREST[0] + 2, CREST[1] - 5), 108, 320, 36),
        arrow((226, 14), (226, 26), (225, 38)),
    )
    hip = (118.0, 132.5)
    prone_knee = away(hip, 14, THIGH)
    extension = "".join((
        couch(), leg(hip, -2, -1, False, far=True, bend=50), trunk(hip, False), leg(hip, 14, 104, False, bend=0), arm(hip, False),
        examiner(away(away(prone_knee, 194, 8), 104, 11), 118, -66, 36), examiner((hip[0] - 12, hip[1] - 16), 116, 0, 36), arrow((196, 60), (196, 74), (192, 88)),
        arrow((214, 124), (220, 114), (219, 100), colour=INK),
    ))  # fmt: skip
    turn = "".join((
        dashed((144, 128), (144, 58)), prone_from_the_foot_end(131, 138, None, -28), examiner((109, 74), 160, -10, 34),
        arrow((76, 44), (90, 42), (104, 44)), arrow((154, 60), (146, 54), (134, 52), colour=INK),
    ))  # fmt: skip
    return figure(
        "Strength of the gluteal muscles",
        "Three small views. On the side, seen from behind: the straight upper leg is lifted against a hand above the ankle. Prone, with the knee bent: the thigh is lifted "
        "against a hand above the knee. Prone, from the foot end: the foot of the bent knee is pulled inwards against a hand at the inner ankle. The last is shown for both sides, which are compared.",
        inset(abduction, at=(-2, 0), scale=0.5), inset(extension, at=(130, 0), scale=0.5), inset(turn, at=(-22, 64), scale=0.7),
        f'<g transform="translate(262 0) scale(-1 1)">{inset(turn, at=(-22, 64), scale=0.7)}</g>',
        number((16, 16), "1a"), number((148, 16), "1b"), number((22, 156), "1c"), number((240, 156), "2"),
    )  # fmt: skip


def active_piriformis_test() -> str:
    """Lying on the side, the upper heel down, the knee lifted and turned out against a hand while the buttock is felt."""
    scene = "".join((
        from_the_foot_end((224, 66), (240, 114), -20), examiner((220, 55), 100, 290, 26), examiner((160, 92), 140, -20, 28),
        arrow((250, 24), (250, 34), (248, 46)), arrow((252, 96), (258, 82), (252, 66), colour=INK),
    ))  # fmt: skip
    above = seen_from_above(-62, 22, pressed((108, 84), 9))
    return figure(
        "Active piriformis test",
        "The patient lies on the good side. A small view from above shows the upper hip and knee bent, a ring marks the piriformis in the buttock. In the large view from the "
        "foot end the heel of the upper leg presses on the couch; the knee is lifted and turned out against one hand of the examiner while the other feels the buttock.",
        inset(above, at=(2, -16), scale=0.5), inset(scene, at=(-24, 0), scale=1.06), number((20, 74), "1a"), number((178, 34), "1b"), number((98, 90), "1c"),
    )  # fmt: skip


def ischiofemoral_impingement_test() -> str:
    """Lying on the side: the upper leg back, then back and down compared with back and up."""
    knee = away(UPPER_HIP, -9, THIGH)
    raised = away(UPPER_HIP, 20, THIGH + SHANK)
    back = seen_from_above(
        20,
        20,
        examiner((172, 76), 70, 250, 12),
        examiner((104, 80), 110, 290, 12),
        arrow((236, 88), (238, 72), (232, 58)),
        lower=(-10, 14),
    )
    return figure(
        "Ischiofemoral impingement test",
        "The patient lies on the good side. A small view from above shows the upper leg taken backwards, into extension, with one hand on the pelvis. In the large view from "
        "behind the leg, still held back, is let down behind the other leg; a pale leg shows the comparison, the same with the leg lifted.",
        inset(back, at=(2, -10), scale=0.46), body_from_behind(), leg_from_behind(LOWER_HIP, -3), ghost(UPPER_HIP, raised, width=16), leg_from_behind(UPPER_HIP, -9),
        examiner((knee[0] + 4, knee[1] - 4), 62, 250, 34), examiner((CREST[0] + 2, CREST[1] - 5), 100, 310, 20),
        arrow((240, 92), (246, 104), (243, 116)), arrow((236, 84), (240, 74), (238, 62)), number((134, 40), "2a"), number((223, 99), "2b"), number((220, 46), "2c"),
        number((26, 86), "1"),
    )  # fmt: skip


def squat_from_the_front(spread: float) -> str:
    """A squat from the front; the thighs come towards the eye and the knees are apart by `spread` each."""
    ground = 236.0
    joints = frontal_joints((0, ground - 78))
    legs = ""
    for side, s in (("left_hip", -1), ("right_hip", 1)):
        knee, ankle = (s * spread, ground - 60), (s * 15, ground - 8)
        legs += painted((sole_end(ankle, s), SKIN), (limb(knee, ankle, 9.5, 5.5), SKIN)) + painted(
            (limb(joints[side], knee, 13.6, 12), SHORTS)
        )
        legs += painted((limb(knee, (knee[0], knee[1] + 1), 11, 10.6), SKIN))
    arms = "".join(
        painted((limb(joints[f"{n}_shoulder"], (s * 21, ground - 110), 7, 6), SKIN), (limb((s * 21, ground - 110), (s * 6, ground - 104), 6.5, 5), SKIN),
                (limb(joints[f"{n}_shoulder"], (s * 24, ground - 124), 7.6, 6.8), SHIRT))
        for n, s in (("left", -1), ("right", 1))
    )  # fmt: skip
    return (
        painted((limb(joints["top"], joints["head"], 7, 7), SKIN)) + face_or_hair(joints["head"], False, 0)
        + painted((outline(joints, CHEST), SHIRT), (outline(joints, PELVIS), SHORTS)) + legs + arms
    )  # fmt: skip


def gluteal_contracture() -> str:
    """A cord felt across the bent hip; in the squat the knees part."""
    band = f'<path d="M104 122Q116 104 134 110" fill="none" stroke="{ARROW}" stroke-width="5" stroke-linecap="round"/>'
    felt = crop(
        bent_leg_from_above_order(), band, examiner((116, 104), 66, 248, 34), box=(60, 40, 150, 120), at=(0, 34), scale=0.86
    )
    squat = inset(
        '<line x1="-60" x2="60" y1="238" y2="238" stroke="#9aa5ab" stroke-width="2"/>', squat_from_the_front(38),
        dashed((-9, 150), (-9, 178), (-13, 226)), dashed((9, 150), (9, 178), (13, 226)), at=(196, 8), scale=0.7,
    )  # fmt: skip
    return figure(
        "Gluteal band and squat",
        "On the left the patient lies on the side with the hip bent, seen from behind; the fingers of the examiner feel a tight cord across the buttock, which is drawn. On the "
        "right the patient squats, seen from the front, and the knees part although they should stay together; broken lines show where they should be.",
        felt, f'<path d="M134 12V172" stroke="{INK}" stroke-opacity=".35" stroke-dasharray="3 4"/>', squat,
        arrow((166, 152), (158, 152), (150, 150)), arrow((226, 152), (234, 152), (242, 150)), number((20, 22), "1"), number((156, 22), "2"),
    )  # fmt: skip


def sij_provocation_cluster() -> str:
    """The five tests of the sacroiliac joint in turn, each as a small scene about the pelvis."""
    hip = (116.0, 132.5)
    knee = away(hip, 90, THIGH)
    thrust = crop(
        supine(hip, thigh=90, shank=0, bend=8),
        examiner((knee[0], knee[1] - 11), 105, 20, 34),
        arrow((154, 88), (154, 98), (154, 110)),
        box=(34, -4, 160, 160),
        at=(2, 0),
        scale=0.54,
    )
    middle = 104.0
    left, right = hips_above(middle)
    upper, lower = (104.0, middle - 16), (104.0, middle + 16)
    apart = crop(
        lying_above(middle), straight_leg_above(right), straight_leg_above(left), torso_above(middle), examiner(upper, -42, 120, 44), examiner(lower, 42, 240, 44),
        arrow((82, 98), (80, 88), (80, 76)), arrow((82, 110), (80, 120), (80, 132)), box=(42, 24, 154, 160), at=(91, 0), scale=0.54,
    )  # fmt: skip
    down = crop(
        bent_leg_from_above_order(), examiner((CREST[0] + 5, CREST[1] - 11), 78, 190, 46), examiner((CREST[0], CREST[1] - 5), 97, 190, 46), arrow((142, 50), (142, 66), (142, 82)),
        box=(51, -4, 150, 160), at=(178, 0), scale=0.54,
    )  # fmt: skip
    prone = (128.0, 132.5)
    palm = (prone[0] - 10, prone[1] - 18)
    sacrum = crop(
        couch(), leg(prone, -2, -1, False, bend=50), trunk(prone, False), arm(prone, False), examiner((palm[0] + 4, palm[1] - 6), 78, 190, 50), examiner(palm, 96, 190, 52),
        arrow((154, 66), (154, 82), (154, 98)), box=(18, 18, 244, 160), at=(0, 92), scale=0.53,
    )  # fmt: skip
    edge = (138.0, 132.5)
    chest_knee, hanging = away(edge, 122, THIGH), away(edge, -12, THIGH)
    short = f'<rect x="8" y="{BED:g}" width="138" height="10" rx="3" fill="{COUCH}" stroke="{INK}" stroke-width="1.8"/>'
    gaenslen = crop(
        short, leg(edge, 122, -28, True, far=True, bend=20), trunk(edge, True), leg(edge, -12, -30, True, bend=20), arm(edge, True),
        examiner(away(chest_knee, 100, 10), 70, 250, 34), examiner((hanging[0] - 10, hanging[1] - 11), 66, 200, 40), arrow((216, 104), (220, 120), (217, 136)),
        box=(18, 18, 244, 160), at=(132, 92), scale=0.53,
    )  # fmt: skip
    return figure(
        "The five sacroiliac provocation tests",
        "Five small views in turn: thigh thrust, pressure down through the bent thigh; distraction, crossed hands push the front spines of the pelvis apart; compression, pressure "
        "down on the upper iliac crest on the side; sacral thrust, pressure down on the sacrum prone; Gaenslen, one knee at the chest, the other thigh pressed down over the edge.",
        thrust, apart, down, sacrum, gaenslen, f'<path d="M4 88H258" stroke="{INK}" stroke-opacity=".3" stroke-dasharray="3 4"/>',
        number((16, 15), "1a"), number((104, 15), "1b"), number((192, 15), "1c"), number((18, 106), "1d"), number((146, 106), "1e"),
    )  # fmt: skip


def one_legged_squat_from_the_front() -> str:
    """A squat on one leg from the front: the other side of the pelvis drops, the trunk leans over, the knee falls inwards."""
    ground = 236.0
    joints = frontal_joints((0, ground - 92), tilt=12, lean=-12)
    hip, knee, ankle = joints["left_hip"], (4.0, ground - 56), (-12.0, ground - 8)
    free, foot = (
        (joints["right_hip"][0] + 8, joints["right_hip"][1] + 34),
        (joints["right_hip"][0] + 10, joints["right_hip"][1] + 66),
    )
    hang = "".join(
        painted((limb(joints[f"{n}_shoulder"], (joints[f"{n}_shoulder"][0] + s * 18, joints[f"{n}_shoulder"][1] + 34), 7, 5), SKIN),
                (limb(joints[f"{n}_shoulder"], (joints[f"{n}_shoulder"][0] + s * 9, joints[f"{n}_shoulder"][1] + 17), 7.6, 6.8), SHIRT))
        for n, s in (("left", -1), ("right", 1))
    )  # fmt: skip
    return "".join((
        hang, painted((limb(joints["top"], joints["head"], 7, 7), SKIN)), face_or_hair(joints["head"], False, -12),
        painted((limb(free, foot, 8.5, 5.5), FAR_SKIN)), painted((limb(joints["right_hip"], free, 13, 10.5), SHORTS)),
        painted((outline(joints, CHEST), SHIRT), (outline(joints, PELVIS), SHORTS)),
        painted((sole_end(ankle, -1), SKIN), (limb(knee, ankle, 9.5, 5.5), SKIN)), painted((limb(hip, knee, 13.6, 11.5), SHORTS)), painted((limb(knee, (knee[0], knee[1] + 1), 11, 10.6), SKIN)),
    ))  # fmt: skip


def supine_core_weakness() -> str:
    """Plank, bridge, active straight leg raise and single-leg squat, each with the loss of control to watch for."""
    floor = f'<line x1="6" x2="256" y1="{BED + 2:g}" y2="{BED + 2:g}" stroke="#9aa5ab" stroke-width="3"/>'
    hip = (122.0, 112.0)
    shoulder = away(hip, 170, TRUNK)
    elbow = (shoulder[0] + 2, shoulder[1] + UPPER_ARM)
    plank = "".join((
        floor, leg(hip, -9, -7, False, bend=-6), trunk(hip, False, -10),
        painted((limb(shoulder, elbow, 6.8, 5.4), SKIN), (limb(elbow, away(elbow, 180, FOREARM), 5.4, 4.2), SKIN), (limb(shoulder, away(shoulder, -88, 22), 7.4, 6.6), SHIRT)),
        arrow((124, 66), (124, 78), (124, 90)),
    ))  # fmt: skip
    raised = (112.0, 104.0)
    bridge = "".join((
        floor, leg(raised, 10, -51, True, far=True, bend=40), trunk(raised, True, 26), leg((raised[0] - 4, raised[1] + 1), 8, -50, True, bend=40), arm(raised, True, 26),
        arrow((112, 56), (112, 68), (112, 80)),
    ))  # fmt: skip
    back = (113.0, 132.5)
    lift = "".join(
        (
            supine(back, thigh=18, shank=18),
            arrow((238, 122), (243, 110), (238, 98), colour=INK),
            arrow((92, 104), (104, 96), (118, 104)),
        )
    )
    return figure(
        "Control of trunk and pelvis in four tasks",
        "Four small views: plank on forearms and toes, where the pelvis may sag; bridge, where the pelvis may sink; active straight leg raise on the back, where the pelvis may turn; "
        "squat on one leg from the front, where the trunk leans, the pelvis drops and the knee falls inwards. Arrows show the loss of control.",
        crop(plank, box=(4, 56, 254, 100), at=(2, 0), scale=0.54), crop(bridge, box=(4, 46, 254, 108), at=(2, 56), scale=0.54),
        crop(lift, box=(4, 72, 254, 112), at=(2, 120), scale=0.54),
        inset(one_legged_squat_from_the_front(), '<line x1="-56" x2="56" y1="238" y2="238" stroke="#9aa5ab" stroke-width="2.4"/>', at=(202, -5), scale=0.76),
        arrow((238, 104), (244, 112), (244, 122)), arrow((182, 138), (190, 134), (200, 134)), arrow((216, 22), (204, 9), (188, 14)),
        number((124, 14), "1a"), number((18, 74), "1b"), number((24, 128), "1c"), number((156, 16), "1d"),
    )  # fmt: skip


FIGURES = (
    sij_compression, resisted_hip_abduction_pain, gluteal_weakness, active_piriformis_test, ischiofemoral_impingement_test, gluteal_contracture,
    sij_provocation_cluster, supine_core_weakness,
)  # fmt: skip
