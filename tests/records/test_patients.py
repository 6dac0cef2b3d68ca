"""Patients through the pages: registered once, found, corrected without losing what was; case files in and out."""

from __future__ import annotations

import datetime
import json
import re
import uuid

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from records.conftest import make_actor
from records.signing_in import let_in

from enthesis.access.actor import Actor
from enthesis.access.refused import NotFound, NotInThisState, Refused
from enthesis.actions.correct_patient import correct_patient
from enthesis.actions.export_case import export_case
from enthesis.actions.import_case import NOT_UNDERSTOOD, ImportedCase, ImportedFinding, import_case
from enthesis.actions.read_lists import find_same_person
from enthesis.actions.record_entry import record_entry
from enthesis.actions.register_patient import PatientDetails, register_patient
from enthesis.actions.start_encounter import start_encounter
from enthesis.records.audit import AuditRow, Outcome
from enthesis.records.entries import FindingEntry, TextEntry, current_entries
from enthesis.records.episodes import Encounter
from enthesis.records.isolation import clinic_scope
from enthesis.records.patients import Patient, PatientCorrection
from enthesis.records.people import Clinic, Membership, Role

BORN = datetime.date(1982, 3, 14)
CASE = b"""region: posterior_hip
title: "Fictional: a runner"
setting: sports_clinic
affected_side: right
onset: insidious
duration_weeks: 26
note: worse after hills
findings:
  - {name: slump test, result: negative, side: right, kind: physical test, note: twice}
  - {name: sitting, result: positive, kind: easing factor}
  - {name: straight leg raise, result: value, value: 35 deg}
  - {name: zorbulated quongs, result: positive, side: left}
diagnosis: [proximal hamstring tendinopathy]
"""


def of_role(clinic: Clinic, role: Role) -> Client:
    return let_in(make_actor(clinic, role, f"Some {role.value}"))


def test_a_correction_keeps_the_earlier_value_and_finds_by_the_new_one(therapist: Actor) -> None:
    patient = register_patient(therapist, PatientDetails("Alex", "Muster", BORN, telephone="0660 1"))
    correct_patient(therapist, patient.id, PatientDetails("Alexandra", "Muster", BORN, telephone="0660 2"))

    with clinic_scope(therapist.clinic_id):
        kept = {c.field: c.earlier_value for c in PatientCorrection.objects.all()}
        assert kept == {"given_name": "Alex", "telephone": ""}
        assert Patient.objects.get(pk=patient.id).search_keys.filter(key="alexandra muster").exists()
        assert Patient.objects.get(pk=patient.id).telephone == "0660 2"


def test_an_unchanged_form_corrects_nothing(therapist: Actor) -> None:
    details = PatientDetails("Alex", "Muster", BORN, record_number="A-1", email="a@example.org")
    patient = register_patient(therapist, details)
    correct_patient(therapist, patient.id, details)

    with clinic_scope(therapist.clinic_id):
        assert PatientCorrection.objects.count() == 0


@pytest.mark.parametrize(
    ("given", "family", "born", "same"),
    [
        ("Alex", "Muster", None, True),
        ("alex", "MÜSTER", None, True),
        ("Muster", "Alex", None, True),
        ("Ale", "Muster", BORN, True),
        ("Alex", "Mustermann", BORN, True),
        ("Sasha", "Mustermann", BORN, False),
        ("Alexa", "Muster", datetime.date(1982, 3, 15), False),
    ],
)
def test_the_same_person_is_noticed(therapist: Actor, given: str, family: str, born: datetime.date | None, same: bool) -> None:
    register_patient(therapist, PatientDetails("Alex", "Muster", BORN))

    assert bool(find_same_person(therapist, given, family, born)) == same


def test_registering_twice_asks_first_and_keeps_what_was_typed(therapist: Actor) -> None:
    client = let_in(therapist)
    typed = {"given_name": "Alex", "family_name": "Muster", "birth_date": "1982-03-14", "sport": "rowing"}

    first = client.post(reverse("register_patient"), typed)
    second = client.post(reverse("register_patient"), typed).content.decode()
    third = client.post(reverse("register_patient"), {**typed, "surely_new": "yes"})

    assert first.status_code == third.status_code == 302
    assert "Is it one of these?" in second
    assert 'value="rowing"' in second
    with clinic_scope(therapist.clinic_id):
        assert Patient.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("birth_date", "31.2.1982", "Write the date as year-month-day"),
        ("birth_date", "2999-01-01", "in the future"),
        ("birth_date", "1650-01-01", "125 years ago"),
        ("given_name", "", "required"),
        ("family_name", "x" * 200, "at most 80"),
        ("email", "no address", "valid email"),
        ("sex", "robot", "valid choice"),
    ],
)
def test_a_bad_field_says_so_and_stores_nothing(therapist: Actor, field: str, text: str, said: str) -> None:
    client = let_in(therapist)
    page = client.post(reverse("register_patient"), {"given_name": "Alex", "family_name": "Muster", field: text})

    assert page.status_code == 200
    assert said in page.content.decode()
    with clinic_scope(therapist.clinic_id):
        assert Patient.objects.count() == 0


def test_a_record_number_is_given_once(therapist: Actor) -> None:
    register_patient(therapist, PatientDetails("Alex", "Muster", record_number="A-1"))
    other = register_patient(therapist, PatientDetails("Robin", "Beispiel"))

    with pytest.raises(NotInThisState, match="A-1"):
        correct_patient(therapist, other.id, PatientDetails("Robin", "Beispiel", record_number="A-1"))


def test_names_are_written_as_text(therapist: Actor) -> None:
    patient = register_patient(therapist, PatientDetails("<script>alert(1)</script>", "O'Neil & Söhne", sport="<b>"))
    client = let_in(therapist)

    for path in (reverse("patient", args=[patient.id]), reverse("patients"), reverse("correct_patient", args=[patient.id])):
        page = client.get(path).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


def test_front_desk_sees_who_and_when_and_nothing_clinical(clinic: Clinic, therapist: Actor, encounter: Encounter) -> None:
    record_entry(therapist, encounter.id, "finding", "slump_test", {"finding": "slump_test", "result": "positive"})
    desk = of_role(clinic, Role.FRONT_DESK)

    page = desk.get(reverse("patient", args=[encounter.patient_id])).content.decode()

    assert "Alex Muster" in page
    assert "sore sit bone" not in page
    assert reverse("episode", args=[encounter.episode_id]) not in page
    assert desk.get(reverse("episode", args=[encounter.episode_id])).status_code == 403


def test_a_researcher_sees_no_person(clinic: Clinic, therapist: Actor, encounter: Encounter) -> None:
    record_entry(therapist, encounter.id, "finding", "slump_test", {"finding": "slump_test", "result": "positive"})
    researcher = of_role(clinic, Role.RESEARCHER)

    page = researcher.get(reverse("home")).content.decode()

    assert "De-identified records" in page
    assert "Muster" not in page and str(encounter.patient_id) not in page
    for path in (reverse("patients"), reverse("patient", args=[encounter.patient_id]), reverse("appointments")):
        assert researcher.get(path).status_code == 403


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("name", ["home", "patients", "register_patient", "appointments", "book_appointment", "clinic_settings"])
def test_every_page_answers_every_role(clinic: Clinic, patient: Patient, role: Role, name: str) -> None:
    assert of_role(clinic, role).get(reverse(name)).status_code in (200, 403)


def test_a_stranger_is_sent_to_sign_in_or_shown_the_board(clinic: Clinic, patient: Patient) -> None:
    stranger = Client(HTTP_HOST="localhost")

    assert "Sign in" in stranger.get(reverse("home")).content.decode()
    for path in (reverse("patients"), reverse("patient", args=[patient.id]), reverse("appointments"), reverse("gallery")):
        assert stranger.get(path).status_code == 302
    assert stranger.post(reverse("api:find_patients"), {"q": "a"}, content_type="application/json").status_code == 401


def test_another_clinic_finds_nothing_on_any_page_and_is_audited(outsider: Actor, encounter: Encounter) -> None:
    client = let_in(outsider)
    paths = [
        reverse("patient", args=[encounter.patient_id]),
        reverse("correct_patient", args=[encounter.patient_id]),
        reverse("open_episode", args=[encounter.patient_id]),
        reverse("episode", args=[encounter.episode_id]),
        reverse("export_case", args=[encounter.id]),
        reverse("book_appointment") + f"?patient={encounter.patient_id}",
    ]

    for path in paths:
        assert client.get(path).status_code == 404, path
    assert client.post(reverse("start_encounter", args=[encounter.episode_id]), {"kind": "evaluation"}).status_code == 404
    assert "Muster" not in client.post(reverse("patient_search"), {"q": "Muster"}).content.decode().replace('value="Muster"', "")
    with clinic_scope(outsider.clinic_id):
        assert AuditRow.objects.filter(outcome=Outcome.REFUSED).count() == len(paths) + 1


def test_each_look_at_a_patient_is_audited(therapist: Actor, patient: Patient) -> None:
    let_in(therapist).get(reverse("patient", args=[patient.id]))

    with clinic_scope(therapist.clinic_id):
        row = AuditRow.objects.latest("id")
        assert (row.verb, row.patient_id, row.actor_id) == ("read patient", patient.id, therapist.person_id)


def test_search_takes_names_in_the_body_and_answers_json(therapist: Actor, patient: Patient) -> None:
    client = let_in(therapist)

    for typed in ("muster", "alex mus", "Muster, A"):
        answer = client.post(reverse("api:find_patients"), {"q": typed}, content_type="application/json")
        assert [p["name"] for p in json.loads(answer.content)["patients"]] == ["Alex Muster"]
    one = client.post(reverse("patient_search"), {"q": "muster"})
    assert one["Location"] == reverse("patient", args=[patient.id])
    with clinic_scope(therapist.clinic_id):
        assert not any("muster" in row.because.lower() for row in AuditRow.objects.all())


@pytest.mark.parametrize("body", [b"", b"[]", b'{"q": 3}', b'{"q": null}', b"{", b'{"q": "' + b"x" * 500 + b'"}'])
def test_a_bad_search_is_a_sentence(therapist: Actor, body: bytes) -> None:
    answer = let_in(therapist).post(reverse("api:find_patients"), body, content_type="application/json")

    assert 400 <= answer.status_code < 500
    assert {"what", "where", "mend"} <= set(json.loads(answer.content))


def test_an_episode_opens_and_its_evaluation_starts(therapist: Actor, patient: Patient) -> None:
    client = let_in(therapist)
    typed = {"complaint": "sore sit bone", "affected_side": "right", "start": "on"}

    begun = client.post(reverse("open_episode", args=[patient.id]), typed)

    assert re.fullmatch(r"/encounters/[0-9a-f-]{36}/.*", begun["Location"])
    with clinic_scope(therapist.clinic_id):
        encounter = Encounter.objects.get()
        assert (encounter.episode.complaint, encounter.kind) == ("sore sit bone", "evaluation")
    page = client.get(reverse("patient", args=[patient.id])).content.decode()
    assert "Sore sit bone" in page and "Simulated patient." in page


def test_a_student_may_not_register(student: Actor) -> None:
    assert let_in(student).get(reverse("register_patient")).status_code == 403


def upload(content: bytes = CASE) -> dict[str, SimpleUploadedFile]:
    return {"case_file": SimpleUploadedFile("case.yaml", content)}


def imported(actor: Actor, episode_id: uuid.UUID, content: bytes = CASE) -> Encounter:
    let_in(actor).post(reverse("import_case", args=[episode_id]), upload(content))
    with clinic_scope(actor.clinic_id):
        return Encounter.objects.latest("started_at")


def entries_of(actor: Actor, encounter: Encounter) -> dict[str, dict[str, object]]:
    with clinic_scope(actor.clinic_id):
        found = current_entries(FindingEntry, encounter.id) | current_entries(TextEntry, encounter.id)
        return {key: entry.content for key, entry in found.items()}


def test_an_imported_case_becomes_entries_that_say_where_they_came_from(therapist: Actor, encounter: Encounter) -> None:
    new = imported(therapist, encounter.episode_id)

    entries = entries_of(therapist, new)
    assert entries["slump_test"] == {"finding": "slump_test", "side": "right", "result": "negative", "value": "", "note": "twice"}
    assert entries["eased_by_sitting"]["result"] == "positive"
    assert entries["straight_leg_raise"]["value"] == "35 deg"
    assert entries["onset"]["text"] == "insidious" and entries["duration_weeks"]["text"] == "26"
    assert yaml.safe_load(str(entries[NOT_UNDERSTOOD]["text"])) == [
        {"name": "zorbulated quongs", "result": "positive", "side": "left"}
    ]
    with clinic_scope(therapist.clinic_id):
        assert {e.origin for e in FindingEntry.objects.filter(encounter=new)} == {"import"}


def test_a_case_goes_out_and_in_again_to_the_same_entries(therapist: Actor, encounter: Encounter) -> None:
    first = imported(therapist, encounter.episode_id)
    text = export_case(therapist, first.id)
    second = imported(therapist, encounter.episode_id, text.encode())

    assert first.id != second.id
    assert entries_of(therapist, second) == entries_of(therapist, first)
    assert export_case(therapist, second.id) == text


def test_an_exported_case_holds_no_person(therapist: Actor, encounter: Encounter) -> None:
    record_entry(therapist, encounter.id, "finding", "slump_test", {"finding": "slump_test", "result": "positive"})
    text = export_case(therapist, encounter.id)

    assert "Muster" not in text and "Alex" not in text and str(encounter.patient_id) not in text
    assert yaml.safe_load(text)["findings"] == [{"name": "slump_test", "result": "positive"}]


def test_what_the_record_says_otherwise_stays(therapist: Actor, encounter: Encounter) -> None:
    record_entry(therapist, encounter.id, "finding", "slump_test", {"finding": "slump_test", "result": "positive"})
    case = ImportedCase((ImportedFinding("slump_test", "negative"), ImportedFinding("fever", "negative")), {})

    done = import_case(therapist, encounter.id, case)
    again = import_case(therapist, encounter.id, case)

    assert (done.n_recorded, done.differing) == (1, ("slump_test",))
    assert (again.n_recorded, again.n_same) == (0, 1)
    assert entries_of(therapist, encounter)["slump_test"]["result"] == "positive"


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"- a list", b"region: nowhere\nfindings: []", b"a: [1,", b"findings: 3"])
def test_a_bad_case_file_starts_nothing(therapist: Actor, encounter: Encounter, content: bytes) -> None:
    client = let_in(therapist)
    page = client.post(reverse("import_case", args=[encounter.episode_id]), upload(content))

    assert page.status_code == 200
    assert "Not imported." in page.content.decode()
    with clinic_scope(therapist.clinic_id):
        assert Encounter.objects.count() == 1


def test_a_case_is_not_imported_by_everybody(clinic: Clinic, outsider: Actor, encounter: Encounter) -> None:
    case = ImportedCase((ImportedFinding("fever", "negative"),), {})
    with pytest.raises(NotFound):
        import_case(outsider, encounter.id, case)
    with pytest.raises(Refused):
        import_case(make_actor(clinic, Role.ASSISTANT, "Asa Helper"), encounter.id, case)


def test_the_clinics_settings_are_the_leads(clinic: Clinic, lead: Actor, therapist: Actor) -> None:
    client = let_in(lead)
    wanted = {"name": "Harbour", "time_zone": "Europe/Vienna", "country": "at", "paper": "letter", "units": "imperial"}
    wanted |= {"setting": "older_adult", "lock_after_minutes": "5"}

    assert client.post(reverse("clinic_settings"), wanted).status_code == 302
    bad = client.post(reverse("clinic_settings"), {**wanted, "time_zone": "Moon/Crater", "lock_after_minutes": "0"})

    clinic.refresh_from_db()
    assert (clinic.country, clinic.paper, clinic.units, clinic.lock_after_minutes) == ("AT", "letter", "imperial", 5)
    assert "another look" in bad.content.decode()
    assert let_in(therapist).post(reverse("clinic_settings"), wanted).status_code == 403


def test_measures_come_in_the_units_of_the_clinic(clinic: Clinic, therapist: Actor, encounter: Encounter) -> None:
    later = start_encounter(therapist, encounter.episode_id, "treatment")
    for held, force_n in ((encounter, 200.0), (later, 300.0)):
        content = {"quantity": "knee_flexion_strength_n", "side": "right", "number": force_n}
        record_entry(therapist, held.id, "measure", "knee_flexion_strength_n.right", content)
    client = let_in(therapist)

    metric = client.get(reverse("patient", args=[encounter.patient_id])).content.decode()
    Clinic.objects.filter(pk=clinic.pk).update(units="imperial")
    imperial = client.get(reverse("patient", args=[encounter.patient_id])).content.decode()

    assert "N, right" in metric and "<b>300</b>" in metric and "+100" in metric
    assert "lbf, right" in imperial and "<b>67.4</b>" in imperial


def test_an_ended_membership_opens_nothing(therapist: Actor, patient: Patient) -> None:
    client = let_in(therapist)
    Membership.objects.filter(person_id=therapist.person_id).update(ended_at=datetime.datetime.now(datetime.UTC))

    assert client.get(reverse("patient", args=[patient.id])).status_code == 302


def test_a_discharge_waits_for_signatures_and_can_be_taken_back(therapist: Actor, encounter: Encounter) -> None:
    client = let_in(therapist)
    address = reverse("episode_status", args=[encounter.episode_id])
    discharge = reverse("discharge", args=[encounter.episode_id])
    waits = client.post(discharge, {"reason": "enough"}).content.decode()
    with clinic_scope(therapist.clinic_id):
        Encounter.objects.filter(pk=encounter.pk).update(status="abandoned")

    assert "sign the encounters" in waits
    assert client.post(address, {"to": "discharged"}).headers["Location"] == discharge
    assert client.post(discharge, {"reason": ""}).status_code == 422
    assert client.post(discharge, {"reason": "enough"}).status_code == 302
    assert client.post(reverse("start_encounter", args=[encounter.episode_id]), {"kind": "treatment"}).status_code == 409
    client.post(address, {"to": "open"})
    assert client.post(reverse("start_encounter", args=[encounter.episode_id]), {"kind": "treatment"}).status_code == 302
