"""A patient is asked on time, once, and no more after an answer, a refusal or the end; a discharge plans what follows."""

from __future__ import annotations

import datetime
import smtplib
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from enthesis.access.actor import Actor, FollowUpActor, Stranger
from enthesis.access.refused import NotFound, NotInThisState, Refused
from enthesis.actions.agree_to_email import agree_to_email, allow_follow_up
from enthesis.actions.answer_follow_up import answer_follow_up, read_own_follow_up, refuse_follow_up
from enthesis.actions.book_appointment import AppointmentDetails, book_appointment, move_appointment
from enthesis.actions.change_appointment_status import change_appointment_status
from enthesis.actions.correct_patient import correct_patient
from enthesis.actions.discharge_episode import discharge_episode, reopen_episode
from enthesis.actions.issue_follow_up_link import issue_follow_up_link
from enthesis.actions.open_episode import open_episode
from enthesis.actions.open_follow_up import find_follow_up, open_follow_up
from enthesis.actions.read_completion import Completion, read_completion
from enthesis.actions.register_patient import PatientDetails
from enthesis.actions.tick import tick
from enthesis.records.episodes import Episode
from enthesis.records.isolation import clinic_scope
from enthesis.records.outcomes import Answer, FollowUp, FollowUpCookie, FollowUpLink, FollowUpStatus, Outgoing
from enthesis.records.patients import Patient

DAY = datetime.timedelta(days=1)
ORIGIN = "https://clinic.example.org"


@pytest.fixture(autouse=True)
def with_mail(settings: Any) -> None:
    """A mail server (Django's own for tests) and an address that links lead to."""
    settings.PUBLIC_URL, settings.MAIL_CONFIGURED = (ORIGIN, "clinic.example.org"), True
    settings.DEFAULT_FROM_EMAIL = "enthesis@clinic.example.org"


@pytest.fixture
def episode(therapist: Actor, patient: Patient) -> Episode:
    """An episode of a patient who agreed to e-mail."""
    correct_patient(therapist, patient.pk, PatientDetails("Alex", "Muster", email="alex@example.org"))
    agree_to_email(therapist, patient.pk, True)
    return open_episode(therapist, patient.pk, "sore sit bone when running", "right")


def follow_ups(episode: Episode) -> dict[str, FollowUp]:
    with clinic_scope(episode.clinic_id, writes=False):
        return {f.occasion: f for f in FollowUp.objects.filter(episode_id=episode.pk)}


def codes() -> list[str]:
    """The codes of all links that were sent, in order."""
    return [line.partition("#")[2] for m in mail.outbox for line in str(m.body).splitlines() if line.startswith(ORIGIN)]


def let_in(code: str) -> FollowUpActor:
    opened = open_follow_up(Stranger(), code)
    actor = find_follow_up(opened.cookie)
    assert actor is not None
    return actor


def answer_all(actor: FollowUpActor, leaving: int = 0) -> None:
    asked = read_own_follow_up(actor, lambda own: [m.id for m in own.measures])
    contents: dict[str, Any] = {"psfs": {"activities": [{"text": "running 10 km", "score": 4}]}}
    for measure in asked[: len(asked) - leaving]:
        answer_follow_up(actor, measure, contents.get(measure, {"number": 2}))


def test_the_first_mail_asks_once_and_says_nothing_of_what_the_patient_has(episode: Episode) -> None:
    now = timezone.now()
    assert tick(now) is not None
    tick(now)

    (message,) = mail.outbox
    assert message.to == ["alex@example.org"] and "Harbour Physiotherapy" in message.from_email
    said = f"{message.subject} {message.body}".lower()
    assert f"{ORIGIN}/follow-up/#" in said
    assert not [word for word in ("hip", "sit bone", "pain", "hamstring", "muster", str(episode.pk)) if word in said]
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    with clinic_scope(episode.clinic_id, writes=False):
        (row,) = Outgoing.objects.all()
    assert row.sent_at == now and "{link}" in row.body, "the code is kept nowhere"
    assert follow_ups(episode)["baseline"].status == FollowUpStatus.ASKED


@pytest.mark.parametrize("word", [None, False])
def test_nobody_is_written_to_who_did_not_agree(therapist: Actor, episode: Episode, word: bool | None) -> None:
    agree_to_email(therapist, episode.patient_id, word)
    tick(timezone.now())

    assert mail.outbox == []
    assert follow_ups(episode)["baseline"].asked_at is None


def test_without_an_address_for_links_nothing_is_sent_and_it_waits(episode: Episode, settings: Any) -> None:
    settings.PUBLIC_URL = None
    tick(timezone.now())
    assert mail.outbox == []

    settings.PUBLIC_URL = (ORIGIN, "clinic.example.org")
    tick(timezone.now())
    assert len(mail.outbox) == 1


def test_without_a_mail_server_only_simulated_patients_get_files(therapist: Actor, episode: Episode, settings: Any) -> None:
    settings.MAIL_CONFIGURED = False
    with clinic_scope(therapist.clinic_id):
        Patient.objects.filter(pk=episode.patient_id).update(simulated=False)
    tick(timezone.now())
    assert mail.outbox == [], "a file on this machine reaches nobody who lives"

    with clinic_scope(therapist.clinic_id):
        Patient.objects.filter(pk=episode.patient_id).update(simulated=True)
    tick(timezone.now())
    assert len(mail.outbox) == 1


def test_reminders_go_out_on_their_days_and_one_stands_for_all_that_were_missed(episode: Episode) -> None:
    now = timezone.now()
    tick(now)
    for days in (1, 2, 3, 3, 4, 7, 8):
        tick(now + days * DAY)
    assert [m.subject.startswith("How are you? A reminder") for m in mail.outbox] == [False, True, True]

    tick(now + 16 * DAY)
    assert len(mail.outbox) == 3
    assert follow_ups(episode)["baseline"].status == FollowUpStatus.CLOSED


def test_a_half_finished_form_is_picked_up_again_and_then_nobody_asks(episode: Episode) -> None:
    now = timezone.now()
    tick(now)
    actor = let_in(codes()[0])
    answer_all(actor, leaving=2)
    assert read_own_follow_up(actor, lambda own: own.next_measure is not None)
    tick(now + 3 * DAY)
    assert "You have begun" in str(mail.outbox[-1].body)

    again = let_in(codes()[1])
    assert read_own_follow_up(again, lambda own: len(own.answers)) == 4
    answer_all(again)
    assert follow_ups(episode)["baseline"].status == FollowUpStatus.COMPLETED
    tick(now + 7 * DAY)
    assert len(mail.outbox) == 2
    with pytest.raises(NotInThisState, match="answered these questions already"):
        open_follow_up(Stranger(), issue(episode))


def issue(episode: Episode) -> str:
    """A link made before the end that nobody has used."""
    from enthesis.actions.issue_follow_up_link import make_link

    with clinic_scope(episode.clinic_id):
        return make_link(follow_ups(episode)["baseline"], timezone.now())[0]


def test_a_refusal_ends_it_for_every_episode_and_can_be_taken_back(therapist: Actor, episode: Episode) -> None:
    other = open_episode(therapist, episode.patient_id, "stiff shoulder")
    tick(timezone.now())
    actor = let_in(codes()[0])
    refuse_follow_up(actor)

    statuses = {f.status for each in (episode, other) for f in follow_ups(each).values()}
    assert statuses == {FollowUpStatus.REFUSED}
    tick(timezone.now() + 40 * DAY)
    assert len(mail.outbox) == 2, "the two that were sent before"
    third = open_episode(therapist, episode.patient_id, "sore heel")
    assert {f.status for f in follow_ups(third).values()} == {FollowUpStatus.REFUSED}

    allow_follow_up(therapist, episode.patient_id)
    assert follow_ups(third)["week_6"].status == FollowUpStatus.PLANNED


def test_a_link_opens_one_follow_up_once_and_its_cookie_nothing_else(episode: Episode) -> None:
    tick(timezone.now())
    (code,) = codes()
    opened = open_follow_up(Stranger(), code.lower())
    assert open_follow_up(Stranger(), code, opened.cookie).cookie == "", "the same device goes on"
    with pytest.raises(NotInThisState, match="used on another device"):
        open_follow_up(Stranger(), code)
    with pytest.raises(NotFound):
        open_follow_up(Stranger(), "0000-0000-0000-0000")

    kept = f"{list(FollowUpLink.objects.values())}{list(FollowUpCookie.objects.values())}"
    assert code not in kept and opened.cookie not in kept
    assert find_follow_up(opened.cookie + "x") is None


def test_a_changed_answer_is_a_new_row(episode: Episode) -> None:
    tick(timezone.now())
    actor = let_in(codes()[0])
    answer_follow_up(actor, "nprs_worst", {"number": 4})
    answer_follow_up(actor, "nprs_worst", {"number": 4})
    answer_follow_up(actor, "nprs_worst", {"number": 6})

    with clinic_scope(episode.clinic_id, writes=False):
        first, second = Answer.objects.filter(measure="nprs_worst").order_by("at")
        assert (first.content, second.content, second.replaces_id) == ({"number": 4}, {"number": 6}, first.pk)
    with pytest.raises(NotInThisState):
        answer_follow_up(actor, "lefs", {"total": 60})


def test_follow_up_survives_discharge_and_an_unrelated_episode(therapist: Actor, episode: Episode) -> None:
    discharge_episode(therapist, episode.pk, "goals_reached", maintenance="Two sessions a week.")
    open_episode(therapist, episode.patient_id, "stiff shoulder")
    planned = follow_ups(episode)

    assert {"discharge", "month_6", "month_12"} <= set(planned)
    due = planned["month_6"].due_on
    tick(datetime.datetime.combine(due, datetime.time(9), datetime.UTC))
    assert follow_ups(episode)["month_6"].status == FollowUpStatus.ASKED


def test_opened_again_it_waits_for_the_next_discharge(therapist: Actor, episode: Episode) -> None:
    discharge_episode(therapist, episode.pk, "goals_reached")
    reopen_episode(therapist, episode.pk, "the pain came back")
    later = timezone.now() + 190 * DAY
    tick(later)
    assert follow_ups(episode)["month_6"].status == FollowUpStatus.CLOSED

    discharge_episode(therapist, episode.pk, "enough")
    assert follow_ups(episode)["month_6"].status == FollowUpStatus.PLANNED


@pytest.mark.parametrize(
    ("failure", "waits", "says"),
    [
        (smtplib.SMTPRecipientsRefused({"alex@example.org": (451, b"later")}), True, "refused it"),
        (smtplib.SMTPDataError(554, b"no"), True, "refused it"),
        (smtplib.SMTPServerDisconnected("gone"), False, "may have gone"),
        (TimeoutError(), False, "may have gone"),
    ],
)
def test_a_message_is_sent_at_most_once(
    episode: Episode, monkeypatch: pytest.MonkeyPatch, failure: Exception, waits: bool, says: str
) -> None:
    tried: list[int] = []

    def fail(self: object, messages: list[Any]) -> int:
        tried.append(len(messages))
        raise failure

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", fail)
    now = timezone.now()
    tick(now)
    tick(now)
    with clinic_scope(episode.clinic_id, writes=False):
        (row,) = Outgoing.objects.all()
    assert len(tried) == 1 and says in row.last_error and row.sent_at is None
    assert (row.attempted_at is None) == waits

    monkeypatch.undo()
    tick(now + DAY / 2)
    assert len(mail.outbox) == (1 if waits else 0)
    tick(now + 4 * DAY)
    assert mail.outbox, "what was lost is made up for by the reminder"


def test_a_process_that_dies_while_sending_sends_nothing_twice(
    episode: Episode, lead: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("enthesis.actions.send_outgoing._hand_over", die)
    now = timezone.now()
    with pytest.raises(KeyboardInterrupt):
        tick(now)
    monkeypatch.undo()
    tick(now + DAY)

    assert mail.outbox == []
    assert read_completion(lead, None, lambda completion: completion.may_be_lost) == 1
    tick(now + 4 * DAY)
    assert len(mail.outbox) == 1, "the reminder"


def test_a_mail_server_that_is_away_costs_no_message_its_turn(episode: Episode, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(self: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.open", away)
    tick(timezone.now())
    with clinic_scope(episode.clinic_id, writes=False):
        assert Outgoing.objects.get().attempts == 0


def test_appointments_come_as_invitations_that_move_and_go(therapist: Actor, episode: Episode) -> None:
    starts_at = timezone.now() + 5 * DAY
    booked = book_appointment(
        therapist, AppointmentDetails(episode.patient_id, therapist.person_id, starts_at, reason="hip pain")
    )
    now = timezone.now()
    tick(now)
    tick(now)
    move_appointment(therapist, booked.pk, starts_at + DAY, 30, therapist.person_id)
    tick(now)
    change_appointment_status(therapist, booked.pk, "cancelled")
    tick(now)

    sent = [m for m in mail.outbox if "appointment" in m.subject.lower()]
    entries = [str(m.attachments[0][1]) for m in sent]
    assert [m.attachments[0][2].partition("method=")[2] for m in sent] == ["REQUEST", "REQUEST", "CANCEL"]
    assert all(f"UID:{booked.pk}@enthesis" in entry for entry in entries)
    assert ["SEQUENCE:0" in entries[0], "SEQUENCE:1" in entries[1], "STATUS:CANCELLED" in entries[2]] == [True] * 3
    assert "hip pain" not in "".join(entries) + "".join(str(m.body) for m in sent)


def test_rates_name_what_they_are_shares_of(therapist: Actor, lead: Actor, episode: Episode) -> None:
    tick(timezone.now())
    answer_all(let_in(codes()[0]))
    silent = open_episode(therapist, episode.patient_id, "stiff shoulder")
    with clinic_scope(therapist.clinic_id):
        FollowUp.objects.filter(episode=silent).update(status=FollowUpStatus.CLOSED)

    found: Completion = read_completion(lead, None, lambda completion: completion)
    (baseline,) = found.rates
    assert (baseline.due, baseline.answered, baseline.not_reached, found.total.due) == (2, 1, 1, 2)
    with pytest.raises(Refused):
        read_completion(therapist, None, lambda completion: completion)


def test_another_clinic_can_neither_read_nor_ask(outsider: Actor, episode: Episode) -> None:
    with pytest.raises(NotFound):
        issue_follow_up_link(outsider, follow_ups(episode)["baseline"].pk)
    with pytest.raises(NotFound):
        discharge_episode(outsider, episode.pk, "goals_reached")
