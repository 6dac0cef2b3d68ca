"""Why a source stands where it does: decibans shared out over mechanism groups, from the very factors that gave the number."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from enthesis.reasoning.network import Network, Observed, Posterior
from enthesis.terms.probability import FloatArray, decibans, log_odds

EXACT_UP_TO = 5
"""With at most this many groups all orders are averaged; with more, `ORDERS` fixed ones."""
ORDERS = 8


@dataclass(frozen=True)
class FindingShare:
    """One finding inside a group: its effect if it were the only one, and whom it shares its mechanism with."""

    finding: str
    present: bool
    alone_decibans: float
    shared_with: tuple[str, ...]


@dataclass(frozen=True)
class GroupShare:
    """What one mechanism group contributes to a source's log-odds."""

    mechanism: str
    decibans: float
    findings: tuple[FindingShare, ...]


@dataclass(frozen=True)
class Explanation:
    """Change of one source's log-odds by the findings; the groups sum to `decibans` within 1e-9."""

    source: str
    pretest_probability: float
    probability: float
    decibans: float
    groups: tuple[GroupShare, ...]


def explain(network: Network, posterior: Posterior, observed: Observed, sources: list[str]) -> list[Explanation]:
    """Explain the change of each named source.

    Assumes: groups are credited by the Shapley value of the log-odds (exactly for up to five groups; beyond that over a
        fixed set of orders and their reverses, which keeps the sum exact). The modifier's layers are part of every term.
    Source: Shapley LS 1953; decisions/0004.
    """
    grouped = network.group_observations(observed)
    groups = list(grouped)
    columns = [network.column_of[s] for s in sources]
    members = network.hypotheses.members
    # A row of ones on top: one product gives the whole and each source's part of it.
    holding = np.vstack([np.ones(len(members)), *((members == column).any(axis=1) for column in columns)])
    prior = posterior.prior
    factors = [[network.factor(g, grouped[g], layer.sensitised) for g in groups] for layer in posterior.layers]
    bases = [prior * layer.prior for layer in posterior.layers]

    def odds_of(weights: Sequence[FloatArray]) -> FloatArray:
        held = holding @ weights[0]
        for weight in weights[1:]:
            held += holding @ weight
        return np.array([log_odds(h / held[0]) for h in held[1:]])

    start = odds_of(bases)
    shares = np.zeros((len(groups), len(sources)))
    orders = _orders(len(groups))
    for order in orders:
        weights = [base.copy() for base in bases]
        before = start
        for group in order:
            for layer, weight in enumerate(weights):
                weight *= factors[layer][group]
            after = odds_of(weights)
            shares[group] += after - before
            before = after
    if orders:
        shares /= len(orders)
    end = odds_of(list(posterior.weights))
    if groups:
        # All orders telescope to the same sum; what floating point leaves is given back evenly.
        shares += (end - start - shares.sum(axis=0)) / len(groups)
    alone = {
        row: odds_of(
            [
                base * network.probability_of_all(row, present, layer.sensitised)
                for base, layer in zip(bases, posterior.layers, strict=True)
            ]
        )
        - start
        for pairs in grouped.values()
        for row, present in pairs
    }
    result: list[Explanation] = []
    for index, source in enumerate(sources):
        parts: list[GroupShare] = []
        for position, group in enumerate(groups):
            pairs = grouped[group]
            names = [network.finding_ids[row] for row, _ in pairs]
            findings = tuple(
                FindingShare(
                    network.finding_ids[row],
                    present,
                    decibans(float(alone[row][index])),
                    tuple(n for n in names if n != network.finding_ids[row]),
                )
                for row, present in pairs
            )
            parts.append(GroupShare(network.pack.mechanisms[group].id, decibans(float(shares[position, index])), findings))
        parts.sort(key=lambda p: (-abs(p.decibans), p.mechanism))
        result.append(
            Explanation(
                source,
                1.0 / (1.0 + np.exp(-start[index])),
                1.0 / (1.0 + np.exp(-end[index])),
                decibans(float(end[index] - start[index])),
                tuple(parts),
            )
        )
    return result


def _orders(n_groups: int) -> list[tuple[int, ...]]:
    """Orders in which groups enter, the same for the same number of groups: all of them, or a fixed balanced choice."""
    if n_groups == 0:
        return []
    if n_groups <= EXACT_UP_TO:
        return list(itertools.permutations(range(n_groups)))
    chosen: list[tuple[int, ...]] = []
    for index in range(ORDERS // 2):
        # Steps prime to n visit every group; with the reverse order each pair is met both ways round.
        step = _coprime(n_groups, index)
        order = tuple((index * n_groups // (ORDERS // 2) + step * position) % n_groups for position in range(n_groups))
        chosen.extend([order, order[::-1]])
    return chosen


def _coprime(n: int, index: int) -> int:
    steps: npt.NDArray[np.int64] = np.array([s for s in range(1, n) if np.gcd(s, n) == 1])
    return int(steps[(index * 7 + 1) % len(steps)])
