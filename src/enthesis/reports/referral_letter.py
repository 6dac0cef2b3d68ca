"""The referral letter of a raised red flag: to whom, how soon, why, what was found, what is asked for."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace

from enthesis.reasoning.red_flags import RaisedFlag
from enthesis.reports.assessment_sections import pack_words
from enthesis.reports.dates import date_words, language_of, moment_words
from enthesis.reports.encounter_record import EncounterRecord, Recorded
from enthesis.reports.evaluation_note import compose_note
from enthesis.reports.note import Note, Section, Sentence, SignatureLine
from enthesis.reports.tracing import Tracer
from enthesis.reports.wording import capitalised, examined, is_beside
from enthesis.terms.state import Urgency

FIELDS = {
    "to": "To",
    "urgency": "How soon",
    "why": "Why",
    "found": "Found",
    "asked": "Asked for",
    "contact": "Contact",
}
"""Parts of a letter by the name of their field; every one may be written by hand."""
LETTER = "letter:"
LONGEST_FIELD = 4000
_TO = {
    Urgency.EMERGENCY: "The emergency department",
    Urgency.SAME_DAY: "The physician on duty today",
    Urgency.SOON: "The treating physician",
}
_HOW_SOON = {
    Urgency.EMERGENCY: "Emergency: please see now",
    Urgency.SAME_DAY: "Same day: please see today",
    Urgency.SOON: "Soon: please see within the time named below",
}
_FOUND_SECTIONS = ("body_chart", "neuro", "observation", "movement", "repeated", "special_tests", "palpation")
_FOUND_HISTORY = ("history.onset", "history.symptoms.positive", "history.worse.positive", "history.pain_scores")


@dataclass(frozen=True)
class Writing:
    """Who writes the letter; the day, and the day with the time, in words."""

    name: str
    day: str
    when: str


def key_of(flag: str, field: str) -> str:
    """Key of the text entry that keeps a part of a letter as a person wrote it."""
    return f"{LETTER}{flag}:{field}"


def drafted_words(record: EncounterRecord, flag: str) -> dict[str, str]:
    """Parts of the letter that are kept as written by hand, by field."""
    found = {field: record.text_entry(key_of(flag, field)) for field in FIELDS}
    return {field: entry.words("text") for field, entry in found.items() if entry is not None and entry.words("text")}


def compose_letter(
    record: EncounterRecord, flag: RaisedFlag, words: Mapping[str, str], writing: Writing, issued: bool = False
) -> Note:
    """Write the letter.

    Args:
        words: parts as written by hand, by field; a part that is missing, empty or as generated is generated.
        issued: whether the name stands under it.
    """
    tracer = Tracer(record)
    said = _generated(tracer, flag, writing)
    sections: list[Section] = []
    for number, (field, title) in enumerate(FIELDS.items()):
        sentences = said[field]
        typed = " ".join(words.get(field, "").split())
        if typed and typed != " ".join(plain(sentences).split()):
            sentences = _by_hand(field, words[field], sentences, writing)
        letter = "ABCDEFG"[number]
        coded = tuple(replace(sentence, code=f"{letter}{n}") for n, sentence in enumerate(sentences, 1))
        sections.append(Section(field, title, coded, layout="lines" if field in ("found", "contact") else "prose"))
    clinic, who = record.clinic, record.patient
    facts = [
        ("Patient", who.name),
        ("Date", writing.day),
        ("Born", date_words(clinic, who.birth_date) or "not recorded"),
        ("Record", who.record_number or "no number"),
        ("Seen", date_words(clinic, record.encounter.started_at)),
        ("Status", "issued" if issued else "draft, not issued"),
    ]
    return Note(
        kind="referral_letter",
        title="Referral",
        clinic_name=clinic.name,
        clinic_lines=tuple(line for line in (clinic.address, clinic.telephone) if line),
        paper=clinic.paper,
        language=language_of(clinic),
        patient_name=who.name,
        record_number=who.record_number,
        facts=tuple(facts),
        sections=tuple(sections),
        simulated=who.simulated,
        pack_line=f"{pack_words(tracer)} It supports a clinician's decision and does not diagnose.",
        signatures=(SignatureLine(writing.name, writing.when, False),) if issued else (),
    )


def plain(sentences: tuple[Sentence, ...]) -> str:
    """The text of sentences, one line each, as it stands in a field."""
    return "\n".join(sentence.text for sentence in sentences)


def _generated(tracer: Tracer, flag: RaisedFlag, writing: Writing) -> dict[str, tuple[Sentence, ...]]:
    record = tracer.record
    rule = tracer.computed(f"Rule “{flag.name}” of the pack")
    side = {"left": ", left side", "right": ", right side", "both": ", both sides"}.get(record.episode.affected_side, "")
    about = ", ".join(
        p for p in (f"{record.patient.age_years} years" if record.patient.age_years is not None else "", record.patient.sex) if p
    )
    complaint = f"Seen by physical therapy for “{record.episode.complaint}”{side}"
    why = [
        tracer.say(
            "why.patient",
            f"{record.patient.name}{f', {about}' if about else ''}. {complaint}",
            more=[tracer.patient(), tracer.episode()],
        ),
        tracer.say("why.flag", f"What was found raises: {flag.name}", more=[rule]),
    ]
    affected = record.episode.affected_side
    counted = [e for e in record.of_kind("finding") if e.words("result") != "not_assessed" and not is_beside(e, affected)]
    reasons = [e for f in flag.because for e in counted if e.words("finding") == f]
    if reasons:
        text = "Because of: " + "; ".join(_dated(tracer, entry) for entry in reasons)
        why.append(tracer.say("why.because", text, reasons, [rule]))
    asked = [tracer.say("asked.action", flag.action, more=[rule])]
    if "elicited" not in flag.citation:
        asked.append(tracer.say("asked.citation", f"After {flag.citation}", more=[rule]))
    asked.append(tracer.say("asked.report", "Please send us what you found and decided", more=[tracer.patient()]))
    contact = [writing.name, record.clinic.name, *(line for line in (record.clinic.telephone, record.clinic.address) if line)]
    return {
        "to": (tracer.say("to", _TO[flag.urgency], more=[rule], whole=False),),
        "urgency": (tracer.say("urgency", _HOW_SOON[flag.urgency], more=[rule]),),
        "why": tuple(why),
        "found": _found(tracer),
        "asked": tuple(asked),
        "contact": (tracer.say("contact", ", ".join(contact), more=[tracer.patient()], whole=False),),
    }


def _dated(tracer: Tracer, entry: Recorded) -> str:
    finding = tracer.record.pack.finding_by_id[entry.words("finding")]
    if finding.position == "interview":
        note = ", ".join(word for word in (entry.words("value"), entry.words("note")) if word)
        text = finding.name + (f" ({note})" if note else "")
    else:
        text = examined(finding, entry, tracer.record.episode.affected_side)
    return f"{text[:1].lower()}{text[1:]}, {date_words(tracer.record.clinic, entry.at)}"


def _found(tracer: Tracer) -> tuple[Sentence, ...]:
    """What a physician wants to read: symptoms, the neurological screen, what was positive, and what was not asked."""
    note = compose_note(tracer.record)
    chosen: list[Sentence] = []
    for section in note.sections:
        for sentence in section.sentences:
            history = sentence.id in _FOUND_HISTORY
            examined_here = section.id in _FOUND_SECTIONS and sentence.state != "negative"
            questions = sentence.id in ("red_flags.asked.negative", "red_flags.not_asked", "red_flags.asked.equivocal")
            if history or examined_here or section.id == "neuro" or questions:
                chosen.append(replace(sentence, cells=(), state=""))
    if not chosen:
        chosen.append(tracer.say("found.none", "Nothing else is recorded", more=[tracer.absence("No other entry")]))
    return tuple(chosen)


def _by_hand(field: str, text: str, generated: tuple[Sentence, ...], writing: Writing) -> tuple[Sentence, ...]:
    """A part as a person wrote it, with the data that the generated wording stood on."""
    sources = tuple({trace: None for sentence in generated for trace in sentence.sources})
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return tuple(
        Sentence(
            id=f"{field}.hand.{number}",
            text=capitalised(line),
            sources=sources,
            generated=plain(generated) if number == 1 else "",
            edited_by=writing.name,
            edited_at=writing.when,
        )
        for number, line in enumerate(lines, 1)
    )


def written_by(record: EncounterRecord, name: str, at: datetime.datetime) -> Writing:
    """The writer and the moment (aware), in the clinic's words."""
    return Writing(name, date_words(record.clinic, at), moment_words(record.clinic, at))
