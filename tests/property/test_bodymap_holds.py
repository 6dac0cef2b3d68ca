"""What must hold for every drawing."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from enthesis.bodymap.compare import compare_drawings
from enthesis.bodymap.drawing import Area, Depth, Drawing, Sensation, Stroke, parse_drawing
from enthesis.bodymap.figure import BUILDS, View, load_figure
from enthesis.bodymap.region import Place, load_regions, sides_of
from enthesis.bodymap.shares import region_shares

POINTS = st.lists(st.tuples(st.integers(1200, 3600), st.integers(200, 9900)), min_size=1, max_size=6).map(tuple)
STROKES = st.builds(Stroke, st.sampled_from(list(View)), st.integers(5, 300), POINTS, st.booleans())
PLACES = st.sampled_from([Place(r, side) for r in load_regions() for side in sides_of(r)])
AREAS = st.builds(
    Area,
    st.sampled_from(list(Sensation)),
    st.none() | st.integers(0, 10),
    st.sampled_from(list(Depth)),
    st.lists(STROKES, min_size=1, max_size=3).map(tuple),
    st.lists(PLACES, max_size=2).map(tuple),
)
DRAWINGS = st.builds(Drawing, st.sampled_from(BUILDS), st.lists(AREAS, max_size=3).map(tuple))


@given(DRAWINGS)
@settings(max_examples=60, deadline=None)
def test_a_drawing_comes_back_from_json(drawing: Drawing) -> None:
    assert parse_drawing(drawing.to_json()) == drawing


@given(DRAWINGS)
@settings(max_examples=25, deadline=None)
def test_a_drawing_overlaps_itself_wholly(drawing: Drawing) -> None:
    found = compare_drawings(drawing, drawing)

    assert found.dice == found.jaccard == 1
    assert found.new == found.gone == () and found.earlier_area == found.later_area


@given(DRAWINGS, st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_order_of_strokes_and_areas_does_not_matter(drawing: Drawing, random: object) -> None:
    def shuffled(items: tuple[object, ...]) -> tuple[object, ...]:
        copy = list(items)
        random.shuffle(copy)  # type: ignore[attr-defined]
        return tuple(copy)

    areas = tuple(
        Area(a.sensation, a.intensity_nrs_0_10, a.depth, shuffled(a.strokes), shuffled(a.regions)) for a in drawing.areas
    )  # type: ignore[arg-type]
    other = Drawing(drawing.build, shuffled(areas))  # type: ignore[arg-type]
    figure = load_figure(drawing.build)

    assert region_shares(other, figure) == region_shares(drawing, figure)


@given(DRAWINGS)
@settings(max_examples=25, deadline=None)
def test_shares_are_shares(drawing: Drawing) -> None:
    shares = region_shares(drawing, load_figure(drawing.build))

    assert not shares.regions or abs(sum(s.share_of_drawing for s in shares.regions) - 1) < 1e-9
    assert all(0 < s.share_of_drawing <= 1 and 0 < s.share_of_region <= 1 for s in shares.regions)
