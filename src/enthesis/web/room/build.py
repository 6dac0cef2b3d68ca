"""The room from the record: the board's own builder, with tables, red flags answered, and the clinician's own view."""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from enthesis.actions.encounter_facts import EncounterFacts, EntryFacts, gather_facts
from enthesis.actions.hand_back_encounter import HANDED_BACK
from enthesis.actions.watch_encounter import Pulse, pulse_of
from enthesis.reasoning.examination import load_examination
from enthesis.records.entries import DiagnosisEntry, RedFlagEntry
from enthesis.records.episodes import Addendum, Encounter, EncounterKind, Signature
from enthesis.web.assessor import get_knowledge
from enthesis.web.board import build_board
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.pages import BoardPage
from enthesis.web.patients.build import address_or_empty
from enthesis.web.room.pages import AddendumLine, Answered, Clashed, DiagnosisView, RoomPage, SignatureLine
from enthesis.web.room.panels import build_grades, build_measures, build_movements, build_parts, build_proposals
from enthesis.web.room.record import PLAN_KEY, held_as_text, held_of, state_of
from enthesis.web.state import Posted
from enthesis.web.templating import page_fields

DIAGNOSIS_KEY = "own"


@dataclass(frozen=True)
class RoomFacts:
    """All the room reads in the scope of the clinic; nothing queries after."""

    facts: EncounterFacts
    pulse: Pulse
    signatures: tuple[tuple[str, Any, bool, uuid.UUID], ...]
    """(signed as, when, whether it is a co-signature, person)."""
    addenda: tuple[tuple[str, str, Any], ...]


@dataclass(frozen=True)
class Shown:
    """What the page shows beside the record: the card, the source explained, and so on."""

    card: str = ""
    explain: str = ""
    first: str = ""
    show: str = "all"
    search: str = ""
    draft: bool = False
    """Show probabilities and red flags at once; intervals, next tests and reasons are asked for after."""
    closed: bool = False
    """Nothing is examined any more: show what was found and what it says, and nothing to do next."""


def gather_room(encounter: Encounter) -> RoomFacts:
    """Read everything of an encounter the room needs."""
    signed = Signature.objects.filter(encounter_id=encounter.pk).order_by("signed_at")
    added = Addendum.objects.filter(encounter_id=encounter.pk).select_related("written_by").order_by("written_at")
    return RoomFacts(
        gather_facts(encounter),
        pulse_of(encounter),
        tuple((s.signed_as, s.signed_at, s.is_cosignature, s.person_id) for s in signed),  # pyright: ignore
        tuple((a.text, a.written_by.full_name, a.written_at) for a in added),
    )


def build_room(
    gathered: RoomFacts,
    time: ClinicTime,
    shown: Shown,
    clashes: tuple[Clashed, ...] = (),
    not_recorded: tuple[str, ...] = (),
    notices: tuple[str, ...] = (),
) -> RoomPage:
    """The room of an encounter. Queries nothing."""
    facts, pack = gathered.facts, get_knowledge(gathered.facts.region).pack
    examination = load_examination(pack.id)
    state = state_of(facts, pack)
    posted = Posted(
        state=state,
        history=(),
        card=shown.card if shown.card in pack.finding_by_id else "",
        explain=shown.explain if shown.explain in pack.source_by_id else "",
        first=shown.first if shown.first in pack.source_by_id else "",
        show=shown.show if shown.show in ("all", "recorded", "red_flags", "neuro") else "all",
        search=shown.search,
        action="update",
        notices=notices,
    )
    board = build_board(posted, facts.region, case=facts.case, draft=shown.draft, closed=shown.closed)
    parts = build_parts(facts, examination, pack, state, board.implied)
    answered = {key: _answered(entry, time) for key, entry in facts.entries["red_flag"].items()}
    diagnosis = _diagnosis(facts, board, time)
    missing: list[str] = []
    if facts.kind == EncounterKind.EVALUATION:
        missing += [_("red flag: %(name)s") % {"name": flag.name} for flag in board.flags.raised if flag.id not in answered]
        missing += [_("neuro screen: %(part)s") % {"part": part.name} for part in parts if part.state == "open"]
        missing += [] if diagnosis.agrees else [_("your own view of the sources")]
    newest = gathered.pulse.newest
    return RoomPage(
        **page_fields(board),
        encounter_id=facts.encounter_id,
        episode_id=facts.episode_id,
        patient_id=facts.patient_id,
        complaint=facts.complaint,
        kind_words=EncounterKind(facts.kind).label,
        saved_at=time.time(newest) if newest else "",
        held=held_as_text(held_of(facts)),
        pulse=json.dumps(pulse_document(gathered.pulse)),
        parts=parts,
        grades=build_grades(facts, examination),
        neural=build_measures(facts, examination.groups["neural"]),
        measures=tuple(build_measures(facts, examination.groups[name]) for name in ("strength", "range")),
        movements=build_movements(facts, examination),
        proposals=build_proposals(facts, examination, pack, state),
        answered=answered,
        flag_actions=_choices(RedFlagEntry, "action"),
        diagnosis=diagnosis,
        missing=tuple(missing),
        handed_back=facts.text(HANDED_BACK),
        onset=state.patient["onset"],
        duration_weeks=state.patient["duration_weeks"],
        plan=facts.text(PLAN_KEY),
        clashes=clashes,
        not_recorded=not_recorded,
        draft=shown.draft,
        letter_url=address_or_empty(("referral_letter",), facts.encounter_id),
        note_url=address_or_empty(("evaluation_note", "note"), facts.encounter_id),
    )


def pulse_document(pulse: Pulse) -> dict[str, Any]:
    """The pulse as JSON holds it."""
    return {
        "status": pulse.status,
        "n_entries": pulse.n_entries,
        "newest": pulse.newest.isoformat() if pulse.newest else None,
    }


def signature_lines(gathered: RoomFacts, time: ClinicTime) -> tuple[SignatureLine, ...]:
    """Who signed, and when."""
    return tuple(SignatureLine(name, time.when(at), co) for name, at, co, _person in gathered.signatures)


def addendum_lines(addenda: Iterable[tuple[str, str, datetime.datetime]], time: ClinicTime) -> tuple[AddendumLine, ...]:
    """What was added after: text, who and when of each."""
    return tuple(AddendumLine(text, who, time.when(at)) for text, who, at in addenda)


def _choices(model: Any, name: str) -> tuple[tuple[str, str], ...]:
    return tuple((str(value), str(label)) for value, label in model._meta.get_field(name).choices)


def _answered(entry: EntryFacts, time: ClinicTime) -> Answered:
    action = str(entry.content["action"])
    words = dict(_choices(RedFlagEntry, "action")).get(action, action)
    return Answered(action, words, str(entry.content["reason"]), entry.who, time.time(entry.at))


def _diagnosis(facts: EncounterFacts, board: BoardPage, time: ClinicTime) -> DiagnosisView:
    ranked = tuple((e.id, e.name) for e in (*board.sources.first, *board.sources.rest))
    entry = facts.entries["diagnosis"].get(DIAGNOSIS_KEY) or next(iter(facts.entries["diagnosis"].values()), None)
    if entry is None:
        return DiagnosisView("", "", (), "", "", "", ranked)
    agrees = str(entry.content["agrees"])
    return DiagnosisView(
        agrees,
        dict(_choices(DiagnosisEntry, "agrees")).get(agrees, agrees),
        tuple(str(s) for s in entry.content["sources"]),
        str(entry.content["reason"]),
        entry.who,
        time.when(entry.at),
        ranked,
    )
