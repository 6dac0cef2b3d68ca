"""Export an encounter as a case file: what was found, without who the patient is."""

from __future__ import annotations

import uuid
from typing import Any

import yaml

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.visibility import get_visible
from enthesis.actions.assessor import get_knowledge
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.encounter_facts import EncounterFacts, EntryFacts, findings_beside, findings_of, gather_facts
from enthesis.actions.import_case import NOT_UNDERSTOOD
from enthesis.knowledge.pack import Pack
from enthesis.records.episodes import Encounter
from enthesis.terms.side import LEFT_RIGHT

TITLE, NOTE = "import:title", "import:note"
"""Keys of the texts that hold the title and the note of an imported case file."""


@action("exported case file", Permission.EXPORT_PATIENT, writes=False)
def export_case(actor: Actor, encounter_id: uuid.UUID) -> Done[str]:
    """The encounter as YAML in the form of a case file; no name, no date, no contact. It imports again to the same entries.

    Raises:
        Refused: not allowed, or no such encounter here.
    """
    encounter = get_visible(Encounter, encounter_id)
    text = as_case_file(gather_facts(encounter), get_knowledge(encounter.episode.region).pack)
    return Done(text, encounter.patient_id, target_of(encounter))


def as_case_file(facts: EncounterFacts, pack: Pack) -> str:
    """The record of an encounter as a case file."""
    document: dict[str, Any] = {"region": pack.id}
    if facts.text(TITLE):
        document["title"] = facts.text(TITLE)
    particulars: dict[str, Any] = {
        "setting": facts.case.setting,
        "affected_side": facts.case.affected_side,
        "age": _plain(facts.case.age_years),
        "sex": facts.case.sex,
        "sport": facts.case.sport,
        "onset": facts.case.onset,
        "duration_weeks": _plain(facts.case.duration_weeks),
        "note": facts.text(NOTE),
    }
    document |= {name: value for name, value in particulars.items() if value not in ("", None)}
    recorded, beside = findings_of(facts, pack), findings_beside(facts, pack)
    lines = [
        _line(finding.id, entry)
        for finding in pack.findings
        for entry in (recorded.get(finding.id), *(beside.get((finding.id, side)) for side in LEFT_RIGHT))
        if entry is not None
    ]
    kept = yaml.safe_load(facts.text(NOT_UNDERSTOOD)) if facts.text(NOT_UNDERSTOOD) else []
    document["findings"] = [*lines, *(line for line in kept if isinstance(line, dict))] if isinstance(kept, list) else lines
    head = f"# Case file of Enthesis, pack {pack.id} {pack.version} ({pack.tier}). Supports a decision; does not diagnose.\n"
    return head + yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=120)


def _line(finding: str, entry: EntryFacts) -> dict[str, Any]:
    result = str(entry.content["result"])
    line: dict[str, Any] = {"name": finding, "result": "value" if result == "not_assessed" else result}
    return line | {name: entry.content[name] for name in ("side", "value", "note") if entry.content[name]}


def _plain(number: float | None) -> float | int | None:
    """A whole number without its point."""
    return int(number) if number is not None and number.is_integer() else number
