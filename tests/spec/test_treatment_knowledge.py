"""The treatment knowledge of posterior_hip as tables: what a clinician should find in it, and what must never stand in it."""

from __future__ import annotations

import re

import pytest

from enthesis.knowledge.loading import BUILT_IN_PACKS
from enthesis.knowledge.measures import MEASURES
from enthesis.knowledge.rehabilitation import Exercise, Rehabilitation
from enthesis.knowledge.rehabilitation_loading import load_rehabilitation


@pytest.fixture(scope="module")
def care() -> Rehabilitation:
    return load_rehabilitation(BUILT_IN_PACKS / "posterior_hip")


TOUCHSTONES = [
    # id                  | position   | hip bent | load   | compression | phases it belongs to
    ("ham_rdl_sl",          "standing", (60, 90), "high", "high", "isotonic_to_90 maintain"),
    ("ham_slider_curl_ecc", "supine",   (0, 30),  "high", "low",  "isotonic_low_flexion maintain"),
    ("ham_nordic",          "kneeling", (0, 10),  "high", "low",  "isotonic_to_90 energy_storage maintain"),
    ("ham_prone_curl_ecc",  "prone",    (0, 20),  "high", "low",  "isotonic_low_flexion maintain"),
    ("ham_walkouts",        "supine",   (0, 30),  "moderate", "low", "isotonic_low_flexion maintain"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "position", "hip", "load", "compression", "phases"), TOUCHSTONES, ids=[t[0] for t in TOUCHSTONES]
)
def test_the_five_drills_of_the_source_text(
    care: Rehabilitation, name: str, position: str, hip: tuple[int, int], load: str, compression: str, phases: str
) -> None:
    drill = care.exercise_by_id[name]
    assert (drill.position, drill.hip_flexion_deg, drill.tendon_load, drill.compression) == (position, hip, load, compression)
    assert drill.phases == tuple(phases.split())
    assert any(name in chosen for p in care.programmes for chosen in p.exercises_by_phase.values())


def test_the_library_holds_all_its_regions(care: Rehabilitation) -> None:
    counted: dict[str, int] = {}
    for exercise in care.exercises:
        counted[exercise.region] = counted.get(exercise.region, 0) + 1
    assert counted == {
        "hamstring": 52, "hip": 13, "trunk": 11, "neural": 5, "lumbar_extension": 7, "jumps": 10, "running": 12, "shoulder": 17,
    }  # fmt: skip
    assert len(care.exercises) == 127


CITED_DOSES = [
    # exercise     | sets   | repetitions | sessions a week | read as
    ("ham_nordic",   (2, 3), (5, 10),      (1, 2),           "fulltext"),
    ("ham_extender", (3, 3), (12, 12),     (14, 14),         "abstract"),
    ("ham_diver",    (3, 3), (6, 6),       (3, 4),           "abstract"),
    ("ham_glider",   (3, 3), (4, 4),       (2, 3),           "abstract"),
    ("run_walkrun",  (1, 1), (3, 5),       (3, 3),           "fulltext"),
]  # fmt: skip


def test_only_these_doses_were_read_and_all_others_are_judgement(care: Rehabilitation) -> None:
    read = [
        (e.id, e.dose.sets, e.dose.repetitions, e.dose.sessions_per_week, e.dose_support.basis)
        for e in care.exercises
        if e.dose_support.basis != "judgement"
    ]
    assert sorted(read) == sorted(CITED_DOSES)


RULE_NUMBERS = [
    ("pain_ceiling_0_10", 3, "secondary"),
    ("highest_pain_ceiling_0_10", 5, "secondary"),
    ("marker_regress_at_0_10", 4, "secondary"),
    ("flare_jump_0_10", 2, "judgement"),
    ("flare_hours", 24, "judgement"),
    ("exposures_to_progress", 2, "judgement"),
    ("smallest_completed_share", 0.7, "judgement"),
    ("no_change_weeks", 12, "judgement"),
    ("silence_days", 5, "judgement"),
    ("run_cap_share", 1.1, "abstract"),
    ("run_window_days", 30, "abstract"),
    ("days_away_before_recheck", 3, "judgement"),
]


@pytest.mark.parametrize(("name", "value", "basis"), RULE_NUMBERS, ids=[n[0] for n in RULE_NUMBERS])
def test_each_rule_number_says_what_supports_it(care: Rehabilitation, name: str, value: float, basis: str) -> None:
    assert getattr(care.numbers, name) == value
    assert care.numbers.support_by_name[name].basis == basis
    assert set(care.numbers.support_by_name) == {n[0] for n in RULE_NUMBERS}


DOORS = [
    # step                                     | what must hold (gates)
    ("screen", "isometric",                     "examination_complete red_flags_open"),
    ("isometric", "isotonic_low_flexion",       "marker_pain_0_10 settled_24_h_share exposures completed_share test_position_pain_0_10"),
    ("isotonic_low_flexion", "isotonic_to_90",  "marker_pain_0_10 settled_24_h_share planned_load_share completed_share test_position_pain_0_10"),
    ("isotonic_to_90", "energy_storage",        "marker_pain_0_10 settled_24_h_share planned_load_share completed_share test_position_pain_0_10"),
    ("isotonic_to_90", "maintain",              "marker_pain_0_10 settled_24_h_share planned_load_share completed_share test_position_pain_0_10"),
    ("energy_storage", "maintain",              "marker_pain_0_10 settled_24_h_share planned_load_share completed_share test_position_pain_0_10"),
    ("maintain", "discharge",                   "goal_reached marker_pain_0_10 days_in_phase red_flags_open"),
    ("discharge", "follow_up",                  "days_in_phase red_flags_open"),
]  # fmt: skip


@pytest.mark.parametrize(("left", "entered", "measures"), DOORS, ids=[f"{d[0]}-{d[1]}" for d in DOORS])
def test_a_door_asks_for_pain_here_and_in_the_next_position(care: Rehabilitation, left: str, entered: str, measures: str) -> None:
    phases = care.phase_by_id
    assert entered in phases[left].next
    door = phases[left].leave_when + phases[entered].enter_when
    assert [criterion.measure for criterion in door if criterion.gate] == measures.split()
    for criterion in door:
        if criterion.measure in ("marker_pain_0_10", "test_position_pain_0_10"):
            assert (criterion.comparison, criterion.threshold) == ("at_most", 3)


def test_symmetry_and_readiness_are_shown_and_never_a_gate(care: Rehabilitation) -> None:
    doors = [c for phase in care.phases for c in phase.enter_when + phase.leave_when]
    for measure in ("symmetry_percent", "readiness_0_10", "psfs_0_10"):
        asked = [criterion for criterion in doors if criterion.measure == measure]
        assert asked and not any(criterion.gate for criterion in asked)
    assert {criterion.measure for criterion in doors} <= set(MEASURES)


def test_one_variable_after_another_in_the_agreed_order(care: Rehabilitation) -> None:
    assert care.phase_by_id["energy_storage"].variables == ("repetitions", "load", "depth", "speed")
    assert "depth" not in care.phase_by_id["isotonic_low_flexion"].variables
    assert all("speed" not in p.variables for p in care.phases if p.id != "energy_storage")


LADDER = [
    # level     | pace    | needs                | km
    ("walk_30",    "walk",    "isometric",            None),
    ("walk_run_1", "easy",    "isotonic_low_flexion", 1.6),
    ("walk_run_2", "easy",    "isotonic_low_flexion", 2.4),
    ("walk_run_3", "easy",    "isotonic_low_flexion", 2.4),
    ("walk_run_4", "easy",    "isotonic_low_flexion", 3.2),
    ("walk_run_5", "easy",    "isotonic_low_flexion", 3.2),
    ("easy_3_km",  "easy",    "isotonic_to_90",       3.2),
    ("easy_30",    "easy",    "isotonic_to_90",       None),
    ("tempo",      "tempo",   "energy_storage",       None),
    ("strides",    "strides", "energy_storage",       None),
    ("hills",      "hills",   "energy_storage",       None),
    ("sprint",     "sprint",  "energy_storage",       None),
]  # fmt: skip


def test_the_running_ladder(care: Rehabilitation) -> None:
    assert [(level.id, level.pace, level.needs_phase, level.distance_km) for level in care.run_levels] == LADDER


WANTED = [
    # what the issue asks for              | id
    ("eccentric loading",                    "eccentric_loading"),
    ("heavy slow resistance",                "heavy_slow_resistance"),
    ("hip and core strengthening",           "lumbopelvic_strengthening"),
    ("dry needling, optional",               "dry_needling"),
    ("IASTM",                                "iastm"),
    ("soft tissue",                          "soft_tissue_massage"),
    ("heat",                                 "heat"),
    ("stretching with compression advice",   "static_stretching"),
    ("neural mobility",                      "neural_sliders"),
    ("PA glides with extension",             "pa_glides"),
    ("shockwave",                            "shockwave"),
    ("education",                            "education_load_advice"),
    ("gait retraining",                      "step_rate"),
    ("sitting advice",                       "sitting_advice"),
    ("cycling advice",                       "cycling_advice"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "name"), WANTED, ids=[w[0] for w in WANTED])
def test_every_intervention_asked_for_is_there_in_full(care: Rehabilitation, what: str, name: str) -> None:
    found = care.intervention_by_id[name]
    assert found.for_sources and found.indication and found.dose and found.evidence_grade and found.support.citation


def test_needling_is_optional_and_asks_about_bleeding(care: Rehabilitation) -> None:
    needling = care.intervention_by_id["dry_needling"]
    assert needling.adjunct and "anticoagulants_or_bleeding" in needling.stopped_by_findings


def test_pa_glides_ask_for_an_extension_bias_and_a_neural_component(care: Rehabilitation) -> None:
    bias, neural = care.intervention_by_id["pa_glides"].needs_findings
    assert set(bias) == {"centralisation", "eased_by_extension"}
    assert {"slump_test", "straight_leg_raise"} <= set(neural)


RECALLED = [
    "ham_iso_heel_dig", "ham_iso_stand_hip_ext", "ham_iso_ham_plank", "ham_prone_curl_ecc", "ham_standing_curl",
    "ham_seated_curl", "ham_slider_curl_ecc", "ham_slider_curl", "ham_slider_curl_sl", "ham_swissball_curl", "ham_trx_curl",
    "ham_walkouts", "ham_razor_curl", "ham_hinge_wall", "ham_deadlift", "ham_split_squat", "ham_sled_push", "ham_kb_swing",
    "glu_monster", "glu_hike", "glu_airplane", "glu_copenhagen", "cor_pelvic_tilt", "cor_deadbug", "cor_sideplank_abd",
    "cor_pallof", "cor_chop", "cor_stir", "cor_carry", "cor_tall_kneel_hinge", "neu_slider_side", "neu_prone_knee",
    "lum_prone_lie", "lum_prone_elbow", "lum_pressup", "lum_pressup_op", "lum_pressup_offset", "lum_stand_ext", "lum_catcamel",
    "ply_bridge_fast", "ply_drop_catch", "ply_pogo", "ply_cmj", "ply_box", "ply_drop", "ply_split_jump", "ply_bound",
    "run_a_march", "run_a_skip", "run_high_knee", "run_butt_kick", "run_hill", "sca_prone_t", "sca_wall_slide", "sca_chin_tuck",
    "sca_thoracic_ext",
]  # fmt: skip
"""Exercises of which nothing was read: what the collection knew of them was recalled or convention."""


@pytest.mark.parametrize("name", RECALLED)
def test_what_was_only_recalled_ships_as_judgement_and_claims_nothing(care: Rehabilitation, name: str) -> None:
    exercise = care.exercise_by_id[name]
    assert (exercise.support.basis, exercise.dose_support.basis, exercise.support.link) == ("judgement", "judgement", "")
    assert not exercise.remark


@pytest.mark.parametrize("name", ["heat", "repeated_extension", "trunk_and_stride", "corticosteroid_injection", "cycling_advice"])
def test_interventions_that_nobody_read_about_claim_no_effect(care: Rehabilitation, name: str) -> None:
    found = care.intervention_by_id[name]
    assert found.support.basis == "judgement" and not found.effect and "opinion" in found.evidence_grade


def test_a_way_up_and_a_way_down_from_every_exercise(care: Rehabilitation) -> None:
    for exercise in care.exercises:
        assert bool(exercise.progression_of) != exercise.entry
        assert bool(care.progressions_by_id[exercise.id]) != exercise.top


def test_no_step_up_starts_before_the_drill_it_steps_up_from(care: Rehabilitation) -> None:
    order = [phase.id for phase in care.phases]

    def first(exercise: Exercise) -> int:
        return min(order.index(phase) for phase in exercise.phases)

    for exercise in care.exercises:
        assert all(first(care.exercise_by_id[lower]) <= first(exercise) for lower in exercise.progression_of)


def test_nothing_presses_the_tendon_before_the_third_phase(care: Rehabilitation) -> None:
    early = [e for e in care.exercises if {"isometric", "isotonic_low_flexion"} & set(e.phases)]
    assert {e.compression for e in early} <= {"none", "low", "moderate"}
    assert {e.tendon_load for e in early if "isometric" in e.phases} <= {"none", "low", "moderate"}


def test_words_for_patients_are_short_and_plain(care: Rehabilitation) -> None:
    for exercise in care.exercises:
        sentences = [s for s in re.split(r"(?<=[.!])\s", exercise.setup) if s]
        assert max(len(s.split()) for s in sentences) <= 26, exercise.setup
        assert exercise.setup.endswith(".") and exercise.stop_rule.endswith(".")
    for phase in care.phases:
        assert max(len(s.split()) for s in phase.plain_words.split(". ")) <= 20, phase.plain_words
