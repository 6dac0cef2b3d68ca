"""Appointments: booked, moved, taken back; a double booking is warned of; a calendar outside names nobody."""

from __future__ import annotations

import datetime
import re
import uuid

import icalendar
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from records.conftest import make_actor
from records.signing_in import let_in

from enthesis.access.actor import Actor
from enthesis.access.policies import APPOINTMENT_STEPS
from enthesis.access.refused import NotFound, NotInThisState, Refused
from enthesis.actions.book_appointment import AppointmentDetails, TimeTaken, book_appointment, move_appointment
from enthesis.actions.change_appointment_status import change_appointment_status
from enthesis.actions.issue_calendar_link import issue_calendar_link, read_feed, revoke_calendar_link
from enthesis.actions.record_entry import record_entry
from enthesis.actions.register_patient import PatientDetails, register_patient
from enthesis.actions.sign_encounter import sign_encounter
from enthesis.records.appointments import Appointment, AppointmentStatus
from enthesis.records.episodes import Encounter
from enthesis.records.isolation import clinic_scope
from enthesis.records.patients import Patient
from enthesis.records.people import Clinic, Membership, Role

S = AppointmentStatus
TEN = datetime.datetime(2026, 11, 23, 10, 0, tzinfo=datetime.UTC)


def details(patient: Patient, therapist: Actor, at: datetime.datetime = TEN, minutes: int = 45) -> AppointmentDetails:
    return AppointmentDetails(patient.id, therapist.person_id, at, minutes)


@pytest.fixture
def appointment(therapist: Actor, patient: Patient) -> Appointment:
    return book_appointment(therapist, details(patient, therapist))


@pytest.fixture
def today(therapist: Actor, patient: Patient) -> Appointment:
    return book_appointment(therapist, details(patient, therapist, timezone.now().replace(hour=12, minute=0)))


@pytest.mark.parametrize(
    ("starts_after_minutes", "minutes", "taken"),
    [(0, 45, True), (44, 30, True), (45, 30, False), (-30, 30, False), (-30, 31, True), (-60, 240, True), (24 * 60, 45, False)],
)
def test_a_double_booking_is_warned_of(
    therapist: Actor, appointment: Appointment, starts_after_minutes: int, minutes: int, taken: bool
) -> None:
    other = register_patient(therapist, PatientDetails("Robin", "Beispiel"))
    wanted = details(other, therapist, TEN + datetime.timedelta(minutes=starts_after_minutes), minutes)

    if taken:
        with pytest.raises(TimeTaken, match="therapist"):
            book_appointment(therapist, wanted)
        assert book_appointment(therapist, wanted, even_if_taken=True).status == S.BOOKED
    else:
        assert book_appointment(therapist, wanted).status == S.BOOKED


def test_a_patient_is_not_in_two_rooms_at_once(therapist: Actor, lead: Actor, appointment: Appointment, patient: Patient) -> None:
    with pytest.raises(TimeTaken, match="patient"):
        book_appointment(therapist, details(patient, lead))


def test_a_cancelled_appointment_takes_no_time(therapist: Actor, appointment: Appointment, patient: Patient) -> None:
    change_appointment_status(therapist, appointment.id, S.CANCELLED)

    assert book_appointment(therapist, details(patient, therapist)).status == S.BOOKED


def test_moving_counts_the_change_and_a_held_one_is_not_moved(therapist: Actor, appointment: Appointment) -> None:
    moved = move_appointment(therapist, appointment.id, TEN + datetime.timedelta(minutes=10), 30, therapist.person_id)
    assert (moved.revision, moved.minutes) == (1, 30)

    change_appointment_status(therapist, appointment.id, S.DONE)
    with pytest.raises(NotInThisState, match="book another"):
        move_appointment(therapist, appointment.id, TEN, 30, therapist.person_id)


@pytest.mark.parametrize("start", list(S))
@pytest.mark.parametrize("to", list(S))
def test_only_the_listed_steps_are_taken(therapist: Actor, appointment: Appointment, start: S, to: S) -> None:
    with clinic_scope(therapist.clinic_id):
        Appointment.objects.filter(pk=appointment.pk).update(status=start)
    if to == start or to in APPOINTMENT_STEPS[start]:
        assert change_appointment_status(therapist, appointment.id, to).status == to
    else:
        with pytest.raises(NotInThisState, match="cannot become"):
            change_appointment_status(therapist, appointment.id, to)


def test_who_may_book(clinic: Clinic, student: Actor, outsider: Actor, therapist: Actor, patient: Patient) -> None:
    with pytest.raises(Refused):
        book_appointment(student, details(patient, therapist))
    with pytest.raises(NotFound):
        book_appointment(outsider, details(patient, outsider))
    with pytest.raises(NotInThisState, match="sees no patients"):
        book_appointment(therapist, AppointmentDetails(patient.id, outsider.person_id, TEN))
    desk = make_actor(clinic, Role.FRONT_DESK, "Fritz Front")
    assert book_appointment(desk, details(patient, therapist)).booked_by_id == desk.person_id  # type: ignore[attr-defined]
    with pytest.raises(NotInThisState, match="sees no patients"):
        book_appointment(desk, AppointmentDetails(patient.id, desk.person_id, TEN))


def test_the_calendar_names_nobody_and_counts_changes(
    clinic: Clinic, therapist: Actor, patient: Patient, today: Appointment
) -> None:
    address = reverse("calendar_feed", args=[issue_calendar_link(therapist)])
    stranger = Client(HTTP_HOST="localhost")
    before = icalendar.Calendar.from_ical(stranger.get(address).content).walk("VEVENT")[0]
    change_appointment_status(therapist, today.id, S.CANCELLED)
    content = stranger.get(address).content
    after = icalendar.Calendar.from_ical(content).walk("VEVENT")[0]

    assert b"Muster" not in content and b"Alex" not in content and str(patient.id).encode() not in content
    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert (before["STATUS"], after["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert after.decoded("DTEND") - after.decoded("DTSTART") == datetime.timedelta(minutes=45)


def test_only_the_hash_of_a_calendars_secret_is_kept_and_a_new_one_ends_it(therapist: Actor) -> None:
    first = issue_calendar_link(therapist)
    kept = Membership.objects.get(person_id=therapist.person_id).calendar_token_hash
    second = issue_calendar_link(therapist)

    assert first not in kept and len(kept) == 64
    with pytest.raises(NotFound):
        read_feed(first)
    assert read_feed(second)[0] == "Harbour Physiotherapy"
    revoke_calendar_link(therapist)
    for gone in (first, second, "", "x" * 40):
        with pytest.raises(NotFound):
            read_feed(gone)
    assert Client(HTTP_HOST="localhost").get(reverse("calendar_feed", args=[second])).status_code == 404


def test_the_feed_holds_ones_own_appointments_alone(therapist: Actor, lead: Actor, today: Appointment) -> None:
    assert len(read_feed(issue_calendar_link(therapist))[1]) == 1
    assert read_feed(issue_calendar_link(lead))[1] == []


def test_a_feed_ends_with_the_membership(therapist: Actor, today: Appointment) -> None:
    token = issue_calendar_link(therapist)
    Membership.objects.filter(person_id=therapist.person_id).update(ended_at=timezone.now())

    with pytest.raises(NotFound):
        read_feed(token)


def test_the_clinics_clock_decides_the_day(clinic: Clinic, therapist: Actor, patient: Patient) -> None:
    Clinic.objects.filter(pk=clinic.pk).update(time_zone="Pacific/Auckland")
    client = let_in(therapist)
    typed = {
        "patient": str(patient.id),
        "day": "2026-11-23",
        "time": "08:00",
        "minutes": "45",
        "therapist": str(therapist.person_id),
    }

    booked = client.post(reverse("book_appointment"), typed)

    with clinic_scope(therapist.clinic_id):
        assert Appointment.objects.get().starts_at == datetime.datetime(2026, 11, 22, 19, 0, tzinfo=datetime.UTC)
    assert booked["Location"].endswith("?day=2026-11-23")
    assert "08:00" in client.get(booked["Location"]).content.decode()


def test_booking_a_taken_time_asks_first_and_keeps_what_was_typed(therapist: Actor, appointment: Appointment) -> None:
    client = let_in(therapist)
    typed = {"patient": str(appointment.patient_id), "day": "2026-11-23", "time": "10:15", "minutes": "60"}  # type: ignore[attr-defined]
    typed |= {"therapist": str(therapist.person_id), "reason": "check <b>"}

    asked = client.post(reverse("book_appointment"), typed).content.decode()
    done = client.post(reverse("book_appointment"), {**typed, "even_if_taken": "yes"})

    assert "Book all the same" in asked and "10:15" in asked and "check &lt;b&gt;" in asked
    assert done.status_code == 302


BAD = [
    {"day": "soon"},
    {"day": "0001-01-01"},
    {"time": "25:99"},
    {"minutes": "7"},
    {"minutes": "-5"},
    {"therapist": "nobody"},
    {"therapist": str(uuid.uuid4())},
    {"reason": "x" * 900},
]


@pytest.mark.parametrize("change", BAD, ids=range(len(BAD)))
def test_a_bad_field_books_nothing(therapist: Actor, patient: Patient, change: dict[str, str]) -> None:
    typed = {"patient": str(patient.id), "day": "2026-11-23", "time": "10:15", "minutes": "45"}
    typed |= {"therapist": str(therapist.person_id), **change}

    page = let_in(therapist).post(reverse("book_appointment"), typed)

    assert page.status_code == 200
    assert "nothing was booked yet" in page.content.decode()
    with clinic_scope(therapist.clinic_id):
        assert Appointment.objects.count() == 0


@pytest.mark.parametrize("query", ["?day=x", "?day=9999-99-99", "?view=week&therapist=1", "?view=moon&day=1", "?therapist=%00"])
def test_odd_addresses_show_a_day(therapist: Actor, appointment: Appointment, query: str) -> None:
    client = let_in(therapist)

    assert client.get(reverse("appointments") + query).status_code == 200
    assert client.get(reverse("home") + query).status_code == 200


def test_one_tap_takes_the_day_on_and_leads_back(therapist: Actor, today: Appointment) -> None:
    client = let_in(therapist)
    page = client.get(reverse("home")).content.decode()
    assert "Alex Muster" in page and "booked" in page

    step = client.post(reverse("appointment_status", args=[today.id]), {"to": "arrived", "back": "home"})
    odd = client.post(reverse("appointment_status", args=[today.id]), {"to": "flown", "back": "//evil.example"})

    assert step["Location"] == reverse("home")
    assert odd.status_code == 409
    assert "arrived" in client.get(reverse("home")).content.decode()
    away = client.post(reverse("appointment_status", args=[today.id]), {"to": "done", "back": "https://evil.example/"})
    assert away["Location"] == reverse("appointment", args=[today.id])


def test_a_visit_starts_from_its_appointment(therapist: Actor, encounter: Encounter, today: Appointment) -> None:
    with clinic_scope(therapist.clinic_id):
        Encounter.objects.filter(pk=encounter.pk).update(status="abandoned")
    client = let_in(therapist)
    page = client.get(reverse("home")).content.decode()
    assert re.search(rf'action="{reverse("start_encounter", args=[encounter.episode_id])}"', page)

    client.post(reverse("start_encounter", args=[encounter.episode_id]), {"kind": "treatment", "appointment": str(today.id)})

    with clinic_scope(therapist.clinic_id):
        found = Appointment.objects.get()
        assert found.status == S.IN_ROOM and found.encounter is not None
        assert found.encounter.kind == "treatment"


def test_what_waits_is_said(therapist: Actor, student: Actor, lead: Actor, encounter: Encounter) -> None:
    for finding in ("saddle_numbness", "low_back_pain"):
        record_entry(therapist, encounter.id, "finding", finding, {"finding": finding, "result": "positive"})

    page = let_in(therapist).get(reverse("home")).content.decode()

    assert "Possible cauda equina syndrome" in page
    assert "To sign" in page
    assert "Possible cauda equina" not in let_in(lead).get(reverse("home")).content.decode()
    action = {"action": "referred_now", "reason": "emergency department"}
    record_entry(therapist, encounter.id, "red_flag", "cauda_equina", action)
    assert "Possible cauda equina" not in let_in(therapist).get(reverse("home")).content.decode()


def test_a_students_work_waits_for_a_therapist(therapist: Actor, student: Actor, encounter: Encounter) -> None:
    with clinic_scope(therapist.clinic_id):
        Encounter.objects.filter(pk=encounter.pk).update(kind="treatment", therapist_id=student.person_id)
    sign_encounter(student, encounter.id)

    assert "To co-sign" in let_in(therapist).get(reverse("home")).content.decode()
    assert "To co-sign" not in let_in(student).get(reverse("home")).content.decode()


def test_front_desk_sees_the_day_without_findings(
    clinic: Clinic, therapist: Actor, encounter: Encounter, today: Appointment
) -> None:
    desk = let_in(make_actor(clinic, Role.FRONT_DESK, "Fritz Front"))

    page = desk.get(reverse("home")).content.decode()

    assert "Alex Muster" in page and "Waiting for me" not in page
    assert "sore sit bone" not in page and reverse("start_encounter", args=[encounter.episode_id]) not in page


def test_a_single_entry_for_a_calendar(therapist: Actor, outsider: Actor, appointment: Appointment) -> None:
    answer = let_in(therapist).get(reverse("appointment_file", args=[appointment.id]))

    assert answer["Content-Type"].startswith("text/calendar")
    assert b"Muster" not in answer.content
    assert let_in(outsider).get(reverse("appointment_file", args=[appointment.id])).status_code == 404
    assert let_in(outsider).get(reverse("appointment", args=[appointment.id])).status_code == 404
