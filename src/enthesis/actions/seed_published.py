"""The two published patients of the demo: what the report says, nothing more; all else is marked as simulated.

Jayaseelan DJ, Moats N, Ricardo CR. J Orthop Sports Phys Ther 2014;44(3):198-205. doi 10.2519/jospt.2014.4905. Its abstract and a
therapist's retelling were read, not its full text. Not known: sides, durations, scores, strength, doses, the number and sites of needling
sessions, and every date.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from enthesis.access.actor import Actor
from enthesis.actions.discharge_episode import discharge_episode
from enthesis.actions.note_event import note_event
from enthesis.actions.open_episode import open_episode
from enthesis.actions.record_entries import Change
from enthesis.actions.record_treatment import INTERVAL
from enthesis.actions.register_patient import PatientDetails, register_patient
from enthesis.actions.seed_clock import clock_at
from enthesis.actions.seed_visits import closing_of, findings_of, hold_visit, moment_of, tell_outcomes
from enthesis.records.episodes import EncounterKind
from enthesis.records.outcomes import DischargeReason, EpisodeEventKind

READ_IN = "Jayaseelan et al. 2014"
FOUND = ("buttock_pain", "running_pain", "sitting_pain", "ischial_tenderness")
"""Buttock pain with running and with sitting, the ischial tuberosity tender: told of both in the abstract."""
TREATED = (
    f"Published ({READ_IN}): patient-specific eccentric hamstring loading, lumbopelvic stabilisation and trigger point dry "
    "needling, in phases. Doses, and number and sites of needling sessions, could not be read."
)
HAMSTRING = "proximal_hamstring_tendinopathy"


@dataclass(frozen=True)
class Published:
    """One patient of the report."""

    name: str
    record_number: str
    age_years: int
    sport: str
    visits: int
    weeks: int
    discharged_days_ago: int
    """Made up, like every date: it puts the six months of the report behind today."""
    at_discharge: str
    race: str
    simulated_worst_pain: tuple[int, int, int]
    """At the start, halfway and at the end; made up."""
    simulated_sane: tuple[int, int, int]
    race_days_ago: int
    reason: DischargeReason
    """That a goal was reached is told of the first only."""
    new_complaint: str = ""
    new_complaint_side: str = ""


PUBLISHED = (
    Published(
        *("Published patient 1", "P-1", 71, "running, triathlon", 9, 8, 190),
        "reached the goal of running 8 to 10 km five times a week without pain",
        "triathlon, symptom-free (told 6 months after discharge)",
        *((6, 3, 1), (50, 72, 92), 40, DischargeReason.GOALS_REACHED),
    ),
    Published(
        *("Published patient 2", "P-2", 69, "running, marathon", 8, 10, 185),
        "ran 30 km without symptoms; hamstring pain significantly less",
        "marathon, pain-free (told 6 months after discharge)",
        *((6, 4, 2), (48, 66, 85), 30, DischargeReason.OTHER),
        f"Published ({READ_IN}): unrelated right shoulder, subacromial impingement",
        "right",
    ),
)


def add_published(actor: Actor, published: Published, today: datetime.date) -> None:
    """One published patient: the course, the discharge, six months later, and what came new."""
    discharged_on = today - datetime.timedelta(days=published.discharged_days_ago)
    began_on = discharged_on - datetime.timedelta(weeks=published.weeks)
    given, _, family = published.name.partition(" ")
    # The age is published, the day of birth is not: one that makes the age hold from the first visit until today.
    born = (began_on - datetime.timedelta(days=30)).replace(day=1)
    born = born.replace(year=born.year - published.age_years)
    with clock_at(moment_of(actor, began_on, 9)):
        details = PatientDetails(given, family, born, "male", published.record_number, published.sport)
        patient = register_patient(actor, details, simulated=True)
        complaint = f"Published ({READ_IN}): buttock pain with running and with sitting"
        episode = open_episode(actor, patient.pk, complaint)
    said = f"Simulated visit: the report gives {published.visits} visits over {published.weeks} weeks, and neither their days nor their content."
    step = datetime.timedelta(days=7 * published.weeks / (published.visits - 1))
    for number in range(published.visits):
        at = moment_of(actor, began_on + number * step)
        if number == 0:
            note = f"published ({READ_IN}, abstract)"
            changes = [
                *findings_of(FOUND, note=note),
                *closing_of("Not published", (HAMSTRING,), "accept", f"Published ({READ_IN}): what the two were treated for."),
                Change(
                    "text",
                    "summary",
                    {"text": f"{said} The findings are published; day, birth date and all scores are simulated."},
                ),
                Change("text", "plan", {"text": TREATED}),
            ]
            hold_visit(actor, episode.pk, EncounterKind.EVALUATION, at, changes)
        else:
            hold_visit(actor, episode.pk, EncounterKind.TREATMENT, at, [Change("text", INTERVAL + "other", {"text": said})])
    for days, pain, sane in zip(
        (0, 7 * published.weeks // 2, 7 * published.weeks), published.simulated_worst_pain, published.simulated_sane, strict=True
    ):
        day = began_on + datetime.timedelta(days=days)
        tell_outcomes(actor, episode.pk, day, {"nprs_worst": {"number": pain}, "sane": {"number": sane}})
    with clock_at(moment_of(actor, discharged_on, 11)):
        at_discharge = f"Published ({READ_IN}): {published.at_discharge}"
        text = f"{at_discharge} (day simulated)"
        note_event(actor, episode.pk, EpisodeEventKind.RUNNING_RESUMED, discharged_on, text, simulated=False)
        discharge_episode(
            actor,
            episode.pk,
            published.reason,
            maintenance="Not published.",
            summary=f"{at_discharge}. {TREATED}",
            goal_reached=True if published.reason == DischargeReason.GOALS_REACHED else None,
        )
    raced_on = today - datetime.timedelta(days=published.race_days_ago)
    asked_on = discharged_on + datetime.timedelta(days=183)
    with clock_at(moment_of(actor, asked_on, 11)):
        note_event(
            actor,
            episode.pk,
            EpisodeEventKind.RACE,
            raced_on,
            f"Published ({READ_IN}): {published.race} (day simulated)",
            simulated=False,
        )
        if published.new_complaint:
            open_episode(actor, patient.pk, published.new_complaint, published.new_complaint_side, region="neck_shoulder")
