"""The gate asked from the record: the screen of its day, consent given and taken back, a minor, written reasons, sites added, licences."""

from __future__ import annotations

import datetime
import uuid

import pytest
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
    planned,
    today,
)

from enthesis.access.actor import Actor
from enthesis.access.refused import NotFound, NotInThisState, Refused
from enthesis.actions.file_licence import LicenceDetails, file_licence
from enthesis.actions.override_needling_rule import override_needling_rule
from enthesis.actions.plan_needling import PlanDetails, plan_needling
from enthesis.actions.read_needling import read_licences, read_needling
from enthesis.actions.record_insertions import InsertionRow, count_needles, record_insertions
from enthesis.actions.screen_for_needling import screen_for_needling
from enthesis.actions.set_jurisdiction import set_jurisdiction
from enthesis.actions.sign_needling import sign_needling
from enthesis.actions.start_encounter import start_encounter
from enthesis.actions.start_needling import start_needling
from enthesis.actions.withdraw_needling_consent import withdraw_needling_consent
from enthesis.care.needling_facts import PlannedSite
from enthesis.records.episodes import Encounter
from enthesis.records.isolation import clinic_scope
from enthesis.records.needling import (
    NeedlingConsent,
    NeedlingStatus,
)
from enthesis.records.patients import Patient
from enthesis.terms.fault import UnusableInput


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
