"""The course as a picture for paper: scores over time, phases behind them, events below; in greys, each part with its trace.

Drawn by `outcomes.picture`, as on the screen; the words are ours, since those of the screen hold dates that a case report must not.
"""

from __future__ import annotations

import datetime
import math
import re
from collections import Counter
from html import escape

from enthesis.outcomes.picture import BAND, PHASES, CourseEvent, draw
from enthesis.outcomes.picture import PhaseSpan as DrawnPhase
from enthesis.outcomes.picture_marks import KINDS
from enthesis.reports.body_picture import in_greys
from enthesis.reports.note import Figure, Sentence, Trace
from enthesis.reports.outcome_record import Trend
from enthesis.reports.story import Story, number
from enthesis.reports.wording import capitalised

WIDTH = 760
"""Units across, so that letters are about 7 pt in a column of 150 mm."""
PLOT_HEIGHT = 80
MOST_PLOTS = 4
"""Measures in one picture; more become a second one, so that each fits on a page."""
NEEDLING = "dry_needling"
_RIM = ' stroke="#ffffff" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'
"""A maker of PDFs paints it over the letters it should lie under."""
_TINTS = {PHASES[0]: "#fdfdfd", PHASES[1]: "#f2f2f2", BAND: "#cccccc"}
_POINTED = re.compile(r"<title>[^<]*</title>")
_WORDS = re.compile(r"<title id=[^>]*>.*?</title><desc id=[^>]*>.*?</desc>", re.DOTALL)


def course_pictures(story: Story) -> tuple[tuple[Figure, ...], tuple[Sentence, ...]]:
    """Pictures of every measure that was taken twice, and their captions, which trace all that is drawn; none where no measure was."""
    groups = _in_groups([trend for trend in story.record.trends if len(trend.values) >= 2])
    made = [_drawn(story, n, group) for n, group in enumerate(groups, 1)]
    return tuple(figure for figure, _ in made), tuple(caption for _, caption in made)


def _in_groups(trends: list[Trend]) -> list[list[Trend]]:
    """Measures in their order in groups of about one size; both sides of a measure stay together."""
    measures = list(dict.fromkeys(trend.measure.id for trend in trends))
    if not measures:
        return []
    size = math.ceil(len(measures) / math.ceil(len(measures) / MOST_PLOTS))
    parts = [measures[at : at + size] for at in range(0, len(measures), size)]
    return [[trend for trend in trends if trend.measure.id in part] for part in parts]


def _drawn(story: Story, n: int, trends: list[Trend]) -> tuple[Figure, Sentence]:
    record = story.record
    title = f"Scores over time: {'; '.join(dict.fromkeys(trend.measure.short for trend in trends))}"
    events, traces = events_of(story)
    ends = record.day_of(record.discharge.at) if record.discharge is not None else None
    phases = [DrawnPhase(span.name, span.start, span.end or ends) for span in record.phases]
    picture = draw(
        [trend.series for trend in trends],
        phases=phases,
        events=events,
        start=record.first_day,
        title=title,
        ids=f"course-{n}",
        width=WIDTH,
        plot_height=PLOT_HEIGHT,
        show_day=story.short_day,
    )
    said = told(story, trends, events)
    svg = _WORDS.sub(lambda _: f"<title>{escape(f'{title}. {said}')}</title>", in_greys(for_paper(picture.svg)), count=1)
    id = f"course_picture.{n}"
    sources = [story.value(trend, value) for trend in trends for value in trend.values]
    sources += [story.plan(plan) for span in record.phases for plan in (span.plan, span.next) if plan is not None]
    sources += [*traces, *_cited(story, trends)]
    parts = [title]
    if phases:
        parts.append(f"Behind, the phases of the plan: {', '.join(f'{k} {span.name}' for k, span in enumerate(phases, 1))}")
    if any(trend.measure.mcid.value is not None for trend in trends):
        parts.append("The darker band with a dashed edge: a change that matters to patients")
    text = ". ".join(parts)
    return Figure(title, svg, said, id), story.say(id, text, sources)


def for_paper(svg: str) -> str:
    """The picture without what only a screen shows: words beside a pointer, rims under letters, tints that greys would not keep apart.

    Paper has no pointer, and its alternative text holds all of those words. One bold weight, since each weight is a font in a PDF.
    """
    svg = (
        re.sub(r' aria-labelledby="[^"]*"', "", svg, count=1).replace(_RIM, "").replace('font-weight="650"', 'font-weight="600"')
    )
    svg = _POINTED.sub("", svg)
    for tint, grey in _TINTS.items():
        svg = svg.replace(tint, grey)
    return svg


def events_of(story: Story) -> tuple[list[CourseEvent], list[Trace]]:
    """Visits, needling, what happened and the discharge as signs, and where each comes from."""
    record, made_up = story.record, story.record.patient.simulated
    events: list[CourseEvent] = []
    traces: list[Trace] = []
    for visit in record.visits:
        day = record.day_of(visit.encounter.started_at)
        events.append(CourseEvent("visit", day, simulated=made_up))
        traces.append(story.visit(visit))
        needled = [entry for entry in visit.of_kind("intervention") if entry.words("intervention") == NEEDLING]
        needled += visit.of_kind("needling_insertion")
        events += [CourseEvent("needling", day, simulated=made_up)] if needled else []
        traces += [story.entry(visit, entry) for entry in needled]
    for event in record.happenings:
        events.append(
            CourseEvent(event.kind, event.on, event.name if event.kind == "warning" else "", event.simulated or made_up)
        )
        traces.append(story.happening(event))
    if record.discharge is not None:
        events.append(CourseEvent("discharge", record.day_of(record.discharge.at), simulated=made_up))
        traces.append(story.discharge(record.discharge))
    by_kind = Counter(event.kind if event.kind in KINDS else "other" for event in events)
    return events, [*traces, *(story.count(n, f"{KINDS[kind].name} in the key") for kind, n in by_kind.items())]


def told(story: Story, trends: list[Trend], events: list[CourseEvent]) -> str:
    """All that the picture shows, in words, for those who do not see it."""
    said = [f"{trend.name}: {_scores(story, trend)}." for trend in trends]
    for span in story.record.phases:
        until = f"to {story.short_day(span.end)}" if span.end is not None else "on"
        said.append(f"Phase {span.name} from {story.short_day(span.start)} {until}.")
    names = {event.kind: event.name for event in story.record.happenings} | {"visit": "Visits", "needling": "Needling"}
    days: dict[str, list[datetime.date]] = {}
    for event in events:
        days.setdefault(event.kind, []).append(event.on)
    for kind, on in days.items():
        said.append(f"{names.get(kind, capitalised(kind))}: {', '.join(story.short_day(day) for day in sorted(on))}.")
    return " ".join(said)


def _scores(story: Story, trend: Trend) -> str:
    return ", ".join(
        f"{number(value.value)} {story.on_short(value.on)}{' (simulated)' if value.simulated else ''}" for value in trend.values
    )


def _cited(story: Story, trends: list[Trend]) -> list[Trace]:
    """Publications behind the bands and the errors that are written into the picture."""
    bounds = [bound for trend in trends for bound in (trend.measure.mdc, trend.measure.mcid) if bound.value is not None]
    return [story.reference(bound.citation, bound.link, bound.read_as) for bound in bounds]
