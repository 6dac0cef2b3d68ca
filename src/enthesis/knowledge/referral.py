"""The referral atlas as data: zones in which a structure's pain or feeling is described, each with what was read of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

SIDES = ("same_side", "may_cross")
"""Felt on the structure's own side alone; or also on both sides or the midline."""
READINGS = ("passage", "abstract", "legend", "secondary")
"""How a source was read: its own passage, its abstract, the legend of its figure, or a third party's page. Never from memory."""
TIERS = ("draft", "reviewed")


@dataclass(frozen=True)
class KnownRegions:
    """The regions a zone may name; the body chart owns them.

    Attributes:
        points: for each region the finest regions in it, itself for one of these.
        paired: regions that exist on both sides.
    """

    points: Mapping[str, tuple[str, ...]]
    paired: frozenset[str]


@dataclass(frozen=True)
class ReferralReference:
    """A source, with how it was read."""

    key: str
    citation: str
    url: str
    read: str
    where: str


@dataclass(frozen=True)
class ContestedPoint:
    """What is disputed about the maps of a kind, in one or two sentences."""

    says: str
    references: tuple[str, ...]
    where: str


@dataclass(frozen=True)
class ReferralKind:
    """A kind of structure: muscle, dermatome, nerve, joint, disc.

    Attributes:
        shows: what its maps show, to be read after "These maps show".
    """

    id: str
    name: str
    plural: str
    shows: str
    contested: tuple[ContestedPoint, ...]
    where: str


@dataclass(frozen=True)
class ReferralZone:
    """Where one structure is felt.

    Attributes:
        side: one of SIDES.
        essential, spillover: regions of the body chart, of any level; nearly always there, and at times.
        says: what the sources say, in our words.
        caution: what must not be missed or overread; may be empty.
        rows: the rows of the evidence table it was made from.
    """

    id: str
    name: str
    kind: str
    side: str
    essential: tuple[str, ...]
    spillover: tuple[str, ...]
    references: tuple[str, ...]
    says: str
    caution: str
    rows: tuple[str, ...]
    where: str


@dataclass(frozen=True)
class Comparison:
    """What was found where a map was tested against a reference or against people without the pain."""

    zone: str
    says: str
    references: tuple[str, ...]
    where: str


@dataclass(frozen=True)
class NextStep:
    """A finding of a region's pack that is worth examining when the drawing looks like the zone; a judgement."""

    zone: str
    pack: str
    finding: str
    where: str


@dataclass(frozen=True)
class LeftOut:
    """A row of the evidence table without a citation that could be read."""

    row: str
    kind: str
    because: str
    where: str


@dataclass(frozen=True)
class Referral:
    """The atlas: everything in `packs/referral`.

    Attributes:
        likelihood_ratio: of every map; 1, so that no map moves a probability.
    """

    id: str
    name: str
    version: str
    tier: str
    licence: str
    last_reviewed: str
    likelihood_ratio: float
    likelihood_ratio_because: str
    kinds: tuple[ReferralKind, ...]
    zones: tuple[ReferralZone, ...]
    references: tuple[ReferralReference, ...]
    comparisons: tuple[Comparison, ...]
    next_steps: tuple[NextStep, ...]
    left_out: tuple[LeftOut, ...]

    @cached_property
    def zone_by_id(self) -> dict[str, ReferralZone]:
        """Zones by id."""
        return {zone.id: zone for zone in self.zones}

    @cached_property
    def kind_by_id(self) -> dict[str, ReferralKind]:
        """Kinds by id."""
        return {kind.id: kind for kind in self.kinds}

    @cached_property
    def reference_by_key(self) -> dict[str, ReferralReference]:
        """References by key."""
        return {reference.key: reference for reference in self.references}

    def comparisons_of(self, zone: str) -> tuple[Comparison, ...]:
        """What comparative studies found of a zone."""
        return tuple(c for c in self.comparisons if c.zone == zone)

    def next_findings(self, zone: str, pack: str) -> tuple[str, ...]:
        """Ids of the findings of a pack to examine next for a zone, in the order of the file."""
        return tuple(s.finding for s in self.next_steps if s.zone == zone and s.pack == pack)
