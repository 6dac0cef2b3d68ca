"""What is known of a patient when a plan is made: findings, measures and the affected side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from enthesis.reasoning.interpretation import Interpretation, Understood, first_number

WORST_PAIN, MARKER_PAIN, SITTING_MIN = "worst_pain_0_10", "marker_pain_0_10", "sitting_min"
_PAIN_FINDINGS = frozenset({"pain_score", "outcome_score"})
_MARKER_FINDINGS = frozenset({"single_leg_bridge"})
_SITTING_FINDINGS = frozenset({"sitting_pain", "hard_seat_pain", "function_loss"})
_SIDES = ("left", "right", "both")


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


def recorded_from_case(read: Interpretation) -> Recorded:
    """What an interpreted case file tells a plan.

    Assumes: a number in a line about pain, written as n/10 or from 0 to 10, is a pain score, and the highest such number is the
    worst pain; a number in a line about the single-leg bridge is marker pain; minutes in a line about sitting are sitting
    tolerance. Of several, the worse one counts.
    """
    measures: dict[str, float] = {}
    for line in read.understood:
        found = _measure(line)
        if found is None:
            continue
        measure, value = found
        worse = min if measure == SITTING_MIN else max
        measures[measure] = worse(measures.get(measure, value), value)
    side = read.affected_side if read.affected_side in _SIDES else ""
    return Recorded(dict(read.observed), measures, side or "")


def _measure(line: Understood) -> tuple[str, float] | None:
    written = line.written.value
    value = None if written is None else first_number(written)
    if written is None or value is None or value < 0:
        return None
    meant = {finding for finding, _state in line.findings}
    name, text = line.written.name.lower(), written.lower().replace(" ", "")
    if "min" in text and meant & _SITTING_FINDINGS and "sit" in name:
        return SITTING_MIN, value
    out_of_ten = "/10" in text and "/100" not in text
    if value > 10 or not (out_of_ten or text.replace(".", "").isdigit()):
        return None
    if meant & _MARKER_FINDINGS and out_of_ten:
        return MARKER_PAIN, value
    about_pain = any(word in name for word in ("pain", "vas", "nrs", "nprs"))
    return (WORST_PAIN, value) if meant & _PAIN_FINDINGS and about_pain else None
