"""The technique figures of tests done sitting, and of the neurological tests of the leg."""

from __future__ import annotations

from technique_body import (
    COUCH,
    FLOOR,
    HAIR,
    HAND,
    INK,
    SHANK,
    SHIRT,
    SHORTS,
    SKIN,
    SLEEVE,
    THIGH,
    Point,
    arrow,
    away,
    examiner,
    figure,
    limb,
    number,
    painted,
    start_of,
)
from technique_stance import Legs, ankle_of, dashed, felt, hammer, hip_over, person, shifted, stance_leg

HIP = (84.0, 109.0)
SEAT = HIP[1] + 14.5
HANGING = (0.0, -90.0, 0.0)


def edge(end: float, start: float = 8, floor: bool = True) -> str:
    """The couch that ends at the hollow of the knee."""
    ground = f'<path d="M6 {FLOOR:g}H256" stroke="#9aa5ab" stroke-width="2"/>' if floor else ""
    return (
        f'{ground}<path d="M{start + 10:g} {SEAT + 10:g}V{FLOOR:g}M{end - 46:g} {SEAT + 10:g}V{FLOOR:g}" '
        f'stroke="{INK}" stroke-width="4" stroke-linecap="round"/>'
        f'<rect x="{start:g}" y="{SEAT:g}" width="{end - start:g}" height="10" rx="3" fill="{COUCH}" stroke="{INK}" stroke-width="1.8"/>'
    )


def sitting(near: Legs = HANGING, lean: float = 90, chest: float = 90, hip: Point = HIP) -> str:
    """Somebody who sits with the legs hanging and a hand on the couch behind."""
    return person(hip, near, (-1, -90, 0), lean, chest, near_arm=(-112, -94))


def knee_reflex() -> str:
    """The hammer on the tendon below the kneecap; the shank jumps forward."""
    knee = away(HIP, 0, THIGH)
    return figure(
        "Knee reflex",
        "The patient sits at the edge of the couch with the legs hanging. The examiner taps the tendon just below the kneecap "
        "with a reflex hammer; a pale shape shows how the shank jumps forward.",
        edge(124), start_of(HIP, 0, -62), sitting(), hammer((knee[0] + 7, knee[1] + 15), 180, 38),
        arrow((162, 170), (176, 168), (186, 158)), number((34, 60), "1"), number((226, 70), "2"),
    )  # fmt: skip


def ankle_reflex() -> str:
    """The hammer on the Achilles tendon, sitting, and kneeling."""
    ankle = ankle_of(HIP, HANGING)
    ball = (ankle[0] + 18, ankle[1] + 5)
    kneeling_hip = (70.0, SEAT - 9 - THIGH)
    heel = ankle_of(kneeling_hip, (-90, -179, 0))
    kneeling = (
        f'<rect x="30" y="{SEAT:g}" width="88" height="10" rx="3" fill="{COUCH}" stroke="{INK}" stroke-width="1.8"/>'
        f'<path d="M42 {SEAT + 10:g}V{FLOOR:g}M106 {SEAT + 10:g}V{FLOOR:g}" stroke="{INK}" stroke-width="4"/>'
        + person(kneeling_hip, (-90, -179, 92), (-88, -179, 92), 90, 88, near_arm=(-86, -78))
        + hammer((heel[0] + 12, heel[1] - 6), -90, 168, 20)
    )
    sat, knelt = 0.84, 0.66
    seat = edge(112, 24, floor=False) + sitting() + examiner(ball, 8, 176, 24) + hammer((ankle[0] - 6, ankle[1] - 10), 0, 186, 24)
    return figure(
        "Ankle reflex",
        "On the left the patient sits with the foot relaxed; one hand of the examiner under the forefoot holds it at a right "
        "angle, the other taps the Achilles tendon with a reflex hammer. On the right the patient kneels with the feet over "
        "the edge, and the tendon is tapped from above.",
        f'<path d="M6 {FLOOR:g}H256" stroke="#9aa5ab" stroke-width="2"/>', shifted(seat, -12, FLOOR * (1 - sat), sat),
        shifted(kneeling, 178, FLOOR * (1 - knelt), knelt), number((28, 46), "1a"), number((142, 128), "2"),
        number((194, 62), "1b"),
    )  # fmt: skip


def quadriceps_weakness() -> str:
    """The knee straightened and the thigh lifted against a hand."""
    small = 0.74

    def panel(near: Legs, hands: str, x: float) -> str:
        return shifted(
            edge(124, 44, floor=False) + person(HIP, near, (-1, -90, 0), near_arm=(-112, -94)) + hands,
            x,
            FLOOR * (1 - small),
            small,
        )

    straight, lifted = (0.0, -30.0, -38.0), (28.0, -90.0, 4.0)
    shin, knee = away(away(HIP, 0, THIGH), -30, SHANK - 8), away(HIP, 28, THIGH - 8)
    first = examiner(away(shin, 60, 8), 66, 230, 34) + examiner((HIP[0] + 32, HIP[1] - 13), 118, -10, 30)
    second = examiner(away(knee, 110, 12), 84, 220, 36)
    return figure(
        "Strength of knee extension and hip flexion",
        "On the left the seated patient straightens the knee while a hand of the examiner on the shin presses down. On the "
        "right the patient lifts the thigh while a hand above the knee presses down. Dark arrows show the patient, the others "
        "the hand.",
        f'<path d="M6 {FLOOR:g}H256" stroke="#9aa5ab" stroke-width="2"/>', panel(straight, first, -30),
        panel(lifted, second, 104), arrow((136, 92), (133, 104), (128, 116)),
        arrow((118, 162), (126, 156), (132, 148), colour=INK), number((104, 62), "1a"), arrow((216, 66), (215, 78), (212, 90)),
        arrow((228, 150), (230, 138), (229, 124), colour=INK), number((240, 70), "1b"),
    )  # fmt: skip


def toe_lifted(at: Point, scale: float) -> str:
    """A foot, larger, whose big toe is pulled up against a finger."""
    whole = "M-11 -44L-11 -8C-21 -2 -21 15 -10 17L36 17C45 17 48 12 45 6C40 -3 22 -8 11 -17L11 -44Z"
    toe = (
        painted((limb((40, 10), (55, -6), 6.4, 5), SKIN))
        + f'<path d="M50 -11l6 -2" stroke="{INK}" stroke-width="1.6" stroke-linecap="round"/>'
    )
    drawn = f'{toe}<path d="{whole}" fill="{SKIN}" stroke="{INK}" stroke-width="1.8" stroke-linejoin="round"/>'
    return shifted(drawn + examiner((58, -18), 72, 244, 18), *at, scale)


def ankle_dorsiflexion_weakness() -> str:
    """The foot and then the big toe pulled up against a hand; walking on the heels."""
    small = 0.8
    near = (0.0, -78.0, -14.0)
    ankle = ankle_of(HIP, near)
    heels = hip_over((40, FLOOR - 10), -70, -74)
    walker = person(heels, (-70, -74, -32), (-106, -108, -14), 94, 94, near_arm=(-112, -92), far_arm=(-72, -46))
    return figure(
        "Strength of lifting the foot and the big toe",
        "On the left the seated patient pulls the foot up while a hand of the examiner on its back presses down. In the middle "
        "the big toe is pulled up against a finger. On the right the patient walks on the heels.",
        f'<path d="M6 {FLOOR:g}H256" stroke="#9aa5ab" stroke-width="2"/>',
        shifted(edge(124, 40, floor=False) + sitting(near) + examiner((ankle[0] + 19, ankle[1] - 6), 62, 200, 28), -30, FLOOR * (1 - small), small),
        toe_lifted((132, 66), 0.9), shifted(walker, 206, FLOOR * 0.4, 0.6), number((14, 36), "1a"), number((108, 20), "1b"),
        number((240, 66), "2"), arrow((158, 92), (166, 90), (176, 82), colour=INK),
        arrow((124, 146), (134, 142), (132, 130), colour=INK),
    )  # fmt: skip


def fulcrum_test() -> str:
    """The forearm of the examiner under the thigh, a hand that presses the knee down."""
    under, knee = away(HIP, 0, THIGH * 0.6), away(HIP, 0, THIGH)
    return figure(
        "Fulcrum test of the femur",
        "The patient sits with the legs hanging. One forearm of the examiner passes across under the thigh; the other hand "
        "presses the knee down. The forearm is moved along the thigh step by step.",
        edge(112), sitting((3, -90, 0)),
        painted((limb((under[0] - 10, 166), (under[0] - 2, 142), 8.4, 6.4), SLEEVE), (limb((under[0] - 2, 142), (under[0] + 1, 121), 5, 5.6), HAND)),
        stance_leg(HIP, (3, -90, 0)), examiner((knee[0] + 1, knee[1] - 15), 66, 200, 40), arrow((180, 62), (180, 76), (180, 90)),
        number((30, 50), "1"), number((202, 60), "2b"), arrow((91, 158), (84, 158), (78, 158), colour=INK),
        number((42, 158), "2a"),
    )  # fmt: skip


def seated_above() -> str:
    """From above: the straight leg brought across the middle and turned in."""
    hip, other = (52.0, 62.0), (52.0, 88.0)
    across = -17
    ankle = away(hip, across, THIGH + SHANK)
    far_knee = away(other, -3, THIGH)
    toes = painted((limb(ankle, away(ankle, across - 44, 17), 6, 4.5), SKIN))
    return (
        f'<rect x="4" y="22" width="88" height="106" rx="4" fill="{COUCH}" fill-opacity=".45" stroke="{INK}" stroke-width="1.8"/>'
        + painted((limb(other, far_knee, 13, 10), SKIN), (limb(other, away(other, -3, 30), 13.6, 12), SHORTS))
        + toes
        + f'<path d="M{hip[0] + 36:g} {hip[1]:g}H{hip[0] + 100:g}" stroke="{INK}" stroke-width="13" stroke-opacity=".18" stroke-linecap="round"/>'
        + painted((limb(hip, ankle, 13, 6), SKIN), (limb(hip, away(hip, across, 32), 13.6, 11.6), SHORTS))
        + f'<ellipse cx="40" cy="75" rx="17" ry="32" fill="{SHIRT}" stroke="{INK}" stroke-width="1.8"/>'
        f'<path d="M57 75l-6 -5v10z" fill="{SKIN}" stroke="{INK}" stroke-width="1.4"/>'
        f'<ellipse cx="40" cy="75" rx="14" ry="12" fill="{HAIR}" stroke="{INK}" stroke-width="1.8"/>'
        + examiner((50, 50), 122, -50, 26)
        + examiner(away(ankle, across + 90, 5), 70, 260, 26)
    )


def seated_piriformis_test() -> str:
    """The straight leg across and turned in; a hand feels at the buttock."""
    small = 0.68
    near = (2.0, 2.0, -88.0)
    ankle = ankle_of(HIP, near)
    place = (HIP[0] - 8, HIP[1] + 6)
    side = (
        edge(124, 40, floor=False) + person(HIP, near, (-1, -90, 0), near_arm=(-64, -22)) + felt(place, 8, 8)
        + examiner((HIP[0] - 16, HIP[1] + 2), 160, -20, 34) + examiner((ankle[0] - 2, ankle[1] + 9), -50, 150, 30)
    )  # fmt: skip
    return figure(
        "Seated piriformis stretch",
        "On the left, from the side, the patient sits with one knee straight, held at the ankle; a hand of the examiner feels "
        "beside the sit bone. On the right, from above, the straight leg is brought across the middle and turned inwards; a "
        "pale shape shows where it was.",
        f'<path d="M6 {FLOOR:g}H140" stroke="#9aa5ab" stroke-width="2"/>', shifted(side, -14, FLOOR * (1 - small), small),
        shifted(seated_above(), 136, 44, 0.66), number((16, 70), "1"), number((16, 100), "2a"), number((216, 44), "2b"),
        number((226, 150), "2c"), arrow((220, 84), (224, 92), (224, 102)), arrow((256, 112), (258, 124), (248, 131)),
    )  # fmt: skip


def hanging_leg(near: Legs, *more: str) -> str:
    """The leg alone, from the edge of the couch, for small panels."""
    hip = (30.0, 40.0)
    return (
        f'<rect x="2" y="{hip[1] + 14:g}" width="60" height="9" rx="3" fill="{COUCH}" stroke="{INK}" stroke-width="1.8"/>'
        + stance_leg(hip, near)
        + "".join(more)
    )


LEG_HIP = (30.0, 40.0)


def four(title: str, description: str, panels: tuple[str, ...], over: tuple[str, ...] = ()) -> str:
    """Four small panels with their numbers."""
    places = ((8, 8), (138, 8), (8, 100), (138, 100))
    drawn = [shifted(p, x, y, 0.76) for p, (x, y) in zip(panels, places, strict=True)]
    labels = [number((x + 18, y + 66), f"1{letter}") for (x, y), letter in zip(places, "abcd", strict=True)]
    cross = f'<path d="M131 6V178M6 92H256" stroke="{INK}" stroke-opacity=".3" stroke-dasharray="3 4"/>'
    return figure(title, description, cross, *drawn, *labels, *over)


def against_knee() -> str:
    """The shank straightened against a hand."""
    pose = (0.0, -34.0, -40.0)
    shin = away(away(LEG_HIP, 0, THIGH), -34, SHANK - 8)
    return hanging_leg(pose, examiner(away(shin, 56, 8), 74, 236, 24), arrow((82, 84), (94, 84), (104, 80), colour=INK))


def against_foot() -> str:
    """The foot pulled up against a hand."""
    pose = (0.0, -88.0, -16.0)
    ankle = ankle_of(LEG_HIP, pose)
    return hanging_leg(
        pose,
        examiner((ankle[0] + 19, ankle[1] - 6), 62, 200, 26),
        arrow((ankle[0] + 34, ankle[1] + 8), (ankle[0] + 36, ankle[1]), (ankle[0] + 34, ankle[1] - 8), colour=INK),
    )


def neurological_deficit() -> str:
    """Strength, light touch, pinprick and reflexes."""
    knee, shin = away(LEG_HIP, 0, THIGH), away(away(LEG_HIP, 0, THIGH), -90, 26)
    wisp = "".join(
        f'<circle cx="{shin[0] + x:.1f}" cy="{shin[1] + y:.1f}" r="{r:g}" fill="#fff" stroke="{INK}" stroke-width="1.4"/>'
        for x, y, r in ((14, 0, 6), (20, -5, 5), (20, 4, 5))
    )
    point, knob = (shin[0] + 9, shin[1]), (shin[0] + 30, shin[1] - 8)
    pin = (
        f'<path d="M{point[0]:.1f} {point[1]:.1f}L{knob[0]:.1f} {knob[1]:.1f}" stroke="{INK}" stroke-width="2.4"/>'
        f'<circle cx="{knob[0]:.1f}" cy="{knob[1]:.1f}" r="4" fill="#c9483b" stroke="{INK}" stroke-width="1.4"/>'
    )
    hold = (shin[0] + 26, shin[1] - 4)
    return four(
        "Neurological examination of the legs",
        "Four small pictures of the leg of a seated patient: strength against the hand of the examiner, light touch with "
        "cotton wool, a pinprick, and the knee reflex.",
        (
            against_knee(), hanging_leg(HANGING, examiner(hold, 10, 190, 26), wisp),
            hanging_leg(HANGING, examiner((hold[0] + 10, hold[1] - 5), 14, 200, 24), pin),
            hanging_leg(HANGING, hammer((knee[0] + 7, knee[1] + 14), 180, -40, 16)),
        ),
    )  # fmt: skip


def leg_weakness_on_testing() -> str:
    """Hip, knee, foot and big toe against the hand."""
    lifted = (17.0, -90.0, 4.0)
    thigh = away(LEG_HIP, 17, THIGH - 10)
    return four(
        "Strength of the leg",
        "Four small pictures of the leg of a seated patient who works against the hand of the examiner: the thigh lifted, the "
        "knee straightened, the foot pulled up, and the big toe pulled up. Dark arrows show the way the patient moves.",
        (
            hanging_leg(lifted, examiner(away(thigh, 94, 13), 14, 196, 26), arrow((104, 74), (106, 64), (105, 52), colour=INK)),
            against_knee(), against_foot(), toe_lifted((66, 72), 1.1) + arrow((128, 94), (138, 92), (142, 80), colour=INK),
        ),
    )  # fmt: skip


def sole(at: Point) -> str:
    """The sole of a right foot, stroked along its outer side and across the ball; the big toe goes up."""
    toes = "".join(
        f'<ellipse cx="{x:g}" cy="{y:g}" rx="{r:g}" ry="{r + 1.5:g}" fill="{SKIN}" stroke="{INK}" stroke-width="1.6"/>'
        for x, y, r in ((17, -42, 7.5), (4.5, -44, 4.6), (-5, -41.5, 4.2), (-13, -37, 3.9), (-19.5, -30.5, 3.6))
    )
    edge_of_sole = "M0 56C-14 56 -16 42 -13 26C-12 10 -24 -6 -22 -20C-18 -34 14 -40 23 -28C30 -16 10 6 12 26C15 44 12 56 0 56Z"
    body = f'<path d="{edge_of_sole}" fill="{SKIN}" stroke="{INK}" stroke-width="1.8"/>'
    return shifted(toes + body + dashed((-4, 48), (-8, 26), (-15, -2), (-14, -18), (2, -24), width=3, dash="5 3"), *at)


def upper_motor_neuron_signs() -> str:
    """Tendons tapped, the foot jerked up, the sole stroked."""
    knee = away(LEG_HIP, 0, THIGH)
    up = (0.0, -90.0, -14.0)
    ankle = ankle_of(LEG_HIP, up)
    tapped = hanging_leg(HANGING, hammer((knee[0] + 7, knee[1] + 14), 180, 38, 16))
    jerked = hanging_leg(
        up, examiner((ankle[0] + 20, ankle[1] + 4), -14, 176, 26), examiner((ankle[0] - 8, ankle[1] - 18), 170, -30, 26)
    )
    stick = f'<path d="M184 98L164 104" stroke="{INK}" stroke-width="4" stroke-linecap="round"/>'
    return figure(
        "Signs of the upper motor neuron",
        "Three pictures: the tendon below the knee tapped with a reflex hammer; the foot jerked up quickly by a hand under its "
        "ball and held there; and the sole stroked from the heel along its outer side and across the ball, while the big toe "
        "is watched.",
        shifted(tapped, 10, 2, 0.8), shifted(jerked, 10, 89, 0.8),
        f'<path d="M142 6V178M6 88H142" stroke="{INK}" stroke-opacity=".3" stroke-dasharray="3 4"/>',
        shifted(sole((0, 0)), 208, 104, 1.2), stick, examiner((164, 106), 236, 30, 20), arrow((116, 152), (120, 142), (118, 130)),
        number((24, 74), "1a"), number((24, 166), "1b"), arrow((238, 58), (252, 48), (250, 30)), number((162, 24), "1c"),
    )  # fmt: skip


FIGURES = (
    knee_reflex, ankle_reflex, quadriceps_weakness, ankle_dorsiflexion_weakness, fulcrum_test, seated_piriformis_test,
    neurological_deficit, leg_weakness_on_testing, upper_motor_neuron_signs,
)  # fmt: skip
