"""A short way to write days of a log in tests, read by the product's own CSV reader.

Days are parted by `/`; a day holds words: `m2` morning pain 2, `bridge2` a session of the bridge with pain 2 and every other
answer good, `w5` worst pain, `s30` sitting minutes, `t2` pain in the next test position, `run5p1` a run of 5 km with pain 1,
`flare`, or the name of a warning sign. After a session: `,r9` effort, `,c0.5` completed, `,a4` pain after, `,no` / `,yes` settled,
`,k30` load; `,r?` and `,c?` leave the answer out, and `bridge?` leaves out the pain. An empty day is blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from care_pack import SIGNS, prescription, rulebook

from enthesis.care.course import Course
from enthesis.care.dose import Dose
from enthesis.care.log import DayRecord
from enthesis.care.log_file import COLUMNS, parse_log
from enthesis.care.progression import Decision, fold_days

START = date(2026, 1, 5)
BRIDGE = Dose(3, 8, None, 20.0)
CURL = Dose(3, 8, None, 30.0)
HOLD = Dose(3, None, 30)
RUN = re.compile(r"run([\d.]+)p([\d.]+|\?)(?:x([\d.]+))?")
SESSION = re.compile(r"([a-z_]+?)([\d.]+|\?)((?:,[a-z][^,]*)*)")
PLAIN = {"m": "morning_pain", "w": "worst_pain", "s": "sitting_min", "t": "test_pain"}


def csv_of(text: str) -> str:
    """The log as a CSV file."""
    names = [column.name for column in COLUMNS]
    lines = [",".join(names)]
    for number, words in enumerate(text.split("/")):
        day = (START + timedelta(number)).isoformat()
        lines += [",".join([day, *(cells.get(name, "") for name in names[1:])]) for cells in _rows(words.split())]
    return "\n".join(lines) + "\n"


def _rows(words: Iterable[str]) -> list[dict[str, str]]:
    day: dict[str, str] = {}
    rows: list[dict[str, str]] = []
    for word in words:
        if word == "flare":
            day["flare"] = "yes"
        elif word in SIGNS.id_as_written:
            day["warning_signs"] = ";".join(filter(None, [day.get("warning_signs"), word]))
        elif found := RUN.fullmatch(word):
            rows.append({"run_km": found[1], "run_pain": found[2].strip("?")})
        elif word[0] in PLAIN and word[1:].replace(".", "").isdigit():
            day[PLAIN[word[0]]] = word[1:]
        else:
            found = SESSION.fullmatch(word)
            assert found, word
            cells = {"exercise": found[1], "pain_during": found[2].strip("?"), "rpe": "6", "completed_share": "1"}
            for extra in filter(None, found[3].split(",")):
                key, value = {"n": ("settled_by_24_h", "no"), "y": ("settled_by_24_h", "yes")}.get(
                    extra[0],
                    (
                        {"r": "rpe", "c": "completed_share", "a": "pain_after", "k": "load_kg"}.get(extra[0], ""),
                        extra[1:].strip("?"),
                    ),
                )
                assert key, word
                cells[key] = value
            rows.append(cells)
    if day or rows:
        rows = rows or [{}]
        rows[0] |= day
    return rows


def days_of(text: str) -> tuple[DayRecord, ...]:
    """The log as records of days."""
    return parse_log(csv_of(text).encode(), "log.csv", SIGNS).days


def new_course(phase: str = "low", ceiling: int | None = None, exercises: str = "bridge", run_level: str | None = None) -> Course:
    """A course of the small pack with doses in the middle of their ladders."""
    course = Course(rulebook(ceiling), START, phase, run_level)
    for name in exercises.split():
        dose = {"hold": HOLD, "easy_bridge": Dose(3, 8), "curl": CURL}.get(name, BRIDGE)
        course.prescribe(prescription(name, dose))
    return course


def decide(text: str, course: Course | None = None) -> tuple[Course, list[Decision]]:
    """Fold a log; the course and every decision."""
    course = course or new_course()
    until = START + timedelta(text.count("/"))
    return course, list(fold_days(course, days_of(text), until))
