"""Give a linked phone the plan as it stands."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

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
from enthesis.care.course import Course
from enthesis.care.decision_table import write_table
from enthesis.care.door import position_to_ask
from enthesis.care.plan_document import read_plan_document
from enthesis.knowledge.regions import known_region
from enthesis.records.people import Clinic
from enthesis.records.plans import DailyEvent, Message, Phone, Plan, PlanStatus
from enthesis.terms.fault import UnusableInput


@dataclass(frozen=True)
class HeldSnapshot:
    """A snapshot with the digest by which the phone says that it holds it."""

    snapshot: Snapshot
    digest: str


@action("read plan on phone", None, writes=False)
def read_snapshot(actor: PhoneActor, figure_address: Callable[[str], str], held: str = "") -> Done[HeldSnapshot | None]:
    """The plan for the phone: the first name and the plan, nothing else of the record. None: the phone holds it already.

    An open app asks every few minutes. Where nothing is new nothing is shown, and the audit has no row of it.

    Args:
        figure_address: the address of an exercise's figure by its id, or an empty text.
        held: digest of what the phone holds; empty: nothing.
    Raises:
        NotFound: no such plan or phone here.
        NotInThisState: the plan has ended.
    """
    plan = get_visible(Plan, actor.plan_id)
    phone = get_visible(Phone, actor.phone_id, plan_id=plan.pk)
    if plan.status != PlanStatus.ACTIVE:
        raise NotInThisState(gettext("This plan has ended. Ask the clinic for a new one."))
    now = timezone.now()
    snapshot = build_snapshot(gather(plan, now), get_rehabilitation(plan.episode.region), figure_address)
    digest = digest_of(snapshot)
    if digest == held:
        note_seen(phone, now)
        return Done(None, shown=False)
    Message.objects.filter(plan=plan, author__isnull=False, read_at__isnull=True).update(read_at=now)
    note_seen(phone, now)
    return Done(HeldSnapshot(snapshot, digest), plan.patient_id, target_of(plan), f"version {snapshot['plan_number']}")


def digest_of(snapshot: Snapshot) -> str:
    """The same for snapshots that tell the same, whenever they were made."""
    told = {name: value for name, value in snapshot.items() if name not in ("snapshot", "made_at")}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:32]


def gather(plan: Plan, now: datetime.datetime) -> Gathered:
    """Read what a snapshot needs, inside the clinic's scope."""
    record = gather_plan(plan)
    clinic = Clinic.objects.get(pk=plan.clinic_id)
    reviewed = DailyEvent.objects.filter(plan=plan, review__isnull=False).order_by("-said_at").values_list("said_at", flat=True)
    document = read_plan_document(dict(record.current.document))
    today = local_day(now, record.time_zone)
    course = course_of(plan, record.events, today)
    following = course and position_to_ask(course)
    return Gathered(
        plan_id=str(plan.pk),
        plan_number=record.current.number,
        region=known_region(record.region),
        document=document,
        made_at=now,
        today=today,
        first_name=record.patient_given_name,
        simulated=plan.patient.simulated,
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
        table=write_table(course).to_json() if course else {},
        test_position=following.test_position if following else "",
    )


def course_of(plan: Plan, events: Sequence[StandingEvent], today: datetime.date) -> Course | None:
    """The course up to yesterday; None where the plan cannot be followed by the rules: then the phone holds."""
    try:
        return fold_plan(read_history(plan, events), today - datetime.timedelta(days=1))
    except UnusableInput:
        return None
