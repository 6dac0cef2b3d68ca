"""The typed form of a knowledge pack: frozen, complete, and without behaviour beyond look-ups.

Every object carries `where` (file and line), so that a fault found later can still be shown to the author.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

UNMODELLED_CAUSE = "unmodelled_cause"
"""Id of the hypothesis that the pack does not know what causes the complaint."""


@dataclass(frozen=True)
class Source:
    """A structure or disease that may cause the complaint."""

    id: str
    name: str
    group: str
    dangerous: bool
    management: str
    synonyms: tuple[str, ...]
    summary: str
    no_red_flag_because: str | None
    where: str


@dataclass(frozen=True)
class Profile:
    """How common a source is in each setting, and how age, sex and duration move that. All elicited."""

    source: str
    setting_weights: Mapping[str, float]
    """Relative frequency by setting, above 0; only ratios within a setting matter."""
    band_factors: Mapping[str, float]
    """Odds multiplier by band id (age, sex, duration), above 0; 1 means no influence."""
    where: str


@dataclass(frozen=True)
class Mechanism:
    """A group of findings that share a cause beyond the sources, so that they are not independent witnesses."""

    id: str
    name: str
    correlation: float
    """Correlation of the findings given the sources, in [0, 1), elicited."""
    where: str


@dataclass(frozen=True)
class CutPoint:
    """How a measured value becomes a finding: present at or beyond the threshold."""

    of: str
    """Id of the finding whose value is read."""
    unit: str
    present_at_or_below: float | None
    present_at_or_above: float | None
    basis: str


@dataclass(frozen=True)
class Finding:
    """Something a therapist can ask, see, feel or test."""

    id: str
    name: str
    kind: str
    mechanism: str
    position: str
    seconds: int
    provokes_pain: bool
    marks: tuple[str, ...]
    how: str
    positive_when: str
    words: tuple[str, ...]
    opposite_words: tuple[str, ...]
    cut_point: CutPoint | None
    neuro_screen: str | None
    """Which named part of the neurological screen this belongs to, if any."""
    other_side_of: str | None
    """Finding id that this one stands for when it was found on the other side."""
    offered: bool
    """False for findings that a record may hold but that are never worth suggesting as the next test."""
    informative: bool
    """False for measures and remarks that are understood and kept but move no probability."""
    midline: bool
    """On no one side: the midline, the whole body, or both legs at once."""
    where: str

    @property
    def has_sides(self) -> bool:
        """Whether it is examined on one side and can be recorded of the other as well."""
        return self.informative and self.position != "interview" and not self.midline and self.other_side_of is None


@dataclass(frozen=True)
class Judgement:
    """Elicited probabilities of one finding under each source."""

    finding: str
    background_percent: float
    percent_by_source: Mapping[str, float]
    """Sources not named have the background: no tie to the finding."""
    strength: float
    """Pseudo-count of each judgement, 2 to 8."""
    where: str


@dataclass(frozen=True)
class Reference:
    """One publication."""

    key: str
    citation: str
    doi: str | None
    pmid: str | None
    url: str | None
    where: str


@dataclass(frozen=True)
class EvidenceRow:
    """One published figure about one finding in one source."""

    id: str
    source: str
    finding: str
    kind: str
    """accuracy | frequency | likelihood_ratio"""
    design: str
    """single_gate | two_gate | series | review"""
    sensitivity: float | None
    n_with: float | None
    specificity: float | None
    n_without: float | None
    sensitivity_interval: tuple[float, float] | None
    specificity_interval: tuple[float, float] | None
    likelihood_ratio_positive: float | None
    likelihood_ratio_negative: float | None
    comparator: str
    n_is_elicited: bool
    population: str
    place: str
    verified: str
    reference: str
    unused_because: str | None
    outside_because: str | None
    """Why the model's figure may lie outside this row's interval, when it does."""
    where: str


@dataclass(frozen=True)
class CaseCount:
    """One finding that one published case reported, with the case's confirmed source."""

    case: str
    citation: str
    source: str
    finding: str
    present: bool
    where: str


@dataclass(frozen=True)
class Term:
    """One condition of a red-flag rule: any of these findings in this state, or at least `count` of them."""

    findings: tuple[str, ...]
    count: int = 1
    state: str = "positive"


@dataclass(frozen=True)
class RedFlag:
    """A rule over findings that asks for medical action, whatever the probabilities say."""

    id: str
    name: str
    urgency: str
    terms: tuple[Term, ...]
    """All must hold."""
    onset_bands: tuple[str, ...]
    """Age or duration bands of which one must hold; empty: any."""
    source_groups: tuple[str, ...]
    sources: tuple[str, ...]
    action: str
    citation: str
    where: str


@dataclass(frozen=True)
class ManagementClass:
    """What would be done first about a group of sources."""

    id: str
    name: str
    threshold: float
    """Summed probability of its sources from which this class is in play; elicited."""
    where: str = ""


@dataclass(frozen=True)
class Modifier:
    """A state of the patient that changes what findings are worth (not a source)."""

    id: str
    name: str
    criteria: tuple[str, ...]
    prior_by_criteria: tuple[float, ...]
    """Probability with 0, 1, ... of the criteria present."""
    ignored_below: float
    leak_rise: Mapping[str, float]
    """By mark of a finding: the share of the way from the leak to 1 that the leak rises."""
    where: str = ""


@dataclass(frozen=True)
class Band:
    """One broad class of age, sex or duration."""

    id: str
    dimension: str
    """age_years | sex | duration_weeks"""
    at_least: float | None
    below: float | None
    equals: str | None
    where: str = ""


@dataclass(frozen=True)
class Pair:
    """Two sources known to go together more often than chance."""

    sources: tuple[str, str]
    odds_multiplier: float
    basis: str
    where: str = ""


@dataclass(frozen=True)
class Pack:
    """One region's knowledge."""

    id: str
    name: str
    version: str
    tier: str
    licence: str
    scope: str
    last_reviewed: str
    default_setting: str
    settings: Mapping[str, str]
    settings_holding_age: tuple[str, ...]
    """Settings whose weights already speak of one age group, so that age is not counted twice."""
    size_prior: tuple[float, ...]
    unmodelled_weight: Mapping[str, float]
    unmodelled_strength: float
    prior_log_odds_sd: float
    largest_effective_n: float
    case_weight: float
    """How many patients one finding of a published case counts for; elicited."""
    dangerous_threshold: Mapping[str, float]
    """By setting: P(any dangerous source) from which medical review is advised; `default` where a setting is not named."""
    enough_tested_below: float
    sources: tuple[Source, ...]
    profiles: tuple[Profile, ...]
    mechanisms: tuple[Mechanism, ...]
    findings: tuple[Finding, ...]
    judgements: tuple[Judgement, ...]
    references: tuple[Reference, ...]
    evidence: tuple[EvidenceRow, ...]
    case_counts: tuple[CaseCount, ...]
    red_flags: tuple[RedFlag, ...]
    management: tuple[ManagementClass, ...]
    modifiers: tuple[Modifier, ...]
    bands: tuple[Band, ...]
    pairs: tuple[Pair, ...]
    onset_findings: Mapping[str, Mapping[str, bool]]
    """Findings that the `onset` of a case file states, by its word: finding id to present or absent."""
    neuro_screen: Mapping[str, str]
    """Parts of the neurological screen in the order in which they are done: short name to the name written out."""
    search_example: str
    """What somebody could type to find a finding of this region, shown in the empty field."""
    first_card: str
    """Finding whose card an empty board shows; empty: the one most worth asking."""
    red_flag_questions: tuple[str, ...]
    """Findings that everybody should be asked about before loading, most urgent first."""
    foreign_words: tuple[str, ...]
    """Words of other regions: a sentence with one of them is never guessed to be about a finding that does not use it."""
    sport_mechanism: str
    """Mechanism group whose findings the `sport` of a case file may state."""
    phrasing_file: Path | None = field(default=None, compare=False)
    """Trained weights for whole sentences, when the pack has them."""
    digest: str = field(default="", compare=False)
    """SHA-256 over the pack's files, so that a result can name exactly what it was computed from."""
    places: Mapping[str, str] = field(default_factory=dict[str, str], compare=False)
    """File and line of each key of pack.yaml, written `tier` or `model.size_prior`."""

    def place_of(self, key: str) -> str:
        """File and line of a key of pack.yaml, or of the key above it, or the pack's id when neither was written."""
        return self.places.get(key) or self.places.get(key.partition(".")[0]) or f"pack {self.id}"

    @cached_property
    def source_by_id(self) -> Mapping[str, Source]:
        return MappingProxyType({s.id: s for s in self.sources})

    @cached_property
    def finding_by_id(self) -> Mapping[str, Finding]:
        return MappingProxyType({f.id: f for f in self.findings})

    @cached_property
    def neuro_parts(self) -> Mapping[str, tuple[str, ...]]:
        """Findings of each part of the neurological screen that has any, in the pack's order."""
        held = {part: tuple(f.id for f in self.findings if f.neuro_screen == part) for part in self.neuro_screen}
        return MappingProxyType({part: findings for part, findings in held.items() if findings})

    @cached_property
    def mechanism_by_id(self) -> Mapping[str, Mechanism]:
        return MappingProxyType({m.id: m for m in self.mechanisms})

    @cached_property
    def reference_by_key(self) -> Mapping[str, Reference]:
        return MappingProxyType({r.key: r for r in self.references})

    @cached_property
    def evidence_by_finding(self) -> Mapping[str, tuple[EvidenceRow, ...]]:
        found: dict[str, list[EvidenceRow]] = {}
        for row in self.evidence:
            found.setdefault(row.finding, []).append(row)
        return MappingProxyType({finding: tuple(rows) for finding, rows in found.items()})
