"""The manual's page about the atlas and its plates say what the pack says."""

from __future__ import annotations

import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

ROOT = Path(__file__).parents[2]
LARGEST_PLATE_BYTES = 200_000


def test_page_and_plates_are_what_the_pack_says() -> None:
    script = [sys.executable, str(ROOT / "scripts" / "write_atlas_page.py"), "--check"]
    done = subprocess.run(script, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr


def test_plates_are_small_pictures_with_a_name_for_those_who_do_not_see_them() -> None:
    plates = sorted((ROOT / "docs" / "images").glob("atlas_*.svg"))

    assert len(plates) == 6
    for plate in plates:
        assert plate.stat().st_size <= LARGEST_PLATE_BYTES
        root = ElementTree.parse(plate).getroot()
        assert root[0].tag.endswith("title") and root[0].text and root[1].tag.endswith("desc") and root[1].text
        names = {e.get("id") for e in root.iter() if e.get("id")}
        used = {e.get("href", "").removeprefix("#") for e in root.iter() if e.tag.endswith("use")}
        assert used <= names
