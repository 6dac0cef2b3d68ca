"""Fill a fresh installation for the browser tests, through the actions and nothing else.

Run with ENTHESIS_HOME set: `python tests/browser/seed.py`; prints what it made as JSON (see `clinic.Seeded`).
"""

# ruff: noqa: E402 (the settings must be there before Django is imported)
from __future__ import annotations

import datetime
import json
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "enthesis.settings")

import django

django.setup()

from django.core.management import call_command

from enthesis.access.actor import Actor, Installation, Stranger
from enthesis.actions.accept_invitation import accept_invitation
from enthesis.actions.invite_person import invite_person
from enthesis.actions.open_episode import open_episode
from enthesis.actions.register_patient import PatientDetails, register_patient
from enthesis.actions.set_up_clinic import FirstStart, make_set_up_link, set_up_clinic
from enthesis.actions.start_encounter import start_encounter
from enthesis.records.people import Clinic, Membership, Person, Role

PASSWORD = "harbour-lantern-42"
NOBODY = Stranger()
PEOPLE = {
    "therapist": ("thea.berg@example.org", "Thea Berg", Role.THERAPIST),
    "assistant": ("asa.helper@example.org", "Asa Helper", Role.ASSISTANT),
    "student": ("stu.dent@example.org", "Stu Dent", Role.STUDENT),
    "front_desk": ("fritz.front@example.org", "Fritz Front", Role.FRONT_DESK),
    "researcher": ("rhea.search@example.org", "Rhea Search", Role.RESEARCHER),
}


def actor_of(person: Person, clinic: Clinic) -> Actor:
    """The person at work in the clinic."""
    membership = Membership.objects.get(person=person, clinic=clinic, ended_at__isnull=True)
    return Actor(person.id, clinic.id, Role(membership.role), person.full_name)


def seed() -> dict[str, object]:
    """A clinic with one person in each role, two simulated patients and an open evaluation; and a second clinic."""
    call_command("migrate", verbosity=0)
    token = make_set_up_link(Installation("seed"))
    assert token is not None, "this installation is not fresh"
    lead_person = set_up_clinic(
        NOBODY, token, FirstStart("Harbour Physiotherapy", "Lea Lead", "lea.lead@example.org", PASSWORD, "Europe/Vienna", "PT")
    )
    clinic = Membership.objects.get(person=lead_person).clinic
    lead = actor_of(lead_person, clinic)
    emails = {"lead": lead_person.email}
    actors = {"lead": lead}
    for key, (email, name, role) in PEOPLE.items():
        invited = invite_person(lead, email, name, role)
        accepted = accept_invitation(NOBODY, invited.token, name, PASSWORD)
        emails[key] = email
        actors[key] = actor_of(accepted.person, clinic)
    therapist = actors["therapist"]
    patient = register_patient(
        therapist, PatientDetails("Alex", "Muster", datetime.date(1979, 5, 4), "female", "H-0001", "running"), simulated=True
    )
    other = register_patient(
        therapist, PatientDetails("Robin", "Beispiel", datetime.date(1955, 2, 1), "male", "H-0002", "triathlon"), simulated=True
    )
    episode = open_episode(therapist, patient.id, "sore sit bone when running", "right")
    encounter = start_encounter(therapist, episode.id)
    hill = Clinic.objects.create(name="Hill Physiotherapy", time_zone="Europe/Vienna")
    outsider = Person.objects.create_user("otto.outsider@example.org", "Otto Outsider", PASSWORD)
    Membership.objects.create(person=outsider, clinic=hill, role=Role.CLINIC_LEAD)
    stranger_patient = register_patient(actor_of(outsider, hill), PatientDetails("Kim", "Elsewhere"), simulated=True)
    return {
        "password": PASSWORD,
        "emails": {**emails, "outsider": outsider.email},
        "clinic_id": str(clinic.id),
        "patient_id": str(patient.id),
        "other_patient_id": str(other.id),
        "episode_id": str(episode.id),
        "encounter_id": str(encounter.id),
        "other_clinic_id": str(hill.id),
        "other_clinic_patient_id": str(stranger_patient.id),
    }


if __name__ == "__main__":
    print(json.dumps(seed()))
