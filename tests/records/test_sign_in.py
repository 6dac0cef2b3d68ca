"""Who is let in and how: links, roles, sign-in, second factors, the lock, and what the audit keeps of it."""

from __future__ import annotations

import datetime
import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client, RequestFactory, override_settings
from django.utils import timezone

from enthesis.access.actor import Actor, Installation, Stranger
from enthesis.access.refused import NotFound, NotInThisState, Refused
from enthesis.actions.accept_invitation import accept_invitation, read_invitation
from enthesis.actions.change_profile import change_profile
from enthesis.actions.change_role import change_role, end_membership
from enthesis.actions.invite_person import invite_person, reissue_invitation, renew_access, revoke_invitation
from enthesis.actions.list_people import list_people
from enthesis.actions.note_sign_in import email_hash
from enthesis.actions.one_time_link import hash_token
from enthesis.actions.search_audit import PAGE_ROWS, AuditFilter, download_audit, search_audit
from enthesis.actions.set_up_clinic import FirstStart, make_set_up_link, set_up_clinic
from enthesis.records.audit import AuditRow
from enthesis.records.isolation import clinic_scope
from enthesis.records.patients import Patient
from enthesis.records.people import Clinic, Invitation, Membership, Person, Role
from enthesis.web.account import hashing, idle_lock
from enthesis.web.account.adapters import MfaAdapter, public_address, relying_party_id
from enthesis.web.audit.filters import read_filter, write_filter
from enthesis.web.clinic_time import ClinicTime

NOBODY = Stranger("request-1")
PASSWORD = "harbour-lantern-42"
HERE = "127.0.0.1"


@pytest.fixture(autouse=True)
def fresh_counters(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Rate limits of one test do not reach the next; and hashing is argon2, but quick."""
    monkeypatch.setattr(hashing.CappedArgon2PasswordHasher, "time_cost", 1)
    monkeypatch.setattr(hashing.CappedArgon2PasswordHasher, "memory_cost", 64)
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def lead_with_password(lead: Actor) -> Actor:
    give_password(lead)
    return lead


def give_password(actor: Actor) -> None:
    person = Person.objects.get(pk=actor.person_id)
    person.set_password(PASSWORD)
    person.save()


def audit_of(clinic: Clinic, verb: str = "") -> list[AuditRow]:
    with clinic_scope(clinic.id):
        rows = AuditRow.objects.filter(clinic_id=clinic.id).order_by("id")
        return [row for row in rows if not verb or row.verb == verb]


def browser(**headers: str) -> Client:
    return Client(HTTP_HOST=HERE, **headers)  # type: ignore[arg-type]


def signed_in(actor: Actor, skip: bool = True) -> Client:
    """A browser that came in through the page."""
    give_password(actor)
    client = browser()
    email = Person.objects.get(pk=actor.person_id).email
    answer = client.post("/account/login/", {"login": email, "password": PASSWORD})
    assert answer.status_code == 302, answer.content
    if skip:
        client.post("/account/second-factor/")
    return client


def set_session(client: Client, **values: Any) -> None:
    session = client.session
    for key, value in values.items():
        session[key] = value
    session.save()


# The first start


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


# Invitations


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


def test_a_clinics_invitation_is_no_set_up_link_and_the_other_way_round(db: None) -> None:
    token = make_set_up_link(Installation("serve")) or ""
    with pytest.raises(NotFound):
        accept_invitation(NOBODY, token, "Nobody", PASSWORD)
    set_up_clinic(NOBODY, token, first())
    membership = Membership.objects.get()
    lead = Actor(membership.person_id, membership.clinic_id, Role.CLINIC_LEAD, "Lea Lead")
    with pytest.raises(NotFound):
        set_up_clinic(NOBODY, invite_person(lead, "n@example.org", "N", Role.STUDENT).token, first())


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


# Roles


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


# Signing in


def test_signing_in_and_out_is_audited_without_password_or_address(therapist: Actor, clinic: Clinic) -> None:
    client = signed_in(therapist)
    client.post("/account/logout/")
    client.post("/account/login/", {"login": "thea.berg@example.org", "password": "wrong-password-1"})
    rows = audit_of(clinic)
    assert [(row.verb, row.outcome) for row in rows] == [("signed in", "done"), ("signed out", "done"), ("signed in", "refused")]
    assert rows[0].actor_id == therapist.person_id and rows[0].because == "password"
    assert email_hash("Thea.Berg@example.org") in rows[2].because and rows[2].target == f"person/{therapist.person_id}"
    written = str([vars(row) for row in rows])
    assert "thea.berg" not in written and "wrong-password" not in written and PASSWORD not in written


def test_an_unknown_address_is_answered_like_a_wrong_password(therapist: Actor) -> None:
    give_password(therapist)
    client = browser()
    unknown = client.post("/account/login/", {"login": "who@example.org", "password": "wrong-password-1"}).content.decode()
    wrong = client.post("/account/login/", {"login": "thea.berg@example.org", "password": "wrong-password-1"}).content.decode()
    sentence = "This e-mail address and this password do not belong together."
    assert sentence in unknown and sentence in wrong


def test_too_many_tries_give_a_page_and_not_an_error(therapist: Actor) -> None:
    give_password(therapist)
    client = browser()
    form = {"login": "thea.berg@example.org", "password": "wrong-password-1"}
    answers = [client.post("/account/login/", form) for _try in range(6)]
    assert {answer.status_code for answer in answers} == {200}
    assert "Too many failed tries" in answers[-1].content.decode()
    right = client.post("/account/login/", {**form, "password": PASSWORD})
    assert right.status_code == 200, "the right password waits too"
    for number in range(40):
        answer = client.post("/account/login/", {"login": f"a{number}@example.org", "password": "x"})
    assert answer.status_code == 429 and "Too many tries" in answer.content.decode()
    for _try in range(25):
        answer = client.post("/invitation/", {"token": "guess"})
    assert answer.status_code == 429


def test_pages_of_allauth_that_we_do_not_have_do_not_exist(therapist: Actor) -> None:
    client = signed_in(therapist)
    for address in ("signup/", "email/", "inactive/", "recovery-codes/file/", "password/reset/", "password/reset/done/"):
        assert client.get(f"/account/{address}").status_code == 404, address


def test_a_wrong_password_is_hashed_two_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    running, most = [0], [0]

    def slow(self: Any, password: str, salt: str, *args: Any, **kwargs: Any) -> str:
        running[0] += 1
        most[0] = max(most[0], running[0])
        time.sleep(0.02)
        running[0] -= 1
        return "argon2$x"

    monkeypatch.setattr(hashing.Argon2PasswordHasher, "encode", slow)
    hasher = hashing.CappedArgon2PasswordHasher()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _n: hasher.encode("a", "salt"), range(16)))
    assert most[0] == hashing.AT_A_TIME


def test_passwords_are_kept_as_argon2(therapist: Actor) -> None:
    give_password(therapist)
    assert Person.objects.get(pk=therapist.person_id).password.startswith("argon2$argon2id$")


# Second factors


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_a_code_app_is_set_up_sealed_and_asked_for(
    therapist: Actor, clinic: Clinic, django_capture_on_commit_callbacks: Any
) -> None:
    client = signed_in(therapist, skip=False)
    assert client.get("/account/code-app/")["Location"].startswith("/account/confirm/")
    client.post("/account/confirm/", {"password": PASSWORD, "next": "/account/code-app/"})
    assert client.get("/account/code-app/").status_code == 200
    secret = client.session["mfa.totp.secret"]
    wrong = client.post("/account/code-app/", {"code": "000000" if code_of(secret) != "000000" else "111111"})
    assert wrong.status_code == 200 and "did not match" in wrong.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/account/code-app/", {"code": code_of(secret)})
    assert answer["Location"] == "/account/recovery-codes/"
    assert client.get("/account/recovery-codes/").content.decode().count("<code>") == 10
    assert "<code>" not in client.get("/account/recovery-codes/").content.decode(), "shown once"
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in kept and MfaAdapter().decrypt(kept) == secret
    assert client.get("/").status_code == 200, "no second factor is asked for any more"
    client.post("/account/logout/")

    answer = client.post("/account/login/", {"login": "thea.berg@example.org", "password": PASSWORD})
    assert answer["Location"] == "/account/login/second-step/"
    assert client.get("/account/profile/").status_code == 302, "not in yet"
    assert client.post("/account/login/second-step/", {"code": "12345x"}).status_code == 200
    answer = client.post("/account/login/second-step/", {"code": code_of(secret)})
    assert answer.status_code == 302 and client.get("/account/profile/").status_code == 200
    said = [(row.verb, row.outcome, row.because) for row in audit_of(clinic)]
    assert ("added second factor", "done", "code app") in said
    assert ("signed in", "refused", "second factor did not match") in said
    assert ("signed in", "done", "password and code app") in said
    cache.clear()
    client.post("/account/confirm/", {"password": PASSWORD, "next": "/account/code-app/remove/"})
    client.post("/account/code-app/remove/")
    assert ("removed second factor", "done", "code app") in [(r.verb, r.outcome, r.because) for r in audit_of(clinic)]
    assert not Authenticator.objects.exists()


def test_a_recovery_code_works_once(therapist: Actor, clinic: Clinic) -> None:
    client = signed_in(therapist, skip=False)
    client.post("/account/confirm/", {"password": PASSWORD, "next": "/account/code-app/"})
    client.get("/account/code-app/")
    client.post("/account/code-app/", {"code": code_of(client.session["mfa.totp.secret"])})
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    for expected in (302, 200):
        client.post("/account/logout/")
        client.post("/account/login/", {"login": "thea.berg@example.org", "password": PASSWORD})
        assert client.post("/account/login/second-step/", {"code": code}).status_code == expected
    assert "used recovery code" in [row.verb for row in audit_of(clinic)]


def test_the_second_factor_is_offered_once_in_a_session(therapist: Actor) -> None:
    client = signed_in(therapist, skip=False)
    assert client.get("/patients/")["Location"] == "/account/second-factor/"
    answer = client.post("/account/second-factor/")
    assert answer["Location"] == "/patients/", "on the way to where the person went"
    page = client.get("/patients/")
    assert page.status_code == 200 and "Add a second factor" in page.content.decode()


@override_settings(PUBLIC_URL=("https://board.example.org", "board.example.org"))
def test_a_lead_of_a_clinic_that_others_can_reach_must_have_one(lead: Actor, therapist: Actor) -> None:
    client = signed_in(lead)
    for address in ("/", "/clinic/people/"):
        assert client.get(address)["Location"] == "/account/second-factor/"
    assert client.post("/clinic/people/", {"email": "x@example.org"})["Location"] == "/account/second-factor/"
    assert client.post("/api/patients", {}, HTTP_ACCEPT="application/json").status_code == 403
    assert "Not now" not in client.get("/account/second-factor/").content.decode()
    assert signed_in(therapist).get("/patients/").status_code == 200, "others may put it off"


def test_passkeys_are_bound_to_the_public_address_and_never_to_the_host_header(therapist: Actor) -> None:
    assert MfaAdapter().get_public_key_credential_rp_entity()["id"] == "localhost"
    with override_settings(PUBLIC_URL=("https://board.example.org", "board.example.org")):
        assert relying_party_id() == "board.example.org"
        assert public_address("/x/") == "https://board.example.org/x/"
    assert "Sign in with a passkey" not in browser().get("/account/login/").content.decode()
    here = Client(HTTP_HOST="localhost:8000")
    assert "Sign in with a passkey" in here.get("/account/login/").content.decode()
    options = here.get("/account/login/passkey/", HTTP_ACCEPT="application/json").json()
    assert options["publicKey"]["rpId"] == "localhost"
    assert options["publicKey"]["userVerification"] == "required"


@pytest.mark.parametrize("credential", ["", "{}", "[]", "null", "1", "nonsense", '{"response": {"userHandle": "%%%"}}'])
def test_a_made_up_passkey_is_no_error_of_the_server(therapist: Actor, credential: str) -> None:
    client = Client(HTTP_HOST="localhost")
    client.get("/account/login/passkey/", HTTP_ACCEPT="application/json")
    assert client.post("/account/login/passkey/", {"credential": credential}).status_code in (200, 302)
    inside = signed_in(therapist)
    set_session(inside, locked_at=time.time())
    assert inside.post("/account/unlock/", {"credential": credential or "x"}).status_code == 403


# The lock


def test_an_idle_session_locks_and_opens_again_where_it_was(therapist: Actor, clinic: Clinic, patient: Patient) -> None:
    client = signed_in(therapist)
    where = f"/patients/{patient.pk}/"
    assert client.get(where).status_code == 200
    set_session(client, seen_at=time.time() - 15 * 60 - 1)
    assert client.get(where)["Location"] == "/account/lock/"
    page = client.get("/account/lock/").content.decode()
    assert "Thea Berg" in page and "Muster" not in page
    for address in ("/", "/patients/", "/account/profile/", "/account/clinic/", "/account/password/"):
        assert client.get(address)["Location"] == "/account/lock/", address
    set_session(client, lock_return_to=where)
    wrong = client.post("/account/unlock/", {"password": "wrong-password-1"})
    assert wrong.status_code == 403 and "not your password" in wrong.content.decode()
    answer = client.post("/account/unlock/", {"password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, where)
    assert client.get(where).status_code == 200
    said = [(row.verb, row.because) for row in audit_of(clinic) if "lock" in row.verb]
    assert said == [("locked screen", "idle"), ("tried to unlock screen", "wrong password"), ("unlocked screen", "password")]


def test_nothing_that_is_sent_to_a_locked_session_is_carried_out(therapist: Actor, clinic: Clinic, patient: Patient) -> None:
    client = signed_in(therapist)
    set_session(client, seen_at=time.time() - 3600)
    form = {"full_name": "Changed While Locked", "credentials": ""}
    answer = client.post("/account/profile/", form, HTTP_REFERER=f"http://{HERE}/account/profile/")
    assert answer.status_code == 423 and "was not carried out" in answer.content.decode()
    script = client.post("/account/profile/", json.dumps(form), content_type="application/json")
    assert script.status_code == 423 and script.json()["locked"] is True
    assert client.post("/account/profile/", form, HTTP_ACCEPT="application/json").status_code == 423
    assert Person.objects.get(pk=therapist.person_id).full_name == "Thea Berg"
    assert client.post("/account/unlock/", {"password": PASSWORD})["Location"] == "/account/profile/"


def test_the_lock_leads_nowhere_else(therapist: Actor) -> None:
    client = signed_in(therapist)
    set_session(client, locked_at=time.time())
    client.post("/patients/", {}, HTTP_REFERER="https://elsewhere.example/")
    set_session(client, lock_return_to="//elsewhere.example/")
    assert client.post("/account/unlock/", {"password": PASSWORD})["Location"] == "/"


def test_the_lock_is_not_guessed_open(therapist: Actor) -> None:
    client = signed_in(therapist)
    client.post("/account/lock/")
    answers = [client.post("/account/unlock/", {"password": f"guess {n}"}, HTTP_ACCEPT="application/json") for n in range(8)]
    assert [answer.status_code for answer in answers] == [403] * 6 + [429] * 2
    assert client.post("/account/unlock/", {"password": PASSWORD}).status_code == 429
    assert client.post("/account/logout/").status_code == 302, "one can still sign out"


def test_asking_for_the_state_of_the_lock_does_not_keep_it_open(therapist: Actor, clinic: Clinic) -> None:
    client = signed_in(therapist)
    client.get("/account/profile/")
    set_session(client, seen_at=time.time() - 600)
    state = client.get("/account/lock/state/", HTTP_X_ENTHESIS_BACKGROUND="1").json()
    assert state["locked"] is False and 298 <= state["seconds_left"] <= 300
    client.get("/account/profile/", HTTP_X_ENTHESIS_BACKGROUND="1")
    assert client.get("/account/lock/state/").json()["seconds_left"] <= 300
    assert client.post("/account/here/").status_code == 204
    assert client.get("/account/lock/state/").json()["seconds_left"] > 890
    assert browser().get("/account/lock/state/").json()["signed_out"] is True
    Clinic.objects.filter(pk=clinic.pk).update(lock_after_minutes=0)
    assert client.get("/account/lock/state/").json()["seconds_left"] is None


def test_a_session_is_written_seldom(therapist: Actor) -> None:
    request: Any = RequestFactory().get("/")
    request.session = {}
    idle_lock.touch(request, 1000.0)
    idle_lock.touch(request, 1000.0 + idle_lock.WRITE_EVERY_S - 1)
    assert request.session[idle_lock.SEEN_AT] == 1000.0
    idle_lock.touch(request, 1000.0 + idle_lock.WRITE_EVERY_S)
    assert request.session[idle_lock.SEEN_AT] == 1015.0


def test_a_patients_intake_on_the_same_tablet_is_not_locked(therapist: Actor) -> None:
    client = signed_in(therapist)
    set_session(client, locked_at=time.time())
    assert client.get("/intake/").status_code != 423
    assert client.get("/intake/").headers.get("Location", "") != "/account/lock/"


# Several clinics


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


# The people page


def test_the_people_page_shows_a_link_once_with_its_code_in_the_fragment(lead: Actor) -> None:
    client = signed_in(lead)
    form = {"full_name": "Nora Neu", "email": "nora@example.org", "role": "therapist"}
    page = client.post("/clinic/people/", form, SERVER_PORT="8123").content.decode()
    assert "http://localhost:8123/invitation/#" in page
    assert "/invitation/#" not in client.get("/clinic/people/").content.decode()
    answer = client.post("/clinic/people/", {**form, "email": "bad", "full_name": "Typed Name"})
    assert answer.status_code == 409 and "Typed Name" in answer.content.decode()


@override_settings(PUBLIC_URL=("https://board.example.org", "board.example.org"), ALLOWED_HOSTS=["*"])
def test_a_link_leads_to_the_public_address_whatever_the_request_claims(lead: Actor) -> None:
    TOTP.activate(Person.objects.get(pk=lead.person_id), generate_totp_secret())
    client = Client(HTTP_HOST="evil.example")
    client.force_login(Person.objects.get(pk=lead.person_id))
    form = {"full_name": "Nora Neu", "email": "nora@example.org", "role": "therapist"}
    page = client.post("/clinic/people/", form).content.decode()
    assert "https://board.example.org/invitation/#" in page and "evil.example" not in page


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


# The audit


def test_the_audit_is_searched_by_each_condition(lead: Actor, therapist: Actor, patient: Patient, clinic: Clinic) -> None:
    def verbs(**wanted: Any) -> list[str]:
        return search_audit(lead, AuditFilter(**wanted), lambda found: [row.verb for row in found.rows])

    assert verbs(verb="registered patient") == ["registered patient"]
    assert verbs(patient_id=patient.pk, person_id=therapist.person_id) == ["registered patient"]
    assert set(verbs(outcome="done")) == {"registered patient", "searched audit"}
    assert verbs(until=timezone.now() - datetime.timedelta(hours=1)) == []
    assert len(verbs(since=timezone.now() - datetime.timedelta(hours=1))) == 5
    names = search_audit(lead, AuditFilter(patient_id=patient.pk), lambda found: found.patient_names)
    assert names == {patient.pk: "Alex Muster"}


def test_the_audit_of_a_clinic_is_its_own(lead: Actor, patient: Patient, outsider: Actor, other_clinic: Clinic) -> None:
    other_lead = Actor(outsider.person_id, other_clinic.id, Role.CLINIC_LEAD, outsider.name)
    found = search_audit(other_lead, AuditFilter(patient_id=patient.pk), lambda found: found)
    assert found.rows == [] and found.patient_names == {}
    everything = search_audit(other_lead, AuditFilter(), lambda found: found)
    assert {row.clinic_id for row in everything.rows} == {other_clinic.id}
    assert patient.pk not in everything.patient_names, "a name is not looked up across the wall"


def test_the_audit_is_paged_without_losing_or_repeating_a_row(lead: Actor, clinic: Clinic) -> None:
    moment = timezone.now()
    with clinic_scope(clinic.id):
        for number in range(2 * PAGE_ROWS + 7):
            AuditRow(at=moment, clinic_id=clinic.id, verb="looked", target=f"row/{number}").save()
    seen: list[str] = []
    before = None
    while True:
        wanted = AuditFilter(verb="looked", before_id=before)
        found = search_audit(lead, wanted, lambda found: found)
        seen += [row.target for row in found.rows]
        if not found.more:
            break
        before = found.rows[-1].pk
    assert seen == [f"row/{n}" for n in reversed(range(2 * PAGE_ROWS + 7))]


def test_the_audit_page_finds_a_patient_by_name_and_keeps_the_name_out_of_the_address(lead: Actor, patient: Patient) -> None:
    client = signed_in(lead)
    answer = client.post("/clinic/audit/", {"patient_name": "muster", "verb": "registered patient"})
    assert answer.status_code == 302
    assert answer["Location"] == f"/clinic/audit/?patient={patient.pk}&verb=registered+patient"
    assert "Alex Muster" in client.get(answer["Location"]).content.decode()
    assert "Nobody was found" in client.post("/clinic/audit/", {"patient_name": "zzz"}).content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "since=x",
        "since=0001-01-01",
        "until=9999-12-31",
        "person=1",
        "patient=%00",
        "verb=nothing",
        "outcome=x",
        "before=99999999999999999999",
        "before=-1",
    ],
)
def test_an_audit_address_that_cannot_be_read_narrows_nothing(lead: Actor, query: str) -> None:
    assert signed_in(lead).get(f"/clinic/audit/?{query}").status_code == 200


def test_an_audit_filter_survives_its_address(clinic: Clinic, lead: Actor) -> None:
    clock = ClinicTime(Clinic(time_zone="America/New_York"))
    query = "since=2026-03-07&until=2026-03-08&outcome=refused"
    given = dict(pair.split("=") for pair in query.split("&"))
    wanted = read_filter(given, clock)
    assert wanted.until and wanted.since
    seconds = wanted.until.timestamp() - wanted.since.timestamp()
    assert seconds == 47 * 3600, "the clocks go forward"
    assert write_filter(wanted, clock) == query


def test_the_audit_as_a_file_is_audited_and_holds_no_formula(lead: Actor, patient: Patient, clinic: Clinic) -> None:
    with clinic_scope(clinic.id):
        AuditRow(at=timezone.now(), clinic_id=clinic.id, verb="looked", actor_name="=HYPERLINK(1)", because="-1").save()
    answer = signed_in(lead).post("/clinic/audit/file/", {})
    text = answer.content.decode("utf-8-sig")
    assert answer["Content-Type"].startswith("text/csv") and "Alex Muster" in text
    assert "'=HYPERLINK(1)" in text and ",=HYPERLINK" not in text
    assert audit_of(clinic, "downloaded audit")[0].because.endswith("rows")


def test_strangers_are_sent_to_sign_in(db: None) -> None:
    for address in ("/clinic/people/", "/clinic/audit/", "/account/profile/", "/account/second-factor/", "/account/clinic/"):
        assert browser().get(address)["Location"].startswith("/account/login/?next="), address


def test_mail_is_off_unless_configured(db: None) -> None:
    assert settings.MAIL_CONFIGURED is False
    assert "reset" not in browser().get("/account/login/").content.decode().replace("reset.css", "")


@override_settings(
    MAIL_CONFIGURED=True,
    PUBLIC_URL=("https://board.example.org", "board.example.org"),
    ALLOWED_HOSTS=["*"],
    EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
)
def test_a_forgotten_password_where_mail_is_configured(therapist: Actor, clinic: Clinic) -> None:
    give_password(therapist)
    client = Client(HTTP_HOST="evil.example")
    assert "Forgot your password?" in client.get("/account/login/").content.decode()
    assert client.get("/account/password/reset/").status_code == 200
    for email in ("thea.berg@example.org", "nobody@example.org"):
        answer = client.post("/account/password/reset/", {"email": email})
        assert answer["Location"] == "/account/password/reset/sent/", "the same for an address without an account"
    assert client.get("/account/password/reset/sent/").status_code == 200
    (sent,) = [message for message in mail.outbox if message.to == ["thea.berg@example.org"]]
    link = next(word for word in sent.body.split() if word.startswith("http"))
    assert link.startswith("https://board.example.org/account/password/reset/key/") and "evil" not in sent.body
    form = client.get(link.removeprefix("https://board.example.org"))
    page = client.get(form["Location"]).content.decode()
    assert "New password" in page
    fresh = "quite-another-word-7"
    answer = client.post(form["Location"], {"password1": "short", "password2": "short"})
    assert answer.status_code == 200 and "too short" in answer.content.decode()
    assert client.post(form["Location"], {"password1": fresh, "password2": fresh}).status_code == 302
    assert client.get("/account/password/reset/done/").status_code == 200
    assert "does not work any more" in client.get(link.removeprefix("https://board.example.org")).content.decode()
    assert Person.objects.get(pk=therapist.person_id).check_password(fresh)
    assert "reset own password" in [row.verb for row in audit_of(clinic)]


def test_a_password_is_changed_by_who_knows_the_old_one(therapist: Actor, clinic: Clinic) -> None:
    client = signed_in(therapist)
    form = {"oldpassword": "wrong-password-1", "password1": "quite-another-word-7", "password2": "quite-another-word-7"}
    assert "not your password" in client.post("/account/password/", form).content.decode()
    assert client.post("/account/password/", {**form, "oldpassword": PASSWORD})["Location"] == "/account/profile/"
    assert client.get("/account/profile/").status_code == 200, "still signed in"
    assert "changed own password" in [row.verb for row in audit_of(clinic)]
