"""Requests about referral letters and issued documents."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from enthesis.access.permissions import Permission, can
from enthesis.access.refused import Conflict, NotInThisState
from enthesis.actions.edit_note import draft_letter
from enthesis.actions.gather_encounter import gather_record
from enthesis.actions.issue_document import NOTES, find_flag, issue_referral_letter, read_document
from enthesis.actions.read_patient import read_encounter
from enthesis.reasoning.red_flags import RaisedFlag
from enthesis.records.episodes import Addendum, Document, Encounter, EncounterStatus
from enthesis.records.people import Person
from enthesis.reports.encounter_record import EncounterRecord
from enthesis.reports.episode_documents import BY_KIND
from enthesis.reports.note import Note, thaw
from enthesis.reports.pdf import HOW_TO_ENABLE, can_make_pdf
from enthesis.reports.referral_letter import FIELDS, LONGEST_FIELD, compose_letter, drafted_words, plain, written_by
from enthesis.reports.wording import URGENCY_WORDS, listed
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.errors import not_by_this_method
from enthesis.web.notes.pages import DocumentPage, FlagLine, FlagsPage, LetterField, LetterPage
from enthesis.web.notes.paper import paper_page, pdf_response, show_paper
from enthesis.web.room.build import addendum_lines
from enthesis.web.shell import build_shell
from enthesis.web.templating import render_page
from enthesis.web.who import staff_page

ROWS = {"to": 2, "urgency": 2, "why": 5, "found": 10, "asked": 4, "contact": 2}


@staff_page
def flags(request: Any, encounter_id: uuid.UUID) -> HttpResponse:
    """GET: the raised flags of an encounter, to choose the one a letter is about; a single one is opened at once."""
    if request.method not in ("GET", "HEAD"):
        return not_by_this_method(request, "GET")
    record, episode_id = read_encounter(request.actor, encounter_id, lambda e: (gather_record(e), e.episode_id))
    raised = record.assessment.red_flags if record.assessment is not None else ()
    if len(raised) == 1:
        return HttpResponseRedirect(reverse("referral_letter", args=[encounter_id, raised[0].id]))
    page = FlagsPage(
        shell=build_shell(request, "patients", simulated=record.patient.simulated),
        encounter_id=encounter_id,
        episode_id=episode_id,
        patient_name=record.patient.name,
        flags=tuple(_flag_line(record, flag) for flag in raised),
    )
    return render_page(request, "notes/flags.html", page)


def _flag_line(record: EncounterRecord, flag: RaisedFlag) -> FlagLine:
    names = listed(record.pack.finding_by_id[finding].name for finding in flag.because)
    return FlagLine(flag.id, flag.name, URGENCY_WORDS[flag.urgency], names)


@staff_page
def letter(request: Any, encounter_id: uuid.UUID, flag_id: str) -> HttpResponse:
    """GET: the letter as it would be issued, with its parts to change. POST: keep the parts, or issue it."""
    if request.method in ("GET", "HEAD"):
        return _show_letter(request, encounter_id, flag_id, None)
    if request.method != "POST":
        return not_by_this_method(request, "GET, POST")
    words = {name: str(request.POST.get(name, ""))[: 2 * LONGEST_FIELD] for name in FIELDS if name in request.POST}
    try:
        if request.POST.get("act") == "issue":
            issued = issue_referral_letter(request.actor, encounter_id, flag_id, words)
            messages.success(request, _("The letter is issued. Print it, or save it as a PDF."))
            return HttpResponseRedirect(reverse("document", args=[issued.pk]))
        draft_letter(request.actor, encounter_id, flag_id, words)
    except NotInThisState as refused:
        return _show_letter(request, encounter_id, flag_id, words, str(refused), 409)
    except Conflict:
        fault = _("Somebody else wrote in this letter in the meantime; what you typed is below. Save again to keep yours.")
        return _show_letter(request, encounter_id, flag_id, words, fault, 409)
    messages.success(request, _("The letter is kept as written; it is not issued yet."))
    return HttpResponseRedirect(reverse("referral_letter", args=[encounter_id, flag_id]))


def _show_letter(
    request: Any, encounter_id: uuid.UUID, flag_id: str, typed: Mapping[str, str] | None, fault: str = "", status: int = 200
) -> HttpResponse:
    def build(encounter: Encounter) -> LetterPage:
        record = gather_record(encounter)
        flag = find_flag(record, flag_id)
        writing = written_by(record, Person.objects.get(pk=request.actor.person_id).signature, timezone.now())
        words = typed if typed is not None else drafted_words(record, flag_id)
        shown = compose_letter(record, flag, words, writing)
        generated = compose_letter(record, flag, {}, writing)
        return LetterPage(
            shell=build_shell(request, "patients", simulated=record.patient.simulated),
            encounter_id=encounter_id,
            episode_id=encounter.episode_id,
            flag_id=flag_id,
            flag_name=flag.name,
            urgency=URGENCY_WORDS[flag.urgency],
            patient_name=record.patient.name,
            note=shown,
            fields=_fields(shown, generated, words),
            may_draft=encounter.status == EncounterStatus.OPEN and can(request.actor.role, Permission.RECORD),
            may_issue=can(request.actor.role, Permission.ISSUE_DOCUMENT),
            fault=fault,
        )

    response = render_page(request, "notes/letter.html", read_encounter(request.actor, encounter_id, build))
    response.status_code = status
    return response


def _fields(shown: Note, generated: Note, words: Mapping[str, str]) -> tuple[LetterField, ...]:
    made = {section.id: plain(section.sentences) for section in generated.sections}
    now = {section.id: plain(section.sentences) for section in shown.sections}
    return tuple(
        LetterField(id, label, words.get(id) or now[id], made[id], now[id] != made[id], ROWS[id]) for id, label in FIELDS.items()
    )


@staff_page
def document(request: Any, document_id: uuid.UUID) -> HttpResponse:
    """GET: an issued document as it was issued."""
    if request.method not in ("GET", "HEAD"):
        return not_by_this_method(request, "GET")
    time = ClinicTime(request.membership.clinic)

    def build(found: Document) -> DocumentPage:
        encounter: Encounter = found.encounter
        frozen = thaw(found.content)
        return DocumentPage(
            shell=build_shell(request, "patients", simulated=frozen.simulated),
            document_id=found.pk,
            encounter_id=encounter.pk,
            episode_id=encounter.episode_id,
            patient_id=encounter.patient_id,
            note=frozen,
            addenda=addendum_lines(_addenda(found), ClinicTime(request.membership.clinic)),
            issued_by=found.issued_by.signature,
            issued_at=time.when(found.issued_at),
            sha256=found.content_sha256,
            can_pdf=can_make_pdf(),
            how_to_pdf=HOW_TO_ENABLE,
            name=_("Note") if found.kind in NOTES else str(found.get_kind_display()),  # type: ignore[attr-defined]
            back_url=reverse("episode_documents", args=[encounter.episode_id])
            if found.kind in BY_KIND
            else reverse("room", args=[encounter.pk]),
            back_label=_("Documents") if found.kind in BY_KIND else _("Encounter"),
            files=tuple(
                (label, reverse(f"document_{file}", args=[found.pk]))
                for file, label in (("docx", _("Word")), ("md", _("Markdown")))
                if found.kind in BY_KIND and file in BY_KIND[found.kind].files
            ),
        )

    return render_page(request, "notes/document.html", read_document(request.actor, document_id, build))


@staff_page
def document_paper(request: Any, document_id: uuid.UUID) -> HttpResponse:
    """GET: an issued document as it goes on paper."""
    if request.method not in ("GET", "HEAD"):
        return not_by_this_method(request, "GET")
    frozen, addenda = read_document(request.actor, document_id, lambda d: (thaw(d.content), _addenda(d)))
    pdf_url = reverse("document_pdf", args=[document_id]) if can_make_pdf() else ""
    back = reverse("document", args=[document_id])
    return show_paper(
        request, paper_page(frozen, addendum_lines(addenda, ClinicTime(request.membership.clinic)), "", back, pdf_url)
    )


@staff_page
def document_pdf(request: Any, document_id: uuid.UUID) -> HttpResponse:
    """GET: an issued document as a PDF."""
    if request.method not in ("GET", "HEAD"):
        return not_by_this_method(request, "GET")
    frozen, addenda = read_document(request.actor, document_id, lambda d: (thaw(d.content), _addenda(d)))
    return pdf_response(
        paper_page(frozen, addendum_lines(addenda, ClinicTime(request.membership.clinic)), "", for_pdf=True), "document"
    )


def _addenda(found: Document) -> tuple[tuple[str, str, Any], ...]:
    """What was added to the note; a letter has no addenda."""
    if found.kind not in NOTES:
        return ()
    addenda = Addendum.objects.filter(encounter=found.encounter).select_related("written_by").order_by("written_at", "id")
    return tuple((a.text, a.written_by.signature, a.written_at) for a in addenda)
