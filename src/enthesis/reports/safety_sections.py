"""Red flags: what was raised and done, what was asked, and what was not asked. Nothing is ever cleared."""

from __future__ import annotations

from enthesis.reports.encounter_record import Recorded
from enthesis.reports.note import Section, Sentence
from enthesis.reports.tracing import RED_FLAG_ACTIONS, Tracer
from enthesis.reports.wording import URGENCY_WORDS, capitalised, ended, is_beside, listed, with_remarks

NONE_RAISED = "No red-flag rule is met by what was recorded; that does not exclude a serious cause"


def red_flag_section(tracer: Tracer) -> Section:
    """Raised flags with what was done, the questions asked with their answers, and the questions not asked."""
    record, pack = tracer.record, tracer.record.pack
    by_finding = _by_finding(tracer)
    said: list[Sentence] = []
    done = {entry.key: entry for entry in record.of_kind("red_flag")}
    raised = record.assessment.red_flags if record.assessment is not None else ()
    for flag in raised:
        because = [
            entry
            for finding in flag.because
            for entry in by_finding.get(finding, [])
            if not is_beside(entry, record.episode.affected_side)
        ]
        names = listed(pack.finding_by_id[finding].name for finding in flag.because)
        text = f"Raised: {flag.name} ({URGENCY_WORDS[flag.urgency]})" + (f", because of {names}" if names else "")
        entry = done.pop(flag.id, None)
        text = f"{ended(text)} {_done_words(entry)}"
        entries = [*because, *([entry] if entry is not None else [])]
        said.append(tracer.say(f"red_flags.{flag.id}", text, entries, [tracer.computed("Rule of the pack")], state="positive"))
        advice = f"Advice of the pack: {flag.action.rstrip('.')} ({flag.citation})"
        said.append(tracer.say(f"red_flags.advice.{flag.id}", advice, because, [tracer.computed("Rule of the pack")]))
    for key, entry in done.items():
        rule = next((rule for rule in pack.red_flags if rule.id == key), None)
        name = rule.name if rule is not None else "a red flag"
        text = f"{name}, raised earlier in this encounter and no longer: {_done_words(entry)[:1].lower()}{_done_words(entry)[1:]}"
        said.append(tracer.say(f"red_flags.earlier.{key}", text, [entry]))
    if record.assessment is not None and not raised:
        said.append(
            tracer.say("red_flags.none", NONE_RAISED, more=[tracer.computed("Rules of the pack on the recorded findings")])
        )
    said += _answers(tracer, by_finding, frozenset(finding for flag in raised for finding in flag.because))
    return Section("red_flags", "Red flags", tuple(said), layout="lines")


def red_flag_findings(tracer: Tracer) -> frozenset[str]:
    """Findings that are told under red flags and not again in the history."""
    return frozenset(
        finding
        for finding in tracer.record.pack.red_flag_questions
        if finding in tracer.record.pack.finding_by_id and tracer.record.pack.finding_by_id[finding].position == "interview"
    )


def _answers(tracer: Tracer, by_finding: dict[str, list[Recorded]], raised: frozenset[str]) -> list[Sentence]:
    pack = tracer.record.pack
    questions = [finding for finding in pack.red_flag_questions if finding in pack.finding_by_id]
    said: list[Sentence] = []
    for result, lead, end in (
        ("positive", "Asked, and present", ""),
        ("equivocal", "Asked, and unclear", ""),
        ("negative", "Asked, and answered no", ". A no does not exclude"),
    ):
        told = raised if result == "positive" else frozenset[str]()
        held = [(f, e) for f in questions if f not in told for e in by_finding.get(f, []) if e.words("result") == result]
        if held:
            items = listed(with_remarks(pack.finding_by_id[f].name, e, tracer.record.episode.affected_side) for f, e in held)
            state = result if result != "negative" else ""
            said.append(tracer.say(f"red_flags.asked.{result}", f"{lead}: {items}{end}", [e for _, e in held], state=state))
    rest = [f for f in questions if not by_finding.get(f)]
    if rest:
        text = f"Not asked: {listed(pack.finding_by_id[f].name for f in rest)}"
        trace = tracer.absence(f"No entry under {len(rest)} of the pack's {len(questions)} red-flag questions")
        said.append(tracer.say("red_flags.not_asked", text, more=[trace], state="not_assessed"))
    return said


def _by_finding(tracer: Tracer) -> dict[str, list[Recorded]]:
    found: dict[str, list[Recorded]] = {}
    for entry in tracer.record.of_kind("finding"):
        if entry.words("result") != "not_assessed":
            found.setdefault(entry.words("finding"), []).append(entry)
    return found


def _done_words(entry: Recorded | None) -> str:
    if entry is None:
        return "No action is recorded yet."
    reason = entry.words("reason")
    action = RED_FLAG_ACTIONS.get(entry.words("action"), capitalised(entry.words("action")))
    return ended(f"{action}: {reason}" if reason else action)
