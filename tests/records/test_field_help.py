"""The '?' beside a field: every field of these pages has one, or says by itself what it is."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from django.test import Client
from django.urls import reverse
from records.signing_in import let_in

from enthesis.access.actor import Actor, Stranger
from enthesis.actions.answer_intake import answer_intake, submit_intake
from enthesis.actions.issue_intake_link import issue_intake_link
from enthesis.actions.open_intake import find_session, open_intake
from enthesis.actions.record_entries import Change, record_entries
from enthesis.actions.start_encounter import start_encounter
from enthesis.records.episodes import Encounter
from enthesis.records.patients import Patient
from enthesis.records.plans import Plan

CONTROL = re.compile(r"<(?:input|select|textarea)\b[^>]*>")
SELF_EXPLAINING = re.compile(r"q|theme|show|card_state|on_day|text|score_|measure|number_|shown_\w+")
"""The search, the theme, which findings are listed, the current finding's copy in the list; a day, a few words, a rating beside its
activity, a choice from a list, a number whose question stands above it, and the list beside a body chart that is only shown."""
HELPED_BY: Mapping[str, Mapping[str, str]] = {
    "room": {
        r"f": "room.state", r"v": "room.value", r"s": "room.side", r"n": "room.note", r"dx\.agrees": "room.agrees",
        r"dx\.source": "room.sources", r"dx\.reason": "room.reason", r"t\.plan": "room.plan", r"t\.onset": "room.onset",
        r"t\.duration_weeks": "room.duration_weeks", r"t\.left_out:.*": "room.left_out", r"rf": "room.flag_done", r"rr": "room.flag_reason",
        r"m\.(straight_leg_raise|slump_knee_extension)_deg\..*": "room.neuro_angle", r"m\.(dermatome|myotome|reflex)_.*": "room.grade",
        r"m\..*_strength_.*": "room.strength", r"m\.[a-z_]+_deg\..*": "room.range", r"m\.repeated_.*_during\.": "room.during",
        r"m\.repeated_.*_after\.": "room.after",
    },
    "treatment_visit": {
        r"f": "visit.retest", r"f\.note": "visit.retest_note", r"[ix]\.(\w+)": r"visit.\1", r"t\.(\w+)": r"visit.\1",
        r"(pain_now|pain_worst)": r"visit.\1",
    },
    "discharge": {r"(goal|reason|summary|maintenance)": r"discharge.\1"},
    "outcomes": {r"kind": "event.kind"},
    "choose_measures": {r"measure": "asked.measures"},
    "change_plan": {
        r"e\.keep": "plan.keep", r"[ei]\.reason": "plan.reason", r"i\.decision": "plan.decision", r"i\.dose": "plan.intervention_dose",
        r"e\.(\w+)": r"plan.\1", r"g\.words": "plan.goal", r"g\.(\w+)": r"plan.\1", "clinician_sentence": "plan.cs",
        r"(add_\w+|phase|programme|overlay|ceiling|marker|run_level|run_goal|review_in_days|patient_sentence)": r"plan.\1",
    },
    "tell_day": {
        r"s\.done": "told.session", r"[ms]\.(\w+)": r"told.\1", r"r\.pain": "told.run_pain", r"r\.(\w+)": r"told.\1",
        r"(day|another)": r"told.\1", r"t\.minutes": "told.sat", r"w\.what": "told.warning",
    },
    "episode_runs": {"pain": "told.run_pain", r"(run_file|pace|another)": r"told.\1"},
    "review_intake": {"f": "intake.state", r"(text|measure|drawing|into)": r"intake.\1"},
    "enter_outcome": {r"activity_": "outcomes.activity", r"taken_on": "outcomes.taken_on"},
}  # fmt: skip
"""For each page, the fields by what their names look like, and the text that must stand there."""


def fields_of(page: str) -> set[str]:
    """Names of what can be filled in, with the numbers of rows and the ids of findings taken out."""
    tags = [tag for tag in CONTROL.findall(page) if 'type="hidden"' not in tag]
    names = {html.unescape(found[1]) for tag in tags if (found := re.search(r'\bname="([^"]+)"', tag))}
    return {re.sub(r"\d+", "", re.sub(r"^([fvsn]|dx\.source|rf|rr)\.[^.]+", r"\1", name)) for name in names}


def not_helped(client: Client, page: str, of: object, query: str = "") -> list[str]:
    """Fields of a page without a text."""
    answer = client.get(reverse(page, args=[of]) + query)
    assert answer.status_code == 200
    text = answer.content.decode()
    found: list[str] = []
    for name in fields_of(text):
        keys = [re.sub(f"^{like}$", key, name) for like, key in HELPED_BY[page].items() if re.fullmatch(like, name)]
        if not any(f'data-help="{key}"' in text for key in keys) and not (SELF_EXPLAINING.fullmatch(name) and not keys):
            found.append(name)
    return sorted(found)


def test_every_field_of_the_room_has_a_help_text(therapist: Actor, encounter: Encounter) -> None:
    raises = {"finding": "saddle_numbness", "result": "positive"}
    record_entries(therapist, encounter.pk, [Change("finding", "saddle_numbness", raises)], lambda _encounter: None)
    assert not_helped(let_in(therapist), "room", encounter.pk, "?whole=yes") == []


def test_every_field_of_a_plan_and_of_what_is_told_by_it_has_one(therapist: Actor, evaluated: Encounter, plan: Plan) -> None:
    client = let_in(therapist)
    for page in ("change_plan", "tell_day", "episode_runs"):
        assert not_helped(client, page, plan.episode_id) == []


def test_every_field_of_a_plan_that_is_made_has_one(therapist: Actor, evaluated: Encounter) -> None:
    assert not_helped(let_in(therapist), "change_plan", evaluated.episode_id) == []


def test_every_field_of_what_a_therapist_takes_over_from_an_intake_has_one(therapist: Actor, patient: Patient) -> None:
    session = find_session(open_intake(Stranger(), issue_intake_link(therapist, patient.pk).code, "").cookie, "")
    assert session is not None
    area = {"sensation": "ache", "intensity_nrs_0_10": 4, "depth": "deep", "strokes": []}
    places = [{"region": "sit_bone", "side": "right"}]
    drawing = {"version": 1, "build": "neutral", "areas": [{**area, "regions": places}]}
    answer_intake(session.actor, "where", {"drawing": {"drawing": drawing}}, "start")
    answer_intake(session.actor, "moving", {"running": {"choice": "worse"}}, "day")
    answer_intake(session.actor, "scores", {"pain_now": {"number": 4}}, "goals")
    answer_intake(session.actor, "goals", {"goals": {"text": "Run the club's 10 km"}}, "check")
    submit_intake(session.actor)

    shown = let_in(therapist).get(reverse("review_intake", args=[session.actor.intake_id])).content.decode()
    assert {"f", "text", "measure", "drawing", "into"} <= fields_of(shown), "each kind of what can be taken over"
    assert not_helped(let_in(therapist), "review_intake", session.actor.intake_id) == []


def test_every_field_of_a_visit_of_discharge_and_of_outcomes_has_one(therapist: Actor, plan: Plan) -> None:
    client = let_in(therapist)
    visit = start_encounter(therapist, plan.episode_id, "treatment")
    assert not_helped(client, "treatment_visit", visit.pk) == []
    for page in ("discharge", "outcomes", "choose_measures"):
        assert not_helped(client, page, plan.episode_id) == []
    assert not_helped(client, "enter_outcome", plan.episode_id, "?measure=psfs") == []
