"""Simulate patients from the model and read them with the model; write docs/self_consistency.md.

This tests that priors, likelihood, inference and intervals agree with one another. It says nothing on whether the
numbers of the pack are true: that is what the locked cases and, one day, patients are for.
"""

from __future__ import annotations

import argparse
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

from enthesis.knowledge.loading import find_pack_folder, load_pack
from enthesis.reasoning.hypotheses import Patient
from enthesis.reasoning.intervals import Draws, interval_of, retained_sets
from enthesis.reasoning.network import Network
from enthesis.reasoning.simulation import Distortion, expected_calibration_error, simulate_patients

PAGE = Path(__file__).parent.parent / "docs" / "self_consistency.md"
SETTING = "sports_clinic"
SEED = 7
ASKED_EACH = 18
PROTOCOLS = 24
FAITHFUL = Distortion("none: the world is the model")
DISTORTIONS = [
    FAITHFUL,
    Distortion("wrong priors (each source's odds moved, sd 1)", prior_log_odds_sd=1.0),
    Distortion("more dependence (0.3 added to every correlation)", added_correlation=0.3),
    Distortion("missing not at random (present written 95%, absent 40%)", recorded_if_present=0.95, recorded_if_absent=0.4),
]


def protocols(network: Network) -> list[list[str]]:
    """Examinations: different choices of findings, made once."""
    generator = np.random.Generator(np.random.Philox(key=[SEED, 1]))
    return [sorted(generator.choice(network.finding_ids, ASKED_EACH, replace=False)) for _ in range(PROTOCOLS)]


def run_distortion(job: tuple[Distortion, int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Posterior marginals and truth of the patients of one job, shapes (n_patients, n_sources)."""
    distortion, count, number = job
    network = Network(load_pack(find_pack_folder("posterior_hip")))
    prior = network.set_prior(SETTING, Patient())
    predicted, truth = [], []
    for index, asked in enumerate(protocols(network)):
        generator = np.random.Generator(np.random.Philox(key=[SEED, 1000 * number + index]))
        for patient in simulate_patients(network, prior, asked, count // PROTOCOLS + 1, generator, distortion):
            predicted.append(network.marginals(network.posterior(prior, patient.observed).weight).astype(np.float32))
            holds = np.zeros(len(network.source_ids), dtype=bool)
            holds[list(patient.members)] = True
            truth.append(holds)
    return np.array(predicted), np.array(truth)


def coverage(count: int) -> tuple[float, int]:
    """Share of sources whose probability under the true parameters lies in the 95% interval; parameters drawn for each patient."""
    network = Network(load_pack(find_pack_folder("posterior_hip")))
    drawn = Draws(network, 600, SEED)
    generator = np.random.Generator(np.random.Philox(key=[SEED, 3]))
    prior = network.set_prior(SETTING, Patient())
    inside: list[bool] = []
    for asked in protocols(network):
        for patient in simulate_patients(network, prior, asked, count // PROTOCOLS + 1, generator, FAITHFUL):
            posterior = network.posterior(prior, patient.observed)
            point = network.marginals(posterior.weight)
            chosen = retained_sets(posterior.weight)
            draws = drawn.source_draws(posterior, patient.observed, SETTING, Patient(), chosen)
            bounds = interval_of(draws[:, :400], point)
            true = draws[:, 400 + int(generator.integers(200))]
            leading = point > 0.01
            inside.extend(((true >= bounds[:, 0]) & (true <= bounds[:, 1]))[leading].tolist())
    return float(np.mean(inside)), len(inside)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--patients", type=int, default=100_000)
    parser.add_argument("--coverage-patients", type=int, default=1_000)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    started = time.monotonic()
    rows: list[str] = []
    errors: list[float] = []
    with ProcessPoolExecutor(options.workers) as pool:
        covered = pool.submit(coverage, options.coverage_patients)
        for distortion in DISTORTIONS:
            count = options.patients if distortion is FAITHFUL else options.patients // 10
            jobs = [(distortion, count // options.workers, number) for number in range(options.workers)]
            parts = list(pool.map(run_distortion, jobs))
            predicted, truth = np.concatenate([p for p, _ in parts]), np.concatenate([t for _, t in parts])
            error = expected_calibration_error(predicted, truth)
            leading = predicted[:, :-1].argmax(axis=1)
            first = float(truth[np.arange(len(truth)), leading].mean())
            claimed = float(predicted[np.arange(len(truth)), leading].mean())
            errors.append(error)
            rows.append(f"| {distortion.name} | {len(truth):,} | {error:.4f} | {first:.1%} | {claimed:.1%} |")
            print(rows[-1])
        share, counted = covered.result()
    print(f"coverage {share:.1%} of {counted}")
    PAGE.write_text(
        "# Self-consistency\n\n"
        "Patients simulated from the model, read by the model. This is a test of the arithmetic, not of calibration or validity:\n"
        "it cannot show whether a number of the pack is true. Written by `make self-consistency`; do not edit.\n\n"
        f"Setting {SETTING}; {PROTOCOLS} examinations of {ASKED_EACH} findings each, chosen at random once; seed {SEED}.\n\n"
        "| How the world departs from the model | patients | expected calibration error | first source true | probability claimed for it |\n"
        "|---|---|---|---|---|\n" + "\n".join(rows) + "\n\n"
        f"95% intervals, with parameters drawn anew for each of {options.coverage_patients:,} patients: {share:.1%} of {counted:,} source\n"
        "probabilities (those above 1%) lie inside.\n",
        encoding="utf-8",
    )
    print(f"{time.monotonic() - started:.0f} s; written {PAGE}")
    return 0 if errors[0] <= 0.02 and 0.93 <= share <= 0.97 else 1


if __name__ == "__main__":
    sys.exit(main())
