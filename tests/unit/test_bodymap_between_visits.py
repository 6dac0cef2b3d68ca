"""Two drawings of one patient: how strong each sensation was and is, and one laid over the other."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import pytest

from enthesis.bodymap.compare import compare_intensities
from enthesis.bodymap.drawing import Area, Depth, Drawing, Sensation, Stroke
from enthesis.bodymap.figure import View, load_figure
from enthesis.bodymap.region import BodySide, Place
from enthesis.bodymap.svg import overlay_svg
from enthesis.reports.body_picture import compared_views

SIT_BONE = (Place("sit_bone", BodySide.RIGHT),)


def felt(*areas: tuple[Sensation, int | None], build: str = "neutral") -> Drawing:
    return Drawing(build, tuple(Area(s, n, Depth.UNKNOWN, (), SIT_BONE) for s, n in areas))


@pytest.mark.parametrize(
    ("earlier", "later", "expected"),
    [
        (felt(), felt(), []),
        (felt((Sensation.ACHE, 6)), felt((Sensation.ACHE, 3)), ["Ache: 6 of 10 before, 3 of 10 now"]),
        (felt((Sensation.ACHE, 2), (Sensation.ACHE, 7)), felt((Sensation.ACHE, None)), ["Ache: 7 of 10 before, no number now"]),
        (felt((Sensation.NUMB, 5)), felt(), ["Numbness: gone, 5 of 10 before"]),
        (felt(), felt((Sensation.SHARP, None)), ["Sharp pain: new, no number"]),
        (felt((Sensation.ACHE, 0)), felt((Sensation.ACHE, 0)), ["Ache: 0 of 10 before, 0 of 10 now"]),
    ],
)
def test_intensities_are_those_of_the_strongest_area(earlier: Drawing, later: Drawing, expected: list[str]) -> None:
    assert [change.words for change in compare_intensities(earlier, later)] == expected


def test_an_overlay_is_sound_svg_without_styles_and_holds_both() -> None:
    stroke = Stroke(View.BACK, 80, ((2900, 4900), (2950, 5100)))
    later = Drawing("neutral", (Area(Sensation.ACHE, 4, Depth.DEEP, (stroke,)),))
    text = overlay_svg(load_figure("neutral"), View.BACK, felt((Sensation.ACHE, 6)), later, title="Both", ids="x")
    tree = ElementTree.fromstring(text)
    assert "style" not in text and tree.find("{http://www.w3.org/2000/svg}title") is not None
    assert 'fill="url(#x-then)"' in text and "M290 490L295 510" in text
    ids = [e.get("id") for e in tree.iter() if e.get("id")]
    assert len(ids) == len(set(ids))


def test_pictures_of_a_view_are_cut_to_the_same_part() -> None:
    views = compared_views(felt((Sensation.ACHE, 6)), felt((Sensation.BURNING, 2)))
    assert [v.title for v in views] == ["Back"]
    boxes = {text.split('viewBox="')[1].split('"')[0] for v in views for text in (v.earlier, v.later, v.overlay)}
    assert len(boxes) == 1
    assert compared_views(felt(), felt()) == ()
    assert [v.overlay for v in compared_views(felt((Sensation.ACHE, 6)), felt((Sensation.ACHE, 6), build="female"))] == [""]
