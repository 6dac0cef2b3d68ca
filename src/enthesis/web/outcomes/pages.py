"""What the pages of outcomes show."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from enthesis.web.outcomes.picture import CoursePicture
from enthesis.web.plans.pages import About, Option
from enthesis.web.shell import Shell


@dataclass(frozen=True)
class PointRow:
    """One answer in a table. `value` is a dash where there is no score, and `because` says why."""

    answer_id: str
    """Empty where it may not be corrected."""
    day: str
    value: str
    said_by: str
    simulated: bool
    because: str
    details: str
    """The activities with their ratings; empty for anything else."""


@dataclass(frozen=True)
class MeasureCard:
    """One measure of one side: where it stands, how it changed, and how far it can be trusted."""

    id: str
    key: str
    name: str
    construct: str
    about: str
    """What it measures."""
    side: str
    unit: str
    range_words: str
    direction: str
    latest: str
    latest_on: str
    change: str
    """In a sentence, with its uncertainty."""
    verdict: str
    """better, worse, within, unknown or one."""
    verdict_words: str
    mcid: str
    mcid_source: str
    mdc: str
    mdc_source: str
    grade: str
    grade_because: str
    licence: str
    licence_state: str
    citation: str
    link: str
    rows: tuple[PointRow, ...]
    """The newest first."""
    forecast: str
    """In a sentence; or why there is none."""
    forecasts: bool
    simulated: bool


@dataclass(frozen=True)
class EventLine:
    """Something that happened."""

    id: uuid.UUID
    day: str
    kind: str
    text: str
    who: str
    simulated: bool


@dataclass(frozen=True)
class FollowUpLine:
    """One occasion."""

    id: uuid.UUID
    name: str
    due: str
    status: str
    status_words: str
    detail: str
    may_issue: bool


@dataclass(frozen=True)
class OutcomesPage:
    """How an episode goes."""

    shell: Shell
    about: About
    open: bool
    cards: tuple[MeasureCard, ...]
    course: CoursePicture | None
    chosen: str
    """Key of the one measure that is drawn; empty: several are."""
    events: tuple[EventLine, ...]
    follow_ups: tuple[FollowUpLine, ...]
    may_email_words: str
    may_email: str
    """yes, no, unknown or refused."""
    has_email: bool
    measures: tuple[Option, ...]
    """What can be entered."""
    kinds: tuple[Option, ...]
    today: str
    typed_text: str
    typed_kind: str
    may_record: bool
    may_invite: bool
    fault: str


@dataclass(frozen=True)
class NumberField:
    """A number to type: of a side, or of no side."""

    name: str
    label: str
    value: str


@dataclass(frozen=True)
class ActivityField:
    """An activity with its rating."""

    text: str
    score: str
    stands: bool
    """Named before, and rated again as it stands."""


@dataclass(frozen=True)
class ItemField:
    """A question of the clinic's own questionnaire."""

    name: str
    text: str
    kind: str
    """choice, boolean, number, date or text; heading for what only groups others."""
    options: tuple[Option, ...]
    value: str
    required: bool
    conditional: bool


@dataclass(frozen=True)
class EntryPage:
    """The form for one measure."""

    shell: Shell
    about: About
    measure: str
    name: str
    how: str
    ask: str
    range_words: str
    low_means: str
    high_means: str
    numbers: tuple[NumberField, ...]
    activities: tuple[ActivityField, ...]
    items: tuple[ItemField, ...]
    answers_items: bool
    """The questions are answered here; otherwise the total is entered."""
    takes_total: bool
    """A total that was scored elsewhere is entered."""
    other_way_url: str
    """To the other of the two; empty where there is one way alone."""
    licence: str
    licence_state: str
    questionnaire_title: str
    questionnaire_right: str
    grade: str
    grade_because: str
    taken_on: str
    today: str
    replaces: str
    fault: str


@dataclass(frozen=True)
class CriterionLine:
    """One criterion of a discharge."""

    words: str
    state: str
    """met, not_met or not_assessed."""
    because: str
    beside: str
    """What the patient told of the same thing; empty: nothing is shown."""
    simulated: bool


@dataclass(frozen=True)
class DischargeLine:
    """A discharge as it was decided."""

    when: str
    who: str
    reason: str
    criteria: tuple[CriterionLine, ...]
    maintenance: str
    summary: str
    reopened: str
    """When and by whom; empty: it stands."""
    reopened_because: str


@dataclass(frozen=True)
class DischargePage:
    """Discharge from an episode, or how it was."""

    shell: Shell
    about: About
    open: bool
    criteria: tuple[CriterionLine, ...]
    counts: tuple[int, int, int]
    """Met, not met, not assessed."""
    n_unsigned: int
    reasons: tuple[Option, ...]
    goal: tuple[Option, ...]
    maintenance: str
    summary: str
    follows: tuple[tuple[str, str], ...]
    """Occasion and day, if the patient were discharged today; or as they are planned."""
    earlier: tuple[DischargeLine, ...]
    """The newest first."""
    may_close: bool
    fault: str


@dataclass(frozen=True)
class FollowUpLinkPage:
    """The link of a follow-up, shown once."""

    shell: Shell
    about: About
    occasion: str
    until: str
    code: str
    address: str
    qr_svg: str


@dataclass(frozen=True)
class RateLine:
    """One occasion with its numbers; shares are in words with what they are shares of."""

    name: str
    due: int
    asked: int
    answered: int
    share: str
    in_part: int
    refused: int
    no_answer: int
    not_reached: int
    still_open: int


@dataclass(frozen=True)
class RatesPage:
    """How many were due, asked and answered."""

    shell: Shell
    spans: tuple[Option, ...]
    rates: tuple[RateLine, ...]
    total: RateLine
    without_word: int
    waiting: int
    may_be_lost: int
    mail_configured: bool
    has_address: bool


@dataclass(frozen=True)
class QuestionnaireLine:
    """A questionnaire the clinic brought in."""

    id: uuid.UUID
    title: str
    measure: str
    right: str
    who: str
    when: str
    n_answers: int
    in_use: bool


@dataclass(frozen=True)
class QuestionnairesPage:
    """The clinic's questionnaires, and the form for another."""

    shell: Shell
    lines: tuple[QuestionnaireLine, ...]
    measures: tuple[Option, ...]
    typed_right: str
    faults: tuple[str, ...]


@dataclass(frozen=True)
class ChoiceLine:
    """A measure that a patient can be asked."""

    id: str
    name: str
    what: str
    """The question, or the name of the questionnaire."""
    said: str
    """What there is to know of asking it."""
    ticked: bool


@dataclass(frozen=True)
class ChoicePage:
    """What the patient of an episode is asked."""

    shell: Shell
    about: About
    lines: tuple[ChoiceLine, ...]
    chosen: bool
    """Somebody chose; otherwise it is what the region asks."""
    fault: str
