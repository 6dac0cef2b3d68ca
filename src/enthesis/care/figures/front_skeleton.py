"""From the numbers of a pose to joints, seen from the front and a little from above.

The body faces the viewer; its near limbs are on the left of the picture. `trunk` turns the pelvis in the picture: 90 lies it down
with the head to the right and the near side up. Every segment has an angle in the picture, outwards from the body's down, and one
towards the viewer (`_towards`). What comes towards the viewer is seen a little lower.
"""

from __future__ import annotations

import math

from enthesis.care.figures.contours import Point, ahead, shifted, turned
from enthesis.care.figures.figure import Pose
from enthesis.care.figures.proportions import (
    ANKLE_HEIGHT_CM,
    FOREARM_CM,
    GRIP_CM,
    HEAD_CENTRE_CM,
    HIP_JOINT_HALF_CM,
    NECK_BASE_CM,
    NECK_CM,
    SHANK_CM,
    SHOULDER_JOINT_HALF_CM,
    THIGH_CM,
    TRUNK_CM,
    UPPER_ARM_CM,
)
from enthesis.care.figures.side_skeleton import SIDES, Skeleton

FROM_ABOVE = 0.32
"""How far down one centimetre towards the viewer is seen."""
BEND_FROM_CM, BEND_TO_CM = 8.0, 40.0
"""The stretch of the spine over which a side bend is spread."""
Solid = tuple[float, float, float]


def side_lean(pose: Pose, along_cm: float) -> float:
    """How far the spine leans to the side at a distance from the hips, pelvis upright; clockwise, degrees."""
    share = min(1.0, max(0.0, (along_cm - BEND_FROM_CM) / (BEND_TO_CM - BEND_FROM_CM)))
    return -pose.get("side_bend", 0.0) * share


def spine_in_front(pose: Pose, along_cm: float) -> tuple[Point, float]:
    """A point of the spine in the picture from the hips, pelvis upright, and its lean there; a forward lean shortens it."""
    place, gone = (0.0, 0.0), 0.0
    seen = math.cos(math.radians(pose.get("face", 0.0)))
    while gone < along_cm - 1e-9:
        step = min(4.0, along_cm - gone)
        place = shifted(place, ahead(side_lean(pose, gone + step / 2)), step * seen)
        gone += step
    return (place if along_cm >= 0 else (0.0, along_cm * seen)), side_lean(pose, along_cm)


def solve_front(pose: Pose, anchor: str) -> Skeleton:
    """The skeleton of a pose with its anchor in place.

    Raises:
        KeyError: the anchor is no point the joints alone place.
    """
    body = Skeleton(tilt=pose.get("tilt", 1.0))
    lean = pose.get("trunk", 0.0)
    body.turns["pelvis"] = lean
    body.angles["side_bend"], body.angles["neck"] = pose.get("side_bend", 0.0), pose.get("neck", 0.0)
    body.points["hips"] = (0.0, 0.0)
    for name, along in (("waist", 16.0), ("shoulders", TRUNK_CM), ("neck_base", NECK_BASE_CM)):
        place, side = spine_in_front(pose, along)
        body.points[name] = turned(place, lean)
        body.turns["thorax"] = lean + side
    body.turns["head"] = body.turns["thorax"] - pose.get("neck", 0.0)
    body.points["head"] = shifted(body.points["neck_base"], ahead(body.turns["head"]), NECK_CM + HEAD_CENTRE_CM)
    for side in SIDES:
        _solve_limb(body, pose, side, "leg")
        _solve_limb(body, pose, side, "arm")
    x, y = pose.get("at.x", 0.0) - body.points[anchor][0], pose.get("at.y", 0.0) - body.points[anchor][1]
    body.points = {name: (px + x, py + y) for name, (px, py) in body.points.items()}
    for side in SIDES:
        if f"{side}_leg.sole.x" in pose:
            _stand_leg(body, pose, side)
        if f"{side}_arm.grip.x" in pose:
            _reach_arm(body, pose, side)
    return body


def outward(side: str) -> float:
    """Which way is outwards in the picture: the near side is on the left."""
    return -1.0 if side == "near" else 1.0


def _direction(side: str, down_turn: float, outwards_deg: float, towards_deg: float) -> Solid:
    """A segment's unit vector: right, up, towards the viewer."""
    flat = turned((outward(side) * math.sin(math.radians(outwards_deg)), -math.cos(math.radians(outwards_deg))), down_turn)
    near = math.cos(math.radians(towards_deg))
    return flat[0] * near, flat[1] * near, math.sin(math.radians(towards_deg))


def _put(
    body: Skeleton, name: str, segment: str, start: tuple[Point, float], along: Solid, length_cm: float
) -> tuple[Point, float]:
    """Place the end of a segment; returns the end without the view from above, and its depth."""
    from_above = FROM_ABOVE * body.tilt
    (x, y), depth = start
    end = (x + along[0] * length_cm, y + along[1] * length_cm)
    end_depth = depth + along[2] * length_cm
    seen_start, seen_end = (x, y - depth * from_above), (end[0], end[1] - end_depth * from_above)
    body.points[name] = seen_end
    dx, dy = seen_end[0] - seen_start[0], seen_end[1] - seen_start[1]
    body.turns[segment] = math.degrees(math.atan2(-dx, -dy))
    body.lengths[segment] = math.hypot(dx, dy)
    body.drops[segment] = max(depth, end_depth, 0.0) * from_above
    return end, end_depth


def _angle(first: Solid, second: Solid) -> float:
    dot = sum(a * b for a, b in zip(first, second, strict=True))
    return math.degrees(math.acos(max(-1.0, min(1.0, dot))))


def _solve_limb(body: Skeleton, pose: Pose, side: str, limb: str) -> None:
    channel = f"{side}_{limb}."
    if limb == "leg":
        turn = body.turns["pelvis"]
        root = shifted(body.points["hips"], ahead(turn + 90), outward(side) * HIP_JOINT_HALF_CM)
        first = _direction(side, turn, pose.get(channel + "hip", 3.0), pose.get(channel + "hip_towards", 0.0))
        second = _direction(side, turn, pose.get(channel + "shin", 0.0), pose.get(channel + "shin_towards", 0.0))
        body.angles[f"{side}_hip"] = pose.get(channel + "hip", 3.0)
        body.angles[f"{side}_knee"] = _angle(first, second)
        _chain_leg(body, side, root, first, second, pose.get(channel + "foot"))
        return
    turn = body.turns["thorax"]
    out = SHOULDER_JOINT_HALF_CM + pose.get(channel + "protract", 0.0)
    root = shifted(body.points["shoulders"], ahead(turn + 90), outward(side) * out)
    root = shifted(root, ahead(turn), pose.get(channel + "raise", 0.0))
    first = _direction(side, turn, pose.get(channel + "shoulder", 8.0), pose.get(channel + "shoulder_towards", 0.0))
    second = _direction(side, turn, pose.get(channel + "fore", 5.0), pose.get(channel + "fore_towards", 0.0))
    body.angles[f"{side}_shoulder"] = pose.get(channel + "shoulder", 8.0)
    body.angles[f"{side}_elbow"] = _angle(first, second)
    _chain_arm(body, side, root, first, second)


def _chain_leg(body: Skeleton, side: str, root: Point, first: Solid, second: Solid, foot_turn: float | None) -> None:
    body.points[f"{side}_hip"] = root
    start = _put(body, f"{side}_knee", f"{side}_thigh", (root, 0.0), first, THIGH_CM)
    _, depth = _put(body, f"{side}_ankle", f"{side}_shank", start, second, SHANK_CM)
    turn = body.turns[f"{side}_shank"] if foot_turn is None else foot_turn
    body.turns[f"{side}_foot"] = turn
    body.drops[f"{side}_foot"] = max(depth, 0.0) * FROM_ABOVE * body.tilt
    seen = body.points[f"{side}_ankle"]
    body.points[f"{side}_sole"] = shifted(seen, turned((0.0, -ANKLE_HEIGHT_CM), turn))
    body.points[f"{side}_foot_edge"] = shifted(seen, turned((outward(side) * 5.0, -4.5), turn))
    body.points[f"{side}_foot_inside"] = shifted(seen, turned((-outward(side) * 5.0, -4.5), turn))
    body.points[f"{side}_knee_inside"] = shifted(
        body.points[f"{side}_knee"], turned((-outward(side) * 5.2, 0.0), body.turns[f"{side}_shank"])
    )
    body.points[f"{side}_knee_outside"] = shifted(
        body.points[f"{side}_knee"], turned((outward(side) * 5.6, 5.0), body.turns[f"{side}_thigh"])
    )
    body.points[f"{side}_hip_edge"] = shifted(root, ahead(body.turns["pelvis"] + 90), outward(side) * 9.0)


def _chain_arm(body: Skeleton, side: str, root: Point, first: Solid, second: Solid) -> None:
    body.points[f"{side}_shoulder"] = root
    start = _put(body, f"{side}_elbow", f"{side}_upper_arm", (root, 0.0), first, UPPER_ARM_CM)
    end = _put(body, f"{side}_wrist", f"{side}_forearm", start, second, FOREARM_CM)
    _put(body, f"{side}_grip", f"{side}_hand", end, second, GRIP_CM)
    body.points[f"{side}_elbow_tip"] = shifted(body.points[f"{side}_elbow"], turned((0.0, -3.4), body.turns[f"{side}_upper_arm"]))
    body.points[f"{side}_underarm"] = shifted(body.points[f"{side}_elbow"], turned((0.0, -3.6), body.turns["pelvis"]))


def _stand_leg(body: Skeleton, pose: Pose, side: str) -> None:
    """The foot stands at a place; the knee comes forward as far as it must."""
    root = body.points[f"{side}_hip"]
    goal = (pose[f"{side}_leg.sole.x"], pose[f"{side}_leg.sole.y"] + ANKLE_HEIGHT_CM)
    dx, dy = goal[0] - root[0], goal[1] - root[1]
    asked = math.hypot(dx, dy)
    distance = min(asked, THIGH_CM + SHANK_CM - 0.001)
    at_hip = math.degrees(math.acos((THIGH_CM**2 + distance**2 - SHANK_CM**2) / (2 * THIGH_CM * distance)))
    at_ankle = math.degrees(math.acos((SHANK_CM**2 + distance**2 - THIGH_CM**2) / (2 * SHANK_CM * distance)))
    out = math.degrees(math.atan2(outward(side) * dx, -dy))
    first, second = _direction(side, 0.0, out, at_hip), _direction(side, 0.0, out, -at_ankle)
    body.angles[f"{side}_hip"] = out + outward(side) * body.turns["pelvis"]
    body.angles[f"{side}_knee"] = at_hip + at_ankle
    _chain_leg(body, side, root, first, second, pose.get(f"{side}_leg.foot", 0.0))
    body.short_cm[f"{side}_sole"] = abs(asked - distance)


def _reach_arm(body: Skeleton, pose: Pose, side: str) -> None:
    """The hand is at a place in the plane of the shoulders; the elbow points outwards."""
    root = body.points[f"{side}_shoulder"]
    dx, dy = pose[f"{side}_arm.grip.x"] - root[0], pose[f"{side}_arm.grip.y"] - root[1]
    asked, lower = math.hypot(dx, dy), FOREARM_CM + GRIP_CM
    distance = min(max(asked, abs(UPPER_ARM_CM - lower) + 0.01), UPPER_ARM_CM + lower - 0.001)
    at_root = math.degrees(math.acos((UPPER_ARM_CM**2 + distance**2 - lower**2) / (2 * UPPER_ARM_CM * distance)))
    inside = math.degrees(math.acos((UPPER_ARM_CM**2 + lower**2 - distance**2) / (2 * UPPER_ARM_CM * lower)))
    out = math.degrees(math.atan2(outward(side) * dx, -dy))
    upper = out + at_root
    first, second = _direction(side, 0.0, upper, 0.0), _direction(side, 0.0, upper - (180 - inside), 0.0)
    body.angles[f"{side}_shoulder"] = upper + outward(side) * body.turns["thorax"]
    body.angles[f"{side}_elbow"] = 180 - inside
    _chain_arm(body, side, root, first, second)
    body.short_cm[f"{side}_grip"] = abs(asked - distance)
