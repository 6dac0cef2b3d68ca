"""Every source of the pack has one need, and none that is dangerous or asks for a doctor is treated."""

from __future__ import annotations

from collections.abc import Iterator

from enthesis.knowledge.lint.treatment.needs import unknown
from enthesis.knowledge.lint.treatment.treatable import REFERRED
from enthesis.knowledge.pack import Pack
from enthesis.knowledge.rehabilitation import Rehabilitation
from enthesis.terms.fault import Fault


def check(care: Rehabilitation, pack: Pack) -> Iterator[Fault]:
    """Every source of the pack has exactly one need, a dangerous one is never treated, and all findings named are known.

    Why: a source without a need is neither treated nor referred.
    """
    needs = care.needs
    if needs is None:
        return
    seen: set[str] = set()
    for need in needs.needs:
        yield from unknown(need.where, "a need", "source", (need.source,), pack.source_by_id)
        if need.source in seen:
            yield Fault(need.where, f"{need.source} has two needs", "keep one")
        seen.add(need.source)
        source = pack.source_by_id.get(need.source)
        if source is not None and source.dangerous and need.care == "treat":
            yield Fault(need.where, f"{need.source} is dangerous and would be treated", "write care: refer")
        elif source is not None and source.management in REFERRED and need.care == "treat":
            yield Fault(need.where, f"{need.source} asks for a doctor first and would be treated", "write care: refer")
        findings = [finding for entry in need.lines + need.wants + need.avoids for finding in entry.when]
        yield from unknown(need.where, need.source, "finding", findings, pack.finding_by_id)
    for source in pack.sources:
        if source.id not in seen:
            yield Fault(source.where, f"{source.id} has no need in needs.yaml", "say what a plan does about it")
    findings = [*needs.runner_findings, *(finding for rule in needs.start for finding in rule.none_of)]
    yield from unknown("needs.yaml", "needs.yaml", "finding", findings, pack.finding_by_id)
