"""The board over HTTP: what it shows, what it keeps, what it refuses, and that nothing a browser sends can break it."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from enthesis.cli.serve import _listen
from enthesis.knowledge.regions import default_region
from enthesis.web.assessor import get_knowledge
from enthesis.web.case_files import list_examples
from enthesis.web.views import REGIONS

RUNNER = "1_runner_hamstring_tendon"
STATIC = Path(settings.STATIC_FOLDER)


class _Form(HTMLParser):
    """The fields a browser without JavaScript would send for the board's form."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        name = found.get("name") or ""
        if tag == "input" and found.get("type") == "radio":
            if "checked" in found:
                self.fields[name] = found.get("value") or ""
        elif tag == "input" and found.get("type") not in ("file", "checkbox") and name:
            self.fields[name] = found.get("value") or ""
        elif tag == "select":
            self._select = name
            self.fields.setdefault(name, "")
        elif tag == "option" and "selected" in found:
            self.fields[self._select] = found.get("value") or ""


def fields_of(page: str) -> dict[str, str]:
    form = _Form()
    form.feed(page)
    return form.fields


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False, HTTP_HOST="localhost")


def open_example(client: Client, example: str = RUNNER) -> str:
    answer = client.post("/board/", {"start": example})
    assert answer.status_code == 200
    return answer.content.decode()


def first_sources(page: str) -> list[str]:
    return re.findall(r'name="explain" value="([a-z0-9_]+)" title', page)


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


@pytest.mark.parametrize(
    "method_and_path", [("get", "/"), ("post", "/board/"), ("get", "/nowhere"), ("get", "/board/save"), ("post", "/board/words")]
)
def test_headers_hold_on_every_page(client: Client, method_and_path: tuple[str, str]) -> None:
    method, path = method_and_path
    answer = getattr(client, method)(path)

    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("start", [None, "empty", *(e.id for e in list_examples())])
def test_pages_have_nothing_inline_and_ask_no_third_party(client: Client, start: str | None) -> None:
    page = (client.get("/") if start is None else client.post("/board/", {"start": start})).content.decode()

    assert "</main>" in page
    assert not re.search(r"\sstyle\s*=", page)
    assert not re.search(r"\son[a-z]+\s*=", page)
    assert not re.search(r"<style|javascript:", page)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", page))
    for tag, address in re.findall(r'<(\w+)[^>]*?\s(?:src|href|action|formaction)="([^"]*)"', page):
        assert address.startswith(("/", "#")) or tag == "a", address
    for link in re.findall(r'<a [^>]*href="https?://[^>]*>', page):
        assert 'rel="noreferrer"' in link


def test_scripts_use_no_eval_and_keep_nothing_about_a_case() -> None:
    scripts = list(STATIC.rglob("*.js"))
    assert len(scripts) > 10
    for script in scripts:
        text = script.read_text()
        assert "eval(" not in text and "new Function" not in text
        stored = re.findall(r"(?:local|session)Storage\.setItem\(([^,]+)", text)
        assert set(stored) <= {"SWITCH", "APPEARANCE"}


def test_no_static_file_names_another_host() -> None:
    sheets = list(STATIC.rglob("*.css"))
    assert len(sheets) > 5
    for sheet in sheets:
        assert "//" not in re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)


def test_dark_colours_are_the_same_in_both_blocks() -> None:
    text = (STATIC / "enthesis/css/tokens.css").read_text()
    system = re.search(r':root:not\(\[data-theme="light"\]\) \{(.*?)\}', text, re.DOTALL)
    chosen = re.search(r'\n\[data-theme="dark"\] \{(.*?)\}', text, re.DOTALL)

    assert system is not None and chosen is not None
    assert sorted(system[1].split()) == sorted(chosen[1].split())


def test_forms_need_the_key_of_this_server() -> None:
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False, HTTP_HOST="localhost")

    answer = strict.post("/board/", {"start": "empty"})

    assert answer.status_code == 403
    assert b"How to mend it" in answer.content


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("get", "/nowhere", 404), ("get", "/board/save", 405), ("get", "/board/words", 405), ("put", "/board/", 405)],
)
def test_error_pages_say_what_where_and_how_to_mend(client: Client, method: str, path: str, status: int) -> None:
    answer = getattr(client, method)(path)

    assert answer.status_code == status
    for part in (b"What", b"Where", b"How to mend it", path.encode()):
        assert part in answer.content


def test_unknown_host_is_refused_in_the_house_style() -> None:
    answer = Client(raise_request_exception=False, HTTP_HOST="evil.example").get("/")

    assert answer.status_code == 400
    assert b"How to mend it" in answer.content


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


def test_typed_fields_that_cannot_be_used_are_kept_and_said(client: Client) -> None:
    page = client.post("/board/", {**fields_of(open_example(client)), "age": "forty"}).content.decode()

    assert "is not a number of years" in page
    assert fields_of(page)["age"] == "forty"


def test_static_files_come_from_the_package_and_may_be_kept_for_ever(client: Client) -> None:
    for name in ("css/board.css", "js/board.js", "fonts/inter-latin-variable.woff2"):
        answer = client.get(f"{settings.STATIC_URL}enthesis/{name}")
        assert answer.status_code == 200
        assert "max-age=31536000" in answer["Cache-Control"]


def test_secret_key_is_readable_by_its_owner_alone() -> None:
    mode = stat.S_IMODE((Path(settings.ENTHESIS_HOME) / "secret_key").stat().st_mode)

    assert mode == 0o600


def test_debug_is_off_unless_asked() -> None:
    assert settings.DEBUG is False


def test_the_next_free_port_is_taken() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        found = _listen("127.0.0.1", port)
        with found:
            assert port < found.getsockname()[1] <= port + 20


@pytest.mark.skipif(os.name != "posix", reason="sends an interrupt")
def test_serve_prints_a_link_and_stops_on_interrupt() -> None:
    code = (  # a shell's background jobs hand down that Ctrl-C is ignored
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "from enthesis.cli.serve import run; sys.exit(run('127.0.0.1', 0, False))"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        line = server.stdout.readline()
        server.send_signal(signal.SIGINT)
        out, err = server.communicate(timeout=30)

    assert re.match(r"Enthesis is at http://127\.0\.0\.1:\d+/ ", line), line + err
    assert "Stopped." in out
    assert server.returncode == 0
    assert "Traceback" not in err
