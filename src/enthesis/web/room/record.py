"""The record of an encounter in the terms of the board: its state, its grades, and what the page holds of each entry."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from enthesis.actions.assess_encounter import DURATION_KEY, ONSET_KEY
from enthesis.actions.encounter_facts import RECORDED_STATES, EncounterFacts, EntryFacts, findings_beside, findings_of, setting_of
from enthesis.knowledge.pack import Pack
from enthesis.reasoning.examination import Examination
from enthesis.web.state import BoardState, SideEntry

REPEATED = "repeated_"
"""Before the id of a movement in the quantity of its measure; after it `_during` or `_after`."""
NEWTONS_PER_POUND = 4.4482216152605
"""Source: pound-force by definition (standard gravity 9.80665 m/s2, pound 0.45359237 kg)."""
PLAN_KEY = "plan"


def state_of(facts: EncounterFacts, pack: Pack) -> BoardState:
    """The current findings, and who they are about, as the board holds them."""
    found = findings_of(facts, pack)
    case = facts.case
    return BoardState(
        patient={
            "age": "" if case.age_years is None else f"{case.age_years:g}",
            "sex": case.sex or "",
            "affected_side": case.affected_side or "",
            "sport": case.sport or "",
            "onset": facts.text(ONSET_KEY).strip().lower(),
            "duration_weeks": facts.text(DURATION_KEY),
            "setting": setting_of(facts, pack),
        },
        findings={f: e.content["result"] for f, e in found.items() if e.content["result"] in RECORDED_STATES},
        values={f: e.content["value"] for f, e in found.items() if e.content["value"]},
        sides={f: e.content["side"] for f, e in found.items() if e.content["side"]},
        notes={f: e.content["note"] for f, e in found.items() if e.content["note"]},
        records_sides=True,
        beside={place: _beside(entry) for place, entry in findings_beside(facts, pack).items()},
        title=facts.patient_name,
        fictional=facts.simulated,
    )


def _beside(entry: EntryFacts) -> SideEntry:
    result, value, note = (str(entry.content[name]) for name in ("result", "value", "note"))
    return SideEntry(result if result in RECORDED_STATES else "", value, note)


def quantity_of_movement(movement: str, when: str) -> str:
    """The quantity a movement's effect is stored under; `when` is during or after."""
    return f"{REPEATED}{movement}_{when}"


def grades_of(facts: EncounterFacts, examination: Examination) -> dict[tuple[str, str], str]:
    """What was graded and measured, as `reasoning.examination` reads it: (quantity, side) to a grade or a number as text."""
    found: dict[tuple[str, str], str] = {}
    moves = {quantity_of_movement(m.id, when): f"{m.id}:{when}" for m in examination.movements for when in ("during", "after")}
    for entry in facts.entries["measure"].values():
        quantity, side = str(entry.content["quantity"]), str(entry.content["side"])
        number, grade = entry.content["number"], str(entry.content["grade"])
        text = grade if number is None else f"{number:g}"
        if text:
            found[moves.get(quantity, quantity), side] = text
    return found


def measure_of(facts: EncounterFacts, quantity: str, side: str) -> EntryFacts | None:
    """The current measure of a quantity on a side."""
    return facts.entries["measure"].get(measure_key(quantity, side))


def measure_key(quantity: str, side: str) -> str:
    """Key of a measure inside its encounter."""
    return f"{quantity}:{side}"


def strength_unit(units: str) -> tuple[str, float]:
    """The clinic's unit of force, and how many newtons it has."""
    return ("lb", NEWTONS_PER_POUND) if units == "imperial" else ("N", 1.0)


def shown_number(number: float | None, per_unit: float) -> str:
    """A stored number in the clinic's unit."""
    if number is None:
        return ""
    return f"{number / per_unit:.1f}".removesuffix(".0") if per_unit != 1.0 else f"{number:g}"


def held_of(facts: EncounterFacts) -> dict[str, dict[str, Any]]:
    """{kind:key: {id, content}} of every current entry: what a page holds, so that it can name what it replaces."""
    return {
        f"{kind}:{key}": {"id": str(entry.id), "content": dict(entry.content)}
        for kind, found in facts.entries.items()
        for key, entry in found.items()
    }


def held_as_text(held: Mapping[str, Any]) -> str:
    """The same as JSON for a hidden field."""
    return json.dumps(held, ensure_ascii=False, separators=(",", ":"))
