"""A demo clinic for looking around: three patients of publications, and simulated ones. Nothing else in it was observed on anybody.

Every patient is marked as simulated, and every screen about one says so. The day, the visits and the findings are made up to fill
the screens, each by the action that a clinic's page would use; what a publication says is named as published (`seed_published`,
`seed_source_case`).
The same day gives the same demo.
"""

from __future__ import annotations

import datetime
import secrets
import uuid
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from enthesis.access.actor import Actor, Installation
from enthesis.actions.agree_to_email import agree_to_email
from enthesis.actions.book_appointment import AppointmentDetails, book_appointment
from enthesis.actions.change_appointment_status import change_appointment_status
from enthesis.actions.deed import target_of, write_audit
from enthesis.actions.open_episode import open_episode
from enthesis.actions.register_patient import PatientDetails, register_patient
from enthesis.actions.seed_clock import clock_at
from enthesis.actions.seed_plans import add_demo_plan
from enthesis.actions.seed_published import PUBLISHED, add_published
from enthesis.actions.seed_source_case import add_source_case
from enthesis.actions.seed_visits import SIMULATED, closing_of, findings_of, hold_visit, measures_of, moment_of, tell_outcomes
from enthesis.records.appointments import AppointmentStatus
from enthesis.records.episodes import EncounterKind
from enthesis.records.isolation import clinic_scope
from enthesis.records.people import Clinic, Membership, Person, Role

CLINIC = "Demo clinic (published and simulated patients)"
SIGN_IN_FILE = "demo_sign_in"
PEOPLE = (
    ("lead@demo.example", "Robin Lead", Role.CLINIC_LEAD, "PT, DPT"),
    ("therapist@demo.example", "Renée Moreau", Role.THERAPIST, "PT"),
    ("student@demo.example", "Sam Student", Role.STUDENT, ""),
    ("desk@demo.example", "Dana Desk", Role.FRONT_DESK, ""),
    ("research@demo.example", "Ravi Research", Role.RESEARCHER, ""),
)
MINUTES = 45
WEEKS_BETWEEN_VISITS = 2
ACTIVITIES = ("Run 10 km", "Sit through a film")
SEVERAL_SOURCES = (
    *("distance_runner", "previous_low_back_pain", "low_back_pain", "ischial_pain", "buttock_pain", "posterior_thigh_pain"),
    *("sitting_pain", "running_pain", "bending_pain", "eased_by_walking", "lumbar_flexion_pain", "slump_test"),
    *("bent_knee_stretch", "ischial_tenderness"),
)
"""A back and a tendon at once."""
NO_DANGER = ("pain_below_knee", "ankle_reflex", "heel_raise_weakness", "saddle_numbness", "fever", "weight_loss", "night_pain")


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
    equivocal: tuple[str, ...] = ()
    reason: str = ""
    outcomes: Mapping[int, Mapping[str, Mapping[str, Any]]] = field(default_factory=dict[int, Mapping[str, Mapping[str, Any]]])
    """Answers to measures by how many days ago they were given."""


def _asked(
    worst: int, sitting_min: int, running: int, longest_km: float, activities: tuple[int, int], sane: int
) -> dict[str, Any]:
    """The answers of one follow-up; the activities are those of `ACTIVITIES`."""
    scored = [{"text": text, "score": score} for text, score in zip(ACTIVITIES, activities, strict=True)]
    numbers = {
        "nprs_worst": worst,
        "sitting_tolerance": sitting_min,
        "nprs_running": running,
        "running_distance": longest_km,
        "sane": sane,
    }
    return {**{measure: {"number": number} for measure, number in numbers.items()}, "psfs": {"activities": scored}}


def _born(year: int, month: int, day: int) -> datetime.date:
    return datetime.date(year, month, day)


PATIENTS = (
    DemoPatient(
        PatientDetails("Petra", "Vos", _born(1965, 3, 2), "female", "D-101", "walking", "petra.vos@demo.example"),
        "pain at the outer hip at night",
        *("left", "08:30", AppointmentStatus.DONE, (7, 6, 6, 4)),
        *(("lateral_hip_pain", "night_pain"), ("fever", "weight_loss")),
    ),
    DemoPatient(
        *(PatientDetails("Ilan", "Berger", _born(1979, 7, 19), "male", "D-102", "running"), "sore sit bone when running"),
        *("right", "09:15", AppointmentStatus.IN_ROOM, (6, 5, 5, 3, 3, 6)),
        *(("ischial_pain", "sitting_pain", "running_pain", "ischial_tenderness"), ("slump_test", "ankle_reflex", "fever")),
        outcomes={
            70: _asked(6, 15, 5, 3, (3, 4), 45),
            28: {**_asked(3, 35, 2, 6, (6, 7), 70), "groc": {"number": 3}},
            1: {"nprs_worst": {"number": 6}},
        },
    ),
    DemoPatient(
        *(PatientDetails("Nora", "Lindgren", _born(1982, 5, 23), "female", "D-103", "running"), "deep ache under the buttock"),
        *("right", "10:00", AppointmentStatus.ARRIVED, (6, 6, 5, 4, 3)),
        ("buttock_pain", "ischial_pain", "sitting_pain", "running_pain", "bent_knee_stretch", "ischial_tenderness"),
        ("slump_test", "knee_reflex", "night_pain", "saddle_numbness"),
        outcomes={
            **{70: _asked(6, 20, 6, 2, (2, 3), 40), 28: {**_asked(4, 40, 3, 6, (5, 6), 65), "groc": {"number": 3}}},
            **{
                56: {"nprs_worst": {"number": 6}},
                42: {"nprs_worst": {"number": 5}},
                7: {"nprs_worst": {"number": 2}, "sane": {"number": 80}},
            },
        },
    ),
    DemoPatient(
        *(PatientDetails("Ines", "Duarte", _born(1974, 4, 11), "female", "D-110", "running"), "back and sit bone at once"),
        *("right", "10:20", AppointmentStatus.IN_ROOM, (), SEVERAL_SOURCES, NO_DANGER, ("leg_tingling_or_numbness",)),
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
    """Make the demo clinic in an installation that holds nobody yet. The clock of this process is set back meanwhile.

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
        today = timezone.now().astimezone(zoneinfo.ZoneInfo(time_zone)).date()
        therapist = actors[Role.THERAPIST]
        for published in PUBLISHED:
            add_published(therapist, published, today)
        add_source_case(therapist, actors[Role.CLINIC_LEAD], today)
        for patient in PATIENTS:
            _add(therapist, actors[Role.FRONT_DESK], patient, today)
        with clinic_scope(clinic.id):
            write_audit(Installation(actor.command, clinic.id), "made demo clinic", None, target_of(clinic))
        kept.touch(mode=0o600)
        kept.write_text(password, encoding="ascii")
    return password


def _add(therapist: Actor, desk: Actor, demo: DemoPatient, today: datetime.date) -> None:
    """One patient with an episode, earlier visits and an appointment today."""
    n = len(demo.pain)
    in_room = demo.status == AppointmentStatus.IN_ROOM
    began_on = today - datetime.timedelta(weeks=WEEKS_BETWEEN_VISITS * (n - 1 if n and in_room else n))
    with clock_at(moment_of(therapist, began_on, 8 if n else 7)):
        patient = register_patient(therapist, demo.details, simulated=True)
        episode = open_episode(therapist, patient.id, demo.complaint, demo.side) if demo.complaint else None
        if demo.details.email:
            agree_to_email(desk, patient.id, True)
    if episode is not None:
        findings = findings_of(demo.positive, demo.negative, demo.equivocal)
        for index, worst in enumerate(demo.pain):
            at = moment_of(therapist, began_on + datetime.timedelta(weeks=WEEKS_BETWEEN_VISITS * index))
            changes = measures_of({"pain_worst_week_nrs_0_10": float(worst)})
            kind = EncounterKind.TREATMENT
            if index == 0:
                kind, changes = EncounterKind.EVALUATION, [*changes, *findings, *closing_of(SIMULATED)]
            hold_visit(therapist, episode.pk, kind, at, changes, signed=not (in_room and index == n - 1))
        if not demo.pain:
            hold_visit(
                therapist,
                episode.pk,
                EncounterKind.EVALUATION,
                moment_of(therapist, today, 7, 40 if in_room else 30),
                findings,
                signed=False,
            )
        for days_ago, answers in sorted(demo.outcomes.items(), reverse=True):
            tell_outcomes(therapist, episode.pk, today - datetime.timedelta(days=days_ago), answers)
        add_demo_plan(therapist, episode, demo.details.record_number, today)
    if demo.at:
        _book(therapist, desk, patient.id, demo, today)


def _book(therapist: Actor, desk: Actor, patient_id: uuid.UUID, demo: DemoPatient, today: datetime.date) -> None:
    hour, minute = (int(part) for part in demo.at.split(":"))
    details = AppointmentDetails(patient_id, therapist.person_id, moment_of(therapist, today, hour, minute), MINUTES, demo.reason)
    booked = book_appointment(desk, details, even_if_taken=True)
    if demo.status != AppointmentStatus.BOOKED:
        change_appointment_status(desk, booked.id, demo.status)
