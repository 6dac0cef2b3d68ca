"""Plans of care as tables a clinician can read: what is probable and recorded on the left, what the plan does on the right."""

from __future__ import annotations

import pytest
from assessed import PHT, assessed, flag, found, planned, real_rehabilitation
from hypothesis import given
from hypothesis import strategies as st

from enthesis.care.plan import suggest_plan
from enthesis.care.plan_document import Goal, plan_to_json, read_plan_document
from enthesis.care.plan_programme import suggest_programme
from enthesis.care.recorded import Recorded
from enthesis.reasoning.hypotheses import Patient
from enthesis.terms.fault import UnusableInput

QUIET = {"marker_pain_0_10": 2.0, "worst_pain_0_10": 4.0}
ISO, LOW, DEEP = "isometric", "isotonic_low_flexion", "isotonic_to_90"

START = [
    # what is recorded                                        phase  said
    ({},                                                       ISO, "is not recorded"),
    ({"worst_pain_0_10": 2.0},                                 ISO, "marker test of the current phase is not recorded"),
    ({"marker_pain_0_10": 2.0},                                ISO, "Worst pain of 24 hours, from whatever activity is not recorded"),
    (QUIET,                                                    LOW, "2, within the limit of 3"),
    ({"marker_pain_0_10": 3.0, "worst_pain_0_10": 5.0},        LOW, "within the limit"),
    ({"marker_pain_0_10": 3.5, "worst_pain_0_10": 5.0},        ISO, "3.5, beyond the limit of 3"),
    ({"marker_pain_0_10": 3.0, "worst_pain_0_10": 6.0},        ISO, "6, beyond the limit of 5"),
    ({**QUIET, "sitting_min": 30.0},                           LOW, "30, within the limit of 30"),
    ({**QUIET, "sitting_min": 29.0},                           ISO, "29, beyond the limit of 30"),
]  # fmt: skip


@pytest.mark.parametrize(("measures", "phase", "said"), START)
def test_the_phase_goes_as_far_as_the_recorded_numbers_carry(measures: dict[str, float], phase: str, said: str) -> None:
    plan = planned({PHT: 0.8}, found("sitting_pain", **measures))
    assert plan.phase == phase
    assert said in plan.phase_because


@pytest.mark.parametrize("finding", ["night_pain", "constant_pain", "rest_pain", "severe_pain"])
def test_an_irritable_pain_starts_with_holds(finding: str) -> None:
    plan = planned({PHT: 0.8}, found(finding, **QUIET))
    assert plan.phase == ISO
    assert finding.replace("_", " ") in plan.phase_because.lower()
    assert planned({PHT: 0.8}, found(absent=(finding,), **QUIET)).phase == LOW


# sources                                        findings                      phase  exercises
EXERCISES = [
    ({PHT: 0.8},                                  (),                           ISO,  ["ham_iso_bridge_dl", "cor_sideplank", "ham_iso_heel_dig"]),
    ({PHT: 0.8},                                  (),                           LOW,  ["ham_bridge_sl", "cor_sideplank", "ham_slider_curl_ecc"]),
    ({PHT: 0.8},                                  (),                           DEEP, ["ham_rdl_sl_bw", "cor_sideplank_abd", "ham_slider_curl"]),
    ({PHT: 0.8},                                  (),                           "energy_storage", ["ply_bridge_fast", "cor_carry", "ply_drop_catch"]),
    ({PHT: 0.8},                                  (),                           "maintain", ["ham_rdl_sl", "cor_sideplank_abd", "ham_nordic"]),
    ({"hamstring_muscle_strain": 0.9},            (),                           LOW,  ["ham_bridge_sl", "ham_slider_curl_ecc", "cor_sideplank"]),
    ({"gluteal_tendinopathy": 0.9},               (),                           LOW,  ["glu_hike", "glu_bridge_135", "cor_sideplank"]),
    ({"deep_gluteal_syndrome": 0.9},              (),                           LOW,  ["neu_slider_side", "glu_hike", "glu_bridge_135"]),
    ({"ischial_bursitis": 0.6},                   (),                           LOW,  ["glu_bridge_135", "cor_sideplank", "glu_hike"]),
    ({"discogenic_pain": 0.9},                    (),                           LOW,  ["cor_sideplank", "glu_hike"]),
    ({"discogenic_pain": 0.9},                    ("centralisation",),          LOW,  ["lum_pressup", "cor_sideplank", "glu_hike"]),
    ({"lumbar_radiculopathy_s1": 0.9},            ("eased_by_extension",),      ISO,  ["lum_pressup", "neu_slider_side", "cor_deadbug"]),
    ({"lumbar_radiculopathy_s1": 0.9},            (),                           ISO,  ["neu_slider_side", "cor_deadbug"]),
    ({"lumbar_spinal_stenosis": 0.8},             ("eased_by_extension",),      ISO,  ["cor_deadbug", "lum_catcamel", "glu_bridge_135"]),
    ({"facet_joint_pain": 0.5},                   (),                           ISO,  ["lum_catcamel", "cor_deadbug", "glu_bridge_135"]),
    ({PHT: 0.6, "discogenic_pain": 0.5},          ("centralisation",),          LOW,  ["ham_bridge_sl", "lum_pressup", "cor_sideplank", "ham_slider_curl_ecc"]),
    ({PHT: 0.6, "discogenic_pain": 0.5},          (),                           DEEP, ["ham_hip_thrust", "cor_sideplank_abd", "glu_lat_step", "ham_slider_curl"]),
    ({PHT: 0.6, "deep_gluteal_syndrome": 0.4},    (),                           LOW,  ["ham_bridge_sl", "neu_slider_side", "cor_sideplank", "glu_hike"]),
    ({"proximal_hamstring_partial_tear": 0.6},    (),                           LOW,  ["ham_bridge_sl", "cor_sideplank", "glu_hike"]),
]  # fmt: skip


@pytest.mark.parametrize(("sources", "findings", "phase", "exercises"), EXERCISES)
def test_exercises_for_the_sources(
    sources: dict[str, float], findings: tuple[str, ...], phase: str, exercises: list[str]
) -> None:
    plan = planned(sources, found(*findings), phase=phase)
    assert [exercise.id for exercise in plan.exercises] == exercises
    assert all(exercise.why and set(exercise.serves) <= set(sources) and exercise.serves for exercise in plan.exercises)


def test_each_line_says_whom_it_serves() -> None:
    plan = planned({PHT: 0.6, "deep_gluteal_syndrome": 0.4}, found(), phase=LOW)
    serves = {exercise.id: exercise.serves for exercise in plan.exercises}
    assert serves["ham_bridge_sl"] == (PHT,)
    assert serves["neu_slider_side"] == ("deep_gluteal_syndrome",)
    assert serves["glu_hike"] == (PHT, "deep_gluteal_syndrome")
    assert "deep gluteal syndrome (40%)" in next(e.why for e in plan.exercises if e.id == "neu_slider_side")


def test_what_another_source_cannot_take_is_left_out_with_the_reason() -> None:
    plan = planned({PHT: 0.6, "discogenic_pain": 0.5}, found(), phase=DEEP)
    left_out = {item.id: item.because for item in plan.left_out}
    assert left_out == {
        "ham_rdl_sl_bw": "It would be bending forward under load, which discogenic low back pain (50%) cannot take."
    }


# sources, findings -> what the conflict sentence says
CONFLICTS = [
    ({PHT: 0.6, "hamstring_myofascial_pain": 0.4}, (), "Hamstring myofascial pain asks for stretching the hamstrings with the hip bent; proximal hamstring tendinopathy cannot take it."),
    ({PHT: 0.6, "discogenic_pain": 0.4}, (), "asks for bending forward under load; discogenic low back pain cannot take it."),
    ({"discogenic_pain": 0.5, "facet_joint_pain": 0.4}, ("centralisation",), "asks for bending the back backwards; lumbar facet joint pain cannot take it."),
    ({"lumbar_radiculopathy_l5": 0.5, "lumbar_spinal_stenosis": 0.4}, ("eased_by_extension",), "asks for bending the back backwards; lumbar spinal stenosis cannot take it."),
    ({"lumbar_radiculopathy_l5": 0.9}, ("eased_by_extension", "lumbar_extension_pain"), "would ask for bending the back backwards, yet the findings speak against it."),
    ({PHT: 0.6, "proximal_hamstring_partial_tear": 0.4}, (), "asks for heavy loading of the hamstring origin; proximal hamstring partial tear cannot take it."),
    ({"gluteal_tendinopathy": 0.6, "piriformis_myofascial_pain": 0.4}, (), "asks for stretching the buttock across the body; gluteal tendinopathy cannot take it."),
    ({PHT: 0.7, "ischial_bone_stress": 0.12}, (), "is not excluded. Loading stays at its gentlest until it is."),
    ({PHT: 0.7, "ischial_bone_stress": 0.2}, (), "must not be loaded. No loading until it has been cleared."),
    ({"hamstring_muscle_strain": 0.7, "proximal_hamstring_avulsion": 0.3}, (), "complete proximal hamstring avulsion (30%) must not be loaded."),
]  # fmt: skip


@pytest.mark.parametrize(("sources", "findings", "sentence"), CONFLICTS)
def test_conflicts_are_said(sources: dict[str, float], findings: tuple[str, ...], sentence: str) -> None:
    plan = planned(sources, found(*findings))
    assert any(sentence in conflict for conflict in plan.conflicts), plan.conflicts


@pytest.mark.parametrize(
    ("sources", "findings"),
    [
        ({PHT: 0.8}, ()),
        ({PHT: 0.6, "gluteal_tendinopathy": 0.5}, ()),
        ({"discogenic_pain": 0.5, "facet_joint_pain": 0.4}, ()),
        ({PHT: 0.6, "hamstring_myofascial_pain": 0.24}, ()),
        ({PHT: 0.7, "ischial_bone_stress": 0.09}, ()),
    ],
)
def test_no_conflict_where_nothing_clashes(sources: dict[str, float], findings: tuple[str, ...]) -> None:
    assert planned(sources, found(*findings)).conflicts == ()


# sources, flags -> overlay, exercises?, first referral line
REFERRAL = [
    ({PHT: 0.8}, (), "", True, ""),
    ({PHT: 0.8}, ("soon",), "hold", True, "Soon: Possible something. Do something. (Somebody 2020)"),
    ({PHT: 0.8}, ("same_day",), "refer", False, "Same day: Possible something."),
    ({PHT: 0.8}, ("emergency",), "refer", False, "Emergency: Possible something."),
    ({PHT: 0.8, "malignant_tumour": 0.09}, (), "", True, ""),
    ({PHT: 0.8, "malignant_tumour": 0.10}, (), "hold", True, "Malignant tumour (10%): ask for a medical examination"),
    ({PHT: 0.8, "malignant_tumour": 0.15}, (), "refer", False, "Malignant tumour (15%): ask for a medical examination"),
    ({PHT: 0.8, "axial_spondyloarthritis": 0.4}, (), "", True, "Axial spondyloarthritis (40%): ask for a rheumatology opinion."),
    ({"cauda_equina_syndrome": 0.6}, (), "refer", False, "Cauda equina syndrome (60%): emergency department now."),
]  # fmt: skip


@pytest.mark.parametrize(("sources", "flags", "overlay", "loads", "line"), REFERRAL)
def test_referral_comes_first(sources: dict[str, float], flags: tuple[str, ...], overlay: str, loads: bool, line: str) -> None:
    plan = planned(sources, found(**QUIET), tuple(flag(urgency) for urgency in flags))
    assert plan.overlay == overlay
    assert bool(plan.exercises) == loads
    assert plan.refer[0].startswith(line) if line else plan.refer == ()
    if not loads:
        assert (plan.phase, plan.interventions, plan.run_level, plan.review_in_days) == ("screen", (), "", 2)
    if overlay == "hold":
        assert (plan.phase, plan.run_level) == (ISO, "")


def test_flags_stand_before_sources_in_the_referral() -> None:
    plan = planned({PHT: 0.8, "malignant_tumour": 0.3}, found(), (flag("emergency", "First"), flag("soon", "Second")))
    assert [line.split(":")[0] for line in plan.refer] == ["Emergency", "Soon", "Malignant tumour (30%)"]


def test_where_nothing_is_probable_enough_nothing_is_treated() -> None:
    plan = planned({PHT: 0.24})
    assert (plan.phase, plan.exercises, plan.interventions, plan.sources) == ("screen", (), (), ())
    assert "25%" in plan.phase_because
    assert planned({PHT: 0.25}).exercises


# findings, phase -> the rung of the running ladder
RUNNING = [
    ((), {}, ""),
    (("running_pain",), {}, "walk_30"),
    (("distance_runner",), QUIET, "walk_run_1"),
]


@pytest.mark.parametrize(("findings", "measures", "level"), RUNNING)
def test_running_starts_where_the_phase_allows(findings: tuple[str, ...], measures: dict[str, float], level: str) -> None:
    assert planned({PHT: 0.8}, found(*findings, **measures)).run_level == level


def test_nobody_runs_on_a_source_that_cannot_take_impact() -> None:
    assert planned({PHT: 0.5, "pars_stress_injury": 0.4}, found("running_pain")).run_level == ""


# sources, findings, age -> is it suggested?
INTERVENTIONS = [
    ("education_load_advice", PHT, (), (), 44, True),
    ("progressive_loading", PHT, (), (), 44, True),
    ("progressive_loading", PHT, ("palpable_defect",), (), 44, False),
    ("shockwave", PHT, (), (), 44, False),
    ("shockwave", PHT, ("long_duration",), (), 44, True),
    ("shockwave", PHT, ("long_duration",), (), 18, True),
    ("shockwave", PHT, ("long_duration",), (), 17, False),
    ("shockwave", PHT, ("long_duration",), (), None, True),
    ("shockwave", PHT, ("long_duration", "anticoagulants_or_bleeding"), (), 44, False),
    ("sitting_advice", PHT, (), ("sitting_pain",), 44, False),
    ("sitting_advice", PHT, ("sitting_pain",), (), 44, True),
    ("dry_needling", PHT, (), (), 44, False),
    ("dry_needling", PHT, ("trigger_points",), (), 44, True),
    ("dry_needling", PHT, ("trigger_points", "fever"), (), 44, False),
    ("static_stretching", PHT, ("hamstring_length_limited",), (), 44, False),
    ("static_stretching", "hamstring_myofascial_pain", ("hamstring_length_limited",), (), 44, True),
    ("neural_sliders", "deep_gluteal_syndrome", ("slump_test",), (), 44, True),
    ("neural_sliders", "deep_gluteal_syndrome", (), ("slump_test",), 44, False),
    ("neural_tensioners", "deep_gluteal_syndrome", ("slump_test",), (), 44, False),
    ("repeated_extension", "discogenic_pain", ("centralisation",), (), 44, True),
    ("repeated_extension", "discogenic_pain", (), (), 44, False),
    ("pa_glides", "lumbar_radiculopathy_s1", ("centralisation", "slump_test"), (), 44, True),
    ("pa_glides", "lumbar_radiculopathy_s1", ("centralisation",), (), 44, False),
    ("continued_running", PHT, ("running_pain",), (), 44, True),
    ("continued_running", PHT, ("running_pain", "antalgic_gait"), (), 44, False),
]


@pytest.mark.parametrize(("identity", "source", "positive", "absent", "age", "suggested"), INTERVENTIONS)
def test_interventions_fit_the_findings(
    identity: str, source: str, positive: tuple[str, ...], absent: tuple[str, ...], age: float | None, suggested: bool
) -> None:
    assert identity in {intervention.id for intervention in real_rehabilitation().interventions}
    plan = planned({source: 0.8}, found(*positive, absent=absent), patient=Patient(age))
    found_one = next((i for i in plan.interventions if i.id == identity), None)
    assert (found_one is not None) == suggested
    if found_one is not None:
        assert found_one.evidence_grade and found_one.dose and found_one.reason and found_one.for_sources == (source,)


def test_a_source_that_cannot_take_it_keeps_an_intervention_out_for_the_other() -> None:
    findings = found("centralisation", "slump_test")
    assert any(i.id == "pa_glides" for i in planned({"lumbar_radiculopathy_s1": 0.5}, findings).interventions)
    both = planned({"lumbar_radiculopathy_s1": 0.5, "facet_joint_pain": 0.4}, findings)
    assert not any(i.id == "pa_glides" for i in both.interventions)
    assert "lumbar facet joint pain (40%)" in next(item.because for item in both.left_out if item.id == "pa_glides")


def test_what_speaks_against_an_intervention_and_was_not_assessed_is_asked_first() -> None:
    plan = planned({PHT: 0.8}, found("trigger_points"), patient=Patient())
    needling = next(i for i in plan.interventions if i.id == "dry_needling")
    assert {"fever, chills or night sweats"} <= set(needling.ask_first)
    assert needling.reason.startswith("Optional, beside loading")
    assert [i.id for i in plan.interventions].index("dry_needling") > [i.id for i in plan.interventions].index(
        "progressive_loading"
    )


def test_what_is_not_recorded_is_asked_first() -> None:
    everything = planned({PHT: 0.8}, patient=Patient())
    assert {"fever, chills or night sweats", "age"} <= set(everything.ask_first)
    assert any(line.startswith("neurological screen: ") for line in everything.ask_first)
    asked = planned({PHT: 0.8}, found(absent=("fever", "slump_test", "ankle_reflex")))
    assert len(asked.ask_first) < len(everything.ask_first)
    assert "fever, chills or night sweats" not in asked.ask_first


def test_goals_are_the_patients_or_proposed_from_what_hurts() -> None:
    mine = (Goal("run 10 km", "psfs", 3, 9),)
    assert planned({PHT: 0.8}, found("sitting_pain"), goals=mine).goals == mine
    proposed = planned({PHT: 0.8}, found("sitting_pain", "running_pain")).goals
    assert len(proposed) == 2 and all("proposed" in goal.words for goal in proposed)
    assert planned({PHT: 0.8}).goals == ()


def test_doses_start_at_the_low_end() -> None:
    library = real_rehabilitation().exercise_by_id
    for exercise in planned({PHT: 0.8}, phase=LOW).exercises:
        low = library[exercise.id].dose
        assert exercise.dose.sets == low.sets[0]
        assert exercise.dose.repetitions == (low.repetitions[0] if low.repetitions else None)
        assert exercise.dose.sessions_per_week == low.sessions_per_week[0]
        assert exercise.dose.load_kg is None


def test_the_clinician_may_choose_the_phase_but_not_past_a_flag() -> None:
    assert planned({PHT: 0.8}, phase=DEEP).phase_because == "Chosen by the clinician"
    assert planned({PHT: 0.8}, flags=(flag("emergency"),), phase=DEEP).phase == "screen"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"phase": "flare"}, "'flare' is not a phase"),
        ({"phase": "later"}, "'later' is not a phase"),
        ({"programme": "mine"}, "'mine' is not a programme"),
    ],
)
def test_an_unknown_phase_or_programme_is_refused(more: dict[str, str], said: str) -> None:
    with pytest.raises(UnusableInput, match=said):
        planned({PHT: 0.8}, **more)


def test_every_plan_can_be_stored_and_read() -> None:
    plan = planned({PHT: 0.6, "discogenic_pain": 0.5}, found("centralisation", "running_pain", **QUIET), (flag("soon"),))
    assert read_plan_document(plan_to_json(plan)) == plan


# --- properties -----------------------------------------------------------------------------------------------------------

LIBRARY = real_rehabilitation()
PACK = assessed({}).pack
FINDINGS = [finding.id for finding in PACK.findings]
SOURCES = st.dictionaries(st.sampled_from([s.id for s in PACK.sources]), st.floats(0, 1), max_size=6)
OBSERVED = st.dictionaries(st.sampled_from(FINDINGS), st.booleans(), max_size=40)
MEASURES = st.dictionaries(st.sampled_from(["marker_pain_0_10", "worst_pain_0_10", "sitting_min"]), st.floats(0, 10))
PHASES = st.sampled_from(["", *[phase.id for phase in LIBRARY.phases if phase.kind == "track"]])
FLAGS = st.lists(st.sampled_from(["soon", "same_day", "emergency"]), max_size=2)
PROGRAMMES = st.sampled_from(["", *LIBRARY.programme_by_id])


@given(SOURCES, OBSERVED, MEASURES, PHASES, FLAGS, PROGRAMMES)
def test_any_plan_is_safe(
    sources: dict[str, float], observed: dict[str, bool], measures: dict[str, float], phase: str, flags: list[str], programme: str
) -> None:
    recorded = Recorded(observed, measures)
    raised = tuple(flag(urgency) for urgency in flags)
    plan = planned(sources, recorded, raised, phase=phase, programme=programme)
    library, interventions = LIBRARY.exercise_by_id, {i.id: i for i in LIBRARY.interventions}
    dangerous = {source.id for source in PACK.sources if source.dangerous}
    assert len(plan.exercises) <= 4 and len({e.id for e in plan.exercises}) == len(plan.exercises)
    assert all(plan.phase in library[exercise.id].phases for exercise in plan.exercises)
    assert not dangerous.intersection(source.id for source in plan.sources)
    if {"emergency", "same_day"}.intersection(flags):
        assert plan.exercises == () and plan.interventions == () and plan.run_level == "" and plan.refer
    for source in dangerous:
        if sources.get(source, 0.0) >= 0.15:
            assert plan.exercises == () and plan.refer
    for planned_one in plan.interventions:
        intervention = interventions[planned_one.id]
        assert not any(observed.get(finding) for finding in intervention.stopped_by_findings)
        assert all(any(observed.get(finding) for finding in group) for group in intervention.needs_findings)
        assert not any(sources.get(source, 0.0) >= 0.25 for source in intervention.stopped_by_sources)
        assert set(planned_one.for_sources) <= {source.id for source in plan.sources}
    assert all(item.because for item in plan.left_out)
    assert not {item.id for item in plan.left_out} & {exercise.id for exercise in plan.exercises}
    assert read_plan_document(plan_to_json(plan)) == plan


@given(SOURCES, OBSERVED, MEASURES, st.randoms(use_true_random=False))
def test_the_order_of_findings_does_not_matter(
    sources: dict[str, float], observed: dict[str, bool], measures: dict[str, float], random: object
) -> None:
    shuffled = list(observed.items())
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert planned(sources, Recorded(observed, measures)) == planned(sources, Recorded(dict(shuffled), measures))


@given(SOURCES, OBSERVED, MEASURES, st.sampled_from(["marker_pain_0_10", "worst_pain_0_10"]))
def test_taking_a_number_away_never_starts_a_later_phase(
    sources: dict[str, float], observed: dict[str, bool], measures: dict[str, float], gone: str
) -> None:
    order = [phase.id for phase in LIBRARY.phases]
    less = {measure: value for measure, value in measures.items() if measure != gone}
    with_it = planned(sources, Recorded(observed, measures)).phase
    without = planned(sources, Recorded(observed, less)).phase
    assert order.index(without) <= order.index(with_it)


@given(SOURCES, OBSERVED, st.floats(0, 10), st.floats(0, 10), st.floats(0, 10))
def test_more_pain_never_starts_a_later_phase(
    sources: dict[str, float], observed: dict[str, bool], marker: float, worst: float, more: float
) -> None:
    order = [phase.id for phase in LIBRARY.phases]
    little = planned(sources, Recorded(observed, {"marker_pain_0_10": marker, "worst_pain_0_10": worst})).phase
    raised = Recorded(observed, {"marker_pain_0_10": min(10, marker + more), "worst_pain_0_10": min(10, worst + more)})
    assert order.index(planned(sources, raised).phase) <= order.index(little)


# --- programmes without an injury -----------------------------------------------------------------------------------------


def _programme(purpose: str) -> str:
    found_one = next((p.id for p in LIBRARY.programmes if p.purpose == purpose), None)
    if found_one is None:
        pytest.skip(f"the pack has no programme for {purpose} yet")
    return found_one


@pytest.mark.parametrize("purpose", ["prevention", "training"])
def test_a_programme_may_start_without_an_injury(purpose: str) -> None:
    plan = suggest_programme(LIBRARY, _programme(purpose))
    assert (plan.purpose, plan.sources, plan.overlay, plan.refer) == (purpose, (), "", ())
    assert 1 <= len(plan.exercises) <= 4
    assert plan.ask_first == ("pain now, 0 to 10",)
    assert read_plan_document(plan_to_json(plan)) == plan


@pytest.mark.parametrize(("pain", "overlay"), [(0.0, ""), (3.0, ""), (3.5, "hold"), (8.0, "hold")])
def test_pain_above_the_ceiling_holds_a_programme(pain: float, overlay: str) -> None:
    plan = suggest_programme(LIBRARY, _programme("prevention"), found(worst_pain_0_10=pain))
    assert plan.overlay == overlay
    assert bool(plan.conflicts) == bool(overlay)


def test_an_emergency_stops_a_programme_too() -> None:
    plan = suggest_programme(LIBRARY, _programme("prevention"), found(), assessment=assessed({}, (flag("emergency"),)))
    assert (plan.exercises, plan.overlay) == ((), "refer") and plan.refer[0].startswith("Emergency")
    soon = suggest_programme(LIBRARY, _programme("prevention"), found(), assessment=assessed({}, (flag("soon"),)))
    assert soon.overlay == "hold" and soon.exercises and soon.refer


def test_a_rehabilitation_programme_needs_an_evaluation() -> None:
    with pytest.raises(UnusableInput, match="evaluate first"):
        suggest_programme(LIBRARY, _programme("rehabilitation"))
    with pytest.raises(UnusableInput, match="has no exercises in"):
        suggest_programme(LIBRARY, _programme("prevention"), phase="screen")


def test_a_programme_can_be_chosen_for_an_evaluated_patient() -> None:
    programme = LIBRARY.programme_by_id["goom_four_stage"]
    plan = planned({PHT: 0.8}, phase=LOW, programme=programme.id)
    assert {e.id for e in plan.exercises} <= set(programme.exercises_by_phase[LOW])
    assert all(programme.name in exercise.why and exercise.serves == (PHT,) for exercise in plan.exercises)
    assert suggest_plan(assessed({PHT: 0.8}), LIBRARY, found(), Patient(), programme=programme.id).programme == programme.id


@pytest.mark.parametrize(
    ("sources", "programme", "phase", "said"),
    [
        ({PHT: 0.8}, "goom_four_stage", ISO, ()),
        ({PHT: 0.8}, "lengthening_protocol", ISO, ("has no exercises in the phase 'isometric'",)),
        ({"facet_joint_pain": 0.8}, "goom_four_stage", ISO, ("was not made for lumbar facet joint pain (80%)",)),
    ],
)
def test_a_programme_that_does_not_fit_is_said(
    sources: dict[str, float], programme: str, phase: str, said: tuple[str, ...]
) -> None:
    conflicts = planned(sources, found(), phase=phase, programme=programme).conflicts
    assert all(any(part in conflict for conflict in conflicts) for part in said)
    assert bool(conflicts) == bool(said)


DANGEROUS = st.sampled_from([source.id for source in PACK.sources if source.dangerous])


@given(SOURCES, OBSERVED, DANGEROUS, st.floats(0, 1), st.floats(0, 1))
def test_more_danger_never_gives_more_to_do(
    sources: dict[str, float], observed: dict[str, bool], danger: str, low: float, high: float
) -> None:
    low, high = sorted((low, high))
    order = [phase.id for phase in LIBRARY.phases]
    recorded = Recorded(observed, QUIET)
    less, more = (planned({**sources, danger: probability}, recorded) for probability in (low, high))
    assert order.index(more.phase) <= order.index(less.phase)
    assert not (more.exercises and not less.exercises) and len(more.refer) >= len(less.refer)
    assert not (more.run_level and not less.run_level)
