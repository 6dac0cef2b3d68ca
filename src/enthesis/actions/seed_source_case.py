"""The source case of the demo: a 16-year-old whom a physical therapist wrote about. What is told of her stands word for word; all
else is simulated, and says so.

Schiff B, physical therapist in North Carolina: blog.brianschiff.com/?p=1963 (a stored copy was read). Told: age and sex, what she
could not do and since when, headaches at school, what the referring physician diagnosed, when the programme began and what it was, what
stayed, that her mother was spoken to, and that the upper trapezius was needled. Not told: side, sport, every test and score, doses, the
needles, who consented and in which words, the answers of the screen, and every day of the month. The years are moved: the demo's days end
today.
"""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from enthesis.access.actor import Actor, Stranger
from enthesis.actions.answer_needling_check import answer_needling_check, questions_of, see_needling_check
from enthesis.actions.confirm_intake import DRAWING_KEY
from enthesis.actions.file_licence import LicenceDetails, file_licence
from enthesis.actions.give_needling_consent import ConsentDetails, give_needling_consent
from enthesis.actions.intake_record import drawing_document
from enthesis.actions.needling_check_link import find_needling_check, issue_needling_check_link, open_needling_check
from enthesis.actions.needling_facts import known_needling
from enthesis.actions.open_episode import open_episode
from enthesis.actions.override_needling_rule import override_needling_rule
from enthesis.actions.plan_needling import PlanDetails, plan_needling
from enthesis.actions.record_entries import Change
from enthesis.actions.record_insertions import InsertionRow, count_needles, record_insertions
from enthesis.actions.record_treatment import INTERVAL
from enthesis.actions.register_patient import PatientDetails, register_patient
from enthesis.actions.screen_for_needling import screen_for_needling
from enthesis.actions.seed_clock import clock_at
from enthesis.actions.seed_plans import DemoCourse, add_course
from enthesis.actions.seed_visits import closing_of, findings_of, hold_visit, moment_of, tell_outcomes
from enthesis.actions.set_jurisdiction import set_jurisdiction
from enthesis.actions.sign_encounter import sign_encounter
from enthesis.actions.sign_needling import sign_needling
from enthesis.actions.start_needling import start_needling
from enthesis.bodymap.drawing import Area, Depth, Drawing, Sensation
from enthesis.bodymap.region import BodySide, Place
from enthesis.care.needling_facts import PlannedSite
from enthesis.care.plan_document import Goal
from enthesis.records.episodes import EncounterKind
from enthesis.records.isolation import clinic_scope
from enthesis.records.needling_after import NeedlingCheck

READ_IN = "Schiff, blog post"
TOLD = f"Published ({READ_IN}): "
NAME = ("Published", "patient 3")
RECORD_NUMBER = "P-3"
REGION = "neck_shoulder"
AGE_YEARS = 16
COMPLAINT = (
    f"{TOLD}inability to lift the arm above shoulder height and marked shoulder pain since September 2013, headaches at school"
)
DIAGNOSED = (
    f"{TOLD}“Clinically, she was diagnosed with multi-directional instability and scapular dyskinesis by the referring MD.” "
    "As reported; how it was examined is not told."
)
SUFFERED = (
    f"{TOLD}“This particular client had been suffering from an inability to lift the arm above shoulder height and marked shoulder "
    "pain since September 2013. She also mentioned having headaches at school.”"
)
BEGAN = (
    f"{TOLD}“We began working on a scapular stabilizer and rotator cuff strengthening program in late November that was helping to "
    "diminish pain and increase function.” Its exercises and doses are not told: those here are the pack's, simulated."
)
CONTINUED = f"{TOLD}“However, she continued to c/o pain in school, stiffness and headaches.” Where it was stiff is not told."
HELPED = f"{TOLD}the programme “was helping to diminish pain and increase function”."
MOTHER = (
    f"{TOLD}“I advocated dry needling to the patient and her mother about 3 months into our therapy.” The post goes on to tell of the "
    "levator scapula too, of three sessions, and of “a complete resolution of shoulder pain and headaches”; the demo ends at the first."
)
REASON = f"{TOLD}“In light of the chronic pain/headaches, I advocated dry needling to the patient and her mother.”"
"""Why needling goes on at 16, which one guideline lists as a relative contraindication; the written reason the gate asks for."""
NEEDLED = (
    f"{TOLD}“trigger point dry needling to the upper trapezius of a 16 y/o female”, in North Carolina. Simulated: side, landmark, "
    "needles, count, pain and every answer."
)
FOUND = {
    "shoulder_pain": "“marked shoulder pain”",
    "loss_of_elevation": "“an inability to lift the arm above shoulder height”",
    "headache": "“headaches at school”",
    "scapular_dyskinesis": "“scapular dyskinesis”, as the referring MD diagnosed it",
}
"""The only findings told, in the post's words. What is not here was not told and stays unassessed."""
SOURCE = "multidirectional_instability"
SIDE = "right"
SITE = "upper_trapezius"
NEEDLED_DAYS_AGO, NEEDLED_AFTER_DAYS = 2, 88
"""Needled about three months into the therapy; the days themselves are simulated."""
JURISDICTION = "us-nc"
COURSE = DemoCourse(
    Goal("Simulated: reach the top shelf of the school locker", "psfs", 3.0, 8.0),
    (3, 3, 3, 3, 3, 3, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2),
    words="Simulated: we train your shoulder blade first, then the small muscles of the shoulder, and go up while it stays calm.",
    load_kg=1.0,
    asks_sitting=False,
)
PAINFUL = ("neck_shoulder", "shoulder_top", "shoulder_outer", "back_of_head")
"""Where the simulated drawing has pain."""
NEEDLES: tuple[dict[str, Any], ...] = tuple(
    {
        **{"site": SITE, "side": SIDE, "landmark": landmark, "gauge_mm": 0.25, "length_mm": 25.0, "lot": "simulated-1"},
        **{"depth_mm": depth_mm, "passes": 4, "twitches": twitches, "pain_quality": quality, "dwell_s": 20.0},
        **{"stimulation": "manual", "point_view": "back", "point_x": x, "point_y": y},
    }
    for landmark, depth_mm, twitches, quality, x, y in (
        (
            "Simulated: free rim, lifted off between two fingers, halfway from neck to point of the shoulder",
            10.0,
            2,
            "familiar",
            0.60,
            0.186,
        ),
        ("Simulated: the same rim, 2 cm nearer to the neck", 12.0, 0, "dull_ache", 0.58, 0.178),
    )
)
COUNT: dict[str, Any] = {
    **{"needles_in": 2, "needles_out": 2, "pain_before_0_10": 4.0, "pain_after_0_10": 3.0, "bleeding": "no", "bruising": "no"},
    **{"faintness": "no", "breathing_normal": "yes", "strength_and_feeling_normal": "yes", "aftercare_given": "yes"},
    "note": NEEDLED,
}
SORE = ("sore",)
"""What she answered yes to the day after; simulated, as the rest of that check."""


def add_source_case(therapist: Actor, lead: Actor, today: datetime.date) -> None:
    """The patient, her evaluation and programme, the visit in which she was needled, and the check of the day after."""
    needled_on = today - datetime.timedelta(days=NEEDLED_DAYS_AGO)
    began_on = needled_on - datetime.timedelta(days=NEEDLED_AFTER_DAYS)
    # She is 16 from the September of the complaint until the spring after today.
    born = (began_on - datetime.timedelta(days=100)).replace(day=1)
    born = born.replace(year=born.year - AGE_YEARS)
    with clock_at(moment_of(therapist, began_on, 8)):
        set_jurisdiction(lead, JURISDICTION)
        _file_papers(therapist, today)
    with clock_at(moment_of(therapist, began_on, 9)):
        details = PatientDetails(*NAME, born, "female", RECORD_NUMBER)
        patient = register_patient(therapist, details, simulated=True)
        episode = open_episode(therapist, patient.pk, COMPLAINT, region=REGION)
    hold_visit(therapist, episode.pk, EncounterKind.EVALUATION, moment_of(therapist, began_on), _evaluation())
    tell_outcomes(therapist, episode.pk, began_on, _scores(7, (2, 3), 40))
    add_course(therapist, episode, RECORD_NUMBER, COURSE, today)
    tell_outcomes(therapist, episode.pk, needled_on, {**_scores(4, (5, 5), 62), "groc": {"number": 3}})
    visit_id = _needle(therapist, patient.pk, episode.pk, moment_of(therapist, needled_on, 16))
    _answer_next_day(therapist, visit_id, moment_of(therapist, needled_on + datetime.timedelta(days=1), 17))


def _file_papers(therapist: Actor, today: datetime.date) -> None:
    """The therapist's licence and attested training. North Carolina asks for no number of hours, and none is made up."""
    details = LicenceDetails(
        JURISDICTION,
        "simulated",
        expires_on=today + datetime.timedelta(days=365),
        unrestricted=True,
        held_since=today.replace(month=1, day=1, year=today.year - 8),
        training_attested=True,
        proof="Simulated. The post's own author trained with Myopain Seminars; this person is made up.",
    )
    file_licence(therapist, therapist.person_id, details)


def _evaluation() -> list[Change]:
    """What is told of the beginning, and a drawing that nobody told of."""
    side = BodySide(SIDE)
    drawing = Drawing("female", (Area(Sensation.ACHE, 6, Depth.DEEP, regions=tuple(Place(part, side) for part in PAINFUL)),))
    texts = {
        "referral": DIAGNOSED,
        "history:complaint": SUFFERED,
        "history:drawing": "Simulated: the post shows no drawing.",
        "plan": BEGAN,
        "summary": "Simulated visit: the years are moved, so that the demo ends today. Day, birth date, drawing and all scores are simulated. "
        "Side, sport, tests and red flags are not told, and stay open.",
    }
    findings = [
        one for finding, words in FOUND.items() for one in findings_of((finding,), note=f"published ({READ_IN}): {words}")
    ]
    view = f"{TOLD}the diagnosis of the referring MD, as reported. That the first source of the board is accepted is simulated."
    return [
        *findings,
        *closing_of("Not published", (SOURCE,), "accept", view, REGION),
        *(Change("text", key, {"text": text}) for key, text in texts.items()),
        Change("drawing", DRAWING_KEY, {"drawing": drawing_document(drawing)}),
    ]


def _scores(worst: int, activities: tuple[int, int], sane: int) -> dict[str, Any]:
    """Made-up answers of one follow-up."""
    words = ("Lift the arm above shoulder height", "Sit through a day at school")
    scored = [{"text": text, "score": score} for text, score in zip(words, activities, strict=True)]
    return {"nprs_worst": {"number": worst}, "sane": {"number": sane}, "psfs": {"activities": scored}}


def _needle(therapist: Actor, patient_id: uuid.UUID, episode_id: uuid.UUID, at: datetime.datetime) -> uuid.UUID:
    """The visit with needling: consent of a parent and the young person's own word, screen, needles, count, both signatures."""
    texts = {"better_or_worse": HELPED, "pain": CONTINUED, "other": MOTHER}
    changes = [
        *(Change("text", INTERVAL + part, {"text": text}) for part, text in texts.items()),
        *findings_of(("headache",), note=f"published ({READ_IN}): “she continued to c/o … headaches”"),
        Change("text", "plan", {"text": "Simulated: the programme goes on; needling again only if this one changed something."}),
    ]
    visit_id = hold_visit(therapist, episode_id, EncounterKind.TREATMENT, at, changes, signed=False)
    day = at.date()
    consent = ConsentDetails(
        signed_on=day,
        signed_by="parent",
        signer_name="Simulated mother",
        copy_given_on=day,
        parent_consent_on=day,
        parent_name="Simulated mother",
        assent="yes",
        note="Simulated: names, day and answers. The post tells only that the mother was spoken to.",
    )
    with clock_at(at + datetime.timedelta(minutes=5)):
        give_needling_consent(therapist, patient_id, consent)
        sites = (PlannedSite(SITE, SIDE),)
        plan = PlanDetails(sites, "muscle", therapist.person_id, in_plan_of_care=True, referral="told")
        plan_needling(therapist, visit_id, plan)
        screen_for_needling(therapist, visit_id, {item.id: "no" for item in known_needling().screen})
        override_needling_rule(therapist, visit_id, "default.minor_reason", REASON)
        start_needling(therapist, visit_id)
    for number, needle in enumerate(NEEDLES):
        with clock_at(at + datetime.timedelta(minutes=10 + 2 * number)):
            record_insertions(therapist, visit_id, [InsertionRow(needle)])
    with clock_at(at + datetime.timedelta(minutes=20)):
        count_needles(therapist, visit_id, COUNT)
        sign_needling(therapist, visit_id)
        sign_encounter(therapist, visit_id)
    return visit_id


def _answer_next_day(therapist: Actor, visit_id: uuid.UUID, at: datetime.datetime) -> None:
    """The check of the day after, by its link on the phone; the one of the second day, for the lung, is left to be asked."""
    with clinic_scope(therapist.clinic_id, writes=False):
        check = NeedlingCheck.objects.select_related("session").get(session__encounter_id=visit_id, check_kind="next_day")
        answers = {question.id: "yes" if question.id in SORE else "no" for question in questions_of(check)}
    with clock_at(at):
        opened = open_needling_check(Stranger(), issue_needling_check_link(therapist, check.pk).code)
        patient = find_needling_check(opened.cookie)
        if patient is None:
            raise LookupError("the demo's check was not opened")
        answer_needling_check(patient, answers)
    with clock_at(at + datetime.timedelta(hours=1)):
        see_needling_check(therapist, check.pk)
