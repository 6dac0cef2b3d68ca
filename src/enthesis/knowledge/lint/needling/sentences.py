"""What a clinician or a patient reads is one line, fills in what exists, and recommends no needle."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import Formatter

from enthesis.knowledge.needling import FILLED_IN, NeedlingKnowledge, Rule
from enthesis.terms.fault import Fault

LONGEST = 200
_RECOMMENDS = re.compile(
    r"\b(we recommend|is recommended|should be needled|needling is indicated|safe to needle)\b", re.IGNORECASE
)


def check(known: NeedlingKnowledge) -> Iterator[Fault]:
    """Sentences are one line of at most 200 characters that ends; placeholders are those of the kind; nothing recommends.

    Why: the software records and checks. A sentence with a word nobody fills in would stop the gate from answering.
    """
    rules = [*known.defaults, *(rule for place in known.jurisdictions for rule in place.rules)]
    for rule in rules:
        yield from _placeholders(rule)
    for where, text in _shown(known, rules):
        if not text.strip() or "\n" in text or len(text) > LONGEST:
            yield Fault(where, f"not one line of at most {LONGEST} characters: {text[:60]!r}", "shorten it, or write it")
        elif text.rstrip()[-1] not in ".?}":
            yield Fault(where, f"a sentence does not end: {text[-40:]!r}", "end it with a full stop")
    texts = [*_shown(known, rules), *((s.where, text) for s in known.consent.sections for text in s.paragraphs)]
    for where, text in texts:
        if _RECOMMENDS.search(text):
            yield Fault(where, f"it recommends needling: {text[:60]!r}", "say what was read, not what to do")
    for section in known.consent.sections:
        if not section.paragraphs or not section.supports:
            yield Fault(section.where, f"the section '{section.id}' says nothing, or cites nothing", "write it and cite it")
    if not known.consent.version or not known.consent.withdrawal or not known.consent.for_minor:
        yield Fault("needling/consent.yaml", "the text has no version, no withdrawal or nothing for minors", "write all three")


def _placeholders(rule: Rule) -> Iterator[Fault]:
    try:
        written = {name for _, name, _, _ in Formatter().parse(rule.sentence) if name is not None}
    except ValueError:
        yield Fault(rule.where, f"the braces of {rule.id} do not match", "write {word}")
        return
    for name in sorted(written - FILLED_IN.get(rule.kind, frozenset())):
        allowed = ", ".join(sorted(FILLED_IN.get(rule.kind, frozenset()))) or "none"
        yield Fault(rule.where, f"nothing fills in {{{name}}} of {rule.id}", f"use one of: {allowed}")


def _shown(known: NeedlingKnowledge, rules: list[Rule]) -> Iterator[tuple[str, str]]:
    yield from ((rule.where, rule.sentence) for rule in rules)
    for item in known.screen:
        yield from ((item.where, text) for text in (item.question, item.sentence))
    for event in known.events:
        yield from ((event.where, text) for text in (event.clinician, event.patient))
    yield from ((card.where, card.weight_because) for card in known.sites if card.weight_because)
    yield from ((one.where, question.ask) for one in known.checks for question in one.questions)
