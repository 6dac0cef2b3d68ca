"""The first start: one link, one clinic, one lead."""

from __future__ import annotations

import pytest
from records.signing_in import NOBODY, PASSWORD, audit_of, browser

from enthesis.access.actor import Actor, Installation
from enthesis.access.refused import NotFound, NotInThisState
from enthesis.actions.accept_invitation import accept_invitation
from enthesis.actions.invite_person import invite_person
from enthesis.actions.one_time_link import hash_token
from enthesis.actions.set_up_clinic import FirstStart, make_set_up_link, set_up_clinic
from enthesis.records.people import Clinic, Invitation, Membership, Person, Role

pytestmark = pytest.mark.usefixtures("quick_sign_in")


def first(**changed: str) -> FirstStart:
    given = {"clinic_name": "Harbour", "full_name": "Lea Lead", "email": "Lea@Example.org", "password": PASSWORD, **changed}
    return FirstStart(**given)


def test_the_first_start_makes_the_clinic_and_its_lead_once(db: None) -> None:
    token = make_set_up_link(Installation("serve"))
    assert token is not None
    assert Invitation.objects.get().token_hash == hash_token(token), "only the hash is kept"
    person = set_up_clinic(NOBODY, token, first(time_zone="Europe/Vienna"))
    membership = Membership.objects.get()
    assert (person.email, membership.role, membership.clinic.time_zone) == ("lea@example.org", Role.CLINIC_LEAD, "Europe/Vienna")
    assert person.check_password(PASSWORD)
    assert [row.verb for row in audit_of(membership.clinic)] == ["set up clinic"]
    with pytest.raises(NotInThisState, match="used already"):
        set_up_clinic(NOBODY, token, first(email="second@example.org"))
    assert make_set_up_link(Installation("serve")) is None


def test_each_start_makes_a_new_set_up_link_and_the_old_one_stops(db: None) -> None:
    old, new = make_set_up_link(Installation("serve")), make_set_up_link(Installation("serve"))
    assert old and new and old != new
    with pytest.raises(NotInThisState, match="withdrawn"):
        set_up_clinic(NOBODY, old, first())
    set_up_clinic(NOBODY, new, first())


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"password": "short"}, "too short"),
        ({"password": "password1234"}, "common"),
        ({"email": "no address"}, "name@example.org"),
        ({"full_name": "  "}, "your name"),
        ({"clinic_name": ""}, "clinic's name"),
        ({"clinic_name": "x" * 121}, "120"),
        ({"time_zone": "Mars/Base"}, "time zone"),
    ],
)
def test_a_first_start_that_does_not_do_says_why_and_uses_nothing_up(db: None, changed: dict[str, str], said: str) -> None:
    token = make_set_up_link(Installation("serve")) or ""
    with pytest.raises(NotInThisState, match=said):
        set_up_clinic(NOBODY, token, first(**changed))
    assert not Person.objects.exists() and not Clinic.objects.exists()
    set_up_clinic(NOBODY, token, first())


def test_the_set_up_link_is_useless_once_somebody_is_here(clinic: Clinic) -> None:
    token = make_set_up_link(Installation("serve")) or ""
    Person.objects.create_user("came.first@example.org", "Came First", PASSWORD)
    with pytest.raises(NotInThisState, match="set up already"):
        set_up_clinic(NOBODY, token, first())


def test_the_page_of_the_first_start_keeps_what_was_typed_but_no_password(db: None) -> None:
    token = make_set_up_link(Installation("serve"))
    client = browser()
    assert client.get("/start/").status_code == 200
    form = {"token": token, "clinic_name": "Harbour", "full_name": "Lea Lead", "email": "lea@example.org"}
    answer = client.post("/start/", {**form, "password": "short", "time_zone": "Europe/Vienna"})
    text = answer.content.decode()
    assert answer.status_code == 409 and "too short" in text and 'value="Harbour"' in text
    assert 'value="short"' not in text
    answer = client.post("/start/", {**form, "password": PASSWORD, "time_zone": "Europe/Vienna"})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/account/profile/").status_code == 200, "the lead is signed in"
    assert "set up" in client.get("/start/").content.decode()


def test_a_clinics_invitation_is_no_set_up_link_and_the_other_way_round(db: None) -> None:
    token = make_set_up_link(Installation("serve")) or ""
    with pytest.raises(NotFound):
        accept_invitation(NOBODY, token, "Nobody", PASSWORD)
    set_up_clinic(NOBODY, token, first())
    membership = Membership.objects.get()
    lead = Actor(membership.person_id, membership.clinic_id, Role.CLINIC_LEAD, "Lea Lead")
    with pytest.raises(NotFound):
        set_up_clinic(NOBODY, invite_person(lead, "n@example.org", "N", Role.STUDENT).token, first())
