"""Documents on paper: one page for the browser's print and for PDF."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpResponse

from enthesis.reports.note import Note
from enthesis.reports.pdf import PdfUnavailable, make_pdf
from enthesis.web.notes.pages import PaperPage
from enthesis.web.room.pages import AddendumLine
from enthesis.web.templating import get_template, page_fields, render_page


def paper_page(
    note: Note, addenda: tuple[AddendumLine, ...], draft: str, back_url: str = "", pdf_url: str = "", for_pdf: bool = False
) -> PaperPage:
    """The document with its foot: who it is about and what it is, on every sheet."""
    day = next((value for label, value in note.facts if label == "Date"), "")
    if not note.patient_name:
        return PaperPage(note, addenda, note.clinic_name, draft, for_pdf, back_url, pdf_url)
    parts = [note.patient_name, f"record {note.record_number}" if note.record_number else "", f"{note.title} {day}".strip()]
    return PaperPage(note, addenda, " · ".join(part for part in parts if part), draft, for_pdf, back_url, pdf_url)


def show_paper(request: Any, page: PaperPage) -> HttpResponse:
    """The document for the browser to print."""
    return render_page(request, "notes/paper.html", page)


def pdf_response(page: PaperPage, name: str) -> HttpResponse:
    """The document as a PDF; where none can be made, a sentence says how to enable it.

    Args:
        name: of the file; never with a patient's name.
    """
    try:
        made = make_pdf(get_template("notes/paper.html").render(**page_fields(page), csrf_token=""), find_static)
    except PdfUnavailable as unavailable:
        return HttpResponse(str(unavailable), status=501, content_type="text/plain; charset=utf-8")
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def find_static(path: str) -> Path | None:
    """The place of one of our static files; None when there is no such file."""
    found = finders.find(path)
    return Path(found) if isinstance(found, str) else None
