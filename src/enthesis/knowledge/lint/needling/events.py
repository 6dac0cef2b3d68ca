"""Events, rates and checks belong together, and a risk is never one number alone."""

from __future__ import annotations

from collections.abc import Iterator

from enthesis.knowledge.needling import NeedlingKnowledge
from enthesis.terms.fault import Fault

FILE = "needling/adverse_events.yaml"
ANY = ("any_mild", "any_major")
"""Sums over all events, which have rates and no entry."""
NAMED_BY_CARE = ("breathlessness", "numbness_or_weakness")
"""Events that `care.needling_log` speaks of."""


def check(known: NeedlingKnowledge) -> Iterator[Fault]:
    """Rates are shares and cited; none seen comes with an upper bound; both sums have two studies; questions name events; a check over
    the lung asks for breath.

    Why: one low number alone would be a promise that nobody can keep.
    """
    ids = set(known.event_by_id)
    for name in NAMED_BY_CARE:
        if name not in ids:
            yield Fault(FILE, f"the event '{name}' is missing", "write it: the record of a session speaks of it")
    for rate in known.rates:
        if rate.event not in ids and rate.event not in ANY:
            yield Fault(rate.where, f"a rate names the event '{rate.event}', which does not exist", "write the id of an event")
        if not 0 <= rate.share <= 1:
            yield Fault(rate.where, f"the rate {rate.share:g} of {rate.event} is no share", "write 0 to 1")
        if rate.share == 0 and (rate.upper is None or not 0 < rate.upper < 1):
            yield Fault(rate.where, f"{rate.study} saw no {rate.event} and has no upper bound", "write upper")
        if rate.support.basis == "judgement":
            yield Fault(rate.where, f"the rate of {rate.event} cites nothing", "cite it, or take it out")
    for name in ANY:
        if len({rate.study for rate in known.rates if rate.event == name}) < 2:
            yield Fault(FILE, f"fewer than two studies stand for '{name}'", "write both: patients see the range")
    for event in known.events:
        if event.urgent_over and not event.urgent:
            yield Fault(event.where, f"{event.id} says where it is urgent and not how", "write urgent")
    if not any(not one.only_over for one in known.checks):
        yield Fault(FILE, "no check follows every session", "write one without only_over")
    for one in known.checks:
        for question in one.questions:
            if question.event not in ids:
                yield Fault(one.where, f"'{question.ask}' names the event '{question.event}', which does not exist", "correct it")
        if "breathlessness" not in {question.event for question in one.questions}:
            yield Fault(one.where, f"the check '{one.id}' does not ask for breath", "ask for it")
        if one.after_hours <= 0:
            yield Fault(one.where, f"the check '{one.id}' is due after {one.after_hours} hours", "write hours above 0")
