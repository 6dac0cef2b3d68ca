"""Every figure that enters the model says where it comes from and how many people stand behind it."""

from __future__ import annotations

import math
from collections.abc import Iterator

from enthesis.knowledge.nearest import mend_unknown
from enthesis.knowledge.pack import EvidenceRow, Pack
from enthesis.terms.fault import Fault

KINDS = ("accuracy", "frequency", "likelihood_ratio")
DESIGNS = ("single_gate", "two_gate", "series", "review")
READINGS = ("fulltext", "abstract", "secondary")
"""How somebody read the figure; `memory` has a rule of its own."""


def check(pack: Pack) -> Iterator[Fault]:
    """Each evidence row in use names source, finding, reference, population, design and place, and holds a figure with its n.

    Why: a number that nobody can look up, or that counts for an unknown number of people, has no place in an answer.
    """
    for row in pack.evidence:
        if row.unused_because is None:
            yield from _links(row, pack)
            yield from _words(row)
            yield from _counts(row)


def _links(row: EvidenceRow, pack: Pack) -> Iterator[Fault]:
    for kind, written, known in (
        ("source", row.source, pack.source_by_id),
        ("finding", row.finding, pack.finding_by_id),
        ("reference", row.reference, pack.reference_by_key),
    ):
        if not written:
            what = f"evidence row {row.id} names no {kind}"
            yield Fault(row.where, what, f"write its {kind}, or say in unused_because why it is not used")
        elif written not in known:
            what = f"evidence row {row.id} names the {kind} '{written}', which does not exist"
            yield Fault(row.where, what, mend_unknown(written, known, kind))
    finding = pack.finding_by_id.get(row.finding)
    if finding is not None and not finding.informative:
        what = f"evidence row {row.id} is about {row.finding}, which is marked as not informative, so it moves nothing"
        yield Fault(row.where, what, "say so in unused_because, or make the finding informative")


def _words(row: EvidenceRow) -> Iterator[Fault]:
    for name, written in (("population", row.population), ("place", row.place)):
        if not written:
            yield Fault(row.where, f"evidence row {row.id} has no {name}", f"write its {name}")
    for name, written, allowed in (
        ("kind", row.kind, KINDS),
        ("design", row.design, DESIGNS),
        ("verified", row.verified, (*READINGS, "memory")),
    ):
        if written not in allowed:
            yield Fault(row.where, f"'{name}' of evidence row {row.id} is '{written}'", f"write one of {', '.join(allowed)}")


def _counts(row: EvidenceRow) -> Iterator[Fault]:
    for name, share, count_name, count in (
        ("sensitivity", row.sensitivity, "n_with", row.n_with),
        ("specificity", row.specificity, "n_without", row.n_without),
    ):
        if share is not None and (count is None or not 0 < count < math.inf):
            what = f"evidence row {row.id} has a {name} but no {count_name} above 0"
            yield Fault(row.where, what, f"write {count_name}; when it was not published write 10 and n_is_elicited = yes")
    figures = (row.sensitivity, row.specificity, row.likelihood_ratio_positive, row.likelihood_ratio_negative)
    if all(figure is None for figure in figures):
        yield Fault(row.where, f"evidence row {row.id} holds no figure", "write it, or say 'no usable figure' in unused_because")
