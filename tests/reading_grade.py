"""The school grade of a text by Flesch and Kincaid, counted as a person would count it by hand.

Formula: Kincaid JP et al. Derivation of new readability formulas for Navy enlisted personnel. Naval Technical Training Command,
Research Branch Report 8-75, 1975: 0.39 words a sentence + 11.8 syllables a word - 15.59. A text is prepared as readers of such
grades ask: headings and lines of a list that are no sentences are left out, and a figure counts with the syllables it is said with.
The counter of the package `readability` gives a figure no syllable at all, which made every text with numbers look easier than it is.
"""

from __future__ import annotations

import re
from typing import Any

from readability.langdata import LANGDATA

ENDS = re.compile(r"(?<=[.!?])[\s”\"]+")
WORD = re.compile(r"\d+(?:\.\d+)?|[^\W\d_]+(?:[’'-][^\W\d_]+)*")
SMALL = (2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 3, 1, 2, 2, 2, 2, 3, 2, 2)
"""Syllables of zero to nineteen."""
TENS = (0, 0, 2, 2, 2, 2, 2, 3, 2, 2)
_OF_WORD: Any = LANGDATA["en"]["syllables"]


def reading_grade(text: str) -> float:
    """School grade (years of school in the United States; a twelve-year-old is in grade 6 or 7) of whole sentences.

    Args:
        text: sentences that end in a full stop, a question mark or an exclamation mark; nothing else ends one.
    """
    sentences = [words for part in ENDS.split(text) if (words := WORD.findall(part))]
    words = [word for sentence in sentences for word in sentence]
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def syllables(word: str) -> int:
    """Syllables of a word or of a figure read aloud."""
    if not word[0].isdigit():
        return max(1, sum(max(1, _OF_WORD(part)) for part in word.split("-")))
    whole, _, rest = word.partition(".")
    return _of_figure(int(whole)) + (1 + sum(SMALL[int(one)] for one in rest) if rest else 0)


def _of_figure(number: int) -> int:
    if number < 20:
        return SMALL[number]
    if number < 100:
        return TENS[number // 10] + (SMALL[number % 10] if number % 10 else 0)
    if number < 1000:
        return SMALL[number // 100] + 2 + (1 + _of_figure(number % 100) if number % 100 else 0)
    # Four figures are a year here: twenty twenty-six.
    return _of_figure(number // 100) + (_of_figure(number % 100) if number % 100 else 2)
