"""The course of an episode as lines of a table and as one picture: visits, phases, what happened, follow-up."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from html import escape

from enthesis.reports.computed import day_number
from enthesis.reports.note import Figure, Section, Sentence, Trace
from enthesis.reports.outcome_record import OutcomeRecord
from enthesis.reports.story import KIND_NAMES, Story
from enthesis.reports.wording import capitalised

WIDTH, LEFT, RIGHT, ROW = 720.0, 92.0, 12.0, 30.0
CARE_SHARE = 0.7
"""Share of the width for the care, where the follow-up reaches far beyond it."""
FAR = 1.7
"""How many times as long as the care the whole must be for a broken axis."""
GREYS = ("#d9d9d9", "#bdbdbd", "#e8e8e8", "#a6a6a6")
MOST_VISIT_ROWS = 12
SQUARE = 15.0
"""Events of one day stand side by side."""
MOST_SIGNS = 100
"""Signs of an event that fit under the picture; the table under it holds the whole."""


@dataclass(frozen=True)
class Mark:
    """One thing on one day."""

    id: str
    on: datetime.date
    what: str
    row: str
    """visit, event or follow_up."""
    source: Trace


def marks_of(story: Story) -> tuple[Mark, ...]:
    """Everything with a day, by day: visits, events, discharge, answered follow-ups."""
    record = story.record
    found = [
        Mark(
            f"visit.{n}",
            record.day_of(visit.encounter.started_at),
            capitalised(KIND_NAMES.get(visit.encounter.kind, "encounter")),
            "visit",
            story.visit(visit),
        )
        for n, visit in enumerate(record.visits, 1)
    ]
    found += [
        Mark(
            f"event.{event.id}",
            event.on,
            event.name + (f": {event.text}" if event.text else "") + (" (simulated)" if event.simulated else ""),
            "event",
            story.happening(event),
        )
        for event in record.happenings
    ]
    if record.discharge is not None:
        day = record.day_of(record.discharge.at)
        found.append(Mark("discharge", day, "Discharge", "event", story.discharge(record.discharge)))
    found += [
        Mark(
            f"follow_up.{asked.id}",
            asked.completed_on,
            f"Questions answered: {asked.name[:1].lower()}{asked.name[1:]}",
            "follow_up",
            story.asked(asked),
        )
        for asked in record.asked
        if asked.completed_on is not None
    ]
    return tuple(sorted(found, key=lambda mark: (mark.on, mark.row != "visit")))


def timeline_section(story: Story, title: str = "Timeline") -> Section:
    """The picture, and under it the same as a table."""
    marks = marks_of(story)
    if not marks:
        return Section("timeline", title, (story.gap("timeline.none", "when anything happened"),))
    rows: list[tuple[datetime.date, Sentence]] = []
    visits = [mark for mark in marks if mark.row == "visit"]
    many = len(visits) > MOST_VISIT_ROWS
    for mark in marks:
        if many and mark.row == "visit" and mark not in (visits[0], visits[-1]):
            continue
        rows.append((mark.on, _row(story, mark.id, mark.on, mark.what, [mark.source])))
    if many:
        between = visits[1:-1]
        text = f"{len(between)} further visits, up to {story.day(between[-1].on)}"
        sources = [mark.source for mark in between] + [story.count(len(between), "visits")]
        rows.append((between[0].on, _row(story, "visits", between[0].on, text, sources)))
    rows += [
        (span.start, _row(story, f"phase.{n}", span.start, f"Phase begins: {span.name}", [story.plan(span.plan)]))
        for n, span in enumerate(story.record.phases, 1)
    ]
    rows.sort(key=lambda pair: pair[0])
    alternative = " ".join(sentence.text for _, sentence in rows)
    figure = Figure("Timeline of the episode", draw_timeline(story, marks, alternative), alternative)
    columns = ("Day", "What")
    return Section("timeline", title, tuple(s for _, s in rows), layout="table", columns=columns, figures=(figure,))


def _row(story: Story, id: str, on: datetime.date, what: str, sources: list[Trace]) -> Sentence:
    day = capitalised(story.day(on))
    return story.say(f"timeline.{id}", f"{day}: {what}", sources, cells=(day, what))


def draw_timeline(story: Story, marks: tuple[Mark, ...], alternative: str) -> str:
    """The picture in black and greys as standalone SVG: phases as bars, visits, events and follow-ups as marks of their own form.

    Args:
        alternative: the same in words: what a screen reader and a tagged PDF say.
    """
    record = story.record
    place = _Scale(record, marks)
    rows = ["phase"] * bool(record.phases) + ["visit"]
    rows += [row for row in ("event", "follow_up") if any(mark.row == row for mark in marks)]
    events = [mark for mark in marks if mark.row == "event"]
    height = 30 + ROW * len(rows) + 14 * len(events)
    names = {"phase": "Phase", "visit": "Visits", "event": "Events", "follow_up": "Answers"}
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {height:g}" role="img" '
        'font-family="Inter Variable, Inter, sans-serif" font-size="11" fill="#000000">',
        f"<title>Timeline of the episode. {escape(alternative)}</title>",
    ]
    bottom = 18 + ROW * len(rows)
    for day, label in place.ticks():
        x = place(day)
        parts.append(f'<path d="M{x:.1f} 16V{bottom:g}" stroke="#cccccc" stroke-width="0.7" fill="none"/>')
        parts.append(f'<text x="{x:.1f}" y="11" text-anchor="middle" fill="#444444">{label}</text>')
    for n, row in enumerate(rows):
        taken = -SQUARE
        y = 18 + ROW * n + ROW / 2
        parts.append(f'<text x="0" y="{y + 4:g}" font-weight="600">{names[row]}</text>')
        parts.append(f'<path d="M{LEFT:g} {y:g}H{WIDTH - RIGHT:g}" stroke="#777777" stroke-width="0.7" fill="none"/>')
        if place.broken:
            x = place.edge + 13
            parts.append(
                f'<path d="M{x:.1f} {y - 5:g}l-4 10M{x + 5:.1f} {y - 5:g}l-4 10" stroke="#000000" stroke-width="1" fill="none"/>'
            )
        if row == "phase":
            parts += _phases(story, place, y)
        for mark in marks:
            if mark.row == row:
                number = f"{events.index(mark) + 1}" if row == "event" else ""
                taken = max(place(mark.on), taken + SQUARE) if row == "event" else place(mark.on)
                parts.append(_form(row, mark, min(taken, WIDTH - RIGHT), y, number))
    for n, mark in enumerate(events, 1):
        y = bottom + 10 + 14 * n
        text = f"{n}  {capitalised(story.day(mark.on))}: {mark.what}"
        text = text if len(text) <= MOST_SIGNS else f"{text[: MOST_SIGNS - 1].rstrip()}…"
        parts.append(f'<text x="{LEFT:g}" y="{y:g}" fill="#222222">{escape(text)}</text>')
    return "".join([*parts, "</svg>"])


def _phases(story: Story, place: _Scale, y: float) -> list[str]:
    parts: list[str] = []
    for n, span in enumerate(story.record.phases):
        start, end = place(span.start), place(span.end or place.care_end)
        width = max(2.0, end - start)
        parts.append(
            f'<rect x="{start:.1f}" y="{y - 9:g}" width="{width:.1f}" height="18" fill="{GREYS[n % len(GREYS)]}" stroke="#555555" stroke-width="0.7"/>'
        )
        fits = int((width - 8) / 5.8)
        if fits >= 4:
            name = span.name if len(span.name) <= fits else span.name[: fits - 1].rstrip() + "…"
            parts.append(f'<text x="{start + 4:.1f}" y="{y + 4:g}">{escape(name)}</text>')
    return parts


def _form(row: str, mark: Mark, x: float, y: float, number: str) -> str:
    if row == "visit":
        first = mark.what.startswith("Evaluation")
        fill = "#000000" if first else "#ffffff"
        return f'<circle cx="{x:.1f}" cy="{y:g}" r="5" fill="{fill}" stroke="#000000" stroke-width="1.3"/>'
    if row == "follow_up":
        return f'<path d="M{x:.1f} {y - 6:g}l6 6l-6 6l-6 -6z" fill="#ffffff" stroke="#000000" stroke-width="1.3"/>'
    box = f'<rect x="{x - 7:.1f}" y="{y - 7:g}" width="14" height="14" fill="#ffffff" stroke="#000000" stroke-width="1.3"/>'
    return f'{box}<text x="{x:.1f}" y="{y + 4:g}" text-anchor="middle" font-size="10" font-weight="600">{number}</text>'


class _Scale:
    """Where a day stands: evenly, or with a break where the follow-up is much longer than the care."""

    def __init__(self, record: OutcomeRecord, marks: tuple[Mark, ...]) -> None:
        days = [mark.on for mark in marks] + [span.start for span in record.phases]
        visits = [mark.on for mark in marks if mark.row == "visit"]
        ends = [record.day_of(record.discharge.at)] if record.discharge is not None else []
        self.start = min(days)
        self.end = max(days)
        self.care_end = max([*visits, *ends, *(span.start for span in record.phases), self.start])
        care, whole = max(1, (self.care_end - self.start).days), max(1, (self.end - self.start).days)
        self.broken = whole > FAR * care
        self.edge = LEFT + (WIDTH - LEFT - RIGHT) * (CARE_SHARE if self.broken else 1.0) - (14 if self.broken else 0)

    def __call__(self, day: datetime.date) -> float:
        right = WIDTH - RIGHT - 8
        first = LEFT + 8
        if not self.broken:
            return first + (right - first) * (day - self.start).days / max(1, (self.end - self.start).days)
        if day <= self.care_end:
            return first + (self.edge - first) * (day - self.start).days / max(1, (self.care_end - self.start).days)
        begin = self.edge + 24
        return begin + (right - begin) * (day - self.care_end).days / max(1, (self.end - self.care_end).days)

    def ticks(self) -> list[tuple[datetime.date, str]]:
        """Days to mark, as weeks from the start."""
        last = self.care_end if self.broken else self.end
        weeks = (last - self.start).days // 7
        step = next((s for s in (1, 2, 4, 8, 13, 26) if weeks / s <= 9), 52)
        found = [(self.start + datetime.timedelta(weeks=w), f"week {w}" if w else "day 1") for w in range(0, weeks + 1, step)]
        if self.broken:
            found.append((self.end, f"day {day_number(self.end, self.start)}"))
        return found
