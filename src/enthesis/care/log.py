"""What a patient writes down in a day: a morning check, sessions, runs. Every answer may be missing, and missing is never good news."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar

Number = TypeVar("Number", int, float)
TestSource = Literal["", "phone", "clinic"]
"""Where pain in a test position was told: by the patient on the phone, or in the clinic; empty in a log."""
Row = int | str
"""What an entry is called in the reasons: the line of a file, or the id of an event made on a phone."""


@dataclass(frozen=True, slots=True)
class Session:
    """One exercise as it was done on one day."""

    exercise: str
    sets: int | None = None
    repetitions: int | None = None
    load_kg: float | None = None
    rpe_0_10: float | None = None
    completed_share: float | None = None
    """Share of the planned dose that was done, 0 to 1."""
    pain_during_0_10: float | None = None
    pain_after_0_10: float | None = None
    settled_by_24_h: bool | None = None
    """The patient's own word, the day after, that pain was back to where it was before."""
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """One run."""

    run_km: float | None = None
    run_min: float | None = None
    run_pain_0_10: float | None = None
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class DayRecord:
    """Everything written down for one day. `None` and empty mean that nothing was said."""

    on: date
    morning_pain_0_10: float | None = None
    """Pain in the marker test, at a fixed time in the morning."""
    worst_pain_0_10: float | None = None
    """Worst pain of the last 24 hours."""
    sitting_min: float | None = None
    """Minutes of sitting to the first pain."""
    test_position_pain_0_10: float | None = None
    """Pain in the test position of the next phase, when it was tried."""
    test_position: str = ""
    """The exercise it was tried in; empty where the entry does not say."""
    test_position_source: TestSource = ""
    """Who told it."""
    yesterday_pain_0_10: float | None = None
    """Worst pain during yesterday's session, when it is told a day late."""
    yesterday_settled: bool | None = None
    """Whether pain after yesterday's session was back to where it was before by this morning."""
    flare_reported: bool = False
    signs: frozenset[str] = frozenset()
    """Ids of warning signs, as the region's pack has them."""
    sessions: tuple[Session, ...] = ()
    runs: tuple[Run, ...] = ()
    rows: tuple[Row, ...] = ()

    @property
    def said_nothing(self) -> bool:
        """Whether the day is blank; a word about yesterday alone says nothing of today."""
        return not (
            self.morning_pain_0_10 is not None
            or self.sessions
            or self.runs
            or self.signs
            or self.flare_reported
            or self.worst_pain_0_10 is not None
            or self.sitting_min is not None
            or self.test_position_pain_0_10 is not None
        )


def gather_days(entries: Iterable[DayRecord]) -> tuple[DayRecord, ...]:
    """Entries in any order, several to a day, as one record per day in order of date.

    Where two entries of a day disagree, the worse answer stands (more pain, less sitting, less done): a second look at the
    phone cannot take a bad answer away, and the order of entries cannot matter.
    """
    by_date: dict[date, list[DayRecord]] = {}
    for entry in entries:
        by_date.setdefault(entry.on, []).append(entry)
    return tuple(_merge_day(on, by_date[on]) for on in sorted(by_date))


def _merge_day(on: date, entries: list[DayRecord]) -> DayRecord:
    if len(entries) == 1 and len(entries[0].sessions) < 2 and len(entries[0].runs) < 2:
        return entries[0]
    by_exercise: dict[str, list[Session]] = {}
    tested = _worst_test(entries)
    for entry in entries:
        for session in entry.sessions:
            by_exercise.setdefault(session.exercise, []).append(session)
    return DayRecord(
        on=on,
        morning_pain_0_10=_highest(e.morning_pain_0_10 for e in entries),
        worst_pain_0_10=_highest(e.worst_pain_0_10 for e in entries),
        sitting_min=_lowest(e.sitting_min for e in entries),
        test_position_pain_0_10=tested.test_position_pain_0_10,
        test_position=tested.test_position,
        test_position_source=tested.test_position_source,
        yesterday_pain_0_10=_highest(e.yesterday_pain_0_10 for e in entries),
        yesterday_settled=_all_said(e.yesterday_settled for e in entries),
        flare_reported=any(e.flare_reported for e in entries),
        signs=frozenset(sign for e in entries for sign in e.signs),
        sessions=tuple(_merge_sessions(by_exercise[name]) for name in sorted(by_exercise)),
        runs=tuple(sorted((run for e in entries for run in e.runs), key=_run_key)),
        rows=_rows(row for e in entries for row in e.rows),
    )


def _worst_test(entries: list[DayRecord]) -> DayRecord:
    """The entry with the most pain in a test position; of two alike the same one in whatever order they come."""

    def rank(entry: DayRecord) -> tuple[float, str, str]:
        pain = entry.test_position_pain_0_10
        return (-1.0 if pain is None else pain, entry.test_position, entry.test_position_source)

    return max(entries, key=rank)


def _merge_sessions(sessions: list[Session]) -> Session:
    if len(sessions) == 1:
        return sessions[0]
    return Session(
        exercise=sessions[0].exercise,
        sets=_lowest(s.sets for s in sessions),
        repetitions=_lowest(s.repetitions for s in sessions),
        load_kg=_lowest(s.load_kg for s in sessions),
        rpe_0_10=_highest(s.rpe_0_10 for s in sessions),
        completed_share=_lowest(s.completed_share for s in sessions),
        pain_during_0_10=_highest(s.pain_during_0_10 for s in sessions),
        pain_after_0_10=_highest(s.pain_after_0_10 for s in sessions),
        settled_by_24_h=_all_said(s.settled_by_24_h for s in sessions),
        rows=_rows(row for s in sessions for row in s.rows),
    )


def _highest(values: Iterable[Number | None]) -> Number | None:
    return max((v for v in values if v is not None), default=None)


def _lowest(values: Iterable[Number | None]) -> Number | None:
    return min((v for v in values if v is not None), default=None)


def _all_said(answers: Iterable[bool | None]) -> bool | None:
    said = [answer for answer in answers if answer is not None]
    return all(said) if said else None


def _rows(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(sorted(set(rows), key=lambda row: (isinstance(row, str), row)))


def _run_key(run: Run) -> tuple[float, float, float]:
    return (run.run_km or 0.0, run.run_min or 0.0, run.run_pain_0_10 if run.run_pain_0_10 is not None else -1.0)
