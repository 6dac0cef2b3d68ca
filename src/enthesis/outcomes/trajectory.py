"""A measure over time: what was recorded, how it changed, and whether that change is more than chance and matters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from enthesis.knowledge.outcome_measures import Measure

AgainstError = Literal["more", "within", "not_known"]
AgainstMcid = Literal["reached", "not_reached", "worse", "not_known"]
"""`worse`: as large as what matters, in the wrong direction."""
SLACK = 1e-9
OTHER_ACTIVITIES = "the activities that were rated differ"


@dataclass(frozen=True)
class Point:
    """One answer on one day."""

    on: date
    value: float | None
    """None: asked and not scored, and `because` says why. It stays a gap."""
    source: str
    """`patient` or `staff`."""
    simulated: bool = False
    rater: str = ""
    """Who measured, where staff did: a change between two raters carries their disagreement too."""
    because: str = ""
    activities: tuple[str, ...] = ()
    """What was rated, where the patient chose it (`scoring.rated_activities`): means of other activities are not comparable."""


@dataclass(frozen=True)
class Series:
    """One measure of one side, ascending by day."""

    measure: Measure
    side: str
    """`left`, `right`, or empty where the measure has no side."""
    points: tuple[Point, ...]

    @property
    def known(self) -> tuple[Point, ...]:
        """The points that have a value."""
        return tuple(point for point in self.points if point.value is not None)


@dataclass(frozen=True)
class Difference:
    """The last value against the first."""

    first: Point | None
    last: Point | None
    amount: float | None
    """Last minus first, in points of the measure; None where fewer than two values are known."""
    improved: bool | None
    """By the measure's own direction; None where nothing changed or nothing is known."""
    low: float | None
    high: float | None
    """Amount less and plus the MDC: what the true change may be, at the MDC's own confidence; None where no MDC is known."""
    against_error: AgainstError
    against_mcid: AgainstMcid
    sentence: str


def change_of(series: Series) -> Difference:
    """The last known value against the first, in a sentence that names its uncertainty.

    Assumes: the published MDC holds for this person as for its sample; it says how far two values of an unchanged person may lie
    apart, so the true change lies within one MDC of the measured one at the MDC's own confidence.
    Source: `mdc` and `mcid` of each measure. Checked by tests/spec/test_change_sentences.
    """
    known, measure = series.known, series.measure
    if len(known) < 2:
        why = "only one value is known" if known else "no value is known"
        only = known[0] if known else None
        return _no_change(series, only, only, f"no change, since {why}")
    first, last = known[0], known[-1]
    if measure.entry == "activities" and not (first.activities and sorted(first.activities) == sorted(last.activities)):
        return _no_change(series, first, last, f"{OTHER_ACTIVITIES}, so the first and the last mean cannot be compared")
    assert first.value is not None
    assert last.value is not None
    amount = round(last.value - first.value, 6)
    improved = None if amount == 0 else (amount > 0) == (measure.better == "higher")
    mdc, mcid = measure.mdc.value, measure.mcid.value
    against_error: AgainstError = "not_known" if mdc is None else "more" if abs(amount) > mdc + SLACK else "within"
    return Difference(
        first=first,
        last=last,
        amount=amount,
        improved=improved,
        low=None if mdc is None else round(amount - mdc, 6),
        high=None if mdc is None else round(amount + mdc, 6),
        against_error=against_error,
        against_mcid=_against_mcid(amount, improved, mcid),
        sentence=_sentence(series, first, last, amount, improved, against_error),
    )


def _no_change(series: Series, first: Point | None, last: Point | None, why: str) -> Difference:
    return Difference(first, last, None, None, None, None, "not_known", "not_known", f"{_label(series)}: {why}.")


def _against_mcid(amount: float, improved: bool | None, mcid: float | None) -> AgainstMcid:
    if mcid is None:
        return "not_known"
    if improved is None or abs(amount) < mcid - SLACK:
        return "not_reached"
    return "reached" if improved else "worse"


def _sentence(series: Series, first: Point, last: Point, amount: float, improved: bool | None, error: AgainstError) -> str:
    measure = series.measure
    direction = "unchanged" if improved is None else "better" if improved else "worse"
    size = "" if improved is None else f" by {abs(amount):g}"
    unit = "" if improved is None else f" {measure.unit_word}"
    mark = " (simulated)" if first.simulated or last.simulated else ""
    parts = [
        f"{_label(series)}: from {first.value:g} on {first.on.isoformat()} to {last.value:g} on {last.on.isoformat()}{mark},"
        f" {direction}{size}{unit}"
    ]
    parts.append(_error_words(measure, error))
    mcid = measure.mcid
    if mcid.value is None:
        parts.append("how large a change matters to patients is not established")
    elif improved is None or abs(amount) < mcid.value - SLACK:
        parts.append(f"smaller than what matters to patients ({mcid.value:g}; {mcid.population})")
    else:
        parts.append(f"at least as large as what matters to patients ({mcid.value:g}; {mcid.population})")
    if measure.mdc.value is not None and mcid.value is not None and mcid.value < measure.mdc.value - SLACK and error == "within":
        parts.append("a change of that size may still be error in one person")
    if first.rater != last.rater and (first.rater or last.rater):
        parts.append("two people measured, so their disagreement is in it too")
    return "; ".join(parts) + "."


def _error_words(measure: Measure, error: AgainstError) -> str:
    mdc = measure.mdc
    if mdc.value is None:
        return "whether that is more than measurement error is not known"
    level = f", {mdc.level:.0%} confidence" if mdc.level is not None else ""
    bound = f"({mdc.value:g}{level}; {mdc.population})"
    return f"more than measurement error {bound}" if error == "more" else f"within measurement error {bound}"


def _label(series: Series) -> str:
    return f"{series.measure.short}, {series.side}" if series.side else series.measure.short


def ordered(points: Iterable[Point]) -> tuple[Point, ...]:
    """Points ascending by day; those of one day keep their order, so that the last one entered is the last one."""
    return tuple(sorted(points, key=lambda point: point.on))
