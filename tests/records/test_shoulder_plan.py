"""A plan of the second region through the clinic's pages and the phone: its own signs and questions, and none of the first region's."""

from __future__ import annotations

import html
import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from records.forms import form_of
from records.plan_document import DOSE, make_document
from records.signing_in import let_in

from enthesis.access.actor import Actor, PhoneActor, Stranger
from enthesis.actions.issue_phone_link import issue_phone_link
from enthesis.actions.make_plan import make_plan
from enthesis.actions.open_episode import open_episode
from enthesis.actions.open_phone import find_phone, open_phone
from enthesis.actions.plan_course import judge_day
from enthesis.actions.plan_history import read_history
from enthesis.actions.plan_record import gather_plan, local_day
from enthesis.actions.read_snapshot import read_snapshot
from enthesis.actions.receive_events import receive_events
from enthesis.records.isolation import clinic_scope
from enthesis.records.patients import Patient
from enthesis.records.people import Clinic
from enthesis.records.plans import Plan, PlanAlert

pytestmark = pytest.mark.django_db
SHOULDER, DRILL = "neck_shoulder", "cuf_band_er"
OF_THE_HIP = re.compile(r"between the legs|\ba leg\b|sit bone|hold or pass urine|run(ning)?\b|sitting", re.IGNORECASE)


@pytest.fixture
def plan(therapist: Actor, patient: Patient) -> Plan:
    dose = {**DOSE, "sets": 2, "repetitions": 15, "load_kg": None, "hip_flexion_deg": None}
    line = {"id": DRILL, "name": "Band turn-out at the side", "side": "right", "dose": dose, "why": "", "citation": ""}
    goals = [{"words": "reach the top shelf", "measure": "psfs", "baseline": 3, "target": 8}]
    document = make_document(phase="cuff_by_side", marker=DRILL, exercises=[{**line, "basis": "judgement"}], goals=goals)
    return make_plan(therapist, open_episode(therapist, patient.pk, "sore shoulder", "right", SHOULDER).pk, document)


@pytest.fixture
def phone(therapist: Actor, plan: Plan) -> PhoneActor:
    found = find_phone(open_phone(Stranger(), issue_phone_link(therapist, plan.pk).code).cookie)
    assert found is not None
    return found


@pytest.fixture
def client(therapist: Actor) -> Client:
    return let_in(therapist)


def warning(what: str) -> dict[str, Any]:
    now = timezone.now()
    told = {"id": str(uuid.uuid4()), "kind": "warning", "day": now.date().isoformat(), "said_at": now.isoformat()}
    return {**told, "content": {"what": what}}


def text_of(client: Client, name: str, *where: Any) -> str:
    answer = client.get(reverse(name, args=where))
    assert answer.status_code == 200
    page = re.sub(r"(?s)<(script|style|nav|template).*?</\1>", " ", answer.content.decode())
    return html.unescape(re.sub(r"<[^>]+>", " ", page))


@pytest.mark.parametrize("name", ["episode_plan", "change_plan", "episode_progress", "tell_day"])
def test_a_page_asks_nothing_of_the_other_region(client: Client, plan: Plan, name: str) -> None:
    assert OF_THE_HIP.findall(text_of(client, name, plan.episode_id)) == []


def test_the_handout_says_when_a_shoulder_needs_help(client: Client, plan: Plan) -> None:
    said = text_of(client, "plan_handout", plan.pk)
    assert "a sudden headache worse than any before" in said and "an arm or hand is getting weak" in said
    assert OF_THE_HIP.findall(said) == []


def test_the_phone_is_given_this_regions_table_and_questions(phone: PhoneActor) -> None:
    held = read_snapshot(phone, lambda _: "")
    assert held is not None
    snapshot = held.snapshot
    assert (snapshot["region"], snapshot["asks"], snapshot["run"]) == (SHOULDER, [], None)
    assert snapshot["table"]["signs"][:3] == ["none", "worst_headache", "face_or_speech"]
    assert OF_THE_HIP.findall(" ".join(outcome["sentence"] for outcome in snapshot["table"]["outcomes"])) == []


# sign | rule | the clinic reads
SIGNS = [
    ("slip", "same_day_sign", "the shoulder popped, tore or slipped out"),
    ("worst_headache", "emergency_sign", "sudden or worst headache"),
    ("numbness", "same_day_sign", "numbness"),
]


@pytest.mark.parametrize(("what", "rule", "name"), SIGNS, ids=["its own", "an emergency", "one of the other region"])
def test_a_sign_told_on_the_phone_raises_an_alert_and_stops_the_plan(
    phone: PhoneActor, plan: Plan, what: str, rule: str, name: str
) -> None:
    assert receive_events(phone, [warning(what)]).accepted
    with clinic_scope(plan.clinic_id, writes=False):
        assert PlanAlert.objects.get().sentence.endswith(f": {name}.")
        today = local_day(timezone.now(), Clinic.objects.get(pk=plan.clinic_id).time_zone)
        decision = judge_day(read_history(plan), today).decision
    assert (decision.rule.id, decision.today) == (rule, "stop")


def test_a_day_typed_at_the_clinic_offers_this_regions_signs(client: Client, plan: Plan) -> None:
    address = reverse("tell_day", args=[plan.episode_id])
    page = client.get(address).content.decode()
    offered = re.search(r'(?s)<select[^>]*name="w.what".*?</select>', page)
    assert offered and re.findall(r'value="(\w+)"', offered[0])[-1] == "night_pain" and 'value="slip"' in offered[0]
    assert 'value="numbness"' not in offered[0]
    form_id = re.search(r'name="form_id" value="([^"]+)"', page)
    assert form_id
    typed = {"form_id": form_id[1], "day": timezone.now().date().isoformat(), "m.marker": "2", "w.what": "slip", "act": "keep"}
    assert client.post(address, typed).status_code == 302
    with clinic_scope(plan.clinic_id, writes=False):
        assert PlanAlert.objects.get().what == "slip"
    again = client.post(address, {**typed, "form_id": str(uuid.uuid4()), "w.what": "sneeze"})
    assert again.status_code == 422 and "sneeze" in again.content.decode()


def test_the_plan_is_changed_without_fields_of_running(client: Client, plan: Plan) -> None:
    address = reverse("change_plan", args=[plan.episode_id])
    sent = form_of(client.get(address).content.decode(), address)
    assert "run_level" not in sent and "run_goal" not in sent
    changed = {**sent, "e0.sets": "1", "patient_sentence": "One set less for a week.", "act": "save"}
    answer = client.post(address, changed)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    with clinic_scope(plan.clinic_id, writes=False):
        document = gather_plan(Plan.objects.get(pk=plan.pk)).current.document
    assert (document["exercises"][0]["dose"]["sets"], document["run_level"]) == (1, "")
