"""Whether the door to the next phase stands open: the pack's criteria over what was recorded. A missing value fulfils nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import islice

from enthesis.care.course import REMEMBERED_DAYS, Course, Door
from enthesis.care.log import TestSource
from enthesis.care.signs import sessions_done
from enthesis.knowledge.rehabilitation import Criterion, Phase

TEST_POSITION = "test_position_pain_0_10"
ASK_AGAIN_DAYS = 7
"""Days without the question after an answer over the limit: somebody who was sore in a position need not try it daily. Judgement."""
SOURCE_WORDS: Mapping[TestSource, str] = {
    "": "",
    "phone": ", told by the patient on the phone",
    "clinic": ", measured in the clinic",
}


def open_door(course: Course) -> Door | None:
    """The next phase of the path, when every gate of leaving this one and entering that one is met."""
    following = course.following
    if following is None:
        return None
    read: list[tuple[Criterion, float | None, bool]] = []
    for criterion in (*course.phase.leave_when, *following.enter_when):
        value = read_measure(course, criterion)
        is_met = fulfils(criterion, value)
        if criterion.gate and not is_met:
            return None
        read.append((criterion, value, is_met))
    met = tuple(_in_words(course, criterion, value) for criterion, value, is_met in read if is_met)
    flags = tuple(_in_words(course, criterion, value) for criterion, value, is_met in read if not is_met)
    return Door(following.id, met, flags) if met else None


def position_to_ask(course: Course) -> Phase | None:
    """The next phase, when its test position is all that is missing at its door: then the patient is asked for it.

    Assumes: an answer over the limit is not worth another one for `ASK_AGAIN_DAYS`; one within it counts as long as its criterion
    looks back, and is asked for again after that. Under an overlay nothing is tried.
    """
    following = course.following
    if following is None or not following.test_position or course.overlay is not None:
        return None
    gates = [criterion for criterion in (*course.phase.leave_when, *following.enter_when) if criterion.gate]
    unmet_gates = [criterion for criterion in gates if not fulfils(criterion, read_measure(course, criterion))]
    if not unmet_gates or any(criterion.measure != TEST_POSITION for criterion in unmet_gates):
        return None
    recent = [test for test in islice(reversed(course.tests), ASK_AGAIN_DAYS) if test is not None]
    if any(not fulfils(criterion, pain) for pain, _source in recent for criterion in unmet_gates):
        return None
    return following


def unmet(course: Course, following: Phase) -> tuple[str, ...]:
    """Gates that are not met, in words: what is still missing for the next phase."""
    criteria = [c for c in (*course.phase.leave_when, *following.enter_when) if c.gate]
    return tuple(_in_words(course, c, value) for c in criteria if not fulfils(c, value := read_measure(course, c)))


def fulfils(criterion: Criterion, value: float | None) -> bool:
    """Whether a value is on the right side of the threshold; None never is."""
    if value is None:
        return False
    if criterion.comparison == "at_most":
        return value <= criterion.threshold + 1e-9
    return value >= criterion.threshold - 1e-9


def _in_words(course: Course, criterion: Criterion, value: float | None) -> str:
    limit = "at most" if criterion.comparison == "at_most" else "at least"
    shown = "not known" if value is None else f"{value:g}"
    window = f" over {criterion.over_days} days" if criterion.over_days else ""
    worst = _worst_test(course, criterion.over_days or REMEMBERED_DAYS) if criterion.measure == TEST_POSITION else None
    source = SOURCE_WORDS[worst[1]] if worst else ""
    return f"{criterion.measure} {shown}, asked {limit} {criterion.threshold:g}{window}{source}"


def read_measure(course: Course, criterion: Criterion) -> float | None:
    """The value of a criterion's measure on the day of the course, None where it is missing.

    Assumes: a look back reaches at most 28 days and never before the phase began.
    """
    days_in_phase = course.today - course.phase_on + 1
    window = min(criterion.over_days or days_in_phase, REMEMBERED_DAYS)
    reader = _READERS.get(criterion.measure)
    if reader is not None:
        if criterion.over_days > days_in_phase and criterion.measure not in _COUNTED:
            return None
        return reader(course, window)
    found = course.measures.get(criterion.measure)
    if found is None or (criterion.over_days and course.today - found[1] >= criterion.over_days):
        return None
    return found[0]


def _marker(course: Course, window: int) -> float | None:
    """Highest marker of the window; None unless this morning and most mornings are known."""
    last = list(islice(reversed(course.markers), window))
    known = [m for m in last if m is not None]
    enough = max(1, -int(-course.rulebook.numbers.smallest_completed_share * window // 1))
    if window <= 3:
        enough = window
    return max(known) if last and last[0] is not None and len(known) >= enough else None


def _test_position(course: Course, window: int) -> float | None:
    worst = _worst_test(course, window)
    return worst[0] if worst else None


def _worst_test(course: Course, window: int) -> tuple[float, TestSource] | None:
    return max((test for test in islice(reversed(course.tests), window) if test is not None), default=None)


def _settled_share(course: Course, window: int) -> float | None:
    mask = (1 << window) - 1
    judged = (course.judged_mask & mask).bit_count()
    return (course.settled_mask & course.judged_mask & mask).bit_count() / judged if judged else None


def _completed_share(course: Course, window: int) -> float | None:
    done, planned = sessions_done(course.active(), (1 << window) - 1, course.today)
    return done / planned if planned else None


def _planned_load_share(course: Course, window: int) -> float | None:
    """Rungs done and tolerated of those planned, in the exercise that is furthest behind."""
    shares = [
        (min(one.rung, one.done_rung) - one.ladder.start) / (len(one.ladder.doses) - 1 - one.ladder.start)
        if len(one.ladder.doses) - 1 > one.ladder.start
        else 1.0
        for one in course.active()
        if one.done_mask
    ]
    return min(shares) if shares else None


def _runs_clean(course: Course, window: int) -> float | None:
    return float(course.run.clean_runs) if course.run.level >= 0 else None


def _exposures(course: Course, window: int) -> float | None:
    return float(course.exposures)


def _days_in_phase(course: Course, window: int) -> float | None:
    return float(course.today - course.phase_on)


_COUNTED = ("exposures", "days_in_phase", "run_without_rise", "test_position_pain_0_10", "planned_load_share")
"""Measures that need no full window."""
_READERS: dict[str, Callable[[Course, int], float | None]] = {
    "marker_pain_0_10": _marker,
    "test_position_pain_0_10": _test_position,
    "settled_24_h_share": _settled_share,
    "completed_share": _completed_share,
    "planned_load_share": _planned_load_share,
    "run_without_rise": _runs_clean,
    "exposures": _exposures,
    "days_in_phase": _days_in_phase,
}
