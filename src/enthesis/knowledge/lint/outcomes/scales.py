"""Every measure has an id of its own, a range, a direction and a way of entry that is known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from enthesis.knowledge.outcome_measures import Better, Entry, OutcomeMeasures
from enthesis.terms.fault import Fault


def check(known: OutcomeMeasures) -> Iterator[Fault]:
    """Ids are unique; the range is not empty; step, direction and entry are usable.

    Why: a score of a measure whose direction is unknown cannot be called better or worse.
    """
    seen: set[str] = set()
    for measure in known.measures:
        if measure.id in seen:
            yield Fault(measure.where, f"the measure '{measure.id}' stands twice", "rename or remove one of the two")
        seen.add(measure.id)
        if measure.high is not None and measure.high <= measure.low:
            yield Fault(measure.where, f"{measure.id} goes from {measure.low:g} to {measure.high:g}", "write low below high")
        if measure.step <= 0:
            yield Fault(measure.where, f"the step of {measure.id} is {measure.step:g}", "write a step above 0")
        if measure.better not in get_args(Better):
            yield Fault(measure.where, f"{measure.id} is better '{measure.better}'", f"write {' or '.join(get_args(Better))}")
        if measure.entry not in get_args(Entry):
            yield Fault(
                measure.where, f"{measure.id} is entered as '{measure.entry}'", f"write one of {', '.join(get_args(Entry))}"
            )
