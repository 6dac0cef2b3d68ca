"""Needling on record, to its signature: what is signed, by whom, and that nothing incomplete is."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone
from records.needling_visit import (
    SPOILT,
    logged_visit,
    planned,
    session_of,
    today,
)
from records.signing_in import let_in

from enthesis.access.actor import Actor
from enthesis.access.refused import NotInThisState, Refused
from enthesis.actions.hand_back_encounter import hand_back_encounter
from enthesis.actions.plan_needling import PlanDetails, plan_needling
from enthesis.actions.read_needling import read_needling
from enthesis.actions.sign_encounter import cosign_encounter, sign_encounter
from enthesis.actions.sign_needling import cosign_needling, sign_needling
from enthesis.actions.start_encounter import start_encounter
from enthesis.actions.start_needling import leave_needling, start_needling
from enthesis.records.audit import AuditRow, Outcome
from enthesis.records.episodes import Encounter, EncounterStatus
from enthesis.records.isolation import clinic_scope
from enthesis.records.needling import (
    NeedlingDecision,
    NeedlingStatus,
)


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
    client = let_in(therapist)
    for page, sent in (("needling", {"act": "sign"}), ("needling", {"act": "cosign"}), ("treatment_visit", {"act": "sign"})):
        assert client.post(reverse(page, args=[visit.pk]), sent).status_code in (403, 409), page
    assert session_of(visit).status == NeedlingStatus.BEGUN


def test_it_is_signed_the_next_morning_for_the_day_it_was_held(
    therapist: Actor, visit: Encounter, monkeypatch: pytest.MonkeyPatch
) -> None:
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    assert read_needling(therapist, visit.pk).day == today() - datetime.timedelta(days=1)
    assert sign_needling(therapist, visit.pk).status == NeedlingStatus.SIGNED


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
