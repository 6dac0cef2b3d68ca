"""Everything a document of an episode is written from, as plain data: no query sets, so that a table can test it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from enthesis.knowledge.outcome_measures import Measure
from enthesis.outcomes.trajectory import Difference, Point, Series, change_of
from enthesis.reports.encounter_record import (
    ClinicDetails,
    EncounterRecord,
    EpisodeDetails,
    PatientDetails,
    PlanAt,
    Recorded,
)


@dataclass(frozen=True)
class Value:
    """One score, with where it came from."""

    id: str
    on: datetime.date
    value: float
    by: str
    """Who entered it; empty: the patient."""
    simulated: bool = False
    occasion: str = ""
    """In words, where it was asked for on one; for instance "after 6 weeks"."""
    activities: tuple[str, ...] = ()
    """What was rated, where the patient chose it: `outcomes.scoring.rated_activities`."""


@dataclass(frozen=True)
class Trend:
    """One measure of one side, ascending by day; only what could be scored."""

    measure: Measure
    side: str
    values: tuple[Value, ...]

    @property
    def name(self) -> str:
        """The measure, with its side."""
        return f"{self.measure.name}, {self.side}" if self.side else self.measure.name

    @cached_property
    def series(self) -> Series:
        """The same as the outcomes count it."""
        points = (
            Point(v.on, v.value, "staff" if v.by else "patient", v.simulated, v.by, activities=v.activities) for v in self.values
        )
        return Series(self.measure, self.side, tuple(points))

    @cached_property
    def difference(self) -> Difference:
        """The last value against the first, beside measurement error and importance."""
        return change_of(self.series)


@dataclass(frozen=True)
class Unscored:
    """An answer that no score could be made of."""

    id: str
    name: str
    """The measure, with its side."""
    on: datetime.date
    because: str
    by: str
    """Who entered it; empty: the patient."""
    simulated: bool = False


@dataclass(frozen=True)
class Happening:
    """Something that happened on a day."""

    id: str
    kind: str
    """A kind of `records.outcomes.EpisodeEventKind`; warning: a warning sign the patient told; flare_by_rule: a flare that the rules
    found overnight in what was told."""
    name: str
    """The kind in words."""
    on: datetime.date
    text: str
    by: str
    """Who entered it; empty: the patient."""
    at: datetime.datetime | None
    simulated: bool = False


@dataclass(frozen=True)
class CriterionState:
    """One criterion of a discharge as it stood that day."""

    id: str
    words: str
    state: str
    """met, not_met or not_assessed."""
    value: str
    because: str


@dataclass(frozen=True)
class DischargeDetails:
    """How the course of care ended."""

    id: str
    at: datetime.datetime
    by: str
    reason: str
    """In words."""
    criteria: tuple[CriterionState, ...]
    maintenance: str
    summary: str


@dataclass(frozen=True)
class Asked:
    """One occasion on which the patient is asked how it goes."""

    id: str
    name: str
    """In words, for instance "6 months after discharge"."""
    status: str
    """planned, asked, started, completed, refused or closed."""
    due_on: datetime.date
    completed_on: datetime.date | None


@dataclass(frozen=True)
class PhaseSpan:
    """How long a phase of the plan held."""

    name: str
    start: datetime.date
    end: datetime.date | None
    """First day of the next; None: it holds still."""
    plan: PlanAt
    next: PlanAt | None = None
    """The version that ended it."""


@dataclass(frozen=True)
class Told:
    """What the patient told from day to day, counted."""

    plan_id: str
    n_sessions: int
    n_session_days: int
    n_runs: int
    longest_run_km: float | None
    first_on: datetime.date
    last_on: datetime.date


@dataclass(frozen=True)
class LoggedPain:
    """Pain from 0 to 10 that the patient logged between the visits."""

    id: str
    """Of the event."""
    on: datetime.date
    when: str
    """morning: in the plan's morning test; exercise: the highest in one exercise of a session."""
    pain_nrs_0_10: float


@dataclass(frozen=True)
class OutcomeRecord:
    """What is known of a whole episode at one moment."""

    clinic: ClinicDetails
    patient: PatientDetails
    episode: EpisodeDetails
    opened_on: datetime.date
    written_on: datetime.date
    """The day the document is written."""
    visits: tuple[EncounterRecord, ...]
    """Meetings that were held, oldest first."""
    plans: tuple[PlanAt, ...] = ()
    trends: tuple[Trend, ...] = ()
    happenings: tuple[Happening, ...] = ()
    discharge: DischargeDetails | None = None
    asked: tuple[Asked, ...] = ()
    told: Told | None = None
    unscored: tuple[Unscored, ...] = ()
    logged: tuple[LoggedPain, ...] = ()
    """By day."""
    exercise_names: Mapping[str, str] = field(default_factory=dict[str, str])

    def day_of(self, moment: datetime.datetime) -> datetime.date:
        """The clinic's day of a moment."""
        return moment.astimezone(self.clinic.zone).date()

    @cached_property
    def evaluation(self) -> EncounterRecord | None:
        """The first evaluation; None where the episode has none."""
        return next((visit for visit in self.visits if visit.encounter.kind == "evaluation"), None)

    @cached_property
    def first_day(self) -> datetime.date:
        """Day 1: the first meeting, or the opening of an episode that has none."""
        return self.day_of(self.visits[0].encounter.started_at) if self.visits else self.opened_on

    @cached_property
    def phases(self) -> tuple[PhaseSpan, ...]:
        """Phases of the plan in their order; the same phase in a later version goes on."""
        spans: list[PhaseSpan] = []
        for plan in self.plans:
            if spans and spans[-1].name == plan.phase:
                continue
            day = self.day_of(plan.at)
            if spans:
                last = spans.pop()
                spans.append(PhaseSpan(last.name, last.start, day, last.plan, plan))
            spans.append(PhaseSpan(plan.phase, day, None, plan))
        return tuple(spans)

    def text_of(self, *keys: str) -> tuple[EncounterRecord, Recorded] | None:
        """The newest text under one of the keys, with the meeting it was recorded in; the keys in their order."""
        for key in keys:
            for visit in reversed(self.visits):
                entry = visit.text_entry(key)
                if entry is not None and entry.words("text"):
                    return visit, entry
        return None

    @property
    def simulated(self) -> bool:
        """Whether anything in it is made up."""
        return (
            self.patient.simulated
            or any(value.simulated for trend in self.trends for value in trend.values)
            or any(happening.simulated for happening in self.happenings)
        )
