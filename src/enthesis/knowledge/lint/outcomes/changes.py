"""A change that is said to matter, or to be more than error, is a number somebody read, in a population that is named."""

from __future__ import annotations

from collections.abc import Iterator

from enthesis.knowledge.outcome_measures import Change, Measure, OutcomeMeasures
from enthesis.terms.fault import Fault


def check(known: OutcomeMeasures) -> Iterator[Fault]:
    """A number has a citation, a link, a population, a way it was read, and fits the range; where there is none, a reason.

    Why: an MCID without its population looks universal, and a missing one that reads as 0 makes every change important.
    """
    for measure in known.measures:
        for name, change in (("mcid", measure.mcid), ("mdc", measure.mdc)):
            yield from _one(measure, name, change)


def _one(measure: Measure, name: str, change: Change) -> Iterator[Fault]:
    if change.value is None:
        if not change.note.strip():
            yield Fault(measure.where, f"the {name} of {measure.id} is not established and nothing says why", "write none: why")
        return
    if change.read_as == "judgement" or not change.link:
        yield Fault(measure.where, f"the {name} of {measure.id} rests on judgement", "cite where it was read, or write none: why")
    if not change.population.strip():
        yield Fault(measure.where, f"the {name} of {measure.id} names no population", "write in whom it was measured")
    span = None if measure.high is None else measure.high - measure.low
    if change.value <= 0 or (span is not None and change.value >= span):
        yield Fault(measure.where, f"the {name} of {measure.id} is {change.value:g}", "write a number inside the range, above 0")
    if change.level is not None and not 0.5 < change.level < 1:
        yield Fault(measure.where, f"the level of the {name} of {measure.id} is {change.level:g}", "write a share such as 0.90")
