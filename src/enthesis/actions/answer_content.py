"""What was given on a measure, read from what was typed and checked before it is kept."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, cast

from django.utils.translation import gettext as _

from enthesis.knowledge.outcome_measures import Measure
from enthesis.outcomes.questionnaire import Question
from enthesis.outcomes.questionnaire_scoring import IN_PROGRESS
from enthesis.outcomes.scoring import MOST_ACTIVITIES, check_answer
from enthesis.terms.fault import UnusableInput

LEFT_OUT: Mapping[str, Any] = {"left_out": True}
"""The patient passed over the question: it was asked, and nothing was said."""
LONGEST_NUMBER = 12
LONGEST_ACTIVITY = 120


def read_number(measure: Measure, typed: str) -> dict[str, Any] | None:
    """The answer of a measure of one number, or of one whose total is entered; None where nothing was typed.

    Raises:
        UnusableInput: it is no number, or not one the measure can give.
    """
    number = as_number(measure, typed)
    if number is None:
        return None
    content = {"number" if measure.entry == "number" else "total": number}
    check_answer(measure, content)
    return content


def read_activities(measure: Measure, rows: Sequence[tuple[str, str]]) -> dict[str, Any] | None:
    """Activities in the patient's words, each with its rating as typed; None where no activity was rated.

    An activity without a rating is kept as not rated. A rating without an activity cannot be kept.

    Raises:
        UnusableInput: a rating is none, stands without an activity, or the same activity stands twice.
    """
    found: list[dict[str, Any]] = []
    for text, typed in rows[:MOST_ACTIVITIES]:
        words = " ".join(text.split())[:LONGEST_ACTIVITY]
        if not words:
            if typed.strip():
                raise UnusableInput(measure.short, _("a rating stands without its activity"), _("write what it is about"))
            continue
        if any(words.casefold() == earlier["text"].casefold() for earlier in found):
            raise UnusableInput(measure.short, _("“%(words)s” stands there twice") % {"words": words}, _("take one of them out"))
        found.append({"text": words, "score": as_number(measure, typed)})
    if not any(activity["score"] is not None for activity in found):
        return None
    content = {"activities": found}
    check_answer(measure, content)
    return content


def as_number(measure: Measure, typed: str) -> int | float | None:
    """What was typed as a number, with comma or point; None for nothing.

    Raises:
        UnusableInput: it is none.
    """
    text = typed.strip().replace(",", ".").replace("−", "-")
    if not text:
        return None
    try:
        number = float(text) if len(text) <= LONGEST_NUMBER else math.nan
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise UnusableInput(
            measure.short, _("“%(typed)s” is no number") % {"typed": text[:20]}, _("write digits, for instance 4")
        )
    return int(number) if number.is_integer() else number


def read_item(question: Question, typed: str) -> Any:
    """The answer to one question of a questionnaire, as `questionnaire_scoring` takes it; None where nothing was typed.

    Raises:
        UnusableInput: a number is none.
    """
    text = typed.strip()
    if not text:
        return None
    if question.type == "boolean":
        return text == "yes"
    if question.type in ("integer", "decimal"):
        try:
            number = float(text.replace(",", "."))
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise UnusableInput(question.text[:60], _("this is no number"), _("write digits"))
        return int(number) if question.type == "integer" and number.is_integer() else number
    return text


def is_unfinished(content: Mapping[str, Any]) -> bool:
    """Whether it is a questionnaire whose last question was not reached."""
    response = content.get("response")
    return isinstance(response, Mapping) and cast("Mapping[str, Any]", response).get("status") == IN_PROGRESS


def is_left_out(content: Mapping[str, Any]) -> bool:
    """Whether the question was asked and passed over."""
    return bool(content.get("left_out"))
