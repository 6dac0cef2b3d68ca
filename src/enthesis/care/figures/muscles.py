"""Target muscles as tinted patches on the side view, each on the segment it lies on."""

from __future__ import annotations

from enthesis.care.figures.contours import Point, ahead, shifted, spindle
from enthesis.care.figures.figure import Pose
from enthesis.care.figures.proportions import SHANK_CM, THIGH_CM, UPPER_ARM_CM
from enthesis.care.figures.side_profiles import SHANK, THIGH, UPPER_ARM, trunk_depth_at
from enthesis.care.figures.side_skeleton import spine_point

LEG_MUSCLES: dict[str, tuple[str, list[Point]]] = {
    "hamstrings": ("thigh", spindle(THIGH, THIGH_CM, 0.10, 0.97, behind=True, inner=0.10, outer=0.93)),
    "quadriceps": ("thigh", spindle(THIGH, THIGH_CM, 0.12, 0.94, behind=False, inner=0.15, outer=0.93)),
    "adductors": ("thigh", spindle(THIGH, THIGH_CM, 0.02, 0.62, behind=True, inner=-0.45, outer=0.35)),
    "calf": ("shank", spindle(SHANK, SHANK_CM, 0.04, 0.66, behind=True, inner=0.05, outer=0.94)),
    "nerve": ("thigh", spindle(THIGH, THIGH_CM, 0.0, 1.02, behind=True, inner=0.36, outer=0.56)),
}
"""On one leg: which segment, and where."""
LOWER_NERVE = spindle(SHANK, SHANK_CM, -0.02, 0.96, behind=True, inner=0.3, outer=0.6)
GLUTEUS_MAXIMUS: list[Point] = [(-4.8, 0.5), (-3.6, 6.4), (0.4, 8.4), (4.0, 5.2), (3.6, -2.4), (0.4, -7.6), (-3.4, -6.4)]
GLUTEUS_MEDIUS: list[Point] = [(-4.2, 1.0), (-2.4, 5.0), (2.0, 5.6), (5.2, 2.6), (3.2, -2.0), (0.6, -5.6), (-2.0, -3.0)]
CUFF: list[Point] = spindle(UPPER_ARM, UPPER_ARM_CM, -0.06, 0.42, behind=True, inner=-0.2, outer=0.9)
TRUNK_MUSCLES: dict[str, tuple[float, float, float, float]] = {
    "abdominals": (6.0, 30.0, 0.42, 0.92),
    "obliques": (8.0, 28.0, -0.3, 0.5),
    "back_extensors": (6.0, 40.0, -0.92, -0.45),
    "upper_back": (30.0, 50.0, -0.94, -0.3),
    "serratus": (28.0, 42.0, -0.1, 0.55),
}
"""From and to along the spine (cm); from and to across, -1 the back's skin, 1 the front's."""
NECK_MUSCLES = ("neck_front", "neck_back")
MUSCLES = (*LEG_MUSCLES, "gluteus_maximus", "gluteus_medius", "shoulder", *TRUNK_MUSCLES, *NECK_MUSCLES)


def trunk_patch(pose: Pose, muscle: str) -> list[Point]:
    """A trunk muscle's outline, hip at the origin, pelvis upright, following the bent spine."""
    start, end, inner, outer = TRUNK_MUSCLES[muscle]
    steps = 6
    one: list[Point] = []
    other: list[Point] = []
    for step in range(steps):
        part = step / (steps - 1)
        along = start + (end - start) * part
        place, bend = spine_point(pose, along)
        front, back = trunk_depth_at(along)
        taper = 0.25 if step in (0, steps - 1) else 1.0
        middle = (inner + outer) / 2
        for side, target in ((inner, one), (outer, other)):
            across = middle + (side - middle) * taper
            target.append(shifted(place, ahead(bend + 90), across * (front if across > 0 else back)))
    return one + other[::-1]
