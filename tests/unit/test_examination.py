"""Grades in, proposed findings out: a table to read. What is not graded is never taken for normal."""

from __future__ import annotations

import pytest

from enthesis.knowledge.loading import BUILT_IN_PACKS, load_pack
from enthesis.knowledge.pack import Pack
from enthesis.reasoning.examination import find_preference, load_examination, propose, symmetry_percent

RIGHT_PATIENT = [
    # what was graded (right, left)                       finding                          proposed
    ({"reflex_achilles": ("1+", "2+")}, "ankle_reflex", "positive"),
    ({"reflex_achilles": ("2+", "2+")}, "ankle_reflex", "negative"),
    ({"reflex_achilles": ("2+", "1+")}, "ankle_reflex", "negative"),
    ({"reflex_achilles": ("0", "0")}, "ankle_reflex", "positive"),
    ({"reflex_achilles": ("2+", "3+")}, "ankle_reflex", "equivocal"),
    ({"reflex_achilles": ("1+", None)}, "ankle_reflex", None),
    ({"reflex_patellar": ("4+", "2+")}, "upper_motor_neuron_signs", "positive"),
    ({"reflex_patellar": ("2+", "2+")}, "upper_motor_neuron_signs", None),
    ({"myotome_l4": ("5", "5"), "myotome_l5": ("4", "5")}, "ankle_dorsiflexion_weakness", "positive"),
    ({"myotome_l4": ("5", "5"), "myotome_l5": ("5", "5")}, "ankle_dorsiflexion_weakness", "negative"),
    ({"myotome_l4": ("5", "5")}, "ankle_dorsiflexion_weakness", None),
    ({"myotome_s1": ("4", "4")}, "heel_raise_weakness", "equivocal"),
    ({"myotome_l3": ("4", "5"), "myotome_l5": ("5", "3")}, "bilateral_neurological_deficit", "positive"),
    ({"dermatome_s1": ("reduced", "normal")}, "lateral_foot_sensory_loss", "positive"),
    ({"dermatome_s1": ("increased", "normal")}, "lateral_foot_sensory_loss", "equivocal"),
    ({"dermatome_s1": ("normal", "absent")}, "lateral_foot_sensory_loss", "negative"),
    ({"straight_leg_raise_deg": ("45", "80")}, "straight_leg_raise", "positive"),
    ({"straight_leg_raise_deg": (None, "45")}, "straight_leg_raise", None),
    ({"knee_flexion_strength_90_n": ("170", "200")}, "hamstring_weakness", "positive"),
    ({"knee_flexion_strength_90_n": ("190", "200")}, "hamstring_weakness", "negative"),
]

RIGHT_ARM = [
    ({"reflex_triceps": ("1+", "2+")}, "triceps_reflex", "positive"),
    ({"reflex_biceps": ("2+", "1+")}, "biceps_reflex", "negative"),
    ({"reflex_triceps": ("4+", "2+")}, "upper_motor_neuron_signs", "positive"),
    ({"myotome_c7": ("4", "5")}, "triceps_weakness", "positive"),
    ({"myotome_c5": ("5", "5")}, "shoulder_abduction_weakness", "negative"),
    ({"myotome_c5": ("4", "5"), "myotome_t1": ("5", "3")}, "bilateral_neurological_deficit", "positive"),
    ({"dermatome_c8": ("normal", "normal"), "dermatome_t1": ("reduced", "normal")}, "c8_t1_sensory_loss", "positive"),
    ({"shoulder_external_rotation_strength_n": ("80", "120")}, "external_rotation_weakness", "positive"),
    ({"shoulder_external_rotation_strength_n": ("110", "120")}, "external_rotation_weakness", "negative"),
]
"""Of the neck and shoulder: the same rules over another region's tables."""


@pytest.mark.parametrize(("graded", "finding", "expected"), RIGHT_PATIENT)
def test_what_follows_from_grades(
    posterior_hip: Pack, graded: dict[str, tuple[str | None, str | None]], finding: str, expected: str | None
) -> None:
    assert _proposed(posterior_hip, graded).get(finding) == expected


@pytest.fixture(scope="module")
def neck_shoulder() -> Pack:
    return load_pack(BUILT_IN_PACKS / "neck_shoulder")


@pytest.mark.parametrize(("graded", "finding", "expected"), RIGHT_ARM)
def test_what_follows_from_grades_of_the_arm(
    neck_shoulder: Pack, graded: dict[str, tuple[str | None, str | None]], finding: str, expected: str | None
) -> None:
    assert _proposed(neck_shoulder, graded).get(finding) == expected


def _proposed(pack: Pack, graded: dict[str, tuple[str | None, str | None]]) -> dict[str, str]:
    grades = {
        (quantity, side): grade
        for quantity, pair in graded.items()
        for side, grade in zip(("right", "left"), pair, strict=True)
        if grade is not None
    }
    return {p.finding: p.state for p in propose(load_examination(pack.id), pack, grades, "right")}


def test_nothing_graded_proposes_nothing(posterior_hip: Pack) -> None:
    assert propose(load_examination("posterior_hip"), posterior_hip, {}, "right") == ()


@pytest.mark.parametrize(
    ("moved", "direction"),
    [
        ({"extension_lying": ("centralises", "better"), "flexion_standing": ("peripheralises", "worse")}, "extension"),
        ({"extension_lying": ("decreases", "better"), "flexion_lying": ("decreases", "better")}, ""),
        ({"flexion_standing": ("no_effect", "same"), "extension_standing": ("no_effect", "same")}, ""),
        ({"flexion_lying": ("decreases", "better"), "extension_standing": ("increases", "worse")}, "flexion"),
        ({"extension_lying": ("centralises", "worse")}, ""),
        ({}, ""),
    ],
)
def test_directional_preference(moved: dict[str, tuple[str, str]], direction: str) -> None:
    grades = {(f"{m}:{w}", ""): g for m, pair in moved.items() for w, g in zip(("during", "after"), pair, strict=True)}
    found = find_preference(load_examination("posterior_hip"), grades)
    assert found.direction == direction
    assert found.because


@pytest.mark.parametrize(
    ("left", "right", "affected", "expected"),
    [
        (200, 170, "right", 85),
        (200, 170, "left", 117.65),
        (200, 170, None, 85),
        (None, 170, "right", None),
        (0, 170, "right", None),
    ],
)
def test_symmetry(left: float | None, right: float | None, affected: str | None, expected: float | None) -> None:
    assert symmetry_percent(left, right, affected) == (None if expected is None else pytest.approx(expected, abs=0.01))
