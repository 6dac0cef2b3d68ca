"""Keep what went wrong during or after needling, as it was told; how grave it is is derived, and never kept."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.refused import NotInThisState
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.needling_facts import known_needling, needled_sites
from enthesis.care.needling_events import DerivedTier, RawEvent, UrgentAction, tier_of, urgent_actions
from enthesis.records.needling import NeedlingSession
from enthesis.records.needling_after import NeedlingEvent
from enthesis.records.outcomes import SaidBy
from enthesis.terms.fault import UnusableInput

ANSWERED = ("disturbed_daily_life", "needed_medical_help", "admitted", "lasting_harm", "died")


@dataclass(frozen=True)
class EventDetails:
    """An event as typed. `unknown` and `None`: nobody said."""

    event: str
    """Id of an event of the knowledge."""
    began_at: datetime.datetime | None = None
    ended_at: datetime.datetime | None = None
    disturbed_daily_life: str = "unknown"
    needed_medical_help: str = "unknown"
    admitted: str = "unknown"
    lasting_harm: str = "unknown"
    died: str = "unknown"
    words: str = ""
    done_about_it: str = ""
    mistaken: bool = False
    """It was written by mistake; only as a correction."""


@dataclass(frozen=True)
class ReportedEvent:
    """What came of it."""

    event: NeedlingEvent
    tier: DerivedTier
    urgent: tuple[UrgentAction, ...]
    """What has to be done now."""


@action("reported adverse event", Permission.RECORD)
def report_adverse_event(
    actor: Actor, session_id: uuid.UUID, details: EventDetails, replaces: uuid.UUID | None = None
) -> Done[ReportedEvent]:
    """Keep an event of a session, before its signature or any time after.

    Args:
        replaces: the event that stood on the page and that this corrects; None: a new one.
    Raises:
        Refused: not allowed, or no such session or event here.
        NotInThisState: nobody was needled in it.
        UnusableInput: a field cannot be, or somebody corrected the event meanwhile.
    """
    now = timezone.now()
    session = get_visible(NeedlingSession, session_id, lock=True)
    if session.begun_at is None:
        raise NotInThisState("Nobody was needled in this session.")
    _check(details, session.begun_at, now, correction=replaces is not None)
    earlier = get_visible(NeedlingEvent, replaces, session=session) if replaces else None
    if earlier is not None and NeedlingEvent.objects.filter(replaces=earlier).exists():
        raise UnusableInput("event", _("somebody corrected this meanwhile"), _("open the page again"))
    kept = NeedlingEvent(
        patient_id=session.patient_id,
        session=session,
        from_check=earlier.from_check if earlier is not None else None,
        **{**vars(details), "words": details.words.strip()[:1000], "done_about_it": details.done_about_it.strip()[:1000]},
        said_by=SaidBy.STAFF,
        replaces=earlier,
        entered_by_id=actor.person_id,
        at=now,
    )
    kept.save()
    sites = needled_sites(session.encounter_id)
    known = known_needling()
    urgent = () if details.mistaken else urgent_actions([kept.event], sites, known)
    return Done(ReportedEvent(kept, tier_of(raw_event(kept), known), urgent), session.patient_id, target_of(kept), details.event)


def raw_event(kept: NeedlingEvent) -> RawEvent:
    """An event as the core reads it."""
    answers = {name: getattr(kept, name) for name in ANSWERED}
    return RawEvent(kept.event, kept.began_at, kept.ended_at, **answers, words=kept.words)


def _check(details: EventDetails, begun_at: datetime.datetime, now: datetime.datetime, correction: bool) -> None:
    if details.event not in known_needling().event_by_id:
        raise UnusableInput("event", _("this event is not known"), _("choose one of the list, or “something else”"))
    for name in ANSWERED:
        if getattr(details, name) not in ("yes", "no", "unknown"):
            raise UnusableInput(name, _("this is neither yes nor no"), _("choose yes, no or not recorded"))
    began_at, ended_at = details.began_at, details.ended_at
    if began_at is not None and not begun_at - datetime.timedelta(minutes=1) <= began_at <= now:
        raise UnusableInput("began_at", _("it began before the needling, or is still to come"), _("check the time"))
    if ended_at is not None and (ended_at > now or (began_at is not None and ended_at < began_at)):
        raise UnusableInput("ended_at", _("it ended before it began, or is still to come"), _("check the time"))
    if details.mistaken and not correction:
        raise UnusableInput("mistaken", _("there is nothing to strike out"), _("name the event it corrects"))
