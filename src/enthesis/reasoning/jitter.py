"""How far results hang on judgement: score again with every elicited number moved at random."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np

from enthesis.knowledge.pack import Judgement, Pack
from enthesis.reasoning.assessment import Assessor
from enthesis.reasoning.network import Network
from enthesis.reasoning.parameters import build_parameters
from enthesis.reasoning.validation import score_folder, summarise
from enthesis.reasoning.words import vocabulary_of

JITTER_SD_LOG_ODDS = 0.5
LOWEST_PERCENT, HIGHEST_PERCENT = 0.3, 99.7


def jitter_pack(pack: Pack, seed: int) -> Pack:
    """The pack with every elicited probability, prior weight and correlation moved, sd 0.5 in log-odds.

    Assumes: judgements err independently. Evidence rows and the ties between findings and sources stay.
    """
    generator = np.random.Generator(np.random.Philox(key=[seed, 7]))

    def moved(percent: float) -> float:
        odds = np.log(percent / (100.0 - percent)) + JITTER_SD_LOG_ODDS * generator.standard_normal()
        return float(np.clip(100.0 / (1.0 + np.exp(-odds)), LOWEST_PERCENT, HIGHEST_PERCENT))

    judgements: list[Judgement] = []
    for judgement in pack.judgements:
        background = moved(judgement.background_percent)
        rest = judgement.percent_by_source["*"]
        by_source = {
            s.id: moved(judgement.percent_by_source.get(s.id, rest))
            for s in pack.sources
            if judgement.percent_by_source.get(s.id, rest) != judgement.background_percent
        }
        by_source["*"] = background
        judgements.append(dataclasses.replace(judgement, background_percent=background, percent_by_source=by_source))
    profiles = tuple(
        dataclasses.replace(
            profile,
            setting_weights={
                k: v * float(np.exp(JITTER_SD_LOG_ODDS * generator.standard_normal())) for k, v in profile.setting_weights.items()
            },
            band_factors={
                k: v * float(np.exp(JITTER_SD_LOG_ODDS * generator.standard_normal())) if v != 1.0 else v
                for k, v in profile.band_factors.items()
            },
        )
        for profile in pack.profiles
    )
    return dataclasses.replace(pack, judgements=tuple(judgements), profiles=profiles)


def jittered_summaries(pack: Pack, folder: Path, setting: str, with_investigations: bool, count: int) -> list[dict[str, Any]]:
    """Summaries of `count` jittered copies, seeds 1 to `count`."""
    vocabulary = vocabulary_of(pack)
    summaries: list[dict[str, Any]] = []
    for seed in range(1, count + 1):
        copy = jitter_pack(pack, seed)
        assessor = Assessor(copy, n_draws=1, network=Network(copy, build_parameters(copy)), vocabulary=vocabulary)
        summaries.append(summarise(score_folder(assessor, folder, setting, with_investigations)[0]))
    return summaries
