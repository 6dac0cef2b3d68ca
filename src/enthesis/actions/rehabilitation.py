"""The treatment knowledge of each region, read once for each process."""

from __future__ import annotations

from functools import cache

from enthesis.knowledge.loading import find_pack_folder
from enthesis.knowledge.regions import known_region
from enthesis.knowledge.rehabilitation import Rehabilitation
from enthesis.knowledge.rehabilitation_loading import load_rehabilitation


def get_rehabilitation(region: str | None = None) -> Rehabilitation:
    """Exercises, phases, programmes, interventions and the numbers of the rules.

    Args:
        region: of the episode in hand; None, or one that is not on offer: the first.
    """
    return _read(known_region(region))


@cache
def _read(region: str) -> Rehabilitation:
    return load_rehabilitation(find_pack_folder(region))
