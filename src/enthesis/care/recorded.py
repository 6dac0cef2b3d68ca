"""What is known of a patient when a plan is made: findings, measures and the affected side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from enthesis.reasoning.interpretation import Interpretation, Understood

WORST_PAIN, MARKER_PAIN, SITTING_MIN = "worst_pain_0_10", "marker_pain_0_10", "sitting_min"
_SIDES = ("left", "right", "both")
_NUMBERS = re.compile(r"\d+(?:\.\d+)?")
_OUT_OF_TEN = re.compile(r"((?:\d+(?:\.\d+)?(?:-|–|to))?\d+(?:\.\d+)?)/10(?!\d)")
_PARTIAL = re.compile(r"\b(rest|best|least|lowest|current|currently|now|average|mean|usual|morning|today|night)\b")
"""Words of a pain score that is not the worst one."""


@dataclass(frozen=True)
class Recorded:
    """Findings by id (present or absent; what is not there was not assessed) and measures by the ids of `knowledge.measures`."""

    observed: Mapping[str, bool]
    measures: Mapping[str, float] = field(default_factory=dict[str, float])
    affected_side: str = ""

    def is_positive(self, finding: str) -> bool:
        """Whether the finding was found; not assessed is not positive, and not negative either."""
        return self.observed.get(finding, False)

    def any_positive(self, findings: tuple[str, ...]) -> bool:
        """Whether at least one of the findings was found."""
        return any(self.is_positive(finding) for finding in findings)


def recorded_from_case(read: Interpretation, measures_from: Mapping[str, tuple[str, ...]]) -> Recorded:
    """What an interpreted case file tells a plan.

    Args:
        measures_from: findings in whose line a measure is written, by the measure's id, as the region's pack says.

    Assumes: a number in a line about pain, written as n/10 or as a bare number up to 10, is a pain score, and the highest such
    number is the worst pain; pain at rest, at best, now or on average says nothing of the worst by itself. A number in the line
    of a marker test is marker pain; minutes in a line about sitting are sitting tolerance. Of several numbers, the worse counts.
    """
    measures: dict[str, float] = {}
    partial: list[float] = []
    for line in read.understood:
        for measure, value in _measures(line, measures_from):
            if measure == WORST_PAIN and _PARTIAL.search(line.written.name.lower()):
                partial.append(value)
                continue
            worse = min if measure == SITTING_MIN else max
            measures[measure] = worse(measures.get(measure, value), value)
    if WORST_PAIN in measures:
        measures[WORST_PAIN] = max([measures[WORST_PAIN], *partial])
    side = read.affected_side if read.affected_side in _SIDES else ""
    return Recorded(dict(read.observed), measures, side or "")


def _measures(line: Understood, measures_from: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, float]]:
    meant = {finding for finding, _state in line.findings}
    name, text = line.written.name.lower(), (line.written.value or "").lower().replace(" ", "")
    told = {measure for measure, findings in measures_from.items() if not meant.isdisjoint(findings)}
    if "min" in text and SITTING_MIN in told and "sit" in name:
        yield from ((SITTING_MIN, float(number)) for number in _NUMBERS.findall(text))
        return
    scores = [float(number) for number in _scores(text) if float(number) <= 10]
    if MARKER_PAIN in told and "/10" in text:
        yield from ((MARKER_PAIN, score) for score in scores)
    elif WORST_PAIN in told and any(word in name for word in ("pain", "vas", "nrs", "nprs")):
        yield from ((WORST_PAIN, score) for score in scores)


def _scores(text: str) -> list[str]:
    """The numbers of "7/10", "6-8/10" or "7"; none of "62/100" or "4/5"."""
    if _NUMBERS.fullmatch(text):
        return [text]
    return [number for written in _OUT_OF_TEN.findall(text) for number in _NUMBERS.findall(written)]
