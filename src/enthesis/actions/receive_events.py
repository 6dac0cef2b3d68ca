"""Take what a phone tells: each event once, in any order, with an answer for each."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext

from enthesis.access.actor import PhoneActor
from enthesis.access.refused import NotInThisState
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.plan_record import as_told, local_day
from enthesis.actions.told_events import ToldEvent, first_told, read_content, read_event
from enthesis.actions.warning_signs import get_warning_signs
from enthesis.records.people import Clinic
from enthesis.records.plans import AlertKind, DailyEvent, DailyEventKind, EventReview, Phone, Plan, PlanAlert
from enthesis.terms.fault import UnusableInput

MOST_EVENTS = 200
"""Events taken of one request; the phone sends the others next."""
MOST_DAYS_AHEAD = 2
"""A phone may be a time zone or two ahead of the clinic; what is later than that is a wrong clock."""
MOST_IN_24_H = 20_000
LAST_SEEN_EVERY = datetime.timedelta(hours=1)


@dataclass(frozen=True)
class RefusedEvent:
    """An event that was not taken, and why, for the person with the phone."""

    id: str
    what: str


@dataclass(frozen=True)
class Receipt:
    """The answer for each event; of those named in neither, nothing was done yet."""

    accepted: tuple[str, ...]
    refused: tuple[RefusedEvent, ...]


@action("received events", None)
def receive_events(actor: PhoneActor, posted: Sequence[object]) -> Done[Receipt]:
    """Keep what a phone tells. Sending again what was taken is answered as taken and changes nothing.

    Args:
        posted: events as JSON objects with id, kind, day, said_at and content; the first `MOST_EVENTS` are taken.
    Returns:
        ids of those that are kept, and a sentence for each that is refused. Refusing one keeps no other out.
    Raises:
        NotFound: no such plan or phone here.
        NotInThisState: this phone told far too much in one day.
    """
    now = timezone.now()
    plan = get_visible(Plan, actor.plan_id, lock=True)
    phone = get_visible(Phone, actor.phone_id, plan_id=plan.pk)
    if DailyEvent.objects.filter(plan=plan, received_at__gt=now - datetime.timedelta(hours=24)).count() > MOST_IN_24_H:
        raise NotInThisState(gettext("Too much was sent from this phone today. Tell the clinic, please."))
    note_seen(phone, now)
    days = possible_days(plan, now)
    refused: list[RefusedEvent] = []
    told: list[ToldEvent] = []
    for each in posted[:MOST_EVENTS]:
        try:
            event = read_event(each)
            check_day(event, days)
            told.append(event)
        except UnusableInput as error:
            refused.append(RefusedEvent(id_of(each), str(error)))
    # What others correct comes first, so that a request is judged alike in whatever order it is sent.
    told.sort(key=lambda event: (event.replaces is not None, event.said_at, str(event.id)))
    accepted: list[str] = []
    late = False
    known = {event.pk: as_told(event) for event in DailyEvent.objects.filter(plan=plan, pk__in=_ids_around(plan, told))}
    for event in told:
        try:
            if not _repeats(event, known):
                _check_correction(event, known)
                keep_event(plan, phone, event, now)
                known[event.id] = event
                late = late or (plan.reviewed_until is not None and event.day <= plan.reviewed_until)
            accepted.append(str(event.id))
        except UnusableInput as error:
            refused.append(RefusedEvent(str(event.id), str(error)))
    if late:
        judge_again(plan)
    said = f"{len(accepted)} accepted, {len(refused)} refused"
    return Done(Receipt(tuple(dict.fromkeys(accepted)), tuple(refused)), plan.patient_id, target_of(plan), said)


def possible_days(plan: Plan, now: datetime.datetime) -> tuple[datetime.date, datetime.date]:
    """First and last day that can be told about."""
    time_zone = Clinic.objects.values_list("time_zone", flat=True).get(pk=plan.clinic_id)
    last = local_day(now, time_zone) + datetime.timedelta(days=MOST_DAYS_AHEAD)
    if plan.ended_at is not None:
        last = min(last, local_day(plan.ended_at, time_zone))
    return local_day(plan.opened_at, time_zone), last


def check_day(event: ToldEvent, days: tuple[datetime.date, datetime.date]) -> None:
    """Whether the plan holds on the event's day.

    Raises:
        UnusableInput: it is before the plan began, after it ended, or in the future.
    """
    first, last = days
    if event.day < first:
        raise UnusableInput(
            "day", gettext("%(day)s is before the plan began") % {"day": event.day}, gettext("choose a later day")
        )
    if event.day > last:
        raise UnusableInput(
            "day",
            gettext("%(day)s is in the future, or after the plan ended") % {"day": event.day},
            gettext("look at the phone's date"),
        )


def note_seen(phone: Phone, now: datetime.datetime) -> None:
    """Note that the phone was heard of, once an hour at most."""
    if now - phone.last_seen_at >= LAST_SEEN_EVERY:
        Phone.objects.filter(pk=phone.pk).update(last_seen_at=now)


def _ids_around(plan: Plan, told: Sequence[ToldEvent]) -> set[uuid.UUID]:
    """Ids of these events, of what they correct, and of what that corrects in turn."""
    wanted = {event.id for event in told}
    edge = {event.replaces for event in told if event.replaces is not None}
    while edge - wanted:
        wanted |= edge
        found = DailyEvent.objects.filter(plan=plan, pk__in=edge, replaces__isnull=False)
        edge = {replaces for replaces in found.values_list("replaces", flat=True) if replaces is not None}
    return wanted


def _repeats(event: ToldEvent, known: dict[uuid.UUID, ToldEvent]) -> bool:
    """Whether it was taken before.

    Raises:
        UnusableInput: its id was, for something else.
    """
    before = known.get(event.id)
    if before is None:
        return False
    if (before.kind, before.day, before.content, before.replaces) != (event.kind, event.day, event.content, event.replaces):
        raise UnusableInput("id", gettext("another entry was sent under this number"), gettext("enter it again"))
    return True


def _check_correction(event: ToldEvent, known: dict[uuid.UUID, ToldEvent]) -> None:
    """A correction fits what it corrects, and comes before the clinician has looked. What it corrects may still be on its way.

    Raises:
        UnusableInput: it does not fit, or comes too late.
    """
    if event.replaces is None:
        return
    root = first_told(event, {**known, event.id: event})
    if root is None:
        return
    if EventReview.objects.filter(event_id=root.id).exists():
        raise UnusableInput(
            "correction",
            gettext("your clinician has looked at this entry already, so it stays"),
            gettext("write them a message instead"),
        )
    if event.content["content"]:
        read_content(root.kind, event.content["content"])


def judge_again(plan: Plan) -> None:
    """The days that something late is about are judged again tonight."""
    Plan.objects.filter(pk=plan.pk).update(reviewed_until=None)


def keep_event(plan: Plan, phone: Phone | None, event: ToldEvent, now: datetime.datetime) -> None:
    """Write the event, and raise an alert at once where it is a warning.

    Args:
        phone: the phone it came from; None where it was typed at the clinic.
    Raises:
        UnusableInput: its id is taken elsewhere.
    """
    row = DailyEvent(
        id=event.id,
        patient_id=plan.patient_id,
        plan=plan,
        phone=phone,
        kind=event.kind,
        day=event.day,
        said_at=event.said_at,
        received_at=now,
        content=dict(event.content),
        replaces=event.replaces,
    )
    try:
        with transaction.atomic():
            row.take_clinic().save(force_insert=True)
    except IntegrityError:
        raise UnusableInput("id", gettext("this number is taken"), gettext("enter it again")) from None
    if event.kind == DailyEventKind.WARNING:
        what = str(event.content["what"])
        name = get_warning_signs(plan.episode.region).name_of(what)
        PlanAlert.objects.get_or_create(
            plan=plan,
            kind=AlertKind.WARNING,
            what=what,
            day=event.day,
            defaults={
                "clinic_id": plan.clinic_id,
                "patient_id": plan.patient_id,
                "sentence": f"The patient told a warning sign for {event.day}: {name}.",
                "raised_at": now,
            },
        )


def id_of(posted: object) -> str:
    """What the phone called it, to answer by."""
    return str(posted.get("id", ""))[:64] if isinstance(posted, dict) else ""
