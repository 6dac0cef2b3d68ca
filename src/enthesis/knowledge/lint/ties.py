"""Every source can be told from the background by at least one finding."""

from __future__ import annotations

from collections.abc import Iterator

from enthesis.knowledge.lint.judged import REST
from enthesis.knowledge.pack import Judgement, Pack
from enthesis.terms.fault import Fault


def check(pack: Pack) -> Iterator[Fault]:
    """Each source is judged different from the background in at least one finding.

    A source may be named at the background's own percentage: that says that somebody looked.

    Why: a source that nothing is tied to could never be found, nor ruled out, whatever is examined.
    """
    for source in pack.sources:
        if not any(_is_tied(judgement, source.id) for judgement in pack.judgements):
            what = f"no finding is tied to {source.id}: every judgement gives it the background"
            mend = "judge at least one finding above or below the background for it, or remove the source"
            yield Fault(source.where, what, mend)


def _is_tied(judgement: Judgement, source: str) -> bool:
    rest = judgement.percent_by_source.get(REST, judgement.background_percent)
    return judgement.percent_by_source.get(source, rest) != judgement.background_percent
