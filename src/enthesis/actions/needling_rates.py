"""How often something happened after needling in this clinic, beside what others published.

A session counts for an event only when it is known whether it happened: somebody told of it, the patient answered the question about
it, or it was looked at before they left. Nobody who did not answer counts as well. What nobody is ever asked has no rate.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.actions.deed import Done, action
from enthesis.actions.needling_facts import CLOSE, known_needling
from enthesis.actions.report_adverse_event import raw_event
from enthesis.care.needling_events import Rate, rate, tier_of
from enthesis.knowledge.needling import NeedlingKnowledge
from enthesis.records.needling import NeedlingClose, NeedlingSession, NeedlingStatus
from enthesis.records.needling_after import NeedlingCheck, NeedlingCheckAnswer, NeedlingEvent

LOOKED_AT = {"bleeding": "bleeding", "bruising": "bruising", "faintness": "faint"}
"""Fields of the response before the patient left, and the event each tells of."""
ANY_MILD, ANY_MAJOR = "any_mild", "any_major"


@action("read needling rates", Permission.READ_RECORD, writes=False)
def read_needling_rates(actor: Actor) -> Done[tuple[Rate, ...]]:
    """The clinic's own rates per signed session, with 95% intervals, beside the published ones."""
    return Done(needling_rates(), None, f"clinic/{actor.clinic_id}")


def needling_rates() -> tuple[Rate, ...]:
    """The same, inside the scope of a clinic: any mild, any major, then each event that is asked about."""
    known = known_needling()
    told = list(_told_of_each(known))
    events = [ANY_MILD, ANY_MAJOR, *dict.fromkeys((*asked_events(known), *LOOKED_AT.values()))]
    rates: list[Rate] = []
    for event in events:
        answers = [one[event] for one in told if event in one]
        rates.append(rate(event, sum(answers), len(answers), len(told) - len(answers), known))
    return tuple(rates)


def asked_events(known: NeedlingKnowledge) -> tuple[str, ...]:
    """Events that a check asks about."""
    return tuple(dict.fromkeys(question.event for check in known.checks for question in check.questions))


def _told_of_each(known: NeedlingKnowledge) -> Iterable[dict[str, bool]]:
    """For each signed session, what is known of it: whether each event happened; what is not known is not there."""
    signed = NeedlingSession.objects.filter(status=NeedlingStatus.SIGNED)
    sessions = {one.pk: one.encounter_id for one in signed}
    closes = {
        one.encounter_id: one  # type: ignore[attr-defined]
        for one in NeedlingClose.objects.filter(encounter__needling__in=signed, key=CLOSE, replaced_by__isnull=True)
    }
    events: dict[object, list[NeedlingEvent]] = {}
    for event in NeedlingEvent.objects.filter(session__in=signed, replaced_by__isnull=True, mistaken=False):
        events.setdefault(event.session_id, []).append(event)
    answers: dict[object, dict[str, dict[str, str]]] = {}
    rows = NeedlingCheckAnswer.objects.filter(check_of__session__in=signed).select_related("check_of").order_by("at", "id")
    for row in rows:
        check: NeedlingCheck = row.check_of  # type: ignore[assignment]
        answers.setdefault(check.session_id, {}).setdefault(check.check_kind, {}).update(row.answers)
    for session_id, encounter_id in sessions.items():
        yield _told_of(events.get(session_id, ()), answers.get(session_id, {}), closes.get(encounter_id), known)


def _told_of(
    events: Iterable[NeedlingEvent],
    answers: Mapping[str, Mapping[str, str]],
    close: NeedlingClose | None,
    known: NeedlingKnowledge,
) -> dict[str, bool]:
    found: dict[str, bool] = {}
    for field, event in LOOKED_AT.items():
        looked = getattr(close, field, "unknown")
        if looked in ("yes", "no"):
            found[event] = looked == "yes"
    for check in known.checks:
        for question in check.questions:
            said = answers.get(check.id, {}).get(question.id)
            if said in ("yes", "no"):
                found[question.event] = found.get(question.event, False) or said == "yes"
    tiers = [tier_of(raw_event(event), known).tier for event in events]
    found.update({event.event: True for event in events})
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
