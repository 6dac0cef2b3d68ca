"""What each source asks of a plan: which lines of work serve it, what it wants and cannot take, when somebody else must look first.

All of it is judgement, written so that a clinician can read and change it; where an effect is claimed, the exercise or the
intervention names its own source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Literal

from enthesis.knowledge.rehabilitation import Comparison, Grade

GRADES: tuple[Grade, ...] = ("none", "low", "moderate", "high", "very_high")
"""Grades of load and compression, lightest first."""


@dataclass(frozen=True)
class Demand:
    """Something one source may want and another cannot take: stretching, extension, deep hip flexion, impact."""

    id: str
    name: str
    exercises: tuple[str, ...]
    """Exercises that are this demand."""
    interventions: tuple[str, ...]
    deeper_than_deg: int | None
    """Any exercise that bends the loaded hip beyond this is this demand, degrees; None: depth does not matter."""
    compression_above: Grade | None
    tendon_load_above: Grade | None
    resolution: str
    """What the plan does when one source wants it and another cannot take it."""
    where: str


@dataclass(frozen=True)
class LineOfWork:
    """One job of a plan, and the exercises that do it, by phase, the first choice first."""

    id: str
    name: str
    exercises_by_phase: Mapping[str, tuple[str, ...]]
    where: str


@dataclass(frozen=True)
class Conditional:
    """An id that counts only when one of these findings is positive; no findings: always."""

    id: str
    when: tuple[str, ...]


@dataclass(frozen=True)
class SourceNeed:
    """What one source asks of a plan."""

    source: str
    care: Literal["treat", "refer"]
    """`refer`: never treated here; somebody else looks first."""
    aim: str
    """What treating it means, or whom to ask: the words of the plan's reason and of the referral."""
    lines: tuple[Conditional, ...]
    """Lines of work, the most important first."""
    wants: tuple[Conditional, ...]
    avoids: tuple[Conditional, ...]
    stops_loading: bool
    """Whether loading waits until it is cleared once it is probable."""
    where: str


@dataclass(frozen=True)
class StartLimit:
    """A recorded measure on the right side of a number. Missing values do not fulfil it unless `if_recorded`."""

    measure: str
    comparison: Comparison
    threshold: float
    if_recorded: bool
    """True: it speaks only when recorded."""


@dataclass(frozen=True)
class StartRule:
    """A phase one may start in, and what must be known for it. The first rule that holds is used; the last asks nothing."""

    phase: str
    limits: tuple[StartLimit, ...]
    none_of: tuple[str, ...]
    """Findings that must not be positive."""
    review_in_days: int
    where: str


@dataclass(frozen=True)
class CareNeeds:
    """Everything the plan of care rests on beside exercises, phases and interventions."""

    treated_from: float
    """Probability from which a source is treated, 0 to 1."""
    referred_from: float
    """Probability from which a source with care `refer` puts a line into the referral."""
    stops_loading_from: float
    """Probability from which a source that stops loading does so."""
    most_exercises: int
    exercises_for_one_source: int
    refer_review_in_days: int
    runner_findings: tuple[str, ...]
    """Findings that say the patient runs."""
    adults_only: tuple[str, ...]
    """Interventions that need a closed growth plate, or consent of an adult."""
    adult_from_years: float
    start: tuple[StartRule, ...]
    demands: tuple[Demand, ...]
    lines: tuple[LineOfWork, ...]
    needs: tuple[SourceNeed, ...]

    @cached_property
    def need_by_source(self) -> Mapping[str, SourceNeed]:
        """Needs by source id."""
        return MappingProxyType({need.source: need for need in self.needs})

    @cached_property
    def demand_by_id(self) -> Mapping[str, Demand]:
        """Demands by id."""
        return MappingProxyType({demand.id: demand for demand in self.demands})

    @cached_property
    def line_by_id(self) -> Mapping[str, LineOfWork]:
        """Lines of work by id."""
        return MappingProxyType({line.id: line for line in self.lines})
