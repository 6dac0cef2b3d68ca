"""No rule falls away unseen, and none is made lighter by the place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from enthesis.knowledge.needling import LOCAL_KINDS, WEIGHTS, Jurisdiction, NeedlingKnowledge, Rule, RuleKind, Weight
from enthesis.terms.fault import Fault

FILE = "needling/jurisdictions.yaml"
NEVER_LIFTED: frozenset[RuleKind] = frozenset(
    {
        "jurisdiction_recorded",
        "roles",
        "licence_on_file",
        "licence_current",
        "age_known",
        "consent_signed",
        "consent_withdrawn",
        "minor_parent_consent",
        "screen_today",
        "screen_answered",
        "site_chosen",
    }
)
"""Kinds of rules that no written reason lifts."""
_LEAST_BY_STANDING: dict[str, Weight] = {"permitted": "note", "silent": "reason", "not_permitted": "stop"}
_ASKS_A_NUMBER: tuple[RuleKind, ...] = ("training_hours", "supervised_sessions", "years_licensed")
_ASKS_NAMES: tuple[RuleKind, ...] = ("roles", "technique_out_of_scope")


def check(known: NeedlingKnowledge) -> Iterator[Fault]:
    """Every kind has its default; a place's own rule is cited, dated, complete and no lighter than the default.

    Why: the gate asks what the rules say. A kind without a rule would be let through in silence.
    """
    by_kind: dict[RuleKind, Rule] = {}
    for rule in known.defaults:
        if rule.kind in by_kind:
            yield Fault(rule.where, f"the default of '{rule.kind}' stands twice", "keep one of the two")
        if rule.kind in LOCAL_KINDS:
            yield Fault(rule.where, f"'{rule.kind}' is for a jurisdiction alone", "move it to a jurisdiction")
        by_kind[rule.kind] = rule
        yield from _complete(rule, known)
    for kind in get_args(RuleKind):
        if kind not in LOCAL_KINDS and kind not in by_kind:
            yield Fault(FILE, f"no default holds for '{kind}'", "write the rule that holds where none was read")
    if not 16 <= known.age_of_majority <= 21:
        yield Fault(FILE, f"the age of majority is {known.age_of_majority}", "write years between 16 and 21")
    if not known.check_with_board.strip():
        yield Fault(FILE, "nothing says to check with the board", "write check_with_board")
    for place in known.jurisdictions:
        yield from _of_place(place, by_kind, known)


def _of_place(place: Jurisdiction, by_kind: dict[RuleKind, Rule], known: NeedlingKnowledge) -> Iterator[Fault]:
    standings = [rule for rule in place.rules if rule.kind == "standing"]
    if len(standings) != 1:
        yield Fault(place.where, f"{place.id} has {len(standings)} rules of standing", "write one")
    least = _LEAST_BY_STANDING.get(place.standing, "stop")
    for rule in standings:
        if _lighter(rule.weight, least):
            yield Fault(rule.where, f"{place.id} is '{place.standing}' and its standing weighs '{rule.weight}'", f"write {least}")
    for rule in place.rules:
        if not rule.id.startswith(f"{place.id}."):
            yield Fault(rule.where, f"the rule '{rule.id}' of {place.id} has another's name", f"begin it with {place.id}.")
        if rule.support.basis == "judgement":
            yield Fault(rule.where, f"{rule.id} cites nothing", "cite where it was read, or leave it to the default")
        if not rule.in_force:
            yield Fault(rule.where, f"{rule.id} does not say since when it holds, or which edition", "write in_force")
        default = by_kind.get(rule.kind)
        if default is not None and _lighter(rule.weight, default.weight):
            yield Fault(rule.where, f"{rule.id} is lighter than the default", f"write {default.weight}, or a graver one")
        if default is not None and rule.kind == "technique_out_of_scope" and not set(default.names) <= set(rule.names):
            yield Fault(rule.where, f"{rule.id} lets a technique through that the default holds back", "name it too")
        if default is not None and rule.kind == "roles" and not set(rule.names) <= set(default.names):
            yield Fault(rule.where, f"{rule.id} lets a role through that the default holds back", "take it out")
        if rule.kind != "to_know" and [one.kind for one in place.rules].count(rule.kind) > 1:
            yield Fault(rule.where, f"{place.id} has two rules of '{rule.kind}'", "make them one")
        yield from _complete(rule, known)


def _complete(rule: Rule, known: NeedlingKnowledge) -> Iterator[Fault]:
    if rule.kind in NEVER_LIFTED and rule.weight != "stop":
        yield Fault(rule.where, f"{rule.id} could be lifted", "write weight: stop")
    if rule.kind in ("to_know", "minor_to_know") and rule.weight != "note":
        yield Fault(rule.where, f"{rule.id} only tells and weighs '{rule.weight}'", "write weight: note")
    if (rule.needs is not None) != (rule.kind in _ASKS_A_NUMBER) or (rule.needs is not None and rule.needs <= 0):
        yield Fault(
            rule.where, f"{rule.id} of kind '{rule.kind}' needs {rule.needs}", "write a number above 0 where one is asked for"
        )
    if rule.to_begin is not None and (rule.kind != "training_hours" or not 0 < rule.to_begin < (rule.needs or 0)):
        yield Fault(rule.where, f"{rule.id} lets begin at {rule.to_begin}", "write hours below those it needs")
    if bool(rule.names) != (rule.kind in _ASKS_NAMES):
        yield Fault(
            rule.where, f"{rule.id} of kind '{rule.kind}' names {', '.join(rule.names) or 'nothing'}", "correct its names"
        )
    if rule.kind == "technique_out_of_scope" and not set(rule.names) <= {one.id for one in known.techniques}:
        yield Fault(rule.where, f"{rule.id} names a technique that does not exist", "write ids of techniques")


def _lighter(one: Weight, other: Weight) -> bool:
    return one not in WEIGHTS or other not in WEIGHTS or WEIGHTS.index(one) > WEIGHTS.index(other)
