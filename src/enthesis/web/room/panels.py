"""Tables of the room: grades of the neurological screen, strength and range, repeated movements, and what follows from them."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from enthesis.actions.encounter_facts import LEFT_OUT, EncounterFacts
from enthesis.knowledge.pack import Pack
from enthesis.reasoning.examination import (
    GRADED,
    Examination,
    Group,
    Row,
    find_preference,
    propose,
    symmetry_percent,
)
from enthesis.terms.side import opposite
from enthesis.web.parts.examination import NAME_OF_POSITION, build_neuro
from enthesis.web.room.pages import (
    Cell,
    GradePanel,
    GradeRow,
    MeasurePanel,
    MeasureRow,
    MovementRow,
    MovementsPanel,
    PartView,
    ProposalView,
)
from enthesis.web.room.point_map import build_point_map
from enthesis.web.room.record import grades_of, measure_of, quantity_of_movement, shown_number, strength_unit
from enthesis.web.state import BoardState

TITLES = {
    "reflexes": "Reflexes",
    "myotomes": "Myotomes",
    "dermatomes": "Dermatomes, light touch",
    "strength": "Strength",
    "range": "Range of motion",
}


def build_grades(facts: EncounterFacts, examination: Examination) -> tuple[GradePanel, ...]:
    """The three tables of grades."""
    panels: list[GradePanel] = []
    for name in GRADED:
        group = examination.groups[name]
        rows = tuple(
            GradeRow(r.id, r.name, r.levels, r.how, _grade(facts, r, "right"), _grade(facts, r, "left")) for r in group.rows
        )
        n_open = sum(1 for row in rows for cell in (row.right, row.left) if not cell.value)
        grades, points = tuple(group.grades.items()), build_point_map(group, rows)
        panels.append(GradePanel(name, TITLES[name], rows, grades, group.normal, group.citation, n_open, points))
    return tuple(panels)


def _grade(facts: EncounterFacts, row: Row, side: str) -> Cell:
    entry = measure_of(facts, row.id, side)
    value = str(entry.content["grade"]) if entry else ""
    return Cell(f"m.{row.id}.{side}", row.id, side, value, f"{row.name} {side}")


def build_measures(facts: EncounterFacts, group: Group) -> MeasurePanel:
    """A table of numbers on both sides."""
    unit, per_unit = strength_unit(facts.units) if group.id == "strength" else ("°", 1.0)
    affected = facts.case.affected_side
    rows: list[MeasureRow] = []
    for row in group.rows:
        right, left = (_number(facts, row, side, per_unit) for side in ("right", "left"))
        symmetry = symmetry_percent(
            float(left.value) if left.value else None, float(right.value) if right.value else None, affected, row.less_is_more
        )
        position = NAME_OF_POSITION.get(row.position, row.position)
        rows.append(MeasureRow(row.id, row.name, row.how, row.position, position, right, left, symmetry, row.less_is_more))
    return MeasurePanel(group.id, _title(group), unit, per_unit, tuple(rows), group.citation)


def _title(group: Group) -> str:
    """The table's title; one of tests of nerve tension is called by its tests."""
    return TITLES.get(group.id) or ", ".join(row.name for row in group.rows)


def _number(facts: EncounterFacts, row: Row, side: str, per_unit: float) -> Cell:
    entry = measure_of(facts, row.id, side)
    value = shown_number(entry.content["number"], per_unit) if entry else ""
    return Cell(f"m.{row.id}.{side}", row.id, side, value, f"{row.name} {side}")


def build_movements(facts: EncounterFacts, examination: Examination) -> MovementsPanel:
    """Repeated movements with the preference they show."""
    rows: list[MovementRow] = []
    for move in examination.movements:
        cells: list[Cell] = []
        for when in ("during", "after"):
            quantity = quantity_of_movement(move.id, when)
            entry = measure_of(facts, quantity, "")
            value = str(entry.content["grade"]) if entry else ""
            cells.append(Cell(f"m.{quantity}.", quantity, "", value, f"{move.name}, {when}"))
        rows.append(MovementRow(move.id, move.name, NAME_OF_POSITION.get(move.position, ""), *cells))
    preference = find_preference(examination, grades_of(facts, examination))
    return MovementsPanel(
        tuple(rows),
        tuple(examination.during.items()),
        tuple(examination.after.items()),
        preference.direction,
        preference.because,
        examination.movements_citation,
    )


def build_proposals(facts: EncounterFacts, examination: Examination, pack: Pack, state: BoardState) -> tuple[ProposalView, ...]:
    """What the grades say about findings, where the record does not say the same already."""
    found = propose(examination, pack, grades_of(facts, examination), facts.case.affected_side)
    graded = tuple(
        ProposalView(
            p.finding, pack.finding_by_id[p.finding].name, p.state, p.because, p.citation, state.findings.get(p.finding, "")
        )
        for p in found
        if state.findings.get(p.finding) != p.state
    )
    return (*graded, *_from_other_side(facts, pack, state))


def _from_other_side(facts: EncounterFacts, pack: Pack, state: BoardState) -> tuple[ProposalView, ...]:
    """What a positive finding of the other side stands for in the pack, until somebody has said whether it is so."""
    other = opposite(facts.case.affected_side or "")
    return tuple(
        ProposalView(
            finding.id,
            finding.name,
            "positive",
            _(
                "%(name)s positive on the %(side)s; it counts as long as nothing else is recorded. Was it the pain of the %(affected)s?"
            )
            % {"name": pack.finding_by_id[found].name, "side": other, "affected": facts.case.affected_side},
            finding.positive_when,
            "",
        )
        for finding in pack.findings
        if (found := finding.other_side_of) is not None
        and finding.id not in state.findings
        and (entry := state.beside.get((found, other))) is not None
        and entry.result == "positive"
    )


def build_parts(
    facts: EncounterFacts, examination: Examination, pack: Pack, state: BoardState, implied: Mapping[str, str]
) -> tuple[PartView, ...]:
    """Parts of the neurological screen; a finding that follows from its value counts as done, as it does for signing."""
    tables = {row.part: group.id for group in examination.groups.values() for row in group.rows if row.part}
    answered = {**implied, **state.findings}
    views: list[PartView] = []
    for part in build_neuro(pack, state):
        done = sum(1 for finding in pack.neuro_parts[part.name] if finding in answered)
        views.append(PartView(part.name, tables.get(part.name, ""), done, part.of, part.first, facts.text(LEFT_OUT + part.name)))
    return tuple(views)
