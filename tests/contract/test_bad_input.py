"""Bad input gets one clear sentence and exit 2: never a traceback, never a guess."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from enthesis.cli.main import main

GOOD = "region: posterior_hip\nage: 44\nfindings:\n  - {name: slump test, result: negative}\n"

# (what is wrong, the file's content, words that the one line must hold)
BAD_CASES: list[tuple[str, str | bytes, str]] = [
    ("empty file", "", "empty"),
    ("blank file", "\n\n", "empty"),
    ("a bare word", "hello", "map"),
    ("a list", "- a\n- b\n", "map"),
    ("a number", "42", "map"),
    ("binary", b"\x00\x01\x02\xff\xfe", "text"),
    ("a picture", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "text"),
    ("UTF-16", GOOD.encode("utf-16"), "text"),
    ("Latin-1 letters", "region: posterior_hip\nsport: caf\xe9\n".encode("latin-1"), "UTF-8"),
    ("zero bytes in text", "region: posterior_hip\x00", "zero bytes"),
    ("10 MB of text", "region: posterior_hip\n# " + "x" * 10_000_000, "bytes"),
    ("broken YAML", "region: [posterior_hip\nage: 4", "not valid YAML"),
    ("tab indentation", "findings:\n\t- name: slump\n", "not valid YAML"),
    ("broken JSON", '{"region": "posterior_hip", "findings": [}', "line 1"),
    ("unclosed quote", 'region: "posterior_hip\n', "not valid YAML"),
    ("alias bomb", "a: &a [x,x,x]\nb: &b [*a,*a,*a]\nc: [*b,*b,*b]\n", "aliases"),
    ("one alias", "region: &r posterior_hip\nsetting: *r\n", "aliases"),
    ("a Python tag", "region: !!python/object/apply:os.system ['true']\n", "tag"),
    ("an own tag", "region: !secret posterior_hip\n", "tag"),
    ("a binary tag", "region: !!binary aGVsbG8=\n", "tag"),
    ("a set tag", "findings: !!set {a, b}\n", "tag"),
    ("duplicate keys", "region: posterior_hip\nage: 4\nage: 5\n", "stands twice"),
    ("duplicate keys in a finding", "region: posterior_hip\nfindings:\n  - {name: slump test, name: slr, result: positive}\n", "stands twice"),
    ("two documents", GOOD + "---\n" + GOOD, "second document"),
    ("nested too deeply", "a: " + "[" * 60 + "]" * 60, "nested"),
    ("very deep JSON", "[" * 100_000, "nested"),
    ("map as a key", "? {a: 1}\n: 2\n", "key"),
    ("age as text", "region: posterior_hip\nage: old\n", "'age' should be a number"),
    ("age as a list", "region: posterior_hip\nage: [4, 5]\n", "'age' should be a number"),
    ("negative age", "region: posterior_hip\nage: -3\n", "outside 0 to 120"),
    ("impossible age", "region: posterior_hip\nage: 150\n", "outside 0 to 120"),
    ("age true", "region: posterior_hip\nage: true\n", "'age' should be a number"),
    ("age infinite", "region: posterior_hip\nage: .inf\n", "finite"),
    ("age not a number", "region: posterior_hip\nage: .nan\n", "finite"),
    ("negative duration", "region: posterior_hip\nduration_weeks: -1\n", "outside"),
    ("endless duration", "region: posterior_hip\nduration_weeks: 1000000\n", "outside"),
    ("unknown sex", "region: posterior_hip\nsex: yes please\n", "female, male"),
    ("unknown side", "region: posterior_hip\naffected_side: upper\n", "left, right"),
    ("unknown onset", "region: posterior_hip\nonset: slowly\n", "acute, gradual"),
    ("near-miss of a key", "region: posterior_hip\nfindngs: []\n", "did you mean 'findings'"),
    ("near-miss of another key", "region: posterior_hip\nduration_week: 4\n", "did you mean 'duration_weeks'"),
    ("near-miss inside a finding", "region: posterior_hip\nfindings:\n  - {name: slump test, results: positive}\n", "did you mean 'result'"),
    ("findings as text", "region: posterior_hip\nfindings: slump test\n", "'findings' should be a list"),
    ("a finding as text", "region: posterior_hip\nfindings: [slump test]\n", "should be a map"),
    ("a finding without a name", "region: posterior_hip\nfindings: [{result: positive}]\n", "has no name"),
    ("a finding with an empty name", "region: posterior_hip\nfindings: [{name: ' ', result: positive}]\n", "has no name"),
    ("a finding without a result", "region: posterior_hip\nfindings: [{name: slump test}]\n", "the result of 'slump test' is missing"),
    ("an unknown result", "region: posterior_hip\nfindings: [{name: slump test, result: maybe}]\n", "use one of positive"),
    ("a result as a boolean", "region: posterior_hip\nfindings: [{name: slump test, result: true}]\n", "use one of positive"),
    ("a value without a value", "region: posterior_hip\nfindings: [{name: LEFS, result: value}]\n", "no value"),
    ("a value as a list", "region: posterior_hip\nfindings: [{name: LEFS, result: value, value: [1]}]\n", "should be a number or text"),
    ("a name as long as a letter", "region: posterior_hip\nfindings: [{name: " + "x" * 500 + ", result: positive}]\n", "letters"),
    ("too many findings", "region: posterior_hip\nfindings:\n" + "  - {name: slump test, result: positive}\n" * 1200, "more than 1000"),
    ("a region that has no pack", "region: left_elbow\nfindings: []\n", "no such pack"),
    ("no region", "age: 40\nfindings: []\n", "names no region"),
    ("a region as a list", "region: [a]\n", "'region' should be text"),
    (
        "contradictory findings on one side",
        "region: posterior_hip\nfindings:\n  - {name: slump test, result: positive, side: left}\n  - {name: slump test, result: negative, side: left}\n",
        "contradicts",
    ),
    (
        "a finding and its opposite word",
        "region: posterior_hip\nfindings:\n  - {name: sudden onset, result: positive}\n  - {name: gradual onset, result: positive}\n",
        "contradicts",
    ),
    ("diagnosis as a number", "region: posterior_hip\ndiagnosis: 4\n", "'diagnosis'"),
    ("dangerous as text", "region: posterior_hip\ndangerous: perhaps\n", "'dangerous'"),
]  # fmt: skip


def one_line(text: str) -> str:
    lines = text.strip().splitlines()
    assert len(lines) == 1, f"one line is expected, not {lines!r}"
    assert "Traceback" not in text
    return lines[0]


@pytest.mark.parametrize(("wrong", "content", "says"), BAD_CASES, ids=[c[0] for c in BAD_CASES])
def test_a_bad_case_file_gets_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], wrong: str, content: str | bytes, says: str
) -> None:
    path = tmp_path / "case.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())

    code = main(["assess", str(path)])

    captured = capsys.readouterr()
    line = one_line(captured.err)
    assert code == 2
    assert captured.out == ""
    assert says in line
    assert str(path) in line or "pack" in line


BAD_COMMANDS = [
    (["assess", "nowhere.yaml"], "cannot be read"),
    (["assess", "."], "folder"),
    (["assess"], "required"),
    (["assess", "GOOD", "--setting", "moon_base"], "not a setting"),
    (["assess", "GOOD", "--pack", "no_such_pack"], "no such pack"),
    (["assess", "GOOD", "--draws", "0"], "1 to 20000"),
    (["assess", "GOOD", "--draws", "many"], "invalid"),
    (["validate", "nowhere"], "no such folder"),
    (["validate", "EMPTY"], "no case file"),
    (["pack", "lint", "no_such_pack"], "no such pack"),
    (["pack", "diff", "posterior_hip", "posterior_hip"], "--cases"),
    (["fly"], "invalid choice"),
    ([], "required"),
]


@pytest.mark.parametrize(("arguments", "says"), BAD_COMMANDS, ids=[" ".join(c[0]) or "nothing" for c in BAD_COMMANDS])
def test_a_bad_command_gets_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    good, empty = tmp_path / "good.yaml", tmp_path / "empty"
    good.write_text(GOOD)
    empty.mkdir()
    filled = [str(good) if a == "GOOD" else str(empty) if a == "EMPTY" else a for a in arguments]

    try:
        code = main(filled)
    except SystemExit as stop:
        code = stop.code

    assert code == 2
    assert says in one_line(capsys.readouterr().err)


def test_a_broken_pack_is_refused_in_one_line(tiny_pack_folder: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tiny_pack_folder / "sources.yaml").write_text("sources: [", encoding="utf-8")
    case = tmp_path / "case.yaml"
    case.write_text(GOOD)

    assert main(["assess", str(case), "--pack", str(tiny_pack_folder)]) == 2
    assert "fault" in one_line(capsys.readouterr().err)


def test_what_is_merely_unknown_is_a_warning_and_not_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(
        "region: posterior_hip\nsetting: moon base\ncolour_of_socks: blue\nfindings:\n"
        "  - {name: slump test, result: negative, kind: magic}\n  - {name: purple glow of the ear, result: positive}\n"
    )

    assert main(["assess", str(path), "--json"]) == 0

    answer = json.loads(capsys.readouterr().out)
    assert len(answer["warnings"]) == 3
    assert answer["setting"] == "sports_clinic"
    assert [n["name"] for n in answer["not_understood"]] == ["purple glow of the ear"]


def test_the_installed_command_prints_no_traceback(tmp_path: Path) -> None:
    path = tmp_path / "bomb.yaml"
    path.write_text("a: &a [x]\nb: *a\n")

    done = subprocess.run([sys.executable, "-m", "enthesis", "assess", str(path)], capture_output=True, text=True, check=False)

    assert done.returncode == 2
    one_line(done.stderr)
