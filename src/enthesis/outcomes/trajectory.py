"""A measure over time: what was recorded, how it changed, and whether that change is more than chance and matters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from enthesis.knowledge.outcome_measures import Measure

AgainstError = Literal["more", "within", "not_known"]
AgainstMcid = Literal["reached", "not_reached", "worse", "not_known"]


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
