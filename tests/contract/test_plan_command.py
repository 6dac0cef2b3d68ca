"""`enthesis plan`: case file in, plan out; what it prints fits 80 columns, and bad input gets one line and exit 2."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from assessed import real_rehabilitation
from test_bad_input import BAD_CASES

from enthesis.care.plan_document import read_plan_document
from enthesis.cli.main import main

KEYS = {"phase", "goals", "exercises", "interventions", "conflicts", "refer", "review_in_days"}
EXERCISE_KEYS = {"id", "name", "dose", "why", "citation"}
INTERVENTION_KEYS = {
    "id", "name", "for_sources", "indication", "contraindications", "dose", "evidence_grade", "citation",
}  # fmt: skip

RUNNER = """\
region: posterior_hip
affected_side: right
age: 44
sex: female
sport: running
onset: insidious
duration_weeks: 26
findings:
  - {name: deep buttock pain, result: positive, side: right}
  - {name: pain with sitting, result: positive}
  - {name: pain with running, result: positive}
  - {name: ischial tuberosity tenderness, result: positive, side: right}
  - {name: bent knee stretch test, result: positive, side: right}
  - {name: pain at rest, result: negative}
  - {name: slump test, result: negative, side: right}
  - {name: straight leg raise, result: negative, side: right}
"""

SADDLE = """\
region: posterior_hip
age: 50
findings:
  - {name: saddle numbness, result: positive}
  - {name: low back pain, result: positive}
  - {name: urinary retention, result: positive}
"""


def _case(folder: Path, text: str | bytes) -> str:
    path = folder / "case.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)


def _plan(folder: Path, capsys: pytest.CaptureFixture[str], text: str, *more: str) -> dict[str, Any]:
    assert main(["plan", _case(folder, text), "--json", *more]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_runner_gets_a_plan_with_all_keys(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = _plan(tmp_path, capsys, RUNNER)
    assert set(answer) >= KEYS
    assert answer["phase"] == "isometric"
    assert answer["sources"][0]["id"] == "proximal_hamstring_tendinopathy"
    assert 2 <= len(answer["exercises"]) <= 4
    assert all(set(exercise) >= EXERCISE_KEYS and exercise["dose_words"] for exercise in answer["exercises"])
    assert answer["interventions"]
    assert all(set(intervention) >= INTERVENTION_KEYS for intervention in answer["interventions"])
    assert answer["refer"] == [] and answer["run_level"]


def test_the_answer_without_its_extras_is_a_plan_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = _plan(tmp_path, capsys, RUNNER)
    del answer["warnings"], answer["not_understood"]
    for exercise in answer["exercises"]:
        del exercise["dose_words"]
    assert read_plan_document(answer).phase == "isometric"


def test_recorded_numbers_open_the_next_phase(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    numbers = (
        "  - {name: single leg bridge, result: value, value: 2/10}\n"
        "  - {name: worst pain, result: value, value: 4/10}\n"
        "  - {name: pain level, result: value, value: 1/10}\n"
    )
    answer = _plan(tmp_path, capsys, RUNNER + numbers)
    assert answer["phase"] == "isotonic_low_flexion", answer["phase_because"]
    worse = numbers.replace("4/10", "7/10")
    assert _plan(tmp_path, capsys, RUNNER + worse)["phase"] == "isometric"


def test_an_emergency_leaves_the_referral_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = _plan(tmp_path, capsys, SADDLE)
    assert answer["refer"][0].startswith("Emergency:")
    assert (answer["phase"], answer["exercises"], answer["interventions"]) == ("screen", [], [])


def test_the_order_of_lines_does_not_matter(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head, _, lines = RUNNER.partition("findings:\n")
    turned = head + "findings:\n" + "".join(line + "\n" for line in reversed(lines.splitlines()))
    assert _plan(tmp_path, capsys, turned) == _plan(tmp_path, capsys, RUNNER)


@pytest.mark.parametrize("text", [RUNNER, SADDLE], ids=["runner", "saddle"])
def test_what_is_printed_fits_80_columns(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", _case(tmp_path, text)]) == 0
    out = capsys.readouterr().out
    assert "PHASE" in out and "diagnoses nothing" in out
    # A link or a doi is never broken; nothing else may be wider.
    assert [line for line in out.splitlines() if len(line) > 80 and " " in line.strip()] == []


@pytest.mark.parametrize(("wrong", "content", "words"), BAD_CASES, ids=[row[0] for row in BAD_CASES])
def test_bad_input_gets_one_line(
    wrong: str, content: str | bytes, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["plan", _case(tmp_path, content)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1 and words in said.err


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--phase", "flare"], "'flare' is not a phase"),
        (["--programme", "mine"], "'mine' is not a programme"),
        (["--setting", "moon"], "'moon' is not a setting"),
        (["--pack", "elbow"], "no such pack"),
    ],
)
def test_a_bad_option_gets_one_line(options: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", _case(tmp_path, RUNNER), *options]) == 2
    said = capsys.readouterr()
    assert said.out == "" and said.err.count("\n") == 1 and words in said.err


def test_a_prevention_programme_is_planned_without_treating_a_source(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    programme = next(p.id for p in real_rehabilitation().programmes if p.purpose == "prevention")
    answer = _plan(tmp_path, capsys, RUNNER, "--programme", programme)
    assert (answer["purpose"], answer["programme"], answer["sources"]) == ("prevention", programme, [])
    assert 1 <= len(answer["exercises"]) <= 4
    stopped = _plan(tmp_path, capsys, SADDLE, "--programme", programme)
    assert (stopped["exercises"], stopped["overlay"]) == ([], "refer")
