"""Build the pages of the atlas from its pack, the figure, and for an encounter its drawing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from enthesis.bodymap.atlas import (
    ESSENTIAL,
    LATERAL,
    Weights,
    load_atlas,
    rank_for_place,
    zone_weights,
)
from enthesis.bodymap.atlas_svg import WHOLE, box_of, views_of, zone_svg
from enthesis.bodymap.figure import BUILDS, View, load_figure
from enthesis.bodymap.region import BodySide, Level, Place, children_of, load_regions, place_name, places_in, sides_of
from enthesis.bodymap.svg import VIEW_TITLES
from enthesis.knowledge.referral import ReferralZone
from enthesis.web.atlas.pages import (
    Answer,
    AtlasPage,
    Cited,
    Disputed,
    Hit,
    KindLinks,
    PlaceChoice,
    PlaceGroup,
    Plate,
    SideLink,
    ZoneCard,
    ZoneLink,
)
from enthesis.web.drawings.build import figure_address
from enthesis.web.shell import Shell

FIGURE = BUILDS[0]
SIDE_VIEWS = (View.LEFT, View.RIGHT)


def build_atlas(shell: Shell, zone: ReferralZone | None, side: BodySide, place: Place | None) -> AtlasPage:
    """The atlas with nothing chosen, with a structure on a side, or with the question what refers to a place."""
    atlas, figure = load_atlas(), load_figure(FIGURE)
    sides = sides_shown(zone, side) if zone else ()
    weights: Weights = {}
    if zone:
        weights = zone_weights(zone, sides)
    elif place:
        weights = dict.fromkeys(places_in(place), ESSENTIAL)
    views = views_of(figure, weights) if zone else tuple(View)
    name = zone.name if zone else place_name(place) if place else _("Body chart")
    plates = tuple(
        Plate(
            view.value,
            VIEW_TITLES[view],
            zone_svg(figure, view, weights, title=name, ids=f"at-{view}", box=box_of(figure, view, weights) if zone else WHOLE),
            spare=place is not None and view in SIDE_VIEWS and view not in views_of(figure, weights),
        )
        for view in views
    )
    return AtlasPage(
        shell=shell,
        zone=build_card(zone, sides, reverse("atlas"), {}) if zone else None,
        answer=_answer(place) if place else None,
        plates=plates,
        whole=zone is None,
        groups=_groups(place),
        sides=_sides(place.side if place else side),
        kinds=tuple(
            KindLinks(
                kind.plural,
                tuple(zone_link(z, side, z is zone) for z in atlas.zones if z.kind == kind.id),
                zone is not None and zone.kind == kind.id,
            )
            for kind in atlas.kinds
        ),
        figure_url=figure_address(FIGURE),
        n_zones=len(atlas.zones),
        n_left_out=len(atlas.left_out),
        version=atlas.version,
        tier=atlas.tier,
    )


def sides_shown(zone: ReferralZone, side: BodySide) -> tuple[BodySide, ...]:
    """The sides a zone is drawn on: the side asked for, or both for one that may cross and was asked for no side."""
    if side is BodySide.MIDLINE:
        return LATERAL if zone.side == "may_cross" else (BodySide.RIGHT,)
    return (side,)


def build_card(zone: ReferralZone, sides: tuple[BodySide, ...], address: str, query: dict[str, str]) -> ZoneCard:
    """One structure in full.

    Args:
        address: of the page that shows it; the links to its sides lead there, with `query` kept.
    """
    atlas = load_atlas()
    kind = atlas.kind_by_id[zone.kind]
    wanted = [(side, side_words((side,))) for side in LATERAL]
    if zone.side == "may_cross":
        wanted.append((BodySide.MIDLINE, side_words(LATERAL)))
    shown = sides[0] if len(sides) == 1 else BodySide.MIDLINE
    links = [
        SideLink(words, f"{address}?{urlencode({**query, 'zone': zone.id, 'side': side.value})}", side is shown)
        for side, words in wanted
        if any(load_regions()[r].paired for r in (*zone.essential, *zone.spillover))
    ]
    return ZoneCard(
        name=zone.name,
        kind=kind.name,
        side=side_words(sides) if links else "",
        sides=tuple(links),
        says=zone.says,
        essential=_names(zone.essential),
        spillover=_names(zone.spillover),
        caution=zone.caution,
        shows=kind.shows,
        sources=_cited(zone.references),
        contested=tuple(Disputed(p.says, _cited(p.references)) for p in kind.contested),
        compared=tuple(Disputed(c.says, _cited(c.references)) for c in atlas.comparisons_of(zone.id)),
        odds=atlas.likelihood_ratio_because,
    )


def side_words(sides: Iterable[BodySide]) -> str:
    """Sides in words: "left", "right", "both sides"."""
    found = set(sides)
    if len(found) == 2 or BodySide.MIDLINE in found:
        return _("both sides")
    return {BodySide.LEFT: _("left"), BodySide.RIGHT: _("right")}[found.pop()]


def zone_link(
    zone: ReferralZone, side: BodySide, chosen: bool, address: str = "", query: dict[str, str] | None = None
) -> ZoneLink:
    """A way to a structure on a side."""
    asked = urlencode({**(query or {}), "zone": zone.id, "side": side.value})
    drawn = "both" if len(sides_shown(zone, side)) == 2 else sides_shown(zone, side)[0].value
    essential, spillover = " ".join(zone.essential), " ".join(zone.spillover)
    return ZoneLink(zone.name, f"{address or reverse('atlas')}?{asked}", essential, spillover, drawn, chosen)


def read_side(text: str, default: BodySide = BodySide.RIGHT) -> BodySide:
    """The side a query names; the default for anything else."""
    return BodySide(text) if text in tuple(BodySide) else default


def read_place(region: str, side: str) -> Place | None:
    """The place a query names, or None where the body has no such region; one on the midline has no side."""
    if region not in load_regions():
        return None
    possible = sides_of(region)
    wanted = read_side(side)
    return Place(region, wanted if wanted in possible else possible[-1])


def _answer(place: Place) -> Answer:
    atlas = load_atlas()
    hits = rank_for_place(place, load_figure(FIGURE), atlas.zones)
    made = [(h.essential, Hit(atlas.kind_by_id[h.zone.kind].name, zone_link(h.zone, h.side, False))) for h in hits]
    return Answer(place_name(place), tuple(h for main, h in made if main), tuple(h for main, h in made if not main))


def _names(regions: tuple[str, ...]) -> str:
    return "; ".join(load_regions()[r].name for r in regions)


def _cited(keys: tuple[str, ...]) -> tuple[Cited, ...]:
    known = load_atlas().reference_by_key
    read = {
        "passage": _("the passage was read"),
        "abstract": _("the abstract was read"),
        "legend": _("the figure’s legend was read"),
        "secondary": _("read on this page, not in the original"),
    }
    return tuple(Cited(known[k].citation, known[k].url, read[known[k].read]) for k in keys)


def _groups(place: Place | None) -> tuple[PlaceGroup, ...]:
    chosen = place.region if place else ""
    found: list[PlaceGroup] = []
    for whole in (r for r in load_regions().values() if r.level is Level.WHOLE):
        regions = [whole, *children_of(whole.id)]
        if chosen and load_regions()[chosen].coarse == whole.id and chosen not in {r.id for r in regions}:
            regions.append(load_regions()[chosen])
        name = whole.name[:1].upper() + whole.name[1:]
        labels = [_("%(area)s, all of it") % {"area": name}, *(r.name for r in regions[1:])]
        places = tuple(PlaceChoice(r.id, label, r.id == chosen) for r, label in zip(regions, labels, strict=True))
        found.append(PlaceGroup(name, places))
    return tuple(found)


def _sides(chosen: BodySide) -> tuple[PlaceChoice, ...]:
    shown = BodySide.RIGHT if chosen is BodySide.MIDLINE else chosen
    return tuple(PlaceChoice(side.value, side_words((side,)).capitalize(), side is shown) for side in LATERAL)


def read_zone(text: Any) -> ReferralZone | None:
    """The structure a query names, or None."""
    return load_atlas().zone_by_id.get(str(text))
