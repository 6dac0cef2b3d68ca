"""Two regions on offer, the second a pack from the template: each record speaks with its own region's pack, and none is mixed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from records.signing_in import let_in

from enthesis.access.actor import Actor, Stranger
from enthesis.access.refused import NotInThisState
from enthesis.actions.answer_intake import answer_intake, submit_intake
from enthesis.actions.confirm_intake import Confirmed, WhereTo, confirm_intake
from enthesis.actions.export_case import export_case
from enthesis.actions.issue_intake_link import issue_intake_link
from enthesis.actions.open_episode import open_episode
from enthesis.actions.open_intake import find_session, open_intake
from enthesis.actions.rehabilitation import exercise_groups, exercises_on_offer
from enthesis.actions.start_encounter import start_encounter
from enthesis.actions.warning_signs import advice_on_phone, told_sign_ids
from enthesis.cli.main import main
from enthesis.knowledge import loading, regions
from enthesis.records.entries import FindingEntry, current_entries
from enthesis.records.episodes import Encounter, Episode
from enthesis.records.isolation import clinic_scope
from enthesis.records.patients import Patient

TOY = "toy_wrist"
FIRST = regions.default_region()


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packs that come with Enthesis beside a new one, and a list that offers the first of them and the new one."""
    folder = tmp_path_factory.mktemp("packs")
    for shipped in loading.BUILT_IN_PACKS.iterdir():
        if shipped.name != regions.FILE:
            (folder / shipped.name).symlink_to(shipped)
    assert main(["pack", "new", TOY, "--folder", str(folder)]) == 0
    (folder / regions.FILE).write_text(f"regions: [{FIRST}, {TOY}]\n")
    return folder


@pytest.fixture(autouse=True)
def on_offer(packs: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No line of code beside: the list of regions is read anew."""
    monkeypatch.setattr(regions, "BUILT_IN_PACKS", packs)
    monkeypatch.setattr(loading, "BUILT_IN_PACKS", packs)
    kept = (regions.region_ids, told_sign_ids, advice_on_phone, exercises_on_offer, exercise_groups)
    for found in kept:
        found.cache_clear()
    yield
    for found in kept:
        found.cache_clear()


@pytest.fixture
def client(therapist: Actor) -> Client:
    return let_in(therapist)


@pytest.fixture
def wrist(therapist: Actor, patient: Patient) -> Encounter:
    """An open evaluation in an episode of the second region."""
    return start_encounter(therapist, open_episode(therapist, patient.id, "wrist hurts", "left", TOY).pk)


def findings_of(actor: Actor, encounter: Encounter) -> dict[str, str]:
    with clinic_scope(actor.clinic_id, writes=False):
        return {key: entry.result for key, entry in current_entries(FindingEntry, encounter.pk).items()}


def send(client: Client, encounter: Encounter, finding: str) -> int:
    change = {"kind": "finding", "key": finding, "content": {"finding": finding, "result": "positive"}}
    sent = json.dumps({"changes": [change], "view": None})
    return client.post(reverse("api:record_entries", args=[encounter.pk]), sent, "application/json").status_code


def test_the_region_is_chosen_when_an_episode_is_opened(client: Client, patient: Patient, therapist: Actor) -> None:
    address = reverse("open_episode", args=[patient.id])
    page = client.get(address).content.decode()
    assert f'<option value="{FIRST}"' in page and f'<option value="{TOY}"' in page
    assert client.post(address, {"complaint": "wrist", "region": "nowhere"}).status_code == 200
    client.post(address, {"complaint": "wrist", "region": TOY})
    with clinic_scope(therapist.clinic_id, writes=False):
        assert [episode.region for episode in Episode.objects.filter(patient=patient)] == [TOY]


def test_the_room_knows_its_regions_findings_alone(
    client: Client, therapist: Actor, encounter: Encounter, wrist: Encounter
) -> None:
    assert (send(client, wrist, "resisted_test"), send(client, wrist, "slump_test")) == (200, 422)
    assert (send(client, encounter, "slump_test"), send(client, encounter, "resisted_test")) == (200, 422)
    assert findings_of(therapist, wrist) == {"resisted_test": "positive"}
    room = client.get(reverse("room", args=[wrist.pk])).content.decode()
    assert "tendon overload" in room.lower() and "proximal hamstring" not in room.lower()
    assert f'name="region" value="{TOY}"' in room


def test_a_red_flag_of_the_second_region_waits_on_the_first_page(client: Client, wrist: Encounter) -> None:
    for finding in ("fever", "hot_swollen_joint"):
        assert send(client, wrist, finding) == 200
    home = client.get(reverse("home")).content.decode()
    assert "Possible joint infection" in home
    assert "Possible joint infection" in client.get(reverse("review_encounter", args=[wrist.pk])).content.decode()


def test_a_case_file_goes_out_and_in_under_its_region(
    client: Client, therapist: Actor, encounter: Encounter, wrist: Encounter
) -> None:
    assert send(client, wrist, "resisted_test") == 200
    text = export_case(therapist, wrist.pk)
    assert f"region: {TOY}" in text and "resisted_test" in text
    upload = SimpleUploadedFile("wrist.yaml", text.encode())
    refused = client.post(reverse("import_into_encounter", args=[encounter.pk]), {"case_file": upload})
    assert "is not that of the episode" in refused.content.decode()
    assert findings_of(therapist, encounter) == {}


def test_the_questions_are_those_of_the_region_and_go_to_an_episode_of_it(
    client: Client, therapist: Actor, patient: Patient, encounter: Encounter
) -> None:
    page = client.get(reverse("issue_intake", args=[patient.id])).content.decode()
    assert f'<option value="{FIRST}" selected' in page and f'<option value="{TOY}"' in page
    session = find_session(open_intake(Stranger(), issue_intake_link(therapist, patient.id, region=TOY).code, "").cookie)
    assert session is not None and session.region == TOY
    answer_intake(session.actor, "reason", {"use": {"choice": "yes"}})
    submit_intake(session.actor)
    took = Confirmed({"pain_with_loading": "positive"})
    intake_id = session.actor.intake_id
    review = client.get(reverse("review_intake", args=[intake_id])).content.decode()
    assert str(encounter.pk) not in review, "an encounter of another region is no place for these answers"
    with pytest.raises(NotInThisState, match="another region"):
        confirm_intake(therapist, intake_id, WhereTo(encounter_id=encounter.pk), took)
    made = confirm_intake(therapist, intake_id, WhereTo(), took)
    assert findings_of(therapist, made) == {"pain_with_loading": "positive"}
    with clinic_scope(therapist.clinic_id, writes=False):
        assert Episode.objects.get(encounters=made.pk).region == TOY


def test_the_board_is_begun_searched_loaded_and_saved_in_either_region(client: Client) -> None:
    board = reverse("board")
    entry = client.get(board, {"region": TOY}).content.decode()
    assert "Toy wrist: 3 sources" in entry and f'href="{board}?region={FIRST}"' in entry
    empty = client.post(board, {"start": "empty", "region": TOY}).content.decode()
    assert "Resisted test" in empty and f'name="region" value="{TOY}"' in empty
    words = client.post(reverse("words"), {"q": "pins and needles", "region": TOY}).json()
    assert [finding for finding, _word in words["matches"]] == ["tingling"]
    saved = client.post(reverse("save"), {"f.tingling": "positive", "region": TOY}).content.decode()
    assert f"region: {TOY}" in saved and "tingling" in saved
    lines = "findings:\n- {name: resisted test, result: positive}\n- {name: nerve stretch test, result: positive}\n"
    for text, said in ((saved, ""), (lines, f"names no region; {TOY} was taken, which understands 2 of its 2 findings")):
        upload = SimpleUploadedFile("case.yaml", text.encode())
        loaded = client.post(board, {"action": "load", "from": "entry", "case_file": upload}).content.decode()
        assert f'name="region" value="{TOY}"' in loaded and said in loaded
    unknown = SimpleUploadedFile("case.yaml", b"region: nowhere\nfindings: []\n")
    refused = client.post(board, {"action": "load", "from": "entry", "case_file": unknown}).content.decode()
    assert f"use region: {FIRST} or {TOY}" in refused


def test_a_region_taken_off_the_offer_keeps_its_records() -> None:
    kept = next(name for name in loading.list_packs(loading.BUILT_IN_PACKS) if name not in regions.region_ids())
    assert regions.known_region(kept) == kept
    assert regions.known_region("no pack of this name") == FIRST
