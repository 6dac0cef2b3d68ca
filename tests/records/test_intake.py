"""The patient's own answers: who may open them, how long, and that nothing becomes a finding without the therapist."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from enthesis.access.actor import Actor, PatientActor, Stranger
from enthesis.access.refused import NotFound, NotInThisState, Refused
from enthesis.actions.answer_intake import answer_intake, submit_intake
from enthesis.actions.confirm_intake import Confirmed, WhereTo, confirm_intake
from enthesis.actions.intake_record import gather_intake
from enthesis.actions.issue_intake_link import issue_intake_link, revoke_intake_link
from enthesis.actions.open_intake import find_session, open_intake
from enthesis.actions.read_intake import read_intake
from enthesis.records.audit import AuditRow
from enthesis.records.entries import FindingEntry, MeasureEntry, Origin, current_entries
from enthesis.records.episodes import Encounter
from enthesis.records.intake import Intake, IntakeAnswer, IntakeLink
from enthesis.records.isolation import clinic_scope
from enthesis.records.patients import Patient

NOBODY = Stranger()


def opened(therapist: Actor, patient: Patient, on_clinic_tablet: bool = False) -> PatientActor:
    """The patient, with a session of their own."""
    issued = issue_intake_link(therapist, patient.id, on_clinic_tablet)
    session = find_session(open_intake(NOBODY, issued.code, "").cookie, "")
    assert session is not None
    return session.actor


def test_a_link_works_once(therapist: Actor, patient: Patient) -> None:
    issued = issue_intake_link(therapist, patient.id)
    open_intake(NOBODY, issued.code, "")

    with pytest.raises(Refused):
        open_intake(NOBODY, issued.code, "")


def test_a_code_may_be_typed_carelessly(therapist: Actor, patient: Patient) -> None:
    issued = issue_intake_link(therapist, patient.id)

    assert open_intake(NOBODY, issued.code.lower().replace("-", " "), "").cookie


def test_a_newer_link_ends_the_earlier_and_its_session(therapist: Actor, patient: Patient) -> None:
    first = issue_intake_link(therapist, patient.id)
    cookie = open_intake(NOBODY, first.code, "").cookie
    unused = issue_intake_link(therapist, patient.id)
    issue_intake_link(therapist, patient.id)

    assert find_session(cookie, "") is None
    with pytest.raises(Refused):
        open_intake(NOBODY, unused.code, "")


def test_a_link_runs_out(therapist: Actor, patient: Patient) -> None:
    issued = issue_intake_link(therapist, patient.id)
    IntakeLink.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))

    with pytest.raises(Refused):
        open_intake(NOBODY, issued.code, "")


def test_a_closed_link_opens_nothing(therapist: Actor, patient: Patient) -> None:
    issued = issue_intake_link(therapist, patient.id)
    revoke_intake_link(therapist, issued.intake_id)

    with pytest.raises(Refused):
        open_intake(NOBODY, issued.code, "")


def test_a_wrong_code_is_not_found_and_audited(db: None) -> None:
    with pytest.raises(NotFound):
        open_intake(NOBODY, "0000-0000-0000-0000", "")
    assert find_session("no such cookie", "") is None


def test_neither_code_nor_cookie_is_kept(therapist: Actor, patient: Patient) -> None:
    issued = issue_intake_link(therapist, patient.id)
    cookie = open_intake(NOBODY, issued.code, "").cookie
    link = IntakeLink.objects.get()

    assert issued.code not in f"{vars(link)}" and cookie not in f"{vars(link)}"
    assert issued.code not in repr(issued)


def test_a_changed_answer_replaces_and_keeps_the_earlier(therapist: Actor, patient: Patient) -> None:
    actor = opened(therapist, patient)
    answer_intake(actor, "reason", {"side": {"choice": "left"}}, "where")
    answer_intake(actor, "reason", {"side": {"choice": "right"}}, "where")

    with clinic_scope(therapist.clinic_id):
        intake = Intake.objects.get(pk=actor.intake_id)
        assert gather_intake(intake).answers["side"]["choice"] == "right"
        assert [a.answer["choice"] for a in IntakeAnswer.objects.order_by("answered_at")] == ["left", "right"]
        assert intake.page == "where"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("worse", "positive"), ("same", "negative"), ("eases", "negative"), ("not_done", None), (None, None)],
)
def test_what_an_answer_about_running_proposes(
    therapist: Actor, patient: Patient, answer: str | None, expected: str | None
) -> None:
    """Not done and not answered are not assessed, never negative."""
    actor = opened(therapist, patient)
    if answer is not None:
        answer_intake(actor, "moving", {"running": {"choice": answer}}, "day")

    with clinic_scope(therapist.clinic_id):
        proposed = {p.finding: p.state for p in gather_intake(Intake.objects.get(pk=actor.intake_id)).proposals}
    assert proposed.get("running_pain") == expected


def test_nothing_is_a_finding_until_the_therapist_confirms(therapist: Actor, patient: Patient, encounter: Encounter) -> None:
    actor = opened(therapist, patient)
    answer_intake(actor, "moving", {"running": {"choice": "worse"}, "cycling": {"choice": "same"}}, "day")
    answer_intake(actor, "scores", {"pain_now": {"number": 4}}, "goals")
    with pytest.raises(NotInThisState):
        confirm_intake(therapist, actor.intake_id, WhereTo(encounter.id), Confirmed({}))
    submit_intake(actor)
    with clinic_scope(therapist.clinic_id):
        assert FindingEntry.objects.count() == 0
        measures = [m.quantity for m in gather_intake(Intake.objects.get(pk=actor.intake_id)).measures]

    confirm_intake(therapist, actor.intake_id, WhereTo(encounter.id), Confirmed({"running_pain": "positive"}, (), measures))

    with clinic_scope(therapist.clinic_id):
        current = current_entries(FindingEntry, encounter.id)
        assert {k: (e.result, e.origin) for k, e in current.items()} == {"running_pain": ("positive", Origin.INTAKE)}
        assert [m.number for m in MeasureEntry.objects.all()] == [4.0]
    with pytest.raises(NotInThisState):
        confirm_intake(therapist, actor.intake_id, WhereTo(encounter.id), Confirmed({}))


def test_after_sending_the_patient_can_change_nothing(therapist: Actor, patient: Patient) -> None:
    actor = opened(therapist, patient)
    answer_intake(actor, "reason", {"side": {"choice": "left"}}, "where")
    submit_intake(actor)

    with pytest.raises(Refused):
        answer_intake(actor, "reason", {"side": {"choice": "right"}}, "where")


def test_another_clinic_sees_no_intake_and_is_audited(therapist: Actor, outsider: Actor, patient: Patient) -> None:
    actor = opened(therapist, patient)

    with pytest.raises(NotFound):
        read_intake(outsider, actor.intake_id, lambda intake: intake)
    with clinic_scope(outsider.clinic_id):
        assert AuditRow.objects.filter(actor_id=outsider.person_id, outcome="refused").count() == 1
