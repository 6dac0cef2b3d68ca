"""What the files of outcome measures must fulfil: each rule with one fault, in words."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from enthesis.knowledge.asked_measures import EVERYWHERE, asked_in, read_asked
from enthesis.knowledge.loading import BUILT_IN_PACKS, list_packs
from enthesis.knowledge.outcome_measures import QualityEvidence
from enthesis.knowledge.outcome_measures_loading import built_in_measures, load_outcome_measures, read_outcome_measures
from enthesis.knowledge.outcome_measures_quality import grade_quality
from enthesis.knowledge.rehabilitation import Support
from enthesis.terms.fault import FaultyPack

ROOT = Path(__file__).parents[2]
Spoil = Callable[[str, str, str], list[str]]
WANTED = {
    "nprs_now", "nprs_best", "nprs_worst", "nprs_sitting", "nprs_running", "visa_h", "lefs", "psfs", "sane", "groc", "sitting_tolerance",
    "single_leg_bridge", "strength_hip_extension", "strength_knee_flexion", "running_distance", "fash", "phat", "odi", "ndi", "quickdash",
    "tsk11", "csi", "ostrc",
}  # fmt: skip


@pytest.fixture
def spoiled(tmp_path: Path) -> Spoil:
    """Change one place of one file and read the folder; gives its faults."""

    def spoil(name: str, old: str, new: str) -> list[str]:
        folder = tmp_path / "measures"
        shutil.copytree(BUILT_IN_PACKS / "measures", folder)
        text = (folder / name).read_text()
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1))
        return [str(fault) for fault in read_outcome_measures(folder)[1]]

    return spoil


def test_the_measures_that_ship_have_no_fault_and_are_no_regional_pack() -> None:
    assert set(built_in_measures().by_id) == WANTED
    assert "measures" not in list_packs()


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("measures.yaml", "id: nprs_best", "id: nprs_now", "stands twice"),
        ("measures.yaml", "better: lower", "better: less", "is better 'less'"),
        ("measures.yaml", "high: 10\n", "high: 0\n", "write low below high"),
        ("measures.yaml", "step: 1\n", "step: 0\n", "write a step above 0"),
        ("measures.yaml", "entry: number", "entry: guess", "entered as 'guess'"),
        ("measures.yaml", "{numbered: 20, from: 0, to: 4}", "{numbered: 20, from: 0, to: 5}", "its range says otherwise"),
        ("measures.yaml", "times: 25", "times: 20", "its range says otherwise"),
        ("measures.yaml", "fewest: 20", "fewest: 21", "asks for 21 of 20"),
        ("measures.yaml", "n_items: 20", "n_items: 19", "correct n_items"),
        ("measures.yaml", "alternatives: [[q8a, q8b, q8c]]", "alternatives: [[q8a, q8b, q8d]]", "the item 'q8d'"),
        ("measures.yaml", "{item: q1, answer: 0, score: 0}", "{item: q9, answer: 0, score: 0}", "the item 'q9'"),
        ("measures.yaml", "allowed: [0, 8, 17, 25]", "allowed: [0, 17, 8, 25]", "do not ascend"),
        ("measures.yaml", "value: 2\n", "value: 12\n", "write a number inside the range"),
        ("measures.yaml", "population: chronic musculoskeletal pain, n=825", "population: ''", "names no population"),
        ("measures.yaml", "support: salaffi_2004", "support: judgement", "rests on judgement"),
        ("measures.yaml", 'mcid: {none: "Not established."}', 'mcid: {none: ""}', "nothing says why"),
        ("measures.yaml", "much better'; 1 point", "recalled'; 1 point", "something recalled"),
        ("measures.yaml", "property: reliability", "property: beauty", "evidence of 'beauty'"),
        ("measures.yaml", "state: free", "state: perhaps", "the licence of"),
        ("measures.yaml", "    how: Eight questions;", "    ask: Does it hurt?\n    how: Eight questions;", "its licence does not free"),
        ("measures.yaml", "support: salaffi_2004", "support: salafi_2004", "salaffi_2004"),
        ("measures.yaml", "short: LEFS", "shortly: LEFS", "'short' is missing"),
        ("references.yaml", "basis: abstract", "basis: memory", "the basis of salaffi_2004 is 'memory'"),
        ("references.yaml", "key: childs_2005", "key: salaffi_2004", "stands twice"),
        ("references.yaml", "references:\n", "references:\n  - {key: x, citation: X, link: https://x.org, basis: abstract}\n", "nothing names 'x'"),
        ("discharge.yaml", "measure: goal_reached", "measure: goal_reachd", "perhaps goal_reached"),
        ("discharge.yaml", "at_least: 30", "at_least: 300", "write a number inside its range"),
        ("discharge.yaml", '"No red flag is open"', '""', "has no name"),
        ("discharge.yaml", "told: sitting_min", "told: siting_min", "perhaps sitting_min"),
    ],
)  # fmt: skip
def test_each_fault_is_found_and_said(spoiled: Spoil, name: str, old: str, new: str, said: str) -> None:
    faults = spoiled(name, old, new)
    assert any(said in fault for fault in faults), faults
    assert all(fault.startswith("measures/") for fault in faults)


def test_a_faulty_folder_is_refused_with_all_faults(tmp_path: Path) -> None:
    with pytest.raises(FaultyPack) as refused:
        load_outcome_measures(tmp_path / "none")
    assert len(refused.value.faults) == 3


def one(name: str, speaks_for: bool = True, target: bool = True, basis: str = "abstract") -> QualityEvidence:
    return QualityEvidence(name, "finding", speaks_for, 50, target, Support("c", "https://x", basis))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("evidence", "grade"),
    [
        ([], "D"),
        ([one("reliability")], "C"),
        ([one("reliability"), one("validity")], "B"),
        ([one("reliability"), one("validity"), one("responsiveness")], "A"),
        ([one("reliability"), one("validity"), one("responsiveness", speaks_for=False)], "C"),
        ([one("reliability"), one("reliability", speaks_for=False)], "D"),
        ([one("reliability"), one("validity", speaks_for=False)], "C"),
        ([one("reliability", target=False)], "D"),
        ([one("reliability", basis="secondary")], "D"),
    ],
)
def test_the_grade_follows_its_rule(evidence: list[QualityEvidence], grade: str) -> None:
    assert grade_quality(evidence)[0] == grade


def test_the_page_is_what_the_measures_say() -> None:
    script = [sys.executable, str(ROOT / "scripts" / "write_measures_page.py"), "--check"]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("asked: [sane, sanity]", "'sanity' is no outcome measure"),
        ("asked: [sane]\nafter_start: [sane]", "'sane' stands twice"),
        ("asked: [lefs]", "'lefs' has no question of its own"),
        ("asked: [single_leg_bridge]", "has no question of its own"),
        ("asked: [sane]\nwith_questionnaire: [psfs]", "'psfs' takes no questionnaire"),
        ("asked: [sane]\nalso: []", "'also' is not a known key"),
        ("asked: sane", "'asked' should be a list"),
    ],
)
def test_a_region_asks_what_can_be_asked(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "outcomes.yaml").write_text(text + "\n")
    faults = read_asked(tmp_path / "outcomes.yaml", built_in_measures())[1]
    assert any(said in str(fault) for fault in faults), [str(fault) for fault in faults]


def test_every_region_asks_something_and_one_without_a_list_is_asked_what_everybody_is() -> None:
    for pack in list_packs():
        assert asked_in(pack).asked
    assert asked_in("no_such_region").asked == read_asked(EVERYWHERE, built_in_measures())[0].asked
