"""Each lint rule reports what it is there for: file and line, what is wrong, how to mend it."""

from __future__ import annotations

import inspect
import pkgutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from tiny_pack import line_of, rewrite

from enthesis.knowledge import lint
from enthesis.knowledge.lint import RULES
from enthesis.knowledge.loading import load_pack, read_pack
from enthesis.knowledge.pack import Pack
from enthesis.terms.fault import Fault, FaultyPack

PACK = "pack.yaml"
SOURCES = "sources.yaml"
FLAGS = "red_flags.yaml"
ASKED = "findings/interview.yaml"
EXAMINED = "findings/examination.yaml"
JUDGED = "judgements/all.yaml"
PROFILES = "profiles.csv"
EVIDENCE = "evidence.csv"


@dataclass(frozen=True)
class Slip:
    """One slip of the pen, and the fault it should give."""

    rule: str
    file: str
    old: str
    new: str
    at: str
    """Text that stands on the line the fault should name, after the change."""
    what: str
    mend: str
    at_file: str = ""
    """The file the fault should name, when it is not the one that was changed."""


FEVER_AS_ALARM = "      - any: [fever]"

SLIPS = [
    # edition
    Slip("edition", PACK, "tier: draft", "tier: final", "tier: final", "the tier is 'final'", "draft, reviewed, validated"),
    Slip("edition", PACK, "licence: CC0-1.0", 'licence: ""', "licence:", "the licence is empty", "name the licence"),
    Slip("edition", PACK, "version: 0.1.0", "version: 0.1", "version:", "the version is '0.1'", "such as 0.1.0"),
    Slip("edition", PACK, "2025-01-31", "2025-02-31", "last_reviewed", "'2025-02-31', which is not a date", "year-month-day"),
    Slip("edition", PACK, "2025-01-31", "20250131", "last_reviewed", "not a date", "year-month-day"),
    # ids
    Slip("ids", ASKED, "id: fever", "id: Fever", "id: Fever", "finding id 'Fever' is not snake_case", "lower-case"),
    Slip("ids", SOURCES, "id: spinal_stenosis", "id: lumbar_radiculopathy", "id: lumbar_radiculopathy", "stands twice", "rename"),
    Slip("ids", "mechanisms.yaml", "id: neural_tension", "id: ischial_load", "id: ischial_load", "mechanism id", "rename"),
    Slip("ids", FLAGS, "id: possible_infection", "id: possible-infection", "possible-infection", "red flag id", "lower-case"),
    Slip(
        "ids", "references.csv", "made_up_2002", "made_up_2001", "Made up B", "reference id 'made_up_2001' stands twice", "rename"
    ),
    Slip("ids", EVIDENCE, "T002,", "T001,", "T001,lumbar", "evidence row id 'T001' stands twice", "rename"),
    Slip("ids", EVIDENCE, "T002,", "T 2,", "T 2,", "evidence row id 'T 2'", "lower-case"),
    Slip("ids", PACK, "id: female", "id: Female", "id: Female", "band id 'Female'", "lower-case"),
    Slip("ids", PACK, "{id: treat_the_spine,", "{id: load_it,", "{id: load_it, name: Treat", "management class id", "rename"),
    Slip("ids", SOURCES, "id: spinal_stenosis", "id: unmodelled_cause", "id: unmodelled_cause", "is kept for", "another id"),
    # links
    Slip(
        "links",
        EXAMINED,
        "mechanism: ischial_load",
        "mechanism: ischial_laod",
        "id: ischial_tenderness",
        "'ischial_laod'",
        "ischial_load",
    ),
    Slip("links", EXAMINED, "    mechanism: ischial_load\n", "", "id: ischial_tenderness", "names the mechanism ''", "mechanism"),
    Slip(
        "links",
        SOURCES,
        "management: load_it",
        "management: rest_it",
        "id: hamstring",
        "management class 'rest_it'",
        "management class",
    ),
    Slip(
        "links",
        FLAGS,
        "any: [fever]",
        "any: [fevers]",
        "id: possible",
        "the finding 'fevers', which does not exist",
        "perhaps fever",
    ),
    Slip(
        "links",
        FLAGS,
        "    action",
        "    sources: [sepsis]\n    action",
        "id: possible",
        "the source 'sepsis'",
        "source of this pack",
    ),
    Slip("links", FLAGS, "    action", "    bands: [age_over_50]\n    action", "id: possible", "the band 'age_over_50'", "age_"),
    Slip(
        "links", PACK, "sources: [hamstring_tendinopathy,", "sources: [hamstring,", "sources: [hamstring", "'hamstring'", "source"
    ),
    Slip(
        "links",
        PACK,
        "sources: [hamstring_tendinopathy, ",
        "sources: [",
        "sources: [lumbar",
        "not name two different",
        "[one, another]",
    ),
    Slip(
        "links",
        PACK,
        "criteria: [sitting_pain",
        "criteria: [sitting_ache",
        "- id: nociplastic",
        "'sitting_ache'",
        "perhaps sitting_pain",
    ),
    Slip(
        "links", EXAMINED, "{of: straight_leg_raise", "{of: leg_raise_deg", "id: straight_leg_raise", "'leg_raise_deg'", "finding"
    ),
    Slip("links", EXAMINED, "other_side_of: straight_leg_raise", "other_side_of: slr", "id: crossed", "other_side_of", "finding"),
    Slip(
        "links",
        PACK,
        "acute: {fever: true}",
        "acute: {pyrexia: true}",
        "acute:",
        "the onset 'acute' names the finding 'pyrexia'",
        "finding",
    ),
    Slip(
        "links",
        PACK,
        "sport_mechanism: ischial_load",
        "sport_mechanism: sport",
        "sport_mechanism",
        "the mechanism 'sport'",
        "mechanism",
    ),
    Slip(
        "links",
        PACK,
        "default_setting: sports_clinic",
        "default_setting: clinic",
        "default_setting",
        "the setting 'clinic'",
        "setting",
    ),
    Slip(
        "links",
        PACK,
        "age: [older_adult]",
        "age: [older_adults]",
        "settings_holding_age",
        "'older_adults'",
        "perhaps older_adult",
    ),
    Slip("links", PACK, "older_adult: 0.08", "old: 0.08", "unmodelled_weight", "names the setting 'old'", "setting"),
    Slip(
        "links",
        PACK,
        ", older_adult: 0.08",
        "",
        "unmodelled_weight",
        "does not name the setting 'older_adult'",
        "add older_adult:",
    ),
    # judged
    Slip("judged", JUDGED, "fever:", "pyrexia:", "background: 2", "'pyrexia', which is not a finding", "finding"),
    Slip(
        "judged",
        JUDGED,
        "fever:\n  background: 2\n  55: [joint_infection]\n",
        "",
        "id: fever",
        "has no judgement",
        "judge it",
        ASKED,
    ),
    Slip(
        "judged",
        JUDGED,
        "55: [joint_infection]",
        "55: [infection]",
        "background: 2",
        "'infection', which is not a source",
        "perhaps",
    ),
    Slip(
        "judged",
        ASKED,
        "words: [febrile]",
        "words: [febrile]\n    informative: false",
        "background: 2",
        "not informative",
        "remove",
        JUDGED,
    ),
    # profiled
    Slip(
        "profiled",
        PROFILES,
        "spinal_stenosis,",
        "stenosis,",
        "stenosis,",
        "'stenosis', which is not a source",
        "perhaps spinal_stenosis",
    ),
    Slip("profiled", PROFILES, "spinal_stenosis,", "stenosis,", "id: spinal_stenosis", "has no profile", "profiles.csv", SOURCES),
    Slip("profiled", PROFILES, "spinal_stenosis,", "joint_infection,", "joint_infection,1,2", "second profile", "keep one"),
    # examination
    Slip("examination", EXAMINED, "how: Lift the straight leg.", 'how: ""', "id: straight", "does not say how", "write 'how'"),
    Slip(
        "examination",
        ASKED,
        "positive_when: the patient reports a fever",
        'positive_when: " "',
        "id: fever",
        "positive",
        "positive_when",
    ),
    Slip("examination", ASKED, "kind: systemic", "kind: systemical", "id: fever", "kind of fever is 'systemical'", "systemic, "),
    Slip(
        "examination",
        EXAMINED,
        "position: prone",
        "position: lying",
        "id: ischial",
        "position of ischial_tenderness",
        "side_lying, prone",
    ),
    Slip("examination", EXAMINED, "seconds: 20", "seconds: 0", "id: ischial", "takes 0 seconds", "above 0"),
    Slip("examination", EXAMINED, "marks: [palpation]", "marks: [palpatoin]", "id: ischial", "mark 'palpatoin'", "palpation"),
    Slip("examination", EXAMINED, "present_at_or_below: 45, ", "", "id: straight", "has no threshold", "present_at_or_below"),
    # synonyms
    Slip(
        "synonyms",
        EXAMINED,
        "[tender sit bone]",
        "[Worse  when SEATED]",
        "id: sitting_pain",
        "'worse when seated' means",
        "keep",
        ASKED,
    ),
    Slip(
        "synonyms", EXAMINED, "[painless slr]", "[Afebrile]", "id: fever", "'afebrile' means that fever is absent", "keep", ASKED
    ),
    Slip(
        "synonyms",
        EXAMINED,
        "[tender sit bone]",
        "[pain with sitting]",
        "id: sitting_pain",
        "'pain with sitting' means",
        "keep",
        ASKED,
    ),
    Slip(
        "synonyms", ASKED, "opposite_words: [afebrile]", "opposite_words: [Fever]", "id: fever", "'fever' says both", "keep one"
    ),
    Slip(
        "synonyms",
        SOURCES,
        "[neurogenic claudication]",
        "[Sciatica]",
        "id: spinal",
        "diagnosis 'sciatica' means both",
        "one source",
    ),
    # ranges
    Slip("ranges", JUDGED, "  55: [joint", "  100: [joint", "background: 2", "fever for joint_infection is 100", "below 100"),
    Slip("ranges", JUDGED, "  background: 2", "  background: 0", "background: 0", "the background of fever is 0", "above 0"),
    Slip("ranges", JUDGED, "background: 3", "background: 3\n  rest: 0", "background: 3", "every other source is 0", "above 0"),
    Slip(
        "ranges",
        JUDGED,
        "strength: 6",
        "strength: 9",
        "background: 3",
        "the strength of crossed_straight_leg_raise is 9",
        "2 to 8",
    ),
    Slip(
        "ranges",
        "mechanisms.yaml",
        "correlation: 0.5",
        "correlation: 0.95",
        "neural_tension",
        "correlation of neural_tension",
        "0.9",
    ),
    Slip("ranges", PROFILES, "joint_infection,1,2", "joint_infection,0,2", "joint_infection", "in sports_clinic is 0", "above 0"),
    Slip(
        "ranges",
        PROFILES,
        "joint_infection,1,2",
        "joint_infection,nan,2",
        "joint_infection",
        "in sports_clinic is nan",
        "above 0",
    ),
    Slip("ranges", PROFILES, "100,0.2,1.8", "100,0.02,1.8", "spinal_stenosis", "for age_under_50 is 0.02", "0.05 to 4"),
    Slip(
        "ranges",
        PACK,
        "urgently, threshold: 0.1",
        "urgently, threshold: 1",
        "refer_urgently",
        "threshold of refer_urgently is 1",
        "below 1",
    ),
    Slip(
        "ranges",
        PACK,
        "dangerous_threshold: {default: 0.2}",
        "dangerous_threshold: {default: 20}",
        "dangerous_threshold",
        "is 20",
        "below 1",
    ),
    Slip(
        "ranges", PACK, "sports_clinic: 0.05", "sports_clinic: -0.05", "unmodelled_weight", "of sports_clinic is -0.05", "above 0"
    ),
    Slip("ranges", PACK, "odds_multiplier: 1.5", "odds_multiplier: 0", "odds_multiplier", "is 0", "above 0"),
    Slip("ranges", PACK, "0.05, 0.3]", "0.05, 3]", "- id: nociplastic", "with 2 criteria is 3", "from 0 to 1"),
    Slip("ranges", PACK, "0.05, 0.3]", "0.05, 0.3, 0.4]", "- id: nociplastic", "has 4 entries", "at most 3"),
    Slip("ranges", PACK, "palpation: 0.35", "palpation: 35", "- id: nociplastic", "for palpation is 35", "from 0 to 1"),
    Slip(
        "ranges",
        EVIDENCE,
        "two_gate,0.8,0.7,0.9",
        "two_gate,80,,",
        "T001",
        "the sensitivity of evidence row T001 is 80",
        "from 0 to 1",
    ),
    Slip("ranges", EVIDENCE, "50,8,0.22", "50,8,-0.22", "T001", "lr_negative of evidence row T001 is -0.22", "0 or above"),
    # size prior
    Slip("size_prior", PACK, "[0.75, 0.2, 0.05]", "[0.75, 0.2, 0.5]", "size_prior", "sums to 1.45", "sum to 1"),
    Slip("size_prior", PACK, "[0.75, 0.2, 0.05]", "[0.6, 0.1, 0.1, 0.1, 0.1]", "size_prior", "has 5 entries", "one to 4"),
    Slip("size_prior", PACK, "[0.75, 0.2, 0.05]", "[]", "size_prior", "has 0 entries", "one to 4"),
    Slip("size_prior", PACK, "[0.75, 0.2, 0.05]", "[1.2, -0.2]", "size_prior", "not a probability", "from 0 to 1"),
    # ties
    Slip(
        "ties",
        JUDGED,
        "55: [joint_infection]",
        "2: [joint_infection]",
        "id: joint_infection",
        "no finding is tied",
        "judge",
        SOURCES,
    ),
    # provenance
    Slip("provenance", EVIDENCE, "T001,hamstring_tendinopathy", "T001,", "T001", "names no source", "write its source"),
    Slip("provenance", EVIDENCE, "T001,hamstring_tendinopathy", "T001,tendon", "T001", "the source 'tendon'", "source"),
    Slip("provenance", EVIDENCE, ",ischial_tenderness,", ",ischial_pain,", "T001", "the finding 'ischial_pain'", "finding"),
    Slip(
        "provenance",
        EVIDENCE,
        "fulltext,made_up_2001",
        "fulltext,made_up_2011",
        "T001",
        "the reference 'made_up_2011'",
        "made_up_2001",
    ),
    Slip("provenance", EVIDENCE, "no,athletes,", "no,,", "T001", "has no population", "write its population"),
    Slip("provenance", EVIDENCE, "Table 1", "", "T001", "has no place", "write its place"),
    Slip(
        "provenance", EVIDENCE, "two_gate", "case_control", "T001", "'design' of evidence row T001 is 'case_control'", "two_gate"
    ),
    Slip("provenance", EVIDENCE, "Table 1,fulltext", "Table 1,read", "T001", "'verified' of evidence row T001", "fulltext"),
    Slip("provenance", EVIDENCE, "0.7,0.9,50,", "0.7,0.9,,", "T001", "a sensitivity but no n_with", "n_is_elicited"),
    Slip("provenance", EVIDENCE, "0.7,40,,,", "0.7,0,,,", "T002", "a specificity but no n_without", "n_is_elicited"),
    Slip("provenance", EVIDENCE, "0.7,0.6,0.8,60,0.6,0.5,0.7,40", ",,,,,,,", "T002", "holds no figure", "no usable figure"),
    # memory
    Slip("memory", EVIDENCE, "Table 1,fulltext", "Table 1,memory", "T001", "comes from memory and is in use", "unused_because"),
    Slip("memory", EVIDENCE, "Table 1,fulltext", "Table 1,memory", "T001", "holds a number (sensitivity, ", "empty"),
    Slip("memory", EVIDENCE, "made_up_2001,,", "made_up_2001,figure recalled from memory,", "T001", "holds a number", "empty"),
    # comparators
    Slip("comparators", EVIDENCE, "pain_free", "healthy", "T001", "'healthy' is not a comparator", "pain_free"),
    Slip("comparators", EVIDENCE, "pain_free", "none", "T001", "a specificity but no comparator", "pain_free"),
    Slip("comparators", EVIDENCE, "mix:hamstring_tendinopathy=1", "mix:tendon=1", "T002", "'tendon' is not a source", "mix:"),
    Slip("comparators", EVIDENCE, "spinal_stenosis=2", "spinal_stenosis=two", "T002", "'two' is not a number", "mix:"),
    Slip("comparators", EVIDENCE, "spinal_stenosis=2", "spinal_stenosis=nan", "T002", "numbers above 0", "mix:"),
    Slip(
        "comparators", EVIDENCE, "pain_free", "other_in_setting:gym", "T001", "'other_in_setting:gym' is not", "other_in_setting:"
    ),
    # intervals
    Slip(
        "intervals", EVIDENCE, "two_gate,0.8,0.7,0.9", "two_gate,0.8,0.82,0.9", "T001", "outside its interval 0.82 to 0.9", "look"
    ),
    Slip("intervals", EVIDENCE, "0.6,0.5,0.7,40", "0.6,0.7,0.5,40", "T002", "runs from 0.7 down to 0.5", "specificity_low"),
    # accuracy
    Slip("accuracy", EVIDENCE, "50,8,0.22", "50,10,0.22", "T001", "lr_positive of evidence row T001 is 10, but", "again"),
    Slip("accuracy", EVIDENCE, "50,8,0.22", "50,8,0.4", "T001", "give 0.222", "leave lr_negative empty"),
    Slip("accuracy", EVIDENCE, "50,0.9,0.8,0.95", "50,1,0.8,1", "T001", "no finite ratio", "leave lr_positive empty"),
    # red flag form
    Slip(
        "red_flag_form", FLAGS, "urgency: same_day", "urgency: today", "id: possible", "urgency of possible_infection", "same_day"
    ),
    Slip(
        "red_flag_form", FLAGS, "action: Arrange medical review today.", 'action: ""', "id: possible", "no action", "write what"
    ),
    Slip("red_flag_form", FLAGS, "citation: made up for tests", 'citation: ""', "id: possible", "no citation", "cite"),
    Slip("red_flag_form", FLAGS, "all:\n" + FEVER_AS_ALARM, "all: []", "id: possible", "has no term", "at least one"),
    Slip(
        "red_flag_form", FLAGS, "any: [fever]", "any: [fever]\n        count: 2", "id: possible", "asks for 2 of 1", "from 1 to 1"
    ),
    Slip("red_flag_form", FLAGS, "any: [fever]", "any: []", "id: possible", "asks for 1 of 0", "name at least one"),
    Slip(
        "red_flag_form",
        FLAGS,
        "any: [fever]",
        "any: [fever]\n        state: present",
        "id: possible",
        "is 'present'",
        "positive or",
    ),
    Slip(
        "red_flag_form",
        FLAGS,
        "any: [fever]",
        "any: [fever, sitting_pain]",
        "id: possible",
        "hangs on sitting_pain alone",
        "second term",
    ),
    Slip(
        "red_flag_form",
        FLAGS,
        "any: [fever]",
        "any: [fever]\n        state: negative",
        "id: possible",
        "negative in 98 percent",
        "term",
    ),
    # dangerous sources
    Slip(
        "dangerous_sources",
        FLAGS,
        "source_groups: [infection]",
        "source_groups: []",
        "id: joint",
        "no red flag",
        "name it",
        SOURCES,
    ),
]


def faults_of(rule: str, pack: Pack | None) -> list[Fault]:
    assert pack is not None
    module = next(check for check in RULES if check.__module__.endswith(f".{rule}"))
    return list(module(pack))


def expected_place(folder: Path, slip: Slip) -> str:
    """File and line of `slip.at`; of two such lines the second, which is where a thing that stands twice is at fault."""
    name = slip.at_file or slip.file
    lines = (folder / name).read_text(encoding="utf-8").splitlines()
    found = [number for number, line in enumerate(lines, start=1) if slip.at in line]
    return f"{folder.name}/{name}, line {found[-1]}"


def test_the_tiny_pack_is_valid(tiny_pack_folder: Path) -> None:
    pack = load_pack(tiny_pack_folder)
    assert (len(pack.sources), len(pack.findings), len(pack.evidence), len(pack.red_flags)) == (4, 6, 2, 1)


@pytest.mark.parametrize("slip", SLIPS, ids=[f"{slip.rule}-{slip.what}" for slip in SLIPS])
def test_a_slip_is_reported_with_its_place_and_how_to_mend_it(tiny_pack_folder: Path, slip: Slip) -> None:
    rewrite(tiny_pack_folder, slip.file, slip.old, slip.new)
    pack, reported = read_pack(tiny_pack_folder)
    found = [fault for fault in faults_of(slip.rule, pack) if slip.what in fault.what]
    assert found, f"not reported; the rule gave {faults_of(slip.rule, pack)}"
    assert found[0].where == expected_place(tiny_pack_folder, slip)
    assert slip.mend in found[0].mend
    assert found[0] in reported


def test_each_rule_is_tried_by_at_least_one_slip() -> None:
    assert {slip.rule for slip in SLIPS} == {check.__module__.rpartition(".")[2] for check in RULES}


def test_each_rule_file_is_listed_once_and_says_why() -> None:
    modules = [check.__module__ for check in RULES]
    files = [f"{lint.__name__}.{module.name}" for module in pkgutil.iter_modules(lint.__path__) if not module.ispkg]
    assert sorted(modules) == sorted(files)
    for check in RULES:
        assert "Why:" in (inspect.getdoc(check) or ""), f"{check.__module__} does not say why"


def test_five_slips_of_different_kinds_are_reported_together(tiny_pack_folder: Path) -> None:
    rewrite(tiny_pack_folder, PACK, "tier: draft", "tier: final")
    rewrite(tiny_pack_folder, JUDGED, "strength: 6", "strength: 60")
    rewrite(tiny_pack_folder, FLAGS, "citation: made up for tests", 'citation: ""')
    rewrite(tiny_pack_folder, EVIDENCE, "pain_free", "healthy")
    rewrite(tiny_pack_folder, EXAMINED, "position: prone", "position: lying")
    with pytest.raises(FaultyPack) as refused:
        load_pack(tiny_pack_folder)
    assert [fault.where for fault in refused.value.faults] == [
        f"tiny_hip/{EVIDENCE}, line {line_of(tiny_pack_folder, EVIDENCE, 'healthy')}",
        f"tiny_hip/{EXAMINED}, line {line_of(tiny_pack_folder, EXAMINED, 'id: ischial_tenderness')}",
        f"tiny_hip/{JUDGED}, line {line_of(tiny_pack_folder, JUDGED, 'crossed') + 1}",
        f"tiny_hip/{PACK}, line {line_of(tiny_pack_folder, PACK, 'tier')}",
        f"tiny_hip/{FLAGS}, line {line_of(tiny_pack_folder, FLAGS, 'id: possible')}",
    ]
    assert all(fault.what and fault.mend for fault in refused.value.faults)


def test_a_finding_judged_in_two_files_is_reported(tiny_pack_folder: Path) -> None:
    (tiny_pack_folder / "judgements" / "more.yaml").write_text(
        "fever:\n  background: 3\n  35: [joint_infection]\n", encoding="utf-8"
    )
    _, faults = read_pack(tiny_pack_folder)
    assert [fault.where for fault in faults] == ["tiny_hip/judgements/more.yaml, line 2"]
    assert "fever is judged twice" in faults[0].what


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        pytest.param(EVIDENCE, "T001,", "A123b,", id="an evidence row keeps the capitals of its number"),
        pytest.param(
            JUDGED, "  55: [joint", "  2: [spinal_stenosis]\n  55: [joint", id="a source may be judged at the background"
        ),
        pytest.param(EVIDENCE, "50,8,0.22", "50,8.9,0.36", id="ratios may differ by rounding"),
        pytest.param(
            PACK, "- {sources: [hamstring_tendinopathy,", "- {sources: [unmodelled_cause,", id="a pair with an unknown cause"
        ),
        pytest.param(
            FLAGS, "source_groups: [infection]", "source_groups: []\n    sources: [joint_infection]", id="a flag by source"
        ),
        pytest.param(
            FLAGS, FEVER_AS_ALARM, "      - any: [sitting_pain]\n      - any: [fever]", id="a common finding beside another term"
        ),
        pytest.param(FLAGS, "any: [fever]", "{any: [sitting_pain, fever], count: 2}", id="common findings that are counted"),
        pytest.param(EXAMINED, "[tender sit bone]", "[sitting does not hurt]", id="one phrase, opposite polarity, two findings"),
    ],
)
def test_what_is_allowed_is_not_reported(tiny_pack_folder: Path, file: str, old: str, new: str) -> None:
    rewrite(tiny_pack_folder, file, old, new)
    assert read_pack(tiny_pack_folder)[1] == []


def test_an_easing_factor_may_share_its_words_with_an_aggravating_one(tiny_pack: Pack) -> None:
    shared = [finding.id for finding in tiny_pack.findings if "sitting" in finding.words]
    assert shared == ["sitting_pain", "eased_by_sitting"]


def test_a_dangerous_source_may_say_why_it_has_no_red_flag(tiny_pack_folder: Path) -> None:
    rewrite(tiny_pack_folder, FLAGS, "source_groups: [infection]", "source_groups: []")
    rewrite(tiny_pack_folder, SOURCES, "[septic arthritis]", "[septic arthritis]\n    no_red_flag_because: made up for tests")
    assert read_pack(tiny_pack_folder)[1] == []


def test_a_row_from_memory_that_is_empty_and_unused_is_allowed(tiny_pack_folder: Path) -> None:
    path = tiny_pack_folder / EVIDENCE
    row = [
        "T003",
        "hamstring_tendinopathy",
        "sitting_pain",
        "frequency",
        "series",
        *[""] * 10,
        "none",
        "no",
        "",
        "",
        "memory",
        "",
    ]
    text = path.read_text(encoding="utf-8") + ",".join([*row, "figure recalled from memory", ""]) + "\n"
    path.write_text(text, encoding="utf-8")
    assert read_pack(tiny_pack_folder)[1] == []


@pytest.mark.parametrize(
    ("file", "old", "new", "what"),
    [
        pytest.param(PACK, "[0.75, 0.2, 0.05]", "[most, 0.2]", "every entry of 'size_prior' should be a number", id="size prior"),
        pytest.param(PACK, "[0.01, 0.05, 0.3]", "[low]", "every entry of 'prior_by_criteria' should be a number", id="criteria"),
        pytest.param(JUDGED, "[joint_infection]", "[{joint: infection}]", "which is not a source", id="a map for a source id"),
        pytest.param(EVIDENCE, "population", "people", "the column 'population' is missing", id="evidence column"),
        pytest.param("references.csv", "key,", "id,", "the column 'key' is missing", id="reference column"),
    ],
)
def test_a_part_of_the_wrong_kind_is_a_fault_and_not_a_crash(
    tiny_pack_folder: Path, file: str, old: str, new: str, what: str
) -> None:
    rewrite(tiny_pack_folder, file, old, new)
    faults = read_pack(tiny_pack_folder)[1]
    assert any(what in fault.what and file in fault.where for fault in faults)
