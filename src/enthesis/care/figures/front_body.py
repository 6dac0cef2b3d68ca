"""Seen from the front; follows."""

from __future__ import annotations

from collections.abc import Sequence

from enthesis.care.figures.figure import Pose
from enthesis.care.figures.shapes import Layer
from enthesis.care.figures.side_skeleton import Skeleton


def front_layers(body: Skeleton, pose: Pose, muscles: Sequence[tuple[str, str]]) -> dict[str, Layer]:
    raise NotImplementedError
