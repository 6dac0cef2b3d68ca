"""Seen from the front; follows."""

from __future__ import annotations

from enthesis.care.figures.figure import Pose
from enthesis.care.figures.side_skeleton import Skeleton


def solve_front(pose: Pose, anchor: str) -> Skeleton:
    raise NotImplementedError
