"""One spelling and one stem for each word, whatever its region, number or ending."""

from __future__ import annotations

import re
from functools import cache

from enthesis.reasoning.word_lists import read_wordings

STEMS = {word: stem for stem, words in read_wordings("stems").items() for word in words}
"""Words whose stem no rule gives."""
_BRITISH = [(british, american) for american, letters in read_wordings("british").items() for british in letters]
_ISE = re.compile(r"is(e|ed|es|ing|er)$")
_SHORTEST_STEM = 3
_LONGEST_UNCHANGED = 6
"""Words in -ly and -ise up to this length keep their form (family, raise)."""
_DOUBLED = "bdgmnprt"


@cache
def spelled(word: str) -> str:
    """One lower-case word in American spelling."""
    for british, american in _BRITISH:
        if british in word and len(word) > len(british):
            word = word.replace(british, american)
    return _ISE.sub(r"iz\1", word) if len(word) > _LONGEST_UNCHANGED else word


@cache
def stem(word: str) -> str:
    """The word without plural, -ing, -ed, -ness or -ly; "lying" and "lie" become one.

    Args:
        word: lower case, letters and digits.
    Assumes: both phrases to be compared went through the same rules, so that a stem need not be a word.
    Source: a short form of Porter MF, An algorithm for suffix stripping, Program 1980;14:130-137.
    """
    word = spelled(word)
    if word in STEMS:
        return STEMS[word]
    if len(word) <= _SHORTEST_STEM or not word.isalpha():
        return word
    if word.endswith("ies") and len(word) > _SHORTEST_STEM + 1:
        word = word.removesuffix("ies") + "y"
    elif word.endswith(("xes", "ches", "shes", "sses", "zes")):
        word = word.removesuffix("es")
    elif not word.endswith(("ss", "us", "is")):
        word = word.removesuffix("s")
    if word.endswith("ness"):
        word = re.sub("i$", "y", word.removesuffix("ness"))
    if len(word) > _LONGEST_UNCHANGED:
        word = word.removesuffix("ly")
    for ending in ("ing", "ed"):
        root = word.removesuffix(ending)
        if root != word and not word.endswith("eed") and len(root) >= _SHORTEST_STEM and re.search("[aeiouy]", root):
            word = root
            break
    doubled = word[-1] in _DOUBLED or (word[-1] == "l" and len(word) >= _LONGEST_UNCHANGED)
    if len(word) > _SHORTEST_STEM and word[-1] == word[-2] and doubled:
        word = word[:-1]
    if len(word) > _SHORTEST_STEM and not word.endswith("ee"):
        word = word.removesuffix("e")
    return STEMS.get(word, word)
