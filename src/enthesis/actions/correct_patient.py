"""Correct a patient's details; the earlier values are kept."""

from __future__ import annotations

import uuid

from django.utils import timezone

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.refused import NotInThisState
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.register_patient import PatientDetails, write_search_keys
from enthesis.records.patients import Patient, PatientCorrection

ENCRYPTED = ("email", "telephone", "address")


@action("corrected patient", Permission.REGISTER_PATIENT)
def correct_patient(actor: Actor, patient_id: uuid.UUID, details: PatientDetails) -> Done[Patient]:
    """Write the details as they should be; each changed one leaves its earlier value behind.

    Raises:
        Refused: not allowed, or no such patient here.
        NotInThisState: another patient has this record number.
    """
    patient = get_visible(Patient, patient_id, lock=True)
    others = Patient.objects.filter(record_number=details.record_number).exclude(pk=patient.pk)
    if details.record_number and others.exists():
        raise NotInThisState(f"Another patient has the record number {details.record_number}; look that patient up.")
    changed: list[str] = []
    for name, now in vars(details).items():
        earlier = getattr(patient, name)
        if (earlier or "") == (now or ""):
            continue
        changed.append(name)
        PatientCorrection(
            patient=patient,
            field=name,
            earlier_value="" if name in ENCRYPTED or earlier is None else str(earlier),
            corrected_by_id=actor.person_id,
            corrected_at=timezone.now(),
        ).save()
        setattr(patient, name, now)
    if changed:
        patient.save()
        write_search_keys(patient)
    return Done(patient, patient.id, target_of(patient), ", ".join(changed) or "nothing changed")
