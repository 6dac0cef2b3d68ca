"""Accept an invitation: the person sets a name and a password, or proves the account they have."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext

from enthesis.access.actor import Actor, Stranger
from enthesis.access.refused import NotInThisState, Refused
from enthesis.actions.deed import target_of, write_audit
from enthesis.actions.one_time_link import act_by_link, check_new_password, clean_name, create_person, get_usable_link
from enthesis.records.isolation import clinic_scope
from enthesis.records.people import Membership, Person, Role


@dataclass(frozen=True)
class InvitationShown:
    """What the holder of a link is shown before they accept."""

    clinic_name: str
    full_name: str
    email: str
    role_label: str
    has_account: bool


@dataclass(frozen=True)
class Accepted:
    """Who came in; `is_new` when the account was made by accepting."""

    person: Person
    membership: Membership
    is_new: bool


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
    )


@act_by_link("accepted invitation")
def accept_invitation(actor: Stranger, token: str, full_name: str, password: str, credentials: str = "") -> Accepted:
    """Come into the clinic that the link names.

    Args:
        password: a new one, or, when the address has an account already, that account's.
    Raises:
        NotFound, NotInThisState: the link does not work, or the name or the new password does not do.
        Refused: the account's password is another.
    """
    link = get_usable_link(token, first_start=False, lock=True)
    assert link.clinic is not None
    person = Person.objects.select_for_update().filter(email__iexact=link.email).first()
    is_new = person is None
    if person is None:
        full_name = clean_name(full_name, gettext("your name"))
        check_new_password(password, Person(email=link.email, full_name=full_name))
        person = create_person(link.email, full_name, password, credentials)
    elif not person.is_active or not person.check_password(password):
        raise Refused(gettext("This address has an account already, and this is not its password."))
    if Membership.objects.filter(person=person, clinic=link.clinic, ended_at__isnull=True).exists():
        raise NotInThisState(gettext("You work in this clinic already. Sign in."))
    membership = Membership.objects.create(person=person, clinic=link.clinic, role=link.role)
    link.used_at = timezone.now()
    link.save(update_fields=["used_at"])
    with clinic_scope(link.clinic.id):
        comer = Actor(person.id, link.clinic.id, Role(link.role), person.full_name, actor.request_id)
        write_audit(comer, "accepted invitation", None, target_of(link), because=f"role {link.role}")
    return Accepted(person, membership, is_new)
