"""The technique figures of tests done standing, from the side."""

from __future__ import annotations

from technique_body import ARROW, COUCH, INK, away
from technique_stance import (
    GROUND,
    HIP_HEIGHT_Y,
    PAPER,
    Legs,
    ankle_of,
    dashed,
    felt,
    frontal_joints,
    go,
    ground,
    hip_over,
    person,
    reach,
    shifted,
    spine,
    standing,
    step,
    ten_times,
    upright_behind,
    wall,
    was,
)

BENT = (38.0, -48.0)
"""Directions of pelvis and chest in forward bending as far as it goes."""
ARCHED = (97.0, 124.0)


def bent_forward(x: float, nod: float = 20) -> str:
    """Somebody bent forward with straight knees, the feet at a place."""
    hip = hip_over((x, GROUND - 8), -80, -84)
    return person(hip, (-80, -84, 0), (-78, -84, 0), *BENT, nod=nod, near_arm=(-88, -84))


def bent_hip(x: float) -> tuple[float, float]:
    """The hip of `bent_forward`."""
    return hip_over((x, GROUND - 8), -80, -84)


def arched_back(x: float) -> str:
    """Somebody who arches backwards with the hands on the hips."""
    hip = arched_hip(x)
    shoulder = spine(hip, *ARCHED)[2]
    hold = (hip[0] - 8, hip[1] - 14)
    return person(hip, (-97, -93, 0), (-95, -93, 0), *ARCHED, nod=-14, near_arm=reach(shoulder, hold, elbow_down=True))


def arched_hip(x: float) -> tuple[float, float]:
    """The hip of `arched_back`."""
    return hip_over((x, GROUND - 8), -97, -93)


def lumbar_flexion_pain() -> str:
    """Bent forward; the height of the fingers over the floor is the range."""
    x = 165.0
    hip = bent_hip(x)
    shoulder = spine(hip, *BENT)[2]
    return standing(
        "Bending forward",
        "The patient stands and bends forward as far as possible with straight knees, the arms hanging. The distance of the "
        "fingertips from the floor is the range; a pale shape shows the trunk before.",
        ground(), was((hip[0] + 8, hip[1]), 90, 90), bent_forward(x),
        dashed((shoulder[0] + 26, GROUND - 3), (shoulder[0] + 26, GROUND - 34)),
        over=(
            go((205, 40), (250, 56), (268, 96)), step((268, 44), "1"), step((shoulder[0] + 52, GROUND - 28), "2"),
        ),
    )  # fmt: skip


def lumbar_extension_pain() -> str:
    """Arched backwards, hands on the hips."""
    x = 185.0
    hip = arched_hip(x)
    return standing(
        "Arching backwards",
        "The patient stands with the hands on the hips and arches backwards as far as possible. A broken upright line shows "
        "how far; a ring marks the low back where pain is asked for.",
        ground(), was((hip[0] + 2, hip[1]), 90, 90), arched_back(x), dashed((hip[0] + 2, hip[1] - 20), (hip[0] + 2, 14)),
        felt((hip[0] - 14, hip[1] - 26), 8, 12),
        over=(
            go((216, 30), (184, 10), (150, 22)), step((248, 40), "1"), step((110, 100), "2"),
        ),
    )  # fmt: skip


def loose(thigh: float, shank: float) -> Legs:
    """A leg off the ground whose foot hangs as it likes."""
    return thigh, shank, -shank - 75


def forward_bend_thigh_pain() -> str:
    """Bent forward: the thigh and the back are asked about apart."""
    x = 150.0
    hip = bent_hip(x)
    back = spine(hip, *BENT)[0]
    return standing(
        "Bending forward: where it hurts",
        "The patient stands and bends forward with straight knees. A filled ring marks the sit bone and the upper back of the "
        "thigh, where the familiar pain counts; an open ring marks the low back, where it does not.",
        ground(), was((hip[0] + 8, hip[1]), 90, 90), bent_forward(x), felt((hip[0] - 11, hip[1] + 22), 9, 20, -8),
        f'<circle cx="{back[0] + 4:.1f}" cy="{back[1] - 2:.1f}" r="9" fill="none" stroke="{PAPER}" stroke-width="2.6" stroke-dasharray="4 3"/>',
        over=(
            go((190, 40), (235, 56), (253, 96)), step((253, 44), "1"), step((82, 142), "2"),
        ),
    )  # fmt: skip


def repeated_flexion_worse() -> str:
    """Bent forward again and again; the pain watched down the leg."""
    x = 150.0
    hip = bent_hip(x)
    return standing(
        "Bending forward ten times",
        "The patient stands and bends forward and comes up again ten times, marked by ten strokes. A broken arrow down the "
        "back of the leg shows the pain moving further from the back.",
        ground(), was((hip[0] + 8, hip[1]), 90, 90), bent_forward(x), ten_times((276, 100)),
        dashed((hip[0] - 4, hip[1] - 6), (hip[0] + 1, hip[1] + 40), (hip[0] + 10, hip[1] + 74), colour=ARROW, width=4, dash="7 4"),
        felt((hip[0] - 4, hip[1] - 4), 7, 7),
        over=(
            go((188, 32), (232, 46), (250, 88)), go((226, 78), (214, 58), (190, 50), colour=INK),
            go((hip[0] + 10, hip[1] + 72), (hip[0] + 11, hip[1] + 78), (hip[0] + 12, hip[1] + 84)), step((264, 48), "1"),
            step((80, 150), "2"),
        ),
    )  # fmt: skip


def centralisation() -> str:
    """One movement again and again; the furthest pain retreats to the back."""
    x, middle = 112.0, 262.0
    hip = arched_hip(x)
    left, centre = frontal_joints((middle, HIP_HEIGHT_Y))["left_hip"], (middle, HIP_HEIGHT_Y)
    way = ((left[0] - 2, left[1] + 82), (left[0] - 2, left[1] + 48), (left[0] - 1, left[1] + 10))
    return standing(
        "Repeated movement: pain that retreats",
        "On the left the patient arches backwards ten times, marked by ten strokes. On the right the same patient from behind: "
        "the furthest pain in the leg retreats along the broken line towards the low back.",
        ground(), was((hip[0] + 2, hip[1]), 90, 90), arched_back(x), ten_times((20, 66)), upright_behind(middle),
        dashed(*way, colour=ARROW, width=4, dash="7 4"), felt((middle - 6, centre[1] - 26), 9, 8),
        f'<circle cx="{way[0][0]:.1f}" cy="{way[0][1]:.1f}" r="8" fill="none" stroke="{ARROW}" stroke-width="2.6" stroke-dasharray="4 3"/>',
        over=(
            go((140, 24), (110, 8), (78, 20)), step((36, 42), "1"),
            go(way[2], (left[0] - 1, left[1] - 2), (middle - 9, centre[1] - 12)), step((206, 168), "2"),
        ),
    )  # fmt: skip


def on_one_leg_arched(x: float, near_stands: bool) -> str:
    """Somebody on one leg who arches backwards."""
    hip = hip_over((x, GROUND - 8), -96, -92)
    stands, lifted = (-96, -92, 0), loose(-28, -104)
    near, far = (stands, lifted) if near_stands else (lifted, stands)
    return was((hip[0] + 2, hip[1]), 90, 90) + person(hip, near, far, *ARCHED, nod=-14, near_arm=(-108, -100), far_arm=(-98, -88))


def stork_test() -> str:
    """On one leg, arched backwards; then on the other."""
    return standing(
        "Arching backwards on one leg (stork)",
        "The patient stands on one leg with the other knee lifted and arches backwards. A ring marks the low back of the "
        "standing side. Then the same on the other leg.",
        ground(), on_one_leg_arched(100, True), felt((92, 92), 8, 11), on_one_leg_arched(262, False),
        over=(
            go((136, 24), (100, 6), (66, 20)), step((36, 70), "1"), go((298, 24), (262, 6), (228, 20)), step((200, 70), "2"),
        ),
    )  # fmt: skip


def squat_reproduces_pain() -> str:
    """A deep squat on two legs and a squat on one."""
    deep, single = hip_over((78, GROUND - 8), 6, -122), hip_over((228, GROUND - 8), -38, -112)
    return standing(
        "Squat on two legs and on one",
        "On the left the patient squats as low as possible on two legs, heels on the floor, the arms stretched forward. On the "
        "right the patient squats on one leg, the other held forward off the floor.",
        ground(), was((82, HIP_HEIGHT_Y), 90, 90), was((230, HIP_HEIGHT_Y), 90, 90),
        person(deep, (6, -122, 0), (9, -120, 0), 58, 56, nod=-20, near_arm=(-32, 28), far_arm=(-26, 32)),
        felt((deep[0] - 6, deep[1] + 9), 12, 8, 20),
        person(single, (-38, -112, 0), (-20, -48, -42), 66, 64, nod=-14, near_arm=(-20, 4), far_arm=(-12, 8)),
        felt((single[0] - 9, single[1] + 10), 8, 10, 40),
        over=(
            go((36, 92), (34, 124), (36, 152)), step((36, 66), "1a"), go((176, 78), (174, 100), (176, 120)),
            step((176, 50), "1b"),
        ),
    )  # fmt: skip


def hop_test() -> str:
    """A hop on one leg; not with a broken neck of the femur."""
    hip = hip_over((120, GROUND - 28), -62, -112)
    warning = (
        f'<g transform="translate(276 128)" stroke="{INK}" stroke-width="2.4" stroke-linejoin="round"><path d="M-26 -36C-34 -22 -30 -8 -18 -6'
        f'L0 10C2 20 4 34 4 52H26C26 30 30 12 26 2C24 -8 14 -12 8 -8L-4 -20C-2 -34 -18 -46 -26 -36Z" fill="{PAPER}"/>'
        f'<path d="M-12 4l7 -8l3 4l9 -12" fill="none" stroke="{ARROW}" stroke-width="3.4"/></g>'
        f'<g fill="none" stroke="{ARROW}" stroke-width="5"><circle cx="276" cy="132" r="54"/><path d="M238 94L314 170"/></g>'
    )
    return standing(
        "Hop on one leg",
        "On the left the patient hops on the affected leg, the other knee bent; the foot is in the air. On the right, struck "
        "out: no hop when the neck of the femur may be broken, which the drawing of the upper femur with a broken line across "
        "its neck means.",
        ground(8, 214), warning,
        person(hip, (-62, -112, 30), loose(-84, -152), 76, 72, nod=-12, near_arm=(-130, -50), far_arm=(-60, -8)),
        felt((hip[0] - 4, hip[1] + 2), 9, 9), dashed((106, GROUND - 5), (146, GROUND - 5), width=3),
        over=(
            go((176, 204), (176, 180), (176, 160)), go((196, 160), (196, 180), (196, 204)), step((36, 60), "1"),
            step((276, 44), "2"),
        ),
    )  # fmt: skip


def puranen_orava() -> str:
    """The straight leg on a support at hip height, the trunk leaning over it."""
    hip = (128.0, HIP_HEIGHT_Y)
    shoulder = spine(hip, 70, 40)[2]
    table = (
        f'<rect x="206" y="{hip[1] + 8:g}" width="110" height="11" rx="3" fill="{COUCH}" stroke="{INK}" stroke-width="2"/>'
        f'<path d="M222 {hip[1] + 19:g}V{GROUND:g}M300 {hip[1] + 19:g}V{GROUND:g}" stroke="{INK}" stroke-width="5" stroke-linecap="round"/>'
    )
    return standing(
        "Standing stretch (Puranen-Orava)",
        "The patient stands on one leg, the heel of the other straight leg on a support at hip height, and leans forward over "
        "it. A ring marks the sit bone.",
        ground(), was((hip[0] - 2, hip[1]), 90, 90), table,
        person(hip, (0, 0, -90), (-90, -90, 0), 70, 40, nod=4, near_arm=reach(shoulder, (220, 108)), far_arm=reach(shoulder, (226, 106))),
        felt((hip[0] - 8, hip[1] + 8), 10, 9),
        over=(
            go((148, 12), (190, 8), (222, 40)), step((256, 40), "1"),
        ),
    )  # fmt: skip


def heel_raise_weakness() -> str:
    """Single-leg heel raises with the fingers on a wall; then walking on tiptoe."""
    hip = hip_over((70, GROUND - 24), -90, -90)
    shoulder = spine(hip, 90, 90)[2]
    tip = hip_over((252, GROUND - 24), -84, -94)
    return standing(
        "Heel raises on one leg",
        "On the left the patient stands on one leg with the fingertips on a wall and lifts the heel as high as possible, again "
        "and again. A broken line shows the height of the heel. On the right the patient walks on tiptoe.",
        ground(), wall(126),
        shifted(person(hip, (-90, -90, 46), loose(-56, -122), near_arm=reach(shoulder, (122, 82))), 0, GROUND * 0.07, 0.93),
        dashed((14, GROUND - 20), (44, GROUND - 20)), dashed((14, GROUND - 3), (38, GROUND - 3)),
        shifted(person(tip, (-84, -94, 46), (-106, -116, 62), 88, 88, near_arm=(-108, -90), far_arm=(-72, -50)), 18, GROUND * 0.07, 0.93),
        over=(
            go((24, 200), (23, 184), (24, 172)), go((36, 172), (37, 186), (36, 200), colour=INK), step((24, 120), "1"),
            go((296, 206), (308, 206), (320, 206)), step((310, 60), "2"),
        ),
    )  # fmt: skip


def foot_drop() -> str:
    """A step whose toes hang, and walking on the heels."""
    hip, heels = hip_over((92, GROUND - 8), -92, -92), hip_over((276, GROUND - 10), -70, -74)
    return standing(
        "Foot drop: the walk, and walking on the heels",
        "On the left a walk with foot drop: the knee is lifted high and the foot hangs, so that the toes catch. On the right "
        "the patient walks on the heels with the forefeet lifted, which cannot be done in foot drop.",
        ground(), person(hip, (-30, -96, 52), (-94, -92, 0), near_arm=(-104, -84), far_arm=(-70, -50)),
        person(heels, (-70, -74, -32), (-106, -108, -14), 94, 94, near_arm=(-112, -92), far_arm=(-72, -46)),
        over=(
            go((152, 176), (164, 188), (160, 204)), step((176, 154), "1a"), go((312, 218), (318, 206), (306, 196)),
            step((314, 160), "1b"),
        ),
    )  # fmt: skip


STRIDE_BACK, STRIDE_FRONT = (-117.0, -130.0, 42.0), (-62.0, -66.0, -22.0)


def long_stride_walk_test() -> str:
    """Long strides that take the hip far back, then short steps."""
    hip, short = (100.0, GROUND - 108), (276.0, GROUND - 118.0)
    return standing(
        "Walking with long strides, then short ones",
        "On the left the patient walks with long strides, so that the hip of the near leg extends fully behind; a ring marks "
        "the place beside the sit bone. On the right the patient walks with short steps.",
        ground(), person(hip, STRIDE_BACK, STRIDE_FRONT, 88, 88, near_arm=(-58, -34), far_arm=(-124, -104)),
        felt((hip[0] - 9, hip[1] + 8), 8, 9),
        person(short, (-98, -100, 10), (-82, -86, -6), near_arm=(-86, -74), far_arm=(-100, -92)),
        over=(
            go((84, 178), (66, 184), (50, 176)), step((32, 60), "1a"), step((222, 60), "1b"),
        ),
    )  # fmt: skip


def heel_strike_test() -> str:
    """A long stride that lands firmly on the heel with a straight knee."""
    hip = (138.0, GROUND - 107)
    pose = (-55.0, -57.0, -28.0)
    ankle = ankle_of(hip, pose)
    heel = ankle[0] - 6, ankle[1] + 8
    blow = "".join(
        f"M{x:.1f} {y:.1f}L{u:.1f} {v:.1f}" for a in (140, 165, 190) for (x, y), (u, v) in [(away(heel, a, 7), away(heel, a, 18))]
    )
    return standing(
        "Landing on the heel",
        "The patient walks with long strides and lands firmly on the heel of the near leg with the knee straight. Short "
        "strokes mark the blow at the heel; a ring marks the lower buttock.",
        ground(), f'<path d="{blow}" stroke="{ARROW}" stroke-width="4" stroke-linecap="round"/>',
        person(hip, pose, (-116, -130, 44), 88, 88, near_arm=(-124, -104), far_arm=(-58, -34)),
        felt((hip[0] - 8, hip[1] + 9), 11, 8, 20),
        over=(
            go((232, 160), (238, 182), (230, 204)), step((262, 160), "1"),
        ),
    )  # fmt: skip


FIGURES = (
    lumbar_flexion_pain, lumbar_extension_pain, forward_bend_thigh_pain, repeated_flexion_worse, centralisation, stork_test,
    squat_reproduces_pain, hop_test, puranen_orava, heel_raise_weakness, foot_drop, long_stride_walk_test, heel_strike_test,
)  # fmt: skip
