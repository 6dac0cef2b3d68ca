"""What a drawn exercise breaks: the floor, a joint's limit, a contact, a reach. Used by the tests and while drawing."""

from __future__ import annotations

import math

from enthesis.care.figures.figure import Figure
from enthesis.care.figures.proportions import FRONT_LIMITS_DEG, JOINT_LIMITS_DEG, STATURE_CM
from enthesis.care.figures.props import distance_to
from enthesis.care.figures.scene import Scene, draw_scene
from enthesis.care.figures.shapes import every_shape
from enthesis.care.figures.timeline import Sample, cycle_samples

SINK_CM = 1.0
"""How far flesh may press below the floor line."""
STAYS_CM = 0.02 * STATURE_CM
TOUCH_CM = 0.015 * STATURE_CM
SHORT_CM = 1.0


def faults_of(figure: Figure) -> list[str]:
    """One line for every kind of fault, with the worst moment of it."""
    samples = cycle_samples(figure)
    scenes = [draw_scene(figure, sample.pose) for sample in samples]
    faults = [
        *_floor(figure, samples, scenes),
        *_joints(figure, samples, scenes),
        *_stays(figure, scenes),
        *_touches(figure, samples, scenes),
    ]
    faults += _reaches(samples, scenes)
    return [f"{figure.where}: {fault}" for fault in faults]


def _floor(figure: Figure, samples: list[Sample], scenes: list[Scene]) -> list[str]:
    deepest = min(
        (y + shape.drop_cm, sample.at_s, shape.paint, shape.place)
        for sample, scene in zip(samples, scenes, strict=True)
        for shape in every_shape(scene.layers)
        if shape.solid
        for _, y in shape.world()
    )
    if figure.seen_from_above or deepest[0] >= -SINK_CM:
        return []
    x, y = deepest[3]
    return [f"{deepest[2]} at ({x:.0f}, {y:.0f}) is {-deepest[0]:.1f} cm below the floor at {deepest[1]:.1f} s"]


def _joints(figure: Figure, samples: list[Sample], scenes: list[Scene]) -> list[str]:
    limits = JOINT_LIMITS_DEG if figure.view == "side" else FRONT_LIMITS_DEG
    faults: dict[str, tuple[float, str]] = {}
    for sample, scene in zip(samples, scenes, strict=True):
        for joint, angle in scene.skeleton.angles.items():
            lowest, highest = limits[joint.removeprefix("near_").removeprefix("far_")]
            beyond = max(lowest - angle, angle - highest)
            if beyond > 0.5 and beyond > faults.get(joint, (0.0, ""))[0]:
                faults[joint] = (
                    beyond,
                    f"{joint} is {angle:.0f} degrees at {sample.at_s:.1f} s, the limit {lowest:.0f} to {highest:.0f}",
                )
    return [text for _, text in faults.values()]


def _stays(figure: Figure, scenes: list[Scene]) -> list[str]:
    faults: list[str] = []
    for point in figure.stays:
        moved = max(math.dist(scene.points[point], scenes[0].points[point]) for scene in scenes)
        if moved > STAYS_CM:
            faults.append(f"{point} moves {moved:.1f} cm")
    return faults


def _touches(figure: Figure, samples: list[Sample], scenes: list[Scene]) -> list[str]:
    faults: list[str] = []
    for point, surface in figure.touches.items():
        away, when = max(
            (distance_to(figure, s.pose, surface, scene.points[point]), s.at_s) for s, scene in zip(samples, scenes, strict=True)
        )
        if away > TOUCH_CM:
            faults.append(f"{point} is {away:.1f} cm off the {surface} at {when:.1f} s")
    return faults


def _reaches(samples: list[Sample], scenes: list[Scene]) -> list[str]:
    worst: dict[str, tuple[float, float]] = {}
    for sample, scene in zip(samples, scenes, strict=True):
        for limb, missing in scene.skeleton.short_cm.items():
            worst[limb] = max(worst.get(limb, (0.0, 0.0)), (missing, sample.at_s))
    return [f"{limb} falls {cm:.1f} cm short at {when:.1f} s" for limb, (cm, when) in worst.items() if cm > SHORT_CM]
