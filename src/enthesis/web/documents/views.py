"""Requests about the documents of an episode."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from enthesis.access.permissions import Permission, can
from enthesis.access.refused import NotFound, NotInThisState
from enthesis.actions.issue_document import NOTES, read_document
from enthesis.actions.issue_episode_document import (
    Draft,
    EpisodeDocuments,
    document_of,
    issue_episode_document,
    read_documents,
    read_draft,
)
from enthesis.records.episodes import Document, DocumentKind
from enthesis.records.plans import Plan, PlanStatus
from enthesis.reports.episode_documents import BY_KIND, LONGEST_WORDS
from enthesis.reports.markdown_file import make_markdown
from enthesis.reports.note import Note, thaw
from enthesis.reports.word_file import make_word_file
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.documents.pages import DocumentsPage, DraftPage, IssuedLine, KindLine, Part
from enthesis.web.errors import not_by_this_method
from enthesis.web.notes.paper import find_static
from enthesis.web.shell import build_shell
from enthesis.web.templating import render_page
from enthesis.web.who import staff_page

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FILES = {"html": "page", "pdf": "PDF", "docx": "Word", "md": "Markdown"}


@staff_page
def documents(request: Any, episode_id: uuid.UUID) -> HttpResponse:
    """GET: what can be made of an episode, what is missing for each, and what was issued."""
    if request.method not in ("GET", "HEAD"):
        return not_by_this_method(request, "GET")
    time = ClinicTime(request.membership.clinic)

    def build(found: EpisodeDocuments) -> DocumentsPage:
        plan = Plan.objects.filter(episode=found.episode, status=PlanStatus.ACTIVE).first()
        flagged = [visit for visit in found.record.visits if visit.assessment is not None and visit.assessment.red_flags]
        return DocumentsPage(
            shell=build_shell(request, "patients", simulated=found.record.simulated),
            episode_id=episode_id,
            patient_id=found.episode.patient_id,
            patient_name=found.record.patient.name,
            complaint=found.record.episode.complaint,
            kinds=tuple(
                KindLine(
                    one.document.kind,
                    one.document.name,
                    one.document.purpose,
                    one.missing,
                    one.cannot_issue,
                    tuple(_line(d, time) for d in found.issued if d.kind == one.document.kind),
                    ", ".join(FILES[file] for file in one.document.files),
                )
                for one in found.can_be_made
            ),
            notes=tuple(_line(d, time) for d in found.issued if d.kind in (*NOTES, DocumentKind.REFERRAL_LETTER)),
            plan_id=plan.pk if plan is not None else None,
            red_flag_encounter_id=uuid.UUID(flagged[-1].encounter.id) if flagged else None,
        )

    return render_page(request, "documents/index.html", read_documents(request.actor, episode_id, build))


def _line(document: Document, time: ClinicTime) -> IssuedLine:
    name = str(document.get_kind_display())  # type: ignore[attr-defined]
    if document.kind in NOTES:
        day = time.short_day(time.local(document.encounter.started_at).date())
        name = _("%(kind)s of %(day)s") % {"kind": name, "day": day}
    return IssuedLine(document.pk, name, time.when(document.issued_at), document.issued_by.signature)


@staff_page
def draft(request: Any, episode_id: uuid.UUID, kind: str) -> HttpResponse:
    """GET: the document as it would be issued. POST: with the writer's parts, to look at or to issue."""
    if request.method in ("GET", "HEAD"):
        return _show(request, episode_id, kind, None)
    if request.method != "POST":
        return not_by_this_method(request, "GET, POST")
    fields = document_of(kind).fields
    words = {name: str(request.POST.get(name, ""))[: 2 * LONGEST_WORDS] for name in fields}
    if request.POST.get("act") != "issue":
        return _show(request, episode_id, kind, words)
    try:
        issued = issue_episode_document(request.actor, episode_id, kind, words)
    except NotInThisState as refused:
        return _show(request, episode_id, kind, words, str(refused), 409)
    messages.success(request, _("The document is issued. Print it, or save it."))
    return HttpResponseRedirect(reverse("document", args=[issued.pk]))


def _show(
    request: Any, episode_id: uuid.UUID, kind: str, words: Mapping[str, str] | None, fault: str = "", status: int = 200
) -> HttpResponse:
    time = ClinicTime(request.membership.clinic)

    def build(found: Draft) -> DraftPage:
        return DraftPage(
            shell=build_shell(request, "patients", simulated=found.note.simulated),
            episode_id=episode_id,
            patient_name=str(found.episode.patient),
            kind=kind,
            name=found.document.name,
            purpose=found.document.purpose,
            note=found.note,
            parts=tuple(
                Part(name, label, found.words.get(name, ""), 2 if name == "to" else 3)
                for name, label in found.document.fields.items()
            ),
            missing=found.missing,
            cannot_issue=found.cannot_issue,
            may_issue=can(request.actor.role, Permission.ISSUE_DOCUMENT),
            issued=tuple(_line(d, time) for d in found.issued),
            fault=fault,
        )

    page = read_draft(request.actor, episode_id, kind, words, build)
    return render_page(request, "documents/draft.html", page, status)


@staff_page
def word_file(request: Any, document_id: uuid.UUID) -> HttpResponse:
    """GET: an issued document as a Word file, where its kind is given as one."""
    if request.method not in ("GET", "HEAD"):
        return not_by_this_method(request, "GET")
    response = HttpResponse(make_word_file(_read(request, document_id, "docx"), find_static), content_type=WORD)
    response["Content-Disposition"] = 'attachment; filename="case-report.docx"'
    return response


@staff_page
def markdown_file(request: Any, document_id: uuid.UUID) -> HttpResponse:
    """GET: an issued document as Markdown, where its kind is given as one."""
    if request.method not in ("GET", "HEAD"):
        return not_by_this_method(request, "GET")
    text = make_markdown(_read(request, document_id, "md"))
    response = HttpResponse(text, content_type="text/markdown; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="case-report.md"'
    return response


def _read(request: Any, document_id: uuid.UUID, file: str) -> Note:
    def build(found: Document) -> Note:
        if found.kind not in BY_KIND or file not in BY_KIND[found.kind].files:
            raise NotFound("This document is not given as such a file.")
        return thaw(found.content)

    return read_document(request.actor, document_id, build)
