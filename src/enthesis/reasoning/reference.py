"""The slow, obvious engine: the formulas written out in plain Python, one set at a time. Tests hold the fast one to it.

It is never called by the product.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from statistics import NormalDist

from enthesis.reasoning.likelihood import NODE_WEIGHTS, NODES, SMALLEST

_NORMAL = NormalDist()


def reference_posterior(
    source_ids: Sequence[str],
    odds: Mapping[str, float],
    size_prior: Sequence[float],
    pair_multiplier: Mapping[frozenset[str], float],
    cells: Mapping[tuple[str, str], float],
    leaks: Mapping[str, float],
    group_of: Mapping[str, str],
    correlation: Mapping[str, float],
    observed: Mapping[str, bool],
) -> dict[frozenset[str], float]:
    """P(set | findings) for every set of sources, from the equations of `likelihood.py`.

    Args:
        cells: P(finding | source alone) by (finding, source); a missing cell is the leak.
        observed: finding id to present or absent.
    Assumes: as the fast engine does. Source: DESIGN 5.
    """
    sets = [frozenset(c) for size in range(1, len(size_prior) + 1) for c in itertools.combinations(source_ids, size)]

    def weight(members: frozenset[str]) -> float:
        product = 1.0
        for source in members:
            product *= odds[source]
        for pair, multiplier in pair_multiplier.items():
            if pair <= members:
                product *= multiplier
        return product

    total_by_size = {size: sum(weight(s) for s in sets if len(s) == size) for size in range(1, len(size_prior) + 1)}
    share = {size: size_prior[size - 1] / sum(size_prior) for size in total_by_size}

    def probability(finding: str, members: frozenset[str]) -> float:
        leak = leaks[finding]
        kept, escaped = leak, 1.0
        for source in members:
            cell = cells.get((finding, source), leak)
            if cell >= leak:
                escaped *= (1.0 - cell) / (1.0 - leak)
            else:
                kept *= cell / leak
        return min(max(1.0 - (1.0 - kept) * escaped, SMALLEST), 1.0 - SMALLEST)

    def likelihood(members: frozenset[str]) -> float:
        product = 1.0
        groups: dict[str, list[str]] = {}
        for finding in observed:
            groups.setdefault(group_of[finding], []).append(finding)
        for group, findings in groups.items():
            rho = correlation[group]
            if len(findings) == 1:
                p = probability(findings[0], members)
                product *= p if observed[findings[0]] else 1.0 - p
                continue
            integral = 0.0
            for node, node_weight in zip(NODES, NODE_WEIGHTS, strict=True):
                term = float(node_weight)
                for finding in findings:
                    threshold = _NORMAL.inv_cdf(probability(finding, members))
                    p = _phi((threshold - math.sqrt(rho) * float(node)) / math.sqrt(1.0 - rho))
                    term *= p if observed[finding] else 1.0 - p
                integral += term
            product *= integral
        return product

    joint = {s: share[len(s)] * weight(s) / total_by_size[len(s)] * likelihood(s) for s in sets}
    evidence = sum(joint.values())
    return {s: value / evidence for s, value in joint.items()}


def _phi(x: float) -> float:
    return 0.5 * math.erfc(-x / math.sqrt(2.0))
