"""A demo clinic with simulated patients, for looking around. Nothing in it was observed on anybody.

Every patient is marked as simulated, and every screen about one says so. The findings are made up to fill the screens.
"""

from __future__ import annotations

import datetime
import secrets
import uuid
import zoneinfo
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from enthesis.access.actor import Actor, Installation
from enthesis.access.refused import NotInThisState
from enthesis.actions.assessor import get_knowledge
from enthesis.actions.book_appointment import AppointmentDetails, book_appointment
from enthesis.actions.change_appointment_status import change_appointment_status
from enthesis.actions.deed import target_of, write_audit
from enthesis.actions.encounter_facts import LEFT_OUT, neuro_parts
from enthesis.actions.open_episode import open_episode
from enthesis.actions.record_entry import write_entry
from enthesis.actions.register_patient import PatientDetails, register_patient
from enthesis.actions.seed_plans import add_demo_plan
from enthesis.actions.sign_encounter import sign_encounter
from enthesis.records.appointments import AppointmentStatus
from enthesis.records.episodes import Encounter, EncounterKind, Episode
from enthesis.records.isolation import clinic_scope
from enthesis.records.people import Clinic, Membership, Person, Role

CLINIC = "Demo clinic (all patients simulated)"
SIGN_IN_FILE = "demo_sign_in"
PEOPLE = (
    ("lead@demo.example", "Robin Lead", Role.CLINIC_LEAD, "PT, DPT"),
    ("therapist@demo.example", "Renée Moreau", Role.THERAPIST, "PT"),
    ("student@demo.example", "Sam Student", Role.STUDENT, ""),
    ("desk@demo.example", "Dana Desk", Role.FRONT_DESK, ""),
    ("research@demo.example", "Ravi Research", Role.RESEARCHER, ""),
)
MINUTES = 45


@dataclass(frozen=True)
class DemoPatient:
    """One made-up patient: when they come today, what is made up about them."""

    details: PatientDetails
    complaint: str = ""
    side: str = ""
    at: str = ""
    status: AppointmentStatus = AppointmentStatus.BOOKED
    pain: tuple[int, ...] = ()
    """Worst pain of the week at the earlier visits, two weeks apart."""
    positive: tuple[str, ...] = ()
    negative: tuple[str, ...] = ()
    reason: str = ""


def _born(year: int, month: int, day: int) -> datetime.date:
    return datetime.date(year, month, day)


PATIENTS = (
    DemoPatient(
        *(PatientDetails("Petra", "Vos", _born(1965, 3, 2), "female", "D-101", "walking"), "pain at the outer hip at night"),
        *("left", "08:30", AppointmentStatus.DONE, (7, 6, 6, 4)),
        *(("lateral_hip_pain", "night_pain"), ("fever", "weight_loss")),
    ),
    DemoPatient(
        *(PatientDetails("Ilan", "Berger", _born(1955, 7, 19), "male", "D-102", "running"), "sore sit bone when running"),
        *("right", "09:15", AppointmentStatus.IN_ROOM, (6, 5, 5, 3, 3, 2)),
        *(("ischial_pain", "sitting_pain", "running_pain", "ischial_tenderness"), ("slump_test", "ankle_reflex", "fever")),
    ),
    DemoPatient(
        *(PatientDetails("Nora", "Lindgren", _born(1982, 5, 23), "female", "D-103", "running"), "deep ache under the buttock"),
        *("right", "10:00", AppointmentStatus.ARRIVED, (6, 6, 5, 4, 3)),
        ("buttock_pain", "ischial_pain", "sitting_pain", "running_pain", "bent_knee_stretch", "ischial_tenderness"),
        ("slump_test", "knee_reflex", "night_pain", "saddle_numbness"),
    ),
    DemoPatient(
        *(
            PatientDetails("Samuel", "Adeyemi", _born(1974, 1, 30), "male", "D-104", "football"),
            "buttock and calf, numb at times",
        ),
        *("left", "10:45", AppointmentStatus.BOOKED, ()),
        *(("buttock_pain", "calf_pain", "low_back_pain", "saddle_numbness"), ("fever",)),
    ),
    DemoPatient(
        PatientDetails("Yuki", "Tanaka", _born(1998, 11, 8), "female", "D-105", "rowing"), at="11:30", reason="first evaluation"
    ),
    DemoPatient(
        *(PatientDetails("Marek", "Dvořák", _born(1988, 9, 4), "male", "D-106", "cycling"), "groin pain when kicking"),
        *("right", "13:30", AppointmentStatus.BOOKED, (4, 4), ("groin_pain",), ("fever",)),
    ),
    DemoPatient(
        *(PatientDetails("Lucía", "Ortega", _born(1997, 2, 14), "female", "D-107", "sprinting"), "pulled hamstring at a start"),
        *("left", "14:15", AppointmentStatus.BOOKED, (5, 4, 3)),
        *(("posterior_thigh_pain", "pop_at_onset"), ("leg_tingling_or_numbness",)),
    ),
    DemoPatient(
        PatientDetails("Tom", "Whitaker", _born(1957, 6, 1), "male", "D-108", "triathlon"), at="15:00", reason="by phone"
    ),
    DemoPatient(
        *(PatientDetails("Erik", "Solberg", _born(1990, 12, 12), "male", "D-109", "skiing"), "stiff back after long drives"),
        *("both", "", AppointmentStatus.BOOKED, (4, 3), ("low_back_pain", "driving_pain"), ("saddle_numbness",)),
    ),
)


def seed_demo(actor: Installation, home: Path, time_zone: str = "UTC") -> str | None:
    """Make the demo clinic in an installation that holds nobody yet.

    Args:
        home: where the sign-in of the demo people is kept (mode 0600), so that it can be shown at each start.
        time_zone: of the clinic.
    Returns:
        the password of all demo people; None when this installation is somebody's own already.
    """
    kept = home / SIGN_IN_FILE
    if Person.objects.exists():
        return kept.read_text(encoding="ascii").strip() if kept.exists() else None
    password = f"demo-{secrets.token_hex(5)}"
    with transaction.atomic():
        clinic = Clinic.objects.create(name=CLINIC, time_zone=time_zone)
        actors: dict[Role, Actor] = {}
        for email, name, role, credentials in PEOPLE:
            person = Person.objects.create_user(email, name, password, credentials=credentials)  # pyright: ignore
            Membership.objects.create(person=person, clinic=clinic, role=role)
            actors[role] = Actor(person.id, clinic.id, role, name)
        with clinic_scope(clinic.id):
            for patient in PATIENTS:
                _add(actors[Role.THERAPIST], actors[Role.FRONT_DESK], patient)
            write_audit(Installation(actor.command, clinic.id), "made demo clinic", None, target_of(clinic))
        kept.touch(mode=0o600)
        kept.write_text(password, encoding="ascii")
    return password


def _add(therapist: Actor, desk: Actor, demo: DemoPatient) -> None:
    """One patient with an episode, earlier visits and an appointment today."""
    patient = register_patient(therapist, demo.details, simulated=True)
    episode = open_episode(therapist, patient.id, demo.complaint, demo.side) if demo.complaint else None
    now = timezone.now()
    if episode is not None:
        n = len(demo.pain)
        if demo.pain:  # the episode began with its first visit
            episode.opened_at = now - datetime.timedelta(days=14 * n)
            episode.save(update_fields=["opened_at"])
        for index, worst in enumerate(demo.pain):
            kind = EncounterKind.EVALUATION if index == 0 else EncounterKind.TREATMENT
            held_at = now - datetime.timedelta(days=14 * (n - index))
            measures = {"pain_worst_week_nrs_0_10": float(worst)}
            findings = (demo.positive, demo.negative) if index == 0 else ((), ())
            encounter_id = _visit(therapist, episode, kind, held_at, measures, *findings)
            if not (index == n - 1 and demo.status == AppointmentStatus.IN_ROOM):
                _sign(therapist, encounter_id)
        if not demo.pain:
            _visit(
                therapist, episode, EncounterKind.EVALUATION, now - datetime.timedelta(hours=1), {}, demo.positive, demo.negative
            )
    if episode is not None:
        add_demo_plan(therapist, episode, demo.details.record_number, now)
    if demo.at:
        hour, minute = (int(part) for part in demo.at.split(":"))
        zone = Clinic.objects.get(pk=therapist.clinic_id).time_zone
        _book(therapist, desk, patient.id, hour, minute, zone, demo)


def _visit(
    therapist: Actor,
    episode: Episode,
    kind: EncounterKind,
    held_at: datetime.datetime,
    measures: Mapping[str, float],
    positive: tuple[str, ...],
    negative: tuple[str, ...],
) -> uuid.UUID:
    encounter = Encounter(
        episode=episode,
        patient_id=episode.patient_id,
        kind=kind,
        started_at=held_at,
        started_by_id=therapist.person_id,
        therapist_id=therapist.person_id,
    )
    encounter.save()
    for quantity, number in measures.items():
        write_entry(therapist, encounter, "measure", quantity, {"quantity": quantity, "number": number})
    for finding in positive:
        write_entry(therapist, encounter, "finding", finding, {"finding": finding, "result": "positive"})
    for finding in negative:
        write_entry(therapist, encounter, "finding", finding, {"finding": finding, "result": "negative"})
    return encounter.pk


def _sign(therapist: Actor, encounter_id: uuid.UUID) -> None:
    """Sign an earlier visit as a clinician would: nothing passed over in silence. What cannot be signed stays open."""
    encounter = Encounter.objects.get(pk=encounter_id)
    if encounter.kind == EncounterKind.EVALUATION:
        for part in neuro_parts(get_knowledge().pack):
            write_entry(therapist, encounter, "text", LEFT_OUT + part, {"text": "simulated patient"})
        write_entry(therapist, encounter, "diagnosis", "own", {"agrees": "open", "reason": "simulated patient"})
    with suppress(NotInThisState):
        sign_encounter(therapist, encounter_id)


def _book(therapist: Actor, desk: Actor, patient_id: uuid.UUID, hour: int, minute: int, zone: str, demo: DemoPatient) -> None:
    today = timezone.now().astimezone(zoneinfo.ZoneInfo(zone)).date()
    starts_at = datetime.datetime.combine(today, datetime.time(hour, minute), tzinfo=zoneinfo.ZoneInfo(zone))
    details = AppointmentDetails(patient_id, therapist.person_id, starts_at, MINUTES, demo.reason)
    booked = book_appointment(desk, details, even_if_taken=True)
    if demo.status != AppointmentStatus.BOOKED:
        change_appointment_status(desk, booked.id, demo.status)
