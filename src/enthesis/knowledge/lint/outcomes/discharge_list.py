"""What is looked at before discharge is something that is recorded."""

from __future__ import annotations

from collections.abc import Iterator

from enthesis.knowledge.measures import MEASURES
from enthesis.knowledge.nearest import mend_unknown
from enthesis.knowledge.outcome_measures import OutcomeMeasures
from enthesis.terms.fault import Fault

WHERE = "measures/discharge.yaml"


def check(known: OutcomeMeasures) -> Iterator[Fault]:
    """Each line names a daily measure or an outcome measure, with a threshold that it can reach, and a name for a person.

    Why: a criterion over something nobody records is never met and never says why.
    """
    for line in known.discharge:
        criterion = line.criterion
        if not line.name.strip():
            yield Fault(WHERE, f"the criterion over {criterion.measure} has no name", "write what it asks in words")
        if line.told and line.told not in MEASURES:
            mend = mend_unknown(line.told, list(MEASURES), "measure")
            yield Fault(WHERE, f"'{line.told}', told beside {criterion.measure}, is no daily measure", mend)
        daily, outcome = MEASURES.get(criterion.measure), known.by_id.get(criterion.measure)
        if daily is None and outcome is None:
            mend = mend_unknown(criterion.measure, [*MEASURES, *known.by_id], "measure")
            yield Fault(WHERE, f"discharge asks for '{criterion.measure}', which nobody records", mend)
            continue
        low, high = (
            (daily.lowest, daily.highest) if daily is not None else (outcome.low, outcome.high) if outcome else (0.0, None)
        )
        if criterion.threshold < low or (high is not None and criterion.threshold > high):
            what = f"discharge asks for {criterion.measure} {criterion.comparison.replace('_', ' ')} {criterion.threshold:g}"
            yield Fault(WHERE, what, "write a number inside its range")
