"""Adverse events of needling: raw facts in; tier, urgent actions, checks that are due and rates out.

Studies differ in what they call minor or major, so the raw facts are kept and the tier is derived (White's three tiers). An answer
nobody gave never lowers a tier: it is then the lowest tier the event can be, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from enthesis.care.needling_facts import Answer
from enthesis.knowledge.needling import (
    Check,
    CheckQuestion,
    EventKind,
    Hazard,
    NeedlingKnowledge,
    PublishedRate,
    Tier,
)
from enthesis.terms.probability import wilson_interval

TIERS: tuple[Tier, ...] = ("mild", "significant", "serious")
Urgency = Literal["emergency", "same_day", ""]


@dataclass(frozen=True)
class RawEvent:
    """What happened, as it was told. `unknown`: nobody said."""

    kind: str
    """Id of an `EventKind`."""
    began_at: datetime | None = None
    ended_at: datetime | None = None
    disturbed_daily_life: Answer = "unknown"
    needed_medical_help: Answer = "unknown"
    admitted: Answer = "unknown"
    lasting_harm: Answer = "unknown"
    died: Answer = "unknown"
    words: str = ""
    """As the patient or the clinician put it."""


@dataclass(frozen=True)
class DerivedTier:
    """The tier of an event."""

    tier: Tier
    """The lowest it can be by what is known."""
    settled: bool
    """False: an answer is missing that could raise it."""
    sentence: str


@dataclass(frozen=True)
class UrgentAction:
    """What has to be done about an event, by when."""

    event: str
    urgency: Urgency
    clinician: str
    patient: str
    citation: str
    link: str


@dataclass(frozen=True)
class DueCheck:
    """A check that will be due."""

    check: str
    name: str
    due_at: datetime
    questions: tuple[CheckQuestion, ...]


@dataclass(frozen=True)
class Rate:
    """How often something happened in the clinic, beside what others published."""

    event: str
    count: int
    answered: int
    """Sessions of which it is known whether it happened: the denominator."""
    unanswered: int
    """Sessions of which it is not known; they count neither way."""
    share: float | None
    low: float | None
    high: float | None
    """95% Wilson interval; None without an answered session."""
    published: tuple[PublishedRate, ...]


def tier_of(event: RawEvent, known: NeedlingKnowledge) -> DerivedTier:
    """The tier of an event from its raw facts.

    Serious: admission, lasting harm or death. Significant: medical help or daily life disturbed. Otherwise mild, and never below what
    the kind of event is by itself (a collapsed lung is no mild event). Source: the tiers of White's surveys, as cited in the pack.
    """
    kind = known.event_by_id.get(event.kind)
    usual: Tier = kind.usual if kind else "mild"
    grave = {"died": event.died, "admitted to hospital": event.admitted, "lasting harm": event.lasting_harm}
    moderate = {"medical help": event.needed_medical_help, "daily life disturbed": event.disturbed_daily_life}
    told = _highest("serious" if "yes" in grave.values() else "significant" if "yes" in moderate.values() else "mild", usual)
    open_answers = [] if told == "serious" else [name for name, answer in grave.items() if answer not in ("yes", "no")]
    if told == "mild":
        open_answers += [name for name, answer in moderate.items() if answer not in ("yes", "no")]
    because = [name for name, answer in {**grave, **moderate}.items() if answer == "yes"]
    why = f" ({', '.join(because)})" if because else ""
    if open_answers:
        return DerivedTier(told, False, f"At least {told}{why}; not known: {', '.join(open_answers)}.")
    return DerivedTier(told, True, f"{told.capitalize()}{why}.")


def _highest(one: Tier, other: Tier) -> Tier:
    return one if TIERS.index(one) >= TIERS.index(other) else other


def hazards_of(sites: Iterable[str], known: NeedlingKnowledge) -> frozenset[Hazard] | None:
    """Hazards of the sites that were needled; None: a site is unknown, or none is recorded, so that any may apply."""
    names = set(sites)
    if not names or not names <= set(known.site_by_id):
        return None
    return frozenset(hazard for name in names for hazard in known.site_by_id[name].hazard_kinds)


def _concerns(only_over: tuple[Hazard, ...], hazards: frozenset[Hazard] | None) -> bool:
    return not only_over or hazards is None or not hazards.isdisjoint(only_over)


def urgent_actions(events: Iterable[str], sites: Iterable[str], known: NeedlingKnowledge) -> tuple[UrgentAction, ...]:
    """What has to be done about these events after these sites, emergencies first; events that are not urgent give nothing."""
    hazards = hazards_of(sites, known)
    found = [known.event_by_id[name] for name in dict.fromkeys(events) if name in known.event_by_id]
    urgent = [kind for kind in found if kind.urgent and _concerns(kind.urgent_over, hazards)]
    return tuple(_action(kind) for kind in sorted(urgent, key=lambda kind: kind.urgent != "emergency"))


def _action(kind: EventKind) -> UrgentAction:
    return UrgentAction(kind.id, kind.urgent, kind.clinician, kind.patient, kind.support.citation, kind.support.link)


def checks_due(ended_at: datetime, sites: Iterable[str], known: NeedlingKnowledge) -> tuple[DueCheck, ...]:
    """Which checks follow a session, when, and what each asks, soonest first.

    Args:
        ended_at: when the session ended, with its time zone.
    """
    hazards = hazards_of(sites, known)
    due = [
        DueCheck(check.id, check.name, ended_at + timedelta(hours=check.after_hours), tuple(_questions(check, hazards)))
        for check in known.checks
        if _concerns(check.only_over, hazards)
    ]
    return tuple(sorted(due, key=lambda one: one.due_at))


def _questions(check: Check, hazards: frozenset[Hazard] | None) -> Iterator[CheckQuestion]:
    return (question for question in check.questions if _concerns(question.only_over, hazards))


def events_told(check: str, answers: Mapping[str, Answer], known: NeedlingKnowledge) -> tuple[str, ...]:
    """Ids of the events that the answers of a check tell of; an unanswered question tells nothing, and is not a no."""
    asked = next((one for one in known.checks if one.id == check), None)
    if asked is None:
        return ()
    return tuple(dict.fromkeys(q.event for q in asked.questions if answers.get(q.id) == "yes"))


def rate(event: str, count: int, answered: int, unanswered: int, known: NeedlingKnowledge) -> Rate:
    """The clinic's own rate per session with a 95% Wilson interval, beside published ones.

    Args:
        event: id of an `EventKind`, or `any_mild` or `any_major`.
        count: sessions in which it happened, at most `answered`.
        answered: sessions of which it is known whether it happened.
        unanswered: sessions of which it is not known.
    Assumes: sessions are independent, which several of one patient are not; the interval is then too narrow.
    """
    if not 0 <= count <= answered or unanswered < 0:
        raise ValueError(f"{count} of {answered} sessions, {unanswered} unanswered, is not possible")
    published = tuple(one for one in known.rates if one.event == event)
    if answered == 0:
        return Rate(event, count, answered, unanswered, None, None, None, published)
    share = count / answered
    low, high = wilson_interval(count, answered)
    # At a share of 0 or 1 rounding may put the bound a hair inside it.
    return Rate(event, count, answered, unanswered, share, min(low, share), max(high, share), published)
