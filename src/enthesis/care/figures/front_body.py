"""The body seen from the front as layers of shapes, back to front."""

from __future__ import annotations

from collections.abc import Sequence

from enthesis.care.figures.contours import Point, Profile, ahead, cut, disc, ribbon, shifted
from enthesis.care.figures.figure import Pose
from enthesis.care.figures.front_skeleton import outward, spine_in_front
from enthesis.care.figures.shapes import Layer, Shape
from enthesis.care.figures.side_profiles import HAND
from enthesis.care.figures.side_skeleton import Skeleton

THIGH: Profile = (
    (-0.10, 6.6, 6.6),
    (-0.02, 8.6, 8.6),
    (0.2, 8.9, 8.9),
    (0.5, 7.7, 7.7),
    (0.85, 5.8, 5.8),
    (1.0, 5.3, 5.3),
    (1.08, 4.4, 4.4),
)
SHANK: Profile = (
    (-0.06, 4.2, 4.2),
    (0.0, 5.1, 5.1),
    (0.2, 5.7, 5.7),
    (0.36, 5.6, 5.6),
    (0.7, 3.9, 3.9),
    (0.95, 3.2, 3.2),
    (1.05, 2.8, 2.8),
)
UPPER_ARM: Profile = (
    (-0.15, 3.4, 3.4),
    (-0.08, 4.9, 4.9),
    (0.1, 5.2, 5.2),
    (0.5, 4.4, 4.4),
    (0.95, 3.6, 3.6),
    (1.06, 3.0, 3.0),
)
FOREARM: Profile = ((-0.08, 2.8, 2.8), (0.02, 3.7, 3.7), (0.25, 4.1, 4.1), (0.65, 3.2, 3.2), (1.0, 2.5, 2.5), (1.05, 2.2, 2.2))
TRUNK: Profile = (
    (-5.0, 13.0, 13.0),
    (0.0, 16.4, 16.4),
    (6.0, 16.4, 16.4),
    (10.0, 15.4, 15.4),
    (17.0, 13.6, 13.6),
    (26.0, 14.6, 14.6),
    (36.0, 16.8, 16.8),
    (44.0, 17.4, 17.4),
    (50.0, 16.6, 16.6),
    (54.0, 10.5, 10.5),
    (56.5, 6.2, 6.2),
)
"""Centimetres from the hips, half width."""
SHOE: list[Point] = [(-3.4, 4.2), (3.4, 4.2), (4.0, 0.0), (5.0, -4.0), (4.6, -6.2), (-4.6, -6.2), (-5.0, -4.0), (-4.0, 0.0)]
SOLE: list[Point] = [(-4.9, -4.9), (0.0, -5.3), (4.9, -4.9), (4.6, -6.8), (0.0, -6.8), (-4.6, -6.8)]
FACE: list[Point] = [(0, 11.0), (5.2, 9.6), (7.6, 5.0), (7.5, -1.0), (5.8, -6.8), (2.6, -10.2), (0, -10.9)]
HAIR: list[Point] = [(0, 12.0), (6.0, 10.5), (8.5, 5.4), (8.4, 0.0), (7.2, 2.4), (6.2, 6.0), (2.6, 7.0)]
BACK_HAIR: list[Point] = [(0, 12.0), (6.0, 10.5), (8.5, 5.4), (8.3, -1.0), (6.6, -6.2), (3.0, -8.0), (0, -8.4)]
EYE: list[Point] = [(2.5, 1.2), (3.3, 1.9), (4.1, 1.2), (3.9, 0.0), (2.7, 0.0)]
EAR: list[Point] = [(7.4, 1.6), (8.9, 1.2), (8.7, -2.0), (7.2, -2.8)]


def front_layers(body: Skeleton, pose: Pose, muscles: Sequence[tuple[str, str]]) -> dict[str, Layer]:
    """The body's layers by name, back to front: trunk with the legs, head, far_arm, near_arm; a far arm under the head comes first."""
    tinted = {side: {muscle for at, muscle in muscles if at == side} for side in ("near", "far")}
    far_arm = Layer("far_arm", _arm(body, "far", tinted["far"]))
    behind = pose.get("far_arm.behind", 0.0) > 0
    layers = [
        *([far_arm] if behind else []),
        Layer("trunk", [*_leg(body, "far", tinted["far"]), *_leg(body, "near", tinted["near"]), *_trunk(body, pose, tinted)]),
        Layer("head", _head(body, pose.get("back_view", 0.0) > 0)),
        *([] if behind else [far_arm]),
        Layer("near_arm", _arm(body, "near", tinted["near"])),
    ]
    return {layer.name: layer for layer in layers}


def _both(points: list[Point]) -> list[Point]:
    """A half outline from top to bottom, completed by its mirror image."""
    return points + [(-x, y) for x, y in reversed(points) if x > 0]


def _limb(body: Skeleton, name: str, joint: str, profile: Profile, paint: str, wider: float = 1.0, hem: bool = False) -> Shape:
    points = ribbon(profile, body.lengths[name], front=wider, back=wider, hem=hem)
    return Shape(paint, points, body.points[joint], body.turns[name], drop_cm=body.drops[name])


def _leg(body: Skeleton, side: str, tinted: set[str]) -> list[Shape]:
    knee, hip = f"{side}_knee", f"{side}_hip"
    ankle, turn, drop = body.points[f"{side}_ankle"], body.turns[f"{side}_foot"], body.drops[f"{side}_foot"]
    shapes = [
        _limb(body, f"{side}_shank", knee, SHANK, "skin"),
        Shape("shoe", SHOE, ankle, turn, drop_cm=drop),
        Shape("sole", SOLE, ankle, turn, drop_cm=drop),
        _limb(body, f"{side}_thigh", hip, THIGH, "skin"),
        Shape("skin", disc(4.8), body.points[knee], 0.0, drop_cm=body.drops[f"{side}_thigh"]),
    ]
    for muscle, across in (("adductors", (-0.85, 0.0)), ("quadriceps", (-0.5, 0.6))):
        if muscle in tinted:
            shapes.append(_strip(body, side, across, (0.1, 0.66) if muscle == "adductors" else (0.12, 0.9)))
    shapes.append(_limb(body, f"{side}_thigh", hip, cut(THIGH, -0.1, 0.34), "shorts", 1.08, hem=True))
    return shapes


def _strip(body: Skeleton, side: str, across: tuple[float, float], along: tuple[float, float]) -> Shape:
    """A patch on the thigh, across from the inside (-1) to the outside (1)."""
    length, sign = body.lengths[f"{side}_thigh"], outward(side)
    one: list[Point] = []
    other: list[Point] = []
    for step, taper in enumerate((0.3, 0.9, 1.0, 0.9, 0.3)):
        share = along[0] + (along[1] - along[0]) * step / 4
        width = 8.4 - 3.0 * share
        middle = (across[0] + across[1]) / 2
        one.append((sign * width * (middle + (across[0] - middle) * taper), -share * length))
        other.append((sign * width * (middle + (across[1] - middle) * taper), -share * length))
    return Shape(
        "muscle", one + other[::-1], body.points[f"{side}_hip"], body.turns[f"{side}_thigh"], outlined=False, solid=False
    )


def _outline(pose: Pose, start: float, end: float, wider: float = 1.0) -> list[Point]:
    right: list[Point] = []
    left: list[Point] = []
    for along, half, _ in cut(TRUNK, start, end):
        place, side = spine_in_front(pose, along)
        right.append(shifted(place, ahead(side + 90), half * wider))
        left.append(shifted(place, ahead(side - 90), half * wider))
    return [right[0], *right, right[-1], left[-1], *left[::-1], left[0]]


def _trunk(body: Skeleton, pose: Pose, tinted: dict[str, set[str]]) -> list[Shape]:
    hips, lean = body.points["hips"], body.turns["pelvis"]
    shapes = [
        Shape("shirt", _outline(pose, 6.0, 56.5), hips, lean),
        Shape("shorts", _outline(pose, -5.0, 10.0, 1.02), hips, lean),
    ]
    for side in ("near", "far"):
        sign = outward(side)
        for muscle in sorted(tinted[side]):
            if muscle in FRONT_PATCHES:
                patch = [(sign * x, y) for x, y in FRONT_PATCHES[muscle]]
                shapes.append(Shape("muscle", patch, hips, lean, outlined=False, solid=False))
    return shapes


FRONT_PATCHES: dict[str, list[Point]] = {
    "gluteus_medius": [(9.5, 8.0), (14.6, 8.4), (16.0, 4.0), (15.8, -1.0), (13.2, -4.0), (11.0, 1.0)],
    "gluteus_maximus": [(11.0, 3.0), (15.4, 3.4), (16.0, -2.0), (14.0, -8.0), (10.8, -5.0)],
    "obliques": [(6.0, 30.0), (12.6, 29.0), (12.6, 20.0), (13.2, 11.5), (7.0, 11.5), (5.0, 20.0)],
    "abdominals": [(0.4, 34.0), (5.0, 33.0), (5.4, 22.0), (4.6, 11.0), (0.4, 10.0)],
    "serratus": [(10.6, 41.0), (15.2, 40.0), (14.4, 32.0), (10.0, 31.0)],
    "upper_back": [(3.0, 54.5), (9.5, 53.0), (14.0, 50.0), (9.0, 49.5), (3.4, 51.0)],
}
"""On the trunk: outwards from the middle, up from the hips."""


def _head(body: Skeleton, from_behind: bool) -> list[Shape]:
    head, turn = body.points["head"], body.turns["head"]
    neck: list[Point] = [(-5.0, -2.0), (-4.7, 4.0), (-4.8, 12.0), (4.8, 12.0), (4.7, 4.0), (5.0, -2.0)]
    shapes = [
        Shape("skin", neck, body.points["neck_base"], (body.turns["thorax"] + turn) / 2),
        Shape("ear", EAR, head, turn),
        Shape("ear", [(-x, y) for x, y in EAR], head, turn),
        Shape("skin", _both(FACE), head, turn),
    ]
    if from_behind:
        return [*shapes, Shape("hair", _both(BACK_HAIR), head, turn)]
    return [
        *shapes,
        Shape("hair", _both(HAIR), head, turn),
        Shape("line", EYE, head, turn, outlined=False),
        Shape("line", [(-x, y) for x, y in EYE], head, turn, outlined=False),
    ]


def _arm(body: Skeleton, side: str, tinted: set[str]) -> list[Shape]:
    elbow, shoulder = f"{side}_elbow", f"{side}_shoulder"
    fore = body.turns[f"{side}_forearm"]
    hand = [(x * 1.0, y) for x, y in HAND]
    shapes = [
        Shape("skin", hand, body.points[f"{side}_wrist"], fore, drop_cm=body.drops[f"{side}_hand"]),
        _limb(body, f"{side}_forearm", elbow, FOREARM, "skin"),
        _limb(body, f"{side}_upper_arm", shoulder, UPPER_ARM, "skin"),
        Shape("skin", disc(3.5, count=8), body.points[elbow], 0.0, drop_cm=body.drops[f"{side}_forearm"]),
        _limb(body, f"{side}_upper_arm", shoulder, cut(UPPER_ARM, -0.15, 0.46), "shirt", 1.1, hem=True),
    ]
    if "shoulder" in tinted:
        patch = [(x * 0.8, y) for x, y in ribbon(cut(UPPER_ARM, -0.08, 0.34), body.lengths[f"{side}_upper_arm"])]
        shapes.append(Shape("muscle", patch, body.points[shoulder], body.turns[f"{side}_upper_arm"], outlined=False, solid=False))
    return shapes
