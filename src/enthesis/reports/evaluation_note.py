"""The note of an encounter: its entries as sections of sentences, each with its data, with edits by hand applied."""

from __future__ import annotations

from dataclasses import replace

from enthesis.knowledge.pack import Finding
from enthesis.reports.assessment_sections import (
    assessment_section,
    clinician_section,
    pack_words,
    plan_section,
    remaining_section,
    unknown_section,
)
from enthesis.reports.dates import date_words, language_of, moment_words
from enthesis.reports.encounter_record import EncounterRecord, Recorded
from enthesis.reports.examination_sections import examination_sections
from enthesis.reports.history_sections import body_chart_section, history_section, patient_section
from enthesis.reports.note import Note, Section, Sentence, SignatureLine
from enthesis.reports.safety_sections import red_flag_findings, red_flag_section
from enthesis.reports.tracing import Tracer
from enthesis.reports.treatment_sections import treatment_section, visit_sections

EDIT, BASIS = "note:", "note_basis:"
"""Keys of text entries: a sentence as a person wrote it, and the wording it replaced."""
TITLES = {"evaluation": "Evaluation", "treatment": "Treatment visit", "follow_up": "Follow-up"}
STATUS_WORDS = {
    "open": "draft, not signed",
    "awaiting_cosignature": "waits for co-signature",
    "signed": "signed",
    "abandoned": "not held",
}
_LETTERS = {
    "patient": "P", "history": "H", "body_chart": "D", "red_flags": "R", "observation": "O", "neuro": "N", "movement": "M",
    "repeated": "V", "measures": "Q", "special_tests": "T", "palpation": "F", "assessment": "S", "clinician": "C",
    "unknown": "U", "plan": "L", "interval": "I", "treatment": "B", "changed": "A", "retests": "E", "remeasured": "G",
    "open_findings": "K", "visit_judgement": "J", "further": "X", "needling": "W", "other_findings": "Y", "edits_without_data": "Z",
}  # fmt: skip


def compose_note(record: EncounterRecord) -> Note:
    """Write the note of an encounter.

    Assumes: nothing but the record; the same record gives the same note.
    """
    tracer = Tracer(record)
    told, examined = _split(record, red_flag_findings(tracer))
    is_visit = record.encounter.kind == "treatment"
    # A few re-tests are no examination: what they would make of the sources is not written into the note of a treatment.
    sections = visit_sections(tracer, told, examined) if is_visit else _evaluation_sections(tracer, told, examined)
    rest = remaining_section(tracer)
    if rest is not None:
        sections.append(rest)
    sections = _with_edits(tracer, sections)
    clinic, who = record.clinic, record.patient
    about = ", ".join(part for part in (str(who.age_years) if who.age_years is not None else "", who.sex) if part)
    facts = [
        ("Patient", f"{who.name}, {about}" if about else who.name),
        ("Date", date_words(clinic, record.encounter.started_at)),
        ("Born", date_words(clinic, who.birth_date) or "not recorded"),
        ("Record", who.record_number or "no number"),
        ("Therapist", record.encounter.therapist),
        ("Status", STATUS_WORDS.get(record.encounter.status, record.encounter.status)),
        *([("Visit", str(record.number))] if is_visit else []),
    ]
    return Note(
        kind="visit_note" if is_visit else "evaluation_note",
        title=TITLES.get(record.encounter.kind, "Encounter"),
        clinic_name=clinic.name,
        clinic_lines=tuple(line for line in (clinic.address, clinic.telephone) if line),
        paper=clinic.paper,
        language=language_of(clinic),
        patient_name=who.name,
        record_number=who.record_number,
        facts=tuple(facts),
        sections=tuple(_coded(section) for section in sections),
        simulated=who.simulated,
        pack_line=pack_words(tracer),
        signatures=tuple(SignatureLine(s.signed_as, moment_words(clinic, s.at), s.is_cosignature) for s in record.signatures),
        needs_cosignature=record.encounter.status == "awaiting_cosignature",
    )


def _evaluation_sections(
    tracer: Tracer, told: list[tuple[Finding, Recorded]], examined: list[tuple[Finding, Recorded]]
) -> list[Section]:
    record = tracer.record
    chart = body_chart_section(tracer)
    done = record.of_kind("intervention") or record.of_kind("exercise_done")
    return [
        patient_section(tracer),
        history_section(tracer, told),
        *([chart] if chart is not None else []),
        red_flag_section(tracer),
        *examination_sections(tracer, examined),
        *([treatment_section(tracer)] if done else []),
        assessment_section(tracer),
        clinician_section(tracer),
        unknown_section(tracer),
        plan_section(tracer),
    ]


def _split(
    record: EncounterRecord, flags: frozenset[str]
) -> tuple[list[tuple[Finding, Recorded]], list[tuple[Finding, Recorded]]]:
    """Findings that are told and those that are examined, in the pack's order; withdrawn ones and red flags are told elsewhere."""
    place = {finding.id: number for number, finding in enumerate(record.pack.findings)}
    known = [e for e in record.of_kind("finding") if e.words("finding") in place and e.words("result") != "not_assessed"]
    known.sort(key=lambda e: place[e.words("finding")])
    pairs = [(record.pack.finding_by_id[e.words("finding")], e) for e in known]
    told = [
        (f, e)
        for f, e in pairs
        if (f.position == "interview" or not f.informative) and not (f.id in flags and e.words("result") != "value")
    ]
    return told, [(f, e) for f, e in pairs if f.position != "interview" and f.informative]


def _with_edits(tracer: Tracer, sections: list[Section]) -> list[Section]:
    """Put in what people changed by hand; an edit whose data are gone is kept, and says so."""
    record = tracer.record
    edits = {e.key.removeprefix(EDIT): e for e in record.of_kind("text") if e.key.startswith(EDIT)}
    bases = {e.key.removeprefix(BASIS): e for e in record.of_kind("text") if e.key.startswith(BASIS)}
    found = [replace(s, sentences=tuple(_edited(tracer, one, edits, bases) for one in s.sentences)) for s in sections]
    known = {sentence.id for section in found for sentence in section.sentences}
    lost: list[Sentence] = []
    for id, entry in edits.items():
        entries = [entry, *([bases[id]] if id in bases else [])]
        if id not in known and entry.words("text"):
            said = tracer.say(id, entry.words("text"), entries)
            at = moment_words(record.clinic, entry.at)
            basis = bases[id].words("text") if id in bases else ""
            lost.append(replace(said, generated=basis, edited_by=entry.by, edited_at=at, changed_since=True))
    if lost:
        found.append(Section("edits_without_data", "Written by hand; the data changed since", tuple(lost), layout="lines"))
    return found


def _edited(tracer: Tracer, sentence: Sentence, edits: dict[str, Recorded], bases: dict[str, Recorded]) -> Sentence:
    edit = edits.get(sentence.id)
    if edit is None or sentence.field:
        return sentence
    basis = bases.get(sentence.id)
    sources = (*sentence.sources, *(tracer.trace(entry) for entry in (edit, basis) if entry is not None))
    if not edit.words("text"):
        return replace(sentence, sources=sources)
    return replace(
        sentence,
        text=edit.words("text"),
        sources=sources,
        generated=sentence.text,
        edited_by=edit.by,
        edited_at=moment_words(tracer.record.clinic, edit.at),
        changed_since=basis is None or basis.words("text") != sentence.text,
        cells=(),
    )


def _coded(section: Section) -> Section:
    letter = _LETTERS.get(section.id, "Y")
    coded = tuple(replace(sentence, code=f"{letter}{number}") for number, sentence in enumerate(section.sentences, 1))
    return replace(section, sentences=coded)
