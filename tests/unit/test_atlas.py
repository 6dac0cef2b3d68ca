"""The atlas on the body: the side rule, what refers to a place, how alike a drawing is, and the picture of a zone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import enthesis
from enthesis.bodymap.atlas import (
    ESSENTIAL,
    SPILLOVER,
    compare_with_zone,
    drawn_places,
    load_atlas,
    place_areas,
    rank_for_drawing,
    rank_for_place,
    similarity,
    zone_weights,
)
from enthesis.bodymap.atlas_svg import WHOLE, box_of, views_of, zone_layer, zone_svg
from enthesis.bodymap.drawing import Area, Depth, Drawing, Sensation, Stroke
from enthesis.bodymap.figure import HEIGHT, WIDTH, View, load_figure
from enthesis.bodymap.region import BodySide, Place, places_in

LEFT, RIGHT, MIDLINE = BodySide.LEFT, BodySide.RIGHT, BodySide.MIDLINE
FIGURE = load_figure("neutral")
ZONES = load_atlas().zone_by_id


def tapped(*places: tuple[str, BodySide]) -> Drawing:
    """A drawing of whole regions."""
    regions = tuple(Place(region, side) for region, side in places)
    return Drawing("neutral", (Area(Sensation.ACHE, None, Depth.DEEP, (), regions),))


def dot(view: View, x: int, y: int, radius: int = 30) -> Drawing:
    """One fingertip, in tenths of a figure unit."""
    return Drawing("neutral", (Area(Sensation.ACHE, None, Depth.DEEP, (Stroke(view, radius, ((x, y),), True),), ()),))


def test_the_medial_hamstrings_are_drawn_on_their_own_side() -> None:
    right = zone_weights(ZONES["semimembranosus"], (RIGHT,))

    assert {p.side for p in right} == {RIGHT}
    assert right[Place("posterior_thigh_proximal_medial", RIGHT)] == ESSENTIAL
    assert right[Place("posterior_thigh_middle_medial", RIGHT)] == SPILLOVER
    assert {p.mirrored: w for p, w in right.items()} == zone_weights(ZONES["semimembranosus"], (LEFT,))


def test_midline_regions_belong_to_a_zone_of_either_side() -> None:
    for side in (LEFT, RIGHT):
        assert zone_weights(ZONES["gluteus_medius_1"], (side,))[Place("sacrum_upper", MIDLINE)] == ESSENTIAL


@pytest.mark.parametrize("zone", list(ZONES))
def test_a_drawing_of_exactly_the_zone_is_wholly_alike_and_the_other_side_not_at_all(zone: str) -> None:
    found = ZONES[zone]
    areas = place_areas(FIGURE)
    drawn = list(zone_weights(found, (RIGHT,)))
    by_side = {m.sides: m.value for m in compare_with_zone(drawn, found, areas)}

    assert by_side[(RIGHT,)] == pytest.approx(1.0)
    if found.side == "same_side" and all(p.side is RIGHT for p in drawn):
        assert by_side[(LEFT,)] == 0.0


def test_what_is_drawn_outside_counts_whole_and_missing_spill_over_half() -> None:
    areas = {Place("a", RIGHT): 10, Place("b", RIGHT): 10, Place("c", RIGHT): 10}
    zone = {Place("a", RIGHT): ESSENTIAL, Place("b", RIGHT): SPILLOVER}

    assert similarity([Place("a", RIGHT)], zone, areas) == pytest.approx(10 / 15)
    assert similarity([Place("a", RIGHT), Place("c", RIGHT)], zone, areas) == pytest.approx(10 / 25)
    assert similarity([], zone, areas) == 0.0


def test_pain_of_the_other_side_speaks_neither_for_nor_against() -> None:
    one, both = tapped(("gluteal_fold", RIGHT)), tapped(("gluteal_fold", RIGHT), ("gluteal_fold", LEFT))
    zones = [ZONES["semimembranosus"]]

    (alone,), (with_other,) = rank_for_drawing(one, FIGURE, zones), rank_for_drawing(both, FIGURE, zones)
    assert (alone.sides, with_other.sides) == ((RIGHT,), (LEFT, RIGHT))
    assert alone.value == with_other.value


def test_a_zone_that_may_cross_fits_a_drawing_of_both_sides() -> None:
    drawn = [p for side in (LEFT, RIGHT) for p in zone_weights(ZONES["lumbar_disc"], (side,))]
    by_side = {m.sides: m.value for m in compare_with_zone(drawn, ZONES["lumbar_disc"], place_areas(FIGURE))}

    assert by_side[(LEFT, RIGHT)] == pytest.approx(1.0)


def test_one_fingertip_on_the_dimple_is_not_lost() -> None:
    grid = FIGURE.grid
    rows, columns = (grid.cells[View.BACK] == grid.index[Place("psis_sij", RIGHT)]).nonzero()
    x, y = int(columns.mean()) * 10, int(rows.mean()) * 10
    drawn = drawn_places(dot(View.BACK, x, y), FIGURE)

    assert drawn == {Place("psis_sij", RIGHT)}
    first = rank_for_drawing(dot(View.BACK, x, y), FIGURE, load_atlas().zones)[0]
    assert first.zone.id == "sij_fortin" and first.value == 1.0


def test_an_empty_drawing_is_like_nothing() -> None:
    assert rank_for_drawing(Drawing("neutral", ()), FIGURE, load_atlas().zones) == ()


@pytest.mark.parametrize(
    ("region", "side", "essential", "spillover"),
    [
        ("gluteal_fold", RIGHT, {"semimembranosus", "semitendinosus", "posterior_femoral_cutaneous"}, set()),
        ("temple", LEFT, {"upper_trapezius_1"}, {"upper_cervical_facets"}),
        ("groin_part", RIGHT, {"hip_joint", "l1"}, {"sij_section_0", "sij_section_1", "lumbar_facets"}),
        ("tailbone", MIDLINE, {"gluteus_maximus_3"}, set()),
        ("heel_part", LEFT, {"s1", "soleus"}, set()),
    ],
)  # fmt: skip
def test_what_refers_to_a_place(region: str, side: BodySide, essential: set[str], spillover: set[str]) -> None:
    found = rank_for_place(Place(region, side), FIGURE, load_atlas().zones)

    main = {r.zone.id for r in found if r.essential}
    more = {r.zone.id for r in found if not r.essential}
    assert essential <= main and spillover <= more
    assert [r.essential for r in found] == sorted((r.essential for r in found), reverse=True)


@pytest.mark.parametrize("zone", list(ZONES))
def test_every_zone_shows_and_its_pictures_mirror(zone: str) -> None:
    right, left = (zone_weights(ZONES[zone], (side,)) for side in (RIGHT, LEFT))
    swap = {View.LEFT: View.RIGHT, View.RIGHT: View.LEFT}

    shown = views_of(FIGURE, right)
    assert shown and {swap.get(v, v) for v in shown} == set(views_of(FIGURE, left))
    for view in shown:
        other = swap.get(view, view)
        mine, theirs = zone_layer(FIGURE, view, right, "x"), zone_layer(FIGURE, other, left, "x")
        assert mine.count("<path") == theirs.count("<path") > 0
        box, mirror = box_of(FIGURE, view, right), box_of(FIGURE, other, left)
        assert (box.top, box.height, box.width) == (mirror.top, mirror.height, mirror.width)
        assert abs(WIDTH - box.left - box.width - mirror.left) <= 1
        assert box.left >= 0 and box.left + box.width <= WIDTH and box.top >= 0 and box.top + box.height <= HEIGHT


def test_the_right_side_of_the_body_is_on_the_right_of_its_back() -> None:
    layer = zone_layer(FIGURE, View.BACK, zone_weights(ZONES["semimembranosus"], (RIGHT,)), "x")
    starts = [float(x) for x in re.findall(r'd="M(-?[\d.]+)', layer)]

    assert starts and all(x > WIDTH / 2 for x in starts)


def test_a_picture_says_what_it_shows_and_is_cut() -> None:
    weights = zone_weights(ZONES["s1"], (LEFT,))
    box = box_of(FIGURE, View.LEFT, weights)
    svg = zone_svg(FIGURE, View.LEFT, weights, title="S1", said="The outer foot & the heel.", ids="q", box=box)

    assert "<title" in svg and "S1, left side" in svg and "The outer foot &amp; the heel." in svg
    assert f'viewBox="{box.view_box}"' in svg and box != WHOLE
    assert box_of(FIGURE, View.LEFT, {}) == WHOLE


def test_a_zone_keeps_its_places_on_every_build() -> None:
    for build in ("female", "broader"):
        figure = load_figure(build)
        for zone in load_atlas().zones:
            assert all(p in figure.grid.index for p in zone_weights(zone, (RIGHT,)))


def test_places_of_the_zone_are_points_of_the_chart() -> None:
    for zone in load_atlas().zones:
        assert all(places_in(p) == (p,) for p in zone_weights(zone, (LEFT, RIGHT)))


@pytest.mark.parametrize("part", ["reasoning", "care", "outcomes", "actions", "reports"])
def test_nothing_that_estimates_or_records_knows_the_atlas(part: str) -> None:
    """A drawing counts through confirmed findings alone, each once: no map may reach an estimate and count the marks again."""
    for path in (Path(enthesis.__file__).parent / part).rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "bodymap.atlas" not in text and "knowledge.referral" not in text, path
