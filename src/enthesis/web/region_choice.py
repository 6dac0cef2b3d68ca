"""The regions to choose from, where there is more than one."""

from __future__ import annotations

from enthesis.actions.assessor import get_knowledge
from enthesis.knowledge.regions import known_region, region_ids
from enthesis.web.pages import Choice


def region_choices(chosen: str = "") -> tuple[Choice, ...]:
    """The regions on offer by name, in their order; none where there is nothing to choose."""
    offered = region_ids()
    if len(offered) < 2:
        return ()
    return tuple(Choice(region, get_knowledge(region).pack.name, region == known_region(chosen)) for region in offered)
