"""What is known of outcome measures: how they are scored, how large a change must be to count, how good they are, who owns them.

Frozen, and without behaviour beyond look-ups. Measures belong to no region: they are read from `packs/measures` by
`outcome_measures_loading`. A number that nobody read is not here: its `value` is None, which means *not established here*.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Literal

from enthesis.knowledge.rehabilitation import Basis, Criterion, Support

Entry = Literal["number", "items", "activities", "total"]
"""How an answer comes in: one number; the items of our own or freely licensed text; activities the patient names and rates;
or a total that was scored elsewhere (or by a questionnaire the clinic imported)."""
Better = Literal["higher", "lower"]
Grade = Literal["A", "B", "C", "D"]
Property = Literal["reliability", "validity", "responsiveness"]
LicenceState = Literal["free", "permission_needed", "unclear"]


@dataclass(frozen=True)
class Change:
    """How large a change must be: to matter to patients (MCID), or to be more than measurement error (MDC)."""

    value: float | None
    """In the measure's own points; None: not established here, which is never the same as 0."""
    unit: str
    population: str
    citation: str
    link: str
    read_as: Basis
    """How it was read; `judgement` only where `value` is None."""
    level: float | None = None
    """Confidence of an MDC, 0.90 or 0.95; None where the source, as read, does not say."""
    note: str = ""
    """Other published values, or what limits this one. Any figure here was read in the same place."""


@dataclass(frozen=True)
class Licence:
    """Whether the wording of the items may be used."""

    state: LicenceState
    sentence: str


@dataclass(frozen=True)
class Item:
    """One question of a measure. `text` is ours, or empty where the wording is not ours to print."""

    id: str
    allowed: tuple[float, ...]
    """Scores an answer may have, ascending; 0 to 10 in whole points, for instance."""
    text: str = ""


@dataclass(frozen=True)
class Gate:
    """An answer that ends the questionnaire: with it, the score is `score`, whatever else was left blank."""

    item: str
    answer: float
    score: float


@dataclass(frozen=True)
class Scoring:
    """How answers become a score: `times * (combined - minus)`, where at least `fewest` items are answered.

    Assumes: items are interchangeable in what they add (as the authors of each measure do).
    """

    items: tuple[Item, ...]
    combine: Literal["sum", "mean", "share_of_highest"]
    """`share_of_highest`: the sum of the answers over the sum of the highest answers of the items that were answered."""
    times: float
    minus: float
    fewest: int
    """Fewest answered items for a score; one of `alternatives` counts as one item. Equal to their number: no item may miss."""
    alternatives: tuple[tuple[str, ...], ...]
    """Groups of items of which exactly one is answered: the branches of question 8 of the VISA scales."""
    gates: tuple[Gate, ...]
    missing_rule: str
    """What happens when an item is missing, in a sentence."""
    support: Support

    @cached_property
    def item_by_id(self) -> Mapping[str, Item]:
        """Items by id."""
        return MappingProxyType({item.id: item for item in self.items})

    @cached_property
    def n_counted(self) -> int:
        """Number of items that count: a group of alternatives counts once."""
        return len(self.items) - sum(len(group) - 1 for group in self.alternatives)


@dataclass(frozen=True)
class QualityEvidence:
    """One thing read about how good a measure is; the grade is made of these by a rule, never typed."""

    property: Property
    finding: str
    """In a sentence, with the figures as they were read."""
    speaks_for: bool
    """False: the source finds the measure wanting here."""
    n: int | None
    """People in the sample; None where it was not read, or for a review."""
    target_population: bool
    """Whether these people had what the measure was made for."""
    support: Support


@dataclass(frozen=True)
class Measure:
    """One outcome measure."""

    id: str
    name: str
    short: str
    construct: str
    how: str
    """How it is asked or done, in our own words, for whoever asks it."""
    ask: str
    """What the patient reads, in our own words; empty where the wording is not ours to print."""
    low_means: str
    """The anchors of the two ends, for the patient; empty where there are none."""
    high_means: str
    entry: Entry
    low: float
    high: float | None
    """None: open above (a distance, a number of repetitions)."""
    step: float
    unit: str
    better: Better
    per_side: bool
    n_items: int | None
    """Items of a scored total, as published; None for a single number."""
    scoring: Scoring | None
    """None: one number, activities, or only the total is known here."""
    mcid: Change
    mdc: Change
    quality: Grade
    quality_because: str
    evidence: tuple[QualityEvidence, ...]
    licence: Licence
    citation: str
    link: str
    loinc: str
    """Empty where no code was confirmed."""
    plain: str = ""
    """What it asks, in the words of a patient's summary; empty: the summary does not speak of it."""
    where: str = field(default="", compare=False)
    """File and line."""

    @property
    def unit_word(self) -> str:
        """The unit of a difference, without the range: "points" of "points (0-80)"."""
        return self.unit.partition(" (")[0]

    @property
    def may_print_items(self) -> bool:
        """Whether the questions themselves may be shown; otherwise a total is entered, or the clinic imports its own form."""
        return self.licence.state == "free"

    @property
    def is_asked_by_phone(self) -> bool:
        """Whether a patient can be asked it as it is: by a question of ours, without somebody who measures each side."""
        return bool(self.ask) and self.entry in ("number", "activities") and not self.per_side

    @property
    def takes_questionnaire(self) -> bool:
        """Whether a clinic may bring in the questionnaire that it is the total of."""
        return self.entry == "total"


@dataclass(frozen=True)
class DischargeCriterion:
    """One line of what is looked at before discharge, beside the criteria of the phase."""

    criterion: Criterion
    name: str
    """In words a clinician reads."""
    told: str = ""
    """The daily measure (`knowledge.measures`) in which the patient tells of the same thing; empty: none."""


@dataclass(frozen=True)
class OutcomeMeasures:
    """Everything `packs/measures` holds."""

    measures: tuple[Measure, ...]
    discharge: tuple[DischargeCriterion, ...]
    digest: str = ""
    """SHA-256 of the files."""

    @cached_property
    def by_id(self) -> Mapping[str, Measure]:
        """Measures by id."""
        return MappingProxyType({measure.id: measure for measure in self.measures})
