"""Every intervention says when, when not, how much and how well it is known, and does not contradict itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from enthesis.knowledge.nearest import mend_unknown
from enthesis.knowledge.rehabilitation import Basis, Intervention, Rehabilitation
from enthesis.terms.fault import Fault


def check(care: Rehabilitation) -> Iterator[Fault]:
    """Each intervention has indication, dose and evidence grade; what it adds to exists; no source or finding both calls for
    it and stops it; needs are not empty; and a dose said to be read is not judgement elsewhere.

    Why: what a plan suggests must be explained in full, and a rule that contradicts itself is decided by chance.
    """
    for intervention in care.interventions:
        where, name = intervention.where, intervention.id
        for part, text in (
            ("indication", intervention.indication),
            ("dose", intervention.dose),
            ("evidence grade", intervention.evidence_grade),
        ):
            if not text.strip():
                yield Fault(where, f"{name} has no {part}", f"write its {part}")
        if intervention.informs and intervention.informs not in care.intervention_by_id:
            what = f"{name} informs '{intervention.informs}', which does not exist"
            yield Fault(where, what, mend_unknown(intervention.informs, care.intervention_by_id, "intervention"))
        if intervention.informs and intervention.for_sources:
            what = f"{name} only informs {intervention.informs}, and yet is offered for {intervention.for_sources[0]}"
            yield Fault(where, what, "take for_sources out")
        if intervention.dose_basis not in get_args(Basis):
            yield Fault(
                where, f"the dose basis of {name} is '{intervention.dose_basis}'", f"write one of {', '.join(get_args(Basis))}"
            )
        elif intervention.dose_basis != "judgement" and intervention.support.basis == "judgement":
            yield Fault(where, f"the dose of {name} is said to be read, but nothing is cited", "cite it, or take dose_basis out")
        yield from _contradictions(intervention)


def _contradictions(intervention: Intervention) -> Iterator[Fault]:
    both = set(intervention.for_sources) & set(intervention.stopped_by_sources)
    needed = {finding for group in intervention.needs_findings for finding in group}
    both |= needed & set(intervention.stopped_by_findings)
    if both:
        what = f"{', '.join(sorted(both))} both calls for {intervention.id} and stops it"
        yield Fault(intervention.where, what, "keep one of the two")
    if any(not group for group in intervention.needs_findings):
        yield Fault(
            intervention.where, f"{intervention.id} needs a group of no findings", "name findings under any, or take it out"
        )
