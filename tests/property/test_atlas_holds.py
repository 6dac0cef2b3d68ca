"""What must hold for every drawing beside every zone."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from enthesis.bodymap.atlas import compare_with_zone, drawn_places, load_atlas, place_areas, rank_for_drawing, zone_weights
from enthesis.bodymap.drawing import Area, Depth, Drawing, Sensation, Stroke
from enthesis.bodymap.figure import WIDTH, View, load_figure
from enthesis.bodymap.region import OTHER_SIDE, BodySide, Place, load_regions, sides_of

POINTS = st.lists(st.tuples(st.integers(1200, 3600), st.integers(200, 9900)), min_size=1, max_size=4).map(tuple)
STROKES = st.builds(Stroke, st.sampled_from(list(View)), st.integers(20, 200), POINTS, st.booleans())
PLACES = st.sampled_from([Place(r, side) for r in load_regions() for side in sides_of(r)])
AREAS = st.builds(
    Area,
    st.sampled_from(list(Sensation)),
    st.none(),
    st.just(Depth.DEEP),
    st.lists(STROKES, max_size=3).map(tuple),
    st.lists(PLACES, min_size=1, max_size=3).map(tuple),
)
DRAWINGS = st.builds(Drawing, st.just("neutral"), st.lists(AREAS, min_size=1, max_size=2).map(tuple))
MIRRORED_VIEW = {View.FRONT: View.FRONT, View.BACK: View.BACK, View.LEFT: View.RIGHT, View.RIGHT: View.LEFT}
FIGURE = load_figure("neutral")
ZONES = load_atlas().zones


def mirrored(drawing: Drawing) -> Drawing:
    """The drawing on the other side of the body."""
    width = 10 * WIDTH

    def turn(stroke: Stroke) -> Stroke:
        points = tuple((width - x, y) for x, y in stroke.points)
        return Stroke(MIRRORED_VIEW[stroke.view], stroke.radius, points, stroke.filled)

    areas = tuple(
        Area(a.sensation, a.intensity_nrs_0_10, a.depth, tuple(map(turn, a.strokes)), tuple(p.mirrored for p in a.regions))
        for a in drawing.areas
    )
    return Drawing(drawing.build, areas)


@given(DRAWINGS)
@settings(max_examples=10, deadline=None)
def test_a_mirrored_drawing_is_as_alike_on_the_other_side(drawing: Drawing) -> None:
    here, there = (rank_for_drawing(d, FIGURE, ZONES) for d in (drawing, mirrored(drawing)))

    def told(found: object, turn: bool) -> dict[str, tuple[frozenset[BodySide], float]]:
        return {
            m.zone.id: (frozenset(OTHER_SIDE[s] if turn else s for s in m.sides), round(m.value, 9))
            for m in found  # type: ignore[attr-defined]
        }

    assert told(here, True) == told(there, False)


@given(DRAWINGS, st.randoms(use_true_random=False))
@settings(max_examples=10, deadline=None)
def test_the_order_of_strokes_and_areas_does_not_matter(drawing: Drawing, random: object) -> None:
    def shuffled(items: tuple[object, ...]) -> tuple[object, ...]:
        copy = list(items)
        random.shuffle(copy)  # type: ignore[attr-defined]
        return tuple(copy)

    areas = tuple(
        Area(a.sensation, a.intensity_nrs_0_10, a.depth, shuffled(a.strokes), shuffled(a.regions))  # type: ignore[arg-type]
        for a in drawing.areas
    )
    other = Drawing(drawing.build, shuffled(areas))  # type: ignore[arg-type]

    assert rank_for_drawing(other, FIGURE, ZONES) == rank_for_drawing(drawing, FIGURE, ZONES)


@given(DRAWINGS, st.sampled_from(ZONES))
@settings(max_examples=20, deadline=None)
def test_similarity_lies_between_nothing_and_all(drawing: Drawing, zone: object) -> None:
    drawn, areas = drawn_places(drawing, FIGURE), place_areas(FIGURE)

    for found in compare_with_zone(drawn, zone, areas):  # type: ignore[arg-type]
        assert 0.0 <= found.value <= 1.0 and 0.0 <= found.essential_drawn <= 1.0
        same = drawn >= set(zone_weights(zone, found.sides)) and found.value == 1.0  # type: ignore[arg-type]
        here = {p for p in drawn if p.side is BodySide.MIDLINE or p.side in found.sides}
        assert (found.value == 1.0) == (here == set(zone_weights(zone, found.sides)) and bool(here)) or same  # type: ignore[arg-type]


@given(st.sampled_from(ZONES), st.sampled_from([BodySide.LEFT, BodySide.RIGHT]))
@settings(max_examples=25, deadline=None)
def test_a_tapped_zone_is_wholly_alike(zone: object, side: BodySide) -> None:
    places = tuple(sorted(zone_weights(zone, (side,))))  # type: ignore[arg-type]
    drawing = Drawing("neutral", (Area(Sensation.ACHE, None, Depth.DEEP, (), places),))

    best = next(m for m in rank_for_drawing(drawing, FIGURE, ZONES) if m.zone is zone)
    assert best.value == 1.0 and side in best.sides
