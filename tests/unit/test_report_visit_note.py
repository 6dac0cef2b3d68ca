"""The note of a treatment visit: what it carries forward, and what it says has changed."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest
from encounter_table import NOON, entries_of, make_record
from episode_table import plan_at

from enthesis.knowledge.pack import Pack
from enthesis.reports.encounter_record import EarlierEncounter, EncounterDetails, PlanAt, Recorded
from enthesis.reports.evaluation_note import compose_note
from enthesis.reports.note import Note, Sentence

FIRST = """
finding puranen_orava positive
finding ischial_tenderness positive
finding slump_test negative
measure pain_worst_week_nrs_0_10 7
measure knee_flexion_strength_90_n 180 side=right
diagnosis accept sources=proximal_hamstring_tendinopathy
"""


def earlier(table: str = FIRST, days: int = 14) -> EarlierEncounter:
    at = NOON - datetime.timedelta(days=days)
    return EarlierEncounter(1, EncounterDetails("v1", "evaluation", "signed", at, "Thea Berg, PT"), entries_of(table))


def visit(pack: Pack, table: str, *, before: tuple[EarlierEncounter, ...] | None = None, **changes: Any) -> Note:
    held = (earlier(),) if before is None else before
    details = EncounterDetails("v2", "treatment", "open", NOON, "Thea Berg, PT")
    rows = tuple(replace(entry, id=f"{entry.id}now") for entry in entries_of(table))
    return compose_note(make_record(pack, "", entries=rows, encounter=details, earlier=held, **changes))


def said(note: Note) -> dict[str, Sentence]:
    return {sentence.id: sentence for sentence in note.sentences}


WORDING = [
    (
        "finding puranen_orava negative",
        "changed.puranen_orava",
        "Puranen-Orava test: positive at visit 1, 7 September 2026; now negative.",
    ),
    (
        "finding puranen_orava negative",
        "retest.puranen_orava",
        "Puranen-Orava test: last positive (visit 1, 7 September 2026); today negative.",
    ),
    (
        "measure pain_worst_week_nrs_0_10 4",
        "changed.pain_worst_week_nrs_0_10:",
        "Pain worst week: 7/10 at visit 1, 7 September 2026; now 4/10 (−3).",
    ),
    (
        "measure knee_flexion_strength_90_n 205 side=right",
        "remeasured.knee_flexion_strength_90_n:right",
        "Knee flexion, knee at 90° on the right: last 180 N (visit 1, 7 September 2026); today 205 N; change +25 N.",
    ),
    (
        "text interval_other slept badly",
        "changed.none",
        "Nothing that was recorded differs from what was recorded up to visit 1, 7 September 2026.",
    ),
    (
        "finding puranen_orava positive",
        "open.not_tested",
        "Found before and not tested today: Ischial tuberosity tenderness: present on the right (visit 1, 7 September 2026).",
    ),
    (
        "text interval_other well",
        "assessment.carried",
        "Carried forward from visit 1, 7 September 2026: accepts the first source: proximal hamstring tendinopathy.",
    ),
]


@pytest.mark.parametrize(("table", "sentence", "wording"), WORDING, ids=[row[1] for row in WORDING])
def test_wording(posterior_hip: Pack, table: str, sentence: str, wording: str) -> None:
    assert said(visit(posterior_hip, table))[sentence].text == wording


def test_it_stands_in_the_order_of_soap(posterior_hip: Pack) -> None:
    table = "text interval_better_or_worse better\nfinding puranen_orava negative\nmeasure pain_worst_week_nrs_0_10 4\ntext plan Go on"
    order = [section.id for section in visit(posterior_hip, table).sections]
    wanted = ["changed", "interval", "retests", "remeasured", "treatment", "visit_judgement", "plan"]
    assert [id for id in order if id in wanted] == wanted
    assert "assessment" not in order, "a few re-tests are no examination"


def test_a_change_stands_on_both_entries(posterior_hip: Pack) -> None:
    sentence = said(visit(posterior_hip, "measure pain_worst_week_nrs_0_10 4"))["changed.pain_worst_week_nrs_0_10:"]
    assert [trace.kind for trace in sentence.sources] == ["measure", "measure", "rule"]
    assert sentence.sources[-1].label == "4 − 7 = −3"


def test_what_is_not_tested_is_never_unchanged(posterior_hip: Pack) -> None:
    texts = said(visit(posterior_hip, "text interval_other well"))
    assert texts["open.not_tested"].state == "not_assessed"
    assert not any(id.startswith("retest.") for id in texts)


def test_the_other_side_is_not_compared(posterior_hip: Pack) -> None:
    assert "retest.puranen_orava" not in said(visit(posterior_hip, "finding puranen_orava negative side=left"))


def test_a_first_meeting_compares_with_nothing(posterior_hip: Pack) -> None:
    assert "changed.first" in said(visit(posterior_hip, "text interval_other well", before=()))


def test_the_plan_and_its_changes_are_carried(posterior_hip: Pack) -> None:
    plans = tuple(
        replace(plan_at(n, 0, phase, load_kg=load, because="calm mornings"), at=NOON - datetime.timedelta(days=days))
        for n, phase, load, days in ((1, "isometric", None, 14), (2, "slow", 10.0, 3))
    )
    texts = said(visit(posterior_hip, "text interval_other well", plans=plans))
    assert texts["changed.plan.2"].text == "Plan changed on 18 September 2026 by the rules, overnight: calm mornings."
    assert "changed.plan.1" not in texts
    assert texts["assessment.phase"].text == "Phase of the plan: Slow heavy loading."
    assert "10 kg" in texts["plan.exercise.ham_rdl_sl.right"].text


def test_a_plan_without_a_later_version_is_no_change(posterior_hip: Pack) -> None:
    plan: PlanAt = replace(plan_at(1, 0, "isometric"), at=NOON)
    assert "changed.none" in said(visit(posterior_hip, "text interval_other well", plans=(plan,)))


def test_every_entry_of_the_visit_stands_behind_a_sentence(posterior_hip: Pack) -> None:
    table = "text interval_other well\nfinding puranen_orava negative\nmeasure pain_now_nrs_0_10 2\nfinding faber negative\ntext odd:key kept"
    done = Recorded("i1", "intervention", "intervention_0", {"intervention": "heat", "response": "warm"}, "Thea Berg", NOON)
    rows = (*(replace(entry, id=f"{entry.id}now") for entry in entries_of(table)), done)
    details = EncounterDetails("v2", "treatment", "open", NOON, "Thea Berg, PT")
    note = compose_note(make_record(posterior_hip, "", entries=rows, encounter=details, earlier=(earlier(),)))
    traced = {trace.entry_id for sentence in note.sentences for trace in sentence.sources}
    assert {entry.id for entry in rows} <= traced
    assert all(sentence.sources for sentence in note.sentences)
    assert len({s.code for s in note.sentences}) == len({s.id for s in note.sentences}) == len(note.sentences)
