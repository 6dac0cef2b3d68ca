"""Which finding to ask or examine next: information gained, minutes it takes, and whether it could change what is done."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from enthesis.knowledge.pack import Finding
from enthesis.reasoning.likelihood import NODE_WEIGHTS
from enthesis.reasoning.network import Network, Observed, Posterior
from enthesis.terms.probability import FloatArray, binary_entropy_bits

PAIN_COST_SECONDS = 45.0
"""A test that provokes pain costs as much as this much time. Elicited."""
MOVE_COST_SECONDS = 30.0
"""So does asking the patient to change position. Elicited."""
READY_SECONDS = 15.0
"""No question is quicker than this, reading and recording included. Elicited."""


@dataclass(frozen=True)
class NextTest:
    """What one unassessed finding would tell."""

    finding: Finding
    expected_information_bits: float
    bits_per_minute: float
    probability_positive: float
    could_change_management: bool
    change_probability: float
    """P(the classes of management in play differ after its result)."""
    if_positive: dict[str, float]
    if_negative: dict[str, float]


def retained_membership(network: Network, chosen: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
    """Indicator of membership, shape (n_chosen, n_sources)."""
    members = network.hypotheses.members[chosen]
    membership = np.zeros((len(chosen), len(network.source_ids) + 1), dtype=np.float32)
    for column in range(members.shape[1]):
        membership[np.arange(len(chosen)), members[:, column]] = 1.0
    return membership[:, :-1]


def rank_next_tests(
    network: Network,
    posterior: Posterior,
    observed: Observed,
    not_offered: frozenset[str],
    chosen: npt.NDArray[np.int64],
    position: str | None = None,
) -> tuple[list[NextTest], float]:
    """Every finding not yet assessed, the most useful first, and the largest probability that one changes management.

    Args:
        not_offered: findings assessed already, or not to be offered.
        chosen: the sets that hold nearly all the posterior (`retained_sets`).
        position: where the patient is now, if known; staying there costs nothing.
    Returns:
        tests ordered by bits per minute (cost of pain and of moving included), then by id; and the largest change
        probability among them.
    Assumes: one finding at a time (myopic). Expected information is the mutual information between the finding and the
        set of sources, never negative.
    Source: Shannon mutual information; costs as constants of this module.
    """
    weights = [w[chosen] for w in posterior.weights]
    held = sum(float(w.sum()) for w in weights)
    weights = [(w / held).astype(np.float32) for w in weights]
    set_weight = np.sum(weights, axis=0)
    rows = [row for row, finding in enumerate(network.finding_ids) if finding not in not_offered]
    if not rows:
        return [], 0.0
    grouped = network.group_observations(observed)
    positive = np.zeros((len(rows), len(chosen)), dtype=np.float32)
    for layer, weight in zip(posterior.layers, weights, strict=True):
        positive += _probability_given_group(network, rows, grouped, layer.sensitised, chosen) * weight
    # positive[f, S] = P(f present, S | findings)
    share = np.clip(positive / np.maximum(set_weight, np.float32(1e-30)), np.float32(1e-7), np.float32(1.0 - 1e-7))
    absent = np.float32(1.0) - share
    conditional_entropy = -(share * np.log2(share) + absent * np.log2(absent)) @ set_weight
    probability_positive = positive.sum(axis=1, dtype=np.float64)
    information = np.maximum(binary_entropy_bits(probability_positive) - conditional_entropy, 0.0)
    membership = retained_membership(network, chosen)
    now = (set_weight @ membership).astype(np.float64)
    joint = (positive @ membership).astype(np.float64)
    if_positive = joint / np.maximum(probability_positive, 1e-30)[:, None]
    if_negative = np.maximum(now - joint, 0.0) / np.maximum(1.0 - probability_positive, 1e-30)[:, None]
    classes_now = management_in_play(network, now[None])[0]
    differs_positive = (management_in_play(network, if_positive) != classes_now).any(axis=1)
    differs_negative = (management_in_play(network, if_negative) != classes_now).any(axis=1)
    change = probability_positive * differs_positive + (1.0 - probability_positive) * differs_negative
    tests: list[NextTest] = []
    for index, row in enumerate(rows):
        finding = network.pack.finding_by_id[network.finding_ids[row]]
        cost = max(finding.seconds, READY_SECONDS) + PAIN_COST_SECONDS * finding.provokes_pain
        if position is not None and finding.position not in (position, "interview"):
            cost += MOVE_COST_SECONDS
        tests.append(
            NextTest(
                finding,
                float(information[index]),
                float(information[index]) / cost * 60.0,
                float(probability_positive[index]),
                bool(change[index] > network.pack.enough_tested_below),
                float(change[index]),
                dict(zip(network.source_ids, if_positive[index].tolist(), strict=True)),
                dict(zip(network.source_ids, if_negative[index].tolist(), strict=True)),
            )
        )
    tests.sort(key=lambda t: (-t.bits_per_minute, t.finding.id))
    return tests, float(change.max())


def _probability_given_group(
    network: Network,
    rows: list[int],
    grouped: dict[int, tuple[tuple[int, bool], ...]],
    sensitised: bool,
    chosen: npt.NDArray[np.int64],
) -> npt.NDArray[np.float32]:
    """P(f | S, findings of the same group already seen), shape (n_rows, n_chosen)."""
    members = network.hypotheses.members[chosen]
    result = network.set_probability(rows, sensitised, members).astype(np.float32)
    seen: dict[int, npt.NDArray[np.float32]] = {}
    for group, pairs in grouped.items():
        if network.correlation[group] == 0.0:
            continue
        node = np.tile(NODE_WEIGHTS.astype(np.float32), (len(chosen), 1))
        probabilities = network.set_probability([row for row, _ in pairs], sensitised, members)
        for probability, (_, present) in zip(probabilities, pairs, strict=True):
            conditional = network.conditional(probability, group)
            node *= conditional if present else np.float32(1.0) - conditional
        seen[group] = node / np.maximum(node.sum(axis=1, keepdims=True), np.float32(1e-30))
    for position, row in enumerate(rows):
        group = int(network.group_of[row])
        if group in seen:
            result[position] = np.einsum("sk,sk->s", network.conditional(result[position], group), seen[group])
    return result


def management_in_play(network: Network, marginals: FloatArray) -> npt.NDArray[np.bool_]:
    """Which management classes reach their threshold, shape (n_cases, n_classes), for marginals (n_cases, n_sources).

    Assumes: a class is in play when any one of its sources reaches the class's threshold.
    """
    pack = network.pack
    result = np.zeros((len(marginals), len(pack.management)), dtype=bool)
    for index, management in enumerate(pack.management):
        columns = [network.column_of[s.id] for s in pack.sources if s.management == management.id]
        if columns:
            result[:, index] = marginals[:, columns].max(axis=1) >= management.threshold
    return result
