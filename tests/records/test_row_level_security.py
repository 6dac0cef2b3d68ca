"""Attempts, as the web role with SQL of its own, to get around row-level security. On PostgreSQL only.

What they cannot show: somebody who can run any SQL as the web role can also name another clinic in `set_config`. The
setting guards against our mistakes (a forgotten filter, a wrong id), the passwords of the role against strangers; our code
names a clinic in one place only, `isolation.clinic_scope`, from the membership of who is signed in.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.utils import DatabaseError

from enthesis.access.actor import Actor
from enthesis.access.visibility import keys_from
from enthesis.actions.record_entry import record_entry
from enthesis.actions.register_patient import PatientDetails, register_patient
from enthesis.records.audit import AuditRow
from enthesis.records.episodes import Encounter
from enthesis.records.isolation import clinic_scope
from enthesis.records.patients import Patient, PatientSearchKey
from enthesis.records.row_level_security import APPEND_ONLY, clinic_owned_models, table_of

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="row-level security is PostgreSQL's")
OWNED_TABLES = [table_of(model) for model in clinic_owned_models()]
APPEND_ONLY_TABLES = [table_of(model) for model in clinic_owned_models() if model.__name__ in APPEND_ONLY] + ["records_auditrow"]


def run_sql(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """One statement as the web role, outside of Django's models."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else []


def refused(statement: str, *values: Any, words: str = "permission denied|row-level security|must be owner") -> None:
    """The database refuses the statement."""
    with pytest.raises(DatabaseError, match=words), transaction.atomic():
        run_sql(statement, *values)


@pytest.fixture
def other_patient(outsider: Actor) -> Patient:
    """A patient behind the wall."""
    return register_patient(outsider, PatientDetails("Olga", "Other"))


@pytest.fixture
def owner_connection() -> Iterator[psycopg.Connection[Any]]:
    """The owner, who has not said that this is maintenance."""
    there = settings.DATABASES["owner"]
    with psycopg.connect(host=there["HOST"], port=there["PORT"], dbname=there["NAME"], user=there["USER"]) as opened:
        yield opened


def test_the_tests_work_as_a_role_without_power(db: None) -> None:
    assert run_sql("SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user") == [
        (False, False, False, False)
    ]
    assert run_sql("SELECT count(*) FROM pg_tables WHERE tableowner = current_user") == [(0,)]
    assert run_sql("SELECT pg_has_role(current_user, 'enthesis_owner', 'MEMBER')") == [(False,)]


@pytest.mark.parametrize("table", [*OWNED_TABLES, "records_auditrow"])
def test_every_table_behind_the_wall_has_the_lock(table: str, db: None) -> None:
    assert run_sql("SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = %s::regclass", table) == [(True, True)]


def test_no_table_with_a_clinic_was_forgotten(db: None) -> None:
    with_clinic = {
        row[0]
        for row in run_sql(
            "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'clinic_id'"
        )
    }
    outside_on_purpose = {
        *(f"records_{name}" for name in ("membership", "invitation", "intakelink", "portalsession", "phonelink", "phonecookie")),
        *("records_followuplink", "records_followupcookie"),
        *("records_needlingchecklink", "records_needlingcheckcookie"),
    }
    assert with_clinic - outside_on_purpose == {*OWNED_TABLES, "records_auditrow"}


@pytest.mark.parametrize("table", OWNED_TABLES)
def test_without_a_scope_no_row_is_seen(table: str, encounter: Encounter, therapist: Actor) -> None:
    record_entry(therapist, encounter.id, "finding", "slump_test", {"finding": "slump_test", "result": "positive"})
    assert run_sql(f"SELECT count(*) FROM {table}") == [(0,)]


def test_another_clinics_rows_are_not_seen_whatever_is_asked(therapist: Actor, patient: Patient, other_patient: Patient) -> None:
    with clinic_scope(therapist.clinic_id):
        asked = str(other_patient.id), str(other_patient.clinic_id)
        assert run_sql("SELECT id FROM records_patient") == [(patient.id,)]
        assert run_sql("SELECT id FROM records_patient WHERE id = %s OR clinic_id = %s OR true", *asked) == [(patient.id,)]
        assert run_sql("SELECT p.id FROM records_clinic c JOIN records_patient p ON p.clinic_id = c.id") == [(patient.id,)]
        assert run_sql("SELECT count(*) FROM (TABLE records_patient) t") == [(1,)]
        # A filter that shouts about what it sees is run after the policy.
        assert run_sql("SELECT id FROM records_patient WHERE 1 / (CASE WHEN family_name = 'Other' THEN 0 ELSE 1 END) = 1") == [
            (patient.id,)
        ]


def test_another_clinics_rows_cannot_be_changed_or_made(therapist: Actor, patient: Patient, other_patient: Patient) -> None:
    elsewhere = str(other_patient.clinic_id)
    with clinic_scope(therapist.clinic_id):
        run_sql("UPDATE records_patient SET given_name = 'Gone' WHERE id = %s", str(other_patient.id))
        refused("UPDATE records_patient SET clinic_id = %s", elsewhere, words="stays in its clinic|row-level security")
        refused(
            "INSERT INTO records_patientsearchkey (id, clinic_id, patient_id, key) VALUES (%s, %s, %s, 'x')",
            *(str(uuid.uuid4()), elsewhere, str(other_patient.id)),
            words="row-level security|another clinic",
        )
        refused(
            "INSERT INTO records_auditrow (at, clinic_id, actor_name, role, verb, target, outcome, because, request_id) "
            "VALUES (now(), %s, '', '', 'x', '', 'done', '', '')",
            elsewhere,
        )
        refused("DELETE FROM records_patient")
    with clinic_scope(other_patient.clinic_id):
        assert Patient.objects.get().given_name == "Olga"


def test_a_record_cannot_point_into_another_clinic(therapist: Actor, encounter: Encounter, other_patient: Patient) -> None:
    with clinic_scope(therapist.clinic_id), pytest.raises(DatabaseError, match="another clinic"), transaction.atomic():
        PatientSearchKey(patient_id=other_patient.id, key="x").save()


def test_nothing_can_be_written_without_a_scope(patient: Patient) -> None:
    refused(
        "INSERT INTO records_patientsearchkey (id, clinic_id, patient_id, key) VALUES (%s, %s, %s, 'x')",
        *(str(uuid.uuid4()), str(patient.clinic_id), str(patient.id)),
        words="row-level security|another clinic",
    )
    assert run_sql("UPDATE records_patient SET given_name = 'x' RETURNING id") == []


def test_copy_shows_no_more_than_select(therapist: Actor, patient: Patient, other_patient: Patient) -> None:
    def copied() -> list[bytes]:
        with connection.cursor() as cursor, cursor.copy("COPY records_patient (id) TO STDOUT") as copy:
            return [bytes(row) for row in copy]

    assert copied() == []
    with clinic_scope(therapist.clinic_id):
        assert [row.decode().strip() for row in copied()] == [str(patient.id)]
    refused("COPY records_patient TO PROGRAM 'cat'", words="permission denied|must be superuser")
    refused("COPY records_patient TO '/tmp/patients'", words="permission denied|must be superuser")


@pytest.mark.parametrize(
    "statement",
    [
        "SET ROLE enthesis_owner",
        "SET SESSION AUTHORIZATION enthesis_owner",
        "ALTER TABLE records_patient DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE records_patient NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE records_patient ADD COLUMN x int",
        "ALTER TABLE records_findingentry DISABLE TRIGGER ALL",
        "ALTER ROLE enthesis_web BYPASSRLS",
        "CREATE POLICY mine ON records_patient USING (true)",
        "DROP POLICY clinic_only ON records_patient",
        "DROP TRIGGER records_findingentry_no_update ON records_findingentry",
        "DROP FUNCTION records_findingentry_locked() CASCADE",
        "CREATE OR REPLACE FUNCTION records_findingentry_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
        "DROP TABLE records_auditrow",
        "CREATE TABLE mine (x int)",
        "CREATE SCHEMA mine",
        "CREATE VIEW public.mine AS SELECT * FROM records_patient",
        "CREATE TEMPORARY TABLE records_encounter (id uuid, status text)",
        "SET session_replication_role = replica",
        "SELECT pg_read_file('/etc/passwd')",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('records', 'x', now())",
        "SELECT setval('records_auditrow_id_seq', 1)",
    ],
)
def test_the_web_role_cannot_lift_its_own_restrictions(statement: str, db: None) -> None:
    refused(statement, words="permission denied|must be owner|must be superuser|cannot")


@pytest.mark.parametrize("table", [*OWNED_TABLES, "records_auditrow", "records_person", "records_clinic", "django_session"])
def test_nothing_is_truncated(table: str, db: None) -> None:
    refused(f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize("table", APPEND_ONLY_TABLES)
def test_append_only_tables_take_new_rows_alone(table: str, therapist: Actor) -> None:
    with clinic_scope(therapist.clinic_id):
        refused(f"UPDATE {table} SET clinic_id = clinic_id")
        refused(f"DELETE FROM {table}")


def test_switching_row_security_off_shows_an_error_and_no_rows(therapist: Actor, patient: Patient) -> None:
    with transaction.atomic():
        run_sql("SET LOCAL row_security = off")
        refused("SELECT * FROM records_patient", words="row-level security")
        run_sql("SET LOCAL row_security = on")


def test_saying_maintenance_does_nothing_for_the_web_role(patient: Patient) -> None:
    run_sql("SELECT set_config('enthesis.maintenance', 'on', true)")
    assert run_sql("SELECT count(*) FROM records_patient") == [(0,)]


def test_the_owner_sees_nothing_by_mistake(db: None, owner_connection: psycopg.Connection[Any]) -> None:
    counted = owner_connection.execute("SELECT count(*) FROM records_patient").fetchone()
    assert counted == (0,)


def test_the_setting_ends_with_the_scope(therapist: Actor, patient: Patient) -> None:
    with clinic_scope(therapist.clinic_id):
        assert run_sql("SELECT count(*) FROM records_patient") == [(1,)]
    assert run_sql("SELECT count(*) FROM records_patient") == [(0,)]
    with pytest.raises(ValueError), clinic_scope(therapist.clinic_id):
        raise ValueError
    assert run_sql("SELECT count(*) FROM records_patient") == [(0,)]


def test_a_setting_that_is_no_id_is_an_error_and_no_rows(patient: Patient) -> None:
    run_sql("SELECT set_config('enthesis.clinic_id', 'x'' OR true --', true)")
    refused("SELECT * FROM records_patient", words="invalid input syntax for type uuid")


def test_a_clinic_reads_its_own_audit_alone(therapist: Actor, patient: Patient, other_patient: Patient) -> None:
    with clinic_scope(therapist.clinic_id):
        assert {row.clinic_id for row in AuditRow.objects.all()} == {therapist.clinic_id}
    assert AuditRow.objects.filter(clinic_id__isnull=False).count() == 0


def test_the_locked_encounter_is_looked_up_in_the_right_table(therapist: Actor, encounter: Encounter) -> None:
    with clinic_scope(therapist.clinic_id):
        Encounter.objects.filter(pk=encounter.pk).update(status="signed")
        run_sql("SET LOCAL search_path = pg_temp, public")
        refused(
            "INSERT INTO public.records_textentry (id, clinic_id, encounter_id, key, origin, recorded_by_id, recorded_at, text) "
            "VALUES (%s, %s, %s, 'x', 'examination', %s, now(), '')",
            *(str(uuid.uuid4()), str(therapist.clinic_id), str(encounter.id), str(therapist.person_id)),
            words="locked",
        )
        run_sql("SET LOCAL search_path = public")


def test_the_search_reads_the_index_as_the_web_role(therapist: Actor, owner_connection: psycopg.Connection[Any]) -> None:
    with clinic_scope(therapist.clinic_id):
        patients = Patient.objects.bulk_create(
            Patient(
                given_name=f"Given{n}",
                family_name=f"Family{n:04d}",
                registered_at="2026-01-01T00:00Z",
                registered_by_id=therapist.person_id,
            )
            for n in range(3000)
        )
        PatientSearchKey.objects.bulk_create(
            PatientSearchKey(patient=p, key=key)
            for p in patients
            for key in (f"{p.family_name} {p.given_name}".lower(), f"{p.given_name} {p.family_name}".lower())
        )
        plan = keys_from("family00")[:120].explain()
    assert "patient_by_key" in plan, plan
    assert "Seq Scan" not in plan, plan
    assert "Index Cond" in plan and "(key)::text >=" in plan.split("Index Cond", 1)[1].split("\n", 1)[0], plan
