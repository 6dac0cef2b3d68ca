"""An encounter as the plain data that documents are written from.

Not an action of its own: it reads inside the scope of the action that calls it.
"""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from enthesis.access.visibility import age_years
from enthesis.actions.assess_encounter import zone_of
from enthesis.actions.assessor import get_knowledge
from enthesis.actions.encounter_facts import gather_facts, read_and_assess
from enthesis.actions.needling_for_note import needling_for_note
from enthesis.actions.rehabilitation import get_rehabilitation
from enthesis.care.plan_document import read_plan_document
from enthesis.records.entries import ENTRY_MODELS
from enthesis.records.episodes import Encounter, EncounterStatus, Signature
from enthesis.records.people import Clinic
from enthesis.records.plans import PlanVersion
from enthesis.reports.encounter_record import (
    ClinicDetails,
    EarlierEncounter,
    EncounterDetails,
    EncounterRecord,
    EpisodeDetails,
    PatientDetails,
    PlanAt,
    Recorded,
    Signed,
)
from enthesis.terms.fault import UnusableInput


def gather_record(encounter: Encounter, assess: bool = True) -> EncounterRecord:
    """Read everything a document of an encounter may say: its current entries, who it is about, the assessment, and what a
    visit goes on from.

    Args:
        assess: False where nobody asks for the sources: it takes most of the time.
    """
    found: Any = Encounter.objects.select_related("patient__registered_by", "episode__opened_by", "therapist").get(
        pk=encounter.pk
    )
    clinic = Clinic.objects.get(pk=found.clinic_id)
    answer = read_and_assess(gather_facts(encounter))[1] if assess else None
    patient, episode = found.patient, found.episode
    zone = zone_of(clinic)
    signatures = tuple(Signature.objects.filter(encounter=found).order_by("signed_at", "id"))
    entries = _current([found.pk])[found.pk]
    return EncounterRecord(
        clinic=clinic_details(clinic),
        patient=patient_details(patient, found.started_at.astimezone(zone).date()),
        episode=episode_details(episode),
        encounter=_details(found),
        entries=(*entries, *needling_for_note(found)),
        pack=answer.pack if answer is not None else get_knowledge(episode.region).pack,
        assessment=answer,
        signatures=tuple(Signed(s.signed_as, s.signed_at, s.is_cosignature) for s in signatures),
        care_names=_care_names(entries, episode.region),
        earlier=_earlier(found),
        plans=gather_plans(found.episode_id, episode.region, signatures[-1].signed_at if signatures else None),
    )


def clinic_details(clinic: Clinic) -> ClinicDetails:
    """The head of the paper."""
    zone = zone_of(clinic)
    return ClinicDetails(clinic.name, clinic.address, clinic.telephone, clinic.paper, clinic.units, clinic.country, zone)


def patient_details(patient: Any, on: datetime.date) -> PatientDetails:
    """Whom a document is about; `registered_by` must be there.

    Args:
        on: the day the age is counted for.
    """
    return PatientDetails(
        id=str(patient.pk),
        name=str(patient),
        birth_date=patient.birth_date,
        age_years=age_years(patient.birth_date, on),
        sex=patient.sex,
        record_number=patient.record_number,
        sport=patient.sport,
        simulated=patient.simulated,
        registered_by=patient.registered_by.full_name,
        registered_at=patient.registered_at,
    )


def episode_details(episode: Any) -> EpisodeDetails:
    """What the care is for; `opened_by` must be there."""
    by = episode.opened_by.full_name
    return EpisodeDetails(str(episode.pk), episode.complaint, episode.affected_side, by, episode.opened_at, episode.region)


def _details(encounter: Any) -> EncounterDetails:
    therapist = encounter.therapist.signature
    return EncounterDetails(str(encounter.pk), str(encounter.kind), str(encounter.status), encounter.started_at, therapist)


def _earlier(encounter: Any) -> tuple[EarlierEncounter, ...]:
    """Meetings of the episode that were held before this one, with what stands in them."""
    before = Encounter.objects.filter(episode_id=encounter.episode_id, started_at__lt=encounter.started_at)
    held = list(before.exclude(status=EncounterStatus.ABANDONED).select_related("therapist").order_by("started_at", "id"))
    entries = _current([each.pk for each in held])
    return tuple(EarlierEncounter(n, _details(each), entries[each.pk]) for n, each in enumerate(held, 1))


def gather_plans(episode_id: uuid.UUID, region: str, until: datetime.datetime | None) -> tuple[PlanAt, ...]:
    """Versions of the plans of an episode, oldest first; one that cannot be read any more is left out.

    Args:
        region: of the episode.
        until: what came later is left out; None: everything.
    """
    versions = PlanVersion.objects.filter(plan__episode_id=episode_id).select_related("made_by").order_by("made_at", "number")
    if until is not None:
        versions = versions.filter(made_at__lte=until)
    phases = get_rehabilitation(region).phase_by_id if versions else {}
    found: list[PlanAt] = []
    for version in versions:
        try:
            document = read_plan_document(version.document)
        except UnusableInput:
            continue
        by: Any = version.made_by
        phase = phases.get(document.phase)
        found.append(
            PlanAt(
                id=str(version.pk),
                number=version.number,
                at=version.made_at,
                by=by.full_name if by else "",
                document=document,
                because=version.clinician_sentence,
                phase=phase.name if phase else document.phase.replace("_", " "),
                phase_plain=phase.plain_words if phase else "",
                patient_because=version.patient_sentence,
            )
        )
    return tuple(found)


def _care_names(entries: tuple[Recorded, ...], region: str) -> dict[str, str]:
    """What the pack calls the interventions and exercises that were recorded."""
    wanted = {str(entry.content[kind]) for entry in entries for kind in ("intervention", "exercise") if kind in entry.content}
    if not wanted:
        return {}
    rehabilitation = get_rehabilitation(region)
    return {each.id: each.name for each in (*rehabilitation.interventions, *rehabilitation.exercises) if each.id in wanted}


def _current(encounter_ids: list[uuid.UUID]) -> dict[uuid.UUID, tuple[Recorded, ...]]:
    """Current entries of every kind with the people who recorded them, by encounter, in the order of kinds and of making."""
    entries: dict[uuid.UUID, list[Recorded]] = {encounter_id: [] for encounter_id in encounter_ids}
    for kind, model in ENTRY_MODELS.items() if encounter_ids else ():
        standing: Any = model.objects.filter(encounter_id__in=encounter_ids, replaced_by__isnull=True)
        for entry in standing.select_related("recorded_by").order_by("recorded_at", "id"):
            by = entry.recorded_by.full_name
            found = Recorded(str(entry.pk), kind, entry.key, entry.content, by, entry.recorded_at, entry.origin)
            entries[entry.encounter_id].append(found)
    return {encounter_id: tuple(found) for encounter_id, found in entries.items()}
