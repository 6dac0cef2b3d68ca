"""What somebody merely remembers never becomes a number."""

from __future__ import annotations

from collections.abc import Iterator

from enthesis.knowledge.pack import EvidenceRow, Pack
from enthesis.terms.fault import Fault

MEMORY = "memory"


def check(pack: Pack) -> Iterator[Fault]:
    """A row that is verified by `memory`, or unused because it was recalled from memory, holds no number and is not used.

    Why: a recalled figure looks like a published one as soon as it stands in a table; it may prompt a look-up and no more.
    """
    for row in pack.evidence:
        if row.verified == MEMORY and row.unused_because is None:
            what = f"evidence row {row.id} comes from memory and is in use"
            yield Fault(row.where, what, "write 'figure recalled from memory' in unused_because, or read the publication")
        recalled = row.verified == MEMORY or MEMORY in (row.unused_because or "")
        if recalled and (held := _numbers(row)):
            what = f"evidence row {row.id} comes from memory and holds a number ({', '.join(held)})"
            yield Fault(row.where, what, "empty its number cells")


def _numbers(row: EvidenceRow) -> list[str]:
    cells = {
        "sensitivity": row.sensitivity,
        "interval of sensitivity": row.sensitivity_interval,
        "n_with": row.n_with,
        "specificity": row.specificity,
        "interval of specificity": row.specificity_interval,
        "n_without": row.n_without,
        "lr_positive": row.likelihood_ratio_positive,
        "lr_negative": row.likelihood_ratio_negative,
    }
    return [name for name, value in cells.items() if value is not None]
