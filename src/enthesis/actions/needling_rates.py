"""How often something happened after needling in this clinic, beside what others published.

A session counts for an event only when it is known whether it happened: somebody told of it, the patient answered the question about
it, or it was looked at before they left. Nobody who did not answer counts as well. What nobody is ever asked has no rate.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.actions.deed import Done, action
from enthesis.actions.needling_facts import CLOSE, known_needling
from enthesis.actions.report_adverse_event import ANSWERED
from enthesis.care.needling_events import Rate, RawEvent, rate, tier_of
from enthesis.knowledge.needling import NeedlingKnowledge
from enthesis.records.needling import NeedlingClose, NeedlingSession, NeedlingStatus
from enthesis.records.needling_after import NeedlingCheckAnswer, NeedlingEvent

Told = tuple[tuple[str, ...], tuple[tuple[str, str], ...], tuple[RawEvent, ...]]
"""All that is known of a session: what was looked at before the patient left, the answers of each check as written (JSON) in their
order, and the events. Many sessions tell the same, so that each is read once and counted."""
LOOKED_AT = {"bleeding": "bleeding", "bruising": "bruising", "faintness": "faint"}
"""Fields of the response before the patient left, and the event each tells of."""
ANY_MILD, ANY_MAJOR = "any_mild", "any_major"


@dataclass(frozen=True)
class OwnRates:
    """The clinic's own rates, and how many of the signed sessions they are counted from were of simulated patients."""

    rates: tuple[Rate, ...]
    n_sessions: int
    n_simulated: int


@action("read needling rates", Permission.READ_RECORD, writes=False)
def read_needling_rates(actor: Actor) -> Done[OwnRates]:
    """The clinic's own rates per signed session, with 95% intervals, beside the published ones."""
    signed = NeedlingSession.objects.filter(status=NeedlingStatus.SIGNED)
    n_simulated = signed.filter(encounter__patient__simulated=True).count()
    return Done(OwnRates(needling_rates(), signed.count(), n_simulated), None, f"clinic/{actor.clinic_id}")


def needling_rates() -> tuple[Rate, ...]:
    """The same, inside the scope of a clinic: any mild, any major, then each event that is asked about."""
    known = known_needling()
    events = [ANY_MILD, ANY_MAJOR, *dict.fromkeys((*asked_events(known), *LOOKED_AT.values()))]
    sessions = _sessions()
    happened, answered = Counter[str](), Counter[str]()
    for told, times in sessions.items():
        for event, did in _events_of(told, known).items():
            answered[event] += times
            happened[event] += times * did
    total = sessions.total()
    return tuple(rate(event, happened[event], answered[event], total - answered[event], known) for event in events)


def asked_events(known: NeedlingKnowledge) -> tuple[str, ...]:
    """Events that a check asks about."""
    return tuple(dict.fromkeys(question.event for check in known.checks for question in check.questions))


def _sessions() -> Counter[Told]:
    """How many signed sessions tell what."""
    signed = {"status": NeedlingStatus.SIGNED}
    in_signed = {"session__status": NeedlingStatus.SIGNED, "replaced_by__isnull": True, "mistaken": False}
    closes: dict[Any, tuple[str, ...]] = {
        row[0]: row[1:]
        for row in NeedlingClose.objects.filter(
            encounter__needling__status=NeedlingStatus.SIGNED, key=CLOSE, replaced_by__isnull=True
        ).values_list(_text("encounter_id"), *LOOKED_AT)
    }
    events: dict[Any, tuple[RawEvent, ...]] = {}
    fields = ("event", "began_at", "ended_at", *ANSWERED)
    for session, *facts in NeedlingEvent.objects.filter(**in_signed).values_list(_text("session_id"), *fields):
        events[session] = (*events.get(session, ()), RawEvent(*facts))
    answers: dict[Any, tuple[tuple[str, str], ...]] = {}
    rows = NeedlingCheckAnswer.objects.filter(check_of__session__status=NeedlingStatus.SIGNED).order_by("at", "id")
    answered = rows.values_list(_text("check_of__session_id"), "check_of__check_kind", _text("answers"))
    for session, check, written in answered:
        answers[session] = (*answers.get(session, ()), (check, written))
    return Counter(
        (closes.get(encounter, ()), answers.get(session, ()), events.get(session, ()))
        for session, encounter in NeedlingSession.objects.filter(**signed).values_list(_text("id"), _text("encounter_id"))
    )


def _text(field: str) -> Cast:
    """An id or JSON as the text it is kept as: thousands of rows are compared, and few are read."""
    return Cast(field, TextField())


def _events_of(told: Told, known: NeedlingKnowledge) -> dict[str, bool]:
    """Whether each event happened in such a session; what is not known is not there."""
    looked_at, written, events = told
    answers: dict[str, dict[str, str]] = {}
    for check, text in written:
        answers.setdefault(check, {}).update(json.loads(text))
    looked = dict(zip(LOOKED_AT.values(), looked_at, strict=False))
    found = {event: said == "yes" for event, said in looked.items() if said in ("yes", "no")}
    for check in known.checks:
        for question in check.questions:
            said = answers.get(check.id, {}).get(question.id)
            if said in ("yes", "no"):
                found[question.event] = found.get(question.event, False) or said == "yes"
    tiers = [tier_of(event, known).tier for event in events]
    found.update({event.kind: True for event in events})
    asked_the_day_after = {question.event for check in known.checks if not check.only_over for question in check.questions}
    all_known = {event for event in asked_the_day_after if not _asked_only_over_some(event, known)} <= set(found)
    happened = [known.event_by_id[event].usual for event, did in found.items() if did and event in known.event_by_id]
    for name, graves in ((ANY_MILD, ("mild",)), (ANY_MAJOR, ("significant", "serious"))):
        if any(tier in graves for tier in (*tiers, *happened)):
            found[name] = True
        elif all_known:
            found[name] = False
    return found


def _asked_only_over_some(event: str, known: NeedlingKnowledge) -> bool:
    """Whether the question is put only after some sites."""
    return all(q.only_over or check.only_over for check in known.checks for q in check.questions if q.event == event)
