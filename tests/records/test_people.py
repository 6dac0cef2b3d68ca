"""People of a clinic: roles, work that ends, several clinics, and the page that manages them."""

from __future__ import annotations

import pytest
from records.signing_in import NOBODY, PASSWORD, audit_of, give_password, signed_in

from enthesis.access.actor import Actor
from enthesis.access.refused import NotInThisState, Refused
from enthesis.actions.accept_invitation import accept_invitation
from enthesis.actions.change_profile import change_profile
from enthesis.actions.change_role import change_role, end_membership
from enthesis.actions.invite_person import invite_person, renew_access
from enthesis.actions.list_people import list_people
from enthesis.actions.search_audit import AuditFilter, download_audit, search_audit
from enthesis.records.patients import Patient
from enthesis.records.people import Clinic, Invitation, Membership, Person, Role

pytestmark = pytest.mark.usefixtures("quick_sign_in")


def test_nobody_can_remove_the_last_clinic_lead(lead: Actor, therapist: Actor) -> None:
    mine = Membership.objects.get(person_id=lead.person_id)
    theirs = Membership.objects.get(person_id=therapist.person_id)
    for role in (Role.THERAPIST, Role.RESEARCHER):
        with pytest.raises(NotInThisState, match="only lead"):
            change_role(lead, mine.pk, role)
    with pytest.raises(NotInThisState, match="only lead"):
        end_membership(lead, mine.pk)
    change_role(lead, mine.pk, Role.CLINIC_LEAD)
    change_role(lead, theirs.pk, Role.CLINIC_LEAD)
    Person.objects.filter(pk=therapist.person_id).update(is_active=False)
    with pytest.raises(NotInThisState, match="only lead"):
        end_membership(lead, mine.pk)
    Person.objects.filter(pk=therapist.person_id).update(is_active=True)
    end_membership(lead, mine.pk)
    assert Membership.objects.get(pk=mine.pk).ended_at is not None


def test_ended_work_stays_ended_and_can_begin_again(lead: Actor, therapist: Actor) -> None:
    theirs = Membership.objects.get(person_id=therapist.person_id)
    end_membership(lead, theirs.pk)
    with pytest.raises(NotInThisState, match="ended"):
        change_role(lead, theirs.pk, Role.STUDENT)
    with pytest.raises(NotInThisState, match="ended"):
        renew_access(lead, theirs.pk)
    people = list_people(lead, lambda found: found)
    assert [m.pk for m in people.ended] == [theirs.pk]
    give_password(therapist)
    again = invite_person(lead, "thea.berg@example.org", "Thea Berg", Role.ASSISTANT)
    assert accept_invitation(NOBODY, again.token, "", PASSWORD).membership.role == Role.ASSISTANT


def test_only_a_clinic_lead_manages_people_and_reads_the_audit(therapist: Actor, student: Actor, lead: Actor) -> None:
    mine = Membership.objects.get(person_id=lead.person_id)
    for actor in (therapist, student):
        for act in (
            lambda a: invite_person(a, "x@example.org", "X", Role.CLINIC_LEAD),
            lambda a: change_role(a, Membership.objects.get(person_id=a.person_id).pk, Role.CLINIC_LEAD),
            lambda a: end_membership(a, mine.pk),
            lambda a: renew_access(a, mine.pk),
            lambda a: list_people(a, lambda found: found),
            lambda a: search_audit(a, AuditFilter(), lambda found: found),
            lambda a: download_audit(a, AuditFilter(), lambda found: found),
        ):
            with pytest.raises(Refused, match="clinic lead"):
                act(actor)
    for address in ("/clinic/people/", "/clinic/audit/"):
        assert signed_in(therapist).get(address).status_code == 403


def test_an_ended_person_is_out_at_once(lead: Actor, therapist: Actor) -> None:
    client = signed_in(therapist)
    assert client.get("/account/profile/").status_code == 200
    end_membership(lead, Membership.objects.get(person_id=therapist.person_id).pk)
    answer = client.get("/account/profile/")
    assert (answer.status_code, answer["Location"]) == (302, "/account/clinic/")
    assert "no clinic" in client.get("/account/clinic/").content.decode()


def test_a_profile_is_ones_own(therapist: Actor, clinic: Clinic) -> None:
    assert change_profile(therapist, " Thea  Berg-Lund ", "PT, OCS").signature == "Thea Berg-Lund, PT, OCS"
    with pytest.raises(NotInThisState):
        change_profile(therapist, "", "PT")
    with pytest.raises(NotInThisState, match="80"):
        change_profile(therapist, "Thea", "x" * 81)
    client = signed_in(therapist)
    answer = client.post("/account/profile/", {"full_name": "", "credentials": "typed this"})
    assert answer.status_code == 409 and "typed this" in answer.content.decode()
    assert "changed own profile" in [row.verb for row in audit_of(clinic)]


def test_a_person_of_two_clinics_chooses_one(therapist: Actor, other_clinic: Clinic, patient: Patient) -> None:
    Membership.objects.create(person_id=therapist.person_id, clinic=other_clinic, role=Role.CLINIC_LEAD)
    client = signed_in(therapist)
    assert client.get(f"/patients/{patient.pk}/").status_code == 200
    assert client.post("/account/clinic/", {"clinic": str(other_clinic.pk)})["Location"] == "/"
    answer = client.get(f"/patients/{patient.pk}/")
    assert answer.status_code == 404 and "Muster" not in answer.content.decode()
    refused = [row for row in audit_of(other_clinic) if row.outcome == "refused"]
    assert len(refused) == 1, "a record of another clinic, asked for in a view, is audited"
    assert client.get("/clinic/people/").status_code == 200
    elsewhere = Clinic.objects.create(name="Nobody's")
    for wrong in (str(elsewhere.pk), "", "x"):
        assert client.post("/account/clinic/", {"clinic": wrong}).status_code == 409


def test_the_people_page_shows_a_link_once_with_its_code_in_the_fragment(lead: Actor) -> None:
    client = signed_in(lead)
    form = {"full_name": "Nora Neu", "email": "nora@example.org", "role": "therapist"}
    page = client.post("/clinic/people/", form, SERVER_PORT="8123").content.decode()
    assert "http://localhost:8123/invitation/#" in page
    assert "/invitation/#" not in client.get("/clinic/people/").content.decode()
    answer = client.post("/clinic/people/", {**form, "email": "bad", "full_name": "Typed Name"})
    assert answer.status_code == 409 and "Typed Name" in answer.content.decode()


def test_the_people_page_carries_out_what_it_offers(lead: Actor, therapist: Actor) -> None:
    client = signed_in(lead)
    theirs = Membership.objects.get(person_id=therapist.person_id)
    base = f"/clinic/people/{theirs.pk}"
    assert client.get(f"{base}/role/").status_code == 405
    assert client.post(f"{base}/role/", {"role": "student"})["Location"] == "/clinic/people/"
    assert client.post(f"{base}/role/", {"role": "owner"}).status_code == 409
    assert "/invitation/#" in client.post(f"{base}/renew/").content.decode()
    assert client.post(f"{base}/end/")["Location"] == "/clinic/people/"
    mine = Membership.objects.get(person_id=lead.person_id)
    last = client.post(f"/clinic/people/{mine.pk}/end/")
    assert last.status_code == 409 and "only lead" in last.content.decode()
    invited = invite_person(lead, "nora@example.org", "Nora Neu", Role.THERAPIST).invitation
    assert "/invitation/#" in client.post(f"/clinic/people/invitations/{invited.pk}/again/").content.decode()
    newest = Invitation.objects.latest("created_at")
    assert client.post(f"/clinic/people/invitations/{newest.pk}/withdraw/").status_code == 302
    assert client.post(f"/clinic/people/invitations/{theirs.pk}/withdraw/").status_code == 404
