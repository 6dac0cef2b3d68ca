"""A treatment visit in which somebody is needled, step by step, for the record tests and for two clinics full of records."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

import pytest
from django.utils import timezone

from enthesis.access.actor import Actor
from enthesis.actions.file_licence import LicenceDetails, file_licence
from enthesis.actions.give_needling_consent import ConsentDetails, give_needling_consent
from enthesis.actions.plan_needling import PlanDetails, plan_needling
from enthesis.actions.read_needling import read_needling
from enthesis.actions.record_insertions import InsertionRow, count_needles, record_insertions
from enthesis.actions.screen_for_needling import screen_for_needling
from enthesis.actions.sign_needling import sign_needling
from enthesis.actions.start_encounter import start_encounter
from enthesis.actions.start_needling import start_needling
from enthesis.actions.withdraw_needling_consent import withdraw_needling_consent
from enthesis.care.needling_facts import PlannedSite
from enthesis.knowledge.needling_loading import built_in_needling
from enthesis.records.episodes import Encounter
from enthesis.records.isolation import clinic_scope
from enthesis.records.needling import NeedlingConsent, NeedlingSession
from enthesis.records.patients import Patient
from enthesis.records.people import Clinic
from enthesis.terms.fault import UnusableInput

SITE = "biceps_femoris"
OVER_LUNG = "upper_trapezius"
ALL_NO = {item.id: "no" for item in built_in_needling().screen}
NEEDLE: dict[str, Any] = {
    **{"site": SITE, "side": "right", "landmark": "a hand below the sit bone", "gauge_mm": 0.3, "length_mm": 50.0, "lot": "L-7"},
    **{"depth_mm": 25.0, "passes": 4, "twitches": 2, "pain_quality": "familiar", "dwell_s": 10.0, "stimulation": "manual"},
    **{"point_view": "back", "point_x": 0.4, "point_y": 0.6},
}
COUNT: dict[str, Any] = {
    **{"needles_in": 1, "needles_out": 1, "pain_before_0_10": 5.0, "pain_after_0_10": 4.0, "bleeding": "no", "bruising": "no"},
    **{"faintness": "no", "breathing_normal": "yes", "strength_and_feeling_normal": "yes", "aftercare_given": "yes"},
}


def today() -> datetime.date:
    """The day of a clinic in UTC."""
    return timezone.now().date()


def licensed(actor: Actor, jurisdiction: str = "us-nc") -> None:
    """File a licence and training that nothing is wrong with, and the clinic's jurisdiction."""
    Clinic.objects.filter(pk=actor.clinic_id).update(jurisdiction=jurisdiction)
    day = today()
    details = LicenceDetails(
        jurisdiction,
        "PT-1",
        expires_on=day + datetime.timedelta(days=300),
        unrestricted=True,
        held_since=day - datetime.timedelta(days=4000),
        training_attested=True,
        training_hours=300.0,
        supervised_sessions=300,
    )
    file_licence(actor, actor.person_id, details)


def consented(actor: Actor, patient_id: uuid.UUID, **otherwise: Any) -> NeedlingConsent:
    """The patient signs today's text and is given a copy."""
    day = today()
    details = {"signed_on": day, "signed_by": "patient", "signer_name": "Alex Muster", "copy_given_on": day, **otherwise}
    return give_needling_consent(actor, patient_id, ConsentDetails(**details))


def planned(actor: Actor, encounter: Encounter, by: Actor | None = None, site: str = SITE, **otherwise: Any) -> None:
    """A plan of one muscle, and a screen with nothing found."""
    details = {
        **{"sites": (PlannedSite(site, "right"),), "technique": "muscle", "needled_by": (by or actor).person_id},
        **{"in_plan_of_care": True, "referral": "no_referral", **otherwise},
    }
    plan_needling(actor, encounter.pk, PlanDetails(**details))
    screen_for_needling(actor, encounter.pk, ALL_NO)


def begun_visit(actor: Actor, episode_id: uuid.UUID, by: Actor | None = None, site: str = SITE) -> Encounter:
    """A treatment visit in which needling has begun; licence and consent are on file."""
    visit = start_encounter(actor, episode_id, "treatment")
    planned(actor, visit, by, site)
    start_needling(actor, visit.pk)
    return visit


def logged_visit(actor: Actor, episode_id: uuid.UUID, by: Actor | None = None, site: str = SITE) -> Encounter:
    """The same with one needle in and out: it can be signed."""
    visit = begun_visit(actor, episode_id, by, site)
    record_insertions(actor, visit.pk, [InsertionRow({**NEEDLE, "site": site})])
    count_needles(actor, visit.pk, COUNT)
    return visit


def needled_visit(actor: Actor, episode_id: uuid.UUID, patient_id: uuid.UUID) -> tuple[Encounter, NeedlingSession]:
    """A visit whose needling is signed, with licence, consent and checks; the visit itself is open."""
    licensed(actor)
    consented(actor, patient_id)
    visit = logged_visit(actor, episode_id)
    return visit, sign_needling(actor, visit.pk)


def session_of(encounter: Encounter) -> NeedlingSession:
    """The session of a visit, as it stands."""
    with clinic_scope(encounter.clinic_id, writes=False):
        return NeedlingSession.objects.get(encounter=encounter)


def ready_to_needle(actor: Actor, encounter: Encounter) -> Encounter:
    """The patient of an encounter as an adult who has consented; the actor may needle."""
    with clinic_scope(actor.clinic_id):
        Patient.objects.filter(pk=encounter.patient_id).update(birth_date=datetime.date(1980, 2, 29))
    licensed(actor)
    consented(actor, encounter.patient_id)
    return encounter


def without_consent(actor: Actor, visit: Encounter) -> None:
    withdraw_needling_consent(actor, visit.patient_id, "patient", "no more")
    late = {**COUNT, "ended_at": timezone.now()}
    count_needles(actor, visit.pk, late, read_needling(actor, visit.pk).close_id)


def with_an_open_question(actor: Actor, visit: Encounter) -> None:
    item = read_needling(actor, visit.pk).screen[0].item.id
    screen_for_needling(actor, visit.pk, {**ALL_NO, item: "unknown"}, read_needling(actor, visit.pk).screen_id)


def with_a_yes(actor: Actor, visit: Encounter) -> None:
    line = next(one for one in read_needling(actor, visit.pk).screen if one.item.weight == "stop")
    screen_for_needling(actor, visit.pk, {**ALL_NO, line.item.id: "yes"}, read_needling(actor, visit.pk).screen_id)


def with_a_needle_left(actor: Actor, visit: Encounter) -> None:
    count_needles(actor, visit.pk, {**COUNT, "needles_in": 2}, read_needling(actor, visit.pk).close_id)


def without_a_count(actor: Actor, visit: Encounter) -> None:
    count_needles(actor, visit.pk, {**COUNT, "needles_out": None}, read_needling(actor, visit.pk).close_id)


def without_a_needle(actor: Actor, visit: Encounter) -> None:
    (row,) = read_needling(actor, visit.pk).insertions
    record_insertions(actor, visit.pk, [InsertionRow({**NEEDLE, "struck_out": True}, row.key, row.id)])


def without_a_side(actor: Actor, visit: Encounter) -> None:
    with pytest.raises(UnusableInput):
        record_insertions(actor, visit.pk, [InsertionRow({**NEEDLE, "side": ""})])
    record_insertions(actor, visit.pk, [InsertionRow({**NEEDLE, "gauge_mm": None})])


def without_a_jurisdiction(actor: Actor, visit: Encounter) -> None:
    Clinic.objects.filter(pk=actor.clinic_id).update(jurisdiction="")


def with_an_expired_licence(actor: Actor, visit: Encounter) -> None:
    file_licence(actor, actor.person_id, LicenceDetails("us-nc", expires_on=today() - datetime.timedelta(days=1)))


SPOILT = [
    *(without_consent, with_an_open_question, with_a_yes, with_a_needle_left, without_a_count, without_a_needle, without_a_side),
    *(without_a_jurisdiction, with_an_expired_licence),
]
"""What makes a logged visit incomplete, one each."""
