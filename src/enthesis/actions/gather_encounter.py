"""An encounter as the plain data that documents are written from.

Not an action of its own: it reads inside the scope of the action that calls it.
"""

from __future__ import annotations

from typing import Any

from enthesis.access.visibility import age_years
from enthesis.actions.assess_encounter import zone_of
from enthesis.actions.encounter_facts import gather_facts, read_and_assess
from enthesis.actions.rehabilitation import get_rehabilitation
from enthesis.records.entries import ENTRY_MODELS
from enthesis.records.episodes import Encounter, Signature
from enthesis.records.people import Clinic
from enthesis.reports.encounter_record import (
    ClinicDetails,
    EncounterDetails,
    EncounterRecord,
    EpisodeDetails,
    PatientDetails,
    Recorded,
    Signed,
)


def gather_record(encounter: Encounter) -> EncounterRecord:
    """Read everything a document of an encounter may say: its current entries, who it is about, and the assessment."""
    found: Any = Encounter.objects.select_related("patient__registered_by", "episode__opened_by", "therapist").get(
        pk=encounter.pk
    )
    clinic = Clinic.objects.get(pk=found.clinic_id)
    _, answer = read_and_assess(gather_facts(encounter))
    patient, episode = found.patient, found.episode
    zone = zone_of(clinic)
    entries = _current(found)
    return EncounterRecord(
        clinic=ClinicDetails(clinic.name, clinic.address, clinic.telephone, clinic.paper, clinic.units, clinic.country, zone),
        patient=PatientDetails(
            id=str(patient.pk),
            name=str(patient),
            birth_date=patient.birth_date,
            age_years=age_years(patient.birth_date, found.started_at.astimezone(zone).date()),
            sex=patient.sex,
            record_number=patient.record_number,
            sport=patient.sport,
            simulated=patient.simulated,
            registered_by=patient.registered_by.full_name,
            registered_at=patient.registered_at,
        ),
        episode=EpisodeDetails(
            str(episode.pk), episode.complaint, episode.affected_side, episode.opened_by.full_name, episode.opened_at
        ),
        encounter=EncounterDetails(
            str(found.pk), str(found.kind), str(found.status), found.started_at, found.therapist.signature
        ),
        entries=entries,
        pack=answer.pack,
        assessment=answer,
        signatures=tuple(
            Signed(s.signed_as, s.signed_at, s.is_cosignature)
            for s in Signature.objects.filter(encounter=found).order_by("signed_at", "id")
        ),
        care_names=_care_names(entries),
    )


def _care_names(entries: tuple[Recorded, ...]) -> dict[str, str]:
    """What the pack calls the interventions and exercises that were recorded."""
    wanted = {str(entry.content[kind]) for entry in entries for kind in ("intervention", "exercise") if kind in entry.content}
    if not wanted:
        return {}
    rehabilitation = get_rehabilitation()
    return {each.id: each.name for each in (*rehabilitation.interventions, *rehabilitation.exercises) if each.id in wanted}


def _current(encounter: Encounter) -> tuple[Recorded, ...]:
    """Current entries of every kind with the people who recorded them, in the order they were made."""
    entries: list[Recorded] = []
    for kind, model in ENTRY_MODELS.items():
        standing = model.objects.filter(encounter_id=encounter.pk, replaced_by__isnull=True).select_related("recorded_by")
        for entry in standing.order_by("recorded_at", "id"):
            by = entry.recorded_by.full_name
            entries.append(Recorded(str(entry.pk), kind, entry.key, entry.content, by, entry.recorded_at, entry.origin))
    return tuple(entries)
