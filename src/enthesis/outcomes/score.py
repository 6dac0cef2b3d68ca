"""A score, and whether it may be computed at all."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Score:
    """What answers come to. `value` None: no score may be computed, and `because` says why; never 0 in its place."""

    value: float | None
    """In the measure's own points."""
    n_answered: int
    n_items: int
    because: str
    """How it was scored, or why it could not be, in one sentence for the clinician."""
    is_total: bool = False
    """True where only the total was entered: nobody here can check the items."""
