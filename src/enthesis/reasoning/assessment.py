"""Assess one case: sources with intervals, red flags, next tests, reasons. The answer of `enthesis assess`."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from enthesis.knowledge.pack import UNMODELLED_CAUSE, Pack
from enthesis.reasoning.case import Case
from enthesis.reasoning.explanation import Explanation, explain
from enthesis.reasoning.hypotheses import PUBLISHED_CASE_MIX, Patient
from enthesis.reasoning.interpretation import Interpretation, interpret
from enthesis.reasoning.intervals import MOST_DRAWN_SETS, MOST_TESTED_SETS, Draws, interval_of, retained_sets
from enthesis.reasoning.network import Network, Observed
from enthesis.reasoning.next_tests import NextTest, rank_next_tests
from enthesis.reasoning.red_flags import RaisedFlag, raise_red_flags, red_flags_not_assessed
from enthesis.reasoning.words import Vocabulary, vocabulary_of
from enthesis.terms.probability import FloatArray

DRAWS = 200
SEED = 20140303
"""Fixed, so that the same case gives the same intervals every time."""
EXPLAINED_SOURCES = 4
COMBINATION_FLOOR = 0.02
COMBINATIONS_SHOWN = 6
COMBINED_SOURCES = 8


@dataclass(frozen=True)
class SourceEstimate:
    """How probable one source is, before and after the findings."""

    id: str
    name: str
    group: str
    pretest_probability: float
    probability: float
    interval_95: tuple[float, float]
    elicited_share: float


@dataclass(frozen=True)
class Combination:
    """P(all these sources are present together)."""

    sources: tuple[str, ...]
    probability: float


@dataclass(frozen=True)
class Assessment:
    """Everything Enthesis says about one set of findings. Supports a decision; diagnoses nothing."""

    pack: Pack
    setting: str
    sources: tuple[SourceEstimate, ...]
    unmodelled: SourceEstimate
    modifiers: tuple[tuple[str, float], ...]
    combinations: tuple[Combination, ...]
    red_flags: tuple[RaisedFlag, ...]
    red_flags_not_assessed: tuple[str, ...]
    next_tests: tuple[NextTest, ...]
    enough_tested: bool
    enough_because: str
    explanations: tuple[Explanation, ...]
    close_call: str | None
    lost_mass: float
    """Posterior mass of the sets on which next tests were not ranked."""
    is_draft: bool = False
    """Probabilities and red flags alone, which take a tenth of the time: every interval is (0, 1), and there are no next
    tests and no reasons."""


class Assessor:
    """A pack ready to assess cases; build it once, use it for every case of the pack."""

    def __init__(
        self,
        pack: Pack,
        n_draws: int = DRAWS,
        seed: int = SEED,
        network: Network | None = None,
        vocabulary: Vocabulary | None = None,
    ) -> None:
        self.pack = pack
        self.network = network or Network(pack)
        self.vocabulary = vocabulary or vocabulary_of(pack)
        self.n_draws = n_draws
        self._draws = Draws(self.network, n_draws, seed)

    def prepare(self) -> None:
        """Make the table and the draws of every finding now; the first record with a finding would wait some milliseconds for each."""
        for row in range(len(self.network.finding_ids)):
            self.network.probability_table(row, False)
            self._draws.cells(row)

    def interpret(self, case: Case, strict: bool = True, with_investigations: bool = True) -> Interpretation:
        """Read a case in the pack's terms; see `interpretation.interpret`."""
        return interpret(case, self.pack, self.vocabulary, strict, with_investigations)

    def assess(
        self,
        observed: Observed,
        patient: Patient,
        setting: str,
        equivocal: frozenset[str] = frozenset(),
        position: str | None = None,
        explained: tuple[str, ...] = (),
        draft: bool = False,
        n_explained: int = EXPLAINED_SOURCES,
        with_next_tests: bool = True,
    ) -> Assessment:
        """Assess recorded findings.

        Args:
            observed: finding id to present or absent; what is missing was not assessed.
            setting: a setting of the pack, or `published_case_mix`.
            equivocal: findings recorded as neither; they move nothing and are not suggested again.
            position: where the patient is now, so that staying there costs nothing.
            explained: sources to explain; default the most probable ones.
            draft: leave out what takes long (`Assessment.is_draft`).
            n_explained: how many of the most probable sources are explained where none is named.
            with_next_tests: False for a record that is closed: nothing is tested next.
        Assumes: what `Network.posterior` assumes.
        Source: DESIGN 5.
        """
        network = self.network
        prior = network.set_prior(setting, patient)
        posterior = network.posterior(prior, observed)
        pretest = network.marginals(prior)
        weight = posterior.weight
        probability = network.marginals(weight)
        if draft:
            tested = np.arange(0)
            bounds = np.tile([0.0, 1.0], (len(probability), 1))
        else:
            chosen = retained_sets(weight, most=MOST_DRAWN_SETS)
            tested = retained_sets(weight, most=MOST_TESTED_SETS)
            bounds = interval_of(self._draws.source_draws(posterior, observed, setting, patient, chosen), probability)
        elicited = self._elicited_share(observed)
        estimates = [self._estimate(c, pretest, probability, bounds, elicited) for c in range(len(network.source_ids))]
        ranked = sorted(estimates[:-1], key=lambda e: (-e.probability, e.id))
        dangerous = self.any_dangerous(weight)
        offered = frozenset(f.id for f in self.pack.findings if not f.offered or not f.informative)
        if draft:
            tests, change, enough, because = [], 1.0, False, "The next tests are still being ranked."
        elif not with_next_tests:
            tests, change, enough, because = [], 0.0, False, "The record is closed."
        else:
            asked_for = offered | frozenset(observed) | equivocal
            tests, change = rank_next_tests(network, posterior, observed, asked_for, tested, position)
            enough, because = self._enough(observed, tests, change)
        names = list(explained) or [e.id for e in ranked[:n_explained]]
        asked = frozenset(observed)
        combinations = self._combinations(weight, [e.id for e in ranked[:COMBINED_SOURCES]])
        modifiers: tuple[tuple[str, float], ...] = ()
        if network.modifier is not None:
            if len(posterior.layers) > 1:
                modified = float(
                    sum(w.sum() for w, layer in zip(posterior.weights, posterior.layers, strict=True) if layer.sensitised)
                )
            else:
                modified = network.modifier_prior(observed)
            modifiers = ((network.modifier.id, modified),)
        return Assessment(
            pack=self.pack,
            setting=setting,
            sources=tuple(ranked),
            unmodelled=estimates[-1],
            modifiers=modifiers,
            combinations=tuple(combinations),
            red_flags=tuple(raise_red_flags(self.pack, observed, patient, dangerous, setting)),
            red_flags_not_assessed=tuple(red_flags_not_assessed(self.pack, asked)),
            next_tests=tuple(tests),
            enough_tested=enough,
            enough_because=because,
            explanations=() if draft else tuple(explain(network, posterior, observed, names)),
            close_call=None if draft else _close_call(ranked, combinations, tests),
            lost_mass=max(0.0, 1.0 - float(weight[tested].sum())),
            is_draft=draft,
        )

    def assess_case(self, case: Case, setting: str, interpretation: Interpretation | None = None) -> Assessment:
        """Assess a case file; see `assess`."""
        read = interpretation or self.interpret(case)
        return self.assess(read.observed, read.patient, setting, frozenset(read.equivocal))

    def _estimate(
        self, column: int, pretest: FloatArray, probability: FloatArray, bounds: FloatArray, elicited: FloatArray
    ) -> SourceEstimate:
        identity = self.network.source_ids[column]
        source = self.pack.source_by_id.get(identity)
        return SourceEstimate(
            identity,
            source.name if source else "cause not in the pack",
            source.group if source else UNMODELLED_CAUSE,
            float(pretest[column]),
            float(probability[column]),
            (float(bounds[column, 0]), float(bounds[column, 1])),
            float(elicited[column]),
        )

    def _elicited_share(self, observed: Observed) -> FloatArray:
        """Share of each source's information that is judgement, shape (n_sources,).

        Assumes: a finding informs a source by how far its cell lies from the average source's, in log-odds.
        """
        network = self.network
        parameters = network.parameters
        rows = [network.row_of[f] for f in observed if f in network.row_of]
        if not rows:
            return np.ones(len(network.source_ids))
        cells = network.cells[rows]
        distance = np.abs(np.log(cells / (1.0 - cells)) - np.log(cells[:, -1:] / (1.0 - cells[:, -1:])))
        distance[:, -1] = 1.0
        counts = parameters.alpha[rows] + parameters.beta[rows]
        share = np.where(parameters.tied[rows], parameters.elicited[rows] / counts, 1.0)
        return np.clip((distance * share).sum(axis=0) / np.maximum(distance.sum(axis=0), 1e-12), 0.0, 1.0)

    def any_dangerous(self, weight: FloatArray) -> float:
        """P(at least one dangerous source among the causes), from the weights of all sets."""
        dangerous = np.array([self.network.column_of[s.id] for s in self.pack.sources if s.dangerous])
        if not len(dangerous):
            return 0.0
        holds = self.network.hypotheses.holding[dangerous].any(axis=0)
        return float(weight[holds].sum())

    def _combinations(self, weight: FloatArray, names: list[str]) -> list[Combination]:
        held = self.network.hypotheses.holding[[self.network.column_of[n] for n in names]]
        several = np.flatnonzero(held.sum(axis=0) > 1)
        weight, holding = weight[several], dict(zip(names, held[:, several], strict=True))
        found: list[Combination] = []
        for size in (2, 3):
            for group in itertools.combinations(names, size):
                mask = np.logical_and.reduce([holding[n] for n in group])
                probability = float(weight[mask].sum())
                if probability >= COMBINATION_FLOOR:
                    found.append(Combination(group, probability))
        found.sort(key=lambda c: (-c.probability, c.sources))
        return found[:COMBINATIONS_SHOWN]

    def _enough(self, observed: Observed, tests: list[NextTest], change: float) -> tuple[bool, str]:
        limit = self.pack.enough_tested_below
        if not tests:
            return True, "Every finding of the pack has been assessed."
        if not observed:
            return False, "Nothing has been assessed yet."
        if change > limit:
            best = max(tests, key=lambda t: (t.change_probability, t.finding.id))
            return False, f"{best.finding.name} could still change what is done first (probability {change:.2f})."
        return True, f"No single remaining finding would change what is done first with a probability above {limit:g}."


def default_setting(pack: Pack, asked: str | None) -> tuple[str, str | None]:
    """The setting to use, and a warning when the one asked for is not known."""
    if asked is None:
        return pack.default_setting, None
    if asked in pack.settings or asked == PUBLISHED_CASE_MIX:
        return asked, None
    return pack.default_setting, f"the setting '{asked}' is not known; {pack.default_setting} was used"


def _close_call(ranked: list[SourceEstimate], combinations: list[Combination], tests: list[NextTest]) -> str | None:
    """One sentence when the first two sources cannot be told apart, naming the finding that would tell them apart best.

    Two sources that are probably there together are not rivals.
    """
    first, second = ranked[0], ranked[1]
    together = next((c.probability for c in combinations if set(c.sources) == {first.id, second.id}), 0.0)
    if together > 0.5 * second.probability:
        return None
    if second.interval_95[1] < first.interval_95[0] or first.probability > 2.0 * second.probability:
        return None
    if not tests:
        return f"{first.name} and {second.name} cannot be told apart by these findings."

    def spread(test: NextTest) -> float:
        positive = test.if_positive[first.id] - test.if_positive[second.id]
        negative = test.if_negative[first.id] - test.if_negative[second.id]
        return abs(positive - negative) * test.probability_positive * (1.0 - test.probability_positive)

    best = max(tests, key=lambda t: (spread(t), t.finding.id))
    return f"{first.name} and {second.name} cannot be told apart yet; {best.finding.name} would do most to separate them."
