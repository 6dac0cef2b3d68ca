"""What the needling gate is told: who would needle whom, where, and what is on file today. Nothing in here is a decision.

Missing is never good news: `None`, an absent answer and `unknown` all mean that nobody said, and none of them means no.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal

Answer = Literal["yes", "no", "unknown"]
Signer = Literal["patient", "parent", "representative", ""]
Referral = Literal["told", "not_told", "no_referral", "unknown"]
"""Whether whoever referred the patient was told of the needling; `no_referral`: the patient came without one."""


@dataclass(frozen=True)
class Licence:
    """A therapist's licence as it is on file."""

    jurisdiction: str
    """Id of the jurisdiction that issued it."""
    expires_on: date | None
    """Last day on which it is good."""
    unrestricted: bool | None = None
    """Neither provisional nor limited; None: nobody recorded it."""
    held_since: date | None = None


@dataclass(frozen=True)
class Training:
    """A therapist's training in needling as it is on file."""

    attested: bool | None = None
    """The therapist attests the competence, and proof of it is kept."""
    hours: float | None = None
    """Hours of training attended in person."""
    supervised_sessions: int | None = None


@dataclass(frozen=True)
class Screen:
    """The screen as it was answered."""

    on: date | None = None
    """The day it was asked; another day than today answers nothing."""
    answers: Mapping[str, Answer] = field(default_factory=lambda: MappingProxyType({}))
    """By id of the item; an absent one is unknown."""


@dataclass(frozen=True)
class Consent:
    """Consent as it is on file, the parent's and the young person's own word kept apart."""

    form_version: str = ""
    signed_on: date | None = None
    signed_by: Signer = ""
    copy_given_on: date | None = None
    withdrawn_on: date | None = None
    """Any day here withdraws it; to go on, somebody signs a new one."""
    parent_consent_on: date | None = None
    """The day a parent's consent was written, or given otherwise and documented."""
    parent_name: str = ""
    assent: Answer = "unknown"
    """What the young person says for themself; never stands for the parent's consent, nor the other way round."""


@dataclass(frozen=True)
class PlannedSite:
    """A muscle somebody means to needle."""

    id: str
    side: Literal["left", "right", ""] = ""


@dataclass(frozen=True)
class Override:
    """The written reason to go on in spite of one rule; it never covers another."""

    rule_id: str
    reason: str
    medical_advice: str = ""
    """Which physician advised it, and when; needed where the rule asks for it."""


@dataclass(frozen=True)
class NeedlingFacts:
    """Everything the gate looks at."""

    today: date
    role: str
    """Of the person who would needle: `therapist`, `assistant`, `student`, ..."""
    age_years: int | None
    jurisdiction: str | None
    """Where the patient is treated, an id of the pack."""
    licence: Licence | None
    training: Training
    technique: str
    screen: Screen
    consent: Consent
    sites: tuple[PlannedSite, ...]
    in_plan_of_care: bool | None = None
    referral: Referral = "unknown"
    overrides: tuple[Override, ...] = ()
