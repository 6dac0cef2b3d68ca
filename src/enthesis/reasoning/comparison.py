"""What was said against every known wording: the words they share, and the guards that keep near phrases apart."""

from __future__ import annotations

import math
from collections.abc import Sequence

from enthesis.reasoning.lexicon import DECISIVE, FACULTIES, SITES, TELLING
from enthesis.reasoning.reading import Reading
from enthesis.reasoning.wording import Wording

# The figures below are elicited: chosen on the pack's own words and the published development cases, each left out in turn.
UNDERSTOOD_FROM = 0.70
"""A match below this is no match."""
SAME_TOPICS = 0.98
"""Score of a phrase with the topics of a known one in other wording."""
LIGHT_WEIGHT = 0.25
RAREST_WEIGHT = 4.5
OTHER_PLACE_KNOWN = 0.30
"""Cost of each place that the known wording names and the phrase does not."""
OTHER_PLACE_SAID = 0.25
"""Cost of each place that the phrase names and the known wording does not."""
OTHER_QUALITY = 0.20
PAIN_OR_LOSS = 0.30
"""Cost when one says that something hurts and the other that it is limited or disturbed."""
TURNED = 0.03
"""Cost when known wording and phrase have opposite polarity."""


class WordingIndex:
    """Read wordings by topic, rare topics weighing more than common ones."""

    def __init__(self, wordings: Sequence[Wording], n_findings: int) -> None:
        self._wordings = wordings
        findings_with: dict[str, set[str]] = {}
        for wording in wordings:
            for topic in wording.reading.topics:
                findings_with.setdefault(topic, set()).add(wording.finding.id)
        self._weight = {t: min(math.log1p(n_findings / len(f)), RAREST_WEIGHT) for t, f in findings_with.items()}
        self._by_topic: dict[str, list[tuple[int, float]]] = {}
        self._total: list[float] = []
        for number, wording in enumerate(wordings):
            weights = self._weights(wording.reading)
            self._total.append(sum(weights.values()))
            for topic in wording.reading.heavy:
                self._by_topic.setdefault(topic, []).append((number, weights[topic]))

    def compare(self, reading: Reading) -> list[tuple[Wording, float]]:
        """The wordings that may mean the same, with their scores; none when a word is known to no finding.

        Args:
            reading: of what was said.
        Assumes: words in common, the rarer the better, make two phrases mean the same unless a guard speaks against it.
        Source: elicited, see the top of this module.
        """
        if reading.mixed or reading.is_place_alone or not reading.heavy <= self._weight.keys():
            return []
        weights = self._weights(reading)
        total = sum(weights.values())
        idle = reading.topics - reading.heavy
        found: list[tuple[Wording, float]] = []
        for number, overlap in self._overlaps(reading, weights).items():
            wording = self._wordings[number]
            known = wording.reading
            whole = total + self._total[number]
            most = 2 * (overlap + LIGHT_WEIGHT * len(idle))
            if most < UNDERSTOOD_FROM * whole or not _are_comparable(reading, wording):
                continue
            if known.topics == reading.topics:
                score = SAME_TOPICS
            else:
                overlap += LIGHT_WEIGHT * len(idle & known.topics)
                score = min(2 * overlap / whole, SAME_TOPICS) - _differences(reading.topics, known.topics)
            found.append((wording, score - TURNED * (known.negated != reading.negated)))
        return found

    def share_words(self, reading: Reading) -> dict[str, float]:
        """Share of words in common, by finding, without any guard.

        Args:
            reading: of what was said.
        Assumes: a person chooses among the findings.
        Source: Dice coefficient of weighted words.
        """
        weights = self._weights(reading)
        best: dict[str, float] = {}
        for number, overlap in self._overlaps(reading, weights).items():
            score = 2 * overlap / (sum(weights.values()) + self._total[number])
            finding = self._wordings[number].finding.id
            best[finding] = max(best.get(finding, 0.0), score)
        return best

    def _overlaps(self, reading: Reading, weights: dict[str, float]) -> dict[int, float]:
        """Weight in common with each wording that shares a topic that can carry a match."""
        overlap: dict[int, float] = {}
        for topic in reading.heavy:
            for number, weight in self._by_topic.get(topic, ()):
                overlap[number] = overlap.get(number, 0.0) + min(weight, weights[topic])
        return overlap

    def _weights(self, reading: Reading) -> dict[str, float]:
        return {t: self._weight.get(t, RAREST_WEIGHT) if t in reading.heavy else LIGHT_WEIGHT for t in reading.topics}


def _are_comparable(reading: Reading, wording: Wording) -> bool:
    """Whether two phrases may mean the same at all, before their words are weighed."""
    known = wording.reading
    if known.relief != reading.relief or known.topics & DECISIVE != reading.topics & DECISIVE:
        return False
    if wording.by_word and not (known.topics ^ reading.topics) <= {"pain"}:
        return False
    other_denial = known.negated and reading.negated and known.fine != reading.fine
    return not (other_denial and known.topics & FACULTIES)


def _differences(said: frozenset[str], known: frozenset[str]) -> float:
    """Cost of what only one of two phrases names."""
    added, missed = said - known, known - said
    hurts, is_off = (added, missed) if "pain" in added else (missed, added)
    contrast = "pain" in hurts and bool(is_off & {"reduced", "abnormal"})
    places = OTHER_PLACE_KNOWN * len(missed & SITES) + OTHER_PLACE_SAID * len(added & SITES)
    return places + OTHER_QUALITY * len((added | missed) & TELLING) + PAIN_OR_LOSS * contrast
