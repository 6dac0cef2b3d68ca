"""A phrase means one thing."""

from __future__ import annotations

from collections.abc import Iterator

from enthesis.knowledge.pack import Finding, Pack
from enthesis.terms.fault import Fault

KINDS_APART = ("easing factor", "response to prior treatment")
"""Kinds whose phrases may equal those of other kinds, since the kind of the line tells them apart."""


def check(pack: Pack) -> Iterator[Fault]:
    """No phrase names two findings of one polarity and kind class, nor both states of one finding, nor two sources.

    Names count as phrases; case and the width of spaces do not. "Sitting" may be both an aggravating and an easing factor,
    because the kind separates them: easing factors and responses to treatment are each a class, all other kinds are one.

    Why: an ambiguous phrase would be taken for whichever meaning stands first in the pack, without anybody seeing it.
    """
    yield from _between_findings(pack)
    for finding in pack.findings:
        present = _phrases((finding.name, *finding.words))
        for phrase in sorted(present & _phrases(finding.opposite_words)):
            what = f"'{phrase}' says both that {finding.id} is present and that it is absent"
            yield Fault(finding.where, what, "keep one of the two")
    yield from _between_sources(pack)


def _between_findings(pack: Pack) -> Iterator[Fault]:
    first: dict[tuple[str, str, str], Finding] = {}
    for finding in pack.findings:
        for polarity, written in (("present", (finding.name, *finding.words)), ("absent", finding.opposite_words)):
            for phrase in sorted(_phrases(written)):
                other = first.setdefault((phrase, polarity, _kind_class(finding)), finding)
                if other.id != finding.id:
                    what = f"'{phrase}' means that {finding.id} is {polarity}, and also that {other.id} is ({other.where})"
                    yield Fault(finding.where, what, "keep the phrase under the finding it fits best")


def _between_sources(pack: Pack) -> Iterator[Fault]:
    named: dict[str, str] = {}
    for source in pack.sources:
        for phrase in sorted(_phrases((source.name, *source.synonyms))):
            other = named.setdefault(phrase, source.id)
            if other != source.id:
                what = f"the diagnosis '{phrase}' means both {other} and {source.id}"
                yield Fault(source.where, what, "keep it under one source")


def _phrases(written: tuple[str, ...]) -> set[str]:
    return {" ".join(phrase.casefold().split()) for phrase in written} - {""}


def _kind_class(finding: Finding) -> str:
    return finding.kind if finding.kind in KINDS_APART else "any other kind"
