"""From the numbers of a pose to joints and landmarks, seen from the side, the body facing right.

Angles are clinical: flexion and dorsiflexion positive, degrees. `trunk` is the pelvis's lean from upright: 90 face down, -90 face
up. A limb is posed by its joints, or reaches: its foot or hand is given a place and the joints between are found.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from enthesis.care.figures.contours import Point, ahead, shifted, turned
from enthesis.care.figures.figure import Pose
from enthesis.care.figures.proportions import (
    FOOT_POINTS_CM,
    FOREARM_CM,
    GRIP_CM,
    HEAD_CENTRE_CM,
    HEAD_FORWARD_CM,
    LUMBAR_FROM_CM,
    LUMBAR_TO_CM,
    NECK_BASE_CM,
    NECK_CM,
    SHANK_CM,
    THIGH_CM,
    THORACIC_FROM_CM,
    THORACIC_TO_CM,
    TOE_JOINT_CM,
    TOE_POINTS,
    TRUNK_CM,
    UPPER_ARM_CM,
)

SIDES = ("near", "far")
SPINE_STEP_CM = 3.5
PALM_CM = (-2.1, -5.0)
"""The middle of the palm from the wrist, hand hanging: behind, below."""
SKIN_CM = {
    "yoke": (51.5, -8.0),
    "upper_back": (44.0, -10.4),
    "mid_back": (33.0, -8.2),
    "low_back": (16.0, -8.6),
    "chest": (38.0, 11.2),
    "belly": (16.0, 9.6),
}
"""Points on the trunk's skin: along the spine from the hip, in front of it."""
HEAD_POINTS_CM = {"head": (0.0, 0.0), "back_of_head": (-9.2, 1.0), "forehead": (8.2, 4.0), "top_of_head": (0.0, 11.6)}


@dataclass
class Skeleton:
    """A solved pose. Places in cm, y up, floor at 0; turns in degrees, clockwise."""

    points: dict[str, Point] = field(default_factory=dict[str, Point])
    turns: dict[str, float] = field(default_factory=dict[str, float])
    angles: dict[str, float] = field(default_factory=dict[str, float])
    """Joint angles as they came out, by joint: `near_knee`."""
    short_cm: dict[str, float] = field(default_factory=dict[str, float])
    """How far a reaching hand or foot stays from its place."""
    lengths: dict[str, float] = field(default_factory=dict[str, float])
    """Seen lengths of segments that point towards the viewer; front view only."""
    tilt: float = 1.0
    """How much from above the body is seen, 0 straight on; front view only."""
    drops: dict[str, float] = field(default_factory=dict[str, float])
    """How much lower a segment is seen because it comes towards the viewer; front view only."""


def spine_bend(pose: Pose, along_cm: float) -> float:
    """How far the spine has bent forwards at a distance from the hip, degrees."""
    return pose.get("lumbar", 0.0) * _part(along_cm, LUMBAR_FROM_CM, LUMBAR_TO_CM) + pose.get("thoracic", 0.0) * _part(
        along_cm, THORACIC_FROM_CM, THORACIC_TO_CM
    )


def spine_point(pose: Pose, along_cm: float) -> tuple[Point, float]:
    """A point of the spine from the hip, pelvis upright, and the lean of the spine there."""
    place, gone = (0.0, 0.0), 0.0
    while gone < along_cm - 1e-9:
        step = min(SPINE_STEP_CM, along_cm - gone)
        place = shifted(place, ahead(spine_bend(pose, gone + step / 2)), step)
        gone += step
    if along_cm < 0:
        place = (0.0, along_cm)
    return place, spine_bend(pose, along_cm)


def solve_side(pose: Pose, anchor: str) -> Skeleton:
    """The skeleton of a pose with its anchor in place.

    Raises:
        KeyError: the anchor is no point the joints alone place.
    """
    body = Skeleton()
    _place_trunk(body, pose)
    for side in SIDES:
        _joint_leg(body, pose, side)
        _joint_arm(body, pose, side)
    if anchor != "lowest":
        _move(body, anchor, (pose.get("at.x", 0.0), pose.get("at.y", 0.0)))
    else:
        _move(body, "hips", (pose.get("at.x", 0.0), 0.0))
    for side in SIDES:
        _reach_leg(body, pose, side)
        _reach_arm(body, pose, side)
    return body


def lift(body: Skeleton, by_cm: float) -> None:
    """Raise the whole skeleton."""
    body.points = {name: (x, y + by_cm) for name, (x, y) in body.points.items()}


def _part(along_cm: float, start_cm: float, end_cm: float) -> float:
    share = min(1.0, max(0.0, (along_cm - start_cm) / (end_cm - start_cm)))
    return share * share * (3 - 2 * share)


def _move(body: Skeleton, anchor: str, to: Point) -> None:
    x, y = to[0] - body.points[anchor][0], to[1] - body.points[anchor][1]
    body.points = {name: (px + x, py + y) for name, (px, py) in body.points.items()}


def _place_trunk(body: Skeleton, pose: Pose) -> None:
    lean = pose.get("trunk", 0.0)
    body.turns["pelvis"] = lean
    for joint in ("lumbar", "thoracic", "neck"):
        body.angles[joint] = pose.get(joint, 0.0)
    body.points["hips"] = (0.0, 0.0)
    for name, along in (("shoulders", TRUNK_CM), ("neck_base", NECK_BASE_CM)):
        place, bend = spine_point(pose, along)
        body.points[name] = turned(place, lean)
        body.turns["thorax"] = lean + bend
    for name, (along, out) in SKIN_CM.items():
        place, bend = spine_point(pose, along)
        body.points[name] = turned(shifted(place, ahead(bend + 90), out), lean)
    body.points["buttock"] = turned((-10.6, -1.0), lean)
    thorax, neck = body.turns["thorax"], pose.get("neck", 0.0)
    body.turns["neck"] = thorax + neck * 0.5 + 9
    body.points["neck_top"] = shifted(body.points["neck_base"], ahead(body.turns["neck"]), NECK_CM)
    body.turns["head"] = thorax + neck
    centre = shifted(body.points["neck_top"], ahead(thorax + neck), HEAD_CENTRE_CM)
    centre = shifted(centre, ahead(thorax + neck + 90), HEAD_FORWARD_CM)
    for name, point in HEAD_POINTS_CM.items():
        body.points[name] = shifted(centre, turned(point, thorax + neck))


def _limb_end(place: Point, hang_deg: float, length_cm: float) -> Point:
    """The lower end of a segment that hangs at an angle, forwards positive, from straight down."""
    x, y = ahead(hang_deg)
    return shifted(place, (x, -y), length_cm)


def _set_leg(body: Skeleton, side: str, hip: Point, thigh: float, shank: float, pitch: float, toes: float) -> None:
    points, turns = body.points, body.turns
    points[f"{side}_hip"] = hip
    points[f"{side}_knee"] = _limb_end(hip, thigh, THIGH_CM)
    points[f"{side}_ankle"] = _limb_end(points[f"{side}_knee"], shank, SHANK_CM)
    turns[f"{side}_thigh"], turns[f"{side}_shank"], turns[f"{side}_foot"] = -thigh, -shank, -pitch
    turns[f"{side}_toes"] = -(pitch + toes)
    points[f"{side}_toe_joint"] = shifted(points[f"{side}_ankle"], turned(TOE_JOINT_CM, -pitch))
    for name in FOOT_POINTS_CM:
        points[f"{side}_{name}"] = shifted(points[f"{side}_ankle"], _foot_point(name, pitch, toes))
    points[f"{side}_kneecap"] = shifted(points[f"{side}_knee"], turned((5.6, -0.5), -(thigh + shank) / 2))
    points[f"{side}_mid_thigh"] = _limb_end(hip, thigh, THIGH_CM * 0.55)
    points[f"{side}_mid_shank"] = _limb_end(points[f"{side}_knee"], shank, SHANK_CM * 0.5)
    points[f"{side}_shin"] = shifted(points[f"{side}_ankle"], turned((2.9, 6.0), -shank))
    points[f"{side}_calf"] = shifted(points[f"{side}_ankle"], turned((-3.2, 6.0), -shank))
    body.angles[f"{side}_hip"] = _between(thigh + turns["pelvis"], -150)
    body.angles[f"{side}_knee"] = _between(thigh - shank, -90)
    body.angles[f"{side}_ankle"] = _between(pitch - shank, -180)


def _set_arm(body: Skeleton, side: str, shoulder: Point, upper: float, fore: float, hand: float) -> None:
    points, turns = body.points, body.turns
    points[f"{side}_shoulder"] = shoulder
    points[f"{side}_elbow"] = _limb_end(shoulder, upper, UPPER_ARM_CM)
    points[f"{side}_wrist"] = _limb_end(points[f"{side}_elbow"], fore, FOREARM_CM)
    turns[f"{side}_upper_arm"], turns[f"{side}_forearm"], turns[f"{side}_hand"] = -upper, -fore, -hand
    points[f"{side}_grip"] = _limb_end(points[f"{side}_wrist"], hand, GRIP_CM)
    points[f"{side}_fingertips"] = _limb_end(points[f"{side}_wrist"], hand, GRIP_CM * 2.2)
    points[f"{side}_palm"] = shifted(points[f"{side}_wrist"], turned(PALM_CM, -hand))
    points[f"{side}_elbow_tip"] = shifted(points[f"{side}_elbow"], turned((-3.2, -1.2), -(upper + fore) / 2))
    points[f"{side}_underarm"] = shifted(points[f"{side}_elbow"], turned((-3.6, -4.0), -fore))
    body.angles[f"{side}_shoulder"] = _between(upper + turns["thorax"], -120)
    body.angles[f"{side}_elbow"] = _between(fore - upper, -90)
    body.angles[f"{side}_wrist"] = _between(hand - fore, -180)


def _between(angle_deg: float, lowest_deg: float) -> float:
    return (angle_deg - lowest_deg) % 360 + lowest_deg


def _foot_point(name: str, pitch: float, toes: float) -> Point:
    """A named point of the shoe from the ankle."""
    x, y = FOOT_POINTS_CM[name]
    if name not in TOE_POINTS:
        return turned((x, y), -pitch)
    joint_x, joint_y = TOE_JOINT_CM
    return shifted(turned(TOE_JOINT_CM, -pitch), turned((x - joint_x, y - joint_y), -(pitch + toes)))


def _joint_leg(body: Skeleton, pose: Pose, side: str) -> None:
    limb = f"{side}_leg."
    thigh = pose.get(limb + "hip", 0.0) - body.turns["pelvis"]
    shank = thigh - pose.get(limb + "knee", 0.0)
    # A foot that stands flat keeps its pitch whatever the leg does.
    pitch = pose.get(limb + "pitch", shank + pose.get(limb + "ankle", 0.0))
    _set_leg(body, side, body.points["hips"], thigh, shank, pitch, pose.get(limb + "toes", 0.0))


def _shoulder(body: Skeleton, pose: Pose, side: str) -> Point:
    lean = body.turns["thorax"]
    moved = (pose.get(f"{side}_arm.protract", 0.0), pose.get(f"{side}_arm.raise", 0.0))
    return shifted(body.points["shoulders"], turned(moved, lean))


def _joint_arm(body: Skeleton, pose: Pose, side: str) -> None:
    limb = f"{side}_arm."
    upper = pose.get(limb + "shoulder", 0.0) - body.turns["thorax"]
    fore = upper + pose.get(limb + "elbow", 0.0)
    _set_arm(body, side, _shoulder(body, pose, side), upper, fore, fore + pose.get(limb + "wrist", 0.0))


def _two_bones(start: Point, to: Point, first_cm: float, second_cm: float) -> tuple[float, float, float, float]:
    """Angle to the goal, angles at the start and in the middle joint, and what is missing (cm)."""
    dx, dy = to[0] - start[0], to[1] - start[1]
    asked = math.hypot(dx, dy)
    distance = min(max(asked, abs(first_cm - second_cm) + 0.01), first_cm + second_cm - 0.001)
    at_start = math.acos((first_cm**2 + distance**2 - second_cm**2) / (2 * first_cm * distance))
    inside = math.acos((first_cm**2 + second_cm**2 - distance**2) / (2 * first_cm * second_cm))
    towards = math.degrees(math.atan2(dx, -dy))
    return towards, math.degrees(at_start), 180 - math.degrees(inside), abs(asked - distance)


def _reach_leg(body: Skeleton, pose: Pose, side: str) -> None:
    limb = f"{side}_leg."
    for name in FOOT_POINTS_CM:
        if f"{limb}{name}.x" not in pose:
            continue
        pitch = pose.get(limb + "pitch", 0.0)
        # On the ball of the foot the toes lie flat.
        toes = pose.get(limb + "toes", min(80.0, max(0.0, -pitch)) if name == "ball" else 0.0)
        offset = _foot_point(name, pitch, toes)
        goal = (pose[f"{limb}{name}.x"] - offset[0], pose[f"{limb}{name}.y"] - offset[1])
        towards, start, bend, missing = _two_bones(body.points["hips"], goal, THIGH_CM, SHANK_CM)
        thigh = towards + start
        _set_leg(body, side, body.points["hips"], thigh, thigh - bend, pitch, toes)
        body.short_cm[f"{side}_{name}"] = missing


def _reach_arm(body: Skeleton, pose: Pose, side: str) -> None:
    limb = f"{side}_arm."
    shoulder = _shoulder(body, pose, side)
    if f"{limb}grip.x" in pose:
        # The hand goes on in the line of the forearm unless the pose bends the wrist.
        wrist = pose.get(limb + "wrist", 0.0)
        goal = (pose[f"{limb}grip.x"], pose[f"{limb}grip.y"])
        along, aside = FOREARM_CM + GRIP_CM * math.cos(math.radians(wrist)), GRIP_CM * math.sin(math.radians(wrist))
        fore_cm, extra = math.hypot(along, aside), math.degrees(math.atan2(aside, along))
        towards, start, bend, missing = _two_bones(shoulder, goal, UPPER_ARM_CM, fore_cm)
        upper = towards - start
        fore = upper + bend - extra
        _set_arm(body, side, shoulder, upper, fore, fore + wrist)
        body.short_cm[f"{side}_grip"] = missing
    elif f"{limb}palm.x" in pose:
        hand = pose.get(limb + "points", 90.0)
        offset = turned(PALM_CM, -hand)
        goal = (pose[f"{limb}palm.x"] - offset[0], pose[f"{limb}palm.y"] - offset[1])
        towards, start, bend, missing = _two_bones(shoulder, goal, UPPER_ARM_CM, FOREARM_CM)
        upper = towards - start
        _set_arm(body, side, shoulder, upper, upper + bend, hand)
        body.short_cm[f"{side}_palm"] = missing
