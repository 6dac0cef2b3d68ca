"""A whole episode from small tables, for the tests of documents: nine visits, a plan that moves, scores, a discharge, a marathon."""

from __future__ import annotations

import datetime
import io
import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import docx
from encounter_table import assess, entries_of

from enthesis.actions.outcome_knowledge import get_outcome_measures
from enthesis.care.plan_document import Goal, PlanDocument, PlannedDose, PlannedExercise, PlannedIntervention, PlannedSource
from enthesis.knowledge.pack import Pack
from enthesis.reasoning.assessment import Assessor
from enthesis.reports.encounter_record import (
    ClinicDetails,
    EncounterDetails,
    EncounterRecord,
    EpisodeDetails,
    PatientDetails,
    PlanAt,
    Recorded,
)
from enthesis.reports.episode_documents import BY_KIND
from enthesis.reports.note import Note
from enthesis.reports.outcome_record import (
    Asked,
    CriterionState,
    DischargeDetails,
    Happening,
    LoggedPain,
    OutcomeRecord,
    Told,
    Trend,
    Unscored,
    Value,
)
from enthesis.reports.referral_letter import Writing
from enthesis.reports.word_file import make_word_file

START = datetime.datetime(2026, 3, 2, 9, 30, tzinfo=datetime.UTC)
WRITING = Writing("Thea Berg, PT", "1 December 2026", "1 December 2026, 12:00")
EVALUATION = """
text onset insidious
text duration_weeks 26
text goals half marathon in April
text referral Dr. Okafor, sports medicine, on 24 February 2026
finding distance_runner positive
finding training_load_increase positive note="25 to 40 km a week since January 2026, told Alex"
finding ischial_pain positive
finding pain_below_knee negative
finding night_pain negative
finding fever negative
finding sitting_pain positive note="over 20 minutes"
finding walking_pain negative
finding slump_test negative
finding puranen_orava positive
finding bent_knee_stretch positive
finding faber negative
finding ischial_tenderness positive
measure knee_flexion_strength_90_n 180 side=right
measure knee_flexion_strength_90_n 225 side=left
measure pain_now_nrs_0_10 3
measure pain_worst_week_nrs_0_10 7
text left_out:Dermatomes no symptom below the knee
text plan Isometric holds, daily
diagnosis accept sources=proximal_hamstring_tendinopathy
"""
TREATMENTS = (
    "text interval_better_or_worse the same\ntext interval_adherence most of it\ntext interval_reaction_to_last_visit no reaction\n"
    "finding bent_knee_stretch positive\nmeasure pain_worst_week_nrs_0_10 6",
    "text interval_better_or_worse better\ntext interval_adherence all of it\nfinding puranen_orava negative\n"
    "measure pain_worst_week_nrs_0_10 4\nmeasure knee_flexion_strength_90_n 205 side=right",
    "text interval_better_or_worse better\ntext interval_reaction_to_last_visit sore, gone within 24 h\n"
    "finding bent_knee_stretch negative\nfinding ischial_tenderness equivocal\nmeasure pain_worst_week_nrs_0_10 2",
)


def visit_at(
    pack: Pack, n: int, at: datetime.datetime, kind: str, table: str, assessor: Assessor | None = None
) -> EncounterRecord:
    """One meeting of the episode."""
    entries = tuple(
        replace(entry, id=str(uuid.uuid5(uuid.NAMESPACE_OID, f"{n} {entry.kind} {entry.key}")), at=at)
        for entry in entries_of(table)
    )
    if kind == "treatment":
        content = {
            "intervention": "manual_therapy",
            "site": "posterior thigh",
            "side": "right",
            "dose": "5 min",
            "response": "less sore",
            "pain_before_0_10": 4,
            "pain_after_0_10": 3,
        }
        entries += (Recorded(f"i{n}", "intervention", "intervention_0", content, "Thea Berg", at),)
    return EncounterRecord(
        clinic=clinic(),
        patient=patient(),
        episode=episode(),
        encounter=EncounterDetails(str(uuid.uuid5(uuid.NAMESPACE_OID, f"visit {n}")), kind, "signed", at, "Thea Berg, PT"),
        entries=entries,
        pack=pack,
        assessment=assess(assessor, entries) if assessor is not None else None,
        care_names={"manual_therapy": "Manual therapy"},
    )


def clinic(**changes: Any) -> ClinicDetails:
    return replace(
        ClinicDetails("Harbour Physiotherapy", "12 Quay Street", "020 7946 0018", zone=ZoneInfo("Europe/London"), country="GB"),
        **changes,
    )


def patient(**changes: Any) -> PatientDetails:
    who = PatientDetails("p1", "Alex Muster", datetime.date(1954, 12, 5), 71, "male", "R-1042", "running", simulated=False)
    return replace(who, registered_by="Dana Desk", registered_at=START, **changes)


def episode() -> EpisodeDetails:
    return EpisodeDetails("e1", "sore sit bone when running", "right", "Thea Berg", START)


def dose(**changes: Any) -> PlannedDose:
    return replace(PlannedDose(4, None, 45, None, "", None, 60, 4, 7, None), **changes)


def plan_at(n: int, days: int, phase: str, *, load_kg: float | None = None, because: str = "") -> PlanAt:
    holds = PlannedExercise("ham_iso_heel_dig", "Supine heel dig", "right", dose(), "", "Rich A et al. 2023", "abstract")
    lifts = PlannedExercise(
        *("ham_rdl_sl", "Single-leg Romanian deadlift", "right"),
        dose(sets=3, repetitions=8, hold_s=None, load_kg=load_kg, sessions_per_week=3),
        *("", "judgement", "judgement"),
    )
    advice = PlannedIntervention(
        *("progressive_loading", "Progressive tendon loading", ("proximal_hamstring_tendinopathy",), "", (), "", "moderate"),
        *("Nasser AM et al. 2021", "accepted"),
        effect="Loading helps some people; how much is not certain.",
        basis="abstract",
    )
    document = PlanDocument(
        *("rehabilitation", "", phase, "", ""),
        sources=(PlannedSource("proximal_hamstring_tendinopathy", "proximal hamstring tendinopathy", 0.8),),
        goals=(Goal("Run 10 km on the flat", "psfs", 3.0, 8.0),),
        pain_ceiling_0_10=3,
        marker="",
        run_level="",
        run_goal="",
        exercises=(holds,) if load_kg is None else (holds, lifts),
        interventions=(advice,),
        conflicts=(),
        refer=(),
        review_in_days=14,
    )
    names = {"isometric": "Isometric holds", "slow": "Slow heavy loading", "quick": "Quick loading"}
    plain = "You hold still against a steady effort. This keeps the tendon working while the pain settles."
    by = "Thea Berg" if n % 2 else ""
    return PlanAt(
        f"plan{n}", n, START + datetime.timedelta(days=days), by, document, because, names[phase], plain, "We begin gently."
    )


def logged(first: datetime.date, day: int, *pains: Sequence[float | None]) -> tuple[LoggedPain, ...]:
    """Pain of a row of days from a day of the episode on: of the mornings, then of the exercises; None where none was logged."""
    found = [
        LoggedPain(f"{when}{n}", first + datetime.timedelta(days=day + n), when, pain)
        for when, row in zip(("morning", "exercise"), pains, strict=True)
        for n, pain in enumerate(row)
        if pain is not None
    ]
    return tuple(sorted(found, key=lambda one: one.on))


def make_episode(pack: Pack, assessor: Assessor | None = None, **changes: Any) -> OutcomeRecord:
    """The whole episode: nine visits over eight weeks, discharged, asked again after six months."""
    days = (0, 7, 14, 21, 28, 35, 42, 49, 56)
    visits = [visit_at(pack, 1, START, "evaluation", EVALUATION, assessor)]
    for n, day in enumerate(days[1:], 2):
        visits.append(visit_at(pack, n, START + datetime.timedelta(days=day), "treatment", TREATMENTS[min(2, (n - 2) // 3)]))
    first = START.date()
    known = get_outcome_measures().by_id

    def trend(measure: str, *pairs: tuple[int, float], simulated: bool = False) -> Trend:
        values = (
            Value(
                *(f"{measure}{n}", first + datetime.timedelta(days=day), value, "" if n else "Thea Berg", simulated),
                activities=("run",) if measure == "psfs" else (),
            )
            for n, (day, value) in enumerate(pairs)
        )
        return Trend(known[measure], "", tuple(values))

    details: dict[str, Any] = {
        "clinic": clinic(),
        "patient": patient(),
        "episode": episode(),
        "opened_on": first,
        "written_on": datetime.date(2026, 12, 1),
        "visits": tuple(visits),
        "plans": (
            plan_at(1, 0, "isometric"),
            plan_at(2, 18, "slow", load_kg=10.0, because="Pain at or below 3 for 7 days; the next phase may begin."),
            plan_at(3, 32, "slow", load_kg=17.5, because="Alex Muster lifted all sets on 1 April 2026."),
        ),
        "trends": (
            trend("nprs_worst", (0, 7), (28, 4), (56, 1), (240, 0)),
            trend("visa_h", (0, 38), (56, 82)),
            trend("psfs", (0, 3), (56, 8), simulated=True),
            trend("sitting_tolerance", (0, 20)),
        ),
        "happenings": (
            Happening("h1", "flare", "Flare", first + datetime.timedelta(days=24), "after a long drive", "Thea Berg", START),
            Happening(
                "h2",
                "running_resumed",
                "Running resumed",
                first + datetime.timedelta(days=40),
                "walk and run",
                "Thea Berg",
                START,
            ),
            Happening("h3", "race", "Race", first + datetime.timedelta(days=230), "marathon, no symptoms", "", START),
        ),
        "discharge": DischargeDetails(
            "d1",
            START + datetime.timedelta(days=56),
            "Thea Berg",
            "Goals reached",
            (
                CriterionState("nprs_worst", "Worst pain of the last week is low", "met", "1", ""),
                CriterionState("psfs", "The patient's own activities are close to what they were", "met", "8", ""),
                CriterionState("sitting", "Sitting for half an hour without pain", "not_assessed", "", ""),
            ),
            "Two strength sessions a week.",
            "",
        ),
        "asked": (
            Asked("f1", "After 6 weeks", "completed", first + datetime.timedelta(days=42), first + datetime.timedelta(days=43)),
            Asked(
                "f2",
                "6 months after discharge",
                "completed",
                first + datetime.timedelta(days=238),
                first + datetime.timedelta(days=240),
            ),
            Asked("f3", "12 months after discharge", "planned", first + datetime.timedelta(days=421), None),
        ),
        "unscored": (Unscored("u1", "Tampa Scale", first + datetime.timedelta(days=56), "Not scored: 3 of 11 answered.", ""),),
        "logged": logged(first, 45, (9, 3, None, 2, 2, None, 1, 1, 2), (9, 4, 3, None, None, None, 2, 3, 1)),
        "told": Told("planA", 31, 29, 6, 8.5, first + datetime.timedelta(days=1), first + datetime.timedelta(days=54)),
    }
    return OutcomeRecord(**{**details, **changes})


def made(record: OutcomeRecord, kind: str, issued: bool = False, **words: str) -> Note:
    """A document of the record, with what a person wrote into it."""
    return BY_KIND[kind].compose(record, words, WRITING, issued)


def words_of(note: Note) -> str:
    """All text of the Word file."""
    file = docx.Document(io.BytesIO(make_word_file(note)))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in file.paragraphs), *cells])
