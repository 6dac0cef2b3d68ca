"""The best and the worst answers score the ends of the range, and what a scoring names exists."""

from __future__ import annotations

from collections.abc import Iterator

from enthesis.knowledge.outcome_measures import Measure, OutcomeMeasures, Scoring
from enthesis.terms.fault import Fault


def check(known: OutcomeMeasures) -> Iterator[Fault]:
    """The formula over the lowest and the highest answers gives the range of the measure; alternatives and gates name items;
    the fewest answers are possible; a measure of items or activities says how they are scored.

    Why: a slip in a factor shifts every score, and nobody sees it in a single one.
    """
    for measure in known.measures:
        scoring = measure.scoring
        if scoring is None:
            if measure.entry in ("items", "activities"):
                yield Fault(measure.where, f"{measure.id} is entered as {measure.entry} and has no scoring", "add scoring")
            continue
        yield from _names(measure, scoring)
        if not scoring.items or any(not item.allowed for item in scoring.items):
            yield Fault(measure.where, f"{measure.id} has no items, or one without scores", "write items with scores")
            continue
        if not 1 <= scoring.fewest <= scoring.n_counted:
            what = f"{measure.id} asks for {scoring.fewest} of {scoring.n_counted} answers"
            yield Fault(measure.where, what, "write fewest between 1 and the number of items")
        ends = (_end(scoring, lowest=True), _end(scoring, lowest=False))
        if measure.high is None or any(abs(a - b) > 1e-9 for a, b in zip(ends, (measure.low, measure.high), strict=True)):
            what = f"the answers of {measure.id} score from {ends[0]:g} to {ends[1]:g}, its range says otherwise"
            yield Fault(measure.where, what, "correct the items, the factor or the range")
        if measure.entry != "activities" and measure.n_items != scoring.n_counted:
            yield Fault(measure.where, f"{measure.id} has {scoring.n_counted} items, n_items says otherwise", "correct n_items")


def _end(scoring: Scoring, lowest: bool) -> float:
    """Score of the lowest, or the highest, answer to every item that counts."""
    left_out = {name for group in scoring.alternatives for name in group[1:]}
    items = [item for item in scoring.items if item.id not in left_out]
    answers = [item.allowed[0 if lowest else -1] for item in items]
    combined = sum(answers)
    if scoring.combine == "mean":
        combined /= len(answers)
    elif scoring.combine == "share_of_highest":
        combined /= sum(item.allowed[-1] for item in items)
    return scoring.times * (combined - scoring.minus)


def _names(measure: Measure, scoring: Scoring) -> Iterator[Fault]:
    names = [item.id for item in scoring.items]
    if len(set(names)) != len(names):
        yield Fault(measure.where, f"two items of {measure.id} have the same id", "rename one of the two")
    if scoring.combine not in ("sum", "mean", "share_of_highest"):
        yield Fault(measure.where, f"{measure.id} combines by '{scoring.combine}'", "write sum, mean or share_of_highest")
    named = [*(name for group in scoring.alternatives for name in group), *(gate.item for gate in scoring.gates)]
    for name in named:
        if name not in names:
            yield Fault(measure.where, f"{measure.id} names the item '{name}', which it does not have", "correct the id")
    for item in scoring.items:
        if list(item.allowed) != sorted(set(item.allowed)):
            yield Fault(measure.where, f"the scores of {item.id} of {measure.id} do not ascend", "write each once, ascending")
