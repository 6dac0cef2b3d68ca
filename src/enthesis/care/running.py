"""The running ladder: a track beside the phases, with its own steps and its own cap on the length of a run."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy

from enthesis.care.log import Row, Run
from enthesis.knowledge.rehabilitation import RuleNumbers, RunLevel

KM_PER_MILE = 1.609344
FAST_PACES = ("tempo", "strides", "hills", "sprint")
QUIET_EASY_MIN = 30.0
"""Minutes of easy running that must have been quiet before any speed; judgement (order by biomechanics, rehab rules)."""


class RunCourse:
    """How running stands. `level` is a place on the ladder, -1 before the first run."""

    __slots__ = ("bad_rows", "bad_runs",
        "changed_on", "clean_rows", "clean_runs", "last_run_on", "level", "levels", "longest", "over_cap_km",
                 "pending", "quiet_easy", "rested")  # fmt: skip

    def __init__(self, levels: tuple[RunLevel, ...], level: str | None = None) -> None:
        self.levels = levels
        self.level = next((place for place, one in enumerate(levels) if one.id == level), -1)
        self.clean_runs = 0
        """Runs in a row at this level with every answer good and a day of rest before, since the last step in the plan."""
        self.clean_rows: tuple[Row, ...] = ()
        self.changed_on = 0
        """Day number of the last step, up or down."""
        self.bad_runs = 0
        self.bad_rows: tuple[Row, ...] = ()
        self.last_run_on = 0
        self.longest: tuple[tuple[int, float], ...] = ()
        """Day number and length of the runs that may still be the longest of the window."""
        self.pending: tuple[Run, ...] = ()
        self.rested = True
        """Whether a day of rest came before the pending run."""
        self.over_cap_km: tuple[float, float] | None = None
        """Today's longest run and the cap it went over."""
        self.quiet_easy = False
        """Whether the easy half hour has been run twice or more without a rise: no speed before that."""

    def copy(self) -> RunCourse:
        """An independent copy."""
        return copy(self)

    @property
    def level_id(self) -> str | None:
        """The level's id, None before the first run."""
        return self.levels[self.level].id if self.level >= 0 else None

    def cap_km(self, today: int, numbers: RuleNumbers) -> float | None:
        """Longest run allowed today: a share of the longest in the window. None when no run is known in it.

        Source: `run_cap_share` of the pack (runners' cohort, Frandsen 2025).
        """
        known = [km for on, km in self.longest if today - on <= numbers.run_window_days]
        return max(known) * numbers.run_cap_share if known else None

    def take_in(self, runs: tuple[Run, ...], today: int, numbers: RuleNumbers) -> None:
        """Note today's runs. The next morning decides whether they were clean."""
        self.over_cap_km = None
        if not runs:
            return
        if self.level < 0 and self.levels:
            # Whoever starts to run starts at the bottom, unless the clinician set a level.
            self.level = 0
        known = [run.run_km for run in runs if run.run_km is not None]
        if known:
            cap, longest = self.cap_km(today, numbers), max(known)
            if cap is not None and longest > cap + 1e-9:
                self.over_cap_km = (longest, cap)
            kept = tuple((on, km) for on, km in self.longest if today - on < numbers.run_window_days and km > longest)
            self.longest = (*kept, (today, longest))
        self.rested = today - self.last_run_on > 1
        self.last_run_on = today
        self.pending = runs

    def resolve(self, settled: bool | None, ceiling: float) -> None:
        """Judge yesterday's runs by this morning: `settled` is None when a morning answer is missing."""
        runs, self.pending = self.pending, ()
        if not runs:
            return
        rows = tuple(row for run in runs for row in run.rows)
        pains = [run.run_pain_0_10 for run in runs]
        hurt = any(pain is not None and pain > ceiling for pain in pains)
        if hurt or settled is False:
            self.bad_runs += 1
            self.bad_rows = (self.bad_rows + rows)[-4:]
            self.clean_runs = 0
            self.clean_rows = ()
        elif settled is None or None in pains or not self.rested or self.over_cap_km is not None:
            self.clean_runs = 0
            self.clean_rows = ()
        else:
            self.clean_runs += 1
            self.clean_rows = (self.clean_rows + rows)[-4:]
            self.bad_runs = 0
            self.bad_rows = ()

    def next_level(self, phase_place: int, places: Mapping[str, int], numbers: RuleNumbers) -> RunLevel | None:
        """The level that may follow, when this one was done often enough and the phase allows it."""
        if not 0 <= self.level < len(self.levels) - 1 or self.clean_runs < numbers.exposures_to_progress:
            return None
        following = self.levels[self.level + 1]
        if places.get(following.needs_phase, len(places)) > phase_place:
            return None
        if following.pace in FAST_PACES and not (self.quiet_easy or self._is_quiet_easy()):
            return None
        return following

    def step_up(self) -> None:
        """Go to the next level."""
        self.quiet_easy = self.quiet_easy or self._is_quiet_easy()
        self.level += 1
        self.clean_runs = 0
        self.clean_rows = ()

    def step_down(self) -> None:
        """Go back a level; the easy half hour must be quiet again before any speed."""
        if self.level > 0:
            self.level -= 1
        if self.levels and self.levels[self.level].pace not in FAST_PACES:
            self.quiet_easy = False
        self.bad_runs = 0
        self.bad_rows = ()

    def _is_quiet_easy(self) -> bool:
        level = self.levels[self.level]
        return level.pace == "easy" and level.walk_min == 0 and level.run_min * level.repeats >= QUIET_EASY_MIN


def km_as_miles(km: float) -> float:
    """Miles, for display only: everything is kept and decided in kilometres."""
    return km / KM_PER_MILE
