"""A day typed at the clinic: held to the phone's rules, kept without a phone, audited, taken back without being rewritten."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from records.conftest import make_actor
from records.plan_document import EXERCISE, make_document
from records.signing_in import let_in
from run_files import make_gpx

from enthesis.access.actor import Actor
from enthesis.access.refused import NotFound, NotInThisState, Refused
from enthesis.actions.change_plan import end_plan
from enthesis.actions.import_run import import_run
from enthesis.actions.make_plan import make_plan
from enthesis.actions.plan_history import read_history
from enthesis.actions.plan_record import standing_of
from enthesis.actions.record_entries import record_entries
from enthesis.actions.record_treatment import Treatment, changes_of
from enthesis.actions.type_events import take_back_event, type_events
from enthesis.care.run_file import read_run
from enthesis.records.audit import AuditRow
from enthesis.records.entries import ExerciseDoneEntry
from enthesis.records.episodes import Encounter
from enthesis.records.isolation import clinic_scope
from enthesis.records.people import Clinic, Role
from enthesis.records.plans import DailyEvent, Phone, Plan, PlanAlert
from enthesis.reports.care_words import WITHDRAWN
from enthesis.terms.fault import UnusableInput

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(therapist: Actor, encounter: Encounter) -> Plan:
    return make_plan(therapist, encounter.episode_id, make_document())


@pytest.fixture
def browser(therapist: Actor) -> Client:
    return let_in(therapist)


def event(kind: str = "morning", **content: Any) -> dict[str, Any]:
    now = timezone.now()
    told = {"id": str(uuid.uuid4()), "kind": kind, "day": now.date().isoformat(), "said_at": now.isoformat()}
    return {**told, "content": content or {"marker_pain_0_10": 2}}


def standing(plan: Plan) -> list[tuple[str, dict[str, Any]]]:
    with clinic_scope(plan.clinic_id, writes=False):
        return [(each.kind, dict(each.content)) for each in standing_of(plan)]


def test_it_is_kept_once_without_a_phone_and_who_typed_it_is_audited(therapist: Actor, plan: Plan) -> None:
    told = event()
    assert type_events(therapist, plan.pk, [told]) == 1
    assert type_events(therapist, plan.pk, [told]) == 0
    with clinic_scope(plan.clinic_id, writes=False):
        (kept,) = DailyEvent.objects.all()
        assert (kept.phone_id, kept.content) == (None, {"marker_pain_0_10": 2})
        row = AuditRow.objects.filter(verb="typed what patient told").order_by("id").first()
        assert row is not None and (row.actor_id, row.patient_id) == (therapist.person_id, plan.patient_id)


@pytest.mark.parametrize(
    ("told", "error"),
    [
        (event(marker_pain_0_10=11), UnusableInput),
        (event(mood=3), UnusableInput),
        (event("session", sets=3), UnusableInput),
        (event("goal", index=0, value=4), UnusableInput),
        ({**event(), "day": "2019-01-01"}, UnusableInput),
        ({**event(), "day": "2090-01-01"}, UnusableInput),
    ],
)
def test_the_phones_rules_hold_and_nothing_is_kept_by_halves(
    therapist: Actor, plan: Plan, told: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        type_events(therapist, plan.pk, [event(), told])
    assert standing(plan) == []


def test_a_warning_sign_raises_an_alert(therapist: Actor, plan: Plan) -> None:
    type_events(therapist, plan.pk, [event("warning", what="pop")])
    with clinic_scope(plan.clinic_id, writes=False):
        assert [alert.what for alert in PlanAlert.objects.all()] == ["pop"]


def test_who_may_and_when(therapist: Actor, student: Actor, outsider: Actor, clinic: Clinic, plan: Plan) -> None:
    type_events(student, plan.pk, [event()])
    with pytest.raises(Refused, match="record in an encounter"):
        type_events(make_actor(clinic, Role.FRONT_DESK, "Fran Desk"), plan.pk, [event()])
    with pytest.raises(NotFound):
        type_events(outsider, plan.pk, [event()])
    end_plan(therapist, plan.pk)
    with pytest.raises(NotInThisState, match="ended"):
        type_events(therapist, plan.pk, [event()])


def test_a_second_run_of_a_day_must_be_called_one(therapist: Actor, plan: Plan) -> None:
    type_events(therapist, plan.pk, [event("run", km=5)])
    with pytest.raises(NotInThisState, match="another run"):
        type_events(therapist, plan.pk, [event("run", km=6)])
    type_events(therapist, plan.pk, [event("run", km=6)], another_run=True)
    assert len(standing(plan)) == 2


# --- taking back ---


def test_an_imported_run_is_taken_back_and_may_come_again(therapist: Actor, outsider: Actor, plan: Plan) -> None:
    run = read_run("run", make_gpx(timezone.now().replace(microsecond=0)))
    import_run(therapist, plan.episode_id, run)
    with clinic_scope(plan.clinic_id, writes=False):
        kept = DailyEvent.objects.get()
    for reason, match in (("", "why"), (" ", "why")):
        with pytest.raises(NotInThisState, match=match):
            take_back_event(therapist, plan.pk, kept.pk, reason)
    with pytest.raises(NotFound):
        take_back_event(outsider, plan.pk, kept.pk, "not ours")
    take_back_event(therapist, plan.pk, kept.pk, "somebody else's watch")
    assert standing(plan) == []
    with pytest.raises(NotInThisState, match="counts no more"):
        take_back_event(therapist, plan.pk, kept.pk, "again")
    with clinic_scope(plan.clinic_id, writes=False):
        assert read_history(plan).events == ()
        rows = list(DailyEvent.objects.order_by("received_at", "id"))
        assert [row.kind for row in rows] == ["run", "correction"] and rows[0].content == kept.content, "nothing is rewritten"
        assert (
            AuditRow.objects.get(verb="took back entry", outcome="done", because__startswith="s").because
            == "somebody else's watch"
        )
    assert import_run(therapist, plan.episode_id, run).new
    assert not import_run(therapist, plan.episode_id, run).new
    assert len(standing(plan)) == 1


def test_the_patients_own_word_is_not_taken_back(therapist: Actor, plan: Plan) -> None:
    with clinic_scope(plan.clinic_id):
        phone = Phone(patient_id=plan.patient_id, plan=plan, linked_at=timezone.now(), last_seen_at=timezone.now())
        phone.save()
        told = DailyEvent(
            id=uuid.uuid4(), patient_id=plan.patient_id, plan=plan, phone=phone, kind="run", day=timezone.now().date(),
            said_at=timezone.now(), received_at=timezone.now(), content={"km": 5},
        )  # fmt: skip
        told.save(force_insert=True)
    with pytest.raises(NotInThisState, match="on their phone"):
        take_back_event(therapist, plan.pk, told.pk, "looks wrong")


# --- an exercise done in a visit reaches the rules ---


def test_an_exercise_of_a_visit_is_in_the_history_until_it_is_withdrawn(
    therapist: Actor, encounter: Encounter, plan: Plan
) -> None:
    done = {
        "exercise": EXERCISE,
        "dose": {"sets": 3, "repetitions": 10, "effort_rpe_0_10": 6.0},
        "pain_during_0_10": 2.0,
        "note": "",
    }
    record_entries(therapist, encounter.pk, changes_of(Treatment(exercises=[done]), {}), lambda _e: None)
    with clinic_scope(plan.clinic_id, writes=False):
        (visit,) = read_history(plan).visits
        held = {("exercise_done", "exercise_0"): ExerciseDoneEntry.objects.get().pk}
    assert (visit.exercise, visit.sets, visit.repetitions, visit.rpe_0_10, visit.load_kg) == (EXERCISE, 3, 10, 6.0, None)
    gone = {"exercise": EXERCISE, "dose": {}, "pain_during_0_10": None, "note": WITHDRAWN}
    record_entries(therapist, encounter.pk, changes_of(Treatment(exercises=[gone]), held), lambda _e: None)
    with clinic_scope(plan.clinic_id, writes=False):
        assert read_history(plan).visits == []


# --- pages ---


def test_a_day_is_typed_without_script_and_the_next_one_follows(browser: Client, plan: Plan) -> None:
    address = reverse("tell_day", args=[plan.episode_id])
    html = browser.get(address).content.decode()
    form_id = re.search(r'name="form_id" value="([0-9a-f-]+)"', html)
    assert form_id is not None
    day = re.search(r'name="day" value="([0-9-]+)"', html)
    assert day is not None
    typed = {"form_id": form_id[1], "day": day[1], "m.marker": "2", "m.worst": "3,5", "m.settled": "yes", "r.distance": "5"}
    typed |= {
        "s0.exercise": EXERCISE,
        "s0.name": "Bridge hold",
        "s0.done": "1",
        "s0.share": "1",
        "s0.effort": "6",
        "s0.during": "2",
    }

    answer = browser.post(address, {**typed, "s0.during": "12"})
    html = answer.content.decode()
    assert answer.status_code == 422 and "Bridge hold, pain during: the number does not fit" in html
    assert 'value="3,5"' in html and standing(plan) == []
    answer = browser.post(address, {**typed, "act": "next"})
    assert answer.status_code == 302 and answer["Location"] == address
    assert sorted(standing(plan), key=str) == [
        ("morning", {"marker_pain_0_10": 2, "worst_pain_24_h_0_10": 3.5, "settled_by_24_h": True}),
        ("run", {"km": 5}),
        ("session", {"exercise": EXERCISE, "rpe_0_10": 6, "completed_share": 1, "pain_during_0_10": 2}),
    ]
    browser.post(address, {**typed, "act": "keep"})
    assert len(standing(plan)) == 3, "the same form sent twice is one telling"
    page = browser.get(reverse("episode_progress", args=[plan.episode_id])).content.decode()
    assert "Type a day" in page


def test_taken_back_from_the_pages_of_days_and_runs(browser: Client, therapist: Actor, plan: Plan) -> None:
    type_events(therapist, plan.pk, [event("run", km=5)])
    with clinic_scope(plan.clinic_id, writes=False):
        kept = DailyEvent.objects.get()
    for page in ("tell_day", "episode_runs"):
        assert str(kept.pk) in browser.get(reverse(page, args=[plan.episode_id])).content.decode()
    address = reverse("take_back_event", args=[plan.pk])
    answer = browser.post(address, {"event": str(kept.pk), "reason": "", "from": "runs"})
    assert answer["Location"] == reverse("episode_runs", args=[plan.episode_id]) and len(standing(plan)) == 1
    browser.post(address, {"event": str(kept.pk), "reason": "typed twice", "from": "runs"})
    assert standing(plan) == []
    assert browser.post(address, {"event": "x"}).status_code == 404
