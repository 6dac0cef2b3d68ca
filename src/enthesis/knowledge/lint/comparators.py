"""Every specificity says among whom it was measured."""

from __future__ import annotations

from collections.abc import Iterator

from enthesis.knowledge.comparator import parse_comparator
from enthesis.knowledge.pack import Pack
from enthesis.terms.fault import Fault


def check(pack: Pack) -> Iterator[Fault]:
    """The comparator of each evidence row in use can be read, and a row with a specificity has one.

    Why: a false positive among healthy people says something about the background, one among mimics about those mimics;
    without the comparator nobody knows which cell of the model the specificity informs.
    """
    form = "write none, pain_free, own_other_side, other_in_setting:<setting> or mix:source=weight;source=weight"
    for row in pack.evidence:
        if row.unused_because is not None:
            continue
        try:
            comparator = parse_comparator(row.comparator, row.source, pack)
        except ValueError as error:
            yield Fault(row.where, f"the comparator of evidence row {row.id} cannot be read: {error}", form)
            continue
        if comparator is None and row.specificity is not None:
            yield Fault(row.where, f"evidence row {row.id} has a specificity but no comparator", form)
