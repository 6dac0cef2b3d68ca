"""Every informative finding is judged, once, and for sources that exist."""

from __future__ import annotations

from collections.abc import Iterator

from enthesis.knowledge.nearest import mend_unknown
from enthesis.knowledge.pack import Pack
from enthesis.terms.fault import Fault

REST = "*"
"""The key under which a judgement keeps the percentage of all sources that it does not name."""


def check(pack: Pack) -> Iterator[Fault]:
    """Each informative finding has exactly one judgement, no other finding has any, and its sources exist.

    Why: a finding without a judgement would say nothing about any source, and one judged twice would say two things.
    """
    first: dict[str, str] = {}
    for judgement in pack.judgements:
        finding = pack.finding_by_id.get(judgement.finding)
        if finding is None:
            what = f"the judgement is about '{judgement.finding}', which is not a finding"
            yield Fault(judgement.where, what, mend_unknown(judgement.finding, pack.finding_by_id, "finding"))
        elif not finding.informative:
            what = f"{judgement.finding} is judged, but it is marked as not informative"
            yield Fault(judgement.where, what, "remove the judgement, or the line 'informative: false'")
        if judgement.finding in first:
            what = f"{judgement.finding} is judged twice (first in {first[judgement.finding]})"
            yield Fault(judgement.where, what, "keep one of the two judgements")
        first.setdefault(judgement.finding, judgement.where)
        for source in judgement.percent_by_source:
            if source != REST and source not in pack.source_by_id:
                what = f"{judgement.finding} is judged for '{source}', which is not a source"
                yield Fault(judgement.where, what, mend_unknown(source, pack.source_by_id, "source"))
    for finding in pack.findings:
        if finding.informative and finding.id not in first:
            what = f"the finding {finding.id} has no judgement"
            yield Fault(finding.where, what, "judge it in a file of judgements/, or mark it 'informative: false'")
