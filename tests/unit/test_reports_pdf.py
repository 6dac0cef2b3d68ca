"""Documents as PDF: complete, tagged, of the right paper, and nothing in them that the model does not say."""

from __future__ import annotations

import re
import shutil
import subprocess
import zlib
from pathlib import Path

import pytest
from encounter_table import make_record

from enthesis.knowledge.pack import Pack
from enthesis.reasoning.assessment import Assessor
from enthesis.reports import pdf
from enthesis.reports.encounter_record import ClinicDetails, PatientDetails
from enthesis.reports.evaluation_note import compose_note
from enthesis.reports.note import Note
from enthesis.web.notes.pages import AddendumLine
from enthesis.web.notes.paper import find_static, paper_page
from enthesis.web.templating import get_template, page_fields

TABLE = """
text onset insidious
text duration_weeks 26
finding ischial_pain positive
finding sitting_pain positive
finding standing_pain negative
finding puranen_orava positive
finding faber negative
finding slump_test negative
measure knee_flexion_strength_90_n 180 side=right
measure knee_flexion_strength_90_n 225 side=left
text plan Isometric holds, daily
diagnosis accept sources=proximal_hamstring_tendinopathy
"""
needs_pango = pytest.mark.skipif(not pdf.can_make_pdf(), reason="WeasyPrint or pango is missing")
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is missing (poppler-utils)")


def html_of(note: Note, addenda: tuple[AddendumLine, ...] = (), for_pdf: bool = True) -> str:
    page = paper_page(note, addenda, "draft, not signed", back_url="/", for_pdf=for_pdf)
    return get_template("notes/paper.html").render(**page_fields(page), csrf_token="")


def text_of(made: bytes, folder: Path) -> str:
    (folder / "note.pdf").write_bytes(made)
    subprocess.run(["pdftotext", "-raw", folder / "note.pdf", folder / "note.txt"], check=True)
    return (folder / "note.txt").read_text(encoding="utf-8")


def squeezed(text: str) -> str:
    """Without white space and soft breaks, since lines break anywhere."""
    return re.sub(r"\s+", "", text)


@pytest.fixture(scope="module")
def note(posterior_hip: Pack, assessor: Assessor) -> Note:
    return compose_note(make_record(posterior_hip, TABLE, assessor))


@needs_pango
@needs_poppler
def test_every_sentence_of_the_note_is_in_the_pdf_and_no_other(note: Note, tmp_path: Path) -> None:
    addendum = AddendumLine("Phoned on Tuesday.", "Thea Berg, PT", "24 September 2026")
    text = squeezed(text_of(pdf.make_pdf(html_of(note, (addendum,)), find_static), tmp_path))
    for sentence in note.sentences:
        shown = sentence.cells or (sentence.text,)
        assert all(squeezed(cell) in text for cell in shown), sentence.id
        text = text.replace(squeezed(shown[-1]) + sentence.code, "", 1)
    assert squeezed(addendum.text) in text
    for said in ("Not found", "Negative on", "It hurts", "Background"):
        assert squeezed(said) not in text, "something is said that the model does not say"


@needs_pango
def test_it_is_tagged_titled_and_in_a_language(note: Note) -> None:
    made = pdf.make_pdf(html_of(note), find_static)
    assert made.startswith(b"%PDF-1.7")
    inside = b"".join(inflated(stream) for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", made, re.DOTALL))
    for mark in (b"/Marked true", b"/StructTreeRoot", b"en-GB", b"pdfuaid", b"Evaluation, Alex Muster", b"/Table", b"/H1"):
        assert mark in inside or mark in made, mark


def inflated(stream: bytes) -> bytes:
    """A stream of a PDF as it was before it was compressed."""
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


@needs_pango
@needs_poppler
@pytest.mark.parametrize(("paper", "size"), [("a4", "595.276 x 841.89"), ("letter", "612 x 792")])
def test_paper_and_a_typical_case_on_one_page_with_who_and_where_on_it(
    posterior_hip: Pack, paper: str, size: str, tmp_path: Path
) -> None:
    clinic = ClinicDetails("Harbour Physiotherapy", paper=paper)
    note = compose_note(make_record(posterior_hip, TABLE, clinic=clinic))
    text = text_of(pdf.make_pdf(html_of(note), find_static), tmp_path)
    told = subprocess.run(["pdfinfo", tmp_path / "note.pdf"], check=True, capture_output=True, text=True).stdout
    assert size in told
    assert re.search(r"Pages:\s+1$", told, re.MULTILINE)
    assert "Page 1 of 1" in text
    assert "Alex Muster · record 1042 · Evaluation" in text
    assert "draft, not signed" in text


@needs_pango
def test_nothing_is_fetched_but_our_own_files() -> None:
    asked: list[str] = []

    def find(path: str) -> Path | None:
        asked.append(path)
        return find_static(path)

    html = (
        '<html lang="en"><title>t</title><img alt="a" src="https://example.org/a.png"><img alt="b" src="file:///etc/passwd">'
        '<link rel="stylesheet" href="https://static.invalid/enthesis/css/paper.css"><p>x</p></html>'
    )
    assert pdf.make_pdf(html, find).startswith(b"%PDF")
    assert asked and all(path.startswith("enthesis/") for path in asked)


def test_without_pango_it_says_how_to_enable_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise pdf.PdfUnavailable(pdf.HOW_TO_ENABLE)

    monkeypatch.setattr(pdf, "_weasyprint", missing)
    assert not pdf.can_make_pdf()
    with pytest.raises(pdf.PdfUnavailable, match="libpango"):
        pdf.make_pdf("<p>x</p>", find_static)


@pytest.mark.parametrize("for_pdf", [True, False])
def test_names_and_words_are_never_markup(posterior_hip: Pack, for_pdf: bool) -> None:
    evil = "<script>alert(1)</script>"
    who = PatientDetails("p", f"Al {evil}", record_number=evil, sport=evil)
    table = f'text plan {evil}\nfinding puranen_orava positive note="{evil}"\ntext left_out:Slump {evil}'
    note = compose_note(make_record(posterior_hip, table, patient=who, clinic=ClinicDetails(evil, address=evil)))
    html = html_of(note, (AddendumLine(evil, evil, "now"),), for_pdf)
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html
