"""The treatment knowledge of the pack in use, read once for each process."""

from __future__ import annotations

from functools import lru_cache

from enthesis.actions.assessor import PACK
from enthesis.knowledge.loading import find_pack_folder
from enthesis.knowledge.rehabilitation import Rehabilitation
from enthesis.knowledge.rehabilitation_loading import load_rehabilitation


@lru_cache(maxsize=1)
def get_rehabilitation() -> Rehabilitation:
    """Exercises, phases, programmes, interventions and the numbers of the rules."""
    return load_rehabilitation(find_pack_folder(PACK))
