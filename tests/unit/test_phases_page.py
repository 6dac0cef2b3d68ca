"""The page and the picture of the stages are what the pack says, and say what the pack says."""

from __future__ import annotations

import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from enthesis.knowledge.loading import BUILT_IN_PACKS
from enthesis.knowledge.measures import MEASURES
from enthesis.knowledge.rehabilitation_loading import load_rehabilitation

ROOT = Path(__file__).parents[2]
PICTURE = ROOT / "docs" / "images" / "phases.svg"
PAGE = ROOT / "docs" / "phases.md"


def test_the_page_and_the_picture_are_what_the_pack_says() -> None:
    script = [sys.executable, str(ROOT / "scripts" / "write_phases_page.py"), "--check"]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_picture_shows_every_phase_and_an_arrow_for_every_step() -> None:
    care = load_rehabilitation(BUILT_IN_PACKS / "posterior_hip")
    root = ElementTree.fromstring(PICTURE.read_text(encoding="utf-8"))
    said = {"".join(text.itertext()) for text in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {phase.name for phase in care.phases} <= said
    arrows = [path for path in root.iter("{http://www.w3.org/2000/svg}path") if path.get("class") == "step"]
    assert len(arrows) == sum(len(phase.next) for phase in care.phases)


def test_the_page_names_every_measure_level_and_rule_number() -> None:
    care = load_rehabilitation(BUILT_IN_PACKS / "posterior_hip")
    page = PAGE.read_text(encoding="utf-8")
    for word in (*MEASURES, *care.numbers.support_by_name, *(level.name for level in care.run_levels)):
        assert f"| {word} |" in page
