"""Reading the audit: found, paged, downloaded, and never across the wall between clinics."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone
from records.signing_in import audit_of, signed_in

from enthesis.access.actor import Actor
from enthesis.actions.search_audit import PAGE_ROWS, AuditFilter, search_audit
from enthesis.records.audit import AuditRow
from enthesis.records.isolation import clinic_scope
from enthesis.records.patients import Patient
from enthesis.records.people import Clinic, Role
from enthesis.web.audit.filters import read_filter, write_filter
from enthesis.web.clinic_time import ClinicTime

pytestmark = pytest.mark.usefixtures("quick_sign_in")


def test_the_audit_is_searched_by_each_condition(lead: Actor, therapist: Actor, patient: Patient, clinic: Clinic) -> None:
    def verbs(**wanted: Any) -> list[str]:
        return search_audit(lead, AuditFilter(**wanted), lambda found: [row.verb for row in found.rows])

    assert verbs(verb="registered patient") == ["registered patient"]
    assert verbs(patient_id=patient.pk, person_id=therapist.person_id) == ["registered patient"]
    assert set(verbs(outcome="done")) == {"registered patient", "searched audit"}
    assert verbs(until=timezone.now() - datetime.timedelta(hours=1)) == []
    assert len(verbs(since=timezone.now() - datetime.timedelta(hours=1))) == 5
    names = search_audit(lead, AuditFilter(patient_id=patient.pk), lambda found: found.patient_names)
    assert names == {patient.pk: "Alex Muster"}


def test_the_audit_of_a_clinic_is_its_own(lead: Actor, patient: Patient, outsider: Actor, other_clinic: Clinic) -> None:
    other_lead = Actor(outsider.person_id, other_clinic.id, Role.CLINIC_LEAD, outsider.name)
    found = search_audit(other_lead, AuditFilter(patient_id=patient.pk), lambda found: found)
    assert found.rows == [] and found.patient_names == {}
    everything = search_audit(other_lead, AuditFilter(), lambda found: found)
    assert {row.clinic_id for row in everything.rows} == {other_clinic.id}
    assert patient.pk not in everything.patient_names, "a name is not looked up across the wall"


def test_the_audit_is_paged_without_losing_or_repeating_a_row(lead: Actor, clinic: Clinic) -> None:
    moment = timezone.now()
    with clinic_scope(clinic.id):
        for number in range(2 * PAGE_ROWS + 7):
            AuditRow(at=moment, clinic_id=clinic.id, verb="looked", target=f"row/{number}").save()
    seen: list[str] = []
    before = None
    while True:
        wanted = AuditFilter(verb="looked", before_id=before)
        found = search_audit(lead, wanted, lambda found: found)
        seen += [row.target for row in found.rows]
        if not found.more:
            break
        before = found.rows[-1].pk
    assert seen == [f"row/{n}" for n in reversed(range(2 * PAGE_ROWS + 7))]


def test_the_audit_page_finds_a_patient_by_name_and_keeps_the_name_out_of_the_address(lead: Actor, patient: Patient) -> None:
    client = signed_in(lead)
    answer = client.post("/clinic/audit/", {"patient_name": "muster", "verb": "registered patient"})
    assert answer.status_code == 302
    assert answer["Location"] == f"/clinic/audit/?patient={patient.pk}&verb=registered+patient"
    assert "Alex Muster" in client.get(answer["Location"]).content.decode()
    assert "Nobody was found" in client.post("/clinic/audit/", {"patient_name": "zzz"}).content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "since=x",
        "since=0001-01-01",
        "until=9999-12-31",
        "person=1",
        "patient=%00",
        "verb=nothing",
        "outcome=x",
        "before=99999999999999999999",
        "before=-1",
    ],
)
def test_an_audit_address_that_cannot_be_read_narrows_nothing(lead: Actor, query: str) -> None:
    assert signed_in(lead).get(f"/clinic/audit/?{query}").status_code == 200


def test_an_audit_filter_survives_its_address(clinic: Clinic, lead: Actor) -> None:
    clock = ClinicTime(Clinic(time_zone="America/New_York"))
    query = "since=2026-03-07&until=2026-03-08&outcome=refused"
    given = dict(pair.split("=") for pair in query.split("&"))
    wanted = read_filter(given, clock)
    assert wanted.until and wanted.since
    seconds = wanted.until.timestamp() - wanted.since.timestamp()
    assert seconds == 47 * 3600, "the clocks go forward"
    assert write_filter(wanted, clock) == query


def test_the_audit_as_a_file_is_audited_and_holds_no_formula(lead: Actor, patient: Patient, clinic: Clinic) -> None:
    with clinic_scope(clinic.id):
        AuditRow(at=timezone.now(), clinic_id=clinic.id, verb="looked", actor_name="=HYPERLINK(1)", because="-1").save()
    answer = signed_in(lead).post("/clinic/audit/file/", {})
    text = answer.content.decode("utf-8-sig")
    assert answer["Content-Type"].startswith("text/csv") and "Alex Muster" in text
    assert "'=HYPERLINK(1)" in text and ",=HYPERLINK" not in text
    assert audit_of(clinic, "downloaded audit")[0].because.endswith("rows")
