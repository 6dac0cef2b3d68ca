"""The picture of a course for the page."""

from __future__ import annotations

from enthesis.actions.read_outcomes import Trajectories
from enthesis.outcomes.trajectory import Series
from enthesis.web.clinic_time import ClinicTime


def draw_overview(series: Series, found: Trajectories, time: ClinicTime) -> str:
    """One measure with all that happened beside it."""
    return ""


def draw_measure(series: Series) -> str:
    """One measure, small."""
    return ""
