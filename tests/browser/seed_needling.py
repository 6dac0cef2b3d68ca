"""Two treatment visits to needle in, of an adult and of somebody of sixteen, in a clinic of North Carolina with a licence on file.

Run with ENTHESIS_HOME set after `seed.py`: `python tests/browser/seed_needling.py <episode id>`; prints the ids as JSON.
"""

# ruff: noqa: E402 (the settings must be there before Django is imported)
from __future__ import annotations

import datetime
import json
import os
import sys
import uuid

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "enthesis.settings")

import django

django.setup()

from browser.seed import actor_of
from records.needling_visit import licensed, today

from enthesis.actions.open_episode import open_episode
from enthesis.actions.register_patient import PatientDetails, register_patient
from enthesis.actions.start_encounter import start_encounter
from enthesis.records.people import Clinic, Person


def seed(episode_id: uuid.UUID) -> dict[str, str]:
    """The visits, as ids by who they are of."""
    person = Person.objects.get(email="thea.berg@example.org")
    clinic = Clinic.objects.get(name="Harbour Physiotherapy")
    therapist = actor_of(person, clinic)
    licensed(therapist)
    sixteen_years_ago = today() - datetime.timedelta(days=int(16.5 * 365.25))
    minor = register_patient(therapist, PatientDetails("Mika", "Jung", sixteen_years_ago, "female"), simulated=True)
    shoulder = open_episode(therapist, minor.pk, "shoulder and headache at school", "right")
    return {
        "adult": str(start_encounter(therapist, episode_id, "treatment").pk),
        "minor": str(start_encounter(therapist, shoulder.pk, "treatment").pk),
        "minor_patient": str(minor.pk),
    }


if __name__ == "__main__":
    print(json.dumps(seed(uuid.UUID(sys.argv[1]))))
