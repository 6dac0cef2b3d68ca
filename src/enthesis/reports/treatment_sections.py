"""A treatment visit: what has been since the last one, what was done, with its response, and which exercises."""

from __future__ import annotations

from enthesis.reports.note import Section, Sentence
from enthesis.reports.tracing import Tracer

INTERVAL = "interval_"
_ASKED = {
    "better_or_worse": "Since the last visit",
    "adherence": "Home programme done",
    "reaction_to_last_visit": "After the last visit",
    "pain": "Pain",
    "medication": "Medication",
    "other": "Also",
}


def interval_section(tracer: Tracer) -> Section:
    """What the patient told of the time since the last visit."""
    said: list[Sentence] = []
    for part, label in _ASKED.items():
        entry = tracer.record.text_entry(INTERVAL + part)
        if entry is not None and entry.words("text"):
            said.append(tracer.say(f"interval.{part}", f"{label}: {entry.words('text')}", [entry]))
    if not said:
        said.append(tracer.say("interval.none", "Not asked, or not recorded", more=[tracer.absence("No entry of the interval")]))
    return Section("interval", "Since last time", tuple(said))


def treatment_section(tracer: Tracer) -> Section:
    """What was done in the visit, one line each."""
    done = (*tracer.record.of_kind("intervention"), *tracer.record.of_kind("exercise_done"))
    said = [tracer.say(f"treatment.{entry.key}", tracer.label(entry), [entry]) for entry in done]
    if not said:
        said.append(tracer.say("treatment.none", "Nothing is recorded as done", more=[tracer.absence("No entry of a treatment")]))
    return Section("treatment", "Treatment", tuple(said), layout="lines")
