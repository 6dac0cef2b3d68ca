"""What a pack's treatment knowledge must fulfil: one rule per file, all faults reported together, as for packs.

The rules of `TREATMENT_RULES` need the care files alone; those of `LINK_RULES` need the pack as well, and run where it is at
hand (`enthesis pack lint`). A rule trusts nothing that another rule checks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from enthesis.knowledge.lint.treatment import (
    criteria,
    daily,
    identities,
    intervention_form,
    links,
    needs,
    needs_of_sources,
    phase_graph,
    plain_words,
    programme_exercises,
    progressions,
    ranges_of_dose,
    recalled,
    run_ladder,
    treatable,
    warning_signs,
    words,
)
from enthesis.knowledge.pack import Pack
from enthesis.knowledge.rehabilitation import Rehabilitation
from enthesis.terms.fault import Fault

TREATMENT_RULES: tuple[Callable[[Rehabilitation], Iterator[Fault]], ...] = (
    identities.check,
    words.check,
    ranges_of_dose.check,
    progressions.check,
    phase_graph.check,
    criteria.check,
    programme_exercises.check,
    run_ladder.check,
    intervention_form.check,
    recalled.check,
    needs.check,
    warning_signs.check,
    daily.check,
)
"""Rules over the care files, in the order in which an author would mend them."""

LINK_RULES: tuple[Callable[[Rehabilitation, Pack], Iterator[Fault]], ...] = (
    links.check,
    treatable.check,
    needs_of_sources.check,
    warning_signs.check_links,
    plain_words.check,
    daily.check_links,
)
"""Rules over the care files and the pack they belong to."""
