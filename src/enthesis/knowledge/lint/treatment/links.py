"""Every source and finding that the treatment knowledge names exists in the pack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from enthesis.knowledge.nearest import mend_unknown
from enthesis.knowledge.pack import Pack
from enthesis.knowledge.rehabilitation import Rehabilitation
from enthesis.terms.fault import Fault


def check(care: Rehabilitation, pack: Pack) -> Iterator[Fault]:
    """Sources of programmes and interventions, and the findings that call for or against one, are ids of the pack.

    Why: an intervention tied to a misspelt source is never suggested, and one stopped by a misspelt finding is never stopped.
    """
    for programme in care.programmes:
        yield from _known(programme.where, programme.id, "source", programme.for_sources, pack.source_by_id)
    for intervention in care.interventions:
        where, name = intervention.where, intervention.id
        yield from _known(where, name, "source", intervention.for_sources + intervention.stopped_by_sources, pack.source_by_id)
        findings = [finding for group in intervention.needs_findings for finding in group]
        yield from _known(where, name, "finding", [*findings, *intervention.stopped_by_findings], pack.finding_by_id)


def _known(where: str, name: str, kind: str, written: Iterable[str], known: Iterable[str]) -> Iterator[Fault]:
    for identity in written:
        if identity not in known:
            yield Fault(where, f"{name} names the {kind} '{identity}', which does not exist", mend_unknown(identity, known, kind))
