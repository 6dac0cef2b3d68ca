"""Take one day into a course: settle yesterday's sessions by this morning, note today's, and say what stands out."""

from __future__ import annotations

from dataclasses import replace

from enthesis.care.course import REMEMBERED, Course, ExerciseCourse
from enthesis.care.dose import logged_dose
from enthesis.care.log import DayRecord, Row, Session, TestSource
from enthesis.care.rulebook import Prescription, own_exercise

HIGH_MEMORY_DAYS = 3
"""Missing mornings after which a high morning no longer counts as the one before; judgement."""
SITTING_FELL_TO_SHARE = 0.5
"""Sitting time this share of the usual or less is a signal; judgement."""
KNOWN_SITTINGS = 3
KEPT_ROWS = 6
FULL = 0.999
WEIGHED_KG = 0.01
"""Two loads closer than this are one."""
MISSING, OVER, SHORT, HARD, SORE_AFTER = 1, 2, 4, 8, 16
"""What can speak against an exposure: bits, since ten years of days are folded in one go."""


TOLD, MORNING, SESSIONS, RUNS, DAY = 1, 2, 4, 8, 16
"""Where something stands out, as bits: warning sign or flare told; morning; sessions; runs; the day as a whole."""


class Signals:
    """What stands out on one day; rules read it, nothing is kept."""

    __slots__ = ("blank", "doubts", "flare_ended", "jumped_from", "no_reference", "sitting_fell", "stands_out", "unsettled")

    def __init__(self) -> None:
        self.stands_out = 0
        """Bits of where. A rule is asked on the days on which something stands out where it looks."""
        self.blank = False
        self.flare_ended = False
        self.doubts: list[tuple[ExerciseCourse, int, tuple[Row, ...]]] = []
        """Sessions of today and yesterday with what speaks against them."""
        self.unsettled: list[ExerciseCourse] = []
        self.no_reference = False
        """Whether yesterday's session cannot be judged: a morning answer is missing."""
        self.jumped_from: float | None = None
        """The usual marker, on the second known morning of a jump."""
        self.sitting_fell: tuple[float, float] | None = None


def median(values: list[float]) -> float:
    """Middle value; the lower of the two for an even count, so that a rise is seen early. `values` must not be empty."""
    values.sort()
    return values[(len(values) - 1) // 2]


def take_in(course: Course, day: DayRecord) -> Signals:
    """Fold one day into the course.

    Assumes: `day` is the day after `course.today`; blank days are folded as well, as records without answers.
    """
    signals = Signals()
    course.today += 1
    course.judged_mask = (course.judged_mask << 1) & REMEMBERED
    course.settled_mask = (course.settled_mask << 1) & REMEMBERED
    if course.trend_wait:
        course.trend_wait -= 1
    marker = day.morning_pain_0_10
    _judge_yesterday(course, day, signals)
    _take_marker(course, marker, day, signals)
    course.tests.append(_test_of(course, day))
    _count_blank_days(course, day, signals)
    if day.sitting_min is not None:
        _take_sitting(course, day.sitting_min, signals)
    if day.sessions or day.runs:
        course.reference_marker = marker
        if day.sessions:
            course.exposures += 1
            for session in day.sessions:
                _take_session(course, session, signals)
    if day.runs or course.run.over_cap_km is not None:
        course.run.take_in(day.runs, course.today, course.rulebook.numbers)
    signals.stands_out |= _where(course, day, signals)
    return signals


def _test_of(course: Course, day: DayRecord) -> tuple[float, TestSource] | None:
    """What the day says of the next phase's test position; an answer to another position, asked before the phase changed, is none."""
    following = course.following
    if day.test_position_pain_0_10 is None:
        return None
    if day.test_position and (following is None or day.test_position != following.test_position):
        return None
    return day.test_position_pain_0_10, day.test_position_source


def _where(course: Course, day: DayRecord, signals: Signals) -> int:
    found = 0
    if day.signs or day.flare_reported or course.referral is not None or course.flare_on is not None:
        found = TOLD
    if day.morning_pain_0_10 is None or course.high_run or course.jump_from_marker is not None:
        found |= MORNING
    if signals.doubts or signals.unsettled or signals.no_reference:
        found |= SESSIONS
    if day.runs or course.run.bad_runs:
        found |= RUNS
    worst = day.worst_pain_0_10
    if signals.blank or course.away or signals.sitting_fell or (worst is not None and worst > course.rulebook.pain_ceiling_0_10):
        found |= DAY
    return found


def _judge_yesterday(course: Course, day: DayRecord, signals: Signals) -> None:
    marker, reference = day.morning_pain_0_10, course.reference_marker
    settled = None if marker is None or reference is None else marker <= reference
    if day.yesterday_settled is False:
        settled = False
    any_session, all_settled = False, True
    for one in course.exercises.values():
        one.done_mask = (one.done_mask << 1) & REMEMBERED
        if one.over_run or one.unsettled_run:
            signals.stands_out = SESSIONS
        session = one.pending
        if session is None:
            continue
        any_session = True
        one.pending = None
        doubts = one.pending_doubts
        if day.yesterday_pain_0_10 is not None:
            doubts = _told_late(one, session, day.yesterday_pain_0_10, course.rulebook.pain_ceiling_0_10)
        own = False if session.settled_by_24_h is False else settled
        if own is False:
            one.unsettled_run += 1
            one.unsettled_rows = (one.unsettled_rows + session.rows)[-KEPT_ROWS:]
            signals.unsettled.append(one)
        elif own is None:
            signals.no_reference = True
        else:
            one.unsettled_run = 0
            one.unsettled_rows = ()
        all_settled = all_settled and own is True
        if doubts:
            signals.doubts.append((one, doubts, session.rows))
        if doubts or own is not True:
            one.clean_run = 0
            one.clean_rows = ()
        elif one.pending_rung >= one.rung and marker is not None and reference is not None:
            _count_clean(one, session, marker, reference)
    if any_session:
        course.judged_mask |= 1
        course.settled_mask |= all_settled
    if course.run.pending:
        course.run.resolve(settled, course.rulebook.pain_ceiling_0_10)


def _count_clean(one: ExerciseCourse, session: Session, marker: float, reference: float) -> None:
    if one.clean_run == 0 or marker > one.clean_since_marker:
        # Each session settled, yet the marker drifted up since the first of them: the count starts again from here.
        one.clean_run = 0
        one.clean_rows = ()
        one.clean_since_marker = reference
    one.clean_run += 1
    one.clean_rows = (one.clean_rows + session.rows)[-KEPT_ROWS:]
    one.done_rung = one.rung


def _told_late(one: ExerciseCourse, session: Session, pain: float, ceiling: float) -> int:
    """Doubts of the pending session with the worse of what was told then and now."""
    if session.pain_during_0_10 is not None and session.pain_during_0_10 >= pain:
        return one.pending_doubts
    doubts = one.pending_doubts & ~(MISSING | OVER)
    no_effort = session.rpe_0_10 is None and one.exercise.dose.effort_rpe_0_10 is not None
    if no_effort or not _is_completion_known(session, one):
        doubts |= MISSING
    if pain > ceiling:
        doubts |= OVER
        one.over_run = one.over_before + 1
        one.over_rows = (one.over_rows + session.rows)[-KEPT_ROWS:]
    elif session.pain_during_0_10 is None:
        one.over_run = 0
        one.over_rows = ()
    return doubts


def _take_marker(course: Course, marker: float | None, day: DayRecord, signals: Signals) -> None:
    numbers = course.rulebook.numbers
    if marker is None:
        course.last_marker_age += 1
        if course.last_marker_age > HIGH_MEMORY_DAYS:
            course.high_run = 0
            course.jump_from_marker = None
    else:
        _take_known_marker(course, marker, day, signals, numbers.flare_jump_0_10, numbers.marker_regress_at_0_10)
    course.markers.append(marker)
    course.week.append(marker)
    known = [m for m in course.week if m is not None]
    course.week_known = len(known)
    course.week_median = median(known) if known else None
    course.weeks.append((course.week_median, course.week_known))
    course.marker_rows.append(day.rows if marker is not None else ())


def _take_known_marker(course: Course, marker: float, day: DayRecord, signals: Signals, jump: int, high: int) -> None:
    if course.jump_from_marker is not None:
        if marker >= course.jump_from_marker + jump:
            signals.jumped_from = course.jump_from_marker
            course.jump_rows += day.rows
        else:
            course.jump_from_marker = None
    if marker >= jump and course.jump_from_marker is None:
        usual = course.week_median
        if usual is not None and marker >= usual + jump:
            course.jump_from_marker = usual
            course.jump_rows = day.rows
    if marker >= high:
        course.high_rows = (course.high_rows + day.rows)[-KEPT_ROWS:] if course.high_run else day.rows
        course.high_run += 1
    else:
        course.high_run = 0
    course.last_marker = marker
    course.last_marker_age = 0
    if len(course.first_markers) < 7:
        course.first_markers = (*course.first_markers, marker)


def _count_blank_days(course: Course, day: DayRecord, signals: Signals) -> None:
    course.away = 0
    if day.morning_pain_0_10 is None and day.said_nothing:
        signals.blank = True
        course.blank_days += 1
        return
    if course.blank_days >= course.rulebook.numbers.days_away_before_recheck:
        course.away = course.blank_days
        course.free_of_adherence_until = max(course.free_of_adherence_until, course.today + 7)
        course.start_runs_anew()
    course.blank_days = 0


def _take_sitting(course: Course, sitting_min: float, signals: Signals) -> None:
    if len(course.sittings) >= KNOWN_SITTINGS and sitting_min <= SITTING_FELL_TO_SHARE * max(course.sittings):
        usual = median(list(course.sittings))
        if sitting_min <= SITTING_FELL_TO_SHARE * usual:
            signals.sitting_fell = (sitting_min, usual)
    course.sittings.append(sitting_min)


def _take_session(course: Course, session: Session, signals: Signals) -> None:
    one = course.exercises.get(session.exercise)
    if one is None:
        exercise = course.rulebook.exercise_by_id.get(session.exercise) or own_exercise(session.exercise, ())
        course.prescribe(Prescription(exercise, logged_dose(session, exercise.dose)))
        one = course.exercises[session.exercise]
    if session.load_kg is not None and one.exercise.dose.loaded and one.ladder.doses[one.rung].load_kg is None:
        # A load that had still to be found is the plan's load from the first session that writes it down.
        course.prescribe(Prescription(one.exercise, replace(one.dose, load_kg=session.load_kg), one.load_goal_kg))
        one = course.exercises[session.exercise]
    one.done_mask |= 1
    if one.first_done_on == 0:
        one.first_done_on = course.today
    doubts = _doubts(session, one, course.rulebook.pain_ceiling_0_10)
    one.pending = session
    one.pending_rung = one.rung
    one.pending_doubts = doubts
    one.over_before = one.over_run
    if doubts & OVER:
        one.over_run += 1
        one.over_rows = (one.over_rows + session.rows)[-KEPT_ROWS:]
    elif session.pain_during_0_10 is not None:
        one.over_run = 0
        one.over_rows = ()
    if doubts:
        signals.doubts.append((one, doubts, session.rows))


def _doubts(session: Session, one: ExerciseCourse, ceiling: float) -> int:
    doubts = 0
    pain, effort = session.pain_during_0_10, session.rpe_0_10
    target = one.exercise.dose.effort_rpe_0_10
    if pain is None or (effort is None and target is not None) or not _is_completion_known(session, one):
        doubts = MISSING
    if pain is not None and pain > ceiling:
        doubts |= OVER
    if _is_short(session, one):
        doubts |= SHORT
    if effort is not None and target is not None and effort > target[1]:
        doubts |= HARD
    if session.pain_after_0_10 is not None and session.pain_after_0_10 > ceiling:
        doubts |= SORE_AFTER
    return doubts


def _is_completion_known(session: Session, one: ExerciseCourse) -> bool:
    if session.completed_share is not None:
        return True
    return session.sets is not None and (session.repetitions is not None or one.dose.repetitions is None)


def _is_short(session: Session, one: ExerciseCourse) -> bool:
    """Whether less than the planned dose is known to be done; what is not known is another doubt."""
    if session.completed_share is not None and session.completed_share < FULL:
        return True
    dose, sets, repetitions = one.ladder.doses[one.rung], session.sets, session.repetitions
    if sets is not None:
        if sets < dose.sets:
            return True
        if repetitions is not None and dose.repetitions and sets * repetitions < dose.sets * dose.repetitions:
            return True
    return session.load_kg is not None and bool(dose.load_kg) and session.load_kg < dose.load_kg - WEIGHED_KG
