"""Invitations: who is let in by one, once, and into which clinic; and the link that replaces a lost password."""

from __future__ import annotations

import datetime

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client, override_settings
from django.utils import timezone
from records.signing_in import NOBODY, PASSWORD, audit_of, browser, give_password

from enthesis.access.actor import Actor
from enthesis.access.refused import NotFound, NotInThisState, Refused
from enthesis.actions.accept_invitation import accept_invitation, read_invitation
from enthesis.actions.change_role import change_role, end_membership
from enthesis.actions.invite_person import invite_person, reissue_invitation, renew_access, revoke_invitation
from enthesis.records.people import Clinic, Invitation, Membership, Person, Role

pytestmark = pytest.mark.usefixtures("quick_sign_in")


def test_an_invitation_lets_somebody_in_once(lead: Actor, clinic: Clinic) -> None:
    invited = invite_person(lead, "Nora@Example.org", "Nora Neu", Role.THERAPIST)
    shown = read_invitation(invited.token)
    assert (shown.email, shown.clinic_name, shown.role_label, shown.has_account) == (
        "nora@example.org",
        clinic.name,
        "Therapist",
        False,
    )
    accepted = accept_invitation(NOBODY, invited.token, "Nora Neu", PASSWORD, "PT")
    assert accepted.sign_in and accepted.membership.role == Role.THERAPIST and accepted.person.signature == "Nora Neu, PT"
    with pytest.raises(NotInThisState, match="used already"):
        accept_invitation(NOBODY, invited.token, "Somebody Else", PASSWORD)
    assert [row.verb for row in audit_of(clinic)] == ["invited person", "accepted invitation"]
    assert invited.token not in str([vars(row) for row in audit_of(clinic)])


def test_an_invitation_that_is_old_withdrawn_replaced_or_made_up_does_not_let_in(lead: Actor) -> None:
    old = invite_person(lead, "old@example.org", "Old", Role.STUDENT)
    assert datetime.timedelta(hours=71) < old.invitation.expires_at - timezone.now() <= datetime.timedelta(hours=72)
    Invitation.objects.filter(pk=old.invitation.pk).update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    with pytest.raises(NotInThisState, match="too old"):
        accept_invitation(NOBODY, old.token, "Old", PASSWORD)
    withdrawn = invite_person(lead, "gone@example.org", "Gone", Role.STUDENT)
    revoke_invitation(lead, withdrawn.invitation.pk)
    revoke_invitation(lead, withdrawn.invitation.pk)
    with pytest.raises(NotInThisState, match="withdrawn"):
        accept_invitation(NOBODY, withdrawn.token, "Gone", PASSWORD)
    again = reissue_invitation(lead, old.invitation.pk)
    with pytest.raises(NotInThisState):
        read_invitation(old.token)
    second = invite_person(lead, "old@example.org", "Old", Role.STUDENT)
    with pytest.raises(NotInThisState, match="withdrawn"):
        read_invitation(again.token)
    assert read_invitation(second.token).full_name == "Old"
    for made_up in ("", "x" * 500, "ü"):
        with pytest.raises(NotFound):
            accept_invitation(NOBODY, made_up, "Nobody", PASSWORD)
    assert not Person.objects.filter(full_name__in=("Old", "Gone", "Nobody")).exists()


def test_used_invitations_stay_used(lead: Actor) -> None:
    invited = invite_person(lead, "nora@example.org", "Nora Neu", Role.THERAPIST)
    accept_invitation(NOBODY, invited.token, "Nora Neu", PASSWORD)
    with pytest.raises(NotInThisState, match="used"):
        reissue_invitation(lead, invited.invitation.pk)
    with pytest.raises(NotInThisState, match="used"):
        revoke_invitation(lead, invited.invitation.pk)
    with pytest.raises(NotInThisState, match="works here already"):
        invite_person(lead, "NORA@example.org", "Nora Neu", Role.STUDENT)
    with pytest.raises(NotInThisState, match="role"):
        invite_person(lead, "x@example.org", "X", "owner")


def test_an_invitation_of_another_clinic_cannot_be_touched(lead: Actor, other_clinic: Clinic) -> None:
    stranger = Person.objects.create_user("olga@example.org", "Olga Other")
    Membership.objects.create(person=stranger, clinic=other_clinic, role=Role.CLINIC_LEAD)
    other_lead = Actor(stranger.id, other_clinic.id, Role.CLINIC_LEAD, "Olga Other")
    invited = invite_person(lead, "nora@example.org", "Nora Neu", Role.THERAPIST)
    for act in (revoke_invitation, reissue_invitation):
        with pytest.raises(NotFound):
            act(other_lead, invited.invitation.pk)
    mine = Membership.objects.get(person_id=lead.person_id)
    for act in (end_membership, renew_access):
        with pytest.raises(NotFound):
            act(other_lead, mine.pk)
    with pytest.raises(NotFound):
        change_role(other_lead, mine.pk, Role.STUDENT)
    assert len(audit_of(other_clinic)) == 5, "each refusal is in the audit of the clinic that tried"
    assert all(row.outcome == "refused" for row in audit_of(other_clinic))
    assert read_invitation(invited.token).email == "nora@example.org"


def test_an_account_of_another_clinic_is_proven_by_its_password(lead: Actor, outsider: Actor, clinic: Clinic) -> None:
    give_password(outsider)
    email = Person.objects.get(pk=outsider.person_id).email
    invited = invite_person(lead, email, "Otto Outsider", Role.ASSISTANT)
    assert read_invitation(invited.token).has_account
    with pytest.raises(Refused, match="not its password"):
        accept_invitation(NOBODY, invited.token, "", "another password")
    accepted = accept_invitation(NOBODY, invited.token, "", PASSWORD)
    assert not accepted.sign_in, "a second factor is asked for at the sign-in page"
    assert Membership.objects.filter(person_id=outsider.person_id, ended_at__isnull=True).count() == 2
    assert accepted.person.full_name == "Otto Outsider"


def test_a_lost_password_is_replaced_by_a_link_of_the_lead(lead: Actor, therapist: Actor, clinic: Clinic) -> None:
    give_password(therapist)
    TOTP.activate(Person.objects.get(pk=therapist.person_id), generate_totp_secret())
    mine = Membership.objects.get(person_id=therapist.person_id)
    link = renew_access(lead, mine.pk)
    assert read_invitation(link.token).resets
    accepted = accept_invitation(NOBODY, link.token, "Another Name", "quite-another-word-7")
    assert accepted.person.pk == therapist.person_id and accepted.person.full_name == "Thea Berg"
    assert accepted.person.check_password("quite-another-word-7") and accepted.membership.pk == mine.pk
    assert not Authenticator.objects.exists()
    assert [row.verb for row in audit_of(clinic)][-2:] == ["renewed access", "renewed own access"]


def test_one_clinic_cannot_replace_the_password_of_anothers_people(lead: Actor, therapist: Actor, other_clinic: Clinic) -> None:
    mine = Membership.objects.get(person_id=therapist.person_id)
    early = renew_access(lead, mine.pk)
    Membership.objects.create(person_id=therapist.person_id, clinic=other_clinic, role=Role.THERAPIST)
    with pytest.raises(NotInThisState, match="another clinic"):
        renew_access(lead, mine.pk)
    with pytest.raises(NotInThisState, match="another clinic"):
        accept_invitation(NOBODY, early.token, "", PASSWORD)


@override_settings(PUBLIC_URL=("https://board.example.org", "board.example.org"), ALLOWED_HOSTS=["*"])
def test_a_link_leads_to_the_public_address_whatever_the_request_claims(lead: Actor) -> None:
    TOTP.activate(Person.objects.get(pk=lead.person_id), generate_totp_secret())
    client = Client(HTTP_HOST="evil.example")
    client.force_login(Person.objects.get(pk=lead.person_id))
    form = {"full_name": "Nora Neu", "email": "nora@example.org", "role": "therapist"}
    page = client.post("/clinic/people/", form).content.decode()
    assert "https://board.example.org/invitation/#" in page and "evil.example" not in page


def test_accepting_through_the_pages(lead: Actor) -> None:
    token = invite_person(lead, "nora@example.org", "Nora Neu", Role.THERAPIST).token
    client = browser()
    assert client.get("/invitation/").status_code == 200
    assert "not known here" in client.post("/invitation/", {"token": "made up"}).content.decode()
    assert "Nora Neu" in client.post("/invitation/", {"token": token}).content.decode()
    form = {"token": token, "step": "accept", "full_name": "Nora N.", "password": "short"}
    answer = client.post("/invitation/", form)
    assert answer.status_code == 409 and "Nora N." in answer.content.decode()
    assert client.post("/invitation/", {**form, "password": PASSWORD})["Location"] == "/"
    assert client.get("/account/profile/").status_code == 200
