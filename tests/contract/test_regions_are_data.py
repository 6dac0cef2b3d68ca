"""Is a region data? No line of the program says the id of a pack, a finding, a source or an exercise of one.

The ids are those of the packs themselves, so that a new pack is watched from its first day. Docstrings and comments may speak of
examples; a string that the program works with may not.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from enthesis.knowledge.loading import BUILT_IN_PACKS, list_packs, load_pack
from enthesis.knowledge.rehabilitation_loading import has_treatment, load_rehabilitation

ROOT = Path(__file__).parents[2]
PROGRAM = ROOT / "src" / "enthesis"
DATA = ("packs", "cli/pack_template", "web/examples", "reasoning/language", "care/figures/poses")
"""Folders of the program that hold data and no code."""
ALLOWED = {
    "night_pain": "a column of the daily log and a warning sign of every region (knowledge/warning_signs.py)",
    "bruising": "an adverse event of needling, whatever the region",
}
"""Ids that the program may say, and why."""
ID = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)+")


@pytest.fixture(scope="module")
def kind_of_id() -> dict[str, str]:
    found: dict[str, str] = {}
    for region in list_packs():
        pack = load_pack(BUILT_IN_PACKS / region)
        found[region] = "pack"
        found |= {finding.id: "finding" for finding in pack.findings}
        found |= {source.id: "source" for source in pack.sources}
        if has_treatment(BUILT_IN_PACKS / region):
            found |= {exercise.id: "exercise" for exercise in load_rehabilitation(BUILT_IN_PACKS / region).exercises}
    return found


def files(*endings: str) -> list[Path]:
    """Files of the program that are no data. The seeds of the demo are its data: they say which region its patients have."""
    data = tuple(PROGRAM / folder for folder in DATA)
    return [
        path
        for path in sorted(PROGRAM.rglob("*"))
        if path.suffix in endings and not path.name.startswith("seed_") and not any(path.is_relative_to(f) for f in data)
    ]


@cache
def literals(path: Path) -> tuple[tuple[int, str], ...]:
    """Line and text of every string of a module that is no docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    found = (n for n in ast.walk(tree) if isinstance(n, ast.Constant) and id(n) not in alone)
    return tuple((n.lineno, n.value) for n in found if isinstance(n.value, str))


def said_in(text: str, kind_of_id: dict[str, str]) -> set[str]:
    """Ids in a text: one of several words wherever it stands, one of a single word ("fever") only where it stands alone."""
    return ({word for word in ID.findall(text) if word in kind_of_id} | ({text} & kind_of_id.keys())) - ALLOWED.keys()


def test_no_line_of_python_names_a_region(kind_of_id: dict[str, str]) -> None:
    guilty = [
        f"{path.relative_to(ROOT)}:{line} names the {kind_of_id[word]} '{word}'"
        for path in files(".py")
        for line, text in literals(path)
        for word in sorted(said_in(text, kind_of_id))
    ]
    assert guilty == []


def test_no_page_and_no_script_names_a_region(kind_of_id: dict[str, str]) -> None:
    guilty = [
        f"{path.relative_to(ROOT)}:{number} names the {kind_of_id[word]} '{word}'"
        for path in files(".html", ".js", ".txt")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if not line.lstrip().startswith(("/*", "//"))
        for word in sorted(set(ID.findall(line)) & kind_of_id.keys() - ALLOWED.keys())
    ]
    assert guilty == []


def test_what_is_allowed_is_needed(kind_of_id: dict[str, str]) -> None:
    said = {text for path in files(".py") for _, text in literals(path)}
    assert [word for word in ALLOWED if word not in kind_of_id or word not in said] == []


def test_a_line_that_names_one_is_found(kind_of_id: dict[str, str], tmp_path: Path) -> None:
    pack = load_pack(BUILT_IN_PACKS / list_packs()[0])
    finding, source = next(f.id for f in pack.findings if "_" in f.id), pack.sources[0].id
    module = tmp_path / "module.py"
    module.write_text(f'"""About {source}."""\nFIRST = "{finding}"\nBEFORE = f"a {{FIRST}} of {source}"\n')
    assert [(line, said_in(text, kind_of_id)) for line, text in literals(module) if said_in(text, kind_of_id)] == [
        (2, {finding}),
        (3, {source}),
    ]
