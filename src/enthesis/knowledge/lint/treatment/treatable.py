"""What can be treated here has something to be treated with, and what must be referred is not treated."""

from __future__ import annotations

from collections.abc import Iterator

from enthesis.knowledge.pack import Pack
from enthesis.knowledge.rehabilitation import Rehabilitation
from enthesis.terms.fault import Fault

REFERRED = ("medical_review", "refer_urgently")
"""Classes of management that ask for a doctor first."""


def check(care: Rehabilitation, pack: Pack) -> Iterator[Fault]:
    """Every source whose management is a therapist's has a programme or an intervention; no source that is dangerous or asks
    for medical care is named by any but a referral.

    Why: a plan with nothing to offer sends people away, and one that offers exercise for an infection harms them.
    """
    offered: set[str] = set()
    for programme in care.programmes:
        offered.update(programme.for_sources)
        yield from _referred(pack, programme.where, programme.id, programme.for_sources)
    for intervention in care.interventions:
        if intervention.kind != "referral":
            offered.update(intervention.for_sources)
            yield from _referred(pack, intervention.where, intervention.id, intervention.for_sources)
    for source in pack.sources:
        if source.management not in REFERRED and not source.dangerous and source.id not in offered:
            what = f"nothing is offered for {source.id}, whose management is {source.management}"
            yield Fault(source.where, what, "name it under for_sources of a programme or an intervention in care/")


def _referred(pack: Pack, where: str, name: str, sources: tuple[str, ...]) -> Iterator[Fault]:
    for identity in sources:
        source = pack.source_by_id.get(identity)
        if source is not None and (source.dangerous or source.management in REFERRED):
            yield Fault(where, f"{name} is offered for {identity}, which asks for a doctor first", "take it out of for_sources")
