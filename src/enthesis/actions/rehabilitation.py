"""The treatment knowledge of each region, read once for each process."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from enthesis.knowledge.loading import find_pack_folder
from enthesis.knowledge.regions import known_region, region_ids
from enthesis.knowledge.rehabilitation import Exercise, Rehabilitation
from enthesis.knowledge.rehabilitation_loading import load_rehabilitation


def get_rehabilitation(region: str) -> Rehabilitation:
    """Exercises, phases, programmes, interventions and the numbers of the rules.

    Args:
        region: of the record in hand; one that is empty or not on offer is the first, since a record may name one that was taken away.
    """
    return _read(known_region(region))


@cache
def exercises_on_offer() -> Mapping[str, tuple[str, Exercise]]:
    """Region and exercise by id, of all regions in their order.

    Assumes: an id means the same movement in every pack that has it, as its figure does; the first region's words are shown.
    """
    found: dict[str, tuple[str, Exercise]] = {}
    for region in region_ids():
        for exercise in get_rehabilitation(region).exercises:
            found.setdefault(exercise.id, (region, exercise))
    return MappingProxyType(found)


@cache
def exercise_groups() -> Mapping[str, str]:
    """Name by id of the groups that exercises are filed under, of all regions in their order."""
    found: dict[str, str] = {}
    for region in region_ids():
        for group, name in get_rehabilitation(region).words.exercise_groups.items():
            found.setdefault(group, name)
    return MappingProxyType(found)


@cache
def _read(region: str) -> Rehabilitation:
    return load_rehabilitation(find_pack_folder(region))
