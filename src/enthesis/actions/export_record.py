"""Export everything of one patient, or of one clinic, in open formats."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from enthesis.access.actor import Actor, Installation
from enthesis.access.permissions import Permission, check_can
from enthesis.access.refused import NotFound, Refused
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.records.audit import AuditRow
from enthesis.records.isolation import ClinicOwned, clinic_scope
from enthesis.records.needling import NeedlingLicence, NeedlingPlan
from enthesis.records.open_formats import Table, table_of_model, write_folder
from enthesis.records.outcomes import Answer, ClinicQuestionnaire
from enthesis.records.patients import Patient, PatientSearchKey
from enthesis.records.people import Clinic, Membership, Person
from enthesis.records.plans import PlanVersion
from enthesis.records.programmes import OWN, ClinicProgramme, ProgrammeVersion, read_version_id
from enthesis.records.row_level_security import clinic_owned_models

WAYS_TO_THE_PATIENT = ("patient", "encounter", "intake", "plan", "session")
"""The first of these that a table points to leads to whose row it is."""
PERSON_COLUMNS_LEFT_OUT = ("email", "password", "last_login", "is_superuser", "is_active", "created_at")


def export_patient(actor: Actor | Installation, patient_id: uuid.UUID, folder: Path) -> dict[str, int]:
    """Write everything of one patient into an empty folder.

    Returns:
        rows by table.
    Raises:
        Refused: not allowed, or no such patient here.
    """
    with at_one_moment():
        return _export_patient(actor, patient_id, folder)


def export_clinic(actor: Actor | Installation, folder: Path) -> dict[str, int]:
    """Write everything of the actor's clinic into an empty folder; arguments and errors as for `export_patient`."""
    with at_one_moment():
        return _export_clinic(actor, folder)


@action("exported patient", None, writes=False)
def _export_patient(actor: Actor | Installation, patient_id: uuid.UUID, folder: Path) -> Done[dict[str, int]]:
    _check(actor, Permission.EXPORT_PATIENT)
    patient = get_visible(Patient, patient_id)
    with reading():
        counts = write_folder(folder, "Record of one patient", f"patient {patient.id}", list(tables(actor.clinic_id, patient.id)))
    return Done(counts, patient.id, target_of(patient), f"{sum(counts.values())} rows")


@action("exported clinic", None, writes=False)
def _export_clinic(actor: Actor | Installation, folder: Path) -> Done[dict[str, int]]:
    _check(actor, Permission.EXPORT_CLINIC)
    with reading():
        counts = write_folder(folder, "Records of one clinic", f"clinic {actor.clinic_id}", list(tables(actor.clinic_id)))
    return Done(counts, None, f"clinic/{actor.clinic_id}", f"{sum(counts.values())} rows")


def tables(clinic_id: uuid.UUID | None, patient_id: uuid.UUID | None = None) -> Iterator[Table]:
    """Every table of the export, rows read when they are written.

    Args:
        patient_id: only what is about this patient.
    """
    yield table_of_model(Clinic, "clinic", Clinic.objects.filter(pk=clinic_id))
    members = Membership.objects.filter(clinic_id=clinic_id)
    if patient_id is not None:
        members = members.filter(person_id__in=people_in_the_record_of(patient_id))
    yield table_of_model(Person, "person", Person.objects.filter(pk__in=members.values("person_id")), PERSON_COLUMNS_LEFT_OUT)
    yield table_of_model(Membership, "membership", members, ("calendar_token_hash",))
    for model in clinic_owned_models():
        if model is not PatientSearchKey:
            rows = model.objects.all() if patient_id is None else model.objects.filter(**of_patient(model, patient_id))
            yield table_of_model(model, table_name(model), rows)
    audit = AuditRow.objects.filter(clinic_id=clinic_id)
    # Numbers of the audit count the whole installation's rows: they say nothing about this record.
    yield table_of_model(AuditRow, "audit", audit if patient_id is None else audit.filter(patient_id=patient_id), ("id",))


def table_name(model: type[ClinicOwned]) -> str:
    """The model's name as a file name, for instance finding_entry."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", model.__name__).lower()


def of_patient(model: type[ClinicOwned], patient_id: uuid.UUID) -> dict[str, Any]:
    """The condition that a row of this model is about the patient.

    Raises:
        LookupError: the model points to no patient: say in `WAYS_TO_THE_PATIENT` how it does.
    """
    if model is Patient:
        return {"pk": patient_id}
    if model in (ClinicProgramme, ProgrammeVersion):
        versions = ProgrammeVersion.objects.filter(pk__in=versions_in_plans_of(patient_id))
        return {"pk__in": list(versions.values_list("programme_id" if model is ClinicProgramme else "pk", flat=True))}
    if model is ClinicQuestionnaire:
        return {"pk__in": Answer.objects.filter(patient_id=patient_id).exclude(questionnaire=None).values("questionnaire_id")}
    if model is NeedlingLicence:
        return {"person_id__in": NeedlingPlan.objects.filter(encounter__patient_id=patient_id).values("needled_by_id")}
    names = {field.name for field in model._meta.concrete_fields}
    for way in WAYS_TO_THE_PATIENT:
        if way in names:
            return {"patient_id": patient_id} if way == "patient" else {f"{way}__patient_id": patient_id}
    raise LookupError(f"{model.__name__} does not say which patient it is about")


def versions_in_plans_of(patient_id: uuid.UUID) -> list[uuid.UUID]:
    """Versions of the clinic's own programmes that the patient's plans were made from."""
    named = PlanVersion.objects.filter(plan__patient_id=patient_id, document__programme__startswith=OWN)
    ids = {read_version_id(str(name)) for name in named.values_list("document__programme", flat=True)}
    return sorted(found for found in ids if found is not None)


def people_in_the_record_of(patient_id: uuid.UUID) -> set[uuid.UUID]:
    """Everybody whose id stands somewhere in the patient's record."""
    found: set[uuid.UUID] = set()
    for model in clinic_owned_models():
        columns = [field.attname for field in model._meta.concrete_fields if field.related_model is Person]
        for column in columns:
            found.update(model.objects.filter(**of_patient(model, patient_id)).values_list(column, flat=True).distinct())
    return {person for person in found if person is not None}


def clinic_of_patient(patient_id: uuid.UUID) -> uuid.UUID:
    """Which clinic a patient belongs to, for a command of the installation: each clinic is asked in its own scope.

    Raises:
        NotFound: none has such a patient.
    """
    for clinic_id in Clinic.objects.order_by("id").values_list("id", flat=True):
        with clinic_scope(clinic_id, writes=False):
            if Patient.objects.filter(pk=patient_id).exists():
                return clinic_id
    raise NotFound("There is no such patient in this installation.")


def _check(actor: Actor | Installation, permission: Permission) -> None:
    if isinstance(actor, Actor):
        check_can(actor.role, permission)
    elif not isinstance(actor, Installation):
        raise Refused("Sign in first.")


@contextmanager
def at_one_moment() -> Iterator[None]:
    """On PostgreSQL, see the database as it stood at the first look, through all tables."""
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        yield
        return
    refused: Refused | None = None
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        try:
            yield
        except Refused as error:
            refused = error  # its row in the audit must stay
    if refused is not None:
        raise refused


@contextmanager
def reading() -> Iterator[None]:
    """On SQLite, likewise, without keeping those from writing who are at work meanwhile."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("COMMIT")
