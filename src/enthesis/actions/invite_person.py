"""Invite a colleague: a one-use link in place of a password that somebody would have to be told."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.refused import NotFound, NotInThisState
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.one_time_link import clean_email, clean_name, link_expiry, new_token
from enthesis.records.people import Invitation, Membership, Role


@dataclass(frozen=True)
class Invited:
    """An invitation and its token, which is shown this once."""

    invitation: Invitation
    token: str


@action("invited person", Permission.MANAGE_PEOPLE)
def invite_person(actor: Actor, email: str, full_name: str, role: str) -> Done[Invited]:
    """Invite somebody into the actor's clinic. An earlier open invitation of the same address is withdrawn.

    Raises:
        NotInThisState: not an address, no such role, or the person works here already.
    """
    email = clean_email(email)
    full_name = clean_name(full_name, gettext("the person's name"))
    if role not in Role.values:
        raise NotInThisState(gettext("Choose a role from the list."))
    if Membership.objects.filter(clinic_id=actor.clinic_id, person__email__iexact=email, ended_at__isnull=True).exists():
        raise NotInThisState(gettext("Somebody with this e-mail address works here already; change their role instead."))
    now = timezone.now()
    _open_invitations(actor).filter(email=email).update(revoked_at=now)
    return _make(actor, email, full_name, role)


@action("issued invitation again", Permission.MANAGE_PEOPLE)
def reissue_invitation(actor: Actor, invitation_id: uuid.UUID) -> Done[Invited]:
    """A new link for the same person and role; the old one stops working.

    Raises:
        NotFound: no such invitation here.
        NotInThisState: it was used.
    """
    old = _get(actor, invitation_id)
    if old.used_at is not None:
        raise NotInThisState(gettext("This invitation was used; the person can sign in."))
    if old.revoked_at is None:
        old.revoked_at = timezone.now()
        old.save(update_fields=["revoked_at"])
    return _make(actor, old.email, old.full_name, old.role)


@action("withdrew invitation", Permission.MANAGE_PEOPLE)
def revoke_invitation(actor: Actor, invitation_id: uuid.UUID) -> Done[Invitation]:
    """Make an invitation's link useless. Doing it twice changes nothing.

    Raises:
        NotFound: no such invitation here.
        NotInThisState: it was used.
    """
    invitation = _get(actor, invitation_id)
    if invitation.used_at is not None:
        raise NotInThisState(gettext("This invitation was used; end the person's work here instead."))
    if invitation.revoked_at is None:
        invitation.revoked_at = timezone.now()
        invitation.save(update_fields=["revoked_at"])
    return Done(invitation, None, target_of(invitation))


@action("renewed access", Permission.MANAGE_PEOPLE)
def renew_access(actor: Actor, membership_id: uuid.UUID) -> Done[Invited]:
    """A link for somebody of the clinic who lost their password or their second factor: it sets a new password and takes
    the second factors away. Not for people who also work in another clinic: one clinic's lead must not open the other's.

    Raises:
        NotFound: nobody of this clinic.
        NotInThisState: their work here has ended, or they work in another clinic too.
    """
    membership = Membership.objects.select_related("person").filter(pk=membership_id, clinic_id=actor.clinic_id).first()
    if membership is None:
        raise NotFound(gettext("Nobody in this clinic has this address."))
    check_can_renew(membership)
    _open_invitations(actor).filter(email=membership.person.email).update(revoked_at=timezone.now())
    return _make(actor, membership.person.email, membership.person.full_name, membership.role)


def check_can_renew(membership: Membership) -> None:
    """Whether a link may replace this person's password.

    Raises:
        NotInThisState: their work here has ended, or they work in another clinic too.
    """
    if membership.ended_at is not None:
        raise NotInThisState(gettext("This person's work here has ended; invite them again."))
    elsewhere = Membership.objects.filter(person_id=membership.person_id, ended_at__isnull=True)
    if elsewhere.exclude(clinic_id=membership.clinic_id).exists():
        raise NotInThisState(
            gettext("This person also works in another clinic, so one clinic alone cannot replace their password.")
        )


def _make(actor: Actor, email: str, full_name: str, role: str) -> Done[Invited]:
    token, token_hash = new_token()
    invitation = Invitation.objects.create(
        token_hash=token_hash,
        clinic_id=actor.clinic_id,
        email=email,
        full_name=full_name,
        role=role,
        invited_by_id=actor.person_id,
        expires_at=link_expiry(),
    )
    return Done(Invited(invitation, token), None, target_of(invitation), because=f"role {role}")


def _open_invitations(actor: Actor) -> Any:
    return Invitation.objects.filter(clinic_id=actor.clinic_id, used_at__isnull=True, revoked_at__isnull=True)


def _get(actor: Actor, invitation_id: uuid.UUID) -> Invitation:
    found = Invitation.objects.select_for_update().filter(pk=invitation_id, clinic_id=actor.clinic_id).first()
    if found is None:
        raise NotFound(gettext("There is no such invitation in this clinic."))
    return found
