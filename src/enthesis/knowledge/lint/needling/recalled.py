"""What somebody merely remembers never ships."""

from __future__ import annotations

import re
from collections.abc import Iterator

from enthesis.knowledge.needling import NeedlingKnowledge
from enthesis.terms.fault import Fault

_RECALLED = re.compile(r"\brecalled\b|\bfrom memory\b|\btextbook convention\b", re.IGNORECASE)


def check(known: NeedlingKnowledge) -> Iterator[Fault]:
    """No text says that it was recalled or is a convention of textbooks.

    Why: a recalled length of a needle looks like a published one as soon as it stands on a card.
    """
    for where, text in _texts(known):
        if _RECALLED.search(text):
            yield Fault(where, f"something recalled: {text[:60]!r}", "read it and cite it, or leave it out")


def _texts(known: NeedlingKnowledge) -> Iterator[tuple[str, str]]:
    for card in known.sites:
        texts = (card.position, card.needle, card.direction, *card.hazards, *card.precautions, *card.conflicts)
        yield from ((card.where, text) for text in (*texts, card.support.citation, *(one.citation for one in card.further)))
    for place in known.jurisdictions:
        yield from ((rule.where, f"{rule.sentence} {rule.support.citation}") for rule in place.rules)
    for item in known.screen:
        yield from ((item.where, text) for text in (item.sentence, item.support.citation, *item.other_sources))
    yield from ((rate.where, f"{rate.definition} {rate.support.citation}") for rate in known.rates)
    yield from ((one.where, text) for one in known.consent.sections for text in one.paragraphs)
