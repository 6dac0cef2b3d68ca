"""What is wrong with a referral atlas: all of it at once, each fault in one sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator

from enthesis.knowledge.referral import READINGS, SIDES, TIERS, KnownRegions, Referral, ReferralZone
from enthesis.terms.fault import Fault

Rule = Callable[[Referral, KnownRegions], Iterator[Fault]]
_CITE = "cite a source that was read, or move the row to left_out.csv"


def find_faults(referral: Referral, regions: KnownRegions) -> list[Fault]:
    """All faults of an atlas, by every rule."""
    return [fault for rule in RULES for fault in rule(referral, regions)]


def find_step_faults(referral: Referral, pack: str, findings: Collection[str]) -> list[Fault]:
    """Next steps that name a finding the pack does not have."""
    return [
        Fault(s.where, f"pack '{pack}' has no finding '{s.finding}'", "name a finding id of that pack")
        for s in referral.next_steps
        if s.pack == pack and s.finding not in findings
    ]


def _heads(referral: Referral, regions: KnownRegions) -> Iterator[Fault]:
    where = "referral/referral.yaml"
    if referral.tier not in TIERS:
        yield Fault(where, f"tier '{referral.tier}' is not known", f"use {' or '.join(TIERS)}")
    if referral.likelihood_ratio != 1.0:
        yield Fault(
            where,
            "a map alone may not move the odds",
            "write likelihood_ratio: 1.0; what a drawing tells of a cause counts as findings of the region's pack, each once",
        )


def _twice(referral: Referral, regions: KnownRegions) -> Iterator[Fault]:
    named = (
        ("zone", [(z.id, z.where) for z in referral.zones]),
        ("reference", [(r.key, r.where) for r in referral.references]),
        ("kind", [(k.id, k.where) for k in referral.kinds]),
        ("next step", [(f"{s.zone}, {s.pack}, {s.finding}", s.where) for s in referral.next_steps]),
        (
            "evidence row",
            [(row, z.where) for z in referral.zones for row in z.rows] + [(o.row, o.where) for o in referral.left_out],
        ),
    )
    for what, entries in named:
        count = Counter(name for name, _ in entries)
        last = dict(entries)
        for name in (n for n, times in count.items() if times > 1):
            yield Fault(last[name], f"{what} '{name}' is there twice", "keep one of them")


def _zones(referral: Referral, regions: KnownRegions) -> Iterator[Fault]:
    for zone in referral.zones:
        for cell, text in (("id", zone.id), ("name", zone.name), ("says", zone.says)):
            if not text:
                yield Fault(zone.where, f"the cell '{cell}' is empty", "write it")
        if zone.kind not in referral.kind_by_id:
            yield Fault(zone.where, f"kind '{zone.kind}' is not known", f"use {', '.join(referral.kind_by_id)}")
        if zone.side not in SIDES:
            yield Fault(zone.where, f"side '{zone.side}' is not known", f"use {' or '.join(SIDES)}")
        if not zone.rows:
            yield Fault(zone.where, "the zone names no row of the evidence table", "write the structure as it stands there")
        yield from _regions(zone, regions)


def _regions(zone: ReferralZone, regions: KnownRegions) -> Iterator[Fault]:
    if not zone.essential:
        yield Fault(zone.where, "the zone has no essential region", "name one region of the body chart or more")
    known = [r for r in (*zone.essential, *zone.spillover) if r in regions.points]
    for region in (*zone.essential, *zone.spillover):
        if region not in regions.points:
            yield Fault(zone.where, f"there is no body region '{region}'", "use an id from bodymap/regions.csv")
    count = Counter(point for region in known for point in regions.points[region])
    for point in (p for p, times in count.items() if times > 1):
        yield Fault(zone.where, f"region '{point}' lies in the zone twice", "name it once, as essential or as spill-over")
    if known and zone.side == "same_side" and not any(r in regions.paired for r in known):
        yield Fault(
            zone.where, "a zone of one side has midline regions alone", "write may_cross, or name a region that has sides"
        )


def _citations(referral: Referral, regions: KnownRegions) -> Iterator[Fault]:
    known = referral.reference_by_key
    cited = [("the zone", z.references, z.where) for z in referral.zones]
    cited += [("the comparison", c.references, c.where) for c in referral.comparisons]
    cited += [("what is contested", p.references, p.where) for kind in referral.kinds for p in kind.contested]
    for what, keys, where in cited:
        if not keys:
            yield Fault(where, f"{what} has no citation", _CITE)
        for key in (k for k in keys if k not in known):
            yield Fault(where, f"there is no reference '{key}'", "add it to references.csv or correct the key")
    used = {key for _, keys, _ in cited for key in keys}
    for reference in referral.references:
        if reference.read not in READINGS:
            said = "is from memory" if reference.read == "memory" else f"was read as '{reference.read}'"
            yield Fault(reference.where, f"reference '{reference.key}' {said}", f"use {', '.join(READINGS)}; {_CITE}")
        if not reference.citation or not reference.url.startswith(("https://", "http://")):
            yield Fault(reference.where, f"reference '{reference.key}' cannot be found by a reader", "write citation and address")
        if reference.key not in used:
            yield Fault(reference.where, f"nothing cites '{reference.key}'", "cite it or remove it")


def _links(referral: Referral, regions: KnownRegions) -> Iterator[Fault]:
    for zone, where in [(c.zone, c.where) for c in referral.comparisons] + [(s.zone, s.where) for s in referral.next_steps]:
        if zone not in referral.zone_by_id:
            yield Fault(where, f"there is no zone '{zone}'", "use an id of zones.csv")
    for kind in referral.kinds:
        if not kind.contested:
            yield Fault(kind.where, f"kind '{kind.id}' does not say what is contested", "write it, with a citation")
    for out in referral.left_out:
        if not out.because:
            yield Fault(out.where, f"'{out.row}' is left out without a reason", "say why")
        if out.kind not in referral.kind_by_id:
            yield Fault(out.where, f"kind '{out.kind}' is not known", f"use {', '.join(referral.kind_by_id)}")


RULES: tuple[Rule, ...] = (_heads, _twice, _zones, _citations, _links)
