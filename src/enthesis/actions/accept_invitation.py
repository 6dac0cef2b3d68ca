"""Accept an invitation: the person sets a name and a password, or proves the account they have."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.utils import timezone
from django.utils.translation import gettext

from enthesis.access.actor import Actor, Stranger
from enthesis.access.refused import Refused
from enthesis.actions.deed import target_of, write_audit
from enthesis.actions.invite_person import check_can_renew
from enthesis.actions.one_time_link import act_by_link, check_new_password, clean_name, create_person, get_usable_link
from enthesis.records.isolation import clinic_scope
from enthesis.records.people import Invitation, Membership, Person, Role


@dataclass(frozen=True)
class InvitationShown:
    """What the holder of a link is shown before they accept."""

    clinic_name: str
    full_name: str
    email: str
    role_label: str
    has_account: bool
    resets: bool
    """The person works here already: the link replaces their password and takes their second factors away."""


@dataclass(frozen=True)
class Accepted:
    """Who came in."""

    person: Person
    membership: Membership
    sign_in: bool
    """The password was set through this link, so that the person need not type it again."""


def read_invitation(token: str) -> InvitationShown:
    """What stands in an invitation, for the holder of its link.

    Raises:
        NotFound, NotInThisState: the link does not work; the sentence says why.
    """
    link = get_usable_link(token, first_start=False)
    return InvitationShown(
        clinic_name=link.clinic.name if link.clinic else "",
        full_name=link.full_name,
        email=link.email,
        role_label=Role(link.role).label,
        has_account=Person.objects.filter(email__iexact=link.email).exists(),
        resets=_membership_behind(link) is not None,
    )


@act_by_link("accepted invitation")
def accept_invitation(actor: Stranger, token: str, full_name: str, password: str, credentials: str = "") -> Accepted:
    """Come into the clinic that the link names.

    Args:
        password: a new one, or, when the address has an account in another clinic only, that account's.
    Raises:
        NotFound, NotInThisState: the link does not work, or the name or the new password does not do.
        Refused: the account's password is another.
    """
    link = get_usable_link(token, first_start=False, lock=True)
    assert link.clinic is not None
    membership = _membership_behind(link)
    person = Person.objects.select_for_update().filter(email__iexact=link.email).first()
    verb, sign_in = "accepted invitation", True
    if membership is not None:
        check_can_renew(membership)
        person, verb = membership.person, "renewed own access"
        check_new_password(password, person)
        person.set_password(password)
        person.save(update_fields=["password"])
        Authenticator.objects.filter(user=person).delete()
    elif person is None:
        full_name = clean_name(full_name, gettext("your name"))
        check_new_password(password, Person(email=link.email, full_name=full_name))
        person = create_person(link.email, full_name, password, credentials)
        membership = Membership.objects.create(person=person, clinic=link.clinic, role=link.role)
    elif not person.is_active or not person.check_password(password):
        raise Refused(gettext("This address has an account already, and this is not its password."))
    else:
        sign_in = False
        membership = Membership.objects.create(person=person, clinic=link.clinic, role=link.role)
    link.used_at = timezone.now()
    link.save(update_fields=["used_at"])
    with clinic_scope(link.clinic.id):
        comer = Actor(person.id, link.clinic.id, Role(membership.role), person.full_name, actor.request_id)
        write_audit(comer, verb, None, target_of(link), because=f"role {membership.role}")
    return Accepted(person, membership, sign_in)


def _membership_behind(link: Invitation) -> Membership | None:
    """The membership of somebody who works in the link's clinic already."""
    current = Membership.objects.select_related("person").filter(clinic=link.clinic, ended_at__isnull=True)
    return current.filter(person__email__iexact=link.email).first()
