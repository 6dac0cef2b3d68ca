"""Every red flag can fire, says what to do, and does not fire on everybody."""

from __future__ import annotations

from collections.abc import Iterator

from enthesis.knowledge.pack import Pack, RedFlag
from enthesis.terms.fault import Fault
from enthesis.terms.state import URGENCY_ORDER, FindingState

STATES = (FindingState.PRESENT.value, FindingState.ABSENT.value)
COMMON_FROM_PERCENT = 5.0
"""A state this frequent in the background is too common to raise an alarm by itself."""


def check(pack: Pack) -> Iterator[Fault]:
    """Each rule has urgency, terms that can hold, action and citation, and never hangs on a single common finding.

    A rule with one term of count 1 hangs on a single finding: each finding it names must then be rare, that is, its alarming
    state is below 5 percent in the background (for a term that asks for the negative state, 100 minus the background).

    Why: a rule that cannot fire is worse than none, and one that fires on every other patient is soon read by nobody; single
    common items only prompt questions (DESIGN 5).
    """
    for rule in pack.red_flags:
        yield from _words(rule)
        yield from _terms(rule)
        yield from _alone(rule, pack)


def _words(rule: RedFlag) -> Iterator[Fault]:
    urgencies = [urgency.value for urgency in URGENCY_ORDER]
    if rule.urgency not in urgencies:
        yield Fault(rule.where, f"the urgency of {rule.id} is '{rule.urgency}'", f"write one of {', '.join(urgencies)}")
    if not rule.action.strip():
        yield Fault(rule.where, f"the red flag {rule.id} has no action", "write what the clinician should do")
    if not rule.citation.strip():
        yield Fault(rule.where, f"the red flag {rule.id} has no citation", "cite the guidance it follows")


def _terms(rule: RedFlag) -> Iterator[Fault]:
    if not rule.terms:
        what = f"the red flag {rule.id} has no term, so it would always fire"
        yield Fault(rule.where, what, "write at least one '- any: [...]' under 'all'")
    for number, term in enumerate(rule.terms, start=1):
        named = len(set(term.findings))
        if not 1 <= term.count <= named:
            what = f"term {number} of {rule.id} asks for {term.count} of {named} findings"
            mend = f"write a count from 1 to {named}" if named else "name at least one finding under 'any'"
            yield Fault(rule.where, what, mend)
        if term.state not in STATES:
            yield Fault(rule.where, f"the state in term {number} of {rule.id} is '{term.state}'", f"write {' or '.join(STATES)}")


def _alone(rule: RedFlag, pack: Pack) -> Iterator[Fault]:
    different = set(rule.terms)
    if len(different) != 1:
        return
    term = different.pop()
    if term.count != 1:
        return
    background = {judgement.finding: judgement.background_percent for judgement in pack.judgements}
    mend = "join it to a second term, or ask for a higher count"
    for identity in term.findings:
        finding = pack.finding_by_id.get(identity)
        if finding is None:
            continue
        if identity not in background:
            if not finding.informative:
                yield Fault(rule.where, f"{rule.id} hangs on {identity} alone, of which nobody says how common it is", mend)
            continue
        percent = background[identity] if term.state == FindingState.PRESENT else 100.0 - background[identity]
        if not percent < COMMON_FROM_PERCENT:
            what = f"{rule.id} hangs on {identity} alone, which is {term.state} in {percent:g} percent of the background"
            yield Fault(rule.where, what, mend)
