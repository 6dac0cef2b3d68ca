"""Needling on record: from the gate to the signature, and that no route signs what is incomplete."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from records.needling_visit import (
    ALL_NO,
    COUNT,
    NEEDLE,
    OVER_LUNG,
    SITE,
    begun_visit,
    consented,
    licensed,
    logged_visit,
    needled_visit,
    planned,
    session_of,
    today,
)

from enthesis.access.actor import Actor
from enthesis.access.refused import NotFound, NotInThisState, Refused
from enthesis.actions.file_licence import LicenceDetails, file_licence
from enthesis.actions.hand_back_encounter import hand_back_encounter
from enthesis.actions.override_needling_rule import override_needling_rule
from enthesis.actions.plan_needling import PlanDetails, plan_needling
from enthesis.actions.read_needling import read_licences, read_needling
from enthesis.actions.record_entry import record_entry
from enthesis.actions.record_insertions import InsertionRow, count_needles, record_insertions
from enthesis.actions.screen_for_needling import screen_for_needling
from enthesis.actions.set_jurisdiction import set_jurisdiction
from enthesis.actions.sign_encounter import cosign_encounter, sign_encounter
from enthesis.actions.sign_needling import cosign_needling, sign_needling
from enthesis.actions.start_encounter import start_encounter
from enthesis.actions.start_needling import leave_needling, start_needling
from enthesis.actions.withdraw_needling_consent import withdraw_needling_consent
from enthesis.care.needling_facts import PlannedSite
from enthesis.records.audit import AuditRow, Outcome
from enthesis.records.episodes import Encounter, EncounterStatus
from enthesis.records.isolation import clinic_scope
from enthesis.records.needling import (
    NeedlingClose,
    NeedlingConsent,
    NeedlingDecision,
    NeedlingInsertion,
    NeedlingScreen,
    NeedlingSession,
    NeedlingStatus,
)
from enthesis.records.needling_after import NeedlingCheck
from enthesis.records.patients import Patient
from enthesis.records.people import Clinic
from enthesis.terms.fault import UnusableInput


@pytest.fixture
def adult(therapist: Actor, encounter: Encounter) -> Encounter:
    """An evaluation of an adult; the therapist may needle and the patient has consented."""
    with clinic_scope(therapist.clinic_id):
        Patient.objects.filter(pk=encounter.patient_id).update(birth_date=datetime.date(1980, 2, 29))
    licensed(therapist)
    consented(therapist, encounter.patient_id)
    return encounter


@pytest.fixture
def visit(therapist: Actor, adult: Encounter) -> Encounter:
    """A visit in which one needle was logged and counted."""
    return logged_visit(therapist, adult.episode_id)


def test_a_visit_from_the_gate_to_the_signature(therapist: Actor, visit: Encounter) -> None:
    with pytest.raises(NotInThisState, match="sign its needling"):
        sign_encounter(therapist, visit.pk)
    page = read_needling(therapist, visit.pk)
    assert page.gate.open and not page.missing and page.balance.balanced and page.status == "begun"

    signed = sign_needling(therapist, visit.pk)
    assert signed.status == NeedlingStatus.SIGNED and signed.unanswered == 0
    sign_encounter(therapist, visit.pk)

    page = read_needling(therapist, visit.pk)
    assert page.status == "signed" and not page.may_record and page.gate.asked_at is not None
    assert [line.name for line in page.checks] == ["The day after"] and page.signatures[0].signed_as.startswith("Thea Berg")
    with clinic_scope(therapist.clinic_id):
        kept = NeedlingDecision.objects.filter(session=signed).order_by("asked_at")
        assert [one.asked_for for one in kept] == ["begin", "sign"]
        assert {"rule_id", "sentence", "citation", "version", "weight"} <= set(kept[0].reasons[0])
        assert kept[0].facts["screen"]["on"] == today().isoformat() and kept[0].pack_digest
        rows = set(AuditRow.objects.filter(clinic_id=therapist.clinic_id).values_list("verb", flat=True))
    assert {"began needling", "recorded insertions", "counted needles", "signed needling"} <= rows


def without_consent(actor: Actor, visit: Encounter) -> None:
    withdraw_needling_consent(actor, visit.patient_id, "patient", "no more")
    late = {**COUNT, "ended_at": timezone.now()}
    count_needles(actor, visit.pk, late, read_needling(actor, visit.pk).close_id)


def with_an_open_question(actor: Actor, visit: Encounter) -> None:
    item = read_needling(actor, visit.pk).screen[0].item.id
    screen_for_needling(actor, visit.pk, {**ALL_NO, item: "unknown"}, read_needling(actor, visit.pk).screen_id)


def with_a_yes(actor: Actor, visit: Encounter) -> None:
    line = next(one for one in read_needling(actor, visit.pk).screen if one.item.weight == "stop")
    screen_for_needling(actor, visit.pk, {**ALL_NO, line.item.id: "yes"}, read_needling(actor, visit.pk).screen_id)


def with_a_needle_left(actor: Actor, visit: Encounter) -> None:
    count_needles(actor, visit.pk, {**COUNT, "needles_in": 2}, read_needling(actor, visit.pk).close_id)


def without_a_count(actor: Actor, visit: Encounter) -> None:
    count_needles(actor, visit.pk, {**COUNT, "needles_out": None}, read_needling(actor, visit.pk).close_id)


def without_a_needle(actor: Actor, visit: Encounter) -> None:
    (row,) = read_needling(actor, visit.pk).insertions
    record_insertions(actor, visit.pk, [InsertionRow({**NEEDLE, "struck_out": True}, row.key, row.id)])


def without_a_side(actor: Actor, visit: Encounter) -> None:
    with pytest.raises(UnusableInput):
        record_insertions(actor, visit.pk, [InsertionRow({**NEEDLE, "side": ""})])
    record_insertions(actor, visit.pk, [InsertionRow({**NEEDLE, "gauge_mm": None})])


def without_a_jurisdiction(actor: Actor, visit: Encounter) -> None:
    Clinic.objects.filter(pk=actor.clinic_id).update(jurisdiction="")


def with_an_expired_licence(actor: Actor, visit: Encounter) -> None:
    file_licence(actor, actor.person_id, LicenceDetails("us-nc", expires_on=today() - datetime.timedelta(days=1)))


SPOILT = [
    *(without_consent, with_an_open_question, with_a_yes, with_a_needle_left, without_a_count, without_a_needle, without_a_side),
    *(without_a_jurisdiction, with_an_expired_licence),
]


@pytest.mark.parametrize("spoil", SPOILT, ids=lambda one: one.__name__)
def test_nothing_incomplete_is_signed(therapist: Actor, visit: Encounter, spoil: Callable[[Actor, Encounter], None]) -> None:
    spoil(therapist, visit)
    assert read_needling(therapist, visit.pk).missing
    with pytest.raises(NotInThisState, match="Before signing the needling"):
        sign_needling(therapist, visit.pk)
    with pytest.raises(NotInThisState, match="sign its needling"):
        sign_encounter(therapist, visit.pk)
    with pytest.raises(NotInThisState):
        leave_needling(therapist, visit.pk, "let us forget it")
    assert session_of(visit).status == NeedlingStatus.BEGUN
    with clinic_scope(therapist.clinic_id):
        refused = AuditRow.objects.filter(clinic_id=therapist.clinic_id, verb="signed needling", outcome=Outcome.REFUSED)
        assert refused.count() == 1


def forged(visit: Encounter, consent: NeedlingConsent) -> dict[str, Any]:
    """What somebody would write into the columns of a session to make it look complete."""
    now = timezone.now()
    return {
        **{"status": "signed", "verdict": "allowed", "unanswered": 0, "needles_in": 1, "needles_out": 1},
        **{"begun_at": now, "settled_at": now, "consent": consent},
    }


@pytest.mark.parametrize(
    "change",
    [
        *(
            {"verdict": "blocked"},
            {"verdict": ""},
            {"unanswered": 1},
            {"unanswered": None},
            {"needles_out": 0},
            {"needles_in": 2},
        ),
        *(
            {"needles_in": None},
            {"needles_out": None},
            {"needles_in": 0, "needles_out": 0},
            {"consent": None},
            {"begun_at": None},
        ),
        {},
    ],
    ids=str,
)
def test_the_database_refuses_what_is_incomplete(therapist: Actor, adult: Encounter, change: dict[str, Any]) -> None:
    """The columns by a constraint; and where all of them say that it is complete, the rows behind them by a trigger."""
    visit = begun_visit(therapist, adult.episode_id)
    with clinic_scope(therapist.clinic_id):
        consent = NeedlingConsent.objects.get()
        for status in ("signed", "awaiting_cosignature"):
            with pytest.raises(DatabaseError, match=r"(?i)no_incomplete_needling|not complete"), transaction.atomic():
                values = {**forged(visit, consent), **change, "status": status}
                NeedlingSession.objects.filter(encounter=visit).update(**values)
        for status in ("signed", "awaiting_cosignature"):
            with pytest.raises(DatabaseError, match="needling of this visit"), transaction.atomic():
                Encounter.objects.filter(pk=visit.pk).update(status=status)


def test_the_database_looks_at_the_rows_behind_a_signature(therapist: Actor, visit: Encounter, adult: Encounter) -> None:
    """Every column is as it should be, and one row behind them is not."""
    with clinic_scope(therapist.clinic_id):
        consent = NeedlingConsent.objects.get()
        session = NeedlingSession.objects.get(encounter=visit)
        columns = {**forged(visit, consent), "begun_at": session.begun_at}
        with pytest.raises(DatabaseError, match="not complete"), transaction.atomic():
            NeedlingSession.objects.filter(pk=session.pk).update(**columns)  # the gate was not asked for the signature
        keep(session, therapist)
        for spoil in (with_a_needle_left, without_a_needle):
            with transaction.atomic():
                spoil(therapist, visit)
                with pytest.raises(DatabaseError, match="not complete"), transaction.atomic():
                    NeedlingSession.objects.filter(pk=session.pk).update(**columns)
                transaction.set_rollback(True)
        with transaction.atomic():
            withdraw_needling_consent(therapist, visit.patient_id, "patient")
            with pytest.raises(DatabaseError, match="not complete"), transaction.atomic():
                NeedlingSession.objects.filter(pk=session.pk).update(**{**columns, "begun_at": timezone.now()})
            transaction.set_rollback(True)
        with pytest.raises(DatabaseError, match=r"after it was recorded|no_incomplete"), transaction.atomic():
            other = start_encounter(therapist, adult.episode_id, "treatment")
            NeedlingSession(patient_id=other.patient_id, encounter=other, made_at=timezone.now(), **forged(other, consent)).save()
        NeedlingSession.objects.filter(pk=session.pk).update(**columns)
        with pytest.raises(DatabaseError, match="locked"), transaction.atomic():
            NeedlingSession.objects.filter(pk=session.pk).update(status="begun")
        for row in (NeedlingInsertion, NeedlingScreen, NeedlingClose):
            entry: Any = row.objects.filter(encounter=visit).first()
            entry.pk, entry.key, entry._state.adding = uuid.uuid4(), "another", True
            with pytest.raises(DatabaseError, match="signed or was not done"), transaction.atomic():
                entry.save()


def keep(session: NeedlingSession, actor: Actor) -> None:
    """A decision as the signature keeps it."""
    NeedlingDecision(
        **{"session": session, "asked_for": "sign", "verdict": "allowed", "reasons": [], "facts": {}, "jurisdiction": "x"},
        **{"pack_version": "1", "pack_digest": "x", "asked_by_id": actor.person_id, "asked_at": timezone.now()},
    ).save()


def test_no_general_door_records_needling(therapist: Actor, visit: Encounter) -> None:
    for kind in ("needling_screen", "needling_close", "needling_plan", "needling_override", "needling_insertion"):
        with pytest.raises(NotInThisState, match="no kind of entry"):
            record_entry(therapist, visit.pk, kind, "x", {"needles_in": 1})


def test_a_screen_of_another_day_answers_nothing(therapist: Actor, adult: Encounter, monkeypatch: pytest.MonkeyPatch) -> None:
    visit = start_encounter(therapist, adult.episode_id, "treatment")
    planned(therapist, visit)
    assert read_needling(therapist, visit.pk).gate.open
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    page = read_needling(therapist, visit.pk)
    assert not page.gate.open and {line.answer for line in page.screen} == {"unknown"}
    with pytest.raises(NotInThisState, match="The gate is closed"):
        start_needling(therapist, visit.pk)


def test_it_is_signed_the_next_morning_for_the_day_it_was_held(
    therapist: Actor, visit: Encounter, monkeypatch: pytest.MonkeyPatch
) -> None:
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    assert read_needling(therapist, visit.pk).day == today() - datetime.timedelta(days=1)
    assert sign_needling(therapist, visit.pk).status == NeedlingStatus.SIGNED


def test_consent_withdrawn_with_needles_in_stops_it_and_afterwards_bears_on_the_next(therapist: Actor, adult: Encounter) -> None:
    stopped = begun_visit(therapist, adult.episode_id)
    record_insertions(therapist, stopped.pk, [InsertionRow(NEEDLE)])
    withdraw_needling_consent(therapist, adult.patient_id, "patient", "out, please")
    count_needles(therapist, stopped.pk, COUNT)
    with pytest.raises(NotInThisState, match="withdrawn"):
        sign_needling(therapist, stopped.pk)
    again = {**COUNT, "stopped_because": "consent withdrawn, needle out at once"}
    count_needles(therapist, stopped.pk, again, read_needling(therapist, stopped.pk).close_id)
    sign_needling(therapist, stopped.pk)

    following = start_encounter(therapist, adult.episode_id, "treatment")
    planned(therapist, following)
    with pytest.raises(NotInThisState, match="withdrawn"):
        start_needling(therapist, following.pk)
    with pytest.raises(NotInThisState, match="already"):
        withdraw_needling_consent(therapist, adult.patient_id, "patient")
    consented(therapist, adult.patient_id)
    start_needling(therapist, following.pk)
    record_insertions(therapist, following.pk, [InsertionRow(NEEDLE)])
    count_needles(therapist, following.pk, COUNT)
    withdraw_needling_consent(therapist, adult.patient_id, "patient", "not next time")
    assert sign_needling(therapist, following.pk).status == NeedlingStatus.SIGNED


def test_a_minor_needs_the_parent_and_their_own_word(therapist: Actor, encounter: Encounter) -> None:
    with clinic_scope(therapist.clinic_id):
        Patient.objects.filter(pk=encounter.patient_id).update(birth_date=today() - datetime.timedelta(days=16 * 365 + 30))
    licensed(therapist)
    visit = start_encounter(therapist, encounter.episode_id, "treatment")
    planned(therapist, visit)
    own = consented(therapist, encounter.patient_id, assent="yes")
    with pytest.raises(NotInThisState) as closed:
        start_needling(therapist, visit.pk)
    sentences = [one.reason.sentence for one in read_needling(therapist, visit.pk).gate.reasons if one.reason.open]
    assert any("parent" in one.lower() for one in sentences) and all(one in str(closed.value) for one in sentences)
    with pytest.raises(NotInThisState, match="No reason lifts this"):
        rule = next(one for one in read_needling(therapist, visit.pk).gate.reasons if "parent" in one.reason.sentence.lower())
        override_needling_rule(therapist, visit.pk, rule.reason.rule_id, "she is nearly grown up", "Dr Lee, today")
    with pytest.raises(UnusableInput, match=r"of age|parent"):
        consented(therapist, encounter.patient_id, signed_by="parent", parent_name="")
    consented(
        therapist, encounter.patient_id, signed_by="parent", signer_name="Pat Muster", parent_name="Pat Muster", assent="no"
    )
    assert not read_needling(therapist, visit.pk).gate.open
    consented(
        therapist, encounter.patient_id, signed_by="parent", signer_name="Pat Muster", parent_name="Pat Muster", assent="yes"
    )
    for_reason = [one for one in read_needling(therapist, visit.pk).gate.reasons if one.reason.open]
    for one in for_reason:
        override_needling_rule(therapist, visit.pk, one.reason.rule_id, "headaches stop school; parent present", "Dr Lee, today")
    start_needling(therapist, visit.pk)
    with clinic_scope(therapist.clinic_id):
        assert NeedlingConsent.objects.count() == 3 and NeedlingConsent.objects.filter(pk=own.pk).exists()


def test_a_reason_lifts_one_rule_and_is_taken_back(therapist: Actor, student: Actor, adult: Encounter) -> None:
    visit = start_encounter(therapist, adult.episode_id, "treatment")
    planned(therapist, visit)
    line = next(one for one in read_needling(therapist, visit.pk).screen if one.item.weight == "reason")
    screen_for_needling(therapist, visit.pk, {**ALL_NO, line.item.id: "yes"}, read_needling(therapist, visit.pk).screen_id)
    rule = f"screen.{line.item.id}"
    with pytest.raises(Refused, match="may not give a written reason"):
        override_needling_rule(student, visit.pk, rule, "it is fine")
    first = override_needling_rule(therapist, visit.pk, rule, "talked through; the patient sits")
    page = read_needling(therapist, visit.pk)
    assert page.gate.open
    lifted = next(one for one in page.gate.reasons if one.reason.rule_id == rule)
    assert (lifted.override_id, lifted.overridden_by) == (first.pk, "Thea Berg")
    override_needling_rule(therapist, visit.pk, rule, "", replaces=first.pk)
    assert not read_needling(therapist, visit.pk).gate.open
    with pytest.raises(NotInThisState, match="does not stand in the way"):
        override_needling_rule(therapist, visit.pk, "screen.nothing", "why not")


def test_sites_are_added_after_the_gate_was_asked_about_them(therapist: Actor, adult: Encounter) -> None:
    visit = begun_visit(therapist, adult.episode_id)
    lung = {**NEEDLE, "site": OVER_LUNG, "depth_mm": 10.0}
    with pytest.raises(UnusableInput, match="not asked about this muscle"):
        record_insertions(therapist, visit.pk, [InsertionRow(lung)])
    plan = read_needling(therapist, visit.pk).plan
    wider = PlanDetails((*plan.sites, PlannedSite(OVER_LUNG, "right")), "muscle", plan.needled_by, True, "no_referral")
    with pytest.raises(NotInThisState, match="nothing else"):
        plan_needling(therapist, visit.pk, PlanDetails((PlannedSite(SITE, "left"),), "muscle"), plan.id)
    plan_needling(therapist, visit.pk, wider, plan.id)
    record_insertions(therapist, visit.pk, [InsertionRow(NEEDLE), InsertionRow(lung)])
    assert [line.name for line in read_needling(therapist, visit.pk).checks] == ["The day after", "Two days after, for the lung"]
    both = {**COUNT, "needles_in": 2, "needles_out": 2}
    with pytest.raises(NotInThisState, match="Breathing was not checked"):
        count_needles(therapist, visit.pk, {**both, "breathing_normal": "unknown"})
        sign_needling(therapist, visit.pk)
    count_needles(therapist, visit.pk, both, read_needling(therapist, visit.pk).close_id)
    sign_needling(therapist, visit.pk)


def test_a_student_takes_it_down_and_a_therapist_co_signs(therapist: Actor, student: Actor, adult: Encounter) -> None:
    own = start_encounter(student, adult.episode_id, "treatment")
    planned(student, own)
    with pytest.raises(NotInThisState, match="The gate is closed"):
        start_needling(student, own.pk)
    leave_needling(student, own.pk, "a student does not needle")

    visit = logged_visit(student, adult.episode_id, by=therapist)
    assert sign_needling(student, visit.pk).status == NeedlingStatus.AWAITING_COSIGNATURE
    sign_encounter(student, visit.pk)
    with pytest.raises(NotInThisState, match="co-sign its needling"):
        cosign_encounter(therapist, visit.pk)
    hand_back_encounter(therapist, visit.pk, "say how deep")
    assert session_of(visit).status == NeedlingStatus.BEGUN
    sign_needling(student, visit.pk)
    sign_encounter(student, visit.pk)
    with pytest.raises(Refused):
        cosign_needling(student, visit.pk)
    assert cosign_needling(therapist, visit.pk).status == NeedlingStatus.SIGNED
    cosign_encounter(therapist, visit.pk)
    assert [line.is_cosignature for line in read_needling(therapist, visit.pk).signatures] == [False, False, True]


def test_who_held_the_needle_signs(therapist: Actor, lead: Actor, visit: Encounter) -> None:
    with pytest.raises(NotInThisState, match="held the needle"):
        sign_needling(lead, visit.pk)


def test_not_done_is_taken_up_again(therapist: Actor, adult: Encounter) -> None:
    visit = start_encounter(therapist, adult.episode_id, "treatment")
    planned(therapist, visit)
    with pytest.raises(NotInThisState, match="put it down as not done"):
        sign_encounter(therapist, visit.pk)
    leave_needling(therapist, visit.pk, "the patient would rather not")
    plan = read_needling(therapist, visit.pk).plan
    plan_needling(therapist, visit.pk, PlanDetails(plan.sites, "muscle", plan.needled_by, True, "no_referral"), plan.id)
    assert session_of(visit).status == NeedlingStatus.PLANNED
    leave_needling(therapist, visit.pk, "no time")
    assert sign_encounter(therapist, visit.pk).status == EncounterStatus.SIGNED


def test_the_record_is_behind_the_wall(therapist: Actor, outsider: Actor, adult: Encounter) -> None:
    visit, session = needled_visit(therapist, adult.episode_id, adult.patient_id)
    for ask in (
        lambda: read_needling(outsider, visit.pk),
        lambda: sign_needling(outsider, visit.pk),
        lambda: start_needling(outsider, visit.pk),
        lambda: withdraw_needling_consent(outsider, visit.patient_id, "patient"),
        lambda: file_licence(outsider, therapist.person_id, LicenceDetails("us-nc")),
    ):
        with pytest.raises(Refused):
            ask()
    with clinic_scope(outsider.clinic_id):
        assert not NeedlingSession.objects.filter(pk=session.pk).exists() and not NeedlingCheck.objects.exists()


def test_licences_are_filed_by_who_may_and_shown_as_they_stand(therapist: Actor, lead: Actor, student: Actor) -> None:
    with pytest.raises(Refused, match="file a licence"):
        file_licence(student, student.person_id, LicenceDetails("us-nc"))
    with pytest.raises(Refused, match="manage people"):
        file_licence(therapist, lead.person_id, LicenceDetails("us-nc"))
    with pytest.raises(UnusableInput, match="attests"):
        file_licence(lead, therapist.person_id, LicenceDetails("us-nc", training_attested=True))
    with pytest.raises(NotFound):
        file_licence(lead, uuid.uuid4(), LicenceDetails("us-nc"))
    file_licence(lead, therapist.person_id, LicenceDetails("us-nc", "PT-1"))
    licensed(therapist)
    set_jurisdiction(lead, "us-nj")
    by_name = {line.name: line for line in read_licences(lead)}
    assert by_name["Thea Berg"].is_current is True and by_name["Lea Lead"].filed_at is None and "Stu Dent" not in by_name


@pytest.mark.parametrize(
    ("model", "field"), [(NeedlingConsent, "assent"), (NeedlingInsertion, "lot"), (NeedlingScreen, "pack_version")]
)
def test_what_was_recorded_stays(therapist: Actor, visit: Encounter, model: Any, field: str) -> None:
    with clinic_scope(therapist.clinic_id):
        for deed in (lambda: model.objects.update(**{field: "x"}), lambda: model.objects.all().delete()):
            with pytest.raises(DatabaseError), transaction.atomic():
                deed()
