"""The differential with its intervals, the clinician's own view beside it, what is not known, and the plan."""

from __future__ import annotations

from enthesis.reasoning.assessment import SourceEstimate
from enthesis.reports.encounter_record import Recorded
from enthesis.reports.examination_sections import part_of
from enthesis.reports.note import Estimate, Section, Sentence
from enthesis.reports.tracing import VIEWS, Tracer, title_of_text
from enthesis.reports.wording import SIDES, capitalised, ended, is_beside, listed
from enthesis.terms.side import split_finding_key

FEWEST_SHOWN, MOST_SHOWN, SHOWN_FROM = 3, 5, 0.06
TOGETHER_FROM = 0.05
REASONS_SHOWN = 5
CAPTION = (
    "Bar: estimate. Line: 95% interval. Triangle: before the examination. Sources may coexist. "
    "Elicited: share of the information that is expert judgement rather than study data."
)
NOT_REVIEWED = "draft, not clinically reviewed"


def assessment_section(tracer: Tracer) -> Section:
    """Sources as bars and in words, and why the first stands first."""
    record = tracer.record
    answer = record.assessment
    said = free_text(tracer, "summary")
    if answer is None:
        trace = tracer.absence("The reasoning was not run")
        said.append(tracer.say("assessment.none", "No differential was computed for this encounter", more=[trace]))
        return Section("assessment", "Sources, and how sure", tuple(said))
    shown = [e for e in answer.sources if e.probability >= SHOWN_FROM][:MOST_SHOWN]
    shown = shown if len(shown) >= FEWEST_SHOWN else list(answer.sources[:FEWEST_SHOWN])
    first = answer.sources[0]
    findings = [e for e in record.of_kind("finding") if e.words("result") not in ("not_assessed", "value") or e.words("value")]
    if not findings:
        text = f"Nothing is recorded yet: these are the shares before any finding, {record.pack.settings.get(answer.setting, answer.setting).lower()}"
        said.append(tracer.say("assessment.before", text, more=[tracer.computed()]))
    else:
        text = (
            f"Most probable: {first.name}, {percent(first.probability)} (95% interval {interval(first)}); "
            f"{percent(first.pretest_probability)} before the examination"
        )
        said.append(tracer.say("assessment.first", text, more=[tracer.computed()]))
    names = {e.id: e.name for e in answer.sources}
    pairs = [c for c in answer.combinations if c.probability >= TOGETHER_FROM][:2]
    if pairs and findings:
        text = "; ".join(f"{' and '.join(names[s] for s in c.sources)} together {percent(c.probability)}" for c in pairs)
        said.append(tracer.say("assessment.together", text, more=[tracer.computed()]))
    if answer.close_call and findings:
        said.append(tracer.say("assessment.close", answer.close_call, more=[tracer.computed()]))
    said += _why(tracer, findings)
    others = len(answer.sources) - len(shown)
    setting = record.pack.settings.get(answer.setting, answer.setting)
    caption = f"{CAPTION} {others} further sources each below {percent(shown[-1].probability)}. Setting: {setting}."
    return Section(
        "assessment",
        "Sources, and how sure",
        tuple(said),
        estimates=tuple(_estimate(e) for e in (*shown, answer.unmodelled)),
        caption=caption,
    )


def _estimate(e: SourceEstimate) -> Estimate:
    low, high = e.interval_95
    return Estimate(e.id, capitalised(e.name), e.probability, low, high, e.pretest_probability, e.elicited_share)


def _why(tracer: Tracer, findings: list[Recorded]) -> list[Sentence]:
    """The mechanisms that moved the first source most, for and against, with the sum."""
    answer, pack = tracer.record.assessment, tracer.record.pack
    explanation = next((e for e in answer.explanations if e.source == answer.sources[0].id), None) if answer else None
    if answer is None or explanation is None or not explanation.groups or not findings:
        return []
    groups = sorted(explanation.groups, key=lambda g: -abs(g.decibans))[:REASONS_SHOWN]
    named = {finding.finding for group in groups for finding in group.findings}

    def words(sign: int) -> str:
        held = [g for g in groups if g.decibans * sign > 0.05]
        return ", ".join(f"{pack.mechanism_by_id[g.mechanism].name.lower()} ({signed(g.decibans)})" for g in held)

    weighs_for, against = words(1), words(-1)
    parts = [f"For it, in decibans: {weighs_for}" if weighs_for else "", f"against: {against}" if against else ""]
    first = answer.sources[0]
    sums = f"Sum {signed(explanation.decibans)}, from {percent(first.pretest_probability)} to {percent(first.probability)}"
    text = f"{capitalised('; '.join(part for part in parts if part))}. {sums}"
    side = tracer.record.episode.affected_side
    entries = [entry for entry in findings if entry.words("finding") in named and not is_beside(entry, side)]
    return [tracer.say("assessment.why", text, entries, [tracer.computed()])]


def clinician_section(tracer: Tracer) -> Section:
    """The clinician's own view: accept, differ or open, with the reason and what stood on the screen."""
    pack = tracer.record.pack
    said: list[Sentence] = []
    for entry in tracer.record.of_kind("diagnosis"):
        listed_sources = entry.content.get("sources")
        sources = [str(s) for s in listed_sources] if isinstance(listed_sources, list) else []
        names = listed(pack.source_by_id[s].name if s in pack.source_by_id else s.replace("_", " ") for s in sources)
        text = VIEWS.get(entry.words("agrees"), "Own view") + (f": {names}" if names else "")
        said.append(tracer.say(f"clinician.{entry.key}", text, [entry]))
        if entry.words("reason"):
            said.append(tracer.say(f"clinician.{entry.key}.reason", f"Reason: {entry.words('reason')}", [entry]))
        shown = _shown(tracer, entry)
        if shown:
            said.append(tracer.say(f"clinician.{entry.key}.shown", f"On the screen at that moment: {shown}", [entry]))
    if not said:
        trace = tracer.absence("No entry of the clinician's own view")
        said.append(tracer.say("clinician.none", "The clinician's own view is not recorded yet", more=[trace]))
    return Section("clinician", "Clinician’s view", tuple(said))


def _shown(tracer: Tracer, entry: Recorded) -> str:
    pack = tracer.record.pack
    rows = entry.content.get("shown")
    items: list[str] = []
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, list) and len(row) == 4 and all(isinstance(n, (int, float)) for n in row[1:]):
            name = pack.source_by_id[row[0]].name if row[0] in pack.source_by_id else str(row[0]).replace("_", " ")
            items.append(f"{name} {percent(row[1])} ({row[2] * 100:.0f}–{row[3] * 100:.0f}%)")
    return ", ".join(items[:3])


def unknown_section(tracer: Tracer) -> Section:
    """What is not known: how much was assessed, what was withdrawn or not understood, and what could still change the picture."""
    record, pack = tracer.record, tracer.record.pack
    said: list[Sentence] = []
    informative = [f for f in pack.findings if f.informative]
    seen = {e.words("finding") for e in record.of_kind("finding") if e.words("result") != "not_assessed"}
    n_seen = sum(1 for f in informative if f.id in seen)
    text = f"{n_seen} of the pack's {len(informative)} findings are recorded; the others were not assessed and count as neither present nor absent"
    counted = tracer.computed(f"Findings with an entry beside the {len(informative)} findings")
    said.append(tracer.say("unknown.count", text, more=[tracer.absence("No entry under the others"), counted]))
    withdrawn = [e for e in record.of_kind("finding") if e.words("result") == "not_assessed"]
    if withdrawn:
        names = (
            (pack.finding_by_id[e.words("finding")].name if e.words("finding") in pack.finding_by_id else e.words("finding"))
            + (f" {SIDES[side]}" if (side := split_finding_key(e.key)[1]) else "")
            for e in withdrawn
        )
        said.append(tracer.say("unknown.withdrawn", f"Withdrawn, and so not assessed: {listed(names)}", withdrawn))
    missing = [
        part
        for part, findings in pack.neuro_parts.items()
        if not any(f in seen for f in findings) and not any(part_of(m, pack.id) == part for m in record.of_kind("measure"))
    ]
    if missing:
        trace = tracer.absence("No entry under these parts of the neurological screen")
        said.append(tracer.say("unknown.neuro", f"Of the neurological screen, not assessed: {listed(missing)}", more=[trace]))
    for key in ("import:not_understood",):
        entry = record.text_entry(key)
        if entry is not None and entry.words("text"):
            said.append(tracer.say("unknown.not_understood", f"Imported and not understood: {entry.words('text')}", [entry]))
    answer = record.assessment
    if answer is not None:
        cause = answer.unmodelled
        text = f"A cause that the pack does not know has {percent(cause.probability)} (95% interval {interval(cause)})"
        said.append(tracer.say("unknown.cause", text, more=[tracer.computed()]))
        if not answer.enough_tested and seen:
            said.append(tracer.say("unknown.next", answer.enough_because, more=[tracer.computed()]))
    return Section("unknown", "Not known", tuple(said))


def plan_section(tracer: Tracer) -> Section:
    """The plan in the clinician's own words, one line each."""
    said = free_text(tracer, "plan")
    for entry in tracer.record.of_kind("text"):
        if entry.key.startswith("plan:") and entry.words("text"):
            said.append(tracer.say(f"plan.text.{entry.key}", f"{title_of_text(entry.key)}: {entry.words('text')}", [entry]))
    if not said:
        said.append(tracer.say("plan.none", "No plan is recorded", more=[tracer.absence("No entry of a plan")]))
    return Section("plan", "Plan", tuple(said), layout="steps" if len(said) > 1 else "prose")


def remaining_section(tracer: Tracer) -> Section | None:
    """Entries that no other section told, so that nothing recorded is missing on paper; None when there are none."""
    said: list[Sentence] = []
    for entry in tracer.record.entries:
        internal = entry.kind == "text" and entry.key.partition(":")[0] in ("note", "note_basis", "letter", "handed_back")
        if entry.id in tracer.used or internal or (entry.kind == "text" and not entry.words("text")):
            continue
        said.append(tracer.say(f"further.{entry.kind}.{entry.key}", tracer.label(entry), [entry]))
    return Section("further", "Further entries", tuple(said), layout="lines") if said else None


def free_text(tracer: Tracer, key: str) -> list[Sentence]:
    """A free text as sentences of its lines; they are changed in the text itself."""
    entry = tracer.record.text_entry(key)
    if entry is None or not entry.words("text"):
        return []
    lines = [line.strip().lstrip("-•*").strip() for line in entry.words("text").splitlines()]
    return [
        tracer.say(f"{key}.{number}", line, [entry], field=key) for number, line in enumerate((line for line in lines if line), 1)
    ]


def percent(probability: float) -> str:
    """A whole percentage; never 0% or 100%, which nobody knows."""
    if probability < 0.005:
        return "<1%"
    return ">99%" if probability > 0.995 else f"{probability * 100:.0f}%"


def interval(estimate: SourceEstimate) -> str:
    """A 95% interval as whole percentages."""
    low, high = estimate.interval_95
    return f"{low * 100:.0f}–{high * 100:.0f}%"


def signed(number: float) -> str:
    """A number with its sign, and a true minus."""
    return f"{'+' if number >= 0 else '−'}{abs(number):.1f}"


def pack_words(tracer: Tracer) -> str:
    """The pack in one line, with what its tier means."""
    pack = tracer.record.pack
    meaning = NOT_REVIEWED if pack.tier == "draft" else pack.tier
    return ended(f"Reasoning pack {pack.id} {pack.version}: {meaning}")
