"""A document as a Word file: real headings, lists and tables, so that it can be edited and read aloud. Made by python-docx."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

from enthesis.reports.assessment_sections import percent
from enthesis.reports.body_picture import on_paper
from enthesis.reports.note import Figure, Note, Section, Sentence
from enthesis.reports.pixels import PIXELS_A_UNIT, can_make_png, make_png

_TITLE = re.compile(r"<title[^>]*>([^<]*)</title>")
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
PAGE_MM = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
FONT = "Calibri"
FindStatic = Callable[[str], Path | None]
MakePicture = Callable[[str, int], bytes]
"""Of a drawing, with so many pixels for each of its units."""
CHART_WIDTH_MM, CHART_PIXELS = 75, 2
"""A body chart of 300 units and more across this width has about 200 pixels to the inch."""


def make_word_file(note: Note, find_static: FindStatic | None = None) -> bytes:
    """The document as .docx. The same document gives the same bytes: its dates are those of the draft, which has none.

    Args:
        find_static: gives the place of a static file; figures need its letters. Without it, or without the extra for PDF files, a
            figure is told in words.
    """
    import docx
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    made: Any = docx.Document()
    width, height = PAGE_MM.get(note.paper, PAGE_MM["a4"])
    page = made.sections[0]
    page.page_width, page.page_height = Mm(width), Mm(height)
    page.left_margin = page.right_margin = Mm(22)
    page.top_margin = page.bottom_margin = Mm(20)
    style = made.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    for kind in ("Title", "Heading 1", "Heading 2", "List Bullet", "Caption"):
        _in_black(made.styles[kind])
    _in_language(made, note.language)
    core = made.core_properties
    core.title, core.author, core.comments, core.language = clean(note.title), "", "", note.language
    core.last_modified_by, core.revision = "", 1
    core.created = core.modified = datetime.datetime(2000, 1, 1)
    core.keywords = ""
    made.add_paragraph(clean(note.title), style="Title")
    if note.simulated:
        made.add_paragraph().add_run("Simulated data. Nothing marked so was observed on anybody.").bold = True
    if note.pack_line:
        made.add_paragraph().add_run(clean(note.pack_line)).italic = True
    for label, value in note.facts:
        made.add_paragraph(f"{clean(label)}: {clean(value)}", style="List Bullet")
    for section in note.sections:
        made.add_heading(clean(section.title), level=1)
        _section(made, section, _picture_maker(find_static))
    kept = io.BytesIO()
    made.save(kept)
    return _without_clock(kept)


def _without_clock(file: io.BytesIO) -> bytes:
    """The same parts in the same order, none of them with the time at which it was packed."""
    again = io.BytesIO()
    with zipfile.ZipFile(file) as packed, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as made:
        for part in packed.infolist():
            made.writestr(zipfile.ZipInfo(part.filename, (2000, 1, 1, 0, 0, 0)), packed.read(part), zipfile.ZIP_DEFLATED)
    return again.getvalue()


def _picture_maker(find_static: FindStatic | None) -> MakePicture | None:
    if find_static is None or not can_make_png():
        return None
    return lambda svg, pixels: make_png(svg, find_static, pixels)


def _section(made: Any, section: Section, picture: MakePicture | None) -> None:
    captions = {figure.sentence_id for figure in section.figures if figure.sentence_id}
    said = {sentence.id: sentence.text for sentence in section.sentences}
    for figure in section.figures:
        _figure(made, figure, said.get(figure.sentence_id, figure.title), picture)
    if section.pictures and picture is not None:
        _charts(made, section, picture)
    if section.estimates:
        rows = [
            (e.name, percent(e.probability), f"{percent(e.low)} to {percent(e.high)}", percent(e.pretest), percent(e.elicited))
            for e in section.estimates
        ]
        _table(made, ("Source", "Probability", "95% interval", "Before the examination", "Elicited share"), rows)
    in_table = [s for s in section.sentences if s.cells] if section.layout == "table" else []
    if in_table:
        _table(made, section.columns, [s.cells for s in in_table])
    rest = [s for s in section.sentences if s not in in_table and s.id not in captions]
    if section.layout in ("lines", "findings", "steps"):
        for sentence in rest:
            _said(made.add_paragraph(style="List Bullet"), sentence)
    elif rest:
        paragraph = made.add_paragraph()
        for sentence in rest:
            _said(paragraph, sentence, " ")
    if section.caption:
        made.add_paragraph(clean(section.caption), style="Caption")


def _figure(made: Any, figure: Figure, caption: str, picture: MakePicture | None) -> None:
    """The drawing across the page with its words for those who do not see it; the words alone where none can be drawn."""
    if picture is None:
        made.add_paragraph(clean(f"{caption} {figure.alternative}"), style="Caption")
        return
    page = made.sections[0]
    width = page.page_width - page.left_margin - page.right_margin
    paragraph = made.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    shape = paragraph.add_run().add_picture(io.BytesIO(picture(figure.svg, PIXELS_A_UNIT)), width=width)
    shape._inline.docPr.set("descr", clean(f"{figure.title}. {figure.alternative}"))
    shape._inline.docPr.set("title", clean(figure.title))
    made.add_paragraph(clean(caption), style="Caption")


def _charts(made: Any, section: Section, picture: MakePicture) -> None:
    """Views of the body chart side by side; the lines of the section say in words what is drawn."""
    from docx.shared import Mm

    paragraph = made.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    for chart in section.pictures:
        png = picture(on_paper(chart.svg), CHART_PIXELS)
        shape = paragraph.add_run().add_picture(io.BytesIO(png), width=Mm(CHART_WIDTH_MM))
        said = _TITLE.search(chart.svg)
        shape._inline.docPr.set("descr", clean(unescape(said[1])) if said else clean(chart.title))
        shape._inline.docPr.set("title", clean(f"{section.title}: {chart.title}"))


def _said(paragraph: Any, sentence: Sentence, end: str = "") -> None:
    run = paragraph.add_run(clean(sentence.text) + end)
    run.bold = sentence.missing


def _table(made: Any, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """A table with a header row that is repeated on every page and said before each cell by a screen reader."""
    from docx.oxml import OxmlElement

    table = made.add_table(rows=1, cols=len(columns))
    table.style = "Table Grid"
    for cell, name in zip(table.rows[0].cells, columns, strict=True):
        cell.paragraphs[0].add_run(clean(name)).bold = True
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in rows:
        cells = table.add_row().cells
        for cell, text in zip(cells, row, strict=False):
            cell.text = clean(text)
    made.add_paragraph()


def _in_black(style: Any) -> None:
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    style.font.color.rgb = RGBColor(0, 0, 0)
    style.font.name = FONT
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(name), None)


def _in_language(made: Any, language: str) -> None:
    """Set the language of the text, so that it is spelled and read aloud in it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    run = made.styles["Normal"].element.get_or_add_rPr()
    mark = OxmlElement("w:lang")
    mark.set(qn("w:val"), language)
    run.append(mark)


def clean(text: str) -> str:
    """A text without signs that XML may not hold, on one line."""
    return " ".join(_NOT_IN_XML.sub("", text).split())
