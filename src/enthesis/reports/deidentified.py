"""An episode without the person: no name, no date, no number that leads to somebody; days are counted, ages over 89 are one age.

Structured fields are emptied. Free texts are kept, with the names the record knows, dates, addresses and telephone numbers taken
out; a nickname or a place that only the writer knows cannot be found, so the draft asks to be read before it leaves the clinic.
Source of the list: 45 CFR 164.514(b)(2)(i), as far as an episode holds such data.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from enthesis.access.visibility import OLDEST_AGE_SHOWN_YEARS
from enthesis.reports.encounter_record import ClinicDetails, EncounterRecord, PatientDetails, Recorded
from enthesis.reports.outcome_record import OutcomeRecord

CLINICIAN = "clinician"
PATIENT = "the patient"
AGE_90 = f"{OLDEST_AGE_SHOWN_YEARS + 1} or older"
DATE, CONTACT, CODE = "[date]", "[contact]", "[number]"
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_SHORT = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_PATTERNS = (
    (re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b"), CONTACT),
    (re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE), CONTACT),
    (re.compile(r"\b\d{4}-\d{1,2}-\d{1,2}\b|\b\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d{2})\b"), DATE),
    (re.compile(rf"\b{_DAY}(?: of)? (?:{_MONTHS}|{_SHORT})\b\.?(?:,? \d{{4}}\b)?", re.IGNORECASE), DATE),
    (re.compile(rf"\b(?:{_MONTHS}|{_SHORT})\b\.? (?:{_DAY}\b(?:,? \d{{4}}\b)?|\d{{4}}\b)", re.IGNORECASE), DATE),
    (re.compile(rf"(?<=\bin )(?:{_MONTHS})\b|(?<=\bsince )(?:{_MONTHS})\b|(?<=\buntil )(?:{_MONTHS})\b"), DATE),
    (re.compile(r"(?<![\w.])\+?\d(?:[ ()/-]{0,2}\d){6,}(?![\w.])"), CONTACT),
    (re.compile(r"\b(?:9\d|1[0-2]\d)(?=[ -](?:years?|yrs?)\b)", re.IGNORECASE), f"{OLDEST_AGE_SHOWN_YEARS + 1} or more"),
)
Whole = TypeVar("Whole")


def deidentify(record: OutcomeRecord) -> OutcomeRecord:
    """The same episode without the person. Day 1 is the day of the first meeting."""
    clean = scrubber_of(record)
    clinic = ClinicDetails(
        name="",
        paper=record.clinic.paper,
        units=record.clinic.units,
        country=record.clinic.country,
        zone=record.clinic.zone,
        counted_from=record.first_day,
    )
    who = record.patient
    age = None if who.age_years is None else min(who.age_years, OLDEST_AGE_SHOWN_YEARS + 1)
    patient = PatientDetails(
        id=who.id, name="The patient", age_years=age, sex=who.sex, sport=clean(who.sport), simulated=who.simulated
    )
    episode = replace(record.episode, complaint=clean(record.episode.complaint), opened_by=CLINICIAN)

    def visit(found: EncounterRecord) -> EncounterRecord:
        return replace(
            found,
            clinic=clinic,
            patient=patient,
            episode=episode,
            encounter=replace(found.encounter, therapist=CLINICIAN),
            entries=tuple(_entry(entry, clean) for entry in found.entries),
            signatures=(),
            earlier=(),
            plans=(),
        )

    plans = tuple(
        replace(
            plan,
            by=CLINICIAN if plan.by else "",
            because=clean(plan.because),
            patient_because=clean(plan.patient_because),
            document=cleaned(plan.document, clean),
        )
        for plan in record.plans
    )
    by = {plan.id: plan for plan in plans}
    discharge = cleaned(record.discharge, clean)
    found = replace(
        record,
        clinic=clinic,
        patient=patient,
        episode=episode,
        visits=tuple(visit(one) for one in record.visits),
        plans=tuple(by[plan.id] for plan in record.plans),
        trends=tuple(
            replace(trend, values=tuple(replace(value, by=CLINICIAN if value.by else "") for value in trend.values))
            for trend in record.trends
        ),
        happenings=tuple(replace(event, text=clean(event.text), by=CLINICIAN if event.by else "") for event in record.happenings),
        discharge=replace(discharge, by=CLINICIAN) if discharge is not None else None,
        unscored=tuple(replace(one, by=CLINICIAN if one.by else "") for one in record.unscored),
    )
    return found


def age_words(age: int | None) -> str:
    """Age as a case report may say it."""
    if age is None:
        return "not recorded"
    return AGE_90 if age > OLDEST_AGE_SHOWN_YEARS else str(age)


def scrubber_of(record: OutcomeRecord) -> Callable[[str], str]:
    """A function that takes out of a free text what leads to the person: the names this record knows, dates, contacts."""
    people = {record.episode.opened_by, record.patient.registered_by, *(plan.by for plan in record.plans)}
    people |= {visit.encounter.therapist.partition(",")[0] for visit in record.visits}
    people |= {entry.by for visit in record.visits for entry in visit.entries}
    people.discard(PATIENT)  # told on the phone by nobody's name: its words are no name to take out
    named = [
        (_words_of([record.patient.name]), PATIENT),
        (_words_of(people), f"the {CLINICIAN}"),
        (_whole(record.clinic.name), "the clinic"),
        (_whole(record.patient.record_number), CODE),
    ]

    def clean(text: str) -> str:
        for pattern, instead in _PATTERNS:
            text = pattern.sub(instead, text)
        for pattern, instead in named:
            if pattern is not None:
                text = pattern.sub(instead, text)
        return re.sub(r"\b([Tt]he (?:patient|clinician))(?: the (?:patient|clinician))+\b", r"\1", text)

    return clean


_NO_NAMES = {"patient", "published", "simulated", "clinician"}
"""Words that stand where a name would, for patients nobody is."""


def _words_of(names: Iterable[str]) -> re.Pattern[str] | None:
    """Any word of these names, in any case; initials are left."""
    found = {word for name in names for word in re.split(r"[\s,.-]+", name) if len(word) > 1 and word.lower() not in _NO_NAMES}
    words = sorted(found, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})(?:'s|’s)?(?!\w)", re.IGNORECASE) if words else None


def _whole(name: str) -> re.Pattern[str] | None:
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE) if len(name) > 1 else None


def _entry(entry: Recorded, clean: Callable[[str], str]) -> Recorded:
    """An entry whose words are free of the person; ids, states and numbers stay as they are."""
    kept = (
        "finding",
        "result",
        "side",
        "quantity",
        "grade",
        "position",
        "intervention",
        "exercise",
        "action",
        "agrees",
        "drawing",
    )
    content = {name: value if name in kept else _cleaned(value, clean) for name, value in entry.content.items()}
    by = PATIENT if entry.by == PATIENT else CLINICIAN
    return replace(entry, content=content, by=by if entry.by else "")


def cleaned(whole: Whole, clean: Callable[[str], str]) -> Whole:
    """A frozen value with every text in it free of the person; ids are no texts."""
    return _cleaned(whole, clean)


def _cleaned(value: Any, clean: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, (list, tuple)):
        return type(value)(_cleaned(item, clean) for item in value)
    if isinstance(value, dict):
        return {key: _cleaned(item, clean) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        texts = {
            field.name: _cleaned(getattr(value, field.name), clean)
            for field in fields(value)
            if field.name not in ("id", "marker", "phase", "run_level", "citation", "link")
        }
        return replace(value, **texts)
    return value
