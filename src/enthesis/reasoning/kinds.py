"""Kinds of finding: how well the kind under which something stands in a record agrees with a finding's own."""

from __future__ import annotations

# The figures below are elicited: chosen on the pack's own words and the published development cases, each left out in turn.
SAME_KIND = 0.10
NEAR_KIND = 0.03
FAR_KIND = -0.20
ALIEN_KIND = -0.45

AGGRAVATING = "aggravating factor"
EASING = "easing factor"
RESPONSE = "response to prior treatment"
ONLY_EXACT = frozenset({"prior investigation", "outcome measure", "demographic"})

_TOLD = frozenset({"history", "symptom", AGGRAVATING, EASING, RESPONSE, "systemic"})
_NEAR = {
    "history": {"symptom", AGGRAVATING, RESPONSE},
    "symptom": {"history", AGGRAVATING},
    AGGRAVATING: {"symptom"},
    EASING: {RESPONSE},
    RESPONSE: {EASING, "history"},
    "systemic": {"symptom", "history", "inspection"},
    "vascular": {"physical test", "inspection", "symptom", "palpation"},
    "strength": {"physical test", "neurological"},
    "sensation": {"neurological"},
    "functional test": {"physical test", "gait", "neurological"},
    "physical test": {"neurological", "range of motion", "gait"},
    "neurological": {"physical test", "gait"},
    "palpation": {"inspection"},
    "inspection": {"palpation", "gait"},
    "gait": {"inspection", "neurological"},
    "range of motion": {"physical test"},
}
"""Kinds of finding that a kind in a record may stand for as well."""
_EXAMINED = frozenset({"palpation", "physical test", "neurological", "inspection", "gait", "range of motion"})
_ALSO_EXAMINED = frozenset({"strength", "sensation", "functional test", "vascular"})
_ALIEN: dict[str, frozenset[str]] = {
    EASING: _EXAMINED | {AGGRAVATING},
    AGGRAVATING: frozenset({EASING, "palpation", "neurological", "inspection", "gait"}),
    RESPONSE: _EXAMINED | {AGGRAVATING, "symptom"},
    **dict.fromkeys(_EXAMINED | _ALSO_EXAMINED, frozenset({AGGRAVATING, EASING, RESPONSE})),
}
"""Kinds of finding that a kind in a record never stands for."""


def affinity(kind: str | None, found: str) -> float:
    """How well the kind in a record agrees with a finding's own kind: above 0 it may well be meant, below 0 hardly.

    Args:
        kind: in the record; None when it gives none.
        found: of the finding.
    Assumes: without a kind, any finding may be meant.
    Source: elicited, see the top of this module.
    """
    if kind is None or kind in ONLY_EXACT:
        return 0.0
    if kind == found:
        return SAME_KIND
    if found in _NEAR.get(kind, ()):
        return NEAR_KIND
    if found in _ALIEN.get(kind, ()):
        return ALIEN_KIND
    return 0.0 if (kind in _TOLD) == (found in _TOLD) else FAR_KIND
