"""Patients drawn from the model itself, to test that it agrees with itself. Never a test of calibration or validity."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr, ndtri  # pyright: ignore[reportMissingTypeStubs]

from enthesis.reasoning.network import Network
from enthesis.terms.probability import FloatArray


@dataclass(frozen=True)
class Distortion:
    """How the simulated world departs from the model that then reads it."""

    name: str
    prior_log_odds_sd: float = 0.0
    """Each source's prior odds are moved by a normal of this sd."""
    added_correlation: float = 0.0
    """Added to the correlation of every group that has one."""
    recorded_if_present: float = 1.0
    recorded_if_absent: float = 1.0
    """Chance that an examined finding is written down, by its state (missing not at random when they differ)."""


@dataclass(frozen=True)
class SimulatedPatient:
    """The true sources of a simulated patient and what was recorded."""

    members: tuple[int, ...]
    observed: dict[str, bool]


def simulate_patients(
    network: Network,
    prior: FloatArray,
    asked: list[str],
    count: int,
    generator: np.random.Generator,
    distortion: Distortion,
) -> list[SimulatedPatient]:
    """Draw patients: a set of sources from the prior, then each group's shared variable, then findings.

    Args:
        prior: P(set), shape (n_sets,), of the world (the model may hold another).
        asked: findings examined in everybody.
        count: number of patients.
    Assumes: the model's own equations, apart from the distortion.
    Source: equations of `likelihood.py`.
    """
    hypotheses = network.hypotheses
    if distortion.prior_log_odds_sd:
        factor = np.append(np.exp(distortion.prior_log_odds_sd * generator.standard_normal(hypotheses.n_sources)), 1.0)
        prior = prior * factor[hypotheses.members].prod(axis=1)
        prior = prior / prior.sum()
    sets = generator.choice(hypotheses.n_sets, size=count, p=prior)
    present = np.zeros((count, len(asked)), dtype=bool)
    shared: dict[int, FloatArray] = {}
    for column, finding in enumerate(asked):
        row = network.row_of[finding]
        group = int(network.group_of[row])
        probability = network.set_probability([row], False, hypotheses.members[sets])[0]
        correlation = float(network.correlation[group])
        if correlation > 0.0:
            correlation = min(correlation + distortion.added_correlation, MOST_CORRELATED)
            z = shared.setdefault(group, generator.standard_normal(count))
            probability = ndtr((ndtri(probability) - np.sqrt(correlation) * z) / np.sqrt(1.0 - correlation))
        present[:, column] = generator.random(count) < probability
    chance = np.where(present, distortion.recorded_if_present, distortion.recorded_if_absent)
    recorded = generator.random(present.shape) < chance
    return [
        SimulatedPatient(
            tuple(int(m) for m in hypotheses.members[chosen] if m < hypotheses.n_sources),
            {finding: bool(present[patient, column]) for column, finding in enumerate(asked) if recorded[patient, column]},
        )
        for patient, chosen in enumerate(sets)
    ]


MOST_CORRELATED = 0.95


def expected_calibration_error(probability: FloatArray, truth: npt.NDArray[np.bool_], bins: int = 20) -> float:
    """Mean distance between predicted and observed frequency over equal-width bins, weighted by their size.

    Args:
        probability, truth: same shape.
    Source: Naeini MP, Cooper GF, Hauskrecht M. AAAI 2015, expected calibration error.
    """
    flat, outcome = probability.ravel(), truth.ravel()
    which = np.minimum((flat * bins).astype(int), bins - 1)
    error = 0.0
    for number in range(bins):
        inside = which == number
        if inside.any():
            error += inside.mean() * abs(float(flat[inside].mean()) - float(outcome[inside].mean()))
    return float(error)
