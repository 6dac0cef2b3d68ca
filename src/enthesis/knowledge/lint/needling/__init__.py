"""What the needling knowledge must fulfil: one rule per file, all faults reported together, as for packs.

A rule trusts nothing that another rule checks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from enthesis.knowledge.lint.needling import events, identities, law, recalled, screen_and_sites, sentences, words
from enthesis.knowledge.needling import NeedlingKnowledge
from enthesis.terms.fault import Fault

NEEDLING_RULES: tuple[Callable[[NeedlingKnowledge], Iterator[Fault]], ...] = (
    identities.check,
    words.check,
    law.check,
    screen_and_sites.check,
    events.check,
    sentences.check,
    recalled.check,
)
"""All rules, in the order in which an author would mend a file."""
