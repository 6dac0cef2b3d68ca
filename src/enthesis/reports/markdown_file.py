"""A document as Markdown: headings, paragraphs, lists and tables that any editor reads; no marks of traces, no pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from enthesis.reports.assessment_sections import percent
from enthesis.reports.note import Note, Section
from enthesis.reports.word_file import clean

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")
_AT_THE_START = re.compile(r"^(\s*)([-+=]|\d+[.)])(\s)")


def make_markdown(note: Note) -> str:
    """The document as CommonMark with tables (GitHub's)."""
    return "\n".join(_lines(note)) + "\n"


def _lines(note: Note) -> Iterator[str]:
    yield f"# {plain(note.title)}"
    yield ""
    if note.simulated:
        yield "**Simulated data.** Nothing marked so was observed on anybody."
        yield ""
    if note.pack_line:
        yield f"*{plain(note.pack_line)}*"
        yield ""
    for label, value in note.facts:
        yield f"- {plain(label)}: {plain(value)}"
    for section in note.sections:
        yield ""
        yield f"## {plain(section.title)}"
        yield ""
        yield from _section(section)


def _section(section: Section) -> Iterator[str]:
    captions = {figure.sentence_id for figure in section.figures}
    said = {sentence.id: sentence.text for sentence in section.sentences}
    for figure in section.figures:
        yield f"Figure: {plain(said.get(figure.sentence_id, figure.title))} {plain(figure.alternative)}"
        yield ""
    if section.estimates:
        rows = [
            [e.name, percent(e.probability), f"{percent(e.low)} to {percent(e.high)}", percent(e.pretest), percent(e.elicited)]
            for e in section.estimates
        ]
        yield from table(["Source", "Probability", "95% interval", "Before the examination", "Elicited share"], rows)
        yield ""
    if section.layout == "table" and any(sentence.cells for sentence in section.sentences):
        yield from table(list(section.columns), [list(sentence.cells) for sentence in section.sentences if sentence.cells])
        rest = [sentence for sentence in section.sentences if not sentence.cells and sentence.id not in captions]
        if rest:
            yield ""
            yield " ".join(_shown(s.text, s.missing) for s in rest)
    elif section.layout in ("lines", "findings", "steps"):
        for sentence in section.sentences:
            yield f"- {_shown(sentence.text, sentence.missing)}"
    else:
        yield " ".join(_shown(sentence.text, sentence.missing) for sentence in section.sentences)
    if section.caption:
        yield ""
        yield f"*{plain(section.caption)}*"


def _shown(text: str, missing: bool) -> str:
    return f"**{plain(text)}**" if missing else plain(text)


def table(columns: list[str], rows: list[list[str]]) -> Iterator[str]:
    """A table; a row with too few cells is filled up."""
    yield f"| {' | '.join(plain(column) for column in columns)} |"
    yield f"|{'---|' * len(columns)}"
    for row in rows:
        cells = [*row, *[""] * (len(columns) - len(row))]
        yield f"| {' | '.join(plain(cell) for cell in cells)} |"


def plain(text: str) -> str:
    """A text on one line in which no sign is markup."""
    return _AT_THE_START.sub(r"\1\\\2\3", _SPECIAL.sub(r"\\\1", clean(text)))
