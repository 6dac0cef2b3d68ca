"""A FHIR R4 Questionnaire as a clinic imports it: its questions, their scores, when they are asked, and what it calculates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal

QuestionType = Literal["group", "display", "choice", "integer", "decimal", "boolean", "string", "text", "date"]
Operator = Literal["exists", "=", "!=", ">", "<", ">=", "<="]


@dataclass(frozen=True)
class Option:
    """One answer to a choice. `key` is what a form posts: its place among the options, from 0."""

    key: str
    text: str
    weight: float | None
    """None: it carries no score, which is not a score of 0."""
    value: Mapping[str, Any]
    """As FHIR has it, {"valueCoding": {...}} with the score on the coding, or {"valueInteger": ...}."""

    @property
    def code(self) -> tuple[str, str]:
        """System and code, or type and value, which tell options apart."""
        if "valueCoding" in self.value:
            coding: Mapping[str, Any] = self.value["valueCoding"]
            return str(coding.get("system", "")), str(coding.get("code", coding.get("display", "")))
        ((kind, value),) = self.value.items()
        return kind, str(value)


@dataclass(frozen=True)
class Condition:
    """One line of `enableWhen`."""

    link_id: str
    operator: Operator
    value: Any
    """A boolean, number or text; None where an option is waited for."""
    code: tuple[str, str] | None = None
    """System and code of the option that is waited for."""


@dataclass(frozen=True)
class Variable:
    """A named expression, visible to what lies below it."""

    name: str
    expression: str


@dataclass(frozen=True)
class Question:
    """One item, with those inside it."""

    link_id: str
    prefix: str
    text: str
    type: QuestionType
    required: bool
    options: tuple[Option, ...]
    low: float | None
    high: float | None
    enabled_when: tuple[Condition, ...]
    enabled_by_all: bool
    """True: all conditions must hold; False: any one."""
    variables: tuple[Variable, ...]
    calculated: str
    """Expression of a calculated item; empty for a question."""
    hidden: bool
    inside: tuple[Question, ...]

    @property
    def is_asked(self) -> bool:
        """Whether somebody answers it."""
        return self.type not in ("group", "display") and not self.calculated

    @property
    def is_scored(self) -> bool:
        """Whether its answer may enter a score: a number, or options of which one carries a score."""
        if self.type == "choice":
            return any(option.weight is not None or "valueInteger" in option.value for option in self.options)
        return self.is_asked and self.type in ("integer", "decimal")


@dataclass(frozen=True)
class Questionnaire:
    """A questionnaire that passed every check."""

    title: str
    url: str
    version: str
    copyright: str
    """What the questionnaire itself says of its licence; empty where it says nothing."""
    variables: tuple[Variable, ...]
    questions: tuple[Question, ...]
    score_link_id: str
    """The calculated item that is the score."""
    source: Mapping[str, Any]
    """The JSON as imported, for %questionnaire and for export."""

    @cached_property
    def by_link_id(self) -> Mapping[str, Question]:
        """Every item by its link id."""
        return MappingProxyType({question.link_id: question for question in self.walk()})

    @cached_property
    def asked(self) -> tuple[Question, ...]:
        """Questions that somebody answers, in order."""
        return tuple(question for question in self.walk() if question.is_asked)

    @cached_property
    def scored(self) -> tuple[Question, ...]:
        """Questions whose answers may enter the score."""
        return tuple(question for question in self.asked if question.is_scored)

    def walk(self) -> Iterator[Question]:
        """Every item, outer before inner, in order."""
        waiting = list(reversed(self.questions))
        while waiting:
            question = waiting.pop()
            yield question
            waiting.extend(reversed(question.inside))
