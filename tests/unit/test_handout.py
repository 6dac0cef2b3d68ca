"""The home programme on paper, and what was done in a visit, in words."""

from __future__ import annotations

import datetime
import io
from dataclasses import replace
from functools import lru_cache
from typing import Any

import pytest

from enthesis.care.plan_document import Goal, PlanDocument, PlannedDose, PlannedExercise, PlannedIntervention
from enthesis.knowledge.loading import find_pack_folder
from enthesis.knowledge.rehabilitation import Rehabilitation
from enthesis.knowledge.rehabilitation_loading import load_rehabilitation
from enthesis.reports.care_words import exercise_words, intervention_words
from enthesis.reports.encounter_record import Recorded
from enthesis.reports.handout import Handout, compose_handout, dose_in_plain_words
from enthesis.reports.pdf import can_make_pdf, make_pdf
from enthesis.web.notes.paper import find_static
from enthesis.web.templating import get_template

DOSE = PlannedDose(3, 8, None, 6.0, "", (3, 0, 3), 90, 6, 3, 30)
EXERCISE = PlannedExercise("ham_rdl_sl", "Single-leg deadlift", "right", DOSE, "", "", "judgement")
PLAN = PlanDocument(
    purpose="rehabilitation",
    programme="",
    phase="isotonic_low_flexion",
    phase_because="",
    overlay="",
    sources=(),
    goals=(Goal("run 5 km"), Goal("Sitting: no longer in the way (proposed; ask for the patient's own words)")),
    pain_ceiling_0_10=4,
    marker="ham_bridge_sl",
    run_level="",
    run_goal="",
    exercises=(EXERCISE,),
    interventions=(
        PlannedIntervention("heat", "Heat", (), "", (), "10 min", "opinion", "", "accepted"),
        PlannedIntervention("education_load_advice", "Education", (), "", (), "each visit", "opinion", "", "declined"),
    ),
    conflicts=(),
    refer=(),
    review_in_days=14,
)


@lru_cache(maxsize=1)
def rehabilitation() -> Rehabilitation:
    return load_rehabilitation(find_pack_folder("posterior_hip"))


def written(plan: PlanDocument = PLAN, **more: Any) -> Handout:
    settings: dict[str, Any] = {
        "clinic_name": "Harbour", "clinic_lines": (), "telephone": "1", "patient_name": "Alex", "record_number": "",
        "day": "23 November 2026", "plan_number": 2, "why": "", "affected_side": "right", "units": "metric",
        "simulated": True, "paper": "a4", "language": "en-GB",
    }  # fmt: skip
    return compose_handout(plan, rehabilitation(), **{**settings, **more})


@pytest.mark.parametrize(
    ("dose", "how_much", "detail"),
    [
        (DOSE, "3 sets of 8", "Weight: 6 kg"),
        (replace(DOSE, sets=1), "1 set of 8", "Pace: 3 s down, 3 s up"),
        (replace(DOSE, repetitions=None, hold_s=30, sets=4), "Hold 30 seconds, 4 times", "Rest 90 s between sets"),
        (replace(DOSE, repetitions=None, hold_s=30, sets=1), "Hold 30 seconds, once", "3 times a week"),
        (replace(DOSE, repetitions=None, hold_s=30, sets=2), "Hold 30 seconds, twice", "Effort about 6 of 10"),
        (replace(DOSE, hold_s=5), "3 sets of 8, each held 5 seconds", "3 times a week"),
        (replace(DOSE, sessions_per_week=7), "3 sets of 8", "Every day"),
        (replace(DOSE, sessions_per_week=1), "3 sets of 8", "Once a week"),
        (replace(DOSE, load_kg=None, load_words="a light band"), "3 sets of 8", "Weight: a light band"),
        (replace(DOSE, tempo_s=(3, 1, 3)), "3 sets of 8", "Pace: 3 s down, 1 s held, 3 s up"),
    ],
)
def test_a_dose_in_plain_words(dose: PlannedDose, how_much: str, detail: str) -> None:
    said, details = dose_in_plain_words(dose)

    assert said == how_much
    assert detail in details


def test_a_goal_that_nobody_worded_and_what_was_declined_are_not_printed() -> None:
    handout = written()

    assert handout.goals == ("run 5 km",)
    assert handout.advice == (("Heat", "10 min"),)


@pytest.mark.parametrize(("overlay", "n_exercises"), [("", 1), ("flare", 1), ("hold", 1), ("refer", 0)])
def test_a_plan_that_refers_prints_no_exercise(overlay: Any, n_exercises: int) -> None:
    handout = written(replace(PLAN, overlay=overlay))

    assert len(handout.exercises) == n_exercises
    assert len(handout.log_columns) == n_exercises
    assert bool(handout.held) == bool(overlay)


def test_an_exercise_that_is_not_drawn_says_so_by_having_no_picture() -> None:
    unknown = replace(EXERCISE, id="something_else")

    assert written(replace(PLAN, exercises=(unknown,))).exercises[0].pictures == ()


def test_every_rung_of_the_ladder_can_be_printed_in_both_units() -> None:
    for level in rehabilitation().run_levels:
        for units in ("metric", "imperial"):
            assert written(replace(PLAN, run_level=level.id), units=units).running.startswith(level.name)


def entry(kind: str, **content: Any) -> Recorded:
    return Recorded("1", kind, "k", content, "Thea", datetime.datetime(2026, 11, 23, tzinfo=datetime.UTC))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"intervention": "heat"}, "Heat"),
        (
            {"intervention": "heat", "site": "sit bone", "side": "right", "dose": "10 min", "response": "eased"},
            "Heat: sit bone, right, 10 min, eased",
        ),
        ({"intervention": "heat", "pain_before_0_10": 4.0, "pain_after_0_10": 0.0}, "Heat: pain 4/10 before, 0/10 after"),
        ({"intervention": "heat", "pain_before_0_10": 0.0}, "Heat: pain 0/10 before"),
        ({"intervention": "heat", "pain_after_0_10": 2.5}, "Heat: pain 2.5/10 after"),
        ({"intervention": "not_in_pack"}, "not in pack"),
    ],
)
def test_what_was_done_in_one_line(content: dict[str, Any], said: str) -> None:
    assert intervention_words(entry("intervention", **content), {"heat": "Heat"}) == said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"exercise": "rdl", "dose": {}}, "Deadlift"),
        (
            {"exercise": "rdl", "dose": {"sets": 3, "repetitions": 8, "load_kg": 7.5}, "pain_during_0_10": 0.0},
            "Deadlift: 3 x 8, 7.5 kg, pain during 0/10",
        ),
        ({"exercise": "rdl", "dose": {"sets": 4, "hold_s": 30}, "note": "shaky"}, "Deadlift: 4 x 30 s, shaky"),
    ],
)
def test_an_exercise_done_in_one_line(content: dict[str, Any], said: str) -> None:
    assert exercise_words(entry("exercise_done", **content), {"rdl": "Deadlift"}) == said


@pytest.mark.skipif(not can_make_pdf(), reason="WeasyPrint or pango is missing")
def test_no_exercise_is_printed_twice_where_a_page_ends() -> None:
    import pypdf

    goals = tuple(Goal(f"walk {n} km " * 12) for n in range(24))  # so many that a page ends inside an exercise
    handout = written(replace(PLAN, goals=goals, exercises=(EXERCISE, EXERCISE)), paper="letter")
    html = get_template("plans/handout.html").render(handout=handout, large=True, for_pdf=True, csrf_token="")
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(make_pdf(html, find_static))).pages)
    assert text.count("3 sets of 8") == 2
