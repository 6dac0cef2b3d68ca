"""Screen items weigh what their kind asks; a site card names what a needle may meet, and is cited."""

from __future__ import annotations

from collections.abc import Iterator

from enthesis.knowledge.needling import WEIGHTS, Hazard, NeedlingKnowledge, SiteCard, Weight
from enthesis.terms.fault import Fault

_LEAST_BY_KIND: dict[str, Weight] = {"absolute": "medical_advice", "relative": "reason", "precaution": "note"}
_HAZARD_WORDS: tuple[tuple[str, Hazard], ...] = (
    ("pleura", "pleura"),
    ("lung", "pleura"),
    ("nerve", "nerve"),
    ("spinal canal", "spinal_canal"),
    ("brain stem", "spinal_canal"),
    ("vertebral artery", "neck_vessels"),
    ("kidney", "organ"),
    ("bowel", "organ"),
    ("peritoneum", "organ"),
)
"""A hazard that is named in words starts the checks that belong to it."""


def check(known: NeedlingKnowledge) -> Iterator[Fault]:
    """An absolute contraindication cannot weigh less than a physician's advice; hazards in words and in kinds agree.

    Why: the kinds start the lung check and the check of strength; a card that names the pleura in words alone would start none.
    """
    for item in known.screen:
        least = _LEAST_BY_KIND.get(item.kind, "stop")
        if item.weight in WEIGHTS and WEIGHTS.index(item.weight) > WEIGHTS.index(least):
            yield Fault(item.where, f"{item.id} is {item.kind} and weighs '{item.weight}'", f"write {least}, or a graver one")
        if not item.question.endswith("?"):
            yield Fault(item.where, f"the question of {item.id} asks nothing", "end it with a question mark")
    for card in known.sites:
        yield from _of_card(card)


def _of_card(card: SiteCard) -> Iterator[Fault]:
    text = " ".join(card.hazards).lower()
    for word, hazard in _HAZARD_WORDS:
        if word in text and hazard not in card.hazard_kinds:
            yield Fault(card.where, f"{card.id} names {word} and not the hazard '{hazard}'", f"add {hazard} to hazard_kinds")
    if not card.hazards or not card.hazard_kinds:
        yield Fault(card.where, f"{card.id} names no hazard", "write what a needle may meet")
    if card.support.basis == "judgement":
        yield Fault(card.where, f"{card.id} cites nothing", "cite what was read, or leave the card out")
    if (card.weight != "note") != bool(card.weight_because.strip()):
        yield Fault(
            card.where,
            f"{card.id} weighs '{card.weight}' and says {'why' if card.weight_because else 'not why'}",
            "write both or neither",
        )
