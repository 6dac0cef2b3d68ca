"""What a phone tells: once, in any order, answered one by one, and never for another plan."""

from __future__ import annotations

import datetime
import itertools
import uuid
from typing import Any

import pytest
from django.utils import timezone
from records.plan_document import EXERCISE, make_document

from enthesis.access.actor import Actor, PhoneActor, Stranger
from enthesis.access.refused import NotFound
from enthesis.actions.discharge_facts import judge_discharge
from enthesis.actions.issue_phone_link import issue_phone_link
from enthesis.actions.make_plan import make_plan
from enthesis.actions.open_phone import find_phone, open_phone
from enthesis.actions.plan_record import gather_plan
from enthesis.actions.receive_events import MOST_EVENTS, receive_events
from enthesis.actions.review_events import review_events
from enthesis.records.episodes import Encounter
from enthesis.records.isolation import clinic_scope
from enthesis.records.plans import DailyEvent, Plan, PlanAlert

Event = dict[str, Any]


@pytest.fixture
def plan(therapist: Actor, encounter: Encounter) -> Plan:
    return make_plan(therapist, encounter.episode_id, make_document())


@pytest.fixture
def phone(therapist: Actor, plan: Plan) -> PhoneActor:
    found = find_phone(open_phone(Stranger(), issue_phone_link(therapist, plan.id).code).cookie)
    assert found is not None
    return found


def day(ahead: int = 0) -> str:
    return (timezone.now().date() + datetime.timedelta(days=ahead)).isoformat()


def told(kind: str = "morning", ahead: int = 0, minute: int = 0, **content: Any) -> Event:
    said_at = timezone.now() + datetime.timedelta(minutes=minute)
    return {"id": str(uuid.uuid4()), "kind": kind, "day": day(ahead), "said_at": said_at.isoformat(), "content": content}


def correcting(event: Event, minute: int = 1, **content: Any) -> Event:
    return told("correction", minute=minute, of=event["id"], content=content)


def standing(plan: Plan) -> list[tuple[str, dict[str, Any]]]:
    with clinic_scope(plan.clinic_id):
        return [(event.kind, dict(event.content)) for event in gather_plan(plan).events]


def test_an_event_is_kept_once_however_often_it_is_sent(phone: PhoneActor, plan: Plan) -> None:
    event = told(marker_pain_0_10=3)
    first = receive_events(phone, [event, event])
    again = receive_events(phone, [event])

    assert first.accepted == again.accepted == (event["id"],) and not first.refused
    assert standing(plan) == [("morning", {"marker_pain_0_10": 3})]


def test_the_phone_s_pain_stands_beside_the_criterion_of_discharge(therapist: Actor, phone: PhoneActor, plan: Plan) -> None:
    receive_events(phone, [told(worst_pain_24_h_0_10=2), told(worst_pain_24_h_0_10=5, minute=1)])
    with clinic_scope(plan.clinic_id):
        found = {one.criterion.measure: one for one in judge_discharge(plan.episode)}

    assert (found["nprs_worst"].verdict, found["nprs_worst"].value) == ("not_assessed", None)
    assert found["nprs_worst"].beside.startswith("On the phone in the last 7 days: 5 of 10, told on 1.")


def test_the_same_id_for_something_else_is_refused(phone: PhoneActor, plan: Plan) -> None:
    event = told(marker_pain_0_10=3)
    receive_events(phone, [event])
    receipt = receive_events(phone, [{**event, "content": {"marker_pain_0_10": 0}}])

    assert [refused.id for refused in receipt.refused] == [event["id"]]
    assert standing(plan) == [("morning", {"marker_pain_0_10": 3})]


def test_one_bad_event_keeps_no_other_out(phone: PhoneActor, plan: Plan) -> None:
    good = told("sitting", minutes=20)
    receipt = receive_events(phone, [told(marker_pain_0_10=11), "x", {}, None, good, told("session", sets=3)])

    assert receipt.accepted == (good["id"],)
    assert len(receipt.refused) == 5


@pytest.mark.parametrize(
    ("kind", "content", "what"),
    [
        ("morning", {"marker_pain_0_10": -1}, "number from 0 to 10"),
        ("morning", {"marker_pain_0_10": "3"}, "not a number"),
        ("morning", {"marker_pain_0_10": True}, "not a number"),
        ("morning", {"marker_pain_0_10": float("nan")}, "number from 0 to 10"),
        ("morning", {"marker_pain_0_10": 10**400}, "number from 0 to 10"),
        ("morning", {"settled_by_24_h": "yes"}, "neither yes nor no"),
        ("morning", {"pain": 3}, "no such field"),
        ("session", {"sets": 3}, "missing"),
        ("session", {"exercise": "../x"}, "choose it from the list"),
        ("session", {"exercise": EXERCISE, "sets": 2.5}, "whole number"),
        ("session", {"exercise": EXERCISE, "completed_share": 1.2}, "number from 0 to 1"),
        ("run", {"pace": "warp"}, "use one of walk"),
        ("run", {"pace": ["easy"]}, "use one of walk"),
        ("sitting", {}, "missing"),
        ("warning", {"what": "cough"}, "use one of numbness"),
        ("goal", {"index": 0}, "missing"),
        ("dream", {}, "no kind of entry"),
        ("correction", {"of": "1", "content": {}}, "not an id"),
        ("correction", {"of": str(uuid.uuid4()), "content": {"x\u0000": 1}}, "no such field"),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(phone: PhoneActor, kind: str, content: dict[str, Any], what: str) -> None:
    receipt = receive_events(phone, [told(kind, **content)])

    assert receipt.accepted == ()
    assert what in receipt.refused[0].what


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"id": "7"}, "not an id"),
        ({"id": "{" + str(uuid.uuid4()) + "}"}, "not an id"),
        ({"day": "yesterday"}, "not a day"),
        ({"day": None}, "not a day"),
        ({"said_at": "noon"}, "not a moment"),
        ({"content": []}, "empty"),
    ],
)
def test_what_is_no_event_is_refused_in_a_sentence(phone: PhoneActor, change: dict[str, Any], what: str) -> None:
    receipt = receive_events(phone, [{**told(), **change}])
    assert what in receipt.refused[0].what


@pytest.mark.parametrize(("ahead", "kept"), [(-1, False), (0, True), (2, True), (3, False), (400, False)])
def test_days_before_the_plan_and_in_the_far_future_are_refused(phone: PhoneActor, ahead: int, kept: bool) -> None:
    assert bool(receive_events(phone, [told(ahead=ahead)]).accepted) == kept


def test_missing_is_kept_as_missing(phone: PhoneActor, plan: Plan) -> None:
    receive_events(phone, [told(marker_pain_0_10=None, settled_by_24_h=None, sitting_min=0)])
    assert standing(plan) == [("morning", {"sitting_min": 0})]


def test_a_correction_stands_in_place_of_what_was_told(phone: PhoneActor, plan: Plan) -> None:
    event = told(marker_pain_0_10=3)
    receive_events(phone, [event, correcting(event, marker_pain_0_10=6)])

    assert standing(plan) == [("morning", {"marker_pain_0_10": 6})]
    with clinic_scope(plan.clinic_id):
        assert DailyEvent.objects.count() == 2


def test_any_order_and_any_batches_end_in_the_same(therapist: Actor, phone: PhoneActor, plan: Plan) -> None:
    """Every order of an event, its two corrections, a correction of a correction, and one that is taken back."""
    ends = []
    for order in itertools.permutations(range(5)):
        event, warning = told(marker_pain_0_10=3), told("warning", what="pop")
        first, second = correcting(event, 1, marker_pain_0_10=6), correcting(event, 3, marker_pain_0_10=1)
        events = [
            event,
            warning,
            first,
            {**second, "content": {**second["content"], "of": first["id"]}},
            correcting(warning, what=None),
        ]
        before = standing(plan)
        for index in order:
            assert receive_events(phone, [events[index]]).accepted
        ends.append([each for each in standing(plan) if each not in before] or standing(plan)[-1:])
    assert all(end == [("morning", {"marker_pain_0_10": 1})] for end in ends)


def test_a_correction_that_does_not_fit_is_refused_or_changes_nothing(phone: PhoneActor, plan: Plan) -> None:
    event, late = told("sitting", minutes=20), told("sitting", minutes=30)
    receive_events(phone, [event])
    assert receive_events(phone, [correcting(event, km=5)]).refused
    assert receive_events(phone, [correcting(late, km=5)]).accepted
    receive_events(phone, [late])
    assert standing(plan) == [("sitting", {"minutes": 20}), ("sitting", {"minutes": 30})]


def test_corrections_in_a_circle_stand_for_nothing(phone: PhoneActor, plan: Plan) -> None:
    first = told("correction", of=str(uuid.uuid4()), content={"minutes": 1})
    second = correcting(first, minutes=2)
    first["content"]["of"] = second["id"]
    receive_events(phone, [first, second])
    assert standing(plan) == []


def test_what_the_clinician_saw_is_not_corrected_any_more(therapist: Actor, phone: PhoneActor, plan: Plan) -> None:
    event, other = told(marker_pain_0_10=3), told(marker_pain_0_10=4)
    receive_events(phone, [event, other])
    assert review_events(therapist, plan.id, [uuid.UUID(event["id"])]) == 1
    assert review_events(therapist, plan.id, [uuid.UUID(event["id"])]) == 0

    receipt = receive_events(phone, [correcting(event, marker_pain_0_10=0), correcting(other, marker_pain_0_10=0)])

    assert len(receipt.accepted) == 1 and "looked at" in receipt.refused[0].what
    assert [content["marker_pain_0_10"] for _, content in standing(plan)] == [3, 0]


def test_more_than_fits_is_left_for_the_next_request(phone: PhoneActor, plan: Plan) -> None:
    events = [told("sitting", minutes=minute) for minute in range(MOST_EVENTS + 3)]
    first = receive_events(phone, events)
    rest = receive_events(phone, [event for event in events if event["id"] not in first.accepted])

    assert (len(first.accepted), len(first.refused), len(rest.accepted)) == (MOST_EVENTS, 0, 3)


def test_a_warning_is_an_alert_at_once_and_once(phone: PhoneActor, plan: Plan) -> None:
    receive_events(phone, [told("warning", what="bladder")])
    receive_events(phone, [told("warning", what="bladder"), told("warning", what="pop")])

    with clinic_scope(plan.clinic_id):
        assert sorted(PlanAlert.objects.values_list("what", flat=True)) == ["bladder", "pop"]


def test_ids_of_another_clinic_are_refused_and_not_read(phone: PhoneActor, plan: Plan, outsider: Actor) -> None:
    from enthesis.actions.open_episode import open_episode
    from enthesis.actions.register_patient import PatientDetails, register_patient

    theirs = make_plan(
        outsider, open_episode(outsider, register_patient(outsider, PatientDetails("O", "P")).id, "x").id, make_document()
    )
    their_phone = find_phone(open_phone(Stranger(), issue_phone_link(outsider, theirs.id).code).cookie)
    assert their_phone is not None
    event = told(marker_pain_0_10=3)
    receive_events(their_phone, [event])

    receipt = receive_events(phone, [event])

    assert receipt.refused and standing(plan) == [] and standing(theirs) == [("morning", {"marker_pain_0_10": 3})]
    with pytest.raises(NotFound):
        receive_events(PhoneActor(phone.clinic_id, theirs.id, phone.phone_id), [told()])


def test_clinic_patient_and_plan_of_the_request_are_not_believed(phone: PhoneActor, plan: Plan, other_clinic: Any) -> None:
    event = {
        **told(marker_pain_0_10=3),
        "clinic": str(other_clinic.id),
        "plan": str(uuid.uuid4()),
        "patient_id": str(uuid.uuid4()),
    }
    receive_events(phone, [event])
    with clinic_scope(plan.clinic_id):
        kept = DailyEvent.objects.get()
    assert (kept.clinic_id, kept.plan_id, kept.patient_id) == (plan.clinic_id, plan.id, plan.patient_id)
