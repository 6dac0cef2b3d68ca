"""What the pages of needling show: frozen, without the database behind it."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from enthesis.care.needling_events import DerivedTier, UrgentAction
from enthesis.care.needling_facts import Answer, PlannedSite
from enthesis.care.needling_gate import Reason
from enthesis.care.needling_log import Balance, Caution, ImmediateResponse, Insertion, Missing
from enthesis.knowledge.needling import CheckQuestion, ConsentText, EventKind, Jurisdiction, ScreenItem, SiteCard, Technique


@dataclass(frozen=True)
class GateReason:
    """One reason of the gate."""

    reason: Reason
    override_id: uuid.UUID | None
    """Id of the override that stands for it: `replaces` of the next one."""
    overridden_by: str
    """Name of who wrote it."""
    overridden_at: datetime.datetime | None


@dataclass(frozen=True)
class Gate:
    """What the gate says."""

    verdict: str
    """allowed, blocked or override_possible."""
    reasons: tuple[GateReason, ...]
    """Gravest first."""
    jurisdiction: str
    check_with_board: str
    pack_version: str
    asked_at: datetime.datetime | None
    """When it was asked, for a session that is signed (reasons as they stood then); None: it is computed now."""

    @property
    def open(self) -> bool:
        """Nothing stands in the way."""
        return self.verdict == "allowed"


@dataclass(frozen=True)
class ScreenLine:
    """One question of the screen with today's answer."""

    item: ScreenItem
    answer: Answer


@dataclass(frozen=True)
class LicenceLine:
    """A person's licence and training as filed. `None` is not recorded."""

    person_id: uuid.UUID
    name: str
    role: str
    jurisdiction: str
    jurisdiction_name: str
    number: str
    expires_on: datetime.date | None
    unrestricted: bool | None
    held_since: datetime.date | None
    training_attested: bool | None
    training_hours: float | None
    supervised_sessions: int | None
    proof: str
    filed_at: datetime.datetime | None
    """None: nothing is on file."""
    is_current: bool | None
    """Whether it is good today; None: no last day is recorded."""


@dataclass(frozen=True)
class ConsentLine:
    """A consent as it was given."""

    id: uuid.UUID
    form_version: str
    signed_on: datetime.date
    signed_by: str
    signer_name: str
    copy_given_on: datetime.date | None
    parent_consent_on: datetime.date | None
    parent_name: str
    assent: str
    note: str
    recorded_by: str
    recorded_at: datetime.datetime
    is_current_text: bool
    withdrawn_at: datetime.datetime | None
    withdrawn_by: str
    withdrawn_words: str


@dataclass(frozen=True)
class ConsentPage:
    """Consent of one patient."""

    patient_id: uuid.UUID
    patient_name: str
    simulated: bool
    age_years: int | None
    is_minor: bool | None
    """None: the age is not known."""
    text: ConsentText
    standing: ConsentLine | None
    earlier: tuple[ConsentLine, ...]
    """Newest first."""


@dataclass(frozen=True)
class PlanLine:
    """What is planned."""

    id: uuid.UUID | None
    """`replaces` of the next plan; None: there is none."""
    sites: tuple[PlannedSite, ...]
    technique: str
    needled_by: uuid.UUID
    needled_by_name: str
    in_plan_of_care: bool | None
    referral: str


@dataclass(frozen=True)
class InsertionLine:
    """One needle."""

    id: uuid.UUID
    key: str
    site_name: str
    row: Insertion
    point: tuple[str, float, float] | None
    """View of the body chart, across and down as fractions; None: not marked."""
    recorded_by: str
    recorded_at: datetime.datetime


@dataclass(frozen=True)
class EventLine:
    """An event with the tier that follows from what was told."""

    id: uuid.UUID
    event: EventKind
    tier: DerivedTier
    urgent: tuple[UrgentAction, ...]
    raw: Mapping[str, str]
    """The five answers by name."""
    began_at: datetime.datetime | None
    ended_at: datetime.datetime | None
    words: str
    done_about_it: str
    mistaken: bool
    said_by: str
    entered_by: str
    at: datetime.datetime


@dataclass(frozen=True)
class CheckLine:
    """A check on the patient."""

    id: uuid.UUID
    name: str
    session_id: uuid.UUID
    encounter_id: uuid.UUID
    patient_id: uuid.UUID
    patient_name: str
    simulated: bool
    telephone: str
    status: str
    due_at: datetime.datetime
    closes_at: datetime.datetime
    asked_at: datetime.datetime | None
    answered_at: datetime.datetime | None
    seen_at: datetime.datetime | None
    is_due: bool
    can_be_asked_by_mail: bool
    """The patient agreed to e-mail and has an address; otherwise somebody calls."""
    questions: tuple[CheckQuestion, ...]
    answers: Mapping[str, Answer]
    """An absent one was not answered, and is no no."""
    urgent: tuple[UrgentAction, ...]


@dataclass(frozen=True)
class SignatureLine:
    """A name under the session."""

    signed_as: str
    at: datetime.datetime
    is_cosignature: bool


@dataclass(frozen=True)
class Person:
    """Somebody who may hold the needle."""

    id: uuid.UUID
    name: str
    role: str


@dataclass(frozen=True)
class NeedlingPage:
    """Everything about the needling of one visit."""

    encounter_id: uuid.UUID
    episode_id: uuid.UUID
    patient_id: uuid.UUID
    patient_name: str
    simulated: bool
    session_id: uuid.UUID | None
    status: str
    """A `records.needling.NeedlingStatus`; empty: nothing is planned."""
    encounter_status: str
    may_record: bool
    """The visit is an open treatment visit, and the needling not settled."""
    day: datetime.date
    age_years: int | None
    begun_at: datetime.datetime | None
    not_done_because: str
    jurisdiction: Jurisdiction | None
    """None: not recorded, or not listed (`gate.jurisdiction` says)."""
    gate: Gate
    screen: tuple[ScreenLine, ...]
    """The items that the planned sites call for."""
    screen_id: uuid.UUID | None
    screened_on: datetime.date | None
    """Another day than `day` answers nothing: `screen` then shows every answer as unknown."""
    consent: ConsentPage
    licence: LicenceLine
    """Of who holds the needle."""
    plan: PlanLine
    people: tuple[Person, ...]
    techniques: tuple[Technique, ...]
    cards: tuple[SiteCard, ...]
    """Of the planned sites; a site without a card has none."""
    all_sites: tuple[SiteCard, ...]
    insertions: tuple[InsertionLine, ...]
    balance: Balance
    response: ImmediateResponse
    close_id: uuid.UUID | None
    ended_at: datetime.datetime | None
    stopped_because: str
    missing: tuple[Missing, ...]
    """What keeps it from being signed; empty: it can be, and once it is signed."""
    cautions: tuple[Caution, ...]
    signatures: tuple[SignatureLine, ...]
    events: tuple[EventLine, ...]
    event_kinds: tuple[EventKind, ...]
    checks: tuple[CheckLine, ...]
