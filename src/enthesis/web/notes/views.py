"""Requests about the note of an encounter."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from enthesis.access.permissions import Permission, can
from enthesis.access.policies import check_can_add_addendum
from enthesis.access.refused import Conflict, NotInThisState
from enthesis.actions.edit_note import edit_sentence, write_free_text
from enthesis.actions.gather_encounter import gather_record
from enthesis.actions.issue_document import find_note
from enthesis.actions.read_patient import read_encounter
from enthesis.actions.write_addendum import write_addendum
from enthesis.records.entries import TextEntry, current_entries
from enthesis.records.episodes import Addendum, Encounter, EncounterStatus
from enthesis.reports.evaluation_note import EDIT, compose_note
from enthesis.reports.note import Note, thaw
from enthesis.reports.pdf import HOW_TO_ENABLE, can_make_pdf
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.errors import not_by_this_method
from enthesis.web.notes.pages import FreeText, NotePage
from enthesis.web.notes.paper import paper_page, pdf_response, show_paper
from enthesis.web.room.build import addendum_lines
from enthesis.web.room.pages import Clashed
from enthesis.web.shell import build_shell
from enthesis.web.templating import render_page
from enthesis.web.who import staff_page


@dataclass(frozen=True)
class Read:
    """The note as the record gives it, read inside the clinic's scope."""

    encounter_id: uuid.UUID
    episode_id: uuid.UUID
    patient_id: uuid.UUID
    status: str
    status_words: str
    note: Note
    issued_at: Any
    sha256: str
    texts: Mapping[str, tuple[str, str]]
    edits: Mapping[str, str]
    addenda: tuple[tuple[str, str, Any], ...]
    may_be_added_to: bool


@dataclass(frozen=True)
class Said:
    """What a post that was not taken leaves on the page."""

    fault: str = ""
    clash: Clashed | None = None
    addendum: str = ""
    sentence: str = ""
    text: str = ""
    texts: Mapping[str, str] = field(default_factory=dict[str, str])


def read_note(actor: Any, encounter_id: uuid.UUID) -> Read:
    """The issued note of a signed encounter, or the note as its entries stand."""
    return read_encounter(actor, encounter_id, _read)


def _read(encounter: Encounter) -> Read:
    document = find_note(encounter)
    texts = current_entries(TextEntry, encounter.pk)
    edits = {key.removeprefix(EDIT): str(entry.pk) for key, entry in texts.items() if key.startswith(EDIT)}
    addenda = Addendum.objects.filter(encounter=encounter).select_related("written_by").order_by("written_at", "id")
    try:
        check_can_add_addendum(encounter)
        may_be_added_to = True
    except NotInThisState:
        may_be_added_to = False
    return Read(
        encounter_id=encounter.pk,
        episode_id=encounter.episode_id,
        patient_id=encounter.patient_id,
        status=str(encounter.status),
        status_words=EncounterStatus(encounter.status).label,
        note=thaw(document.content) if document is not None else compose_note(gather_record(encounter)),
        issued_at=document.issued_at if document is not None else None,
        sha256=document.content_sha256 if document is not None else "",
        texts={key: (texts[key].text, str(texts[key].pk)) for key in ("summary", "plan") if key in texts},
        edits=edits,
        addenda=tuple((a.text, a.written_by.signature, a.written_at) for a in addenda),
        may_be_added_to=may_be_added_to,
    )


@staff_page
def note(request: Any, encounter_id: uuid.UUID) -> HttpResponse:
    """GET: the note with the data behind every sentence."""
    if request.method not in ("GET", "HEAD"):
        return not_by_this_method(request, "GET")
    return _show(request, encounter_id, Said())


@staff_page
def sentence(request: Any, encounter_id: uuid.UUID) -> HttpResponse:
    """POST: one sentence as a person words it; empty puts the generated wording back."""
    if request.method != "POST":
        return not_by_this_method(request, "POST")
    of, typed = str(request.POST.get("sentence", ""))[:160], str(request.POST.get("text", ""))
    if request.POST.get("act") == "generated":
        typed = ""
    try:
        edit_sentence(request.actor, encounter_id, of, typed, _id_or_none(request.POST.get("replaces")))
    except Conflict as conflict:
        clash = _clash(request, _("this sentence"), conflict, typed)
        return _show(request, encounter_id, Said(clash=clash, sentence=of, text=typed), 409)
    except NotInThisState as refused:
        return _show(request, encounter_id, Said(fault=str(refused), sentence=of, text=typed), 409)
    return HttpResponseRedirect(f"{reverse('evaluation_note', args=[encounter_id])}#s-{of}")


@staff_page
def text(request: Any, encounter_id: uuid.UUID) -> HttpResponse:
    """POST: the summary or the plan. Asked for JSON it answers {"id", "at"}, so that it can be saved as it is typed."""
    if request.method != "POST":
        return not_by_this_method(request, "POST")
    key, typed = str(request.POST.get("key", ""))[:40], str(request.POST.get("text", ""))
    as_json = "application/json" in (request.headers.get("Accept") or "")
    replaces, entry_id = _id_or_none(request.POST.get("replaces")), _id_or_none(request.POST.get("entry_id"))
    try:
        entry = write_free_text(request.actor, encounter_id, key, typed, replaces, entry_id)
    except Conflict as conflict:
        clash = _clash(request, _("this text"), conflict, typed)
        if as_json:
            standing: Any = conflict.current
            told = {"theirs": clash.theirs, "who": clash.who, "when": clash.at, "id": str(standing.pk) if standing else ""}
            return JsonResponse(told, status=409)
        return _show(request, encounter_id, Said(clash=clash, texts={key: typed}), 409)
    except NotInThisState as refused:
        if as_json:
            return JsonResponse({"what": str(refused)}, status=409)
        return _show(request, encounter_id, Said(fault=str(refused), texts={key: typed}), 409)
    if as_json:
        return JsonResponse({"id": str(entry.pk), "at": ClinicTime(request.membership.clinic).time(entry.recorded_at)})
    return HttpResponseRedirect(f"{reverse('evaluation_note', args=[encounter_id])}#text-{key}")


@staff_page
def addendum(request: Any, encounter_id: uuid.UUID) -> HttpResponse:
    """POST: what is added to a signed note, under one's own name."""
    if request.method != "POST":
        return not_by_this_method(request, "POST")
    typed = str(request.POST.get("text", ""))
    try:
        write_addendum(request.actor, encounter_id, typed)
    except NotInThisState as refused:
        return _show(request, encounter_id, Said(fault=str(refused), addendum=typed), 409)
    messages.success(request, _("The addendum stands under the signed note."))
    return HttpResponseRedirect(f"{reverse('evaluation_note', args=[encounter_id])}#addenda")


@staff_page
def paper(request: Any, encounter_id: uuid.UUID) -> HttpResponse:
    """GET: the note as it goes on paper, for the browser to print."""
    if request.method not in ("GET", "HEAD"):
        return not_by_this_method(request, "GET")
    read = read_note(request.actor, encounter_id)
    pdf_url = reverse("note_pdf", args=[encounter_id]) if can_make_pdf() else ""
    back = reverse("evaluation_note", args=[encounter_id])
    return show_paper(
        request,
        paper_page(read.note, addendum_lines(read.addenda, ClinicTime(request.membership.clinic)), _draft(read), back, pdf_url),
    )


@staff_page
def pdf(request: Any, encounter_id: uuid.UUID) -> HttpResponse:
    """GET: the note as a PDF."""
    if request.method not in ("GET", "HEAD"):
        return not_by_this_method(request, "GET")
    read = read_note(request.actor, encounter_id)
    page = paper_page(read.note, addendum_lines(read.addenda, ClinicTime(request.membership.clinic)), _draft(read), for_pdf=True)
    return pdf_response(page, "note")


def _draft(read: Read) -> str:
    if read.status == EncounterStatus.SIGNED:
        return ""
    return _("waits for co-signature") if read.status == EncounterStatus.AWAITING_COSIGNATURE else _("draft, not signed")


def _show(request: Any, encounter_id: uuid.UUID, said: Said, status: int = 200) -> HttpResponse:
    read = read_note(request.actor, encounter_id)
    time, role = ClinicTime(request.membership.clinic), request.actor.role
    may_edit = read.status == EncounterStatus.OPEN and can(role, Permission.RECORD)
    page = NotePage(
        shell=build_shell(request, "patients", simulated=read.note.simulated),
        encounter_id=encounter_id,
        episode_id=read.episode_id,
        patient_id=read.patient_id,
        note=read.note,
        status=read.status,
        status_words=read.status_words,
        issued_at=time.when(read.issued_at) if read.issued_at is not None else "",
        sha256=read.sha256,
        may_edit=may_edit,
        may_add=read.may_be_added_to and can(role, Permission.WRITE_ADDENDUM),
        texts=tuple(_free_text(key, label, hint, read, said) for key, label, hint in _free_texts()),
        edits=read.edits,
        addenda=addendum_lines(read.addenda, ClinicTime(request.membership.clinic)),
        can_pdf=can_make_pdf(),
        how_to_pdf=HOW_TO_ENABLE,
        fault=said.fault,
        clash=said.clash,
        typed=said.addendum,
        typed_sentence=said.sentence,
        typed_text=said.text,
    )
    response = render_page(request, "notes/note.html", page)
    response.status_code = status
    return response


def _free_texts() -> tuple[tuple[str, str, str], ...]:
    return (
        ("summary", _("Your summary"), _("It stands before the sources.")),
        ("plan", _("Your plan"), _("One step a line.")),
    )


def _free_text(key: str, label: str, hint: str, read: Read, said: Said) -> FreeText:
    stored, entry_id = read.texts.get(key, ("", ""))
    return FreeText(key, label, hint, said.texts.get(key, stored), entry_id)


def _clash(request: Any, what: str, conflict: Conflict, mine: str) -> Clashed:
    standing: Any = conflict.current
    if standing is None:
        return Clashed(what, yours=mine, theirs="", who="", at="")
    at = ClinicTime(request.membership.clinic).when(standing.recorded_at)
    return Clashed(what, yours=mine, theirs=standing.text, who=standing.recorded_by.full_name, at=at)


def _id_or_none(typed: object) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(typed)) if typed else None
    except ValueError:
        return None
