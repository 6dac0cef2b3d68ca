"""The words the treatment knowledge is described and searched with: every id, and how to show it to a person."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

REGIONS: Mapping[str, str] = MappingProxyType(
    {
        "hamstring": "Hamstring",
        "hip": "Hip and gluteal",
        "trunk": "Trunk",
        "neural": "Nerve mobility",
        "lumbar_extension": "Back extension",
        "jumps": "Jumps and quick drills",
        "running": "Running",
        "shoulder": "Shoulder blade and neck",
    }
)

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
"""What an exercise may name as its target: muscles, and the nerve or part of the back that a movement is for."""

EQUIPMENT = (
    "45-degree bench", "Nordic bench", "Roman chair", "anchor", "ankle weight", "ball", "band", "barbell", "bed", "bench", "box", "cable",
    "chair", "cones", "dowel", "dumbbell", "exercise ball", "flywheel device", "foam roller", "gliding discs", "glute-ham bench",
    "hill", "kettlebell", "leg-curl machine", "loop band", "mat", "metronome", "partner", "rail", "route", "sled",
    "sloped Nordic board", "step", "strap", "suspension straps", "table", "towel", "track", "treadmill", "vest", "wall",
    "weight plate",
)  # fmt: skip
"""What an exercise may need, each thing by one name, so that a search for what is at home finds everything."""

INTERVENTION_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "education": "Education and advice",
        "loading": "Loading",
        "strengthening": "Hip and trunk strengthening",
        "activity": "Sitting, cycling and daily load",
        "running": "Running and gait",
        "manual": "Manual therapy",
        "soft_tissue": "Soft tissue work",
        "needling": "Dry needling",
        "stretching": "Stretching",
        "neural": "Nerve mobility",
        "lumbar_extension": "Back extension",
        "heat": "Heat",
        "shockwave": "Shockwave",
        "psychological": "Fear and confidence",
        "support": "Support between visits",
        "referral": "Medical care, by referral",
    }
)
