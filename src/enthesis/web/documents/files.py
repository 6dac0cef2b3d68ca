"""A document as the bytes of a file: a page, a PDF, a Word file or Markdown."""

from __future__ import annotations

from pathlib import Path

from enthesis.reports.markdown_file import make_markdown
from enthesis.reports.note import Note
from enthesis.reports.pdf import STATIC_ADDRESS, make_pdf
from enthesis.reports.word_file import make_word_file
from enthesis.web.notes.paper import find_static, paper_page
from enthesis.web.templating import get_template, page_fields


def make_file(note: Note, kind: str, draft: str = "") -> bytes:
    """The document as a file.

    Args:
        kind: html, pdf, docx or md.
        draft: what stands at the foot of one that is not issued.
    Raises:
        PdfUnavailable: a PDF is asked for, and WeasyPrint or pango is missing.
    """
    if kind == "docx":
        return make_word_file(note, find_static)
    if kind == "md":
        return make_markdown(note).encode()
    html = get_template("notes/paper.html").render(**page_fields(paper_page(note, (), draft, for_pdf=True)), csrf_token="")
    return make_pdf(html, find_static) if kind == "pdf" else _in_one_file(html).encode()


def _in_one_file(html: str) -> str:
    """The page with its styles inside it, so that it opens wherever it is put."""
    for start in (f'<link rel="stylesheet" href="{STATIC_ADDRESS}',):
        while start in html:
            before, _, rest = html.partition(start)
            path, _, after = rest.partition('">')
            found = find_static(path)
            css = found.read_text(encoding="utf-8") if isinstance(found, Path) else ""
            html = f"{before}<style>{css}</style>{after}"
    return html
