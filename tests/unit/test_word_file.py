"""The case report as a Word file, as Markdown, and its figures: every sentence, and pictures that say what they show."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from xml.etree.ElementTree import fromstring

import docx
import pytest
from episode_table import EVALUATION, made, make_episode, visit_at, words_of

from enthesis.knowledge.pack import Pack
from enthesis.outcomes.picture_marks import KINDS, cross, mark, sign
from enthesis.reports.encounter_record import Recorded
from enthesis.reports.markdown_file import make_markdown
from enthesis.reports.outcome_record import OutcomeRecord
from enthesis.reports.pixels import PIXELS_A_UNIT, make_png
from enthesis.reports.word_file import make_word_file
from enthesis.web.notes.paper import find_static


@pytest.fixture(scope="module")
def record(posterior_hip: Pack) -> OutcomeRecord:
    return make_episode(posterior_hip)


def test_the_word_file_has_headings_tables_and_every_sentence(record: OutcomeRecord) -> None:
    report = made(record, "case_report")
    file = docx.Document(io.BytesIO(make_word_file(report)))
    headings = [paragraph.text for paragraph in file.paragraphs if paragraph.style.name == "Heading 1"]
    assert headings == [section.title for section in report.sections]
    assert file.tables[0].rows[0].cells[0].text == "Day"
    assert (file.core_properties.title, file.core_properties.language) == (report.title, "en-GB")
    assert not file.core_properties.author
    told = " ".join(words_of(report).split())
    for sentence in report.sentences:
        assert all(" ".join(part.split()) in told for part in (sentence.cells or (sentence.text,))), sentence.id
    assert make_word_file(report) == make_word_file(report)


def test_the_word_file_shows_the_figures_and_says_what_they_show(record: OutcomeRecord) -> None:
    report = made(record, "case_report")
    figures = [figure for section in report.sections for figure in section.figures]
    file = docx.Document(io.BytesIO(make_word_file(report, find_static)))
    assert [shape._inline.docPr.get("descr") for shape in file.inline_shapes] == [f"{f.title}. {f.alternative}" for f in figures]
    assert len(figures) == 2
    page = file.sections[0]
    assert all(shape.width == page.page_width - page.left_margin - page.right_margin for shape in file.inline_shapes)
    # Where no picture can be drawn, the words stand in its place.
    assert all(figure.alternative in words_of(report) for figure in figures)
    assert all(figure.alternative in make_markdown(report).replace("\\", "") for figure in figures)


def test_a_drawing_becomes_pixels_of_its_size_in_greys() -> None:
    from PIL import Image

    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><g transform="translate(10 0)">{}</g></svg>'
    image = Image.open(io.BytesIO(make_png(svg.format('<rect width="4" height="10" fill="#000000"/>'), find_static)))
    seen = [image.getpixel((x * PIXELS_A_UNIT + 1, 5 * PIXELS_A_UNIT)) for x in (2, 11, 15)]
    assert (image.mode, image.size, seen) == ("L", (20 * PIXELS_A_UNIT, 10 * PIXELS_A_UNIT), [255, 0, 255])
    blank = make_png(svg.format(""), find_static)
    every = [mark(5, 5, *kind, "") for kind in ((False, False), (True, False), (False, True))] + [cross(5, 5, "")]
    every += [sign(kind, 5, 5, "", simulated) for kind in KINDS for simulated in (False, True)]
    assert all(make_png(svg.format(form), find_static) != blank for form in every)


def test_an_event_stands_at_its_day_in_the_timeline(record: OutcomeRecord) -> None:
    (figure,) = [f for s in made(record, "case_report").sections for f in s.figures if s.id == "timeline"]
    root = fromstring(figure.svg)
    squares = [float(node.get("x", "")) + 7 for node in root if node.tag.endswith("rect") and node.get("width") == "14"]
    visits = [float(node.get("cx", "")) for node in root if node.tag.endswith("circle")]
    # Days 25, 41, 57 (the discharge, on the day of the last visit) and 231, which lies behind the break of the axis.
    assert visits[3] < squares[0] < visits[4] and visits[5] < squares[1] < visits[6]
    assert squares[2] == visits[8] < squares[3]


CHART = {
    "version": 1,
    "build": "neutral",
    "areas": [
        {
            **{"sensation": "ache", "intensity_nrs_0_10": 6, "depth": "deep", "regions": []},
            "strokes": [{"view": "back", "radius": 130, "filled": False, "points": [2820, 5000, 2850, 5250, 2820, 5650]}],
        }
    ],
}


def test_the_case_report_holds_the_scores_and_the_body_chart_without_a_date(record: OutcomeRecord) -> None:
    first = record.visits[0]
    drawn = Recorded("dr", "drawing", "pain", {"drawing": CHART}, "Thea Berg", first.encounter.started_at)
    told = replace(record, visits=(replace(first, entries=(*first.entries, drawn)), *record.visits[1:]))
    report = made(told, "case_report")
    held = {section.id: section for section in report.sections}
    (chart,) = held["body_chart"].pictures
    file = docx.Document(io.BytesIO(make_word_file(report, find_static)))
    said = [shape._inline.docPr.get("descr") for shape in file.inline_shapes]
    assert len(said) == 3 and any(one.startswith("Body chart, back. Deep ache, 6/10") for one in said)
    assert "Deep ache, 6/10" in words_of(report) and "Deep ache, 6/10" in make_markdown(report)
    assert "Deep ache, 6/10" in chart.svg
    assert [trace.entry_id for trace in held["body_chart"].sentences[0].sources] == ["dr"]
    (scores,) = held["outcomes"].figures
    assert scores.alternative.startswith(
        "Numeric pain rating, worst pain, 24 hours: 7 on day 1, 4 on day 29, 1 on day 57, 0 on day 241."
    )
    assert not re.search(r"2026|\bMarch|Thea|Alex", scores.svg + chart.svg)
    traced = {trace.entry_id for s in held["outcomes"].sentences if s.id == scores.sentence_id for trace in s.sources}
    assert traced >= {"nprs_worst0", "nprs_worst3", "psfs1", "h1", "d1", "plan2", *(v.encounter.id for v in told.visits)}
    for kind, shown in (("progress_report", 1), ("discharge_report", 1), ("referrer_letter", 0), ("patient_summary", 0)):
        assert sum(len(section.figures) for section in made(record, kind).sections) == shown, kind


def test_a_word_file_takes_any_text(posterior_hip: Pack) -> None:
    evil = "\x00\x08 <w:p> & ]]> \ufffe | # * _ 1. x"
    visit = visit_at(posterior_hip, 1, make_episode(posterior_hip).visits[0].encounter.started_at, "evaluation", EVALUATION)
    report = made(make_episode(posterior_hip, visits=(visit,)), "case_report", lesson=evil)
    assert "<w:p> & ]]>" in words_of(report)
    assert r"\<w:p\> & \]\]\> \| \# \* \_ 1. x" in make_markdown(report)
    assert "\x00" not in make_markdown(report)
