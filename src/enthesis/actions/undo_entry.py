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
    kind, entry = found
    if ENTRY_MODELS[kind].objects.filter(replaces=entry).exists():
        raise NotInThisState("Somebody else has changed this since; change it by hand.")
    try:
        write_entry(actor, encounter, kind, entry.key, content_before(kind, entry), entry.pk, origin=Origin.UNDO)
    except Conflict:
        raise NotInThisState("Somebody else has changed this since; change it by hand.") from None
    return Done(((kind, entry.key), build(encounter)), encounter.patient_id, target_of(entry))


def find_last(encounter: Encounter, person_id: uuid.UUID) -> tuple[str, Entry] | None:
    """The person's last entry that no later undo of theirs has taken back."""
    made: list[tuple[str, Entry]] = []
    for kind in UNDONE_KINDS:
        mine = ENTRY_MODELS[kind].objects.filter(encounter=encounter, recorded_by_id=person_id).select_related("replaces")
        made.extend((kind, entry) for entry in mine)
    made.sort(key=lambda pair: (pair[1].recorded_at, pair[1].pk))
    stack: list[tuple[str, Entry]] = []
    for kind, entry in made:
        if entry.origin != Origin.UNDO:
            stack.append((kind, entry))
        elif stack:
            stack = [pair for pair in stack if pair[1].pk != entry.replaces_id]  # pyright: ignore[reportAttributeAccessIssue]
    return stack[-1] if stack else None


def content_before(kind: str, entry: Entry) -> dict[str, Any]:
    """What stood before an entry; when nothing did, the same entry emptied."""
    if entry.replaces is not None:
        return dict(entry.replaces.content)
    content = dict(entry.content)
    if kind == "finding":
        return {**content, "result": FindingResult.NOT_ASSESSED, "value": "", "note": "", "side": ""}
    if kind == "measure":
        return {**content, "number": None, "grade": "", "note": ""}
    return {"text": ""}
