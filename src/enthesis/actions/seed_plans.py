"""Plans of the demo clinic, with days that nobody lived: one that goes well, one with a flare, one that fell silent.

The patients are marked as simulated, and so is each plan's first sentence. The nights are judged by the rules themselves.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from enthesis.access.actor import Actor
from enthesis.actions.nightly_review import review_plan
from enthesis.actions.plan_record import add_version, local_day, newest_version
from enthesis.actions.suggest_plan import suggest_for
from enthesis.care.plan_document import Goal, PlanDocument, plan_to_json, read_plan_document
from enthesis.records.episodes import Episode
from enthesis.records.people import Clinic
from enthesis.records.plans import DailyEvent, Message, Phone, Plan

WORDS = "Simulated: we begin with what your tendon can take now, and go up when your mornings stay calm."
START_LOAD_KG = 10.0
MOST_ON_ALTERNATE_DAYS = 4


@dataclass(frozen=True)
class DemoCourse:
    """Days of one made-up patient up to yesterday: morning marker pain 0 to 10, None where nothing was told."""

    goal: Goal
    mornings: tuple[int | None, ...]
    message: str = ""


COURSES: dict[str, DemoCourse] = {
    "D-102": DemoCourse(
        Goal("Run 10 km on the flat", "psfs", 3.0, 8.0),
        (3, 3, 3, 2, 2, 2, 2, 2, 2, 2, 5, 5),
        "Long drive on Saturday, sore since. Should I skip the run?",
    ),
    "D-103": DemoCourse(Goal("Sit through a film", "psfs", 4.0, 9.0), (3, 3, 3, 3, 2, 2, 2, 2, 2, 2, 1, 1)),
    "D-107": DemoCourse(Goal("Sprint again", "psfs", 2.0, 9.0), (3, 3, 3, 2, 2, None, None, None, None, None, None)),
}
"""By record number."""


def add_demo_plan(therapist: Actor, episode: Episode, record_number: str, now: datetime.datetime) -> Plan | None:
    """Give a demo patient a plan with its days; None where no course is made up for them, or nothing may be loaded."""
    demo = COURSES.get(record_number)
    suggested = suggest_for(episode, (demo.goal,)) if demo else None
    if demo is None or suggested is None or not suggested.document.exercises:
        return None
    began = now - datetime.timedelta(days=len(demo.mornings))
    plan = Plan(patient_id=episode.patient_id, episode=episode, opened_at=began, opened_by_id=therapist.person_id)
    plan.save()
    document, suggestion = plan_to_json(with_loads(suggested.document)), plan_to_json(suggested.document)
    add_version(plan, document, WORDS, "Simulated course.", therapist.person_id, suggestion, made_at=began)
    phone = Phone(patient_id=plan.patient_id, plan=plan, label="Android", linked_at=began, last_seen_at=now)
    phone.save()
    time_zone = Clinic.objects.values_list("time_zone", flat=True).get(pk=plan.clinic_id)
    for days, marker in enumerate(demo.mornings):
        at = began + datetime.timedelta(days=days)
        day = local_day(at, time_zone)
        if marker is not None:
            current = read_plan_document(newest_version(plan).document)
            for kind, content in _told(current, marker, days):
                DailyEvent(
                    id=uuid.uuid4(),
                    patient_id=plan.patient_id,
                    plan=plan,
                    phone=phone,
                    kind=kind,
                    day=day,
                    said_at=at,
                    received_at=at,
                    content=content,
                ).save()
        review_plan(plan, day, at + datetime.timedelta(hours=20), time_zone)
    Plan.objects.filter(pk=plan.pk).update(reviewed_until=local_day(now, time_zone) - datetime.timedelta(days=1))
    if demo.message:
        Message(plan=plan, text=demo.message, sent_at=now - datetime.timedelta(hours=3)).save()
    return plan


def with_loads(document: PlanDocument) -> PlanDocument:
    """The plan with the loads that were found in the first session, where a load can be added."""
    return replace(
        document,
        exercises=tuple(
            replace(each, dose=replace(each.dose, load_kg=START_LOAD_KG, load_words="")) if each.dose.load_words else each
            for each in document.exercises
        ),
    )


def _told(document: PlanDocument, marker: int, days: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """What is told on one day: the morning, the exercises as planned, each week the goal."""
    sitting = max(10, 60 - 8 * marker + days)
    yield "morning", {"marker_pain_0_10": marker, "worst_pain_24_h_0_10": marker, "sitting_min": sitting}
    for exercise in document.exercises:
        dose = exercise.dose
        if days % 2 == 0 or dose.sessions_per_week > MOST_ON_ALTERNATE_DAYS:
            effort = max(1, (dose.effort_rpe_0_10 or 5) - 1)
            done = {"sets": dose.sets, "repetitions": dose.repetitions, "load_kg": dose.load_kg, "completed_share": 1.0}
            pains = {"rpe_0_10": effort, "pain_during_0_10": min(marker, 3), "pain_after_0_10": min(marker, 3)}
            told = {**done, **pains, "exercise": exercise.id}
            yield "session", {name: value for name, value in told.items() if value is not None}
    if days % 7 == 6:
        yield "goal", {"index": 0, "value": min(10, 3 + days // 7)}
