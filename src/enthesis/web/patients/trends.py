"""Measures over time: the same quantity on the same side through a patient's encounters."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from enthesis.records.entries import MeasureEntry
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.patients.pages import Point, Trend

WIDTH, HEIGHT, MARGIN = 240.0, 64.0, 8.0
MOST_TRENDS = 8
POUNDS_PER_NEWTON = 0.2248089
UNITS = (
    ("_nrs_0_10", "0–10", "0–10", 1.0),
    ("_n", "N", "lbf", POUNDS_PER_NEWTON),
    ("_kg", "kg", "lb", 2.2046226),
    ("_km", "km", "mi", 0.6213712),
    ("_cm", "cm", "in", 0.3937008),
    ("_deg", "°", "°", 1.0),
    ("_percent", "%", "%", 1.0),
)
"""Suffix of a quantity's name, its unit, the unit where imperial is used, and the factor between them."""


PAIN = {
    "pain_now_nrs_0_10": "pain now",
    "pain_worst_week_nrs_0_10": "worst pain of the week",
    "pain_best_week_nrs_0_10": "least pain of the week",
}


def build_trends(measures: Iterable[Any], imperial: bool, time: ClinicTime) -> tuple[Trend, ...]:
    """The trends of some measures (with their encounters), those with most values first.

    Args:
        measures: current `MeasureEntry` rows; those without a number are left out.
    """
    rows: dict[tuple[str, str], list[tuple[datetime.datetime, float]]] = {}
    for measure in measures:
        if measure.number is not None:
            rows.setdefault((measure.quantity, measure.side), []).append((measure.encounter.started_at, measure.number))
    ordered = sorted(rows.items(), key=lambda item: (-len(item[1]), not item[0][0].startswith("pain"), item[0]))
    return tuple(_trend(quantity, side, values, imperial, time) for (quantity, side), values in ordered[:MOST_TRENDS])


def measures_of(**where: Any) -> Any:
    """Current measures with their encounters, in the order they were made."""
    return MeasureEntry.objects.filter(replaced_by__isnull=True, **where).select_related("encounter").order_by("recorded_at")


def name_and_unit(quantity: str, imperial: bool) -> tuple[str, str, float]:
    """A quantity in words, its unit in this clinic, and the factor to it."""
    if quantity in PAIN:
        return PAIN[quantity], "0–10", 1.0
    for suffix, metric, imperial_unit, factor in UNITS:
        if quantity.endswith(suffix):
            name = quantity.removesuffix(suffix).replace("_", " ")
            return name, imperial_unit if imperial else metric, factor if imperial else 1.0
    return quantity.replace("_", " "), "", 1.0


def _trend(quantity: str, side: str, values: list[tuple[datetime.datetime, float]], imperial: bool, time: ClinicTime) -> Trend:
    name, unit, factor = name_and_unit(quantity, imperial)
    shown = [(moment, number * factor) for moment, number in sorted(values)]
    numbers = [number for _, number in shown]
    low, high = (0.0, 10.0) if quantity.endswith("_nrs_0_10") else (min(0.0, *numbers), max(numbers) or 1.0)
    begin, end = shown[0][0], shown[-1][0]
    span = max((end - begin).total_seconds(), 1.0)
    points = tuple(
        Point(
            x=round(MARGIN + (WIDTH - 2 * MARGIN) * (moment - begin).total_seconds() / span, 1),
            y=round(HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * (number - low) / ((high - low) or 1.0), 1),
            value=f"{number:.3g}",
            when=time.short_day(time.local(moment).date()),
        )
        for moment, number in shown
    )
    change = numbers[-1] - numbers[0]
    return Trend(
        name=name,
        unit=unit,
        side=side,
        points=points,
        line=" ".join(f"{p.x},{p.y}" for p in points),
        first=f"{numbers[0]:.3g}",
        now=f"{numbers[-1]:.3g}",
        change="" if len(numbers) < 2 else f"{'+' if change > 0 else '−' if change < 0 else '±'}{abs(change):.3g}",
    )
