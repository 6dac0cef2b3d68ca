"""The builds: how far each part of the drafted figure moves, for every build that is drawn.

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


NEUTRAL = Build(
    name="neutral",
    title="Neutral",
    head=[(20, 0), (60, -0.6), (90, -1.2), (109, -1.8), (120, -2.4), (131, -2)],
    neck=[(138, -1.5), (155, -2), (172, -2, 0), (178, -2, 2), (184, -3, 4), (188.4, -5, 6.5)],
    arm_out=[
        (193, -6, 8),
        (201.5, -7.5, 8),
        (216, -9, 6),
        (234, -9.5, 3),
        (252, -9),
        (270, -8.5),
        (288, -7.6),
        (306, -7.4),
        (326, -7.6),
        (345, -7.2),
        (360, -6),
        (373, -5.6),
        (388, -6.4),
        (405, -7),
        (424, -6.6),
        (446, -5.4),
        (470, -4.6),
        (494, -4.4),
    ],
    arm_in=[(272, -3.5), (308, -4), (352, -4.6), (382, -4.6), (413, -4.4), (460, -4), (499, -4)],
    trunk=[
        (261, -3.5),
        (296, -4),
        (320, -4),
        (346, -3.6),
        (367, -3),
        (385, -2),
        (401, -1),
        (419, 0),
        (439, 1),
        (462, 1.6),
        (486, 2),
        (510, 2),
        (560, 1.6),
        (624, 0.6),
        (702, 0),
        (789, -1),
        (838, -1),
        (894, -0.6),
        (939, 0),
    ],
    leg_in=[(519, 0), (560, -0.6), (618, -1), (672, -0.4), (735, 0), (814, 0.8), (884, 0.4), (944, 0)],
    hand=(0.97, -4.2),
    foot=1.06,
    side_front=[
        (20, 0),
        (83, 0),
        (99, -1),
        (148, -1),
        (196, -0.5),
        (224, 1),
        (260, 1),
        (300, 0),
        (360, 0),
        (430, 1),
        (510, 0),
        (940, 0),
    ],
    side_back=[(20, 0), (119, 1), (158, 1.4), (184, 1), (224, 0), (280, 1), (330, 1.4), (380, 1), (430, 0), (500, 0), (940, 0)],
    side_arm=(0.95, 0.0, 0.97),
    crease=0.85,
    own_lines={
        "front": [([(82, 268), (72, 281), (58, 288.6), (40, 290), (24, 287)], 0.6)],
    },
)

FEMALE = Build(
    name="female",
    title="Female",
    head=[(20, 0), (60, -1.5), (90, -2.6), (109, -4), (120, -5.2), (131, -5.6)],
    neck=[(138, -6), (147, -6.4), (155.5, -7), (164, -7.6), (172, -8, 2), (178, -8.6, 5), (184, -10, 7), (188.4, -12.6, 9.6)],
    arm_out=[
        (193, -16, 11),
        (201.5, -18, 11),
        (216, -20, 8),
        (234, -20.6, 4),
        (252, -20.4),
        (270, -20),
        (288, -19.6),
        (306, -19.4),
        (326, -19),
        (345, -18),
        (360, -16.4),
        (373, -15.6),
        (388, -15.6),
        (405, -15.4),
        (424, -14.8),
        (446, -13.6),
        (470, -12.6),
        (494, -12),
    ],
    arm_in=[(272, -10), (308, -10), (352, -10), (382, -9.6), (413, -9), (460, -8.6), (499, -8.6)],
    trunk=[
        (261, -10),
        (276, -9.4),
        (296, -10),
        (320, -10),
        (346, -10),
        (367, -9.4),
        (385, -7.6),
        (401, -5.2),
        (419, -2.4),
        (439, 0.4),
        (462, 3),
        (486, 5),
        (510, 6),
        (534, 6),
        (560, 5.2),
        (590, 4.2),
        (624, 1.6),
        (660, -0.8),
        (702, -2),
        (748, -2.8),
        (789, -4),
        (838, -4),
        (894, -3.6),
        (939, -2.6),
    ],
    leg_in=[(519, 0), (540, -0.6), (588, -2), (648, -1.6), (700, -0.2), (735, 0), (790, 1), (860, 1.6), (920, 2), (944, 1)],
    hand=(0.91, -10.2),
    foot=0.98,
    side_front=[
        (20, 0),
        (49, 0.6),
        (73, -0.6),
        (99, -2.4),
        (117, -0.6),
        (134, -2),
        (148, -2.6),
        (172, -3.4),
        (196, -3),
        (208, -3),
        (224, 1),
        (244, 8),
        (262, 12.5),
        (280, 10),
        (296, 0),
        (312, -5.5),
        (346, -5),
        (386, -3),
        (426, 0),
        (470, 0),
        (510, 0.6),
        (562, 1),
        (640, -1),
        (704, -1.6),
        (788, -2),
        (862, -2),
        (920, -1.6),
        (940, -1),
    ],
    side_back=[
        (20, 0.6),
        (104, 2),
        (131, 4),
        (158, 4.4),
        (184, 4),
        (224, 4.4),
        (280, 5),
        (330, 5),
        (378, 6),
        (414, 2.6),
        (440, -2),
        (477, -4.4),
        (505, -5),
        (536, -3.4),
        (560, -3),
        (612, -1.6),
        (676, 1),
        (716, 1.6),
        (780, 2),
        (866, 2.6),
        (918, 2.4),
        (940, 1.6),
    ],
    side_arm=(0.83, 1.0, 0.9),
    crease=0.8,
    own_lines={
        "front": [
            ([(80, 258), (80, 272), (74, 286), (62, 294.6), (48, 296), (34, 292), (25, 283)], 0.9),
            ([(90, 232), (86, 244), (82, 256)], 0.6),
        ],
        "side": [([(57, 284), (50, 294), (38, 298), (26, 292)], 0.9)],
    },
    own_hollows={"front": [[(36, 298), (54, 302), (72, 292)], [(0, 240), (0, 284)]], "side": [[(26, 300), (40, 304), (52, 300)]]},
    own_lights={"front": [[(48, 262), (60, 268), (64, 276)]], "side": [[(34, 258), (40, 270)]]},
)

BROADER = Build(
    name="broader",
    title="Broader",
    head=[(20, 0.4), (60, 1.4), (90, 2.4), (109, 4), (120, 6.4), (131, 7)],
    neck=[(138, 6.6), (147, 7), (155.5, 7.6), (164, 8, -1), (172, 8, -1), (178, 6, 0), (184, 5, 2), (188.4, 4, 5)],
    arm_out=[
        (193, 3, 7),
        (201.5, 4, 8),
        (216, 7, 7),
        (234, 10, 4),
        (252, 13, 1),
        (270, 15.6),
        (288, 18),
        (306, 20),
        (326, 21.6),
        (345, 23),
        (360, 24),
        (373, 24),
        (388, 24),
        (405, 24),
        (424, 24),
        (446, 23),
        (470, 21.6),
        (494, 20.6),
    ],
    arm_in=[(272, 9), (308, 12.4), (352, 14), (382, 15.4), (413, 16), (460, 17), (499, 18)],
    trunk=[
        (261, 7.6),
        (276, 11),
        (296, 15),
        (320, 20),
        (346, 25),
        (367, 28),
        (385, 29.4),
        (401, 29),
        (419, 26.6),
        (439, 23.4),
        (462, 20),
        (486, 18),
        (510, 17),
        (534, 16.4),
        (560, 15.4),
        (590, 14),
        (624, 12),
        (660, 10),
        (702, 8),
        (748, 7.4),
        (789, 7),
        (838, 5.4),
        (894, 4),
        (939, 3),
    ],
    leg_in=[
        (519, 0, 3),
        (540, -1.4, 2),
        (560, -2.4, 1),
        (588, -5.2),
        (618, -8.6),
        (648, -10),
        (672, -10),
        (703, -8),
        (735, -6.4),
        (790, -6),
        (838, -4.6),
        (884, -3),
        (921, -2.4),
        (944, -1),
    ],
    hand=(1.0, 19.6),
    foot=1.1,
    side_front=[
        (20, 0),
        (83, 0),
        (99, 0),
        (126, 1),
        (142, 1),
        (148, -1, 4),
        (160, 2),
        (196, 2),
        (224, 5),
        (260, 9),
        (290, 13),
        (320, 20),
        (346, 25),
        (386, 30),
        (412, 31),
        (432, 29),
        (452, 24),
        (470, 16),
        (488, 9),
        (510, 7),
        (562, 7),
        (628, 6),
        (704, 4),
        (788, 3),
        (862, 2),
        (940, 1),
    ],
    side_back=[
        (20, 0),
        (104, 0),
        (131, -3),
        (158, -5.4),
        (184, -5.4),
        (224, -6),
        (280, -8),
        (330, -9.6),
        (378, -11),
        (414, -10),
        (440, -8),
        (480, -7),
        (521, -6.6),
        (556, -6.4),
        (612, -6),
        (676, -5),
        (716, -4.4),
        (780, -5),
        (866, -3.6),
        (918, -2.4),
        (940, -1),
    ],
    side_arm=(1.17, -1.0, 1.0),
    crease=0.8,
    without=frozenset({(79.8, 435), (9, 318), (74, 452), (86.8, 292), (81.6, 424), (8, 197.4)}),
    own_lines={
        "front": [
            ([(80, 266), (74, 282), (60, 292), (42, 294), (24, 289), (14, 282)], 0.9),
            ([(80, 442), (62, 462), (38, 478), (14, 485), (0, 486)], 1.0),
            ([(76, 372), (66, 377), (54, 378)], 0.6),
        ],
        "back": [
            ([(80, 312), (66, 322), (50, 326)], 0.8),
            ([(76, 356), (62, 366), (44, 370)], 0.9),
            ([(74, 400), (60, 406), (46, 406)], 0.7),
        ],
        "side": [
            ([(46, 304), (34, 308), (22, 304)], 0.8),
            ([(40, 458), (26, 464), (10, 460), (-4, 450)], 0.9),
            ([(-41, 380), (-30, 386), (-16, 384)], 0.8),
            ([(-48, 336), (-38, 342), (-28, 340)], 0.6),
        ],
    },
    own_hollows={
        "front": [[(30, 298), (56, 300), (76, 284)], [(6, 490), (34, 484), (62, 468)]],
        "back": [[(48, 372), (66, 370), (80, 360)], [(52, 329), (66, 326)]],
        "side": [[(-2, 458), (16, 468), (34, 464)], [(-34, 390), (-18, 388)]],
    },
    own_lights={"front": [[(20, 400), (24, 430)], [(46, 264), (58, 268)]], "side": [[(30, 380), (32, 420)]]},
)

BUILDS = (NEUTRAL, FEMALE, BROADER)
