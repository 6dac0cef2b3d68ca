"""Answers of a patient: their form, held strictly; and what they say in words.

An answer is a small map: {"text": ...}, {"choice": id}, {"choices": [ids]}, {"number": n, "unit": u}, {"number": n},
{"skipped": true} or {"drawing": {...}}. A cleared answer is the empty form of its kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from enthesis.knowledge.questionnaire import Question
from enthesis.terms.fault import UnusableInput

Answer = Mapping[str, Any]

LONGEST_TEXT = 4000
UNITS_WEEKS = {"days": 1 / 7, "weeks": 1.0, "months": 365.25 / 12 / 7, "years": 365.25 / 7}
"""Weeks in a unit; months and years by the mean length of the calendar."""
MOST_OF_A_UNIT = 999
MEND = "go back and choose again"


def check_answer(question: Question, answer: object) -> Answer:
    """An answer in the form its question takes, with nothing else in it.

    Raises:
        UnusableInput: it has another form; the sentence says what would fit.
    """
    if not isinstance(answer, dict):
        raise UnusableInput(question.label, "this is not an answer", MEND)
    given = cast("dict[str, Any]", answer)
    if question.kind == "words":
        text = given.get("text")
        if not isinstance(text, str) or "\x00" in text:
            raise UnusableInput(question.label, "this is not text", "write it again")
        if len(text) > LONGEST_TEXT:
            raise UnusableInput(question.label, f"this is longer than {LONGEST_TEXT:,} characters", "shorten it a little")
        return {"text": text.strip()}
    if question.kind == "choice":
        chosen = given.get("choice")
        if chosen != "" and (not isinstance(chosen, str) or chosen not in question.choice_by_id):
            raise UnusableInput(question.label, "this is not one of the answers", MEND)
        return {"choice": chosen}
    if question.kind == "several":
        return _several(question, given.get("choices"))
    if question.kind == "duration":
        return _duration(question, given)
    if question.kind == "scale":
        return _scale(question, given)
    if not isinstance(given.get("drawing"), dict):
        raise UnusableInput(question.label, "this is not a drawing", "draw it again on the body chart")
    return {"drawing": given["drawing"]}


def is_empty(question: Question, answer: Answer | None) -> bool:
    """Whether nothing was said: no answer, or one that was taken back."""
    if answer is None:
        return True
    if question.kind == "words":
        return not answer.get("text")
    if question.kind == "choice":
        return not answer.get("choice")
    if question.kind == "several":
        return not answer.get("choices")
    if question.kind == "drawing":
        return not cast("dict[str, Any]", answer.get("drawing") or {}).get("areas")
    return answer.get("number") is None


def answer_in_words(question: Question, answer: Answer | None) -> str:
    """What was said, in the words of the question; empty when nothing was. A drawing has sentences of its own (`bodymap`)."""
    if answer is None or is_empty(question, answer):
        return "Skipped" if answer is not None and answer.get("skipped") else ""
    if question.kind == "words":
        return str(answer["text"])
    if question.kind == "choice":
        return question.choice_by_id[answer["choice"]].label
    if question.kind == "several":
        return "; ".join(question.choice_by_id[identity].label for identity in answer["choices"])
    if question.kind == "duration":
        number, unit = answer["number"], str(answer["unit"])
        return f"{number} {unit if number != 1 else unit.removesuffix('s')} ago"
    if question.kind == "scale":
        return f"{answer['number']} of 10"
    return ""


def duration_weeks(answer: Answer) -> int:
    """A duration in whole weeks, rounded; under one week is 0."""
    return round(float(answer["number"]) * UNITS_WEEKS[str(answer["unit"])])


def _several(question: Question, chosen: object) -> Answer:
    if not isinstance(chosen, list):
        raise UnusableInput(question.label, "this is not a list of answers", MEND)
    ids: list[str] = []
    for identity in cast("list[object]", chosen):
        if not isinstance(identity, str) or identity not in question.choice_by_id:
            raise UnusableInput(question.label, "this is not one of the answers", MEND)
        if identity not in ids:
            ids.append(identity)
    if len(ids) > 1 and any(question.choice_by_id[identity].is_none for identity in ids):
        raise UnusableInput(question.label, "'none' is ticked together with others", "keep either the others or none")
    order = [choice.id for choice in question.choices]
    return {"choices": sorted(ids, key=order.index)}


def _duration(question: Question, given: dict[str, Any]) -> Answer:
    number, unit = given.get("number"), given.get("unit")
    if number is None:
        return {"number": None, "unit": "weeks"}
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number <= MOST_OF_A_UNIT:
        raise UnusableInput(question.label, f"this is not a whole number from 0 to {MOST_OF_A_UNIT}", "write for instance 6")
    if unit not in UNITS_WEEKS:
        raise UnusableInput(question.label, "days, weeks, months or years is missing", "choose one of them")
    return {"number": number, "unit": unit}


def _scale(question: Question, given: dict[str, Any]) -> Answer:
    if given.get("skipped") is True:
        return {"number": None, "skipped": True}
    number = given.get("number")
    if number is None:
        return {"number": None}
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number <= 10:
        raise UnusableInput(question.label, "this is not a whole number from 0 to 10", "choose a number, or skip it")
    return {"number": number}
