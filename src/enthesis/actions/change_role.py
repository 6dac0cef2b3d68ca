"""Change what somebody is in the clinic, or end their work there. A clinic is never left without a lead."""

from __future__ import annotations

import uuid

from django.utils import timezone
from django.utils.translation import gettext

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.policies import check_keeps_a_lead
from enthesis.access.refused import NotFound, NotInThisState
from enthesis.actions.deed import Done, action
from enthesis.records.people import Membership, Role


@action("changed role", Permission.MANAGE_PEOPLE)
def change_role(actor: Actor, membership_id: uuid.UUID, role: str) -> Done[Membership]:
    """Give somebody of the actor's clinic another role. The same role again changes nothing.

    Raises:
        NotFound: nobody of this clinic.
        NotInThisState: no such role, their work here has ended, or the clinic would be left without a lead.
    """
    membership = _get_current(actor, membership_id)
    if role not in Role.values:
        raise NotInThisState(gettext("Choose a role from the list."))
    before = Role(membership.role)
    if before != role:
        check_keeps_a_lead(before, Role(role), _other_leads(actor, membership))
        membership.role = role
        membership.save(update_fields=["role"])
    return Done(membership, None, f"person/{membership.person_id}", because=f"{before} to {role}")


@action("ended membership", Permission.MANAGE_PEOPLE)
def end_membership(actor: Actor, membership_id: uuid.UUID) -> Done[Membership]:
    """End somebody's work in the actor's clinic. What they signed stays theirs.

    Raises:
        NotFound: nobody of this clinic.
        NotInThisState: it has ended already, or the clinic would be left without a lead.
    """
    membership = _get_current(actor, membership_id)
    check_keeps_a_lead(Role(membership.role), None, _other_leads(actor, membership))
    membership.ended_at = timezone.now()
    membership.calendar_token_hash = ""
    membership.save(update_fields=["ended_at", "calendar_token_hash"])
    return Done(membership, None, f"person/{membership.person_id}", because=f"was {membership.role}")


def _get_current(actor: Actor, membership_id: uuid.UUID) -> Membership:
    # The clinic's rows are all held, so that two leads cannot take the role from one another at the same time.
    of_clinic = {m.pk: m for m in Membership.objects.select_for_update().filter(clinic_id=actor.clinic_id)}
    found = of_clinic.get(membership_id)
    if found is None:
        raise NotFound(gettext("Nobody in this clinic has this address."))
    if found.ended_at is not None:
        raise NotInThisState(gettext("This person's work here has ended; invite them again."))
    return found


def _other_leads(actor: Actor, but: Membership) -> int:
    leads = Membership.objects.filter(clinic_id=actor.clinic_id, role=Role.CLINIC_LEAD, ended_at__isnull=True)
    return leads.filter(person__is_active=True).exclude(pk=but.pk).count()
