"""What the outcome measures must fulfil: one rule per file, all faults reported together, as for packs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from enthesis.knowledge.lint.outcomes import changes, discharge_list, licences, scales, scorings, sources
from enthesis.knowledge.outcome_measures import OutcomeMeasures
from enthesis.terms.fault import Fault

OUTCOME_RULES: tuple[Callable[[OutcomeMeasures], Iterator[Fault]], ...] = (
    scales.check,
    scorings.check,
    changes.check,
    sources.check,
    licences.check,
    discharge_list.check,
)
"""All rules, in the order in which an author would mend a file."""
