"""What was done: interventions with their doses, the home programme with how its doses moved, why the plan was changed."""

from __future__ import annotations

from dataclasses import dataclass

from enthesis.care.plan_document import PlannedExercise
from enthesis.reports.care_words import is_withdrawn
from enthesis.reports.encounter_record import EncounterRecord, PlanAt, Recorded
from enthesis.reports.needling_course import needling_summary
from enthesis.reports.note import Section, Sentence, Trace
from enthesis.reports.outcome_record import OutcomeRecord
from enthesis.reports.story import Story, plural
from enthesis.reports.wording import capitalised, listed

_SIDES = {"left": "left", "right": "right", "both": "both sides"}


@dataclass(frozen=True)
class Given:
    """One intervention over all meetings."""

    id: str
    name: str
    rows: tuple[tuple[EncounterRecord, Recorded], ...]

    @property
    def visits(self) -> tuple[EncounterRecord, ...]:
        """Meetings it was given in, each once."""
        return tuple({visit.encounter.id: visit for visit, _ in self.rows}.values())

    def said(self, field: str) -> tuple[str, ...]:
        """What was recorded in a field, each wording once."""
        return tuple(dict.fromkeys(entry.words(field) for _, entry in self.rows if entry.words(field)))


@dataclass(frozen=True)
class HomeExercise:
    """One exercise of the plan from its first version to its last."""

    name: str
    side: str
    doses: tuple[tuple[PlanAt, PlannedExercise], ...]
    """Where the dose changed, with the first."""
    held_until: PlanAt | None
    """The version it was no longer in; None: it still is."""


def given_interventions(record: OutcomeRecord) -> tuple[Given, ...]:
    """What was done or advised in visits, in the order it was first given; rows that were taken back are left out."""
    return _given(record, "intervention")


def given_exercises(record: OutcomeRecord) -> tuple[Given, ...]:
    """Exercises done in visits, likewise."""
    return _given(record, "exercise_done")


def _given(record: OutcomeRecord, kind: str) -> tuple[Given, ...]:
    rows: dict[str, list[tuple[EncounterRecord, Recorded]]] = {}
    names: dict[str, str] = {}
    field = "exercise" if kind == "exercise_done" else kind
    for visit in record.visits:
        names.update(visit.care_names)
        for entry in visit.of_kind(kind):
            if not is_withdrawn(entry) and entry.words(field):
                rows.setdefault(entry.words(field), []).append((visit, entry))
    return tuple(Given(id, names.get(id, id.replace("_", " ")), tuple(held)) for id, held in rows.items())


def home_exercises(record: OutcomeRecord) -> tuple[HomeExercise, ...]:
    """The exercises of every version of the plan, in the order they came in."""
    doses: dict[tuple[str, str], list[tuple[PlanAt, PlannedExercise]]] = {}
    gone: dict[tuple[str, str], PlanAt] = {}
    for plan in record.plans:
        here = {(exercise.id, exercise.side): exercise for exercise in plan.document.exercises}
        for key, exercise in here.items():
            gone.pop(key, None)
            held = doses.setdefault(key, [])
            if not held or held[-1][1].dose != exercise.dose:
                held.append((plan, exercise))
        for key in doses.keys() - here.keys():
            gone.setdefault(key, plan)
    return tuple(HomeExercise(held[0][1].name, _SIDES.get(key[1], ""), tuple(held), gone.get(key)) for key, held in doses.items())


def intervention_section(story: Story, title: str = "Treatment in the clinic") -> Section:
    """Each intervention: in how many visits, where, how much, and what pain was right after."""
    said = [_given_sentence(story, given) for given in given_interventions(story.record)]
    done = given_exercises(story.record)
    if done:
        rows = [story.entry(visit, entry) for given in done for visit, entry in given.rows]
        names = listed(f"{given.name} ({plural(len(given.visits), 'visit')})" for given in done)
        counts = [story.count(len(given.visits), f"visits with {given.name}") for given in done]
        said.append(story.say("care.exercises_done", f"Exercises done in visits: {names}", [*rows, *counts]))
    said += needling_summary(story)
    if not said:
        said.append(story.gap("care.interventions", "what was done in the clinic"))
    return Section("care_given", title, tuple(said), layout="lines")


def _given_sentence(story: Story, given: Given) -> Sentence:
    n = len(given.visits)
    parts = [f"in {plural(n, 'visit')}"]
    sides = {_SIDES.get(side, side) for side in given.said("side")}
    parts += [
        listed(given.said("site")),
        listed(sorted(sides)),
        "dose: " + listed(given.said("dose")) if given.said("dose") else "",
    ]
    text = f"{given.name}: {', '.join(part for part in parts if part)}"
    responses = given.said("response")
    if responses:
        text += f". Response as recorded: {listed(responses)}"
    rows = [story.entry(visit, entry) for visit, entry in given.rows]
    return story.say(f"care.{given.id}", text, [*rows, story.count(n, f"visits with {given.name}")])


def programme_section(story: Story, title: str = "Home programme") -> Section:
    """Each exercise with its first and its last dose."""
    said: list[Sentence] = []
    for n, exercise in enumerate(home_exercises(story.record), 1):
        (first_plan, first), (last_plan, last) = exercise.doses[0], exercise.doses[-1]
        name = exercise.name + (f", {exercise.side}" if exercise.side else "")
        start = f"{first.dose.words} (from {story.short_day(story.record.day_of(first_plan.at))})"
        moved = len(exercise.doses) > 1
        end = f"{last.dose.words} (from {story.short_day(story.record.day_of(last_plan.at))})" if moved else "unchanged"
        until = f"; taken out {story.on(story.record.day_of(exercise.held_until.at))}" if exercise.held_until else ""
        sources: list[Trace] = [story.plan(plan) for plan, _ in exercise.doses]
        if exercise.held_until:
            sources.append(story.plan(exercise.held_until))
        text = f"{name}: first {start}; last {end}{until}"
        said.append(story.say(f"programme.{n}", text, sources, cells=(name, start, end + until)))
    if not said:
        said.append(story.gap("programme.none", "what the patient did at home"))
        return Section("programme", title, tuple(said))
    return Section("programme", title, tuple(said), layout="table", columns=("Exercise", "First dose", "Last dose"))


def change_section(story: Story, title: str = "Changes of the plan") -> Section:
    """Every later version of the plan with the reason that was given."""
    later = [plan for plan in story.record.plans if plan.number > 1]
    said = [
        story.say(
            f"plan_change.{plan.number}.{n}",
            f"{capitalised(story.day(story.record.day_of(plan.at)))}: {plan.because.rstrip('.') or 'no reason recorded'}"
            + ("" if plan.by else " (by the rules, overnight)"),
            [story.plan(plan)],
        )
        for n, plan in enumerate(later, 1)
    ]
    if not said:
        what = "that the plan was changed" if story.record.plans else "that a plan of care was made"
        said.append(story.gap("plan_change.none", what))
    return Section("plan_changes", title, tuple(said), layout="lines")


def adherence_sentences(story: Story) -> list[Sentence]:
    """How much of the programme was done: what the phone counted, and what was said in visits."""
    record = story.record
    said: list[Sentence] = []
    told = record.told
    if told is not None and (told.n_sessions or told.n_runs):
        plan = next((plan for plan in record.plans), None)
        sources = [
            Trace("answer", told.plan_id, f"Told from day to day: {told.n_sessions} sessions, {told.n_runs} runs", "", ""),
            *([story.plan(plan)] if plan is not None else []),
        ]
        text = (
            f"Between {story.day(told.first_on)} and {story.day(told.last_on)} the patient told of "
            f"{plural(told.n_sessions, 'exercise session')} on {plural(told.n_session_days, 'day')}"
            + (f" and of {plural(told.n_runs, 'run')}" if told.n_runs else "")
        )
        said.append(story.say("adherence.told", text, sources))
    asked = [
        (visit, entry)
        for visit in record.visits
        if (entry := visit.text_entry("interval_adherence")) is not None and entry.words("text")
    ]
    if asked:
        items = "; ".join(f"{story.day(record.day_of(v.encounter.started_at))}, {e.words('text')}" for v, e in asked)
        text = f"Asked in visits how much of the home programme was done: {items}"
        said.append(story.say("adherence.asked", text, [story.entry(visit, entry) for visit, entry in asked]))
    if not said:
        said.append(story.gap("adherence.none", "how much of the programme was done"))
    return said
