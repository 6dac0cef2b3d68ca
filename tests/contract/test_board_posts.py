"""Nothing a browser sends can break the board: bad posts, bad files, and what was typed stays."""

from __future__ import annotations

import pytest
from board_forms import fields_of, open_example
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

pytestmark = pytest.mark.usefixtures("assessments_are_made_once")
BAD_POSTS: list[dict[str, str]] = [
    {},
    {"start": "../../settings"},
    {"start": "no_such_example"},
    {"action": "no_such_action"},
    {"action": "undo"},
    {"action": "undo", "history": '[{"age": "44"}]'},
    {"action": "undo", "history": "[[1, 2], 3, null, {}]"},
    {"history": "{" * 5000, "shown": "[" * 5000, "kept": "[" * 100_000},
    {"shown": "not json", "history": "\x00", "kept": "nul"},
    {"kept": '[["a", "positive", null, null, null, null, ["slump_test"]], ["b"], 3, {}]'},
    {"kept": '[["a", "positive", 1, 2, 3, 4, 5]]'},
    {"f.slump_test": "maybe", "f.no_such_finding": "positive", "f.": "positive", "v.": "2"},
    {"v.straight_leg_raise": "a lot", "v.no_such_finding": "1"},
    {"v.straight_leg_raise": "9" * 5000},
    {"age": "old"},
    {"age": "-1", "duration_weeks": "nan"},
    {"age": "1e400", "duration_weeks": "inf"},
    {"age": "٤٤", "sex": "robot", "affected_side": "middle", "onset": "slowly", "setting": "moon"},
    {"setting": "published_case_mix"},
    {"card": "no_such_finding", "explain": "no_such_source", "show": "nothing", "first": "x"},
    {"card": "slump_test'\"><script>alert(1)</script>"},
    {"card_of": "slump_test", "card_state": "sideways", "card_was": ""},
    {"title": "<script>alert(1)</script>" * 50, "note": "\u202e\x07" * 500},
    {"q": "\x00\ud7ff((((" * 40},
    {"known": "[1,2"},
    {"known": "7"},
    {"sport": "'; DROP TABLE findings; --"},
]


@pytest.mark.parametrize("data", BAD_POSTS, ids=range(len(BAD_POSTS)))
@pytest.mark.parametrize("headers", [{}, {"X-Enthesis-Regions": "1"}], ids=["page", "regions"])
def test_no_bad_post_breaks_the_board(client: Client, data: dict[str, str], headers: dict[str, str]) -> None:
    answer = client.post("/board/", data, headers=headers)

    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content


@pytest.mark.parametrize("data", BAD_POSTS, ids=range(len(BAD_POSTS)))
def test_no_bad_post_breaks_saving_or_searching(client: Client, data: dict[str, str]) -> None:
    assert client.post("/board/save", data).status_code == 200
    assert client.post("/board/words", data).status_code == 200


_text = st.text(max_size=40)


_key = st.sampled_from(
    [
        "age",
        "sex",
        "sport",
        "duration_weeks",
        "f.slump_test",
        "v.straight_leg_raise",
        "history",
        "shown",
        "kept",
        "card",
        "q",
        "note",
    ]
)


@hypothesis_settings(max_examples=25, deadline=None)
@given(st.dictionaries(_key, _text, max_size=6))
def test_no_text_breaks_the_board(data: dict[str, str]) -> None:
    client = Client(HTTP_HOST="localhost")

    assert client.post("/board/", data).status_code == 200
    assert client.post("/board/save", data).status_code == 200


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"a: [1, 2", "not valid YAML"),
        (b"- just\n- a list", "map of keys"),
        (b"region: elbow\nfindings: []", "no board here"),
        (b"region: posterior_hip\nage: old\nfindings: []", "should be a number"),
        (b"region: posterior_hip\nfindings: 3", "should be a list"),
        (b"region: posterior_hip\nfindigns: []", "did you mean"),
        (b"region: posterior_hip\nfindings:\n  - {name: slump test}", "is missing"),
        (b"a: &x [1]\nb: *x", "aliases"),
        (b"[" * 100_000, "nested"),
    ],
)
def test_a_bad_file_gives_one_sentence_and_keeps_what_was_entered(client: Client, content: bytes, said: str) -> None:
    entered = fields_of(open_example(client)) | {"f.slump_test": "positive", "action": "load"}

    answer = client.post("/board/", {**entered, "case_file": SimpleUploadedFile("case.yaml", content)})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert said in page
    assert fields_of(page)["f.slump_test"] == "positive"


def test_loading_without_a_file_says_so(client: Client) -> None:
    entry = client.post("/board/", {"action": "load", "from": "entry"})

    assert "no file was chosen" in entry.content.decode()
    assert "Start from an example" in entry.content.decode()


def test_typed_fields_that_cannot_be_used_are_kept_and_said(client: Client) -> None:
    page = client.post("/board/", {**fields_of(open_example(client)), "age": "forty"}).content.decode()

    assert "is not a number of years" in page
    assert fields_of(page)["age"] == "forty"


def test_too_large_a_body_is_413(client: Client) -> None:
    answer = client.post("/board/", {"action": "load", "case_file": SimpleUploadedFile("big.yaml", b"a" * 3_500_000)})

    assert answer.status_code == 413
    assert b"too large" in answer.content


def test_too_many_fields_is_413(client: Client) -> None:
    assert client.post("/board/", {f"f.{i}": "positive" for i in range(4000)}).status_code == 413


def test_a_mistake_of_ours_is_a_plain_500(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("enthesis.web.views.build_board", lambda *_: 1 / 0)

    answer = client.post("/board/", {"start": "empty"})

    assert answer.status_code == 500
    assert b"How to mend it" in answer.content
    assert b"ZeroDivision" not in answer.content
