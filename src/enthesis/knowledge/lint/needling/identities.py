"""Every entry has an id of its own."""

from __future__ import annotations

from collections.abc import Iterator

from enthesis.knowledge.needling import NeedlingKnowledge
from enthesis.terms.fault import Fault


def check(known: NeedlingKnowledge) -> Iterator[Fault]:
    """Ids are unique among entries of one sort, and the ids of rules among all rules.

    Why: an override names one rule; with two of the same id it would lift both.
    """
    rules = [*known.defaults, *(rule for place in known.jurisdictions for rule in place.rules)]
    questions = [(f"{one.id}: {q.id}", one.where) for one in known.checks for q in one.questions]
    sorts: list[tuple[str, list[tuple[str, str]]]] = [
        ("rule", [(one.id, one.where) for one in rules]),
        ("jurisdiction", [(one.id, one.where) for one in known.jurisdictions]),
        ("screen item", [(one.id, one.where) for one in known.screen]),
        ("site", [(one.id, one.where) for one in known.sites]),
        ("event", [(one.id, one.where) for one in known.events]),
        ("check", [(one.id, one.where) for one in known.checks]),
        ("question", questions),
        ("consent section", [(one.id, one.where) for one in known.consent.sections]),
        ("technique", [(one.id, "jurisdictions.yaml") for one in known.techniques]),
    ]
    for sort, entries in sorts:
        seen: set[str] = set()
        for id_, where in entries:
            if not id_.strip():
                yield Fault(where, f"a {sort} has no id", "write one")
            if id_ in seen:
                yield Fault(where, f"the {sort} '{id_}' stands twice", "rename or remove one of the two")
            seen.add(id_)
