"""Visits of a demo, each on its own day and by the actions that a clinician's pages use."""

from __future__ import annotations

import datetime
import uuid
import zoneinfo
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from enthesis.access.actor import Actor
from enthesis.access.refused import NotInThisState
from enthesis.actions.assessor import get_knowledge
from enthesis.actions.encounter_facts import LEFT_OUT
from enthesis.actions.record_answer import record_answer
from enthesis.actions.record_entries import Change, record_entries
from enthesis.actions.seed_clock import clock_at
from enthesis.actions.sign_encounter import sign_encounter
from enthesis.actions.start_encounter import start_encounter
from enthesis.knowledge.regions import default_region
from enthesis.records.episodes import Encounter, EncounterKind
from enthesis.records.people import Clinic

SIMULATED = "simulated patient"
AT_HOUR = 10


def moment_of(actor: Actor, day: datetime.date, hour: int = AT_HOUR, minute: int = 0) -> datetime.datetime:
    """A time of day at the actor's clinic."""
    zone = Clinic.objects.values_list("time_zone", flat=True).get(pk=actor.clinic_id)
    return datetime.datetime.combine(day, datetime.time(hour, minute), tzinfo=zoneinfo.ZoneInfo(zone))


def hold_visit(
    actor: Actor,
    episode_id: uuid.UUID,
    kind: EncounterKind,
    at: datetime.datetime,
    changes: Sequence[Change],
    signed: bool = True,
) -> uuid.UUID:
    """One visit: begun, recorded and, where that is asked and nothing speaks against it, signed."""
    with clock_at(at):
        encounter = start_encounter(actor, episode_id, kind)
        record_entries(actor, encounter.pk, changes, _nothing, keep_going=False)
        if signed:
            with suppress(NotInThisState):  # what a clinician could not sign stays open
                sign_encounter(actor, encounter.pk)
    return encounter.pk


def _nothing(encounter: Encounter) -> None:
    """Nobody looks at the record in between."""


def findings_of(
    positive: Iterable[str], negative: Iterable[str] = (), equivocal: Iterable[str] = (), note: str = ""
) -> list[Change]:
    """Findings as entries; what stands in none was not assessed."""
    states = (("positive", positive), ("negative", negative), ("equivocal", equivocal))
    return [
        Change("finding", finding, {"finding": finding, "result": result, **({"note": note} if note else {})})
        for result, findings in states
        for finding in findings
    ]


def measures_of(measures: Mapping[str, float]) -> list[Change]:
    """Measured numbers as entries."""
    return [Change("measure", name, {"quantity": name, "number": number}) for name, number in measures.items()]


def closing_of(
    because: str, sources: Sequence[str] = (), agrees: str = "open", view: str = "", region: str | None = None
) -> list[Change]:
    """What an evaluation needs before it is signed: why the neuro screen was left out, and a view of one's own."""
    parts = get_knowledge(region or default_region()).pack.neuro_parts
    return [
        *(Change("text", LEFT_OUT + part, {"text": because}) for part in parts),
        Change("diagnosis", "own", {"agrees": agrees, "reason": view or because, "sources": list(sources)}),
    ]


def tell_outcomes(actor: Actor, episode_id: uuid.UUID, day: datetime.date, answers: Mapping[str, Mapping[str, Any]]) -> None:
    """Made-up answers to measures on one day."""
    with clock_at(moment_of(actor, day, 18)):
        for measure, content in answers.items():
            record_answer(actor, episode_id, measure, content, day, simulated=True)
