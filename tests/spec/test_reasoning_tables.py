"""What the reasoning promises, in tables a clinician can read. Probabilities are those of the shipped draft pack, sports clinic."""

from __future__ import annotations

import dataclasses

import pytest

from enthesis.knowledge.pack import Pack
from enthesis.reasoning.assessment import Assessor
from enthesis.reasoning.hypotheses import Patient
from enthesis.reasoning.network import Network
from enthesis.terms.probability import decibans, log_odds

PHT = "proximal_hamstring_tendinopathy"
STENOSIS = "lumbar_spinal_stenosis"
S1 = "lumbar_radiculopathy_s1"
DISC = "discogenic_pain"


def probability(assessor: Assessor, findings: str, source: str, setting: str = "sports_clinic") -> float:
    """Findings are written '+ present', '- absent', separated by spaces: '+sitting_pain -slump_test'."""
    observed = {f[1:]: f[0] == "+" for f in findings.split()}
    network = assessor.network
    prior = network.set_prior(setting, Patient())
    weight = network.posterior(prior, observed).weight
    return float(network.marginals(weight)[network.column_of[source]])


# Each row: what is known already | what is then found | source | does its probability rise or fall
MOVES = [
    ("", "+walking_pain", PHT, "falls"),
    ("", "+standing_pain", PHT, "falls"),
    ("", "+lying_pain", PHT, "falls"),
    ("+ischial_pain +running_pain", "-walking_pain -standing_pain -lying_pain", PHT, "rises"),
    ("", "+sitting_pain +ischial_tenderness", PHT, "rises"),
    ("", "+bent_knee_stretch", PHT, "rises"),
    ("", "+sudden_onset +pop_at_onset", PHT, "falls"),
    ("", "+sudden_onset +pop_at_onset +bruising", "proximal_hamstring_avulsion", "rises"),
    ("", "+eased_by_sitting", STENOSIS, "rises"),
    ("", "+eased_by_bending_forward +bilateral_symptoms", STENOSIS, "rises"),
    ("+low_back_pain", "-standing_pain", STENOSIS, "falls"),
    ("", "+ankle_reflex +pain_below_knee", S1, "rises"),
    ("", "+crossed_straight_leg_raise", S1, "rises"),
    ("", "-slump_test -straight_leg_raise", S1, "falls"),
    ("", "+centralisation", DISC, "rises"),
    ("", "+fixed_distance_pain +eased_quickly_by_stopping +leg_pulses_reduced", "iliac_occlusive_disease", "rises"),
    ("", "+morning_stiffness +eased_by_exercise +alternating_buttock_pain", "axial_spondyloarthritis", "rises"),
    ("", "+groin_pain +hop_test +training_load_increase", "femoral_neck_bone_stress", "rises"),
    ("", "+intercourse_or_defecation_pain +perineal_pain +eased_by_toilet_seat", "pudendal_neuropathy", "rises"),
    ("", "+palpable_mass +tinel_buttock_thigh", "nerve_sheath_tumour", "rises"),
]


@pytest.mark.parametrize(("known", "found", "source", "direction"), MOVES)
def test_findings_move_sources_as_a_clinician_expects(
    assessor: Assessor, known: str, found: str, source: str, direction: str
) -> None:
    before = probability(assessor, known, source)
    after = probability(assessor, f"{known} {found}", source)

    assert after > before if direction == "rises" else after < before


def test_three_stretch_tests_are_worth_more_than_one_and_less_than_three_independent_ones(assessor: Assessor) -> None:
    tests = ["puranen_orava", "bent_knee_stretch", "modified_bent_knee_stretch"]

    def shift(findings: list[str]) -> float:
        before, after = probability(assessor, "", PHT), probability(assessor, " ".join(f"+{f}" for f in findings), PHT)
        return decibans(log_odds(after) - log_odds(before))

    alone = [shift([t]) for t in tests]

    assert max(alone) < shift(tests) < sum(alone)


def test_a_positive_slump_and_a_positive_stretch_test_keep_both_sources(assessor: Assessor) -> None:
    found = "+slump_test +pain_below_knee +ankle_reflex +bent_knee_stretch +ischial_tenderness +squat_lunge_pain +ischial_pain"

    assert probability(assessor, found, PHT) > 2 * probability(assessor, "", PHT) > 0
    assert probability(assessor, found, S1) > 2 * probability(assessor, "", S1) > 0


def test_sensitisation_lowers_what_a_provocation_test_is_worth_and_not_what_a_reflex_is_worth(
    assessor: Assessor, posterior_hip: Pack
) -> None:
    """The same record, read with the modifier and without it."""
    record = {"widespread_pain": True, "allodynia_or_hyperalgesia": True}
    without_modifier = Network(dataclasses.replace(posterior_hip, modifiers=()))

    def worth(network: Network, finding: str, source: str) -> float:
        prior = network.set_prior("sports_clinic", Patient())
        column = network.column_of[source]
        before, after = (
            log_odds(float(network.marginals(network.posterior(prior, observed).weight)[column]))
            for observed in (record, record | {finding: True})
        )
        return after - before

    for finding in ("bent_knee_stretch", "puranen_orava", "ischial_tenderness", "resisted_knee_flexion_pain"):
        assert worth(assessor.network, finding, PHT) < 0.95 * worth(without_modifier, finding, PHT)
    assert worth(assessor.network, "ankle_reflex", S1) == pytest.approx(worth(without_modifier, "ankle_reflex", S1), rel=0.02)


def test_the_modifier_is_never_ranked_and_needs_both_criteria(assessor: Assessor) -> None:
    none = assessor.assess({}, Patient(), "sports_clinic")
    one = assessor.assess({"widespread_pain": True}, Patient(), "sports_clinic")
    both = assessor.assess({"widespread_pain": True, "allodynia_or_hyperalgesia": True}, Patient(), "sports_clinic")

    assert [dict(a.modifiers)["nociplastic_pain"] for a in (none, one, both)] == sorted(
        dict(a.modifiers)["nociplastic_pain"] for a in (none, one, both)
    )
    assert dict(none.modifiers)["nociplastic_pain"] < 0.05 < 0.3 < dict(both.modifiers)["nociplastic_pain"]
    assert "nociplastic_pain" not in {s.id for s in both.sources}


# Findings that have nothing to do with a source leave its odds against the field nearly where they were.
UNRELATED = [
    ("+cyclic_pain", PHT, S1),
    ("+rash_or_blisters", PHT, "sacroiliac_joint_pain"),
    ("+coccyx_tenderness", "femoral_neck_bone_stress", "hip_osteoarthritis"),
    ("+post_exercise_pulse_loss", PHT, "discogenic_pain"),
]


@pytest.mark.parametrize(("found", "one", "other"), UNRELATED)
def test_unrelated_findings_leave_the_others_where_they_were(assessor: Assessor, found: str, one: str, other: str) -> None:
    before = probability(assessor, "", one) / probability(assessor, "", other)
    after = probability(assessor, found, one) / probability(assessor, found, other)

    assert after == pytest.approx(before, rel=0.35)


def test_not_assessed_is_never_negative(assessor: Assessor) -> None:
    silent = probability(assessor, "+sitting_pain", PHT)
    denied = probability(assessor, "+sitting_pain -ischial_tenderness", PHT)

    assert denied < silent


def test_equivocal_carries_no_likelihood_and_is_not_suggested_again(assessor: Assessor) -> None:
    plain = assessor.assess({"sitting_pain": True}, Patient(), "sports_clinic")
    unsure = assessor.assess({"sitting_pain": True}, Patient(), "sports_clinic", frozenset({"slump_test"}))

    assert [s.probability for s in plain.sources] == [s.probability for s in unsure.sources]
    assert "slump_test" not in {t.finding.id for t in unsure.next_tests}


# Red flags are rules: each row lists findings and the least urgency expected; 'none' means no flag at all from rules.
FLAGS = [
    ("+saddle_numbness +low_back_pain", "emergency"),
    ("+bladder_or_bowel_change +pain_below_knee", "emergency"),
    ("+bilateral_symptoms +progressive_leg_weakness", "emergency"),
    ("+cold_or_pale_leg +leg_pulses_reduced +sudden_onset", "emergency"),
    ("+tense_compartment +severe_pain +fall_or_blow", "emergency"),
    ("+fever", "same_day"),
    ("+whole_leg_swelling +calf_tenderness", "same_day"),
    ("+unable_to_bear_weight +distance_runner +groin_pain", "same_day"),
    ("+progressive_leg_weakness", "same_day"),
    ("+groin_pain +hop_test +low_energy_availability", "soon"),
    ("+cancer_history +night_pain", "soon"),
    ("+weight_loss +low_back_pain", "soon"),
    ("+pop_at_onset +bruising +hamstring_weakness", "soon"),
    ("+morning_stiffness +eased_by_exercise", "soon"),
    ("+night_pain", "none"),
    ("+training_load_increase", "none"),
    ("+sitting_pain +running_pain +ischial_tenderness", "none"),
]


@pytest.mark.parametrize(("found", "urgency"), FLAGS)
def test_red_flags_are_rules_over_findings(assessor: Assessor, found: str, urgency: str) -> None:
    observed = {f[1:]: f[0] == "+" for f in found.split()}
    raised = [f for f in assessor.assess(observed, Patient(), "sports_clinic").red_flags if f.because]

    if urgency == "none":
        assert raised == []
    else:
        order = ["soon", "same_day", "emergency"]
        assert raised, "a flag is expected"
        assert order.index(str(raised[0].urgency)) >= order.index(urgency)


def test_a_negative_answer_never_lowers_or_removes_a_red_flag(assessor: Assessor) -> None:
    observed = {"fever": True, "buttock_pain": True}
    more = observed | {"unwell": False, "night_pain": False, "severe_pain": False, "infection_risk": False}

    first, second = (assessor.assess(o, Patient(), "sports_clinic").red_flags for o in (observed, more))

    assert {f.id for f in first if f.because} <= {f.id for f in second}
