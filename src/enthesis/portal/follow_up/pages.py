"""What the pages of a follow-up show: one frozen dataclass for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from enthesis.actions.answer_content import is_left_out
from enthesis.actions.answer_follow_up import OwnFollowUp
from enthesis.knowledge.outcome_measures import Measure
from enthesis.portal.pages import Frame
from enthesis.records.outcomes import FollowUp
from enthesis.records.people import Clinic

MOST_BUTTONS = 11
"""Up to so many numbers are buttons to press; more are typed."""
ACTIVITIES_ASKED = 3
SECONDS_A_QUESTION = 25
UNITS = {"minutes": lazy("minutes"), "km": lazy("kilometres"), "per cent of normal": lazy("per cent")}


@dataclass(frozen=True)
class StartPage:
    """Where a link leads first. Nothing of any patient is on it."""

    fault: str
    goes_on: bool
    """The device has begun."""
    over: bool
    """There is nothing to do here any more."""


@dataclass(frozen=True)
class Scale:
    """Numbers to press, from one end to the other."""

    name: str
    """Of the field."""
    label: str
    """What it rates; for an activity, the patient's words."""
    numbers: tuple[int, ...]
    chosen: str
    renamed: str
    """Name of the field in which the label can be written; empty: it stands."""


@dataclass(frozen=True)
class QuestionPage:
    """One question."""

    frame: Frame
    measure: str
    ask: str
    hint: str
    low: int
    low_means: str
    high: int
    high_means: str
    scales: tuple[Scale, ...]
    """Empty: a number is typed."""
    number: str
    unit: str
    decimal: bool
    step: int
    steps: int
    before: str
    """Id of the question before; empty: none."""
    greeting: str
    """On the first question, what this is about."""
    fault: str
    left_out: bool


@dataclass(frozen=True)
class SaidLine:
    """One question as it was answered."""

    measure: str
    ask: str
    said: str


@dataclass(frozen=True)
class ThanksPage:
    """After the last question."""

    frame: Frame
    lines: tuple[SaidLine, ...]
    may_change: bool


@dataclass(frozen=True)
class RefusedPage:
    """After the patient asked not to be asked again."""

    clinic_name: str


def build_frame(follow_up: FollowUp, clinic: Clinic) -> Frame:
    """What stands around the questions."""
    link = "".join(sign for sign in clinic.telephone if sign.isdigit() or sign == "+")
    return Frame(clinic.name, clinic.telephone, link, False, follow_up.patient.simulated)


def question_page(own: OwnFollowUp, measure: Measure, typed: Mapping[str, Any] | None = None, fault: str = "") -> QuestionPage:
    """One question with the answer it has.

    Args:
        typed: what was typed but could not be kept, by name of the field; shown in place of the answer.
    """
    ids = [each.id for each in own.measures]
    at = ids.index(measure.id)
    answer = own.answers.get(measure.id, {})
    greeting = ""
    if at == 0 and not own.answers:
        known = {"name": own.given_name, "clinic": own.clinic.name}
        greeting = _("Hello %(name)s. %(clinic)s would like to know how you are. Each answer is kept as you go.") % known
    number = answer.get("number", "")
    return QuestionPage(
        frame=build_frame(own.follow_up, own.clinic),
        measure=measure.id,
        ask=measure.ask,
        hint=_("Name up to three things that matter to you and that the problem makes hard, and rate each.")
        if measure.entry == "activities" and not own.activities
        else "",
        low=int(measure.low),
        low_means=measure.low_means,
        high=int(measure.high or 0),
        high_means=measure.high_means,
        scales=_scales(own, measure, answer, typed),
        number=str((typed or {}).get("number", f"{number:g}" if isinstance(number, (int, float)) else "")),
        unit=str(UNITS.get(measure.unit, "")),
        decimal=measure.step < 1,
        step=at + 1,
        steps=len(ids),
        before=ids[at - 1] if at else "",
        greeting=greeting,
        fault=fault,
        left_out=is_left_out(answer),
    )


def has_buttons(measure: Measure) -> bool:
    """Whether the measure's numbers are few enough to press."""
    return measure.high is not None and measure.step == 1 and measure.high - measure.low < MOST_BUTTONS


def _scales(own: OwnFollowUp, measure: Measure, answer: Mapping[str, Any], typed: Mapping[str, Any] | None) -> tuple[Scale, ...]:
    if not has_buttons(measure):
        return ()
    numbers = tuple(range(int(measure.low), int(measure.high or 0) + 1))
    typed = typed or {}
    if measure.entry != "activities":
        said = answer.get("number")
        return (Scale("number", "", numbers, str(typed.get("number", "" if said is None else f"{said:g}")), ""),)
    given: Sequence[Mapping[str, Any]] = answer.get("activities", ())
    scores = {str(activity["text"]): activity["score"] for activity in given}
    words = own.activities or tuple(str(activity["text"]) for activity in given)
    rows = max(ACTIVITIES_ASKED, len(words)) if not own.activities else len(words)
    found: list[Scale] = []
    for row in range(rows):
        label = str(typed.get(f"activity_{row}", words[row] if row < len(words) else ""))
        score = scores.get(label)
        chosen = str(typed.get(f"score_{row}", "" if score is None else f"{score:g}"))
        found.append(Scale(f"score_{row}", label, numbers, chosen, "" if own.activities else f"activity_{row}"))
    return tuple(found)


def thanks_page(own: OwnFollowUp, may_change: bool) -> ThanksPage:
    """What was answered, in words."""
    lines = tuple(_line(own, measure) for measure in own.measures)
    return ThanksPage(build_frame(own.follow_up, own.clinic), lines, may_change)


def _line(own: OwnFollowUp, measure: Measure) -> SaidLine:
    filling, answer = own.fillings.get(measure.id), own.answers.get(measure.id)
    if filling is None or answer is None or "response" not in answer:
        return SaidLine(measure.id, filling.title if filling is not None else measure.ask, said_words(measure, answer))
    counts = {"n": filling.n_answered, "all": len(filling.numbers)}
    return SaidLine(measure.id, filling.title, _("%(n)s of %(all)s answered") % counts)


def said_words(measure: Measure, answer: Mapping[str, Any] | None) -> str:
    """An answer in words; empty where there is none."""
    if answer is None or is_left_out(answer):
        return ""
    if "activities" in answer:
        rated = ((a["text"], a["score"]) for a in answer["activities"])
        return "; ".join(f"{text}: {'–' if score is None else f'{score:g}'}" for text, score in rated)
    number = answer.get("number")
    if number is None:
        return ""
    unit = UNITS.get(measure.unit)
    return f"{number:g} {unit}" if unit else f"{number:g}"
