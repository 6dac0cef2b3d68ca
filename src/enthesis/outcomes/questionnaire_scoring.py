"""Score an answered questionnaire by its own formulas, as LHC-Forms does, and say how much of it was answered."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from enthesis.knowledge.outcome_measures import Measure
from enthesis.outcomes.expression import UnusableExpression, evaluate
from enthesis.outcomes.questionnaire import Condition, Option, Question, Questionnaire
from enthesis.outcomes.score import Score
from enthesis.terms.fault import UnusableInput

MOST_ROUNDS = 10
"""Calculated items may use each other; so often they are worked out anew until nothing moves."""
LONGEST_ANSWER = 2_000
IN_PROGRESS = "in-progress"
"""What FHIR calls a response whose last question was not reached."""
Answers = Mapping[str, Any]
"""By link id: the key of an option (text), a number, a boolean or a text. What is missing or None was not answered."""
_COMPARE: Mapping[str, Callable[[Any, Any], Any]] = {">": operator.gt, "<": operator.lt, ">=": operator.ge, "<=": operator.le}
_VALUE_KEY = {"integer": "valueInteger", "decimal": "valueDecimal", "boolean": "valueBoolean", "date": "valueDate"}


@dataclass(frozen=True)
class Calculated:
    """Everything an answered questionnaire works out."""

    values: Mapping[str, float | None]
    """By link id of calculated items; None where the formula gives nothing."""
    enabled: frozenset[str]
    """Link ids of the items that are asked, given these answers."""
    unusable: str
    """Why a formula could not be worked out, in a sentence; empty where all could."""


def score_response(questionnaire: Questionnaire, response: Mapping[str, Any], measure: Measure | None = None) -> Score:
    """The score of a FHIR QuestionnaireResponse.

    Its own formula counts. Where the questionnaire says that an answer is required and it is missing, or where the measure it
    stands for has a rule for missing answers and this breaks it, there is no score. Nor is there one for a response that is in progress.

    Assumes: the weights of the questionnaire hold, whatever weights the response carries.
    Source: FHIR SDC calculatedExpression. Checked against LHC-Forms in tests/unit/test_outcome_lhc_forms.
    """
    try:
        answers = answers_of(questionnaire, response)
    except UnusableInput as error:
        return Score(None, 0, len(questionnaire.scored), f"Not scored: {error.fault.what}.")
    if response.get("status") == IN_PROGRESS:
        answered = sum(question.link_id in answers for question in questionnaire.scored)
        counts = f"{answered} of {len(questionnaire.scored)} answered"
        return Score(None, answered, len(questionnaire.scored), f"Not scored: the questionnaire was not finished; {counts}.")
    return score_answers(questionnaire, answers, measure)


def score_answers(questionnaire: Questionnaire, answers: Answers, measure: Measure | None = None) -> Score:
    """As `score_response`, for answers by link id."""
    found = calculate(questionnaire, answers)
    scored = [question for question in questionnaire.scored if question.link_id in found.enabled]
    answered = sum(answers.get(question.link_id) is not None for question in scored)
    counts = f"{answered} of {len(scored)} answered"
    missing = [q for q in questionnaire.asked if q.required and q.link_id in found.enabled and answers.get(q.link_id) is None]

    def none(why: str) -> Score:
        return Score(None, answered, len(scored), f"Not scored: {why}")

    if answered == 0:
        return none("nothing was answered.")
    if missing:
        return none(f"{counts}; {_named(missing[0])} must be answered.")
    rule = measure.scoring if measure is not None else None
    if rule is not None and len(scored) == rule.n_counted and answered < rule.fewest:
        return none(f"{counts}. {rule.missing_rule}")
    value = found.values.get(questionnaire.score_link_id)
    if value is None:
        return none(f"{counts}. {found.unusable or 'The formula of the questionnaire gives no score for these answers.'}")
    if measure is not None and (value < measure.low or (measure.high is not None and value > measure.high)):
        return none(f"the formula gives {value:g}, outside the range of {measure.short}.")
    gap = "" if answered == len(scored) else " Whether a missing answer is allowed is the rule of the questionnaire's author."
    return Score(value, answered, len(scored), f"By the questionnaire's own formula, {counts}.{gap}")


def calculate(questionnaire: Questionnaire, answers: Answers) -> Calculated:
    """What every calculated item comes to. Answers to items that are not asked do not count."""
    values: dict[str, float | None] = {}
    unusable = ""
    enabled: frozenset[str] = frozenset()
    for _round in range(MOST_ROUNDS):
        known: dict[str, Any] = {**answers, **{name: value for name, value in values.items() if value is not None}}
        enabled = frozenset(_enabled(questionnaire, known))
        response = _response(questionnaire, known, enabled)
        following, unusable = _all_values(questionnaire, response, enabled)
        if following == values:
            break
        values = following
    return Calculated(values, enabled, unusable)


def response_of(questionnaire: Questionnaire, answers: Answers) -> dict[str, Any]:
    """A FHIR QuestionnaireResponse of checked answers, with the calculated values in it.

    Raises:
        UnusableInput: an answer is none of its question's.
    """
    for link_id, value in answers.items():
        question = questionnaire.by_link_id.get(link_id)
        if question is None or not question.is_asked:
            raise UnusableInput(
                questionnaire.title, f"there is no question '{link_id[:40]}'", "answer the questions that are there"
            )
        if value is not None:
            _fhir_value(question, value)
    found = calculate(questionnaire, answers)
    known = {**answers, **{name: value for name, value in found.values.items() if value is not None}}
    return _response(questionnaire, known, found.enabled)


def answers_of(questionnaire: Questionnaire, response: Mapping[str, Any]) -> dict[str, Any]:
    """Answers by link id of a FHIR QuestionnaireResponse. Calculated values in it are left out: they are worked out here.

    Raises:
        UnusableInput: it answers a question that does not exist, twice, or with an option that is not offered.
    """
    found: dict[str, Any] = {}
    if response.get("resourceType") != "QuestionnaireResponse":
        raise UnusableInput(questionnaire.title, "this is no QuestionnaireResponse", "send the answers as FHIR R4 has them")
    for item in _response_items(response):
        link_id = str(item.get("linkId"))
        question = questionnaire.by_link_id.get(link_id)
        if question is None:
            raise UnusableInput(
                questionnaire.title, f"there is no question '{link_id[:40]}'", "send answers to this questionnaire"
            )
        given = cast("list[Any]", item.get("answer") or [])
        if not given or not question.is_asked:
            continue
        if len(given) > 1 or link_id in found:
            raise UnusableInput(_named(question), "it is answered more than once", "give one answer")
        found[link_id] = _plain_value(question, given[0])
    return found


def _response_items(part: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    waiting: list[Any] = [part]
    while waiting:
        one = waiting.pop()
        for item in cast("list[Any]", one.get("item") or []):
            if isinstance(item, Mapping):
                yield cast("Mapping[str, Any]", item)
                waiting.append(item)


def _enabled(questionnaire: Questionnaire, answers: Answers) -> Iterator[str]:
    """Link ids of what is asked: conditions over answers that themselves are asked, outer before inner."""
    asked: dict[str, bool] = {}

    def is_asked(link_id: str, trail: tuple[str, ...]) -> bool:
        if link_id in asked:
            return asked[link_id]
        if link_id in trail:
            return False  # two items that hang on each other: neither is asked
        question = questionnaire.by_link_id[link_id]
        outer = parents.get(link_id)
        result = outer is None or is_asked(outer, (*trail, link_id))
        if result and question.enabled_when:
            held = [_holds(one, is_asked, (*trail, link_id)) for one in question.enabled_when]
            result = all(held) if question.enabled_by_all else any(held)
        asked[link_id] = result
        return result

    def _holds(condition: Condition, asks: Any, trail: tuple[str, ...]) -> bool:
        value = answers.get(condition.link_id) if asks(condition.link_id, trail) else None
        return _fulfils(questionnaire.by_link_id[condition.link_id], condition, value)

    parents = {inner.link_id: outer.link_id for outer in questionnaire.walk() for inner in outer.inside}
    for question in questionnaire.walk():
        if is_asked(question.link_id, ()):
            yield question.link_id


def _fulfils(question: Question, condition: Condition, value: Any) -> bool:
    if condition.operator == "exists":
        return (value is not None) == condition.value
    if value is None:
        # FHIR: without an answer, no comparison holds; != neither.
        return False
    given, wanted = value, condition.value if condition.code is None else condition.code
    if question.type == "choice":
        option = _option(question, value)
        given = None if option is None else option.code if condition.code is not None else next(iter(option.value.values()))
    if condition.operator in ("=", "!="):
        return (given == wanted) == (condition.operator == "=")
    if type(given) is not type(wanted) and not (_is_number(given) and _is_number(wanted)):
        return False
    return bool(_COMPARE[condition.operator](given, wanted))


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _response(questionnaire: Questionnaire, answers: Answers, enabled: frozenset[str]) -> dict[str, Any]:
    def items(questions: tuple[Question, ...]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for question in questions:
            if question.link_id not in enabled or question.type == "display":
                continue
            item: dict[str, Any] = {"linkId": question.link_id, "text": question.text}
            if question.type == "group":
                inside = items(question.inside)
                if not inside:
                    continue
                item["item"] = inside
            else:
                value = answers.get(question.link_id)
                if value is None:
                    continue
                item["answer"] = [_fhir_value(question, value)]
            found.append(item)
        return found

    response: dict[str, Any] = {"resourceType": "QuestionnaireResponse", "status": "completed"}
    if questionnaire.url:
        response["questionnaire"] = questionnaire.url
    response["item"] = items(questionnaire.questions)
    return response


def _all_values(
    questionnaire: Questionnaire, response: Mapping[str, Any], enabled: frozenset[str]
) -> tuple[dict[str, float | None], str]:
    """Calculated values, each with the variables of the questionnaire and of every item around it."""
    values: dict[str, float | None] = {}
    unusable = ""
    base: dict[str, Any] = {"resource": response, "questionnaire": questionnaire.source}

    def with_variables(scope: Mapping[str, Any], of: Questionnaire | Question) -> dict[str, Any]:
        inner = dict(scope)
        for variable in of.variables:
            inner[variable.name] = evaluate(variable.expression, response, inner)
        return inner

    def visit(questions: tuple[Question, ...], scope: Mapping[str, Any]) -> None:
        nonlocal unusable
        for question in questions:
            if question.link_id not in enabled:
                continue
            try:
                inner = with_variables(scope, question)
                if question.calculated:
                    values[question.link_id] = _number(evaluate(question.calculated, response, inner))
            except UnusableExpression as error:
                unusable = f"The formula of {_named(question)} cannot be worked out: {error}."
                if question.calculated:
                    values[question.link_id] = None
                continue
            visit(question.inside, inner)

    try:
        visit(questionnaire.questions, with_variables(base, questionnaire))
    except UnusableExpression as error:
        unusable = f"A variable of the questionnaire cannot be worked out: {error}."
    return values, unusable


def _number(found: list[Any]) -> float | None:
    """The one number a formula gives; a quantity gives its value; nothing, several or another kind give None."""
    if len(found) != 1:
        return None
    value = cast("Mapping[str, Any]", found[0]).get("value") if isinstance(found[0], Mapping) else found[0]
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        return None
    return round(float(value), 6)


def _option(question: Question, key: Any) -> Option | None:
    return next((option for option in question.options if option.key == str(key)), None)


def _fhir_value(question: Question, value: Any) -> dict[str, Any]:
    """One answer as FHIR has it; raises UnusableInput for one that is not the question's."""
    where = _named(question)
    if question.type == "choice":
        option = _option(question, value)
        if option is None:
            raise UnusableInput(where, "this option is not offered", "choose one of those that are")
        return dict(option.value)
    if question.type in ("integer", "decimal"):
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            raise UnusableInput(where, "this is not a number", "write a number")
        if question.type == "integer" and not question.calculated and float(value) != int(value):
            raise UnusableInput(where, f"{value:g} is not a whole number", "write a whole number")
        for bound, word, wrong in (
            (question.low, "at least", value < (question.low or 0)),
            (question.high, "at most", value > (question.high or 0)),
        ):
            if bound is not None and wrong and not question.calculated:
                raise UnusableInput(where, f"{value:g} is outside its range", f"write {word} {bound:g}")
        whole = question.type == "integer" and float(value) == int(value)
        return {"valueInteger": int(value)} if whole else {"valueDecimal": float(value)}
    if question.type == "boolean":
        if not isinstance(value, bool):
            raise UnusableInput(where, "this is neither yes nor no", "choose one of the two")
        return {"valueBoolean": value}
    if not isinstance(value, str) or len(value) > LONGEST_ANSWER:
        raise UnusableInput(where, "this is not a text of usual length", f"write at most {LONGEST_ANSWER} characters")
    if question.type == "date":
        try:
            date.fromisoformat(value)
        except ValueError:
            raise UnusableInput(where, "this is not a date", "write it as 2026-01-31") from None
        return {"valueDate": value}
    return {"valueString": value}


def _plain_value(question: Question, answer: Any) -> Any:
    """The answer behind a FHIR answer, checked."""
    where = _named(question)
    if not isinstance(answer, Mapping):
        raise UnusableInput(where, "its answer cannot be read", "send it as FHIR R4 has it")
    given = {key: value for key, value in cast("Mapping[str, Any]", answer).items() if key.startswith("value")}
    if len(given) != 1:
        raise UnusableInput(where, "its answer holds no value, or several", "send one value")
    if question.type == "choice":
        ((kind, value),) = given.items()
        if isinstance(value, Mapping):
            coding = cast("Mapping[str, Any]", value)
            code = (str(coding.get("system", "")), str(coding.get("code", coding.get("display", ""))))
        else:
            code = (kind, str(value))
        for option in question.options:
            if option.code == code:
                return option.key
        raise UnusableInput(where, "its answer is none of the options", "choose one of those that are offered")
    value = given.get(_VALUE_KEY.get(question.type, "valueString"), given.get("valueInteger"))
    if value is None:
        raise UnusableInput(where, f"its answer is no {question.type}", "send the type that is asked for")
    _fhir_value(question, value)
    return value


def _named(question: Question) -> str:
    return f"question {question.prefix or question.link_id}"
