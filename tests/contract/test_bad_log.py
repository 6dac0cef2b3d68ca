"""A log that cannot be used gets one clear sentence with its line, and exit 2."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from enthesis.cli.main import main

HEADER = (
    "date,exercise,sets,reps,load_kg,rpe,completed_share,pain_during,pain_after,morning_pain,sitting_min,run_km,run_pain,note\n"
)
ROW = "2026-01-05,ham_bridge_sl,3,8,20,6,1,2,1,2,30,,,\n"

# (what is wrong, the file's content, words that the one line must hold)
BAD_LOGS: list[tuple[str, str | bytes, str]] = [
    ("empty file", "", "empty"),
    ("blank lines", "\n\n\n", "empty"),
    ("header alone", HEADER, "no rows"),
    ("no header", ROW, "no column 'date'"),
    ("binary", b"\x00\x01\x02\xff", "not text"),
    ("a picture", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not text"),
    ("UTF-16", (HEADER + ROW).encode("utf-16"), "not text"),
    ("Latin-1 letters", (HEADER + "2026-01-05,,,,,,,,,2,,,,mal\xe9\n").encode("latin-1"), "not UTF-8"),
    ("10 MB", HEADER + ROW * 200_000, "bytes"),
    ("too many rows", HEADER + "2026-01-05,,,,,,,,,2,,,,\n" * 60_001, "more than 60,000 rows"),
    ("a column twice", HEADER.strip() + ",rpe\n" + ROW.strip() + ",6\n", "'rpe' stands twice"),
    ("a misspelt column", HEADER.replace("morning_pain", "mornng_pain") + ROW, "did you mean 'morning_pain'"),
    ("an unclosed quote", HEADER + '2026-01-05,"ham_bridge_sl,3,8,20,6,1,2,1,2,30,,,\n', "not valid CSV"),
    ("more cells than columns", HEADER + ROW.strip() + ",extra\n", "15 cells for 14 columns"),
    ("no date", HEADER + ",ham_bridge_sl,3,8,20,6,1,2,1,2,30,,,\n", "the date is missing"),
    ("a date the other way round", HEADER + "05.01.2026,,,,,,,,,2,,,,\n", "YYYY-MM-DD"),
    ("a day that does not exist", HEADER + "2026-02-30,,,,,,,,,2,,,,\n", "no day 2026-02-30"),
    ("a year far away", HEADER + "0026-01-05,,,,,,,,,2,,,,\n", "correct the year"),
    ("a course of a lifetime", HEADER + "1960-01-05,,,,,,,,,2,,,,\n" + ROW, "reaches from 1960-01-05"),
    ("pain above ten", HEADER + "2026-01-05,,,,,,,,,11,,,,\n", "outside 0 to 10"),
    ("pain below nothing", HEADER + "2026-01-05,,,,,,,,,-1,,,,\n", "outside 0 to 10"),
    ("pain in words", HEADER + "2026-01-05,,,,,,,,,some,,,,\n", "not a number"),
    ("pain out of ten", HEADER + "2026-01-05,,,,,,,,,3/10,,,,\n", "not a number"),
    ("not a number", HEADER + "2026-01-05,,,,,,,,,nan,,,,\n", "not a number"),
    ("infinite", HEADER + "2026-01-05,,,,,,,,,inf,,,,\n", "not a number"),
    ("endless", HEADER + "2026-01-05,,,,,,,,,1e999,,,,\n", "outside 0 to 10"),
    ("a decimal comma", HEADER + '2026-01-05,ham_bridge_sl,3,8,"2,5",6,1,2,1,2,30,,,\n', "decimal point"),
    ("half a set", HEADER + "2026-01-05,ham_bridge_sl,2.5,8,20,6,1,2,1,2,30,,,\n", "not a whole number"),
    ("a share in percent", HEADER + "2026-01-05,ham_bridge_sl,3,8,20,6,80,2,1,2,30,,,\n", "outside 0 to 1"),
    ("an impossible load", HEADER + "2026-01-05,ham_bridge_sl,3,8,9000,6,1,2,1,2,30,,,\n", "outside 0 to 500"),
    ("more minutes than a day has", HEADER + "2026-01-05,,,,,,,,,2,2000,,,\n", "outside 0 to 1440"),
    ("sets without an exercise", HEADER + "2026-01-05,,3,8,,,,,,2,,,,\n", "'sets' is given without an exercise"),
    ("a very long exercise", HEADER + f"2026-01-05,{'x' * 500},3,8,,,,,,2,,,,\n", "500 letters"),
    ("neither yes nor no", HEADER.strip() + ",settled_by_24_h\n" + ROW.strip() + ",perhaps\n", "write yes or no"),
    ("an unknown warning sign", HEADER.strip() + ",warning_signs\n" + ROW.strip() + ",hiccups\n", "'hiccups' is not a warning sign"),
]  # fmt: skip


def one_line(text: str) -> str:
    lines = text.strip().splitlines()
    assert len(lines) == 1, f"one line is expected, not {lines!r}"
    assert "Traceback" not in text
    return lines[0]


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "case.yaml"
    path.write_text("region: posterior_hip\n")
    return path


@pytest.mark.parametrize(("wrong", "content", "says"), BAD_LOGS, ids=[row[0] for row in BAD_LOGS])
def test_a_bad_log_gets_one_sentence(
    case: Path, capsys: pytest.CaptureFixture[str], wrong: str, content: str | bytes, says: str
) -> None:
    log = case.parent / "log.csv"
    log.write_bytes(content if isinstance(content, bytes) else content.encode())

    code = main(["simulate-course", str(case), "--log", str(log)])

    captured = capsys.readouterr()
    line = one_line(captured.err)
    assert code == 2 and captured.out == ""
    assert says in line and str(log) in line
    assert ";" in line, "how to mend it is missing"


BAD_COMMANDS = [
    (["CASE"], "--log"),
    (["CASE", "--log", "nowhere.csv"], "cannot be read"),
    (["CASE", "--log", "."], "folder"),
    (["nowhere.yaml", "--log", "LOG"], "cannot be read"),
    (["REGIONLESS", "--log", "LOG"], "names no region"),
    (["CASE", "--log", "LOG", "--pack", "no_such_pack"], "no such pack"),
    (["CASE", "--log", "LOG", "--phase", "moon"], "not a phase"),
    (["CASE", "--log", "LOG", "--ceiling", "6"], "outside 0 to 5"),
    (["CASE", "--log", "LOG", "--ceiling", "low"], "invalid"),
]


@pytest.mark.parametrize(("arguments", "says"), BAD_COMMANDS, ids=[" ".join(row[0]) for row in BAD_COMMANDS])
def test_a_bad_command_gets_one_sentence(case: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str) -> None:
    log, regionless = case.parent / "log.csv", case.parent / "regionless.yaml"
    log.write_text(HEADER + ROW)
    regionless.write_text("age: 40\n")
    names = {"CASE": str(case), "LOG": str(log), "REGIONLESS": str(regionless)}
    try:
        code: object = main(["simulate-course", *(names.get(word, word) for word in arguments)])
    except SystemExit as stop:
        code = stop.code
    assert code == 2
    assert says in one_line(capsys.readouterr().err)


def test_the_answer_has_the_keys_of_the_contract(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = case.parent / "log.csv"
    log.write_text(HEADER + "2026-01-07,Single-leg bridge,3,8,20,6,1,2,1,2,30,,,\n" + ROW + "2026-01-08,,,,,,,,,2,,5,1,\n")

    assert main(["simulate-course", str(case), "--log", str(log), "--json"]) == 0

    answer = json.loads(capsys.readouterr().out)
    assert [day["date"] for day in answer["days"]] == ["2026-01-05", "2026-01-06", "2026-01-07", "2026-01-08"]
    for day in answer["days"]:
        assert {"date", "decision", "because", "patient_sentence", "changes", "phase", "run_level"} <= day.keys()
        assert day["decision"] in ("refer", "flare", "regress", "hold", "progress")
    assert answer["days"][0]["because"]["rows"] == [3]
    assert answer["days"][-1]["decision"] == "hold"
    assert answer["warnings"] == []


def test_what_is_merely_unknown_is_a_warning(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = case.parent / "log.csv"
    log.write_text("date,exercise,sets,reps,mood\n2026-01-05,handstand push-up,3,8,good\n")

    assert main(["simulate-course", str(case), "--log", str(log), "--json"]) == 0

    answer = json.loads(capsys.readouterr().out)
    assert any("'mood'" in text for text in answer["warnings"])
    assert any("'handstand push-up'" in text for text in answer["warnings"])


def test_the_installed_command_prints_no_traceback(case: Path) -> None:
    log = case.parent / "log.csv"
    log.write_bytes(b"\xff\xfe")
    words = [sys.executable, "-m", "enthesis", "simulate-course", str(case), "--log", str(log)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    one_line(done.stderr)
