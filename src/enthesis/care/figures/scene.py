"""One frame of a figure: skeleton, props and body put together as layers, back to front."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from enthesis.care.figures.contours import Point
from enthesis.care.figures.figure import Figure, Pose
from enthesis.care.figures.front_body import front_layers
from enthesis.care.figures.front_skeleton import solve_front
from enthesis.care.figures.props import prop_layers
from enthesis.care.figures.shapes import Layer, every_shape
from enthesis.care.figures.side_body import side_layers
from enthesis.care.figures.side_skeleton import Skeleton, lift, solve_side


@dataclass(frozen=True)
class Scene:
    """A drawn pose."""

    skeleton: Skeleton
    layers: tuple[Layer, ...]
    points: Mapping[str, Point]
    """Named points as they are seen."""


def draw_scene(figure: Figure, pose: Pose) -> Scene:
    """The layers of a pose, in an order that is the same for every pose of the figure."""
    skeleton = (solve_side if figure.view == "side" else solve_front)(pose, figure.anchor)
    if figure.anchor == "lowest":
        lowest = min(
            y for shape in every_shape(list(_body(figure, skeleton, pose).values())) for _, y in shape.world() if shape.solid
        )
        lift(skeleton, pose.get("at.y", 0.0) - lowest)
    body = _body(figure, skeleton, pose)
    layers: list[Layer] = []
    props = prop_layers(figure, skeleton, pose)
    for slot in ("behind", *body, "front"):
        if slot in body:
            layers.append(body[slot])
        layers += props.get(slot, [])
    return Scene(skeleton, tuple(layers), skeleton.points)


def _body(figure: Figure, skeleton: Skeleton, pose: Pose) -> dict[str, Layer]:
    if figure.view == "front":
        return front_layers(skeleton, pose, figure.muscles)
    return side_layers(skeleton, pose, figure.muscles, flat_hands(pose))


def flat_hands(pose: Pose) -> tuple[str, ...]:
    """The sides whose hand lies open: those that reach with the palm, or are told to (`flat: 1`)."""
    return tuple(side for side in ("near", "far") if f"{side}_arm.palm.x" in pose or pose.get(f"{side}_arm.flat", 0.0) > 0)
