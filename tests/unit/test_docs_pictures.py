"""Is every picture that the documentation names there, is every picture named, and does a test take those of the tour?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
IMAGES = ROOT / "docs" / "images"
MOST_BYTES = 250_000
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
NAMED_IN = re.compile(r"!\[[^\]]*\]\(([^)]+)\)")


def named_pictures(page: Path) -> set[Path]:
    """The pictures of this repository that a page shows."""
    return {(page.parent / name).resolve() for name in NAMED_IN.findall(page.read_text()) if "://" not in name}


def test_every_picture_named_is_there_and_every_picture_is_named() -> None:
    named = {picture for page in PAGES for picture in named_pictures(page)}
    assert named, "no page shows any picture: the pattern above is wrong"
    assert named == set(IMAGES.iterdir())


@pytest.mark.parametrize("picture", sorted(IMAGES.iterdir()), ids=lambda picture: picture.name)
def test_a_picture_is_small(picture: Path) -> None:
    assert picture.stat().st_size < MOST_BYTES


def test_every_picture_of_the_tour_is_taken_by_a_browser_test() -> None:
    source = (ROOT / "tests" / "browser" / "test_tour.py").read_text()
    taken = set(re.findall(r'shown\(\w+, "(\w+)"\)', source))
    taken |= set(re.findall(r'\), "(\w+)"\),\n', source))
    for several in re.findall(r"for name in \(([^)]+)\)", source):
        taken |= set(re.findall(r'"(\w+)"', several))
    assert taken == {picture.stem for picture in named_pictures(ROOT / "docs" / "tour.md")}


def test_the_readme_leads_to_the_tour() -> None:
    assert "(docs/tour.md)" in (ROOT / "README.md").read_text()
