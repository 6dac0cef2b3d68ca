"""One pack compiled for inference: arrays over all source sets, and the cached factor of every mechanism group."""

from __future__ import annotations

import itertools
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from enthesis.knowledge.pack import Modifier, Pack
from enthesis.reasoning.hypotheses import (
    Hypotheses,
    Patient,
    build_hypotheses,
    pair_multipliers,
    set_priors,
    source_odds,
)
from enthesis.reasoning.likelihood import (
    NODE_WEIGHTS,
    SMALLEST,
    conditional_on_nodes,
    set_probability,
    split_cells,
)
from enthesis.reasoning.parameters import Parameters, build_parameters
from enthesis.terms.probability import FloatArray

CACHED_FACTORS = 160
"""Group factors kept in memory, 0.26 MB each for 32,000 sets: all of a record of 60 findings, in both layers."""

CACHED_PLACES = 400
"""Places of all sets in a finding's table kept in memory, 0.07 MB each for 32,000 sets."""

GRID = 4096
"""Steps of the table of P(f | S, z) over P(f | S) that next tests and draws read."""

Observed = Mapping[str, bool]
"""Finding id to present (True) or absent (False). What was not assessed, or was equivocal, is not in it."""


@dataclass(frozen=True)
class Layer:
    """One state of the patient's modifiers: sensitised or not, with its prior probability."""

    sensitised: bool
    prior: float


@dataclass(frozen=True)
class Posterior:
    """Probability of every source set, before and after the findings.

    All arrays have shape (n_sets,) and sum to 1 (`weights` over both layers together).
    """

    prior: FloatArray
    weights: tuple[FloatArray, ...]
    layers: tuple[Layer, ...]
    log_evidence: float

    @property
    def weight(self) -> FloatArray:
        """P(set | findings), layers added."""
        total = self.weights[0]
        for other in self.weights[1:]:
            total = total + other
        return total


class Network:
    """A pack ready for inference. It holds caches but no case: the same object serves every case of a pack."""

    def __init__(self, pack: Pack, parameters: Parameters | None = None) -> None:
        self.pack = pack
        self.parameters = parameters or build_parameters(pack)
        self.finding_ids = self.parameters.finding_ids
        self.source_ids = self.parameters.source_ids
        self.row_of = {finding: index for index, finding in enumerate(self.finding_ids)}
        self.column_of = {source: index for index, source in enumerate(self.source_ids)}
        self.hypotheses: Hypotheses = build_hypotheses(len(self.source_ids), len(pack.size_prior))
        self.pairs = pair_multipliers(pack, self.hypotheses)
        self.group_of = np.array(
            [next(i for i, m in enumerate(pack.mechanisms) if m.id == pack.finding_by_id[f].mechanism) for f in self.finding_ids]
        )
        self.correlation = np.array([m.correlation for m in pack.mechanisms])
        cells, background = self.parameters.mean(), self.parameters.background()
        self.cells = cells
        self.escape, self.inhibit = split_cells(cells, background)
        self.modifier: Modifier | None = pack.modifiers[0] if pack.modifiers else None
        rise = np.zeros(len(self.finding_ids))
        if self.modifier is not None:
            for index, finding in enumerate(self.finding_ids):
                marks = pack.finding_by_id[finding].marks
                rise[index] = max((self.modifier.leak_rise.get(mark, 0.0) for mark in marks), default=0.0)
        self.leak_rise = rise
        self.background = background
        self._factors: OrderedDict[tuple[object, ...], FloatArray] = OrderedDict()
        self._tables: dict[tuple[int, bool], tuple[npt.NDArray[np.intp], FloatArray]] = {}
        self._places: OrderedDict[int, npt.NDArray[np.uint16]] = OrderedDict()
        self._columns = tuple(np.ascontiguousarray(column) for column in self.hypotheses.members.T)
        self._choices: dict[int, tuple[npt.NDArray[np.int64], npt.NDArray[np.int32]]] = {}
        self._grids: dict[float, npt.NDArray[np.float32]] = {}

    def leak(self, row: int, sensitised: bool) -> float:
        """Background of a finding; central sensitisation raises it for provocation and palpation findings."""
        leak = float(self.background[row])
        return leak + self.leak_rise[row] * (1.0 - leak) if sensitised else leak

    def probability_table(self, row: int, sensitised: bool) -> tuple[npt.NDArray[np.intp], FloatArray]:
        """P(finding | set) as a small table, and the class of every source in it.

        Many sources share the same cell, so the distinct values over all sets are few; Phi is then computed a few thousand
        times and not once for every set. `_place_of_all` says where a set stands in the table.
        """
        key = (row, sensitised and bool(self.leak_rise[row]))
        if key not in self._tables:
            pairs = np.stack([self.escape[row], self.inhibit[row]], axis=1)
            classes, class_of = np.unique(pairs, axis=0, return_inverse=True)
            combinations, _ = self._combinations_of(len(classes))
            table = set_probability(self.leak(row, sensitised), classes[:, 0], classes[:, 1], combinations)
            self._tables[key] = (class_of.reshape(-1), table)
        return self._tables[key]

    def probability_of_all(self, row: int, present: bool, sensitised: bool) -> FloatArray:
        """P(this state of a finding | set) over all sets, shape (n_sets,)."""
        _, table = self.probability_table(row, sensitised)
        return np.take(table if present else 1.0 - table, self._place_of_all(row))

    def _place_of_all(self, row: int) -> npt.NDArray[np.uint16]:
        """Place of every set in a finding's table, which is the same in both layers; shape (n_sets,)."""
        places = self._places.get(row)
        if places is None:
            class_of, _ = self.probability_table(row, False)
            size = int(class_of.max()) + 1
            _, place = self._combinations_of(size)
            code = class_of[self._columns[0]]
            for column in self._columns[1:]:
                code = code * size + class_of[column]
            # Sets are numbered below 65,536 in each table: 58 classes of three members make 34,220.
            places = self._places[row] = place.astype(np.uint16)[code]
            if len(self._places) > CACHED_PLACES:
                self._places.popitem(last=False)
        else:
            self._places.move_to_end(row)
        return places

    def _combinations_of(self, size: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32]]:
        """All unordered choices of classes for a set's members, and the place of every ordered choice among them."""
        if size not in self._choices:
            width = self.hypotheses.members.shape[1]
            ordered: list[tuple[int, ...]] = list(itertools.product(range(size), repeat=width))
            combinations, place = np.unique(np.sort(np.array(ordered, dtype=np.int64), axis=1), axis=0, return_inverse=True)
            self._choices[size] = (combinations, place.reshape(-1).astype(np.int32))
        return self._choices[size]

    def set_probability(self, rows: list[int], sensitised: bool, members: npt.NDArray[np.int64]) -> FloatArray:
        """P(finding | set) of several findings over chosen sets, shape (n_rows, n_chosen)."""
        escape, inhibit = self.escape[rows], self.inhibit[rows]
        escaped, kept = escape[:, members[:, 0]], inhibit[:, members[:, 0]]
        for column in range(1, members.shape[1]):
            escaped = escaped * escape[:, members[:, column]]
            kept = kept * inhibit[:, members[:, column]]
        leak = self.background[rows]
        if sensitised:
            leak = leak + self.leak_rise[rows] * (1.0 - leak)
        return np.clip(1.0 - (1.0 - leak[:, None] * kept) * escaped, SMALLEST, 1.0 - SMALLEST)

    def conditional(self, probability: FloatArray, group: int) -> npt.NDArray[np.float32]:
        """P(finding | set, z) at every node, shape (n_chosen, n_nodes), read off a grid; for next tests.

        Assumes: the grid's step (1/4096) is far below what could change the order of next tests.
        """
        correlation = float(self.correlation[group])
        if correlation not in self._grids:
            grid = np.clip(np.arange(GRID + 1) / GRID, SMALLEST, 1.0 - SMALLEST)
            self._grids[correlation] = conditional_on_nodes(grid, correlation).astype(np.float32)
        return self._grids[correlation][(probability * GRID + 0.5).astype(np.int32)]

    def factor(self, group: int, observed: tuple[tuple[int, bool], ...], sensitised: bool) -> FloatArray:
        """P(the observed findings of one group | set), shape (n_sets,).

        Args:
            observed: (row, present) pairs of one group, in row order.
        """
        marked = sensitised and any(self.leak_rise[row] for row, _ in observed)
        key = (group, observed, marked)
        if key in self._factors:
            self._factors.move_to_end(key)
            return self._factors[key]
        correlation = float(self.correlation[group])
        if len(observed) == 1 or correlation == 0.0:
            factor = self.probability_of_all(*observed[0], marked)
            for row, present in observed[1:]:
                factor = factor * self.probability_of_all(row, present, marked)
        else:
            # Node by node: what is worked on then stays in the processor's cache.
            terms: list[tuple[npt.NDArray[np.uint16], FloatArray]] = []
            for row, present in observed:
                conditional = conditional_on_nodes(self.probability_table(row, marked)[1], correlation)
                terms.append((self._place_of_all(row), (conditional if present else 1.0 - conditional).T.copy()))
            factor = np.zeros(self.hypotheses.n_sets)
            for node, node_weight in enumerate(NODE_WEIGHTS):
                product = np.take(terms[0][1][node], terms[0][0])
                for place, table in terms[1:]:
                    product *= np.take(table[node], place)
                product *= node_weight
                factor += product
        self._factors[key] = factor
        if len(self._factors) > CACHED_FACTORS:
            self._factors.popitem(last=False)
        return factor

    def group_observations(self, observed: Observed) -> dict[int, tuple[tuple[int, bool], ...]]:
        """Observed findings by group, in a fixed order that does not depend on how they were entered."""
        grouped: dict[int, list[tuple[int, bool]]] = {}
        for finding, present in observed.items():
            row = self.row_of.get(finding)
            if row is not None:
                grouped.setdefault(int(self.group_of[row]), []).append((row, present))
        return {group: tuple(sorted(grouped[group])) for group in sorted(grouped)}

    def layers(self, observed: Observed) -> tuple[Layer, ...]:
        """States of central sensitisation to condition on: one, or two when it is probable enough to matter.

        Source: DESIGN 5; the prior depends on how many of the recorded criteria are present.
        """
        prior = self.modifier_prior(observed)
        if self.modifier is None or prior < self.modifier.ignored_below:
            return (Layer(False, 1.0),)
        return (Layer(False, 1.0 - prior), Layer(True, prior))

    def modifier_prior(self, observed: Observed) -> float:
        """Prior probability of the modifier, by the number of its criteria that are recorded as present."""
        if self.modifier is None:
            return 0.0
        met = sum(1 for finding in self.modifier.criteria if observed.get(finding) is True)
        return self.modifier.prior_by_criteria[min(met, len(self.modifier.prior_by_criteria) - 1)]

    def set_prior(self, setting: str, patient: Patient, overrides: Mapping[str, float] | None = None) -> FloatArray:
        """P(set) before findings, shape (n_sets,)."""
        odds = source_odds(self.pack, setting, patient, overrides)
        return set_priors(self.hypotheses, odds, self.pack.size_prior, self.pairs)

    def posterior(self, prior: FloatArray, observed: Observed) -> Posterior:
        """Exact P(set | findings), by enumeration over all sets.

        Args:
            prior: shape (n_sets,), sums to 1.
        Assumes: findings of different groups are independent given the set and the modifier.
        Source: Bayes' theorem over the sets of DESIGN 5. Checked against `reference.py` and pyAgrum.
        """
        grouped = self.group_observations(observed)
        layers = self.layers(observed)
        joint: list[FloatArray] = []
        for layer in layers:
            weight = prior * layer.prior
            for group, pairs in grouped.items():
                weight = weight * self.factor(group, pairs, layer.sensitised)
            joint.append(weight)
        evidence = float(sum(w.sum() for w in joint))
        return Posterior(prior, tuple(w / evidence for w in joint), layers, float(np.log(evidence)))

    def marginals(self, weight: FloatArray) -> FloatArray:
        """P(source among the causes), shape (n_sources,), `unmodelled_cause` last."""
        return self.hypotheses.marginals(weight)
