"""A clinic, its people, a patient and an open encounter, for the record tests. They run on both databases."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.utils import timezone
from records import noon
from records.needling_visit import logged_visit, ready_to_needle
from remembered import assessments_remembered

from enthesis.access.actor import Actor
from enthesis.actions.make_plan import make_plan
from enthesis.actions.open_episode import open_episode
from enthesis.actions.record_entries import Change, record_entries
from enthesis.actions.record_entry import record_entry
from enthesis.actions.register_patient import PatientDetails, register_patient
from enthesis.actions.start_encounter import start_encounter
from enthesis.actions.suggest_plan import suggest_for
from enthesis.care.plan_document import plan_to_json
from enthesis.records.episodes import Encounter, Episode
from enthesis.records.isolation import clinic_scope
from enthesis.records.patients import Patient
from enthesis.records.people import Clinic, Membership, Person, Role
from enthesis.records.plans import Plan
from enthesis.web.account import hashing

if os.environ.get("ENTHESIS_DATABASE_URL"):
    from records.on_postgresql import django_db_setup  # noqa: F401 (takes the place of pytest-django's)


@pytest.fixture(scope="module", autouse=True)
def assessments_are_made_once() -> Iterator[None]:
    """Most tests record the same findings; what they ask is not how likely a source is."""
    with assessments_remembered():
        yield


@pytest.fixture(scope="module", autouse=True)
def it_is_about_noon() -> Iterator[None]:
    """No day ends while a test runs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", noon.now)
        yield


def make_actor(clinic: Clinic, role: Role, name: str) -> Actor:
    """A person with a role in a clinic."""
    person = Person.objects.create_user(f"{name.lower().replace(' ', '.')}@example.org", name)
    Membership.objects.create(person=person, clinic=clinic, role=role)
    return Actor(person.id, clinic.id, role, name)


@pytest.fixture
def quick_sign_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Rate limits of one test do not reach the next; and hashing is argon2, but quick."""
    monkeypatch.setattr(hashing.CappedArgon2PasswordHasher, "time_cost", 1)
    monkeypatch.setattr(hashing.CappedArgon2PasswordHasher, "memory_cost", 64)
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def clinic(db: None) -> Clinic:
    """A clinic."""
    return Clinic.objects.create(name="Harbour Physiotherapy")


@pytest.fixture
def other_clinic(db: None) -> Clinic:
    """Another clinic, behind the wall."""
    return Clinic.objects.create(name="Hill Physiotherapy")


@pytest.fixture
def therapist(clinic: Clinic) -> Actor:
    """A therapist of the clinic."""
    return make_actor(clinic, Role.THERAPIST, "Thea Berg")


@pytest.fixture
def lead(clinic: Clinic) -> Actor:
    """The clinic's lead."""
    return make_actor(clinic, Role.CLINIC_LEAD, "Lea Lead")


@pytest.fixture
def student(clinic: Clinic) -> Actor:
    """A student of the clinic."""
    return make_actor(clinic, Role.STUDENT, "Stu Dent")


@pytest.fixture
def outsider(other_clinic: Clinic) -> Actor:
    """A therapist of the other clinic."""
    return make_actor(other_clinic, Role.THERAPIST, "Otto Outsider")


@pytest.fixture
def patient(therapist: Actor) -> Patient:
    """A simulated patient of the clinic."""
    return register_patient(therapist, PatientDetails("Alex", "Muster"), simulated=True)


@pytest.fixture
def encounter(therapist: Actor, patient: Patient) -> Encounter:
    """An open evaluation."""
    episode = open_episode(therapist, patient.id, "sore sit bone when running", "right")
    return start_encounter(therapist, episode.id)


def leave_out_neuro_screen(actor: Actor, encounter: Encounter) -> None:
    """Give a reason for every part of the neurological screen, so that the encounter can be signed."""
    for part in ("SLR", "Slump", "Reflexes", "Myotomes", "Dermatomes"):
        record_entry(actor, encounter.id, "text", f"left_out:{part}", {"text": "pain too severe today"})


LIKELY_TENDON = ("ischial_pain", "sitting_pain", "running_pain", "ischial_tenderness", "bent_knee_stretch")
AND_ABSENT = ("slump_test", "fever", "saddle_numbness", "night_pain", "weight_loss")


@pytest.fixture
def evaluated(therapist: Actor, encounter: Encounter) -> Encounter:
    """An evaluation that makes a hamstring tendon likely."""
    changes = [Change("finding", f, {"finding": f, "result": "positive"}) for f in LIKELY_TENDON]
    changes += [Change("finding", f, {"finding": f, "result": "negative"}) for f in AND_ABSENT]
    record_entries(therapist, encounter.pk, changes, lambda _e: None)
    return encounter


@pytest.fixture
def plan(therapist: Actor, evaluated: Encounter) -> Plan:
    """A plan as it was suggested."""
    with clinic_scope(therapist.clinic_id, writes=False):
        document = plan_to_json(suggest_for(Episode.objects.get(pk=evaluated.episode_id)).document)
    assert document["exercises"], "the suggestion has something to decide"
    return make_plan(therapist, evaluated.episode_id, document, document, "We begin gently.")


@pytest.fixture
def adult(therapist: Actor, encounter: Encounter) -> Encounter:
    """An evaluation of an adult; the therapist may needle and the patient has consented."""
    return ready_to_needle(therapist, encounter)


@pytest.fixture
def visit(therapist: Actor, adult: Encounter) -> Encounter:
    """A visit in which one needle was logged and counted; test modules of other visits have their own."""
    return logged_visit(therapist, adult.episode_id)
