"""Which criteria of discharge are met, which are not, and which nobody has assessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from enthesis.care.door import fulfils
from enthesis.knowledge.measures import MEASURES
from enthesis.knowledge.outcome_measures import DischargeCriterion, OutcomeMeasures
from enthesis.knowledge.rehabilitation import Criterion, Phase
from enthesis.outcomes.trajectory import Series

Verdict = Literal["met", "not_met", "not_assessed"]
TOLD_DAYS = 7
"""How far back what was told is shown beside a criterion (judgement)."""
YES_OR_NO = "0 or 1"
"""Unit of the daily measures that are answered by yes or no."""
VERDICT_WORDS: Mapping[Verdict, str] = {"met": "met", "not_met": "not met", "not_assessed": "not assessed"}


@dataclass(frozen=True)
class Known:
    """The latest value of a measure and the day it is from."""

    value: float
    on: date | None = None
    """None: of the day that is looked at (a count, for instance)."""
    simulated: bool = False


@dataclass(frozen=True)
class CriterionOutcome:
    """One criterion, held against what is recorded."""

    criterion: Criterion
    name: str
    """What it asks, in words."""
    verdict: Verdict
    value: float | None
    on: date | None
    unit: str
    sentence: str
    simulated: bool = False
    beside: str = ""
    """What the patient told of the same thing from day to day, in a sentence; it counts for nothing here. Empty: nothing is asked for."""


def discharge_criteria(
    known: OutcomeMeasures,
    values: Mapping[str, Known],
    today: date,
    phase: Phase | None = None,
    told: Mapping[str, Mapping[date, float]] | None = None,
) -> tuple[CriterionOutcome, ...]:
    """Every criterion of the list of discharge and, if given, of leaving the phase reached.

    Args:
        values: latest values by measure id, of `knowledge.measures` or of the outcome measures. What is not there was not assessed.
        told: what the patient told on their phone, by daily measure and day; None where no phone was in use.
        today: the day of discharge. A value older than the criterion's `over_days` counts as not assessed.

    Assumes: a criterion with `over_days` 0 takes the latest value, however old. A phase's criterion over a measure that the list
    asks for too is shown once, as the list has it.
    """
    listed = {line.criterion.measure for line in known.discharge}
    lines = list(known.discharge)
    of_phase = phase.leave_when if phase is not None else ()
    lines.extend(DischargeCriterion(one, _name(one)) for one in of_phase if one.measure not in listed)
    found = (_outcome(line, known, values.get(line.criterion.measure), today) for line in lines)
    if told is None:
        return tuple(found)
    return tuple(
        replace(one, beside=told_in_words(line.told, told.get(line.told, {}), today)) if line.told else one
        for line, one in zip(lines, found, strict=True)
    )


def told_in_words(measure: str, told: Mapping[date, float], today: date) -> str:
    """What was told in the week up to a day, with the number of days on which it was.

    Assumes: a day on which nothing was told may have been any day; so the range is of the days that were told, and says how many those are.
    """
    week = {day: value for day, value in told.items() if 0 <= (today - day).days < TOLD_DAYS}
    if not week:
        return f"On the phone in the last {TOLD_DAYS} days: nothing told."
    low, high = min(week.values()), max(week.values())
    span = f"{low:g}" if low == high else f"{low:g} to {high:g}"
    unit = "of 10" if MEASURES[measure].unit == "NRS 0-10" else MEASURES[measure].unit
    return f"On the phone in the last {TOLD_DAYS} days: {span} {unit}, told on {len(week)}. Shown for reading; it is not counted."


def latest_known(series: Iterable[Series]) -> dict[str, Known]:
    """The latest values of outcome measures, for `discharge_criteria`. Of two sides, the worse one counts."""
    found: dict[str, Known] = {}
    for one in series:
        if not one.known:
            continue
        last = one.known[-1]
        assert last.value is not None
        before = found.get(one.measure.id)
        worse = min if one.measure.better == "higher" else max
        if before is None or worse(before.value, last.value) == last.value:
            found[one.measure.id] = Known(last.value, last.on, last.simulated)
    return found


def _outcome(line: DischargeCriterion, known: OutcomeMeasures, value: Known | None, today: date) -> CriterionOutcome:
    criterion = line.criterion
    unit = _unit(criterion, known)
    limit = "" if unit == YES_OR_NO else "at most " if criterion.comparison == "at_most" else "at least "
    asked = limit + _amount(criterion.threshold, unit)
    if value is None:
        sentence = f"{line.name}: not assessed (asked {asked})."
        return CriterionOutcome(criterion, line.name, "not_assessed", None, None, unit, sentence)
    day = "" if value.on is None else f" on {value.on.isoformat()}"
    mark = ", simulated" if value.simulated else ""
    if value.on is not None and (value.on > today or (criterion.over_days and (today - value.on).days >= criterion.over_days)):
        sentence = f"{line.name}: not assessed in the last {criterion.over_days} days ({_amount(value.value, unit)}{day}{mark})."
        return CriterionOutcome(criterion, line.name, "not_assessed", value.value, value.on, unit, sentence, value.simulated)
    verdict: Verdict = "met" if fulfils(criterion, value.value) else "not_met"
    sentence = f"{line.name}: {VERDICT_WORDS[verdict]} ({_amount(value.value, unit)}{day}{mark}, asked {asked})."
    return CriterionOutcome(criterion, line.name, verdict, value.value, value.on, unit, sentence, value.simulated)


def _amount(value: float, unit: str) -> str:
    """A value with its unit, in words where it is yes or no."""
    return ("yes" if value else "no") if unit == YES_OR_NO else f"{value:g} {unit}".strip()


def _unit(criterion: Criterion, known: OutcomeMeasures) -> str:
    daily, outcome = MEASURES.get(criterion.measure), known.by_id.get(criterion.measure)
    return outcome.unit_word if outcome is not None else daily.unit if daily is not None else ""


def _name(criterion: Criterion) -> str:
    measure = MEASURES.get(criterion.measure)
    words = measure.meaning if measure is not None else criterion.measure
    return words[:1].upper() + words[1:]
