"""How many of the patients who were due were asked, and how many answered: with the numbers they are shares of."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import F
from django.utils import timezone

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.actions.deed import Done, action
from enthesis.actions.plan_record import local_day
from enthesis.records.outcomes import Answer, FollowUp, FollowUpStatus, Occasion, Outgoing
from enthesis.records.people import Clinic

Built = TypeVar("Built")
S = FollowUpStatus


@dataclass(frozen=True)
class Rate:
    """One occasion. Each follow-up that was due is counted once: answered, in part, refused, no answer, not reached or still open."""

    occasion: Occasion | None
    """None: all of them."""
    due: int
    asked: int
    """Were written to, or handed a link."""
    answered: int
    in_part: int
    """Their time is over, and some questions have an answer."""
    refused: int
    no_answer: int
    """Asked, their time is over, and nothing was answered."""
    not_reached: int
    """Never asked: no agreement to e-mail, no address, or the message was not sent."""
    still_open: int
    """Their time is not over yet."""


@dataclass(frozen=True)
class Completion:
    """The clinic's rates."""

    since: datetime.date | None
    rates: tuple[Rate, ...]
    """By occasion; those with nobody due are left out."""
    total: Rate
    without_word: int
    """Patients with something to come who were not asked whether they agree to e-mail."""
    waiting: int
    """E-mails that wait for a mail server."""
    may_be_lost: int
    """E-mails handed over without a word whether they went."""


@action("read follow-up rates", Permission.READ_RATES, writes=False)
def read_completion(actor: Actor, since: datetime.date | None, build: Callable[[Completion], Built]) -> Done[Built]:
    """Show the rates of follow-ups whose day was in a span that ends today.

    Args:
        since: first day; None: from the beginning.
    Raises:
        Refused: not allowed.
    """
    return Done(build(gather_completion(actor, since)), None, "", f"since {since}" if since else "")


def gather_completion(actor: Actor, since: datetime.date | None) -> Completion:
    """The same, inside the clinic's scope."""
    time_zone = Clinic.objects.values_list("time_zone", flat=True).get(pk=actor.clinic_id)
    today = local_day(timezone.now(), time_zone)
    # A withdrawn occasion has no day on which it was open, and counts for nothing.
    came_due = FollowUp.objects.filter(due_on__lte=today, closes_on__gte=F("opens_on"))
    if since is not None:
        came_due = came_due.filter(due_on__gte=since)
    rows = list(came_due.values_list("id", "occasion", "status", "asked_at"))
    with_answers = set(Answer.objects.filter(follow_up__isnull=False).values_list("follow_up_id", flat=True).distinct())
    counted = [(Occasion(occasion), S(status), asked_at is not None, i in with_answers) for i, occasion, status, asked_at in rows]
    rates = tuple(rate for occasion in Occasion if (rate := _rate(occasion, [c for c in counted if c[0] == occasion])).due)
    to_come = FollowUp.objects.filter(status__in=(S.PLANNED, S.ASKED, S.STARTED), closes_on__gte=today)
    return Completion(
        since=since,
        rates=rates,
        total=_rate(None, counted),
        without_word=to_come.filter(patient__may_email__isnull=True).values("patient_id").distinct().count(),
        waiting=Outgoing.objects.filter(attempted_at=None, dropped_at=None).count(),
        may_be_lost=Outgoing.objects.filter(attempted_at__isnull=False, sent_at=None, dropped_at=None).count(),
    )


def _rate(occasion: Occasion | None, counted: Iterable[tuple[Occasion, FollowUpStatus, bool, bool]]) -> Rate:
    found: dict[str, int] = dict.fromkeys(
        ("due", "asked", "answered", "in_part", "refused", "no_answer", "not_reached", "still_open"), 0
    )
    for _occasion, status, asked, has_answers in counted:
        found["due"] += 1
        found["asked"] += asked
        found[_stands(status, asked, has_answers)] += 1
    return Rate(occasion, **found)


def _stands(status: FollowUpStatus, asked: bool, has_answers: bool) -> str:
    if status == S.COMPLETED:
        return "answered"
    if status == S.REFUSED:
        return "refused"
    if status != S.CLOSED:
        return "still_open"
    return "in_part" if has_answers else "no_answer" if asked else "not_reached"
