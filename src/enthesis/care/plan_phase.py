"""The phase a plan starts in: as far as the recorded numbers carry, and no further."""

from __future__ import annotations

from dataclasses import dataclass

from enthesis.care.recorded import Recorded
from enthesis.knowledge.measures import MEASURES
from enthesis.knowledge.rehabilitation import Rehabilitation
from enthesis.knowledge.source_needs import CareNeeds, StartLimit, StartRule

_USUAL_REVIEW_DAYS = 14
"""In a phase that no start rule names; judgement."""


@dataclass(frozen=True)
class Start:
    """Where to start, why, and when to look again."""

    phase: str
    because: str
    review_in_days: int


def start_phase(needs: CareNeeds, recorded: Recorded, guarded_because: str = "") -> Start:
    """The furthest phase whose start rule holds; the gentlest one where a number is missing.

    Args:
        guarded_because: why only the gentlest phase may be used; empty where nothing forbids a later one.
    Assumes: irritability is read from the marker test, the worst pain, sitting tolerance and pain at rest (`needs.yaml`, judgement).
    """
    gentlest = needs.start[-1]
    reasons: list[str] = [guarded_because] if guarded_because else []
    if not guarded_because:
        for rule in needs.start:
            against = _against(rule, recorded)
            if not against:
                said = ", ".join(_said(limit, recorded) for limit in rule.limits if limit.measure in recorded.measures)
                return Start(rule.phase, said or "; ".join(reasons), rule.review_in_days)
            reasons.append("; ".join(against))
    return Start(gentlest.phase, "; ".join(reasons), gentlest.review_in_days)


def _against(rule: StartRule, recorded: Recorded) -> list[str]:
    reasons = [finding.replace("_", " ") for finding in rule.none_of if recorded.is_positive(finding)]
    for limit in rule.limits:
        value = recorded.measures.get(limit.measure)
        if value is None:
            if not limit.if_recorded:
                reasons.append(f"{_meaning(limit.measure)} is not recorded")
        elif not _holds(limit, value):
            reasons.append(_said(limit, recorded))
    return reasons


def _holds(limit: StartLimit, value: float) -> bool:
    return value <= limit.threshold if limit.comparison == "at_most" else value >= limit.threshold


def _said(limit: StartLimit, recorded: Recorded) -> str:
    value = recorded.measures[limit.measure]
    beyond = "within" if _holds(limit, value) else "beyond"
    return f"{_meaning(limit.measure)}: {value:g}, {beyond} the limit of {limit.threshold:g}"


def _meaning(measure: str) -> str:
    known = MEASURES.get(measure)
    return known.meaning if known is not None else measure


def review_days(needs: CareNeeds, phase: str) -> int:
    """Days until the plan is looked at again in a phase."""
    return next((rule.review_in_days for rule in needs.start if rule.phase == phase), _USUAL_REVIEW_DAYS)


def start_run_level(rehabilitation: Rehabilitation, needs: CareNeeds, recorded: Recorded, phase: str) -> str:
    """The first rung of the ladder that the phase opens, for somebody who runs; empty otherwise."""
    order = [found.id for found in rehabilitation.phases if found.kind == "track"]
    if phase not in order or not recorded.any_positive(needs.runner_findings):
        return ""
    open_phases = order[: order.index(phase) + 1]
    for reached in reversed(open_phases):
        level = next((level.id for level in rehabilitation.run_levels if level.needs_phase == reached), "")
        if level:
            return level
    return ""
