"""The page of the tour's steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from enthesis.web.shell import Shell


@dataclass(frozen=True)
class TourStop:
    """One step as the list shows it."""

    id: str
    title: Any
    says: Any
    url: str


@dataclass(frozen=True)
class TourPage:
    """All steps with their links: the tour without being led."""

    shell: Shell
    stops: tuple[TourStop, ...]
    minutes: str
    is_empty_clinic: bool
    at_end: bool
