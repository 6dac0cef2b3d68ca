"""The needling of a visit as the plain data that its note is written from, with the words of the knowledge where the record has ids.

Not an action of its own: it reads inside the scope of the action that calls it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from enthesis.actions.needling_facts import (
    NeedlingRecord,
    decision_of,
    facts_of,
    gather_needling,
    known_needling,
    missing_in,
    planned_sites,
)
from enthesis.actions.report_adverse_event import raw_event
from enthesis.care.needling_checks import asked_items
from enthesis.care.needling_events import tier_of
from enthesis.records.episodes import Encounter
from enthesis.records.needling import UNDER_SIGNATURE, NeedlingDecision, NeedlingSession, NeedlingStatus
from enthesis.records.needling_after import NeedlingEvent
from enthesis.reports.encounter_record import Recorded


def needling_for_note(encounter: Encounter) -> tuple[Recorded, ...]:
    """What the note may say of needling, in its order; empty: none was planned."""
    session = NeedlingSession.objects.filter(encounter_id=encounter.pk).first()
    if session is None:
        return ()
    return tuple(_told(gather_needling(encounter, session.begun_at or session.made_at), session))


def _told(record: NeedlingRecord, session: NeedlingSession) -> Iterator[Recorded]:
    known = known_needling()
    if session.status == NeedlingStatus.NOT_DONE:
        plan = record.plan
        by, at = (_name(plan.recorded_by), plan.recorded_at) if plan is not None else ("", session.made_at)
        yield _entry(
            "needling_not_done", session.pk, "not_done", {"because": session.not_done_because}, by, session.settled_at or at
        )
        return
    if record.plan is not None:
        names = {one.id: one.name for one in known.techniques}
        said = {
            "technique": names.get(record.plan.technique, record.plan.technique),
            "by": _name(record.plan.needled_by),
            "sites": [_site(site.id, site.side) for site in planned_sites(record.plan)],
        }
        yield _of("needling_plan", record.plan, said)
    if record.consent is not None:
        given, taken = record.consent, record.withdrawal
        said = {
            **{"signed_on": given.signed_on, "signed_by": given.signed_by, "copy_given_on": given.copy_given_on},
            **{"parent_consent_on": given.parent_consent_on, "assent": given.assent, "form_version": given.form_version},
            "withdrawn_at": taken.withdrawn_at if taken is not None else None,
        }
        yield _of("needling_consent", given, said)
    if record.screen is not None:
        facts = facts_of(record)
        answered = {item: facts.screen.answers.get(item.id, "unknown") for item in asked_items(facts, known)}
        said = {
            "asked_on": record.screen.asked_on,
            "asked": len(answered),
            "yes": [item.question for item, answer in answered.items() if answer == "yes"],
            "open": [item.question for item, answer in answered.items() if answer not in ("yes", "no")],
        }
        yield _of("needling_screen", record.screen, said)
    yield _gate(record, session)
    for row in record.insertions.values():
        yield _of("needling_insertion", row, {**row.content, "name": _site(row.site, row.side)})
    if record.close is not None:
        yield _of("needling_close", record.close, record.close.content)
    rows = NeedlingEvent.objects.filter(session=session, replaced_by__isnull=True, mistaken=False).select_related("entered_by")
    for event in rows.order_by("at", "id"):
        kind = known.event_by_id.get(event.event)
        said = {
            "name": kind.name if kind is not None else event.event.replace("_", " "),
            "tier": tier_of(raw_event(event), known).sentence,
            **{"words": event.words, "done_about_it": event.done_about_it},
        }
        by = _name(event.entered_by) if event.entered_by else "the patient"
        yield _entry("needling_event", event.pk, event.event, said, by, event.at)


def _gate(record: NeedlingRecord, session: NeedlingSession) -> Recorded:
    """What the gate said last: as it was kept, or for one that has not begun, now."""
    kept = NeedlingDecision.objects.filter(session=session).select_related("asked_by").order_by("-asked_at").first()
    decision = decision_of(record)
    missing = () if session.status in UNDER_SIGNATURE else missing_in(record, decision)
    said: dict[str, Any] = {
        "verdict": kept.verdict if kept is not None else decision.verdict,
        "jurisdiction": kept.jurisdiction if kept is not None else decision.jurisdiction,
        "pack_version": kept.pack_version if kept is not None else decision.pack_version,
        "lifted": [
            {
                "sentence": one["sentence"],
                "reason": one["overridden_by"]["reason"],
                "advice": one["overridden_by"]["medical_advice"],
            }
            for one in (kept.reasons if kept is not None else ())
            if one["overridden_by"]
        ],
        "begun": session.begun_at is not None,
        "missing": [one.sentence for one in missing],
        "signed": session.status in UNDER_SIGNATURE,
    }
    if kept is None:
        return _entry("needling_gate", session.pk, "gate", said, "", session.made_at)
    return _entry("needling_gate", kept.pk, "gate", said, _name(kept.asked_by), kept.asked_at)


def _site(site: str, side: str) -> str:
    card = known_needling().site_by_id.get(site)
    name = card.name if card is not None else site.replace("_", " ")
    return f"{name}, {side}" if side else name


def _name(person: Any) -> str:
    return str(person.full_name)


def _of(kind: str, row: Any, said: dict[str, Any]) -> Recorded:
    return _entry(kind, row.pk, getattr(row, "key", kind), said, _name(row.recorded_by), row.recorded_at)


def _entry(kind: str, id: Any, key: str, said: dict[str, Any], by: str, at: datetime.datetime) -> Recorded:
    return Recorded(str(id), kind, key, said, by, at)
