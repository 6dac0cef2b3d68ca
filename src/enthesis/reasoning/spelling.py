"""Clinical English made comparable: spelling, plurals, lay names and small words are set aside, meaning is kept.

A phrase becomes *lexemes*: stems ("run") or concepts ("postthigh") for what it is about, and capital marks
(NO, NORMAL, RELIEF, ...) for what it says of it. `reading.py` makes out what they say together.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property

from rapidfuzz.distance import OSA

from enthesis.reasoning.lexicon import (
    CONCEPT_WORDINGS,
    CONFUSABLE,
    FILLERS,
    LIGHT,
    MINOR,
    NOT_IN_KEY,
    QUALITY_WORDINGS,
    SINGLE_QUALITIES,
    SINGLE_SITES,
    SITE_WORDINGS,
    SITES,
)
from enthesis.reasoning.stemming import spelled, stem

_TOKEN = re.compile(r"[a-z0-9]+|,")
_CONTRACTIONS = (("can't", "cannot"), ("won't", "will not"), ("n't", " not"), ("'s", ""), ("'", ""))
_DIGIT = re.compile("[0-9]")
_GRADE = re.compile(r"\b([0-5])\s*[-+]?\s*/\s*5\b")
_FULL_GRADE = "5"
_UNIT = (
    r"degrees?|deg|minutes?|mins?|seconds?|secs?|hours?|hrs?|days?|weeks?|wks?|months?|years?|yrs?|kilomet\w+|kms?|met(?:er|re)s?|m"
    r"|miles?|yards?|feet|ft|blocks?|kgs?|lbs?|cm|mm|percent|mmhg|points?"
)
_VALUE = re.compile(
    r"(?:\b(?:more|less|longer|greater|fewer) than "
    r"|\b(?:over|under|above|below|about|around|within|up to|at least|limited to) )?"
    rf"(?<![a-z0-9])\d+(?:[.,]\d+)?(?: ?(?:to|-|/) ?\d+(?:[.,]\d+)?)?\+?(?:[ -]?(?:{_UNIT})\b)?(?![a-z0-9])"
)
_SEPARATOR = re.compile(r"[,;:()\[\]]+|\s/\s|\s[-–—]\s")
SLIP_FROM_LETTERS = 5
"""Shorter words are taken as written."""


def plain(phrase: str) -> str:
    """The phrase in lower case without accents, apostrophes and doubled spaces.

    Args:
        phrase: as written.
    Assumes: the phrase is English.
    Source: none; a convention of this module.
    """
    text = phrase
    if not phrase.isascii():
        text = unicodedata.normalize("NFKD", phrase.replace("’", "'").replace("°", " deg ")).encode("ascii", "ignore").decode()
    text = f" {text.lower()} "
    if "'" in text:
        for written, meant in _CONTRACTIONS:
            text = text.replace(written, meant)
    text = _SEPARATOR.sub(" , ", text).replace("&", " and ").replace("<", " below ").replace(">", " above ").replace("_", " ")
    return " ".join(text.split())


def without_values(text: str) -> str:
    """The plain phrase without its numbers and units; a muscle grade becomes "normal strength" or "weak".

    Args:
        text: what `plain` gave.
    Assumes: a value does not change which finding is meant.
    Source: grades 0 to 5 of the Medical Research Council scale, 5 being normal strength.
    """
    if _DIGIT.search(text) is None:
        return text
    text = _GRADE.sub(lambda grade: " normal strength " if grade.group(1) == _FULL_GRADE else " weak ", text)
    return " ".join(_VALUE.sub(" ", text).split())


def has_grade(text: str) -> bool:
    """Whether a plain phrase gives a muscle grade, as "knee flexion 4/5" does."""
    return _GRADE.search(text) is not None


def tokens(text: str) -> list[str]:
    """The words of a plain phrase in American spelling."""
    return [spelled(word) for word in _TOKEN.findall(text) if word != ","]


def stems(text: str) -> list[str]:
    """The stems of a plain phrase, commas kept, small words dropped."""
    return [word for word in map(stem, _TOKEN.findall(text)) if word not in FILLERS]


def _by_first_stem() -> dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]:
    """Wordings and meanings by the first stem of the wording, longest first."""
    found: dict[str, dict[tuple[str, ...], tuple[str, ...]]] = {}
    for listed in (SITE_WORDINGS, QUALITY_WORDINGS, CONCEPT_WORDINGS):
        for meaning, wordings in listed.items():
            for wording in wordings:
                words = tuple(stems(wording))
                if words:
                    found.setdefault(words[0], {})[words] = tuple(meaning.split())
    return {first: sorted(entries.items(), key=lambda entry: -len(entry[0])) for first, entries in found.items()}


_WORDINGS = _by_first_stem()
KNOWN_STEMS = FILLERS | LIGHT | MINOR | SITES | {word for found in _WORDINGS.values() for wording, _ in found for word in wording}


def lexemes(words: list[str]) -> list[str]:
    """Stems, concepts and marks, in order.

    Args:
        words: what `stems` gave.
    Assumes: articles, possessives and sides carry no meaning here (the side is a field of its own).
    Source: the lists of `lexicon.py`.
    """
    found: list[str] = []
    position = 0
    while position < len(words):
        wordings = _WORDINGS.get(words[position])
        if wordings is None:
            found.append(words[position])
            position += 1
            continue
        for wording, meaning in wordings:
            if len(wording) == 1 or tuple(words[position : position + len(wording)]) == wording:
                found.extend(meaning)
                position += len(wording)
                break
        else:
            found.append(words[position])
            position += 1
    return found


def key(words: list[str]) -> tuple[str, ...]:
    """What two phrases share when only spelling, plural, small words or word order differ.

    Args:
        words: what `stems` gave.
    Assumes: word order matters only in comparisons ("leg pain worse than back pain").
    Source: none; a convention of this module.
    """
    kept = [word for word in words if word not in NOT_IN_KEY]
    return tuple(kept) if "than" in kept else tuple(sorted(kept))


class Slips:
    """Known words, to mend slips of the finger."""

    def __init__(self) -> None:
        self._texts = [SINGLE_SITES, SINGLE_QUALITIES]
        for listed in (SITE_WORDINGS, QUALITY_WORDINGS, CONCEPT_WORDINGS):
            self._texts += [" ".join([meaning, *wordings]) for meaning, wordings in listed.items()]

    def learn(self, text: str) -> None:
        """Take every word of a plain text as known."""
        self._texts.append(text)

    @cached_property
    def _known(self) -> frozenset[str]:
        return CONFUSABLE.union(*map(tokens, self._texts))

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(map(stem, self._known)) | KNOWN_STEMS

    @cached_property
    def _by_start(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for word in sorted(self._known - CONFUSABLE):
            if len(word) >= SLIP_FROM_LETTERS:
                found.setdefault(word[0], []).append(word)
        return found

    def mended(self, text: str) -> list[str]:
        """The stems of a plain phrase, each unknown word replaced by the one known word a single slip away.

        Args:
            text: what `without_values` gave; all texts must have been learnt before.
        Assumes: the first letter is right; a word that has two such neighbours is left alone, and so is a short one.
        Source: optimal string alignment distance (a letter added, missed, changed or swapped with the next).
        """
        found = (stem(self._meant(word)) for word in map(spelled, _TOKEN.findall(text)))
        return [word for word in found if word not in FILLERS]

    def _meant(self, word: str) -> str:
        if len(word) < SLIP_FROM_LETTERS or not word.isalpha() or word in self._known or stem(word) in self._stems:
            return word
        near = [known for known in self._by_start.get(word[0], ()) if OSA.distance(word, known, score_cutoff=1) <= 1]
        return near[0] if len({stem(known) for known in near}) == 1 else word
