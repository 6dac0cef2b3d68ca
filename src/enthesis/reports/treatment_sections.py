"""A treatment visit in the order of SOAP: what is new, what was told, found, done, what it comes to, and how it goes on."""

from __future__ import annotations

from enthesis.knowledge.pack import Finding
from enthesis.reports.assessment_sections import clinician_section, free_text
from enthesis.reports.care_words import is_withdrawn
from enthesis.reports.changes import measured_again, not_tested_again, tested_again
from enthesis.reports.dates import date_words
from enthesis.reports.encounter_record import EarlierEncounter, EncounterRecord, PlanAt, Recorded
from enthesis.reports.examination_sections import examination_sections
from enthesis.reports.history_sections import body_chart_section, history_section, patient_section
from enthesis.reports.needling_section import needling_done, needling_sections
from enthesis.reports.note import Section, Sentence
from enthesis.reports.safety_sections import red_flag_section
from enthesis.reports.tracing import VIEWS, Tracer, title_of_text
from enthesis.reports.wording import SIDES, capitalised, examined, listed

INTERVAL = "interval_"
_ASKED = {
    "better_or_worse": "Since the last visit",
    "adherence": "Home programme done",
    "reaction_to_last_visit": "After the last visit",
    "pain": "Pain",
    "medication": "Medication",
    "other": "Also",
}
_BETTER_DOWN = ("pain",)
"""Beginnings of quantities of which less is better."""


def visit_sections(tracer: Tracer, told: list[tuple[Finding, Recorded]], seen: list[tuple[Finding, Recorded]]) -> list[Section]:
    """Every section of the note of a treatment visit.

    Args:
        told: findings of the interview, without red flags.
        seen: findings of the examination.
    """
    again = {pair.now.id for pair in tested_again(tracer.record)}
    chart = body_chart_section(tracer)
    sections = [
        patient_section(tracer),
        changed_section(tracer),
        subjective_section(tracer, told),
        *([chart] if chart is not None else []),
        *([red_flag_section(tracer)] if _flags_are_due(tracer) else []),
        *objective_sections(tracer, [pair for pair in seen if pair[1].id not in again]),
        treatment_section(tracer),
        *needling_sections(tracer),
        judgement_section(tracer),
        *([clinician_section(tracer)] if tracer.record.of_kind("diagnosis") else []),
        plan_section(tracer),
    ]
    return sections


def visit_words(tracer: Tracer, earlier: EarlierEncounter) -> str:
    """An earlier meeting by its number and day."""
    return f"visit {earlier.number}, {date_words(tracer.record.clinic, earlier.encounter.started_at)}"


def changed_section(tracer: Tracer) -> Section:
    """What is otherwise than at the last meeting, first of all: scores, findings, the plan."""
    record = tracer.record
    said: list[Sentence] = []
    if not record.earlier:
        trace = tracer.absence("No earlier meeting in this episode")
        said.append(tracer.say("changed.first", "First meeting of this episode; there is nothing to compare with", more=[trace]))
        return Section("changed", "Changed", tuple(said), layout="lines")
    for pair in measured_again(record):
        if pair.was != pair.found and pair.now.words("quantity").startswith(_BETTER_DOWN):
            where = f" {pair.side}" if pair.side else ""
            by = f" ({pair.by})" if pair.by else ""
            text = f"{pair.name}{where}: {pair.was} at {visit_words(tracer, pair.at)}; now {pair.found}{by}"
            more = [pair.rule] if pair.rule is not None else []
            said.append(tracer.say(f"changed.{pair.now.key}", text, [pair.now, pair.before], more))
    for again in tested_again(record):
        if again.changed:
            text = f"{capitalised(again.finding.name)}: {again.was} at {visit_words(tracer, again.at)}; now {again.found}"
            state = again.now.words("result")
            said.append(tracer.say(f"changed.{again.now.key}", text, [again.now, again.before], state=state))
    for plan in _new_plans(record):
        because = f": {plan.because}" if plan.because else ""
        by = plan.by or "the rules, overnight"
        text = f"Plan changed on {date_words(record.clinic, plan.at)} by {by}{because}"
        said.append(tracer.say(f"changed.plan.{plan.number}", text, more=[tracer.plan(plan)]))
    if not said:
        newest = record.earlier[-1]
        trace = tracer.absence("No recorded score, finding or plan differs from the last one recorded")
        text = f"Nothing that was recorded differs from what was recorded up to {visit_words(tracer, newest)}"
        said.append(tracer.say("changed.none", text, more=[trace, tracer.earlier(newest)]))
    return Section("changed", "Changed", tuple(said), layout="lines")


def subjective_section(tracer: Tracer, told: list[tuple[Finding, Recorded]]) -> Section:
    """What the patient told of the time since the last visit, and what was asked again."""
    said: list[Sentence] = []
    for part, label in _ASKED.items():
        entry = tracer.record.text_entry(INTERVAL + part)
        if entry is not None and entry.words("text"):
            said.append(tracer.say(f"interval.{part}", f"{label}: {entry.words('text')}", [entry]))
    if not said:
        trace = tracer.absence("No entry of the interval")
        said.append(
            tracer.say("interval.none", "The time since the last visit was not asked about, or not recorded", more=[trace])
        )
    history = history_section(tracer, told)
    said += [sentence for sentence in history.sentences if sentence.id != "history.none"]
    return Section("interval", "Subjective", tuple(said))


def objective_sections(tracer: Tracer, seen: list[tuple[Finding, Recorded]]) -> list[Section]:
    """What was tested again beside the last time, what was measured again, and what was looked at for the first time."""
    sections: list[Section] = []
    retested = _retested(tracer)
    if retested:
        sections.append(
            Section("retests", "Objective: again", tuple(retested), layout="table", columns=("Tested again", "Last", "Today"))
        )
    measured = _measured(tracer)
    if measured:
        columns = ("Measured again", "Last", "Today", "Change")
        sections.append(Section("remeasured", "Objective: measured", tuple(measured), layout="table", columns=columns))
    first = [section for section in examination_sections(tracer, seen) if section.id != "neuro" or _screened(tracer, seen)]
    sections += first
    left = not_tested_again(tracer.record)
    if left:
        items = [
            f"{examined(finding, entry, tracer.record.episode.affected_side)} ({visit_words(tracer, at)})"
            for finding, entry, at in left
        ]
        text = f"Found before and not tested today: {'; '.join(items)}"
        said = tracer.say("open.not_tested", text, [entry for _, entry, _ in left], state="not_assessed")
        sections.append(Section("open_findings", "Not tested today", (said,), layout="lines"))
    if not sections:
        trace = tracer.absence("No finding or measure is recorded in this visit")
        said = tracer.say("objective.none", "Nothing was tested or measured, or nothing is recorded", more=[trace])
        sections.append(Section("retests", "Objective", (said,)))
    return sections


def _screened(tracer: Tracer, seen: list[tuple[Finding, Recorded]]) -> bool:
    """Whether anything of the neurological screen was looked at, or left out for a reason, in this visit."""
    left_out = any(entry.key.startswith("left_out:") for entry in tracer.record.of_kind("text"))
    return left_out or any(finding.neuro_screen or finding.kind in ("neurological", "sensation") for finding, _ in seen)


def _retested(tracer: Tracer) -> list[Sentence]:
    said: list[Sentence] = []
    for pair in tested_again(tracer.record):
        if pair.finding.position == "interview":
            continue
        was = f"{pair.was} ({visit_words(tracer, pair.at)})"
        side = SIDES.get(pair.now.words("side"), "")
        name = capitalised(pair.finding.name) + (f" {side}" if side else "")
        text = f"{name}: last {was}; today {pair.found}"
        cells = (name, was, capitalised(pair.found))
        state = pair.now.words("result")
        said.append(tracer.say(f"retest.{pair.now.key}", text, [pair.now, pair.before], state=state, cells=cells))
    return said


def _measured(tracer: Tracer) -> list[Sentence]:
    said: list[Sentence] = []
    for pair in measured_again(tracer.record):
        name = pair.name + (f" {pair.side}" if pair.side else "")
        was = f"{pair.was} ({visit_words(tracer, pair.at)})"
        cells = (name, was, pair.found, pair.by or "–")
        text = f"{name}: last {was}; today {pair.found}" + (f"; change {pair.by}" if pair.by else "")
        more = [pair.rule] if pair.rule is not None else []
        said.append(tracer.say(f"remeasured.{pair.now.key}", text, [pair.now, pair.before], more, cells=cells))
    return said


def treatment_section(tracer: Tracer) -> Section:
    """What was done in the visit, one line each."""
    done = (*tracer.record.of_kind("intervention"), *tracer.record.of_kind("exercise_done"))
    said = [tracer.say(f"treatment.{entry.key}", tracer.label(entry), [entry]) for entry in done]
    needling = needling_done(tracer) if not said else None
    if needling is not None:
        said.append(needling)
    if not said:
        said.append(tracer.say("treatment.none", "Nothing is recorded as done", more=[tracer.absence("No entry of a treatment")]))
    return Section("treatment", "Done today", tuple(said), layout="lines")


def judgement_section(tracer: Tracer) -> Section:
    """What the visit comes to: the clinician's summary, the response to what was done, the view carried forward."""
    said = free_text(tracer, "summary")
    said += _responses(tracer)
    own = tracer.record.of_kind("diagnosis")
    carried = None if own else _carried_view(tracer)
    if carried is not None:
        said.append(carried)
    plan = tracer.record.plans[-1] if tracer.record.plans else None
    if plan is not None and plan.phase:
        overlay = {"flare": "; a flare lies over it", "hold": "; on hold", "refer": "; rests until a referral is answered"}
        text = f"Phase of the plan: {plan.phase}{overlay.get(plan.document.overlay, '')}"
        said.append(tracer.say("assessment.phase", text, more=[tracer.plan(plan)]))
    if not said:
        trace = tracer.absence("No summary and no view of the sources is recorded")
        said.append(tracer.say("assessment.none", "No judgement is recorded for this visit", more=[trace]))
    return Section("visit_judgement", "Assessment", tuple(said))


def _responses(tracer: Tracer) -> list[Sentence]:
    """Pain before and after what was done, where both were recorded."""
    told = [
        entry
        for entry in tracer.record.of_kind("intervention")
        if _is_number(entry.content.get("pain_before_0_10")) and _is_number(entry.content.get("pain_after_0_10"))
    ]
    told = [entry for entry in told if not is_withdrawn(entry)]
    groups = {"less": [], "the same": [], "more": []}
    for entry in told:
        before, after = float(entry.content["pain_before_0_10"]), float(entry.content["pain_after_0_10"])
        groups["less" if after < before else "more" if after > before else "the same"].append(entry)
    names = tracer.record.care_names
    parts = [
        f"{word} after {listed(names.get(e.words('intervention'), e.words('intervention').replace('_', ' ')).lower() for e in held)}"
        for word, held in groups.items()
        if held
    ]
    if not parts:
        return []
    return [tracer.say("assessment.response", f"Pain right after treatment: {'; '.join(parts)}", told)]


def _carried_view(tracer: Tracer) -> Sentence | None:
    """The clinician's view of an earlier meeting, which stands until another is recorded."""
    for earlier in reversed(tracer.record.earlier):
        for entry in reversed(earlier.entries):
            if entry.kind == "diagnosis":
                listed_sources = entry.content.get("sources")
                known = tracer.record.pack.source_by_id
                names = [
                    known[s].name if s in known else str(s).replace("_", " ")
                    for s in (listed_sources if isinstance(listed_sources, list) else [])
                ]
                view = VIEWS.get(entry.words("agrees"), "own view").lower()
                text = f"Carried forward from {visit_words(tracer, earlier)}: {view}" + (f": {listed(names)}" if names else "")
                return tracer.say("assessment.carried", text, [entry])
    return None


def plan_section(tracer: Tracer) -> Section:
    """How it goes on: the clinician's words, then what stands in the plan of care."""
    said = free_text(tracer, "plan")
    for entry in tracer.record.of_kind("text"):
        if entry.key.startswith("plan:") and entry.words("text"):
            said.append(tracer.say(f"plan.text.{entry.key}", f"{title_of_text(entry.key)}: {entry.words('text')}", [entry]))
    plan = tracer.record.plans[-1] if tracer.record.plans else None
    if plan is not None:
        trace = tracer.plan(plan)
        for exercise in plan.document.exercises:
            side = {"left": ", left", "right": ", right", "both": ", both sides"}.get(exercise.side, "")
            text = f"Home exercise: {exercise.name}{side}, {exercise.dose.words}"
            said.append(tracer.say(f"plan.exercise.{exercise.id}.{exercise.side or 'any'}", text, more=[trace]))
        days = plan.document.review_in_days
        if days:
            text = f"Plan reviewed again in {days} days" if days > 1 else "Plan reviewed again tomorrow"
            said.append(tracer.say("plan.review", text, more=[trace]))
    if not said:
        said.append(tracer.say("plan.none", "No plan is recorded", more=[tracer.absence("No entry of a plan")]))
    return Section("plan", "Plan", tuple(said), layout="steps" if len(said) > 1 else "prose")


def _new_plans(record: EncounterRecord) -> list[PlanAt]:
    """Versions of the plan since the last meeting began; the first version is no change."""
    since = record.earlier[-1].encounter.started_at
    return [plan for plan in record.plans if plan.number > 1 and plan.at > since]


def _flags_are_due(tracer: Tracer) -> bool:
    """Whether red flags are worth a section in this visit: one was raised, acted on, or asked about."""
    record = tracer.record
    asked = any(e.words("finding") in record.pack.red_flag_questions for e in record.of_kind("finding"))
    raised = record.assessment.red_flags if record.assessment is not None else ()
    return bool(raised) or bool(record.of_kind("red_flag")) or asked


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
