"""What a follow-up puts to the patient: the measures it asks, as far as a page can ask them, each with the clinic's questionnaire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from enthesis.actions.answer_content import is_unfinished
from enthesis.actions.import_questionnaire import get_questionnaire
from enthesis.actions.outcome_knowledge import get_outcome_measures
from enthesis.knowledge.outcome_measures import Measure
from enthesis.outcomes.questionnaire import Question, Questionnaire
from enthesis.outcomes.questionnaire_scoring import answers_of, calculate
from enthesis.records.outcomes import Answer, ClinicQuestionnaire, FollowUp


@dataclass(frozen=True)
class Filling:
    """A questionnaire as far as a patient has filled it in. Questions go by their place among all that it asks, from 0."""

    questionnaire: Questionnaire
    title: str
    answers: Mapping[str, Any]
    """By link id."""
    passed: frozenset[str]
    """Link ids of the questions that were passed over."""

    @cached_property
    def numbers(self) -> tuple[int, ...]:
        """The questions that are asked, given these answers."""
        enabled = calculate(self.questionnaire, self.answers).enabled
        return tuple(n for n, one in enumerate(self.questionnaire.asked) if one.link_id in enabled and not one.hidden)

    @cached_property
    def next(self) -> int | None:
        """The first question that was neither answered nor passed over; None: it is finished."""
        said = self.passed | {link_id for link_id, value in self.answers.items() if value is not None}
        return next((number for number in self.numbers if self.question(number).link_id not in said), None)

    @property
    def n_answered(self) -> int:
        """How many of the questions that are asked have an answer; one to a question that is asked no more does not count."""
        return sum(self.answers.get(self.question(number).link_id) is not None for number in self.numbers)

    def question(self, number: int) -> Question:
        """The question of a number."""
        return self.questionnaire.asked[number]

    def after(self, number: int) -> int | None:
        """Where to go on from a question: to the one behind it, or after the last to the first that is open; None: it is finished."""
        return next((following for following in self.numbers if following > number), self.next)

    def before(self, number: int) -> int | None:
        """The question before one."""
        return next((earlier for earlier in reversed(self.numbers) if earlier < number), None)


def questionnaires_in_use() -> dict[str, ClinicQuestionnaire]:
    """The clinic's questionnaires by measure, inside its scope; the questions themselves are read by `get_questionnaire`."""
    return {one.measure: one for one in ClinicQuestionnaire.objects.filter(retired_at__isnull=True).defer("fhir")}


def measures_put(follow_up: FollowUp, in_use: Mapping[str, ClinicQuestionnaire]) -> tuple[Measure, ...]:
    """What is put to the patient, in order. A measure whose questionnaire the clinic does not have (any more) is passed by."""
    known = get_outcome_measures().by_id
    found = (known[measure_id] for measure_id in follow_up.measures if measure_id in known)
    return tuple(measure for measure in found if measure.is_asked_by_phone or measure.id in in_use)


def filling_of(kept: ClinicQuestionnaire, earlier: Answer | None) -> Filling:
    """How far a questionnaire is filled in; answers to one that has been replaced since do not fit it, and it begins anew."""
    questionnaire = get_questionnaire(kept.pk)
    if earlier is None or earlier.questionnaire_id != kept.pk or "response" not in earlier.content:
        return Filling(questionnaire, kept.title, {}, frozenset())
    passed = frozenset(str(link_id) for link_id in earlier.content.get("passed", ()))
    return Filling(questionnaire, kept.title, answers_of(questionnaire, earlier.content["response"]), passed)


def is_answered(follow_up: FollowUp) -> bool:
    """Whether each measure that is put has an answer that is not half a questionnaire."""
    standing = Answer.objects.filter(follow_up=follow_up, replaced_by__isnull=True).values_list("measure", "content")
    given = {measure_id for measure_id, content in standing if not is_unfinished(content)}
    return all(measure.id in given for measure in measures_put(follow_up, questionnaires_in_use()))


def count_questions(follow_up: FollowUp) -> int:
    """How many questions are put, those inside questionnaires included."""
    in_use = questionnaires_in_use()
    put = measures_put(follow_up, in_use)
    return sum(len(get_questionnaire(in_use[m.id].pk).asked) if m.id in in_use else 1 for m in put)
