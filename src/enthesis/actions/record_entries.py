"""Record several entries of one deed: a whole form without script, or all grades of a part at once."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.policies import check_can_record
from enthesis.access.refused import Conflict, NotInThisState
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.encounter_facts import gather_facts, read_and_assess, shown_sources
from enthesis.actions.record_entry import write_entry
from enthesis.records.entries import Entry, Origin
from enthesis.records.episodes import Encounter

Built = TypeVar("Built")
MOST_CHANGES = 600


@dataclass(frozen=True)
class Change:
    """One entry to be made. The fields are those of `record_entry`."""

    kind: str
    key: str
    content: Mapping[str, Any]
    replaces: uuid.UUID | None = None
    entry_id: uuid.UUID | None = None
    origin: str = Origin.EXAMINATION


@dataclass(frozen=True)
class Clash:
    """A change that was not made, since somebody else had recorded under its key."""

    change: Change
    standing: Entry | None


@dataclass(frozen=True)
class Recorded(Generic[Built]):
    """What came of it."""

    entries: tuple[Entry, ...]
    clashes: tuple[Clash, ...]
    built: Built
    """What the caller built from the record as it stands now, inside the clinic's scope."""
    not_recorded: tuple[str, ...] = field(default=())
    """Sentences about changes that do not fit, when the others were to be kept."""


@action("recorded entries", Permission.RECORD)
def record_entries(
    actor: Actor,
    encounter_id: uuid.UUID,
    changes: Sequence[Change] | Callable[[Encounter], Sequence[Change]],
    build: Callable[[Encounter], Built],
    keep_going: bool = True,
) -> Done[Recorded[Built]]:
    """Make every change that nobody else has made different in the meantime, and say which were not made.

    Args:
        changes: or what reads them, where it has to know the encounter: a request's findings are those of its region.
        build: makes what is shown from the record after the changes; nothing may query after it.
        keep_going: False raises at the first change that fails, and nothing is written.
    Raises:
        Refused: not allowed, no such encounter, it is locked, or the content does not fit.
        Conflict: somebody else recorded under a key (only without `keep_going`).
    """
    encounter = get_visible(Encounter, encounter_id, lock=True)
    check_can_record(encounter)
    wanted = changes(encounter) if callable(changes) else changes
    if len(wanted) > MOST_CHANGES:
        raise NotInThisState(f"More than {MOST_CHANGES} changes at once; send them in parts.")
    entries: list[Entry] = []
    clashes: list[Clash] = []
    misfits: list[str] = []
    for change in wanted:
        try:
            entries.append(_write(actor, encounter, change))
        except Conflict as conflict:
            if not keep_going:
                raise
            clashes.append(Clash(change, conflict.current))  # type: ignore[arg-type]
        except NotInThisState as misfit:
            if not keep_going:
                raise
            misfits.append(str(misfit))
    result = Recorded(tuple(entries), tuple(clashes), build(encounter), tuple(misfits))
    what = target_of(entries[0]) if len(entries) == 1 else target_of(encounter)
    return Done(result, encounter.patient_id, what, because="" if len(entries) == 1 else f"{len(entries)} entries")


def _write(actor: Actor, encounter: Encounter, change: Change) -> Entry:
    content = dict(change.content)
    if change.kind == "diagnosis":
        content = complete_diagnosis(encounter, content)
    return write_entry(actor, encounter, change.kind, change.key, content, change.replaces, change.entry_id, origin=change.origin)


def complete_diagnosis(encounter: Encounter, content: dict[str, Any]) -> dict[str, Any]:
    """A diagnosis with what the reasoning showed at that moment; nobody but the server says what was shown."""
    _, answer = read_and_assess(gather_facts(encounter))
    known = {source.id for source in answer.sources}
    named = content.get("sources") or []
    content["sources"] = [s for s in named if s in known][:12] if isinstance(named, list) else []
    content["shown"] = shown_sources(answer)
    if content.get("agrees") == "accept":
        content["sources"] = [answer.sources[0].id]
    return content
