"""Does the demo say of the published patients what was published and nothing else, and does it mark all the rest?"""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from django.utils import timezone

from enthesis.access.actor import Installation
from enthesis.access.visibility import age_years
from enthesis.actions import seed_demo as demo
from enthesis.actions import seed_source_case as source_case
from enthesis.actions.needling_facts import decision_of, gather_needling, missing_in
from enthesis.actions.seed_published import FOUND, READ_IN
from enthesis.records.audit import AuditRow
from enthesis.records.entries import DiagnosisEntry, DrawingEntry, FindingEntry, MeasureEntry, TextEntry
from enthesis.records.episodes import Encounter, EncounterStatus, Episode, EpisodeStatus
from enthesis.records.isolation import clinic_scope
from enthesis.records.needling import (
    NeedlingClose,
    NeedlingConsent,
    NeedlingLicence,
    NeedlingSession,
    NeedlingStatus,
)
from enthesis.records.needling_after import NeedlingCheck
from enthesis.records.outcomes import Answer, Discharge, EpisodeEvent
from enthesis.records.patients import Patient
from enthesis.records.people import Clinic
from enthesis.records.plans import AlertKind, PlanAlert, PlanVersion

PUBLISHED = {"P-1": (71, 9, 8), "P-2": (69, 8, 10)}
"""Age, visits, weeks (docs: the two published cases)."""
TOLD_OF_HER = (
    "an inability to lift the arm above shoulder height and marked shoulder pain since September 2013",
    "She also mentioned having headaches at school",
    "Clinically, she was diagnosed with multi-directional instability and scapular dyskinesis by the referring MD",
    "We began working on a scapular stabilizer and rotator cuff strengthening program in late November that was helping to diminish pain "
    "and increase function",
    "she continued to c/o pain in school, stiffness and headaches",
    "trigger point dry needling to the upper trapezius of a 16 y/o female",
)
"""The source case, in the words of the source."""
A_DAY = datetime.datetime(2031, 3, 4, 11, 0, tzinfo=datetime.UTC)


@pytest.fixture
def clinic_id(db: None, quick_sign_in: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """The demo of a certain day, without the patients that only fill the day."""
    kept = tuple(p for p in demo.PATIENTS if p.details.record_number in ("D-102", "D-110"))
    monkeypatch.setattr(demo, "PATIENTS", kept)
    monkeypatch.setattr(timezone, "now", lambda: A_DAY)
    assert demo.seed_demo(Installation("test"), tmp_path, "Europe/Vienna") is not None
    return Clinic.objects.get().pk


def test_the_demo(clinic_id: object, tmp_path: Path) -> None:
    with clinic_scope(clinic_id):  # type: ignore[arg-type]
        for record_number, (age, n_visits, weeks) in PUBLISHED.items():
            look_at_published(record_number, age, n_visits, weeks)
        look_at_what_came_later()
        look_at_source_case()
        look_at_her_needling()
        look_at_marks()
        look_at_the_flare()
    # Whoever starts it again is told the same password, and nothing is made twice.
    assert demo.seed_demo(Installation("test"), tmp_path) == (tmp_path / demo.SIGN_IN_FILE).read_text()
    assert Clinic.objects.count() == 1


def look_at_published(record_number: str, age: int, n_visits: int, weeks: int) -> None:
    patient = Patient.objects.get(record_number=record_number)
    episode = Episode.objects.filter(patient=patient, region="posterior_hip").get()
    visits = list(Encounter.objects.filter(episode=episode).order_by("started_at"))
    assert (patient.sex, patient.simulated, episode.status, episode.affected_side) == ("male", True, EpisodeStatus.DISCHARGED, "")
    assert patient.birth_date is not None
    assert {age_years(patient.birth_date, day) for day in (visits[0].started_at.date(), A_DAY.date())} == {age}
    assert len(visits) == n_visits and {visit.status for visit in visits} == {EncounterStatus.SIGNED}
    assert (visits[-1].started_at.date() - visits[0].started_at.date()).days == 7 * weeks
    findings = FindingEntry.objects.filter(encounter__patient=patient)
    assert {(f.finding, f.result) for f in findings} == {(name, "positive") for name in FOUND}
    assert all(READ_IN in f.note for f in findings)
    assert not MeasureEntry.objects.filter(encounter__patient=patient).exists()  # no score of theirs could be read
    texts = [t.text for t in TextEntry.objects.filter(encounter__patient=patient)]
    assert all(text.startswith(("Simulated", "Published", "Not published")) for text in texts)
    assert sum(text.startswith("Simulated") for text in texts) == n_visits
    assert READ_IN in Discharge.objects.get(episode=episode).summary


def look_at_what_came_later() -> None:
    told = {str(e.patient): e.text for e in EpisodeEvent.objects.filter(kind="race").select_related("patient")}
    assert "triathlon" in told["Published patient 1"] and "marathon" in told["Published patient 2"]
    runs = {str(e.patient): e.text for e in EpisodeEvent.objects.filter(kind="running_resumed").select_related("patient")}
    assert "8 to 10 km five times a week" in runs["Published patient 1"] and "30 km" in runs["Published patient 2"]
    shoulder = Episode.objects.get(patient__record_number="P-2", region="neck_shoulder")
    assert (str(shoulder.patient), shoulder.affected_side, shoulder.status) == ("Published patient 2", "right", "open")
    discharge = Discharge.objects.get(patient=shoulder.patient)
    assert 170 < (shoulder.opened_at - discharge.at).days < 190  # six months later


def look_at_source_case() -> None:
    """What is told of her, word for word and named as published; each other word of her record calls itself simulated."""
    episode = Episode.objects.get(patient__record_number=source_case.RECORD_NUMBER)
    patient = episode.patient
    assert (str(patient), patient.sex, patient.simulated) == ("Published patient 3", "female", True)
    assert (episode.region, episode.affected_side, episode.status) == ("neck_shoulder", "", EpisodeStatus.OPEN)
    visits = list(Encounter.objects.filter(episode=episode).order_by("started_at"))
    assert [(v.kind, v.status) for v in visits] == [("evaluation", EncounterStatus.SIGNED), ("treatment", EncounterStatus.SIGNED)]
    moments = [episode.opened_at, *(visit.started_at for visit in visits), A_DAY, A_DAY + datetime.timedelta(days=100)]
    assert {age_years(patient.birth_date, moment.date()) for moment in moments} == {16}
    texts = [t.text for t in TextEntry.objects.filter(encounter__patient=patient)]
    closes = [c.note for c in NeedlingClose.objects.filter(encounter__patient=patient)]
    published = [text for text in (*texts, *closes, episode.complaint) if text.startswith(source_case.TOLD)]
    for words in TOLD_OF_HER:
        assert any(words in text for text in published), words
    assert all(text.startswith(("Simulated", "Not published")) for text in texts if text not in published)
    findings = FindingEntry.objects.filter(encounter__patient=patient)
    assert {f.finding for f in findings} == set(source_case.FOUND)
    assert {f.result for f in findings} == {"positive"}  # what is not told was not assessed, and is never a no
    assert all(f.note.startswith("published") for f in findings)
    assert not MeasureEntry.objects.filter(encounter__patient=patient).exists()
    assert [d.sources for d in DiagnosisEntry.objects.filter(encounter__patient=patient)] == [["multidirectional_instability"]]
    assert DrawingEntry.objects.filter(encounter__patient=patient).count() == 1
    plan = PlanVersion.objects.get(plan__patient=patient)
    assert {one["id"][:3] for one in plan.document["exercises"]} == {"sca", "cuf"}  # shoulder blade and rotator cuff
    assert plan.document["goals"][0]["words"].startswith("Simulated")


def look_at_her_needling() -> None:
    """A signed record that still passes every check that signing makes, of a minor in North Carolina."""
    session = NeedlingSession.objects.get()
    assert (session.status, session.verdict, session.unanswered) == (NeedlingStatus.SIGNED, "allowed", 0)
    record = gather_needling(session.encounter, A_DAY)
    decision = decision_of(record)
    assert (record.jurisdiction, record.age_years, decision.verdict) == ("us-nc", 16, "allowed")
    assert missing_in(record, decision) == ()
    # Youth is a relative contraindication of one guideline: gone on with for the reason that the source gives.
    assert [(rule, one.reason) for rule, one in record.overrides.items()] == [("default.minor_reason", source_case.REASON)]
    consent = NeedlingConsent.objects.get()
    assert (consent.signed_by, consent.assent, consent.parent_consent_on) == ("parent", "yes", consent.signed_on)
    licence = NeedlingLicence.objects.get()
    assert (
        licence.training_attested and licence.training_hours is None
    )  # no number of hours is the law there, and none is made up
    simulated = [consent.signer_name, consent.parent_name, consent.note, licence.number, licence.proof]
    for row in record.insertions.values():
        simulated += [row.landmark, row.lot]
    assert [row.landmark for row in record.insertions.values()] == [needle["landmark"] for needle in source_case.NEEDLES]
    assert len(record.insertions) == session.needles_in == session.needles_out == 2
    assert all(text.lower().startswith("simulated") for text in simulated)
    checks = dict(NeedlingCheck.objects.filter(session=session).values_list("check_kind", "status"))
    assert checks == {"next_day": "answered", "two_days": "planned"}


def look_at_marks() -> None:
    """Everything that nobody published says that it is simulated."""
    assert set(Patient.objects.values_list("simulated", flat=True)) == {True}
    assert set(Answer.objects.values_list("simulated", flat=True)) == {True}
    for event in EpisodeEvent.objects.all():
        assert event.simulated is False and READ_IN in event.text and "simulated" in event.text
    for version in PlanVersion.objects.filter(made_by__isnull=False):
        assert "imulated" in version.patient_sentence + version.clinician_sentence
    # Made by the same actions as a clinic's own records: the audit has them.
    verbs = set(AuditRow.objects.values_list("verb", flat=True))
    assert {"opened episode", "recorded entries", "signed encounter", "made plan", "received events", "recorded outcome"} <= verbs


def look_at_the_flare() -> None:
    assert PlanAlert.objects.filter(plan__patient__record_number="D-102", kind=AlertKind.FLARE).exists()
    open_one = Encounter.objects.get(episode__patient__record_number="D-110")
    assert open_one.status == EncounterStatus.OPEN
