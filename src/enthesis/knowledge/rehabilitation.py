"""What a pack knows about treatment: exercises, phases, programmes, interventions, and the numbers the rules use.

Frozen, and without behaviour beyond look-ups, like `pack`. Grades of load and compression, hip angles, cues and stop rules are
clinical judgement; where a dose or a claim comes from a source, the object names it, and `basis` says how it was read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from enthesis.knowledge.warning_signs import WarningSigns

if TYPE_CHECKING:
    from enthesis.knowledge.source_needs import CareNeeds

Grade = Literal["none", "low", "moderate", "high", "very_high"]
Basis = Literal["fulltext", "abstract", "secondary", "judgement"]
"""How the cited fact was read; `judgement` where nothing was read. Recalled rows never ship as anything else."""
Variable = Literal["repetitions", "hold_s", "sets", "load", "depth", "speed"]
"""What one step of progression may move, one at a time."""
Comparison = Literal["at_most", "at_least"]
Purpose = Literal["rehabilitation", "prevention", "training"]
Pace = Literal["walk", "easy", "tempo", "strides", "hills", "sprint"]
"""From slow to fast; hills come after quiet speed on the flat."""


@dataclass(frozen=True)
class Support:
    """Where a fact comes from."""

    citation: str
    link: str
    basis: Basis


@dataclass(frozen=True)
class DoseRange:
    """What an exercise may be dosed at. An upper bound equals the lower one where a source gives one number."""

    sets: tuple[int, int]
    repetitions: tuple[int, int] | None
    hold_s: tuple[int, int] | None
    """Seconds a repetition lasts: a hold, a resting position, a run. One of `repetitions` and `hold_s` may be None."""
    tempo_s: tuple[int, int, int] | None
    """Seconds down, held, up."""
    rest_s: tuple[int, int]
    effort_rpe_0_10: tuple[int, int] | None
    sessions_per_week: tuple[int, int]
    each_side: bool
    loaded: bool
    """Whether a weight, a band or a machine setting can be added."""
    distance_m: tuple[int, int] | None = None
    """Metres of each repetition, for carries, drills over ground and runs."""


@dataclass(frozen=True)
class Exercise:
    """One drill."""

    id: str
    name: str
    synonyms: tuple[str, ...]
    region: str
    target_muscles: tuple[str, ...]
    contraction: str
    phases: tuple[str, ...]
    """Ids of the phases it belongs to."""
    position: str
    """An id of `rehabilitation_words.POSITIONS`; region, contraction and muscles are words of that list too."""
    equipment: tuple[str, ...]
    hip_flexion_deg: tuple[int, int]
    """Smallest and largest flexion of the loaded hip, degrees; judgement."""
    tendon_load: Grade
    compression: Grade
    dose: DoseRange
    dose_support: Support
    """Where sets, repetitions, seconds and sessions come from: seldom the publication that `support` names for the remark.
    Tempo, rest and effort are judgement in any case."""
    progression_of: tuple[str, ...]
    """Exercises this one is the next step up from; `progressions_by_id` of the catalogue reads it backwards."""
    setup: str
    cues: tuple[str, ...]
    stop_rule: str
    remark: str
    support: Support
    """Where the remark comes from."""
    where: str
    entry: bool = False
    """True where one may start here: nothing easier is meant to lead to it."""
    top: bool = False
    """True where nothing harder is meant to follow."""


@dataclass(frozen=True)
class Criterion:
    """One line of a phase's door: a recorded measure on the right side of a number.

    Missing values never fulfil it.
    """

    measure: str
    """Id of a measure in `measures.MEASURES`, which says how values of several days become one."""
    comparison: Comparison
    threshold: float
    over_days: int
    """Days that are looked at, counted back from the day of the decision; 0: whatever is recorded in this phase."""
    gate: bool
    """False: a flag shown to the clinician, never a gate (limb symmetry, for instance)."""
    support: Support


@dataclass(frozen=True)
class Phase:
    """One stage of a programme. `kind` is `track` or `overlay` (flare, hold, refer lie over a stage)."""

    id: str
    name: str
    kind: Literal["track", "overlay"]
    goal: str
    plain_words: str
    """For the patient."""
    test_position: str
    """Exercise id of the marker test; empty where none is made."""
    next: tuple[str, ...]
    """Phases a clinician may confirm from here, the usual one first. An overlay leads back to the stage it lies over."""
    enter_when: tuple[Criterion, ...]
    """A step up asks for `leave_when` of the phase left and `enter_when` of the phase entered. An overlay starts when any one
    of its `enter_when` holds, and ends when all of its `leave_when` hold."""
    leave_when: tuple[Criterion, ...]
    variables: tuple[Variable, ...]
    """What may be progressed here, in this order."""
    support: Support
    where: str


@dataclass(frozen=True)
class RunLevel:
    """One rung of the running ladder."""

    id: str
    name: str
    walk_min: float
    run_min: float
    repeats: int
    pace: Pace
    needs_phase: str
    """The phase that must have been reached."""
    support: Support
    where: str
    distance_km: float | None = None
    """Whole distance, walking included, where the source gives one."""


@dataclass(frozen=True)
class Programme:
    """A published or own programme: which exercises stand in which phase."""

    id: str
    name: str
    purpose: Purpose
    for_sources: tuple[str, ...]
    exercises_by_phase: Mapping[str, tuple[str, ...]]
    summary: str
    pain_rule: str
    duration: str
    support: Support
    where: str


@dataclass(frozen=True)
class Intervention:
    """Something done or advised beside exercise."""

    id: str
    name: str
    kind: str
    """An id of `CareWords.intervention_kinds`."""
    for_sources: tuple[str, ...]
    needs_findings: tuple[tuple[str, ...], ...]
    """Groups of findings: at least one of each group must be positive for it to be suggested (a group for an extension bias,
    a group for a neural component); empty: none."""
    indication: str
    contraindications: tuple[str, ...]
    stopped_by_sources: tuple[str, ...]
    """Sources whose being probable speaks against it."""
    stopped_by_findings: tuple[str, ...]
    dose: str
    evidence_grade: str
    effect: str
    adjunct: bool
    """Optional, never suggested on its own."""
    support: Support
    """Where effect and grade come from. Indication and contraindications are judgement."""
    where: str
    dose_basis: Basis = "judgement"
    """How the dose was read; unless `judgement`, in the publication that `support` names."""
    informs: str = ""
    """Id of the intervention to which this only adds evidence. Such an entry is for no source, so that no plan suggests it by
    itself; it is shown beside the other."""


@dataclass(frozen=True)
class RuleNumbers:
    """Thresholds of the progression rules, each with its support in `support_by_name`."""

    pain_ceiling_0_10: int
    highest_pain_ceiling_0_10: int
    marker_regress_at_0_10: int
    flare_jump_0_10: int
    flare_hours: int
    exposures_to_progress: int
    smallest_completed_share: float
    no_change_weeks: int
    silence_days: int
    run_cap_share: float
    """A run may be this share of the longest of the window, 1.10."""
    run_window_days: int
    days_away_before_recheck: int
    support_by_name: Mapping[str, Support] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class CareWords:
    """Under which words a region files its exercises and interventions, by id, in the order they are shown."""

    exercise_groups: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    intervention_kinds: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    kinds_at_home: tuple[str, ...] = ()
    """Kinds that a patient does or keeps to at home."""


@dataclass(frozen=True)
class DailyWords:
    """What of the daily check and of its sentences differs from region to region; from `progression.yaml`."""

    flare_patient: str = "your first easy drills"
    """What is left to do in a flare, for the patient: "do only {} for two to three days"."""
    flare_clinician: str = "dose of the first stage"
    asks: tuple[str, ...] = ()
    """Questions of the morning that this region adds to those of every region: ids of `DAILY_QUESTIONS`."""
    measures_from: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Findings in whose line a case file writes a measure, by the measure's id."""


DAILY_QUESTIONS = ("sitting_min",)
"""Minutes of sitting to the first pain. Pain of the morning, the worst pain and being ill are asked everywhere."""


@dataclass(frozen=True)
class Rehabilitation:
    """Everything a pack knows about treatment."""

    exercises: tuple[Exercise, ...]
    phases: tuple[Phase, ...]
    run_levels: tuple[RunLevel, ...]
    programmes: tuple[Programme, ...]
    interventions: tuple[Intervention, ...]
    numbers: RuleNumbers
    needs: CareNeeds | None = None
    """What each source asks of a plan; None in a pack that does not say, which then suggests no plans."""
    warning_signs: WarningSigns = field(default_factory=WarningSigns)
    """What a patient in treatment may tell that reaches beyond the plan."""
    words: CareWords = field(default_factory=CareWords)
    daily: DailyWords = field(default_factory=DailyWords)
    plain_sources: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """What a source is in the words of a patient's paper, by its id."""
    digest: str = ""
    """SHA-256 of the care files, so that a plan can say what it was made with."""

    @cached_property
    def exercise_by_id(self) -> Mapping[str, Exercise]:
        """Exercises by id."""
        return MappingProxyType({exercise.id: exercise for exercise in self.exercises})

    @cached_property
    def phase_by_id(self) -> Mapping[str, Phase]:
        """Phases by id."""
        return MappingProxyType({phase.id: phase for phase in self.phases})

    @cached_property
    def intervention_by_id(self) -> Mapping[str, Intervention]:
        """Interventions by id."""
        return MappingProxyType({intervention.id: intervention for intervention in self.interventions})

    @cached_property
    def programme_by_id(self) -> Mapping[str, Programme]:
        """Programmes by id."""
        return MappingProxyType({programme.id: programme for programme in self.programmes})

    @cached_property
    def progressions_by_id(self) -> Mapping[str, tuple[str, ...]]:
        """Ids of the exercises one step up, by exercise."""
        found: dict[str, list[str]] = {exercise.id: [] for exercise in self.exercises}
        for exercise in self.exercises:
            for lower in exercise.progression_of:
                found.setdefault(lower, []).append(exercise.id)
        return MappingProxyType({exercise: tuple(up) for exercise, up in found.items()})
