"""Does each decision have a number of its own, and its heading the number of its file?"""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent.parent.parent / "docs" / "decisions"


def test_decisions_are_numbered_one_by_one() -> None:
    files = sorted(FOLDER.glob("*.md"))
    assert [int(file.name[:4]) for file in files] == list(range(1, len(files) + 1))
    assert [file.read_text().splitlines()[0].partition(".")[0] for file in files] == [f"# {n + 1}" for n in range(len(files))]
