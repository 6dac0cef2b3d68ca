"""Plans of the demo clinic, with days that nobody lived: one that goes well, one with a flare, one that fell silent.

The patients are marked as simulated, and so is each plan's first sentence. The nights are judged by the rules themselves.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from enthesis.access.actor import Actor, PhoneActor, Stranger
from enthesis.actions.issue_phone_link import issue_phone_link
from enthesis.actions.make_plan import make_plan
from enthesis.actions.nightly_review import review_plan
from enthesis.actions.open_phone import find_phone, open_phone
from enthesis.actions.plan_record import newest_version
from enthesis.actions.receive_events import receive_events
from enthesis.actions.seed_clock import clock_at
from enthesis.actions.seed_visits import moment_of
from enthesis.actions.send_message import receive_messages
from enthesis.actions.suggest_plan import suggest_for
from enthesis.care.plan_document import Goal, PlanDocument, plan_to_json, read_plan_document
from enthesis.records.episodes import Episode
from enthesis.records.isolation import clinic_scope
from enthesis.records.people import Clinic
from enthesis.records.plans import Plan

WORDS = "Simulated: we begin with what your tendon can take now, and go up when your mornings stay calm."
START_LOAD_KG = 10.0
MOST_ON_ALTERNATE_DAYS = 4


@dataclass(frozen=True)
class DemoCourse:
    """Days of one made-up patient up to yesterday: morning marker pain 0 to 10, None where nothing was told."""

    goal: Goal
    mornings: tuple[int | None, ...]
    message: str = ""
    words: str = WORDS
    """Why this plan, for the patient."""
    load_kg: float = START_LOAD_KG
    asks_sitting: bool = True


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


def add_demo_plan(therapist: Actor, episode: Episode, record_number: str, today: datetime.date) -> Plan | None:
    """Give a demo patient a plan with its days; None where no course is made up for them, or nothing may be loaded."""
    demo = COURSES.get(record_number)
    return None if demo is None else add_course(therapist, episode, record_number, demo, today)


def add_course(therapist: Actor, episode: Episode, record_number: str, demo: DemoCourse, today: datetime.date) -> Plan | None:
    """A plan with the days of a course up to yesterday; None where nothing may be loaded."""
    with clinic_scope(therapist.clinic_id, writes=False):
        suggested = suggest_for(episode, (demo.goal,))
    if not suggested.document.exercises:
        return None
    began_on = today - datetime.timedelta(days=len(demo.mornings))
    with clock_at(moment_of(therapist, began_on, 7)):
        document = plan_to_json(with_loads(suggested.document, demo.load_kg))
        plan = make_plan(therapist, episode.pk, document, plan_to_json(suggested.document), demo.words, "Simulated course.")
        phone = _link_phone(therapist, plan)
    time_zone = Clinic.objects.values_list("time_zone", flat=True).get(pk=therapist.clinic_id)
    for days, marker in enumerate(demo.mornings):
        day = began_on + datetime.timedelta(days=days)
        with clinic_scope(therapist.clinic_id, writes=False):
            current = read_plan_document(newest_version(plan).document)
        at = moment_of(therapist, day, 19)
        told = [] if marker is None else [_event(record_number, day, at, *each) for each in _told(current, demo, marker, days)]
        if told:
            with clock_at(at):
                receive_events(phone, told)
        at = moment_of(therapist, day + datetime.timedelta(days=1), 2)
        with clock_at(at), clinic_scope(therapist.clinic_id):
            review_plan(plan, day, at, time_zone)
            Plan.objects.filter(pk=plan.pk).update(reviewed_until=day)
    if demo.message:
        with clock_at(moment_of(therapist, today, 7)):
            message_id = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{record_number} {demo.message}"))
            receive_messages(phone, [{"id": message_id, "text": demo.message}])
    return plan


def _link_phone(therapist: Actor, plan: Plan) -> PhoneActor:
    """A phone that came by its link, as a patient's does."""
    link = issue_phone_link(therapist, plan.pk)
    opened = open_phone(Stranger(), link.code, label="Android")
    phone = find_phone(opened.cookie)
    if phone is None:
        raise LookupError("the demo's phone was not linked")
    return phone


def _event(record_number: str, day: datetime.date, at: datetime.datetime, kind: str, content: dict[str, Any]) -> dict[str, Any]:
    """What a phone posts; the same day has the same ids."""
    about = f"{record_number} {day} {kind} {content.get('exercise', '')}"
    event_id = str(uuid.uuid5(uuid.NAMESPACE_OID, about))
    return {"id": event_id, "kind": kind, "day": day.isoformat(), "said_at": at.isoformat(), "content": content}


def with_loads(document: PlanDocument, load_kg: float = START_LOAD_KG) -> PlanDocument:
    """The plan with the loads that were found in the first session, where a load can be added."""
    return replace(
        document,
        exercises=tuple(
            replace(each, dose=replace(each.dose, load_kg=load_kg, load_words="")) if each.dose.load_words else each
            for each in document.exercises
        ),
    )


def _told(document: PlanDocument, demo: DemoCourse, marker: int, days: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """What is told on one day: the morning, the exercises as planned, each week the goal."""
    sitting = {"sitting_min": max(10, 60 - 8 * marker + days)} if demo.asks_sitting else {}
    yield "morning", {"marker_pain_0_10": marker, "worst_pain_24_h_0_10": marker, **sitting}
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
