"""The pages of needling by plain forms, without a script: every screen opens, every act is kept, and what cannot be is said."""

from __future__ import annotations

import datetime
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from records.needling_visit import NEEDLE, OVER_LUNG, begun_visit, logged_visit, planned, ready_to_needle, session_of
from records.signing_in import let_in

from enthesis.access.actor import Actor
from enthesis.actions.read_needling import read_needling
from enthesis.actions.record_insertions import InsertionRow, record_insertions
from enthesis.actions.start_encounter import start_encounter
from enthesis.knowledge.needling_loading import built_in_needling
from enthesis.records.episodes import Encounter
from enthesis.records.isolation import clinic_scope
from enthesis.records.patients import Patient

ANSWERS = {"bleeding": "no", "bruising": "no", "faintness": "no", "breathing_normal": "yes"}
CLOSE = {**ANSWERS, "strength_and_feeling_normal": "yes", "aftercare_given": "yes", "needles_in": "1"}
FORM = {
    **{"where": "biceps_femoris|right", "landmark": "mid thigh", "needle": "0.30x50", "lot": "L-7", "depth_mm": "25"},
    **{"twitch": "yes", "pain_quality": "familiar", "stimulation": "manual"},
}


@pytest.fixture
def visit(therapist: Actor, encounter: Encounter) -> Encounter:
    """A treatment visit in a clinic with a licence and a consent on file."""
    return start_encounter(therapist, ready_to_needle(therapist, encounter).episode_id, "treatment")


def post(client: Client, visit: Encounter, act: str, **fields: str) -> str:
    """Send one form and follow it; the page afterwards."""
    answer = client.post(reverse("needling", args=[visit.pk]), {"act": act, **fields}, follow=True)
    return answer.content.decode()


def test_from_the_screen_to_the_signature_by_plain_forms(therapist: Actor, visit: Encounter) -> None:
    client = let_in(therapist)
    site = {"new_site": "biceps_femoris", "new_side": "right", "technique": "muscle", "needled_by": str(therapist.person_id)}
    assert "Unknown blocks." in post(client, visit, "plan", **site, in_plan_of_care="yes", referral="no_referral")
    post(client, visit, "screen", **{f"s.{item.id}": "no" for item in built_in_needling().screen})
    for _ in range(5):
        at = read_needling(therapist, visit.pk)
        held = [one.reason for one in at.gate.reasons if one.reason.open]
        if not held:
            break
        post(client, visit, "override", rule_id=held[0].rule_id, reason="weighed", medical_advice="Dr Muster, today")
    assert "Next needle" in post(client, visit, "begin")
    post(client, visit, "insertion", **FORM, point_view="back", point_x="0.4", point_y="0.6")
    assert "mid thigh" in post(client, visit, "repeat")
    page = post(client, visit, "count", **CLOSE, needles_out="0")
    assert "look for 1 needle before the patient leaves" in page
    assert "Sign the needling" not in page
    standing = str(read_needling(therapist, visit.pk).close_id)
    assert "the count balances" in post(client, visit, "count", **CLOSE, needles_out="0", bump="out", replaces=standing)
    signed = post(client, visit, "sign")
    assert "The needling is signed." in signed
    assert "<dt>Felt faint</dt><dd>no</dd>" in signed, "what was seen before the patient left can be read after signing"
    assert session_of(visit).status == "signed"


def test_one_button_says_no_to_the_questions_of_a_group_that_were_asked(therapist: Actor, visit: Encounter) -> None:
    client = let_in(therapist)
    planned(therapist, visit)
    items = built_in_needling().screen
    yes, left = (
        next(item.id for item in items if item.kind == "relative"),
        next(item for item in items if item.kind == "absolute"),
    )
    standing = str(read_needling(therapist, visit.pk).screen_id)
    page = post(client, visit, "screen", **{f"s.{yes}": "yes", f"s.{left.id}": "unknown"}, no_to="relative", replaces=standing)
    said = {line.item.id: (line.item.kind, line.answer) for line in read_needling(therapist, visit.pk).screen}
    assert {answer for kind, answer in said.values() if kind == "absolute"} == {"unknown"}, "of the others nobody said anything"
    assert {item: answer for item, (kind, answer) in said.items() if kind == "relative" and answer != "no"} == {yes: "yes"}
    assert "I asked these: no to all" in page and "Unknown blocks." in page


def test_what_cannot_be_is_said_and_what_was_typed_stays(therapist: Actor, visit: Encounter) -> None:
    client = let_in(therapist)
    planned(therapist, visit)
    assert "Next needle" in post(client, visit, "begin")
    answer = client.post(reverse("needling", args=[visit.pk]), {"act": "insertion", **FORM, "depth_mm": "deep"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "is no number" in text
    assert 'value="mid thigh"' in text
    assert client.post(reverse("needling", args=[visit.pk]), {"act": "fly"}).status_code == 404


def test_every_other_page_opens_and_keeps(therapist: Actor, lead: Actor, visit: Encounter) -> None:
    client = let_in(therapist)
    for name, args in (
        ("needling", [visit.pk]), ("needling_after", [visit.pk]), ("needling_consent", [visit.patient_id]),
        ("clinic_needling", []), ("needling_licence", []), ("profile", []), ("treatment_visit", [visit.pk]),
    ):  # fmt: skip
        assert client.get(reverse(name, args=args)).status_code == 200, name
    planned(therapist, visit, site=NEEDLE["site"])
    post(client, visit, "begin")
    post(client, visit, "insertion", **FORM)
    after = reverse("needling_after", args=[visit.pk])
    told = client.post(after, {"act": "event", "event": "breathlessness", "words": "short of breath"}, follow=True)
    assert "emergency imaging now" in told.content.decode()
    check = read_needling(therapist, visit.pk).checks[0]
    linked = client.post(after, {"act": "link", "check": str(check.id)}).content.decode()
    assert "/after-visit/#" in linked
    call = reverse("needling_call", args=[check.id])
    assert client.get(call).status_code == 200
    assert client.post(call, {"act": "answer", "a.sore": "yes"}, follow=True).status_code == 200
    filed = {"jurisdiction": "us-nc", "expires_on": "2030-01-01", "training_attested": "yes", "training_hours": "abc"}
    assert client.post(reverse("needling_licence"), filed).status_code == 422
    consent = reverse("needling_consent", args=[visit.patient_id])
    taken = client.post(consent, {"act": "withdraw", "said_by": "patient"}, follow=True).content.decode()
    assert "Withdrawn." in taken
    assert let_in(lead).post(reverse("clinic_needling"), {"jurisdiction": "us-nj"}, follow=True).status_code == 200


def test_a_student_hands_it_to_a_therapist_who_co_signs(therapist: Actor, student: Actor, visit: Encounter) -> None:
    of_student = logged_visit(student, visit.episode_id, by=therapist)
    learner, client = let_in(student), let_in(therapist)
    page = learner.get(reverse("needling", args=[of_student.pk])).content.decode()
    assert "Sign and hand to a therapist" in page and "Co-sign" not in page
    assert "The needling is signed." in post(learner, of_student, "sign")
    assert session_of(of_student).status == "awaiting_cosignature"
    assert ">Co-sign<" not in post(learner, of_student, "cosign"), "nobody co-signs their own"
    assert "What should be changed" in client.get(reverse("needling", args=[of_student.pk])).content.decode()
    assert "Handed back." in post(client, of_student, "hand_back", reason="say how deep")
    assert session_of(of_student).status == "begun"
    post(learner, of_student, "sign")
    assert "The needling is co-signed." in post(client, of_student, "cosign")
    assert session_of(of_student).status == "signed"


def test_two_days_after_a_site_over_the_lung_the_patient_is_asked_and_called(
    therapist: Actor, visit: Encounter, monkeypatch: pytest.MonkeyPatch
) -> None:
    needled = logged_visit(therapist, visit.episode_id, site=OVER_LUNG)
    client, patient = let_in(therapist), Client()
    check = read_needling(therapist, needled.pk).checks[1]
    assert check.name == "Two days after, for the lung"
    assert "To call after needling" not in client.get(reverse("home")).content.decode(), "it is not due yet"
    issued = client.post(reverse("needling_after", args=[needled.pk]), {"act": "link", "check": str(check.id)}).content.decode()
    code = re.search(r"/after-visit/#([0-9A-Z-]+)", issued)
    assert code is not None
    later = check.due_at + datetime.timedelta(hours=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    waiting = let_in(therapist).get(reverse("home")).content.decode()
    assert "To call after needling" in waiting and "no complete answer" in waiting
    questions = patient.post(reverse("needling_check_open"), {"code": code[1]}, follow=True).content.decode()
    assert questions.count("<fieldset") == 3 and "dry cough" in questions and "sore" not in questions
    answers = {"a.breath": "no", "a.chest": "yes"}
    told = patient.post(reverse("needling_check_questions"), answers, follow=True).content.decode()
    assert "What to do now" in told and "Call the emergency number now" in told and "Answer the other questions" in told
    client = let_in(therapist)
    assert "emergency imaging now" in client.get(reverse("home")).content.decode()
    call = client.get(reverse("needling_call", args=[check.id])).content.decode()
    assert "I have looked at it" in call
    client.post(reverse("needling_call", args=[check.id]), {"act": "seen"})
    assert "emergency imaging now" not in client.get(reverse("home")).content.decode()


CONTROL = re.compile(r"<(?:input|select|textarea)\b[^>]*>")
HELPED_BY = {
    "needling": {
        "s": "needling.screen", "reason": "needling.reason", "medical_advice": "needling.medical_advice", "because": "needling.because",
        "new_site_name": "needling.new_site", "(site|new_site|new_side|technique|needled_by|in_plan_of_care|referral)": r"needling.\1",
        "(gauge|length)_mm": "needling.needle", "lot_expires_on": "needling.lot", "stopped_because": "needling.stopped_because",
        "(where|landmark|needle|lot|depth_mm|passes|dwell_s|twitch|pain_quality|stimulation|note)": r"needling.\1",
        "(needles_in|needles_out|aftercare_given)": r"needling.\1", "pain_(before|after)__": "needling.pain_now",
        "(bleeding|bruising|faintness|breathing_normal|strength_and_feeling_normal)": "needling.response",
    },
    "needling_after": {r"(\w+?)(_time)?": r"harm.\1"},
    "needling_consent": {r"(\w+)": r"consent.\1"},
    "needling_licence": {r"(\w+)": r"licence.\1"},
    "clinic_needling": {"jurisdiction": "needling.jurisdiction", "jurisdiction_name": "licence.jurisdiction_name"},
}  # fmt: skip
"""For each page its fields by their names, and the text that must stand behind a '?' there."""


def not_helped(client: Client, page: str, *of: object) -> list[str]:
    """Fields of a page without a text."""
    text = client.get(reverse(page, args=of)).content.decode()
    tags = [tag for tag in CONTROL.findall(text) if 'type="hidden"' not in tag and " disabled" not in tag]
    names = {re.sub(r"\d+", "", found[1].split(".")[0]) for tag in tags if (found := re.search(r'\bname="([^"]+)"', tag))}
    found: list[str] = []
    for name in names - {"q", "theme"}:
        keys = [re.sub(f"^{like}$", key, name) for like, key in HELPED_BY[page].items() if re.fullmatch(like, name)]
        if not any(f'data-help="{key}"' in text for key in keys):
            found.append(f"{page}: {name}")
    return sorted(found)


def test_every_field_has_a_help_text(therapist: Actor, lead: Actor, visit: Encounter) -> None:
    client = let_in(therapist)
    with clinic_scope(therapist.clinic_id):
        Patient.objects.filter(pk=visit.patient_id).update(birth_date=None)
    asked = [("needling_licence",), ("needling_consent", visit.patient_id)]
    planned(therapist, visit)
    item = next(item for item in built_in_needling().screen if item.weight == "medical_advice")
    post(client, visit, "screen", **{f"s.{item.id}": "yes"}, replaces=str(read_needling(therapist, visit.pk).screen_id))
    asked.append(("needling", visit.pk))
    assert [name for page, *of in asked for name in not_helped(client, page, *of)] == []
    with clinic_scope(therapist.clinic_id):
        Patient.objects.filter(pk=visit.patient_id).update(birth_date=datetime.date(1980, 2, 29))
    begun = begun_visit(therapist, visit.episode_id, site=OVER_LUNG)
    record_insertions(therapist, begun.pk, [InsertionRow({**NEEDLE, "site": OVER_LUNG})])
    assert [name for page in ("needling", "needling_after") for name in not_helped(client, page, begun.pk)] == []
    assert not_helped(let_in(lead), "clinic_needling") == []
