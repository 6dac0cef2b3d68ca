"""Every shipped pack, whatever its region: without fault, and all its tables speak of findings that it has."""

from __future__ import annotations

from pathlib import Path

import pytest

from enthesis.bodymap.drawing import PAINFUL
from enthesis.bodymap.mapping import read_mapping
from enthesis.bodymap.region import load_regions
from enthesis.knowledge.loading import BUILT_IN_PACKS, list_packs, read_pack
from enthesis.knowledge.pack import Pack
from enthesis.knowledge.questions import read_questionnaire
from enthesis.reasoning.examination import load_examination
from enthesis.reasoning.validation import map_diagnosis
from enthesis.reasoning.words import Vocabulary


@pytest.fixture(scope="module", params=list_packs())
def folder(request: pytest.FixtureRequest) -> Path:
    return BUILT_IN_PACKS / request.param


@pytest.fixture(scope="module")
def pack(folder: Path) -> Pack:
    found, faults = read_pack(folder)
    assert faults == []
    assert found is not None
    return found


def test_its_questions_are_without_fault(folder: Path, pack: Pack) -> None:
    asked, faults = read_questionnaire(folder, pack)
    assert faults == []
    assert asked is not None
    assert asked.pages


def test_its_rooms_tables_speak_of_its_findings(pack: Pack) -> None:
    tables = load_examination(pack.id)
    named = {rule.finding for rule in tables.rules}
    named |= {row.finding for group in tables.groups.values() for row in group.rows if row.finding}
    assert named <= set(pack.finding_by_id)
    moves = {movement.id for movement in tables.movements}
    for rule in tables.rules:
        assert all(tables.row(quantity) or quantity in moves for quantity in rule.of), rule.finding


def test_its_drawings_speak_of_its_findings(folder: Path, pack: Pack) -> None:
    rows = read_mapping(folder / "body_regions.csv")
    assert {row.finding for row in rows} <= set(pack.finding_by_id)
    assert {row.region for row in rows} <= set(load_regions())


def test_a_drawing_of_pain_is_one_term(folder: Path, pack: Pack) -> None:
    """Places of pain share one group; a place elsewhere is a symptom of another system, the only one drawn among what is asked of it."""
    drawn: dict[str, set[str]] = {}
    for row in read_mapping(folder / "body_regions.csv"):
        if row.sensations == PAINFUL:
            drawn.setdefault(pack.finding_by_id[row.finding].mechanism, set()).add(row.finding)
    asked = {group: {f.id for f in pack.findings if f.mechanism == group} for group in drawn}
    alone = {group for group in drawn if len(drawn[group]) == 1 and asked[group] > drawn[group]}
    assert len(drawn.keys() - alone) == 1, drawn


def test_each_finding_is_found_by_its_name(pack: Pack) -> None:
    """The listed words alone: no pack needs trained weights for its own names."""
    vocabulary = Vocabulary(pack.findings)
    missed = [f.id for f in pack.findings if f.id not in {m.finding for m in vocabulary.match(f.name, f.kind)}]
    assert missed == []


def test_each_source_is_found_by_its_names(pack: Pack) -> None:
    for source in pack.sources:
        assert map_diagnosis(pack, [source.name, *source.synonyms]) == ([source.id], [])
