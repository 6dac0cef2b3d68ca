"""What the templates of the room may use, beside the board's own page."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from enthesis.web.pages import BoardPage
from enthesis.web.shell import Shell


@dataclass(frozen=True)
class Cell:
    """One field for one side. `name` is the field's, `quantity` and `side` are the entry's."""

    name: str
    quantity: str
    side: str
    value: str
    """A grade, or a number in the clinic's unit, as typed."""
    label: str


@dataclass(frozen=True)
class GradeRow:
    """One reflex, myotome or dermatome on both sides."""

    id: str
    name: str
    levels: str
    how: str
    right: Cell
    left: Cell


@dataclass(frozen=True)
class MapPoint:
    """A place on the map that is graded by a tap; x and y in units of the picture."""

    cell: Cell
    x: float
    y: float


@dataclass(frozen=True)
class MapWindow:
    """A part of one view of the body figure; x, width and height in units of the picture."""

    x: float
    width: float
    height: float
    box: str
    """What of the figure shows: left, top, width, height in figure units."""
    outlines: tuple[str, ...]
    is_front: bool
    """From the front the patient's right is on the left of the picture."""


@dataclass(frozen=True)
class PointMap:
    """The body with its points."""

    width: float
    height: float
    windows: tuple[MapWindow, ...]
    points: tuple[MapPoint, ...]


@dataclass(frozen=True)
class GradePanel:
    """A table of grades."""

    id: str
    title: str
    rows: tuple[GradeRow, ...]
    grades: tuple[tuple[str, str], ...]
    """(grade, words)."""
    normal: str
    citation: str
    n_open: int
    """Fields without a grade."""
    map: PointMap | None


@dataclass(frozen=True)
class MeasureRow:
    """One measured quantity on both sides."""

    id: str
    name: str
    how: str
    position: str
    position_words: str
    right: Cell
    left: Cell
    symmetry_percent: float | None
    less_is_more: bool

    @property
    def right_share(self) -> float:
        """Length of the bar of the right side, 0 to 100."""
        return _share(self.right.value, self.left.value)

    @property
    def left_share(self) -> float:
        """Length of the bar of the left side, 0 to 100."""
        return _share(self.left.value, self.right.value)


def _share(mine: str, other: str) -> float:
    numbers = [float(text) if text else 0.0 for text in (mine, other)]
    return 100.0 * numbers[0] / max(*numbers, 1e-9)


@dataclass(frozen=True)
class MeasurePanel:
    """A table of measured quantities."""

    id: str
    title: str
    unit: str
    per_unit: float
    """Stored unit for each shown one: newtons for each pound, or 1."""
    rows: tuple[MeasureRow, ...]
    citation: str


@dataclass(frozen=True)
class MovementRow:
    """A repeated movement, with its effect during and after."""

    id: str
    name: str
    position_words: str
    during: Cell
    after: Cell


@dataclass(frozen=True)
class MovementsPanel:
    """Repeated movements."""

    rows: tuple[MovementRow, ...]
    during: tuple[tuple[str, str], ...]
    after: tuple[tuple[str, str], ...]
    direction: str
    """Directional preference; empty for none."""
    because: str
    citation: str


@dataclass(frozen=True)
class ProposalView:
    """A finding that follows from grades, to be recorded with one tap; never recorded by itself."""

    finding: str
    name: str
    state: str
    because: str
    citation: str
    recorded: str
    """State that is recorded already and differs; empty when nothing is recorded."""


@dataclass(frozen=True)
class PartView:
    """A part of the neurological screen: done, left out with a reason, or open."""

    name: str
    table: str
    """Id of the table of the room in which it is graded or measured; empty where it has none."""
    done: int
    of: int
    first: str
    left_out: str

    @property
    def state(self) -> str:
        """done, left_out or open."""
        return "done" if self.done == self.of else "left_out" if self.left_out.strip() else "open"

    @property
    def width(self) -> float:
        """Share done in percent."""
        return 100.0 * self.done / self.of


@dataclass(frozen=True)
class Answered:
    """What was done about a red flag."""

    action: str
    words: str
    reason: str
    who: str
    at: str


@dataclass(frozen=True)
class DiagnosisView:
    """The clinician's own view; `agrees` is empty while there is none."""

    agrees: str
    words: str
    sources: tuple[str, ...]
    reason: str
    who: str
    at: str
    all_sources: tuple[tuple[str, str], ...]
    """(id, name), as the board ranks them now."""


@dataclass(frozen=True)
class Clashed:
    """A change that was not made, with both values, for browsers without script."""

    what: str
    yours: str
    theirs: str
    who: str
    at: str


@dataclass(frozen=True, kw_only=True)
class RoomPage(BoardPage):
    """The room."""

    encounter_id: uuid.UUID
    episode_id: uuid.UUID
    patient_id: uuid.UUID
    complaint: str
    kind_words: str
    saved_at: str
    held: str
    """JSON of {kind:key: {id, content}} of every current entry."""
    pulse: str
    """JSON of {status, n_entries, newest}."""
    parts: tuple[PartView, ...]
    grades: tuple[GradePanel, ...]
    neural: MeasurePanel
    measures: tuple[MeasurePanel, ...]
    movements: MovementsPanel
    proposals: tuple[ProposalView, ...]
    answered: dict[str, Answered]
    flag_actions: tuple[tuple[str, str], ...]
    diagnosis: DiagnosisView
    missing: tuple[str, ...]
    """What stands between the encounter and a signature, in words."""
    handed_back: str
    onset: str
    duration_weeks: str
    plan: str
    clashes: tuple[Clashed, ...]
    not_recorded: tuple[str, ...]
    draft: bool
    """Intervals, next tests, reasons and the first card are still to be asked for."""
    letter_url: str
    note_url: str


@dataclass(frozen=True)
class SignatureLine:
    """A name under an encounter."""

    signed_as: str
    at: str
    is_cosignature: bool


@dataclass(frozen=True)
class AddendumLine:
    """What was added after."""

    text: str
    who: str
    at: str


@dataclass(frozen=True)
class ReviewPage:
    """What is missing for signing; and what may be done with the encounter now."""

    shell: Shell
    encounter_id: uuid.UUID
    episode_id: uuid.UUID
    patient_name: str
    line: str
    complaint: str
    status: str
    status_words: str
    is_evaluation: bool
    flags_missing: tuple[str, ...]
    parts_missing: tuple[str, ...]
    diagnosis_missing: bool
    ready: bool
    board: RoomPage
    signatures: tuple[SignatureLine, ...]
    addenda: tuple[AddendumLine, ...]
    may_sign: bool
    may_cosign: bool
    cosign_after: bool
    """A signature of this person waits for a co-signature."""
    may_add: bool
    typed: str
    """What was typed into a form that could not be accepted."""
    fault: str
    note_url: str
