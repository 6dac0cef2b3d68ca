"""What is sent as it lies in the package: scripts, sheets, fonts."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings
from django.test import Client

STATIC = Path(settings.STATIC_FOLDER)


def test_scripts_use_no_eval_and_keep_nothing_about_a_case() -> None:
    scripts = list(STATIC.rglob("*.js"))
    assert len(scripts) > 10
    for script in scripts:
        text = script.read_text()
        assert "eval(" not in text and "new Function" not in text
        stored = re.findall(r"(?:local|session)Storage\.setItem\(([^,]+)", text)
        assert set(stored) <= {"SWITCH", "APPEARANCE"}


def test_no_static_file_names_another_host() -> None:
    sheets = list(STATIC.rglob("*.css"))
    assert len(sheets) > 5
    for sheet in sheets:
        assert "//" not in re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)


def test_dark_colours_are_the_same_in_both_blocks() -> None:
    text = (STATIC / "enthesis/css/tokens.css").read_text()
    system = re.search(r':root:not\(\[data-theme="light"\]\) \{(.*?)\}', text, re.DOTALL)
    chosen = re.search(r'\n\[data-theme="dark"\] \{(.*?)\}', text, re.DOTALL)

    assert system is not None and chosen is not None
    assert sorted(system[1].split()) == sorted(chosen[1].split())


def test_static_files_come_from_the_package_and_may_be_kept_for_ever(client: Client) -> None:
    for name in ("css/board.css", "js/board.js", "fonts/inter-latin-variable.woff2"):
        answer = client.get(f"{settings.STATIC_URL}enthesis/{name}")
        assert answer.status_code == 200
        assert "max-age=31536000" in answer["Cache-Control"]
