"""What the neck and shoulder pack does about pain: its stages, the order of its drills, and the plans it suggests."""

from __future__ import annotations

import pytest

from enthesis.care.plan import suggest_plan
from enthesis.care.plan_document import PlanDocument
from enthesis.care.recorded import Recorded
from enthesis.care.rulebook import write_rulebook
from enthesis.knowledge.loading import BUILT_IN_PACKS, load_pack
from enthesis.knowledge.pack import Pack
from enthesis.knowledge.rehabilitation import Rehabilitation
from enthesis.knowledge.rehabilitation_loading import load_rehabilitation
from enthesis.reasoning.assessment import Assessor
from enthesis.reasoning.hypotheses import Patient

FOLDER = BUILT_IN_PACKS / "neck_shoulder"
LOOSE = "generalised_hypermobility sulcus_sign dislocation_history upper_trapezius_pain"
TEENAGER = (
    "shoulder_pain upper_trapezius_pain upper_trapezius_tender_point headache loss_of_elevation instability_several_directions "
    "sulcus_sign generalised_hypermobility scapular_dyskinesis"
)
QUIET = {"marker_pain_0_10": 2.0, "worst_pain_0_10": 4.0}


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(FOLDER)


@pytest.fixture(scope="module")
def care(pack: Pack) -> Rehabilitation:
    return load_rehabilitation(FOLDER, pack)


@pytest.fixture(scope="module")
def assessor(pack: Pack) -> Assessor:
    return Assessor(pack, n_draws=1)


def planned(
    assessor: Assessor, care: Rehabilitation, words: str, measures: dict[str, float] | None = None, phase: str = ""
) -> PlanDocument:
    observed = dict.fromkeys(words.split(), True)
    patient = Patient(age_years=16.0, duration_weeks=20.0)
    assessment = assessor.assess(observed, patient, "sports_clinic", draft=True)
    return suggest_plan(assessment, care, Recorded(observed, measures or {}), patient, phase=phase)


PLANS = [
    # found                             numbers  stage               first exercises
    (LOOSE,                             {},      "scapular_control", ["sca_upward_rotation", "cuf_iso"]),
    (LOOSE,                             QUIET,   "cuff_by_side",     ["sca_row", "cuf_band_ext", "sca_wall_slide"]),
    (f"{LOOSE} loss_of_elevation",      QUIET,   "scapular_control", ["sca_upward_rotation", "cuf_iso"]),
    (f"{LOOSE} instability_felt",       QUIET,   "scapular_control", ["sca_upward_rotation", "cuf_iso"]),
    (TEENAGER,                          {},      "scapular_control", ["sca_upward_rotation", "nec_side_bend", "cuf_iso", "sca_chin_tuck"]),
]  # fmt: skip


@pytest.mark.parametrize(("words", "measures", "phase", "exercises"), PLANS)
def test_a_loose_shoulder_is_trained_from_the_blade_upwards(
    assessor: Assessor, care: Rehabilitation, words: str, measures: dict[str, float], phase: str, exercises: list[str]
) -> None:
    plan = planned(assessor, care, words, measures)
    assert plan.phase == phase
    assert [exercise.id for exercise in plan.exercises] == exercises
    assert "scapular_cuff_programme" in [one.id for one in plan.interventions]
    assert "shoulder_mobilisation" not in [one.id for one in plan.interventions]


def test_needling_is_only_ever_an_optional_help(assessor: Assessor, care: Rehabilitation) -> None:
    needling = [one for one in care.interventions if one.kind == "needling"]
    assert needling and all(one.adjunct and one.support.basis == "abstract" for one in needling)
    plan = planned(assessor, care, TEENAGER)
    assert plan.exercises and "dry_needling_upper_trapezius" in [one.id for one in plan.interventions]


@pytest.mark.parametrize("sign", ["thunderclap_headache", "hoffmann_sign", "arm_swelling_or_colour", "wide_based_gait"])
def test_a_warning_sign_leaves_no_exercise_and_no_treatment(assessor: Assessor, care: Rehabilitation, sign: str) -> None:
    plan = planned(assessor, care, f"{TEENAGER} {sign}")
    assert plan.refer and plan.overlay == "refer"
    assert not plan.exercises and not plan.interventions


def test_the_stages_stand_in_the_order_of_the_programme(care: Rehabilitation) -> None:
    book = write_rulebook(care)
    assert [phase.id for phase in book.path] == [
        *("screen", "scapular_control", "cuff_by_side", "elevation", "sport", "maintain", "discharge", "follow_up")
    ]
    assert book.gentlest_phase == "scapular_control"
    assert not care.run_levels
    in_a_flare = {exercise.id for exercise in care.exercises if book.gentlest_phase in exercise.phases}
    assert {care.exercise_by_id[one].contraction for one in in_a_flare} <= {"isometric", "mobilisation"}
    for left, entered in (("scapular_control", "cuff_by_side"), ("cuff_by_side", "elevation"), ("elevation", "sport")):
        door = care.phase_by_id[left].leave_when + care.phase_by_id[entered].enter_when
        asked = {criterion.measure for criterion in door if criterion.gate}
        assert asked >= {"marker_pain_0_10", "settled_24_h_share", "completed_share", "test_position_pain_0_10"}
        assert entered in care.exercise_by_id[care.phase_by_id[entered].test_position].phases


STEPS = [
    # one step up          from               since
    ("cuf_band_ext",       "cuf_iso",         "holds before bands"),
    ("cuf_band_er",        "cuf_band_ext",    "turning out only after backwards is controlled"),
    ("cuf_band_ir",        "cuf_band_er",     "turning in after turning out"),
    ("sca_upward_rotation", "sca_setting",    "the low-load option comes before"),
    ("spo_throw",          "spo_chest_pass",  "both hands before one"),
]  # fmt: skip


@pytest.mark.parametrize(("harder", "easier", "since"), STEPS)
def test_drills_follow_in_the_order_that_was_read(care: Rehabilitation, harder: str, easier: str, since: str) -> None:
    assert easier in care.exercise_by_id[harder].progression_of, since


READ_DOSES = [
    # exercise            | sets   | repetitions | held   | sessions a week
    ("sca_upward_rotation", (1, 2), (20, 20),     (5, 5),  (14, 21)),
    ("cuf_iso",             (1, 1), (5, 10),      (5, 5),  (14, 21)),
    ("cuf_band_ext",        (1, 2), (15, 20),     None,    (14, 14)),
    ("cuf_band_er",         (1, 2), (15, 20),     None,    (14, 14)),
    ("cuf_band_ir",         (1, 2), (15, 20),     None,    (14, 14)),
    ("sca_side_er",         (1, 3), (15, 20),     None,    (14, 14)),
    ("sca_bent_row",        (1, 3), (10, 20),     None,    (3, 3)),
]  # fmt: skip


def test_only_these_doses_were_read_and_all_others_are_judgement(care: Rehabilitation) -> None:
    read = [
        (e.id, e.dose.sets, e.dose.repetitions, e.dose.hold_s, e.dose.sessions_per_week)
        for e in care.exercises
        if e.dose_support.basis != "judgement"
    ]
    assert sorted(read) == sorted(READ_DOSES)


def test_what_one_joint_cannot_take_is_left_out(care: Rehabilitation) -> None:
    assert care.needs is not None
    avoided = {need.source: {entry.id for entry in need.avoids} for need in care.needs.needs}
    for loose in ("multidirectional_instability", "anterior_shoulder_instability", "posterior_shoulder_instability"):
        assert "capsule_stretch" in avoided[loose]
    assert "pushing_in_front" in avoided["posterior_shoulder_instability"]
    assert "cocked_arm" in avoided["anterior_shoulder_instability"]
    assert "throwing" in avoided["proximal_humeral_physeal_stress"]
    assert "scapular_dyskinesis" not in avoided, "a finding to train, never a source"
