"""What a file of a watch says of one run, before it is judged: no places, only when, how long, how far and how much up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Recording:
    """One recording. What the file does not say is None, which never means nothing."""

    started_at: datetime | None
    """With its time zone."""
    metres: float | None
    seconds: float | None
    """Time in motion as the watch counted it, without its pauses; see the reader of each format."""
    climb_m: float | None
    sport: str
    """As the file names it; empty where it does not."""
