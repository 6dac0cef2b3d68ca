"""The treatment knowledge of a pack is read strictly: file and line, what is wrong, how to mend it, all faults together."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from enthesis.cli.main import main
from enthesis.knowledge.lint.treatment import LINK_RULES, TREATMENT_RULES
from enthesis.knowledge.loading import BUILT_IN_PACKS
from enthesis.knowledge.pack import Pack
from enthesis.knowledge.rehabilitation_loading import FOLDER, load_rehabilitation, read_rehabilitation
from enthesis.terms.fault import FaultyPack, UnusableInput

HAM = "exercises/hamstring.yaml"
PHASES, RUNS, RULES = "phases.yaml", "running.yaml", "progression.yaml"
SIGNS = "warning_signs.yaml"
PROGRAMMES, BESIDE, READ = "programmes.yaml", "interventions.yaml", "references.yaml"
NORDIC = "  - id: ham_nordic\n"
TRIED_ELSEWHERE = {"needs", "needs_of_sources"}
"""Rules of `needs.yaml`, tried in test_needs_lint."""

SLIPS = [
    # rule | file | in place of | written | said
    ("identities", HAM, NORDIC, "  - id: ham_Nordic\n", "the exercise id 'ham_Nordic' is not snake_case"),
    ("identities", HAM, NORDIC, "  - id: ham_diver\n", "the exercise id 'ham_diver' stands twice"),
    ("identities", BESIDE, "- id: heat\n", "- id: iastm\n", "the intervention id 'iastm' stands twice"),
    ("words", HAM, "position: kneeling", "position: kneeing", "the position 'kneeing', which is not known"),
    ("words", HAM, "tendon_load: low", "tendon_load: lowish", "the grade 'lowish'"),
    ("words", HAM, "target_muscles: [hamstrings]", "target_muscles: [hamstring]", "the muscle 'hamstring'"),
    ("words", HAM, "phases: [isometric]", "phases: [isometrics]", "the phase 'isometrics'"),
    ("words", HAM, "phases: [isometric]", "phases: [flare]", "the phase 'flare'"),
    ("words", HAM, "phases: [isometric]", "phases: []", "has no phase"),
    ("words", HAM, "equipment: [mat]", "equipment: [matt]", "the equipment 'matt'"),
    ("words", HAM, "region: hamstring", "region: leg", "the group 'leg'"),
    ("words", HAM, "contraction: eccentric", "contraction: slow", "the contraction 'slow'"),
    ("words", HAM, 'setup: "Lie face down, curl', 'setup: ""\n    was: "Lie face down, curl', "ham_prone_curl has no set-up"),
    ("words", PROGRAMMES, "purpose: training", "purpose: fun", "the purpose 'fun'"),
    ("words", BESIDE, "kind: heat", "kind: warmth", "the kind 'warmth'"),
    ("ranges_of_dose", HAM, "sets: [5, 5]", "sets: [5, 4]", "'sets' of ham_iso_heel_dig runs from 5 down to 4"),
    ("ranges_of_dose", HAM, "sets: [5, 5]", "sets: [0, 5]", "'sets' of ham_iso_heel_dig is 0 to 5"),
    ("ranges_of_dose", HAM, "effort_rpe_0_10: [3, 6]", "effort_rpe_0_10: [3, 11]", "'effort_rpe_0_10' of ham_iso_heel_dig is 3 to 11"),
    ("ranges_of_dose", HAM, "hip_flexion_deg: [20, 30]", "hip_flexion_deg: [20, 300]", "is 20 to 300"),
    ("ranges_of_dose", HAM, "hold_s: [20, 45], ", "", "neither repetitions nor seconds"),
    ("ranges_of_dose", HAM, "tempo_s: [3, 1, 3]", "tempo_s: [0, 0, 0]", "takes no time"),
    ("ranges_of_dose", RULES, "pain_ceiling_0_10:\n    value: 3", "pain_ceiling_0_10:\n    value: 6", "the pain ceilings are 6 and 5"),
    ("ranges_of_dose", RULES, "value: 4", "value: 3", "the marker regresses at or below the ceiling"),
    ("ranges_of_dose", RULES, "value: 0.70", "value: 70.0", "the share of sessions is not a share"),
    ("ranges_of_dose", RULES, "value: 1.10", "value: 0.9", "the cap lets no run be repeated"),
    ("ranges_of_dose", RULES, "value: 24", "value: 0", "a count or a time is below 1"),
    ("progressions", HAM, "progression_of: [ham_nordic_assisted, ", "progression_of: [ham_nordic_asisted, ", "which does not exist"),
    ("progressions", HAM, "    progression_of: [ham_iso_heel_dig]\n", "", "nothing easier leads from ham_iso_bridge_dl"),
    ("progressions", HAM, "    top: true\n", "", "nothing harder leads from ham_nordic_weighted"),
    ("progressions", HAM, NORDIC, NORDIC + "    top: true\n", "ham_nordic says top: true, but something harder exists"),
    ("progressions", HAM, "    entry: true\n", "    progression_of: [ham_iso_bridge_dl]\n", "ham_iso_bridge_dl, ham_iso_heel_dig go round"),
    ("progressions", HAM, "progression_of: [ham_nordic_incline, ", "progression_of: [ham_nordic_weighted, ", "of ham_nordic_weighted go round"),
    ("progressions", HAM, "    entry: true\n", "    progression_of: [ham_rdl_sl]\n", "ham_iso_heel_dig is a progression of ham_rdl_sl but starts"),
    ("phase_graph", PHASES, "next: [discharge]", "next: [dicharge]", "the phase 'dicharge', which does not exist"),
    ("phase_graph", PHASES, "next: [discharge]", "next: []", "energy_storage never reaches follow_up"),
    ("phase_graph", PHASES, "next: [follow_up]", "next: []", "discharge never reaches follow_up"),
    ("phase_graph", PHASES, "next: [follow_up]", "next: [follow_up, isometric]", "isometric leads back to itself"),
    ("phase_graph", PHASES, "next: [energy_storage, maintain]", "next: [maintain]", "no way leads from screen to energy_storage"),
    ("phase_graph", PHASES, "- id: flare", "- id: flair", "there is no overlay 'flare'"),
    ("phase_graph", PHASES, "- id: follow_up", "- id: after", "there is no stage 'follow_up'"),
    ("phase_graph", PHASES, "kind: overlay", "kind: layer", "the kind of flare is 'layer'"),
    ("phase_graph", PHASES, "at_least: flare_jump_0_10, over_days: 2}", "at_least: flare_jump_0_10, gate: false}", "the overlay flare has no enter_when"),
    ("phase_graph", PHASES, "    goal: Calm a flare", "    next: [isometric]\n    goal: Calm a flare", "the overlay flare leads to isometric"),
    ("criteria", PHASES, "measure: readiness_0_10", "measure: readyness_0_10", "'readyness_0_10', which nobody records"),
    ("criteria", PHASES, "measure: symmetry_percent, at_least: 90", "measure: symmetry_percent, at_least: 900", "at least 900"),
    ("criteria", PHASES, "over_days: 14", "over_days: -14", "looks 14 days ahead"),
    ("criteria", PHASES, "test_position: ham_longlever_bridge", "test_position: ham_longlever", "'ham_longlever', which does not exist"),
    ("criteria", PHASES, "test_position: ham_longlever_bridge", 'test_position: ""', "has no test position"),
    ("criteria", PHASES, "variables: [hold_s, load]", "variables: [load, hold_s]", "the variables of isometric are out of order"),
    ("criteria", PHASES, "variables: [hold_s, load]", "variables: [hold_s, weight]", "progresses 'weight', which is not known"),
    ("programme_exercises", PROGRAMMES, "ham_iso_prone_curl, ham_iso_bridge_dl, ham_iso_pulldown", "ham_iso_curl, ham_iso_bridge_dl", "'ham_iso_curl'"),
    ("programme_exercises", PROGRAMMES, "isometric: [ham_iso_prone_curl, ", "isometric: [ham_nordic, ", "gives ham_nordic in isometric, where it does not belong"),
    ("programme_exercises", PROGRAMMES, "isometric: [ham_iso_prone_curl, ", "isometrics: [ham_iso_prone_curl, ", "the phase 'isometrics'"),
    ("programme_exercises", PROGRAMMES, "maintain: [ham_rdl_sl, ham_hip_thrust]", "maintain: [ham_rdl_sl, ham_rdl_sl]", "an exercise twice in maintain"),
    ("programme_exercises", PROGRAMMES, "maintain: [ham_rdl_sl, ham_hip_thrust]", "maintain: []", "no exercise in maintain"),
    ("run_ladder", RUNS, "pace: tempo", "pace: fast", "tempo names the pace 'fast'"),
    ("run_ladder", RUNS, "needs_phase: energy_storage", "needs_phase: flare", "tempo names the phase 'flare'"),
    ("run_ladder", RUNS, "pace: strides", "pace: easy", "strides is easier than the level below it"),
    ("run_ladder", RUNS, "repeats: 6", "repeats: 0", "strides takes no time"),
    ("intervention_form", BESIDE, "informs: prp_injection", "informs: prp", "prp_cohort informs 'prp', which does not exist"),
    ("intervention_form", BESIDE, "    dose: 10 to 15 minutes", '    dose: ""', "heat has no dose"),
    ("intervention_form", BESIDE, "    informs: prp_injection\n", "    informs: prp_injection\n    for_sources: [ischial_bursitis]\n", "only informs prp_injection, and yet"),
    ("intervention_form", BESIDE, "    dose_basis: secondary\n", "    dose_basis: hearsay\n", "the dose basis of shockwave_or_physiotherapy is 'hearsay'"),
    ("intervention_form", BESIDE, "    dose: 10 to 15 minutes\n", "    dose: 10 to 15 minutes\n    dose_basis: abstract\n", "is said to be read, but nothing is cited"),
    ("intervention_form", BESIDE, "stopped_by_sources: [deep_vein_thrombosis]", "stopped_by_sources: [nonspecific_low_back_pain]", "nonspecific_low_back_pain both calls for heat"),
    ("intervention_form", BESIDE, "      - any: [hamstring_length_limited]", "      - any: []", "static_stretching needs a group of no findings"),
    ("recalled", HAM, "remark: Listed from week 6 of", "remark: (recalled) from week 6 of", "holds something recalled"),
    ("recalled", BESIDE, "    dose: 10 to 15 minutes\n", "    dose: 10 to 15 minutes\n    effect: Pain 2 points lower\n", "holds a figure that nobody read"),
    ("recalled", READ, "link: https://doi.org/10.3390/sports11030053", 'link: ""', "is cited as abstract without a citation and a link"),
    ("reading", READ, "basis: fulltext", "basis: memory", "the basis of vermeulen_2022 is 'memory'"),
    ("reading", READ, "key: askling_2013", "key: vermeulen_2022", "the reference 'vermeulen_2022' stands twice"),
    ("reading", READ, "references:\n", "references:\n  - {key: new_2026, citation: New, link: https://example.org, basis: abstract}\n", "nothing names 'new_2026'"),
    ("reading", "stop_rules.yaml", "stop_rules:\n", "stop_rules:\n  pause: Pause.\n", "nothing names 'pause'"),
    ("reading", HAM, "support: bamic_3c", "support: bamic_3d", "the reference 'bamic_3d', which does not exist"),
    ("reading", HAM, "stop_rules: [tendon, supervised]", "stop_rules: [tendon, supervized]", "'supervized', which does not exist"),
    ("reading", HAM, "sets: [5, 5]", "sets: [5, 5, 5]", "'sets' is neither a whole number nor two of them"),
    ("reading", HAM, "tempo_s: [3, 1, 3]", "tempo_s: [3, 1]", "'tempo_s' is not three numbers"),
    ("reading", HAM, NORDIC, NORDIC + "    colour: red\n", "'colour' is not a known key"),
    ("reading", PHASES, "at_least: flare_jump_0_10", "at_least: flare_jump", "the rule number 'flare_jump', which does not exist"),
    ("reading", PHASES, "support: {judgement: not tested}", "support: {opinion: not tested}", "not {judgement: why}"),
    ("reading", RULES, "  silence_days:", "  quiet_days:", "'silence_days' is missing"),
    ("links", BESIDE, "stopped_by_findings: [bruising, leg_sensory_loss", "stopped_by_findings: [brusing, leg_sensory_loss", "the finding 'brusing'"),
    ("links", BESIDE, "      - any: [hamstring_length_limited]", "      - any: [hamstring_length]", "the finding 'hamstring_length'"),
    ("links", PROGRAMMES, "for_sources: [adductor_magnus_injury]", "for_sources: [adductor_injury]", "the source 'adductor_injury'"),
    ("treatable", PROGRAMMES, "for_sources: [adductor_magnus_injury]", "for_sources: [cauda_equina_syndrome]", "which asks for a doctor first"),
    ("warning_signs", SIGNS, "- id: illness", "- id: ill", "there is no sign 'illness'"),
    ("warning_signs", SIGNS, "haste: soon", "haste: later", "the haste of night_pain is 'later'"),
    ("warning_signs", SIGNS, "haste: watch", "haste: emergency", "tingling is graver than the sign before it"),
    ("warning_signs", SIGNS, "    because: a pop", "    also: [bladder]\n    because: a pop", "'bladder' names two signs"),
    ("warning_signs", SIGNS, "because: pain that wakes you at night should be looked at", 'because: ""', "night_pain has no because"),
    ("warning_signs", SIGNS, "tap: Something popped or tore", 'tap: ""', "the phone has no advice for pop"),
    ("warning_signs", SIGNS, "in_place_of: [tingling]", "in_place_of: [tickling]", "in place of 'tickling', which is no sign"),
    ("warning_signs", SIGNS, "red_flags: [tendon_rupture]", "red_flags: [tendon_tear]", "pop names the red flag 'tendon_tear'"),
    ("warning_signs", SIGNS, "    red_flags: [tendon_rupture]\n", "", "pop names no red flag of the pack"),
    ("warning_signs", SIGNS, "'\\b(ill|sick", "'\\b((ill|sick", "is no pattern"),
    ("reading", SIGNS, "  soon: pain at night", "  later: pain at night", "'soon' is missing"),
    ("words", "words.yaml", "  heat: Heat", "  heatt: Heat", "names the kind 'heat', which is not known"),
    ("words", "words.yaml", "kinds_at_home: [education", "kinds_at_home: [educating", "names the kind 'educating', which is not known"),
    ("plain_words", "plain_words.yaml", "  coccydynia: a sore tail bone\n", "", "coccydynia has no plain words"),
    ("plain_words", "plain_words.yaml", "  coccydynia:", "  coccydinia:", "there is no source 'coccydinia'"),
    ("daily", RULES, "asks: [sitting_min]", "asks: [sitting_hours]", "the question 'sitting_hours' is not known"),
    ("daily", RULES, "  sitting_min: [", "  sitting_hours: [", "the measure 'sitting_hours' is not known"),
    ("daily", RULES, "marker_pain_0_10: [single_leg_bridge]", "marker_pain_0_10: [one_leg_bridge]", "there is no finding 'one_leg_bridge'"),
    ("daily", RULES, "patient: the holds", 'patient: ""', "flare_dose has no words for the patient"),
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "posterior_hip"
    shutil.copytree(BUILT_IN_PACKS / "posterior_hip" / FOLDER, made / FOLDER)
    return made


def test_the_treatment_knowledge_of_every_shipped_pack_is_without_fault(shipped_pack: Pack) -> None:
    assert load_rehabilitation(BUILT_IN_PACKS / shipped_pack.id, shipped_pack).exercises


def test_the_command_finds_no_fault_either() -> None:
    assert main(["pack", "lint", "posterior_hip"]) == 0


@pytest.mark.parametrize(("rule", "file", "before", "after", "said"), SLIPS, ids=[f"{s[0]}-{s[4][:50]}" for s in SLIPS])
def test_a_slip_is_reported_with_its_file(
    folder: Path, posterior_hip: Pack, rule: str, file: str, before: str, after: str, said: str
) -> None:
    path = folder / FOLDER / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")

    _, faults = read_rehabilitation(folder, posterior_hip)
    found = [fault for fault in faults if said in fault.what]
    assert found, f"not reported; the faults were {[str(fault) for fault in faults]}"
    for fault in found:
        assert FOLDER in fault.where
        assert fault.mend
    with pytest.raises(FaultyPack):
        load_rehabilitation(folder, posterior_hip)


def test_nothing_offered_is_a_fault_of_the_source(folder: Path, posterior_hip: Pack) -> None:
    for file in (BESIDE, PROGRAMMES):
        path = folder / FOLDER / file
        path.write_text(path.read_text(encoding="utf-8").replace("coccydynia", "ischial_bursitis"), encoding="utf-8")
    _, faults = read_rehabilitation(folder, posterior_hip)
    assert any("nothing is offered for coccydynia" in fault.what and "sources.yaml, line" in fault.where for fault in faults)


def test_a_step_without_a_door_is_a_fault(folder: Path) -> None:
    path = folder / FOLDER / PHASES
    text = path.read_text(encoding="utf-8").replace("at_least: 182, ", "at_least: 182, gate: false, ")
    path.write_text(
        text.replace("{measure: red_flags_open, at_most: 0,", "{measure: red_flags_open, at_most: 0, gate: false,"),
        encoding="utf-8",
    )
    _, faults = read_rehabilitation(folder)
    assert "the step from discharge to follow_up has no criterion" in [fault.what for fault in faults]


def test_every_rule_is_tried_and_says_why() -> None:
    rules = {rule.__module__.rpartition(".")[2] for rule in (*TREATMENT_RULES, *LINK_RULES)}
    assert rules - TRIED_ELSEWHERE <= {slip[0] for slip in SLIPS}
    for rule in (*TREATMENT_RULES, *LINK_RULES):
        assert "Why:" in (rule.__doc__ or ""), rule.__module__


@pytest.mark.parametrize(
    "file", ["phases.yaml", "progression.yaml", "running.yaml", "references.yaml", "stop_rules.yaml", SIGNS, HAM]
)
def test_a_file_that_cannot_be_read_is_a_fault_and_no_crash(folder: Path, posterior_hip: Pack, file: str) -> None:
    for broken in (b"", b"\x00\x01\xff", b"- [", b"just words"):
        (folder / FOLDER / file).write_bytes(broken)
        _, faults = read_rehabilitation(folder, posterior_hip)
        assert any(f"{FOLDER}/{file}" in fault.where for fault in faults)
    (folder / FOLDER / file).unlink()
    assert read_rehabilitation(folder, posterior_hip)[1]


def test_a_pack_without_treatment_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match="there is no such folder"):
        load_rehabilitation(tmp_path)


def test_a_pack_without_exercises_says_so(folder: Path) -> None:
    shutil.rmtree(folder / FOLDER / "exercises")
    assert "the folder is missing or empty" in [fault.what for fault in read_rehabilitation(folder)[1]]


def test_the_digest_follows_every_file(folder: Path) -> None:
    first = load_rehabilitation(folder).digest
    for path in sorted((folder / FOLDER).rglob("*.yaml")):
        path.write_bytes(path.read_bytes() + b"\n# a remark\n")
        changed = load_rehabilitation(folder).digest
        assert changed != first, path.name
        first = changed
