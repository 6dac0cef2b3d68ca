"""95% intervals: the posterior again under many draws of the parameters, on the sets that matter."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from enthesis.reasoning.hypotheses import Patient, source_odds
from enthesis.reasoning.likelihood import SMALLEST, conditional_on_nodes, gauss_hermite, split_cells
from enthesis.reasoning.network import GRID, Network, Observed, Posterior
from enthesis.terms.probability import FloatArray

CORE_MASS = 0.998
"""Share of the posterior whose sets are drawn one by one; each other set follows its most likely member, so nothing is left out."""
MOST_DRAWN_SETS = 12000
"""With few findings the posterior is spread over thousands of sets; no more than these are drawn one by one. Over 150 random
records of up to six findings the bounds then stay within 0.018 of drawing nearly all sets; with 2,500 some strayed by 0.21."""
MOST_TESTED_SETS = 2500
"""Next tests are ranked on at most this many sets."""
LOWER, UPPER = 2.5, 97.5
DRAW_NODES, DRAW_NODE_WEIGHTS = gauss_hermite(7)
"""Draws need no more nodes than these: their spread is far larger than the difference."""
KEPT_BYTES = 64_000_000
"""Memory for factors under draws."""
BLOCK_ELEMENTS = 100_000
"""Sets times draws worked on at once: few enough to stay in the processor's cache."""
Float32Array = npt.NDArray[np.float32]


def retained_sets(weight: FloatArray, held: float = CORE_MASS, most: int | None = None) -> npt.NDArray[np.int64]:
    """Indexes of the fewest sets that hold the share `held` of the posterior (at most `most` of them), in index order."""
    order = np.argsort(weight)[::-1]
    cumulated = np.cumsum(weight[order])
    count = int(np.searchsorted(cumulated, held * float(cumulated[-1]))) + 1
    return np.sort(order[: min(count, most or count)])


@dataclass
class _Rows:
    """Factor of one group under every draw, for the sets that were ever needed."""

    slot: npt.NDArray[np.int32]
    values: Float32Array
    used: int = 0


class Draws:
    """Parameter draws of one network. Values depend on the seed alone, never on the order of questions."""

    def __init__(self, network: Network, n_draws: int, seed: int) -> None:
        self.network = network
        self.n_draws = n_draws
        self.seed = seed
        self._cells: OrderedDict[int, tuple[Float32Array, Float32Array, Float32Array]] = OrderedDict()
        self._rows: OrderedDict[tuple[object, ...], _Rows] = OrderedDict()
        self._asked: set[tuple[object, ...]] = set()
        self._held_bytes = 0
        self._tables: dict[float, Float32Array] = {}
        generator = np.random.Generator(np.random.Philox(key=[seed, 2**32]))
        jitter = generator.standard_normal((len(network.source_ids), n_draws))
        self._prior_factor = np.exp(network.pack.prior_log_odds_sd * jitter)

    def cells(self, row: int) -> tuple[Float32Array, Float32Array, Float32Array]:
        """Drawn leak (n_draws,), escape and inhibit (n_sources + 1, n_draws) of one finding."""
        if row in self._cells:
            self._cells.move_to_end(row)
            return self._cells[row]
        parameters = self.network.parameters
        generator = np.random.Generator(np.random.Philox(key=[self.seed, row]))
        n_sources = len(self.network.source_ids)
        background = np.clip(
            generator.beta(parameters.background_alpha[row], parameters.background_beta[row], self.n_draws), 1e-4, 1.0 - 1e-4
        )
        cells = generator.beta(parameters.alpha[row][:, None], parameters.beta[row][:, None], (n_sources, self.n_draws))
        cells = np.where(parameters.tied[row][:, None], np.clip(cells, 1e-4, 1.0 - 1e-4), background)
        escape, inhibit = split_cells(cells[None], background[None])
        found = (background.astype(np.float32), escape[0].astype(np.float32), inhibit[0].astype(np.float32))
        self._cells[row] = found
        if len(self._cells) > len(self.network.finding_ids):
            self._cells.popitem(last=False)
        return found

    def set_probability(self, row: int, sensitised: bool, members: npt.NDArray[np.int64]) -> Float32Array:
        """P(finding | set) under every draw, shape (n_chosen, n_draws)."""
        leak, escape, inhibit = self.cells(row)
        rise = np.float32(self.network.leak_rise[row])
        if sensitised and rise:
            leak = leak + rise * (np.float32(1.0) - leak)
        escaped, kept = escape[members[:, 0]], inhibit[members[:, 0]]
        for column in range(1, members.shape[1]):
            if int(members[:, column].min()) == len(escape) - 1:
                break
            escaped *= escape[members[:, column]]
            kept *= inhibit[members[:, column]]
        kept *= leak
        np.subtract(np.float32(1.0), kept, out=kept)
        kept *= escaped
        np.subtract(np.float32(1.0), kept, out=kept)
        return np.clip(kept, np.float32(1e-6), np.float32(1.0 - 1e-6), out=kept)

    def _table(self, correlation: float) -> Float32Array:
        if correlation not in self._tables:
            grid = np.clip((np.arange(GRID + 1)) / GRID, SMALLEST + 1e-5, 1.0 - SMALLEST - 1e-5)
            self._tables[correlation] = conditional_on_nodes(grid, correlation, DRAW_NODES).astype(np.float32)
        return self._tables[correlation]

    def _compute(
        self, group: int, observed: tuple[tuple[int, bool], ...], sensitised: bool, members: npt.NDArray[np.int64]
    ) -> Float32Array:
        correlation = float(self.network.correlation[group])
        if len(observed) == 1 or correlation == 0.0:
            factor = np.ones((len(members), self.n_draws), dtype=np.float32)
            for row, present in observed:
                probability = self.set_probability(row, sensitised, members)
                factor *= probability if present else np.float32(1.0) - probability
            return factor
        table = self._table(correlation)
        weights = DRAW_NODE_WEIGHTS.astype(np.float32)
        result = np.empty((len(members), self.n_draws), dtype=np.float32)
        step = max(1, 60_000 // self.n_draws)
        for start in range(0, len(members), step):
            block = members[start : start + step]
            product: Float32Array | None = None
            for row, present in observed:
                index = (self.set_probability(row, sensitised, block) * np.float32(GRID) + np.float32(0.5)).astype(np.int32)
                term = np.take(table if present else np.float32(1.0) - table, index.ravel(), axis=0)
                product = term if product is None else np.multiply(product, term, out=product)
            assert product is not None
            result[start : start + step] = (product @ weights).reshape(len(block), self.n_draws)
        return result

    def factor(
        self, group: int, observed: tuple[tuple[int, bool], ...], sensitised: bool, chosen: npt.NDArray[np.int64]
    ) -> Float32Array:
        """P(the observed findings of one group | set) under every draw, shape (n_chosen, n_draws); computed once for each set."""
        marked = sensitised and any(self.network.leak_rise[row] for row, _ in observed)
        key = (group, observed, marked)
        rows = self._rows.get(key)
        if rows is None:
            rows = _Rows(
                np.full(self.network.hypotheses.n_sets, -1, dtype=np.int32), np.empty((0, self.n_draws), dtype=np.float32)
            )
            self._rows[key] = rows
            self._held_bytes += rows.slot.nbytes
        slot = rows.slot[chosen]
        missing = chosen[slot < 0]
        if not len(missing):
            return rows.values[slot]
        computed = self._compute(group, observed, marked, self.network.hypotheses.members[missing])
        needed = rows.used + len(missing)
        if needed > len(rows.values):
            size = needed + len(rows.values) // 2 + 64
            if not self._make_room((size - len(rows.values)) * self.n_draws * 4):
                found = np.empty((len(chosen), self.n_draws), dtype=np.float32)
                found[slot < 0] = computed
                found[slot >= 0] = rows.values[slot[slot >= 0]]
                return found
            grown = np.empty((size, self.n_draws), dtype=np.float32)
            grown[: rows.used] = rows.values[: rows.used]
            self._held_bytes += grown.nbytes - rows.values.nbytes
            rows.values = grown
        rows.values[rows.used : needed] = computed
        rows.slot[missing] = np.arange(rows.used, needed, dtype=np.int32)
        rows.used = needed
        return computed if len(missing) == len(chosen) else rows.values[rows.slot[chosen]]

    def _make_room(self, n_bytes: int) -> bool:
        """Let go of what only earlier records asked for, the oldest first; False when the record at hand fills it all."""
        while self._held_bytes + n_bytes > KEPT_BYTES:
            oldest = next(iter(self._rows), None)
            if oldest is None or oldest in self._asked:
                return False
            dropped = self._rows.pop(oldest)
            self._held_bytes -= dropped.values.nbytes + dropped.slot.nbytes
        return True

    def prior(self, setting: str, patient: Patient, chosen: npt.NDArray[np.int64]) -> FloatArray:
        """Prior of the chosen sets under every draw, shape (n_chosen, n_draws), up to a factor for each draw."""
        network = self.network
        odds = source_odds(network.pack, setting, patient)[:, None] * self._prior_factor
        sums = [(odds**power).sum(axis=0) for power in range(1, len(network.pack.size_prior) + 1)]
        symmetric = [np.ones(self.n_draws)]
        for size in range(1, len(network.pack.size_prior) + 1):
            # Newton's identities: the sum over all sets of one size, without listing them.
            value = sum((-1) ** (i - 1) * symmetric[size - i] * sums[i - 1] for i in range(1, size + 1)) / size
            symmetric.append(np.asarray(value))
        scale = np.stack([share / symmetric[size] for size, share in enumerate(network.pack.size_prior, start=1)])
        padded = np.vstack([odds, np.ones((1, self.n_draws))])
        members = network.hypotheses.members[chosen]
        weight = padded[members[:, 0]]
        for column in range(1, members.shape[1]):
            weight = weight * padded[members[:, column]]
        return weight * scale[network.hypotheses.sizes[chosen] - 1] * network.pairs[chosen][:, None]

    def source_draws(
        self, posterior: Posterior, observed: Observed, setting: str, patient: Patient, chosen: npt.NDArray[np.int64]
    ) -> FloatArray:
        """P(source | findings) under every draw, shape (n_sources, n_draws)."""
        network = self.network
        grouped = network.group_observations(observed)
        n_sources = len(network.source_ids)
        chosen = np.union1d(np.arange(n_sources), chosen)
        drawn = self.prior(setting, patient, chosen)
        marked = {g: pairs for g, pairs in grouped.items() if any(network.leak_rise[row] for row, _ in pairs)}
        sensitised = any(layer.sensitised for layer in posterior.layers)
        self._asked = {(g, pairs, False) for g, pairs in grouped.items()}
        self._asked |= {(g, pairs, True) for g, pairs in marked.items() if sensitised}
        for key in [key for key in self._rows if key in self._asked]:
            self._rows.move_to_end(key)
        step = max(1, BLOCK_ELEMENTS // self.n_draws)
        for start in range(0, len(chosen), step):
            block, weight = chosen[start : start + step], drawn[start : start + step]
            for group, pairs in grouped.items():
                if group not in marked:
                    weight *= self.factor(group, pairs, False, block)
            total = np.zeros_like(weight)
            for layer in posterior.layers:
                of_layer = weight * layer.prior
                for group, pairs in marked.items():
                    of_layer *= self.factor(group, pairs, layer.sensitised, block)
                total += of_layer
            weight[:] = total
        # Every other set follows its most likely member: it rises and falls in a draw as that source alone does.
        expected = posterior.weight
        scale = np.exp(posterior.log_evidence)
        rest = expected.copy()
        rest[chosen] = 0.0
        members = network.hypotheses.members
        alone = np.append(expected[:n_sources] / posterior.prior[:n_sources], -1.0)
        leader = members[np.arange(len(members)), alone[members].argmax(axis=1)]
        change = drawn[:n_sources] / np.maximum(expected[:n_sources] * scale, 1e-300)[:, None]
        led = np.zeros((n_sources + 1, n_sources))
        for column in range(members.shape[1]):
            led += np.bincount(
                members[:, column] * n_sources + leader, weights=rest, minlength=(n_sources + 1) * n_sources
            ).reshape(n_sources + 1, n_sources)
        led_total = np.bincount(leader, weights=rest, minlength=n_sources)
        membership = np.zeros((n_sources + 1, len(chosen)))
        for column in range(members.shape[1]):
            membership[members[chosen, column], np.arange(len(chosen))] = 1.0
        holding = membership[:-1] @ drawn + scale * (led[:-1] @ change)
        return holding / (drawn.sum(axis=0) + scale * (led_total @ change))


def interval_of(draws: FloatArray, point: FloatArray) -> FloatArray:
    """95% interval of each source, shape (n_sources, 2); widened where needed so that it holds the point estimate."""
    bounds = np.percentile(draws, [LOWER, UPPER], axis=1).T
    bounds[:, 0] = np.minimum(bounds[:, 0], point)
    bounds[:, 1] = np.maximum(bounds[:, 1], point)
    return bounds
