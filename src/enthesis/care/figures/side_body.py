"""The body seen from the side as layers of shapes, back to front."""

from __future__ import annotations

from collections.abc import Sequence

from enthesis.care.figures.contours import Point, ahead, cut, disc, ribbon, shifted
from enthesis.care.figures.figure import Pose
from enthesis.care.figures.muscles import (
    CUFF,
    GLUTEUS_MAXIMUS,
    GLUTEUS_MEDIUS,
    LEG_MUSCLES,
    LOWER_NERVE,
    TRUNK_MUSCLES,
    trunk_patch,
)
from enthesis.care.figures.proportions import FOREARM_CM, NECK_CM, SHANK_CM, THIGH_CM, UPPER_ARM_CM
from enthesis.care.figures.shapes import Layer, Shape
from enthesis.care.figures.side_profiles import (
    EAR,
    EYE,
    FACE,
    FLAT_HAND,
    FOREARM,
    HAIR,
    HAND,
    NECK,
    SHANK,
    SHOE,
    SOLE,
    THIGH,
    TOE_CAP,
    TOE_SOLE,
    UPPER_ARM,
    trunk_depth_at,
)
from enthesis.care.figures.side_skeleton import Skeleton, spine_point

FAR_SHIFT: Point = (2.4, 1.0)
"""The far limbs are drawn this much to the front and above: they stand further back."""
SHIRT_STEPS_CM = (5.0, 9.0, 14.0, 20.0, 26.0, 32.0, 38.0, 43.5, 48.0, 52.0, 55.5)
SHORTS_STEPS_CM = (-4.5, 0.0, 5.0, 9.5)


def side_layers(body: Skeleton, pose: Pose, muscles: Sequence[tuple[str, str]], flat_hands: Sequence[str]) -> dict[str, Layer]:
    """The body's layers by name, back to front: far_arm, far_leg, head, trunk, near_leg, near_arm."""
    far = {muscle for side, muscle in muscles if side == "far"}
    near = {muscle for side, muscle in muscles if side == "near"}
    layers = [
        Layer("far_arm", _arm(body, "far", far, "far" in flat_hands), FAR_SHIFT),
        Layer("far_leg", _leg(body, "far", far), FAR_SHIFT),
        Layer("head", _head(body, near)),
        Layer("trunk", [*_leg(body, "near", near), *_trunk(body, pose, near, far)]),
        Layer("near_arm", _arm(body, "near", near, "near" in flat_hands)),
    ]
    return {layer.name: layer for layer in layers}


def _leg(body: Skeleton, side: str, tinted: set[str]) -> list[Shape]:
    tone = "" if side == "near" else "_far"
    hip, knee, ankle = (body.points[f"{side}_{joint}"] for joint in ("hip", "knee", "ankle"))
    thigh, shank, foot, toes = (body.turns[f"{side}_{part}"] for part in ("thigh", "shank", "foot", "toes"))
    toes_at = body.points[f"{side}_toe_joint"]
    shapes = [
        Shape("shoe" + tone, TOE_CAP, toes_at, toes),
        Shape("sole" + tone, TOE_SOLE, toes_at, toes),
        Shape("shoe" + tone, SHOE, ankle, foot),
        Shape("skin" + tone, ribbon(SHANK, SHANK_CM), knee, shank),
        Shape("shoe" + tone, SHOE[-3:] + SHOE[:4], ankle, foot, outlined=False),
        Shape("sole" + tone, SOLE, ankle, foot),
        Shape("skin" + tone, ribbon(THIGH, THIGH_CM), hip, thigh),
        Shape("skin" + tone, disc(4.9, (0.3, 0.0)), knee, (thigh + shank) / 2),
    ]
    for muscle, (segment, points) in LEG_MUSCLES.items():
        if muscle in tinted:
            paint = "nerve" if muscle == "nerve" else "muscle"
            place, turn = (hip, thigh) if segment == "thigh" else (knee, shank)
            shapes.append(Shape(paint, points, place, turn, outlined=False, solid=False))
            if muscle == "nerve":
                shapes.append(Shape(paint, LOWER_NERVE, knee, shank, outlined=False, solid=False))
    shapes.append(Shape("shorts" + tone, ribbon(cut(THIGH, -0.06, 0.3), THIGH_CM, front=1.06, back=1.06, hem=True), hip, thigh))
    return shapes


def _outline(pose: Pose, steps: Sequence[float], wider: float = 1.0) -> list[Point]:
    front: list[Point] = []
    back: list[Point] = []
    for along in steps:
        place, bend = spine_point(pose, along)
        ahead_cm, behind_cm = trunk_depth_at(along)
        front.append(shifted(place, ahead(bend + 90), ahead_cm * wider))
        back.append(shifted(place, ahead(bend - 90), behind_cm * wider))
    # Doubled ends: hem and waistband are cut square.
    return [front[0], *front, front[-1], back[-1], *back[::-1], back[0]]


def _trunk(body: Skeleton, pose: Pose, near: set[str], far: set[str]) -> list[Shape]:
    hips, lean = body.points["hips"], body.turns["pelvis"]
    thigh = body.turns["near_thigh"]
    # Between pelvis and thigh, so that the seat stays round when the hip bends.
    between = (lean + _nearest(thigh, lean)) / 2
    shapes = [
        Shape("shorts", disc(9.8, (-0.4, 0.0), 12), hips, between),
        Shape("shirt", _outline(pose, SHIRT_STEPS_CM), hips, lean),
        Shape("shorts", _outline(pose, SHORTS_STEPS_CM, 1.02), hips, lean),
    ]
    shapes += [
        Shape("muscle", trunk_patch(pose, muscle), hips, lean, outlined=False, solid=False)
        for muscle in TRUNK_MUSCLES
        if muscle in near
    ]
    tinted = near | far
    if "gluteus_maximus" in tinted:
        seat = shifted(shifted(hips, ahead(between - 90), 4.4), ahead(between), 0.5)
        shapes.append(Shape("muscle", GLUTEUS_MAXIMUS, seat, between, outlined=False, solid=False))
    if "gluteus_medius" in tinted:
        crest = shifted(shifted(hips, ahead(lean - 90), 0.6), ahead(lean), 6.0)
        shapes.append(Shape("muscle", GLUTEUS_MEDIUS, crest, lean, outlined=False, solid=False))
    return shapes


def _nearest(angle_deg: float, to_deg: float) -> float:
    return (angle_deg - to_deg + 180) % 360 - 180 + to_deg


def _head(body: Skeleton, near: set[str]) -> list[Shape]:
    head, turn = body.points["head"], body.turns["head"]
    neck = [(-x, -y) for x, y in ribbon(NECK, NECK_CM)]
    shapes = [
        Shape("skin", neck, body.points["neck_base"], body.turns["neck"]),
        Shape("skin", FACE, head, turn),
        Shape("hair", HAIR, head, turn),
        Shape("ear", EAR, head, turn, outlined=False),
        Shape("line", EYE, head, turn, outlined=False),
    ]
    for muscle, outward in (("neck_front", 1.0), ("neck_back", -1.0)):
        if muscle in near:
            patch = [(outward * x, y) for x, y in ((1.0, -1.0), (1.4, 8.5), (3.4, 10.0), (4.2, 4.0), (3.6, -2.0))]
            shapes.append(Shape("muscle", patch, body.points["neck_base"], body.turns["neck"], outlined=False, solid=False))
    return shapes


def _arm(body: Skeleton, side: str, tinted: set[str], flat: bool) -> list[Shape]:
    tone = "" if side == "near" else "_far"
    shoulder, elbow, wrist = (body.points[f"{side}_{joint}"] for joint in ("shoulder", "elbow", "wrist"))
    upper, fore, hand = (body.turns[f"{side}_{part}"] for part in ("upper_arm", "forearm", "hand"))
    shapes = [
        Shape("skin" + tone, FLAT_HAND if flat else HAND, wrist, hand),
        Shape("skin" + tone, ribbon(FOREARM, FOREARM_CM), elbow, fore),
        Shape("skin" + tone, ribbon(UPPER_ARM, UPPER_ARM_CM), shoulder, upper),
        Shape("skin" + tone, disc(3.5, (0.0, 0.0), 8), elbow, (upper + fore) / 2),
        Shape("shirt" + tone, ribbon(cut(UPPER_ARM, -0.13, 0.44), UPPER_ARM_CM, front=1.1, back=1.1, hem=True), shoulder, upper),
    ]
    if "shoulder" in tinted:
        shapes.append(Shape("muscle", CUFF, shoulder, upper, outlined=False, solid=False))
    return shapes
