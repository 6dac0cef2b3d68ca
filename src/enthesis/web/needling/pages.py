"""What the pages of needling show: one frozen dataclass for each. The clinical part comes frozen from the actions."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from enthesis.actions.needling_calls import NeedlingCall
from enthesis.actions.needling_page import CheckLine, ConsentPage, LicenceLine, NeedlingPage
from enthesis.care.needling_gate import Reason
from enthesis.knowledge.needling import Jurisdiction, SiteCard
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.shell import Shell


@dataclass(frozen=True)
class ReasonCard:
    """One reason of the gate with the form that may lift it."""

    reason: Reason
    override_id: str
    lifted_by: str
    """Who wrote the reason, and when; empty: nobody."""
    typed_reason: str
    typed_advice: str
    links_to: str
    """Address of the page where it is mended; empty: none."""
    link_words: str


@dataclass(frozen=True)
class SiteChoice:
    """A muscle to choose."""

    value: str
    """`id|side`."""
    name: str
    side: str


@dataclass(frozen=True)
class SiteOption:
    """A muscle of the list, and the parts of the figure for which it is proposed."""

    id: str
    name: str
    region: str
    places: str
    midline: bool


@dataclass(frozen=True)
class NeedleRow:
    """One needle in the list."""

    number: int
    key: str
    id: uuid.UUID
    site: str
    said: str
    """What is recorded of it, in one line."""
    missing: tuple[str, ...]
    on_chart: bool


@dataclass(frozen=True)
class ChartView:
    """A view of the figure with the needles on it."""

    view: str
    title: str
    svg: str
    n_points: int


@dataclass(frozen=True)
class VisitPage:
    """The needling of one visit: gate, site, needles."""

    shell: Shell
    at: NeedlingPage
    clock: ClinicTime
    state: str
    """closed, open, begun, waiting, signed, not_done."""
    faults: Mapping[str, str]
    """One sentence by the act that failed."""
    reasons: tuple[ReasonCard, ...]
    """Those that stand in the way, then those lifted; what an answer of the screen asks for is apart."""
    screen_reasons: tuple[ReasonCard, ...]
    notes: tuple[Reason, ...]
    unanswered: int
    planned: tuple[SiteChoice, ...]
    cards: tuple[SiteCard, ...]
    without_card: tuple[str, ...]
    options: tuple[SiteOption, ...]
    plan: Mapping[str, str]
    needle: Mapping[str, str]
    """Fields of the form of one needle."""
    techniques: tuple[tuple[str, str], ...]
    """Value and words of each, as of the two that follow."""
    muscles: tuple[tuple[str, str], ...]
    size_choices: tuple[tuple[str, str], ...]
    rows: tuple[NeedleRow, ...]
    close: Mapping[str, str]
    asks_breathing: bool
    asks_strength: bool
    missing: tuple[str, ...]
    views: tuple[ChartView, ...]
    figure_url: str
    may_override: bool
    may_sign: bool
    may_cosign: bool
    signs_as_student: bool
    screen_is_old: str
    """The day of a screen that answers nothing any more; empty: none."""


@dataclass(frozen=True)
class ConsentView:
    """The text, what stands, and what may be done."""

    shell: Shell
    at: ConsentPage
    clock: ClinicTime
    clinic_name: str
    therapist: str
    """Who prints the patient's copy, where they may hold a needle; empty: a line to write on."""
    licence: LicenceLine | None
    """Theirs: the copy states their training."""
    typed: Mapping[str, str]
    fault: str
    may_record: bool
    may_withdraw: bool
    today: str


@dataclass(frozen=True)
class IssuedCheck:
    """A link to a check, shown once."""

    address: str
    qr: str
    name: str


@dataclass(frozen=True)
class AfterPage:
    """Events of a session, and the checks that follow it."""

    shell: Shell
    at: NeedlingPage
    clock: ClinicTime
    typed: Mapping[str, str]
    fault: str
    event_options: tuple[tuple[str, str], ...]
    issued: IssuedCheck | None
    may_record: bool
    may_link: bool


@dataclass(frozen=True)
class CallPage:
    """One check, for who calls the patient."""

    shell: Shell
    check: CheckLine
    clock: ClinicTime
    advice: Mapping[str, tuple[str, str]]
    """Urgency and what the clinician does, by question."""
    fault: str
    may_record: bool


@dataclass(frozen=True)
class RateRow:
    """One line of a picture of rates: a dot, and the bar of its interval, on a logarithmic axis."""

    label: str
    said: str
    """The numbers in words, for those who do not see the picture, and printed beside it."""
    own: bool
    at: str
    """Where the dot stands, per cent of the width; empty: no rate, no dot."""
    low: str
    high: str
    """Ends of the bar, per cent of the width; empty: the source gives none."""
    definition: str
    link: str
    citation: str


@dataclass(frozen=True)
class RatePicture:
    """One event: the clinic's own rate beside the published ones."""

    event: str
    name: str
    rows: tuple[RateRow, ...]


@dataclass(frozen=True)
class ClinicPage:
    """Law, licences, checks and rates of a clinic."""

    shell: Shell
    clock: ClinicTime
    jurisdiction_id: str
    jurisdiction: Jurisdiction | None
    rule_words: Mapping[str, str]
    """Sentence by id of the rule, with three dots for what a session fills in."""
    places: tuple[Jurisdiction, ...]
    check_with_board: str
    may_manage: bool
    licences: tuple[LicenceLine, ...]
    calls: tuple[NeedlingCall, ...]
    n_more_calls: int
    n_sessions: int
    n_simulated: int
    """Signed sessions of simulated patients among them."""
    rates: tuple[RatePicture, ...]
    without_rate: tuple[str, ...]


@dataclass(frozen=True)
class LicencePage:
    """One's own licence and training."""

    shell: Shell
    clock: ClinicTime
    at: LicenceLine | None
    places: tuple[Jurisdiction, ...]
    typed: Mapping[str, str]
    fault: str
