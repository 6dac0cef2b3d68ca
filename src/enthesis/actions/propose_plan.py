"""A student's plan: written, co-signed or handed back. Nothing of it reaches the patient before the co-signature."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission, check_can
from enthesis.access.policies import check_can_make_plan, check_plan_active
from enthesis.access.refused import NotInThisState
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.plan_record import LONGEST_SENTENCE, add_version, newest_version
from enthesis.care.plan_document import plan_to_json, read_plan_document
from enthesis.records.episodes import Episode
from enthesis.records.plans import Plan, PlanProposal, PlanStatus, PlanVersion, ProposalStatus
from enthesis.terms.fault import UnusableInput

LONGEST_REASON = 500


@action("proposed plan", Permission.PROPOSE_PLAN)
def propose_plan(
    actor: Actor,
    episode_id: uuid.UUID,
    based_on: int,
    document: Mapping[str, Any],
    suggestion: Mapping[str, Any] | None = None,
    patient_sentence: str = "",
    clinician_sentence: str = "",
) -> Done[PlanProposal]:
    """Write a plan, or a change of one, that waits for a co-signature. An earlier one of the same student gives way.

    Args:
        based_on: number of the version it changes; 0 for a new plan.
        document: in the form of a plan document, as for `make_plan`; likewise the suggestion.
    Raises:
        Refused: not allowed, or no such episode here.
        NotInThisState: the plan could not be made or changed like this, or somebody else's proposal waits.
    """
    episode = get_visible(Episode, episode_id, lock=True)
    _check_base(episode, based_on)
    if based_on and not patient_sentence.strip():
        raise NotInThisState(gettext("Say in a sentence for the patient why the plan changes."))
    if max(len(patient_sentence), len(clinician_sentence)) > LONGEST_SENTENCE:
        raise NotInThisState(gettext("The reason is longer than %(n)d signs; shorten it.") % {"n": LONGEST_SENTENCE})
    try:
        kept = plan_to_json(read_plan_document(document))
        suggested = plan_to_json(read_plan_document(suggestion, "suggestion")) if suggestion else {}
    except UnusableInput as error:
        raise NotInThisState(str(error)) from None
    waiting = PlanProposal.objects.filter(episode=episode, status=ProposalStatus.WAITING)
    if waiting.exclude(proposed_by_id=actor.person_id).exists():
        raise NotInThisState(gettext("Somebody else's plan waits for a co-signature in this episode already."))
    waiting.update(status=ProposalStatus.REPLACED, decided_at=timezone.now())
    proposal = PlanProposal(
        patient_id=episode.patient_id,
        episode=episode,
        based_on=based_on,
        suggestion=suggested,
        document=kept,
        patient_sentence=patient_sentence.strip(),
        clinician_sentence=clinician_sentence.strip(),
        proposed_by_id=actor.person_id,
        proposed_at=timezone.now(),
    )
    proposal.save()
    return Done(proposal, episode.patient_id, target_of(proposal))


@action("co-signed plan", Permission.COSIGN)
def cosign_plan(actor: Actor, proposal_id: uuid.UUID) -> Done[PlanVersion]:
    """Take responsibility for a student's plan: it becomes the plan's next version, or its first. The version says who wrote it.

    Raises:
        Refused: not allowed, or no such proposal here.
        NotInThisState: it does not wait any more, it is the person's own, or the plan was changed in the meantime.
    """
    check_can(actor.role, Permission.PLAN)
    proposal = _waiting(proposal_id, actor)
    episode = get_visible(Episode, proposal.episode_id, lock=True)
    plan = _check_base(episode, proposal.based_on)
    if plan is None:
        plan = Plan(patient_id=episode.patient_id, episode=episode, opened_at=timezone.now(), opened_by_id=actor.person_id)
        plan.save()
    by: Any = proposal.proposed_by
    said = f"Written by {by.full_name} (student), co-signed. {proposal.clinician_sentence}".strip()
    suggestion = proposal.suggestion or None
    version = add_version(
        plan, proposal.document, proposal.patient_sentence, said[:LONGEST_SENTENCE], actor.person_id, suggestion
    )
    _settle(proposal, actor, ProposalStatus.COSIGNED, version=version)
    return Done(version, plan.patient_id, target_of(version), f"proposal of {proposal.proposed_by_id}")


@action("handed back plan", Permission.COSIGN)
def hand_back_plan(actor: Actor, proposal_id: uuid.UUID, reason: str) -> Done[PlanProposal]:
    """Give a student's plan back for changes.

    Args:
        reason: what should be changed, for the student to read.
    Raises:
        Refused: not allowed, or no such proposal here.
        NotInThisState: it does not wait any more, it is the person's own, or no reason is given.
    """
    proposal = _waiting(proposal_id, actor)
    if not reason.strip():
        raise NotInThisState(gettext("Say what should be changed, so that the student knows."))
    _settle(proposal, actor, ProposalStatus.HANDED_BACK, reason.strip()[:LONGEST_REASON])
    return Done(proposal, proposal.patient_id, target_of(proposal))


def newest_proposal(episode_id: uuid.UUID) -> PlanProposal | None:
    """The proposal of an episode that waits or was handed back last, if nothing came after it. Inside the clinic's scope."""
    found = PlanProposal.objects.filter(episode_id=episode_id).select_related("proposed_by", "decided_by")
    newest = found.order_by("-proposed_at", "-id").first()
    open_states = (ProposalStatus.WAITING, ProposalStatus.HANDED_BACK)
    return newest if newest is not None and newest.status in open_states else None


def replace_proposals(episode_id: uuid.UUID) -> None:
    """A therapist has made or changed the plan: what waits or was handed back gives way. Inside the clinic's scope."""
    open_ones = PlanProposal.objects.filter(
        episode_id=episode_id, status__in=(ProposalStatus.WAITING, ProposalStatus.HANDED_BACK)
    )
    open_ones.update(status=ProposalStatus.REPLACED, decided_at=timezone.now())


def _check_base(episode: Episode, based_on: int) -> Plan | None:
    """The active plan that is to be changed, its row held; None where a new one is to be made.

    Raises:
        NotInThisState: there is none to change, there is one already, or it was changed in the meantime.
    """
    found = Plan.objects.select_for_update().filter(episode=episode, status=PlanStatus.ACTIVE).first()
    if based_on == 0:
        check_can_make_plan(episode, found is not None)
        return None
    if found is None:
        raise NotInThisState(gettext("This plan has ended. Make a new one to go on."))
    check_plan_active(found)
    if newest_version(found).number != based_on:
        raise NotInThisState(gettext("This plan was changed in the meantime. Look at it as it is now, then change it again."))
    return found


def _waiting(proposal_id: uuid.UUID, actor: Actor) -> PlanProposal:
    proposal = get_visible(PlanProposal, proposal_id, lock=True)
    if proposal.status != ProposalStatus.WAITING:
        raise NotInThisState(gettext("This plan does not wait for a co-signature any more."))
    if proposal.proposed_by_id == actor.person_id:
        raise NotInThisState(gettext("Somebody else must co-sign what you wrote."))
    return proposal


def _settle(
    proposal: PlanProposal, actor: Actor, status: ProposalStatus, reason: str = "", version: PlanVersion | None = None
) -> None:
    proposal.status, proposal.reason, proposal.version = status, reason, version  # pyright: ignore[reportAttributeAccessIssue]
    proposal.decided_by_id, proposal.decided_at = actor.person_id, timezone.now()  # pyright: ignore[reportAttributeAccessIssue]
    proposal.save(update_fields=["status", "reason", "version", "decided_by", "decided_at"])
