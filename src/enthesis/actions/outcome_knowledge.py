"""What is known of outcome measures, read once for each process."""

from __future__ import annotations

from functools import lru_cache

from enthesis.knowledge.outcome_measures import Measure, OutcomeMeasures
from enthesis.knowledge.outcome_measures_loading import built_in_measures
from enthesis.terms.fault import UnusableInput


@lru_cache(maxsize=1)
def get_outcome_measures() -> OutcomeMeasures:
    """Measures with their scoring, changes that count, quality and licence; and what is looked at before a discharge."""
    return built_in_measures()


def find_measure(measure_id: str) -> Measure:
    """A measure by its id.

    Raises:
        UnusableInput: there is none.
    """
    found = get_outcome_measures().by_id.get(measure_id)
    if found is None:
        raise UnusableInput("measure", "this measure is not known here", "choose one of the list")
    return found
