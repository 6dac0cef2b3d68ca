"""Grade how good a measure is, by a written rule over what was read about it. Nobody types a grade.

The rule (also in docs/outcome_measures.md): each of reliability, validity and responsiveness is *supported* when at least one
thing read speaks for it in people, and a use, like those the measure is for, and nothing read speaks against it; *contested* when
something read speaks against it. A: all three supported. B: two supported, none contested. C: one supported, or two with
something contested. D: none supported. What was only read on a third party's page supports nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from enthesis.knowledge.outcome_measures import Grade, Property, QualityEvidence

FIRST_HAND = ("fulltext", "abstract")
"""Ways of reading that may support a property."""


def grade_quality(evidence: Sequence[QualityEvidence]) -> tuple[Grade, str]:
    """The grade of a measure, and the sentence that says why."""
    supported: list[str] = []
    contested: list[str] = []
    unknown: list[str] = []
    for name in get_args(Property):
        of_it = [one for one in evidence if one.property == name]
        if any(not one.speaks_for for one in of_it):
            contested.append(name)
        elif any(one.target_population and one.support.basis in FIRST_HAND for one in of_it):
            supported.append(name)
        else:
            unknown.append(name)
    if len(supported) == len(get_args(Property)):
        grade: Grade = "A"
    elif len(supported) > 1:
        grade = "C" if contested else "B"
    else:
        grade = "C" if supported else "D"
    parts = [
        f"{_joined(names)} {verb}"
        for names, verb in (
            (supported, "supported"),
            (contested, "contested"),
            (unknown, "not read for people and a use like this"),
        )
        if names
    ]
    because = "; ".join(parts)
    return grade, because[:1].upper() + because[1:] + "."


def _joined(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
