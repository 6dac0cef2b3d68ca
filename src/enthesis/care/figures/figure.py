"""What a drawn exercise is made of: poses as numbers by name, keyframes, props, and the figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Pose = Mapping[str, float]
"""Numbers by channel: `trunk`, `near_leg.knee` (degrees), `far_leg.heel.x`, `at.y` (cm). Docs: docs/figures.md."""
View = Literal["side", "front"]
Cycle = Literal["there_and_back", "round"]
Ease = Literal["smooth", "steady", "fast_out", "fast_in", "flow"]


@dataclass(frozen=True)
class Keyframe:
    """One pose and how it is reached."""

    name: str
    """Two or three words: Start, Hinge."""
    says: str
    """What a reader sees here, one plain sentence."""
    pose: Pose
    seconds: float
    """From the keyframe before (in a `round` cycle the first is reached from the last)."""
    seconds_back: float
    """Back to the keyframe before, in a `there_and_back` cycle."""
    hold_s: float
    ease: Ease
    tempo: Literal["", "down", "up"]
    """Which part of a prescribed tempo the way here is; the way back is the other one."""


@dataclass(frozen=True)
class Prop:
    """A thing beside the body: `kind` names its drawing, the rest are its settings."""

    kind: str
    settings: Mapping[str, object]


@dataclass(frozen=True)
class Figure:
    """One drawn exercise."""

    exercise: str
    """Id of the exercise."""
    view: View
    cycle: Cycle
    anchor: str
    """The point of the body that lies at the pose's `at`; `lowest`: the lowest point of the drawing does."""
    keyframes: tuple[Keyframe, ...]
    panels: tuple[int, ...]
    """Which keyframes a still shows, two or three."""
    muscles: tuple[tuple[str, str], ...]
    """(near or far, muscle)."""
    props: tuple[Prop, ...]
    stays: tuple[str, ...]
    """Points that do not move."""
    touches: Mapping[str, str]
    """Points that lie on a prop or the floor in every frame."""
    trails: tuple[str, ...]
    """Points whose way is drawn as an arrow in the still."""
    incline_deg: float
    """The floor rises this much ahead."""
    seen_from_above: bool
    """Lying on the side, looked down on: the side view without a floor."""
    where: str
