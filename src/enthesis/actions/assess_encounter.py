"""What the reasoning makes of an encounter's record: the one way from entries to an assessment.

Not an action of its own: it reads nothing but entries that the calling action may read, inside that action's scope.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from enthesis.access.visibility import age_years
from enthesis.actions.assessor import borrow_knowledge
from enthesis.knowledge.pack import Pack
from enthesis.reasoning.assessment import Assessment
from enthesis.reasoning.case import LONGEST_DURATION_WEEKS, ONSETS, Case, CaseFinding
from enthesis.reasoning.interpretation import Interpretation, first_number
from enthesis.records.entries import FindingEntry, FindingResult, TextEntry, current_entries
from enthesis.records.episodes import Encounter
from enthesis.records.people import Clinic

ONSET_KEY, DURATION_KEY = "onset", "duration_weeks"
"""Keys of the text entries that hold how it began and for how many weeks it has lasted."""
_CASE_SIDES = {"left": "left", "right": "right", "both": "both"}


@dataclass(frozen=True)
class AssessedEncounter:
    """An encounter's record as the reasoning reads it, and what it makes of it."""

    case: Case
    interpretation: Interpretation
    assessment: Assessment


def assess_encounter(encounter: Encounter, clinic: Clinic) -> AssessedEncounter:
    """Assess the current entries of an encounter.

    Assumes: called inside the clinic's scope.
    """
    findings = current_entries(FindingEntry, encounter.pk)
    texts = current_entries(TextEntry, encounter.pk)
    with borrow_knowledge(encounter.episode.region) as knowledge:
        case = case_of(encounter, clinic, findings, texts, knowledge.pack)
        read = knowledge.assessor.interpret(case, strict=False)
        setting = clinic.setting if clinic.setting in knowledge.pack.settings else knowledge.pack.default_setting
        answer = knowledge.assessor.assess(read.observed, read.patient, setting, frozenset(read.equivocal))
    return AssessedEncounter(case, read, answer)


def case_of(
    encounter: Encounter, clinic: Clinic, findings: dict[str, FindingEntry], texts: dict[str, TextEntry], pack: Pack
) -> Case:
    """The record as a case: what was withdrawn, or has no entry, was not assessed.

    Args:
        findings: current finding entries by key.
        texts: current text entries by key.
    """
    patient, episode = encounter.patient, encounter.episode
    lines = [
        CaseFinding(
            entry.finding,
            entry.result,
            _CASE_SIDES.get(entry.side),
            pack.finding_by_id[entry.finding].kind,
            entry.value or None,
            entry.note or None,
            f"entry {entry.pk}",
        )
        for entry in findings.values()
        if entry.finding in pack.finding_by_id
        and entry.result != FindingResult.NOT_ASSESSED
        and not (entry.result == FindingResult.VALUE and not entry.value)
    ]
    weeks = first_number(_text(texts, DURATION_KEY))
    onset = _text(texts, ONSET_KEY).strip().lower()
    age = age_years(patient.birth_date, encounter.started_at.astimezone(zone_of(clinic)).date())
    return Case(
        name="the record",
        region=pack.id,
        setting=clinic.setting,
        affected_side=_CASE_SIDES.get(episode.affected_side),
        age_years=None if age is None else float(age),
        sex=patient.sex or None,
        sport=patient.sport or None,
        onset=onset if onset in ONSETS else None,
        duration_weeks=weeks if weeks is not None and 0 <= weeks <= LONGEST_DURATION_WEEKS else None,
        findings=tuple(lines),
        diagnosis=(),
        dangerous=None,
        refer_expected=None,
        warnings=(),
    )


def zone_of(clinic: Any) -> ZoneInfo:
    """The clinic's time zone; UTC when its name is not known here."""
    try:
        return ZoneInfo(clinic.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def _text(texts: dict[str, TextEntry], key: str) -> str:
    entry = texts.get(key)
    return entry.text if entry is not None else ""
