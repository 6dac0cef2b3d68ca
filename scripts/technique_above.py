"""The body of the technique figures from above: on the back, head to the left."""

from __future__ import annotations

from technique_body import (
    COUCH, FAR_SKIN, FOREARM, HAIR, INK, SHANK, SHIRT, SHORTS, SKIN, THIGH, TRUNK, UPPER_ARM, Point, away, limb, painted,
)  # fmt: skip

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
