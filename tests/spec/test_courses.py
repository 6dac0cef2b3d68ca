"""The published courses: what is made up says so, what is published is kept, and the page shows what the engine really says."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from enthesis.cli.main import main
from enthesis.knowledge.document import read_document
from enthesis.reasoning.case import read_case

ROOT = Path(__file__).parents[2]
COURSES = sorted((ROOT / "cases" / "courses").iterdir())
IDS = [folder.name for folder in COURSES]


def _course(folder: Path) -> dict[str, Any]:
    return read_document(folder / "course.yaml").value


def _rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "log.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def test_there_are_two_courses() -> None:
    assert IDS == ["campos-villegas-2024", "cushman-rho-2015"]


@pytest.mark.parametrize("folder", COURSES, ids=IDS)
def test_a_course_names_its_source_and_how_it_was_read(folder: Path) -> None:
    course = _course(folder)
    assert course["citation"] and course["link"].startswith("https://") and course["read"] == "abstract"
    assert course["facts"] and course["not_known"] and course["counted"]
    assert read_case(folder / "case.yaml").diagnosis == ("proximal hamstring tendinopathy",)


@pytest.mark.parametrize("folder", COURSES, ids=IDS)
def test_every_line_of_a_log_says_that_it_is_simulated(folder: Path) -> None:
    assert {row["note"] for row in _rows(folder)} == {"simulated"}


def test_the_log_passes_through_the_published_pain() -> None:
    folder = ROOT / "cases" / "courses" / "campos-villegas-2024"
    by_day = {row["date"]: int(row["worst_pain"]) for row in _rows(folder)}
    days = sorted(by_day)
    assert (by_day[days[0]], by_day["2026-02-16"], by_day[days[-1]]) == (7, 5, 1)


def test_logs_and_page_are_what_the_script_writes() -> None:
    done = subprocess.run(
        [sys.executable, "scripts/courses.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("folder", COURSES, ids=IDS)
def test_a_course_is_planned_and_replayed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case, log = str(folder / "case.yaml"), str(folder / "log.csv")
    assert main(["plan", case]) == 0
    assert "proximal hamstring tendinopathy" in capsys.readouterr().out
    assert main(["simulate-course", case, "--log", log]) == 0
    assert "HOLD" in capsys.readouterr().out
