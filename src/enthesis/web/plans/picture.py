"""Pain, load and what was done on one time axis, as places in a drawing that the template writes out.

It survives greyscale and print: what is told apart by colour is told apart by shape or dash as well.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from enthesis.actions.plan_record import PlanRecord
from enthesis.actions.rehabilitation import get_rehabilitation
from enthesis.care.plan_document import PlanDocument
from enthesis.records.plans import StepDecision
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.plans.days import Day, WeekDone, documents_of
from enthesis.web.plans.differences import phase_name

WIDTH, LEFT, RIGHT = 720.0, 30.0, 712.0
PAIN, LOAD, DONE, RUNS = (58.0, 208.0), (252.0, 342.0), (400.0, 452.0), (508.0, 556.0)
"""Top and bottom of each lane."""
MOST_DAYS, FEWEST_DAYS = 84, 14
MOST_LOADS = 3
LONGEST_GAP_DAYS = 2
"""Two mornings further apart are not joined: a line would say something about the days between."""

Place = Callable[[datetime.date], float]
"""Where a day lies on the time axis."""


@dataclass(frozen=True)
class Mark:
    """A point with what it says."""

    x: float
    y: float
    says: str


@dataclass(frozen=True)
class Line:
    """One series: polylines and points, and what it is called."""

    lines: tuple[str, ...]
    points: tuple[Mark, ...]
    label: str


@dataclass(frozen=True)
class Bar:
    """One week: how much of it was done."""

    x: float
    width: float
    done_y: float
    done_height: float
    due_y: float
    due_height: float
    label: str
    says: str


@dataclass(frozen=True)
class Band:
    """A stretch of time with a name at its top."""

    x: float
    width: float
    name: str
    odd: bool


@dataclass(frozen=True)
class CoursePicture:
    """The whole picture, in its own units."""

    width: float
    height: float
    axis_y: float
    left: float
    right: float
    title: str
    says: str
    phases: tuple[Band, ...]
    pain_grid: tuple[tuple[float, str], ...]
    ceiling_y: float
    ceiling: int
    marker: Line
    during: tuple[Mark, ...]
    run_pain: tuple[Mark, ...]
    load_grid: tuple[tuple[float, str], ...]
    loads: tuple[Line, ...]
    weeks: tuple[Bar, ...]
    runs: tuple[Bar, ...]
    versions: tuple[Mark, ...]
    flares: tuple[Mark, ...]
    warnings: tuple[Mark, ...]
    ticks: tuple[tuple[float, str], ...]
    lanes: tuple[tuple[float, str, str], ...]
    """(y, name, what it shows) of each lane."""
    shows_runs: bool


def draw_course(
    record: PlanRecord,
    days: Sequence[Day],
    weeks: Sequence[WeekDone],
    first: datetime.date,
    today: datetime.date,
    time: ClinicTime,
) -> CoursePicture:
    """The picture from a first day to today.

    Args:
        days: what was told, the oldest first; days outside are left out.
        weeks: the weeks from `first` on.
    """
    shown = [day for day in days if first <= day.day <= today]
    span = max((today - first).days, FEWEST_DAYS - 1)

    def x_of(day: datetime.date) -> float:
        return round(LEFT + 6 + ((day - first).days / span) * (RIGHT - LEFT - 12), 1)

    def day_words(day: datetime.date) -> str:
        return time.short_day(day)

    documents = documents_of(record)
    ceiling = documents[-1][1].pain_ceiling_0_10
    runs = any(week.run_km for week in weeks)
    bottom = RUNS[1] if runs else DONE[1]
    marker = [(day.day, day.marker_0_10) for day in shown if day.marker_0_10 is not None]
    return CoursePicture(
        width=WIDTH,
        height=bottom + 44,
        axis_y=bottom + 8,
        left=LEFT,
        right=RIGHT,
        title=_("Pain, load and sessions from %(first)s to %(last)s") % {"first": day_words(first), "last": day_words(today)},
        says=_in_words(shown, weeks),
        phases=_phases(record.region, documents, first, today, x_of),
        pain_grid=tuple((_y(value, 10.0, PAIN), str(value)) for value in (0, 2, 4, 6, 8, 10)),
        ceiling_y=_y(ceiling, 10.0, PAIN),
        ceiling=ceiling,
        marker=Line(
            _joined(marker, x_of, 10.0, PAIN),
            tuple(Mark(x_of(d), _y(v, 10.0, PAIN), f"{day_words(d)}: {_('morning marker')} {v:g}") for d, v in marker),
            "",
        ),
        during=tuple(
            Mark(
                x_of(d.day), _y(d.during_0_10, 10.0, PAIN), f"{day_words(d.day)}: {_('pain in the exercises')} {d.during_0_10:g}"
            )
            for d in shown
            if d.during_0_10 is not None
        ),
        run_pain=tuple(
            Mark(x_of(d.day), _y(d.run_pain_0_10, 10.0, PAIN), f"{day_words(d.day)}: {_('pain in the run')} {d.run_pain_0_10:g}")
            for d in shown
            if d.run_pain_0_10 is not None
        ),
        load_grid=tuple((_y(value, _top(shown), LOAD), f"{value:g}") for value in (0.0, _top(shown) / 2, _top(shown))),
        loads=_loads(record.region, shown, x_of, day_words),
        weeks=tuple(_week_bar(week, x_of, weeks, day_words) for week in weeks),
        runs=tuple(_run_bar(week, x_of, weeks, day_words) for week in weeks) if runs else (),
        versions=tuple(
            Mark(x_of(max(day, first)), PAIN[0], _("version %(n)d, %(day)s") % {"n": v.number, "day": day_words(day)})
            for (day, _document), v in zip(documents, record.versions, strict=True)
            if v.number > 1 and first <= day <= today
        ),
        flares=tuple(
            Mark(x_of(step.day), bottom + 20, _("flare, %(day)s") % {"day": day_words(step.day)})
            for step in record.steps
            if step.decision == StepDecision.FLARE and first <= step.day <= today
        ),
        warnings=tuple(
            Mark(x_of(d.day), bottom + 20, _("warning sign told, %(day)s") % {"day": day_words(d.day)})
            for d in shown
            if d.warnings
        ),
        ticks=_ticks(first, today, x_of, time),
        lanes=_lanes(runs, bool(_top(shown) and any(s.load_kg for d in shown for s in d.sessions))),
        shows_runs=runs,
    )


def _y(value: float | None, top: float, lane: tuple[float, float]) -> float:
    high, low = lane
    return round(low - ((value or 0.0) / top) * (low - high), 1)


def _joined(values: Sequence[tuple[datetime.date, float]], x_of: Place, top: float, lane: tuple[float, float]) -> tuple[str, ...]:
    """Polylines through neighbouring days; a gap is left open."""
    pieces: list[list[str]] = []
    last: datetime.date | None = None
    for day, value in values:
        if last is None or (day - last).days > LONGEST_GAP_DAYS:
            pieces.append([])
        pieces[-1].append(f"{x_of(day)},{_y(value, top, lane)}")
        last = day
    return tuple(" ".join(piece) for piece in pieces if len(piece) > 1)


def _top(days: Sequence[Day]) -> float:
    """The top of the load's axis, kg: the next multiple of 10 (of 4 below 10)."""
    heaviest = max((s.load_kg or 0.0 for day in days for s in day.sessions), default=0.0)
    step = 4.0 if heaviest <= 8 else 10.0
    return max(step, -(-heaviest // step) * step)


def _loads(region: str, days: Sequence[Day], x_of: Place, day_words: Callable[[datetime.date], str]) -> tuple[Line, ...]:
    """The weight of the exercises that are done with one most often, each a line of its own."""
    told: dict[str, list[tuple[datetime.date, float]]] = {}
    for day in days:
        for session in day.sessions:
            if session.load_kg:
                told.setdefault(session.exercise, []).append((day.day, session.load_kg))
    names = get_rehabilitation(region).exercise_by_id
    ordered = sorted(told.items(), key=lambda item: (-len(item[1]), item[0]))[:MOST_LOADS]
    top = _top(days)
    lines: list[Line] = []
    for exercise, values in ordered:
        name = names[exercise].name if exercise in names else exercise.replace("_", " ")
        points = tuple(Mark(x_of(d), _y(v, top, LOAD), f"{day_words(d)}: {name} {v:g} kg") for d, v in values)
        joined = " ".join(f"{mark.x},{mark.y}" for mark in points)
        lines.append(Line((joined,) if len(points) > 1 else (), points, name))
    return tuple(lines)


def _bar_place(week: WeekDone, x_of: Place) -> tuple[float, float]:
    begin = x_of(week.first)
    end = x_of(week.first + datetime.timedelta(days=week.n_days - 1))
    return begin, max(8.0, round(end - begin, 1))


def _week_bar(week: WeekDone, x_of: Place, weeks: Sequence[WeekDone], day_words: Callable[[datetime.date], str]) -> Bar:
    x, width = _bar_place(week, x_of)
    top = max([1, *(max(w.done, w.due) for w in weeks)])
    done_y, due_y = _y(week.done, top, DONE), _y(week.due, top, DONE)
    says = _("week of %(day)s: %(done)d of %(due)d sessions") % {
        "day": day_words(week.first),
        "done": week.done,
        "due": week.due,
    }
    return Bar(x, width, done_y, round(DONE[1] - done_y, 1), due_y, round(DONE[1] - due_y, 1), f"{week.done}/{week.due}", says)


def _run_bar(week: WeekDone, x_of: Place, weeks: Sequence[WeekDone], day_words: Callable[[datetime.date], str]) -> Bar:
    x, width = _bar_place(week, x_of)
    y = _y(week.run_km, max(w.run_km for w in weeks), RUNS)
    says = _("week of %(day)s: %(km)s km run") % {"day": day_words(week.first), "km": f"{week.run_km:g}"}
    return Bar(x, width, y, round(RUNS[1] - y, 1), RUNS[1], 0.0, f"{week.run_km:g}", says)


def _phases(
    region: str, documents: Sequence[tuple[datetime.date, PlanDocument]], first: datetime.date, today: datetime.date, x_of: Place
) -> tuple[Band, ...]:
    """The phases one after the other; versions of one phase are one band."""
    starts: list[tuple[datetime.date, str]] = []
    for day, document in documents:
        if not starts or starts[-1][1] != document.phase:
            starts.append((max(day, first), document.phase))
    bands: list[Band] = []
    for number, (day, phase) in enumerate(starts):
        end = starts[number + 1][0] if number + 1 < len(starts) else today
        if end < first:
            continue
        x = x_of(day) - 6
        width = max(0.0, x_of(end) + (6 if number + 1 == len(starts) else -6) - x)
        name = phase_name(region, phase)
        bands.append(Band(round(x, 1), round(width, 1), name if width > 8 * len(name) else "", number % 2 == 1))
    return tuple(bands)


def _ticks(first: datetime.date, today: datetime.date, x_of: Place, time: ClinicTime) -> tuple[tuple[float, str], ...]:
    """A date under every week, every second or fourth where they would touch."""
    n_days = (today - first).days + 1
    every = 7 if n_days <= 63 else 14
    found: list[tuple[float, str]] = []
    day = first
    while day <= today:
        found.append((x_of(day), time.short_day(day).rsplit(" ", 1)[0].rstrip(",")))
        day += datetime.timedelta(days=every)
    return tuple(found)


def _lanes(runs: bool, loads: bool) -> tuple[tuple[float, str, str], ...]:
    lanes = [
        (PAIN[0] - 14, _("Pain"), _("0–10, lower is better")),
        (LOAD[0] - 14, _("Load"), _("kg, as told") if loads else _("no weight was told")),
        (DONE[0] - 26, _("Sessions"), _("done of planned, each week")),
    ]
    return (*lanes, (RUNS[0] - 26, _("Running"), _("km a week"))) if runs else tuple(lanes)


def _in_words(days: Sequence[Day], weeks: Sequence[WeekDone]) -> str:
    told = [day.marker_0_10 for day in days if day.marker_0_10 is not None]
    during = [day.during_0_10 for day in days if day.during_0_10 is not None]
    said = [
        _("Morning marker: first %(first)s, now %(now)s.") % {"first": f"{told[0]:g}", "now": f"{told[-1]:g}"}
        if told
        else _("No morning marker was told."),
        _("Worst pain in the exercises: %(worst)s.") % {"worst": f"{max(during):g}"} if during else "",
        _("Sessions done: %(done)d of %(due)d.") % {"done": sum(w.done for w in weeks), "due": sum(w.due for w in weeks)},
    ]
    return " ".join(text for text in said if text)
