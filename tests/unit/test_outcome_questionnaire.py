"""Questionnaires a clinic imports: what is refused and why, which questions are asked, what an answer may be."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from outcome_forms import CALCULATED, calculated, choice, form, lefs_like, nested, variable, visa_like, whole

from enthesis.knowledge.outcome_measures_loading import built_in_measures
from enthesis.outcomes.expression import UnusableExpression, check_expression, evaluate
from enthesis.outcomes.questionnaire_reading import LARGEST_BYTES, FaultyQuestionnaire, read_questionnaire
from enthesis.outcomes.questionnaire_scoring import answers_of, calculate, response_of, score_answers, score_response
from enthesis.terms.fault import UnusableInput

TOTAL = calculated("total", "%resource.item.answer.valueInteger.sum()")
MEASURES = built_in_measures().by_id


def faults(questionnaire: Any) -> list[str]:
    with pytest.raises(FaultyQuestionnaire) as refused:
        read_questionnaire(questionnaire)
    return [str(fault) for fault in refused.value.faults]


def test_what_is_read() -> None:
    found = read_questionnaire(json.dumps(lefs_like()).encode())

    assert (found.title, found.score_link_id, len(found.asked), len(found.scored)) == ("LEFS-like", "total", 20, 20)
    assert [option.weight for option in found.asked[0].options] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"resourceType": "Patient"}, "'Patient', not a Questionnaire"),
        ({"item": []}, "it asks nothing"),
        ({"item": [whole("q1")]}, "nothing calculates a score"),
        ({"item": "q1"}, "a list of items"),
        ({"modifierExtension": [{"url": "x"}]}, "modifierExtension"),
        ({"item": [whole("q1"), whole("q1"), TOTAL]}, "stands twice"),
        ({"item": [{"type": "integer"}, TOTAL]}, "no linkId"),
        ({"item": [{"linkId": "q1", "type": "attachment"}, TOTAL]}, "type 'attachment' are not supported"),
        ({"item": [{"linkId": "q1", "type": "choice"}, TOTAL]}, "a choice has no options"),
        ({"item": [{"linkId": "q1", "type": "choice", "answerValueSet": "http://x"}, TOTAL]}, "value set elsewhere"),
        ({"item": [choice("q1", [1, 2], repeats=True), TOTAL]}, "answered several times"),
        ({"item": [whole("q1", initial=[{"valueInteger": 0}]), TOTAL]}, "filled in beforehand"),
        ({"item": [whole("q1", item=[whole("q2")]), TOTAL]}, "questions stand inside a question"),
        ({"item": [whole("q1", enableWhen=[{"question": "q9", "operator": "=", "answerInteger": 1}]), TOTAL]}, "'q9', which does not exist"),
        ({"item": [whole("q1", enableWhen=[{"question": "q1", "operator": "like", "answerInteger": 1}]), TOTAL]}, "no usable operator"),
        ({"item": [whole("q1", enableWhen=[{"question": "q1", "operator": "exists", "answerInteger": 1}]), TOTAL]}, "without true or false"),
        ({"item": [choice("q1", [1]), whole("q2", enableWhen=[{"question": "q1", "operator": "=", "answerCoding": {"code": "zz"}}]), TOTAL]}, "does not offer"),
        ({"item": [whole("q1"), calculated("total", "1 +")]}, "cannot be read from character 4"),
        ({"item": [whole("q1"), calculated("total", "today()")]}, "calls today()"),
        ({"item": [whole("q1"), calculated("total", "'a'", "string")]}, "calculates a 'string'"),
        ({"item": [whole("q1"), {"linkId": "t", "type": "decimal", "extension": [{"url": CALCULATED, "valueExpression": {"language": "text/cql", "expression": "1"}}]}]}, "language is 'text/cql'"),
        ({"extension": [variable("resource", "1")]}, "a variable is called 'resource'"),
        ({"extension": [{"url": "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-launchContext"}]}, "needs a patient's record"),
    ],
)  # fmt: skip
def test_what_is_refused(change: dict[str, Any], said: str) -> None:
    found = faults({**form([whole("q1"), TOTAL]), **change})
    assert any(said in one for one in found), found


def test_all_faults_come_at_once() -> None:
    assert len(faults(form([{"linkId": "a", "type": "reference"}, whole("b", repeats=True), {"type": "group"}]))) == 4


@pytest.mark.parametrize("raw", [b"", b"[]", b"{", b"\xff", b'{"a": NaN}', b" " * (LARGEST_BYTES + 1), b"[" * 100_000])
def test_what_is_no_json_is_refused_in_one_sentence(raw: bytes) -> None:
    assert len(faults(raw)) == 1


def test_deep_items_are_refused() -> None:
    inner: dict[str, Any] = whole("q")
    for depth in range(20):
        inner = {"linkId": f"g{depth}", "type": "group", "item": [inner]}
    assert any("deep" in one for one in faults(form([inner, TOTAL])))


def test_only_what_is_asked_counts() -> None:
    found = read_questionnaire(nested())

    assert "q2" not in calculate(found, {}).enabled
    assert {"q2", "q3"} <= calculate(found, {"q1": "2"}).enabled
    assert "q4" not in calculate(found, {"q1": "2", "q2": 3}).enabled
    assert response_of(found, {"q2": 6})["item"] == []


def test_two_items_that_wait_for_each_other_are_never_asked() -> None:
    first = whole("q1", enableWhen=[{"question": "q2", "operator": "exists", "answerBoolean": True}])
    second = whole("q2", enableWhen=[{"question": "q1", "operator": "exists", "answerBoolean": True}])
    assert calculate(read_questionnaire(form([first, second, TOTAL])), {"q1": 1, "q2": 1}).enabled == {"total"}


def test_answers_go_to_fhir_and_back() -> None:
    found = read_questionnaire(visa_like())
    answers = {**{f"q{n}": n for n in range(1, 7)}, "pain": True, "q8a": "2"}
    response = response_of(found, answers)

    assert answers_of(found, response) == answers
    assert score_response(found, response, MEASURES["visa_h"]).value == 31


def test_the_weights_of_a_response_are_not_believed() -> None:
    found = read_questionnaire(lefs_like())
    response = response_of(found, {f"q{n}": "1" for n in range(1, 21)})
    forged = copy.deepcopy(response)
    forged["item"][0]["answer"][0]["valueCoding"]["extension"][0]["valueDecimal"] = 80

    assert score_response(found, forged).value == score_response(found, response).value == 20


@pytest.mark.parametrize(
    ("answers", "said"),
    [({"q1": 3.5}, "whole number"), ({"q1": "many"}, "not a number"), ({"q9": 1}, "no question"), ({"pain": 1}, "yes nor no"), ({"q8a": "7"}, "not offered")],
)  # fmt: skip
def test_an_answer_that_is_none_of_its_question_is_refused(answers: dict[str, Any], said: str) -> None:
    with pytest.raises(UnusableInput, match=said):
        response_of(read_questionnaire(visa_like()), answers)


@pytest.mark.parametrize(
    "item",
    [
        {"linkId": "zz", "answer": [{"valueInteger": 1}]},
        {"linkId": "q1", "answer": [{"valueInteger": 1}, {"valueInteger": 2}]},
        {"linkId": "q1", "answer": [{"valueString": "x"}]},
        {"linkId": "q1", "answer": [{}]},
        {"linkId": "q8a", "answer": [{"valueCoding": {"code": "zz"}}]},
    ],
)
def test_a_response_that_does_not_fit_scores_nothing(item: dict[str, Any]) -> None:
    found = score_response(read_questionnaire(visa_like()), {"resourceType": "QuestionnaireResponse", "item": [item]})
    assert found.value is None
    assert found.because.startswith("Not scored: ")


def test_a_required_answer_and_the_rule_of_the_measure_hold_before_the_formula() -> None:
    summed = calculated("total", "%resource.item.where(linkId != 'total').answer.value.weight().sum()")
    lenient = read_questionnaire(form([*(choice(f"q{n}", [0, 1, 2, 3, 4]) for n in range(1, 21)), summed]))
    strict = read_questionnaire(form([*(choice(f"q{n}", [0, 1], required=True) for n in range(2)), summed]))
    most = {f"q{n}": "4" for n in range(1, 20)}

    assert score_answers(lenient, most).value == 76
    assert "rule of the questionnaire's author" in score_answers(lenient, most).because
    assert score_answers(lenient, most, MEASURES["lefs"]).value is None
    assert score_answers(strict, {"q0": "1"}).value is None
    assert "question q1 must be answered" in score_answers(strict, {"q0": "1"}).because


def test_a_score_outside_the_range_of_its_measure_is_none() -> None:
    found = read_questionnaire(form([whole("q1"), TOTAL]))
    assert score_answers(found, {"q1": 81}, MEASURES["lefs"]).value is None


def test_the_sum_of_nothing_is_nothing() -> None:
    assert evaluate("%resource.item.answer.valueInteger.sum()", {"resourceType": "QuestionnaireResponse"}, {"resource": {}}) == []


@pytest.mark.parametrize(
    "text",
    ["", "1 2", "%a.matches('(a+)+')", "repeat($this)", "%resource.trace('x')", "(" * 60 + "1" + ")" * 60, "1 + " * 2_000 + "1", "%a.combine(%a).combine(%a).combine(%a)", "%a.where(%b.where(%c.where(%d.where(x = 1).count() = 1).count() = 1).count() = 1)"],
)  # fmt: skip
def test_expressions_that_do_more_than_reckon_are_refused(text: str) -> None:
    with pytest.raises(UnusableExpression):
        check_expression(text)


def test_a_number_far_too_large_is_refused() -> None:
    with pytest.raises(UnusableExpression, match="far too large"):
        evaluate("1000000000 * 1000000000", {}, {})


def test_the_example_of_the_manual_scores_as_it_says() -> None:
    page = (Path(__file__).parents[2] / "docs" / "how_to" / "import_a_questionnaire.md").read_text()
    found = read_questionnaire(page.split("```json")[1].split("```")[0].encode())

    assert score_answers(found, {"1": "1", "2": "0"}).value == 50
    assert score_answers(found, {"1": "1"}).value == 100
