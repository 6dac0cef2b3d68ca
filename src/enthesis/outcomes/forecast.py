"""Carry a trajectory a little further, where that can be done honestly; otherwise say why not."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean

from enthesis.knowledge.outcome_measures import Measure
from enthesis.outcomes.trajectory import Point, Series

FEWEST_VALUES = 5
"""Fewest values for a line that is tested on its own last one. Judgement."""
SHORTEST_SPAN_DAYS = 28
LARGEST_HORIZON_SHARE = 0.25
"""A forecast reaches at most a quarter of the time already seen. Judgement."""
WIDEST_SHARE = 0.25
"""An interval that reaches further than a quarter of the scale to each side says nothing. Judgement."""
T_80 = {1: 3.078, 2: 1.886, 3: 1.638, 4: 1.533, 5: 1.476, 6: 1.440, 7: 1.415, 8: 1.397, 9: 1.383, 10: 1.372}
"""Two-sided 80% points of Student's t by degrees of freedom (any table of it); beyond 10 the last one is used, which is wider."""


@dataclass(frozen=True)
class Forecast:
    """Where the measure may be, or why nothing is said."""

    on: date | None
    low: float | None
    high: float | None
    """An 80% interval of a single further value; None where there is no forecast."""
    sentence: str


def forecast(series: Series, event_days: Iterable[date] = ()) -> Forecast:
    """A straight line through the known values since the last event, or the reason why there is none.

    It speaks only when there are enough values over enough time, all real, all by one rater; when the same line, drawn without
    the last value, would have held it; and when what it says is narrow enough to mean something.

    Assumes: change goes on as it was, with scatter about the line as before and never less than half a step.
    Source: ordinary least squares and its prediction interval, as in any statistics text; the conditions are judgement.
    """
    known = series.known
    events = [day for day in event_days if known and known[0].on < day <= known[-1].on]
    if events:
        known = tuple(point for point in known if point.on >= max(events))
    why = _why_none(series.measure, known, bool(events))
    if why is None:
        span = (known[-1].on - known[0].on).days
        horizon = max(1, int(span * LARGEST_HORIZON_SHARE))
        held = _interval(series.measure, known[:-1], known[-1].on)
        last = known[-1].value
        assert last is not None
        if not held[0] <= last <= held[1]:
            why = "the same line without the last value would have missed it"
        else:
            on = known[-1].on + timedelta(days=horizon)
            low, high = _interval(series.measure, known, on)
            reach = None if series.measure.high is None else (series.measure.high - series.measure.low) * WIDEST_SHARE
            if reach is not None and (high - low) / 2 > reach:
                why = "the interval would be too wide to mean anything"
            else:
                low, high = _inside(series.measure, low), _inside(series.measure, high)
                sentence = (
                    f"If it goes on as it did, {series.measure.short} may lie between {low:g} and {high:g} {series.measure.unit_word}"
                    f" on {on.isoformat()} (80% interval of a straight line through {len(known)} values; not a promise)."
                )
                return Forecast(on, low, high, sentence)
    return Forecast(None, None, None, f"No forecast of {series.measure.short}: {why}.")


def _why_none(measure: Measure, known: Sequence[Point], after_event: bool) -> str | None:
    since = " since the last event" if after_event else ""
    if len(known) < FEWEST_VALUES:
        return f"{len(known)} of the {FEWEST_VALUES} values it needs are known{since}"
    if len({point.on for point in known}) < len(known):
        return "two values are of the same day"
    if (known[-1].on - known[0].on).days < SHORTEST_SPAN_DAYS:
        return f"the values span less than {SHORTEST_SPAN_DAYS} days{since}"
    if any(point.simulated for point in known):
        return "some values are simulated"
    if len({point.rater for point in known}) > 1:
        return "more than one person measured"
    if len({tuple(sorted(point.activities)) for point in known if point.activities}) > 1:
        return "the activities that were rated differ"
    if measure.id == "groc":
        return "it is a memory of change, not a course"
    return None


def _interval(measure: Measure, points: Sequence[Point], on: date) -> tuple[float, float]:
    """80% prediction interval of one further value on a day. Needs three points or more."""
    days = [float(point.on.toordinal()) for point in points]
    values = [point.value for point in points if point.value is not None]
    mean_day, mean_value = fmean(days), fmean(values)
    spread = math.fsum((day - mean_day) ** 2 for day in days)
    slope = math.fsum((day - mean_day) * (value - mean_value) for day, value in zip(days, values, strict=True)) / spread
    residuals = [value - mean_value - slope * (day - mean_day) for day, value in zip(days, values, strict=True)]
    freedom = len(points) - 2
    scatter = max(math.sqrt(math.fsum(one**2 for one in residuals) / freedom), measure.step / 2)
    at = on.toordinal()
    error = scatter * math.sqrt(1 + 1 / len(points) + (at - mean_day) ** 2 / spread)
    centre = mean_value + slope * (at - mean_day)
    reach = T_80[min(freedom, max(T_80))] * error
    return centre - reach, centre + reach


def _inside(measure: Measure, value: float) -> float:
    within = max(measure.low, value if measure.high is None else min(measure.high, value))
    return round(within, 1)
