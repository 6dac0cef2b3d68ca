"""The progression engine: one day in, one decision out, with its reasons. Deterministic; no clock, no input, no output."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from enthesis.care.course import Course, Door, ExerciseCourse
from enthesis.care.door import open_door
from enthesis.care.dose import Dose
from enthesis.care.log import DayRecord, Row
from enthesis.care.observe import DAY, Signals, take_in
from enthesis.care.rules import (
    FLARE,
    HOLD,
    REFER,
    REGRESS,
    REGRESS_IN_FLARE,
    REST,
    RULE_BY_ID,
    TODAY_ORDER,
    Asked,
    Rule,
    Today,
    Verdict,
)
from enthesis.care.signs import Finding
from enthesis.care.steps import Change, end_flare, run_down, run_up, start_flare, step_down, step_up
from enthesis.terms.fault import UnusableInput
from enthesis.terms.state import Urgency

LONGEST_COURSE_DAYS = 40 * 366


class Decision(NamedTuple):
    """What was decided for one day, and why."""

    on: date
    rule: Rule
    facts: Mapping[str, Any]
    rows: tuple[Row, ...]
    """The entries that made the rule speak."""
    changes: tuple[Change, ...]
    phase: str
    overlay: str | None
    run_level: str | None
    today: Today
    door: Door | None
    """The next phase, when it may be proposed: a clinician confirms it."""
    silent_days: int
    """Blank days in a row, from the number on at which the clinic is told; else 0."""

    @property
    def verdict(self) -> Verdict:
        """refer, flare, regress, hold or progress."""
        return self.rule.verdict

    @property
    def urgency(self) -> Urgency | None:
        """How soon somebody should look, for a referral."""
        return self.rule.urgency

    @property
    def patient_sentence(self) -> str:
        """One plain sentence."""
        return self._filled(self.rule.patient)

    @property
    def clinician_sentence(self) -> str:
        """One technical sentence with the numbers."""
        return self._filled(self.rule.clinician)

    def _filled(self, template: str) -> str:
        change = " ".join(one.in_words() for one in self.changes)
        if change and "{change}" not in template:
            template += " {change}"
        filled = template.format_map({key: _plain(value) for key, value in self.facts.items()} | {"change": change}).strip()
        return filled[:1].upper() + filled[1:]


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def decide_day(course: Course, day: DayRecord) -> tuple[Course, Decision]:
    """The course after `day`, and the decision; `course` itself is not touched. Blank days before `day` are folded silently.

    Raises:
        UnusableInput: the day lies before or on the last one the course has seen.
    """
    following = course.copy()
    return following, list(fold_days(following, (day,)))[-1]


def fold_days(course: Course, days: Sequence[DayRecord], until: date | None = None) -> Iterator[Decision]:
    """Fold days, in order of date, into `course` (in place), with one decision for every calendar day, blank ones too.

    Args:
        until: fold blank days up to this day as well.

    Raises:
        UnusableInput: a day lies before or on the last one the course has seen, or decades after it.
    """
    for day in days:
        ordinal = day.on.toordinal()
        if not course.today < ordinal <= course.today + LONGEST_COURSE_DAYS:
            last = date.fromordinal(course.today).isoformat()
            raise UnusableInput(f"day {day.on.isoformat()}", f"the course stands at {last}", "give days once, in order of date")
        while course.today + 1 < ordinal:
            yield advance(course, DayRecord(date.fromordinal(course.today + 1)))
        yield advance(course, day)
    while until is not None and course.today < until.toordinal():
        yield advance(course, DayRecord(date.fromordinal(course.today + 1)))


def advance(course: Course, day: DayRecord, step_ups: bool = True) -> Decision:
    """Fold the next calendar day into `course` (in place) and decide.

    Args:
        step_ups: False on the phone, which never steps up by itself.
    """
    signals = take_in(course, day)
    if course.flare_on is not None and not _first(FLARE, course, day, signals):
        end_flare(course)
        signals.flare_ended = True
        signals.stands_out |= DAY
    named: tuple[Rule, Finding] | None = None
    changes: list[Change] = []
    today: Today = "full"
    if course.referral is not None or day.signs or course.today >= course.review_on:
        named = _first(REFER, course, day, signals)
        if named is not None:
            today = _refer(course, named)
    flare = _first(FLARE, course, day, signals)
    if flare is not None:
        named = named or flare
        today = _lower(today, flare[0].today)
        if course.flare_on is None:
            course.flare_rows = flare[1].rows
            changes = _some(step_down(course))
            start_flare(course)
        else:
            # A jump, or high mornings, while a flare lasts are the same flare; other reasons to step back still count.
            course.jump_from_marker = None
            changes = _step_back(course, _first(REGRESS_IN_FLARE, course, day, signals))
    else:
        regress = _first(REGRESS, course, day, signals)
        if regress is not None:
            named = named or regress
            today = _lower(today, regress[0].today)
            changes = _step_back(course, regress)
    if named is None:
        named = _first(REST if step_ups else HOLD, course, day, signals)
        assert named is not None
        today = named[0].today
        if named[0].id == "exercise_ready":
            changes = _some(step_up(course, day))
        elif named[0].id == "run_ready":
            changes = [run_up(course)]
        door = open_door(course) if today == "full" else None
    else:
        door = None
    course.pending_door = door
    rule, finding = named
    silence = course.rulebook.numbers.silence_days
    return Decision(
        day.on,
        rule,
        finding.facts,
        finding.rows,
        tuple(changes),
        course.phase.id,
        course.overlay,
        course.run.level_id,
        today,
        door,
        course.blank_days if course.blank_days >= silence else 0,
    )


def _first(rules: Asked, course: Course, day: DayRecord, signals: Signals) -> tuple[Rule, Finding] | None:
    for rule in rules[signals.stands_out]:
        finding = rule.speaks(course, day, signals)
        if finding is not None:
            return rule, finding
    return None


def _step_back(course: Course, regress: tuple[Rule, Finding] | None) -> list[Change]:
    if regress is None:
        return []
    return _some(run_down(course) if regress[0].id == "run_bad_twice" else step_down(course))


def _some(change: Change | None) -> list[Change]:
    return [] if change is None else [change]


def _lower(one: Today, other: Today) -> Today:
    return one if TODAY_ORDER.index(one) <= TODAY_ORDER.index(other) else other


def _refer(course: Course, named: tuple[Rule, Finding]) -> Today:
    """Note the referral and say what it leaves of today: the graver of the new sign and one still open."""
    rule, finding = named
    if rule.id == "no_change":
        return rule.today
    if rule.id != "referral_open":
        open_rule = RULE_BY_ID[course.referral] if course.referral else None
        if open_rule is None or TODAY_ORDER.index(rule.today) <= TODAY_ORDER.index(open_rule.today):
            course.referral, course.referral_rows = rule.id, finding.rows
            course.referral_signs = str(finding.facts["signs"])
        course.start_runs_anew()
    assert course.referral is not None
    return RULE_BY_ID[course.referral].today


def doses_today(course: Course, today: Today) -> dict[str, Dose | None]:
    """The dose of each exercise of the list for one state of the day; None: leave it out today.

    `full` is the plan, `hold` the last dose tolerated, `reduced` one rung lower than that with holds only during a flare,
    `stop` nothing.
    """
    found: dict[str, Dose | None] = {}
    for one in course.active():
        found[one.exercise.id] = _dose_today(course, one, today)
    return found


def _dose_today(course: Course, one: ExerciseCourse, today: Today) -> Dose | None:
    is_for_flares = course.rulebook.gentlest_phase in one.exercise.phases
    if today == "stop" or (course.flare_on is not None and not is_for_flares):
        return None
    rung = one.rung if today == "full" else min(one.rung, one.done_rung)
    return one.ladder.doses[rung]
