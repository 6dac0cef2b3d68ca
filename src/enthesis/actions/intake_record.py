"""An intake as it stands: the questions, the answers, and what they suggest.

Not an action of its own: it reads what the calling action may read, inside that action's scope.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from enthesis.access.visibility import age_years
from enthesis.actions.assessor import get_knowledge
from enthesis.actions.drawn_findings import find_drawn
from enthesis.bodymap.description import describe_drawing
from enthesis.bodymap.drawing import Drawing, read_drawing
from enthesis.bodymap.figure import load_figure
from enthesis.knowledge.loading import find_pack_folder
from enthesis.knowledge.questionnaire import Questionnaire
from enthesis.knowledge.questions import load_questionnaire
from enthesis.knowledge.regions import known_region
from enthesis.reasoning.hypotheses import Patient as PatientBands
from enthesis.reasoning.intake_answers import Answer, duration_weeks, is_empty
from enthesis.reasoning.intake_proposals import (
    Because,
    Proposal,
    ProposedMeasure,
    ProposedText,
    Told,
    propose_findings,
    propose_measures,
    propose_texts,
    tell_patient,
)
from enthesis.records.intake import Intake, IntakeAnswer
from enthesis.terms.fault import UnusableInput

TOLD_READ = "-told-read"
"""Kept among the answers, under a name that no question can have: ids of what the patient says to have read."""


@dataclass(frozen=True)
class IntakeRecord:
    """Everything about one intake, as plain values."""

    questions: Questionnaire
    answers: Mapping[str, Answer]
    """By id of the question; what is not there was not answered."""
    proposals: tuple[Proposal, ...]
    texts: tuple[ProposedText, ...]
    measures: tuple[ProposedMeasure, ...]
    drawing: Drawing | None
    drawn: tuple[str, ...]
    """The drawing in sentences."""
    told: tuple[Told, ...]
    unread: tuple[Told, ...]
    """What the patient was not shown yet, or did not say to have read."""
    told_read_at: datetime.datetime | None
    """When the patient last said to have read what they were told."""


def get_questionnaire(region: str) -> Questionnaire:
    """The questions of a region, read once for each process."""
    return _questionnaire(known_region(region))


@cache
def _questionnaire(region: str) -> Questionnaire:
    pack = get_knowledge(region).pack
    return load_questionnaire(find_pack_folder(pack.id), pack)


def current_answers(intake: Intake) -> dict[str, IntakeAnswer]:
    """The answers of an intake that nothing has replaced, by id of the question."""
    found = IntakeAnswer.objects.filter(intake=intake, replaced_by__isnull=True)
    return {answer.question: answer for answer in found}


def gather_intake(intake: Intake) -> IntakeRecord:
    """An intake with what its answers suggest. Answers to questions that are no longer asked are left out."""
    asked = get_questionnaire(intake.region)
    stored = current_answers(intake)
    answers = {q: stored[q].answer for q in asked.question_by_id if q in stored}
    read = stored.get(TOLD_READ)
    pack = get_knowledge(intake.region).pack
    drawing = find_drawing(asked, answers)
    proposals = propose_findings(asked, answers, _drawn_findings(asked, drawing, intake.region))
    proposals = tuple(p for p in proposals if p.finding in pack.finding_by_id)
    told = tell_patient(asked, pack, proposals, bands_of(asked, answers, intake), pack.default_setting)
    said_read = set[str]() if read is None else set(read.answer["ids"])
    return IntakeRecord(
        questions=asked,
        answers=answers,
        proposals=proposals,
        texts=propose_texts(asked, answers),
        measures=propose_measures(asked, answers),
        drawing=drawing,
        drawn=() if drawing is None else describe_drawing(drawing, load_figure(drawing.build)),
        told=told,
        unread=tuple(each for each in told if each.id not in said_read),
        told_read_at=None if read is None else read.answered_at,
    )


def find_drawing(asked: Questionnaire, answers: Mapping[str, Answer]) -> Drawing | None:
    """The drawing among the answers; None when nothing was drawn."""
    for question in asked.question_by_id.values():
        answer = answers.get(question.id)
        if question.kind == "drawing" and answer is not None and not is_empty(question, answer):
            try:
                return read_drawing(answer["drawing"])
            except UnusableInput:
                return None
    return None


def drawing_document(drawing: Drawing) -> dict[str, Any]:
    """A drawing as it is kept in JSON fields."""
    document: dict[str, Any] = json.loads(drawing.to_json())
    return document


def _drawn_findings(asked: Questionnaire, drawing: Drawing | None, region: str) -> list[tuple[str, Because]]:
    if drawing is None:
        return []
    question = next(q for q in asked.question_by_id.values() if q.kind == "drawing")
    return [(drawn.finding, Because(question.id, question.label, drawn.said)) for drawn in find_drawn(drawing, region)]


def bands_of(asked: Questionnaire, answers: Mapping[str, Answer], intake: Intake) -> PatientBands:
    """What is known of the patient's age, sex and duration, for rules that hold for some only."""
    patient = intake.patient
    age = age_years(patient.birth_date, intake.created_at.date())
    weeks = next(
        (
            float(duration_weeks(answers[q.id]))
            for q in asked.question_by_id.values()
            if q.kind == "duration" and not is_empty(q, answers.get(q.id))
        ),
        None,
    )
    return PatientBands(None if age is None else float(age), patient.sex or None, weeks)
