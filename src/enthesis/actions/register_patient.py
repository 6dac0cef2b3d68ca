"""Register a patient."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.refused import NotInThisState
from enthesis.actions.deed import Done, action, target_of
from enthesis.records.patients import Patient, PatientSearchKey, search_keys_of


@dataclass(frozen=True)
class PatientDetails:
    """What is asked about a person. Empty text: not given."""

    given_name: str
    family_name: str
    birth_date: datetime.date | None = None
    sex: str = ""
    record_number: str = ""
    sport: str = ""
    email: str = ""
    telephone: str = ""
    address: str = ""
    preferred_language: str = "en"


@action("registered patient", Permission.REGISTER_PATIENT)
def register_patient(actor: Actor, details: PatientDetails, simulated: bool = False) -> Done[Patient]:
    """Add a patient to the clinic.

    Raises:
        Refused: the role may not register patients.
        NotInThisState: another patient has this record number.
    """
    if details.record_number and Patient.objects.filter(record_number=details.record_number).exists():
        raise NotInThisState(
            f"Another patient has the record number {details.record_number}; look that patient up, or leave it empty."
        )
    patient = Patient(registered_at=timezone.now(), registered_by_id=actor.person_id, simulated=simulated)
    for name, text in vars(details).items():
        setattr(patient, name, text)
    patient.save()
    write_search_keys(patient)
    return Done(patient, patient.id, target_of(patient))


def write_search_keys(patient: Patient) -> None:
    """Replace the keys a patient is found by (they repeat what stands in the patient's own row)."""
    PatientSearchKey.objects.filter(patient=patient).delete()
    PatientSearchKey.objects.bulk_create(PatientSearchKey(patient=patient, key=key) for key in search_keys_of(patient))
