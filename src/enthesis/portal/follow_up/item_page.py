"""What one question of the clinic's own questionnaire shows on the patient's phone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from enthesis.actions.answer_follow_up import OwnFollowUp
from enthesis.actions.asked_questions import Filling
from enthesis.knowledge.outcome_measures import Measure
from enthesis.outcomes.questionnaire import Question, Questionnaire
from enthesis.portal.follow_up.pages import build_frame
from enthesis.portal.pages import Frame

FIELD_BY_TYPE = {"integer": "number", "decimal": "number", "date": "date", "text": "text", "string": "words"}
"""How an answer is typed; what is not here is chosen."""


@dataclass(frozen=True)
class ItemPage:
    """One question of a questionnaire."""

    frame: Frame
    measure: str
    number: int
    title: str
    """Of the questionnaire; empty where the greeting names it."""
    around: tuple[str, ...]
    """What the questionnaire says before this question."""
    ask: str
    field: str
    """number, date, text, words; or choice, with `options`."""
    options: tuple[tuple[str, str], ...]
    """What is posted and what is read, of each answer."""
    said: str
    decimal: bool
    low: str
    high: str
    step: int
    steps: int
    part: int
    parts: int
    back: tuple[str, ...]
    """Arguments of the address of the question before: a measure and perhaps a number; empty: there is none."""
    greeting: str
    fault: str


def item_page(own: OwnFollowUp, measure: Measure, number: int, typed: str | None = None, fault: str = "") -> ItemPage:
    """One question with the answer it has.

    Args:
        number: one of `Filling.numbers`.
        typed: what was typed but could not be kept; shown in place of the answer.
    """
    filling = own.fillings[measure.id]
    question = filling.question(number)
    at = [one.id for one in own.measures].index(measure.id)
    part = filling.numbers.index(number) + 1
    known = {"title": filling.title, "n": len(filling.numbers)}
    first = part == 1 and not filling.answers and not filling.passed
    return ItemPage(
        frame=build_frame(own.follow_up, own.clinic),
        measure=measure.id,
        number=number,
        title="" if first else filling.title,
        around=said_before(filling.questionnaire, question),
        ask=f"{question.prefix} {question.text}".strip(),
        field=FIELD_BY_TYPE.get(question.type, "choice"),
        options=options_of(question),
        said=_said(filling, question) if typed is None else typed,
        decimal=question.type == "decimal",
        low="" if question.low is None else f"{question.low:g}",
        high="" if question.high is None else f"{question.high:g}",
        step=at + 1,
        steps=len(own.measures),
        part=part,
        parts=len(filling.numbers),
        back=_back(own, filling, measure, number),
        greeting=_("“%(title)s” has %(n)s questions. You can stop at any of them and go on later.") % known if first else "",
        fault=fault,
    )


def options_of(question: Question) -> tuple[tuple[str, str], ...]:
    """The answers that are pressed; none where something is typed."""
    if question.type == "boolean":
        return ("yes", _("Yes")), ("no", _("No"))
    return tuple((option.key, option.text) for option in question.options)


def said_before(questionnaire: Questionnaire, question: Question) -> tuple[str, ...]:
    """The headings of the groups that a question lies in, and what was said last before it: of a list of tasks, the question that they
    all share."""

    def path_to(questions: tuple[Question, ...]) -> list[str] | None:
        told: list[str] = []
        before = ""
        for one in questions:
            if one.link_id == question.link_id:
                return told
            inside = path_to(one.inside)
            if inside is not None:
                return [*told, one.text, *inside] if one.type == "group" else inside
            if one.type == "display":
                told = [*told, one.text] if before == "display" else [one.text]
            before = one.type
        return None

    return tuple(text for text in path_to(questionnaire.questions) or () if text)


def _said(filling: Filling, question: Question) -> str:
    value: Any = filling.answers.get(question.link_id)
    if value is None:
        return ""
    return ("yes" if value else "no") if isinstance(value, bool) else f"{value:g}" if isinstance(value, float) else str(value)


def _back(own: OwnFollowUp, filling: Filling, measure: Measure, number: int) -> tuple[str, ...]:
    before = filling.before(number)
    if before is not None:
        return measure.id, str(before)
    ids: Mapping[str, int] = {one.id: place for place, one in enumerate(own.measures)}
    return (own.measures[ids[measure.id] - 1].id,) if ids[measure.id] else ()
