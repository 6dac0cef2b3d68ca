"""The JSON contract of `assess` (DESIGN 3.4), built from an assessment and how the case was read."""

from __future__ import annotations

from typing import Any

from enthesis.reasoning.assessment import Assessment, SourceEstimate
from enthesis.reasoning.interpretation import Interpretation

SHOWN_EFFECTS = 5
"""Sources for which the effect of a next test is given: those it moves most."""


def to_json(assessment: Assessment, interpretation: Interpretation, warnings: list[str]) -> dict[str, Any]:
    """The answer as plain JSON values, keys as in the contract."""
    pack = assessment.pack
    return {
        "pack": {"id": pack.id, "version": pack.version, "tier": pack.tier},
        "setting": assessment.setting,
        "warnings": [*warnings, *interpretation.warnings],
        "sources": [_source(s) for s in assessment.sources],
        "unmodelled": {"probability": assessment.unmodelled.probability, "interval_95": list(assessment.unmodelled.interval_95)},
        "modifiers": [{"id": identity, "probability": probability} for identity, probability in assessment.modifiers],
        "combinations": [{"sources": list(c.sources), "probability": c.probability} for c in assessment.combinations],
        "red_flags": [
            {
                "id": f.id,
                "urgency": str(f.urgency),
                "because": list(f.because),
                "source_groups": list(f.source_groups),
                "action": f.action,
                "citation": f.citation,
            }
            for f in assessment.red_flags
        ],
        "red_flags_not_assessed": list(assessment.red_flags_not_assessed),
        "next_tests": [
            {
                "finding": t.finding.id,
                "expected_information_bits": t.expected_information_bits,
                "seconds": t.finding.seconds,
                "position": t.finding.position,
                "provokes_pain": t.finding.provokes_pain,
                "could_change_management": t.could_change_management,
                "if_positive": _moved(t.if_positive, t.if_negative),
                "if_negative": _moved(t.if_negative, t.if_positive),
            }
            for t in assessment.next_tests
        ],
        "enough_tested": {"value": assessment.enough_tested, "because": assessment.enough_because},
        "explanation": [
            {
                "source": e.source,
                "decibans": e.decibans,
                "groups": [
                    {
                        "mechanism": g.mechanism,
                        "decibans": g.decibans,
                        "findings": [
                            {"finding": f.finding, "alone_decibans": f.alone_decibans, "shared_with": list(f.shared_with)}
                            for f in g.findings
                        ],
                    }
                    for g in e.groups
                ],
            }
            for e in assessment.explanations
        ],
        "close_call": assessment.close_call,
        "not_understood": [{"name": w.name, "nearest": list(nearest)} for w, nearest in interpretation.not_understood],
    }


def _source(estimate: SourceEstimate) -> dict[str, Any]:
    return {
        "id": estimate.id,
        "name": estimate.name,
        "group": estimate.group,
        "pretest_probability": estimate.pretest_probability,
        "probability": estimate.probability,
        "interval_95": list(estimate.interval_95),
        "elicited_share": estimate.elicited_share,
    }


def _moved(one: dict[str, float], other: dict[str, float]) -> dict[str, float]:
    most = sorted(one, key=lambda s: (-abs(one[s] - other[s]), s))[:SHOWN_EFFECTS]
    return {source: one[source] for source in most}
