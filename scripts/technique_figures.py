"""Draw the technique figures: how a test is done, as SVG of presentation attributes alone.

Run `python scripts/technique_figures.py` to write them anew. Every figure turns the segments of `technique_body` about the same
joints, so that proportions hold. A figure is named for the finding it belongs to, and its numbers are those of the steps beside
it. Not reviewed by a clinician. `slump_test.svg` was drawn by hand.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import technique_frontal
import technique_instruments
import technique_lying
import technique_places
import technique_seated
import technique_side_lying
import technique_upright
from technique_above import faber, fadir, fair_test, hip_rotation_pain
from technique_body import (
    ARROW,
    BED,
    COUCH,
    FLOOR,
    INK,
    SHANK,
    SHIRT,
    SKIN,
    THIGH,
    TRUNK,
    UPPER_ARM,
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

FOLDER = Path(__file__).parents[1] / "src/enthesis/web/static/enthesis/figures"


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


def thomas_test() -> str:
    """Supine at the edge: the far knee held to the chest, the near leg hanging."""
    hip = (150.0, 132.5)
    far_knee = away(hip, 128, THIGH)
    short = (
        f'<rect x="8" y="{BED:g}" width="158" height="10" rx="3" fill="{COUCH}" stroke="{INK}" stroke-width="1.8"/>'
        f'<path d="M32 {BED + 10:g}v24M146 {BED + 10:g}v24" stroke="{INK}" stroke-width="4" stroke-linecap="round"/>'
        f'<line x1="6" x2="256" y1="{FLOOR:g}" y2="{FLOOR:g}" stroke="#9aa5ab" stroke-width="2"/>'
    )
    shoulder = away(hip, 180, TRUNK)
    elbow = away((shoulder[0] + 2, shoulder[1] - 4), 34, UPPER_ARM * 0.92)
    hold = away(far_knee, -20, 8)
    arm_up = painted(
        (limb((shoulder[0] + 2, shoulder[1] - 4), elbow, 6.5, 5.2), SKIN), (limb(elbow, hold, 5.2, 4.2), SKIN),
        (limb(hold, away(hold, -60, 9), 5, 4), SKIN), (limb((shoulder[0] + 2, shoulder[1] - 4), away(shoulder, 30, UPPER_ARM * 0.5), 7.4, 6.2), SHIRT),
    )  # fmt: skip
    return figure(
        "Thomas test",
        "The patient lies on the back with the hips at the edge of the couch and holds one knee to the chest, so that the back stays flat. "
        "The other leg hangs down over the edge; the thigh should reach the level of the couch.",
        short, leg(hip, 128, -22, True, far=True, bend=20), trunk(hip, True), leg(hip, 10, -58, True, bend=20), arm_up,
        f'<path d="M150 {BED - 2:g}H252" stroke="{INK}" stroke-width="1.6" stroke-dasharray="4 4"/>',
        arrow((222, 90), (228, 104), (226, 118)), number((236, 80), "1"),
    )  # fmt: skip


def gaenslen() -> str:
    """Supine at the edge: one knee to the chest, the other thigh pressed down over the edge."""
    hip = (138.0, 132.5)
    far_knee = away(hip, 122, THIGH)
    knee = away(hip, -12, THIGH)
    short = (
        f'<rect x="8" y="{BED:g}" width="138" height="10" rx="3" fill="{COUCH}" stroke="{INK}" stroke-width="1.8"/>'
        f'<path d="M32 {BED + 10:g}v24M128 {BED + 10:g}v24" stroke="{INK}" stroke-width="4" stroke-linecap="round"/>'
        f'<line x1="6" x2="256" y1="{FLOOR:g}" y2="{FLOOR:g}" stroke="#9aa5ab" stroke-width="2"/>'
    )
    return figure(
        "Gaenslen test",
        "The patient lies on the back at the edge of the couch with one knee held to the chest. One hand of the examiner holds that knee; the "
        "other presses the thigh of the hanging leg down over the edge.",
        short, leg(hip, 122, -28, True, far=True, bend=20), trunk(hip, True), leg(hip, -12, -30, True, bend=20), arm(hip, True),
        examiner(away(far_knee, 100, 10), 70, 250, 34), examiner((knee[0] - 10, knee[1] - 11), 66, 200, 40),
        arrow((214, 108), (218, 122), (216, 138)), number((64, 101), "1"), number((236, 122), "2"),
    )  # fmt: skip


def passive_hip_flexion_pain() -> str:
    """Supine, the bent knee pushed towards the chest."""
    hip = (122.0, 132.5)
    knee = away(hip, 128, THIGH)
    ankle = away(knee, -22, SHANK)
    return figure(
        "Passive hip flexion",
        "The patient lies on the back, one leg flat on the couch. The examiner bends the other hip fully with the knee bent, one hand on the "
        "front of the knee, the other at the heel, and presses a little further at the end.",
        couch(), leg(hip, -1.5, -0.5, True, far=True), trunk(hip, True), start_of(hip, 88, -30), leg(hip, 128, -22, True, bend=10),
        arm(hip, True), examiner(away(knee, 38, 10), 30, 120, 40), examiner(away(ankle, -70, 8), -8, 110, 40),
        arrow((122, 62), (104, 58), (88, 68)), number((108, 40), "2"), number((50, 96), "1"),
    )  # fmt: skip


def hamstring_length_limited() -> str:
    """Supine, hip at a right angle, the knee straightened and its angle read."""
    hip = (118.0, 132.5)
    knee = away(hip, 90, THIGH)
    ankle = away(knee, 52, SHANK)
    upright = f'<path d="M{knee[0]:.1f} {knee[1] - 12:.1f}V14" stroke="{INK}" stroke-width="1.6" stroke-dasharray="4 4"/>'
    arc = f'<path d="M{knee[0]:.1f} 42A36 36 0 0 1 {away(knee, 52, 36)[0]:.1f} {away(knee, 52, 36)[1]:.1f}" fill="none" stroke="{INK}" stroke-width="1.8"/>'
    return figure(
        "Popliteal angle",
        "The patient lies on the back with one hip held at a right angle by the hand of the examiner on the thigh. The other hand under the "
        "heel straightens the knee. The angle left between the shank and the line of the thigh is read.",
        couch(), leg(hip, -1.5, -0.5, True, far=True), trunk(hip, True), start_of(hip, 90, 0), leg(hip, 90, 52, True, bend=0),
        arm(hip, True), upright, arc, examiner(away(ankle, -40, 8), 2, 150, 34), examiner((knee[0] - 11, knee[1] + 16), 168, -10, 40),
        arrow((182, 88), (196, 72), (196, 56)), number((218, 76), "2"), number((26, 98), "1"),
    )  # fmt: skip


def resisted_straight_leg_raise() -> str:
    """Supine, the straight leg held up against a hand on the thigh."""
    hip = (113.0, 132.5)
    knee = away(hip, 24, THIGH)
    return figure(
        "Resisted straight leg raise (Stinchfield)",
        "The patient lies on the back and holds one straight leg 20 to 30 degrees above the couch. A hand of the examiner presses down on the "
        "thigh just above the knee; the patient holds against it.",
        couch(), leg(hip, -1.5, -0.5, True, far=True), trunk(hip, True), leg(hip, 24, 24, True, bend=0), arm(hip, True),
        examiner(away(away(knee, 204, 12), 114, 11), 84, 250, 40), arrow((186, 50), (188, 64), (188, 80)),
        arrow((232, 118), (238, 108), (239, 94), colour=INK), number((216, 42), "1"),
    )  # fmt: skip


def bragard() -> str:
    """Supine, the straight leg lowered a little from the point of pain, then the foot pulled up."""
    hip = (113.0, 132.5)
    ankle = away(hip, 44, THIGH + SHANK)
    knee = away(hip, 44, THIGH)
    ball = away(ankle, 134, 18)
    return figure(
        "Straight leg raise with dorsiflexion (Bragard)",
        "The patient lies on the back. The straight leg was raised to the point of pain and is lowered slightly until the pain stops, one hand "
        "of the examiner on the thigh. Then the other hand pulls the foot up.",
        couch(), leg(hip, -1.5, -0.5, True, far=True), trunk(hip, True), start_of(hip, 55, 55), leg(hip, 44, 44, True, bend=-14),
        arm(hip, True), examiner(away(ball, 44, 10), 10, 190, 34), examiner(away(away(knee, 224, 12), 134, 12), 140, -46),
        arrow((222, 46), (204, 22), (184, 26)), number((236, 62), "1"),
    )  # fmt: skip


def hamstring_weakness() -> str:
    """Prone, the strength of the bent knee by a dynamometer held at the heel."""
    hip = (118.0, 132.5)
    knee = away(hip, -2, THIGH)
    ankle = away(knee, 90, SHANK)
    gauge = away(ankle, 180, 12)
    device = f'<rect x="{gauge[0] - 9:.1f}" y="{gauge[1] - 2:.1f}" width="11" height="20" rx="3" fill="#f3f3f1" stroke="{INK}" stroke-width="1.8"/>'
    return figure(
        "Strength of knee flexion",
        "The patient lies prone with the knee at a right angle and pulls the heel towards the buttock as hard as possible against a "
        "dynamometer that the examiner holds still behind the heel. A broken line shows the second position, nearly straight.",
        couch(), leg(hip, -2, -1, False, far=True, bend=50), trunk(hip, False), start_of(hip, -2, 20), leg(hip, -2, 90, False, bend=0),
        arm(hip, False), device, examiner((gauge[0] - 10, gauge[1] + 8), 176, 0, 40), examiner((hip[0] - 4, hip[1] - 16), 118, 0, 32),
        arrow((208, 70), (200, 54), (180, 58)), number((228, 72), "1a"), number((246, 104), "1b"),
    )  # fmt: skip


def passive_hip_extension_pain() -> str:
    """Prone, the straight thigh lifted while the pelvis is held down."""
    hip = (118.0, 132.5)
    knee = away(hip, 16, THIGH)
    return figure(
        "Passive hip extension",
        "The patient lies prone. One hand of the examiner holds the pelvis down; the other lifts the straight leg from the couch under the knee.",
        couch(), leg(hip, -2, -1, False, far=True, bend=50), trunk(hip, False), leg(hip, 16, 16, False, bend=40), arm(hip, False),
        examiner(away(knee, -74, 11), -30, 140, 30), examiner((hip[0] - 4, hip[1] - 16), 112, 0, 40),
        arrow((206, 76), (205, 66), (201, 54)), number((62, 101), "1"), number((224, 62), "2"),
    )  # fmt: skip


def resisted_hip_extension_pain() -> str:
    """Prone, the straight leg lifted against a hand on the back of the thigh."""
    hip = (118.0, 132.5)
    knee = away(hip, 12, THIGH)
    return figure(
        "Resisted hip extension",
        "The patient lies prone and lifts one straight leg from the couch. A hand of the examiner on the back of the thigh just above the knee "
        "presses down against it; the other steadies the pelvis. Then the same with the knee bent.",
        couch(), leg(hip, -2, -1, False, far=True, bend=50), trunk(hip, False), start_of(hip, 12, 92), leg(hip, 12, 12, False, bend=40),
        arm(hip, False), examiner(away(away(knee, 192, 10), 102, 11), 84, 254, 38), examiner((hip[0] - 6, hip[1] - 16), 112, 0, 38),
        arrow((192, 52), (194, 66), (193, 82)), arrow((234, 120), (240, 110), (240, 96), colour=INK), number((62, 101), "1"),
    )  # fmt: skip


def sacral_thrust() -> str:
    """Prone, both hands on the sacrum, straight down."""
    hip = (128.0, 132.5)
    palm = (hip[0] - 10, hip[1] - 18)
    return figure(
        "Sacral thrust",
        "The patient lies prone. The examiner lays both hands, one on the other, on the middle of the sacrum and presses straight down to the "
        "couch with straight arms.",
        couch(), leg(hip, -2, -1, False, far=True, bend=50), leg(hip, -2, -1, False, bend=50), trunk(hip, False), arm(hip, False),
        examiner((palm[0] + 4, palm[1] - 6), 78, 190, 50), examiner(palm, 96, 190, 52),
        arrow((152, 74), (152, 88), (152, 100)), number((174, 90), "2"), number((62, 101), "1"),
    )  # fmt: skip


def crossed_straight_leg_raise() -> str:
    """Supine, the leg of the good side lifted; where the pain comes is marked on the other."""
    hip = (113.0, 132.5)
    knee, ankle = away(hip, 48, THIGH), away(hip, 48, THIGH + SHANK)
    felt = (
        f'<g fill="none" stroke="{ARROW}" stroke-width="2.6"><circle cx="{hip[0] + 4:g}" cy="{hip[1] + 4:g}" r="7"/>'
        f'<path d="M{hip[0] + 18:g} {hip[1] + 8:g}H214" stroke-dasharray="5 5"/></g>'
    )
    return figure(
        "Crossed straight leg raise",
        "The patient lies on the back. The examiner lifts the straight leg of the side without pain. The test is positive when the familiar pain "
        "comes in the buttock or the leg of the other side, which lies flat on the couch; that leg is marked with a broken line.",
        couch(), leg(hip, 48, 48, True, far=True, bend=0), trunk(hip, True), leg(hip, -1.5, -0.5, True), arm(hip, True), felt,
        examiner(away(ankle, -42, 8), -20, 150), examiner(away(away(knee, 228, 12), 138, 12), 148, -42),
        arrow((226, 104), (230, 90), (224, 76)), number((247, 120), "2"), number((58, 101), "1"),
    )  # fmt: skip


FIGURES = {
    f.__name__: f
    for f in (
        straight_leg_raise, bent_knee_stretch, thigh_thrust, resisted_knee_flexion_pain, femoral_nerve_stretch, single_leg_bridge,
        faber, fadir, fair_test, hip_rotation_pain, thomas_test, gaenslen, passive_hip_flexion_pain, hamstring_length_limited,
        resisted_straight_leg_raise, bragard, hamstring_weakness, passive_hip_extension_pain, resisted_hip_extension_pain,
        sacral_thrust, crossed_straight_leg_raise,
        *technique_lying.FIGURES, *technique_instruments.FIGURES, *technique_side_lying.FIGURES,
        *technique_upright.FIGURES, *technique_frontal.FIGURES, *technique_seated.FIGURES,
    )
}  # fmt: skip
FIGURES |= technique_places.FIGURES


if __name__ == "__main__":
    for name, draw in FIGURES.items():
        (FOLDER / f"{name}.svg").write_text(draw(), encoding="utf-8")
