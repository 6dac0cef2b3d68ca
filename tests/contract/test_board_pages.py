"""The board over HTTP: what it shows, what it keeps, and how it is worked without JavaScript."""

from __future__ import annotations

import json
import re

import pytest
from board_forms import fields_of, first_sources, open_example
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from enthesis.knowledge.regions import default_region
from enthesis.web.assessor import get_knowledge
from enthesis.web.case_files import list_examples
from enthesis.web.views import REGIONS

pytestmark = pytest.mark.usefixtures("assessments_are_made_once")


def test_entry_offers_four_fictional_examples_and_says_what_it_is_not(client: Client) -> None:
    page = client.get("/").content.decode()

    assert len(list_examples()) == 4
    assert page.count("fictional") == 4
    assert "does not diagnose" in page
    assert "not clinically reviewed" in page


@pytest.mark.parametrize(
    ("example", "expected", "within"),
    [
        ("1_runner_hamstring_tendon", {"proximal_hamstring_tendinopathy"}, 1),
        ("2_radiculopathy_taken_for_strain", {"lumbar_radiculopathy_s1"}, 1),
        ("3_disc_and_tendon_together", {"proximal_hamstring_tendinopathy", "discogenic_pain"}, 3),
        ("4_bone_stress_low_energy", {"sacral_bone_stress", "femoral_neck_bone_stress"}, 3),
    ],
)
def test_each_example_ranks_its_source(client: Client, example: str, expected: set[str], within: int) -> None:
    page = open_example(client, example)

    assert expected <= set(first_sources(page)[:within])
    assert "fictional" in page
    assert "does not diagnose" in page
    assert "not clinically reviewed" in page


def test_red_flag_example_raises_flags_with_action_reason_and_citation(client: Client) -> None:
    page = open_example(client, "4_bone_stress_low_energy")

    assert "stress fracture" in page
    assert 'class="urgency"' in page
    assert "because: " in page
    assert "Rule from: " in page
    assert not re.search(r"flags? (are |is )?(all )?clear", page, re.IGNORECASE)


def test_every_finding_has_the_four_states(client: Client) -> None:
    page = client.post("/board/", {"start": "empty"}).content.decode()

    for finding in get_knowledge(default_region()).pack.findings:
        wanted = 4 if finding.informative else 0
        assert len(re.findall(rf'type="radio" name="f\.{finding.id}"', page)) == wanted


@pytest.mark.parametrize("example", [e.id for e in list_examples()])
def test_a_saved_file_loads_to_the_same_board(client: Client, example: str) -> None:
    before = open_example(client, example)

    saved = client.post("/board/save", fields_of(before))
    after = client.post(
        "/board/", {"action": "load", "case_file": SimpleUploadedFile("case.yaml", saved.content)}
    ).content.decode()

    assert "attachment" in saved["Content-Disposition"]
    wanted, found = fields_of(before), fields_of(after)
    for key in wanted:
        if key not in ("csrfmiddlewaretoken", "current", "first", "card_of", "card_was"):
            assert found[key] == wanted[key], key
    assert first_sources(after) == first_sources(before)
    assert re.findall(r"<b>([<>]?\d+%)</b>", after) == re.findall(r"<b>([<>]?\d+%)</b>", before)


def test_plain_words_values_and_what_is_not_understood_survive_a_round_trip(client: Client) -> None:
    content = (
        b"region: posterior_hip\naffected_side: right\nfindings:\n"
        b"  - {name: slump test, result: negative, side: right, kind: physical test}\n"
        b"  - {name: sitting, result: positive, kind: easing factor}\n"
        b"  - {name: straight leg raise, result: value, value: 35 deg}\n"
        b"  - {name: zorbulated quongs, result: positive}\n"
    )
    first = client.post("/board/", {"action": "load", "case_file": SimpleUploadedFile("c.yaml", content)}).content.decode()

    saved = client.post("/board/save", fields_of(first)).content
    second = client.post("/board/", {"action": "load", "case_file": SimpleUploadedFile("c.yaml", saved)}).content.decode()

    for page in (first, second):
        fields = fields_of(page)
        assert fields["f.slump_test"] == "negative"
        assert fields["f.eased_by_sitting"] == "positive"
        assert fields["v.straight_leg_raise"] == "35 deg"
        assert "zorbulated quongs" in page
        assert "Kept, not used" in page
        assert "positive from the details" in page


def test_without_javascript_a_change_an_answer_on_the_card_and_undo_work(client: Client) -> None:
    start = fields_of(client.post("/board/", {"start": "empty"}).content.decode())

    one = client.post("/board/", {**start, "f.bent_knee_stretch": "positive", "card": "slump_test"}).content.decode()
    two = client.post("/board/", {**fields_of(one), "card_state": "negative"}).content.decode()
    back = client.post("/board/", {**fields_of(two), "action": "undo"}).content.decode()
    back_again = client.post("/board/", {**fields_of(back), "action": "undo"}).content.decode()

    assert 'id="card-name" tabindex="-1">Slump test' in one
    assert fields_of(two)["f.slump_test"] == "negative"
    assert fields_of(two)["f.bent_knee_stretch"] == "positive"
    assert fields_of(back)["f.slump_test"] == ""
    assert fields_of(back)["f.bent_knee_stretch"] == "positive"
    assert fields_of(back_again)["f.bent_knee_stretch"] == ""


def test_searching_without_javascript_filters_the_list(client: Client) -> None:
    start = fields_of(client.post("/board/", {"start": "empty"}).content.decode())

    page = client.post("/board/", {**start, "q": "tender sit bone", "action": "find"}).content.decode()

    shown = re.findall(r'<li class="row[^"]*" id="row-([a-z0-9_]+)" data-id="[a-z0-9_]+"(?! hidden)', page)
    assert "ischial_tenderness" in shown
    assert len(shown) <= 40


def test_flags_to_ask_lists_what_a_red_flag_hangs_on(client: Client) -> None:
    start = fields_of(client.post("/board/", {"start": "empty"}).content.decode())

    page = client.post("/board/", {**start, "show_now": "red_flags"}).content.decode()

    shown = set(re.findall(r'<li class="row[^"]*" id="row-([a-z0-9_]+)" data-id="[a-z0-9_]+"(?! hidden)', page))
    assert shown == set(get_knowledge(default_region()).prompting)


def test_words_answers_plain_words(client: Client) -> None:
    found = json.loads(client.post("/board/words", {"q": "sit bone"}).content)["matches"]

    assert "ischial_pain" in [finding for finding, _ in found]
    assert json.loads(client.post("/board/words", {"q": "  "}).content)["matches"] is None


def test_only_changed_regions_are_sent(client: Client) -> None:
    fields = fields_of(open_example(client))
    ask = {"X-Enthesis-Regions": "1"}
    first = json.loads(client.post("/board/", fields, headers=ask).content)
    known = json.dumps({name: digest for name, (digest, _) in first["regions"].items()})

    same = json.loads(client.post("/board/", {**fields, "known": known}, headers=ask).content)
    changed = json.loads(client.post("/board/", {**fields, "known": known, "f.slump_test": "positive"}, headers=ask).content)

    assert set(REGIONS) <= set(first["regions"])
    assert same["regions"] == {}
    assert {"sources", "next", "memory", "summary"} <= set(changed["regions"])
    assert "notices" not in changed["regions"]
    assert "X-Enthesis-Regions" in client.post("/board/", fields, headers=ask)["Vary"]
