"""Read a log: a CSV of days (DESIGN 3.6), checked line by line, with one sentence for the first thing that is wrong."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from enthesis.care.log import DayRecord, Run, Session, gather_days
from enthesis.care.warning_words import signs_in_note
from enthesis.knowledge.warning_signs import NIGHT_PAIN, WarningSigns
from enthesis.terms.fault import UnusableInput

LARGEST_LOG_BYTES = 5_000_000
"""Ten years of three exercises a day are about one megabyte."""
MOST_ROWS = 60_000
LONGEST_LOG_DAYS = 40 * 366
LONGEST_EXERCISE_NAME = 120
NEAR_MISS = 0.8
"""Similarity from which an unknown column is taken for a misspelling of a known one."""
NO_SIGNS = WarningSigns()
NEEDS_EXERCISE = ("sets", "reps", "load_kg", "rpe", "completed_share", "pain_during", "pain_after", "settled_by_24_h")


@dataclass(frozen=True)
class Column:
    """One column of the log: what may stand in it."""

    name: str
    kind: str
    """number, whole, yes_no, words, text or date."""
    lowest: float
    highest: float
    unit: str
    meaning: str


COLUMNS: tuple[Column, ...] = (
    Column("date", "date", 0, 0, "YYYY-MM-DD", "the day; every line has one"),
    Column("exercise", "text", 0, 0, "", "id, name or synonym of the exercise that was done; empty on a line without one"),
    Column("sets", "whole", 0, 50, "sets", "sets done"),
    Column("reps", "whole", 0, 500, "repetitions", "repetitions per set"),
    Column("load_kg", "number", 0, 500, "kg", "load used"),
    Column("rpe", "number", 0, 10, "0-10", "how hard it was"),
    Column("completed_share", "number", 0, 1, "share", "how much of the planned dose was done"),
    Column("pain_during", "number", 0, 10, "0-10", "worst pain during the exercise"),
    Column("pain_after", "number", 0, 10, "0-10", "pain right after"),
    Column("morning_pain", "number", 0, 10, "0-10", "pain in the marker test that morning"),
    Column("sitting_min", "number", 0, 1440, "minutes", "sitting time to the first pain"),
    Column("run_km", "number", 0, 250, "km", "length of a run"),
    Column("run_pain", "number", 0, 10, "0-10", "worst pain in the run"),
    Column("note", "text", 0, 0, "", "free words; read for warning signs only"),
    Column("settled_by_24_h", "yes_no", 0, 0, "yes or no", "optional: whether pain was back to where it was a day later"),
    Column("worst_pain", "number", 0, 10, "0-10", "optional: worst pain of the last 24 hours"),
    Column("test_pain", "number", 0, 10, "0-10", "optional: pain in the test position of the next phase"),
    Column("night_pain", "number", 0, 10, "0-10", "optional: pain that wakes at night; above 0 is a warning sign"),
    Column("run_min", "number", 0, 1440, "minutes", "optional: length of the run in time"),
    Column("flare", "yes_no", 0, 0, "yes or no", "optional: the patient calls it a flare"),
    Column("warning_signs", "words", 0, 0, "", "optional: one or more of the region's warning signs, separated by ';'"),
)  # fmt: skip
COLUMN_BY_NAME: Mapping[str, Column] = {column.name: column for column in COLUMNS}
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_YES_NO = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False}


@dataclass(frozen=True)
class Log:
    """A log as read: one record per day, in order of date."""

    days: tuple[DayRecord, ...]
    warnings: tuple[str, ...]


def read_log(path: Path, signs: WarningSigns) -> Log:
    """Read the log at `path`.

    Args:
        signs: of the region, for the column `warning_signs` and for notes.

    Raises:
        UnusableInput: the first thing wrong, with its line and how to mend it.
    """
    name = str(path)
    try:
        if path.is_dir():
            raise UnusableInput(name, "this is a folder", "name one CSV file in it")
        size = path.stat().st_size
        if size > LARGEST_LOG_BYTES:
            raise UnusableInput(
                name,
                f"the log has {size:,} bytes, over the limit of {LARGEST_LOG_BYTES // 1_000_000} MB",
                "is it the right file?",
            )
        raw = path.read_bytes()
    except OSError as error:
        raise UnusableInput(name, f"cannot be read ({error.strerror})", "check the name and the permissions") from None
    return parse_log(raw, name, signs)


def parse_log(raw: bytes, name: str, signs: WarningSigns = NO_SIGNS) -> Log:
    """Read a log from bytes; see `read_log`."""
    if len(raw) > LARGEST_LOG_BYTES:
        raise UnusableInput(name, f"the log has {len(raw):,} bytes, over the limit", "is it the right file?")
    if b"\x00" in raw:
        raise UnusableInput(name, "this is not text (it holds zero bytes)", "save the log as a CSV file in UTF-8")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnusableInput(name, f"byte {error.start} is not UTF-8 text", "save the log as a CSV file in UTF-8") from None
    if not text.strip():
        raise UnusableInput(name, "the log is empty", f"start with the line {','.join(c.name for c in COLUMNS[:14])}")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    entries: list[DayRecord] = []
    header: tuple[str | None, ...] | None = None
    warnings: list[str] = []
    try:
        for cells in reader:
            line = reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if header is None:
                header = _header(cells, f"{name}, line {line}", warnings)
                continue
            if len(entries) >= MOST_ROWS:
                raise UnusableInput(f"{name}, line {line}", f"more than {MOST_ROWS:,} rows", "is it one patient?")
            entries.append(_entry(header, cells, name, line, signs))
    except csv.Error as error:
        raise UnusableInput(
            f"{name}, line {reader.line_num}", f"not valid CSV ({error})", "close every quote, one row a line"
        ) from None
    if not entries:
        raise UnusableInput(name, "the log has a header and no rows", "add one line for each day or exercise")
    days = gather_days(entries)
    if (days[-1].on - days[0].on).days > LONGEST_LOG_DAYS:
        raise UnusableInput(name, f"the log reaches from {days[0].on} to {days[-1].on}", "correct the year of one of the dates")
    return Log(days, tuple(warnings))


def _header(cells: list[str], where: str, warnings: list[str]) -> tuple[str | None, ...]:
    names = [cell.strip().lower() for cell in cells]
    found: list[str | None] = []
    for name in names:
        if name in COLUMN_BY_NAME:
            if name in found:
                raise UnusableInput(where, f"the column '{name}' stands twice", "keep one of the two")
            found.append(name)
            continue
        near = get_close_matches(name, COLUMN_BY_NAME, n=1, cutoff=NEAR_MISS)
        if near:
            raise UnusableInput(where, f"'{_short(name)}' is not a known column", f"did you mean '{near[0]}'?")
        if name:
            warnings.append(f"{where}: the column '{_short(name)}' is not known and was not used")
        found.append(None)
    if "date" not in found:
        raise UnusableInput(
            where, "there is no column 'date'", f"the first line names the columns: {','.join(c.name for c in COLUMNS[:14])}"
        )
    return tuple(found)


def _entry(header: tuple[str | None, ...], cells: list[str], name: str, line: int, signs: WarningSigns) -> DayRecord:
    where = f"{name}, line {line}"
    if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
        raise UnusableInput(where, f"{len(cells)} cells for {len(header)} columns", "put text with commas into quotes")
    row = _Row({key: cell.strip() for key, cell in zip(header, cells, strict=False) if key is not None}, where)
    rows = (line,)
    exercise = row.text("exercise")
    session = Session(
        exercise=exercise or "",
        sets=row.whole("sets"),
        repetitions=row.whole("reps"),
        load_kg=row.number("load_kg"),
        rpe_0_10=row.number("rpe"),
        completed_share=row.number("completed_share"),
        pain_during_0_10=row.number("pain_during"),
        pain_after_0_10=row.number("pain_after"),
        settled_by_24_h=row.yes_no("settled_by_24_h"),
        rows=rows,
    )
    if exercise is None:
        told = next((key for key in NEEDS_EXERCISE if row.text(key)), None)
        if told is not None:
            raise UnusableInput(where, f"'{told}' is given without an exercise", "name the exercise, or empty the cell")
    run = Run(row.number("run_km"), row.number("run_min"), row.number("run_pain"), rows)
    ran = run.run_km is not None or run.run_min is not None or run.run_pain_0_10 is not None
    night = row.number("night_pain")
    return DayRecord(
        on=row.day("date"),
        morning_pain_0_10=row.number("morning_pain"),
        worst_pain_0_10=row.number("worst_pain"),
        sitting_min=row.number("sitting_min"),
        test_position_pain_0_10=row.number("test_pain"),
        flare_reported=row.yes_no("flare") or False,
        signs=row.signs("warning_signs", signs)
        | signs_in_note(row.text("note") or "", signs)
        | (frozenset({NIGHT_PAIN}) if night else frozenset[str]()),
        sessions=(session,) if exercise is not None else (),
        runs=(run,) if ran else (),
        rows=rows,
    )


class _Row:
    """The cells of one line, by column. An empty cell is a missing answer."""

    def __init__(self, cells: dict[str, str], where: str) -> None:
        self._cells = cells
        self._where = where

    def text(self, key: str) -> str | None:
        """Text as written, None when empty."""
        found = self._cells.get(key) or None
        if key == "exercise" and found is not None and len(found) > LONGEST_EXERCISE_NAME:
            raise UnusableInput(self._where, f"the exercise has {len(found)} letters", "name it in a few words, or by its id")
        return found

    def number(self, key: str) -> float | None:
        """A number inside the column's range."""
        written = self._cells.get(key)
        if not written:
            return None
        column = COLUMN_BY_NAME[key]
        if _NUMBER.fullmatch(written) is None:
            mend = "write a plain number, or leave the cell empty"
            if "," in written:
                mend = "write a decimal point, or leave the cell empty"
            raise UnusableInput(self._where, f"{key} is '{_short(written)}', which is not a number", mend)
        value = float(written)
        if not column.lowest <= value <= column.highest:
            raise UnusableInput(
                self._where,
                f"{key} is {_short(written)}, which is outside {column.lowest:g} to {column.highest:g} ({column.unit})",
                "correct it or leave the cell empty",
            )
        return value

    def whole(self, key: str) -> int | None:
        """A whole number inside the column's range."""
        value = self.number(key)
        if value is not None and not value.is_integer():
            raise UnusableInput(
                self._where, f"{key} is {value:g}, which is not a whole number", "correct it or leave the cell empty"
            )
        return None if value is None else int(value)

    def yes_no(self, key: str) -> bool | None:
        """Yes or no."""
        written = self._cells.get(key)
        if not written:
            return None
        if written.lower() not in _YES_NO:
            raise UnusableInput(self._where, f"{key} is '{_short(written)}'", "write yes or no, or leave the cell empty")
        return _YES_NO[written.lower()]

    def day(self, key: str) -> date:
        """A date."""
        written = self._cells.get(key)
        if not written:
            raise UnusableInput(self._where, "the date is missing", "write it as YYYY-MM-DD")
        if _DATE.fullmatch(written) is None:
            raise UnusableInput(self._where, f"the date is '{_short(written)}'", "write it as YYYY-MM-DD")
        try:
            found = date.fromisoformat(written)
        except ValueError:
            raise UnusableInput(self._where, f"there is no day {written}", "correct the date") from None
        if not 1950 <= found.year <= 2150:
            raise UnusableInput(self._where, f"the date is {written}", "correct the year")
        return found

    def signs(self, key: str, known: WarningSigns) -> frozenset[str]:
        """Warning signs by name."""
        written = [part.strip().lower().replace(" ", "_") for part in (self._cells.get(key) or "").split(";") if part.strip()]
        for word in written:
            if word not in known.id_as_written:
                mend = f"use {', '.join(known.by_id)}" if known.signs else "empty the cell: the region has none"
                raise UnusableInput(self._where, f"'{_short(word)}' is not a warning sign of this region", mend)
        return frozenset(known.id_as_written[word] for word in written)


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 40 else plain[:37] + "..."
