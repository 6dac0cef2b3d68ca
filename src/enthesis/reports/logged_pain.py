"""Pain that the patient logged between the visits: the worst and the middle of the last days with an entry."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace

from enthesis.reports.computed import median_of
from enthesis.reports.note import Section, Sentence
from enthesis.reports.outcome_record import LoggedPain
from enthesis.reports.story import Story, number, plural

LAST_DAYS = 7
"""Days with an entry, which need not follow one another; their first and their last are told."""
NAMES = {"morning": "Morning pain, in the morning test", "exercise": "Pain with exercise, the highest of each day"}


def logged_section(story: Story, title: str = "Pain of the last week, as logged") -> Section:
    """Worst and median of the last days on which pain was logged, up to the discharge where there was one; each with its days."""
    record = story.record
    ends = record.day_of(record.discharge.at) if record.discharge is not None else record.written_on
    held = [one for one in record.logged if one.on <= ends]
    days = sorted({one.on for one in held})[-LAST_DAYS:]
    if not days:
        nothing = story.say(
            "logged.none", "Morning pain and pain with exercise: not logged", [story.absence("No pain was logged")]
        )
        return Section("logged", title, (replace(nothing, missing=True),))
    last = [one for one in held if one.on >= days[0]]
    span = f"{story.day(days[0])} to {story.day(days[-1])}" if len(days) > 1 else story.day(days[0])
    sources = [*(story.logged(one) for one in last), story.count(len(days), "days with pain logged")]
    lead = story.say("logged.days", f"The last {plural(len(days), 'day')} with pain logged: {span}", sources)
    return Section("logged", title, (lead, *(_said(story, when, last) for when in NAMES)), layout="lines")


def _said(story: Story, when: str, last: Sequence[LoggedPain]) -> Sentence:
    rows = [one for one in last if one.when == when]
    if not rows:
        nothing = story.say(f"logged.{when}", f"{NAMES[when]}: not logged", [story.absence("Not logged on these days")])
        return replace(nothing, missing=True)
    by_day: dict[datetime.date, float] = {}
    for one in rows:
        by_day[one.on] = max(one.pain_nrs_0_10, by_day.get(one.on, 0.0))
    median, rule = median_of(list(by_day.values()))
    worst, n = max(by_day.values()), len(by_day)
    sources = [*(story.logged(one) for one in rows), rule, story.count(n, "days")]
    text = f"{NAMES[when]}: worst {number(worst)}/10, median {median}, logged on {plural(n, 'day')}"
    return story.say(f"logged.{when}", text, sources)
