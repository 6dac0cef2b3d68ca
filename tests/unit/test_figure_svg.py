"""Figures as text: well-formed, small, named for a screen reader, mirrored, safe for grey paper, free of script and style."""

from __future__ import annotations

import gzip
import re
import xml.etree.ElementTree as ElementTree

import pytest

from enthesis.care.figures.palette import COLOURS
from enthesis.care.figures.pose_files import load_figures
from enthesis.care.figures.svg import draw_animated, draw_still, draw_strip

FIGURES = load_figures()
LARGEST_GZIPPED = 25_000
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("exercise", sorted(FIGURES))
def test_every_figure_is_well_formed_small_and_described(exercise: str) -> None:
    figure = FIGURES[exercise]
    moving = draw_animated(figure, "A name & more", "Cues <here>")
    root = ElementTree.fromstring(moving)

    assert len(gzip.compress(moving.encode())) <= LARGEST_GZIPPED
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None and title.text == "A name & more"
    assert description is not None and description.text is not None and "Cues <here>" in description.text
    assert figure.keyframes[figure.panels[0]].says in description.text
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert not re.search(r"<script|<style|style=|onload|href|nan|inf", moving)
    assert "<animate" in moving
    for still in (draw_still(figure, "A name"), draw_still(figure, "A name", palette="dark", mirrored=True)):
        assert ElementTree.fromstring(still).findall(f".//{SVG}animateTransform") == []


def test_animations_fit_their_times() -> None:
    root = ElementTree.fromstring(draw_animated(FIGURES["ham_rdl_sl"], "x"))
    animations = [element for element in root.iter() if element.tag in (f"{SVG}animate", f"{SVG}animateTransform")]
    assert animations
    for animation in animations:
        times = animation.get("keyTimes")
        if times is not None:
            given = [float(time) for time in times.split(";")]
            assert given[0] == 0 and given[-1] == 1 and given == sorted(given)
            assert len(given) == len((animation.get("values") or "").split(";"))


@pytest.mark.parametrize("exercise", ["ham_rdl_sl", "glu_clam", "ham_nordic"])
def test_the_mirror_image_is_the_same_drawing_turned_over(exercise: str) -> None:
    right, left = (draw_animated(FIGURES[exercise], "x", mirrored=mirrored) for mirrored in (False, True))
    x, _, width, _ = map(int, re.search(r'viewBox="(-?\d+) (-?\d+) (\d+) (\d+)"', right).groups())  # type: ignore[union-attr]
    turned = re.sub(r'<g transform="translate\(-?\d+ 0\) scale\(-1 1\)">', "<g>", left)

    assert f'<g transform="translate({2 * x + width} 0) scale(-1 1)">' in left
    assert re.sub(r"-m-([td])", r"-\1", turned).replace("the left limb", "the right limb") == right


def test_paper_needs_no_colour() -> None:
    for name, colour in COLOURS["print"].items():
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        assert red == green == blue, name
    # Light enough everywhere for the dark tint of the working muscle to stand out.
    assert all(int(COLOURS["print"][paint][1:3], 16) > 0xA0 for paint in ("skin", "skin_far", "shirt", "shorts", "shorts_far"))
    assert COLOURS["print"]["muscle"] == "#000000"
    still = draw_still(FIGURES["ham_rdl_sl"], "x")
    assert ">1  Start<" in still and ">2  Hinge<" in still


def test_every_palette_has_every_paint() -> None:
    assert COLOURS["print"].keys() == COLOURS["screen"].keys() == COLOURS["dark"].keys()


def test_a_strip_shows_as_many_frames_as_asked() -> None:
    strip = ElementTree.fromstring(draw_strip(FIGURES["ham_rdl_sl"], "x", 5))

    assert len([group for group in strip.iter(f"{SVG}g") if (group.get("transform") or "").startswith("translate(")]) == 5


def test_the_same_figure_is_drawn_the_same_twice() -> None:
    assert draw_animated(FIGURES["run_easy"], "x") == draw_animated(FIGURES["run_easy"], "x")
