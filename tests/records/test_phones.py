"""The way of a phone to its plan: one use, hashed, revocable; and what it is given."""

from __future__ import annotations

import datetime
import json
import uuid
from typing import Any

import pytest
from django.utils import timezone
from records.plan_document import EXERCISE, make_document

from enthesis.access.actor import Actor, PhoneActor, Stranger
from enthesis.access.refused import NotFound, NotInThisState, Refused
from enthesis.actions.change_plan import change_plan, end_plan
from enthesis.actions.issue_intake_link import issue_intake_link
from enthesis.actions.issue_phone_link import MOST_PHONES, issue_phone_link, revoke_phone
from enthesis.actions.leave_phone import leave_phone
from enthesis.actions.make_plan import make_plan
from enthesis.actions.open_intake import find_session, open_intake
from enthesis.actions.open_phone import find_phone, has_ended, open_phone
from enthesis.actions.plan_record import gather_plan
from enthesis.actions.read_snapshot import read_snapshot
from enthesis.actions.receive_events import receive_events
from enthesis.actions.review_events import review_events
from enthesis.actions.send_message import receive_messages, write_to_patient
from enthesis.actions.tick import tick
from enthesis.knowledge.regions import default_region
from enthesis.records.audit import AuditRow
from enthesis.records.episodes import Encounter
from enthesis.records.isolation import clinic_scope
from enthesis.records.patients import Patient
from enthesis.records.plans import Message, Phone, PhoneCookie, PhoneLink, Plan

NOBODY = Stranger()


@pytest.fixture
def plan(therapist: Actor, encounter: Encounter) -> Plan:
    return make_plan(therapist, encounter.episode_id, make_document(run_level=""), patient_sentence="We begin gently.")


def linked(therapist: Actor, plan: Plan) -> tuple[str, PhoneActor]:
    cookie = open_phone(NOBODY, issue_phone_link(therapist, plan.id).code, label="iPhone").cookie
    actor = find_phone(cookie)
    assert actor is not None
    return cookie, actor


def given(actor: PhoneActor) -> dict[str, Any]:
    read = read_snapshot(actor, lambda exercise: f"/figures/{exercise}.svg")
    assert read is not None
    return json.loads(json.dumps(read.snapshot))


def test_a_link_works_once_and_its_own_phone_goes_on(therapist: Actor, plan: Plan) -> None:
    code = issue_phone_link(therapist, plan.id).code
    cookie = open_phone(NOBODY, code).cookie

    assert open_phone(NOBODY, code.lower().replace("-", ""), cookie).cookie == ""
    with pytest.raises(NotInThisState, match="another device"):
        open_phone(NOBODY, code)


def test_a_new_link_ends_the_unused_one_and_no_phone(therapist: Actor, plan: Plan) -> None:
    cookie, _ = linked(therapist, plan)
    unused = issue_phone_link(therapist, plan.id).code
    second, _ = linked(therapist, plan)

    assert find_phone(cookie) and find_phone(second)
    with pytest.raises(NotInThisState, match="replaced"):
        open_phone(NOBODY, unused)


def test_a_link_runs_out(therapist: Actor, plan: Plan) -> None:
    code = issue_phone_link(therapist, plan.id).code
    PhoneLink.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    with pytest.raises(NotInThisState, match="too old"):
        open_phone(NOBODY, code)
    done = tick(timezone.now())
    assert done is not None and done["expired phone links"] == 1


def test_no_code_opens_what_another_kind_of_code_opens(therapist: Actor, patient: Patient, plan: Plan) -> None:
    with pytest.raises(NotFound):
        open_phone(NOBODY, issue_intake_link(therapist, patient.id).code)
    with pytest.raises(NotFound):
        open_intake(NOBODY, issue_phone_link(therapist, plan.id).code)
    cookie, _ = linked(therapist, plan)
    assert find_session(cookie) is None and find_phone("x") is None and find_phone("") is None
    assert AuditRow.objects.filter(verb="linked phone", outcome="refused").count() == 1


def test_neither_code_nor_cookie_is_kept(therapist: Actor, plan: Plan) -> None:
    issued = issue_phone_link(therapist, plan.id)
    cookie = open_phone(NOBODY, issued.code).cookie
    kept = f"{list(PhoneLink.objects.values())}{list(PhoneCookie.objects.values())}"
    assert issued.code not in kept and issued.code.replace("-", "") not in kept and cookie not in kept
    assert issued.code not in repr(issued)


def test_a_revoked_phone_opens_nothing_and_knows_it(therapist: Actor, plan: Plan) -> None:
    cookie, actor = linked(therapist, plan)
    other, _ = linked(therapist, plan)
    assert not has_ended(cookie)
    revoke_phone(therapist, actor.phone_id)

    assert find_phone(cookie) is None and has_ended(cookie)
    assert find_phone(other) is not None and not has_ended(other) and not has_ended("x")


def test_a_phone_signs_itself_out_and_no_other(therapist: Actor, plan: Plan) -> None:
    cookie, actor = linked(therapist, plan)
    other, _ = linked(therapist, plan)
    leave_phone(actor)
    assert find_phone(cookie) is None and find_phone(other) is not None


def test_so_many_phones_and_no_more(therapist: Actor, plan: Plan) -> None:
    for _ in range(MOST_PHONES):
        linked(therapist, plan)
    with pytest.raises(NotInThisState, match="linked to this plan already"):
        issue_phone_link(therapist, plan.id)


def test_another_clinic_issues_and_revokes_nothing(therapist: Actor, outsider: Actor, plan: Plan) -> None:
    _, actor = linked(therapist, plan)
    for attempt in (lambda: issue_phone_link(outsider, plan.id), lambda: revoke_phone(outsider, actor.phone_id)):
        with pytest.raises(NotFound):
            attempt()
    for forged in (
        PhoneActor(outsider.clinic_id, plan.id, actor.phone_id),
        PhoneActor(actor.clinic_id, uuid.uuid4(), actor.phone_id),
        PhoneActor(actor.clinic_id, plan.id, uuid.uuid4()),
    ):
        with pytest.raises(NotFound):
            given(forged)


def test_front_desk_links_no_phone(clinic: Any, plan: Plan) -> None:
    from records.conftest import make_actor

    from enthesis.records.people import Role

    with pytest.raises(Refused, match="may not link"):
        issue_phone_link(make_actor(clinic, Role.FRONT_DESK, "Dana Desk"), plan.id)


def test_the_phone_is_given_the_plan_and_of_the_person_the_first_name_alone(therapist: Actor, plan: Plan) -> None:
    _, actor = linked(therapist, plan)
    snapshot = given(actor)

    (exercise,) = snapshot["exercises"]
    assert (exercise["id"], exercise["figure"], exercise["dose"]["sets"]) == (EXERCISE, f"/figures/{EXERCISE}.svg", 3)
    assert snapshot["days"] == {EXERCISE: [1, 3, 5]}
    assert snapshot["why"] == [{"day": timezone.now().date().isoformat(), "words": "We begin gently."}]
    assert (snapshot["first_name"], snapshot["plan_number"], snapshot["run"], snapshot["units"]) == ("Alex", 1, None, "km")
    written = json.dumps(snapshot)
    assert "Muster" not in written and str(plan.patient_id) not in written and str(plan.clinic_id) not in written


def test_what_was_told_comes_back_as_lines(therapist: Actor, plan: Plan) -> None:
    _, actor = linked(therapist, plan)
    today = timezone.now().date().isoformat()
    told = [
        *(("morning", {"marker_pain_0_10": 2}), ("morning", {"marker_pain_0_10": 4, "sitting_min": 30})),
        *(("run", {"km": 2.5}), ("run", {"km": 1}), ("goal", {"index": 0, "value": 6})),
    ]
    events = [
        {"id": str(uuid.uuid4()), "kind": kind, "day": today, "said_at": timezone.now().isoformat(), "content": content}
        for kind, content in told
    ]
    assert len(receive_events(actor, events).accepted) == 5
    snapshot = given(actor)

    assert snapshot["series"] == {
        "marker_pain_0_10": [[today, 4.0]],
        "worst_pain_24_h_0_10": [],
        "sitting_min": [[today, 30.0]],
        "run_km": [[today, 3.5]],
    }
    assert snapshot["goals"][0]["series"] == [[today, 6.0]] and snapshot["last_entry_day"] == today
    assert snapshot["reviewed_until"] == ""
    review_events(therapist, plan.id, [uuid.UUID(events[0]["id"])])
    assert given(actor)["reviewed_until"][:10] == today


def test_a_run_allows_a_tenth_more_than_the_longest(therapist: Actor, plan: Plan) -> None:
    _, actor = linked(therapist, plan)
    from enthesis.actions.rehabilitation import get_rehabilitation

    level = get_rehabilitation(default_region()).run_levels[-1]
    change_plan(therapist, plan.id, 1, make_document(run_level=level.id), "You may run.")
    assert given(actor)["run"]["cap_km"] is None
    event = {
        "id": str(uuid.uuid4()),
        "kind": "run",
        "day": timezone.now().date().isoformat(),
        "said_at": timezone.now().isoformat(),
    }
    receive_events(actor, [{**event, "content": {"km": 5}}])
    snapshot = given(actor)
    assert (snapshot["run"]["level"], snapshot["run"]["cap_km"], snapshot["days"]["run"]) == (level.id, 5.5, [2, 4, 6])


def test_an_ended_plan_is_not_shown_and_still_takes_what_waited(therapist: Actor, plan: Plan) -> None:
    _, actor = linked(therapist, plan)
    end_plan(therapist, plan.id)
    with pytest.raises(NotInThisState, match="has ended"):
        given(actor)
    event = {
        "id": str(uuid.uuid4()),
        "kind": "morning",
        "said_at": timezone.now().isoformat(),
        "content": {"marker_pain_0_10": 2},
    }
    today = timezone.now().date()
    assert receive_events(actor, [{**event, "day": today.isoformat()}]).accepted
    later = {**event, "id": str(uuid.uuid4()), "day": (today + datetime.timedelta(days=1)).isoformat()}
    assert receive_events(actor, [later]).refused
    with pytest.raises(NotInThisState):
        issue_phone_link(therapist, plan.id)


def test_messages_go_both_ways_once(therapist: Actor, plan: Plan) -> None:
    _, actor = linked(therapist, plan)
    write_to_patient(therapist, plan.id, " How was the run? ")
    message = {"id": str(uuid.uuid4()), "text": "Fine, \u0000thanks", "sent_at": "whenever"}
    assert receive_messages(actor, [message, message]).accepted == (message["id"],)
    assert len(receive_messages(actor, [message, {**message, "text": "else"}, "x", {**message, "id": "1"}]).refused) == 3

    shown = given(actor)["messages"]
    assert [(each["from"], each["author"], each["text"]) for each in shown] == [
        ("clinic", "Thea Berg", "How was the run?"),
        ("patient", "", "Fine, thanks"),
    ]
    with clinic_scope(plan.clinic_id):
        assert Message.objects.get(author__isnull=False).read_at is not None
        assert Message.objects.get(author__isnull=True).read_at is None


def test_every_look_and_every_deed_is_audited(therapist: Actor, plan: Plan) -> None:
    _, actor = linked(therapist, plan)
    given(actor)
    receive_events(actor, [])
    leave_phone(actor)
    with clinic_scope(plan.clinic_id):
        rows = AuditRow.objects.filter(actor_name="patient (phone)").order_by("id")
        assert [row.verb for row in rows] == ["linked phone", "read plan on phone", "received events", "signed phone out"]
        assert {row.patient_id for row in rows} == {plan.patient_id}


def test_a_phone_is_noted_as_seen_once_an_hour(therapist: Actor, plan: Plan) -> None:
    _, actor = linked(therapist, plan)
    long_ago = timezone.now() - datetime.timedelta(hours=3)
    with clinic_scope(plan.clinic_id):
        Phone.objects.update(last_seen_at=long_ago)
    given(actor)
    with clinic_scope(plan.clinic_id):
        assert gather_plan(plan).phones[0].last_seen_at > long_ago
