"""When outcomes are due: at the start, after 6 and 12 weeks, at discharge, and 6 and 12 months after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from enthesis.outcomes.occasion import Occasion, OccasionId

MONTHS_A_YEAR = 12


@dataclass(frozen=True)
class _Plan:
    id: OccasionId
    name: str
    counted_from: Literal["opened", "discharged"]
    days: int
    months: int
    opens_days_before: int
    closes_days_after: int
    remind_days_after: tuple[int, ...]


# The occasions are those the clinic asked for; windows and reminders are judgement: wide enough for a holiday, narrow enough that
# an answer still belongs to its occasion.
_PLANS = (
    _Plan("baseline", "Start", "opened", 0, 0, 0, 14, (3, 7)),
    _Plan("week_6", "6 weeks", "opened", 42, 0, 7, 14, (3, 7)),
    _Plan("week_12", "12 weeks", "opened", 84, 0, 7, 14, (3, 7)),
    _Plan("discharge", "Discharge", "discharged", 0, 0, 0, 14, (3, 7)),
    _Plan("month_6", "6 months after discharge", "discharged", 0, 6, 14, 42, (7, 21)),
    _Plan("month_12", "12 months after discharge", "discharged", 0, 12, 14, 42, (7, 21)),
)
NEAR_DISCHARGE_DAYS = 14
"""A weekly occasion this close to discharge gives way to it: nobody is asked the same thing twice. Judgement."""


def due(opened_on: date, discharged_on: date | None = None) -> tuple[Occasion, ...]:
    """All occasions of an episode that can be planned today, ascending by due date.

    The months count from discharge and are planned only once it is known. The weeks count from the opening and outlive
    discharge, unless they fall close to it. Which of them were answered, refused or closed is for the record to say.

    Assumes: an episode that was opened again keeps its first opening; its next discharge plans the months anew.
    """
    found: list[Occasion] = []
    for plan in _PLANS:
        start = opened_on if plan.counted_from == "opened" else discharged_on
        if start is None:
            continue
        due_on = _later(start, plan.days, plan.months)
        gives_way = plan.counted_from == "opened" and plan.days > 0 and discharged_on is not None
        if gives_way and discharged_on is not None and abs((due_on - discharged_on).days) <= NEAR_DISCHARGE_DAYS:
            continue
        found.append(
            Occasion(
                id=plan.id,
                name=plan.name,
                due_on=due_on,
                opens_on=due_on - timedelta(days=plan.opens_days_before),
                closes_on=due_on + timedelta(days=plan.closes_days_after),
                remind_on=tuple(due_on + timedelta(days=days) for days in plan.remind_days_after),
            )
        )
    return tuple(sorted(found, key=lambda occasion: occasion.due_on))


def is_open(occasion: Occasion, today: date) -> bool:
    """Whether an answer given today belongs to the occasion."""
    return occasion.opens_on <= today <= occasion.closes_on


def _later(start: date, days: int, months: int) -> date:
    """`start`, whole months and then days later; the 31st becomes the last day of a shorter month."""
    month = start.month - 1 + months
    year, month = start.year + month // MONTHS_A_YEAR, month % MONTHS_A_YEAR + 1
    after = date(year + month // MONTHS_A_YEAR, month % MONTHS_A_YEAR + 1, 1)
    last_day = (after - timedelta(days=1)).day
    return date(year, month, min(start.day, last_day)) + timedelta(days=days)
