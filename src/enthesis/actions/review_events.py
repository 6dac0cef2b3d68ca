"""A clinician has looked at what the patient told, and at the alerts: from then on the patient cannot correct it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.utils import timezone

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.records.plans import DailyEvent, EventReview, Plan, PlanAlert


@action("reviewed events", Permission.PLAN)
def review_events(
    actor: Actor, plan_id: uuid.UUID, event_ids: Iterable[uuid.UUID], alert_ids: Iterable[uuid.UUID] = ()
) -> Done[int]:
    """Note what was seen. What arrived after the page was made is not in the list and stays open.

    Args:
        event_ids: events that stood on the page, by the id they were first told under.
        alert_ids: alerts that stood there.
    Returns:
        how many events and alerts were not seen before.
    Raises:
        Refused: not allowed, or no such plan here.
    """
    now = timezone.now()
    plan = get_visible(Plan, plan_id, lock=True)
    new = DailyEvent.objects.filter(plan=plan, pk__in=set(event_ids), review__isnull=True).values_list("pk", flat=True)
    reviews = [EventReview(plan=plan, event_id=event, reviewed_at=now, reviewed_by_id=actor.person_id) for event in new]
    EventReview.objects.bulk_create(reviews)
    alerts = PlanAlert.objects.filter(plan=plan, pk__in=set(alert_ids), seen_at__isnull=True)
    count = len(reviews) + alerts.update(seen_at=now, seen_by_id=actor.person_id)
    return Done(count, plan.patient_id, target_of(plan), f"{len(reviews)} events")
