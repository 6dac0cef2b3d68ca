"""Requests to the room. Without script the whole form is posted, and what it changes is recorded."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from enthesis.access.permissions import Permission, can
from enthesis.access.refused import NotInThisState
from enthesis.actions.encounter_facts import Signable, find_missing
from enthesis.actions.hand_back_encounter import hand_back_encounter
from enthesis.actions.read_patient import read_encounter
from enthesis.actions.record_entries import record_entries
from enthesis.actions.sign_encounter import cosign_encounter, sign_encounter
from enthesis.actions.undo_entry import undo_entry
from enthesis.actions.write_addendum import write_addendum
from enthesis.reasoning.examination import load_examination
from enthesis.records.episodes import EncounterKind, EncounterStatus
from enthesis.web.assessor import get_knowledge
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.errors import not_by_this_method
from enthesis.web.room.build import RoomFacts, Shown, addendum_lines, build_room, gather_room, signature_lines
from enthesis.web.room.changes import changes_of_form, clashed
from enthesis.web.room.pages import Clashed, ReviewPage
from enthesis.web.shell import build_shell
from enthesis.web.templating import render_page
from enthesis.web.who import staff_page

LONGEST_REASON = 2000


@staff_page
def room(request: Any, encounter_id: uuid.UUID) -> HttpResponse:
    """GET: the room, or the record of an encounter that is signed. POST: record what the form changes (without script).

    The room comes as a draft at once, and its script asks for the rest; a browser without script is sent on to `?whole=yes`.
    """
    if request.method not in ("GET", "HEAD", "POST"):
        return not_by_this_method(request, "GET, POST")
    gathered = read_encounter(request.actor, encounter_id, gather_room)
    if gathered.facts.status != EncounterStatus.OPEN or not can(request.actor.role, Permission.RECORD):
        return _show_review(request, gathered)
    if request.method == "POST":
        return _record(request, gathered)
    return render_page(request, "room/room.html", build_room(gathered, _time(request), Shown(draft="whole" not in request.GET)))


def _record(request: Any, gathered: RoomFacts) -> HttpResponse:
    post = {name: str(text) for name, text in request.POST.dict().items()}
    encounter_id = gathered.facts.encounter_id
    card = post.get("card") or post.get("current", "")
    shown = Shown(
        card,
        post.get("explain") or post.get("explained", ""),
        post.get("first", ""),
        post.get("show_now") or post.get("show", ""),
        " ".join(post.get("q", "").split())[:200],
    )
    pack, time = get_knowledge(gathered.facts.region).pack, _time(request)
    if post.get("action") == "undo":
        try:
            _undone, gathered = undo_entry(request.actor, encounter_id, gather_room)
        except NotInThisState as refusal:
            return render_page(request, "room/room.html", build_room(gathered, time, shown, not_recorded=(str(refusal),)))
        return render_page(request, "room/room.html", build_room(gathered, time, shown))
    changes, faults = changes_of_form(post, gathered.facts, pack, load_examination(pack.id))
    clashes: tuple[Clashed, ...] = ()
    if changes:
        done = record_entries(request.actor, encounter_id, changes, gather_room)
        gathered = done.built
        faults += done.not_recorded
        entries = gathered.facts.entries
        clashes = tuple(clashed(c, entries[c.change.kind].get(c.change.key), pack, time) for c in done.clashes)
    return render_page(request, "room/room.html", build_room(gathered, time, shown, clashes, tuple(faults)))


@staff_page
def review(request: Any, encounter_id: uuid.UUID) -> HttpResponse:
    """GET: what is missing for signing."""
    if request.method not in ("GET", "HEAD"):
        return not_by_this_method(request, "GET")
    return _show_review(request, read_encounter(request.actor, encounter_id, gather_room))


@staff_page
def sign(request: Any, encounter_id: uuid.UUID) -> HttpResponse:
    """POST: sign, co-sign, hand back or add to the encounter, by the button `act`."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("review_encounter", args=[encounter_id]))
    act = str(request.POST.get("act", ""))
    typed = str(request.POST.get("text", ""))
    typed = "".join(c for c in typed if c != "\x00" and not "\ud800" <= c <= "\udfff")
    try:
        if act == "sign":
            signed = sign_encounter(request.actor, encounter_id)
            waits = signed.status == EncounterStatus.AWAITING_COSIGNATURE
            said = _("Signed. A therapist co-signs it next.") if waits else _("Signed and locked.")
        elif act == "cosign":
            cosign_encounter(request.actor, encounter_id)
            said = _("Co-signed and locked.")
        elif act == "hand_back":
            hand_back_encounter(request.actor, encounter_id, typed[:LONGEST_REASON])
            said = _("Handed back; it can be changed again.")
        elif act == "addendum":
            write_addendum(request.actor, encounter_id, typed)
            said = _("The addendum stands under the signed record.")
        else:
            return HttpResponseRedirect(reverse("review_encounter", args=[encounter_id]))
    except NotInThisState as refusal:
        gathered = read_encounter(request.actor, encounter_id, gather_room)
        response = _show_review(request, gathered, typed, str(refusal))
        response.status_code = 409
        return response
    messages.success(request, said)
    return HttpResponseRedirect(reverse("review_encounter", args=[encounter_id]))


def _show_review(request: Any, gathered: RoomFacts, typed: str = "", fault: str = "") -> HttpResponse:
    facts, time, actor = gathered.facts, _time(request), request.actor
    board = build_room(gathered, time, Shown(closed=facts.status != EncounterStatus.OPEN))
    # What is missing is asked before the signature.
    is_evaluation = facts.kind == EncounterKind.EVALUATION and facts.status == EncounterStatus.OPEN
    raised = tuple((flag.id, flag.name) for flag in board.flags.raised)
    missing = find_missing(facts, raised) if is_evaluation else Signable((), (), True)
    signed_by = {person for _name, _at, _co, person in gathered.signatures}
    page = ReviewPage(
        shell=build_shell(request, "patients", simulated=facts.simulated),
        encounter_id=facts.encounter_id,
        episode_id=facts.episode_id,
        patient_name=facts.patient_name,
        line=board.patient.line,
        complaint=facts.complaint,
        status=facts.status,
        status_words=EncounterStatus(facts.status).label,
        is_evaluation=is_evaluation,
        flags_missing=tuple(name for _id, name in missing.unanswered_flags) if is_evaluation else (),
        parts_missing=missing.neuro_left_out if is_evaluation else (),
        diagnosis_missing=is_evaluation and not missing.has_diagnosis,
        ready=missing.ready or not is_evaluation,
        board=board,
        signatures=signature_lines(gathered, time),
        addenda=addendum_lines(gathered.addenda, time),
        may_sign=can(actor.role, Permission.SIGN),
        may_cosign=can(actor.role, Permission.COSIGN) and actor.person_id not in signed_by,
        cosign_after=actor.role == "student",
        may_add=can(actor.role, Permission.WRITE_ADDENDUM),
        typed=typed,
        fault=fault,
        note_url=board.note_url,
    )
    return render_page(request, "room/review.html", page)


def _time(request: Any) -> ClinicTime:
    return ClinicTime(request.membership.clinic)
