"""What a plan reads from the lines of a case: pain, marker and sitting; the worse number counts, and half an answer is none."""

from __future__ import annotations

import pytest

from enthesis.care.recorded import recorded_from_case
from enthesis.reasoning.case import CaseFinding
from enthesis.reasoning.hypotheses import Patient
from enthesis.reasoning.interpretation import Interpretation, Understood

WHERE = {
    "worst_pain_0_10": ("pain_score", "outcome_score"),
    "marker_pain_0_10": ("single_leg_bridge",),
    "sitting_min": ("sitting_pain", "function_loss"),
}


def _line(name: str, value: str | None, finding: str) -> Understood:
    return Understood(CaseFinding(name, "value", None, None, value, None, "case, line 1"), ((finding, "value"),))


LINES = [
    # lines: name, value, finding                                                          measures
    ([("worst pain", "7/10", "pain_score")],                                               {"worst_pain_0_10": 7}),
    ([("pain intensity", "7", "pain_score")],                                              {"worst_pain_0_10": 7}),
    ([("VAS pain", "6.5 / 10", "pain_score")],                                             {"worst_pain_0_10": 6.5}),
    ([("pain level", "6-8/10", "pain_score")],                                             {"worst_pain_0_10": 8}),
    ([("pain level", "6 to 8/10", "pain_score")],                                          {"worst_pain_0_10": 8}),
    ([("pain level", "2/10 to 7/10", "pain_score")],                                       {"worst_pain_0_10": 7}),
    ([("worst pain", "3/10", "pain_score"), ("current pain", "5/10", "outcome_score")],    {"worst_pain_0_10": 5}),
    ([("worst pain", "6/10", "pain_score"), ("pain at rest", "0/10", "outcome_score")],    {"worst_pain_0_10": 6}),
    ([("current pain", "1/10", "outcome_score")],                                          {}),
    ([("pain at best", "0/10", "outcome_score")],                                          {}),
    ([("average pain", "2/10", "outcome_score")],                                          {}),
    ([("VAS pain", "62/100", "pain_score")],                                               {}),
    ([("pain level", "62 mm", "pain_score")],                                              {}),
    ([("pain level", "12/10", "pain_score")],                                              {}),
    ([("pain level", None, "pain_score")],                                                 {}),
    ([("LEFS", "7", "outcome_score")],                                                     {}),
    ([("single leg bridge", "2/10", "single_leg_bridge")],                                 {"marker_pain_0_10": 2}),
    ([("single leg bridge", "12", "single_leg_bridge")],                                   {}),
    ([("sitting", "20 min", "sitting_pain")],                                              {"sitting_min": 20}),
    ([("sitting", "20-30 min", "sitting_pain")],                                           {"sitting_min": 20}),
    ([("sitting tolerance", "45 minutes", "function_loss"), ("sitting", "20 min", "sitting_pain")], {"sitting_min": 20}),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "measures"), LINES)
def test_measures_of_a_case(lines: list[tuple[str, str | None, str]], measures: dict[str, float]) -> None:
    read = Interpretation(Patient(), "right", understood=[_line(*line) for line in lines])
    recorded = recorded_from_case(read, WHERE)
    assert dict(recorded.measures) == measures
    assert recorded.affected_side == "right"
    turned = Interpretation(Patient(), None, understood=[_line(*line) for line in reversed(lines)])
    assert dict(recorded_from_case(turned, WHERE).measures) == measures


def test_what_was_not_assessed_is_neither() -> None:
    recorded = recorded_from_case(Interpretation(Patient(), "midline", observed={"fever": False, "night_pain": True}), WHERE)
    assert recorded.is_positive("night_pain")
    assert not recorded.is_positive("fever") and not recorded.is_positive("rest_pain")
    assert recorded.any_positive(("rest_pain", "night_pain")) and not recorded.any_positive(())
    assert recorded.affected_side == ""
