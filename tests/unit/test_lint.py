"""Each lint rule reports what it is there for: file and line, what is wrong, how to mend it."""

from __future__ import annotations

import inspect
import pkgutil
from pathlib import Path

import pytest
from slips import SLIPS
from slips.slip import EVIDENCE, EXAMINED, FEVER_AS_ALARM, FLAGS, JUDGED, PACK, SOURCES, Slip
from tiny_pack import line_of, rewrite

from enthesis.knowledge import lint
from enthesis.knowledge.lint import RULES
from enthesis.knowledge.loading import load_pack, read_pack
from enthesis.knowledge.pack import Pack
from enthesis.terms.fault import Fault, FaultyPack


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
