"""The draft of a case report in the order of the CARE checklist, from the record and without the person.

Source of the order: Gagnier JJ et al. The CARE guidelines. J Med Case Rep 2013;7:223 (13 items; read in full).
What the record does not hold is named where it belongs; nothing is filled in for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from enthesis.reports.case_sections import (
    abstract_section,
    body_chart_sections,
    clinical_findings_section,
    consent_section,
    diagnostic_sections,
    discussion_section,
    introduction_section,
    key_words,
    outcome_sections,
    patient_section,
    person_words,
    perspective_section,
    subject_of,
    therapy_sections,
)
from enthesis.reports.dates import language_of
from enthesis.reports.deidentified import age_words, deidentify, scrubber_of
from enthesis.reports.episode_reports import pack_line
from enthesis.reports.note import Note, Section, Sentence, Trace
from enthesis.reports.outcome_record import OutcomeRecord
from enthesis.reports.referral_letter import Writing
from enthesis.reports.story import Story, lettered
from enthesis.reports.timeline import timeline_section

CARE = "Gagnier JJ et al. J Med Case Rep 2013;7:223"
READ_FIRST = (
    "Draft in the order of the CARE checklist (J Med Case Rep 2013;7:223), made from the record. Names, dates and contacts the "
    "record knows are taken out; free texts stand as they were typed, so read them before this leaves the clinic."
)


def compose_case_report(record: OutcomeRecord, words: Mapping[str, str], writing: Writing) -> Note:
    """Write the draft.

    Args:
        words: the parts only a person can write, by field (`CASE_FIELDS`); empty: named as missing.
        writing: when it is written; who writes it stays out of it.
    """
    clean = scrubber_of(record)
    story = Story(deidentify(record), Writing("", "", ""))
    typed = {field: clean(text) for field, text in words.items()}
    sections = (
        Section("key_words", "Key words", key_words(story)),
        abstract_section(story, typed),
        introduction_section(story, typed),
        patient_section(story),
        *body_chart_sections(story),
        clinical_findings_section(story),
        timeline_section(story),
        *diagnostic_sections(story, typed),
        *therapy_sections(story),
        *outcome_sections(story),
        discussion_section(story, typed),
        perspective_section(story, typed),
        consent_section(story, typed),
    )
    cited, references = _cite(sections)
    age = story.record.patient.age_years
    facts = (
        ("Age", age_words(age)),
        ("Sex", story.record.patient.sex or "not recorded"),
        ("Days", "counted from the first meeting, day 1"),
        ("Status", "draft"),
    )
    return Note(
        kind="case_report",
        title=title_of(story),
        clinic_name="Case report draft",
        clinic_lines=(),
        paper=record.clinic.paper,
        language=language_of(record.clinic),
        patient_name="",
        record_number="",
        facts=facts,
        sections=lettered((*cited, references)),
        simulated=record.patient.simulated,
        pack_line=" ".join(part for part in (READ_FIRST, pack_line(story, sections)) if part),
    )


def title_of(story: Story) -> str:
    """What it is about, and the words 'case report'."""
    return f"{subject_of(story)} in {person_words(story.record.patient)}: a case report"


def _cite(sections: tuple[Section, ...]) -> tuple[tuple[Section, ...], Section]:
    """Sections whose sentences carry the numbers of their references, and the list of these in the order they first appear."""
    order: dict[str, tuple[int, Trace]] = {}
    cited: list[Section] = []
    for section in sections:
        sentences: list[Sentence] = []
        for sentence in section.sentences:
            own = [trace for trace in sentence.sources if trace.kind == "reference"]
            for trace in own:
                order.setdefault(trace.label, (len(order) + 1, trace))
            marks = sorted({order[trace.label][0] for trace in own})
            sentences.append(_marked(sentence, f" [{', '.join(map(str, marks))}]", section) if marks else sentence)
        cited.append(replace(section, sentences=tuple(sentences)))
    listed = tuple(
        Sentence(
            f"reference.{n}",
            f"[{n}] {trace.label}. {trace.entry_id}".rstrip(". ") + (f" ({trace.when})" if trace.when else ""),
            (trace,),
        )
        for n, trace in order.values()
    )
    none = Sentence(
        "reference.none", "Nothing that this draft says rests on a publication.", (Trace("absence", "", "No reference"),)
    )
    return tuple(cited), Section("references", "References", listed or (none,), layout="lines")


def _marked(sentence: Sentence, mark: str, section: Section) -> Sentence:
    text = sentence.text[:-1] + mark + "." if sentence.text.endswith(".") else sentence.text + mark
    cells = list(sentence.cells)
    if cells:
        at = -2 if section.id == "outcomes" else -1
        cells[at] += mark
    return replace(sentence, text=text, cells=tuple(cells))
