"""Staff look at how an episode goes: the measures over time, what happened in between, and when the patient is asked."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.utils import timezone

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.visibility import get_visible
from enthesis.actions.answer_follow_up import activities_of
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.outcome_series import series_of, standing_answers
from enthesis.actions.plan_record import local_day
from enthesis.actions.rehabilitation import get_rehabilitation
from enthesis.outcomes.trajectory import Series
from enthesis.records.entries import InterventionEntry
from enthesis.records.episodes import Encounter, EncounterStatus, Episode
from enthesis.records.needling import NeedlingInsertion
from enthesis.records.outcomes import Answer, ClinicQuestionnaire, Discharge, EpisodeEvent, FollowUp, Outgoing
from enthesis.records.people import Clinic
from enthesis.records.plans import PlanVersion, ProposedStep, StepDecision

Built = TypeVar("Built")
HELD = (EncounterStatus.OPEN, EncounterStatus.AWAITING_COSIGNATURE, EncounterStatus.SIGNED)
NEEDLING = "dry_needling"


@dataclass(frozen=True)
class PhaseSpan:
    """A phase of the plan and the days it lasted; `until` None: it still does."""

    name: str
    since: datetime.date
    until: datetime.date | None


@dataclass(frozen=True)
class RuledFlare:
    """A run of days that the rules called a flare, by its first."""

    id: uuid.UUID
    """Of what the rules said about that day."""
    on: datetime.date
    at: datetime.datetime
    """When they said it."""


@dataclass(frozen=True)
class Trajectories:
    """How an episode went."""

    episode: Episode
    today: datetime.date
    answers: tuple[Answer, ...]
    """Those that stand, by day."""
    series: tuple[Series, ...]
    events: tuple[EpisodeEvent, ...]
    """Those that were not taken back, by day."""
    visits: tuple[datetime.date, ...]
    needling: tuple[datetime.date, ...]
    flares: tuple[RuledFlare, ...]
    """Flares that the rules found in what the patient told."""
    phases: tuple[PhaseSpan, ...]
    discharges: tuple[Discharge, ...]
    """By time; those that were followed by a re-opening too."""
    follow_ups: tuple[FollowUp, ...]
    """By due day."""
    may_be_lost: frozenset[uuid.UUID]
    """Follow-ups whose e-mail was handed over, without a word whether it went."""
    activities: tuple[str, ...]
    """What the patient named first; rated again as it stands."""
    questionnaires: Mapping[str, ClinicQuestionnaire]
    """The clinic's own, by measure."""

    @property
    def flare_days(self) -> tuple[datetime.date, ...]:
        """First days of the flares that the rules found."""
        return tuple(flare.on for flare in self.flares)


@action("read outcomes", Permission.READ_RECORD, writes=False)
def read_trajectories(actor: Actor, episode_id: uuid.UUID, build: Callable[[Trajectories], Built]) -> Done[Built]:
    """Show how an episode goes.

    Args:
        build: makes the page model inside the clinic's scope; nothing may query after it.
    Raises:
        Refused: not allowed, or no such episode here.
    """
    episode = get_visible(Episode, episode_id)
    return Done(build(gather_trajectories(episode)), episode.patient_id, target_of(episode))


def gather_trajectories(episode: Episode) -> Trajectories:
    """The same for an action that shows it among other things, inside the clinic's scope."""
    time_zone = Clinic.objects.values_list("time_zone", flat=True).get(pk=episode.clinic_id)
    answers = standing_answers(episode)
    held = Encounter.objects.filter(episode=episode, status__in=HELD)
    needled = InterventionEntry.objects.filter(
        encounter__episode=episode, replaced_by__isnull=True, intervention__startswith=NEEDLING
    )
    needles = NeedlingInsertion.objects.filter(encounter__episode=episode, replaced_by__isnull=True, struck_out=False)
    follow_ups = tuple(FollowUp.objects.filter(episode=episode).order_by("due_on", "id"))
    unsure = Outgoing.objects.filter(follow_up__in=[f.pk for f in follow_ups], attempted_at__isnull=False, sent_at=None)
    in_use = ClinicQuestionnaire.objects.filter(retired_at__isnull=True).defer("fhir")
    return Trajectories(
        episode=episode,
        today=local_day(timezone.now(), time_zone),
        answers=tuple(answers),
        series=series_of(answers),
        events=tuple(EpisodeEvent.objects.filter(episode=episode, withdrawn_at=None).order_by("on_day", "at")),
        visits=_days(held.values_list("started_at", flat=True), time_zone),
        needling=_days(
            [moment for rows in (needled, needles) for moment in rows.values_list("encounter__started_at", flat=True)], time_zone
        ),
        flares=_flares(episode),
        phases=phases_of(episode, time_zone),
        discharges=tuple(Discharge.objects.filter(episode=episode).select_related("by").order_by("at")),
        follow_ups=follow_ups,
        may_be_lost=frozenset(i for i in unsure.values_list("follow_up_id", flat=True) if i is not None),
        activities=activities_of(episode.pk),
        questionnaires={questionnaire.measure: questionnaire for questionnaire in in_use},
    )


def phases_of(episode: Episode, time_zone: str) -> tuple[PhaseSpan, ...]:
    """The phases of the episode's plans, each from the version that entered it to the one that left it."""
    names = {phase.id: phase.name for phase in get_rehabilitation(episode.region).phases}
    versions = PlanVersion.objects.filter(plan__episode=episode).order_by("made_at", "number")
    spans: list[PhaseSpan] = []
    entered: tuple[uuid.UUID, str] | None = None
    # The documents are long and there may be hundreds; the phase alone is asked of the database.
    for plan_id, ended_at, phase, made_at in versions.values_list("plan_id", "plan__ended_at", "document__phase", "made_at"):
        if entered == (plan_id, phase):
            continue
        day = local_day(made_at, time_zone)
        if spans and (spans[-1].until is None or spans[-1].until > day):
            spans[-1] = PhaseSpan(spans[-1].name, spans[-1].since, day)
        spans.append(PhaseSpan(names.get(phase) or str(phase), day, local_day(ended_at, time_zone) if ended_at else None))
        entered = (plan_id, phase)
    return tuple(span for span in spans if span.until is None or span.until > span.since)


def _flares(episode: Episode) -> tuple[RuledFlare, ...]:
    """Each run of days that the rules called a flare."""
    steps = ProposedStep.objects.filter(plan__episode=episode, decision=StepDecision.FLARE).order_by("day", "made_at")
    found = [RuledFlare(*step) for step in steps.values_list("pk", "day", "made_at")]
    return tuple(flare for at, flare in enumerate(found) if at == 0 or (flare.on - found[at - 1].on).days > 1)


def _days(moments: object, time_zone: str) -> tuple[datetime.date, ...]:
    return tuple(sorted({local_day(moment, time_zone) for moment in moments}))  # type: ignore[attr-defined]
