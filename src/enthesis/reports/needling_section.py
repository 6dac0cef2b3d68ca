"""Dry needling in the note of a visit: what was agreed and asked, each needle, the count, and how the patient was."""

from __future__ import annotations

from typing import Any

from enthesis.reports.needling_words import is_needling
from enthesis.reports.note import Section, Sentence
from enthesis.reports.tracing import Tracer


def needling_sections(tracer: Tracer) -> list[Section]:
    """The section, or none where no needling was planned."""
    entries = [entry for entry in tracer.record.entries if is_needling(entry)]
    if not entries:
        return []
    said = [tracer.say(f"{entry.kind.replace('_', '.', 1)}.{entry.key}", tracer.label(entry), [entry]) for entry in entries]
    gate = next((entry for entry in entries if entry.kind == "needling_gate"), None)
    missing: Any = gate.content.get("missing", ()) if gate is not None else ()
    if gate is not None and gate.content.get("begun") and missing:
        said.append(tracer.say("needling.missing", "Not complete yet: " + " ".join(missing), [gate]))
    return [Section("needling", "Dry needling", tuple(said), layout="lines")]


def needling_done(tracer: Tracer) -> Sentence | None:
    """Where nothing else is recorded as done: that there was needling; None: there was none."""
    needles = tracer.record.of_kind("needling_insertion")
    return tracer.say("treatment.needling", "Dry needling, below; nothing else is recorded as done", needles) if needles else None
