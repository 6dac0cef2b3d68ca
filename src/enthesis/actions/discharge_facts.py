"""What is held against the criteria of a discharge: the newest outcomes, what was told from the phone, and what is still open."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping

from django.utils import timezone

from enthesis.actions.outcome_knowledge import get_outcome_measures
from enthesis.actions.outcome_series import series_of, standing_answers
from enthesis.actions.plan_course import PlanHistory, fold_plan
from enthesis.actions.plan_history import read_history
from enthesis.actions.plan_record import local_day
from enthesis.care.door import fulfils, read_measure
from enthesis.knowledge.rehabilitation import Phase
from enthesis.outcomes.discharge import CriterionOutcome, Known, discharge_criteria, latest_known
from enthesis.records.entries import MeasureEntry
from enthesis.records.episodes import Encounter, EncounterKind, EncounterStatus, Episode
from enthesis.records.people import Clinic
from enthesis.records.plans import AlertKind, DailyEvent, DailyEventKind, Plan, PlanAlert
from enthesis.terms.fault import UnusableInput

WARNING_DAYS = 14
GOAL_REACHED, RED_FLAGS_OPEN, WARNING_SIGNS = "goal_reached", "red_flags_open", "warning_signs"
TOLD: Mapping[str, tuple[str, Callable[[float, float], float]]] = {
    "worst_pain_0_10": ("worst_pain_24_h_0_10", max),
    "sitting_min": ("sitting_min", min),
}
"""Daily measures by their field in what is told each morning, and which of two values is the worse."""
OPEN_ALERTS = (AlertKind.WARNING, AlertKind.REFER)


def judge_discharge(
    episode: Episode, moment: datetime.datetime | None = None, goal_reached: bool | None = None
) -> tuple[CriterionOutcome, ...]:
    """Each criterion as it stands; what nobody assessed is not assessed, which is never not met.

    Args:
        moment: when it is judged; default: now.
        goal_reached: what patient and clinician agreed on; None: not asked.
    """
    time_zone = Clinic.objects.values_list("time_zone", flat=True).get(pk=episode.clinic_id)
    today = local_day(moment or timezone.now(), time_zone)
    values = latest_known(series_of(standing_answers(episode)))
    # An evaluation is signed only when each raised flag has an answer; before that, nobody has looked for flags.
    if Encounter.objects.filter(episode=episode, kind=EncounterKind.EVALUATION, status=EncounterStatus.SIGNED).exists():
        open_alerts = PlanAlert.objects.filter(plan__episode=episode, kind__in=OPEN_ALERTS, seen_at__isnull=True)
        values[RED_FLAGS_OPEN] = Known(float(open_alerts.count()))
    told = DailyEvent.objects.filter(plan__episode=episode, day__gt=today - datetime.timedelta(days=WARNING_DAYS), day__lte=today)
    if told.exists():  # somebody who told nothing has not told that all is well
        values[WARNING_SIGNS] = Known(float(told.filter(kind=DailyEventKind.WARNING).count()))
    agreed = _agreed_goal(episode, time_zone) if goal_reached is None else Known(float(goal_reached))
    if agreed is not None:
        values[GOAL_REACHED] = agreed
    plan = Plan.objects.filter(episode=episode).order_by("-opened_at").first()
    if plan is None:
        return discharge_criteria(get_outcome_measures(), values, today)
    history = read_history(plan)
    phase = _take_course(episode, history, today, values)
    return discharge_criteria(get_outcome_measures(), values, today, phase, _told(history))


def _told(history: PlanHistory) -> dict[str, dict[datetime.date, float]]:
    """What was told each morning, by daily measure and day; of two mornings of one day, the worse."""
    found: dict[str, dict[datetime.date, float]] = {}
    for measure, (field, worse) in TOLD.items():
        days = found.setdefault(measure, {})
        for event in history.events:
            value = event.content.get(field) if event.kind == DailyEventKind.MORNING else None
            if value is not None:
                days[event.day] = worse(float(value), days.get(event.day, float(value)))
    return found


def _take_course(episode: Episode, history: PlanHistory, today: datetime.date, values: dict[str, Known]) -> Phase | None:
    """The phase that the episode's last plan had reached, and into `values` what is known of the criteria of leaving it, as the
    progression rules read them. None where the plan cannot be followed any more."""
    try:
        course = fold_plan(history, today)
    except UnusableInput:
        return None
    for criterion in course.phase.leave_when:
        value = read_measure(course, criterion)
        if value is not None:
            short = round(value, 2)  # for reading, unless that moved it over the threshold
            value = short if fulfils(criterion, short) == fulfils(criterion, value) else value
            values.setdefault(criterion.measure, Known(value, simulated=episode.patient.simulated))
    return course.phase


def _agreed_goal(episode: Episode, time_zone: str) -> Known | None:
    """Whether the goal was agreed to be reached, as it was recorded last in a visit."""
    entry = (
        MeasureEntry.objects.filter(
            encounter__episode=episode, quantity=GOAL_REACHED, replaced_by__isnull=True, number__isnull=False
        )
        .order_by("-recorded_at")
        .first()
    )
    return None if entry is None or entry.number is None else Known(entry.number, local_day(entry.recorded_at, time_zone))
