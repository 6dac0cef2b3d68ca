"""Clinics full of records, built alike: at least one row of everything an address can name.

Ids stand under the name of the model that an address has for them (`encounter_id`: Encounter).
"""

from __future__ import annotations

import datetime
import json
import uuid
from dataclasses import dataclass, replace
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from asking import sign_in
from django.apps import apps
from django.db import models
from django.utils import timezone
from outcome_forms import lefs_like
from records.conftest import make_actor
from records.needling_visit import needled_visit
from records.plan_document import make_document

from enthesis.access.actor import Actor, Stranger
from enthesis.actions.answer_follow_up import answer_follow_up
from enthesis.actions.answer_intake import answer_intake, submit_intake
from enthesis.actions.assessor import get_knowledge
from enthesis.actions.book_appointment import AppointmentDetails, book_appointment
from enthesis.actions.encounter_facts import LEFT_OUT
from enthesis.actions.import_questionnaire import import_questionnaire
from enthesis.actions.invite_person import invite_person
from enthesis.actions.issue_document import issue_referral_letter
from enthesis.actions.issue_follow_up_link import issue_follow_up_link
from enthesis.actions.issue_intake_link import issue_intake_link
from enthesis.actions.issue_phone_link import issue_phone_link
from enthesis.actions.keep_programme import make_programme
from enthesis.actions.make_plan import make_plan
from enthesis.actions.note_event import note_event
from enthesis.actions.open_episode import open_episode
from enthesis.actions.open_follow_up import find_follow_up, open_follow_up
from enthesis.actions.open_intake import find_session, open_intake
from enthesis.actions.open_phone import find_phone, open_phone
from enthesis.actions.propose_plan import propose_plan
from enthesis.actions.receive_events import receive_events
from enthesis.actions.record_answer import record_answer
from enthesis.actions.record_entries import Change, record_entries
from enthesis.actions.register_patient import PatientDetails, register_patient
from enthesis.actions.rehabilitation import get_rehabilitation
from enthesis.actions.send_message import write_to_patient
from enthesis.actions.sign_encounter import sign_encounter
from enthesis.actions.start_encounter import start_encounter
from enthesis.actions.write_addendum import write_addendum
from enthesis.care.own_programme import own_from
from enthesis.knowledge.regions import default_region
from enthesis.portal.cookie import COOKIE_NAME
from enthesis.portal.follow_up.cookie import COOKIE_NAME as FOLLOW_UP_COOKIE
from enthesis.portal.today.cookie import COOKIE_NAME as PHONE_COOKIE
from enthesis.records.episodes import Encounter
from enthesis.records.isolation import clinic_scope
from enthesis.records.outcomes import FollowUp
from enthesis.records.people import Clinic, Membership, Person, Role
from enthesis.records.plans import ProposedStep

FLAG = "numbness_replaces_pain"
STRANGER, PATIENT = "stranger", "patient"


@dataclass
class Site:
    """One clinic: its people's browsers, its patient, and its records by the name an address would have for them."""

    clinic: Clinic
    patient_name: str
    actors: dict[str, Actor]
    cookies: dict[str, dict[str, str]]
    ids: dict[str, list[str]]
    """By the name of the model in lower case."""

    def ids_for(self, argument: str) -> list[str]:
        """Ids for an argument: of the model it is named after, else of every record of the clinic."""
        named = argument.removesuffix("_id").replace("_", "")
        return self.ids.get(named) or [one for found in self.ids.values() for one in found]


def build_site(clinic_name: str, given: str, family: str) -> Site:
    """A clinic with somebody in each role, and at least one row of everything an address can name."""
    clinic = Clinic.objects.create(name=clinic_name, address="Quay 1", telephone="+351 200 000 000", country="PT")
    short = clinic_name.split()[0]
    actors = {str(role): make_actor(clinic, role, f"{short} {role.value.replace('_', ' ')}") for role in Role}
    therapist, student = actors[Role.THERAPIST], actors[Role.STUDENT]
    patient = register_patient(
        therapist,
        PatientDetails(given, family, datetime.date(1980, 2, 29), "female", "R-1", "running", f"{given}@example.org"),
        simulated=True,
    )
    episode = open_episode(therapist, patient.id, f"sore sit bone of {given}", "right")
    _evaluation(therapist, episode.id, short)
    _evaluation(student, episode.id, short, sign=True)
    signed = _evaluation(therapist, episode.id, short, sign=True)
    write_addendum(therapist, signed.id, f"{given} called back.")
    issue_referral_letter(therapist, signed.id, FLAG, {"to": "Dr. Ana Doe"})
    starts_at = timezone.now().replace(microsecond=0) + datetime.timedelta(days=1)
    book_appointment(therapist, AppointmentDetails(patient.id, therapist.person_id, starts_at, reason=f"{given} again"))
    invite_person(actors[Role.CLINIC_LEAD], f"new@{short.lower()}.example.org", f"{short} Newcomer", Role.THERAPIST)
    sent = find_session(open_intake(Stranger(), issue_intake_link(therapist, patient.id).code).cookie)
    assert sent is not None
    answer_intake(sent.actor, "goals", {"goals": {"text": f"{given} wants to run"}})
    submit_intake(sent.actor)
    plan = make_plan(therapist, episode.id, make_document(), patient_sentence=f"{given} begins gently.")
    propose_plan(student, episode.id, 1, make_document(), None, f"More for {given}.")
    linked = open_phone(Stranger(), issue_phone_link(therapist, plan.id).code).cookie
    told = find_phone(linked)
    assert told is not None
    receive_events(told, [_event("morning", {"marker_pain_0_10": 2}), _event("warning", {"what": "pop"})])
    write_to_patient(therapist, plan.id, f"How is {given}?")
    with clinic_scope(clinic.id):
        proposal = {"document": make_document(), "changes": [], "words": "", "flags": []}
        ProposedStep(
            plan=plan,
            day=timezone.now().date(),
            decision="progress",
            rule="exercise_ready",
            proposal=proposal,
            made_at=timezone.now(),
        ).save()
    needled_visit(therapist, episode.id, patient.id)
    issue_phone_link(therapist, plan.id)
    library = get_rehabilitation(default_region())
    make_programme(therapist, replace(own_from(library.programmes[0], library), name=f"Holds at {short}"))
    asked = _asked(therapist, actors[Role.CLINIC_LEAD], episode.id, given)
    at_work = open_intake(Stranger(), issue_intake_link(therapist, patient.id).code).cookie
    lead = Person.objects.get(pk=actors[Role.CLINIC_LEAD].person_id)
    RecoveryCodes.activate(lead)
    cookies = {role: sign_in(actor) for role, actor in actors.items()}
    cookies |= {STRANGER: {}, PATIENT: {COOKIE_NAME: at_work, PHONE_COOKIE: linked, FOLLOW_UP_COOKIE: asked}}
    return Site(clinic, f"{given} {family}", actors, cookies, _ids_of(clinic))


def _asked(therapist: Actor, lead: Actor, episode_id: uuid.UUID, given: str) -> str:
    """Outcomes of the episode, the clinic's own questionnaire, and a follow-up that the patient has begun; its cookie."""
    note_event(therapist, episode_id, "other", timezone.now().date(), f"{given} fell")
    import_questionnaire(lead, "lefs", json.dumps(lefs_like()).encode(), "Made up for a test, free to use.", attested=True)
    record_answer(therapist, episode_id, "lefs", {"total": 60}, timezone.now().date())
    with clinic_scope(therapist.clinic_id):
        baseline = FollowUp.objects.get(episode_id=episode_id, occasion="baseline")
    opened = open_follow_up(Stranger(), issue_follow_up_link(therapist, baseline.pk).code).cookie
    actor = find_follow_up(opened)
    assert actor is not None
    answer_follow_up(actor, "psfs", {"activities": [{"text": f"running with {given}", "score": 4}]})
    return opened


def _event(kind: str, content: dict[str, Any]) -> dict[str, Any]:
    now = timezone.now()
    told = {"id": str(uuid.uuid4()), "kind": kind, "day": now.date().isoformat(), "said_at": now.isoformat()}
    return {**told, "content": content}


def _evaluation(actor: Actor, episode_id: uuid.UUID, short: str, sign: bool = False) -> Encounter:
    encounter = start_encounter(actor, episode_id)
    changes = [
        *(Change("text", LEFT_OUT + part, {"text": "no time"}) for part in get_knowledge(default_region()).pack.neuro_parts),
        Change("finding", "slump_test", {"finding": "slump_test", "result": "positive"}),
        Change("finding", FLAG, {"finding": FLAG, "result": "positive"}),
        Change("red_flag", FLAG, {"action": "discussed", "reason": "phoned"}),
        Change("measure", "pain_now_nrs_0_10", {"quantity": "pain_now_nrs_0_10", "number": 4.0}),
        Change("text", "plan", {"text": f"Isometric holds at {short}"}),
        Change("diagnosis", "own", {"agrees": "open", "sources": []}),
    ]
    done = record_entries(actor, encounter.id, changes, lambda e: None)
    assert not done.clashes and not done.not_recorded, done.not_recorded
    return sign_encounter(actor, encounter.id) if sign else encounter


def _ids_of(clinic: Clinic) -> dict[str, list[str]]:
    with clinic_scope(clinic.id):
        found = {model.__name__.lower(): _ids(model, clinic) for model in belonging()}
    found["person"] = [str(m.person_id) for m in Membership.objects.filter(clinic=clinic)]
    found["clinic"] = [str(clinic.pk)]
    found["step"], found["check"] = found["proposedstep"], found["needlingcheck"]
    people = Authenticator.objects.filter(user_id__in=found["person"])
    found["pk"] = [str(pk) for pk in people.values_list("pk", flat=True)]
    return found


def _ids(model: type[models.Model], clinic: Clinic) -> list[str]:
    """Oldest first, so that two clinics that were built alike have the same kind of record in the same place."""
    times = [f.name for f in model._meta.fields if isinstance(f, models.DateTimeField) and f.name.endswith("_at")]
    return [str(pk) for pk in rows_of(model, clinic).order_by(*times[:1], "pk").values_list("pk", flat=True)]


def belonging() -> list[type[models.Model]]:
    """Models whose rows belong to a clinic, the audit left out."""
    held = [m for m in apps.get_app_config("records").get_models() if m.__name__ != "AuditRow"]
    return [m for m in held if any(f.name == "clinic" for f in m._meta.fields)]


def rows_of(model: type[models.Model], clinic: Clinic) -> Any:
    """The clinic's rows of a model, inside its scope."""
    return model._default_manager.filter(clinic_id=clinic.pk).order_by("pk")


def contents_of(clinic: Clinic) -> dict[str, list[Any]]:
    """Every row of the clinic with every column, its audit included."""
    with clinic_scope(clinic.id):
        held: dict[str, list[Any]] = {model.__name__: list(rows_of(model, clinic).values_list()) for model in belonging()}
        audit = apps.get_model("records", "AuditRow")
        held["AuditRow"] = list(audit._default_manager.filter(clinic_id=clinic.pk).order_by("pk").values_list())
    held["Clinic"] = list(Clinic.objects.filter(pk=clinic.pk).values_list())
    members = Membership.objects.filter(clinic=clinic).values_list("person_id", flat=True)
    held["Person"] = list(Person.objects.filter(pk__in=members).order_by("pk").values_list())
    held["Authenticator"] = list(Authenticator.objects.filter(user_id__in=members).order_by("pk").values_list())
    return held
