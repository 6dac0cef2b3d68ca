"""What a pack must fulfil before anybody may reason with it: one rule per file, all faults reported together.

Each rule is a function `check(pack)` that gives its faults; each fault says where it stands, what is wrong and how to mend
it. A rule trusts nothing that another rule checks, so that every rule can run on a broken pack.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from enthesis.knowledge.lint import (
    accuracy,
    comparators,
    dangerous_sources,
    edition,
    examination,
    ids,
    intervals,
    judged,
    links,
    memory,
    profiled,
    provenance,
    ranges,
    red_flag_form,
    size_prior,
    synonyms,
    ties,
)
from enthesis.knowledge.pack import Pack
from enthesis.terms.fault import Fault

RULES: tuple[Callable[[Pack], Iterator[Fault]], ...] = (
    edition.check,
    ids.check,
    links.check,
    judged.check,
    profiled.check,
    examination.check,
    synonyms.check,
    ranges.check,
    size_prior.check,
    ties.check,
    provenance.check,
    memory.check,
    comparators.check,
    intervals.check,
    accuracy.check,
    red_flag_form.check,
    dangerous_sources.check,
)
"""All rules, in the order in which an author would mend a pack."""
