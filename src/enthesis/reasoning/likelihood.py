"""The likelihood of findings under a set of sources: noisy-OR cells, dependent inside a mechanism group.

Equations (DESIGN 5, decision 0002):
    p_f(S) = 1 - (1 - leak_f * prod_{s in S} (1 - v_sf)) * prod_{s in S} (1 - lambda_sf)
    P(f | S, z) = Phi((Phi^-1(p_f(S)) - sqrt(rho) z) / sqrt(1 - rho)),  z ~ N(0, 1) shared by the group's findings
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr, ndtri  # pyright: ignore[reportMissingTypeStubs]

from enthesis.terms.probability import FloatArray

N_NODES = 15
"""Gauss-Hermite nodes for the group variable; the nodes are part of the model's definition."""

SMALLEST = 1e-9
"""Set probabilities are kept this far from 0 and 1, so that Phi^-1 stays finite."""


def split_cells(cells: FloatArray, background: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Turn P(f | source alone) into noisy-OR form.

    Args:
        cells: shape (n_findings, n_sources, ...), in (0, 1).
        background: leak, shape (n_findings, ...), in (0, 1).
    Returns:
        escape = 1 - lambda and inhibit = 1 - v, both of the shape of `cells` with one more source column of ones, for
        "no further member". A cell above the leak is a cause (v = 0), a cell below it makes the finding rarer
        (lambda = 0).
    Assumes: a source that makes a finding rarer acts on the background alone, never on what another source causes.
    Source: decision 0002.
    """
    leak = background[:, None]
    causes = cells >= leak
    escape = np.where(causes, (1.0 - cells) / (1.0 - leak), 1.0)
    inhibit = np.where(causes, 1.0, cells / leak)
    ones = np.ones_like(escape[:, :1])
    return np.concatenate([escape, ones], axis=1), np.concatenate([inhibit, ones], axis=1)


def set_probability(
    leak: float | FloatArray, escape: FloatArray, inhibit: FloatArray, members: npt.NDArray[np.int64]
) -> FloatArray:
    """P(finding present | set) for one finding.

    Args:
        leak: background of the finding, a number or shape (n_draws,).
        escape, inhibit: shape (n_sources + 1,) or (n_sources + 1, n_draws); last entry 1.
        members: shape (n_sets, largest_set).
    Returns:
        shape (n_sets,) or (n_sets, n_draws), in (0, 1).
    """
    escaped = escape[members[:, 0]]
    inhibited = inhibit[members[:, 0]]
    for column in range(1, members.shape[1]):
        escaped = escaped * escape[members[:, column]]
        inhibited = inhibited * inhibit[members[:, column]]
    return np.clip(1.0 - (1.0 - leak * inhibited) * escaped, SMALLEST, 1.0 - SMALLEST)


def gauss_hermite(count: int) -> tuple[FloatArray, FloatArray]:
    """Nodes and weights for the expectation over a standard normal; the weights sum to 1."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(count)
    return nodes, weights / weights.sum()


NODES, NODE_WEIGHTS = gauss_hermite(N_NODES)


def conditional_on_nodes(probability: FloatArray, correlation: float, nodes: FloatArray | None = None) -> FloatArray:
    """P(f | S, z) at every node, shape (..., n_nodes), for probabilities of shape (...).

    Source: one-factor random-effects model of dependent tests, Qu Y, Tan M, Kutner MH. Biometrics 1996;52:797-810.
    """
    threshold = ndtri(probability)[..., None]
    return ndtr((threshold - np.sqrt(correlation) * (NODES if nodes is None else nodes)) / np.sqrt(1.0 - correlation))
