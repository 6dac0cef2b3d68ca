"""Text that a database would refuse is mended before it gets there."""

from __future__ import annotations

from asking import ask, sign_in
from django.urls import reverse

from enthesis.access.actor import Actor
from enthesis.records.people import Person


def test_a_name_with_nul_is_kept_without_it(lead: Actor) -> None:
    typed = {"full_name": "Lea\x00 Lead-Berg", "credentials": "PT\x00"}
    answer = ask(sign_in(lead), "POST", reverse("profile"), undo=False, data=typed)

    assert answer.status < 400, answer.raised
    person = Person.objects.get(pk=lead.person_id)
    assert (person.full_name, person.credentials) == ("Lea Lead-Berg", "PT")
