"""A person's own name and credentials, as they stand under what they sign from now on."""

from __future__ import annotations

from django.utils.translation import gettext

from enthesis.access.actor import Actor
from enthesis.access.refused import NotInThisState
from enthesis.actions.deed import target_of, write_audit
from enthesis.actions.one_time_link import clean_name
from enthesis.records.isolation import clinic_scope
from enthesis.records.people import Person


def change_profile(actor: Actor, full_name: str, credentials: str) -> Person:
    """Change one's own name and credentials; every role may. What was signed before keeps the name it was signed with.

    Raises:
        NotInThisState: the name is empty or too long, or the credentials are.
    """
    full_name = clean_name(full_name, gettext("your name"))
    credentials = " ".join(credentials.split())
    if len(credentials) > 80:
        raise NotInThisState(gettext("Write the credentials with at most 80 characters, for instance PT, DPT."))
    with clinic_scope(actor.clinic_id):
        person = Person.objects.select_for_update().get(pk=actor.person_id)
        person.full_name, person.credentials = full_name, credentials
        person.save(update_fields=["full_name", "credentials"])
        write_audit(actor, "changed own profile", None, target_of(person))
    return person
