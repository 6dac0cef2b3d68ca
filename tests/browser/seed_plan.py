"""Add to the seeded clinic an evaluated patient with a plan and four weeks of days told, for the plan's browser tests.

Run with ENTHESIS_HOME set, after `seed.py`: prints the ids it made as JSON. Simulated throughout.
"""

# ruff: noqa: E402 (the settings must be there before Django is imported)
from __future__ import annotations

import datetime
import json
import os
import uuid
from typing import Any
from unittest import mock

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "enthesis.settings")

import django

django.setup()

from django.utils import timezone

from enthesis.access.actor import Actor, PhoneActor, Stranger
from enthesis.actions.change_plan import change_plan
from enthesis.actions.issue_phone_link import issue_phone_link
from enthesis.actions.make_plan import make_plan
from enthesis.actions.open_phone import open_phone
from enthesis.actions.plan_record import local_day
from enthesis.actions.receive_events import receive_events
from enthesis.actions.record_entries import Change, record_entries
from enthesis.actions.rehabilitation import get_rehabilitation
from enthesis.actions.send_message import receive_messages, write_to_patient
from enthesis.actions.suggest_plan import suggest_for
from enthesis.care.plan_document import plan_to_json
from enthesis.knowledge.regions import default_region
from enthesis.records.episodes import Encounter, Episode
from enthesis.records.isolation import clinic_scope
from enthesis.records.people import Membership, Person, Role
from enthesis.records.plans import AlertKind, Phone, Plan, PlanAlert, PlanVersion, ProposedStep

POSITIVE = ("ischial_pain", "sitting_pain", "running_pain", "ischial_tenderness", "bent_knee_stretch", "single_leg_bridge")
NEGATIVE = ("slump_test", "fever", "saddle_numbness", "night_pain", "weight_loss")
N_DAYS = 28


def record_evaluation(therapist: Actor, encounter: Encounter) -> None:
    """Findings of a sore hamstring tendon in the open evaluation."""
    changes = [Change("finding", f, {"finding": f, "result": "positive"}) for f in POSITIVE]
    changes += [Change("finding", f, {"finding": f, "result": "negative"}) for f in NEGATIVE]
    pain = {"quantity": "pain_worst_week_nrs_0_10", "number": 5.0}
    changes.append(Change("measure", "pain_worst_week_nrs_0_10:", pain))
    record_entries(therapist, encounter.pk, changes, lambda _e: None)


def tell(phone: PhoneActor, events: list[dict[str, Any]]) -> None:
    """Send events as the app does."""
    receipt = receive_events(phone, events[:200])
    assert not receipt.refused, receipt.refused
    if events[200:]:
        tell(phone, events[200:])


def event(kind: str, day: datetime.date, **content: Any) -> dict[str, Any]:
    """One event as the phone makes it."""
    said_at = datetime.datetime.combine(day, datetime.time(8), tzinfo=datetime.UTC).isoformat()
    return {"id": str(uuid.uuid4()), "kind": kind, "day": day.isoformat(), "said_at": said_at, "content": content}


def four_weeks(exercises: list[str], first: datetime.date) -> list[dict[str, Any]]:
    """A marker that falls from 5 to 2 with a bad week, loads that rise, and two gaps."""
    told: list[dict[str, Any]] = []
    for number in range(N_DAYS):
        day = first + datetime.timedelta(days=number)
        if number in (9, 10, 11, 20):
            continue
        marker = max(1, 5 - number // 7) + (2 if number in (15, 16) else 0)
        told.append(event("morning", day, marker_pain_0_10=marker, worst_pain_24_h_0_10=marker + 1, sitting_min=20 + number))
        if number % 2 == 0:
            for place, exercise in enumerate(exercises[:2]):
                kg = 4.0 + 2 * (number // 6) + 6 * place
                pain = min(5, marker)
                dose = {"sets": 3, "repetitions": 8, "load_kg": kg, "rpe_0_10": 6, "completed_share": 1.0}
                told.append(event("session", day, exercise=exercise, pain_during_0_10=pain, pain_after_0_10=pain - 1, **dose))
        if number > 13 and number % 3 == 0:
            told.append(event("run", day, km=2.0 + number / 10, minutes=20, pace="easy", pain_0_10=marker))
    return told


def seed() -> dict[str, str]:
    """A plan of four weeks in the seeded episode."""
    person = Person.objects.get(email="thea.berg@example.org")
    clinic = Membership.objects.get(person=person).clinic
    therapist = Actor(person.pk, clinic.pk, Role.THERAPIST, person.full_name)
    now = timezone.now()
    opened = now - datetime.timedelta(days=N_DAYS - 1)
    with clinic_scope(clinic.pk):
        encounter = Encounter.objects.get()
        episode = Episode.objects.get(pk=encounter.episode_id)
    record_evaluation(therapist, encounter)
    with clinic_scope(clinic.pk, writes=False):
        suggestion = plan_to_json(suggest_for(episode).document)
    for line in suggestion["interventions"][:2]:
        line["decision"] = "accepted"
    suggestion["goals"] = [{"words": "run 5 km along the canal again", "measure": "psfs", "baseline": 3.0, "target": 9.0}]
    changed = {**suggestion, "phase": "isotonic_low_flexion", "pain_ceiling_0_10": 4}
    with mock.patch.object(timezone, "now", lambda: opened):
        plan = make_plan(
            therapist, episode.pk, suggestion, suggestion, "We begin with holds, because your mornings are still sore."
        )
    with mock.patch.object(timezone, "now", lambda: opened + datetime.timedelta(days=13)):
        change_plan(therapist, plan.pk, 1, changed, "Your mornings are calmer, so the holds become slow lifts.")
    issued = issue_phone_link(therapist, plan.pk)
    open_phone(Stranger(), issued.code, label="Android phone")
    with clinic_scope(clinic.pk):
        phone = Phone.objects.get(plan=plan)
    actor = PhoneActor(clinic.pk, plan.pk, phone.pk)
    ids = [e["id"] for e in suggestion["exercises"]] or [e.id for e in get_rehabilitation(default_region()).exercises[:2]]
    tell(actor, four_weeks(ids, local_day(opened, clinic.time_zone)))
    receive_messages(actor, [{"id": str(uuid.uuid4()), "text": "May I swim on the days in between?"}])
    write_to_patient(therapist, plan.pk, "Yes, easy swimming is fine. Leave the paddles at home for now.")
    proposed = json.loads(json.dumps(changed))
    if proposed["exercises"]:
        proposed["exercises"][0]["dose"]["sets"] += 1
    with clinic_scope(clinic.pk):
        # The nightly review of the running server has nothing left to judge, so that the tests meet what stands here.
        Plan.objects.filter(pk=plan.pk).update(reviewed_until=now.date() + datetime.timedelta(days=2))
        first = proposed["exercises"][0]["id"] if proposed["exercises"] else ""
        sets = proposed["exercises"][0]["dose"]["sets"] if first else 0
        ProposedStep(
            plan=plan,
            day=now.date(),
            decision="progress",
            rule="three_clean_sessions",
            patient_sentence="Three sessions in a row stayed calm, and so did the mornings after. So you do one set more.",
            clinician_sentence="Pain in the sets at most 3 in the last 3 sessions, settled within 24 h, all done at effort 6.",
            proposal={"changes": [{"exercise": first, "variable": "sets", "from": sets - 1, "to": sets}], "document": proposed},
            made_at=now,
        ).save()
        PlanAlert(
            plan=plan,
            patient_id=plan.patient_id,
            kind=AlertKind.FLARE,
            day=now.date() - datetime.timedelta(days=12),
            sentence="Morning marker rose by 2 and stayed for two days; the plan was eased.",
            raised_at=now - datetime.timedelta(hours=3),
        ).save()
        assert PlanVersion.objects.filter(plan=plan).count() == 2
    return {"plan_id": str(plan.pk), "episode_id": str(episode.pk), "encounter_id": str(encounter.pk)}


if __name__ == "__main__":
    print(json.dumps(seed()))
