"""Whether an encounter has changed: asked every few seconds by an open page, so it tells a count and a time and no more.

It is no look at a patient and leaves no row in the audit of its own; the page that asks has left one, and so does the
page that is fetched when something is new. Refusals are audited like every other.
"""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import Count, Max

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission, check_can
from enthesis.access.refused import Refused
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import audit_refusal
from enthesis.actions.encounter_facts import GATHERED
from enthesis.records.entries import ENTRY_MODELS
from enthesis.records.episodes import Encounter
from enthesis.records.isolation import clinic_scope


@dataclass(frozen=True)
class Pulse:
    """The state of an encounter in three words."""

    status: str
    n_entries: int
    newest: datetime.datetime | None


def watch_encounter(actor: Actor, encounter_id: uuid.UUID) -> Pulse:
    """Status, number of entries and the time of the newest.

    Raises:
        Refused: not allowed, or no such encounter here.
    """
    try:
        check_can(actor.role, Permission.READ_RECORD)
        with clinic_scope(actor.clinic_id, writes=False):
            return pulse_of(get_visible(Encounter, encounter_id))
    except Refused as refused:
        audit_refusal(actor, "watched encounter", refused)
        raise


def pulse_of(encounter: Encounter) -> Pulse:
    """The pulse, inside the scope of the clinic."""
    entries = [ENTRY_MODELS[kind].objects.filter(encounter_id=encounter.pk).order_by() for kind in GATHERED]
    counted = [each.values("encounter_id").annotate(n=Count("id"), at=Max("recorded_at")) for each in entries]
    told = [each.values_list("n", "at") for each in counted]
    found = list(told[0].union(*told[1:], all=True))
    return Pulse(str(encounter.status), sum(n for n, _ in found), max((at for _, at in found), default=None))
