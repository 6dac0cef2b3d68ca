"""What a pack's treatment knowledge must fulfil: one rule per file, all faults reported together, as for packs.

`TREATMENT_RULES` need the care files alone; `links` needs the pack as well, and is run where the pack is at hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from enthesis.knowledge.rehabilitation import Rehabilitation
from enthesis.terms.fault import Fault

TREATMENT_RULES: tuple[Callable[[Rehabilitation], Iterator[Fault]], ...] = ()
"""All rules, in the order in which an author would mend the files."""
