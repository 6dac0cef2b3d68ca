"""The documents an episode can have: what each is called, what it asks of its writer, and how it is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from enthesis.reports.case_report import compose_case_report
from enthesis.reports.case_sections import CASE_FIELDS
from enthesis.reports.episode_reports import (
    Words,
    compose_discharge_report,
    compose_progress_report,
    compose_referrer_letter,
)
from enthesis.reports.note import Note
from enthesis.reports.outcome_record import OutcomeRecord
from enthesis.reports.patient_summary import compose_patient_summary
from enthesis.reports.referral_letter import Writing
from enthesis.reports.story import Story, missing_of

LONGEST_WORDS = 4000
"""Characters of one part that a person writes."""
REMARKS = {"remarks": "What you add in your own words"}


@dataclass(frozen=True)
class EpisodeDocument:
    """One kind of document about an episode."""

    kind: str
    name: str
    purpose: str
    """In a sentence, for whoever chooses."""
    fields: Mapping[str, str]
    """Parts the writer may fill in: label by field."""
    compose: Callable[[OutcomeRecord, Words, Writing, bool], Note]
    files: tuple[str, ...]
    """Kinds of file it is given as."""


def _told(compose: Callable[[Story, Words, bool], Note]) -> Callable[[OutcomeRecord, Words, Writing, bool], Note]:
    def made(record: OutcomeRecord, words: Words, writing: Writing, issued: bool) -> Note:
        return compose(Story(record, writing), words, issued)

    return made


def _case(record: OutcomeRecord, words: Words, writing: Writing, issued: bool) -> Note:
    return compose_case_report(record, words, writing)


PAPER = ("html", "pdf")
DOCUMENTS = (
    EpisodeDocument(
        "patient_summary",
        "Summary for the patient",
        "What the patient takes home, in plain words.",
        REMARKS,
        _told(compose_patient_summary),
        PAPER,
    ),
    EpisodeDocument(
        "referrer_letter",
        "Letter to the referrer",
        "What was found, what is done and how it goes, for the colleague who sent the patient.",
        {"to": "To whom", **REMARKS},
        _told(compose_referrer_letter),
        PAPER,
    ),
    EpisodeDocument(
        "progress_report",
        "Progress report",
        "Where the episode stands: scores, signs, treatment, home programme.",
        REMARKS,
        _told(compose_progress_report),
        PAPER,
    ),
    EpisodeDocument(
        "discharge_report",
        "Discharge report",
        "The whole episode at its end: criteria met and not met, what the patient goes on with.",
        REMARKS,
        _told(compose_discharge_report),
        PAPER,
    ),
    EpisodeDocument(
        "case_report",
        "Case report draft",
        "In the order of the CARE checklist, without names and dates; what the record does not hold is named.",
        CASE_FIELDS,
        _case,
        (*PAPER, "docx", "md"),
    ),
)
BY_KIND: Mapping[str, EpisodeDocument] = {document.kind: document for document in DOCUMENTS}


def missing_in(note: Note) -> tuple[str, ...]:
    """What the document names as missing."""
    return tuple(dict.fromkeys(missing_of(note.sections)))


def typed_words(note: Note, document: EpisodeDocument) -> dict[str, str]:
    """What a person wrote in an issued document, by field, so that the next version begins with it."""
    found: dict[str, list[str]] = {}
    for section in note.sections:
        for sentence in section.sentences:
            field, _, rest = sentence.id.partition(".typed.")
            if rest and field in document.fields:
                found.setdefault(field, []).append(sentence.text)
    return {field: "\n".join(lines) for field, lines in found.items()}
