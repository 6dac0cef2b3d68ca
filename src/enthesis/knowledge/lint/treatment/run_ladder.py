"""The running ladder goes up: slow before fast, flat before hill, and never ahead of the phases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from enthesis.knowledge.nearest import mend_unknown
from enthesis.knowledge.rehabilitation import Pace, Rehabilitation
from enthesis.terms.fault import Fault


def check(care: Rehabilitation) -> Iterator[Fault]:
    """Each level names a known pace and stage, takes time, and asks for no easier pace and no earlier stage than the one below.

    Why: the engine goes from level to level in the order of the file, and speed and hills must come last.
    """
    paces = get_args(Pace)
    order = {phase.id: number for number, phase in enumerate(care.phases) if phase.kind == "track"}
    highest = (0, 0)
    for level in care.run_levels:
        if level.pace not in paces or level.needs_phase not in order:
            kind, written, known = (
                ("pace", level.pace, paces) if level.pace not in paces else ("phase", level.needs_phase, tuple(order))
            )
            yield Fault(level.where, f"{level.id} names the {kind} '{written}'", mend_unknown(written, known, kind))
            continue
        place = (paces.index(level.pace), order[level.needs_phase])
        if place[0] < highest[0] or place[1] < highest[1]:
            yield Fault(level.where, f"{level.id} is easier than the level below it", "put the levels in order, slow before fast")
        highest = (max(place[0], highest[0]), max(place[1], highest[1]))
        if level.repeats < 1 or min(level.walk_min, level.run_min) < 0 or level.walk_min + level.run_min <= 0:
            yield Fault(level.where, f"{level.id} takes no time", "write minutes above 0 and at least one repeat")
