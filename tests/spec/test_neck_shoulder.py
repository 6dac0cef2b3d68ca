"""The neck and shoulder: a table of warnings to read, and what the pack must not claim."""

from __future__ import annotations

import pytest

from enthesis.knowledge.loading import BUILT_IN_PACKS, load_pack
from enthesis.knowledge.pack import Pack
from enthesis.reasoning.assessment import Assessor
from enthesis.reasoning.hypotheses import Patient
from enthesis.reasoning.red_flags import raise_red_flags
from enthesis.terms.state import URGENCY_ORDER

TEENAGER, ADULT, OLDER = 16.0, 40.0, 72.0
WEEK, SEASON = 1.0, 20.0

WARNINGS = [
    # age      weeks   present                                                   most urgent
    (TEENAGER, SEASON, "shoulder_pain loss_of_elevation headache", "none"),
    (TEENAGER, SEASON, "upper_trapezius_pain headache_band instability_felt scapular_dyskinesis", "none"),
    (TEENAGER, SEASON, "hoffmann_sign", "same_day"),
    (TEENAGER, SEASON, "inverted_supinator_sign", "same_day"),
    (TEENAGER, SEASON, "babinski_sign", "same_day"),
    (TEENAGER, SEASON, "wide_based_gait", "same_day"),
    (ADULT, SEASON, "hoffmann_sign", "soon"),
    (ADULT, SEASON, "hoffmann_sign wide_based_gait", "same_day"),
    (ADULT, SEASON, "upper_motor_neuron_signs", "same_day"),
    (TEENAGER, WEEK, "neck_pain tingling_several_limbs", "same_day"),
    (ADULT, SEASON, "neck_pain bladder_or_bowel_change", "emergency"),
    (ADULT, WEEK, "thunderclap_headache", "emergency"),
    (ADULT, WEEK, "neck_pain brainstem_symptoms", "emergency"),
    (ADULT, WEEK, "one_sided_neck_pain new_or_changed_headache whiplash_event severe_pain", "same_day"),
    (ADULT, WEEK, "neck_pain dizziness headache_jaw_or_vision gradual_worsening", "same_day"),
    (ADULT, WEEK, "headache neck_pain sudden_onset severe_pain", "same_day"),
    (ADULT, SEASON, "headache neck_pain dizziness", "none"),
    (ADULT, WEEK, "headache meningeal_signs", "emergency"),
    (ADULT, WEEK, "fever neck_stiffness headache", "emergency"),
    (ADULT, SEASON, "new_or_changed_headache", "none"),
    (OLDER, SEASON, "new_or_changed_headache", "soon"),
    (OLDER, WEEK, "headache headache_jaw_or_vision", "same_day"),
    (TEENAGER, SEASON, "headache cough_headache", "soon"),
    (ADULT, SEASON, "headache painkiller_overuse", "soon"),
    (TEENAGER, WEEK, "head_injury_recent headache", "soon"),
    (TEENAGER, WEEK, "head_injury_recent progressive_headache", "emergency"),
    (ADULT, WEEK, "major_trauma neck_pain", "emergency"),
    (ADULT, SEASON, "major_trauma neck_pain", "none"),
    (ADULT, WEEK, "fall_or_blow midline_neck_tenderness", "same_day"),
    (ADULT, WEEK, "shoulder_deformity fall_or_blow severe_pain", "emergency"),
    (OLDER, WEEK, "fall_or_blow loss_of_elevation sudden_onset arm_weakness_reported", "soon"),
    (ADULT, SEASON, "scapular_winging", "soon"),
    (ADULT, SEASON, "scapular_dyskinesis", "none"),
    (ADULT, SEASON, "arm_pain triceps_weakness", "soon"),
    (ADULT, WEEK, "recent_needling_near_chest breathlessness_or_chest_pain", "emergency"),
    (ADULT, WEEK, "breath_sounds_reduced shoulder_pain", "emergency"),
    (ADULT, WEEK, "breathlessness_or_chest_pain", "same_day"),
    (OLDER, SEASON, "exertion_pain sweating_or_sickness", "emergency"),
    (TEENAGER, WEEK, "arm_swelling_or_colour", "same_day"),
    (ADULT, WEEK, "fever", "same_day"),
    (ADULT, WEEK, "any_movement_pain severe_pain infection_risk", "same_day"),
    (OLDER, SEASON, "cancer_history shoulder_pain", "soon"),
    (OLDER, SEASON, "vascular_risk_factors failed_physiotherapy gradual_worsening night_pain", "soon"),
    (OLDER, SEASON, "morning_stiffness bilateral_symptoms", "soon"),
    (TEENAGER, SEASON, "throwing_pain overhead_or_throwing_sport lateral_arm_pain", "soon"),
    (ADULT, SEASON, "night_pain shoulder_pain lying_on_shoulder_pain shoulder_stiffness", "none"),
]  # fmt: skip


@pytest.fixture(scope="module")
def neck_shoulder() -> Pack:
    return load_pack(BUILT_IN_PACKS / "neck_shoulder")


@pytest.mark.parametrize(("age", "weeks", "present", "expected"), WARNINGS, ids=[f"{w[0]:.0f} {w[2]}" for w in WARNINGS])
def test_warnings(neck_shoulder: Pack, age: float, weeks: float, present: str, expected: str) -> None:
    observed = dict.fromkeys(present.split(), True)
    assert set(observed) <= set(neck_shoulder.finding_by_id)
    raised = raise_red_flags(neck_shoulder, observed, Patient(age, "female", weeks), 0.0, "sports_clinic")
    most = max((URGENCY_ORDER.index(flag.urgency) for flag in raised), default=-1)
    assert (URGENCY_ORDER[most].value if raised else "none") == expected


def test_absence_clears_nothing(neck_shoulder: Pack) -> None:
    patient = Patient(TEENAGER, "female", SEASON)
    with_sign = {"hoffmann_sign": True}
    all_else_absent = {f.id: False for f in neck_shoulder.findings if f.informative} | with_sign
    before = {flag.id for flag in raise_red_flags(neck_shoulder, with_sign, patient, 0.0, "adolescent")}
    after = {flag.id for flag in raise_red_flags(neck_shoulder, all_else_absent, patient, 0.0, "adolescent")}
    assert before <= after


def test_dyskinesis_tells_hardly_anything_apart(neck_shoulder: Pack) -> None:
    """45% of healthy 16-year-old pitchers show it (Bullock 2021): a finding to train, never a source."""
    assert "scapular_dyskinesis" not in neck_shoulder.source_by_id
    judged = next(j for j in neck_shoulder.judgements if j.finding == "scapular_dyskinesis")
    for source, percent in judged.percent_by_source.items():
        if source not in NERVE_PALSIES:
            assert 0.7 <= percent / judged.background_percent <= 1.5, source


NERVE_PALSIES = {"long_thoracic_nerve_palsy", "accessory_nerve_palsy", "neuralgic_amyotrophy"}
"""Their winging is also seen as dyskinesis."""


def test_a_teenager_hardly_has_a_full_thickness_tear(neck_shoulder: Pack) -> None:
    answer = Assessor(neck_shoulder).assess({}, Patient(TEENAGER, "female", SEASON), "adolescent")
    tear = next(s for s in answer.sources if s.id == "rotator_cuff_full_thickness_tear")
    assert tear.pretest_probability < 0.005
