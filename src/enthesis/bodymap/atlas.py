"""The referral atlas on the body: zones of structures, how alike a drawing and a zone are, and what refers to a place."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from enthesis.bodymap.drawing import Drawing
from enthesis.bodymap.figure import Figure
from enthesis.bodymap.region import BodySide, Place, load_regions, places_in, points_in
from enthesis.bodymap.shares import drawn_cells, shares_of_cells
from enthesis.knowledge.referral import KnownRegions, Referral, ReferralZone
from enthesis.knowledge.referral_loading import load_referral

ESSENTIAL, SPILLOVER = 1.0, 0.5
"""What a place of a zone weighs, as `shared/evidence/needling.md` 3.1 sets it; a drawn place outside the zone weighs 1."""
SHARE_OF_PLACE = 0.2
"""A place counts as drawn on from this share of it on; elicited. Less is the edge of a stroke."""
SHARE_OF_DRAWING = 0.25
"""A place that holds this share of the whole drawing counts too, so that one fingertip is not lost; elicited."""
LATERAL = (BodySide.LEFT, BodySide.RIGHT)

Weights = dict[Place, float]
"""What each point of a zone weighs: essential 1, spill-over 0.5."""


@dataclass(frozen=True)
class MapSimilarity:
    """How alike a drawing and a zone are. Not a probability: overlap does not tell structures apart.

    Attributes:
        sides: the side of the structure; both for a zone that was compared with both sides at once.
        value: weighted Jaccard index, 0 to 1.
        essential_drawn: share of the essential area that is drawn on, 0 to 1.
    """

    zone: ReferralZone
    sides: tuple[BodySide, ...]
    value: float
    essential_drawn: float


@dataclass(frozen=True)
class RefersHere:
    """A zone that holds a place.

    Attributes:
        essential: the place lies in the essential part (any of its points does), not only in the spill-over.
        side: the side of the structure; midline where it may be either, or both.
        similarity: of the place alone and the zone; high where the zone is hardly more than the place.
    """

    zone: ReferralZone
    essential: bool
    side: BodySide
    similarity: float


@cache
def known_regions() -> KnownRegions:
    """The body chart's regions, as the atlas's loader asks for them."""
    regions = load_regions()
    return KnownRegions({r: points_in(r) for r in regions}, frozenset(r.id for r in regions.values() if r.paired))


@cache
def load_atlas() -> Referral:
    """The atlas that ships with Enthesis, checked against the body chart.

    Raises:
        FaultyPack: with all faults at once.
    """
    return load_referral(known_regions())


def zone_weights(zone: ReferralZone, sides: Collection[BodySide]) -> Weights:
    """Every point of a zone with its weight.

    Args:
        sides: sides of the structure, left, right or both; midline points of the zone belong to either.
    """
    return dict(_weights(zone, tuple(side for side in LATERAL if side in sides)))


@cache
def _weights(zone: ReferralZone, sides: tuple[BodySide, ...]) -> Weights:
    found: Weights = {}
    for regions, weight in ((zone.spillover, SPILLOVER), (zone.essential, ESSENTIAL)):
        for region in regions:
            found.update(dict.fromkeys(_points(region, sides), weight))
    return found


def _points(region: str, sides: Collection[BodySide]) -> Iterable[Place]:
    paired = load_regions()[region].paired
    return [p for side in (sides if paired else (BodySide.MIDLINE,)) for p in places_in(Place(region, side))]


def sides_to_compare(zone: ReferralZone) -> tuple[tuple[BodySide, ...], ...]:
    """The side rule: a zone of one side is laid on the left and on the right; one that may cross also on both at once."""
    one = tuple((side,) for side in LATERAL)
    return (*one, LATERAL) if zone.side == "may_cross" else one


def drawn_places(drawing: Drawing, figure: Figure) -> frozenset[Place]:
    """The points of the body that a drawing marks, whatever was felt there.

    Assumes: the figure is of the drawing's build; places are marked or not, since a hand is not more exact than that
    (an upper trapezius point is found again to about 26 mm).
    """
    shares = shares_of_cells(drawn_cells(drawing.areas, figure), figure)
    return frozenset(
        s.place for s in shares if s.share_of_region >= SHARE_OF_PLACE or s.share_of_drawing >= SHARE_OF_DRAWING
    )  # fmt: skip


def place_areas(figure: Figure) -> dict[Place, int]:
    """The area of every point in the view that shows most of it, in square figure units."""
    grid = figure.grid
    return {place: int(grid.sizes[grid.home[i]][i]) for i, place in enumerate(grid.places)}


def similarity(drawn: Collection[Place], zone: Weights, areas: Mapping[Place, int]) -> float:
    """Weighted Jaccard index of drawn places and a zone: the weighed area of what they share by that of either.

    Returns: 0 (nothing in common, or nothing drawn) to 1 (the same places).
    Assumes: a place counts by its area, so that how finely the chart is cut does not matter.
    """
    drawn = set(drawn)
    shared = sum(areas.get(p, 0) * w for p, w in zone.items() if p in drawn)
    either = sum(areas.get(p, 0) * w for p, w in zone.items()) + sum(areas.get(p, 0) for p in drawn if p not in zone)
    return shared / either if either else 0.0


def compare_with_zone(drawn: Collection[Place], zone: ReferralZone, areas: Mapping[Place, int]) -> tuple[MapSimilarity, ...]:
    """A drawing beside a zone, for each way the side rule allows.

    Assumes: a structure of one side is compared with that side of the drawing and the midline; marks on the other side
    speak neither for nor against it.
    """
    found: list[MapSimilarity] = []
    for sides in sides_to_compare(zone):
        weights = zone_weights(zone, sides)
        here = {p for p in drawn if p.side is BodySide.MIDLINE or p.side in sides}
        essential = {p: w for p, w in weights.items() if w == ESSENTIAL}
        whole = sum(areas.get(p, 0) for p in essential)
        part = sum(areas.get(p, 0) for p in essential if p in here)
        found.append(MapSimilarity(zone, sides, similarity(here, weights, areas), part / whole if whole else 0.0))
    return tuple(found)


def rank_for_drawing(drawing: Drawing, figure: Figure, zones: Iterable[ReferralZone]) -> tuple[MapSimilarity, ...]:
    """Zones that share something with a drawing, most alike first.

    Assumes: each zone is listed once, by the side it resembles most; by both where left and right are equally alike (as
    for marks on the midline alone).
    """
    drawn, areas = drawn_places(drawing, figure), place_areas(figure)
    found: list[MapSimilarity] = []
    for zone in zones:
        compared = compare_with_zone(drawn, zone, areas)
        value = max(m.value for m in compared)
        if value > 0:
            best = [m for m in compared if m.value == value]
            sides = tuple(side for side in LATERAL if any(side in m.sides for m in best))
            found.append(MapSimilarity(zone, sides, value, max(m.essential_drawn for m in best)))
    return tuple(sorted(found, key=lambda m: (-m.value, -m.essential_drawn, m.zone.name)))


def rank_for_place(place: Place, figure: Figure, zones: Iterable[ReferralZone]) -> tuple[RefersHere, ...]:
    """What refers to a place: zones that hold it, essential before spill-over, then by how alike place and zone are."""
    areas = place_areas(figure)
    points = set(places_in(place))
    found: list[RefersHere] = []
    for zone in zones:
        either = LATERAL if zone.side == "may_cross" else LATERAL[1:]
        weights = zone_weights(zone, either if place.side is BodySide.MIDLINE else (place.side,))
        held = [weights[p] for p in points if p in weights]
        if held:
            side = BodySide.MIDLINE if zone.side == "may_cross" else place.side
            found.append(RefersHere(zone, max(held) == ESSENTIAL, side, similarity(points, weights, areas)))
    return tuple(sorted(found, key=lambda r: (not r.essential, -r.similarity, r.zone.name)))
