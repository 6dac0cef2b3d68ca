"""Record a treatment visit: what happened since, what was tested again, what was done, in one deed."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from enthesis.access.actor import Actor
from enthesis.access.refused import NotInThisState
from enthesis.actions.record_entries import Change, Recorded, record_entries
from enthesis.records.episodes import Encounter

Built = TypeVar("Built")
INTERVAL = "interval_"
INTERVAL_KEYS = ("better_or_worse", "adherence", "pain", "reaction_to_last_visit", "medication", "other")
"""Parts of the interval history, each a text entry under `interval_` and its name."""
MOST_ROWS = 40


@dataclass(frozen=True)
class Treatment:
    """One treatment visit as it was typed. Rows are keyed by the place they stand at, so that a row can be corrected."""

    interval: Mapping[str, str] = field(default_factory=dict[str, str])
    """By part of `INTERVAL_KEYS`."""
    findings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])
    """Re-tested findings by key, in the form of a finding entry."""
    measures: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])
    """Measures by key, for instance pain scores."""
    interventions: Sequence[Mapping[str, Any]] = ()
    exercises: Sequence[Mapping[str, Any]] = ()


def record_treatment(
    actor: Actor,
    encounter_id: uuid.UUID,
    treatment: Treatment,
    standing: Mapping[tuple[str, str], uuid.UUID],
    build: Callable[[Encounter], Built],
) -> Recorded[Built]:
    """Record everything of the visit that is new or different; empty parts are left out.

    Args:
        standing: ids of the entries that stood on the page, by kind and key, so that nobody overwrites anybody in silence.
        build: makes what is shown from the record after it.
    Raises:
        Refused: not allowed, no such encounter, or it is locked.
        NotInThisState: a part of the interval history is unknown, or there are too many rows.
    """
    return record_entries(actor, encounter_id, list(changes_of(treatment, standing)), build)


def changes_of(treatment: Treatment, standing: Mapping[tuple[str, str], uuid.UUID]) -> list[Change]:
    """The visit as entries."""
    unknown = sorted(set(treatment.interval) - set(INTERVAL_KEYS))
    if unknown:
        raise NotInThisState(f"'{unknown[0]}' is no part of the interval history; use one of {', '.join(INTERVAL_KEYS)}.")
    if max(len(treatment.interventions), len(treatment.exercises)) > MOST_ROWS:
        raise NotInThisState(f"More than {MOST_ROWS} rows in one visit; record them in parts.")
    rows: list[tuple[str, str, Mapping[str, Any]]] = [
        ("text", INTERVAL + part, {"text": text.strip()}) for part, text in treatment.interval.items()
    ]
    rows += [("finding", key, content) for key, content in treatment.findings.items()]
    rows += [("measure", key, content) for key, content in treatment.measures.items()]
    rows += [("intervention", f"intervention_{place}", content) for place, content in enumerate(treatment.interventions)]
    rows += [("exercise_done", f"exercise_{place}", content) for place, content in enumerate(treatment.exercises)]
    return [
        Change(kind, key, content, standing.get((kind, key)))
        for kind, key, content in rows
        if (kind, key) in standing or any(value not in ("", None, {}) for value in content.values())
    ]
