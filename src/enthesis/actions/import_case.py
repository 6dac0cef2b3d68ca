"""Import a case file into an encounter: its findings become entries that say where they came from."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.policies import check_can_record
from enthesis.access.visibility import get_visible
from enthesis.actions.assessor import get_knowledge
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.record_entry import write_entry
from enthesis.records.entries import FindingEntry, Origin, TextEntry
from enthesis.records.episodes import Encounter, Episode
from enthesis.terms.side import finding_key, opposite

NOT_UNDERSTOOD = "import:not_understood"
"""Key of the text that holds the lines of an imported file that were not understood, as YAML."""


@dataclass(frozen=True)
class ImportedFinding:
    """One finding of a case file, in the pack's terms."""

    finding: str
    result: str
    side: str = ""
    value: str = ""
    note: str = ""


@dataclass(frozen=True)
class ImportedCase:
    """A case file as it was read: findings, texts by key (onset, duration_weeks, ...), and what was not understood."""

    findings: tuple[ImportedFinding, ...]
    texts: Mapping[str, str]
    not_understood: str = ""


@dataclass(frozen=True)
class Imported:
    """What an import did. What the record held already and the file says differently was left as it was."""

    n_recorded: int
    n_same: int
    differing: tuple[str, ...]
    """Keys that stand in the record with another content."""


@action("imported case file", Permission.IMPORT_CASE)
def import_case(actor: Actor, encounter_id: uuid.UUID, case: ImportedCase) -> Done[Imported]:
    """Record what a case file says; nothing that stands in the record is changed.

    Raises:
        Refused: not allowed, no such encounter, or it is locked.
        NotInThisState: something in the file fits no entry.
    """
    encounter = get_visible(Encounter, encounter_id, lock=True)
    check_can_record(encounter)
    standing: dict[tuple[str, str], Any] = {}
    for kind, model in (("finding", FindingEntry), ("text", TextEntry)):
        for entry in model.objects.filter(encounter=encounter, replaced_by__isnull=True):
            standing[kind, entry.key] = entry
    findings: dict[str, FindingEntry] = {key: entry for (kind, key), entry in standing.items() if kind == "finding"}
    wanted: list[tuple[str, str, dict[str, Any]]] = [
        ("finding", _key_of(f, findings, encounter.episode), vars(f)) for f in case.findings
    ]
    wanted += [("text", key, {"text": text}) for key, text in case.texts.items() if text]
    recorded = same = 0
    differing: list[str] = []
    for kind, key, content in wanted:
        there = standing.get((kind, key))
        if there is None:
            write_entry(actor, encounter, kind, key, content, origin=Origin.IMPORT)
            recorded += 1
        elif there.content == content:
            same += 1
        else:
            differing.append(key)
    if case.not_understood:
        there = standing.get(("text", NOT_UNDERSTOOD))
        text = case.not_understood if there is None or case.not_understood in there.text else there.text + case.not_understood
        if there is None or there.text != text:
            write_entry(
                actor, encounter, "text", NOT_UNDERSTOOD, {"text": text}, there.pk if there else None, origin=Origin.IMPORT
            )
    because = f"{recorded} recorded, {same} the same, {len(differing)} left as they were"
    return Done(Imported(recorded, same, tuple(differing)), encounter.patient_id, target_of(encounter), because)


def _key_of(found: ImportedFinding, standing: Mapping[str, FindingEntry], episode: Episode) -> str:
    """Where a finding of a file belongs: its own key, or beside it with the side when that is not the affected one.

    Without one affected side the right has the finding's own key. What stands of that side already keeps its place.
    """
    own, beside = found.finding, finding_key(found.finding, found.side)
    stands, known = standing.get(own), get_knowledge(episode.region).pack.finding_by_id.get(own)
    if own == beside or known is None or not known.has_sides or (stands is not None and stands.side == found.side):
        return own
    return beside if found.side == (opposite(episode.affected_side) or "left") else own
