"""One function per rule: what on this day makes it speak. `rules.RULES` puts them in order and gives each its words.

Every function takes the course after the day was taken in, the day, and what stood out in it, and returns a `Finding` or None.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from enthesis.care.course import FORTNIGHT, WEEK, Course, ExerciseCourse
from enthesis.care.log import DayRecord, Row
from enthesis.care.observe import HARD, MISSING, SHORT, SORE_AFTER, Signals, median
from enthesis.knowledge.warning_signs import Haste, WarningSign

TREND_KNOWN_MORNINGS = 4
"""Known mornings a week needs before its median is compared; judgement."""
LONGEST_FLARE_DAYS = 3
"""72 hours: a flare that lasts longer is for the clinician."""
SETTLED_ABOVE_USUAL = 1
"""Points above the usual at which a flare counts as over."""


class Finding(NamedTuple):
    """That a rule speaks: the numbers of its sentences, and the entries that made it speak."""

    facts: Mapping[str, Any]
    rows: tuple[Row, ...] = ()


NOTHING: Mapping[str, Any] = {}
UNKNOWN_HASTE: Haste = "same_day"


def _told(course: Course, day: DayRecord, haste: Haste) -> Finding | None:
    """What was told that asks for this haste. The gravest gives the patient the reason, the clinician reads what each asks for."""
    if not day.signs:
        return None
    known = course.rulebook.warning_signs
    told = [sign for sign in known.signs if sign.id in day.signs and sign.haste == haste]
    if haste == UNKNOWN_HASTE:
        told += [_unknown(sign) for sign in sorted(day.signs - known.by_id.keys())]
    if not told:
        return None
    names = " and ".join(sign.name for sign in told)
    to_do = " ".join(dict.fromkeys(sign.to_do for sign in told))
    return Finding({"signs": names, "because": told[0].because, "to_do": to_do}, day.rows)


def _unknown(sign: str) -> WarningSign:
    """A sign that the region does not know (any more): nobody can say that it is harmless."""
    words = sign.replace("_", " ")
    because = f"someone must look at what you told us ({words})"
    return WarningSign(sign, words, UNKNOWN_HASTE, because, "Ask what it is.", (), (), (), (), None, "")


# REFER


def emergency_sign(course: Course, day: DayRecord, signals: Signals) -> Finding | None:
    """A warning sign that the region's pack calls an emergency."""
    return _told(course, day, "emergency")


def same_day_sign(course: Course, day: DayRecord, signals: Signals) -> Finding | None:
    """A warning sign that somebody must look at the same day, or one the region does not know."""
    return _told(course, day, "same_day")


def soon_sign(course: Course, day: DayRecord, signals: Signals) -> Finding | None:
    """A warning sign that somebody must look at in the next days."""
    return _told(course, day, "soon")


def referral_open(course: Course, day: DayRecord, signals: Signals) -> Finding | None:
    """A warning sign of an earlier day that no clinician has closed."""
    if course.referral is None:
        return None
    return Finding({"signs": course.referral_signs}, course.referral_rows)


def clinician_hold(course: Course, day: DayRecord, signals: Signals) -> Finding | None:
    """A clinician holds the plan."""
    return Finding({}, ()) if course.held else None


def no_change(course: Course, day: DayRecord, signals: Signals) -> Finding | None:
    """Twelve weeks without a change: this week's median marker is not two points below that of the first mornings."""
    if course.today < course.review_on or len(course.first_markers) < TREND_KNOWN_MORNINGS:
        return None
    size, now = course.rulebook.numbers.flare_jump_0_10, course.week_median
    if now is None or course.week_known < TREND_KNOWN_MORNINGS or now < size:
        return None
    before = median(list(course.first_markers))
    if now <= before - size:
        return None
    return Finding({"before": before, "now": now, "weeks": course.rulebook.numbers.no_change_weeks}, _week_rows(course))


# FLARE


def flare_reported(course: Course, day: DayRecord, signals: Signals) -> Finding | None:
    """The patient says it is a flare."""
    return Finding(_flare_words(course), day.rows) if day.flare_reported else None


def flare_jump(course: Course, day: DayRecord, signals: Signals) -> Finding | None:
    """A jump of the marker above the usual that is still there a day later."""
    if signals.jumped_from is None or day.morning_pain_0_10 is None:
        return None
    return Finding({"usual": signals.jumped_from, "marker": day.morning_pain_0_10, **_flare_words(course)}, course.jump_rows)


def flare_too_long(course: Course, day: DayRecord, signals: Signals) -> Finding | None:
    """A flare that is not over after three days and the shortest flare: the clinic should know."""
    if course.flare_on is None or course.today - course.flare_on <= LONGEST_FLARE_DAYS:
        return None
    return flare_lasts(course, day, signals)


def flare_lasts(course: Course, day: DayRecord, signals: Signals) -> Finding | None:
    """A flare that is not over: too early, not back near the usual, or not known to be."""
    if course.flare_on is None:
        return None
    days = course.today - course.flare_on
    marker, usual = day.morning_pain_0_10, course.flare_from_marker
    near = marker is not None and (usual is None or marker <= usual + SETTLED_ABOVE_USUAL)
    near = near and marker is not None and marker < course.rulebook.numbers.marker_regress_at_0_10
    if days >= course.rulebook.flare_days and near:
        return None
    return Finding({"days": days, "shortest": course.rulebook.flare_days, **_flare_words(course)}, course.flare_rows)


def _flare_words(course: Course) -> Mapping[str, str]:
    """What is left to do in a flare, in the region's words for patient and clinician."""
    daily = course.rulebook.daily
    return {"gentle": daily.flare_patient, "gentle_dose": daily.flare_clinician}


# REGRESS


def marker_high_twice(course: Course, day: DayRecord, signals: Signals) -> Finding | None:
    """The marker at or above its own threshold on two known mornings running."""
    if course.high_run < 2 or day.morning_pain_0_10 is None:
        return None
    limit = course.rulebook.numbers.marker_regress_at_0_10
    return Finding({"marker": day.morning_pain_0_10, "limit": limit}, course.high_rows)


def unsettled_twice(course: Course, day: DayRecord, signals: Signals) -> Finding | None:
    """Pain above where it was before, 24 hours after two exposures running."""
    for one in signals.unsettled:
        if one.unsettled_run >= 2:
            return Finding({"exercise": one.exercise.name}, one.unsettled_rows)
    return None


def over_ceiling_twice(course: Course, day: DayRecord, signals: Signals) -> Finding | None:
    """Two exposures running over the ceiling, in one exercise."""
    for one in course.exercises.values():
        if one.over_run >= 2:
            return Finding({"exercise": one.exercise.name, "ceiling": course.rulebook.pain_ceiling_0_10}, one.over_rows)
    return None


def upward_trend(course: Course, day: DayRecord, signals: Signals) -> Finding | None:
    """This week's median marker above last week's.

    Medians of two weeks, not a slope (Theil-Sen): of seven whole numbers either withstands two stray mornings, and a patient
    can check a median. Both weeks need four known mornings; after any step back a week passes before the trend speaks again.
    """
    if day.morning_pain_0_10 is None or course.trend_wait:
        return None
    now = course.week_median
    before, before_known = course.weeks[0]
    if len(course.weeks) < 8 or now is None or before is None or now <= before:
        return None
    if course.week_known < TREND_KNOWN_MORNINGS or before_known < TREND_KNOWN_MORNINGS:
        return None
    return Finding({"now": now, "before": before}, _week_rows(course))


def run_bad_twice(course: Course, day: DayRecord, signals: Signals) -> Finding | None:
    """Two runs running over the ceiling or with a rise the next morning."""
    if course.run.bad_runs < 2 or course.run.level < 0:
        return None
    return Finding({"level": course.run.levels[course.run.level].name}, course.run.bad_rows)


# HOLD


def nothing_recorded(course: Course, day: DayRecord, signals: Signals) -> Finding | None:
    """A blank day."""
    return Finding({"days": course.blank_days}) if signals.blank else None


def careful_sign(course: Course, day: DayRecord, signals: Signals) -> Finding | None:
    """Something that asks for a careful day, such as being ill."""
    return _told(course, day, "watch")


def marker_missing(course: Course, day: DayRecord, signals: Signals) -> Finding | None:
    """No marker this morning."""
    return Finding(NOTHING, day.rows) if day.morning_pain_0_10 is None else None


def marker_high_once(course: Course, day: DayRecord, signals: Signals) -> Finding | None:
    """The marker at or above its threshold, the first morning."""
    if course.high_run < 1 or day.morning_pain_0_10 is None:
        return None
    limit = course.rulebook.numbers.marker_regress_at_0_10
    return Finding({"marker": day.morning_pain_0_10, "limit": limit}, day.rows)


def marker_jump_once(course: Course, day: DayRecord, signals: Signals) -> Finding | None:
    """A jump above the usual, the first morning."""
    if course.jump_from_marker is None or day.morning_pain_0_10 is None:
        return None
    return Finding({"usual": course.jump_from_marker, "marker": day.morning_pain_0_10}, day.rows)


def over_ceiling_once(course: Course, day: DayRecord, signals: Signals) -> Finding | None:
    """An exercise whose last exposure was over the ceiling, until one is not."""
    for one in course.exercises.values():
        if one.over_run and one.done_mask & WEEK and not one.resting:
            return Finding({"exercise": one.exercise.name, "ceiling": course.rulebook.pain_ceiling_0_10}, one.over_rows)
    return None


def unsettled_once(course: Course, day: DayRecord, signals: Signals) -> Finding | None:
    """An exercise whose last exposure had not settled by 24 hours, until one has."""
    for one in course.exercises.values():
        if one.unsettled_run and one.done_mask & WEEK and not one.resting:
            return Finding({"exercise": one.exercise.name}, one.unsettled_rows)
    return None


def run_bad_once(course: Course, day: DayRecord, signals: Signals) -> Finding | None:
    """A run over the ceiling today, or a bad one that no clean run has followed."""
    ceiling = course.rulebook.pain_ceiling_0_10
    hurt = tuple(row for run in day.runs if (run.run_pain_0_10 or 0) > ceiling for row in run.rows)
    if any((run.run_pain_0_10 or 0) > ceiling for run in day.runs) or course.run.bad_runs:
        return Finding({"ceiling": ceiling}, hurt or course.run.bad_rows)
    return None


def run_over_cap(course: Course, day: DayRecord, signals: Signals) -> Finding | None:
    """A run longer than the cap."""
    if course.run.over_cap_km is None:
        return None
    ran, cap = course.run.over_cap_km
    return Finding({"ran": f"{ran:.1f}", "cap": f"{cap:.1f}", "days": course.rulebook.numbers.run_window_days}, day.rows)


def worst_pain_high(course: Course, day: DayRecord, signals: Signals) -> Finding | None:
    """Signals disagree: the worst pain of the day is over the ceiling."""
    worst, ceiling = day.worst_pain_0_10, course.rulebook.pain_ceiling_0_10
    return Finding({"worst": worst, "ceiling": ceiling}, day.rows) if worst is not None and worst > ceiling else None


def sitting_fell(course: Course, day: DayRecord, signals: Signals) -> Finding | None:
    """Signals disagree: sitting is possible for half the usual time or less."""
    if signals.sitting_fell is None:
        return None
    return Finding({"sitting": signals.sitting_fell[0], "usual": signals.sitting_fell[1]}, day.rows)


def _doubt(signals: Signals, bit: int) -> Finding | None:
    for one, doubts, rows in signals.doubts:
        if doubts & bit:
            effort = one.exercise.dose.effort_rpe_0_10
            return Finding(
                {"exercise": one.exercise.name, "dose": one.dose.in_words(), "target": effort[1] if effort else 10}, rows
            )
    return None


def answers_missing(course: Course, day: DayRecord, signals: Signals) -> Finding | None:
    """A session without pain, effort or completion."""
    return _doubt(signals, MISSING)


def reference_missing(course: Course, day: DayRecord, signals: Signals) -> Finding | None:
    """Yesterday's session cannot be judged: no marker before it, or none after."""
    return Finding(NOTHING, day.rows) if signals.no_reference else None


def sore_after(course: Course, day: DayRecord, signals: Signals) -> Finding | None:
    """Pain right after the session over the ceiling."""
    return _doubt(signals, SORE_AFTER)


def effort_high(course: Course, day: DayRecord, signals: Signals) -> Finding | None:
    """Effort above the target."""
    return _doubt(signals, HARD)


def not_all_done(course: Course, day: DayRecord, signals: Signals) -> Finding | None:
    """A session that was not done in full."""
    return _doubt(signals, SHORT)


def too_few_sessions(course: Course, day: DayRecord, signals: Signals) -> Finding | None:
    """Fewer sessions in the last seven days than the share the pack asks for."""
    if course.today < course.free_of_adherence_until:
        return None
    done, planned = sessions_done(course.exercises.values(), WEEK, course.today)
    if planned == 0 or done >= course.rulebook.numbers.smallest_completed_share * planned - 1e-9:
        return None
    return Finding({"done": done, "planned": planned})


def sessions_done(exercises: Iterable[ExerciseCourse], window: int, today: int) -> tuple[int, float]:
    """Session days done and planned in a window of whole weeks, over the exercises of the last fortnight.

    Assumes: the lower end of an exercise's sessions a week is asked for, never more than one a day; an exercise in its
    first week is not counted.
    """
    done, planned = 0.0, 0.0
    weeks = window.bit_count() / 7
    for one in exercises:
        if one.done_mask & FORTNIGHT and not one.resting and today - one.first_done_on >= 7:
            asked, sessions = one.asked_per_week * weeks, (one.done_mask & window).bit_count()
            planned += asked
            done += sessions if sessions < asked else asked
    return int(done), planned


def back_after_days_away(course: Course, day: DayRecord, signals: Signals) -> Finding | None:
    """The first entry after days without any."""
    return Finding({"days": course.away}, day.rows) if course.away else None


def flare_over(course: Course, day: DayRecord, signals: Signals) -> Finding | None:
    """The day a flare ended."""
    return Finding(NOTHING, day.rows) if signals.flare_ended else None


# PROGRESS


def ready_exercise(course: Course, day: DayRecord) -> ExerciseCourse | None:
    """The exercise whose turn it is: enough clean exposures, marker no worse than before them, a rung above it.

    Of several, the one that has waited longest.
    """
    marker, needed = day.morning_pain_0_10, course.rulebook.numbers.exposures_to_progress
    found: ExerciseCourse | None = None
    for one in course.exercises.values():
        if (
            one.clean_run >= needed
            and one.done_mask & WEEK
            and not one.resting
            and marker is not None
            and marker <= one.clean_since_marker
            and one.rung + 1 < len(one.ladder.doses)
            and (found is None or (one.changed_on, one.order) < (found.changed_on, found.order))
        ):
            found = one
    return found


def exercise_ready(course: Course, day: DayRecord, signals: Signals) -> Finding | None:
    """An exercise may go up one variable, unless running is ready too and has waited longer."""
    one = ready_exercise(course, day)
    if one is None or (course.run.changed_on < one.changed_on and run_ready(course, day, signals) is not None):
        return None
    return Finding({"exercise": one.exercise.name, "count": one.clean_run, "marker": day.morning_pain_0_10}, one.clean_rows)


def run_ready(course: Course, day: DayRecord, signals: Signals) -> Finding | None:
    """Running may go up one level."""
    if course.today - course.run.last_run_on > 7:
        return None
    level = course.run.next_level(course.phase_place, course.rulebook.place_of_phase, course.rulebook.numbers)
    if level is None:
        return None
    return Finding({"level": level.name, "count": course.run.clean_runs}, course.run.clean_rows)


# and when nothing speaks


def nothing_higher(course: Course, day: DayRecord, signals: Signals) -> Finding | None:
    """Every exercise is at the top of what this phase plans."""
    found = False
    for one in course.exercises.values():
        if not one.resting:
            if one.rung + 1 < len(one.ladder.doses):
                return None
            found = True
    return Finding({"phase": course.phase.name}, day.rows) if found else None


def waiting(course: Course, day: DayRecord, signals: Signals) -> Finding | None:
    """Good so far; more good exposures are needed, or there is nothing higher in this phase."""
    most = 0
    for one in course.exercises.values():
        if one.clean_run > most:
            most = one.clean_run
    return Finding({"count": most, "needed": course.rulebook.numbers.exposures_to_progress}, day.rows)


def _week_rows(course: Course) -> tuple[Row, ...]:
    return tuple(row for rows in list(course.marker_rows)[-7:] for row in rows)
