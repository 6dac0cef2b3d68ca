"""The two axes of a picture of a course: a calendar in weeks or months, and the scale of a measure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from enthesis.knowledge.outcome_measures import Measure

DAYS_A_WEEK = 7
MOST_WEEKS = 26
"""Longer courses are counted in months."""
MOST_TICKS = 13
SHORTEST_DAYS = 28
"""A calendar is at least this long, so that one day does not fill the picture."""


@dataclass(frozen=True)
class Calendar:
    """Days across the picture."""

    first: date
    last_known: date
    left: float
    right: float

    @property
    def last(self) -> date:
        """The last day of the axis."""
        return max(self.last_known, self.first + timedelta(days=SHORTEST_DAYS))

    @property
    def in_months(self) -> bool:
        """Whether it counts months; weeks otherwise."""
        return (self.last - self.first).days > MOST_WEEKS * DAYS_A_WEEK

    @property
    def unit(self) -> str:
        """What the labels count."""
        return "months" if self.in_months else "weeks"

    def x(self, on: date) -> float:
        """Where a day lies; what lies outside is held at the edge."""
        share = (on - self.first).days / (self.last - self.first).days
        return self.left + (self.right - self.left) * min(1.0, max(0.0, share))

    def ticks(self) -> list[tuple[float, str]]:
        """Place and label of whole weeks or months, at most about a dozen."""
        room = max(2, min(MOST_TICKS, int((self.right - self.left) / 50)))
        if not self.in_months:
            weeks = (self.last - self.first).days // DAYS_A_WEEK
            step = next(step for step in (1, 2, 4, 8, 13, 26) if weeks / step <= room)
            return [(self.x(self.first + timedelta(weeks=week)), str(week)) for week in range(0, weeks + 1, step)]
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month
        step = next((step for step in (1, 2, 3, 6, 12, 24, 60) if months / step <= room), 120)
        found: list[tuple[float, str]] = []
        for count in range(0, months + 1, step):
            year, month = self.first.year + (self.first.month - 1 + count) // 12, (self.first.month - 1 + count) % 12 + 1
            day = date(year, month, min(self.first.day, 28))
            if day <= self.last:
                found.append((self.x(day), str(count)))
        return found


@dataclass(frozen=True)
class Scale:
    """Points of a measure from bottom to top."""

    low: float
    high: float
    step: float
    top: float
    height: float

    @classmethod
    def of(cls, measure: Measure, values: Sequence[float], top: float, height: float) -> Scale:
        """The whole published range; an open one up to the largest value and a little more."""
        high = measure.high if measure.high is not None else max([*values, measure.low + 10 * measure.step]) * 1.1
        wanted = 5 if height > 100 else 4
        raw = (high - measure.low) / wanted
        size = 10 ** math.floor(math.log10(raw))
        step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= raw - 1e-9)
        if measure.high is None:
            high = math.ceil(high / step) * step
        return cls(measure.low, high, step, top, height)

    def y(self, value: float) -> float:
        """Where a value lies; what lies outside is held at the edge."""
        share = (value - self.low) / (self.high - self.low)
        return self.top + self.height * (1 - min(1.0, max(0.0, share)))

    def ticks(self) -> list[float]:
        """Round values, ascending, and both ends of a range that does not begin or end on one."""
        start = math.ceil(self.low / self.step - 1e-9)
        found = [round(place * self.step, 6) for place in range(start, math.floor(self.high / self.step + 1e-9) + 1)]
        if found and found[0] - self.low > self.step / 2:
            found.insert(0, self.low)
        if found and self.high - found[-1] > self.step / 2:
            found.append(self.high)
        return found


def number(value: float) -> str:
    """A value without needless digits."""
    return f"{round(value, 1):g}"
