"""Every number of a pack lies where such a number can lie."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from enthesis.knowledge.pack import Pack
from enthesis.terms.fault import Fault


@dataclass(frozen=True)
class _Range:
    low: float
    high: float
    ends_belong: bool
    mend: str

    def holds(self, value: float) -> bool:
        return self.low <= value <= self.high if self.ends_belong else self.low < value < self.high


_PROBABILITY = _Range(0, 1, True, "write a probability from 0 to 1")
_THRESHOLD = _Range(0, 1, False, "write a probability above 0 and below 1")
_PERCENT = _Range(0, 100, False, "write a percentage above 0 and below 100; nothing is impossible or certain")
_STRENGTH = _Range(2, 8, True, "write a pseudo-count from 2 to 8")
_CORRELATION = _Range(0, 0.9, True, "write a correlation from 0 to 0.9")
_FACTOR = _Range(0.05, 4, True, "write a factor from 0.05 to 4; 1 means no influence")
_ABOVE_ZERO = _Range(0, math.inf, False, "write a number above 0")
_NOT_NEGATIVE = _Range(0, sys.float_info.max, True, "write a number of 0 or above")

_Number = tuple[str, str, float | None, _Range]
"""Where it stands, what it is, its value (None: not given), where it can lie."""


def check(pack: Pack) -> Iterator[Fault]:
    """Each number lies in its range: percentages, strengths, correlations, probabilities, weights, factors, thresholds.

    Why: most slips of the pen (a percentage for a share, a lost decimal point) leave the range. The ranges of strengths and
    factors also hold the pack to gentle judgements: narrow profiles fitted the cases they were built on and failed on others
    (DESIGN 5).
    """
    for numbers in (_head(pack), _profiles(pack), _judgements(pack), _evidence(pack)):
        for where, name, value, allowed in numbers:
            if value is not None and not allowed.holds(value):
                yield Fault(where, f"{name} is {value:g}", allowed.mend)
    for modifier in pack.modifiers:
        most = len(modifier.criteria) + 1
        if not 1 <= len(modifier.prior_by_criteria) <= most:
            what = f"prior_by_criteria of {modifier.id} has {len(modifier.prior_by_criteria)} entries"
            yield Fault(modifier.where, what, f"write one for 0, 1, ... criteria present, at most {most}")


def _head(pack: Pack) -> Iterator[_Number]:
    for key, value, allowed in (
        ("unmodelled_strength", pack.unmodelled_strength, _ABOVE_ZERO),
        ("prior_log_odds_sd", pack.prior_log_odds_sd, _NOT_NEGATIVE),
        ("largest_effective_n", pack.largest_effective_n, _ABOVE_ZERO),
        ("case_weight", pack.case_weight, _NOT_NEGATIVE),
        ("enough_tested_below", pack.enough_tested_below, _THRESHOLD),
    ):
        yield pack.place_of(f"model.{key}"), key, value, allowed
    yield from _each(pack.place_of("model.unmodelled_weight"), "unmodelled_weight of", pack.unmodelled_weight, _ABOVE_ZERO)
    yield from _each(pack.place_of("model.dangerous_threshold"), "dangerous_threshold of", pack.dangerous_threshold, _THRESHOLD)
    for found in pack.management:
        yield found.where, f"the threshold of {found.id}", found.threshold, _THRESHOLD
    for pair in pack.pairs:
        yield pair.where, f"odds_multiplier of {' with '.join(pair.sources)}", pair.odds_multiplier, _ABOVE_ZERO
    for modifier in pack.modifiers:
        yield modifier.where, f"ignored_below of {modifier.id}", modifier.ignored_below, _PROBABILITY
        yield from _each(modifier.where, f"leak_rise of {modifier.id} for", modifier.leak_rise, _PROBABILITY)
        for met, prior in enumerate(modifier.prior_by_criteria):
            yield modifier.where, f"the prior of {modifier.id} with {met} criteria", prior, _PROBABILITY
    for mechanism in pack.mechanisms:
        yield mechanism.where, f"the correlation of {mechanism.id}", mechanism.correlation, _CORRELATION


def _profiles(pack: Pack) -> Iterator[_Number]:
    for profile in pack.profiles:
        yield from _each(profile.where, f"the weight of {profile.source} in", profile.setting_weights, _ABOVE_ZERO)
        yield from _each(profile.where, f"the factor of {profile.source} for", profile.band_factors, _FACTOR)


def _judgements(pack: Pack) -> Iterator[_Number]:
    for judgement in pack.judgements:
        yield judgement.where, f"the background of {judgement.finding}", judgement.background_percent, _PERCENT
        yield judgement.where, f"the strength of {judgement.finding}", judgement.strength, _STRENGTH
        yield from _each(judgement.where, f"the percentage of {judgement.finding} for", judgement.percent_by_source, _PERCENT)


def _evidence(pack: Pack) -> Iterator[_Number]:
    for row in pack.evidence:
        of = f"of evidence row {row.id}"
        yield row.where, f"the sensitivity {of}", row.sensitivity, _PROBABILITY
        yield row.where, f"the specificity {of}", row.specificity, _PROBABILITY
        for end in (*(row.sensitivity_interval or ()), *(row.specificity_interval or ())):
            yield row.where, f"an end of an interval {of}", end, _PROBABILITY
        yield row.where, f"lr_positive {of}", row.likelihood_ratio_positive, _NOT_NEGATIVE
        yield row.where, f"lr_negative {of}", row.likelihood_ratio_negative, _NOT_NEGATIVE


def _each(where: str, name: str, values: Mapping[str, float], allowed: _Range) -> Iterator[_Number]:
    for key, value in values.items():
        yield where, f"{name} {'every other source' if key == '*' else key}", value, allowed
