"""The right side: sources with intervals, next best tests, and the reasons for one source."""

from __future__ import annotations

from enthesis.knowledge.pack import Pack
from enthesis.reasoning.assessment import Assessment, SourceEstimate
from enthesis.reasoning.explanation import Explanation, GroupShare
from enthesis.reasoning.next_tests import NextTest
from enthesis.terms.state import POSITIONS
from enthesis.web.pages import (
    CombinationView,
    EstimateView,
    NextGroup,
    NextTestView,
    NextView,
    Reason,
    ReasonFinding,
    ReasonsView,
    SourcesView,
)
from enthesis.web.parts.examination import ICON_OF_POSITION, NAME_OF_POSITION
from enthesis.web.templating import minutes

FEWEST_SHOWN, MOST_SHOWN = 4, 5
SHOWN_FROM = 0.06
"""Sources at or above this probability have their own bar, within the two limits above."""
QUESTIONS_SHOWN = 2
TESTS_SHOWN = 3
REASONS_SHOWN = 7
SMALLEST_SCALE_DECIBANS = 3.0
MODIFIER_SHOWN_FROM = 0.05
COMBINATION_SHOWN_FROM, COMBINATIONS_SHOWN = 0.05, 2
LIKELY_TOGETHER = 0.5
"""From this probability of both, two sources are a pair and not a close call."""


def build_sources(answer: Assessment, explained: str, nothing_yet: bool) -> SourcesView:
    """The differential as bars: the probable ones, how many more there are, and the cause the pack does not know."""
    shown = [estimate for estimate in answer.sources if estimate.probability >= SHOWN_FROM][:MOST_SHOWN]
    if len(shown) < FEWEST_SHOWN:
        shown = list(answer.sources[:FEWEST_SHOWN])
    names = {estimate.id: estimate.name for estimate in answer.sources}
    likely = [c for c in answer.combinations if c.probability >= COMBINATION_SHOWN_FROM][:COMBINATIONS_SHOWN]
    combinations = tuple(CombinationView(tuple(names[s] for s in c.sources), c.probability) for c in likely)
    first_two = {answer.sources[0].id, answer.sources[1].id}
    together = next((c.probability for c in answer.combinations if set(c.sources) == first_two), 0.0)
    modifier = ""
    for identity, probability in answer.modifiers:
        found = next((m for m in answer.pack.modifiers if m.id == identity), None)
        if found is not None and probability >= MODIFIER_SHOWN_FROM:
            modifier = f"{found.name}: {probability * 100:.0f}%. Provocation and palpation count for less; it is not a source."
    return SourcesView(
        first=tuple(_estimate(e, answer.is_draft) for e in shown),
        rest=tuple(_estimate(e, answer.is_draft) for e in answer.sources[len(shown) :]),
        unmodelled=_estimate(answer.unmodelled, answer.is_draft),
        together=together,
        combinations=combinations,
        close_call="" if nothing_yet or together >= LIKELY_TOGETHER else (answer.close_call or ""),
        modifier=modifier,
        explained=explained,
        nothing_yet=nothing_yet,
    )


def _estimate(estimate: SourceEstimate, is_draft: bool) -> EstimateView:
    return EstimateView(
        id=estimate.id,
        name=estimate.name,
        probability=estimate.probability,
        interval=None if is_draft else estimate.interval_95,
        pretest=estimate.pretest_probability,
        elicited=estimate.elicited_share,
    )


def build_next(answer: Assessment) -> NextView:
    """The most useful questions and tests, each position once, in the order of an examination."""
    questions = [t for t in answer.next_tests if t.finding.position == "interview"][:QUESTIONS_SHOWN]
    tests = [t for t in answer.next_tests if t.finding.position != "interview"][:TESTS_SHOWN]
    groups: list[NextGroup] = []
    for position in POSITIONS:
        held = [t for t in (*questions, *tests) if t.finding.position == position]
        if held:
            groups.append(NextGroup(NAME_OF_POSITION[position], ICON_OF_POSITION[position], tuple(_next_test(t) for t in held)))
    return NextView(
        groups=tuple(groups),
        could_change=sum(1 for t in answer.next_tests if t.could_change_management),
        enough=answer.enough_tested,
        because=answer.enough_because,
    )


def _next_test(test: NextTest) -> NextTestView:
    finding = test.finding
    return NextTestView(
        finding.id,
        finding.name,
        finding.provokes_pain,
        test.could_change_management,
        minutes(finding.seconds),
        test.expected_information_bits,
    )


def build_reasons(pack: Pack, explanation: Explanation | None) -> ReasonsView | None:
    """The reasons for one source; None while nothing is recorded. Small groups share the last line, so that the sum stays."""
    if explanation is None or not explanation.groups:
        return None
    groups = list(explanation.groups)
    own, others = groups, []
    if len(groups) > REASONS_SHOWN + 1:
        own, others = groups[:REASONS_SHOWN], groups[REASONS_SHOWN:]
    reasons = [_reason(pack, group) for group in own]
    reasons.sort(key=lambda r: -r.decibans)
    if others:
        findings = tuple(finding for group in others for finding in _reason(pack, group).findings)
        reasons.append(Reason(f"{len(others)} smaller groups", sum(g.decibans for g in others), findings))
    return ReasonsView(
        source=explanation.source,
        name=pack.source_by_id[explanation.source].name if explanation.source in pack.source_by_id else "cause not in the pack",
        pretest=float(explanation.pretest_probability),
        probability=float(explanation.probability),
        total=explanation.decibans,
        reasons=tuple(reasons),
        others=len(others),
        scale=max(SMALLEST_SCALE_DECIBANS, *(abs(r.decibans) for r in reasons)),
    )


def _reason(pack: Pack, group: GroupShare) -> Reason:
    name = pack.mechanism_by_id[group.mechanism].name
    findings = tuple(ReasonFinding(pack.finding_by_id[f.finding].name, f.present, f.alone_decibans) for f in group.findings)
    return Reason(name, group.decibans, findings)
