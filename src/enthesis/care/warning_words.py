"""Warning signs in a free note: a short list of words, careful of `no` and `not`. A note is read for safety only, never for progress."""

from __future__ import annotations

import re

from enthesis.care.log import WarningSign

WORDS: tuple[tuple[WarningSign, str], ...] = (
    (WarningSign.SADDLE_NUMBNESS, r"(numb\w*|no feeling|tingl\w*)[^.;,]{0,40}(saddle|groin|genital\w*|private\w*|anus|perine\w*|between (the|my) legs)"),
    (WarningSign.SADDLE_NUMBNESS, r"(saddle|groin|genital\w*|perine\w*)[^.;,]{0,25}numb\w*"),
    (WarningSign.BLADDER_OR_BOWEL, r"\b(bladder|bowels?|incontinen\w*|wet myself|soiled|can'?t (pee|urinate)|cannot (pee|urinate))\b"),
    (WarningSign.LEG_WEAKNESS, r"\b(foot[- ]?drop|(leg|foot|ankle)[^.;,]{0,25}(weak\w*|gave way|giving way|gives way)|weak\w*[^.;,]{0,20}(leg|foot|ankle))\b"),
    (WarningSign.POP, r"\b(popp?(ed|ing)?|snapp?(ed)?|tore|torn|ruptur\w*|bruis\w*)\b"),
    (WarningSign.NIGHT_PAIN, r"\b(night pain|pain at night|pain in the night|(woke|wakes|woken|kept)[^.;,]{0,25}(pain|night|awake))\b"),
    (WarningSign.TINGLING, r"\b(tingl\w*|pins and needles|numb\w*)\b"),
    (WarningSign.ILLNESS, r"\b(ill|sick|fever\w*|flu)\b"),
)  # fmt: skip
_PATTERNS = tuple((sign, re.compile(pattern, re.IGNORECASE)) for sign, pattern in WORDS)
_DENIED = re.compile(
    r"\b(no|not|never|without|denies|denied|nothing|isn'?t|wasn'?t|didn'?t|hasn'?t|don'?t|none)\b[^.;,]{0,30}$", re.IGNORECASE
)


def signs_in_note(note: str) -> frozenset[WarningSign]:
    """Signs a note speaks of and does not deny.

    Assumes: a denial stands before the words, in the same part of the sentence. In doubt the sign counts: a clinician looks
    once too often.
    """
    found: set[WarningSign] = set()
    for sign, pattern in _PATTERNS:
        for match in pattern.finditer(note):
            denied = _DENIED.search(note[: match.start()])
            if denied is None or match.group().lower().startswith("no feeling"):
                found.add(sign)
    if WarningSign.SADDLE_NUMBNESS in found:
        found.discard(WarningSign.TINGLING)
    return frozenset(found)
