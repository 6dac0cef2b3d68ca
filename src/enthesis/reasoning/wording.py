"""The listed ways of naming a finding, each read so that what was said can be compared with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from enthesis.knowledge.pack import Finding
from enthesis.reasoning import spelling
from enthesis.reasoning.kinds import EASING, RESPONSE
from enthesis.reasoning.reading import Reading, read

# Elicited: chosen on the pack's own words and the published development cases, each left out in turn.
LONGEST_TREATMENT = 4
"""Topics up to which a phrase without an effect is a bare treatment."""


class Wording(NamedTuple):
    """One listed way of naming a finding, read."""

    finding: Finding
    reading: Reading
    says_present: bool
    """What its topics say once a denial is taken off: "no night pain" is listed as absence, "night pain" says presence."""
    bare_treatment: bool
    """A treatment without its effect ("physiotherapy"): means something only as a response to treatment."""
    by_word: bool
    """It says absence by a word of its own ("gradual onset", "closed growth plates"), so that no word may be missing."""


def _worded(finding: Finding, text: str, present: bool) -> Wording | None:
    """One listed phrase as others may be compared with it; nothing where only the phrase itself will do."""
    values_aside = spelling.without_values(text)
    reading = read(spelling.lexemes(spelling.stems(values_aside)), EASING if finding.kind == EASING else None)
    by_word = not (present or reading.negated or reading.relief)
    names_a_lack = present and reading.negated and not reading.relief  # "no strength in the leg": without "no" it says nothing
    by_value = values_aside != text and not spelling.has_grade(text)
    if names_a_lack or by_value or reading.mixed or reading.is_place_alone:
        return None
    return Wording(finding, reading, present != reading.negated, finding.kind == RESPONSE and is_bare_treatment(reading), by_word)


def _with_effect(wordings: Sequence[Wording]) -> list[Wording]:
    """Bare treatments read as "improved with ...", in the sense of the finding's other wordings."""
    senses = Counter(w.says_present for w in wordings if w.finding.kind == RESPONSE and w.reading.relief)
    if not senses:
        return []
    sense = senses.most_common(1)[0][0]
    bare = [wording for wording in wordings if wording.bare_treatment]
    return [w._replace(reading=w.reading._replace(relief=True), says_present=sense, bare_treatment=False) for w in bare]


def is_bare_treatment(reading: Reading) -> bool:
    """Whether a response to treatment names the treatment without its effect.

    Args:
        reading: of a phrase listed or said as a response.
    Assumes: a longer phrase tells the effect in words that no list holds.
    Source: elicited, see the top of this module.
    """
    says_effect = reading.relief or reading.negated or "wors" in reading.topics
    return not says_effect and len(reading.topics) <= LONGEST_TREATMENT


def wordings_of(finding: Finding, phrases: Sequence[tuple[str, bool]]) -> list[Wording]:
    """All that may be compared with a finding's listed phrases, each reading once.

    Args:
        finding: whose phrases they are.
        phrases: plain text, and whether it says that the finding is present.
    Assumes: phrases that read the same mean the same.
    Source: none; a convention of this module.
    """
    worded: dict[tuple[frozenset[str], bool, bool, bool], Wording] = {}
    for text, present in phrases:
        wording = _worded(finding, text, present)
        if wording is not None:
            reading = wording.reading
            worded.setdefault((reading.topics, reading.negated, reading.relief, present), wording)
    return [*worded.values(), *_with_effect(list(worded.values()))]
