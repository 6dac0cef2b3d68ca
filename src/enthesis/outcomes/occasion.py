"""One time at which outcomes are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

OccasionId = Literal["baseline", "week_6", "week_12", "discharge", "month_6", "month_12"]


@dataclass(frozen=True)
class Occasion:
    """When outcomes are due. Before `opens_on` nobody is asked, after `closes_on` it counts as not answered."""

    id: OccasionId
    name: str
    due_on: date
    opens_on: date
    closes_on: date
    remind_on: tuple[date, ...]
    """Days on which somebody who has not answered is reminded, ascending, inside the window."""
