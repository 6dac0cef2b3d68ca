"""What follows needling: checks that are planned, asked, answered and seen; events and rates; the visit note; the export."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from records.conftest import make_actor
from records.needling_visit import NEEDLE, OVER_LUNG, consented, licensed, logged_visit, session_of

from enthesis.access.actor import Actor, CheckActor, Installation, Stranger
from enthesis.access.refused import NotFound, NotInThisState, Refused
from enthesis.actions.agree_to_email import agree_to_email
from enthesis.actions.answer_needling_check import (
    OwnCheck,
    answer_needling_check,
    enter_needling_check,
    read_own_check,
    see_needling_check,
)
from enthesis.actions.export_record import export_clinic, export_patient
from enthesis.actions.gather_encounter import gather_record
from enthesis.actions.needling_calls import needling_calls, read_needling_calls
from enthesis.actions.needling_check_link import find_needling_check, issue_needling_check_link, open_needling_check
from enthesis.actions.needling_rates import read_needling_rates
from enthesis.actions.plan_needling_checks import plan_needling_checks
from enthesis.actions.read_needling import read_needling, read_needling_check
from enthesis.actions.record_insertions import InsertionRow, record_insertions
from enthesis.actions.report_adverse_event import EventDetails, report_adverse_event
from enthesis.actions.send_outgoing import send_outgoing
from enthesis.actions.sign_encounter import sign_encounter
from enthesis.actions.sign_needling import sign_needling
from enthesis.actions.withdraw_needling_consent import withdraw_needling_consent
from enthesis.records.audit import AuditRow
from enthesis.records.episodes import Document, Encounter
from enthesis.records.isolation import clinic_scope
from enthesis.records.needling import NEEDLING_ENTRIES
from enthesis.records.needling_after import NeedlingCheck, NeedlingCheckAnswer, NeedlingCheckStatus, NeedlingEvent
from enthesis.records.outcomes import Outgoing
from enthesis.records.patients import Patient
from enthesis.records.people import Clinic, Role
from enthesis.reports.evaluation_note import compose_note
from enthesis.terms.fault import UnusableInput

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def needled(therapist: Actor, encounter: Encounter) -> Encounter:
    """A visit with signed needling over the lung of an adult who agreed to e-mail."""
    with clinic_scope(therapist.clinic_id):
        patient = Patient.objects.get(pk=encounter.patient_id)
        patient.birth_date, patient.email = datetime.date(1980, 2, 29), "alex@example.org"
        patient.save()
    agree_to_email(therapist, encounter.patient_id, True)
    licensed(therapist)
    consented(therapist, encounter.patient_id)
    visit = logged_visit(therapist, encounter.episode_id, site=OVER_LUNG)
    sign_needling(therapist, visit.pk)
    return visit


def checks_of(actor: Actor) -> list[NeedlingCheck]:
    with clinic_scope(actor.clinic_id, writes=False):
        return list(NeedlingCheck.objects.order_by("due_at"))


def questions(actor: Actor, visit: Encounter) -> dict[str, str]:
    """Every question of the next day answered with no."""
    return dict.fromkeys((q.id for q in read_needling(actor, visit.pk).checks[0].questions), "no")


def test_checks_are_planned_once_asked_once_and_closed(therapist: Actor, needled: Encounter, settings: Any) -> None:
    first, second = checks_of(therapist)
    assert [one.check_kind for one in (first, second)] == ["next_day", "two_days"]
    assert second.due_at - first.due_at == 24 * HOUR
    assert read_needling_calls(therapist) == ()
    assert plan_needling_checks(first.due_at - HOUR) == 0
    assert plan_needling_checks(first.due_at + HOUR) == 1
    assert plan_needling_checks(first.due_at + 2 * HOUR) == 0
    with clinic_scope(therapist.clinic_id):
        (sent,) = Outgoing.objects.all()
        assert sent.key == f"needling_check:{first.pk}:asked" and sent.needling_check_id == first.pk
        assert "needl" not in (sent.subject + sent.body).lower() and "emergency number" in sent.body
        with pytest.raises(DatabaseError, match="stays as it was planned"), transaction.atomic():
            NeedlingCheck.objects.filter(pk=first.pk).update(due_at=timezone.now())
    settings.PUBLIC_URL = ["https://clinic.example.org"]
    assert send_outgoing(first.due_at + 2 * HOUR) == 1 and send_outgoing(first.due_at + 3 * HOUR) == 0
    (message,) = mail.outbox
    address, code = re.search(r"https://clinic.example.org(\S+)#(\S+)", message.body).groups()  # type: ignore[union-attr]
    assert address == reverse("needling_check") and checks_of(therapist)[0].status == NeedlingCheckStatus.ASKED
    assert find_needling_check(open_needling_check(Stranger(), code).cookie) == CheckActor(therapist.clinic_id, first.pk)
    assert plan_needling_checks(first.due_at + 20 * HOUR) == 0
    assert plan_needling_checks(first.due_at + 26 * HOUR) == 2, "a reminder, and the second check"
    assert plan_needling_checks(second.closes_at + HOUR) == 2
    assert {one.status for one in checks_of(therapist)} == {NeedlingCheckStatus.CLOSED}
    with clinic_scope(therapist.clinic_id):
        assert len(needling_calls(second.closes_at + HOUR)) == 2, "what nobody answered stays on the list"
        assert AuditRow.objects.filter(verb="closed check after needling").count() == 2
    assert len(mail.outbox) == 1


def test_a_session_nobody_signed_has_its_checks_too(therapist: Actor, needled: Encounter) -> None:
    visit = logged_visit(therapist, needled.episode_id)
    with clinic_scope(therapist.clinic_id):
        assert NeedlingCheck.objects.filter(session=session_of(visit)).count() == 1


def opened(therapist: Actor, check: NeedlingCheck) -> CheckActor:
    cookie = open_needling_check(Stranger(), issue_needling_check_link(therapist, check.pk).code).cookie
    found = find_needling_check(cookie)
    assert found is not None
    return found


def test_a_patient_answers_on_the_phone_and_is_told_what_to_do(therapist: Actor, needled: Encounter) -> None:
    check = checks_of(therapist)[0]
    code = issue_needling_check_link(therapist, check.pk).code
    cookie = open_needling_check(Stranger(), code).cookie
    actor = find_needling_check(cookie)
    assert actor is not None and open_needling_check(Stranger(), code, cookie).cookie == ""
    with pytest.raises(NotInThisState, match="another device"):
        open_needling_check(Stranger(), code)
    with pytest.raises(NotFound, match="not known"):
        open_needling_check(Stranger(), "7KQM-3XRT-9WFA-2HDP")
    own: OwnCheck = read_own_check(actor, lambda one: one)
    assert own.given_name == "Alex" and own.questions and not own.answers and not own.over
    with pytest.raises(UnusableInput):
        answer_needling_check(actor, {"nonsense": "yes"})
    with pytest.raises(UnusableInput):
        answer_needling_check(actor, {"breath": "maybe"})

    first = answer_needling_check(actor, {"breath": "yes", "sore": "yes"})
    assert not first.complete and first.urgent[0].urgency == "emergency" and "emergency number" in first.urgent[0].patient
    assert answer_needling_check(actor, {"breath": "yes"}).urgent, "said again, told once"
    (call,) = read_needling_calls(therapist)
    assert call.urgent[0].urgency == "emergency"
    line = read_needling_check(therapist, check.pk)
    assert line.urgent and line.answers == {"breath": "yes", "sore": "yes"} and line.status == "planned"
    done = answer_needling_check(actor, {**questions(therapist, needled), "breath": "no"})
    assert done.complete
    with clinic_scope(therapist.clinic_id):
        told = NeedlingEvent.objects.order_by("event")
        assert [(one.event, one.said_by, one.from_check_id) for one in told] == [
            ("breathlessness", "patient", check.pk),
            ("pain_after", "patient", check.pk),
        ]
        assert NeedlingCheckAnswer.objects.count() == 2 and NeedlingCheck.objects.get(pk=check.pk).answered_at is not None
        row = AuditRow.objects.filter(verb="answered check after needling").first()
        assert row is not None and row.actor_name == "patient (check after needling)"
    see_needling_check(therapist, check.pk)
    assert read_needling_calls(therapist) == ()
    answer_needling_check(actor, {"doctor": "yes"})
    assert [call.check_id for call in read_needling_calls(therapist)] == [check.pk], "news after somebody looked is news"


def test_what_is_over_takes_no_answer_by_phone_but_by_who_calls(
    therapist: Actor, needled: Encounter, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = checks_of(therapist)[0]
    actor = opened(therapist, check)
    monkeypatch.setattr(timezone, "now", lambda: check.closes_at + HOUR)
    assert read_own_check(actor, lambda one: one.over)
    with pytest.raises(NotInThisState, match="time for these questions is over"):
        answer_needling_check(actor, {"breath": "no"})
    with pytest.raises(NotInThisState):
        issue_needling_check_link(therapist, check.pk)
    plan_needling_checks(check.closes_at + HOUR)
    assert enter_needling_check(therapist, check.pk, questions(therapist, needled)).complete
    assert checks_of(therapist)[0].status == NeedlingCheckStatus.ANSWERED


def test_an_event_keeps_what_was_told_and_its_tier_is_derived(therapist: Actor, needled: Encounter) -> None:
    session = session_of(needled)
    done = report_adverse_event(therapist, session.pk, EventDetails("bruising", words="size of a coin"))
    assert (done.tier.tier, done.tier.settled, done.urgent) == ("mild", False, ())
    worse = EventDetails("bruising", needed_medical_help="yes", words="size of a hand")
    again = report_adverse_event(therapist, session.pk, worse, done.event.pk)
    assert again.tier.tier == "significant"
    with pytest.raises(UnusableInput, match="corrected this meanwhile"):
        report_adverse_event(therapist, session.pk, worse, done.event.pk)
    lung = report_adverse_event(therapist, session.pk, EventDetails("breathlessness"))
    assert lung.urgent[0].urgency == "emergency"
    report_adverse_event(therapist, session.pk, EventDetails("breathlessness", mistaken=True), lung.event.pk)
    for details in (
        EventDetails("nothing"),
        EventDetails("bruising", died="perhaps"),
        EventDetails("bruising", began_at=timezone.now() - 24 * HOUR),
        EventDetails("bruising", ended_at=timezone.now() + HOUR),
        EventDetails("bruising", mistaken=True),
    ):
        with pytest.raises(UnusableInput):
            report_adverse_event(therapist, session.pk, details)
    lines = read_needling(therapist, needled.pk).events
    assert [(line.event.id, line.tier.tier, line.mistaken) for line in lines] == [
        ("bruising", "significant", False),
        ("breathlessness", "significant", True),
    ]
    with clinic_scope(therapist.clinic_id):
        assert not [name for name in vars(NeedlingEvent.objects.first()) if "tier" in name]


def test_the_clinics_own_rates_stand_beside_the_published_and_know_what_they_do_not(therapist: Actor, needled: Encounter) -> None:
    rates = {rate.event: rate for rate in read_needling_rates(therapist).rates}
    assert (rates["bleeding"].count, rates["bleeding"].answered) == (0, 1), "it was looked at before the patient left"
    assert rates["bleeding"].published and rates["bleeding"].high is not None and rates["bleeding"].high > 0.5
    assert (rates["pain_after"].answered, rates["pain_after"].unanswered, rates["pain_after"].share) == (0, 1, None)
    assert rates["any_major"].unanswered == 1

    answer_needling_check(opened(therapist, checks_of(therapist)[0]), {**questions(therapist, needled), "sore": "yes"})
    rates = {rate.event: rate for rate in read_needling_rates(therapist).rates}
    assert (rates["pain_after"].count, rates["any_mild"].count, rates["any_major"].count) == (1, 1, 0)
    assert rates["any_major"].answered == 1 and rates["any_mild"].published


def test_the_visit_note_tells_the_needling_and_each_sentence_leads_to_its_entry(therapist: Actor, needled: Encounter) -> None:
    report_adverse_event(therapist, session_of(needled).pk, EventDetails("faint", words="felt dizzy", done_about_it="lay down"))
    sign_encounter(therapist, needled.pk)
    with clinic_scope(therapist.clinic_id):
        note = compose_note(gather_record(needled))
        issued = Document.objects.get(encounter=needled)
        ids = {str(pk) for model in NEEDLING_ENTRIES.values() for pk in model.objects.values_list("pk", flat=True)}
    section = next(one for one in note.sections if one.id == "needling")
    text = "\n".join(sentence.text for sentence in section.sentences)
    for words in (
        "Consent (text",
        "signed by the patient; copy given",
        "yes to none",
        "Rules for North Carolina",
        "needle 0.3 × 50 mm, lot L-7, depth 25 mm, 4 passes, 2 twitches, the familiar pain",
        "Needles: 1 in, 1 out; pain 5/10 before, 4/10 after; bleeding: no",
        "Event: Faint (at least mild",
        "felt dizzy; done about it: lay down",
    ):
        assert words in text, text
    assert all(sentence.sources for sentence in section.sentences)
    assert ids & {source.entry_id for sentence in section.sentences for source in sentence.sources}
    assert "further" not in {one.id for one in note.sections}
    done = next(one for one in note.sections if one.id == "treatment")
    assert "Dry needling, below" in done.sentences[0].text
    assert "needle 0.3" in json.dumps(issued.content, ensure_ascii=False)


def test_the_note_of_what_is_not_complete_says_so(therapist: Actor, needled: Encounter) -> None:
    visit = logged_visit(therapist, needled.episode_id)
    record_insertions(therapist, visit.pk, [InsertionRow({**NEEDLE, "lot": ""})])
    with clinic_scope(therapist.clinic_id):
        said = {sentence.id: sentence.text for sentence in compose_note(gather_record(visit)).sentences}
    assert "The lot of the needle is not recorded." in said["needling.missing"]


def test_an_export_holds_all_of_it(therapist: Actor, lead: Actor, needled: Encounter, tmp_path: Path) -> None:
    report_adverse_event(therapist, session_of(needled).pk, EventDetails("bruising"))
    answer_needling_check(opened(therapist, checks_of(therapist)[0]), {"breath": "no"})
    one, all_of_it = tmp_path / "one", tmp_path / "all"
    one.mkdir()
    all_of_it.mkdir()
    counts = export_patient(therapist, needled.patient_id, one)
    export_clinic(Installation("export", therapist.clinic_id), all_of_it)
    for table, rows in {
        **{"needling_licence": 1, "needling_consent": 1, "needling_session": 1, "needling_plan": 1, "needling_screen": 1},
        **{"needling_insertion": 1, "needling_close": 1, "needling_decision": 2, "needling_signature": 1, "needling_check": 2},
        **{"needling_check_answer": 1, "needling_event": 1},
    }.items():
        assert counts[table] == rows, table
        assert (one / f"{table}.jsonl").read_text() == (all_of_it / f"{table}.jsonl").read_text()
    insertion = json.loads((one / "needling_insertion.jsonl").read_text())
    assert (insertion["gauge_mm"], insertion["site"], insertion["point_view"]) == (0.3, OVER_LUNG, "back")
    everything = "".join(path.read_text() for path in one.iterdir())
    assert "token_hash" not in everything and "cookie_hash" not in everything


def test_other_clinics_find_nothing(therapist: Actor, outsider: Actor, needled: Encounter) -> None:
    check, session = checks_of(therapist)[0], session_of(needled)
    for ask in (
        lambda: see_needling_check(outsider, check.pk),
        lambda: enter_needling_check(outsider, check.pk, {}),
        lambda: issue_needling_check_link(outsider, check.pk),
        lambda: report_adverse_event(outsider, session.pk, EventDetails("bruising")),
        lambda: read_own_check(CheckActor(outsider.clinic_id, check.pk), lambda own: own),
        lambda: answer_needling_check(CheckActor(outsider.clinic_id, check.pk), {"breath": "no"}),
    ):
        with pytest.raises(Refused):
            ask()
    assert read_needling_calls(outsider) == () and all(rate.answered == 0 for rate in read_needling_rates(outsider).rates)


def test_front_desk_notes_a_withdrawal_and_sees_nothing_else(clinic: Clinic, therapist: Actor, needled: Encounter) -> None:
    desk = make_actor(clinic, Role.FRONT_DESK, "Dee Desk")
    withdraw_needling_consent(desk, needled.patient_id, "patient", "called")
    for ask in (lambda: read_needling(desk, needled.pk), lambda: read_needling_calls(desk), lambda: read_needling_rates(desk)):
        with pytest.raises(Refused):
            ask()
