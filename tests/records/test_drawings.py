"""Pain drawings in the record: drawn, corrected, confirmed as findings, compared, and closed to everybody else."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from records.conftest import leave_out_neuro_screen, make_actor

from enthesis.access.actor import Actor
from enthesis.actions.hand_back_encounter import hand_back_encounter
from enthesis.actions.record_entry import record_entry
from enthesis.actions.sign_encounter import sign_encounter
from enthesis.actions.start_encounter import start_encounter
from enthesis.records.audit import AuditRow, Outcome
from enthesis.records.entries import DrawingEntry, FindingEntry
from enthesis.records.episodes import Encounter, EncounterStatus
from enthesis.records.isolation import clinic_scope
from enthesis.records.people import Clinic, Person, Role

JSON = {"HTTP_ACCEPT": "application/json"}


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=actor.person_id), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def chart(*regions: str, intensity: int | None = 6, build: str = "neutral", sensation: str = "ache") -> dict[str, Any]:
    """A drawing of tapped regions on the right."""
    places = [{"region": region, "side": "right"} for region in regions]
    area = {"sensation": sensation, "intensity_nrs_0_10": intensity, "depth": "deep", "strokes": [], "regions": places}
    return {"version": 1, "build": build, "areas": [area] if regions else []}


def post(client: Client, encounter: Encounter, drawing: dict[str, Any], replaces: str = "", **more: str) -> Any:
    form = {"drawing": json.dumps(drawing) if drawing["areas"] else "", "replaces": replaces, **more}
    return client.post(reverse("encounter_drawing", args=[encounter.pk]), form, **JSON)


def drawings(actor: Actor, encounter: Encounter) -> list[DrawingEntry]:
    with clinic_scope(actor.clinic_id, writes=False):
        return list(DrawingEntry.objects.filter(encounter=encounter).order_by("recorded_at"))


def findings(actor: Actor, encounter: Encounter) -> dict[str, tuple[str, str]]:
    with clinic_scope(actor.clinic_id, writes=False):
        standing = FindingEntry.objects.filter(encounter=encounter, replaced_by__isnull=True)
        return {entry.finding: (entry.result, entry.side) for entry in standing}


def n_audit(actor: Actor, **where: Any) -> int:
    with clinic_scope(actor.clinic_id, writes=False):
        return AuditRow.objects.filter(**where).count()


@pytest.fixture
def client(therapist: Actor) -> Client:
    """A browser of the therapist's."""
    return signed_in(therapist)


def test_a_drawing_is_recorded_corrected_and_both_stay(client: Client, therapist: Actor, encounter: Encounter) -> None:
    first = post(client, encounter, chart("sit_bone")).json()
    assert first["said"] == ["Deep ache, 6/10, right sit bone."]
    second = post(client, encounter, chart("sit_bone", "gluteal_fold"), first["id"])
    assert second.status_code == 200
    kept = drawings(therapist, encounter)
    assert [entry.key for entry in kept] == ["pain", "pain"]
    assert [len(entry.drawing["areas"][0]["regions"]) for entry in kept] == [1, 2]
    assert kept[1].replaces_id == kept[0].pk and kept[1].drawing == chart("sit_bone", "gluteal_fold")  # pyright: ignore
    shown = client.get(reverse("encounter_drawing", args=[encounter.pk])).content.decode()
    assert str(kept[1].pk) in shown and "buttock crease" in shown
    assert n_audit(therapist, verb="recorded entries", patient_id=encounter.patient_id) == 2  # pyright: ignore
    assert n_audit(therapist, verb="read encounter", patient_id=encounter.patient_id) == 1  # pyright: ignore


def test_the_same_entry_sent_twice_is_recorded_once(client: Client, therapist: Actor, encounter: Encounter) -> None:
    entry = str(uuid.uuid4())
    answers = [post(client, encounter, chart("sit_bone"), entry_id=entry) for _ in range(2)]
    assert [a.status_code for a in answers] == [200, 200]
    assert [str(e.pk) for e in drawings(therapist, encounter)] == [entry]


def test_who_draws_second_is_told_and_nothing_is_lost(
    client: Client, therapist: Actor, lead: Actor, encounter: Encounter
) -> None:
    post(signed_in(lead), encounter, chart("sit_bone"))
    late = post(client, encounter, chart("low_back"))
    assert late.status_code == 409 and late.json()["conflict"]
    assert (late.json()["who"], late.json()["said"]) == ("Lea Lead", ["Deep ache, 6/10, right sit bone."])
    assert len(drawings(therapist, encounter)) == 1
    plain = client.post(
        reverse("encounter_drawing", args=[encounter.pk]), {"drawing": json.dumps(chart("low_back")), "replaces": ""}
    )
    page = plain.content.decode()
    assert plain.status_code == 409 and "Lea Lead drew something else" in page
    assert "low_back" in page, "what was drawn stays in the form"
    assert post(client, encounter, chart("low_back"), late.json()["id"]).status_code == 200
    assert [e.drawing["areas"][0]["regions"][0]["region"] for e in drawings(therapist, encounter)] == ["sit_bone", "low_back"]


def test_without_script_the_ticked_list_is_recorded(client: Client, therapist: Actor, encounter: Encounter) -> None:
    form = {
        "drawing": "", "drawing_by_list": "1", "drawing_region": ["right.sit_bone", "left.low_back"], "drawing_sensation": "burning",
        "drawing_intensity": "4", "drawing_depth": "surface", "build": "female", "replaces": "",
    }  # fmt: skip
    answer = client.post(reverse("encounter_drawing", args=[encounter.pk]), form)
    assert answer.status_code == 302
    drawn = drawings(therapist, encounter)[0].drawing
    assert drawn["build"] == "female"
    assert [(a["sensation"], a["intensity_nrs_0_10"], a["depth"]) for a in drawn["areas"]] == [("burning", 4, "surface")]
    shown = client.get(reverse("encounter_drawing", args=[encounter.pk])).content.decode()
    assert 'value="right.sit_bone" checked' in shown and 'value="female" data-figure' in shown


def test_another_figure_keeps_tapped_areas_and_never_moves_strokes(
    client: Client, therapist: Actor, encounter: Encounter
) -> None:
    first = post(client, encounter, chart("sit_bone"), build="broader").json()["id"]
    assert drawings(therapist, encounter)[-1].drawing["build"] == "broader"
    stroke = {"view": "back", "radius": 80, "filled": False, "points": [2900, 4900, 2950, 5000]}
    by_hand = chart("sit_bone", build="broader")
    by_hand["areas"][0]["strokes"] = [stroke]
    assert post(client, encounter, by_hand, first, build="female").status_code == 200
    assert drawings(therapist, encounter)[-1].drawing == by_hand


@pytest.mark.parametrize(
    "form",
    [
        {"drawing": "{"},
        {"drawing": '{"version": 1}'},
        {"drawing": "", "build": "giant"},
        {"drawing": json.dumps(chart("sit_bone")), "replaces": "x"},
        {"drawing": json.dumps(chart("sit_bone")), "entry_id": "1"},
        {"drawing": json.dumps(chart("sit_bone", intensity=11))},
        {"drawing": "", "drawing_by_list": "1", "drawing_region": "right.nowhere"},
        {"confirm": "ischial_pain"},
        {"confirm": "\ud7ff"},
    ],
)
def test_what_cannot_be_used_is_said_in_a_sentence(
    client: Client, therapist: Actor, encounter: Encounter, form: dict[str, str]
) -> None:
    address = reverse("encounter_drawing", args=[encounter.pk])
    answer = client.post(address, form, **JSON)
    assert answer.status_code == 422 and answer.json()["what"].endswith(".")
    assert client.post(address, form).status_code == 422
    assert drawings(therapist, encounter) == [] and findings(therapist, encounter) == {}


def test_a_suggested_finding_is_recorded_with_one_tap(client: Client, therapist: Actor, encounter: Encounter) -> None:
    said = post(client, encounter, chart("sit_bone", "posterior_thigh_upper")).json()
    assert findings(therapist, encounter) == {}, "nothing is recorded by itself"
    assert 'value="ischial_pain"' in said["proposals"] and 'value="posterior_thigh_pain"' in said["proposals"]
    assert "low_back_pain" not in said["proposals"]
    address = reverse("encounter_drawing", args=[encounter.pk])
    done = client.post(address, {"confirm": "ischial_pain", "replaces.ischial_pain": ""})
    assert done.status_code == 302
    assert findings(therapist, encounter) == {"ischial_pain": ("positive", "right")}
    refused = client.post(address, {"confirm": "low_back_pain"}, **JSON)
    assert refused.status_code == 422 and "low_back_pain" not in findings(therapist, encounter)


def test_a_finding_recorded_otherwise_changes_only_for_those_who_saw_it(
    client: Client, therapist: Actor, encounter: Encounter
) -> None:
    post(client, encounter, chart("sit_bone"))
    entry = record_entry(therapist, encounter.pk, "finding", "ischial_pain", {"finding": "ischial_pain", "result": "negative"})
    address = reverse("encounter_drawing", args=[encounter.pk])
    blind = client.post(address, {"confirm": "ischial_pain"}, **JSON)
    assert blind.status_code == 409 and findings(therapist, encounter)["ischial_pain"] == ("negative", "")
    assert "recorded as negative" in client.get(address).content.decode()
    seen = client.post(address, {"confirm": "ischial_pain", "replaces.ischial_pain": str(entry.pk)}, **JSON)
    assert seen.status_code == 200 and findings(therapist, encounter)["ischial_pain"] == ("positive", "right")


def test_a_locked_encounter_shows_its_drawing_and_takes_none(client: Client, therapist: Actor, encounter: Encounter) -> None:
    first = post(client, encounter, chart("sit_bone")).json()["id"]
    leave_out_neuro_screen(therapist, encounter)
    record_entry(therapist, encounter.pk, "diagnosis", "own", {"agrees": "open", "sources": []})
    sign_encounter(therapist, encounter.pk)
    with clinic_scope(therapist.clinic_id, writes=False):
        assert Encounter.objects.get(pk=encounter.pk).status == EncounterStatus.SIGNED
    shown = client.get(reverse("encounter_drawing", args=[encounter.pk])).content.decode()
    assert "<svg" in shown and 'id="chart-form"' not in shown and "enthesis-body-chart" not in shown
    assert 'name="confirm"' not in shown
    assert post(client, encounter, chart("low_back"), first).status_code == 409
    assert client.post(reverse("encounter_drawing", args=[encounter.pk]), {"confirm": "ischial_pain"}).status_code == 409
    assert len(drawings(therapist, encounter)) == 1 and findings(therapist, encounter) == {}


@pytest.fixture
def two_visits(client: Client, therapist: Actor, encounter: Encounter) -> tuple[Encounter, Encounter]:
    """An evaluation and a later visit, each with a drawing."""
    post(client, encounter, chart("sit_bone", "low_back", intensity=7))
    later = start_encounter(therapist, encounter.episode_id, "treatment")  # pyright: ignore
    post(client, later, chart("sit_bone", "calf", intensity=3))
    return encounter, later


def test_drawings_of_an_episode_are_compared(client: Client, two_visits: tuple[Encounter, Encounter]) -> None:
    episode = two_visits[0].episode_id  # pyright: ignore
    page = client.get(reverse("episode_drawings", args=[episode])).content.decode()
    assert "Ache: 7 of 10 before, 3 of 10 now" in page
    assert "New: right upper calf" in page and "Gone: lower back" in page
    assert page.count('id="both-') >= 1 and "Overlap (Dice)" in page
    linked = client.get(reverse("episode", args=[episode])).content.decode()
    assert reverse("episode_drawings", args=[episode]) in linked
    for encounter in two_visits:
        assert reverse("encounter_drawing", args=[encounter.pk]) in linked


def test_one_drawing_is_not_compared(client: Client, encounter: Encounter) -> None:
    episode = encounter.episode_id  # pyright: ignore
    address = reverse("episode_drawings", args=[episode])
    assert "No drawing in this episode yet" in client.get(address).content.decode()
    post(client, encounter, chart("sit_bone"))
    assert "A second one is needed" in client.get(address).content.decode()
    assert address not in client.get(reverse("episode", args=[episode])).content.decode()


def test_drawings_on_different_figures_are_compared_by_regions(
    client: Client, therapist: Actor, two_visits: tuple[Encounter, Encounter]
) -> None:
    episode = two_visits[0].episode_id  # pyright: ignore
    third = start_encounter(therapist, episode, "treatment")
    post(client, third, chart("sit_bone", build="broader"))
    page = client.get(reverse("episode_drawings", args=[episode]), {"earlier": str(two_visits[1].pk)}).content.decode()
    assert "region by region" in page and 'id="both-' not in page
    assert f'value="{two_visits[1].pk}" checked' in page


def test_another_clinic_sees_and_changes_nothing(
    outsider: Actor, therapist: Actor, two_visits: tuple[Encounter, Encounter]
) -> None:
    encounter = two_visits[0]
    stranger = signed_in(outsider)
    before = [entry.pk for entry in drawings(therapist, encounter)]
    address = reverse("encounter_drawing", args=[encounter.pk])
    answers = [
        stranger.get(address),
        stranger.get(reverse("episode_drawings", args=[encounter.episode_id])),  # pyright: ignore
        post(stranger, encounter, chart("low_back"), str(before[0])),
        stranger.post(address, {"confirm": "ischial_pain"}),
    ]
    assert [a.status_code for a in answers] == [404] * 4
    assert not any(word in a.content for a in answers for word in (b"Muster", b"sit bone"))
    assert n_audit(outsider, outcome=Outcome.REFUSED) == 4
    assert [entry.pk for entry in drawings(therapist, encounter)] == before and findings(therapist, encounter) == {}


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.RESEARCHER])
def test_who_sees_no_clinical_content_sees_no_drawing(
    role: Role, clinic: Clinic, therapist: Actor, two_visits: tuple[Encounter, Encounter]
) -> None:
    actor = make_actor(clinic, role, "Nora Nonclinical")
    browser, encounter = signed_in(actor), two_visits[0]
    for address in (
        reverse("encounter_drawing", args=[encounter.pk]),
        reverse("episode_drawings", args=[encounter.episode_id]),  # pyright: ignore
    ):
        answer = browser.get(address)
        assert answer.status_code == 403 and b"sit bone" not in answer.content
    assert post(browser, encounter, chart("low_back")).status_code == 403
    assert n_audit(therapist, outcome=Outcome.REFUSED, actor_id=actor.person_id) == 3


def test_an_assistant_draws_and_a_stranger_signs_in_first(clinic: Clinic, therapist: Actor, encounter: Encounter) -> None:
    assistant = make_actor(clinic, Role.ASSISTANT, "Asa Helper")
    assert post(signed_in(assistant), encounter, chart("sit_bone")).status_code == 200
    assert drawings(therapist, encounter)[0].recorded_by_id == assistant.person_id  # pyright: ignore
    answer = Client().get(reverse("encounter_drawing", args=[encounter.pk]))
    assert answer.status_code == 302 and "/account/login/" in answer["Location"]


def test_a_handed_back_encounter_can_be_drawn_in_again(
    student: Actor, lead: Actor, therapist: Actor, encounter: Encounter
) -> None:
    first = post(signed_in(student), encounter, chart("sit_bone")).json()["id"]
    leave_out_neuro_screen(therapist, encounter)
    record_entry(therapist, encounter.pk, "diagnosis", "own", {"agrees": "open", "sources": []})
    sign_encounter(student, encounter.pk)
    assert post(signed_in(student), encounter, chart("low_back"), first).status_code == 409
    hand_back_encounter(lead, encounter.pk, "draw the thigh too")
    assert post(signed_in(student), encounter, chart("low_back"), first).status_code == 200
