"""What a phone is given of a plan: one document that stands for itself until the next one. Pure: rows in, JSON values out."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

from enthesis.actions.told_events import StandingEvent
from enthesis.care.plan_document import PlanDocument, PlannedExercise, dose_to_json
from enthesis.knowledge.rehabilitation import Rehabilitation, RunLevel
from enthesis.records.plans import DailyEventKind

SERIES_DAYS = 366
"""Days back that lines are drawn for."""
MOST_MESSAGES = 50
MOST_REASONS = 20
RUN_WEEKDAYS = (2, 4, 6)
"""A rest day between runs (judgement; the ladder asks for one)."""
SERIES = {
    "marker_pain_0_10": (DailyEventKind.MORNING, "marker_pain_0_10", max),
    "worst_pain_24_h_0_10": (DailyEventKind.MORNING, "worst_pain_24_h_0_10", max),
    "sitting_min": (DailyEventKind.MORNING, "sitting_min", min),
    "run_km": (DailyEventKind.RUN, "km", sum),
}
"""Name of a line, the events it comes from, their field, and what two of one day make: the worse answer, or the sum of runs."""
Point = tuple[str, float]


class ExerciseOnPhone(TypedDict):
    """One exercise with what is needed to do it without the clinic."""

    id: str
    name: str
    side: str
    dose: Mapping[str, Any]
    why: str
    setup: str
    cues: list[str]
    stop_rule: str
    figure: str
    """Address of its figure; empty where there is none yet."""


class Snapshot(TypedDict):
    """The plan as a phone holds it. Days are ISO 8601, weekdays 1 (Monday) to 7, distances km, pain 0 to 10."""

    snapshot: int
    plan: str
    made_at: str
    first_name: str
    simulated: bool
    """The patient is made up: the page says so."""
    clinic: Mapping[str, str]
    plan_number: int
    region: str
    """Whose warning signs the phone offers."""
    asks: list[str]
    """Questions of the morning beside those of every region."""
    purpose: str
    phase: Mapping[str, str]
    overlay: str
    exercises: list[ExerciseOnPhone]
    days: Mapping[str, list[int]]
    marker: Mapping[str, str]
    test: Mapping[str, str] | None
    pain_ceiling_0_10: int
    run: Mapping[str, Any] | None
    table: Mapping[str, Any]
    why: list[Mapping[str, str]]
    goals: list[Mapping[str, Any]]
    messages: list[Mapping[str, str]]
    series: Mapping[str, list[Point]]
    last_entry_day: str
    reviewed_until: str
    units: str


@dataclass(frozen=True)
class Reason:
    """Why the plan is as it is from a day on."""

    day: datetime.date
    words: str


@dataclass(frozen=True)
class MessageOnPhone:
    """One message; `author` is empty for the patient."""

    id: str
    author: str
    text: str
    sent_at: datetime.datetime


@dataclass(frozen=True)
class Gathered:
    """What was read from the record for one snapshot."""

    plan_id: str
    plan_number: int
    region: str
    document: PlanDocument
    made_at: datetime.datetime
    today: datetime.date
    first_name: str
    simulated: bool
    clinic_name: str
    clinic_telephone: str
    units: str
    """As the clinic has it: metric or imperial."""
    events: Sequence[StandingEvent]
    reasons: Sequence[Reason]
    """Newest first."""
    messages: Sequence[MessageOnPhone]
    """Oldest first."""
    reviewed_until: datetime.datetime | None
    """When the newest event that a clinician looked at was told."""
    table: Mapping[str, Any]
    """What the phone looks up this morning; empty: it holds."""
    test_position: str = ""
    """The exercise in which the next phase is tried, when the phone should ask for it; empty: it should not."""


def build_snapshot(gathered: Gathered, rehabilitation: Rehabilitation, figure_address: Callable[[str], str]) -> Snapshot:
    """The snapshot of a plan.

    Args:
        figure_address: the address of an exercise's figure by its id, or an empty text.
    """
    document = gathered.document
    phase = rehabilitation.phase_by_id.get(document.phase)
    level = next((level for level in rehabilitation.run_levels if level.id == document.run_level), None)
    marker = rehabilitation.exercise_by_id.get(document.marker)
    recent = [event for event in gathered.events if (gathered.today - event.day).days < SERIES_DAYS]
    days = {exercise.id: spread_over_week(exercise.dose.sessions_per_week) for exercise in document.exercises}
    return Snapshot(
        snapshot=int(gathered.made_at.timestamp() * 1000),
        plan=gathered.plan_id,
        made_at=gathered.made_at.isoformat(),
        first_name=gathered.first_name,
        simulated=gathered.simulated,
        clinic={"name": gathered.clinic_name, "telephone": gathered.clinic_telephone},
        plan_number=gathered.plan_number,
        region=gathered.region,
        asks=[*rehabilitation.daily.asks, *(["run"] if rehabilitation.run_levels else [])],
        purpose=document.purpose,
        phase={
            "id": document.phase,
            "name": phase.name if phase else document.phase,
            "plain_words": phase.plain_words if phase else "",
        },
        overlay=document.overlay,
        exercises=[exercise_on_phone(exercise, rehabilitation, figure_address) for exercise in document.exercises],
        days={**days, "run": list(RUN_WEEKDAYS)} if level else days,
        marker={"id": document.marker, "name": marker.name if marker else "", "words": marker.setup if marker else ""},
        test=test_on_phone(gathered.test_position, document, rehabilitation, figure_address),
        pain_ceiling_0_10=document.pain_ceiling_0_10,
        run=run_on_phone(level, rehabilitation, gathered.events, gathered.today) if level else None,
        table=gathered.table,
        why=[{"day": reason.day.isoformat(), "words": reason.words} for reason in gathered.reasons[:MOST_REASONS]],
        goals=[
            {
                "words": goal.words,
                "measure": goal.measure,
                "baseline": goal.baseline,
                "target": goal.target,
                "series": line_of(
                    (e for e in recent if e.kind == DailyEventKind.GOAL and e.content.get("index") == index), "value", min
                ),
            }
            for index, goal in enumerate(document.goals)
        ],
        messages=[
            {
                "id": message.id,
                "from": "clinic" if message.author else "patient",
                "author": message.author,
                "text": message.text,
                "sent_at": message.sent_at.isoformat(),
            }
            for message in gathered.messages[-MOST_MESSAGES:]
        ],
        series={
            name: line_of((e for e in recent if e.kind == kind), content, join) for name, (kind, content, join) in SERIES.items()
        },
        last_entry_day=max((event.day.isoformat() for event in gathered.events), default=""),
        reviewed_until=as_javascript_writes(gathered.reviewed_until) if gathered.reviewed_until else "",
        units="mi" if gathered.units == "imperial" else "km",
    )


def exercise_on_phone(
    planned: PlannedExercise, rehabilitation: Rehabilitation, figure_address: Callable[[str], str]
) -> ExerciseOnPhone:
    """An exercise of the plan; one that the pack does not know any more keeps its name and dose."""
    known = rehabilitation.exercise_by_id.get(planned.id)
    return ExerciseOnPhone(
        id=planned.id,
        name=planned.name or (known.name if known else planned.id),
        side=planned.side,
        dose=dose_to_json(planned.dose),
        why=planned.why,
        setup=known.setup if known else "",
        cues=list(known.cues) if known else [],
        stop_rule=known.stop_rule if known else "",
        figure=figure_address(planned.id),
    )


def test_on_phone(
    exercise_id: str, document: PlanDocument, rehabilitation: Rehabilitation, figure_address: Callable[[str], str]
) -> dict[str, str] | None:
    """The position in which the next phase is tried, with what is needed to try it once; None where there is none to ask for."""
    exercise = rehabilitation.exercise_by_id.get(exercise_id)
    if exercise is None:
        return None
    return {
        "id": exercise.id,
        "name": exercise.name,
        "side": document.exercises[0].side if document.exercises else "",
        "words": exercise.setup,
        "stop_rule": exercise.stop_rule,
        "figure": figure_address(exercise.id),
    }


def run_on_phone(
    level: RunLevel, rehabilitation: Rehabilitation, events: Iterable[StandingEvent], today: datetime.date
) -> dict[str, Any]:
    """The rung of the running ladder with the longest run allowed; None where no run of the window says how far."""
    numbers = rehabilitation.numbers
    longest = max(
        (
            float(event.content["km"])
            for event in events
            if event.kind == DailyEventKind.RUN
            and "km" in event.content
            and 0 <= (today - event.day).days <= numbers.run_window_days
        ),
        default=0.0,
    )
    return {
        "level": level.id,
        "name": level.name,
        "walk_min": level.walk_min,
        "run_min": level.run_min,
        "repeats": level.repeats,
        "pace": level.pace,
        "cap_km": round(longest * numbers.run_cap_share, 2) if longest else None,
    }


def spread_over_week(sessions_per_week: int) -> list[int]:
    """Weekdays (1 Monday to 7) with as even a rest between as a week allows; 3 gives Monday, Wednesday, Friday."""
    times = max(1, min(sessions_per_week, 7))
    return [1 + place * 7 // times for place in range(times)]


def line_of(events: Iterable[StandingEvent], field: str, join: Callable[[Iterable[float]], float]) -> list[Point]:
    """One point a day, oldest first; days without the field have none."""
    by_day: dict[str, list[float]] = {}
    for event in events:
        if field in event.content:
            by_day.setdefault(event.day.isoformat(), []).append(float(event.content[field]))
    return [(day, join(values)) for day, values in sorted(by_day.items())]


def as_javascript_writes(moment: datetime.datetime) -> str:
    """A moment as `Date.toISOString` writes it, so that the phone can compare it as text."""
    return moment.astimezone(datetime.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
