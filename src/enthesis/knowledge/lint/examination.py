"""Every finding can be asked or examined by somebody who reads its definition."""

from __future__ import annotations

from collections.abc import Iterator

from enthesis.knowledge.pack import Finding, Pack
from enthesis.terms.fault import Fault
from enthesis.terms.state import FINDING_KINDS, POSITIONS

MARKS = ("provocation", "palpation")
"""What a modifier of the patient's state can act on."""


def check(pack: Pack) -> Iterator[Fault]:
    """Each finding states how it is done, when it is positive, its kind, its position, its time and known marks.

    A cut-point has a threshold.

    Why: two therapists must mean the same by "positive"; the next test is chosen by position and time, and a misspelt mark
    would take a test out of reach of central sensitisation.
    """
    for finding in pack.findings:
        yield from _definition(finding)


def _definition(finding: Finding) -> Iterator[Fault]:
    where = finding.where
    if not finding.how.strip():
        yield Fault(where, f"{finding.id} does not say how it is asked or done", "write 'how' in one to three short sentences")
    if not finding.positive_when.strip():
        yield Fault(where, f"{finding.id} does not say when it is positive", "write 'positive_when'")
    if finding.kind not in FINDING_KINDS:
        yield Fault(where, f"the kind of {finding.id} is '{finding.kind}'", f"write one of {', '.join(FINDING_KINDS)}")
    if finding.position not in POSITIONS:
        yield Fault(where, f"the position of {finding.id} is '{finding.position}'", f"write one of {', '.join(POSITIONS)}")
    if finding.seconds <= 0:
        yield Fault(where, f"{finding.id} takes {finding.seconds} seconds", "write how many seconds it takes, above 0")
    for mark in finding.marks:
        if mark not in MARKS:
            yield Fault(where, f"{finding.id} has the mark '{mark}'", f"write one of {', '.join(MARKS)}, or none")
    cut = finding.cut_point
    if cut is not None and cut.present_at_or_below is None and cut.present_at_or_above is None:
        what = f"the cut_point of {finding.id} has no threshold, so every value would count as negative"
        yield Fault(where, what, "write present_at_or_below or present_at_or_above")
