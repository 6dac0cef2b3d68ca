"""Pages and questions have ids of their own, known kinds, and answers where their kind needs them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from enthesis.knowledge.pack import Pack
from enthesis.knowledge.questionnaire import LAYOUTS, QUESTION_KINDS, Questionnaire
from enthesis.terms.fault import Fault

_ID = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)


def check(asked: Questionnaire, pack: Pack) -> Iterator[Fault]:
    """Ids are snake_case and stand once; kinds and layouts are known; choices have answers; a scale has a measure.

    Why: an answer is kept under the id of its question, so two questions with one id would overwrite each other.
    """
    if asked.id != pack.id:
        yield Fault(asked.where, f"the questions are for '{asked.id}', the pack is '{pack.id}'", f"write id: {pack.id}")
    seen: dict[str, str] = {}
    for page in asked.pages:
        yield from _identity(page.id, page.where, "page", seen)
        if page.layout not in LAYOUTS:
            yield Fault(page.where, f"the layout '{page.layout}' is not known", f"write one of {', '.join(LAYOUTS)}")
        if not page.questions:
            yield Fault(page.where, f"the page {page.id} asks nothing", "add a question or remove the page")
    seen = {}
    for page in asked.pages:
        for question in page.questions:
            yield from _identity(question.id, question.where, "question", seen)
            if question.kind not in QUESTION_KINDS:
                what = f"the kind '{question.kind}' of {question.id} is not known"
                yield Fault(question.where, what, f"write one of {', '.join(QUESTION_KINDS)}")
            if question.kind in ("choice", "several") and len(question.choices) < 2:
                yield Fault(question.where, f"{question.id} has fewer than two answers", "add answers")
            if question.kind == "scale" and not question.measure:
                yield Fault(
                    question.where, f"{question.id} is a scale without a measure", "add measure: with the unit in its name"
                )
            ids = [choice.id for choice in question.choices]
            for choice in question.choices:
                if ids.count(choice.id) > 1 or not _ID.fullmatch(choice.id) or not choice.label:
                    what = f"the answer '{choice.id}' of {question.id} has no id or label of its own"
                    yield Fault(question.where, what, "give each answer an id in snake_case and a label")


def _identity(identity: str, where: str, kind: str, seen: dict[str, str]) -> Iterator[Fault]:
    if not _ID.fullmatch(identity):
        yield Fault(where, f"the {kind} id '{identity}' is not snake_case", "use lower-case letters, digits and underscores")
    if identity in seen:
        yield Fault(where, f"the {kind} id '{identity}' stands twice (first in {seen[identity]})", "rename one of the two")
    seen.setdefault(identity, where)
