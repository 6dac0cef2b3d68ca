"""For each kind of rule, whether the facts meet it: one small question each. `needling_gate` asks them all.

A question yields once for each way in which the facts fall short: the words to fill into the rule's sentence. Assumes nothing of
what is not recorded: a missing date, age or answer falls short wherever the rule needs it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from enthesis.care.needling_facts import NeedlingFacts
from enthesis.knowledge.needling import NeedlingKnowledge, Rule, RuleKind, ScreenItem, Weight


@dataclass(frozen=True)
class Shortfall:
    """One way in which the facts do not meet a rule."""

    words: Mapping[str, Any] = field(default_factory=dict[str, Any])
    suffix: str = ""
    """Tells two shortfalls of one rule apart, in the id of the reason."""
    weight: Weight | None = None
    """Where it is lighter than the rule's own."""


Question = Callable[[Rule, NeedlingFacts, NeedlingKnowledge], Iterator[Shortfall]]


def is_minor(facts: NeedlingFacts, known: NeedlingKnowledge) -> bool:
    """Whether the patient is known to be under age; an unknown age is a shortfall of its own (`age_known`)."""
    return facts.age_years is not None and facts.age_years < known.age_of_majority


def asked_items(facts: NeedlingFacts, known: NeedlingKnowledge) -> tuple[ScreenItem, ...]:
    """The items of the screen that today's sites call for; a site without a card calls for all of them."""
    cards = [known.site_by_id.get(site.id) for site in facts.sites]
    everywhere = not cards or any(card is None for card in cards)
    regions = {card.region for card in cards if card}
    return tuple(item for item in known.screen if item.for_region is None or everywhere or item.for_region in regions)


def full_years(since: date, until: date) -> int:
    """Whole years from one day to another."""
    return until.year - since.year - ((until.month, until.day) < (since.month, since.day))


def _if(short: bool, **words: Any) -> Iterator[Shortfall]:
    if short:
        yield Shortfall(words)


def _jurisdiction_listed(rule: Rule, facts: NeedlingFacts, known: NeedlingKnowledge) -> Iterator[Shortfall]:
    place = facts.jurisdiction
    return _if(bool(place) and place not in known.jurisdiction_by_id, place=place)


def _standing(rule: Rule, facts: NeedlingFacts, known: NeedlingKnowledge) -> Iterator[Shortfall]:
    place = known.jurisdiction_by_id.get(facts.jurisdiction or "")
    return _if(place is not None and place.standing != "permitted")


def _licence_place(rule: Rule, facts: NeedlingFacts, known: NeedlingKnowledge) -> Iterator[Shortfall]:
    held = facts.licence
    if held is not None and held.jurisdiction != facts.jurisdiction:
        issuer = known.jurisdiction_by_id.get(held.jurisdiction)
        yield Shortfall({"place": issuer.name if issuer else held.jurisdiction or "a place that is not recorded"})


def _licence_current(rule: Rule, facts: NeedlingFacts, known: NeedlingKnowledge) -> Iterator[Shortfall]:
    held = facts.licence
    if held is not None and held.expires_on is not None:
        yield from _if(facts.today > held.expires_on, day=held.expires_on.isoformat())


def _training_hours(rule: Rule, facts: NeedlingFacts, known: NeedlingKnowledge) -> Iterator[Shortfall]:
    hours, needs = facts.training.hours, rule.needs or 0.0
    begin = needs if rule.to_begin is None else rule.to_begin
    if hours is None or hours < begin:
        yield Shortfall({"has": "no hours" if hours is None else f"{hours:g} hours", "needs": f"{needs:g}"})
    elif hours < needs:
        yield Shortfall({"has": f"{hours:g} hours", "needs": f"{needs:g}"}, weight="reason")


def _supervised_sessions(rule: Rule, facts: NeedlingFacts, known: NeedlingKnowledge) -> Iterator[Shortfall]:
    done, needs = facts.training.supervised_sessions, rule.needs or 0.0
    return _if(done is None or done < needs, has="no sessions" if done is None else f"{done:g} sessions", needs=f"{needs:g}")


def _years_licensed(rule: Rule, facts: NeedlingFacts, known: NeedlingKnowledge) -> Iterator[Shortfall]:
    since = facts.licence.held_since if facts.licence else None
    needs = rule.needs or 0.0
    has = "no first day of the licence" if since is None else f"{max(0, full_years(since, facts.today))} full years"
    return _if(since is None or full_years(since, facts.today) < needs, has=has, needs=f"{needs:g}")


def _technique_out_of_scope(rule: Rule, facts: NeedlingFacts, known: NeedlingKnowledge) -> Iterator[Shortfall]:
    return _if(facts.technique in rule.names, technique=facts.technique)


def _consent_signed(rule: Rule, facts: NeedlingFacts, known: NeedlingKnowledge) -> Iterator[Shortfall]:
    """A parent's signature binds a minor alone."""
    consent = facts.consent
    unsigned = consent.signed_on is None or consent.signed_on > facts.today or not consent.signed_by
    grown = facts.age_years is not None and not is_minor(facts, known)
    return _if(unsigned or (grown and consent.signed_by == "parent"))


def _consent_current(rule: Rule, facts: NeedlingFacts, known: NeedlingKnowledge) -> Iterator[Shortfall]:
    consent = facts.consent
    short = consent.signed_on is not None and consent.form_version != known.consent.version
    return _if(short, signed=consent.form_version or "not recorded", current=known.consent.version)


def _consent_withdrawn(rule: Rule, facts: NeedlingFacts, known: NeedlingKnowledge) -> Iterator[Shortfall]:
    day = facts.consent.withdrawn_on
    if day is not None:
        yield Shortfall({"day": day.isoformat()})


def _patient_copy(rule: Rule, facts: NeedlingFacts, known: NeedlingKnowledge) -> Iterator[Shortfall]:
    given = facts.consent.copy_given_on
    return _if(given is None or given > facts.today)


def _minor_parent_consent(rule: Rule, facts: NeedlingFacts, known: NeedlingKnowledge) -> Iterator[Shortfall]:
    consent = facts.consent
    day = consent.signed_on if consent.signed_by == "parent" else consent.parent_consent_on
    documented = day is not None and day <= facts.today and bool(consent.parent_name.strip())
    return _if(is_minor(facts, known) and not documented, age=facts.age_years)


def _screen_answered(rule: Rule, facts: NeedlingFacts, known: NeedlingKnowledge) -> Iterator[Shortfall]:
    if facts.screen.on != facts.today:
        return
    for item in asked_items(facts, known):
        if facts.screen.answers.get(item.id) not in ("yes", "no"):
            yield Shortfall({"question": item.question}, item.id)


def _site_card(rule: Rule, facts: NeedlingFacts, known: NeedlingKnowledge) -> Iterator[Shortfall]:
    for site in sorted({site.id for site in facts.sites} - set(known.site_by_id)):
        yield Shortfall({"site": site}, site)


def _both_lungs(rule: Rule, facts: NeedlingFacts, known: NeedlingKnowledge) -> Iterator[Shortfall]:
    """A site over the lung whose side nobody recorded counts as either side."""
    sides: set[str] = set()
    for site in facts.sites:
        card = known.site_by_id.get(site.id)
        if card is not None and card.over_pleura:
            sides |= {site.side} if site.side else {"left", "right"}
    return _if(len(sides) > 1)


QUESTIONS: Mapping[RuleKind, Question] = MappingProxyType(
    {
        "jurisdiction_recorded": lambda rule, facts, known: _if(not facts.jurisdiction),
        "jurisdiction_listed": _jurisdiction_listed,
        "standing": _standing,
        "roles": lambda rule, facts, known: _if(facts.role not in rule.names, role=facts.role.replace("_", " ") or "nobody"),
        "licence_on_file": lambda rule, facts, known: _if(facts.licence is None),
        "licence_place": _licence_place,
        "licence_dated": lambda rule, facts, known: _if(facts.licence is not None and facts.licence.expires_on is None),
        "licence_current": _licence_current,
        "licence_unrestricted": lambda rule, facts, known: _if(
            facts.licence is not None and facts.licence.unrestricted is not True
        ),
        "training_attested": lambda rule, facts, known: _if(facts.training.attested is not True),
        "training_hours": _training_hours,
        "supervised_sessions": _supervised_sessions,
        "years_licensed": _years_licensed,
        "technique_known": lambda rule, facts, known: _if(facts.technique not in {one.id for one in known.techniques}),
        "technique_out_of_scope": _technique_out_of_scope,
        "age_known": lambda rule, facts, known: _if(facts.age_years is None),
        "consent_signed": _consent_signed,
        "consent_current": _consent_current,
        "consent_withdrawn": _consent_withdrawn,
        "patient_copy": _patient_copy,
        "minor_parent_consent": _minor_parent_consent,
        "minor_assent": lambda rule, facts, known: _if(is_minor(facts, known) and facts.consent.assent != "yes"),
        "minor_reason": lambda rule, facts, known: _if(is_minor(facts, known), age=facts.age_years),
        "minor_to_know": lambda rule, facts, known: _if(is_minor(facts, known)),
        "plan_of_care": lambda rule, facts, known: _if(facts.in_plan_of_care is not True),
        "referrer_told": lambda rule, facts, known: _if(facts.referral not in ("told", "no_referral")),
        "screen_today": lambda rule, facts, known: _if(facts.screen.on != facts.today),
        "screen_answered": _screen_answered,
        "site_chosen": lambda rule, facts, known: _if(not facts.sites),
        "site_card": _site_card,
        "both_lungs": _both_lungs,
        "to_know": lambda rule, facts, known: _if(True),
    }
)
"""The question for each kind of rule."""
