"""Technique figures of tests on the back that need an instrument: hammer, tuning fork, stethoscope, pressure cuff and Doppler probe."""

from __future__ import annotations

from technique_above import hips_above, inset, lying_above, straight_leg_above, torso_above
from technique_body import (
    ARROW,
    BED,
    COUCH,
    FLOOR,
    FOREARM,
    HAND,
    INK,
    SHIRT,
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
    head,
    leg,
    limb,
    number,
    painted,
    trunk,
)
from technique_shapes import PAPER, crop, dashed, pressed

STEEL, CUFF = "#c7ced6", "#5b4b8a"


def hammer(at: Point, handle_degrees: float, reach: float = 26) -> str:
    """A reflex hammer whose head touches a point, held by the examiner's hand."""
    middle = away(at, handle_degrees + 90, 7)
    grip = away(middle, handle_degrees, 36)
    (hx, hy), (mx, my), (gx, gy) = away(at, handle_degrees + 90, 15), middle, grip
    return (
        f'<path d="M{mx:.1f} {my:.1f}L{gx:.1f} {gy:.1f}" stroke="{INK}" stroke-width="4" stroke-linecap="round"/>'
        f'<path d="M{at[0]:.1f} {at[1]:.1f}L{hx:.1f} {hy:.1f}" stroke="{INK}" stroke-width="11" stroke-linecap="round"/>'
        f'<path d="M{at[0]:.1f} {at[1]:.1f}L{hx:.1f} {hy:.1f}" stroke="{ARROW}" stroke-width="7.5" stroke-linecap="round"/>'
        + examiner(grip, handle_degrees, handle_degrees + 180, reach)
    )


def tuning_fork(at: Point, degrees: float) -> str:
    """A tuning fork whose stem stands on a point, with the marks of its trembling."""
    return (
        f'<g transform="translate({at[0]:.1f} {at[1]:.1f}) rotate({90 - degrees:g})" fill="none" stroke-linecap="round">'
        f'<path d="M0 0V-16M-5 -44V-22Q-5 -16 0 -16Q5 -16 5 -22V-44" stroke="{INK}" stroke-width="5.4"/>'
        f'<path d="M0 0V-16M-5 -44V-22Q-5 -16 0 -16Q5 -16 5 -22V-44" stroke="{STEEL}" stroke-width="2.6"/>'
        f'<path d="M-11 -43q-4 6 0 12M11 -43q4 6 0 12" stroke="{ARROW}" stroke-width="2.2"/></g>'
    )


def cuff(at: Point, turn: float, width: float, height: float) -> str:
    """A pressure cuff about a limb."""
    return (
        f'<g transform="translate({at[0]:.1f} {at[1]:.1f}) rotate({turn:g})"><rect x="{-width / 2:g}" y="{-height / 2:g}" width="{width:g}" height="{height:g}" '
        f'rx="3.5" fill="{CUFF}" stroke="{INK}" stroke-width="1.8"/><path d="M0 {-height / 2:g}v{height:g}" stroke="#fff" stroke-opacity=".5" stroke-width="1.4"/></g>'
    )


def gauge(at: Point, tube: Point) -> str:
    """A pressure gauge and the tube to its cuff."""
    (x, y), (u, v) = at, tube
    return (
        f'<path d="M{x:g} {y:g}Q{(x + u) / 2 - 8:g} {(y + v) / 2:g} {u:g} {v:g}" fill="none" stroke="{INK}" stroke-width="2.4"/>'
        f'<circle cx="{x:g}" cy="{y:g}" r="11" fill="{PAPER}" stroke="{INK}" stroke-width="1.8"/>'
        f'<path d="M{x:g} {y:g}l5 -6" stroke="{ARROW}" stroke-width="2.4" stroke-linecap="round"/>'
    )


def probe(at: Point, degrees: float, reach: float = 30) -> str:
    """A Doppler probe on a vessel, held like a pencil, and the sound it gives."""
    (x, y), (u, v) = at, away(at, degrees, 18)
    return (
        f'<path d="M{x:.1f} {y:.1f}L{u:.1f} {v:.1f}" stroke="{INK}" stroke-width="7.5" stroke-linecap="round"/>'
        f'<path d="M{x:.1f} {y:.1f}L{u:.1f} {v:.1f}" stroke="{STEEL}" stroke-width="4.4" stroke-linecap="round"/>'
        + examiner(away(at, degrees, 20), degrees - 8, degrees + 180, reach)
    )


def bone_percussion() -> str:
    """Supine from above: taps on heel, kneecap and trochanter, a fork on the shin; a stethoscope on the pubic bone."""
    middle = 112.0
    left, right = hips_above(middle)
    kneecap = (right[0] + THIGH, right[1] + 1)
    trochanter, patella = (left[0] + 2, left[1] - 10), (left[0] + THIGH, left[1])
    listening = (
        f'<path d="M118 {middle:g}C100 {middle + 14:g} 84 {middle + 2:g} 80 {middle + 30:g}S92 176 104 178" fill="none" stroke="{INK}" stroke-width="3.4"/>'
        f'<circle cx="118" cy="{middle:g}" r="8" fill="{STEEL}" stroke="{INK}" stroke-width="2"/><circle cx="118" cy="{middle:g}" r="3.4" fill="none" '
        f'stroke="{INK}" stroke-width="1.4"/>'
    )
    return figure(
        "Percussion and tuning fork over bone",
        "The patient lies on the back, seen from above. On one leg a hammer taps the heel along the leg; rings mark the other places to tap, trochanter and "
        "kneecap; a trembling tuning fork stands on the shin. On the other side a stethoscope listens over the pubic bone while the kneecap is tapped.",
        lying_above(middle), straight_leg_above(right), straight_leg_above(left), torso_above(middle), pressed(trochanter, 6), pressed(patella, 6),
        dashed((130, 40), (124, 76)), dashed((144, 40), (168, 86)), tuning_fork((200, 100), 76), listening,
        hammer((240, left[1]), -86, 14), hammer(kneecap, -64, 18),
        number((178, 66), "1c"), number((224, 150), "1a"), number((136, 28), "1b"), number((58, 150), "2"), number((158, 164), "2"),
    )  # fmt: skip


def ankle_brachial_index_low() -> str:
    """Supine from above: cuff and Doppler probe at the ankle and at the arm."""
    middle = 116.0
    left, right = hips_above(middle)
    ratio = f'<path d="M52 36L64 8" stroke="{INK}" stroke-width="2.6" stroke-linecap="round"/>'
    return figure(
        "Ankle-brachial index",
        "The patient lies at rest on the back, seen from above. One pressure cuff is round the ankle, one round the upper arm, each with its gauge. A Doppler probe "
        "listens below each cuff: at the inner ankle and in the bend of the elbow. The ankle pressure is divided by the arm pressure.",
        lying_above(middle), straight_leg_above(right), straight_leg_above(left), torso_above(middle),
        gauge((190, 40), (206, 96)), cuff((209, left[1] - 0.5), 0, 22, 19), probe((231, left[1]), 86),
        gauge((66, 52), (74, 80)), cuff((78, middle - 28), -11, 24, 19), probe((100, middle - 32), 58),
        number((36, 22), "1a"), ratio, number((80, 22), "1b"), number((217, 62), "1a"), number((160, 62), "1b"),
    )  # fmt: skip


def walker(hip: Point) -> str:
    """A person walking to the right, from the side."""
    shoulder = away(hip, 84, TRUNK)
    at = (shoulder[0] + 2, shoulder[1] - 27)
    front, back = away(shoulder, -58, UPPER_ARM), away(shoulder, -122, UPPER_ARM)
    return (
        painted((limb(shoulder, back, 6.5, 5.2), SKIN), (limb(back, away(back, -62, FOREARM), 5.2, 4.4), SKIN))
        + leg(hip, -112, -136, True, far=True, bend=8)
        + painted((limb(shoulder, (at[0], at[1] + 12), 7, 6.5), SKIN))
        + f'<g transform="rotate(90 {at[0]:.1f} {at[1]:.1f})">{head(at, True)}</g>'
        + painted((limb(hip, shoulder, 13, 13.5), SHIRT))
        + leg(hip, -64, -80, True, bend=6)
        + painted(
            (limb(shoulder, front, 6.5, 5.2), SKIN),
            (limb(front, away(front, -8, FOREARM), 5.2, 4.4), SKIN),
            (limb(shoulder, away(shoulder, -58, 22), 7.6, 6.6), SHIRT),
        )
    )


def post_exercise_pulse_loss() -> str:
    """A treadmill first, then at once the pulses and the pressure at the ankle."""
    treadmill = (
        f'<path d="M152 236V96" stroke="{INK}" stroke-width="7" stroke-linecap="round"/><path d="M158 100H128" stroke="{INK}" stroke-width="7" stroke-linecap="round"/>'
        f'<rect x="-6" y="232" width="172" height="16" rx="7" fill="{COUCH}" stroke="{INK}" stroke-width="2.4"/>'
        f'<g fill="none" stroke="{ARROW}" stroke-width="4" stroke-linecap="round"><path d="M120 184l13 -5M121 196l14 1M118 208l12 6"/></g>'
    )
    knee, ankle = (140.0, 122.0), (206.0, 126.0)
    toes = away(ankle, 72, 30)
    lying = crop(
        f'<path d="M120 {BED:g}H256V{BED + 11:g}H120Z" fill="{COUCH}" stroke="{INK}" stroke-width="1.8"/><path d="M232 {BED + 11:g}v23" stroke="{INK}" stroke-width="4"/>',
        painted((limb(ankle, toes, 11, 6), SKIN), (limb(knee, ankle, 20, 11), SKIN), (limb((ankle[0] + 2, ankle[1] + 5), (ankle[0] + 6, ankle[1] + 5), 11, 9), SKIN)),
        box=(134, 80, 128, 101), at=(134, 80), scale=1,
    )  # fmt: skip
    return figure(
        "Pulse and ankle-brachial index after exercise",
        "On the left the patient walks on a treadmill until the pain comes on in the leg. On the right, at once afterwards, the patient lies; a pressure cuff is round "
        "the leg above the ankle, one hand of the examiner feels the pulse on the top of the foot, and the ankle and arm pressures are measured again.",
        inset(treadmill, walker((76, 118)), at=(4, 14), scale=0.64), f'<path d="M126 10V174" stroke="{INK}" stroke-opacity=".35" stroke-dasharray="3 4"/>',
        f'<line x1="132" x2="258" y1="{FLOOR:g}" y2="{FLOOR:g}" stroke="#9aa5ab" stroke-width="2"/>', lying, gauge((164, 60), (172, 106)),
        cuff((176, 124.5), 3, 30, 38), examiner((207, 108), 62, 300, 40), number((20, 22), "1"), number((238, 38), "2a"), number((194, 44), "2b"),
    )  # fmt: skip


def bilateral_neurological_deficit() -> str:
    """Supine: strength, touch and tendon jerks, always in both legs."""
    middle = 128.0
    left, right = hips_above(middle)
    touched = "".join(
        f'<circle cx="{hip[0] + x:g}" cy="{hip[1]:g}" r="4.6" fill="#fff" stroke="{ARROW}" stroke-width="2.4"/>'
        for hip in (left, right)
        for x in (36, 66)
    )
    wisp = "".join(
        f'<path d="M{x:g} {y:g}l{-4 * s} {-22 * s}" stroke="{INK}" stroke-width="2.6" stroke-linecap="round"/><circle cx="{x - 4 * s:g}" cy="{y - 24 * s:g}" r="4" '
        f'fill="{PAPER}" stroke="{INK}" stroke-width="1.6"/>'
        for x, y, s in ((left[0] + 66, left[1] - 4, 1), (right[0] + 66, right[1] + 4, -1))
    )
    hip = (113.0, 132.5)
    knee = away(hip, 34, THIGH)
    jerk = inset(
        couch(), leg(hip, 32, -26, True, far=True, bend=30), trunk(hip, True), leg((hip[0] - 5, hip[1]), 34, -40, True, bend=20), arm(hip, True),
        painted((limb((knee[0] - 4, knee[1] + 15), (knee[0] + 8, knee[1] + 15), 8, 8), HAND)), hammer((knee[0] + 14, knee[1] - 2), 38, 22),
        arrow((226, 118), (236, 108), (238, 96), colour=INK), at=(2, -21), scale=0.48,
    )  # fmt: skip
    return figure(
        "Strength, sensation and reflexes in both legs",
        "The patient lies on the back, seen from above. The hands of the examiner hold both feet while the patient pulls them up; rings on both legs mark places "
        "to touch, with a wisp on each side. A small view from the side shows the tendon of the bent knee struck by a hammer; then the other knee.",
        jerk, lying_above(middle), straight_leg_above(right), straight_leg_above(left), torso_above(middle), touched, wisp,
        examiner((left[0] + 114, left[1]), 66, 262, 34), examiner((right[0] + 114, right[1]), -66, 98, 28),
        arrow((246, 128), (232, 128), (216, 128)),
        number((222, 88), "1a"), number((158, 88), "1b"), number((136, 44), "1c"),
    )  # fmt: skip


FIGURES = (bone_percussion, ankle_brachial_index_low, post_exercise_pulse_loss, bilateral_neurological_deficit)
