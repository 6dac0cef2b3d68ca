"""Do LHC-Forms' own sample questionnaires calculate the same here? Its verdicts on them stand in a file, with its version and commit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from enthesis.outcomes.questionnaire_reading import read_questionnaire
from enthesis.outcomes.questionnaire_scoring import calculate

RECORDED = json.loads((Path(__file__).parent / "lhc_forms_samples.json").read_text())
MENDED_LATER = {"apgar-with-itemWeight-variable.json"}
"""40.1.3, the newest that npm gives, calculates nothing here; LHC-Forms 41.1.0 mended that (its change log: the extensions of scores were not
kept), and its own test since then says what is right."""
CASES = [
    pytest.param(sample["questionnaire"], answered, id=f"{sample['file']}, {answered['case']}")
    for sample in RECORDED["samples"]
    if sample["file"] not in MENDED_LATER
    for answered in sample["answered"]
]


@pytest.mark.parametrize(("questionnaire", "answered"), CASES)
def test_its_samples_calculate_what_it_calculates(questionnaire: dict[str, Any], answered: dict[str, Any]) -> None:
    ours = calculate(read_questionnaire(questionnaire), answered["answers"]).values

    known = {link_id: value for link_id, value in ours.items() if value is not None}
    assert known == pytest.approx(answered["calculated"], abs=1e-6)


def test_what_it_mended_later_calculates_what_its_own_test_says() -> None:
    """Source: test/karma/expression.spec.js at the commit recorded: 10 where all five have the highest answer, nothing where two are open."""
    (apgar,) = (sample["questionnaire"] for sample in RECORDED["samples"] if sample["file"] in MENDED_LATER)
    form = read_questionnaire(apgar)
    asked = [question.link_id for question in form.asked]

    assert calculate(form, dict.fromkeys(asked, "2")).values == {form.score_link_id: 10}
    assert calculate(form, dict.fromkeys(asked[:3], "1")).values == {form.score_link_id: None}


def test_the_samples_are_those_of_its_repository_without_their_words() -> None:
    assert {sample["file"] for sample in RECORDED["samples"]} >= {"phq9.json", "apgar-with-itemWeight-variable.json"}
    assert "display" not in json.dumps(RECORDED["samples"]) and RECORDED["notice"] and len(RECORDED["commit"]) == 40
