"""The wording of a measure is shown only where its licence lets us."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from enthesis.knowledge.outcome_measures import LicenceState, OutcomeMeasures
from enthesis.terms.fault import Fault


def check(known: OutcomeMeasures) -> Iterator[Fault]:
    """A licence has a known state and a sentence; unless it is free, no wording is here and only a total is entered.

    Why: an item text that ships cannot be called back.
    """
    for measure in known.measures:
        licence = measure.licence
        if licence.state not in get_args(LicenceState):
            yield Fault(
                measure.where,
                f"the licence of {measure.id} is '{licence.state}'",
                f"write one of {', '.join(get_args(LicenceState))}",
            )
        if not licence.sentence.strip():
            yield Fault(measure.where, f"nothing says who owns the wording of {measure.id}", "write a sentence")
        if licence.state == "free":
            continue
        worded = measure.ask or any(item.text for item in (measure.scoring.items if measure.scoring else ()))
        if worded or measure.entry != "total":
            yield Fault(
                measure.where, f"{measure.id} shows wording that its licence does not free", "take ask out and enter the total"
            )
