"""The progression engine over a plan of the record: versions and events in, a course and its decisions out. Pure.

Every day is folded without stepping up: steps up come from clinicians, as versions. Steps down, flares and referrals happen in
the course as the rules say, so that they hold even where the nightly review was late.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

from enthesis.actions.rehabilitation import get_rehabilitation
from enthesis.actions.told_events import StandingEvent
from enthesis.care.course import Course
from enthesis.care.door import TEST_POSITION
from enthesis.care.dose import Dose
from enthesis.care.log import DayRecord, Run, Session, gather_days
from enthesis.care.plan_document import PlanDocument, PlannedDose
from enthesis.care.progression import Decision, advance
from enthesis.care.rulebook import Prescription, Rulebook, own_exercise, write_rulebook
from enthesis.care.steps import end_flare, start_flare
from enthesis.knowledge.regions import default_region
from enthesis.knowledge.warning_signs import ILLNESS
from enthesis.records.plans import DailyEventKind
from enthesis.terms.fault import UnusableInput

FAST_SECONDS, MODERATE_SECONDS = 2, 4
"""A tempo whose seconds add up to no more is fast or moderate work; slower, or none, is slow (judgement)."""
TEMPO_OF_SPEED: Mapping[int, tuple[int, int, int]] = {1: (2, 0, 2), 2: (1, 0, 1)}


@dataclass(frozen=True)
class VersionOn:
    """One version of the plan and the clinic's day it holds from."""

    day: datetime.date
    document: PlanDocument
    by_person: bool
    """False for what the rules did overnight."""


@dataclass(frozen=True)
class MeasuredOn:
    """A measure of `knowledge.measures` that was taken in the clinic."""

    day: datetime.date
    measure: str
    value: float


@dataclass(frozen=True)
class DoneAtVisit:
    """One exercise that was done in a visit."""

    day: datetime.date
    exercise: str
    sets: int | None
    repetitions: int | None
    load_kg: float | None
    rpe_0_10: float | None
    pain_during_0_10: float | None
    row: str
    """Id of the entry."""


@dataclass(frozen=True)
class Judged:
    """What the rules say about one day of a plan."""

    decision: Decision
    """A step up in it is a proposal."""
    course: Course
    """At the end of the day without that step, with every version applied, also those made since."""
    stepped: Course
    """The same with it."""
    said_nothing: bool
    """Whether the day was blank."""
    stepped_back: Decision
    """The newest decision that took something back or laid something over: the day's own, or one of an earlier day that only
    shows now, since something arrived late. The day's own where there was none."""
    drills: Mapping[str, str]
    """Name of the easier drill that took an exercise's place, by the exercise's id."""


@dataclass(frozen=True)
class PlanHistory:
    """What a course follows from."""

    versions: Sequence[VersionOn]
    """Oldest first, never empty."""
    events: Sequence[StandingEvent] = ()
    measures: Sequence[MeasuredOn] = ()
    visits: Sequence[DoneAtVisit] = ()
    region: str = field(default_factory=default_region)
    """Of the episode: whose rules the plan follows."""


def fold_plan(history: PlanHistory, until: datetime.date) -> Course:
    """The course after `until`, with every version applied; as it began where `until` lies before the plan."""
    fold = _Fold(history)
    while fold.next_day <= until:
        fold.advance()
    fold.apply_rest(fold.course)
    return fold.course


def judge_day(history: PlanHistory, day: datetime.date) -> Judged:
    """Decide one day after all days before it.

    Raises:
        UnusableInput: it lies before the plan, or the plan's phase is not on the path.
    """
    if day < history.versions[0].day:
        raise UnusableInput(f"day {day}", "it lies before the plan", f"use {history.versions[0].day} or later")
    fold = _Fold(history)
    while fold.next_day < day:
        fold.advance()
    record = fold.open_day()
    stepped = fold.course.copy()
    decision = advance(stepped, record)
    fold.close_day(record)
    fold.apply_rest(fold.course)
    fold.apply_rest(stepped)
    return Judged(decision, fold.course, stepped, record.said_nothing, fold.stepped_back or decision, fold.drills)


class _Fold:
    """A plan's days, one after the other, never stepping up."""

    def __init__(self, history: PlanHistory) -> None:
        first = history.versions[0]
        self.course = Course(
            rulebook_of(history.region, first.document), first.day, first.document.phase, first.document.run_level or None
        )
        for exercise in first.document.exercises:
            prescribe(self.course, exercise.id, dose_of(exercise.dose))
        _lay_over(self.course, first)
        self.next_day, self._region = first.day, history.region
        self.stepped_back: Decision | None = None
        self.drills: dict[str, str] = {}
        self._waiting = list(pairwise(history.versions))
        self._measures = [measured for measured in history.measures if measured.measure != TEST_POSITION]
        at_visits = records_of_visits(history.visits, history.events)
        entries = gather_days([*map(record_of, history.events), *map(record_of_measure, history.measures), *at_visits])
        self._told = {day.on: day for day in entries}

    def open_day(self) -> DayRecord:
        """Apply what holds from the next day on; the day's record.

        Assumes: an exercise that is not in the plan that day says nothing about the plan's doses.
        """
        while self._waiting and self._waiting[0][1].day <= self.next_day:
            apply_version(self._region, self.course, *self._waiting.pop(0))
        for measured in self._measures:
            if measured.day == self.next_day:
                self.course.record_measure(measured.measure, measured.value, self.next_day)
        record = self._told.get(self.next_day, DayRecord(self.next_day))
        known = tuple(session for session in record.sessions if session.exercise in self.course.exercises)
        return record if len(known) == len(record.sessions) else replace(record, sessions=known)

    def close_day(self, record: DayRecord) -> None:
        """Let the rules take back what they take back."""
        before = self.course.overlay
        decision = advance(self.course, record, step_ups=False)
        if decision.changes or self.course.overlay != before:
            self.stepped_back = decision
        self.drills |= {change.exercise: str(change.new) for change in decision.changes if change.variable == "drill"}
        self.next_day += datetime.timedelta(days=1)

    def advance(self) -> None:
        """The next day."""
        self.close_day(self.open_day())

    def apply_rest(self, course: Course) -> None:
        """Apply the versions that were made since."""
        for before, after in self._waiting:
            apply_version(self._region, course, before, after)


@lru_cache(maxsize=16)
def _rulebook(region: str, pain_ceiling_0_10: int) -> Rulebook:
    return write_rulebook(get_rehabilitation(region), pain_ceiling_0_10)


def rulebook_of(region: str, document: PlanDocument) -> Rulebook:
    """The rules of the region with the plan's ceiling."""
    return _rulebook(region, document.pain_ceiling_0_10)


def apply_version(region: str, course: Course, before: VersionOn, after: VersionOn) -> None:
    """Do to the course what changed between two versions; what did not change is left as the course has it."""
    old = {exercise.id: exercise for exercise in before.document.exercises}
    new = {exercise.id: exercise for exercise in after.document.exercises}
    course.rulebook = rulebook_of(region, after.document)
    for gone in old.keys() - new.keys():
        course.exercises.pop(gone, None)
    if after.document.phase != before.document.phase and after.document.phase in course.rulebook.place_of_phase:
        place = course.rulebook.place_of_phase[after.document.phase]
        if place != course.phase_place:
            course.enter_phase(place)
    for exercise in after.document.exercises:
        if exercise.id not in old or exercise.dose != old[exercise.id].dose:
            set_dose(course, exercise.id, dose_of(exercise.dose))
    if after.document.run_level != before.document.run_level:
        levels = [level.id for level in course.run.levels]
        level = levels.index(after.document.run_level) if after.document.run_level in levels else -1
        if level != course.run.level:
            course.run.level = level
            course.start_runs_anew()
    _lay_over(course, after, before.document.overlay)


def _lay_over(course: Course, version: VersionOn, before: str = "") -> None:
    """The overlay that a person put on or took off; those of the rules come from the course itself.

    A version that leaves the overlay as it was lifts nothing: a warning sign may have come in without its author knowing.
    """
    overlay = version.document.overlay
    if not version.by_person or overlay == before:
        return
    course.held = overlay == "hold"
    if overlay == "refer":
        if course.referral is None:
            course.referral, course.referral_signs = "referral_open", "what was found"
        return
    if course.referral is not None:
        course.clear_referral()
    if overlay == "flare" and course.flare_on is None:
        start_flare(course)
    elif overlay != "flare" and course.flare_on is not None:
        end_flare(course)


def prescribe(course: Course, exercise_id: str, dose: Dose) -> None:
    """Put an exercise into the course; one that the pack does not know is followed under its own name."""
    exercise = course.rulebook.exercise_by_id.get(exercise_id) or own_exercise(exercise_id, (course.phase.id,))
    course.prescribe(Prescription(exercise, dose))


def set_dose(course: Course, exercise_id: str, dose: Dose) -> None:
    """Set a dose that somebody decided. The last dose that was tolerated is remembered where the new one is higher."""
    one = course.exercises.get(exercise_id)
    if one is not None and one.dose == dose and not one.resting:
        return
    if one is None or dose not in one.ladder.doses:
        prescribe(course, exercise_id, dose)
    else:
        rung = one.ladder.doses.index(dose)
        one.done_rung = min(one.done_rung, one.rung, rung)
        one.rung, one.resting, one.changed_on = rung, False, course.today
    course.start_runs_anew()


def dose_of(planned: PlannedDose) -> Dose:
    """A planned dose as the rules move it."""
    seconds = MODERATE_SECONDS + 1 if planned.tempo_s is None else sum(planned.tempo_s)
    speed = 2 if seconds <= FAST_SECONDS else 1 if seconds <= MODERATE_SECONDS else 0
    return Dose(planned.sets, planned.repetitions, planned.hold_s, planned.load_kg, planned.hip_flexion_deg, speed)


def planned_dose(planned: PlannedDose, dose: Dose) -> PlannedDose:
    """A planned dose after the rules moved it; rest, effort and sessions a week stay."""
    tempo = planned.tempo_s if dose_of(planned).speed == dose.speed else TEMPO_OF_SPEED.get(dose.speed)
    return replace(
        planned,
        sets=dose.sets,
        repetitions=dose.repetitions,
        hold_s=dose.hold_s,
        load_kg=dose.load_kg,
        hip_flexion_deg=dose.depth_deg,
        tempo_s=tempo,
    )


def record_of(event: StandingEvent) -> DayRecord:
    """One event as an entry of its day; a goal says nothing about a dose."""
    told, rows = event.content, (str(event.id),)
    match event.kind:
        case DailyEventKind.MORNING:
            return DayRecord(
                event.day,
                morning_pain_0_10=told.get("marker_pain_0_10"),
                worst_pain_0_10=told.get("worst_pain_24_h_0_10"),
                sitting_min=told.get("sitting_min"),
                test_position_pain_0_10=told.get(TEST_POSITION),
                test_position=told.get("test_position", ""),
                test_position_source="phone",
                yesterday_settled=told.get("settled_by_24_h"),
                signs=frozenset({ILLNESS} if told.get("sleep_or_illness") else ()),
                rows=rows,
            )
        case DailyEventKind.SESSION:
            names = ("sets", "repetitions", "load_kg", "rpe_0_10", "completed_share", "pain_during_0_10", "pain_after_0_10")
            return DayRecord(
                event.day, sessions=(Session(told["exercise"], **{n: told.get(n) for n in names}, rows=rows),), rows=rows
            )
        case DailyEventKind.RUN:
            return DayRecord(event.day, runs=(Run(told.get("km"), told.get("minutes"), told.get("pain_0_10"), rows),), rows=rows)
        case DailyEventKind.SITTING:
            return DayRecord(event.day, sitting_min=told["minutes"], rows=rows)
        case DailyEventKind.WARNING:
            return DayRecord(event.day, signs=frozenset({str(told["what"])}), rows=rows)
        case _:
            return DayRecord(event.day)


def record_of_measure(measured: MeasuredOn) -> DayRecord:
    """Pain in the next phase's test position, tried in the clinic, as an entry of its day."""
    value = measured.value if measured.measure == TEST_POSITION else None
    return DayRecord(measured.day, test_position_pain_0_10=value, test_position_source="clinic")


def records_of_visits(visits: Sequence[DoneAtVisit], events: Sequence[StandingEvent]) -> list[DayRecord]:
    """Exercises done in visits, each an exposure of its day like any other.

    Assumes: what the patient tells of the same exercise on the same day is the same exposure, so that it counts once, with the
    dose as told; pain in the visit still speaks, since of two answers the worse stands.
    """
    told = {(event.day, event.content["exercise"]) for event in events if event.kind == DailyEventKind.SESSION}
    records: list[DayRecord] = []
    for done in visits:
        session = Session(
            done.exercise,
            *(done.sets, done.repetitions, done.load_kg, done.rpe_0_10),
            pain_during_0_10=done.pain_during_0_10,
            rows=(done.row,),
        )
        if (done.day, done.exercise) in told:
            session = Session(done.exercise, pain_during_0_10=done.pain_during_0_10, rows=(done.row,))
        records.append(DayRecord(done.day, sessions=(session,), rows=(done.row,)))
    return records
