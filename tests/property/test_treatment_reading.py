"""However a care file is spoilt, reading it ends in faults and never in a crash; and the rule on circles agrees with a slow search."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from enthesis.knowledge.lint.treatment import progressions
from enthesis.knowledge.loading import BUILT_IN_PACKS
from enthesis.knowledge.rehabilitation import Rehabilitation
from enthesis.knowledge.rehabilitation_loading import FOLDER, load_rehabilitation, read_rehabilitation
from enthesis.terms.fault import Fault

SHIPPED = BUILT_IN_PACKS / "posterior_hip"
FILES = [
    "phases.yaml", "progression.yaml", "running.yaml", "programmes.yaml", "interventions.yaml", "references.yaml",
    "stop_rules.yaml", "exercises/neural.yaml", "exercises/jumps.yaml",
]  # fmt: skip
JUNK = ["", "[]", "{}", "null", "-1", "1e9", "yes", "[[1]]", "{a: 1}", "words", '"\\u0000"', "2026-01-01", "[1, two, 3]"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("packs") / "posterior_hip"
    shutil.copytree(SHIPPED / FOLDER, made / FOLDER)
    return made


@pytest.fixture(scope="module")
def care() -> Rehabilitation:
    return load_rehabilitation(SHIPPED)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    file=st.sampled_from(FILES),
    place=st.integers(0, 10_000),
    junk=st.sampled_from(JUNK),
    way=st.sampled_from(["value", "cut", "twice"]),
)
def test_a_spoilt_line_gives_faults_or_nothing_but_no_crash(folder: Path, file: str, place: int, junk: str, way: str) -> None:
    path = folder / FOLDER / file
    lines = (SHIPPED / FOLDER / file).read_text(encoding="utf-8").splitlines()
    at = place % len(lines)
    if way == "cut":
        del lines[at]
    elif way == "twice":
        lines.insert(at, lines[at])
    else:
        assume(":" in lines[at])
        lines[at] = lines[at].partition(":")[0] + ": " + junk
    path.write_text("\n".join(lines), encoding="utf-8")
    try:
        _, faults = read_rehabilitation(folder)
        assert all(isinstance(fault, Fault) and fault.what and fault.where for fault in faults)
    finally:
        shutil.copy(SHIPPED / FOLDER / file, path)


@settings(max_examples=100, deadline=None)
@given(steps=st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=14))
def test_a_circle_is_reported_exactly_when_there_is_one(care: Rehabilitation, steps: list[tuple[int, int]]) -> None:
    names = [f"drill_{number}" for number in range(8)]
    easier = {name: tuple({names[low] for low, high in steps if names[high] == name}) for name in names}
    drills = tuple(replace(care.exercises[0], id=name, progression_of=easier[name]) for name in names)

    def reaches(start: str, goal: str) -> bool:
        seen: set[str] = set()
        waiting = list(easier[start])
        while waiting:
            name = waiting.pop()
            if name == goal:
                return True
            if name not in seen:
                seen.add(name)
                waiting.extend(easier[name])
        return False

    in_circle = {name for name in names if reaches(name, name)}
    said = [fault.what for fault in progressions.check(replace(care, exercises=drills)) if "circle" in fault.what]
    assert bool(said) == bool(in_circle)
    for name in in_circle:
        assert name in said[0]
