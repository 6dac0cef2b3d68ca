"""Textbook pictures of the neck and shoulder, written by the authors of the pack: a slip in a table would show here.

They are no test of the medicine: whoever wrote the numbers wrote the pictures. Published cases are for that.
"""

from __future__ import annotations

import pytest

from enthesis.knowledge.loading import BUILT_IN_PACKS, load_pack
from enthesis.reasoning.hypotheses import Patient
from enthesis.reasoning.network import Network

CLINIC, PRIMARY, OLDER, ADOLESCENT = "sports_clinic", "primary_care", "older_adult", "adolescent"

PICTURES = [
    # age, sex, weeks, setting, found (a minus: looked for and absent), first source
    (16, "female", 20, ADOLESCENT, "shoulder_pain loss_of_elevation instability_felt scapular_dyskinesis sulcus_sign generalised_hypermobility", "multidirectional_instability"),
    (20, "male", 10, CLINIC, "dislocation_history cocked_arm_trouble apprehension_test relocation_test surprise_test", "anterior_shoulder_instability"),
    (20, "male", 12, CLINIC, "posterior_shoulder_pain pushing_or_pressing_pain jerk_test kim_test", "posterior_shoulder_instability"),
    (42, "male", 12, CLINIC, "lateral_arm_pain overhead_pain painful_arc resisted_external_rotation_pain -passive_external_rotation_limited -drop_arm_sign", "rotator_cuff_related_pain"),
    (68, "male", 4, OLDER, "fall_or_blow loss_of_elevation drop_arm_sign external_rotation_lag -passive_external_rotation_limited", "rotator_cuff_full_thickness_tear"),
    (24, "male", 20, CLINIC, "overhead_or_throwing_sport deep_shoulder_pain clicking_or_catching biceps_load_ii compression_rotation_test -apprehension_test", "glenoid_labral_tear"),
    (30, "male", 6, CLINIC, "top_of_shoulder_pain weight_training cross_body_pain cross_body_adduction_test ac_tenderness", "acromioclavicular_joint_pain"),
    (54, "female", 20, PRIMARY, "shoulder_pain night_pain shoulder_stiffness passive_external_rotation_limited passive_motion_limited_all", "adhesive_capsulitis"),
    (13, "male", 6, ADOLESCENT, "throwing_pain training_load_increase humeral_physis_tenderness -apprehension_test", "proximal_humeral_physeal_stress"),
    (17, "male", 3, ADOLESCENT, "supraclavicular_pain overhead_or_throwing_sport deep_breath_pain supraclavicular_tenderness", "first_rib_stress_fracture"),
    (47, "male", 5, PRIMARY, "arm_pain_below_elbow thumb_index_tingling spurling_test c6_sensory_loss biceps_reflex", "cervical_radiculopathy_c5_c6"),
    (47, "male", 5, PRIMARY, "arm_pain_below_elbow middle_finger_tingling spurling_test triceps_weakness triceps_reflex", "cervical_radiculopathy_c7"),
    (47, "male", 5, PRIMARY, "arm_pain_below_elbow neck_pain little_finger_tingling spurling_test finger_flexion_weakness -roos_test", "cervical_radiculopathy_c8_t1"),
    (48, "female", 30, PRIMARY, "one_sided_neck_pain whiplash_event neck_extension_rotation_pain cervical_facet_tenderness -headache -arm_pain", "cervical_facet_pain"),
    (38, "female", 60, PRIMARY, "headache headache_from_neck headache_one_sided flexion_rotation_test upper_cervical_joint_pain -throbbing_headache", "cervicogenic_headache"),
    (30, "female", 60, PRIMARY, "headache headache_band suboccipital_tenderness -flexion_rotation_test -nausea_or_light_sensitivity", "tension_type_headache"),
    (34, "female", 16, CLINIC, "upper_trapezius_pain desk_or_screen_work upper_trapezius_tender_point -hawkins_kennedy -flexion_rotation_test", "upper_trapezius_myofascial_pain"),
    (28, "female", 40, CLINIC, "raised_arm_tingling little_finger_tingling roos_test adson_costoclavicular_pain -spurling_test", "neurogenic_thoracic_outlet_syndrome"),
    (24, "male", 20, CLINIC, "overhead_or_throwing_sport posterior_shoulder_pain external_rotation_weakness infraspinatus_wasting -spurling_test", "suprascapular_neuropathy"),
    (25, "male", 8, CLINIC, "scapular_winging loss_of_elevation strap_or_backpack_load -pain_then_weakness -shrug_weakness", "long_thoracic_nerve_palsy"),
    (40, "male", 8, PRIMARY, "neck_surgery_or_biopsy shrug_weakness drooped_shoulder scapular_flip_sign", "accessory_nerve_palsy"),
    (38, "male", 3, PRIMARY, "severe_pain pain_then_weakness scapular_winging external_rotation_weakness -spurling_test", "neuralgic_amyotrophy"),
    (66, "male", 40, OLDER, "hand_clumsiness hoffmann_sign upper_motor_neuron_signs wide_based_gait", "degenerative_cervical_myelopathy"),
    (16, "male", 4, ADOLESCENT, "cough_headache tingling_several_limbs dissociated_sensory_loss", "chiari_syringomyelia"),
    (64, "male", 16, OLDER, "hand_intrinsic_weakness c8_t1_sensory_loss horner_sign supraclavicular_pain", "apical_lung_tumour"),
    (74, "female", 3, OLDER, "new_or_changed_headache headache_jaw_or_vision temporal_artery_abnormal", "giant_cell_arteritis"),
    (62, "male", 3, PRIMARY, "shoulder_pain exertion_pain pain_not_provoked sweating_or_sickness", "referred_cardiac_pain"),
]  # fmt: skip


@pytest.fixture(scope="module")
def network() -> Network:
    return Network(load_pack(BUILT_IN_PACKS / "neck_shoulder"))


@pytest.mark.parametrize(("age", "sex", "weeks", "setting", "found", "first"), PICTURES, ids=[p[-1] for p in PICTURES])
def test_a_textbook_picture_is_named_first(
    network: Network, age: float, sex: str, weeks: float, setting: str, found: str, first: str
) -> None:
    observed = {word.removeprefix("-"): not word.startswith("-") for word in found.split()}
    assert set(observed) <= set(network.finding_ids)

    prior = network.set_prior(setting, Patient(float(age), sex, float(weeks)))
    marginals = network.marginals(network.posterior(prior, observed).weight)

    assert network.source_ids[int(marginals.argmax())] == first
