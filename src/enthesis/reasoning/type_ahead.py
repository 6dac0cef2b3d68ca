"""Listed phrases offered while somebody types."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from itertools import islice, takewhile

from rapidfuzz.distance import OSA

from enthesis.reasoning import spelling


class TypeAhead:
    """Listed phrases by the beginnings of their words."""

    def __init__(self) -> None:
        self._phrases: list[tuple[str, str, str]] = []
        """(plain text, finding, as listed)"""

    def learn(self, finding: str, phrase: str, text: str) -> None:
        """Take in one listed phrase that says its finding is present."""
        self._phrases.append((text, finding, phrase))

    @cached_property
    def _spelled(self) -> list[str]:
        return [" ".join(spelling.tokens(text)) for text, _, _ in self._phrases]

    @cached_property
    def _with_word(self) -> dict[str, set[int]]:
        found: dict[str, set[int]] = {}
        for number, text in enumerate(self._spelled):
            for word in text.split():
                found.setdefault(word, set()).add(number)
        return dict(sorted(found.items()))

    @cached_property
    def _words(self) -> list[str]:
        return list(self._with_word)

    def complete(self, typed: str, count: int) -> list[tuple[str, str]]:
        """Findings for what has been typed so far; see `Vocabulary.complete`."""
        words = spelling.tokens(spelling.plain(typed))
        if not words:
            return []
        fitting = self._beginning_with(words[0])
        for word in words[1:]:
            fitting &= self._beginning_with(word)
        beginning = " ".join(words)
        order = sorted(fitting, key=lambda n: (not self._spelled[n].startswith(beginning), len(self._spelled[n]), n))
        offered: dict[str, str] = {}
        for number in order:
            _, finding, phrase = self._phrases[number]
            offered.setdefault(finding, phrase)
            if len(offered) == count:
                break
        return list(offered.items())

    def _beginning_with(self, typed: str) -> set[int]:
        """Phrases with a word that begins so, or nearly so when none does."""
        found = list(takewhile(lambda word: word.startswith(typed), islice(self._words, bisect_left(self._words, typed), None)))
        if not found and len(typed) >= spelling.SLIP_FROM_LETTERS:
            found = [word for word in self._words if word[0] == typed[0] and _is_slip(typed, word)]
        return {number for word in found for number in self._with_word[word]}


def _is_slip(typed: str, word: str) -> bool:
    """Whether a word begins with what was typed but for one letter."""
    return any(OSA.distance(typed, word[: len(typed) + more], score_cutoff=1) <= 1 for more in (-1, 0, 1))
