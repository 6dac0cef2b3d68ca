"""The room: what is recorded, seen and signed through its pages and its JSON interface."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from records.signing_in import let_in

from enthesis.access.actor import Actor
from enthesis.actions.assessor import get_knowledge
from enthesis.actions.record_entry import record_entry
from enthesis.knowledge.regions import default_region
from enthesis.records.entries import ENTRY_MODELS, current_entries
from enthesis.records.episodes import Encounter
from enthesis.records.isolation import clinic_scope
from enthesis.web.room.changes import DoesNotFit, fit
from enthesis.web.room.record import measure_key


@pytest.fixture
def client(therapist: Actor) -> Client:
    """A browser of the therapist's."""
    return let_in(therapist)


def current(actor: Actor, encounter: Encounter, kind: str) -> dict[str, Any]:
    with clinic_scope(actor.clinic_id, writes=False):
        return {k: e.content for k, e in current_entries(ENTRY_MODELS[kind], encounter.pk).items()}


def finding(name: str, result: str, **more: str) -> dict[str, Any]:
    return {"kind": "finding", "key": name, "content": {"finding": name, "result": result, **more}}


def send(client: Client, encounter: Encounter, *changes: dict[str, Any], view: dict[str, Any] | None = None) -> Any:
    return client.post(
        reverse("api:record_entries", args=[encounter.pk]), json.dumps({"changes": changes, "view": view}), "application/json"
    )


def fields_of(text: str) -> dict[str, str]:
    """The fields of the room's form as a browser without script would send them."""
    import html

    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", text):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ("checked" in tag or not re.search(r'type="(radio|checkbox)"', tag)):
            found[html.unescape(name[1])] = html.unescape(value[1]) if value else ""
    for name, body in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', text, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', body)
        found[html.unescape(name)] = html.unescape(chosen[1]) if chosen else ""
    for name, body in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', text, re.S):
        found[html.unescape(name)] = html.unescape(body)
    return found


def test_the_room_opens_with_what_is_recorded(client: Client, therapist: Actor, encounter: Encounter) -> None:
    record_entry(therapist, encounter.pk, "finding", "ischial_pain", {"finding": "ischial_pain", "result": "positive"})
    answer = client.get(reverse("room", args=[encounter.pk]))
    assert answer.status_code == 200
    fields = fields_of(answer.content.decode())
    assert fields["f.ischial_pain"] == "positive"
    assert "finding:ischial_pain" in json.loads(fields["held"])


def test_an_entry_is_recorded_once_and_comes_back_with_the_regions(
    client: Client, therapist: Actor, encounter: Encounter
) -> None:
    entry_id = str(uuid.uuid4())
    change = {**finding("slump_test", "positive", side="left", note="calf"), "entry_id": entry_id}
    for _ in range(2):
        answer = send(client, encounter, change, view={"card": "slump_test"})
        assert answer.status_code == 200
    body = answer.json()
    assert [e["id"] for e in body["recorded"]] == [entry_id]
    assert "card" in body["view"]["regions"] and body["view"]["marks"]["slump_test"] == "left · calf"
    assert body["pulse"]["n_entries"] == 1
    again = send(client, encounter, {**change, "replaces": entry_id}, view={"known": {"card": "x"}})
    assert again.status_code == 200


def test_two_tabs_cannot_overwrite_each_other(client: Client, therapist: Actor, lead: Actor, encounter: Encounter) -> None:
    first = send(client, encounter, finding("slump_test", "positive")).json()["recorded"][0]["id"]
    other = let_in(lead)
    assert send(other, encounter, {**finding("slump_test", "negative"), "replaces": first}).status_code == 200
    late = send(client, encounter, {**finding("slump_test", "equivocal"), "replaces": first}, view={})
    assert late.status_code == 409
    conflict = late.json()["conflicts"][0]
    assert (conflict["standing"]["who"], conflict["standing"]["says"], conflict["yours"]["says"]) == (
        "Lea Lead",
        "negative",
        "equivocal",
    )
    assert current(therapist, encounter, "finding")["slump_test"]["result"] == "negative"
    mine = {**finding("slump_test", "equivocal"), "replaces": conflict["standing"]["id"]}
    assert send(client, encounter, mine).status_code == 200
    assert current(therapist, encounter, "finding")["slump_test"]["result"] == "equivocal"
    everything = client.get(reverse("api:current_entries", args=[encounter.pk])).json()
    assert len(everything["entries"]) == 1 and everything["pulse"]["n_entries"] == 3
    since = everything["entries"][0]["at"]
    assert client.get(reverse("api:changed_entries", args=[encounter.pk]), {"since": since}).json()["entries"] == []


def test_what_stands_for_others_is_not_lost_when_one_of_several_clashes(
    client: Client, lead: Actor, encounter: Encounter
) -> None:
    send(let_in(lead), encounter, finding("slump_test", "negative"))
    answer = send(client, encounter, finding("slump_test", "positive"), finding("ischial_pain", "positive"))
    assert answer.status_code == 409
    assert [e["key"] for e in answer.json()["recorded"]] == ["ischial_pain"]


@pytest.mark.parametrize(
    "change",
    [
        finding("no_such_finding", "positive"),
        finding("slump_test", "perhaps"),
        {"kind": "finding", "key": "slump_test", "content": {"finding": "slump_test", "result": "positive", "note": "a\x00b"}},
        {"kind": "finding", "key": "slump_test", "content": {"finding": "slump_test", "result": "positive", "note": {"a": 1}}},
        {"kind": "measure", "key": "x:left", "content": {"quantity": "x", "side": "left", "number": True}},
        {"kind": "measure", "key": "x:left", "content": {"quantity": "x", "side": "left", "number": 10**400}},
        {"kind": "diagnosis", "key": "own", "content": {"agrees": "accept", "shown": []}},
        {"kind": "red_flag", "key": "none", "content": {"action": "watch"}},
        {"kind": "text", "key": "plan", "content": {"text": "\ud800"}},
        {"kind": "text", "key": "plan", "content": {"unknown": "x"}},
    ],
)
def test_what_does_not_fit_gets_one_sentence(
    client: Client, therapist: Actor, encounter: Encounter, change: dict[str, Any]
) -> None:
    answer = send(client, encounter, change)
    assert answer.status_code in (409, 422), answer.content
    assert set(answer.json()) >= {"what", "where", "mend"}
    assert not any(current(therapist, encounter, kind) for kind in ("finding", "measure", "text", "red_flag", "diagnosis"))


def test_undo_is_a_correction_and_nobody_elses(client: Client, therapist: Actor, lead: Actor, encounter: Encounter) -> None:
    send(client, encounter, finding("slump_test", "positive"))
    answer = client.post(reverse("api:undo_entry", args=[encounter.pk]), "{}", "application/json").json()
    assert answer["undone"] == {"kind": "finding", "key": "slump_test"}
    assert answer["view"]["held"]["finding:slump_test"]["content"]["result"] == "not_assessed"
    assert let_in(lead).post(reverse("api:undo_entry", args=[encounter.pk]), "{}", "application/json").json()["undone"] is None


def test_without_script_the_form_records_what_changed(
    client: Client, therapist: Actor, lead: Actor, encounter: Encounter
) -> None:
    address = reverse("room", args=[encounter.pk])
    fields = fields_of(client.get(address).content.decode())
    sent = {
        **fields,
        "f.ischial_pain": "positive",
        "t.onset": "gradual",
        "t.plan": "Load it.",
        "t.left_out:Slump": "cannot sit",
        "m.reflex_achilles.right": "1+",
        "m.knee_flexion_strength_90_n.left": "212.5",
        "m.hip_flexion_deg.left": "many",
        "action": "update",
    }
    answer = client.post(address, sent).content.decode()
    assert current(therapist, encounter, "finding") == {
        "ischial_pain": {"finding": "ischial_pain", "result": "positive", "side": "", "value": "", "note": ""}
    }
    assert current(therapist, encounter, "measure")["knee_flexion_strength_90_n:left"]["number"] == 212.5
    assert current(therapist, encounter, "measure")["reflex_achilles:right"]["grade"] == "1+"
    texts = current(therapist, encounter, "text")
    assert {k: t["text"] for k, t in texts.items()} == {"onset": "gradual", "plan": "Load it.", "left_out:Slump": "cannot sit"}
    assert "is not a number from 0 to 160" in answer
    # the same form again changes nothing; an old form does not overwrite somebody else's entry
    again = fields_of(answer)
    client.post(address, {**again, "action": "update"})
    with clinic_scope(therapist.clinic_id, writes=False):
        assert ENTRY_MODELS["finding"].objects.filter(encounter=encounter).count() == 1
        assert ENTRY_MODELS["measure"].objects.filter(encounter=encounter).count() == 2
    send(let_in(lead), encounter, finding("slump_test", "negative"))
    clash = client.post(address, {**again, "f.slump_test": "positive", "action": "update"}).content.decode()
    assert "Lea Lead" in clash and current(therapist, encounter, "finding")["slump_test"]["result"] == "negative"


def test_pounds_are_stored_as_newtons(client: Client, therapist: Actor, encounter: Encounter, clinic: Any) -> None:
    clinic.units = "imperial"
    clinic.save()
    address = reverse("room", args=[encounter.pk])
    fields = fields_of(client.get(address).content.decode())
    shown = client.post(address, {**fields, "m.hip_abduction_strength_n.right": "50", "m.hip_abduction_strength_n.left": "25"})
    stored = current(therapist, encounter, "measure")["hip_abduction_strength_n:right"]["number"]
    assert stored == pytest.approx(222.411, abs=0.001)
    assert fields_of(shown.content.decode())["m.hip_abduction_strength_n.right"] == "50"
    assert "50%" in shown.content.decode()


def grade(quantity: str, side: str, value: str) -> dict[str, Any]:
    content = {"quantity": quantity, "side": side, "grade": value, "number": None, "position": "", "note": ""}
    return {"kind": "measure", "key": f"{quantity}:{side}", "content": content}


def test_grades_propose_a_finding_and_never_overrule_it(client: Client, therapist: Actor, encounter: Encounter) -> None:
    graded = [grade("reflex_achilles", "right", "1+"), grade("reflex_achilles", "left", "2+")]
    proposals = send(client, encounter, *graded, view={}).json()["view"]["regions"]["proposals"][1]
    assert 'value="ankle_reflex|positive"' in proposals
    assert current(therapist, encounter, "finding") == {}
    shown = send(client, encounter, finding("ankle_reflex", "negative"), view={}).json()["view"]["regions"]["proposals"][1]
    assert "recorded as negative" in shown
    address = reverse("room", args=[encounter.pk])
    client.post(address, {**fields_of(client.get(address).content.decode()), "confirm": "ankle_reflex|positive"})
    assert current(therapist, encounter, "finding")["ankle_reflex"]["result"] == "positive"


def test_repeated_movements_show_a_preference(client: Client, encounter: Encounter) -> None:
    moves = [
        grade("repeated_extension_lying_during", "", "centralises"),
        grade("repeated_extension_lying_after", "", "better"),
        grade("repeated_flexion_standing_during", "", "peripheralises"),
        grade("repeated_flexion_standing_after", "", "worse"),
    ]
    regions = send(client, encounter, *moves, view={}).json()["view"]["regions"]
    assert "<b>Directional preference: extension.</b>" in regions["movements"][1]
    assert 'value="centralisation|positive"' in regions["proposals"][1]


def leave_out_the_screen(client: Client, encounter: Encounter) -> None:
    parts = ("SLR", "Slump", "Reflexes", "Myotomes", "Dermatomes")
    texts = [{"kind": "text", "key": f"left_out:{part}", "content": {"text": "too painful"}} for part in parts]
    assert send(client, encounter, *texts).status_code == 200


def test_sign_only_when_nothing_is_passed_over(client: Client, therapist: Actor, encounter: Encounter) -> None:
    send(client, encounter, finding("saddle_numbness", "positive"), finding("bladder_or_bowel_change", "positive"))
    review, sign = (reverse(name, args=[encounter.pk]) for name in ("review_encounter", "sign_encounter"))
    page = client.get(review).content.decode()
    assert "Before signing" in page and "Dermatomes" in page and "Your own view" in page
    refused = client.post(sign, {"act": "sign"})
    assert refused.status_code == 409 and "Before signing" in refused.content.decode()
    leave_out_the_screen(client, encounter)
    flags = re.findall(r'name="flag" value="([a-z_]+)"', client.get(reverse("room", args=[encounter.pk])).content.decode())
    assert flags
    send(client, encounter, *({"kind": "red_flag", "key": f, "content": {"action": "referred_now"}} for f in flags))
    view = {"kind": "diagnosis", "key": "own", "content": {"agrees": "open", "reason": "first the scan", "sources": []}}
    assert send(client, encounter, view).status_code == 200
    assert current(therapist, encounter, "diagnosis")["own"]["shown"]
    assert "Nothing is missing" in client.get(review).content.decode()
    assert client.post(sign, {"act": "sign"}).status_code == 302
    assert "Signed" in client.get(review).content.decode()
    assert send(client, encounter, finding("slump_test", "positive")).status_code == 409
    locked = client.get(reverse("room", args=[encounter.pk])).content.decode()
    assert "Addenda" in locked and 'name="f.' not in locked
    client.post(sign, {"act": "addendum", "text": "Scan normal."})
    assert "Scan normal." in client.get(review).content.decode()


def test_a_students_encounter_is_handed_back_and_cosigned(student: Actor, therapist: Actor, encounter: Encounter) -> None:
    apprentice, supervisor = let_in(student), let_in(therapist)
    leave_out_the_screen(apprentice, encounter)
    send(apprentice, encounter, {"kind": "diagnosis", "key": "own", "content": {"agrees": "open", "sources": []}})
    sign = reverse("sign_encounter", args=[encounter.pk])
    apprentice.post(sign, {"act": "sign"})
    assert apprentice.post(sign, {"act": "cosign"}).status_code == 403
    assert supervisor.post(sign, {"act": "hand_back", "text": ""}).status_code == 409
    supervisor.post(sign, {"act": "hand_back", "text": "Do the reflexes."})
    assert "Do the reflexes." in apprentice.get(reverse("room", args=[encounter.pk])).content.decode()
    apprentice.post(sign, {"act": "sign"})
    assert supervisor.post(sign, {"act": "cosign"}).status_code == 302
    assert "Co-signed and locked" in supervisor.get(reverse("review_encounter", args=[encounter.pk])).content.decode()


def test_walls(client: Client, outsider: Actor, encounter: Encounter) -> None:
    stranger, other = Client(), let_in(outsider)
    for name in ("room", "review_encounter"):
        assert other.get(reverse(name, args=[encounter.pk])).status_code == 404
        assert stranger.get(reverse(name, args=[encounter.pk])).status_code == 302
    assert send(other, encounter, finding("slump_test", "positive")).status_code == 404
    assert send(stranger, encounter, finding("slump_test", "positive")).status_code == 401
    assert other.get(reverse("api:encounter_pulse", args=[encounter.pk])).status_code == 404
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    assert send(strict, encounter, finding("slump_test", "positive")).status_code == 403
    pulse = client.get(reverse("api:encounter_pulse", args=[encounter.pk])).json()
    assert pulse == {"status": "open", "n_entries": 0, "newest": None}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"quantity": "shoe_size", "side": "left", "number": 40}, "no quantity"),
        ({"quantity": "reflex_achilles", "side": "left", "grade": "strong"}, "no grade"),
        ({"quantity": "reflex_achilles", "side": "", "grade": "2+"}, "quantity and side"),
        ({"quantity": "knee_flexion_strength_90_n", "side": "left", "number": -1}, "from 0 to"),
        ({"quantity": "knee_flexion_strength_90_n", "side": "left", "grade": "2+"}, "is a number"),
    ],
)
def test_a_measure_that_the_examination_does_not_know_is_refused(content: dict[str, object], said: str) -> None:
    with pytest.raises(DoesNotFit, match=said):
        fit(get_knowledge(default_region()).pack, "measure", measure_key(str(content["quantity"]), str(content["side"])), content)


def test_a_draft_has_the_probabilities_of_the_whole_and_says_what_is_open(client: Client, encounter: Encounter) -> None:
    asked = {"card": "slump_test", "card_shown": "slump_test", "draft": True}
    draft = send(client, encounter, finding("slump_test", "positive"), view=asked).json()["view"]
    whole = client.post(reverse("api:room_view", args=[encounter.pk]), json.dumps({}), "application/json").json()["view"]
    assert draft["draft"] and not whole["draft"]
    assert draft["first"] == whole["first"] and draft["n_flags"] == whole["n_flags"] and draft["marks"] == whole["marks"]
    assert "being computed" in draft["regions"]["sources"][1] and "being computed" not in whole["regions"]["sources"][1]
    assert {"next", "reasons", "card", "summary"}.isdisjoint(draft["regions"])
    assert {"next", "reasons", "card"} <= set(whole["regions"])
    shown = [re.findall(r"<b>([<>]?\d+%)</b>", view["regions"]["sources"][1]) for view in (draft, whole)]
    assert shown[0][:4] == shown[1][:4] and len(shown[0]) >= 5


def test_the_card_of_another_finding_comes_with_the_draft(client: Client, encounter: Encounter) -> None:
    asked = {"card": "slump_test", "card_shown": "ischial_pain", "draft": True}
    draft = send(client, encounter, finding("slump_test", "positive"), view=asked).json()["view"]
    card = draft["regions"]["card"][1]
    assert 'name="n.slump_test"' in card and "Being computed" in card and "less than 1%" not in card


def test_the_page_comes_as_a_draft_and_whole_for_who_has_no_script(client: Client, encounter: Encounter) -> None:
    address = reverse("room", args=[encounter.pk])
    draft, whole = (client.get(address + query).content.decode() for query in ("", "?whole=yes"))
    assert "data-opening" in draft and f'content="0; url={address}?whole=yes"' in draft
    assert "data-opening" not in whole and "noscript" not in whole and "being computed" not in whole
