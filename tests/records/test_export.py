"""An export holds everything of a patient or a clinic and nothing of anybody else, and says what each column means."""

from __future__ import annotations

import csv
import json
import uuid
from pathlib import Path

import pytest
from records.conftest import make_actor

from enthesis.access.actor import Actor, Installation, Stranger
from enthesis.access.refused import NotFound, Refused
from enthesis.actions.correct_patient import correct_patient
from enthesis.actions.export_record import clinic_of_patient, export_clinic, export_patient, of_patient, table_name, tables
from enthesis.actions.record_entry import record_entry
from enthesis.actions.register_patient import PatientDetails, register_patient
from enthesis.records.audit import AuditRow, Outcome
from enthesis.records.episodes import Encounter
from enthesis.records.isolation import clinic_scope
from enthesis.records.open_formats import zip_folder
from enthesis.records.patients import Patient, PatientSearchKey
from enthesis.records.people import Clinic, Role
from enthesis.records.row_level_security import clinic_owned_models

POSITIVE = {"finding": "slump_test", "result": "positive", "note": "=HYPERLINK(0)"}


def read(folder: Path, table: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / f"{table}.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "export"
    made.mkdir()
    return made


def test_one_patients_export_holds_the_record_and_nobody_elses(
    therapist: Actor, patient: Patient, encounter: Encounter, folder: Path
) -> None:
    register_patient(therapist, PatientDetails("Nora", "Neighbour", email="nora@example.org"))
    first = record_entry(therapist, encounter.id, "finding", "slump_test", POSITIVE)
    record_entry(therapist, encounter.id, "finding", "slump_test", {**POSITIVE, "result": "negative"}, replaces=first.id)

    counts = export_patient(therapist, patient.id, folder)

    assert [row["result"] for row in read(folder, "finding_entry")] == ["positive", "negative"]
    assert counts["patient"] == counts["episode"] == counts["encounter"] == counts["clinic"] == counts["person"] == 1
    everything = "".join(path.read_text(encoding="utf-8") for path in folder.iterdir())
    assert "Muster" in everything and "Neighbour" not in everything and "nora@" not in everything
    assert {row["verb"] for row in read(folder, "audit")} >= {"registered patient", "recorded entry"}


def test_the_sheet_holds_what_the_lines_hold_and_runs_no_formula(therapist: Actor, encounter: Encounter, folder: Path) -> None:
    record_entry(therapist, encounter.id, "finding", "slump_test", POSITIVE)
    export_clinic(Installation("export", therapist.clinic_id), folder)

    (line,) = read(folder, "finding_entry")
    with (folder / "finding_entry.csv").open(encoding="utf-8", newline="") as sheet:
        (row,) = csv.DictReader(sheet)
    assert line["note"] == "=HYPERLINK(0)" and row["note"] == "'=HYPERLINK(0)"
    assert {name: line[name] or "" for name in ("id", "result", "finding", "value")} == {
        name: row[name] for name in ("id", "result", "finding", "value")
    }


def test_contact_details_are_in_clear_and_secrets_are_not_there(lead: Actor, folder: Path) -> None:
    register_patient(lead, PatientDetails("Zoë", "Ünal", email="zoe@example.org", telephone="+49 40 1"))
    export_clinic(lead, folder)

    (row,) = read(folder, "patient")
    assert (row["given_name"], row["email"], row["telephone"]) == ("Zoë", "zoe@example.org", "+49 40 1")
    names = {name for path in folder.glob("*.csv") for name in path.read_text(encoding="utf-8").splitlines()[0].split(",")}
    assert not {name for name in names if "password" in name or "token" in name or "encrypted" in name or "hash" in name}


def test_every_table_and_column_is_there_and_explained(therapist: Actor, folder: Path) -> None:
    export_clinic(Installation("export", therapist.clinic_id), folder)
    readme = (folder / "README.txt").read_text(encoding="utf-8")
    for model in clinic_owned_models():
        if model is not PatientSearchKey:
            assert f"\n{table_name(model)} (" in readme
    with clinic_scope(therapist.clinic_id):
        for table in tables(therapist.clinic_id):
            for column in table.columns:
                assert f"    {column.name}: {column.means}" in readme
                assert len(column.means) > 2


@pytest.mark.parametrize("model", clinic_owned_models())
def test_of_each_table_it_is_known_whose_its_rows_are(model: type, patient: Patient, encounter: Encounter) -> None:
    with clinic_scope(patient.clinic_id):
        rows = model.objects  # type: ignore[attr-defined]
        assert rows.filter(**of_patient(model, patient.id)).count() == rows.count()
        assert rows.filter(**of_patient(model, uuid.uuid4())).count() == 0


def test_the_same_record_gives_the_same_bytes(therapist: Actor, patient: Patient, encounter: Encounter, tmp_path: Path) -> None:
    made = []
    for number in (1, 2):
        folder = tmp_path / str(number)
        folder.mkdir()
        with clinic_scope(therapist.clinic_id):
            # Through the same door, and before the row about the first export is written.
            from enthesis.records.open_formats import write_folder

            write_folder(folder, "x", "y", list(tables(therapist.clinic_id, patient.id)))
        zip_folder(folder, tmp_path / f"{number}.zip")
        made.append((tmp_path / f"{number}.zip").read_bytes())
    assert made[0] == made[1]


@pytest.mark.parametrize(
    ("role", "patient_too", "clinic_too"),
    [
        (Role.THERAPIST, True, False),
        (Role.CLINIC_LEAD, True, True),
        (Role.ASSISTANT, False, False),
        (Role.STUDENT, False, False),
        (Role.FRONT_DESK, False, False),
        (Role.RESEARCHER, False, False),
    ],
)
def test_who_may_export(
    role: Role, patient_too: bool, clinic_too: bool, clinic: Clinic, patient: Patient, tmp_path: Path
) -> None:
    actor = make_actor(clinic, role, f"Some {role.label.split()[0]}")
    for allowed, export in (
        (patient_too, lambda folder: export_patient(actor, patient.id, folder)),
        (clinic_too, lambda folder: export_clinic(actor, folder)),
    ):
        folder = tmp_path / export.__code__.co_names[0]
        folder.mkdir()
        if allowed:
            export(folder)
        else:
            with pytest.raises(Refused):
                export(folder)
            assert list(folder.iterdir()) == []
    with clinic_scope(clinic.id):
        outcomes = list(AuditRow.objects.filter(actor_id=actor.person_id).order_by("id").values_list("outcome", flat=True))
        assert outcomes == [Outcome.DONE if allowed else Outcome.REFUSED for allowed in (patient_too, clinic_too)]


def test_another_clinic_and_a_stranger_export_nothing(outsider: Actor, patient: Patient, folder: Path) -> None:
    with pytest.raises(NotFound):
        export_patient(outsider, patient.id, folder)
    with pytest.raises(Refused, match="Sign in"):
        export_patient(Stranger(), patient.id, folder)  # type: ignore[arg-type]
    assert list(folder.iterdir()) == []


def test_the_installation_finds_the_clinic_of_a_patient(patient: Patient, outsider: Actor) -> None:
    assert clinic_of_patient(patient.id) == patient.clinic_id
    with pytest.raises(NotFound):
        clinic_of_patient(outsider.person_id)


def test_corrections_keep_their_earlier_value(therapist: Actor, patient: Patient, folder: Path) -> None:
    correct_patient(therapist, patient.id, PatientDetails("Alexa", "Muster"))
    export_patient(therapist, patient.id, folder)
    assert [(row["field"], row["earlier_value"]) for row in read(folder, "patient_correction")] == [("given_name", "Alex")]
