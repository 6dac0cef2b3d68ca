"""What happened in a course and belongs on its picture: a race, running again, a recurrence."""

from __future__ import annotations

import datetime
import uuid

from django.utils import timezone
from django.utils.translation import gettext

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.refused import NotInThisState
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.record_answer import check_taken_on, clinic_day
from enthesis.records.episodes import Episode
from enthesis.records.outcomes import EpisodeEvent, EpisodeEventKind
from enthesis.terms.fault import UnusableInput


@action("noted event", Permission.RECORD)
def note_event(
    actor: Actor, episode_id: uuid.UUID, kind: str, on_day: datetime.date, text: str = "", simulated: bool | None = None
) -> Done[EpisodeEvent]:
    """Put an event on the course of an episode, open or ended.

    Args:
        simulated: None as the patient is; False for what a publication says of one whose record is simulated.
    Raises:
        Refused: not allowed, or no such episode here.
        UnusableInput: no such kind, the day cannot be, or a kind that needs words has none.
    """
    episode = get_visible(Episode, episode_id)
    if kind not in EpisodeEventKind.values:
        raise UnusableInput("kind", gettext("this is no kind of event"), gettext("choose one of the list"))
    words = " ".join(text.split())[:200]
    if kind == EpisodeEventKind.OTHER and not words:
        raise UnusableInput("text", gettext("nobody could tell later what this was"), gettext("write it in a few words"))
    check_taken_on(on_day, clinic_day(episode))
    event = EpisodeEvent(
        patient_id=episode.patient_id,
        episode=episode,
        kind=kind,
        on_day=on_day,
        text=words,
        simulated=episode.patient.simulated if simulated is None else simulated,
        entered_by_id=actor.person_id,
        at=timezone.now(),
    )
    event.save()
    return Done(event, episode.patient_id, target_of(event))


@action("withdrew event", Permission.RECORD)
def withdraw_event(actor: Actor, event_id: uuid.UUID) -> Done[EpisodeEvent]:
    """Take back an event that was entered by mistake; it is kept and shown no more.

    Raises:
        Refused: not allowed, or no such event here.
        NotInThisState: it was taken back already.
    """
    event = get_visible(EpisodeEvent, event_id, lock=True)
    if event.withdrawn_at is not None:
        raise NotInThisState(gettext("This event was taken back already."))
    event.withdrawn_at = timezone.now()
    event.save(update_fields=["withdrawn_at"])
    return Done(event, event.patient_id, target_of(event))
