"""A finding of both sides in the record: its own entry, and the other side's beside it."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from records.signing_in import let_in

from enthesis.access.actor import Actor
from enthesis.actions.export_case import export_case
from enthesis.actions.record_entry import record_entry
from enthesis.records.entries import FindingEntry, TextEntry, current_entries
from enthesis.records.episodes import Encounter
from enthesis.records.isolation import clinic_scope


@pytest.fixture
def client(therapist: Actor) -> Client:
    """A browser of the therapist's. The right side is affected."""
    return let_in(therapist)


def change(key: str, result: str, **more: str) -> dict[str, Any]:
    name, _, side = key.partition("@")
    return {"kind": "finding", "key": key, "content": {"finding": name, "result": result, "side": side} | more}


def send(client: Client, encounter: Encounter, *changes: dict[str, Any], card: str = "slump_test", **fields: Any) -> Any:
    sent = [made | fields for made in changes]
    body = json.dumps({"changes": sent, "view": {"card": card}})
    return client.post(reverse("api:record_entries", args=[encounter.pk]), body, "application/json")


def stands(actor: Actor, encounter: Encounter, texts: bool = False) -> dict[str, str]:
    """Current findings by key: 'left negative: note'; with `texts` the texts as well."""
    with clinic_scope(actor.clinic_id, writes=False):
        found = current_entries(FindingEntry, encounter.pk).items()
        said = {key: f"{e.side} {e.result}" + (f": {e.note}" if e.note else "") for key, e in found}
        return said | ({k: e.text for k, e in current_entries(TextEntry, encounter.pk).items()} if texts else {})


def region(answer: Any, name: str) -> str:
    """What a region says, without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.json()["view"]["regions"][name][1])).split())


def test_the_other_side_is_an_entry_of_its_own_and_moves_nothing(
    client: Client, therapist: Actor, lead: Actor, encounter: Encounter
) -> None:
    alone = send(client, encounter, change("slump_test", "positive"))
    both = send(client, encounter, change("slump_test@left", "negative"))
    assert stands(therapist, encounter) == {"slump_test": " positive", "slump_test@left": "left negative"}
    assert both.json()["view"]["marks"]["slump_test"] == "left negative"
    assert region(both, "sources") == region(alone, "sources")
    assert "Left other side" in region(both, "card") and "moves no probability" in region(both, "card")
    # a correction keeps what was there; somebody else's entry is never overwritten in silence
    first = both.json()["recorded"][0]["id"]
    assert send(client, encounter, change("slump_test@left", "equivocal", note="calf"), replaces=first).status_code == 200
    late = send(let_in(lead), encounter, change("slump_test@left", "positive"), replaces=first)
    assert late.status_code == 409 and late.json()["conflicts"][0]["what"] == "slump test, left"
    # undo goes back step by step and leaves the affected side alone
    for expected in ("left negative", "left not_assessed"):
        client.post(reverse("api:undo_entry", args=[encounter.pk]), "{}", "application/json")
        assert stands(therapist, encounter) == {"slump_test": " positive", "slump_test@left": expected}


@pytest.mark.parametrize(
    "wrong",
    [
        change("slump_test@left", "positive", side="right"),
        change("slump_test@left", "positive", side=""),
        change("slump_test@both", "positive"),
        change("sitting_pain@left", "positive"),
        change("lumbar_flexion_pain@left", "positive"),
        change("@left", "positive"),
    ],
)
def test_a_side_that_does_not_fit_gets_one_sentence(
    client: Client, therapist: Actor, encounter: Encounter, wrong: dict[str, Any]
) -> None:
    assert send(client, encounter, wrong).status_code == 422
    assert stands(therapist, encounter) == {}


def test_a_straight_leg_raise_of_the_other_side_proposes_the_crossed_finding(client: Client, encounter: Encounter) -> None:
    shown = send(client, encounter, change("straight_leg_raise@left", "positive"), card="straight_leg_raise")
    assert "Crossed straight leg raise positive" in region(shown, "proposals")
    assert "counts as crossed straight leg raise" in region(shown, "card")
    assert shown.json()["view"]["implied"]["crossed_straight_leg_raise"] == "positive"
    overruled = send(client, encounter, change("crossed_straight_leg_raise", "negative"))
    assert region(overruled, "proposals") == ""
    assert "crossed_straight_leg_raise" not in overruled.json()["view"]["implied"]


def test_without_script_both_sides_are_fields_of_the_form(client: Client, therapist: Actor, encounter: Encounter) -> None:
    address = reverse("room", args=[encounter.pk])
    card = {"card": "slump_test", "card_of": "slump_test", "card_was": "", "held": "{}"}
    sent = {**card, "card_state": "positive", "f.slump_test@left": "negative", "n.slump_test@left": "calf", "s.slump_test": ""}
    page = client.post(address, sent).content.decode()
    assert stands(therapist, encounter) == {"slump_test": " positive", "slump_test@left": "left negative: calf"}
    assert re.search(r'name="f.slump_test@left" value="negative" checked', page)
    held = html.unescape(re.search(r'name="held" value="([^"]*)"', page)[1])  # type: ignore[index]
    client.post(address, {**sent, "held": held, "card_was": "positive", "f.slump_test@left": ""})
    assert stands(therapist, encounter)["slump_test@left"] == "left not_assessed: calf"


def test_what_was_recorded_of_both_at_once_keeps_its_meaning(client: Client, therapist: Actor, encounter: Encounter) -> None:
    alone = send(client, encounter, change("slump_test", "positive"))
    entry = alone.json()["recorded"][0]["id"]
    shown = send(client, encounter, change("slump_test", "positive", side="both"), replaces=entry)
    assert region(shown, "sources") == region(alone, "sources")
    assert "Both sides" in region(shown, "card") and "slump_test@" not in shown.json()["view"]["regions"]["card"][1]
    assert stands(therapist, encounter) == {"slump_test": "both positive"}


def test_both_sides_go_out_and_come_in_again(client: Client, therapist: Actor, encounter: Encounter) -> None:
    for key, content in (
        ("slump_test", {"finding": "slump_test", "result": "positive", "note": "familiar"}),
        ("slump_test@left", {"finding": "slump_test", "side": "left", "result": "negative", "note": "a pull"}),
        ("straight_leg_raise@left", {"finding": "straight_leg_raise", "side": "left", "result": "value", "value": "85 deg"}),
        ("faber@left", {"finding": "faber", "side": "left", "result": "equivocal"}),
    ):
        record_entry(therapist, encounter.pk, "finding", key, content)
    text = export_case(therapist, encounter.pk)
    lines = [(line["name"], line.get("side"), line["result"]) for line in yaml.safe_load(text)["findings"]]
    assert lines == [
        ("slump_test", None, "positive"),
        ("slump_test", "left", "negative"),
        ("straight_leg_raise", "left", "value"),
        ("faber", "left", "equivocal"),
    ]
    file = {"case_file": SimpleUploadedFile("case.yaml", text.encode())}
    client.post(reverse("import_case", args=[encounter.episode_id]), file)  # type: ignore[attr-defined]
    with clinic_scope(therapist.clinic_id):
        again = Encounter.objects.latest("started_at")
    assert again.pk != encounter.pk
    assert stands(therapist, again, texts=True) == stands(therapist, encounter, texts=True)
    assert export_case(therapist, again.pk) == text


def test_the_note_says_both_sides_in_one_line(client: Client, encounter: Encounter) -> None:
    send(client, encounter, change("faber", "positive"), change("faber@left", "negative"))
    send(client, encounter, change("fadir", "negative"), change("fadir@left", "negative"))
    page = html.unescape(client.get(reverse("evaluation_note", args=[encounter.pk])).content.decode())
    assert "FABER (Patrick) test: positive on the right, negative on the left." in page
    assert "Negative on both sides: FADIR (anterior impingement) test." in page
