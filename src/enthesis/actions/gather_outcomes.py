"""An episode as the plain data that documents are written from.

Not an action of its own: it reads inside the scope of the action that calls it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from enthesis.actions.answer_content import is_left_out
from enthesis.actions.gather_encounter import clinic_details, episode_details, gather_plans, gather_record, patient_details
from enthesis.actions.outcome_knowledge import get_outcome_measures
from enthesis.actions.outcome_series import score_of
from enthesis.actions.plan_record import local_day, standing_of
from enthesis.actions.read_outcomes import Trajectories, gather_trajectories
from enthesis.actions.told_events import StandingEvent
from enthesis.actions.warning_signs import get_warning_signs
from enthesis.knowledge.warning_signs import WarningSigns
from enthesis.outcomes.scoring import rated_activities
from enthesis.records.episodes import Encounter, EncounterKind, EncounterStatus, Episode
from enthesis.records.outcomes import Answer, Discharge, DischargeReason, EpisodeEventKind, Occasion
from enthesis.records.people import Clinic
from enthesis.records.plans import DailyEventKind, Plan
from enthesis.reports.outcome_record import (
    Asked,
    CriterionState,
    DischargeDetails,
    Happening,
    LoggedPain,
    OutcomeRecord,
    Told,
    Trend,
    Unscored,
    Value,
)


def gather_outcomes(episode: Episode, now: datetime.datetime) -> OutcomeRecord:
    """Read everything a document of an episode may say.

    Args:
        now: when the document is written (aware).
    """
    found: Any = Episode.objects.select_related("patient__registered_by", "opened_by").get(pk=episode.pk)
    clinic = Clinic.objects.get(pk=found.clinic_id)
    held = Encounter.objects.filter(episode=episode).exclude(status=EncounterStatus.ABANDONED).order_by("started_at", "id")
    course = gather_trajectories(episode)
    told = _told_of(episode)
    written_on = local_day(now, clinic.time_zone)
    first = next((encounter.started_at for encounter in held), found.opened_at)
    return OutcomeRecord(
        clinic=clinic_details(clinic),
        patient=patient_details(found.patient, local_day(first, clinic.time_zone)),
        episode=episode_details(found),
        opened_on=local_day(found.opened_at, clinic.time_zone),
        written_on=written_on,
        visits=tuple(gather_record(e, assess=e.kind == EncounterKind.EVALUATION) for e in held),
        plans=gather_plans(episode.pk, episode.region, None),
        trends=_trends(course.answers),
        unscored=_unscored(course.answers),
        happenings=_happenings(course, told, get_warning_signs(found.region)),
        discharge=_discharge(course.discharges),
        asked=tuple(
            Asked(
                str(f.pk),
                str(Occasion(f.occasion).label),
                str(f.status),
                f.due_on,
                local_day(f.completed_at, clinic.time_zone) if f.completed_at else None,
            )
            for f in course.follow_ups
        ),
        told=_counted(episode, told),
        logged=_logged(told),
    )


def _trends(answers: Iterable[Answer]) -> tuple[Trend, ...]:
    """Measures in the order of the pack; answers that could not be scored are left out."""
    known = get_outcome_measures()
    values: dict[tuple[str, str], list[Value]] = {}
    for answer in answers:
        measure = known.by_id.get(answer.measure)
        scored = score_of(answer, measure).value if measure is not None else None
        if scored is not None:
            by = answer.entered_by.full_name if answer.entered_by is not None else ""
            activities = rated_activities(answer.content)
            made = Value(str(answer.pk), answer.taken_on, scored, by, answer.simulated, activities=activities)
            values.setdefault((answer.measure, answer.side), []).append(made)
    return tuple(
        Trend(measure, side, tuple(values[measure.id, side]))
        for measure in known.measures
        for side in ("", "left", "right")
        if (measure.id, side) in values
    )


def _unscored(answers: Iterable[Answer]) -> tuple[Unscored, ...]:
    """Answers that give no number: no way of scoring them is known here, or too much of them is missing."""
    known = get_outcome_measures().by_id
    found: list[Unscored] = []
    for answer in answers:
        measure = known.get(answer.measure)
        scored = score_of(answer, measure) if measure is not None else None
        if is_left_out(answer.content) or (scored is not None and scored.value is not None):
            continue
        name = measure.name if measure is not None else answer.measure.replace("_", " ")
        because = scored.because if scored is not None else "This measure is not known here any more."
        by = answer.entered_by.full_name if answer.entered_by is not None else ""
        named = f"{name}, {answer.side}" if answer.side else name
        found.append(Unscored(str(answer.pk), named, answer.taken_on, because, by, answer.simulated))
    return tuple(found)


def _logged(told: Iterable[StandingEvent]) -> tuple[LoggedPain, ...]:
    """Pain of the morning test and of the exercises, by day; what was not told is no number."""
    fields = {DailyEventKind.MORNING: ("morning", "marker_pain_0_10"), DailyEventKind.SESSION: ("exercise", "pain_during_0_10")}
    found: list[LoggedPain] = []
    for event in told:
        when, field = fields.get(DailyEventKind(event.kind), ("", ""))
        pain = event.content.get(field)
        if isinstance(pain, (int, float)):
            found.append(LoggedPain(str(event.id), event.day, when, float(pain)))
    return tuple(sorted(found, key=lambda one: one.on))


def _happenings(course: Trajectories, told: list[StandingEvent], signs: WarningSigns) -> tuple[Happening, ...]:
    noted = [
        Happening(
            str(event.pk),
            str(event.kind),
            str(EpisodeEventKind(event.kind).label),
            event.on_day,
            event.text,
            event.entered_by.full_name,
            event.at,
            event.simulated,
        )
        for event in course.events
    ]
    warned = [
        Happening(str(e.id), "warning", "Warning sign told", e.day, signs.name_of(str(e.content.get("what"))), "", e.said_at)
        for e in told
        if e.kind == DailyEventKind.WARNING
    ]
    ruled = [Happening(str(f.id), "flare_by_rule", "Flare found by rule", f.on, "", "", f.at) for f in course.flares]
    return tuple(sorted([*noted, *warned, *ruled], key=lambda event: event.on))


def _discharge(discharges: Iterable[Discharge]) -> DischargeDetails | None:
    """The discharge that stands; None for an episode that is open, also after it was opened again."""
    standing = [discharge for discharge in discharges if discharge.reopened_at is None]
    if not standing:
        return None
    last = standing[-1]
    criteria = tuple(
        CriterionState(
            str(row.get("id", "")),
            str(row.get("words", "")),
            str(row.get("state", "not_assessed")),
            _value_words(row.get("value"), str(row.get("unit") or "")) + (", simulated" if row.get("simulated") else ""),
            str(row.get("because", "")),
        )
        for row in last.criteria
    )
    reason = str(DischargeReason(last.reason).label)
    return DischargeDetails(str(last.pk), last.at, last.by.full_name, reason, criteria, last.maintenance, last.summary)


def _value_words(value: object, unit: str) -> str:
    if unit == "0 or 1":
        return ""
    unit = "" if unit.startswith("points") else unit
    return f"{value:g} {unit}".strip() if isinstance(value, (int, float)) and not isinstance(value, bool) else ""


def _told_of(episode: Episode) -> list[StandingEvent]:
    """What the patient told from day to day, of every plan of the episode."""
    return [event for plan in Plan.objects.filter(episode=episode).order_by("opened_at") for event in standing_of(plan)]


def _counted(episode: Episode, told: list[StandingEvent]) -> Told | None:
    done = [e for e in told if e.kind == DailyEventKind.SESSION]
    runs = [e for e in told if e.kind == DailyEventKind.RUN]
    if not done and not runs:
        return None
    plan = Plan.objects.filter(episode=episode).order_by("opened_at").first()
    assert plan is not None, "what was told belongs to a plan"
    distances = [float(e.content["km"]) for e in runs if isinstance(e.content.get("km"), (int, float))]
    days = [event.day for event in (*done, *runs)]
    return Told(
        plan_id=str(plan.pk),
        n_sessions=len(done),
        n_session_days=len({event.day for event in done}),
        n_runs=len(runs),
        longest_run_km=max(distances, default=None),
        first_on=min(days),
        last_on=max(days),
    )
