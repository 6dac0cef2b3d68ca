"""What the pages of a plan show."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from enthesis.web.shell import Shell


@dataclass(frozen=True)
class Option:
    """One choice of a list."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class About:
    """Whose plan it is."""

    episode_id: uuid.UUID
    patient_id: uuid.UUID
    patient: str
    line: str
    complaint: str
    runs: bool
    """The region has a running ladder."""
    sits: bool
    """The region's morning check asks how long the patient can sit."""


@dataclass(frozen=True)
class ProposalCard:
    """A student's plan that waits for a co-signature, or was handed back."""

    id: uuid.UUID
    who: str
    when: str
    handed_back: str
    """What should be changed; empty: it waits."""
    by: str
    """Who handed it back."""
    lines: tuple[str, ...]
    """What it would change, or what it holds where there is no plan yet."""
    patient_sentence: str
    clinician_sentence: str
    may_cosign: bool


@dataclass(frozen=True)
class ExerciseField:
    """One exercise of the form."""

    number: int
    id: str
    name: str
    keep: bool
    reason: str
    dose: Mapping[str, str]
    """Texts of the dose's fields."""
    sides: tuple[Option, ...]
    why: str
    citation: str
    basis: str
    suggested: str
    """The dose as suggested; empty when it was not suggested."""
    setup: str
    stop_rule: str
    figure: str
    """Address of its drawing; empty where there is none yet."""


@dataclass(frozen=True)
class InterventionField:
    """One intervention of the form."""

    number: int
    id: str
    name: str
    decision: str
    reason: str
    why: str
    dose: str
    indication: str
    contraindications: tuple[str, ...]
    ask_first: tuple[str, ...]
    effect: str
    grade: str
    citation: str
    basis: str


@dataclass(frozen=True)
class GoalField:
    """One goal of the form."""

    number: int
    words: str
    baseline: str
    target: str
    proposed: str
    """What the engine would ask about; empty where there is nothing."""


@dataclass(frozen=True)
class PlanFormPage:
    """A plan while it is being decided."""

    shell: Shell
    about: About
    is_new: bool
    adjusts_step: bool
    proposes: bool
    """What is kept waits for a co-signature."""
    proposal: ProposalCard | None
    draft: str
    """The sealed draft."""
    fault: str
    said_from: str
    """What the suggestion was made from, in words."""
    has_assessment: bool
    """False: nobody has evaluated in this episode, so that no assessment stands behind the plan."""
    phase_because: str
    sources: tuple[tuple[str, float], ...]
    conflicts: tuple[str, ...]
    refer: tuple[str, ...]
    ask_first: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...]
    goals: tuple[GoalField, ...]
    exercises: tuple[ExerciseField, ...]
    interventions: tuple[InterventionField, ...]
    phases: tuple[Option, ...]
    programmes: tuple[Option, ...]
    overlays: tuple[Option, ...]
    ceilings: tuple[Option, ...]
    markers: tuple[Option, ...]
    run_levels: tuple[Option, ...]
    run_goal: str
    review_in_days: str
    patient_sentence: str
    clinician_sentence: str
    library: tuple[tuple[str, str], ...]
    """(name, phases) of exercises that can be added."""
    more_interventions: tuple[Option, ...]


@dataclass(frozen=True)
class ExerciseLine:
    """One exercise of a plan that stands."""

    name: str
    side: str
    dose: str
    why: str
    citation: str
    basis: str
    serves: tuple[str, ...]
    suggested: str
    """The dose as suggested, where it was decided differently."""
    added: bool
    """It was not suggested."""
    figure: str


@dataclass(frozen=True)
class InterventionLine:
    """One intervention with its decision."""

    name: str
    decision: str
    reason: str
    dose: str
    grade: str
    citation: str
    ask_first: tuple[str, ...]


@dataclass(frozen=True)
class VersionLine:
    """One version in the history."""

    number: int
    when: str
    who: str
    """Empty: the rules, overnight."""
    patient_sentence: str
    clinician_sentence: str
    changes: tuple[str, ...]
    """Against the version before; for the first, against the suggestion."""


@dataclass(frozen=True)
class PlanPage:
    """A plan as it stands."""

    shell: Shell
    about: About
    plan_id: uuid.UUID
    active: bool
    number: int
    phase: str
    phase_words: str
    phase_because: str
    overlay: str
    overlay_id: str
    programme: str
    programme_is_own: bool
    has_assessment: bool
    purpose: str
    sources: tuple[tuple[str, float], ...]
    conflicts: tuple[str, ...]
    refer: tuple[str, ...]
    ask_first: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...]
    goals: tuple[tuple[str, str], ...]
    """(words, scores in words)."""
    pain_ceiling: int
    marker: str
    run_level: str
    run_goal: str
    review: str
    exercises: tuple[ExerciseLine, ...]
    interventions: tuple[InterventionLine, ...]
    versions: tuple[VersionLine, ...]
    was_suggested: bool
    n_changed: int
    """How many lines were decided differently from the suggestion."""
    step_waits: bool
    n_alerts: int
    proposal: ProposalCard | None
    may_plan: bool
    may_propose: bool
    may_link: bool
