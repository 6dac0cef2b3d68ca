"""Do imported questionnaires come to the same scores as in LHC-Forms? Its verdicts stand in a file, with its version."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from outcome_forms import cases

from enthesis.outcomes.questionnaire_reading import read_questionnaire
from enthesis.outcomes.questionnaire_scoring import calculate

RECORDED = json.loads((Path(__file__).parent / "lhc_forms_verdicts.json").read_text())
CASES = list(cases())


@pytest.mark.parametrize(("name", "questionnaire", "answers"), CASES, ids=[name for name, _q, _a in CASES])
def test_calculated_values_equal_those_of_lhc_forms(name: str, questionnaire: dict[str, Any], answers: dict[str, Any]) -> None:
    ours = calculate(read_questionnaire(questionnaire), answers).values

    known = {link_id: value for link_id, value in ours.items() if value is not None}
    assert known == pytest.approx(RECORDED["calculated"][name], abs=1e-6)


def test_every_recorded_verdict_has_its_case() -> None:
    assert set(RECORDED["calculated"]) == {name for name, _questionnaire, _answers in CASES}
