"""One dataclass for each page and each region of the board: everything its template may use, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field

from enthesis.web.case_files import Example
from enthesis.web.state import KeptLine


@dataclass(frozen=True)
class ErrorPage:
    """An error in the house style."""

    status: int
    title: str
    what: str
    where: str
    mend: str


@dataclass(frozen=True)
class PackLine:
    """Which knowledge is in use, and how far it may be trusted."""

    id: str
    name: str
    version: str
    tier: str
    search_example: str


@dataclass(frozen=True)
class EntryPage:
    """The first page: where to start from."""

    pack: PackLine
    regions: tuple[Choice, ...]
    """Those on offer; none where there is no choice."""
    examples: tuple[Example, ...]
    n_sources: int
    n_findings: int
    n_studies: int
    sign_in_url: str
    """Where to sign in; empty for somebody who is signed in."""
    fault: str


@dataclass(frozen=True)
class Choice:
    """One option of a list."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class PatientView:
    """The fields about the person, as typed."""

    line: str
    age: str
    sport: str
    duration_weeks: str
    sexes: tuple[Choice, ...]
    sides: tuple[Choice, ...]
    onsets: tuple[Choice, ...]
    settings: tuple[Choice, ...]
    side: str
    note: str
    problems: dict[str, str]


@dataclass(frozen=True)
class FindingRow:
    """One finding in the list on the left."""

    id: str
    name: str
    state: str
    implied: str
    """State that follows from a value, the onset or the sport, while nothing was recorded; empty otherwise."""
    neuro: str
    prompts: bool
    """Whether a red flag hangs on it."""
    measure: bool
    """Kept with its value; moves no probability."""
    value: str
    side: str
    """left, right or both; empty: the affected side."""
    note: str
    hidden: bool
    matched: str
    """The plain word under which a search found it."""
    beside: str = ""
    """Side that a record keeps beside the finding's own entry; empty where it keeps none."""
    other: str = ""
    """What is recorded there, for instance 'left negative'."""

    @property
    def mark(self) -> str:
        """Side, value, note and the other side in one line, for below the name."""
        own = " · ".join(text for text in (self.side, "" if self.measure else self.value, self.note) if text)
        return " · ".join(text for text in (own, self.other) if text)


@dataclass(frozen=True)
class FindingGroup:
    """The findings of one stage of the examination."""

    id: str
    name: str
    icon: str
    rows: tuple[FindingRow, ...]
    n_recorded: int
    open: bool
    hidden: bool
    recorded: tuple[FindingRow, ...]


@dataclass(frozen=True)
class NeuroPart:
    """One named part of the neurological screen."""

    name: str
    done: int
    of: int
    first: str
    """Finding to open for this part: the first that is not recorded yet."""

    @property
    def width(self) -> float:
        """Share done in percent, for the meter."""
        return 100.0 * self.done / self.of


@dataclass(frozen=True)
class FlagView:
    """A red flag that is raised."""

    id: str
    name: str
    urgency: str
    urgency_words: str
    action: str
    because: tuple[str, ...]
    citation: str


@dataclass(frozen=True)
class FlagsView:
    """Red flags: raised, asked, not asked. Nothing here ever says cleared."""

    raised: tuple[FlagView, ...]
    n_asked: int
    not_asked: tuple[tuple[str, str], ...]
    """(finding id, name), the most urgent first."""


@dataclass(frozen=True)
class Effect:
    """What the answer to a test would do to one source."""

    name: str
    now: float
    if_positive: float
    if_negative: float


@dataclass(frozen=True)
class AccuracyRow:
    """One published figure, in words."""

    source: str
    compared_with: str
    population: str
    sensitivity: str
    sensitivity_interval: str
    specificity: str
    specificity_interval: str
    n: str
    reference: str
    citation: str
    doi: str
    pmid: str
    link: str
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class JudgedCell:
    """An elicited probability of the finding under one source."""

    source: str
    percent: float


@dataclass(frozen=True)
class SideRow:
    """One side of a finding on its card."""

    key: str
    """Of its entry, and in the names of its fields."""
    side: str
    """The side its entry is recorded with."""
    label: str
    about: str
    """affected or other side; empty where no one side is affected."""
    state: str
    value: str
    note: str
    hint: str
    """What the result of the other side does; empty without one."""


@dataclass(frozen=True)
class TestCard:
    """The finding in the middle."""

    id: str
    name: str
    meta: str
    state: str
    implied: str
    question: bool
    steps: tuple[str, ...]
    positive_when: str
    figure: str
    measure: bool
    takes_value: bool
    value: str
    value_hint: str
    side: str
    other_side: bool
    """Recorded on the side that is not affected, where the finding moves nothing."""
    note: str
    rows: tuple[SideRow, ...]
    """Both sides, where a record keeps them; the finding's own entry first."""
    asks_side: bool
    """Whether the side of the finding's own entry is asked for in words."""
    provokes_pain: bool
    could_change: bool
    effects: tuple[Effect, ...]
    computing: bool
    """The effects are still being computed."""
    without: bool
    """The finding is recorded already: `now` in the effects is without it."""
    accuracy: tuple[AccuracyRow, ...]
    more_accuracy: tuple[AccuracyRow, ...]
    judged: tuple[JudgedCell, ...]
    judged_background: float
    judged_worth: float


@dataclass(frozen=True)
class EstimateView:
    """One source with its interval."""

    id: str
    name: str
    probability: float
    interval: tuple[float, float] | None
    """The 95% interval; None while it is being computed."""
    pretest: float
    elicited: float


@dataclass(frozen=True)
class CombinationView:
    """Sources present together."""

    names: tuple[str, ...]
    probability: float


@dataclass(frozen=True)
class SourcesView:
    """The differential."""

    first: tuple[EstimateView, ...]
    rest: tuple[EstimateView, ...]
    unmodelled: EstimateView
    together: float
    combinations: tuple[CombinationView, ...]
    close_call: str
    modifier: str
    explained: str
    nothing_yet: bool


@dataclass(frozen=True)
class NextTestView:
    """One finding worth asking or testing next."""

    id: str
    name: str
    provokes_pain: bool
    could_change: bool
    minutes: str
    bits: float


@dataclass(frozen=True)
class NextGroup:
    """Next tests in one position."""

    position: str
    icon: str
    tests: tuple[NextTestView, ...]


@dataclass(frozen=True)
class NextView:
    """Next best tests, grouped by position."""

    groups: tuple[NextGroup, ...]
    could_change: int
    enough: bool
    because: str


@dataclass(frozen=True)
class ReasonFinding:
    """One finding inside a reason."""

    name: str
    present: bool
    alone: float


@dataclass(frozen=True)
class Reason:
    """What one mechanism group adds to a source or takes from it."""

    name: str
    decibans: float
    findings: tuple[ReasonFinding, ...]


@dataclass(frozen=True)
class ReasonsView:
    """Why one source stands where it does."""

    source: str
    name: str
    pretest: float
    probability: float
    total: float
    reasons: tuple[Reason, ...]
    others: int
    """How many of the smallest groups the last line holds together; 0 when each has its own line."""
    scale: float

    def bar(self, reason: Reason) -> float:
        """Length of a bar, 0 to 60."""
        return 60.0 * abs(reason.decibans) / self.scale


@dataclass(frozen=True)
class MemoryView:
    """What the form must carry so that the server keeps nothing."""

    shown: str
    history: str
    n_undo: int
    kept: str
    title: str
    fictional: bool
    card: str
    explained: str
    show: str
    values: tuple[tuple[str, str], ...]
    """(name of the field, text) of values, sides and notes that have no field on the page now."""


@dataclass(frozen=True)
class RecordedList:
    """Recorded findings of one stage, for print."""

    stage: str
    findings: tuple[FindingRow, ...]


@dataclass(frozen=True)
class BoardPage:
    """The examination board."""

    pack: PackLine
    title: str
    fictional: bool
    patient: PatientView
    flags: FlagsView
    groups: tuple[FindingGroup, ...]
    neuro: tuple[NeuroPart, ...]
    card: TestCard
    sources: SourcesView
    next: NextView
    reasons: ReasonsView | None
    memory: MemoryView
    notices: tuple[str, ...]
    fault: str
    kept: tuple[KeptLine, ...]
    kept_names: dict[str, str]
    """Names of the findings that kept lines come nearest to, by id."""
    show: str
    search: str
    n_shown: int
    recorded: tuple[RecordedList, ...]
    implied: dict[str, str] = field(default_factory=dict[str, str])
