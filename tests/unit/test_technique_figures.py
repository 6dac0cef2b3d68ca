"""The figures beside the tests: each belongs to a finding, says what it shows, and is what the script draws."""

from __future__ import annotations

import importlib.util
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from types import ModuleType

import pytest

from enthesis.bodymap.figure import View, load_figure
from enthesis.knowledge.loading import find_pack_folder, load_pack
from enthesis.knowledge.pack import Pack
from enthesis.web.templating import steps

ROOT = Path(__file__).parents[2]
FIGURES = sorted((ROOT / "src/enthesis/web/static/enthesis/figures").glob("*.svg"))
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """scripts/technique_figures.py."""
    spec = importlib.util.spec_from_file_location("technique_figures", ROOT / "scripts/technique_figures.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def pack() -> Pack:
    """The pack whose tests are drawn."""
    return load_pack(find_pack_folder("posterior_hip"))


@pytest.mark.parametrize("path", FIGURES, ids=lambda p: p.stem)
def test_a_figure_belongs_to_a_finding_and_numbers_its_steps(path: Path, pack: Pack) -> None:
    finding = pack.finding_by_id[path.stem]
    tree = ElementTree.fromstring(path.read_text(encoding="utf-8"))
    assert len(tree.findtext(f"{SVG}title") or "") > 3 and len(tree.findtext(f"{SVG}desc") or "") > 40
    assert not any("style" in element.attrib for element in tree.iter())
    numbers = {int((text.text or "").rstrip("abcde")) for text in tree.iter(f"{SVG}text") if not (text.text or "").endswith("°")}
    assert numbers and max(numbers) <= len(steps(finding.how))


def test_figures_are_what_the_script_draws(script: ModuleType) -> None:
    drawn = {name: draw() for name, draw in script.FIGURES.items()}
    assert len(drawn) >= 21
    for name, text in drawn.items():
        assert (ROOT / f"src/enthesis/web/static/enthesis/figures/{name}.svg").read_text(encoding="utf-8") == text


def test_segments_keep_their_length_however_they_are_turned(script: ModuleType) -> None:
    for degrees in range(0, 360, 15):
        x, y = script.away((10.0, 20.0), degrees, script.THIGH)
        assert ((x - 10) ** 2 + (y - 20) ** 2) ** 0.5 == pytest.approx(0.245 * 220)


def test_every_place_that_is_touched_lies_in_the_region_it_names(script: ModuleType) -> None:
    places = script.technique_places
    for name, document in places.PLACES.items():
        for panel in document["panels"]:
            for touched in (*panel.get("tools", ()), *panel.get("rings", ())):
                named = touched["region"] if isinstance(touched["region"], list) else [touched["region"]]
                assert places.region_at(panel["view"], touched["at"]) in named, (name, touched)
            drawn = {facet.place.region for facet in load_figure("neutral").views[View(panel["view"])].facets}
            assert drawn.issuperset(panel.get("tint", ())), name
