"""The prior over how many sources a patient has at once is a distribution."""

from __future__ import annotations

import math
from collections.abc import Iterator

from enthesis.knowledge.pack import Pack
from enthesis.terms.fault import Fault

LARGEST_SET = 4
"""Most sources at once that a pack may ask for. Source: DESIGN 5."""
TOLERANCE = 1e-6


def check(pack: Pack) -> Iterator[Fault]:
    """`size_prior` has one to four entries, none below 0, that sum to 1.

    Why: it is P(one source), P(two sources), ...; anything else would not be a probability.
    """
    where = pack.place_of("model.size_prior")
    if not 1 <= len(pack.size_prior) <= LARGEST_SET:
        yield Fault(where, f"size_prior has {len(pack.size_prior)} entries", f"write one to {LARGEST_SET}")
        return
    if not all(0 <= entry <= 1 for entry in pack.size_prior):
        yield Fault(where, "an entry of size_prior is not a probability", "write numbers from 0 to 1")
    total = math.fsum(pack.size_prior)
    if not abs(total - 1) <= TOLERANCE:
        yield Fault(where, f"size_prior sums to {total:g}", "make its entries sum to 1")
