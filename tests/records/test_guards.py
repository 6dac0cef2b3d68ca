"""The triggers of both databases, one row of each table."""

from __future__ import annotations

import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from enthesis.access.actor import Actor
from enthesis.actions.open_episode import open_episode
from enthesis.actions.register_patient import PatientDetails, register_patient
from enthesis.records.episodes import Encounter
from enthesis.records.guards import guards, missing_guards, pointers, take_off
from enthesis.records.isolation import clinic_scope
from enthesis.records.patients import Patient
from enthesis.records.row_level_security import APPEND_ONLY, clinic_owned_models


def test_every_guard_is_in_the_database_and_their_names_differ(db: None) -> None:
    names = [guard.name for guard in guards()]
    assert len(names) == len(set(names)) > 60
    assert max(map(len, names)) <= 63
    assert missing_guards(connection) == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite writes changed tables anew")
def test_a_migration_takes_them_off_and_a_missing_one_is_named(db: None) -> None:
    take_off(using="default", plan=["something"])
    assert "records_findingentry_no_update" in missing_guards(connection)


def test_each_pointer_behind_the_wall_is_guarded(db: None) -> None:
    names = {guard.name for guard in guards()}
    for model in clinic_owned_models():
        for column, _ in pointers(model):
            assert f"{model._meta.db_table}_{column}_here_new" in names
            assert model.__name__ in APPEND_ONLY or f"{model._meta.db_table}_{column}_here" in names


def test_no_record_points_into_another_clinic(therapist: Actor, outsider: Actor, encounter: Encounter) -> None:
    theirs = register_patient(outsider, PatientDetails("Olga", "Other"))
    their_episode = open_episode(outsider, theirs.id, "knee")
    with clinic_scope(therapist.clinic_id):
        for change in ({"patient_id": theirs.id}, {"episode_id": their_episode.id}):
            with pytest.raises(DatabaseError, match="another clinic"), transaction.atomic():
                Encounter.objects.filter(pk=encounter.pk).update(**change)
        with pytest.raises(DatabaseError, match="another clinic"), transaction.atomic():
            Encounter(
                id=uuid.uuid4(),
                patient_id=theirs.id,
                episode_id=encounter.episode_id,
                started_at=encounter.started_at,
                started_by_id=therapist.person_id,
                therapist_id=therapist.person_id,
            ).save()


def test_a_record_stays_in_its_clinic(therapist: Actor, outsider: Actor, patient: Patient) -> None:
    with (
        clinic_scope(therapist.clinic_id),
        pytest.raises(DatabaseError, match=r"stays in its clinic|row-level security"),
        transaction.atomic(),
    ):
        Patient.objects.filter(pk=patient.pk).update(clinic_id=outsider.clinic_id)
