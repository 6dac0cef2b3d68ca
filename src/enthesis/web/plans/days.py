"""What the patient told, day by day, and how much of the plan was done."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from enthesis.actions.plan_record import PlanRecord
from enthesis.actions.told_events import StandingEvent
from enthesis.care.plan_document import PlanDocument, read_plan_document
from enthesis.records.plans import DailyEventKind

WEEK = datetime.timedelta(days=7)


@dataclass(frozen=True)
class SessionTold:
    """One exercise done on one day; what was not told is None."""

    exercise: str
    sets: int | None
    repetitions: int | None
    load_kg: float | None
    effort_0_10: float | None
    share: float | None
    pain_during_0_10: float | None
    pain_after_0_10: float | None


@dataclass
class Day:
    """One day as told. None: not told, which is never good news."""

    day: datetime.date
    marker_0_10: float | None = None
    worst_0_10: float | None = None
    sitting_min: float | None = None
    settled: bool | None = None
    test_0_10: float | None = None
    """Pain in the position in which the next phase is tried, as told on the phone."""
    sessions: list[SessionTold] = field(default_factory=list[SessionTold])
    run_km: float | None = None
    run_pain_0_10: float | None = None
    warnings: list[str] = field(default_factory=list[str])
    morning_told: bool = False
    new: bool = False
    """It holds something that no clinician has looked at."""

    @property
    def during_0_10(self) -> float | None:
        """The worst pain in the exercises of the day."""
        return max((s.pain_during_0_10 for s in self.sessions if s.pain_during_0_10 is not None), default=None)


def days_told(record: PlanRecord) -> tuple[Day, ...]:
    """Every day something was told about, the oldest first."""
    days: dict[datetime.date, Day] = {}
    for event in record.events:
        day = days.setdefault(event.day, Day(event.day))
        day.new = day.new or event.id not in record.reviewed
        _take(day, event)
    return tuple(days[day] for day in sorted(days))


def _take(day: Day, event: StandingEvent) -> None:
    said = event.content
    match event.kind:
        case DailyEventKind.MORNING:
            day.morning_told = True
            day.marker_0_10 = worse(day.marker_0_10, said.get("marker_pain_0_10"))
            day.worst_0_10 = worse(day.worst_0_10, said.get("worst_pain_24_h_0_10"))
            day.sitting_min = said.get("sitting_min", day.sitting_min)
            day.settled = said.get("settled_by_24_h", day.settled)
            day.test_0_10 = worse(day.test_0_10, said.get("test_position_pain_0_10"))
        case DailyEventKind.SESSION:
            names = ("sets", "repetitions", "load_kg", "rpe_0_10", "completed_share", "pain_during_0_10", "pain_after_0_10")
            day.sessions.append(SessionTold(str(said["exercise"]), *(said.get(name) for name in names)))
        case DailyEventKind.RUN:
            if said.get("km") is not None:
                day.run_km = (day.run_km or 0.0) + said["km"]
            day.run_pain_0_10 = worse(day.run_pain_0_10, said.get("pain_0_10"))
        case DailyEventKind.SITTING:
            day.sitting_min = said["minutes"]
        case DailyEventKind.WARNING:
            day.warnings.append(str(said["what"]))
        case _:
            return


def worse(one: float | None, other: float | None) -> float | None:
    """The higher of two pains; a missing one takes nothing away from the other."""
    told = [pain for pain in (one, other) if pain is not None]
    return max(told) if told else None


@dataclass(frozen=True)
class WeekDone:
    """One week of the plan."""

    first: datetime.date
    n_days: int
    """Days of it that have passed, today included, 1 to 7."""
    done: int
    """Exercise sessions told: each exercise counts once a day."""
    due: int
    """Sessions the plan asked for in the days that have passed."""
    run_km: float


def weeks_done(record: PlanRecord, days: Iterable[Day], first: datetime.date, today: datetime.date) -> tuple[WeekDone, ...]:
    """The weeks since a day, the oldest first.

    Assumes: sessions are spread evenly over a week, so that of a week that is not over a part is due, rounded down. Each day
    is due what the version says that held at its end, and nothing in a flare or on hold.
    """
    told = list(days)
    due_from = [(day, 0 if d.overlay else sum(e.dose.sessions_per_week for e in d.exercises)) for day, d in documents_of(record)]
    weeks: list[WeekDone] = []
    while first <= today:
        last = min(first + WEEK - datetime.timedelta(days=1), today)
        n_days = (last - first).days + 1
        due = sum(_standing(due_from, first + datetime.timedelta(days=n)) for n in range(n_days)) // 7
        within = [day for day in told if first <= day.day <= last]
        done = sum(len({session.exercise for session in day.sessions}) for day in within)
        km = sum(day.run_km or 0.0 for day in within)
        weeks.append(WeekDone(first, n_days, done, due, km))
        first += WEEK
    return tuple(weeks)


def _standing(from_day: Sequence[tuple[datetime.date, int]], day: datetime.date) -> int:
    """The last value that holds from that day or an earlier one on; 0 before the first."""
    return next((value for since, value in reversed(from_day) if since <= day), 0)


def documents_of(record: PlanRecord) -> Sequence[tuple[datetime.date, PlanDocument]]:
    """From which day on which document held, the oldest first."""
    zone = ZoneInfo(record.time_zone)
    return [(version.made_at.astimezone(zone).date(), read_plan_document(version.document)) for version in record.versions]
