"""The hypotheses: every set of one to three sources, and how probable each is before the findings."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from enthesis.knowledge.pack import UNMODELLED_CAUSE, Band, Pack
from enthesis.terms.probability import FloatArray

PUBLISHED_CASE_MIX = "published_case_mix"
"""The flat setting used to score published cases; never offered in the interface. Source: DESIGN 3.5."""


@dataclass(frozen=True)
class Patient:
    """What is known of a person besides findings; anything may be unknown."""

    age_years: float | None = None
    sex: str | None = None
    duration_weeks: float | None = None


@dataclass(frozen=True)
class Hypotheses:
    """All source sets of a pack.

    `members` has shape (n_sets, largest_set) and holds column numbers of sources; the number of sources stands for "no
    further member". `sizes` has shape (n_sets,), from 1.
    """

    n_sources: int
    members: npt.NDArray[np.int64]
    sizes: npt.NDArray[np.int64]

    @property
    def n_sets(self) -> int:
        """Number of sets."""
        return int(self.members.shape[0])

    @cached_property
    def holding(self) -> npt.NDArray[np.bool_]:
        """Whether a set holds a source, shape (n_sources, n_sets)."""
        held = np.zeros((self.n_sources + 1, self.n_sets), dtype=bool)
        for column in range(self.members.shape[1]):
            held[self.members[:, column], np.arange(self.n_sets)] = True
        return held[:-1]

    def marginals(self, weight: FloatArray, chosen: npt.NDArray[np.int64] | None = None) -> FloatArray:
        """P(source is among the causes), shape (n_sources,), for set weights that sum to 1."""
        members = self.members if chosen is None else self.members[chosen]
        total = np.zeros(self.n_sources + 1)
        for column in range(members.shape[1]):
            total += np.bincount(members[:, column], weights=weight, minlength=self.n_sources + 1)
        return total[:-1]


def build_hypotheses(n_sources: int, largest_set: int) -> Hypotheses:
    """Enumerate all non-empty sets of at most `largest_set` of `n_sources` sources, singles first."""
    blocks: list[npt.NDArray[np.int64]] = []
    sizes: list[npt.NDArray[np.int64]] = []
    for size in range(1, largest_set + 1):
        chosen = itertools.chain.from_iterable(itertools.combinations(range(n_sources), size))
        block = np.fromiter(chosen, dtype=np.int64, count=math.comb(n_sources, size) * size).reshape(-1, size)
        padding = np.full((len(block), largest_set - size), n_sources, dtype=np.int64)
        blocks.append(np.hstack([block, padding]))
        sizes.append(np.full(len(block), size, dtype=np.int64))
    return Hypotheses(n_sources, np.vstack(blocks), np.concatenate(sizes))


def applicable_bands(pack_bands: tuple[Band, ...], patient: Patient) -> tuple[str, ...]:
    """Ids of the bands of age, sex and duration that a patient falls in; an unknown value falls in none."""
    found: list[str] = []
    for band in pack_bands:
        if band.dimension == "sex":
            if patient.sex is not None and patient.sex == band.equals:
                found.append(band.id)
            continue
        value = patient.age_years if band.dimension == "age_years" else patient.duration_weeks
        if value is None:
            continue
        if (band.at_least is None or value >= band.at_least) and (band.below is None or value < band.below):
            found.append(band.id)
    return tuple(found)


def source_odds(pack: Pack, setting: str, patient: Patient, overrides: Mapping[str, float] | None = None) -> FloatArray:
    """Relative prior odds of each source, `unmodelled_cause` last, shape (n_sources,), above 0.

    Args:
        setting: a setting of the pack, or `published_case_mix` for a flat start.
        overrides: a clinic's own weights by source id, in place of the setting's.
    Assumes: age, sex and duration act on each source separately, in broad bands.
    Source: profiles of the pack, elicited (no base rates for such clinics are published).
    """
    if setting in pack.settings_holding_age:
        patient = replace(patient, age_years=None)
    bands = applicable_bands(pack.bands, patient)
    flat = setting == PUBLISHED_CASE_MIX
    by_source = {p.source: p for p in pack.profiles}
    odds: list[float] = []
    for source in pack.sources:
        profile = by_source[source.id]
        weight = 1.0 if flat else profile.setting_weights[setting]
        if overrides and source.id in overrides:
            weight = overrides[source.id]
        for band in bands:
            weight *= profile.band_factors[band]
        odds.append(weight)
    if flat:
        odds.append(1.0)
    else:
        # The unmodelled weight is a share of all that the pack does model in that setting.
        total = sum(p.setting_weights[setting] for p in pack.profiles)
        odds.append(pack.unmodelled_weight[setting] * total)
    return np.array(odds)


def pair_multipliers(pack: Pack, hypotheses: Hypotheses) -> FloatArray:
    """Factor by which each set's prior is raised for pairs known to go together, shape (n_sets,)."""
    factor = np.ones(hypotheses.n_sets)
    column = {source.id: index for index, source in enumerate(pack.sources)}
    column[UNMODELLED_CAUSE] = len(pack.sources)
    for pair in pack.pairs:
        first, second = (column[s] for s in pair.sources)
        both = (hypotheses.members == first).any(axis=1) & (hypotheses.members == second).any(axis=1)
        factor[both] *= pair.odds_multiplier
    return factor


def set_priors(hypotheses: Hypotheses, odds: FloatArray, size_prior: tuple[float, ...], pairs: FloatArray) -> FloatArray:
    """P(set) before findings, shape (n_sets,), sums to 1.

    Within each size the prior is proportional to the product of its members' odds and to the pairs' factor; the sizes
    hold the pack's size prior.
    Source: DESIGN 5.
    """
    padded = np.append(odds, 1.0)
    weight = padded[hypotheses.members].prod(axis=1) * pairs
    total = np.bincount(hypotheses.sizes, weights=weight, minlength=len(size_prior) + 1)
    scale = np.zeros(len(size_prior) + 1)
    scale[1:] = np.array(size_prior) / sum(size_prior) / total[1 : len(size_prior) + 1]
    return weight * scale[hypotheses.sizes]
