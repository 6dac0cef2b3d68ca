"""A published interval holds its point."""

from __future__ import annotations

from collections.abc import Iterator

from enthesis.knowledge.pack import Pack
from enthesis.terms.fault import Fault


def check(pack: Pack) -> Iterator[Fault]:
    """Each interval of a sensitivity or specificity runs upwards and contains the figure it belongs to.

    Why: when it does not, one of the three numbers was copied wrongly.
    """
    for row in pack.evidence:
        for name, point, interval in (
            ("sensitivity", row.sensitivity, row.sensitivity_interval),
            ("specificity", row.specificity, row.specificity_interval),
        ):
            if interval is None:
                continue
            low, high = interval
            if not low <= high:
                what = f"the interval of the {name} of evidence row {row.id} runs from {low:g} down to {high:g}"
                yield Fault(row.where, what, f"correct {name}_low and {name}_high")
            elif point is not None and not low <= point <= high:
                what = f"the {name} of evidence row {row.id} is {point:g}, outside its interval {low:g} to {high:g}"
                yield Fault(row.where, what, f"look {name}, {name}_low and {name}_high up again")
