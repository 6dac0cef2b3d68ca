"""A programme for prevention or training with nobody examined: made through the pages, on the phone, stepping up like any other,
and screened for warning signs all the same."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from records.forms import form_of
from records.signing_in import let_in

from enthesis.access.actor import Actor, PhoneActor, Stranger
from enthesis.actions.answer_intake import answer_intake, submit_intake
from enthesis.actions.issue_intake_link import issue_intake_link
from enthesis.actions.issue_phone_link import issue_phone_link
from enthesis.actions.open_episode import open_episode
from enthesis.actions.open_intake import find_session, open_intake
from enthesis.actions.open_phone import find_phone, open_phone
from enthesis.actions.plan_course import PlanHistory, VersionOn, judge_day
from enthesis.actions.read_snapshot import read_snapshot
from enthesis.actions.receive_events import receive_events
from enthesis.actions.rehabilitation import get_rehabilitation
from enthesis.actions.suggest_plan import suggest_for
from enthesis.actions.told_events import StandingEvent
from enthesis.care.plan_document import read_plan_document
from enthesis.knowledge.regions import default_region
from enthesis.records.episodes import Episode
from enthesis.records.isolation import clinic_scope
from enthesis.records.patients import Patient
from enthesis.records.plans import PlanAlert, PlanVersion

NOBODY_EXAMINED = "No assessment stands behind this plan"
PROGRAMMES = [
    programme.id for programme in get_rehabilitation(default_region()).programmes if programme.purpose != "rehabilitation"
]


@pytest.fixture
def episode(therapist: Actor, patient: Patient) -> Episode:
    return open_episode(therapist, patient.id, "wants to stay well for the marathon")


def choose(client: Client, episode: Episode, programme: str) -> tuple[str, dict[str, Any], str]:
    """The plan's form after a programme was chosen in it."""
    address = reverse("change_plan", args=[episode.pk])
    first = client.get(address).content.decode()
    assert NOBODY_EXAMINED in first and "prevention or training can be chosen" in first
    sent = {**form_of(first, address), "programme": programme, "g0.words": "finish the marathon", "act": "suggest"}
    html = client.post(address, sent).content.decode()
    return address, {**form_of(html, address), "act": "save"}, html


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_made_through_the_pages_and_on_the_phone(therapist: Actor, episode: Episode, programme: str) -> None:
    client = let_in(therapist)
    address, sent, html = choose(client, episode, programme)
    assert NOBODY_EXAMINED in html and "Not recorded, and worth asking before loading" in html
    answer = client.post(address, sent)
    assert answer.status_code == 302, answer.content
    page = client.get(reverse("episode_plan", args=[episode.pk])).content.decode()
    assert NOBODY_EXAMINED in page and "finish the marathon" in page

    with clinic_scope(therapist.clinic_id, writes=False):
        version = PlanVersion.objects.get()
        document = read_plan_document(version.document)
    assert document.sources == () and document.exercises and document.marker
    phone = find_phone(open_phone(Stranger(), issue_phone_link(therapist, version.plan_id).code).cookie)
    assert isinstance(phone, PhoneActor)
    held = read_snapshot(phone, lambda _exercise: "")
    assert held is not None and held.snapshot["marker"]["id"] == document.marker
    assert held.snapshot["table"]["table"], "the phone has a table to look up"
    assert {exercise["id"] for exercise in held.snapshot["exercises"]} == {line.id for line in document.exercises}


def test_it_steps_up_after_good_days_and_a_warning_sign_stops_it(therapist: Actor, episode: Episode) -> None:
    client = let_in(therapist)
    address, sent, _html = choose(client, episode, "runner_strength")
    client.post(address, sent)
    with clinic_scope(therapist.clinic_id, writes=False):
        version = PlanVersion.objects.get()
    document = read_plan_document(version.document)
    first, start = document.exercises[0], datetime.date(2026, 11, 2)
    told: list[StandingEvent] = []
    moment = timezone.now()
    effort = first.dose.effort_rpe_0_10
    session = {"exercise": first.id, "completed_share": 1.0, "pain_during_0_10": 0, "rpe_0_10": effort}
    for day in range(12):
        on = start + datetime.timedelta(day)
        contents = [("morning", {"marker_pain_0_10": 0}), *([("session", session)] if day % 2 == 0 else [])]
        told += [
            StandingEvent(version.pk, kind, on, moment, {k: v for k, v in content.items() if v is not None}, False)
            for kind, content in contents
        ]
    history = PlanHistory([VersionOn(start, document, True)], told)
    seen = {judge_day(history, start + datetime.timedelta(day)).decision.rule.id for day in range(1, 12)}
    assert "exercise_ready" in seen, seen

    phone = find_phone(open_phone(Stranger(), issue_phone_link(therapist, version.plan_id).code).cookie)
    now = timezone.now()
    sign = {"id": str(version.pk), "kind": "warning", "day": now.date().isoformat(), "said_at": now.isoformat()}
    assert isinstance(phone, PhoneActor)
    assert receive_events(phone, [{**sign, "content": {"what": "bladder"}}]).accepted
    with clinic_scope(therapist.clinic_id, writes=False):
        assert PlanAlert.objects.get().what == "bladder"


def test_the_patients_own_answers_stop_it_where_nobody_has_examined(therapist: Actor, patient: Patient, episode: Episode) -> None:
    session = find_session(open_intake(Stranger(), issue_intake_link(therapist, patient.id).code).cookie)
    assert session is not None
    answer_intake(session.actor, "nerves", {"saddle": {"choice": "yes"}, "bladder": {"choice": "yes"}})
    submit_intake(session.actor)
    with clinic_scope(therapist.clinic_id, writes=False):
        document = suggest_for(Episode.objects.get(pk=episode.pk), programme="runner_strength").document
    assert document.overlay == "refer" and document.exercises == () and "saddle" in document.refer[0]


def test_a_programme_for_rehabilitation_waits_for_an_evaluation(therapist: Actor, episode: Episode) -> None:
    _address, sent, html = choose(let_in(therapist), episode, "goom_four_stage")
    assert not any(name.endswith(".sets") for name in sent) and NOBODY_EXAMINED in html
