"""What is known of dry needling: rules by jurisdiction, today's screen, site cards, the text of consent, adverse events.

Frozen, and without behaviour beyond look-ups. Read from `packs/needling` by `needling_loading`. Nothing here says that a needle
should be used: `care.needling_gate` checks what was recorded against it. Law changes: every rule carries where it was read and when,
and where no rule was read, the stricter `defaults` hold and say so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Literal

from enthesis.knowledge.rehabilitation import Support

Standing = Literal["permitted", "silent", "not_permitted"]
"""Whether a physical therapist may needle there: a rule permits it, no rule speaks of it (or they are ambiguous), a rule forbids it."""
Weight = Literal["stop", "medical_advice", "reason", "note"]
"""What it takes to go on, gravest first: nothing does; advice of a physician and a written reason; a written reason; it is shown."""
WEIGHTS: tuple[Weight, ...] = ("stop", "medical_advice", "reason", "note")

RuleKind = Literal[
    "jurisdiction_recorded",
    "jurisdiction_listed",
    "standing",
    "roles",
    "licence_on_file",
    "licence_place",
    "licence_dated",
    "licence_current",
    "licence_unrestricted",
    "training_attested",
    "training_hours",
    "supervised_sessions",
    "years_licensed",
    "technique_known",
    "technique_out_of_scope",
    "age_known",
    "consent_signed",
    "consent_current",
    "consent_withdrawn",
    "patient_copy",
    "minor_parent_consent",
    "minor_assent",
    "minor_reason",
    "minor_to_know",
    "plan_of_care",
    "referrer_told",
    "screen_today",
    "screen_answered",
    "site_chosen",
    "site_card",
    "both_lungs",
    "to_know",
]
"""What a rule asks of the facts; `care.needling_checks` holds the question for each kind. `to_know` asks nothing and is shown, `minor_to_know` where
the patient is a minor."""
LOCAL_KINDS: frozenset[RuleKind] = frozenset(
    {
        "standing",
        "training_hours",
        "supervised_sessions",
        "years_licensed",
        "plan_of_care",
        "referrer_told",
        "minor_to_know",
        "to_know",
    }
)
"""Kinds that only a jurisdiction brings; every other kind has a default, so that none can fall away unseen."""
FILLED_IN: Mapping[RuleKind, frozenset[str]] = MappingProxyType(
    {
        "jurisdiction_listed": frozenset({"place"}),
        "roles": frozenset({"role"}),
        "licence_place": frozenset({"place"}),
        "licence_current": frozenset({"day"}),
        "training_hours": frozenset({"has", "needs"}),
        "supervised_sessions": frozenset({"has", "needs"}),
        "years_licensed": frozenset({"has", "needs"}),
        "technique_out_of_scope": frozenset({"technique"}),
        "consent_current": frozenset({"signed", "current"}),
        "consent_withdrawn": frozenset({"day"}),
        "minor_parent_consent": frozenset({"age"}),
        "minor_reason": frozenset({"age"}),
        "screen_answered": frozenset({"question"}),
        "site_card": frozenset({"site"}),
    }
)
"""The `{words}` a rule's sentence may hold, by kind; none for the others."""
ScreenKind = Literal["absolute", "relative", "precaution"]
Tier = Literal["mild", "significant", "serious"]
"""Three tiers of the surveys by White: short and without inconvenience; needs help or disturbs daily life; admission, lasting harm or death."""
Region = Literal["neck", "thorax", "shoulder", "trunk", "hip", "thigh", "lower_leg"]
Hazard = Literal["pleura", "neck_vessels", "spinal_canal", "organ", "nerve", "limb_vessels"]
"""What a needle may meet. `pleura` starts the lung checks, `nerve` the check of strength and feeling."""


@dataclass(frozen=True)
class Rule:
    """One thing a jurisdiction asks for, or that holds where none was read."""

    id: str
    kind: RuleKind
    sentence: str
    """Shown when the facts do not meet the rule (`to_know`: always): one line, what is missing and what to do. `{word}` is filled in."""
    weight: Weight
    support: Support
    in_force: str
    """Since when, or which edition, as far as it was read."""
    read_on: str
    """Day on which somebody read it, ISO; empty where the source that was read carries the date itself."""
    needs: float | None = None
    """Hours, sessions or years a `training_hours`, `supervised_sessions` or `years_licensed` asks for."""
    to_begin: float | None = None
    """Hours that let somebody begin while the rest is done; between the two a written reason is needed. None: all hours come first."""
    names: tuple[str, ...] = ()
    """Techniques out of scope, or roles that may needle."""
    where: str = ""


@dataclass(frozen=True)
class Jurisdiction:
    """A state, a province or a country, with the rules that were read for it."""

    id: str
    """`us-nc`, `ca-ab`, `za`: ISO 3166 in small letters."""
    name: str
    standing: Standing
    board: str
    """Whom to ask."""
    version: str
    """Version of this entry, the day it was last checked."""
    rules: tuple[Rule, ...]
    conflict: str
    """What the sources disagree on; empty where none was seen."""
    where: str = ""


@dataclass(frozen=True)
class ScreenItem:
    """One question of today's screen."""

    id: str
    question: str
    """Asked so that *yes* means a reason for care."""
    kind: ScreenKind
    weight: Weight
    """What a yes does."""
    sentence: str
    """Shown on a yes."""
    support: Support
    other_sources: tuple[str, ...]
    """Sources that class it otherwise, each one line; the stricter one decides."""
    for_region: Region | None = None
    """Asked only where a site of that region is planned; None: always."""
    where: str = ""


@dataclass(frozen=True)
class SiteCard:
    """What was read about needling one muscle. Never advice to needle it."""

    id: str
    name: str
    region: Region
    position: str
    needle: str
    """Length and gauge as reported, in words: published figures, no dose."""
    direction: str
    hazards: tuple[str, ...]
    hazard_kinds: tuple[Hazard, ...]
    precautions: tuple[str, ...]
    conflicts: tuple[str, ...]
    """Evidence that disagrees, each one line, cited in itself."""
    weight: Weight
    """What it takes to go on: `note` for most."""
    weight_because: str
    midline: bool
    support: Support
    further: tuple[Support, ...]
    """Other sources of the card."""
    where: str = ""

    @property
    def over_pleura(self) -> bool:
        """Whether the lung may be met: the lung checks follow."""
        return "pleura" in self.hazard_kinds

    @property
    def near_nerve(self) -> bool:
        """Whether strength and feeling are checked afterwards."""
        return "nerve" in self.hazard_kinds


@dataclass(frozen=True)
class PublishedRate:
    """A rate somebody published, per session unless `per` says otherwise."""

    event: str
    """Id of an `EventKind`, or `any_mild`, `any_major`."""
    share: float
    """In [0, 1]; 0 where none was seen."""
    upper: float | None
    """Upper bound that the source gives, where none was seen."""
    per: str
    study: str
    definition: str
    """Who counted what, since studies differ."""
    support: Support
    where: str = ""


@dataclass(frozen=True)
class EventKind:
    """Something that may happen during or after needling."""

    id: str
    name: str
    patient_words: str
    usual: Tier
    """The tier it has at least, whatever else is not known yet."""
    urgent: Literal["emergency", "same_day", ""]
    clinician: str
    """What the clinician does: one line."""
    patient: str
    """What the patient is told: one line."""
    support: Support
    urgent_over: tuple[Hazard, ...] = ()
    """Urgent only where a site with such a hazard was needled; empty: always."""
    where: str = ""


@dataclass(frozen=True)
class CheckQuestion:
    """One question of the check after needling; a yes names an event."""

    id: str
    ask: str
    event: str
    only_over: tuple[Hazard, ...] = ()


@dataclass(frozen=True)
class Check:
    """A check after a session."""

    id: str
    name: str
    after_hours: int
    only_over: tuple[Hazard, ...]
    """Only after sites with such a hazard; empty: after every session."""
    questions: tuple[CheckQuestion, ...]
    support: Support
    where: str = ""


@dataclass(frozen=True)
class ConsentSection:
    """One paragraph of the consent text, in plain words."""

    id: str
    heading: str
    paragraphs: tuple[str, ...]
    supports: tuple[Support, ...]
    where: str = ""


@dataclass(frozen=True)
class ConsentText:
    """The text somebody signs."""

    version: str
    sections: tuple[ConsentSection, ...]
    for_minor: str
    """What the parent, and the young person, are told besides."""
    withdrawal: str


@dataclass(frozen=True)
class Technique:
    """A way of needling that rules tell apart."""

    id: str
    name: str


@dataclass(frozen=True)
class NeedlingKnowledge:
    """All of `packs/needling`."""

    version: str
    reviewed: str
    check_with_board: str
    """The sentence that stands beside every rule."""
    age_of_majority: int
    techniques: tuple[Technique, ...]
    jurisdictions: tuple[Jurisdiction, ...]
    defaults: tuple[Rule, ...]
    """Rules that hold wherever no rule of their kind was read."""
    screen: tuple[ScreenItem, ...]
    sites: tuple[SiteCard, ...]
    consent: ConsentText
    events: tuple[EventKind, ...]
    rates: tuple[PublishedRate, ...]
    checks: tuple[Check, ...]
    digest: str

    @cached_property
    def jurisdiction_by_id(self) -> Mapping[str, Jurisdiction]:
        """Jurisdictions by their ids."""
        return MappingProxyType({one.id: one for one in self.jurisdictions})

    @cached_property
    def site_by_id(self) -> Mapping[str, SiteCard]:
        """Site cards by their ids."""
        return MappingProxyType({one.id: one for one in self.sites})

    @cached_property
    def screen_by_id(self) -> Mapping[str, ScreenItem]:
        """Items of the screen by their ids."""
        return MappingProxyType({one.id: one for one in self.screen})

    @cached_property
    def event_by_id(self) -> Mapping[str, EventKind]:
        """Kinds of events by their ids."""
        return MappingProxyType({one.id: one for one in self.events})

    def rules_in(self, jurisdiction: Jurisdiction | None) -> tuple[Rule, ...]:
        """The rules that hold there: its own, and the default of every kind it has none of."""
        own = jurisdiction.rules if jurisdiction else ()
        kinds = {rule.kind for rule in own}
        return (*own, *(rule for rule in self.defaults if rule.kind not in kinds))
