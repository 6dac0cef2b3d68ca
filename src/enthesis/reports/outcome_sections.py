"""Did it work: scores first and last with what the change means, what happened in between, how the care ended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from enthesis.knowledge.outcome_measures import Measure
from enthesis.outcomes.trajectory import OTHER_ACTIVITIES
from enthesis.reports.computed import difference, whole_weeks
from enthesis.reports.course_picture import course_pictures
from enthesis.reports.note import Section, Sentence, Trace
from enthesis.reports.outcome_record import Asked, CriterionState, Happening, Trend, Value
from enthesis.reports.story import Story, number, plural
from enthesis.reports.wording import capitalised, listed

STATE_SIGNS = {"met": "positive", "not_met": "negative", "not_assessed": "not_assessed"}
STATE_WORDS = {"met": "met", "not_met": "not met", "not_assessed": "not assessed"}
ADVERSE = ("flare", "flare_by_rule", "recurrence", "warning")
"""Kinds of happenings that a reader looks for as harm."""
OUTCOME_COLUMNS = ("Measure", "First", "Last", "Change", "What it means", "Quality")


def outcome_section(story: Story, title: str = "Outcomes", long: bool = True) -> Section:
    """Every measure first and last, the change, what it means beside error and importance, and how good the measure is.

    Args:
        long: also the picture of the course, and a sentence on each measure that was taken once.
    """
    said = [_changed(story, trend) for trend in story.record.trends if len(trend.values) >= 2]
    once = [trend for trend in story.record.trends if len(trend.values) == 1]
    for trend in once if long else ():
        value = trend.values[0]
        text = f"{trend.name}: {scored(trend.measure, value.value)} {story.on(value.on)}, taken once; a change cannot be told"
        cells = (
            trend.name,
            f"{number(value.value)} ({story.short_day(value.on)})",
            "–",
            "–",
            "taken once",
            trend.measure.quality,
        )
        said.append(
            story.say(f"outcome.{_key(trend)}", text + simulated_words([trend]), [story.value(trend, value)], cells=cells)
        )
    unscored = _unscored(story)
    if not said:
        said.append(story.gap("outcome.none", "how any outcome measure changed", "No measure was taken twice"))
        return Section("outcomes", title, (*said, *unscored))
    caption = (
        "Change: last less first. MDC: measurement error. MCID: the smallest change that matters to patients. Not established: "
        "found in no source that was read. Quality: A to D, by the evidence on the measure."
    )
    figures, captions = course_pictures(story) if long else ((), ())
    return Section(
        "outcomes",
        title,
        (*captions, *said, *unscored),
        layout="table",
        columns=OUTCOME_COLUMNS,
        caption=caption,
        figures=figures,
    )


def _key(trend: Trend) -> str:
    return f"{trend.measure.id}.{trend.side or 'any'}"


def _changed(story: Story, trend: Trend) -> Sentence:
    first, last = trend.values[0], trend.values[-1]
    if trend.difference.amount is None:
        return _not_compared(story, trend)
    by, rule = difference(last.value, first.value)
    meaning, short, cited = meaning_of(story, trend)
    shown = [value for value in (_at_discharge(story, trend), last) if value is not None]
    later = ", ".join(f"{number(value.value)} {story.on(value.on)}" for value in shown)
    text = (
        f"{trend.name}: {scored(trend.measure, first.value)} {story.on(first.on)}, {later}; change {by}, "
        f"{meaning}{simulated_words([trend])}"
    )
    cells = (
        trend.name,
        f"{number(first.value)} ({story.short_day(first.on)})",
        ";\n".join(f"{number(value.value)} ({story.short_day(value.on)})" for value in shown),
        by,
        short + simulated_words([trend]),
        trend.measure.quality,
    )
    sources = [story.value(trend, value) for value in (first, *shown)] + [rule, *cited]
    return story.say(f"outcome.{_key(trend)}", text, sources, cells=cells)


def _not_compared(story: Story, trend: Trend) -> Sentence:
    """Means of other activities than on the first day: both are told, and no change."""
    first, last = trend.values[0], trend.values[-1]
    text = (
        f"{trend.name}: {scored(trend.measure, first.value)} {story.on(first.on)}, {number(last.value)} {story.on(last.on)}; "
        f"{OTHER_ACTIVITIES}, so a change cannot be told{simulated_words([trend])}"
    )
    cells = (
        trend.name,
        f"{number(first.value)} ({story.short_day(first.on)})",
        f"{number(last.value)} ({story.short_day(last.on)})",
        "–",
        "other activities rated" + simulated_words([trend]),
        trend.measure.quality,
    )
    return story.say(f"outcome.{_key(trend)}", text, [story.value(trend, first), story.value(trend, last)], cells=cells)


def _unscored(story: Story) -> list[Sentence]:
    """What was answered and gave no number, by name, so that nobody takes it for not asked."""
    said: list[Sentence] = []
    for answer in story.record.unscored:
        because = answer.because.removeprefix("Not scored: ").rstrip(".")
        text = f"{answer.name}: answered {story.on(answer.on)}, not scored; {because[:1].lower()}{because[1:]}"
        text += " (simulated)" if answer.simulated else ""
        said.append(story.say(f"outcome.unscored.{answer.id}", text, [story.unscored(answer)]))
    return said


def _at_discharge(story: Story, trend: Trend) -> Value | None:
    """The last value up to the discharge, where it is neither the first nor the last of all."""
    discharge = story.record.discharge
    held = [v for v in trend.values if discharge is not None and v.on <= story.record.day_of(discharge.at)]
    return held[-1] if len(held) > 1 and held[-1] is not trend.values[-1] else None


def scored(measure: Measure, value: float) -> str:
    """A score with its range or unit: 7 of 10, 20 minutes."""
    if measure.unit.startswith("points") and measure.high is not None:
        return f"{number(value)} of {measure.high:g}"
    return f"{number(value)} {measure.unit}"


def meaning_of(story: Story, trend: Trend) -> tuple[str, str, list[Trace]]:
    """What the change of a measure means beside measurement error and importance: as part of a sentence, short for the cell of a
    table whose caption says what MDC and MCID are, and the publications it leans on."""
    found, mdc, mcid = trend.difference, trend.measure.mdc, trend.measure.mcid
    if found.improved is None:
        return "no change", "No change", []
    way = "better" if found.improved else "worse"
    parts, short, unknown = [way], [capitalised(way)], []
    if mdc.value is None:
        parts.append("measurement error not established")
        unknown.append("MDC")
    else:
        beyond = "more than" if found.against_error == "more" else "within"
        parts.append(f"{beyond} measurement error ({number(mdc.value)})")
        short.append(f"{beyond} the MDC ({number(mdc.value)})")
    if mcid.value is None:
        parts.append("change that matters not established")
        unknown.append("MCID")
    else:
        reached = "at least" if found.against_mcid in ("reached", "worse") else "below"
        parts.append(f"{reached} the change that matters ({number(mcid.value)})")
        short.append(f"{reached} the MCID ({number(mcid.value)})")
    if unknown:
        short.append(f"{listed(unknown)} not established")
    cited = [story.reference(bound.citation, bound.link, bound.read_as) for bound in (mdc, mcid) if bound.value is not None]
    return ", ".join(parts), ", ".join(short), cited


def simulated_words(trends: Iterable[Trend]) -> str:
    """Said behind a number that nobody gave."""
    return " (simulated)" if any(value.simulated for trend in trends for value in trend.values) else ""


def course_section(story: Story, title: str = "Course") -> Section:
    """How many meetings over how long, the phases of the plan, and what happened on the way."""
    said = [visits_sentence(story), *_phases(story), *happening_sentences(story, story.record.happenings)]
    return Section("course", title, tuple(said), layout="lines")


def visits_sentence(story: Story) -> Sentence:
    """How many visits over how many weeks."""
    record = story.record
    if not record.visits:
        return story.gap("course.visits", "that any visit was held")
    first, last = (record.day_of(visit.encounter.started_at) for visit in (record.visits[0], record.visits[-1]))
    n, weeks, days = len(record.visits), whole_weeks(first, last), (last - first).days
    sources: list[Trace] = [*story.visits(), story.count(n, "visits")]
    if n == 1:
        return story.say("course.visits", f"1 visit, {story.on(first)}", sources)
    if weeks:
        sources.append(story.between("weeks", first, last, weeks, "weeks"))
        over = plural(weeks, "week")
    else:
        sources.append(story.between("days", first, last, days, "days"))
        over = plural(days, "day")
    return story.say("course.visits", f"{n} visits over {over}, from {story.day(first)} to {story.day(last)}", sources)


def _phases(story: Story) -> list[Sentence]:
    return [
        story.say(
            f"course.phase.{n}",
            f"Phase “{span.name}” from {story.day(span.start)}" + (f" to {story.day(span.end)}" if span.end else ""),
            [story.plan(plan) for plan in (span.plan, span.next) if plan is not None],
        )
        for n, span in enumerate(story.record.phases, 1)
    ]


def happening_sentences(story: Story, happenings: Sequence[Happening]) -> list[Sentence]:
    """One line each, by day."""
    return [
        story.say(
            f"event.{event.id}",
            f"{capitalised(story.day(event.on))}: {event.name[:1].lower()}{event.name[1:]}"
            + (f", {event.text}" if event.text else "")
            + (" (simulated)" if event.simulated else ""),
            [story.happening(event)],
        )
        for event in happenings
    ]


def discharge_section(story: Story, title: str = "Discharge") -> Section:
    """Why the care ended, each criterion as it stood, and what the patient goes on with."""
    discharge = story.record.discharge
    if discharge is None:
        return Section("discharge", title, (story.gap("discharge.none", "that the patient was discharged"),))
    trace = story.discharge(discharge)
    day = story.record.day_of(discharge.at)
    said = [
        story.say(
            "discharge.reason", f"Discharged {story.on(day)}: {discharge.reason[:1].lower()}{discharge.reason[1:]}", [trace]
        )
    ]
    for state in ("met", "not_met", "not_assessed"):
        held = [criterion for criterion in discharge.criteria if criterion.state == state]
        if held:
            items = listed(_criterion_words(criterion) for criterion in held)
            text = f"Criteria {STATE_WORDS[state]}: {items}"
            said.append(story.say(f"discharge.{state}", text, [trace], state=STATE_SIGNS[state]))
    if not discharge.criteria:
        said.append(story.gap("discharge.criteria", "which criteria of discharge were met"))
    if discharge.maintenance:
        said.append(story.say("discharge.maintenance", f"Goes on with: {discharge.maintenance}", [trace]))
    else:
        said.append(story.gap("discharge.maintenance", "what the patient goes on with"))
    if discharge.summary:
        said.append(story.say("discharge.summary", discharge.summary, [trace]))
    return Section("discharge", title, tuple(said), layout="lines")


def _criterion_words(criterion: CriterionState) -> str:
    words = criterion.words.rstrip(".")
    return f"{words} ({criterion.value})" if criterion.value else words


def follow_up_section(story: Story, title: str = "Follow-up") -> Section:
    """Which occasions were answered, which were not, and what is still to come."""
    record = story.record
    said: list[Sentence] = []
    groups: dict[str, list[Asked]] = {}
    for asked in record.asked:
        groups.setdefault(asked.status, []).append(asked)
    for status, lead in _STATUS_LEADS:
        held = groups.get(status, [])
        if held:
            items = listed(_asked_words(story, asked) for asked in held)
            said.append(story.say(f"follow_up.{status}", f"{lead}: {items}", [story.asked(asked) for asked in held]))
    if not said:
        said.append(story.gap("follow_up.none", "how the patient was after the care"))
    return Section("follow_up", title, tuple(said), layout="lines")


_STATUS_LEADS = (
    ("completed", "Answered"),
    ("started", "Begun and not finished"),
    ("closed", "Not answered in time"),
    ("refused", "Refused"),
    ("asked", "Asked, not answered yet"),
    ("planned", "Still to come"),
)


def _asked_words(story: Story, asked: Asked) -> str:
    day = asked.completed_on or asked.due_on
    return f"{asked.name[:1].lower()}{asked.name[1:]} ({'' if asked.completed_on else 'due '}{story.day(day)})"
