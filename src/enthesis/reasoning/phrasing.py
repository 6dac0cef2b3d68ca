"""Guess the finding behind a whole sentence, from the many ways people say it; silent unless it is sure.

A linear classifier over words and letter groups, trained off line by `scripts/train_phrasing.py` on the pack's own example
phrases (never on test lists or cases) and shipped with the pack. The matcher of listed words is always asked first.
"""

from __future__ import annotations

import itertools
import re
import zlib
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

N_FEATURES = 2**17
"""Features are hashed into so many places."""
_WORD = re.compile(r"[a-z0-9']+|[+/-]+")
_DIGITS = re.compile(r"\d+")
Float32Array = npt.NDArray[np.float32]


class Guess(NamedTuple):
    """What a phrase most probably says."""

    finding: str
    present: bool
    margin: float
    """Lead over the next finding, in units of the classifier; a threshold is chosen off line."""


def words_of(phrase: str) -> list[str]:
    """Lower-case words and signs of a phrase, digits made alike."""
    return _WORD.findall(_DIGITS.sub("0", phrase.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")))


def hash_features(features: Counter[str]) -> tuple[npt.NDArray[np.int64], Float32Array]:
    """Places and weights of hashed features: 1 + log of the count, in no particular order, places once each."""
    merged: dict[int, float] = {}
    for feature, count in features.items():
        place = zlib.crc32(feature.encode()) % N_FEATURES
        merged[place] = merged.get(place, 0.0) + 1.0 + float(np.log(count))
    return np.fromiter(merged.keys(), dtype=np.int64, count=len(merged)), np.fromiter(
        merged.values(), dtype=np.float32, count=len(merged)
    )


def topic_features(phrase: str) -> Counter[str]:
    """Words, pairs of words and groups of three to five letters."""
    words = words_of(phrase)
    features: Counter[str] = Counter(f"w:{w}" for w in words)
    features.update(f"b:{a} {b}" for a, b in itertools.pairwise(words))
    for word in words:
        padded = f" {word} "
        for size in (3, 4, 5):
            features.update(f"c:{padded[i : i + size]}" for i in range(len(padded) - size + 1))
    return features


def polarity_features(phrase: str, finding: str) -> Counter[str]:
    """Words and pairs of words, by themselves and together with the finding they are said of."""
    words = words_of(phrase)
    pairs = [f"{a} {b}" for a, b in zip(["^", *words], [*words, "$"], strict=True)]
    features: Counter[str] = Counter(f"p:{w}" for w in [*words, *pairs])
    features.update(f"f:{finding}:{w}" for w in words)
    return features


@dataclass(frozen=True)
class Phrasing:
    """Trained weights of one pack.

    `rows`, `columns`, `weights` are a sparse (feature, finding) table in row order with `starts` of shape (N_FEATURES + 1,);
    `rarity` weighs features, shape (N_FEATURES,).
    """

    finding_ids: tuple[str, ...]
    starts: npt.NDArray[np.int32]
    columns: npt.NDArray[np.uint16]
    weights: npt.NDArray[np.int8]
    scale: Float32Array
    intercept: Float32Array
    rarity: Float32Array
    polarity: Float32Array
    polarity_intercept: float
    least_margin: float
    least_polarity: float

    def scores(self, phrase: str) -> Float32Array:
        """Score of every finding, shape (n_findings,)."""
        places, values = hash_features(topic_features(phrase))
        values = values * self.rarity[places]
        length = float(np.linalg.norm(values))
        total = self.intercept.copy()
        if length == 0.0:
            return total
        for place, value in zip(places.tolist(), (values / length).tolist(), strict=True):
            start, end = self.starts[place], self.starts[place + 1]
            chosen = self.columns[start:end]
            total[chosen] += value * self.weights[start:end] * self.scale[chosen]
        return total

    def says_present(self, phrase: str, finding: str) -> float:
        """How surely the phrase says that the finding is present; below 0 that it is absent."""
        places, values = hash_features(polarity_features(phrase, finding))
        length = float(np.linalg.norm(values)) or 1.0
        return float(self.polarity[places] @ values) / length + self.polarity_intercept

    def guess(self, phrase: str, allowed: Collection[str]) -> Guess | None:
        """The finding a phrase is about, among those allowed; None when it is not sure.

        Args:
            phrase: plain words.
            allowed: ids of findings that its kind admits.
        Assumes: the phrase is about one finding.
        Source: linear support vector machine (Cortes C, Vapnik V. Mach Learn 1995;20:273-297), trained off line.
        """
        if len(words_of(phrase)) < 2:
            return None
        scores = self.scores(phrase)
        mask = np.array([finding in allowed for finding in self.finding_ids])
        scores = np.where(mask, scores, -np.inf)
        order = np.argsort(scores)
        first, second = int(order[-1]), int(order[-2])
        # A clear lead counts as much as a high score: the lead is what tells near findings apart.
        margin = float(scores[first]) + float(scores[first] - scores[second])
        if not np.isfinite(scores[second]) or margin < self.least_margin:
            return None
        finding = self.finding_ids[first]
        present = self.says_present(phrase, finding)
        if abs(present) < self.least_polarity:
            return None
        return Guess(finding, present > 0.0, margin)


def load_phrasing(path: Path) -> Phrasing:
    """Read the trained weights that `scripts/train_phrasing.py` wrote."""
    with np.load(path, allow_pickle=False) as file:
        rarity = np.ones(N_FEATURES, dtype=np.float32)
        rarity[file["rarity_places"]] = file["rarity_values"].astype(np.float32)
        polarity = np.zeros(N_FEATURES, dtype=np.float32)
        polarity[file["polarity_places"]] = file["polarity_values"].astype(np.float32)
        counts = np.zeros(N_FEATURES + 1, dtype=np.int32)
        counts[file["row_places"] + 1] = file["row_counts"]
        return Phrasing(
            tuple(str(f) for f in file["finding_ids"]),
            np.cumsum(counts, dtype=np.int32),
            file["columns"],
            file["weights"],
            file["scale"],
            file["intercept"],
            rarity,
            polarity,
            float(file["polarity_intercept"]),
            float(file["least_margin"]),
            float(file["least_polarity"]),
        )
