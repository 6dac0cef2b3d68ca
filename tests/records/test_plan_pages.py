"""The plan's pages as a browser without script uses them: made, changed, followed, decided, printed."""

from __future__ import annotations

import datetime
import html
import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from records.forms import form_of
from records.signing_in import let_in

from enthesis.access.actor import Actor, PhoneActor, Stranger
from enthesis.actions.issue_phone_link import issue_phone_link
from enthesis.actions.open_phone import open_phone
from enthesis.actions.receive_events import receive_events
from enthesis.actions.record_entries import Change, record_entries
from enthesis.actions.suggest_plan import suggest_for
from enthesis.records.episodes import Encounter, EncounterStatus, Episode
from enthesis.records.isolation import clinic_scope
from enthesis.records.plans import EventReview, Message, Phone, Plan, PlanAlert, PlanVersion, ProposedStep, StepStatus


@pytest.fixture
def client(therapist: Actor) -> Client:
    """The therapist's browser."""
    return let_in(therapist)


def change_form(client: Client, episode_id: Any, query: str = "") -> tuple[str, dict[str, str]]:
    """Address and fields of the plan's form."""
    address = reverse("change_plan", args=[episode_id])
    answer = client.get(address + query)
    assert answer.status_code == 200, answer.content
    return address, form_of(answer.content.decode(), address)


def versions(actor: Actor) -> list[PlanVersion]:
    with clinic_scope(actor.clinic_id):
        return list(PlanVersion.objects.order_by("number"))


# ---- making and changing ----


def test_a_plan_is_made_as_suggested_with_one_press(client: Client, therapist: Actor, evaluated: Encounter) -> None:
    address, sent = change_form(client, evaluated.episode_id)

    answer = client.post(address, {**sent, "act": "save"})

    assert answer.status_code == 302, answer.content
    (version,) = versions(therapist)
    assert version.suggestion["exercises"] == version.document["exercises"]
    assert version.document["goals"] == [], "a goal that nobody put into words is not kept as the patient's"


def test_each_line_is_changed_or_declined_with_a_reason_and_both_are_kept(
    client: Client, therapist: Actor, evaluated: Encounter
) -> None:
    address, sent = change_form(client, evaluated.episode_id)
    sent |= {"e0.sets": "2", "e0.load_kg": "7,5", "e0.tempo": "3-1-3", "ceiling": "5"}
    sent |= {"e1.keep": "no", "e1.reason": "shoulder hurts in the plank"}
    sent |= {"i0.decision": "accepted", "i1.decision": "declined", "i1.reason": "no time"}
    sent |= {"g0.words": "run 5 km with my daughter", "g0.baseline": "3", "g0.target": "9"}

    assert client.post(address, {**sent, "act": "save"}).status_code == 302

    (version,) = versions(therapist)
    said, decided = version.suggestion, version.document
    dose = decided["exercises"][0]["dose"]
    assert (dose["sets"], dose["load_kg"], dose["tempo_s"]) == (2, 7.5, [3, 1, 3])
    assert [e["id"] for e in decided["exercises"]] == [e["id"] for e in said["exercises"] if e != said["exercises"][1]]
    assert {"id": said["exercises"][1]["id"], "name": said["exercises"][1]["name"], "because": "shoulder hurts in the plank"} in (
        decided["left_out"]
    )
    assert [i["decision"] for i in decided["interventions"][:3]] == ["accepted", "declined", "suggested"]
    assert decided["goals"] == [{"words": "run 5 km with my daughter", "measure": "psfs", "baseline": 3.0, "target": 9.0}]
    assert decided["pain_ceiling_0_10"] == 5
    page = client.get(reverse("episode_plan", args=[evaluated.episode_id])).content.decode()
    assert "Suggested was:" in page
    assert "shoulder hurts in the plank" in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"e0.keep": "no"}, "declined without a reason"),
        ({"i0.decision": "declined"}, "declined without a reason"),
        ({"e0.sets": "many"}, "is not a number"),
        ({"e0.sets": ""}, "are needed"),
        ({"e0.sets": "21"}, "lies outside 1 to 20"),
        ({"e0.repetitions": "", "e0.hold_s": ""}, "neither repetitions nor a hold"),
        ({"e0.tempo": "3-1"}, "three numbers are expected"),
        ({"ceiling": "6"}, "lies outside"),
        ({"g0.words": "run", "g0.baseline": "11"}, "outside 0 to 10"),
        ({"g1.target": "4"}, "no words"),
        ({"phase": "elsewhere"}, "not known"),
        ({"review_in_days": "1.5"}, "not a whole number"),
        ({"act": "add_exercise", "add_exercise": "no such drill"}, "none of the library"),
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_typed_is_lost(
    client: Client, therapist: Actor, evaluated: Encounter, typed: dict[str, str], said: str
) -> None:
    address, sent = change_form(client, evaluated.episode_id)

    answer = client.post(address, {**sent, "act": "save", "clinician_sentence": "typed before", **typed})

    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert said in page
    assert "typed before" in page
    assert form_of(answer.content.decode(), address)["e0.sets"] == typed.get("e0.sets", sent["e0.sets"])
    assert versions(therapist) == []


def test_an_exercise_is_added_from_the_library_at_its_start_dose(client: Client, therapist: Actor, evaluated: Encounter) -> None:
    address, sent = change_form(client, evaluated.episode_id)
    n = sum(1 for name in sent if name.endswith(".sets"))
    page = client.post(address, {**sent, "act": "add_exercise", "add_exercise": "Nordic hamstring exercise", "e0.sets": "4"})
    added = form_of(page.content.decode(), address)

    assert added["e0.sets"] == "4"
    assert f"e{n}.sets" in added, html.unescape(page.content.decode())[:300]
    client.post(address, {**added, "act": "save"})
    assert versions(therapist)[0].document["exercises"][-1]["why"] == "Added by the clinician."


def test_another_phase_is_suggested_for_on_demand_and_goals_stay(client: Client, therapist: Actor, evaluated: Encounter) -> None:
    address, sent = change_form(client, evaluated.episode_id)
    sent |= {"phase": "isotonic_to_90", "g0.words": "ride to work"}

    again = form_of(client.post(address, {**sent, "act": "suggest"}).content.decode(), address)

    assert again["phase"] == "isotonic_to_90"
    assert again["g0.words"] == "ride to work"
    client.post(address, {**again, "act": "save"})
    assert versions(therapist)[0].suggestion["phase"] == "isotonic_to_90"


def test_a_suggestion_cannot_be_forged(client: Client, therapist: Actor, evaluated: Encounter) -> None:
    address, sent = change_form(client, evaluated.episode_id)

    answer = client.post(address, {**sent, "draft": sent["draft"][:-4] + "AAAA", "act": "save"})

    assert answer.status_code == 409
    assert versions(therapist) == []


def test_a_change_needs_a_sentence_and_two_people_do_not_overwrite_each_other(
    client: Client, therapist: Actor, plan: Plan
) -> None:
    address, mine = change_form(client, plan.episode_id)
    _same, theirs = change_form(client, plan.episode_id)

    silent = client.post(address, {**mine, "e0.sets": "1", "act": "save"})
    first = client.post(address, {**mine, "e0.sets": "1", "patient_sentence": "One set for now.", "act": "save"})
    second = client.post(address, {**theirs, "e0.sets": "5", "patient_sentence": "Five sets.", "act": "save"})

    assert (silent.status_code, first.status_code, second.status_code) == (409, 302, 409)
    assert "changed in the meantime" in second.content.decode()
    assert [v.document["exercises"][0]["dose"]["sets"] for v in versions(therapist)][1:] == [1]


def test_without_an_evaluation_nothing_is_suggested_and_a_programme_can_be_chosen(
    client: Client, therapist: Actor, encounter: Encounter
) -> None:
    with clinic_scope(therapist.clinic_id):
        Encounter.objects.filter(pk=encounter.pk).update(status=EncounterStatus.ABANDONED)
    address, sent = change_form(client, encounter.episode_id)

    assert "e0.sets" not in sent
    page = client.get(address).content.decode()
    assert "Nothing is suggested without an evaluation" in page


def test_a_student_reads_and_proposes_and_ends_nothing(student: Actor, plan: Plan) -> None:
    client = let_in(student)

    assert client.get(reverse("episode_plan", args=[plan.episode_id])).status_code == 200
    assert "waits for a therapist" in client.get(reverse("change_plan", args=[plan.episode_id])).content.decode()
    assert b"Confirm" not in client.get(reverse("episode_progress", args=[plan.episode_id])).content


def test_a_calm_moment_opens_no_later_phase(therapist: Actor, evaluated: Encounter) -> None:
    def suggested() -> tuple[str, str]:
        with clinic_scope(therapist.clinic_id, writes=False):
            document = suggest_for(Episode.objects.get(pk=evaluated.episode_id)).document
        return document.phase, document.phase_because

    before = suggested()
    now = {"quantity": "pain_now_nrs_0_10", "number": 0.0}
    record_entries(therapist, evaluated.pk, [Change("measure", "pain_now_nrs_0_10:", now)], lambda _e: None)

    assert suggested() == before


# ---- following ----


def told(plan: Plan, actor: Actor, *events: dict[str, Any]) -> None:
    """What a linked phone says."""
    with clinic_scope(plan.clinic_id):
        phone = Phone.objects.filter(plan=plan).first()
    if phone is None:
        open_phone(Stranger(), issue_phone_link(actor, plan.pk).code, label="Test phone")
        with clinic_scope(plan.clinic_id):
            phone = Phone.objects.get(plan=plan)
    receipt = receive_events(PhoneActor(plan.clinic_id, plan.pk, phone.pk), events)
    assert not receipt.refused


def event(kind: str, **content: Any) -> dict[str, Any]:
    now = timezone.now()
    return {"id": str(uuid.uuid4()), "kind": kind, "day": now.date().isoformat(), "said_at": now.isoformat(), "content": content}


def test_what_is_told_is_shown_and_seen_once(client: Client, therapist: Actor, plan: Plan) -> None:
    told(
        plan,
        therapist,
        event("morning", marker_pain_0_10=2, worst_pain_24_h_0_10=4),
        event("session", exercise="ham_iso_heel_dig", sets=5, load_kg=4, pain_during_0_10=3),
        event("warning", what="numbness"),
    )
    address = reverse("episode_progress", args=[plan.episode_id])
    page = client.get(address).content.decode()

    assert "Supine heel dig: 5, 4 kg, pain 3" in page
    assert "numbness" in page
    assert '<svg class="course"' in page
    seen = form_of(page, reverse("seen_events", args=[plan.pk]))
    told(plan, therapist, event("run", km=3, pain_0_10=1))
    lists = {
        "alert": re.findall(r'name="alert" value="([^"]+)"', page),
        "event": re.findall(r'name="event" value="([^"]+)"', page),
    }
    client.post(reverse("seen_events", args=[plan.pk]), {**seen, **lists})
    with clinic_scope(therapist.clinic_id):
        assert EventReview.objects.count() == 3, "what came after the page was made stays new"
        assert not PlanAlert.objects.filter(seen_at__isnull=True).exists()


def test_missing_answers_are_shown_as_missing(client: Client, therapist: Actor, plan: Plan) -> None:
    told(plan, therapist, event("session", exercise="ham_iso_heel_dig", sets=5))
    page = client.get(reverse("episode_progress", args=[plan.episode_id])).content.decode()

    assert "pain not told" in page
    assert "No morning marker was told." in page


@pytest.fixture
def step(therapist: Actor, plan: Plan) -> ProposedStep:
    """One set more, proposed."""
    (version,) = versions(therapist)
    document = {**version.document, "pain_ceiling_0_10": 4}
    waiting = ProposedStep(
        plan=plan,
        day=datetime.date(2026, 11, 22),
        decision="progress",
        rule="clean",
        patient_sentence="All calm, so a little more.",
        clinician_sentence="Three clean sessions.",
        proposal={"changes": [], "document": document},
        made_at=timezone.now(),
    )
    with clinic_scope(therapist.clinic_id):
        waiting.save()
    return waiting


def status_of(step: ProposedStep, actor: Actor) -> str:
    with clinic_scope(actor.clinic_id):
        return str(ProposedStep.objects.get(pk=step.pk).status)


def test_a_step_is_confirmed_with_one_press(client: Client, therapist: Actor, plan: Plan, step: ProposedStep) -> None:
    home = client.get(reverse("home")).content.decode()
    page = client.get(reverse("episode_progress", args=[plan.episode_id])).content.decode()
    answer = client.post(reverse("decide_step", args=[step.pk]), {"act": "confirm"})

    assert "Steps to decide" in home
    assert "All calm, so a little more." in page
    assert answer.status_code == 302
    assert versions(therapist)[-1].document["pain_ceiling_0_10"] == 4
    assert status_of(step, therapist) == StepStatus.CONFIRMED


def test_a_step_is_declined_only_with_a_reason(client: Client, therapist: Actor, plan: Plan, step: ProposedStep) -> None:
    address = reverse("decide_step", args=[step.pk])
    without = client.post(address, {"act": "decline", "reason": " ", "plan": str(plan.pk)})
    client.post(address, {"act": "decline", "reason": "a race on Sunday", "plan": str(plan.pk)})

    assert without.status_code == 409
    assert "Say why the step is declined." in without.content.decode()
    assert status_of(step, therapist) == StepStatus.DECLINED
    assert "a race on Sunday" in client.get(reverse("episode_progress", args=[plan.episode_id])).content.decode()


def test_a_step_is_adjusted_from_its_own_proposal(client: Client, therapist: Actor, plan: Plan, step: ProposedStep) -> None:
    address, sent = change_form(client, plan.episode_id, "?from=step")

    assert sent["ceiling"] == "4"
    assert client.post(address, {**sent, "ceiling": "5", "act": "save"}).status_code == 302
    assert status_of(step, therapist) == StepStatus.ADJUSTED
    newest = versions(therapist)[-1]
    assert (newest.suggestion["pain_ceiling_0_10"], newest.document["pain_ceiling_0_10"]) == (4, 5)


def test_messages_go_to_the_phone_and_an_empty_one_is_refused(client: Client, therapist: Actor, plan: Plan) -> None:
    address = reverse("write_message", args=[plan.pk])

    assert client.post(address, {"text": " "}).status_code == 409
    assert client.post(address, {"text": "Rest tomorrow."}).status_code == 302
    with clinic_scope(therapist.clinic_id):
        assert [m.text for m in Message.objects.all()] == ["Rest tomorrow."]


def test_a_phone_is_linked_by_a_link_shown_once_and_closed_again(client: Client, therapist: Actor, plan: Plan) -> None:
    page = client.post(reverse("link_phone", args=[plan.pk])).content.decode()
    code = html.unescape(page.split('class="code">')[1].split("<")[0])
    open_phone(Stranger(), code, label="Old phone")

    progress = client.get(reverse("episode_progress", args=[plan.episode_id])).content.decode()
    assert code not in progress
    assert "Old phone" in progress
    with clinic_scope(therapist.clinic_id):
        phone = Phone.objects.get()
    client.post(reverse("revoke_phone", args=[phone.pk]))
    assert "None is linked." in client.get(reverse("episode_progress", args=[plan.episode_id])).content.decode()


def test_the_handout_says_the_dose_and_when_to_get_help(client: Client, plan: Plan) -> None:
    page = client.get(reverse("plan_handout", args=[plan.pk])).content.decode()
    large = client.get(reverse("plan_handout", args=[plan.pk]) + "?size=large&paper=letter").content.decode()

    assert "pain up to 3 of 10 is allowed" in page
    assert "numb between the legs" in page
    assert "paper-letter.css" in large
    assert 'class="large"' in large
    assert "works once" not in page.lower()
    assert "Works once" in client.post(reverse("plan_handout", args=[plan.pk])).content.decode()


def test_the_handout_as_a_pdf(client: Client, plan: Plan) -> None:
    answer = client.get(reverse("handout_pdf", args=[plan.pk]))
    if answer.status_code == 501:
        pytest.skip("no pango here")
    assert answer.content.startswith(b"%PDF")
