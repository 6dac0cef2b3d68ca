"""Entries of an encounter as JSON: recorded one by one as they are typed, with the regions of the page that change."""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Collection, Mapping
from typing import Any, Literal

from django.http import JsonResponse
from ninja import Field, Router, Schema

from enthesis.access.refused import NotInThisState
from enthesis.actions.encounter_facts import EncounterFacts, EntryFacts
from enthesis.actions.read_patient import read_encounter
from enthesis.actions.record_entries import Change, Clash, Recorded, record_entries
from enthesis.actions.undo_entry import undo_entry
from enthesis.actions.watch_encounter import watch_encounter
from enthesis.records.entries import Entry
from enthesis.records.episodes import Encounter
from enthesis.web.assessor import get_knowledge
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.regions import changed_regions
from enthesis.web.room.build import RoomFacts, Shown, build_room, gather_room, pulse_document
from enthesis.web.room.changes import DoesNotFit, fit, what_it_is, what_it_says
from enthesis.web.room.record import held_of, state_of

ROOM_REGIONS = (
    *("room/bar", "room/notices", "room/flags", "room/neuro", "card", "sources", "rest", "next", "reasons", "room/memory"),
    *("room/grades", "room/strength", "room/movements", "room/diagnosis", "room/proposals", "room/ready", "pinned", "summary"),
)
DRAFT_REGIONS = (
    *("room/bar", "room/notices", "room/flags", "room/neuro", "sources", "room/memory"),
    *("room/proposals", "room/ready", "pinned"),
)
"""What a draft says. The others stay as they are until the whole view is asked for.

The card of another finding comes at once, its effects left open: what is typed into a card must be about what it shows.
"""
REGIONS_OF_KIND = {"measure": ("room/grades", "room/strength", "room/movements"), "diagnosis": ("room/diagnosis",)}
"""What a draft says besides, by the kind of entry it answers."""
MOST_AT_ONCE = 200
router = Router(tags=["encounters"])


class EntryIn(Schema):
    """One entry to be made."""

    kind: Literal["finding", "measure", "text", "red_flag", "diagnosis"]
    key: str = Field(min_length=1, max_length=160)
    content: dict[str, Any]
    replaces: uuid.UUID | None = None
    entry_id: uuid.UUID | None = None


class ViewIn(Schema):
    """What the page shows beside the record, and the digests of the regions it holds."""

    card: str = Field("", max_length=100)
    explain: str = Field("", max_length=100)
    first: str = Field("", max_length=100)
    known: dict[str, str] = Field(default_factory=dict)
    put_back: bool = False
    card_shown: str = Field("", max_length=100)
    """The card the page shows at the moment."""
    draft: bool = False
    """Only what can be said at once: the answer says `draft`, and the whole view is to be asked for next."""


class ChangesIn(Schema):
    """Entries to be made, and the view wanted afterwards (none: the regions are left out)."""

    changes: list[EntryIn] = Field(min_length=1, max_length=MOST_AT_ONCE)
    view: ViewIn | None = None


class EntryOut(Schema):
    """One entry as it stands."""

    id: uuid.UUID
    kind: str
    key: str
    content: dict[str, Any]
    who: str
    at: str
    """ISO 8601, to the microsecond, so that it can be sent back as `since`."""
    origin: str


class PulseOut(Schema):
    """Whether something is new."""

    status: str
    n_entries: int
    newest: datetime.datetime | None


class EntriesOut(Schema):
    """Entries, oldest first."""

    entries: list[EntryOut]
    pulse: PulseOut


class Fault(Schema):
    """What happened, where, and how to mend it."""

    what: str
    where: str
    mend: str


FAULTS = {400: Fault, 401: Fault, 403: Fault, 404: Fault, 409: Fault, 422: Fault}


@router.post("/{uuid:encounter_id}/entries", response={200: dict[str, Any], **FAULTS}, url_name="record_entries")
def record(request: Any, encounter_id: uuid.UUID, sent: ChangesIn) -> Any:
    """Record entries. Sending the same entry_id again records it once. 409 with `conflicts` when somebody else was first."""

    def read(encounter: Encounter) -> list[Change]:
        pack = get_knowledge(encounter.episode.region).pack
        return [fit(pack, c.kind, c.key, c.content, c.replaces, c.entry_id) for c in sent.changes]

    try:
        done: Recorded[RoomFacts] = record_entries(request.actor, encounter_id, read, gather_room)
    except DoesNotFit as fault:
        return _fault(request, 422, f"Not recorded: {fault}.", "Send what /api/openapi.json describes.")
    facts = done.built.facts
    body: dict[str, Any] = {
        "recorded": [_entry_made(entry, kind_of(entry), request.actor.name) for entry in done.entries],
        "conflicts": [_conflict(clash, facts, ClinicTime(request.membership.clinic)) for clash in done.clashes],
        "not_recorded": list(done.not_recorded),
        "pulse": pulse_document(done.built.pulse),
        "view": _view(request, done.built, sent.view, {c.kind for c in sent.changes}) if sent.view is not None else None,
    }
    if done.clashes:
        return _fault(request, 409, "Somebody else recorded something different.", "Choose which of the two stands.", **body)
    if done.not_recorded:
        return _fault(request, 422, " ".join(done.not_recorded), "Change what the sentence names; the rest is recorded.", **body)
    return JsonResponse(body)


@router.get("/{uuid:encounter_id}/entries", response={200: EntriesOut, **FAULTS}, url_name="current_entries")
def current(request: Any, encounter_id: uuid.UUID) -> Any:
    """Every current entry of the encounter."""
    return _entries(request, encounter_id, None)


@router.get("/{uuid:encounter_id}/changes", response={200: EntriesOut, **FAULTS}, url_name="changed_entries")
def changed(request: Any, encounter_id: uuid.UUID, since: datetime.datetime) -> Any:
    """Current entries recorded after a moment (ISO 8601; without a zone it is UTC)."""
    return _entries(request, encounter_id, since if since.tzinfo else since.replace(tzinfo=datetime.UTC))


@router.get("/{uuid:encounter_id}/pulse", response={200: PulseOut, **FAULTS}, url_name="encounter_pulse")
def pulse(request: Any, encounter_id: uuid.UUID) -> Any:
    """Whether something is new, without what it is."""
    return vars(watch_encounter(request.actor, encounter_id))


@router.post("/{uuid:encounter_id}/view", response={200: dict[str, Any], **FAULTS}, url_name="room_view")
def view(request: Any, encounter_id: uuid.UUID, sent: ViewIn) -> Any:
    """The regions of the room that differ from what the page holds; nothing is recorded."""
    gathered = read_encounter(request.actor, encounter_id, gather_room)
    if gathered.facts.status != "open":
        raise NotInThisState("This encounter is no longer open; load the page again to read it.")
    return JsonResponse({"pulse": pulse_document(gathered.pulse), "view": _view(request, gathered, sent)})


@router.post("/{uuid:encounter_id}/undo", response={200: dict[str, Any], **FAULTS}, url_name="undo_entry")
def undo(request: Any, encounter_id: uuid.UUID, sent: ViewIn) -> Any:
    """Take back one's own last entry by a correction."""
    undone, gathered = undo_entry(request.actor, encounter_id, gather_room)
    sent.put_back = True
    what = {"kind": undone[0], "key": undone[1]} if undone else None
    return JsonResponse({"undone": what, "pulse": pulse_document(gathered.pulse), "view": _view(request, gathered, sent)})


def _entries(request: Any, encounter_id: uuid.UUID, since: datetime.datetime | None) -> Any:
    gathered = read_encounter(request.actor, encounter_id, gather_room)
    found = [
        _entry(entry, kind)
        for kind, entries in gathered.facts.entries.items()
        for entry in entries.values()
        if since is None or entry.at > since
    ]
    return {"entries": sorted(found, key=lambda e: e["at"]), "pulse": vars(gathered.pulse)}


def _view(request: Any, gathered: RoomFacts, wanted: ViewIn, changed: Collection[str] = ()) -> dict[str, Any]:
    facts = gathered.facts
    page = build_room(
        gathered, ClinicTime(request.membership.clinic), Shown(wanted.card, wanted.explain, wanted.first, draft=wanted.draft)
    )
    state = state_of(facts, get_knowledge(facts.region).pack)
    regions = ROOM_REGIONS
    if wanted.draft:
        card = () if wanted.card_shown == page.card.id else ("card",)
        regions = (*DRAFT_REGIONS, *card, *(name for kind in sorted(changed) for name in REGIONS_OF_KIND.get(kind, ())))
    answer = changed_regions(json.dumps(wanted.known), page, regions, wanted.put_back, state)
    answer["saved_at"] = page.saved_at
    answer["draft"] = wanted.draft
    if wanted.put_back:
        answer["held"] = held_of(facts)
    return answer


def kind_of(entry: Entry) -> str:
    """The kind of an entry by its model: finding, measure, text, red_flag or diagnosis."""
    return {"findingentry": "finding", "measureentry": "measure", "textentry": "text", "redflagentry": "red_flag"}.get(
        str(entry._meta.model_name), "diagnosis"
    )


def _entry(entry: EntryFacts, kind: str) -> dict[str, Any]:
    return {
        "id": str(entry.id),
        "kind": kind,
        "key": entry.key,
        "content": dict(entry.content),
        "who": entry.who,
        "at": entry.at.isoformat(),
        "origin": entry.origin,
    }


def _entry_made(entry: Entry, kind: str, who: str) -> dict[str, Any]:
    return {
        "id": str(entry.pk),
        "kind": kind,
        "key": entry.key,
        "content": entry.content,
        "who": who,
        "at": entry.recorded_at.isoformat(),
    }


def _conflict(clash: Clash, facts: EncounterFacts, time: ClinicTime) -> dict[str, Any]:
    change = clash.change
    standing = facts.entries[change.kind].get(change.key)
    return {
        "kind": change.kind,
        "key": change.key,
        "what": what_it_is(change.kind, change.key, get_knowledge(facts.region).pack),
        "entry_id": str(change.entry_id) if change.entry_id else None,
        "yours": {"content": change.content, "says": what_it_says(change.kind, change.content)},
        "standing": None
        if standing is None
        else {
            "id": str(standing.id),
            "content": dict(standing.content),
            "says": what_it_says(change.kind, standing.content),
            "who": standing.who,
            "at": time.time(standing.at),
        },
    }


def _fault(request: Any, status: int, what: str, mend: str, **more: Mapping[str, Any] | Any) -> JsonResponse:
    return JsonResponse({"what": what, "where": request.path, "mend": mend, **more}, status=status)
