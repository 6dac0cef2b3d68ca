"""Does every link of the documentation lead somewhere, is every page reached from the index, and is what is quoted there?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from enthesis.cli.main import build_parser

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md"))]
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
FENCED = re.compile(r"```.*?```", re.DOTALL)
COMMAND = re.compile(r"(?:^|`|\s)enthesis ([a-z][a-z-]+)")
KINDS = ("tutorial.md", "how_to", "explanation", "reference")


def links_of(page: Path) -> list[str]:
    """Where a page leads, without what stands in code."""
    return LINK.findall(FENCED.sub("", page.read_text(encoding="utf-8")))


def anchors_of(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    heads = re.findall(r"^#+ (.+)$", FENCED.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    broken: list[str] = []
    for link in links_of(page):
        if "://" in link or link.startswith("mailto:"):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in anchors_of(target)):
            broken.append(link)
    assert broken == []


def test_every_page_is_reached_from_the_index() -> None:
    reached, wave = {DOCS / "README.md"}, [DOCS / "README.md"]
    while wave:
        page = wave.pop()
        for link in links_of(page):
            target = (page.parent / link.partition("#")[0]).resolve()
            found = [target] if target.suffix == ".md" else sorted(target.glob("*.md")) if target.is_dir() else []
            wave += [each for each in found if each.exists() and each not in reached]
            reached |= set(found)
    assert [str(page.relative_to(ROOT)) for page in DOCS.rglob("*.md") if page not in reached] == []


def test_the_four_kinds_are_there() -> None:
    assert [kind for kind in KINDS if not (DOCS / kind).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_that_is_named_exists(page: Path) -> None:
    commands = next(action for action in build_parser()._actions if action.dest == "command").choices
    assert commands
    named = {
        name
        for code in re.findall(r"```.*?```|`[^`]+`", page.read_text(encoding="utf-8"), re.DOTALL)
        for name in COMMAND.findall(code)
    }
    assert named - set(commands) == set()
