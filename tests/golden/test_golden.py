"""Clinical answers do not move silently: the first three sources, flags and next test of the example and learning cases.

`make golden-update` writes them again; the commit says why they moved.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from enthesis.reasoning.assessment import Assessor
from enthesis.reasoning.case import read_case

ROOT = Path(__file__).parent.parent.parent
GOLDEN = Path(__file__).parent / "answers.json"
CASES = sorted(
    [
        *(ROOT / "src" / "enthesis" / "web" / "examples").glob("*.yaml"),
        *(ROOT / "cases" / "posterior_hip" / "learning").glob("*.yaml"),
    ]
)
MOVED = 0.005


def answer_of(assessor: Assessor, path: Path) -> dict[str, object]:
    case = read_case(path)
    read = assessor.interpret(case, strict=False, with_investigations=False)
    answer = assessor.assess(read.observed, read.patient, "sports_clinic", frozenset(read.equivocal))
    return {
        "sources": [[s.id, round(s.probability, 3)] for s in answer.sources[:3]],
        "red_flags": sorted(f"{f.id}:{f.urgency}" for f in answer.red_flags),
        "next": answer.next_tests[0].finding.id,
        "understood": sorted(("+" if present else "-") + f for f, present in read.observed.items()),
    }


def test_no_answer_moves_silently(assessor: Assessor, request: pytest.FixtureRequest) -> None:
    now = {path.stem: answer_of(assessor, path) for path in CASES}
    if request.config.getoption("--golden-update"):
        GOLDEN.write_text(json.dumps(now, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    held = json.loads(GOLDEN.read_text(encoding="utf-8"))

    assert sorted(held) == sorted(now), "a golden answer without its case, or a case without its answer"
    moved = [name for name in now if not _same(held[name], now[name])]
    assert moved == [], "these answers moved: look at each, then make golden-update and say why in the commit"


def _same(one: dict, other: dict) -> bool:  # type: ignore[type-arg]
    first, second = dict(one["sources"]), dict(other["sources"])
    close = first.keys() == second.keys() and all(abs(first[s] - second[s]) <= MOVED for s in first)
    return close and all(one[key] == other[key] for key in ("red_flags", "next", "understood"))
