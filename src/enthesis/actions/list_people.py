"""The people of a clinic and its open invitations, for the clinic lead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from allauth.mfa.models import Authenticator

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.actions.deed import Done, action
from enthesis.records.people import Invitation, Membership

Built = TypeVar("Built")


@dataclass(frozen=True)
class People:
    """Who works here, who did, and who is invited."""

    current: Sequence[Membership]
    ended: Sequence[Membership]
    invitations: Sequence[Invitation]
    """Neither used nor withdrawn; newest first. They may be too old to use."""
    with_second_factor: frozenset[object]
    """Ids of people who have a code app or a passkey."""


@action("listed people", Permission.MANAGE_PEOPLE, writes=False)
def list_people(actor: Actor, build: Callable[[People], Built]) -> Done[Built]:
    """Show the clinic's people. `build` makes the page inside the scope."""
    members = list(
        Membership.objects.filter(clinic_id=actor.clinic_id).select_related("person").order_by("person__full_name", "started_at")
    )
    invitations = Invitation.objects.filter(clinic_id=actor.clinic_id, used_at__isnull=True, revoked_at__isnull=True)
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    second = Authenticator.objects.filter(user__in=[m.person_id for m in members], type__in=kinds)
    people = People(
        current=[m for m in members if m.ended_at is None],
        ended=[m for m in members if m.ended_at is not None],
        invitations=list(invitations.order_by("-created_at")),
        with_second_factor=frozenset(second.values_list("user_id", flat=True)),
    )
    return Done(build(people))
