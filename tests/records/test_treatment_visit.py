"""The treatment visit as a browser without script and one with it use it."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from django.urls import reverse
from records.forms import form_of
from records.signing_in import let_in

from enthesis.access.actor import Actor
from enthesis.actions.start_encounter import start_encounter
from enthesis.records.entries import ExerciseDoneEntry, FindingEntry, InterventionEntry, MeasureEntry, TextEntry, current_entries
from enthesis.records.episodes import Encounter, EncounterStatus
from enthesis.records.isolation import clinic_scope
from enthesis.records.plans import Plan


@pytest.fixture
def client(therapist: Actor) -> Client:
    """The therapist's browser."""
    return let_in(therapist)


@pytest.fixture
def visit(therapist: Actor, plan: Plan) -> Encounter:
    """A treatment visit that has begun."""
    return start_encounter(therapist, plan.episode_id, "treatment")


def visit_form(client: Client, visit: Encounter) -> tuple[str, dict[str, str]]:
    address = reverse("treatment_visit", args=[visit.pk])
    return address, form_of(client.get(address).content.decode(), address)


def test_a_visit_is_started_on_its_own_page(client: Client, plan: Plan) -> None:
    answer = client.post(reverse("start_encounter", args=[plan.episode_id]), {"kind": "treatment"})

    assert answer["Location"].endswith("/treatment/")


def test_a_whole_visit_is_recorded_signed_and_told_in_its_note(client: Client, therapist: Actor, visit: Encounter) -> None:
    address, sent = visit_form(client, visit)
    sent |= {"t.better_or_worse": "better", "t.adherence": "most of it", "pain_now": "2", "pain_worst": "4,5"}
    sent |= {"f.bent_knee_stretch": "negative", "f.bent_knee_stretch.note": "only a pull", "t.plan": "Go on as before."}
    sent |= {"i0.intervention": "education_load_advice", "i0.response": "understood", "i0.before": "3", "i0.after": "2"}
    sent |= {"x0.exercise": "ham_iso_heel_dig", "x0.sets": "3", "x0.hold_s": "20", "x0.pain": "2"}

    answer = client.post(address, {**sent, "act": "sign"})

    assert answer.status_code == 302, html.unescape(answer.content.decode())
    with clinic_scope(therapist.clinic_id):
        (done,) = current_entries(InterventionEntry, visit.pk).values()
        (exercise,) = current_entries(ExerciseDoneEntry, visit.pk).values()
        numbers = {m.quantity: m.number for m in current_entries(MeasureEntry, visit.pk).values()}
        assert current_entries(FindingEntry, visit.pk)["bent_knee_stretch"].result == "negative"
        assert Encounter.objects.get(pk=visit.pk).status == EncounterStatus.SIGNED
    assert (done.pain_before_0_10, done.pain_after_0_10, done.response) == (3.0, 2.0, "understood")
    assert (exercise.dose["sets"], exercise.dose["hold_s"], exercise.pain_during_0_10) == (3, 20, 2.0)
    assert numbers == {"pain_now_nrs_0_10": 2.0, "pain_worst_week_nrs_0_10": 4.5}
    note = re.sub("<[^>]+>", "", html.unescape(client.get(answer["Location"]).content.decode()))
    assert "Education and load advice: pain 3/10 before, 2/10 after, understood" in note
    assert "Supine heel dig: " in note
    assert "Since the last visit: better" in note
    assert "Go on as before." in note
    assert "Body chart drawn" not in note
    assert client.post(address, sent).status_code == 409, "a signed visit is locked"


def test_saving_again_writes_nothing_again(client: Client, therapist: Actor, visit: Encounter) -> None:
    address, sent = visit_form(client, visit)
    client.post(address, {**sent, "t.better_or_worse": "same", "t.other": "slept badly", "pain_now": "3"})
    _again, standing = visit_form(client, visit)

    client.post(address, standing)

    with clinic_scope(therapist.clinic_id):
        assert TextEntry.objects.filter(encounter=visit).count() == 1, "'same' is no word of the form"
        assert MeasureEntry.objects.filter(encounter=visit).count() == 1


def test_a_script_is_answered_with_what_it_holds_now(client: Client, therapist: Actor, visit: Encounter) -> None:
    address, sent = visit_form(client, visit)
    first = client.post(address, {**sent, "t.other": "one"}, headers={"accept": "application/json"})
    second = client.post(
        address, {**sent, "held": first.json()["held"], "t.other": "two"}, headers={"accept": "application/json"}
    )

    assert (first.status_code, second.status_code) == (200, 200)
    with clinic_scope(therapist.clinic_id):
        assert current_entries(TextEntry, visit.pk)["interval_other"].text == "two"


def test_two_people_in_one_visit_do_not_overwrite_each_other(
    client: Client, lead: Actor, therapist: Actor, visit: Encounter
) -> None:
    address, mine = visit_form(client, visit)
    let_in(lead).post(address, {**mine, "t.other": "theirs"})

    answer = client.post(address, {**mine, "t.other": "mine"})

    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "theirs" in page
    assert "mine" in page
    again = form_of(answer.content.decode(), address)
    assert client.post(address, again).status_code == 302
    with clinic_scope(therapist.clinic_id):
        assert current_entries(TextEntry, visit.pk)["interval_other"].text == "mine"


def test_a_number_out_of_range_is_said_and_the_rest_is_recorded(client: Client, therapist: Actor, visit: Encounter) -> None:
    address, sent = visit_form(client, visit)
    answer = client.post(address, {**sent, "pain_now": "12", "t.other": "kept"})

    assert answer.status_code == 422
    assert "lies outside 0 to 10" in answer.content.decode()
    with clinic_scope(therapist.clinic_id):
        assert current_entries(TextEntry, visit.pk)["interval_other"].text == "kept"
        assert not current_entries(MeasureEntry, visit.pk)


def test_a_row_taken_out_is_withdrawn_and_never_deleted(client: Client, therapist: Actor, visit: Encounter) -> None:
    address, sent = visit_form(client, visit)
    client.post(address, {**sent, "i0.intervention": "education_load_advice", "i0.dose": "5 min"})
    _same, standing = visit_form(client, visit)

    client.post(address, {name: value for name, value in standing.items() if name != "i0.intervention"})

    with clinic_scope(therapist.clinic_id):
        (entry,) = current_entries(InterventionEntry, visit.pk).values()
        assert InterventionEntry.objects.count() == 2
    assert entry.response.startswith("Withdrawn")
    assert " checked" not in client.get(address).content.decode().split('name="i0.intervention"')[1].split(">")[0]


def test_nine_visits_in_eight_weeks_can_be_recorded(client: Client, therapist: Actor, plan: Plan) -> None:
    for number in range(9):
        visit = start_encounter(therapist, plan.episode_id, "treatment")
        address, sent = visit_form(client, visit)
        sent |= {"t.better_or_worse": "better", "pain_now": str(8 - number), "f.bent_knee_stretch": "negative", "act": "sign"}
        assert client.post(address, sent).status_code == 302
    page = client.get(reverse("episode", args=[plan.episode_id])).content.decode()

    assert page.count("Treatment visit</a>") == 9
    with clinic_scope(therapist.clinic_id):
        assert Encounter.objects.filter(kind="treatment", status=EncounterStatus.SIGNED).count() == 9
