"""The typed form of a pack's questions to patients: frozen, and without behaviour beyond look-ups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

QUESTION_KINDS = ("words", "choice", "several", "duration", "scale", "drawing")
"""Own words; one of several answers; any of several; a number and a unit of time; 0 to 10; the body chart."""
LAYOUTS = ("cards", "rows")


@dataclass(frozen=True)
class AnswerChoice:
    """One answer that can be chosen, and the findings it states for a therapist to confirm."""

    id: str
    label: str
    short: str
    """A word for a narrow row; the label where none is given."""
    findings: Mapping[str, str]
    """Finding id to positive or negative. Empty: this answer states nothing, and the findings stay not assessed."""
    text: str
    """What the record's text entry holds for it."""
    is_none: bool
    """Says that none of the other answers fits."""
    is_unknown: bool
    """Neither yes nor no: may state no finding."""


@dataclass(frozen=True)
class Question:
    """One thing a patient is asked."""

    id: str
    kind: str
    label: str
    hint: str
    choices: tuple[AnswerChoice, ...]
    text_key: str
    """Key of the text entry that takes the words over; empty for none."""
    measure: str
    """Quantity of the measure entry, with its unit; empty for none."""
    where: str

    @cached_property
    def choice_by_id(self) -> Mapping[str, AnswerChoice]:
        """The answers by id."""
        return MappingProxyType({choice.id: choice for choice in self.choices})


@dataclass(frozen=True)
class QuestionPage:
    """One topic: what stands on one screen of a phone."""

    id: str
    title: str
    lead: str
    layout: str
    """cards: one question under the other; rows: a table of short answers."""
    questions: tuple[Question, ...]
    where: str


@dataclass(frozen=True)
class UrgentSentence:
    """What is said to the patient when answers state one of these findings."""

    id: str
    red_flag: str
    """Rule of the pack whose citation this rests on."""
    any_of: tuple[str, ...]
    and_any_of: tuple[str, ...]
    urgency: str
    say: str
    where: str


@dataclass(frozen=True)
class Questionnaire:
    """A pack's questions to patients."""

    id: str
    version: str
    title: str
    lead: str
    pages: tuple[QuestionPage, ...]
    urgent: tuple[UrgentSentence, ...]
    urgent_otherwise: str
    """For rules of the pack that no sentence of its own names."""
    urgent_advice: Mapping[str, str]
    """What to do, by urgency."""
    where: str

    @cached_property
    def question_by_id(self) -> Mapping[str, Question]:
        """Every question by id."""
        return MappingProxyType({question.id: question for page in self.pages for question in page.questions})

    @cached_property
    def page_by_id(self) -> Mapping[str, QuestionPage]:
        """Every page by id."""
        return MappingProxyType({page.id: page for page in self.pages})
