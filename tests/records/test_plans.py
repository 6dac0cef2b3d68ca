"""Plans in the record: who may make and change them, what stays, what a decision does, and what ends with a plan."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from records.conftest import leave_out_neuro_screen, make_actor
from records.plan_document import EXERCISE, make_document

from enthesis.access.actor import Actor
from enthesis.access.refused import NotFound, NotInThisState, Refused
from enthesis.actions.change_plan import change_plan, end_plan
from enthesis.actions.decide_step import adjust_step, confirm_step, decline_step
from enthesis.actions.discharge_episode import discharge_episode
from enthesis.actions.make_plan import make_plan
from enthesis.actions.open_episode import open_episode
from enthesis.actions.plan_record import PlanRecord
from enthesis.actions.read_progress import read_episode_plan, read_plans_to_see, read_progress
from enthesis.actions.record_entry import record_entry
from enthesis.actions.record_treatment import Treatment, record_treatment
from enthesis.actions.rehabilitation import get_rehabilitation
from enthesis.actions.send_message import note_messages_read, write_to_patient
from enthesis.actions.sign_encounter import sign_encounter
from enthesis.actions.start_encounter import start_encounter
from enthesis.actions.suggest_plan import suggest_for
from enthesis.care.plan_document import Goal, plan_to_json
from enthesis.knowledge.regions import default_region
from enthesis.records.audit import AuditRow
from enthesis.records.entries import ExerciseDoneEntry, InterventionEntry, MeasureEntry, TextEntry
from enthesis.records.episodes import Encounter, EncounterKind, Episode
from enthesis.records.isolation import clinic_scope
from enthesis.records.patients import Patient
from enthesis.records.people import Clinic, Role
from enthesis.records.plans import AlertKind, Message, Plan, PlanAlert, PlanVersion, ProposedStep, StepStatus
from enthesis.terms.fault import UnusableInput


@pytest.fixture
def plan(therapist: Actor, encounter: Encounter) -> Plan:
    return make_plan(therapist, encounter.episode_id, make_document(), make_document(pain_ceiling_0_10=4), "Begin gently.")


@pytest.fixture
def step(plan: Plan) -> ProposedStep:
    with clinic_scope(plan.clinic_id):
        made = ProposedStep(
            plan=plan,
            day=timezone.now().date(),
            decision="progress",
            rule="progress",
            patient_sentence="You did well: two more.",
            proposal={"document": make_document(pain_ceiling_0_10=5)},
            made_at=timezone.now(),
        )
        made.save()
    return made


def seen(actor: Actor, plan: Plan) -> PlanRecord:
    return read_progress(actor, plan.id, lambda record: record)


def ceilings(actor: Actor, plan: Plan) -> list[int]:
    return [version.document["pain_ceiling_0_10"] for version in seen(actor, plan).versions]


def test_suggestion_and_decision_are_both_kept(therapist: Actor, plan: Plan) -> None:
    version = seen(therapist, plan).current
    assert (version.number, version.made_by, version.patient_sentence) == (1, "Thea Berg", "Begin gently.")
    assert (version.suggestion["pain_ceiling_0_10"], version.document["pain_ceiling_0_10"]) == (4, 3)


def test_an_episode_has_one_active_plan(therapist: Actor, plan: Plan) -> None:
    with pytest.raises(NotInThisState, match="has a plan already"):
        make_plan(therapist, plan.episode_id, make_document())
    end_plan(therapist, plan.id)
    assert make_plan(therapist, plan.episode_id, make_document()).id != plan.id


@pytest.mark.parametrize(
    "change",
    [{"version": 2}, {"phase": ""}, {"pain_ceiling_0_10": 9}, {"exercises": [{}]}, {"surprise": 1}, {"goals": float("nan")}],
)
def test_what_is_no_plan_is_refused_in_a_sentence(therapist: Actor, encounter: Encounter, change: dict[str, Any]) -> None:
    with pytest.raises(NotInThisState, match="plan"):
        make_plan(therapist, encounter.episode_id, make_document(**change))


def test_a_change_is_a_new_version_with_a_reason(therapist: Actor, plan: Plan) -> None:
    with pytest.raises(NotInThisState, match="sentence for the patient"):
        change_plan(therapist, plan.id, 1, make_document(), " ")
    change_plan(therapist, plan.id, 1, make_document(pain_ceiling_0_10=5), "You tolerate more.", "ceiling raised")

    assert ceilings(therapist, plan) == [3, 5]


def test_two_people_cannot_change_the_same_version(therapist: Actor, lead: Actor, plan: Plan) -> None:
    change_plan(therapist, plan.id, 1, make_document(pain_ceiling_0_10=5), "more")
    with pytest.raises(NotInThisState, match="meantime"):
        change_plan(lead, plan.id, 1, make_document(pain_ceiling_0_10=2), "less")
    assert ceilings(therapist, plan) == [3, 5]


def test_an_ended_plan_is_not_changed_and_ends_with_its_episode(therapist: Actor, plan: Plan, encounter: Encounter) -> None:
    leave_out_neuro_screen(therapist, encounter)
    record_entry(therapist, encounter.id, "diagnosis", "own", {"agrees": "open"})
    sign_encounter(therapist, encounter.id)
    discharge_episode(therapist, plan.episode_id, "goals_reached")

    with pytest.raises(NotInThisState, match="has ended"):
        change_plan(therapist, plan.id, 1, make_document(), "more")
    with pytest.raises(NotInThisState, match="has ended"):
        write_to_patient(therapist, plan.id, "hello")
    with pytest.raises(NotInThisState, match="closed"):
        make_plan(therapist, plan.episode_id, make_document())


def test_confirming_takes_the_proposal(therapist: Actor, plan: Plan, step: ProposedStep) -> None:
    confirm_step(therapist, step.id)

    record = seen(therapist, plan)
    assert ceilings(therapist, plan) == [3, 5]
    assert (record.steps[0].status, record.current.patient_sentence) == (StepStatus.CONFIRMED, "You did well: two more.")
    with pytest.raises(NotInThisState, match="settled"):
        confirm_step(therapist, step.id)


def test_adjusting_keeps_proposal_and_decision(therapist: Actor, plan: Plan, step: ProposedStep) -> None:
    adjust_step(therapist, step.id, make_document(pain_ceiling_0_10=4), "A little more.", "not so fast")

    version = seen(therapist, plan).current
    assert (version.suggestion["pain_ceiling_0_10"], version.document["pain_ceiling_0_10"]) == (5, 4)


def test_declining_changes_nothing_and_needs_a_reason(therapist: Actor, plan: Plan, step: ProposedStep) -> None:
    with pytest.raises(NotInThisState, match="why"):
        decline_step(therapist, step.id, "")
    decline_step(therapist, step.id, "travels next week")
    assert ceilings(therapist, plan) == [3]
    assert seen(therapist, plan).steps[0].reason == "travels next week"


def test_a_step_for_an_earlier_version_gives_way(therapist: Actor, plan: Plan, step: ProposedStep) -> None:
    change_plan(therapist, plan.id, 1, make_document(), "no change")
    with pytest.raises(NotInThisState, match="took its place"):
        confirm_step(therapist, step.id)


@pytest.mark.parametrize("role", [Role.ASSISTANT, Role.STUDENT, Role.FRONT_DESK, Role.RESEARCHER])
def test_who_may_not_make_or_decide_plans(
    role: Role, clinic: Clinic, plan: Plan, step: ProposedStep, encounter: Encounter
) -> None:
    actor = make_actor(clinic, role, f"Some {role.value}")
    for attempt in (
        lambda: make_plan(actor, encounter.episode_id, make_document()),
        lambda: change_plan(actor, plan.id, 1, make_document(), "x"),
        lambda: confirm_step(actor, step.id),
        lambda: decline_step(actor, step.id, "x"),
        lambda: end_plan(actor, plan.id),
    ):
        with pytest.raises(Refused, match="may not make, change"):
            attempt()


def test_front_desk_and_researcher_do_not_read_plans(clinic: Clinic, plan: Plan) -> None:
    for role in (Role.FRONT_DESK, Role.RESEARCHER):
        with pytest.raises(Refused):
            seen(make_actor(clinic, role, f"Some {role.value}"), plan)


def test_another_clinic_sees_no_plan(outsider: Actor, plan: Plan, step: ProposedStep) -> None:
    for attempt in (
        lambda: seen(outsider, plan),
        lambda: read_episode_plan(outsider, plan.episode_id, lambda *each: each),
        lambda: change_plan(outsider, plan.id, 1, make_document(), "x"),
        lambda: confirm_step(outsider, step.id),
        lambda: write_to_patient(outsider, plan.id, "x"),
    ):
        with pytest.raises(NotFound):
            attempt()
    with clinic_scope(outsider.clinic_id):
        assert AuditRow.objects.filter(actor_id=outsider.person_id, outcome="refused").count() == 5
    assert read_plans_to_see(outsider, lambda plans: plans) == ()


def test_versions_events_and_decided_steps_stay_as_they_are(therapist: Actor, plan: Plan, step: ProposedStep) -> None:
    decline_step(therapist, step.id, "no")
    message = write_to_patient(therapist, plan.id, "How was the run?")
    with clinic_scope(plan.clinic_id):
        for change in (
            lambda: PlanVersion.objects.update(number=7),
            lambda: ProposedStep.objects.update(status="waiting"),
            lambda: Message.objects.filter(pk=message.id).update(text="x"),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()
        Message.objects.filter(pk=message.id).update(read_at=timezone.now())


def test_reading_the_patients_messages_is_noted_once(therapist: Actor, plan: Plan) -> None:
    with clinic_scope(plan.clinic_id):
        Message(plan=plan, text="it went well", sent_at=timezone.now()).save()
    assert (note_messages_read(therapist, plan.id), note_messages_read(therapist, plan.id)) == (1, 0)


def test_plans_to_see_come_with_the_most_urgent_first(therapist: Actor, plan: Plan, step: ProposedStep) -> None:
    def add(kind: AlertKind, days_ago: int) -> None:
        with clinic_scope(plan.clinic_id):
            PlanAlert(
                *(uuid.uuid4(), plan.clinic_id),
                patient_id=plan.patient_id,
                plan=plan,
                kind=kind,
                day=timezone.now().date() - datetime.timedelta(days=days_ago),
                sentence="x",
                raised_at=timezone.now(),
            ).save()

    add(AlertKind.SILENCE, 0)
    add(AlertKind.FLARE, 1)
    (found,) = read_plans_to_see(therapist, lambda plans: plans)
    assert found.step is not None and found.step.id == step.id
    assert [alert.kind for alert in found.alerts] == ["silence", "flare"]


def test_a_treatment_visit_is_recorded_in_one_deed(therapist: Actor, encounter: Encounter) -> None:
    visit = start_encounter(therapist, encounter.episode_id, EncounterKind.TREATMENT)
    treatment = Treatment(
        interval={"pain": "less when sitting", "other": ""},
        interventions=[
            {"intervention": "iastm", "site": "ischium", "dose": "5 min", "pain_before_0_10": 4, "pain_after_0_10": 2}
        ],
        exercises=[{"exercise": EXERCISE, "dose": {"sets": 3, "hold_s": 30}, "pain_during_0_10": 1}],
    )
    recorded = record_treatment(therapist, visit.id, treatment, {}, lambda encounter: encounter.pk)
    assert len(recorded.entries) == 3 and not recorded.clashes and not recorded.not_recorded

    standing = {("exercise_done", "exercise_0"): recorded.entries[2].id}
    again = Treatment(exercises=[{"exercise": EXERCISE, "dose": {"sets": 2}, "pain_during_0_10": 11}])
    assert "10" in record_treatment(therapist, visit.id, again, standing, lambda encounter: None).not_recorded[0]
    better = Treatment(exercises=[{"exercise": EXERCISE, "dose": {"sets": 2}, "pain_during_0_10": 0}])
    record_treatment(therapist, visit.id, better, standing, lambda encounter: None)

    with clinic_scope(therapist.clinic_id):
        assert ExerciseDoneEntry.objects.filter(replaced_by__isnull=True).get().dose == {"sets": 2}
        assert InterventionEntry.objects.get().pain_after_0_10 == 2
        assert TextEntry.objects.get().key == "interval_pain"
    sign_encounter(therapist, visit.id)
    with pytest.raises(NotInThisState, match="locked"):
        record_treatment(therapist, visit.id, better, {}, lambda encounter: None)


def test_a_plan_is_suggested_from_the_newest_evaluation(therapist: Actor, encounter: Encounter) -> None:
    for finding in ("sitting_pain", "running_pain", "ischial_tenderness"):
        record_entry(therapist, encounter.id, "finding", finding, {"finding": finding, "result": "positive"})
    with clinic_scope(therapist.clinic_id):
        episode = Episode.objects.get(pk=encounter.episode_id)
        suggested = suggest_for(episode, (Goal("run"),))
        with pytest.raises(UnusableInput, match="not a phase"):
            suggest_for(episode, phase="nowhere")
    assert suggested.document.sources and suggested.made_from == encounter.started_at and not suggested.evaluation_signed
    made = make_plan(therapist, encounter.episode_id, plan_to_json(suggested.document), plan_to_json(suggested.document))
    assert seen(therapist, made).current.document["goals"][0]["words"] == "run"


def test_a_measured_pain_counts_at_its_worst(therapist: Actor, encounter: Encounter) -> None:
    for finding in ("ischial_pain", "sitting_pain", "running_pain", "ischial_tenderness"):
        record_entry(therapist, encounter.id, "finding", finding, {"finding": finding, "result": "positive"})
    phases = []
    for number in (1.0, 9.0):
        with clinic_scope(therapist.clinic_id):
            standing = MeasureEntry.objects.filter(replaced_by__isnull=True).first()
        content = {"quantity": "pain_worst_week_nrs_0_10", "number": number}
        record_entry(therapist, encounter.id, "measure", "worst", content, replaces=standing.pk if standing else None)
        with clinic_scope(therapist.clinic_id):
            phases.append(suggest_for(Episode.objects.get(pk=encounter.episode_id)).document.phase_because)
    assert "9" in phases[1] and phases[0] != phases[1]


def test_without_an_evaluation_a_plan_begins_empty_or_as_a_programme(therapist: Actor, patient: Patient) -> None:
    episode = open_episode(therapist, patient.id, "wants to stay well")
    programmes = [each for each in get_rehabilitation(default_region()).programmes if each.purpose != "rehabilitation"]
    with clinic_scope(therapist.clinic_id):
        assert suggest_for(episode).document.exercises == ()
        assert suggest_for(episode, programme=programmes[0].id).document.purpose == programmes[0].purpose
