"""The state of one course of treatment: all that is remembered of the days so far, small enough to fold ten years day by day.

A `Course` changes in place while days are folded; `Course.copy` keeps a state to come back to. Windows are short lists and bits:
bit 0 of a mask is today, bit 1 yesterday.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import date

from enthesis.care.dose import Dose, Ladder
from enthesis.care.log import Row, Session, TestSource
from enthesis.care.rulebook import DEGREES_OF_GRADE, Prescription, Rulebook
from enthesis.care.running import RunCourse
from enthesis.knowledge.rehabilitation import Exercise, Phase
from enthesis.terms.fault import UnusableInput

REMEMBERED_DAYS = 28
"""Longest look back of any rule or door; doors that look further see this much."""
WEEK = 0x7F
FORTNIGHT = 0x3FFF
REMEMBERED = (1 << REMEMBERED_DAYS) - 1


class ExerciseCourse:
    """How one exercise stands."""

    __slots__ = (
        "asked_per_week", "changed_on", "clean_rows", "clean_run", "clean_since_marker", "done_mask", "done_rung", "exercise",
        "first_done_on", "ladder", "load_goal_kg", "order", "over_before", "over_rows", "over_run", "pending", "pending_doubts", "pending_rung",
        "resting", "rung", "unsettled_rows", "unsettled_run",
    )  # fmt: skip

    def __init__(self, prescription: Prescription, ladder: Ladder, order: int) -> None:
        self.exercise: Exercise = prescription.exercise
        self.load_goal_kg = prescription.load_goal_kg
        self.asked_per_week = min(7, prescription.exercise.dose.sessions_per_week[0])
        """Session days a week that the plan asks for at least."""
        self.ladder = ladder
        self.rung = ladder.start
        self.done_rung = ladder.start
        """The highest rung done in full, and not above `rung`: what a doubtful day falls back to."""
        self.order = order
        self.changed_on = 0
        """Day number of the last step, up or down."""
        self.clean_run = 0
        """Exposures in a row with every answer given and every answer good, since the last step anywhere in the plan."""
        self.clean_since_marker = 0.0
        """Marker pain before the first of them."""
        self.clean_rows: tuple[Row, ...] = ()
        self.over_run = 0
        """Exposures in a row over the ceiling. A missing answer does not end the row; a good exposure does."""
        self.over_before = 0
        """`over_run` before the pending session: an answer told a day late may change what that session counted for."""
        self.over_rows: tuple[Row, ...] = ()
        self.unsettled_run = 0
        self.unsettled_rows: tuple[Row, ...] = ()
        self.done_mask = 0
        self.first_done_on = 0
        self.pending: Session | None = None
        """Yesterday's session, whose 24 hours end this morning."""
        self.pending_rung = 0
        self.pending_doubts = 0
        """What spoke against it, as bits that `observe` names."""
        self.resting = False
        """Set aside by a step back to a phase it does not belong to."""

    def copy(self) -> ExerciseCourse:
        """An independent copy."""
        twin = object.__new__(ExerciseCourse)
        for name in ExerciseCourse.__slots__:
            setattr(twin, name, getattr(self, name))
        return twin

    @property
    def dose(self) -> Dose:
        """Today's planned dose."""
        return self.ladder.doses[self.rung]

    @property
    def can_step_up(self) -> bool:
        """Whether there is a higher rung in this phase."""
        return self.rung + 1 < len(self.ladder.doses)

    @property
    def hardness(self) -> int:
        """Grades of tendon load and compression added, 0 to 8: which drill to ease first."""
        return DEGREES_OF_GRADE[self.exercise.tendon_load] + DEGREES_OF_GRADE[self.exercise.compression]


@dataclass(frozen=True, slots=True)
class Door:
    """A step to the next phase that the criteria allow and a clinician may confirm."""

    to_phase: str
    met: tuple[str, ...]
    """The criteria met, in words with their numbers."""
    flags: tuple[str, ...]
    """Criteria that only warn (limb symmetry, for instance) and are not met or not known."""


class Course:
    """How one course stands at the end of a day."""

    __slots__ = (
        "away",
        "blank_days",
        "exercises",
        "exposures",
        "first_markers",
        "flare_from_marker",
        "flare_on",
        "flare_rows",
        "free_of_adherence_until",
        "held",
        "high_rows",
        "high_run",
        "judged_mask",
        "jump_days",
        "jump_from_marker",
        "jump_rows",
        "last_marker",
        "last_marker_age",
        "marker_rows",
        "markers",
        "measures",
        "pending_door",
        "phase_on",
        "phase_place",
        "reference_marker",
        "referral",
        "referral_rows",
        "referral_signs",
        "review_on",
        "rulebook",
        "run",
        "settled_mask",
        "sittings",
        "started_on",
        "steps_taken",
        "tests",
        "today",
        "trend_wait",
        "week",
        "week_known",
        "week_median",
        "weeks",
    )  # fmt: skip

    def __init__(self, rulebook: Rulebook, started_on: date, phase: str, run_level: str | None = None) -> None:
        if phase not in rulebook.place_of_phase:
            raise UnusableInput("phase", f"'{phase}' is not on this path", f"use one of {', '.join(rulebook.place_of_phase)}")
        self.rulebook = rulebook
        self.started_on = started_on.toordinal()
        self.today = self.started_on - 1
        self.phase_place = rulebook.place_of_phase[phase]
        self.phase_on = self.started_on
        self.exercises: dict[str, ExerciseCourse] = {}
        self.markers: deque[float | None] = deque(maxlen=REMEMBERED_DAYS)
        self.marker_rows: deque[tuple[Row, ...]] = deque(maxlen=14)
        self.first_markers: tuple[float, ...] = ()
        """The first seven known markers: what the twelfth week is compared with."""
        self.week: deque[float | None] = deque(maxlen=7)
        """The last seven mornings."""
        self.week_median: float | None = None
        """Median of the known markers of the last seven days; the lower of two, so that a rise is seen early."""
        self.week_known = 0
        self.weeks: deque[tuple[float | None, int]] = deque(maxlen=8)
        """Median and number of known markers at the end of each of the last eight days: the first is last week's."""
        self.last_marker: float | None = None
        self.last_marker_age = 0
        self.high_run = 0
        self.high_rows: tuple[Row, ...] = ()
        self.jump_from_marker: float | None = None
        """The usual marker before a jump that began on the last known morning."""
        self.jump_days = 0
        self.jump_rows: tuple[Row, ...] = ()
        self.flare_on: int | None = None
        self.flare_from_marker: float | None = None
        self.flare_rows: tuple[Row, ...] = ()
        self.held = False
        """A clinician holds the plan: nothing steps up until a clinician takes the hold off."""
        self.referral: str | None = None
        """Id of the referring rule whose sign no clinician has closed yet."""
        self.referral_signs = ""
        self.referral_rows: tuple[Row, ...] = ()
        self.review_on = self.started_on + 7 * rulebook.numbers.no_change_weeks
        """From this day on a marker that has not changed calls for a look at the whole plan."""
        self.trend_wait = 0
        self.sittings: deque[float] = deque(maxlen=7)
        self.blank_days = 0
        self.away = 0
        """Blank days just ended, on the day of the return; else 0."""
        self.free_of_adherence_until = self.started_on + 7
        self.judged_mask = 0
        """Days on which the 24 hours of a session ended."""
        self.settled_mask = 0
        """Those of them on which every exercise of that session was known to have settled."""
        self.tests: deque[tuple[float, TestSource] | None] = deque(maxlen=REMEMBERED_DAYS)
        """Pain in the next phase's test position and who told it, by day."""
        self.reference_marker: float | None = None
        """Marker pain before the last session or run: what the next morning is compared with."""
        self.exposures = 0
        self.measures: dict[str, tuple[float, int]] = {}
        """What a clinician recorded: value and day number."""
        self.run = RunCourse(rulebook.run_levels, run_level)
        self.steps_taken = 0
        self.pending_door: Door | None = None

    def copy(self) -> Course:
        """An independent copy."""
        twin = object.__new__(Course)
        for name in Course.__slots__:
            setattr(twin, name, getattr(self, name))
        for name in ("markers", "week", "weeks", "marker_rows", "sittings", "tests", "measures", "run"):
            setattr(twin, name, getattr(self, name).copy())
        twin.exercises = {name: one.copy() for name, one in self.exercises.items()}
        return twin

    @property
    def phase(self) -> Phase:
        """The phase of the track."""
        return self.rulebook.path[self.phase_place]

    @property
    def following(self) -> Phase | None:
        """The phase after it on the path; None at its end."""
        return self.rulebook.path[self.phase_place + 1] if self.phase_place + 1 < len(self.rulebook.path) else None

    @property
    def overlay(self) -> str | None:
        """What lies over the phase: `refer`, `flare`, `hold` or nothing; the graver one of several."""
        if self.referral is not None:
            return "refer"
        return "flare" if self.flare_on is not None else "hold" if self.held else None

    def active(self) -> list[ExerciseCourse]:
        """Exercises of today's list, in the order of the plan."""
        return [one for one in self.exercises.values() if not one.resting]

    def prescribe(self, prescription: Prescription) -> None:
        """Put an exercise into the plan, or set its dose by hand. Runs of good exposures start anew for it."""
        ladder = self.rulebook.ladder(prescription.exercise, prescription.dose, prescription.load_goal_kg, self.phase)
        old = self.exercises.get(prescription.exercise.id)
        new = ExerciseCourse(prescription, ladder, old.order if old else len(self.exercises))
        if old is not None:
            new.done_mask, new.first_done_on, new.over_run, new.unsettled_run = (
                old.done_mask, old.first_done_on, old.over_run, old.unsettled_run,
            )  # fmt: skip
            new.changed_on = self.today
            # Yesterday's session was done at another dose: it can speak against this one, never for it.
            new.pending, new.pending_doubts, new.over_before, new.pending_rung = (
                old.pending,
                old.pending_doubts,
                old.over_before,
                -1,
            )
        self.exercises[prescription.exercise.id] = new

    def record_measure(self, measure: str, value: float, on: date) -> None:
        """Note a clinician's measure (limb symmetry, goal reached ...) for the doors between phases."""
        self.measures[measure] = (value, on.toordinal())

    def clear_referral(self) -> None:
        """A clinician has looked at the warning sign and lets the course go on. Good exposures count anew."""
        self.referral = None
        self.referral_rows = ()
        self.review_on = self.today + 7 * self.rulebook.numbers.no_change_weeks
        self.first_markers = ()
        self.start_runs_anew()

    def confirm_door(self) -> str:
        """Take the proposed step to the next phase and return its id.

        Raises:
            UnusableInput: no step is proposed; criteria are not met.
        """
        if self.pending_door is None:
            raise UnusableInput("phase", "no step to the next phase is proposed", "its criteria must be met first")
        self.enter_phase(self.rulebook.place_of_phase[self.pending_door.to_phase])
        return self.phase.id

    def enter_phase(self, place: int) -> None:
        """Go to the phase at `place` of the path; doses stay, what may be moved changes."""
        self.phase_place = place
        self.phase_on = self.today
        self.tests.clear()  # they were tried in the test position of another phase
        self.exposures = 0
        self.pending_door = None
        self.free_of_adherence_until = self.today + 7
        for one in self.exercises.values():
            one.resting = bool(one.exercise.phases) and one.resting and self.phase.id not in one.exercise.phases
            one.ladder = self.rulebook.ladder(one.exercise, one.dose, one.load_goal_kg, self.phase)
            lower = one.rung - one.done_rung
            one.pending_rung = one.ladder.start if one.pending_rung >= one.rung else -1
            one.rung = one.ladder.start
            one.done_rung = max(0, one.rung - lower)
        self.start_runs_anew()

    def start_runs_anew(self) -> None:
        """Forget good exposures: one variable moves at a time over the whole plan, and each step is watched by itself."""
        for one in self.exercises.values():
            one.clean_run = 0
            one.clean_rows = ()
        self.run.clean_runs = 0
