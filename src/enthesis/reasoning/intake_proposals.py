"""From a patient's answers to what a therapist may confirm: findings with polarity, words, and pain scores. Nothing is recorded here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from enthesis.knowledge.pack import Pack
from enthesis.knowledge.questionnaire import Question, Questionnaire
from enthesis.reasoning.hypotheses import Patient
from enthesis.reasoning.intake_answers import Answer, answer_in_words, duration_weeks, is_empty
from enthesis.reasoning.red_flags import raise_red_flags
from enthesis.terms.state import Urgency

NO_DANGER_COMPUTED = 0.0
"""Patients are told by rules alone; no probability is computed from unconfirmed answers."""


@dataclass(frozen=True)
class Because:
    """One answer that a proposal rests on."""

    question: str
    """Id of the question."""
    asked: str
    said: str


@dataclass(frozen=True)
class Proposal:
    """A finding that answers suggest; nobody has confirmed it."""

    finding: str
    state: str
    """positive or negative"""
    because: tuple[Because, ...]
    contradicted: bool
    """Other answers stated the opposite; they stand in `because` too."""


@dataclass(frozen=True)
class Told:
    """What the patient is told at once, what to do, and what it rests on."""

    id: str
    urgency: Urgency
    say: str
    do: str
    citation: str


@dataclass(frozen=True)
class ProposedText:
    """Words for the record, in the patient's own phrasing."""

    key: str
    label: str
    text: str
    question: str


@dataclass(frozen=True)
class ProposedMeasure:
    """A number for the record; the unit is in the name."""

    quantity: str
    label: str
    number: float
    question: str


def propose_findings(
    asked: Questionnaire, answers: Mapping[str, Answer], drawn: Iterable[tuple[str, Because]] = ()
) -> tuple[Proposal, ...]:
    """Findings that the answers state, in the order of the questions.

    Args:
        answers: by id of the question; what is not there was not answered.
        drawn: findings that the drawing suggests, all positive, with their reason.
    Assumes: a question that was skipped, "not sure" and "I don't do this" state nothing. Where two answers state the
        opposite of one finding (squatting hurts, lunging does not), positive wins, since the finding holds for either.
    """
    stated: dict[str, list[tuple[str, Because]]] = {}
    for finding, because in drawn:
        stated.setdefault(finding, []).append(("positive", because))
    for question in asked.question_by_id.values():
        answer = answers.get(question.id)
        if answer is None or is_empty(question, answer):
            continue
        because = Because(question.id, question.label, answer_in_words(question, answer))
        for finding, state in states_of(question, answer).items():
            stated.setdefault(finding, []).append((state, because))
    return tuple(
        Proposal(
            finding,
            "positive" if any(state == "positive" for state, _ in said) else "negative",
            tuple(dict.fromkeys(because for _, because in said)),
            len({state for state, _ in said}) > 1,
        )
        for finding, said in stated.items()
    )


def states_of(question: Question, answer: Answer) -> dict[str, str]:
    """What one answer states: finding id to positive or negative."""
    if question.kind == "choice":
        return dict(question.choice_by_id[answer["choice"]].findings)
    if question.kind != "several":
        return {}
    chosen = [question.choice_by_id[identity] for identity in answer["choices"]]
    if any(choice.is_none for choice in chosen):
        return {finding: "negative" for choice in question.choices for finding in choice.findings}
    return {finding: state for choice in chosen for finding, state in choice.findings.items()}


def propose_texts(asked: Questionnaire, answers: Mapping[str, Answer]) -> tuple[ProposedText, ...]:
    """Words that may be taken over into the record."""
    found: list[ProposedText] = []
    for question in asked.question_by_id.values():
        answer = answers.get(question.id)
        if not question.text_key or answer is None or is_empty(question, answer):
            continue
        if question.kind == "duration":
            text = str(duration_weeks(answer))
        elif question.kind == "choice":
            choice = question.choice_by_id[answer["choice"]]
            if not choice.findings:
                continue
            text = choice.text
        else:
            text = answer_in_words(question, answer)
        found.append(ProposedText(question.text_key, question.label, text, question.id))
    return tuple(found)


def propose_measures(asked: Questionnaire, answers: Mapping[str, Answer]) -> tuple[ProposedMeasure, ...]:
    """Pain scores that may be taken over into the record."""
    return tuple(
        ProposedMeasure(question.measure, question.label, float(answers[question.id]["number"]), question.id)
        for question in asked.question_by_id.values()
        if question.measure and not is_empty(question, answers.get(question.id))
    )


def tell_patient(
    asked: Questionnaire, pack: Pack, proposals: Sequence[Proposal], patient: Patient, setting: str
) -> tuple[Told, ...]:
    """What the patient is told at once, most urgent first; sentences of the questionnaire, then other urgent rules of the pack.

    Args:
        patient: age, sex and duration, where known, for rules that hold for some ages only.
    Assumes: only rules of urgency emergency and same_day are told; `soon` waits for the therapist. Unsaid is not cleared.
    Source: the citation of each rule of the pack.
    """
    positive = {p.finding for p in proposals if p.state == "positive"}
    citations = {rule.id: rule.citation for rule in pack.red_flags}
    told: list[Told] = []
    for sentence in asked.urgent:
        if positive.isdisjoint(sentence.any_of) or (sentence.and_any_of and positive.isdisjoint(sentence.and_any_of)):
            continue
        urgency = Urgency(sentence.urgency)
        told.append(Told(sentence.id, urgency, sentence.say, asked.urgent_advice[urgency], citations.get(sentence.red_flag, "")))
    observed = {p.finding: p.state == "positive" for p in proposals}
    raised = [
        flag
        for flag in raise_red_flags(pack, observed, patient, NO_DANGER_COMPUTED, setting)
        if flag.urgency in (Urgency.EMERGENCY, Urgency.SAME_DAY)
    ]
    highest_told = max((_rank(each.urgency) for each in told), default=-1)
    for flag in raised:
        if _rank(flag.urgency) > highest_told:
            do = asked.urgent_advice[flag.urgency]
            told.append(Told(f"rule_{flag.id}", flag.urgency, asked.urgent_otherwise, do, flag.citation))
            highest_told = _rank(flag.urgency)
    return tuple(sorted(told, key=lambda each: -_rank(each.urgency)))


def _rank(urgency: Urgency) -> int:
    return list(Urgency).index(urgency)
