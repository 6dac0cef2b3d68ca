"""The parts of a case report, one function for each item of the CARE checklist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from enthesis.knowledge.pack import Finding
from enthesis.reports.assessment_sections import assessment_section, clinician_section, unknown_section
from enthesis.reports.care_sections import (
    adherence_sentences,
    change_section,
    given_interventions,
    intervention_section,
    programme_section,
)
from enthesis.reports.deidentified import AGE_90, age_words
from enthesis.reports.encounter_record import EncounterRecord, PatientDetails, Recorded
from enthesis.reports.episode_reports import SIDE_WORDS, findings_section, status_section
from enthesis.reports.examination_sections import examination_sections
from enthesis.reports.history_sections import body_chart_section, history_section
from enthesis.reports.needling_course import needling_course_sections, needling_harm
from enthesis.reports.note import Section, Sentence
from enthesis.reports.outcome_sections import (
    ADVERSE,
    discharge_section,
    follow_up_section,
    happening_sentences,
    outcome_section,
    visits_sentence,
)
from enthesis.reports.safety_sections import red_flag_section
from enthesis.reports.story import Story, plural
from enthesis.reports.wording import capitalised, listed

CASE_FIELDS: Mapping[str, str] = {
    "adds": "What this case adds",
    "background": "Background, with the literature you rely on",
    "challenges": "Challenges on the way to the diagnosis",
    "strengths": "Strengths and limits of this care",
    "rationale": "Why you conclude what you conclude",
    "lesson": "What a reader should take away",
    "perspective": "The patient's own view, in the patient's words",
    "consent": "Consent to publication: what was asked, and what the patient said",
}
"""Parts that only a person can write, in the order of the checklist."""
_GAPS = {
    "adds": "what this case adds to what is known",
    "background": "what is known of such cases",
    "challenges": "whether anything made the diagnosis hard to reach",
    "strengths": "what the strengths and limits of this care were",
    "rationale": "what is concluded, and why",
    "lesson": "what a reader should take away",
    "perspective": "how the patient saw the care",
    "consent": "whether the patient agreed to publication; without it a case report is not published",
}
MOST_KEY_WORDS = 5
BACKGROUND_KEYS = ("social", "work", "occupation", "family", "psycho", "living")
Typed = Mapping[str, str]


def written(story: Story, field: str, typed: Typed) -> tuple[Sentence, ...]:
    """What a person wrote for a part; a sentence that it is missing where nobody did."""
    text = typed.get(field, "").strip()
    return story.typed(field, CASE_FIELDS[field], text) if text else (story.gap(f"{field}.missing", _GAPS[field]),)


def view_of(story: Story) -> tuple[EncounterRecord, Recorded, list[str]] | None:
    """The clinician's newest view with the names of its sources; None where none names a source."""
    for visit in reversed(story.record.visits):
        for entry in visit.of_kind("diagnosis"):
            sources = entry.content.get("sources")
            known = visit.pack.source_by_id
            names = [
                known[s].name if s in known else str(s).replace("_", " ") for s in (sources if isinstance(sources, list) else [])
            ]
            if names and entry.words("agrees") != "open":
                return visit, entry, names
    return None


def subject_of(story: Story) -> str:
    """What the report is about: the clinician's diagnosis, else the complaint."""
    view = view_of(story)
    if view is not None:
        return capitalised(listed(view[2]))
    return capitalised(story.record.episode.complaint or "a complaint that is not recorded")


def key_words(story: Story) -> tuple[Sentence, ...]:
    """Two to five: the diagnosis, the sport, what was done, and that it is a case report."""
    words: list[str] = []
    sources = []
    view = view_of(story)
    if view is not None:
        words += view[2]
        sources.append(story.entry(view[0], view[1]))
    if story.record.patient.sport:
        words.append(story.record.patient.sport)
        sources.append(story.patient())
    for given in given_interventions(story.record)[:2]:
        words.append(given.name.lower())
        sources += [story.entry(visit, entry) for visit, entry in given.rows]
    if not words:
        return (story.gap("key_words.missing", "enough to choose key words from"),)
    chosen = [*words[: MOST_KEY_WORDS - 1], "case report"]
    return (story.say("key_words", "; ".join(chosen), sources, whole=False),)


def abstract_section(story: Story, typed: Typed) -> Section:
    """Introduction, case and conclusion in a paragraph each."""
    return Section(
        "abstract",
        "Abstract",
        (
            *_lead("Introduction", written(story, "adds", typed)),
            *_lead("Case", _case(story)),
            *_lead("Conclusion", written(story, "lesson", typed)),
        ),
    )


def _lead(title: str, said: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """The part of an abstract named before its first sentence; ids apart from those of the body."""
    first = replace(said[0], text=f"{title}: {said[0].text[:1].lower() + said[0].text[1:] if said[0].missing else said[0].text}")
    return tuple(replace(one, id=f"abstract.{one.id}") for one in (first, *said[1:]))


def _case(story: Story) -> tuple[Sentence, ...]:
    about = about_sentence(story)
    found = findings_section(story)
    wanted = ("history.symptoms.positive", "findings.signs")
    main = tuple(s for s in found.sentences if s.id in wanted or s.id.startswith("findings.view"))
    given = given_interventions(story.record)
    done: tuple[Sentence, ...] = ()
    if given:
        rows = [story.entry(visit, entry) for each in given for visit, entry in each.rows]
        done = (story.say("treatments", f"Treatment: {listed(each.name for each in given)}", rows),)
    outcomes = tuple(replace(s, cells=()) for s in outcome_section(story, long=False).sentences)
    ended = discharge_section(story).sentences[:1] if story.record.discharge is not None else ()
    return (about, *main, visits_sentence(story), *done, *outcomes, *ended)


def about_sentence(story: Story) -> Sentence:
    """Age, sex, sport, complaint and side in one sentence."""
    who, episode = story.record.patient, story.record.episode
    gaps = [f"{what} not recorded" for what, known in (("age", who.age_years is not None), ("sex", who.sex)) if not known]
    person = ", ".join([person_words(who), *gaps])
    side = SIDE_WORDS.get(episode.affected_side, "side not recorded")
    return story.say("about", f"{person} came with “{episode.complaint}”, {side}", [story.patient(), story.episode()])


def person_words(who: PatientDetails) -> str:
    """The person as a case report may say it: a 71-year-old man (running)."""
    sport = f" ({who.sport})" if who.sport else ""
    noun = {"female": "woman", "male": "man"}.get(who.sex, "patient")
    if who.age_years is None:
        return f"a {noun}{sport}"
    if age_words(who.age_years) == AGE_90:
        return f"a {noun} aged {AGE_90}{sport}"
    # Said aloud these ages begin with a vowel: eight, eleven, eighteen, eighty.
    article = "an" if str(who.age_years).startswith("8") or who.age_years in (11, 18) else "a"
    return f"{article} {who.age_years}-year-old {noun}{sport}"


def body_chart_sections(story: Story) -> list[Section]:
    """What the patient drew at the first evaluation; no section where nothing was drawn."""
    visit = story.record.evaluation
    chart = body_chart_section(story.tracer(visit)) if visit is not None else None
    return [replace(chart, title="Where it hurt, as drawn")] if chart is not None else []


def introduction_section(story: Story, typed: Typed) -> Section:
    """Background and what the case adds."""
    adds = tuple(replace(one, id=f"introduction.{one.id}") for one in written(story, "adds", typed))
    return Section("introduction", "Introduction", (*written(story, "background", typed), *adds))


def patient_section(story: Story) -> Section:
    """Demographics, complaint, history; what was asked of warning signs; background of life where it was told."""
    visit = story.record.evaluation
    said = [about_sentence(story)]
    if visit is None:
        said.append(story.gap("patient.history", "what the history was; no evaluation was held"))
        return Section("patient_information", "Patient information", tuple(said))
    tracer = story.tracer(visit)
    said += history_section(tracer, pairs_of(visit, interview=True)).sentences
    said += [s for s in red_flag_section(tracer).sentences if not s.id.startswith("red_flags.advice")]
    texts = [entry.key.lower() for entry in visit.of_kind("text") if entry.words("text")]
    if not any(word in key for key in texts for word in BACKGROUND_KEYS):
        said.append(story.gap("patient.background", "what the family, social and work history was"))
    return Section("patient_information", "Patient information", tuple(said))


def pairs_of(visit: EncounterRecord, interview: bool) -> list[tuple[Finding, Recorded]]:
    """Findings that were asked (interview) or examined, in the pack's order, without those the red flags tell."""
    place = {finding.id: n for n, finding in enumerate(visit.pack.findings)}
    known = [e for e in visit.of_kind("finding") if e.words("finding") in place and e.words("result") != "not_assessed"]
    pairs = [(visit.pack.finding_by_id[e.words("finding")], e) for e in sorted(known, key=lambda e: place[e.words("finding")])]
    told = [(f, e) for f, e in pairs if f.position == "interview" or not f.informative]
    if interview:
        flags = visit.pack.red_flag_questions
        return [(f, e) for f, e in told if not (f.id in flags and f.position == "interview" and e.words("result") != "value")]
    return [(f, e) for f, e in pairs if f.position != "interview" and f.informative]


def clinical_findings_section(story: Story) -> Section:
    """The examination, one line each."""
    visit = story.record.evaluation
    if visit is None:
        return Section("clinical_findings", "Clinical findings", (story.gap("clinical.none", "what an examination found"),))
    tracer = story.tracer(visit)
    history_section(tracer, pairs_of(visit, interview=True))  # what the history tells is not told again
    said = [
        replace(sentence, cells=())
        for section in examination_sections(tracer, pairs_of(visit, interview=False))
        for sentence in section.sentences
    ]
    return Section("clinical_findings", "Clinical findings", tuple(said), layout="lines")


def diagnostic_sections(story: Story, typed: Typed) -> list[Section]:
    """Methods and challenges; the differential with its intervals; the clinician's view; what is not known; prognosis."""
    visit = story.record.evaluation
    title = "Diagnostic assessment"
    methods: list[Sentence] = []
    if visit is not None:
        findings = [e for e in visit.of_kind("finding") if e.words("result") != "not_assessed"]
        tests = [e for f, e in pairs_of(visit, interview=False)]
        if tests:
            text = f"Methods: history and physical examination, {plural(len(tests), 'examined finding')} recorded"
            traces = [story.entry(visit, e) for e in tests]
            methods.append(story.say("diagnostic.methods", text, [*traces, story.count(len(tests), "examined findings")]))
        images = [
            (f, e)
            for e in findings
            if (f := visit.pack.finding_by_id.get(e.words("finding"))) and f.kind == "prior investigation"
        ]
        if images:
            text = f"Investigations before: {listed(f.name for f, _ in images)}"
            methods.append(story.say("diagnostic.images", text, [story.entry(visit, e) for _, e in images]))
    imaging = [event for event in story.record.happenings if event.kind == "imaging"]
    methods += [replace(s, id=f"diagnostic.{s.id}") for s in happening_sentences(story, imaging)]
    if not imaging and not any(s.id == "diagnostic.images" for s in methods):
        methods.append(story.gap("diagnostic.no_images", "that there was imaging or a laboratory test"))
    methods += written(story, "challenges", typed)
    methods.append(story.gap("diagnostic.prognosis", "what the outlook was at the start"))
    found = [Section("diagnostic", title, tuple(methods))]
    if visit is None:
        return found
    tracer = story.tracer(visit)
    differential = assessment_section(tracer)
    found.append(replace(differential, id="assessment", title="Differential diagnosis"))
    found.append(clinician_section(tracer))
    found.append(unknown_section(tracer))
    return found


def therapy_sections(story: Story) -> list[Section]:
    """Types, doses, changes with their reasons."""
    return [
        intervention_section(story, "Therapeutic intervention"),
        *needling_course_sections(story, harm=False),
        programme_section(story, "Loading at home, with doses"),
        change_section(story, "Changes, with reasons"),
    ]


def outcome_sections(story: Story) -> list[Section]:
    """Scores, signs tested again, adherence, harm, discharge and follow-up."""
    record = story.record
    reactions = [
        (visit, entry)
        for visit in record.visits
        if (entry := visit.text_entry("interval_reaction_to_last_visit")) is not None and entry.words("text")
    ]
    harm = happening_sentences(story, [event for event in record.happenings if event.kind in ADVERSE])
    harm = [replace(s, id=f"harm.{s.id}") for s in harm]
    if reactions:
        items = "; ".join(f"{story.day(record.day_of(v.encounter.started_at))}, {e.words('text')}" for v, e in reactions)
        text = f"Asked after visits how they were borne: {items}"
        harm.append(story.say("harm.reactions", text, [story.entry(visit, entry) for visit, entry in reactions]))
    harm += needling_harm(story)
    if not harm:
        harm.append(story.gap("harm.none", "whether harm was looked for"))
    return [
        outcome_section(story, "Follow-up and outcomes"),
        status_section(story),
        Section("adherence", "Adherence", tuple(adherence_sentences(story)), layout="lines"),
        Section("harm", "Adverse and unexpected events", tuple(harm), layout="lines"),
        discharge_section(story),
        follow_up_section(story),
    ]


def discussion_section(story: Story, typed: Typed) -> Section:
    """Strengths and limits, what the literature behind the care says, the reasons, the lesson."""
    said = [*written(story, "strengths", typed)]
    rested = story.absence("One patient, observed in care, without a comparison")
    said.append(
        story.say("discussion.one", "One case without a comparison cannot show that the care caused the change", [rested])
    )
    if story.record.simulated:
        made = story.patient()
        said.append(
            story.say(
                "discussion.simulated", "Values marked as simulated were made up for a demonstration and show nothing", [made]
            )
        )
    said += _literature(story)
    said += [*written(story, "rationale", typed), *written(story, "lesson", typed)]
    return Section("discussion", "Discussion", tuple(said))


def _literature(story: Story) -> list[Sentence]:
    """What the pack's sources say of what was planned, where somebody read them; judgement is not literature."""
    said: dict[str, Sentence] = {}
    for plan in story.record.plans:
        for line in plan.document.interventions:
            if line.decision == "accepted" and line.effect and line.basis != "judgement":
                trace = story.reference(line.citation, "", line.basis)
                text = f"{line.name}: {line.effect.rstrip('.')}"
                said[line.id] = story.say(f"literature.{line.id}", text, [story.plan(plan), trace])
        for exercise in plan.document.exercises:
            if exercise.basis != "judgement" and exercise.citation:
                trace = story.reference(exercise.citation, "", exercise.basis)
                text = f"The dose of {exercise.name} follows a publication"
                said[exercise.id] = story.say(f"literature.{exercise.id}", text, [story.plan(plan), trace])
    return list(said.values())


def perspective_section(story: Story, typed: Typed) -> Section:
    """The patient's own view; never guessed from scores."""
    return Section("perspective", "Patient perspective", written(story, "perspective", typed))


def consent_section(story: Story, typed: Typed) -> Section:
    """Whether the patient agreed to publication."""
    return Section("consent", "Informed consent", written(story, "consent", typed))
