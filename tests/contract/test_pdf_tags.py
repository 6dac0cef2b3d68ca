"""PDFs of documents as a screen reader and a printer meet them: tags, language, title, alternative texts, paper, greys.

No validator of PDF/UA comes with Python; the checks here are the machine-checkable ones of the Matterhorn protocol that pypdf can see:
marked content, a structure tree with a heading first, headings that skip no level, table headers, an alternative text for every
figure, the title shown, the language, embedded fonts with a way back to text.
"""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterator
from typing import Any

import pypdf
import pytest
from episode_table import WRITING, clinic, make_episode

from enthesis.knowledge.pack import Pack
from enthesis.reasoning.assessment import Assessor
from enthesis.reports import pdf
from enthesis.reports.episode_documents import DOCUMENTS
from enthesis.reports.note import Note
from enthesis.web.documents.files import make_file

pytestmark = pytest.mark.skipif(not pdf.can_make_pdf(), reason="WeasyPrint or pango is missing")
COLOUR = re.compile(rb"(?<![\w.])([\d.]+) ([\d.]+) ([\d.]+) (?:rg|RG)\b")


def elements(node: Any) -> Iterator[tuple[str, Any]]:
    """Every element of a structure tree with its kind, in reading order."""
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from elements(child)
    elif isinstance(node, dict):
        if "/S" in node:
            yield str(node["/S"]), node
        if "/K" in node:
            yield from elements(node["/K"])


@pytest.fixture(scope="module")
def documents(posterior_hip: Pack, assessor: Assessor) -> dict[str, tuple[Note, bytes]]:
    """Every kind of document as a note and as a PDF, on A4."""
    record = make_episode(posterior_hip, assessor)
    notes = {document.kind: document.compose(record, {}, WRITING, True) for document in DOCUMENTS}
    return {kind: (note, make_file(note, "pdf")) for kind, note in notes.items()}


@pytest.mark.parametrize("kind", [document.kind for document in DOCUMENTS])
def test_it_is_tagged_titled_in_a_language_and_grey(documents: dict[str, tuple[Note, bytes]], kind: str) -> None:
    note, made = documents[kind]
    reader = pypdf.PdfReader(io.BytesIO(made))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None and str(reader.metadata.title).startswith(note.title)
    assert b"pdfuaid" in root["/Metadata"].get_data()
    tree = list(elements(root["/StructTreeRoot"]))
    headings = [int(name[2:]) for name, _ in tree if re.fullmatch(r"/H[1-6]", name)]
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(headings))
    assert headings.count(2) >= len(note.sections)
    assert all(len(str(node.get("/Alt", ""))) > 10 for name, node in tree if name == "/Figure"), "a figure without words"
    names = [name for name, _ in tree]
    assert names.count("/Table") == 0 or names.count("/TH") >= 2 * names.count("/Table")
    for page in reader.pages:
        content = page.get_contents()
        colours = COLOUR.findall(content.get_data() if content is not None else b"")
        assert all(len({float(part) for part in colour}) == 1 for colour in colours), "a colour on paper"
        fonts: Any = page["/Resources"].get("/Font", {})
        assert all("/ToUnicode" in fonts[name].get_object() for name in fonts)


@pytest.mark.parametrize("kind", [document.kind for document in DOCUMENTS])
def test_every_sentence_can_be_taken_out_as_text(documents: dict[str, tuple[Note, bytes]], kind: str) -> None:
    note, made = documents[kind]
    text = squeezed(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages))
    for sentence in note.sentences:
        # A sentence that goes over a page has the foot of the page inside it.
        begin = squeezed(sentence.cells[0] if sentence.cells else sentence.text)[:20]
        assert begin in text, sentence.id


def squeezed(text: str) -> str:
    """Without white space and soft breaks, since lines break anywhere."""
    return re.sub(r"[\s\u00ad]+", "", text)


def test_the_figures_are_told_to_those_who_do_not_see_it(documents: dict[str, tuple[Note, bytes]]) -> None:
    reader = pypdf.PdfReader(io.BytesIO(documents["case_report"][1]))
    root: Any = reader.trailer["/Root"]
    told = [str(node.get("/Alt", "")) for name, node in elements(root["/StructTreeRoot"]) if name == "/Figure"]
    assert any("Day 57: Discharge" in words and "Day 231: Race" in words for words in told)
    assert any("7 on day 1, 4 on day 29" in words and "Discharge: day 57." in words for words in told)


def test_the_case_report_as_a_pdf_names_nobody(documents: dict[str, tuple[Note, bytes]]) -> None:
    reader = pypdf.PdfReader(io.BytesIO(documents["case_report"][1]))
    text = " ".join(page.extract_text() for page in reader.pages) + str(dict(reader.metadata or {}))
    assert not [name for name in ("Alex", "Muster", "Thea", "Berg", "Harbour", "R-1042") if name in text]


def test_us_paper(posterior_hip: Pack) -> None:
    record = make_episode(posterior_hip, clinic=clinic(country="US", paper="letter"))
    note = next(d for d in DOCUMENTS if d.kind == "patient_summary").compose(record, {}, WRITING, True)
    reader = pypdf.PdfReader(io.BytesIO(make_file(note, "pdf")))
    assert {(float(page.mediabox.width), float(page.mediabox.height)) for page in reader.pages} == {(612.0, 792.0)}
    assert len(reader.pages) == 1, "the patient's summary is one page"
    assert reader.trailer["/Root"]["/Lang"] == "en-US"  # type: ignore[index]


def test_a_page_in_one_file_needs_nothing_else(posterior_hip: Pack) -> None:
    note = next(d for d in DOCUMENTS if d.kind == "progress_report").compose(make_episode(posterior_hip), {}, WRITING, False)
    html = make_file(note, "html", "draft").decode()
    assert "<style>" in html
    assert 'rel="stylesheet"' not in html
