"""The table on the phone: this morning's answers in, how much to do today out. Made by the engine; the phone only looks it up.

Each question has bins; the bins of all questions, in order, are the digits of a place in `table`, whose letter names an outcome.
No outcome steps up: that comes from the server alone.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from itertools import product
from math import prod
from typing import Any

from enthesis.care.course import Course
from enthesis.care.dose import Dose
from enthesis.care.log import DayRecord
from enthesis.care.observe import KNOWN_SITTINGS, SITTING_FELL_TO_SHARE, median
from enthesis.care.progression import Decision, advance, doses_today
from enthesis.care.rules import Today

LETTERS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
LONGEST_SITTING_MIN = 1440


@dataclass(frozen=True)
class Answers:
    """What a phone can ask in the morning; None where it was not answered."""

    sign: str | None = None
    morning_pain_0_10: int | None = None
    worst_pain_0_10: int | None = None
    sitting_min: int | None = None
    yesterday_pain_0_10: int | None = None
    yesterday_settled: bool | None = None

    def day(self, on: date) -> DayRecord:
        """As a record of the day."""
        return DayRecord(
            on,
            morning_pain_0_10=self.morning_pain_0_10,
            worst_pain_0_10=self.worst_pain_0_10,
            sitting_min=self.sitting_min,
            yesterday_pain_0_10=self.yesterday_pain_0_10,
            yesterday_settled=self.yesterday_settled,
            signs=frozenset({self.sign} if self.sign else ()),
        )


@dataclass(frozen=True)
class Outcome:
    """What the phone shows."""

    today: Today
    rule: str
    sentence: str
    doses: tuple[tuple[str, Dose | None], ...]


@dataclass(frozen=True)
class Question:
    """One question and its bins."""

    id: str
    up_to: tuple[int, ...]
    """The highest answer of each bin; none at all when no answer changes anything."""
    missing_bin: bool
    """Whether a missing answer has a bin of its own, the last one; else it is worth the first."""

    @property
    def bins(self) -> int:
        """How many bins, at least one."""
        return max(1, len(self.up_to) + self.missing_bin)

    def place(self, answer: int | None) -> int:
        """The bin of an answer."""
        if not self.up_to:
            return 0
        if answer is None:
            return len(self.up_to) if self.missing_bin else 0
        return next(place for place, highest in enumerate(self.up_to) if answer <= highest)

    def examples(self) -> tuple[int | None, ...]:
        """One answer for each bin."""
        return (*self.up_to, None) if self.missing_bin or not self.up_to else self.up_to


def sign_answers(course: Course) -> tuple[str | None, ...]:
    """Answers to the question about warning signs: none, or the gravest of the region's that was ticked. Not answered counts as
    none ticked and nothing more: the question never clears anything."""
    return (None, *(sign.id for sign in course.rulebook.warning_signs.signs))


@dataclass(frozen=True)
class DecisionTable:
    """The table of one course for one day."""

    on: date
    signs: tuple[str | None, ...]
    questions: tuple[Question, ...]
    outcomes: tuple[Outcome, ...]
    table: str

    def look_up(self, answers: Answers) -> Outcome:
        """What the phone does: no rule, only places."""
        place = 0
        for question, answer in zip(self.questions, _coded(answers, self.signs), strict=True):
            place = place * question.bins + question.place(answer)
        return self.outcomes[LETTERS.index(self.table[place])]

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values for the plan's snapshot. Doses are listed once and named by their place."""
        doses: list[tuple[tuple[str, Dose | None], ...]] = []
        for outcome in self.outcomes:
            if outcome.doses not in doses:
                doses.append(outcome.doses)
        return {
            "date": self.on.isoformat(),
            "signs": ["none" if sign is None else sign for sign in self.signs],
            "questions": [{"id": q.id, "up_to": list(q.up_to)} for q in self.questions],
            "outcomes": [
                {"today": o.today, "rule": o.rule, "sentence": o.sentence, "doses": doses.index(o.doses)} for o in self.outcomes
            ],
            "doses": [{name: None if dose is None else asdict(dose) for name, dose in one} for one in doses],
            "table": self.table,
        }


def decide_today(course: Course, answers: Answers) -> tuple[Decision, Outcome]:
    """The engine's own answer for the day after `course.today`; `course` is not touched and nothing steps up."""
    twin = course.copy()
    decision = advance(twin, answers.day(date.fromordinal(course.today + 1)), step_ups=False)
    doses = tuple(doses_today(twin, decision.today).items())
    return decision, Outcome(decision.today, decision.rule.id, decision.patient_sentence, doses)


def write_table(course: Course) -> DecisionTable:
    """The table for the day after `course.today`: every combination decided by the engine, equal neighbours put into one bin."""
    signs = sign_answers(course)
    questions = _questions(course, len(signs))
    known: dict[Outcome, int] = {}
    places: list[int] = []
    for codes in product(*(question.examples() for question in questions)):
        _, outcome = decide_today(course, _decoded(codes, signs))
        places.append(known.setdefault(outcome, len(known)))
    merged: list[Question] = []
    for at in range(len(questions)):
        inner = prod(question.bins for question in questions[at + 1 :])
        question, places = _merge_bins(questions[at], places, inner)
        merged.append(question)
    letters = "".join(LETTERS[place] for place in places)
    return DecisionTable(date.fromordinal(course.today + 1), signs, tuple(merged), tuple(known), letters)


def _questions(course: Course, n_signs: int) -> tuple[Question, ...]:
    ceiling = course.rulebook.pain_ceiling_0_10
    pain_bins = (ceiling, 10) if ceiling < 10 else (10,)
    sitting: tuple[int, ...] = (LONGEST_SITTING_MIN,)
    fell = int(SITTING_FELL_TO_SHARE * median(list(course.sittings))) if len(course.sittings) >= KNOWN_SITTINGS else None
    if fell is not None:
        sitting = (min(fell, LONGEST_SITTING_MIN - 1), LONGEST_SITTING_MIN)
    asks_sitting = "sitting_min" in course.rulebook.daily.asks
    sessions = any(one.pending is not None for one in course.exercises.values())
    judged = sessions or bool(course.run.pending)
    return (
        Question("sign", tuple(range(n_signs)), False),
        Question("morning_pain", tuple(range(11)), True),
        Question("worst_pain", pain_bins, True),
        Question("sitting_min", sitting if asks_sitting else (), asks_sitting),
        Question("yesterday_pain", pain_bins if sessions else (), sessions),
        Question("yesterday_settled", (0, 1) if judged else (), judged),
    )


def _coded(answers: Answers, signs: tuple[str | None, ...]) -> tuple[int | None, ...]:
    settled = answers.yesterday_settled
    return (
        signs.index(answers.sign),
        answers.morning_pain_0_10,
        answers.worst_pain_0_10,
        answers.sitting_min,
        answers.yesterday_pain_0_10,
        None if settled is None else int(settled),
    )


def _decoded(codes: tuple[int | None, ...], signs: tuple[str | None, ...]) -> Answers:
    sign, morning, worst, sitting, pain, settled = codes
    return Answers(signs[sign or 0], morning, worst, sitting, pain, None if settled is None else bool(settled))


def _merge_bins(question: Question, places: list[int], inner: int) -> tuple[Question, list[int]]:
    """Put neighbouring bins together whose outcomes are the same whatever the other answers are.

    Args:
        inner: how many places one bin of this question spans.
    """
    if not question.up_to:
        return question, places
    bins, block = question.bins, question.bins * inner
    slices = [
        [places[start + b * inner : start + (b + 1) * inner] for start in range(0, len(places), block)] for b in range(bins)
    ]
    answered = len(question.up_to)
    kept = [b for b in range(answered) if b + 1 == answered or slices[b] != slices[b + 1]]
    if question.missing_bin:
        if len(kept) == 1 and slices[kept[0]] == slices[answered]:
            merged = Question(question.id, (), False)
        else:
            kept.append(answered)
            merged = Question(question.id, tuple(question.up_to[b] for b in kept[:-1]), True)
    else:
        merged = Question(question.id, tuple(question.up_to[b] for b in kept), False)
    rows = len(places) // block
    return merged, [place for row in range(rows) for b in kept for place in slices[b][row]]
