"""The atlas as a browser without script reads it: structures, places, and the drawing of an encounter beside them."""

from __future__ import annotations

import html
import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from records.conftest import make_actor
from records.signing_in import let_in
from records.test_drawings import chart, post

from enthesis.access.actor import Actor
from enthesis.actions.assessor import get_knowledge
from enthesis.actions.open_episode import open_episode
from enthesis.actions.record_entry import record_entry
from enthesis.actions.start_encounter import start_encounter
from enthesis.bodymap.atlas import load_atlas
from enthesis.knowledge.regions import region_ids
from enthesis.records.episodes import Encounter
from enthesis.records.patients import Patient
from enthesis.records.people import Clinic, Role


@pytest.fixture
def client(therapist: Actor) -> Client:
    """The therapist's browser."""
    return let_in(therapist)


def read(client: Client, name: str, *args: Any, **query: str) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def test_every_structure_is_a_plain_link_and_opens(client: Client) -> None:
    page = read(client, "atlas")
    links = re.findall(r'class="zone-link" href="([^"]+)"', page)

    assert len(links) == len(load_atlas().zones)
    assert "No zone" not in page and "Tap a place" in page
    for link in links[::12]:
        assert client.get(link).status_code == 200


def test_a_structure_shows_its_zone_sources_and_what_is_contested(client: Client) -> None:
    page = read(client, "atlas", zone="upper_trapezius_1", side="left")

    assert "zone-essential" in page and "zone-spill" in page
    assert "Travell JG, Simons DG. The Trigger Point Manual" in page and "the figure’s legend was read" in page
    assert "Contested. Sceptics hold" in page and "No map moves a probability." in page
    assert 'href="/atlas/?zone=upper_trapezius_1&side=right"' in page
    assert re.search(r'side=left" aria-current="true">Left', page)


def test_left_is_the_mirror_of_right(client: Client) -> None:
    boxes = {
        side: re.findall(
            r'viewBox="(\d+) (\d+) (\d+) (\d+)" role="img"', read(client, "atlas", zone="semimembranosus", side=side)
        )
        for side in ("left", "right")
    }

    assert len(boxes["left"]) == len(boxes["right"]) == 1
    (left, top, width, height), (other, *rest) = boxes["left"][0], boxes["right"][0]
    assert [top, width, height] == rest and abs(480 - int(left) - int(width) - int(other)) <= 1


@pytest.mark.parametrize(
    ("region", "side", "said", "first"),
    [
        ("sit_bone", "right", "What refers to: right sit bone", "S3 dermatome"),
        ("tailbone", "left", "What refers to: tailbone", "Gluteus maximus, lowest inner fibres"),
        ("temple", "left", "What refers to: left temple", "Upper trapezius, front edge"),
        ("head", "right", "What refers to: right head", ""),
    ],
)
def test_a_place_gives_the_structures_that_refer_there(client: Client, region: str, side: str, said: str, first: str) -> None:
    page = read(client, "atlas", region=region, on=side)

    assert said in page and "That is no order of likelihood" in page
    hits = re.search(r'<ol class="hit-list">.*?zone-link"[^>]*>([^<]+)<', page)
    assert hits and (not first or hits[1] == first)


@pytest.mark.parametrize("query", [{"zone": "nothing"}, {"region": "wing"}, {"zone": "<script>"}])
def test_what_does_not_exist_is_not_found(client: Client, query: dict[str, str]) -> None:
    assert client.get(reverse("atlas"), query).status_code == 404


def test_odd_sides_are_read_as_the_right(client: Client) -> None:
    assert "Semimembranosus, right" in read(client, "atlas", zone="semimembranosus", side="up")
    assert "both sides" in read(client, "atlas", zone="lumbar_disc")
    assert client.post(reverse("atlas")).status_code == 405


def test_beside_a_drawing_the_most_alike_comes_first_with_what_to_examine(
    client: Client, therapist: Actor, encounter: Encounter
) -> None:
    post(client, encounter, chart("gluteal_fold", "posterior_thigh_proximal_medial", "posterior_thigh_middle_medial"))
    record_entry(
        therapist,
        encounter.pk,
        "finding",
        "ischial_tenderness",
        {"finding": "ischial_tenderness", "result": "positive", "side": "right", "note": ""},
    )
    page = read(client, "encounter_atlas", encounter.pk)

    values = [float(v) for v in re.findall(r'class="num">([\d.]+)<', page)]
    assert values == sorted(values, reverse=True) and len(values) == 10 and values[0] > 0.5
    assert "Drawing and Semi" in page and "Not a probability." in page and "%</" not in page.split("Map similarity")[1]
    assert "Bent-knee stretch" in page and re.search(r"Ischial tuberosity tenderness</b> <span[^>]*>recorded", page)
    assert read(client, "encounter_atlas", encounter.pk, all="1").count('class="num"') > 10
    assert "Posterior femoral cutaneous nerve, right" in read(
        client, "encounter_atlas", encounter.pk, zone="posterior_femoral_cutaneous", side="right"
    )
    assert reverse("encounter_atlas", args=[encounter.pk]) in read(client, "encounter_drawing", encounter.pk)


def test_without_a_drawing_it_says_so(client: Client, encounter: Encounter) -> None:
    page = read(client, "encounter_atlas", encounter.pk)

    assert "Draw where it hurts first" in page and "Map similarity" not in page


def test_the_drawing_is_closed_to_those_who_may_not_read_the_record(
    client: Client, encounter: Encounter, outsider: Actor, clinic: Clinic
) -> None:
    assert let_in(outsider).get(reverse("encounter_atlas", args=[encounter.pk])).status_code == 404
    front_desk = let_in(make_actor(clinic, Role.FRONT_DESK, "Fritz Front"))
    assert front_desk.get(reverse("encounter_atlas", args=[encounter.pk])).status_code == 403
    assert front_desk.get(reverse("atlas")).status_code == 200
    assert client.get(reverse("encounter_atlas", args=[uuid.uuid4()])).status_code == 404
    assert client.get(reverse("encounter_atlas", args=[encounter.pk]), {"zone": "nothing"}).status_code == 404
    assert Client().get(reverse("atlas")).status_code == 302


@pytest.mark.parametrize("region", region_ids())
def test_what_to_examine_comes_from_the_pack_of_the_episodes_region(
    client: Client, therapist: Actor, patient: Patient, region: str
) -> None:
    atlas, pack = load_atlas(), get_knowledge(region).pack
    episode = open_episode(therapist, patient.pk, "sore", "right", region)
    visit = start_encounter(therapist, episode.pk)
    post(client, visit, chart("shoulder_outer", "gluteal_fold"))
    told = next(zone.id for zone in atlas.zones if atlas.next_findings(zone.id, pack.id))
    untold = next(zone.id for zone in atlas.zones if not atlas.next_findings(zone.id, pack.id))

    page = read(client, "encounter_atlas", visit.pk, zone=told, side="right")
    names = [pack.finding_by_id[finding].name for finding in atlas.next_findings(told, pack.id)]
    assert names and all(name.lower() in page.lower() for name in names)
    assert "has nothing to examine for this structure" in read(client, "encounter_atlas", visit.pk, zone=untold, side="right")
