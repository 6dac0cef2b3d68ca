"""Sensitivity, specificity and likelihood ratios of one row tell the same story."""

from __future__ import annotations

from collections.abc import Iterator

from enthesis.knowledge.pack import EvidenceRow, Pack
from enthesis.terms.fault import Fault

RELATIVE_TOLERANCE = 0.12
ABSOLUTE_TOLERANCE = 0.15
"""Published figures are rounded: a ratio may differ by the larger of the two."""


def check(pack: Pack) -> Iterator[Fault]:
    """Where a row gives both shares and a ratio: LR+ = sens / (1 - spec) and LR- = (1 - sens) / spec, but for rounding.

    Why: a contradiction means that a figure was copied wrongly, or that the ratio was corrected for empty cells; either way
    the row would say two things.
    """
    for row in pack.evidence:
        if row.sensitivity is None or row.specificity is None:
            continue
        for name, given, over, under in (
            ("lr_positive", row.likelihood_ratio_positive, row.sensitivity, 1.0 - row.specificity),
            ("lr_negative", row.likelihood_ratio_negative, 1.0 - row.sensitivity, row.specificity),
        ):
            if given is not None:
                yield from _compare(row, name, given, over, under)


def _compare(row: EvidenceRow, name: str, given: float, over: float, under: float) -> Iterator[Fault]:
    mend = f"look the figures up again, or leave {name} empty when it was computed from rounded or corrected counts"
    if not under > 0:
        what = f"{name} of evidence row {row.id} is {given:g}, but its sensitivity and specificity give no finite ratio"
        yield Fault(row.where, what, mend)
        return
    implied = over / under
    if not abs(given - implied) <= max(RELATIVE_TOLERANCE * implied, ABSOLUTE_TOLERANCE):
        what = f"{name} of evidence row {row.id} is {given:g}, but its sensitivity and specificity give {implied:.3g}"
        yield Fault(row.where, what, mend)
