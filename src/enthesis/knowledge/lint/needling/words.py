"""Every word that the gate and the checks look at is one they know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from enthesis.knowledge.nearest import mend_unknown
from enthesis.knowledge.needling import (
    WEIGHTS,
    Hazard,
    NeedlingKnowledge,
    Region,
    RuleKind,
    ScreenKind,
    Standing,
    Tier,
)
from enthesis.terms.fault import Fault


def check(known: NeedlingKnowledge) -> Iterator[Fault]:
    """Kinds, weights, standings, regions, hazards, tiers and urgencies are known words.

    Why: a misspelt kind would be a rule that nobody asks, and a misspelt hazard a check that never comes.
    """
    for what, word, allowed, where in _words(known):
        if word not in allowed:
            yield Fault(where, f"the {what} is '{word}'", mend_unknown(str(word), [str(one) for one in allowed], what))


def _words(known: NeedlingKnowledge) -> Iterator[tuple[str, Any, tuple[Any, ...], str]]:
    hazards = get_args(Hazard)
    for place in known.jurisdictions:
        yield "standing", place.standing, get_args(Standing), place.where
    for rule in [*known.defaults, *(rule for place in known.jurisdictions for rule in place.rules)]:
        yield "kind", rule.kind, get_args(RuleKind), rule.where
        yield "weight", rule.weight, WEIGHTS, rule.where
    for item in known.screen:
        yield "kind", item.kind, get_args(ScreenKind), item.where
        yield "weight", item.weight, WEIGHTS, item.where
        yield "region", item.for_region, (None, *get_args(Region)), item.where
    for card in known.sites:
        yield "region", card.region, get_args(Region), card.where
        yield "weight", card.weight, WEIGHTS, card.where
        yield from (("hazard", hazard, hazards, card.where) for hazard in card.hazard_kinds)
    for event in known.events:
        yield "tier", event.usual, get_args(Tier), event.where
        yield "urgency", event.urgent, ("emergency", "same_day", ""), event.where
        yield from (("hazard", hazard, hazards, event.where) for hazard in event.urgent_over)
    for one in known.checks:
        for over in (one.only_over, *(question.only_over for question in one.questions)):
            yield from (("hazard", hazard, hazards, one.where) for hazard in over)
