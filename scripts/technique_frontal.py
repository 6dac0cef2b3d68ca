"""The technique figures of tests done standing, seen from behind or from the front."""

from __future__ import annotations

from technique_body import ARROW, COUCH, HAIR, HAND, INK, SHIRT, SHORTS, SKIN, Point, examiner, limb, painted
from technique_stance import (
    GROUND,
    HIP_HEIGHT_Y,
    PAPER,
    dashed,
    felt,
    frontal_joints,
    go,
    ground,
    person,
    reach,
    shifted,
    spine,
    standing,
    step,
    upright_behind,
    wall,
)
from technique_upright import ARCHED, arched_back, arched_hip, bent_forward, bent_hip

SMALL = 0.72
DOWN = GROUND * (1 - SMALL)


def turned_above(x: float, y: float, degrees: float) -> str:
    """Somebody from above: the feet point up in the picture, the shoulders and the head are turned."""
    feet = "".join(
        f'<path d="M{x + s * 12 - 6:g} {y + 8:g}v-42a6 7 0 0 1 12 0v42z" fill="{SKIN}" stroke="{INK}" stroke-width="1.6"/>'
        for s in (-1, 1)
    )
    return (
        f'{feet}<ellipse cx="{x:g}" cy="{y:g}" rx="27" ry="16" fill="{SHORTS}" stroke="{INK}" stroke-width="1.8"/>'
        f'<g transform="translate({x:g} {y:g}) rotate({degrees:g})"><ellipse rx="35" ry="15" fill="{SHIRT}" stroke="{INK}" stroke-width="1.8"/>'
        f'<path d="M0 -20l-5 7h10z" fill="{SKIN}" stroke="{INK}" stroke-width="1.6"/>'
        f'<ellipse rx="12" ry="15" fill="{HAIR}" stroke="{INK}" stroke-width="1.8"/></g>'
    )


def lumbar_motion_limited() -> str:
    """Forwards, backwards, to each side, and turned."""
    side = upright_behind(0, lean=-28, left_arm=(-92, -88), right_arm=(-112, -122))
    return standing(
        "Movements of the low back",
        "The patient bends forward and arches backwards, both seen from the side, bends to each side, seen from behind, and "
        "turns the trunk to each side over a still pelvis, seen from above.",
        ground(8, 262), shifted(bent_forward(34), 0, DOWN, SMALL), shifted(arched_back(120), 36, DOWN, SMALL),
        shifted(side, 222, DOWN, SMALL), turned_above(298, 150, -28),
        over=(
            go((36, 86), (70, 92), (78, 118)), step((40, 58), "1a"), go((150, 66), (130, 56), (108, 66)), step((130, 34), "1b"),
            go((222, 62), (200, 60), (182, 76)), go((238, 62), (254, 64), (268, 80), colour=INK), step((228, 34), "1c"),
            go((290, 104), (274, 106), (266, 120)), go((306, 104), (322, 106), (330, 120), colour=INK), step((298, 76), "1d"),
        ),
    )  # fmt: skip


def extension_rotation_pain() -> str:
    """Back, to the painful side and turned, guided by a hand on the shoulder and one on the pelvis."""
    hip = arched_hip(92)
    shoulder = spine(hip, *ARCHED)[2]
    joints = frontal_joints((252, HIP_HEIGHT_Y), lean=20)
    return standing(
        "Extension, side bend and rotation",
        "On the left, from the side, one hand of the examiner on the shoulder guides the patient backwards, the other steadies "
        "the pelvis. On the right, from behind, the same hand guides the trunk to the painful side and turns it; a ring marks "
        "that side of the low back.",
        ground(), arched_back_free(92), examiner((hip[0] - 12, hip[1] - 2), 190, 10, 40),
        examiner((shoulder[0] + 12, shoulder[1] + 2), 24, 196, 40),
        upright_behind(252, lean=20, left_arm=(-96, -90), right_arm=(-84, -80)), felt((265, 94), 8, 8),
        examiner((joints["right_shoulder"][0] + 3, joints["right_shoulder"][1] - 6), 46, 214, 26),
        examiner((230, HIP_HEIGHT_Y - 6), 190, -10, 32),
        over=(
            go((122, 16), (90, 2), (52, 18)), step((24, 44), "2a"), go((240, 12), (270, 2), (296, 20)), step((216, 22), "2b"),
            go((250, 64), (272, 82), (300, 72)), step((324, 90), "2c"), step((140, 214), "1"),
        ),
    )  # fmt: skip


def arched_back_free(x: float) -> str:
    """Somebody arched backwards with the arm hanging."""
    hip = arched_hip(x)
    return person(hip, (-97, -93, 0), (-95, -93, 0), *ARCHED, nod=-14, near_arm=(-100, -92))


def clock(at: Point) -> str:
    """A stop watch."""
    x, y = at
    return (
        f'<rect x="{x - 5:g}" y="{y - 31:g}" width="10" height="9" rx="2" fill="{INK}"/><circle cx="{x:g}" cy="{y:g}" r="23" fill="#fff" stroke="{INK}" '
        f'stroke-width="3.4"/><path d="M{x:g} {y:g}V{y - 18:g}A18 18 0 0 1 {x:g} {y + 18:g}Z" fill="{ARROW}" fill-opacity=".55"/>'
        f'<path d="M{x:g} {y - 17:g}V{y:g}V{y + 14:g}" stroke="{INK}" stroke-width="3" stroke-linecap="round"/>'
    )


def single_leg_stance_pain() -> str:
    """On the affected leg, the fingertips on a wall, for half a minute."""
    joints = frontal_joints((150, HIP_HEIGHT_Y))
    return standing(
        "Standing on one leg",
        "Seen from the front, the patient stands on the affected leg with the other knee lifted and only the fingertips on a "
        "wall. A stop watch runs to half a minute; a ring marks the outer hip.",
        ground(), wall(214),
        upright_behind(150, behind=False, right_leg="lifted", right_arm=reach(joints["right_shoulder"], (202, 86))),
        felt((124, HIP_HEIGHT_Y), 8, 13), clock((58, 110)),
        over=(
            step((58, 48), "1"),
        ),
    )  # fmt: skip


def thumb(palm: Point, tip: Point) -> str:
    """A thumb from the hand of the examiner."""
    return painted((limb(palm, tip, 3.6, 3), HAND))


def sij_motion_tests() -> str:
    """Thumbs under the back spines of the pelvis; the knee lifted, then bent forward standing and sitting."""
    x = 84.0
    left, right = (x - 9, HIP_HEIGHT_Y - 5), (x + 9, HIP_HEIGHT_Y - 5)
    low = bent_hip(30)
    return standing(
        "Movement of the sacroiliac joints",
        "On the left, from behind, both hands of the examiner hold the pelvis with the thumbs under its back spines while the "
        "patient lifts one knee. On the right the patient bends forward, above standing and below sitting, with the thumbs in "
        "the same place.",
        ground(8, 190), upright_behind(x, right_leg="lifted", left_arm=(-112, -92), right_arm=(-68, -88)),
        examiner((x - 24, HIP_HEIGHT_Y - 2), 208, 70, 36), examiner((x + 24, HIP_HEIGHT_Y - 2), -28, 110, 36),
        thumb((x - 22, HIP_HEIGHT_Y - 2), left), thumb((x + 22, HIP_HEIGHT_Y - 2), right),
        shifted(ground(-20, 120) + bent_forward(30) + held_from_behind((low[0] - 6, low[1] - 12)), 242, -26, 0.58),
        shifted(ground(-20, 120) + bent_on_a_stool(20), 242, 99, 0.58),
        over=(
            step((24, 70), "1"), go((120, 182), (128, 166), (124, 150)), step((148, 196), "2a"), step((324, 40), "2b"),
            step((324, 150), "2c"),
        ),
    )  # fmt: skip


def held_from_behind(spine_of_pelvis: Point) -> str:
    """The hand of the examiner on the pelvis, the thumb under its back spine."""
    x, y = spine_of_pelvis
    return examiner((x + 4, y + 8), 196, -30, 34) + thumb((x + 2, y + 6), (x - 2, y - 6))


def bent_on_a_stool(x: float) -> str:
    """Somebody on a stool, bent forward between the knees."""
    hip = (x, GROUND - 72.0)
    stool = (
        f'<rect x="{x - 20:g}" y="{GROUND - 58:g}" width="44" height="9" rx="3" fill="{COUCH}" stroke="{INK}" stroke-width="2"/>'
        f'<path d="M{x - 14:g} {GROUND - 49:g}V{GROUND:g}M{x + 18:g} {GROUND - 49:g}V{GROUND:g}" stroke="{INK}" stroke-width="5"/>'
    )
    shoulder, shin = spine(hip, 50, -22)[2], (x + 74, GROUND - 22)
    sat = person(hip, (-8, -94, 0), (-5, -94, 0), 50, -22, nod=16, near_arm=reach(shoulder, shin), far_arm=reach(shoulder, shin))
    return stool + sat + held_from_behind((hip[0] - 8, hip[1] - 12))


def lateral_shift() -> str:
    """From behind against a plumb line, and from the side."""
    hip = (262.0, HIP_HEIGHT_Y)
    hollow = (
        '<path d="M-18 2C-17 -14 4 -22 -6 -38C-12 -46 -16 -54 -12 -66" fill="none" stroke="#fff" stroke-width="2.6" '
        'stroke-dasharray="5 3"/>'
    )
    return standing(
        "Looking for a shift of the trunk",
        "On the left, from behind, a plumb line runs up from between the heels; the trunk and the head stand beside it. On the "
        "right, from the side, a broken curve shows the usual hollow of the low back, which is flattened here.",
        ground(), upright_behind(96, shift=17, lean=3, left_arm=(-93, -92), right_arm=(-86, -90)),
        dashed((96, 8), (96, GROUND), width=2.6), person(hip, pelvis=94, chest=84, near_arm=(-88, -80)),
        shifted(hollow, *hip),
        over=(
            go((136, 30), (150, 29), (164, 30)), step((30, 70), "1a"), step((204, 90), "1b"),
        ),
    )  # fmt: skip


def trendelenburg() -> str:
    """On one leg: the pelvis level, dropped, and the trunk thrown over."""
    small = 0.9
    y = GROUND * (1 - small)

    def panel(middle: float, tilt: float, lean: float) -> str:
        joints = frontal_joints((0, HIP_HEIGHT_Y), tilt)
        left, right = joints["left_waist"], joints["right_waist"]
        crest = [
            ((1 + k) * a[0] - k * b[0], (1 + k) * a[1] - k * b[1] + 3) for a, b, k in ((left, right, 0.7), (right, left, 0.7))
        ]
        arms = ((-98 + lean / 3, -94), (-82 + lean / 3, -86))
        body = upright_behind(0, tilt, lean, right_leg="heel back", left_arm=arms[0], right_arm=arms[1])
        return shifted(
            body + dashed(*crest, colour=PAPER, width=3.4, dash="6 4") + dashed(*crest, width=2, dash="6 4"), middle, y, small
        )

    return standing(
        "Trendelenburg sign, seen from behind",
        "Three times from behind, the patient stands on the same leg with the other knee bent. On the left the pelvis stays "
        "level; in the middle it drops on the lifted side; on the right the trunk leans over the standing leg.",
        ground(), panel(52, -2, 0), panel(168, 14, 0), panel(294, 6, -20),
        over=(
            step((92, 34), "1"), go((206, 110), (212, 124), (210, 138)), step((208, 34), "2a"),
            go((308, 30), (284, 16), (252, 34)), step((326, 48), "2b"),
        ),
    )  # fmt: skip


def chest_expansion_reduced() -> str:
    """A tape round the chest, after breathing out and after breathing in."""

    def panel(middle: float, wide: float) -> str:
        chest = upright_behind(0, behind=False, left_arm=(131, 14), right_arm=(49, 166))
        return (
            f'<g transform="translate({middle:g} -4) scale({1.35 * wide:g} 1.35)">{chest}</g>'
            + tape(middle, 33 * wide)
            + examiner((middle + 3, 101), -62, 120, 34)
        )

    def tape(middle: float, half: float) -> str:
        def band(colour: str, width: float, short: float, more: str = "") -> str:
            left, right = middle - half + short, middle + half - short
            way = f"M{left:g} 92C{middle - half / 2:g} 104 {middle + half / 2:g} 104 {right:g} 92"
            return f'<path d="{way}" fill="none" stroke="{colour}" stroke-width="{width:g}"{more}/>'

        return band(INK, 11, 0) + band("#f2d16b", 8, 1) + band(INK, 8, 1, ' stroke-dasharray="1.4 6"')

    return standing(
        "Chest expansion",
        "Seen from the front, a tape lies round the chest at the height of the fourth rib space. On the left after breathing "
        "out fully, on the right after breathing in fully.",
        panel(88, 0.96), panel(256, 1.06),
        over=(
            go((24, 96), (32, 96), (40, 96)), go((152, 96), (144, 96), (136, 96)), step((30, 150), "1a"),
            go((212, 96), (206, 96), (200, 96)), go((300, 96), (306, 96), (312, 96)), step((198, 150), "1b"),
        ),
    )  # fmt: skip


FIGURES = (
    lumbar_motion_limited, extension_rotation_pain, single_leg_stance_pain, sij_motion_tests, lateral_shift, trendelenburg,
    chest_expansion_reduced,
)  # fmt: skip
