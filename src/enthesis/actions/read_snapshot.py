"""Give a linked phone the plan as it stands."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from enthesis.access.actor import PhoneActor
from enthesis.access.refused import NotInThisState
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.phone_snapshot import Gathered, MessageOnPhone, Reason, Snapshot, build_snapshot
from enthesis.actions.plan_course import fold_plan
from enthesis.actions.plan_history import read_history
from enthesis.actions.plan_record import gather_plan, local_day
from enthesis.actions.receive_events import note_seen
from enthesis.actions.rehabilitation import get_rehabilitation
from enthesis.actions.told_events import StandingEvent
from enthesis.care.decision_table import write_table
from enthesis.care.plan_document import read_plan_document
from enthesis.records.people import Clinic
from enthesis.records.plans import DailyEvent, Message, Phone, Plan, PlanStatus
from enthesis.terms.fault import UnusableInput


@action("read plan on phone", None, writes=False)
def read_snapshot(actor: PhoneActor, figure_address: Callable[[str], str]) -> Done[Snapshot]:
    """The plan for the phone: the first name and the plan, nothing else of the record.

    Args:
        figure_address: the address of an exercise's figure by its id, or an empty text.
    Raises:
        NotFound: no such plan or phone here.
        NotInThisState: the plan has ended.
    """
    plan = get_visible(Plan, actor.plan_id)
    phone = get_visible(Phone, actor.phone_id, plan_id=plan.pk)
    if plan.status != PlanStatus.ACTIVE:
        raise NotInThisState(gettext("This plan has ended. Ask the clinic for a new one."))
    now = timezone.now()
    snapshot = build_snapshot(gather(plan, now), get_rehabilitation(), figure_address)
    Message.objects.filter(plan=plan, author__isnull=False, read_at__isnull=True).update(read_at=now)
    note_seen(phone, now)
    return Done(snapshot, plan.patient_id, target_of(plan), f"version {snapshot['plan_number']}")


def gather(plan: Plan, now: datetime.datetime) -> Gathered:
    """Read what a snapshot needs, inside the clinic's scope."""
    record = gather_plan(plan)
    clinic = Clinic.objects.get(pk=plan.clinic_id)
    reviewed = DailyEvent.objects.filter(plan=plan, review__isnull=False).order_by("-said_at").values_list("said_at", flat=True)
    document = read_plan_document(dict(record.current.document))
    return Gathered(
        plan_id=str(plan.pk),
        plan_number=record.current.number,
        document=document,
        made_at=now,
        today=local_day(now, record.time_zone),
        first_name=record.patient_given_name,
        clinic_name=clinic.name,
        clinic_telephone=clinic.telephone,
        units=clinic.units,
        events=record.events,
        reasons=[
            Reason(local_day(version.made_at, record.time_zone), version.patient_sentence)
            for version in reversed(record.versions)
            if version.patient_sentence
        ],
        messages=[MessageOnPhone(str(m.id), m.author, m.text, m.sent_at) for m in record.messages],
        reviewed_until=reviewed.first(),
        table=table_for(plan, record.events, local_day(now, record.time_zone)),
    )


def table_for(plan: Plan, events: Sequence[StandingEvent], today: datetime.date) -> dict[str, Any]:
    """What the phone looks up this morning; empty where the plan cannot be followed by the rules: then it holds."""
    try:
        course = fold_plan(read_history(plan, events), today - datetime.timedelta(days=1))
        return write_table(course).to_json()
    except UnusableInput:
        return {}
