"""Warning signs in a free note: the region's words for them, careful of `no` and `not`. A note is read for safety only, never for progress."""

from __future__ import annotations

import re

from enthesis.knowledge.warning_signs import WarningSigns

_DENIED = re.compile(
    r"\b(no|not|never|without|denies|denied|nothing|isn'?t|wasn'?t|didn'?t|hasn'?t|don'?t|none)\b[^.;,]{0,30}$", re.IGNORECASE
)


def signs_in_note(note: str, known: WarningSigns) -> frozenset[str]:
    """Ids of signs a note speaks of and does not deny.

    Assumes: a denial stands before the words, in the same part of the sentence. In doubt the sign counts: a clinician looks
    once too often.
    """
    found: set[str] = set()
    for sign in known.signs:
        for pattern in sign.heard_as:
            for match in pattern.finditer(note):
                denied = _DENIED.search(note[: match.start()])
                if denied is None or match.group().lower().startswith("no feeling"):
                    found.add(sign.id)
    return frozenset(found.difference(*(known.by_id[sign].in_place_of for sign in found)))
