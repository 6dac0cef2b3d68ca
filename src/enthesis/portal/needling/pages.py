"""What the pages of a check after needling show: one frozen dataclass for each."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import date_format

from enthesis.actions.answer_needling_check import OwnCheck
from enthesis.actions.needling_facts import known_needling
from enthesis.care.needling_events import UrgentAction
from enthesis.portal.pages import Frame


@dataclass(frozen=True)
class StartPage:
    """Where a link leads first. Nothing of any patient is on it."""

    fault: str
    goes_on: bool
    over: bool


@dataclass(frozen=True)
class QuestionLine:
    """One question with its answer, and what a yes asks for at once."""

    id: str
    ask: str
    said: str
    """yes, no, or empty: not answered."""
    urgency: str
    """emergency, same_day, or empty."""
    advice: str
    """Shown as soon as yes is chosen."""


@dataclass(frozen=True)
class QuestionsPage:
    """All questions of a check."""

    frame: Frame
    given_name: str
    day: str
    questions: tuple[QuestionLine, ...]
    open_questions: int
    """How many have no answer yet, said after the form was sent; 0: nothing to say."""


@dataclass(frozen=True)
class ThanksPage:
    """After the answers: what to do first, then what was said."""

    frame: Frame
    urgent: tuple[UrgentAction, ...]
    """Emergencies first."""
    questions: tuple[QuestionLine, ...]
    complete: bool
    may_change: bool


def frame_of(own: OwnCheck) -> Frame:
    """What stands around the questions."""
    link = "".join(sign for sign in own.telephone if sign.isdigit() or sign == "+")
    return Frame(own.clinic_name, own.telephone, link, False, own.simulated)


def questions_page(own: OwnCheck, sent: bool = False) -> QuestionsPage:
    """The questions with the answers there are.

    Args:
        sent: the form was just sent, so that what is still open is said.
    """
    lines = _lines(own)
    left = sum(not line.said for line in lines) if sent else 0
    return QuestionsPage(frame_of(own), own.given_name, date_format(own.day, "l, j F"), lines, left)


def thanks_page(own: OwnCheck) -> ThanksPage:
    """What the answers ask for, and the answers."""
    return ThanksPage(frame_of(own), own.urgent, _lines(own), own.complete, not own.over)


def _lines(own: OwnCheck) -> tuple[QuestionLine, ...]:
    events = known_needling().event_by_id
    return tuple(
        QuestionLine(
            id=question.id,
            ask=question.ask,
            said=own.answers.get(question.id, ""),
            urgency=events[question.event].urgent,
            advice=events[question.event].patient,
        )
        for question in own.questions
    )
