"""Undo one's last entry in an encounter: a correction that puts back what stood before, and says that it undoes."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.policies import check_can_record
from enthesis.access.refused import Conflict, NotInThisState
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.record_entry import write_entry
from enthesis.records.entries import ENTRY_MODELS, Entry, FindingResult, Origin
from enthesis.records.episodes import Encounter
from enthesis.terms.side import split_finding_key

Built = TypeVar("Built")
UNDONE_KINDS = ("finding", "measure", "text")
"""What can be empty again. A decision about a red flag or a diagnosis is changed by another one, never taken back."""


@action("undid entry", Permission.RECORD)
def undo_entry(
    actor: Actor, encounter_id: uuid.UUID, build: Callable[[Encounter], Built]
) -> Done[tuple[tuple[str, str] | None, Built]]:
    """Take back one's own last entry that is not taken back yet.

    Args:
        build: makes what is shown from the record afterwards.
    Returns:
        kind and key of what was undone, or None when there was nothing; and what was built.
    Raises:
        NotInThisState: somebody else has changed it since, or the encounter is locked.
    """
    encounter = get_visible(Encounter, encounter_id, lock=True)
    check_can_record(encounter)
    found = find_last(encounter, actor.person_id)
    if found is None:
        return Done((None, build(encounter)), encounter.patient_id, target_of(encounter), "nothing to undo")
    kind, entry, standing = found
    if standing is None:
        raise NotInThisState("Somebody else has changed this since; change it by hand.")
    try:
        write_entry(actor, encounter, kind, entry.key, content_before(kind, entry), standing.pk, origin=Origin.UNDO)
    except Conflict:
        raise NotInThisState("Somebody else has changed this since; change it by hand.") from None
    return Done(((kind, entry.key), build(encounter)), encounter.patient_id, target_of(entry))


def find_last(encounter: Encounter, person_id: uuid.UUID) -> tuple[str, Entry, Entry | None] | None:
    """The person's last entry that no later undo has taken back: its kind, itself, and the entry that stands for it now.

    The last is None when somebody has recorded something else under its key since.
    """
    made: list[tuple[str, Entry]] = []
    for kind in UNDONE_KINDS:
        made.extend((kind, entry) for entry in ENTRY_MODELS[kind].objects.filter(encounter=encounter))
    made.sort(key=lambda pair: (pair[1].recorded_at, pair[1].pk))
    by_id = {entry.pk: entry for _, entry in made}
    undone = {effective.pk for _, e in made if e.origin == Origin.UNDO and (effective := _undone_by(e, by_id)) is not None}
    for kind, entry in reversed(made):
        if entry.recorded_by_id == person_id and entry.origin != Origin.UNDO and entry.pk not in undone:  # pyright: ignore
            standing = ENTRY_MODELS[kind].objects.get(encounter=encounter, key=entry.key, replaced_by__isnull=True)
            effective = _effective(standing, by_id)
            return kind, entry, standing if effective is not None and effective.pk == entry.pk else None
    return None


def _undone_by(undo: Entry, by_id: dict[uuid.UUID, Entry]) -> Entry | None:
    """The entry an undo took back."""
    replaced: uuid.UUID | None = undo.replaces_id  # pyright: ignore[reportAttributeAccessIssue]
    return None if replaced is None else _effective(by_id[replaced], by_id)


def _effective(entry: Entry, by_id: dict[uuid.UUID, Entry]) -> Entry | None:
    """The entry whose content stands: itself, or for an undo the one before what it took back; None before the first."""
    at: Entry | None = entry
    while at is not None and at.origin == Origin.UNDO:
        taken_back = _undone_by(at, by_id)
        before: uuid.UUID | None = taken_back.replaces_id if taken_back is not None else None  # pyright: ignore[reportAttributeAccessIssue]
        at = by_id[before] if before is not None else None
    return at


def content_before(kind: str, entry: Entry) -> dict[str, Any]:
    """What stood before an entry; when nothing did, the same entry emptied."""
    before = entry.replaces
    if before is not None:
        return dict(before.content)
    content = dict(entry.content)
    if kind == "finding":
        side = split_finding_key(entry.key)[1]
        return {**content, "result": FindingResult.NOT_ASSESSED, "value": "", "note": "", "side": side}
    if kind == "measure":
        return {**content, "number": None, "grade": "", "note": ""}
    return {"text": ""}
