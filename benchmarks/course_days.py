"""Speed of the progression engine, as figures of this machine. Never a test.

make bench-course
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from enthesis.care.course import Course
from enthesis.care.decision_table import write_table
from enthesis.care.dose import usual_dose
from enthesis.care.log import DayRecord, Run, Session
from enthesis.care.progression import advance, fold_days
from enthesis.care.rulebook import Prescription, Rulebook, write_rulebook
from enthesis.knowledge.loading import find_pack_folder
from enthesis.knowledge.rehabilitation_loading import load_rehabilitation

START = date(2016, 1, 4)
TEN_YEARS = 3653
PHASE = "isotonic_low_flexion"
EXERCISES = 3
PATIENTS = 10_000
COURSE_DAYS = 120
"""Length of a course in the nightly review: a plan of three to six months, half way."""


def daily_log(days: int, exercises: list[str], seed: int) -> list[DayRecord]:
    """A morning check every day, three exercises every other day, a run every third: somewhat noisy, one answer in forty missing."""
    random = Random(seed)

    def said(value: float) -> float | None:
        return None if random.random() < 0.025 else value

    return [
        DayRecord(
            START + timedelta(number),
            morning_pain_0_10=said(random.choice([1, 1, 1, 2, 2])),
            worst_pain_0_10=said(random.choice([1, 2, 3])),
            sitting_min=said(random.choice([30, 40, 45])),
            sessions=tuple(
                Session(name, 4, 15, None, said(6), said(1.0), said(random.choice([1, 2, 2, 3])), 1, rows=(number,))
                for name in (exercises if number % 2 == 0 else ())
            ),
            runs=(Run(5.0, 30.0, said(random.choice([0, 1, 2])), (number,)),) if number % 3 == 0 else (),
            rows=(number,),
        )
        for number in range(days)
    ]


def begin(rulebook: Rulebook, exercises: list[str]) -> Course:
    course = Course(rulebook, START, PHASE)
    for name in exercises:
        exercise = rulebook.exercise_by_id[name]
        course.prescribe(Prescription(exercise, usual_dose(exercise.dose)))
    return course


def spans(work: Callable[[], object], repeats: int) -> list[float]:
    """Milliseconds of processor time, so that a busy machine does not count."""
    found: list[float] = []
    for _ in range(repeats):
        started = time.process_time()
        work()
        found.append((time.process_time() - started) * 1000.0)
    return found


def main() -> int:
    rulebook = write_rulebook(load_rehabilitation(find_pack_folder("posterior_hip")))
    exercises = [e.id for e in rulebook.exercise_by_id.values() if PHASE in e.phases and e.dose.repetitions][:EXERCISES]
    years = daily_log(TEN_YEARS, exercises, 1)

    def fold() -> dict[str, int]:
        verdicts: dict[str, int] = {}
        for decision in fold_days(begin(rulebook, exercises), years):
            verdicts[decision.verdict] = verdicts.get(decision.verdict, 0) + 1
        return verdicts

    print(f"ten years, day by day: {fold()}")
    found = spans(fold, 15)
    print(f"{'10 years of one patient decided (ms, reach 50)':<66}{statistics.median(found):8.1f}  best {min(found):.1f}")

    *before, last = daily_log(COURSE_DAYS, exercises, 2)
    course = begin(rulebook, exercises)
    for _ in fold_days(course, before):
        pass
    kept = spans(lambda: [advance(course.copy(), last) for _ in range(PATIENTS)], 3)
    print(f"{'10,000 patients, one new day from a kept state (s, reach 60)':<66}{statistics.median(kept) / 1000:8.1f}")

    def whole_course() -> None:
        for _ in fold_days(begin(rulebook, exercises), [*before, last]):
            pass

    whole = spans(whole_course, 50)
    label = f"10,000 patients, {COURSE_DAYS} days folded anew each (s, reach 60)"
    print(f"{label:<66}{statistics.median(whole) * PATIENTS / 1e6 * 1000:8.1f}")
    tables = spans(lambda: write_table(course), 5)
    print(f"{'table for one phone (ms)':<66}{statistics.median(tables):8.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
