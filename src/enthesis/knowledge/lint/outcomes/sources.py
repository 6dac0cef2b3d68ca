"""What somebody merely remembers never looks like something read, and evidence of quality is never judgement."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_args

from enthesis.knowledge.outcome_measures import Measure, OutcomeMeasures, Property
from enthesis.terms.fault import Fault

_RECALLED = re.compile(r"\brecalled\b|\bfrom memory\b", re.IGNORECASE)


def check(known: OutcomeMeasures) -> Iterator[Fault]:
    """No text says that it was recalled; each piece of evidence names a property and is cited.

    Why: a recalled figure looks like a published one as soon as it stands beside a score.
    """
    for measure in known.measures:
        for text in _texts(measure):
            if _RECALLED.search(text):
                yield Fault(
                    measure.where, f"{measure.id} holds something recalled: {text[:60]!r}", "read it and cite it, or leave it out"
                )
        for one in measure.evidence:
            if one.property not in get_args(Property):
                yield Fault(
                    measure.where,
                    f"{measure.id} has evidence of '{one.property}'",
                    f"write one of {', '.join(get_args(Property))}",
                )
            if one.support.basis == "judgement":
                yield Fault(
                    measure.where, f"evidence on {measure.id} is judgement: {one.finding[:60]!r}", "cite it, or take it out"
                )


def _texts(measure: Measure) -> Iterator[str]:
    yield from (measure.how, measure.ask, measure.licence.sentence, measure.mcid.note, measure.mdc.note)
    yield from (one.finding for one in measure.evidence)
    if measure.scoring is not None:
        yield measure.scoring.missing_rule
