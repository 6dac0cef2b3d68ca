"""What the record of an encounter says, as plain facts, and what stands between it and a signature.

One reading for everybody: the room shows it, signing checks it, and a diagnosis keeps what was shown. Nothing that a
caller says about the record is taken for granted.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from enthesis.actions.assess_encounter import case_of
from enthesis.actions.assessor import borrow_knowledge, get_knowledge
from enthesis.knowledge.pack import Pack
from enthesis.knowledge.regions import known_region
from enthesis.reasoning.assessment import Assessment
from enthesis.reasoning.case import Case
from enthesis.reasoning.interpretation import Interpretation
from enthesis.records.entries import ENTRY_MODELS, Entry, FindingResult
from enthesis.records.episodes import Encounter
from enthesis.records.isolation import current_clinic_id
from enthesis.records.people import Clinic, Person
from enthesis.terms.side import split_finding_key

LEFT_OUT = "left_out:"
"""Key of the text that says why a part of the neurological screen was left out, before the name of the part."""
RECORDED_STATES = (FindingResult.POSITIVE.value, FindingResult.NEGATIVE.value, FindingResult.EQUIVOCAL.value)
GATHERED = ("finding", "measure", "text", "red_flag", "diagnosis")
"""Kinds of entries the reasoning and the room read; drawings have a page of their own."""


@dataclass(frozen=True)
class EntryFacts:
    """One current entry: what was recorded, by whom and when."""

    id: uuid.UUID
    key: str
    content: Mapping[str, Any]
    who: str
    at: datetime.datetime
    origin: str


@dataclass(frozen=True)
class EncounterFacts:
    """The record of an encounter as it stands, without the database behind it."""

    encounter_id: uuid.UUID
    patient_id: uuid.UUID
    episode_id: uuid.UUID
    status: str
    kind: str
    started_at: datetime.datetime
    patient_name: str
    simulated: bool
    complaint: str
    units: str
    time_zone: str
    case: Case
    """The record in the terms of a case; the setting is the clinic's, even where the pack does not know it."""
    entries: Mapping[str, Mapping[str, EntryFacts]]
    """By kind and key."""

    @property
    def region(self) -> str:
        """The region of the episode: the pack that knows its findings."""
        return known_region(self.case.region)

    def text(self, key: str) -> str:
        """What a text entry says; empty when there is none."""
        entry = self.entries["text"].get(key)
        return str(entry.content["text"]) if entry else ""


def gather_facts(encounter: Encounter) -> EncounterFacts:
    """Read the record of an encounter, inside the scope of its clinic."""
    return gather_all([encounter.pk])[encounter.pk]


def gather_all(encounter_ids: Sequence[uuid.UUID], kinds: Sequence[str] = GATHERED) -> dict[uuid.UUID, EncounterFacts]:
    """Read the records of several encounters, in as many queries as for one.

    Args:
        kinds: kinds of entries to read; of the others the facts hold none. The case needs findings and texts.
    """
    encounters = list(Encounter.objects.select_related("patient", "episode").filter(pk__in=encounter_ids))
    clinic = Clinic.objects.get(pk=current_clinic_id())
    current = {kind: _current(kind, encounter_ids if kind in kinds else ()) for kind in GATHERED}
    listed = [entry for of_kind in current.values() for entries in of_kind.values() for entry in entries.values()]
    # Few people record many entries: each person is read once and not with every entry.
    names = {p.pk: p.full_name for p in Person.objects.filter(pk__in={entry.recorded_by_id for entry in listed})}  # pyright: ignore
    return {
        encounter.pk: _facts_of(
            encounter,
            clinic,
            get_knowledge(encounter.episode.region).pack,
            {kind: found.get(encounter.pk, {}) for kind, found in current.items()},
            names,
        )
        for encounter in encounters
    }


def _facts_of(
    encounter: Encounter,
    clinic: Clinic,
    pack: Pack,
    current: dict[str, dict[str, Entry]],
    names: Mapping[uuid.UUID, str],
) -> EncounterFacts:
    patient, episode = encounter.patient, encounter.episode
    findings: Any = current["finding"]
    texts: Any = current["text"]
    return EncounterFacts(
        encounter_id=encounter.pk,
        patient_id=patient.pk,
        episode_id=episode.pk,
        status=str(encounter.status),
        kind=str(encounter.kind),
        started_at=encounter.started_at,
        patient_name=str(patient),
        simulated=patient.simulated,
        complaint=episode.complaint,
        units=clinic.units,
        time_zone=clinic.time_zone,
        case=case_of(encounter, clinic, findings, texts, pack),
        entries={kind: {key: _facts(entry, names) for key, entry in found.items()} for kind, found in current.items()},
    )


def _current(kind: str, encounter_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, dict[str, Entry]]:
    """As `records.entries.current_entries`, by encounter."""
    found: dict[uuid.UUID, dict[str, Entry]] = {encounter_id: {} for encounter_id in encounter_ids}
    if not encounter_ids:
        return found
    standing = ENTRY_MODELS[kind].objects.filter(encounter_id__in=encounter_ids, replaced_by__isnull=True)
    for entry in standing.order_by("recorded_at", "id"):
        found[entry.encounter_id][entry.key] = entry  # pyright: ignore[reportAttributeAccessIssue]
    return found


def _facts(entry: Entry, names: Mapping[uuid.UUID, str]) -> EntryFacts:
    who = names[entry.recorded_by_id]  # pyright: ignore[reportAttributeAccessIssue]
    return EntryFacts(entry.pk, entry.key, entry.content, who, entry.recorded_at, entry.origin)


def findings_of(facts: EncounterFacts, pack: Pack) -> dict[str, EntryFacts]:
    """Current entries of findings the pack knows, without those withdrawn, by finding; of each its own entry."""
    return {finding: entry for (finding, side), entry in _standing(facts, pack).items() if not side}


def findings_beside(facts: EncounterFacts, pack: Pack) -> dict[tuple[str, str], EntryFacts]:
    """The same for the entries recorded of another side beside a finding's own, by finding and side."""
    return {place: entry for place, entry in _standing(facts, pack).items() if place[1]}


def _standing(facts: EncounterFacts, pack: Pack) -> dict[tuple[str, str], EntryFacts]:
    found: dict[tuple[str, str], EntryFacts] = {}
    for entry in facts.entries["finding"].values():
        finding, (_, side) = str(entry.content["finding"]), split_finding_key(entry.key)
        stands = entry.content["result"] != FindingResult.NOT_ASSESSED or entry.content["value"]
        if finding in pack.finding_by_id and stands:
            found[finding, side] = entry
    return found


def setting_of(facts: EncounterFacts, pack: Pack) -> str:
    """The clinic's setting where the pack knows it, or the pack's own."""
    wanted = facts.case.setting
    return wanted if wanted is not None and wanted in pack.settings else pack.default_setting


@dataclass(frozen=True)
class Signable:
    """What stands between an encounter and a signature."""

    unanswered_flags: tuple[tuple[str, str], ...]
    """(rule id, name) of raised red flags without a recorded action."""
    neuro_left_out: tuple[str, ...]
    """Parts of the neurological screen neither done nor left out with a reason."""
    has_diagnosis: bool

    @property
    def ready(self) -> bool:
        """Nothing was passed over in silence."""
        return not self.unanswered_flags and not self.neuro_left_out and self.has_diagnosis


def read_and_assess(facts: EncounterFacts) -> tuple[Interpretation, Assessment]:
    """The record in the pack's terms, and the assessment of it."""
    with borrow_knowledge(facts.region) as knowledge:
        read = knowledge.assessor.interpret(facts.case, strict=False)
        setting = setting_of(facts, knowledge.pack)
        return read, knowledge.assessor.assess(read.observed, read.patient, setting, frozenset(read.equivocal))


def find_missing(facts: EncounterFacts, raised: tuple[tuple[str, str], ...] | None = None) -> Signable:
    """What would have been passed over in silence if it were signed now.

    Args:
        raised: (rule id, name) of the red flags raised by it, where it is assessed already.
    """
    if raised is None:
        read, answer = read_and_assess(facts)
        return missing_in(facts, answer.pack, read, tuple((flag.id, flag.name) for flag in answer.red_flags))
    with borrow_knowledge(facts.region) as knowledge:
        return missing_in(facts, knowledge.pack, knowledge.assessor.interpret(facts.case, strict=False), raised)


def missing_in(facts: EncounterFacts, pack: Pack, read: Interpretation, raised: tuple[tuple[str, str], ...]) -> Signable:
    """The same, for a record that is assessed already.

    Args:
        raised: (rule id, name) of the red flags raised by it.
    """
    answered = facts.entries["red_flag"]
    return Signable(
        unanswered_flags=tuple((rule, name) for rule, name in raised if rule not in answered),
        neuro_left_out=tuple(
            part
            for part, findings in pack.neuro_parts.items()
            if not all(f in read.observed or f in read.equivocal for f in findings) and not facts.text(LEFT_OUT + part).strip()
        ),
        has_diagnosis=bool(facts.entries["diagnosis"]),
    )


def shown_sources(answer: Assessment, most: int = 6) -> list[list[Any]]:
    """The first sources as they stood on the screen: [[id, probability, low, high], ...]."""
    return [[s.id, round(s.probability, 4), *(round(b, 4) for b in s.interval_95)] for s in answer.sources[:most]]
