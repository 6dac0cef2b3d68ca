"""What the doors between phases may ask about: every recorded measure, with its unit, its range and its meaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Summary = Literal["highest", "lowest", "latest", "share", "count"]
"""How the values of several days become one: the worst (highest or lowest), the newest, a share or a number of events."""


@dataclass(frozen=True)
class Measure:
    """Something recorded, or counted from what is recorded."""

    id: str
    unit: str
    lowest: float
    highest: float
    summary: Summary
    meaning: str


_ALL = (
    Measure("marker_pain_0_10", "NRS 0-10", 0, 10, "highest", "worst morning pain in the marker test of the current phase"),
    Measure("marker_rise_0_10", "NRS points", -10, 10, "latest", "marker pain today less the median of the 7 days before"),
    Measure("test_position_pain_0_10", "NRS 0-10", 0, 10, "highest", "pain in the test position of the phase to be entered"),
    Measure("pain_during_0_10", "NRS 0-10", 0, 10, "highest", "worst pain during exercise"),
    Measure("worst_pain_0_10", "NRS 0-10", 0, 10, "highest", "worst pain of 24 hours, from whatever activity"),
    Measure("run_pain_0_10", "NRS 0-10", 0, 10, "highest", "worst pain during a run"),
    Measure("settled_24_h_share", "share", 0, 1, "share", "sessions after which pain was back to baseline by 24 hours"),
    Measure("completed_share", "share", 0, 1, "share", "prescribed sessions that were done"),
    Measure("planned_load_share", "share", 0, 1, "lowest", "load reached of the load planned for the phase, hardest exercise"),
    Measure("days_in_phase", "days", 0, 3650, "count", "days since the phase, or the overlay, began"),
    Measure("exposures", "sessions", 0, 3650, "count", "sessions done in this phase"),
    Measure("run_without_rise", "runs", 0, 3650, "count", "runs at this level with no higher marker pain the next morning"),
    Measure("quiet_easy_run_min", "minutes", 0, 600, "latest", "longest easy run without pain above the ceiling or a next-day rise"),
    Measure("sitting_min", "minutes", 0, 600, "lowest", "minutes of sitting until the first pain"),
    Measure("symmetry_percent", "percent", 0, 200, "latest", "strength of the affected side of the other, same test"),
    Measure("readiness_0_10", "0-10", 0, 10, "latest", "how ready the patient feels for the next demand, 10 fully"),
    Measure("psfs_0_10", "0-10", 0, 10, "latest", "mean of the patient's own activities (PSFS), 10 as before"),
    Measure("goal_reached", "0 or 1", 0, 1, "latest", "patient and clinician agree that the goal is reached"),
    Measure("examination_complete", "0 or 1", 0, 1, "latest", "evaluation signed, neurological screen done, red flags asked"),
    Measure("red_flags_open", "flags", 0, 100, "latest", "raised flags and unanswered warning signs that no clinician has closed"),
    Measure("warning_signs", "signs", 0, 100, "count", "signs of the region's warning_signs.yaml that were told"),
    Measure("weeks_without_change", "weeks", 0, 520, "latest", "weeks since marker pain or the PSFS last improved"),
    Measure("signals_missing", "answers", 0, 100, "count", "answers the last session needed and did not get"),
    Measure("cleared_by_clinician", "0 or 1", 0, 1, "latest", "a clinician has reviewed this and lets it go on"),
)  # fmt: skip

MEASURES: Mapping[str, Measure] = MappingProxyType({measure.id: measure for measure in _ALL})
"""Every measure by its id."""
