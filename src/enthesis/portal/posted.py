"""Answers as a form of the patient's pages posts them."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from enthesis.actions.intake_record import drawing_document
from enthesis.bodymap.posted import read_posted
from enthesis.knowledge.questionnaire import Question, QuestionPage
from enthesis.reasoning.intake_answers import check_answer
from enthesis.terms.fault import UnusableInput


def read_answers(page: QuestionPage, form: QueryDict) -> tuple[dict[str, Any], dict[str, Any], dict[str, str]]:
    """The answers of one page.

    Returns:
        answers in order, by id of the question; what was typed but cannot be kept; one sentence for each of those.
    """
    answers: dict[str, Any] = {}
    typed: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for question in page.questions:
        draft: dict[str, Any] | None = None
        try:
            draft = _draft(question, form)
            if draft is not None:
                answers[question.id] = check_answer(question, draft)
        except UnusableInput as error:
            faults[question.id] = f"{error.fault.what[:1].upper()}{error.fault.what[1:]}; {error.fault.mend}."
            if draft is not None:
                typed[question.id] = draft
    return answers, typed, faults


def _draft(question: Question, form: QueryDict) -> dict[str, Any] | None:
    name = question.id
    if question.kind == "words":
        return {"text": form.get(name, "").replace("\r\n", "\n")} if name in form else None
    if question.kind == "choice":
        return {"choice": form.get(name, "")} if name in form else None
    if question.kind == "several":
        return {"choices": form.getlist(name)} if f"{name}_asked" in form else None
    if question.kind == "duration":
        written = form.get(f"{name}_number", "").strip()
        number: Any = (
            None if not written else int(written) if written.isascii() and written.isdigit() and len(written) < 6 else written
        )
        return {"number": number, "unit": form.get(f"{name}_unit", "")} if f"{name}_number" in form else None
    if question.kind == "scale":
        written = form.get(name, "")
        if not written:
            return None
        if written == "skip":
            return {"skipped": True}
        return {"number": int(written) if written.isascii() and written.isdigit() and len(written) < 4 else written}
    if name not in form and f"{name}_by_list" not in form:
        return None
    return {"drawing": drawing_document(read_posted(name, {key: form.getlist(key) for key in form}))}
