"""Is a region data? A pack from the template is linted, assessed and validated without code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from enthesis.cli.main import main
from enthesis.cli.new_pack import TEMPLATE
from enthesis.knowledge.loading import BUILT_IN_PACKS, list_packs, load_pack
from enthesis.knowledge.questions import load_questionnaire
from enthesis.knowledge.regions import default_region, region_ids

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "how_to" / "write_a_pack.md"


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("packs")
    assert main(["pack", "new", "toy_wrist", "--folder", str(folder)]) == 0
    return folder / "toy_wrist"


def test_it_lints_clean(toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pack", "lint", str(toy)]) == 0
    assert capsys.readouterr().out == "0 faults\n"
    pack = load_pack(toy)
    assert (pack.id, pack.name, pack.tier) == ("toy_wrist", "Toy wrist", "draft")
    assert load_questionnaire(toy, pack).pages
    assert not any("__" in file.read_text() for file in toy.rglob("*.*"))


def test_it_assesses_a_case(toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = toy / "cases" / "fictional_example.yaml"
    assert main(["assess", str(case), "--pack", str(toy), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["pack"]["id"] == "toy_wrist"
    assert answer["not_understood"] == []
    first = answer["sources"][0]
    assert first["id"] == "tendon_overload"


def test_its_red_flag_is_raised(toy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = tmp_path / "hot.yaml"
    case.write_text(
        "region: toy_wrist\nfindings:\n  - {name: fever, result: positive}\n  - {name: hot joint, result: positive}\n"
    )
    assert main(["assess", str(case), "--pack", str(toy)]) == 0
    assert "SAME DAY   Possible joint infection" in capsys.readouterr().out


def test_it_is_validated_compiled_and_compared(toy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", str(toy / "cases"), "--pack", str(toy), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["summary"]["n"] == 1
    assert main(["pack", "compile", str(toy), "--output", str(tmp_path / "toy.json")]) == 0
    assert main(["pack", "agreement", str(toy)]) == 0
    assert "0 of 0 inside" in capsys.readouterr().out
    assert main(["pack", "diff", str(toy), str(toy), "--cases", str(toy / "cases")]) == 0
    assert "0 of 1 cases moved" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "says"),
    [("Outer-Elbow", "no id"), ("../up", "no id"), ("a" * 41, "no id"), (list_packs()[0], "comes with Enthesis")],
)
def test_a_name_that_cannot_be_gets_one_sentence(
    name: str, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["pack", "new", name, "--folder", str(tmp_path)]) == 2
    err = capsys.readouterr().err
    assert says in err and len(err.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten(toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pack", "new", toy.name, "--folder", str(toy.parent)]) == 2
    assert "is there already" in capsys.readouterr().err


def test_a_case_without_a_region_takes_the_pack_that_understands_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = tmp_path / "case.yaml"
    case.write_text("age: 40\nfindings:\n  - {name: slump test, result: positive}\n  - {name: sitting pain, result: positive}\n")
    assert main(["assess", str(case), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["pack"]["id"] == default_region()
    assert any("names no region" in warning and "2 of its 2 findings" in warning for warning in answer["warnings"])


def test_a_region_on_offer_is_whole() -> None:
    for region in region_ids():
        there = {path.name for path in (BUILT_IN_PACKS / region).iterdir()}
        assert {"intake.yaml", "examination.yaml", "body_regions.csv", "care"} <= there, region


def test_the_guide_names_every_file_of_the_template_and_its_example_is_in_a_pack() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    top = {path.relative_to(TEMPLATE).parts[0] for path in TEMPLATE.rglob("*.*")} - {"cases"}
    assert [name for name in top if f"`{name}" not in text] == []
    row = next(row for row in load_pack(BUILT_IN_PACKS / default_region()).evidence if row.id == "A001")
    assert all(
        str(each) in text for each in (row.source, row.finding, row.sensitivity, row.specificity, row.reference, row.design)
    )
