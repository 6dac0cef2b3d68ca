"""Score a measure from what was answered, as its authors publish it. A missing answer never counts as 0."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, cast

from enthesis.knowledge.outcome_measures import Item, Measure, Scoring
from enthesis.outcomes.score import Score
from enthesis.terms.fault import UnusableInput

SLACK = 1e-9
MOST_ACTIVITIES = 5
LONGEST_ACTIVITY = 200
"""Characters of one activity."""
LARGEST = 1e12
"""Beyond any answer; it also refuses what is no number (not a number, infinity, integers without end)."""
FORMS = ("number", "total", "items", "activities")
"""How an answer may be given; exactly one of them. Responses to an imported questionnaire are scored by `questionnaire`."""


def score(measure: Measure, answer: Mapping[str, Any]) -> Score:
    """The score of one answer, or the reason why there is none.

    Args:
        answer: one of {"number": x}, {"total": x}, {"items": {id: x or None}}, {"activities": [{"text", "score": x or None}]}.
            A number or total is in points of the measure; None means asked and not answered.
    Assumes: nothing is filled in for a missing answer, unless the measure's authors say how.
    Source: `scoring.missing_rule` and `scoring.support` of each measure (packs/measures). Checked by tests/spec/test_scoring_tables.
    """
    given = [form for form in FORMS if answer.get(form) is not None]
    if len(given) > 1:
        return Score(None, 0, _n_items(measure), f"Not scored: the answer holds {' and '.join(given)}, and they may disagree.")
    if not given:
        return Score(None, 0, _n_items(measure), "Not scored: nothing was answered.")
    form = given[0]
    if form in ("number", "total"):
        return _entered(measure, answer[form], is_total=form == "total")
    if measure.scoring is None:
        return Score(None, 0, _n_items(measure), "Not scored: how the single answers make a score is not known here.")
    if form == "activities":
        return _activities(measure, measure.scoring, answer[form])
    return _items(measure, measure.scoring, answer[form])


def rated_activities(answer: Mapping[str, Any]) -> tuple[str, ...]:
    """The activities that an answer rates, in the order of the alphabet; the same words are one activity whatever their case and
    spaces. Empty where the answer names none.

    Assumes: another wording is another activity; whether two wordings mean one thing, no program knows.
    Source: the scale's own form reads the activities of the first day out again and has each of them rated (Stratford, Gill,
    Westaway and Binkley, Physiotherapy Canada 1995;47:258-263, as clinics reproduce it).
    """
    rows = answer.get("activities")
    named = cast("Sequence[Mapping[str, Any]]", rows) if isinstance(rows, Sequence) and not isinstance(rows, str) else ()
    return tuple(sorted(" ".join(str(row.get("text", "")).casefold().split()) for row in named if row.get("score") is not None))


def check_answer(measure: Measure, answer: Mapping[str, Any]) -> None:
    """Refuse an answer that no score can be made of, whatever else is filled in later. Missing items are no fault.

    Raises:
        UnusableInput: not a number, outside the range, between two steps, an item the measure does not have.
    """
    given = [form for form in FORMS if answer.get(form) is not None]
    if len(given) != 1:
        mend = "enter the total, or the single answers, not both" if given else "fill in an answer, or leave the measure out"
        raise UnusableInput(measure.short, "there is not exactly one kind of answer", mend)
    form = given[0]
    value = answer[form]
    if form in ("number", "total"):
        if (form == "number") != (measure.entry == "number"):
            wanted = "one number" if measure.entry == "number" else "its total or its single answers"
            raise UnusableInput(measure.short, f"this measure takes {wanted}", f"enter {wanted}")
        if (wrong := _wrong_number(measure, value)) is not None:
            raise UnusableInput(measure.short, *wrong)
        return
    scoring = measure.scoring
    if scoring is None or (form == "activities") != (measure.entry == "activities"):
        raise UnusableInput(measure.short, "this measure is not answered that way", "enter the total")
    if form == "activities":
        _check_activities(measure, value)
        return
    if not isinstance(value, Mapping):
        raise UnusableInput(measure.short, "the answers are not named", "give each answer with the number of its question")
    for name, one in cast("Mapping[Any, Any]", value).items():
        item = scoring.item_by_id.get(str(name))
        if item is None:
            raise UnusableInput(measure.short, f"it has no question '{name}'", "check the number of the question")
        if one is not None and not _is_allowed(item, one):
            raise UnusableInput(f"{measure.short}, {item.id}", f"{_shown(one)} is not an answer", _mend_item(item))


def in_steps(measure: Measure, value: float) -> float:
    """The value on the measure's own steps, for showing: 34.999999 of a sum becomes 35."""
    steps = round((value - measure.low) / measure.step)
    return round(measure.low + steps * measure.step, 6)


def _entered(measure: Measure, value: Any, is_total: bool) -> Score:
    n = _n_items(measure)
    if (wrong := _wrong_number(measure, value)) is not None:
        return Score(None, 0, n, f"Not scored: {wrong[0]}.", is_total)
    how = "The total as it was entered; the single answers are not here." if is_total else "As answered."
    return Score(float(value), n, n, how, is_total)


def _items(measure: Measure, scoring: Scoring, written: Any) -> Score:
    n = scoring.n_counted
    if not isinstance(written, Mapping):
        return Score(None, 0, n, "Not scored: the answers are not named.")
    answers: dict[str, float] = {}
    for name, value in cast("Mapping[Any, Any]", written).items():
        item = scoring.item_by_id.get(str(name))
        if item is None:
            return Score(None, 0, n, f"Not scored: {measure.short} has no question '{name}'.")
        if value is None:
            continue
        if not _is_allowed(item, value):
            return Score(None, 0, n, f"Not scored: {_shown(value)} is no answer to {item.id} ({_mend_item(item)}).")
        answers[item.id] = float(value)
    for group in scoring.alternatives:
        if len([name for name in group if name in answers]) > 1:
            return Score(None, _counted(scoring, answers), n, f"Not scored: only one of {', '.join(group)} may be answered.")
    answered = _counted(scoring, answers)
    for gate in scoring.gates:
        if answers.get(gate.item) == gate.answer:
            beyond = [name for name, value in answers.items() if name != gate.item and value != gate.score]
            if beyond:
                because = f"Not scored: {gate.item} ends the questionnaire, and yet {', '.join(beyond)} was answered otherwise."
                return Score(None, answered, n, because)
            return Score(gate.score, answered, n, f"The answer to {gate.item} ends the questionnaire.")
    return _combined(scoring, answers, answered)


def _activities(measure: Measure, scoring: Scoring, written: Any) -> Score:
    rows = cast("Sequence[Any]", written) if isinstance(written, Sequence) and not isinstance(written, str) else None
    if rows is None or any(not isinstance(row, Mapping) for row in rows):
        return Score(None, 0, 0, "Not scored: the activities cannot be read.")
    named = [cast("Mapping[str, Any]", row) for row in rows if str(row.get("text", "")).strip()]
    if not named:
        return Score(None, 0, 0, "Not scored: no activity was named.")
    if len(named) > len(scoring.items):
        return Score(None, 0, len(named), f"Not scored: more than {len(scoring.items)} activities were named.")
    scores: dict[str, float] = {}
    for item, row in zip(scoring.items, named, strict=False):
        value = row.get("score")
        if value is None:
            continue
        if not _is_allowed(item, value):
            return Score(None, 0, len(named), f"Not scored: {_shown(value)} is no answer ({_mend_item(item)}).")
        scores[item.id] = float(value)
    if len(scores) < len(named):
        missing = len(named) - len(scores)
        because = f"Not scored: {missing} of {len(named)} activities was named and not rated. {scoring.missing_rule}"
        return Score(None, len(scores), len(named), because)
    found = _combined(scoring, scores, len(scores))
    return Score(found.value, len(named), len(named), f"Mean of {len(named)} activities.")


def _combined(scoring: Scoring, answers: Mapping[str, float], answered: int) -> Score:
    """`times * (combined - minus)`, where enough is answered."""
    n = scoring.n_counted
    if answered < scoring.fewest:
        return Score(None, answered, n, f"Not scored: {answered} of {n} answered. {scoring.missing_rule}")
    # A sum that does not depend on the order in which the answers came.
    total = math.fsum(answers.values())
    if scoring.combine == "mean":
        total /= len(answers)
    elif scoring.combine == "share_of_highest":
        total /= math.fsum(scoring.item_by_id[name].allowed[-1] for name in answers)
    value = round(scoring.times * (total - scoring.minus), 6)
    missing = f" {scoring.missing_rule}" if answered < n else ""
    return Score(value, answered, n, f"{answered} of {n} answered.{missing}")


def _counted(scoring: Scoring, answers: Mapping[str, float]) -> int:
    """Answered items; a group of alternatives counts once."""
    inside = {name for group in scoring.alternatives for name in group}
    groups = sum(any(name in answers for name in group) for group in scoring.alternatives)
    return sum(name not in inside for name in answers) + groups


def _is_allowed(item: Item, value: Any) -> bool:
    return _is_number(value) and any(abs(float(value) - one) < SLACK for one in item.allowed)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= LARGEST


def _wrong_number(measure: Measure, value: Any) -> tuple[str, str] | None:
    """What is wrong with a number, and how to mend it; None where nothing is."""
    span = f"from {measure.low:g} to {measure.high:g}" if measure.high is not None else f"of {measure.low:g} or more"
    mend = f"write a number {span} ({measure.unit})"
    if not _is_number(value):
        return f"{_shown(value)} is not a number", mend
    if value < measure.low - SLACK or (measure.high is not None and value > measure.high + SLACK):
        return f"{value:g} is outside its range", mend
    steps = (value - measure.low) / measure.step
    # A total that was divided elsewhere may lie between two steps (37.5 of 100); an answer on a scale may not.
    if measure.entry == "number" and abs(steps - round(steps)) > 1e-6:
        return f"{value:g} lies between two steps", f"{mend}, in steps of {measure.step:g}"
    return None


def _check_activities(measure: Measure, written: Any) -> None:
    rows = cast("Sequence[Any]", written) if isinstance(written, Sequence) and not isinstance(written, str) else None
    if rows is None or not rows or len(rows) > MOST_ACTIVITIES or any(not isinstance(row, Mapping) for row in rows):
        raise UnusableInput(measure.short, "the activities cannot be read", f"name one to {MOST_ACTIVITIES} activities")
    scoring = cast("Scoring", measure.scoring)
    for row in rows:
        text, value = str(row.get("text") or "").strip(), row.get("score")
        if not text:
            raise UnusableInput(measure.short, "an activity has no name", "write what it is, or take it out")
        if len(text) > LONGEST_ACTIVITY:
            raise UnusableInput(measure.short, "an activity is very long", f"keep it under {LONGEST_ACTIVITY} characters")
        if value is not None and not _is_allowed(scoring.items[0], value):
            raise UnusableInput(measure.short, f"{_shown(value)} is not an answer", _mend_item(scoring.items[0]))


def _mend_item(item: Item) -> str:
    low, high = item.allowed[0], item.allowed[-1]
    whole = item.allowed == tuple(float(point) for point in range(int(low), int(high) + 1))
    numbers = f"{low:g} to {high:g}" if whole else ", ".join(f"{one:g}" for one in item.allowed)
    return f"answers are {numbers}"


def _shown(value: Any) -> str:
    return f"{value:g}" if _is_number(value) else f"'{str(value)[:40]}'"


def _n_items(measure: Measure) -> int:
    return measure.scoring.n_counted if measure.scoring is not None and measure.entry == "total" else measure.n_items or 1
