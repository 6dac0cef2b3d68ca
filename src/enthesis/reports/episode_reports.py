"""The progress report, the discharge report and the letter to the referrer: one episode, told to a colleague."""

from __future__ import annotations

from collections.abc import Mapping

from enthesis.reports.assessment_sections import interval, pack_words, percent
from enthesis.reports.care_sections import adherence_sentences, change_section, intervention_section, programme_section
from enthesis.reports.dates import date_words, language_of
from enthesis.reports.encounter_record import EncounterRecord, Recorded
from enthesis.reports.history_sections import history_section
from enthesis.reports.logged_pain import logged_section
from enthesis.reports.needling_course import needling_course_sections
from enthesis.reports.note import Note, Section, Sentence, SignatureLine, Trace
from enthesis.reports.outcome_sections import (
    course_section,
    discharge_section,
    follow_up_section,
    outcome_section,
    visits_sentence,
)
from enthesis.reports.quantities import amount, examination_of, name_of
from enthesis.reports.story import Story, lettered
from enthesis.reports.tracing import VIEWS
from enthesis.reports.wording import capitalised, examined, listed

SIDE_WORDS = {"left": "left side", "right": "right side", "both": "both sides"}
SOME_SIMULATED = "Values marked as simulated were made up for a demonstration."
Words = Mapping[str, str]


def compose_progress_report(story: Story, words: Words, issued: bool = False) -> Note:
    """Where the episode stands now."""
    sections = (
        who_section(story),
        course_section(story, "So far"),
        outcome_section(story),
        logged_section(story),
        status_section(story),
        intervention_section(story),
        *needling_course_sections(story),
        programme_section(story),
        change_section(story),
        Section("adherence", "Done at home", tuple(adherence_sentences(story)), layout="lines"),
        *goals_sections(story),
        *remarks(story, words),
    )
    return episode_note(story, "progress_report", "Progress report", sections, issued)


def compose_discharge_report(story: Story, words: Words, issued: bool = False) -> Note:
    """The whole episode, at its end."""
    sections = (
        who_section(story),
        findings_section(story),
        course_section(story),
        outcome_section(story),
        logged_section(story),
        status_section(story),
        intervention_section(story),
        *needling_course_sections(story),
        programme_section(story),
        Section("adherence", "Done at home", tuple(adherence_sentences(story)), layout="lines"),
        *goals_sections(story),
        discharge_section(story),
        follow_up_section(story),
        *remarks(story, words),
    )
    return episode_note(story, "discharge_report", "Discharge report", sections, issued)


def compose_referrer_letter(story: Story, words: Words, issued: bool = False) -> Note:
    """What a colleague who sent the patient wants to know, on one page."""
    record = story.record
    to = words.get("to", "").strip()
    referred = record.text_of("referred_by", "referral")
    salutation: tuple[Sentence, ...]
    if to:
        salutation = story.typed("to", "To", to)
    elif referred is not None:
        visit, entry = referred
        salutation = (story.say("to", entry.words("text"), [story.entry(visit, entry)], whole=False),)
    else:
        salutation = (story.gap("to", "who referred the patient"),)
    care = [*intervention_section(story).sentences]
    if record.discharge is not None:
        care += discharge_section(story).sentences
    elif record.plans:
        plan = record.plans[-1]
        names = listed(exercise.name for exercise in plan.document.exercises)
        text = f"The home programme holds {names}" if names else "The home programme holds no exercise at present"
        care.append(story.say("letter.programme", text, [story.plan(plan)]))
    sections = (
        Section("to", "To", salutation),
        Section("about", "About", (*who_section(story).sentences, visits_sentence(story))),
        findings_section(story),
        Section("care", "Care", tuple(care), layout="lines"),
        outcome_section(story, "How it went", long=False),
        *remarks(story, words),
        Section("contact", "Contact", (contact_sentence(story),)),
    )
    return episode_note(story, "referrer_letter", "Letter", sections, issued)


def who_section(story: Story) -> Section:
    """The patient and the complaint."""
    record = story.record
    who, episode = record.patient, record.episode
    about = [
        f"{who.age_years} years" if who.age_years is not None else "age not recorded",
        who.sex or "sex not recorded",
        who.sport,
    ]
    said = [
        story.say("who.about", f"{who.name}: {', '.join(part for part in about if part)}", [story.patient()]),
        story.say(
            "who.complaint",
            f"In care since {story.day(record.opened_on)} because of “{episode.complaint}”; "
            f"{SIDE_WORDS.get(episode.affected_side, 'side not recorded')}",
            [story.episode()],
        ),
    ]
    return Section("who", "Patient", tuple(said))


def goals_sections(story: Story) -> list[Section]:
    """The patient's goals: of the plan, with their scores, else in the words of the evaluation."""
    plan = story.record.plans[-1] if story.record.plans else None
    goals = plan.document.goals if plan is not None else ()
    said: list[Sentence] = []
    for n, goal in enumerate(goals, 1):
        scores = [
            f"from {goal.baseline:g}" if goal.baseline is not None else "",
            f"to {goal.target:g}" if goal.target is not None else "",
        ]
        aim = " ".join(score for score in scores if score)
        assert plan is not None
        said.append(story.say(f"goal.{n}", goal.words + (f" (aim {aim})" if aim else ""), [story.plan(plan)]))
    told = story.record.text_of("goals")
    if not said and told is not None:
        said.append(story.say("goal.told", told[1].words("text"), [story.entry(*told)]))
    if not said:
        said.append(story.gap("goal.none", "what the patient's goals are"))
    return [Section("goals", "Goals", tuple(said), layout="lines")]


def findings_section(story: Story) -> Section:
    """What the first evaluation found, in a few sentences: history, positive signs, sources, the clinician's view."""
    visit = story.record.evaluation
    if visit is None:
        return Section("findings", "Found at the start", (story.gap("findings.none", "what a first evaluation found"),))
    said: list[Sentence] = []
    tracer = story.tracer(visit)
    told = [
        (finding, entry)
        for finding in visit.pack.findings
        for entry in visit.of_kind("finding")
        if entry.words("finding") == finding.id and entry.words("result") != "not_assessed" and finding.position == "interview"
    ]
    wanted = ("history.onset", "history.symptoms.positive", "history.worse.positive", "history.pain_scores")
    said += [sentence for sentence in history_section(tracer, told).sentences if sentence.id in wanted]
    signs = [
        (finding, entry)
        for finding in visit.pack.findings
        for entry in visit.of_kind("finding")
        if entry.words("finding") == finding.id and entry.words("result") == "positive" and finding.position != "interview"
    ]
    if signs:
        items = "; ".join(examined(finding, entry, visit.episode.affected_side) for finding, entry in signs)
        said.append(story.say("findings.signs", f"Found: {items}", [story.entry(visit, entry) for _, entry in signs]))
    said += [*source_sentences(story, visit), *view_sentences(story, visit)]
    if not said:
        said.append(story.gap("findings.nothing", "what the first evaluation found"))
    return Section("findings", "Found at the start", tuple(said))


def source_sentences(story: Story, visit: EncounterRecord) -> list[Sentence]:
    """The sources in the order of their probability, as the pack computed them; never more than three."""
    answer = visit.assessment
    held = [entry for entry in visit.of_kind("finding") if entry.words("result") not in ("not_assessed", "value")]
    if answer is None or not held:
        return []
    shown = [e for e in answer.sources if e.probability >= 0.05][:3]
    if not shown:
        return []
    items = "; ".join(f"{e.name} {percent(e.probability)} (95% interval {interval(e)})" for e in shown)
    trace = story.tracer(visit).computed()
    return [
        story.say(
            "findings.sources", f"Sources by the reasoning pack, which supports a judgement and makes none: {items}", [trace]
        )
    ]


def view_sentences(story: Story, visit: EncounterRecord) -> list[Sentence]:
    """The clinician's own view."""
    said: list[Sentence] = []
    for entry in visit.of_kind("diagnosis"):
        sources = entry.content.get("sources")
        known = visit.pack.source_by_id
        names = listed(
            known[s].name if s in known else str(s).replace("_", " ") for s in (sources if isinstance(sources, list) else [])
        )
        text = f"The clinician {_VIEW_VERBS.get(entry.words('agrees'), VIEWS['open'].lower())}" + (f": {names}" if names else "")
        if entry.words("reason"):
            text += f". {capitalised(entry.words('reason'))}"
        said.append(story.say(f"findings.view.{entry.key}", text, [story.entry(visit, entry)]))
    return said


_VIEW_VERBS = {
    "accept": "accepted the first source",
    "differ": "differed from the first source",
    "open": "left the source open",
}


def status_section(story: Story) -> Section:
    """Signs of the first evaluation beside how they were found last."""
    record = story.record
    first = record.evaluation
    said: list[Sentence] = []
    for entry in first.of_kind("finding") if first is not None else ():
        finding = first.pack.finding_by_id.get(entry.words("finding")) if first is not None else None
        if first is None or finding is None or entry.words("result") != "positive" or finding.position == "interview":
            continue
        later = _last_found(story, first, entry.words("finding"), entry.words("side"))
        name = examined(finding, entry, first.episode.affected_side)
        if later is None:
            cells = (name, story.short_day(record.day_of(first.encounter.started_at)), "not tested again")
            text = f"{name}; not tested again"
            said.append(story.say(f"status.{entry.key}", text, [story.entry(first, entry)], cells=cells))
            continue
        visit, now = later
        found = examined(finding, now, first.episode.affected_side).partition(": ")[2]
        day = story.short_day(record.day_of(visit.encounter.started_at))
        cells = (name, story.short_day(record.day_of(first.encounter.started_at)), f"{found} ({day})")
        text = f"{name}; {story.on(record.day_of(visit.encounter.started_at))}: {found}"
        sources: list[Trace] = [story.entry(first, entry), story.entry(visit, now)]
        said.append(story.say(f"status.{entry.key}", text, sources, cells=cells))
    said += _strength(story)
    if not said:
        said.append(story.gap("status.none", "that any sign of the first evaluation was tested again"))
        return Section("status", "Signs", tuple(said))
    return Section("status", "Signs", tuple(said), layout="table", columns=("At the start", "Day", "Last"))


def _last_found(story: Story, first: EncounterRecord, finding: str, side: str) -> tuple[EncounterRecord, Recorded] | None:
    for visit in reversed(story.record.visits):
        if visit is first:
            return None
        for entry in visit.of_kind("finding"):
            same = entry.words("finding") == finding and (entry.words("side") or side) == (side or entry.words("side"))
            if same and entry.words("result") in ("positive", "negative", "equivocal"):
                return visit, entry
    return None


def _strength(story: Story) -> list[Sentence]:
    """Quantities that were measured in more than one visit, first and last."""
    record = story.record
    held: dict[tuple[str, str], list[tuple[EncounterRecord, Recorded]]] = {}
    for visit in record.visits:
        for entry in visit.of_kind("measure"):
            if not entry.words("quantity").startswith("pain"):
                held.setdefault((entry.words("quantity"), entry.words("side")), []).append((visit, entry))
    said: list[Sentence] = []
    for (quantity, side), rows in held.items():
        if len(rows) < 2:
            continue
        (at, was), (then, now) = rows[0], rows[-1]
        units = record.clinic.units
        shown = [amount(e.content.get("number"), e.words("grade"), quantity, units) for e in (was, now)]
        name = name_of(quantity, examination_of(at.pack.id)) + (f", {side}" if side else "")
        days = [story.short_day(record.day_of(visit.encounter.started_at)) for visit in (at, then)]
        cells = (f"{name}: {shown[0]}", days[0], f"{shown[1]} ({days[1]})")
        sources = [story.entry(at, was), story.entry(then, now)]
        said.append(
            story.say(f"status.{quantity}.{side or 'any'}", f"{name}: {shown[0]}; later {shown[1]}", sources, cells=cells)
        )
    return said


def remarks(story: Story, words: Words) -> list[Section]:
    """What the writer adds in own words; no section where nothing was added."""
    text = words.get("remarks", "").strip()
    return [Section("remarks", "In addition", story.typed("remarks", "Remark", text))] if text else []


def contact_sentence(story: Story) -> Sentence:
    """Who wrote it and how they are reached."""
    clinic = story.record.clinic
    parts = [story.writing.name, clinic.name, clinic.telephone, clinic.address]
    return story.say("contact", ", ".join(part for part in parts if part), [story.episode()], whole=False)


def pack_line(story: Story, sections: tuple[Section, ...]) -> str:
    """What stands under the head: which pack the sources come from where they are told, and that something is simulated."""
    visit = story.record.evaluation
    told = any(trace.kind == "reasoning" for section in sections for s in section.sentences for trace in s.sources)
    parts = [pack_words(story.tracer(visit)) if told and visit is not None else ""]
    if story.record.simulated and not story.record.patient.simulated:
        parts.append(SOME_SIMULATED)
    return " ".join(part for part in parts if part)


def episode_note(story: Story, kind: str, title: str, sections: tuple[Section, ...], issued: bool) -> Note:
    """The head and the foot of a document about an episode for a reader who knows the patient."""
    record = story.record
    clinic, who = record.clinic, record.patient
    facts = (
        ("Patient", who.name),
        ("Date", story.writing.day),
        ("Born", date_words(clinic, who.birth_date) or "not recorded"),
        ("Record", who.record_number or "no number"),
        ("Since", date_words(clinic, record.opened_on)),
        ("Status", "issued" if issued else "draft, not issued"),
    )
    return Note(
        kind=kind,
        title=title,
        clinic_name=clinic.name,
        clinic_lines=tuple(line for line in (clinic.address, clinic.telephone) if line),
        paper=clinic.paper,
        language=language_of(clinic),
        patient_name=who.name,
        record_number=who.record_number,
        facts=facts,
        sections=lettered(sections),
        simulated=who.simulated,
        pack_line=pack_line(story, sections),
        signatures=(SignatureLine(story.writing.name, story.writing.when, False),) if issued else (),
    )
