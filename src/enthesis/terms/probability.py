"""Probabilities and their arithmetic: log-odds, decibans, entropy, Wilson intervals."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

SMALLEST_PROBABILITY = 1e-12
"""Log-odds are taken of probabilities clipped to this distance from 0 and 1."""


def log_odds(probability: float) -> float:
    """Natural log of the odds of a probability in [0, 1], clipped so that it stays finite."""
    clipped = min(max(probability, SMALLEST_PROBABILITY), 1.0 - SMALLEST_PROBABILITY)
    return math.log(clipped) - math.log1p(-clipped)


def decibans(log_odds_change: float) -> float:
    """Ten times the base-10 logarithm of an odds ratio; 10 decibans are odds of ten to one."""
    return 10.0 * log_odds_change / math.log(10.0)


def binary_entropy_bits(probability: FloatArray) -> FloatArray:
    """Entropy in bits of a yes/no variable, elementwise; 0 at probabilities 0 and 1."""
    inside = np.clip(probability, SMALLEST_PROBABILITY, 1.0 - SMALLEST_PROBABILITY)
    return -(inside * np.log2(inside) + (1.0 - inside) * np.log2(1.0 - inside))


def wilson_interval(successes: float, trials: float, z: float = 1.959963984540054) -> tuple[float, float]:
    """Wilson score interval of a share, default 95%.

    Args:
        successes: number of successes, may be fractional, in [0, trials].
        trials: number of trials, above 0.
    Source: Wilson EB. J Am Stat Assoc 1927;22:209-212.
    """
    share = successes / trials
    denominator = 1.0 + z * z / trials
    centre = (share + z * z / (2.0 * trials)) / denominator
    half = z * math.sqrt(share * (1.0 - share) / trials + z * z / (4.0 * trials * trials)) / denominator
    return max(0.0, centre - half), min(1.0, centre + half)
