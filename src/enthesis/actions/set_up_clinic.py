"""The first start: a one-use link makes the clinic and its first clinic lead."""

from __future__ import annotations

import zoneinfo
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from enthesis.access.actor import Actor, Installation, Stranger
from enthesis.access.refused import NotInThisState
from enthesis.actions.deed import target_of, write_audit
from enthesis.actions.one_time_link import (
    act_by_link,
    check_new_password,
    clean_email,
    clean_name,
    create_person,
    get_usable_link,
    link_expiry,
    new_token,
)
from enthesis.records.isolation import clinic_scope
from enthesis.records.people import Clinic, Invitation, Membership, Person, Role


@dataclass(frozen=True)
class FirstStart:
    """What is asked at the first start."""

    clinic_name: str
    full_name: str
    email: str
    password: str
    time_zone: str = "UTC"
    credentials: str = ""


def make_set_up_link(actor: Installation) -> str | None:
    """A new token for the first start; earlier ones stop working.

    Returns:
        The token, which is shown once; None when somebody is here already, so that no link is needed.
    """
    with transaction.atomic():
        if Person.objects.exists():
            return None
        now = timezone.now()
        Invitation.objects.filter(clinic__isnull=True, used_at__isnull=True, revoked_at__isnull=True).update(revoked_at=now)
        token, token_hash = new_token()
        Invitation.objects.create(token_hash=token_hash, role=Role.CLINIC_LEAD, expires_at=link_expiry(now))
        write_audit(actor, "made set-up link", None, "")
    return token


@act_by_link("set up clinic")
def set_up_clinic(actor: Stranger, token: str, given: FirstStart) -> Person:
    """Make the clinic and its first clinic lead.

    Raises:
        NotFound: there is no such link.
        NotInThisState: the link was used or replaced, somebody is here already, or what was given does not do.
    """
    link = get_usable_link(token, first_start=True, lock=True)
    if Person.objects.exists():
        raise NotInThisState(gettext("This installation is set up already. Sign in."))
    if given.time_zone not in zoneinfo.available_timezones():
        raise NotInThisState(gettext("This time zone is not known; write it like Europe/Vienna, or choose one from the list."))
    clinic_name = clean_name(given.clinic_name, gettext("the clinic's name"))
    full_name = clean_name(given.full_name, gettext("your name"))
    email = clean_email(given.email)
    check_new_password(given.password, Person(email=email, full_name=full_name))
    clinic = Clinic.objects.create(name=clinic_name, time_zone=given.time_zone)
    person = create_person(email, full_name, given.password, given.credentials)
    Membership.objects.create(person=person, clinic=clinic, role=Role.CLINIC_LEAD)
    link.used_at = timezone.now()
    link.save(update_fields=["used_at"])
    with clinic_scope(clinic.id):
        lead = Actor(person.id, clinic.id, Role.CLINIC_LEAD, person.full_name, actor.request_id)
        write_audit(lead, "set up clinic", None, target_of(clinic))
    return person
