"""Whom to call after needling: who told of something urgent that nobody has looked at, and who has not answered and should have.

What was answered and asks for nothing is in no list: it stands with its session. What somebody has looked at leaves the list, and
comes back with whatever is told after that.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.actions.deed import Done, action
from enthesis.actions.needling_facts import known_needling, needled_sites
from enthesis.care.needling_events import UrgentAction, urgent_actions
from enthesis.records.needling_after import NeedlingCheck, NeedlingCheckStatus, NeedlingEvent


@dataclass(frozen=True)
class NeedlingCall:
    """One patient to call."""

    check_id: uuid.UUID
    name: str
    """Of the check."""
    patient_name: str
    telephone: str
    since: datetime.datetime
    """When the first urgent answer was told, or the check was due."""
    urgent: tuple[UrgentAction, ...]
    """What was told, emergencies first; empty: the check has no complete answer, which says nothing good."""


@action("read calls after needling", Permission.READ_RECORD, writes=False)
def read_needling_calls(actor: Actor) -> Done[tuple[NeedlingCall, ...]]:
    """Whom somebody of this clinic should call now."""
    return Done(needling_calls(timezone.now()), None, f"clinic/{actor.clinic_id}")


def needling_calls(now: datetime.datetime) -> tuple[NeedlingCall, ...]:
    """The same, inside the scope of a clinic: emergencies, then what should be seen today, then who has not answered, by time."""
    told = list(_told())
    told.sort(key=lambda call: (call.urgent[0].urgency != "emergency", call.since))
    silent = _silent(now).exclude(pk__in=[call.check_id for call in told])
    return (*told, *(_call(check, (), check.due_at) for check in silent))


def _told() -> Iterator[NeedlingCall]:
    """A yes that is urgent and not struck out, in a check that nobody has looked at since."""
    kinds = [kind.id for kind in known_needling().events if kind.urgent]
    rows = NeedlingEvent.objects.filter(
        from_check__isnull=False, from_check__seen_at__isnull=True, event__in=kinds, mistaken=False, replaced_by__isnull=True
    ).select_related("from_check__patient", "from_check__session")
    found: dict[uuid.UUID, list[NeedlingEvent]] = {}
    for row in rows.order_by("at", "id"):
        found.setdefault(row.from_check_id, []).append(row)  # type: ignore[arg-type]
    for rows_of_check in found.values():
        check: Any = rows_of_check[0].from_check
        sites = needled_sites(check.session.encounter_id)
        urgent = urgent_actions([row.event for row in rows_of_check], sites, known_needling())
        if urgent:
            yield _call(check, urgent, rows_of_check[0].at)


def _silent(now: datetime.datetime) -> QuerySet[NeedlingCheck]:
    """Due, without a complete answer, and either nobody could ask, or its time is over, or it asks about the lung after two days."""
    for_the_lung = [check.id for check in known_needling().checks if check.only_over]
    nobody_asked_or_over = Q(status__in=(NeedlingCheckStatus.PLANNED, NeedlingCheckStatus.CLOSED))
    late = Q(check_kind__in=for_the_lung) & ~Q(status=NeedlingCheckStatus.ANSWERED)
    due = NeedlingCheck.objects.filter(nobody_asked_or_over | late, due_at__lte=now, seen_at__isnull=True)
    return due.select_related("patient").order_by("due_at", "id")


def _call(check: NeedlingCheck, urgent: tuple[UrgentAction, ...], since: datetime.datetime) -> NeedlingCall:
    patient: Any = check.patient
    name = next((one.name for one in known_needling().checks if one.id == check.check_kind), check.check_kind)
    return NeedlingCall(check.pk, name, str(patient), patient.telephone or "", since, urgent)
