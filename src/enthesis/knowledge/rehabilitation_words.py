"""The words that every region's treatment knowledge is described and searched with: those of the drawings and of a gym. Groups of
exercises and kinds of interventions are the pack's (`care/words.yaml`)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

POSITIONS: Mapping[str, str] = MappingProxyType(
    {
        "standing": "Standing",
        "half_kneeling": "Half kneeling",
        "kneeling": "Kneeling",
        "hands_and_knees": "On hands and knees",
        "supine": "Lying on the back",
        "prone": "Lying face down",
        "side_lying": "Lying on the side",
        "sitting": "Sitting",
        "hands_on_floor": "Hands or forearms on the floor",
        "running": "Running",
    }
)

CONTRACTIONS: Mapping[str, str] = MappingProxyType(
    {
        "isometric": "holding still",
        "eccentric": "lowering",
        "concentric": "lifting",
        "concentric_eccentric": "lifting and lowering",
        "isometric_eccentric": "holding and lowering",
        "fast": "fast and springy",
        "passive": "passive",
        "mobilisation": "easy movement",
        "cyclic": "running or marching",
    }
)

MUSCLES = (
    "abdominals", "adductors", "calf", "deep neck flexors", "deltoid", "erector spinae", "femoral nerve", "gluteus maximus",
    "gluteus medius", "hamstrings", "hip rotators", "infraspinatus", "latissimus dorsi", "low back", "lower trapezius",
    "median nerve", "middle trapezius", "multifidus", "obliques", "posterior deltoid", "quadriceps", "rhomboids", "sciatic nerve",
    "serratus anterior", "subscapularis", "upper back", "upper trapezius",
)  # fmt: skip
"""What an exercise may name as its target, and a figure may tint: muscles, and the nerve or part of the back that a movement is for."""

EQUIPMENT = (
    "45-degree bench", "Nordic bench", "Roman chair", "anchor", "ankle weight", "ball", "band", "barbell", "bed", "bench", "box", "cable",
    "chair", "cones", "dowel", "dumbbell", "exercise ball", "flywheel device", "foam roller", "gliding discs", "glute-ham bench",
    "hill", "kettlebell", "leg-curl machine", "loop band", "mat", "metronome", "partner", "rail", "route", "sled",
    "sloped Nordic board", "step", "strap", "suspension straps", "table", "towel", "track", "treadmill", "vest", "wall",
    "weight plate",
)  # fmt: skip
"""What an exercise may need, each thing by one name, so that a search for what is at home finds everything."""
