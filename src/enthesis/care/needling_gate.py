"""The gate before needling: facts in, a decision with its reasons out. It checks; it never recommends a needle.

Assumes: the facts are what the record holds at that moment; the pack passed its lint, so that every kind of rule has a default and
no jurisdiction's own rule is lighter than it. More danger, or less known, never gives a lighter verdict (tests/property).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from enthesis.care.needling_checks import QUESTIONS, asked_items
from enthesis.care.needling_facts import NeedlingFacts, Override
from enthesis.knowledge.needling import WEIGHTS, NeedlingKnowledge, Rule, ScreenItem, SiteCard, Weight

Verdict = Literal["allowed", "blocked", "override_possible"]


@dataclass(frozen=True)
class Reason:
    """One thing that stands against going on, or that whoever goes on should know."""

    rule_id: str
    """Also what an `Override` names."""
    sentence: str
    weight: Weight
    citation: str
    link: str
    basis: str
    """How the source was read: fulltext, abstract, secondary; or judgement."""
    version: str
    """Since when the rule holds, and when it was read; empty where it is no law."""
    overridden_by: Override | None = None

    @property
    def overridable(self) -> bool:
        """Whether a written reason lets it be."""
        return self.weight in ("reason", "medical_advice")

    @property
    def open(self) -> bool:
        """Whether it stands in the way now."""
        return self.weight == "stop" or (self.overridable and self.overridden_by is None)


@dataclass(frozen=True)
class Decision:
    """What the gate says, with every reason, gravest first."""

    verdict: Verdict
    reasons: tuple[Reason, ...]
    jurisdiction: str
    """Its name, or words that say that it is not known."""
    pack_version: str
    pack_digest: str
    check_with_board: str

    @property
    def open_reasons(self) -> tuple[Reason, ...]:
        """The reasons that stand in the way now."""
        return tuple(reason for reason in self.reasons if reason.open)


def decide(facts: NeedlingFacts, known: NeedlingKnowledge) -> Decision:
    """Whether needling may go on, by what is recorded.

    `blocked`: at least one reason that nothing lifts. `override_possible`: only reasons that a written one lifts, not all of them
    lifted. `allowed`: nothing stands in the way any more; what was lifted stays among the reasons.
    """
    given = {one.rule_id: one for one in facts.overrides}
    reasons = tuple(sorted((_lift(reason, given.get(reason.rule_id)) for reason in _all(facts, known)), key=_gravity))
    open_weights = {reason.weight for reason in reasons if reason.open}
    verdict: Verdict = "blocked" if "stop" in open_weights else "override_possible" if open_weights else "allowed"
    place = known.jurisdiction_by_id.get(facts.jurisdiction or "")
    return Decision(
        verdict=verdict,
        reasons=reasons,
        jurisdiction=place.name if place else facts.jurisdiction or "not recorded",
        pack_version=known.version,
        pack_digest=known.digest,
        check_with_board=known.check_with_board,
    )


def _gravity(reason: Reason) -> int:
    return WEIGHTS.index(reason.weight)


def _lift(reason: Reason, override: Override | None) -> Reason:
    """The reason with its override, where that is enough for its weight."""
    if override is None or not reason.overridable or not override.reason.strip():
        return reason
    if reason.weight == "medical_advice" and not override.medical_advice.strip():
        return reason
    return replace(reason, overridden_by=override)


def _all(facts: NeedlingFacts, known: NeedlingKnowledge) -> Iterator[Reason]:
    for rule in known.rules_in(known.jurisdiction_by_id.get(facts.jurisdiction or "")):
        for short in QUESTIONS[rule.kind](rule, facts, known):
            yield _of_rule(rule, rule.sentence.format(**short.words), short.suffix, short.weight or rule.weight)
    if facts.screen.on == facts.today:
        for item in asked_items(facts, known):
            if facts.screen.answers.get(item.id) == "yes":
                yield _of_item(item)
    for name in sorted({site.id for site in facts.sites}):
        card = known.site_by_id.get(name)
        if card is not None and card.weight != "note":
            yield _of_card(card)


def _of_rule(rule: Rule, sentence: str, suffix: str, weight: Weight) -> Reason:
    dated = "; ".join(part for part in (rule.in_force, f"read {rule.read_on}" if rule.read_on else "") if part)
    support = rule.support
    return Reason(
        f"{rule.id}.{suffix}" if suffix else rule.id, sentence, weight, support.citation, support.link, support.basis, dated
    )


def _of_item(item: ScreenItem) -> Reason:
    support = item.support
    return Reason(f"screen.{item.id}", item.sentence, item.weight, support.citation, support.link, support.basis, "")


def _of_card(card: SiteCard) -> Reason:
    support = card.support
    return Reason(f"site.{card.id}", card.weight_because, card.weight, support.citation, support.link, support.basis, "")
