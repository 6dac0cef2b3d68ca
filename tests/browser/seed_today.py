"""A plan with a linkable phone in a seeded clinic, through the actions: for the tests of the patient's app.

Run with ENTHESIS_HOME set after `seed.py`; prints JSON.
    python tests/browser/seed_today.py plan [exercises]   a plan made ten days ago, with a code for a phone
    python tests/browser/seed_today.py link PLAN          a code for a phone
    python tests/browser/seed_today.py revoke PLAN        close the way of every phone
    python tests/browser/seed_today.py events PLAN        what the record holds, in order of arrival
"""

# ruff: noqa: E402 (the settings must be there before Django is imported)
from __future__ import annotations

import datetime
import json
import os
import sys
import uuid
from typing import Any
from unittest import mock

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "enthesis.settings")

import django

django.setup()

from browser.seed import actor_of
from django.utils import timezone

from enthesis.access.actor import Actor
from enthesis.actions.issue_phone_link import issue_phone_link, revoke_phone
from enthesis.actions.make_plan import make_plan
from enthesis.actions.open_episode import open_episode
from enthesis.actions.register_patient import PatientDetails, register_patient
from enthesis.actions.send_message import write_to_patient
from enthesis.care.figures.pose_files import load_figures
from enthesis.knowledge.loading import BUILT_IN_PACKS
from enthesis.knowledge.rehabilitation_loading import load_rehabilitation
from enthesis.records.isolation import clinic_scope
from enthesis.records.people import Clinic, Person
from enthesis.records.plans import DailyEvent, Message, Phone, PlanVersion

DAYS_AGO = 10
DOSE: dict[str, Any] = {
    **{"sets": 3, "repetitions": 8, "hold_s": None, "load_kg": 8.0, "load_words": "", "tempo_s": [3, 0, 1], "rest_s": 90},
    **{"effort_rpe_0_10": 6, "sessions_per_week": 7, "hip_flexion_deg": None},
}
HOLD = {**DOSE, "sets": 4, "repetitions": None, "hold_s": 30, "load_kg": None, "tempo_s": None, "rest_s": 60}
SENTENCE = "Three calm mornings in a row: the weight goes up from 6 to 8 kg, and nothing else changes."


def therapist() -> Actor:
    """Who plans."""
    return actor_of(Person.objects.get(email="thea.berg@example.org"), Clinic.objects.get(name="Harbour Physiotherapy"))


def document(exercises: int) -> dict[str, Any]:
    """A plan of so many exercises of the library, drawn ones first."""
    library = load_rehabilitation(BUILT_IN_PACKS / "posterior_hip")
    drawn = load_figures()
    chosen = sorted(library.exercises, key=lambda one: (one.id not in drawn, one.dose.repetitions is None))[:exercises]
    return {
        **{"version": 1, "purpose": "rehabilitation", "programme": "", "phase": "isotonic_low_flexion", "overlay": ""},
        **{"sources": [], "interventions": [], "conflicts": [], "refer": [], "review_in_days": 14, "pain_ceiling_0_10": 3},
        "goals": [{"words": "Run 10 km with my daughter", "measure": "psfs", "baseline": 2, "target": 9}],
        **{"marker": chosen[0].id, "run_level": library.run_levels[1].id, "run_goal": "10 km"},
        "exercises": [
            {
                **{"id": exercise.id, "name": exercise.name, "side": "right", "why": "", "citation": "", "basis": "judgement"},
                "dose": HOLD if exercise.dose.repetitions is None else DOSE,
            }
            for exercise in chosen
        ],
    }


def new_plan(exercises: int) -> dict[str, str]:
    """A simulated patient with an episode and a plan made ten days ago."""
    actor = therapist()
    past = timezone.now() - datetime.timedelta(days=DAYS_AGO)
    with mock.patch("django.utils.timezone.now", return_value=past):
        patient = register_patient(actor, PatientDetails("Nora", f"Today {uuid.uuid4().hex[:6]}"), simulated=True)
        episode = open_episode(actor, patient.id, "sore sit bone when running", "right")
        plan = make_plan(actor, episode.id, document(exercises), None, SENTENCE)
        write_to_patient(actor, plan.id, "Good week. Keep a rest day between deadlifts and running.")
    return {"plan": str(plan.id), **link(str(plan.id))}


def link(plan_id: str) -> dict[str, str]:
    """A code; shown once."""
    return {"code": issue_phone_link(therapist(), uuid.UUID(plan_id)).code}


def revoke(plan_id: str) -> dict[str, int]:
    """Close every phone's way."""
    actor = therapist()
    with clinic_scope(actor.clinic_id):
        phones = list(Phone.objects.filter(plan_id=plan_id, revoked_at__isnull=True).values_list("pk", flat=True))
    for phone in phones:
        revoke_phone(actor, phone)
    return {"revoked": len(phones)}


def events(plan_id: str) -> dict[str, Any]:
    """Everything told, and the number of versions of the plan."""
    with clinic_scope(therapist().clinic_id):
        told = DailyEvent.objects.filter(plan_id=plan_id).order_by("received_at", "said_at")
        return {
            "events": [
                {"id": str(e.pk), "kind": e.kind, "day": e.day.isoformat(), "content": e.content, "of": str(e.replaces or "")}
                for e in told
            ],
            "messages": [m.text for m in Message.objects.filter(plan_id=plan_id, author__isnull=True)],
            "versions": PlanVersion.objects.filter(plan_id=plan_id).count(),
        }


if __name__ == "__main__":
    verb, *given = sys.argv[1:]
    if verb == "plan":
        print(json.dumps(new_plan(int(given[0]) if given else 3)))
    else:
        print(json.dumps({"link": link, "revoke": revoke, "events": events}[verb](given[0])))
