"""The summary for the patient: short sentences, plain words, the same facts. It says nothing the clinician did not record."""

from __future__ import annotations

from dataclasses import replace

from enthesis.knowledge.plain_words_loading import load_plain_words
from enthesis.knowledge.regions import known_region
from enthesis.knowledge.warning_signs_loading import load_warning_signs
from enthesis.reports.computed import whole_weeks
from enthesis.reports.episode_reports import Words, episode_note
from enthesis.reports.handout import PROPOSED, dose_in_plain_words
from enthesis.reports.note import Note, Section, Sentence, Trace
from enthesis.reports.outcome_record import Happening, Trend
from enthesis.reports.outcome_sections import scored
from enthesis.reports.story import Story, number, plural
from enthesis.reports.wording import listed

SIDES = {"left": "left side", "right": "right side", "both": "both sides"}
DONE_AGAIN = {"running_resumed": "you ran again", "race": "you took part in a race"}
MADE_UP = " (made up)"
SOME_MADE_UP = "Numbers marked “made up” were made up for a demonstration."
NOT_SURE = "We do not know for sure yet what causes your pain"


def compose_patient_summary(story: Story, words: Words, issued: bool = False) -> Note:
    """What the patient takes home. The reading level is held by a test."""
    sections = (
        Section("why", "Why you came", tuple(_why(story))),
        Section("think", "What we think it is", tuple(_cause(story))),
        Section("went", "How it went so far", tuple(_course(story)), layout="lines"),
        Section("home", "What you do at home", tuple(_home(story)), layout="lines"),
        Section("next", "What comes next", tuple(_next(story)), layout="lines"),
        Section("help", "Get help at once if", tuple(_help(story)), layout="lines"),
        *(
            [Section("remarks", "One more thing", story.typed("remarks", "Remark", words["remarks"]))]
            if words.get("remarks", "").strip()
            else []
        ),
        Section("contact", "Call us", (_contact(story),)),
    )
    made = episode_note(story, "patient_summary", "Your summary", sections, issued)
    facts = tuple(fact for fact in made.facts if fact[0] in ("Patient", "Date"))
    marked = SOME_MADE_UP if any(MADE_UP in sentence.text for sentence in made.sentences) else ""
    return replace(made, pack_line=marked, facts=(*facts, *((("Status", "draft, not issued"),) if not issued else ())))


def _why(story: Story) -> list[Sentence]:
    record = story.record
    side = SIDES.get(record.episode.affected_side)
    said = [
        story.say("why.complaint", f"You came to us with this: “{record.episode.complaint}”", [story.episode()]),
    ]
    if side:
        said.append(
            story.say("why.side", f"It is on the {side}" if side != "both sides" else "It is on both sides", [story.episode()])
        )
    plan = record.plans[-1] if record.plans else None
    goals = [goal for goal in plan.document.goals if PROPOSED not in goal.words] if plan is not None else []
    if plan is not None and goals:
        said.append(story.say("why.goal", f"Your goal: {listed(goal.words for goal in goals)}", [story.plan(plan)]))
    elif (told := record.text_of("goals")) is not None:
        said.append(story.say("why.goal", f"Your goal: {told[1].words('text')}", [story.entry(*told)]))
    return said


def _cause(story: Story) -> list[Sentence]:
    """Only what the clinician recorded as their own view; what a model computed is no news for a patient."""
    for visit in reversed(story.record.visits):
        for entry in visit.of_kind("diagnosis"):
            sources = entry.content.get("sources")
            if entry.words("agrees") == "open" or not isinstance(sources, list) or not sources:
                return [story.say("think.open", NOT_SURE, [story.entry(visit, entry)])]
            known = visit.pack.source_by_id
            words = load_plain_words(known_region(story.record.episode.region))
            plain = [words.get(s, known[s].name if s in known else str(s).replace("_", " ")) for s in sources]
            said = [story.say("think.cause", f"We think it is {listed(plain)}", [story.entry(visit, entry)])]
            technical = [known[s].name for s in sources if s in words and s in known]
            if technical:
                said.append(story.say("think.name", f"A doctor calls it “{listed(technical)}”", [story.entry(visit, entry)]))
            return said
    return [replace(story.say("think.none", NOT_SURE, [story.absence("No view of the clinician is recorded")]), missing=True)]


def _course(story: Story) -> list[Sentence]:
    record = story.record
    said: list[Sentence] = []
    if record.visits:
        first, last = (record.day_of(visit.encounter.started_at) for visit in (record.visits[0], record.visits[-1]))
        n, weeks = len(record.visits), whole_weeks(first, last)
        sources: list[Trace] = [*story.visits(), story.count(n, "visits")]
        over = ""
        if weeks:
            over = f" in {plural(weeks, 'week')}"
            sources.append(story.between("weeks", first, last, weeks, "weeks"))
        said.append(story.say("went.visits", f"You came to see us {'once' if n == 1 else f'{n} times'}{over}", sources))
    said += [_score(story, trend) for trend in record.trends if trend.measure.plain and len(trend.values) >= 2]
    said += [_done_again(story, event) for event in record.happenings if event.kind in DONE_AGAIN]
    if record.discharge is not None:
        day = record.day_of(record.discharge.at)
        said.append(story.say("went.discharge", f"Your visits ended on {story.day(day)}", [story.discharge(record.discharge)]))
    return said


def _done_again(story: Story, event: Happening) -> Sentence:
    mark = MADE_UP if event.simulated else ""
    text = f"{DONE_AGAIN[event.kind]} {story.on(event.on)}" + (f": {event.text}" if event.text else "") + mark
    return story.say(f"went.{event.id}", text, [story.happening(event)])


def _score(story: Story, trend: Trend) -> Sentence:
    first, last = trend.values[0], trend.values[-1]
    name = trend.measure.plain
    side = f" ({trend.side})" if trend.side else ""
    sources = [story.value(trend, first), story.value(trend, last)]
    mark = MADE_UP if first.simulated or last.simulated else ""
    text = f"{name}{side}: it was {number(first.value)} and is now {scored(trend.measure, last.value)}{mark}"
    found = trend.difference
    if found.amount is None:
        meaning = "You rated other things the first time, so we cannot compare the two"
    elif found.improved is None:
        meaning = "That is the same as before"
    elif found.against_error == "more":
        meaning = "That is a real step forward" if found.improved else "That is worse, and more than chance. We will look at why"
    elif found.against_error == "within":
        meaning = "That is a small change. It may be chance"
    else:
        meaning = "That is better than before" if found.improved else "That is not as good as before"
    return story.say(f"went.{trend.measure.id}.{trend.side or 'any'}", f"{text}. {meaning}", sources)


def _home(story: Story) -> list[Sentence]:
    plan = story.record.plans[-1] if story.record.plans else None
    if plan is None:
        return [story.say("home.none", "We have not made a home plan yet", [story.absence("No plan of care is recorded")])]
    trace = story.plan(plan)
    if plan.document.overlay == "refer":
        return [story.say("home.refer", "Do none of the exercises until you have seen the doctor we named", [trace])]
    said: list[Sentence] = []
    for exercise in plan.document.exercises:
        how_much, details = dose_in_plain_words(exercise.dose)
        often = details[-1][:1].lower() + details[-1][1:]
        side = {"left": ", left", "right": ", right", "both": ", each side"}.get(exercise.side, "")
        text = f"{exercise.name}{side}: {how_much[:1].lower()}{how_much[1:]}, {often}"
        said.append(story.say(f"home.{exercise.id}.{exercise.side or 'any'}", text, [trace]))
    ceiling = plan.document.pain_ceiling_0_10
    said.append(story.say("home.limit", f"Some pain is fine. Stop if it goes over {ceiling} of 10", [trace]))
    return said


def _next(story: Story) -> list[Sentence]:
    record = story.record
    said: list[Sentence] = []
    plan = record.plans[-1] if record.plans else None
    if plan is not None and plan.phase_plain and record.discharge is None:
        said.append(story.say("next.phase", plan.phase_plain, [story.plan(plan)]))
    if record.discharge is not None and record.discharge.maintenance:
        said.append(
            story.say("next.keep", f"Keep on with this: {record.discharge.maintenance}", [story.discharge(record.discharge)])
        )
    coming = [asked for asked in record.asked if asked.status in ("planned", "asked")]
    if coming:
        days = listed(story.day(asked.due_on) for asked in coming)
        said.append(story.say("next.asked", f"We will ask you how you are on {days}", [story.asked(asked) for asked in coming]))
    if not said:
        said.append(
            story.say("next.none", "Ask us at your next visit what comes next", [story.absence("Nothing is planned yet")])
        )
    return said


def _help(story: Story) -> list[Sentence]:
    trace = Trace("pack", "warning_signs", "The warning signs that the pack stops every programme for")
    return [
        story.say(f"help.{n}", text, [trace])
        for n, text in enumerate(load_warning_signs(known_region(story.record.episode.region)).help, 1)
    ]


def _contact(story: Story) -> Sentence:
    clinic = story.record.clinic
    reach = f"{clinic.name}: {clinic.telephone}" if clinic.telephone else clinic.name
    return story.say("contact", f"{reach}. {story.writing.name} wrote this for you", [story.episode()])
