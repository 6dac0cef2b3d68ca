"""The examples on the page about the care files are read as they stand, so the page cannot drift from the reader."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from enthesis.knowledge.document import read_text
from enthesis.knowledge.lint import treatment
from enthesis.knowledge.loading import BUILT_IN_PACKS
from enthesis.knowledge.part import Part
from enthesis.knowledge.rehabilitation import Support
from enthesis.knowledge.rehabilitation_entries import Entries
from enthesis.knowledge.rehabilitation_loading import FOLDER, load_rehabilitation

PAGE = (Path(__file__).parents[2] / "docs" / "care_files.md").read_text(encoding="utf-8")
BLOCKS = {text.split(":", 1)[0]: text for text in re.findall(r"```yaml\n(.*?)```", PAGE, flags=re.DOTALL)}
BUILDERS = {
    "exercises": "exercise",
    "phases": "phase",
    "levels": "run_level",
    "programmes": "programme",
    "interventions": "intervention",
}


class AnyKey(dict[str, Support]):
    """Every reference and every stop rule exists."""

    def __missing__(self, key: str) -> Support:
        return Support(key, "https://example.org", "abstract")

    def __contains__(self, key: object) -> bool:
        return True


@pytest.mark.parametrize("key", BUILDERS)
def test_an_example_is_read_without_fault(key: str) -> None:
    faults: list[tuple[str, str, str]] = []
    document = read_text(BLOCKS[key].encode(), f"{key} example")
    entries = Entries(lambda *fault: faults.append(fault), AnyKey(), {"tendon": "Stop."})
    entries.numbers = load_rehabilitation(BUILT_IN_PACKS / "posterior_hip").numbers
    parts = list(Part(lambda *fault: faults.append(fault), document, document.value, ()).parts(key))
    for part in parts:
        built = getattr(entries, BUILDERS[key])(part)
        part.done()
        assert built.support.citation
    assert parts and not faults


def test_every_file_and_every_rule_is_named() -> None:
    for path in sorted((BUILT_IN_PACKS / "posterior_hip" / FOLDER).glob("*.yaml")):
        assert f"| `{path.name}` |" in PAGE
    for rule in (*treatment.TREATMENT_RULES, *treatment.LINK_RULES):
        assert f"`{rule.__module__.rpartition('.')[2]}`" in PAGE
