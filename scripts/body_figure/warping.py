"""Moving the draft: what a build says, and how everything on the figure follows it.

The contours of `figure.py` are a draft.  A build moves the points of the contour by a few tables (height: shift);
everything inside, cuts, creases, hollows, labels and landmarks, follows by a smooth interpolation of those shifts, so
that every build has the same regions and landmarks under the same names.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import figure as draft
import numpy as np

Table = list[tuple[float, ...]]
"""(height in the draft, shift outwards or forwards[, shift down]) in units."""


@dataclass(frozen=True)
class Build:
    """One build: shifts of the contour by part of the body, and the lines that are its own."""

    name: str
    title: str
    head: Table
    neck: Table
    arm_out: Table
    arm_in: Table
    trunk: Table
    leg_in: Table
    hand: tuple[float, float]
    """Scale about the wrist, shift outwards."""
    foot: float
    """Breadth of the foot seen from front and back, about its middle."""
    side_front: Table
    side_back: Table
    side_arm: tuple[float, float, float]
    """Thickness of the arm, shift forwards, scale of the hand."""
    crease: float
    """Width of the creases; a softer surface shows fewer and finer ones."""
    without: frozenset[tuple[float, float]] = frozenset()
    """Lines of the draft that this build does not show, by the point where they start."""
    own_lines: dict[str, list] = field(default_factory=dict)
    own_hollows: dict[str, list] = field(default_factory=dict)
    own_lights: dict[str, list] = field(default_factory=dict)


def _look_up(table: Table, y: float, column: int = 1) -> float:
    return float(np.interp(y, [row[0] for row in table], [row[column] if len(row) > column else 0.0 for row in table]))


class Interpolation:
    """Shifts between points where the shift is known; the kernel is the distance, so that nothing overshoots."""

    def __init__(self, known: dict[tuple[float, float], tuple[float, float]]) -> None:
        self.at = np.array(list(known))
        shift = np.array(list(known.values()))
        n = len(self.at)
        matrix = np.zeros((n + 3, n + 3))
        matrix[:n, :n] = self._distance(self.at)
        matrix[:n, n] = matrix[n, :n] = 1
        matrix[:n, n + 1 :] = self.at
        matrix[n + 1 :, :n] = self.at.T
        right = np.zeros((n + 3, 2))
        right[:n] = shift
        self.weights = np.linalg.solve(matrix, right)

    def _distance(self, points: np.ndarray) -> np.ndarray:
        return np.hypot(*(points[:, None, :] - self.at[None, :, :]).transpose(2, 0, 1))

    def __call__(self, points: list) -> list:
        """The points moved; anything after x and y (a corner mark) is kept."""
        xy = np.array([(float(p[0]), float(p[1])) for p in points])
        base = np.hstack([self._distance(xy), np.ones((len(xy), 1)), xy])
        moved = xy + base @ self.weights
        moved[xy[:, 0] == 0, 0] = np.where(np.abs(moved[xy[:, 0] == 0, 0]) < 1e-6, 0, moved[xy[:, 0] == 0, 0])
        return [(round(float(x), 4), round(float(y), 4), *p[2:]) for (x, y), p in zip(moved, points, strict=True)]


def _paired(build: Build) -> dict[tuple[float, float], tuple[float, float]]:
    """Known shifts of front and back, one half and its mirror image."""
    half: dict[tuple[float, float], tuple[float, float]] = {}

    def add(points: list, table: Table) -> None:
        for p in points:
            x = 0.0 if p[0] == 0 else _look_up(table, p[1])
            half[(p[0], p[1])] = (x, _look_up(table, p[1], 2))

    add(draft.HEAD, build.head)
    add(draft.NECK, build.neck)
    add(draft.ARM_OUT, build.arm_out)
    add(draft.ARM_IN, build.arm_in)
    add(draft.TRUNK, build.trunk)
    add(draft.LEG_IN, build.leg_in)
    scale, shift = build.hand
    for p in draft.placed(draft.hand(), draft.WRIST, draft.HAND_TURN):
        half[(p[0], p[1])] = ((p[0] - draft.WRIST[0]) * (scale - 1) + shift, (p[1] - draft.WRIST[1]) * (scale - 1))
    for p in draft.FOOT_FRONT + draft.FOOT_BACK:
        end = _look_up(build.trunk, 939)
        half[(p[0], p[1])] = ((p[0] - 60) * (build.foot - 1) + end * 0.6, 0.0)
    for y in (60, 120, 180, 240, 300, 360, 420, 480):
        half[(0.0, float(y))] = (0.0, 0.0)
    return half | {(-x, y): (-dx, dy) for (x, y), (dx, dy) in half.items()}


def _side(build: Build) -> dict[tuple[float, float], tuple[float, float]]:
    """Known shifts of the side view: front profile and back profile by height."""
    known: dict[tuple[float, float], tuple[float, float]] = {}
    lowest = max(range(len(draft.SIDE_BODY)), key=lambda i: draft.SIDE_BODY[i][0] if draft.SIDE_BODY[i][1] > 970 else -1e9)
    for i, p in enumerate(draft.SIDE_BODY):
        table = build.side_front if i <= lowest else build.side_back
        known[(p[0], p[1])] = (0.0, 0.0) if p[1] > 940 else (_look_up(table, p[1]), _look_up(table, p[1], 2))
    return known


def _side_arm(build: Build) -> dict[tuple[float, float], tuple[float, float]]:
    """Known shifts of the arm in the side view: thicker or thinner about its axis, the hand about the wrist."""
    thickness, forward, hand = build.side_arm
    tip = draft.placed([(0, 90)], draft.SIDE_WRIST, draft.HAND_SIDE_TURN)[0]
    top = (draft.SIDE_SHOULDER[0] - 4, draft.SIDE_SHOULDER[1])
    axis = np.array([top, draft.SIDE_ELBOW[:2], draft.SIDE_WRIST[:2], tip[:2]])
    known = {}
    for p in draft.SIDE_ARM:
        here = np.array(p[:2], dtype=float)
        best, part = None, 0
        for k in range(3):
            a, b = axis[k], axis[k + 1]
            t = float(np.clip(np.dot(here - a, b - a) / np.dot(b - a, b - a), 0, 1))
            foot = a + t * (b - a)
            if best is None or np.hypot(*(here - foot)) < np.hypot(*(here - best)):
                best, part = foot, k
        if part == 2:
            moved = (here - axis[2]) * (hand - 1)
        else:
            moved = (here - best) * (thickness - 1) * np.interp(here[1], [190, 270], [0.4, 1])
        known[(p[0], p[1])] = (float(moved[0]) + forward, float(moved[1]))
    return known


def warps(build: Build) -> dict[str, Interpolation]:
    """How every point of a view moves."""
    paired = Interpolation(_paired(build))
    return {
        "front": paired,
        "back": paired,
        "side": Interpolation(_side(build)),
        "arm": Interpolation(_side_arm(build)),
    }
