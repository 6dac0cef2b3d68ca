"""Sentences of a document about a whole episode, and what they stand on: dates for a named reader, days for a stranger."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import replace

from enthesis.reports.computed import RULE, counted
from enthesis.reports.dates import date_words, moment_words, short_date_words
from enthesis.reports.encounter_record import EncounterRecord, PlanAt, Recorded
from enthesis.reports.note import Section, Sentence, Trace
from enthesis.reports.outcome_record import (
    Asked,
    DischargeDetails,
    Happening,
    LoggedPain,
    OutcomeRecord,
    Trend,
    Unscored,
    Value,
)
from enthesis.reports.referral_letter import Writing
from enthesis.reports.tracing import Tracer
from enthesis.reports.wording import capitalised, ended

KIND_NAMES = {"evaluation": "evaluation", "treatment": "treatment visit", "follow_up": "follow-up visit"}
TYPED = "typed"


class Story:
    """Makes sentences for one episode."""

    def __init__(self, record: OutcomeRecord, writing: Writing) -> None:
        self.record = record
        self.writing = writing

    def say(
        self,
        id: str,
        text: str,
        sources: Iterable[Trace],
        *,
        cells: tuple[str, ...] = (),
        state: str = "",
        whole: bool = True,
    ) -> Sentence:
        """A sentence with what it stands on, each source once."""
        said = ended(text) if whole else text
        return Sentence(id=id, text=capitalised(said), sources=tuple(dict.fromkeys(sources)), cells=cells, state=state)

    def gap(self, id: str, what: str, because: str = "") -> Sentence:
        """A sentence that names what the record does not say.

        Args:
            what: completes 'The record does not say ...'.
            because: what is absent, for the trace.
        """
        said = Sentence(
            id, ended(f"The record does not say {what}"), (self.absence(because or f"Nothing is recorded of {what}"),)
        )
        return replace(said, missing=True)

    def typed(self, field: str, label: str, text: str) -> tuple[Sentence, ...]:
        """What a person wrote when the document was made, one sentence a line."""
        trace = Trace(TYPED, "", f"{label}, written for this document", self.writing.name, self.writing.when)
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        return tuple(
            Sentence(f"{field}.typed.{n}", ended(capitalised(line)), (trace,), edited_by=self.writing.name or "the author")
            for n, line in enumerate(lines, 1)
        )

    # Days

    def day(self, on: datetime.date) -> str:
        """A day in words: its date, or its number in a document without dates."""
        return date_words(self.record.clinic, on)

    def short_day(self, on: datetime.date) -> str:
        """A day in the cell of a table."""
        return short_date_words(self.record.clinic, on)

    def on(self, on: datetime.date) -> str:
        """A day behind a verb: 'on 3 March 2026', or 'on day 15'."""
        return f"on {self.day(on)}"

    def on_short(self, on: datetime.date) -> str:
        """The same with a short date."""
        return f"on {self.short_day(on)}"

    def moment(self, at: datetime.datetime | None) -> str:
        """A moment in words; only its day in a document without dates."""
        return moment_words(self.record.clinic, at)

    # What a sentence stands on

    def tracer(self, visit: EncounterRecord) -> Tracer:
        """Sentences of one meeting."""
        return Tracer(visit)

    def entry(self, visit: EncounterRecord, entry: Recorded) -> Trace:
        """One entry of a meeting."""
        return Tracer(visit).trace(entry)

    def visit(self, visit: EncounterRecord) -> Trace:
        """A meeting that was held."""
        kind = capitalised(KIND_NAMES.get(visit.encounter.kind, "encounter"))
        at = visit.encounter.started_at
        return Trace("encounter", visit.encounter.id, kind, visit.encounter.therapist, self.moment(at))

    def visits(self) -> tuple[Trace, ...]:
        """Every meeting."""
        return tuple(self.visit(visit) for visit in self.record.visits)

    def value(self, trend: Trend, value: Value) -> Trace:
        """One score."""
        who = value.by or "the patient"
        label = f"{trend.name}: {number(value.value)}" + (", simulated" if value.simulated else "")
        return Trace("answer", value.id, label, who, self.day(value.on))

    def unscored(self, answer: Unscored) -> Trace:
        """An answer without a score."""
        label = f"{answer.name}: not scored" + (", simulated" if answer.simulated else "")
        return Trace("answer", answer.id, label, answer.by or "the patient", self.day(answer.on))

    def logged(self, pain: LoggedPain) -> Trace:
        """Pain that was logged between the visits."""
        what = "Morning test" if pain.when == "morning" else "Exercise"
        return Trace("answer", pain.id, f"{what}, logged: {number(pain.pain_nrs_0_10)}/10", "the patient", self.day(pain.on))

    def happening(self, event: Happening) -> Trace:
        """Something that happened."""
        label = f"{event.name}: {event.text}" if event.text else event.name
        label += ", simulated" if event.simulated else ""
        return Trace("event", event.id, label, event.by, self.day(event.on))

    def discharge(self, discharge: DischargeDetails) -> Trace:
        """The discharge."""
        return Trace("discharge", discharge.id, "Discharge", discharge.by, self.moment(discharge.at))

    def plan(self, plan: PlanAt) -> Trace:
        """A version of the plan of care."""
        by = plan.by if plan.by else "the rules, overnight"
        return Trace("plan", plan.id, f"Plan of care, version {plan.number}", by, self.moment(plan.at))

    def asked(self, asked: Asked) -> Trace:
        """An occasion of the follow-up."""
        return Trace("follow_up", asked.id, f"Follow-up {asked.name}: {asked.status}", "", self.day(asked.due_on))

    def patient(self) -> Trace:
        """The patient's particulars."""
        who = self.record.patient
        return Trace("patient", who.id, "Patient's particulars", who.registered_by, self.moment(who.registered_at))

    def episode(self) -> Trace:
        """The episode of care."""
        episode = self.record.episode
        return Trace("episode", episode.id, "Episode of care", episode.opened_by, self.day(self.record.opened_on))

    def count(self, n: int, what: str) -> Trace:
        """The rule behind a count."""
        return counted(n, what)

    def between(self, rule: str, start: datetime.date, end: datetime.date, n: int, unit: str) -> Trace:
        """The rule behind a span of time."""
        return Trace(RULE, rule, f"{self.day(start)} to {self.day(end)} = {n} {unit}")

    def absence(self, label: str) -> Trace:
        """That there is nothing."""
        return Trace("absence", "", label)

    def reference(self, citation: str, link: str, basis: str) -> Trace:
        """A publication."""
        return Trace("reference", link, citation, "", f"read as {basis}" if basis else "")


def number(value: float) -> str:
    """A number as the record holds it, with a true minus."""
    return f"{value:g}".replace("-", "−")


def lettered(sections: Sequence[Section]) -> tuple[Section, ...]:
    """Sections whose sentences carry marks: a letter for the section, a number for the sentence."""
    found: list[Section] = []
    for n, section in enumerate(sections):
        letter = chr(ord("A") + n) if n < 26 else f"Z{n}"
        coded = tuple(replace(sentence, code=f"{letter}{k}") for k, sentence in enumerate(section.sentences, 1))
        found.append(replace(section, sentences=coded))
    return tuple(found)


def missing_of(sections: Iterable[Section]) -> tuple[str, ...]:
    """What a document names as missing, in the order it names it; an abstract names again what the text names."""
    told = (sentence for section in sections if section.id != "abstract" for sentence in section.sentences)
    return tuple(sentence.text for sentence in told if sentence.missing)


def plural(n: int, one: str, many: str = "") -> str:
    """A number with its noun."""
    return f"{n} {one if n == 1 else many or one + 's'}"
