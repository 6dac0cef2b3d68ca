"""The pages of needling by plain forms, without a script: every screen opens, every act is kept, and what cannot be is said."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from records.needling_visit import NEEDLE, planned, ready_to_needle, session_of
from records.signing_in import let_in

from enthesis.access.actor import Actor
from enthesis.actions.read_needling import read_needling
from enthesis.actions.start_encounter import start_encounter
from enthesis.knowledge.needling_loading import built_in_needling
from enthesis.records.episodes import Encounter

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
    assert "The needling is signed." in post(client, visit, "sign")
    assert session_of(visit).status == "signed"


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
