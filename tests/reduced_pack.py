"""The shipped pack cut down to a few sources and findings, small enough for a slow oracle."""

from __future__ import annotations

import dataclasses

from enthesis.knowledge.pack import Pack


def reduce_pack(pack: Pack, sources: list[str], findings: list[str], largest_set: int = 3) -> Pack:
    """Keep the named sources and findings of a pack, with everything that hangs on them."""
    kept, asked = set(sources), set(findings)
    judgements = tuple(
        dataclasses.replace(j, percent_by_source={s: p for s, p in j.percent_by_source.items() if s == "*" or s in kept})
        for j in pack.judgements
        if j.finding in asked
    )
    return dataclasses.replace(
        pack,
        size_prior=pack.size_prior[:largest_set],
        sources=tuple(s for s in pack.sources if s.id in kept),
        profiles=tuple(p for p in pack.profiles if p.source in kept),
        findings=tuple(f for f in pack.findings if f.id in asked),
        judgements=judgements,
        evidence=(),
        case_counts=(),
        red_flags=(),
        pairs=tuple(p for p in pack.pairs if set(p.sources) <= kept),
        modifiers=(),
    )
