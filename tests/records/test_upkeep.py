"""Starting brings the database to this version after a copy; what is due is done once; the doctor finds what is wrong."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import shutil
import uuid
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from records.installation import ON_POSTGRESQL, Installation

from enthesis.access.actor import Actor
from enthesis.actions.sign_encounter import sign_encounter
from enthesis.actions.tick import PIECES, tick
from enthesis.records.appointments import Appointment, AppointmentStatus
from enthesis.records.audit import AuditRow
from enthesis.records.episodes import Encounter, EncounterKind
from enthesis.records.intake import IntakeLink, PortalSession
from enthesis.records.isolation import clinic_scope
from enthesis.records.locks import hold_file
from enthesis.records.patients import Patient
from enthesis.records.people import Clinic, Invitation, Role
from enthesis.terms.fault import UnusableInput

OPEN = """
from enthesis.cli.installation import open_installation
home = open_installation()
from django.core.management import call_command
from enthesis.records.backup import migrating_alias
from enthesis.records.migrating import migrate_with_backup
"""
MIGRATE_AND_SAY = OPEN + "done = migrate_with_backup(home); print(len(done.applied), done.backup)"
GO_BACK = OPEN + "call_command('migrate', 'records', '0003', database=migrating_alias(), verbosity=0)"


def hashed() -> str:
    return hashlib.sha256(uuid.uuid4().bytes).hexdigest()


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    return Installation(tmp_path, "enthesis_second")


def test_what_is_due_is_done_once_and_audited_once(clinic: Clinic, patient: Patient) -> None:
    now = timezone.now()
    gone, to_come = now - datetime.timedelta(minutes=1), now + datetime.timedelta(hours=1)
    for expires_at in (gone, to_come):
        IntakeLink.objects.create(
            token_hash=hashed(), clinic=clinic, intake_id=uuid.uuid4(), created_at=now, expires_at=expires_at
        )
        PortalSession.objects.create(
            cookie_hash=hashed(), clinic=clinic, intake_id=uuid.uuid4(), created_at=now, expires_at=expires_at
        )
        Invitation.objects.create(token_hash=hashed(), clinic=clinic, role=Role.THERAPIST, expires_at=expires_at)
        Session.objects.create(session_key=hashed()[:40], session_data="", expire_date=expires_at)

    done = tick(now)
    assert done is not None and {what: done[what] for what, _ in PIECES[:4]} == {what: 1 for what, _ in PIECES[:4]}
    assert (
        IntakeLink.objects.filter(revoked_at=None, clinic=clinic).count(),
        Session.objects.filter(expire_date__lt=now).count(),
    ) == (1, 0)
    assert not any((tick(now) or {"": 1}).values())
    rows = AuditRow.objects.filter(actor_name="enthesis tick", at__gte=now)
    assert [row.verb for row in rows] == ["did what was due"] and "expired intake links: 1" in rows[0].because


def test_a_signed_encounters_appointment_is_done_and_nothing_else_is_concluded(
    therapist: Actor, patient: Patient, encounter: Encounter
) -> None:
    now = timezone.now()
    with clinic_scope(therapist.clinic_id):
        Encounter.objects.filter(pk=encounter.pk).update(kind=EncounterKind.TREATMENT)
        of = {"patient": patient, "therapist_id": therapist.person_id, "booked_by_id": therapist.person_id, "booked_at": now}
        yesterday = now - datetime.timedelta(days=1)
        held = Appointment(encounter=encounter, starts_at=yesterday, **of)
        missed = Appointment(starts_at=yesterday, **of)
        held.save()
        missed.save()
    tick(now)
    sign_encounter(therapist, encounter.id)
    tick(now)
    with clinic_scope(therapist.clinic_id):
        assert Appointment.objects.get(pk=held.pk).status == AppointmentStatus.DONE
        assert Appointment.objects.get(pk=missed.pk).status == AppointmentStatus.BOOKED


def test_one_at_a_time_in_a_folder(tmp_path: Path) -> None:
    with (
        hold_file(tmp_path, "x.lock", shared=True),
        hold_file(tmp_path, "x.lock", shared=True, wait_s=0),
        pytest.raises(UnusableInput, match="busy here"),
        hold_file(tmp_path, "x.lock", wait_s=0, busy="busy here"),
    ):
        pass
    with hold_file(tmp_path, "x.lock", wait_s=0):
        pass


@pytest.mark.skipif(ON_POSTGRESQL, reason="there the database is not new")
def test_a_new_installation_is_made_without_a_backup(installation: Installation) -> None:
    applied, backup = installation.python(MIGRATE_AND_SAY).split()
    assert int(applied) > 20 and backup == "None"
    assert installation.python(MIGRATE_AND_SAY).split() == ["0", "None"]


def test_an_older_database_is_copied_before_it_is_changed(installation: Installation) -> None:
    installation.migrate()
    installation.python(GO_BACK)
    applied, backup = installation.python(MIGRATE_AND_SAY).split()
    assert int(applied) >= 1
    assert Path(backup).parent == installation.home / "backups" and Path(backup).name.startswith("before-migration-")
    assert Path(backup).stat().st_mode & 0o777 == 0o600
    (line,) = [x for x in json.loads(installation.run("doctor", "--json").stdout) if x["about"] == "triggers"]
    assert line["level"] == "ok"


@pytest.mark.skipif(not ON_POSTGRESQL, reason="about the owner's role")
def test_without_the_owner_an_older_database_is_left_alone(installation: Installation) -> None:
    installation.migrate()
    installation.python(GO_BACK)
    for arguments in (["serve", "--port", "0"], ["backup"]):
        done = installation.run(*arguments, ENTHESIS_DATABASE_OWNER_URL="")
        assert done.returncode == 2 and done.stderr.count("\n") == 1, done.stderr
    assert "ENTHESIS_DATABASE_OWNER_URL" in installation.run("serve", "--port", "0", ENTHESIS_DATABASE_OWNER_URL="").stderr
    installation.migrate()


@pytest.mark.skipif(not ON_POSTGRESQL, reason="about the roles")
def test_a_server_that_would_work_as_the_owner_is_found_out(installation: Installation) -> None:
    installation.migrate()
    done = installation.run("doctor", ENTHESIS_DATABASE_URL=installation.environment["ENTHESIS_DATABASE_OWNER_URL"])
    assert done.returncode == 1
    assert "FAULT    server's role: enthesis_owner is or can become the owner" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "url"),
    [
        (["doctor"], "postgresql://nobody@127.0.0.1:1/x"),
        (["serve", "--port", "0"], "postgresql://nobody@127.0.0.1:1/x"),
        (["tick"], "http://x"),
    ],
)
def test_a_database_that_does_not_answer_is_said_in_one_line(arguments: list[str], url: str, installation: Installation) -> None:
    done = installation.run(*arguments, ENTHESIS_DATABASE_URL=url)
    said = done.stderr + "".join(line for line in done.stdout.splitlines(keepends=True) if "ENTHESIS_DATABASE_URL" in line)
    assert done.returncode in (1, 2) and said.count("\n") == 1 and "ENTHESIS_DATABASE_URL" in said and "Traceback" not in said


@pytest.mark.skipif(ON_POSTGRESQL, reason="one database is enough")
def test_the_doctor_finds_an_open_folder_and_open_keys(installation: Installation) -> None:
    installation.migrate()
    assert installation.run("doctor").returncode == 0
    installation.home.chmod(0o755)
    done = installation.run("doctor", ENTHESIS_DEBUG="1", ENTHESIS_PUBLIC_URL="http://clinic.local:8321")
    assert done.returncode == 1
    assert "FAULT    folder" in done.stdout and "chmod 700" in done.stdout
    assert "FAULT    debug" in done.stdout and "warning  reach: local network without a certificate" in done.stdout
    installation.home.chmod(0o700)
    done = installation.run("doctor", ENTHESIS_PUBLIC_URL="https://clinic.example.org")
    assert done.returncode == 0 and "ok       reach: hosted behind a proxy" in done.stdout


@pytest.mark.skipif(ON_POSTGRESQL, reason="about SQLite's file")
def test_the_doctor_finds_missing_triggers_and_a_damaged_file(installation: Installation) -> None:
    installation.migrate()
    drop = "from django.db import connection; connection.cursor().execute('DROP TRIGGER records_auditrow_no_delete')"
    installation.python(OPEN + drop)
    done = installation.run("doctor")
    assert done.returncode == 1 and "records_auditrow_no_delete" in done.stdout
    installation.migrate()
    assert installation.run("doctor").returncode == 0
    file = installation.home / "enthesis.sqlite3"
    data = bytearray(file.read_bytes())
    data[40960:81920] = os.urandom(40960)
    file.write_bytes(data)
    done = installation.run("doctor")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    shutil.rmtree(installation.home)
