"""What holds for every night, whatever a phone told: the rules alone make nothing higher, and move one thing at a time."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from records.plan_document import DOSE, make_document

from enthesis.actions.plan_after import is_higher, propose, take_back
from enthesis.actions.plan_course import Judged, PlanHistory, VersionOn, dose_of, fold_plan, judge_day, planned_dose
from enthesis.actions.rehabilitation import get_rehabilitation
from enthesis.actions.told_events import StandingEvent, ToldEvent, standing_events
from enthesis.care.dose import Dose
from enthesis.care.plan_document import PlanDocument, read_plan_document
from enthesis.knowledge.regions import default_region

FIRST = datetime.date(2026, 3, 2)
EXERCISES = ("ham_bridge_sl", "ham_longlever_bridge", "ham_rdl_sl_bw")
PAINS = st.none() | st.integers(0, 10)
MORNINGS = st.fixed_dictionaries(
    {
        "marker_pain_0_10": PAINS,
        "worst_pain_24_h_0_10": PAINS,
        "settled_by_24_h": st.none() | st.booleans(),
        "sitting_min": st.none(),
    }
)
SESSIONS = st.fixed_dictionaries(
    {
        "exercise": st.sampled_from(EXERCISES),
        "sets": st.just(3),
        "repetitions": st.just(10),
        "load_kg": st.just(10.0),
        "rpe_0_10": st.none() | st.integers(2, 9),
        "completed_share": st.none() | st.sampled_from([0.5, 1.0]),
        "pain_during_0_10": PAINS,
        "pain_after_0_10": PAINS,
    }
)
WARNINGS = st.fixed_dictionaries({"what": st.sampled_from(["pop", "night_pain"])})
RUNS = st.fixed_dictionaries({"km": st.sampled_from([1.0, 2.0, 5.0]), "minutes": st.just(20), "pain_0_10": PAINS})
TOLD = st.one_of(
    *(st.tuples(st.just("morning"), MORNINGS), st.tuples(st.just("morning"), MORNINGS), st.tuples(st.just("session"), SESSIONS)),
    *(st.tuples(st.just("session"), SESSIONS), st.tuples(st.just("run"), RUNS), st.tuples(st.just("warning"), WARNINGS)),
)
DAYS = st.lists(st.tuples(st.integers(0, 24), TOLD), max_size=60)
CALM = st.lists(st.tuples(st.integers(0, 2), st.integers(2, 4)), min_size=12, max_size=25)


def plan(phase: str = "isotonic_low_flexion", run_level: str = "walk_run_2") -> PlanDocument:
    names = [
        {"id": name, "name": name, "side": "", "dose": DOSE, "why": "", "citation": "", "basis": "judgement"}
        for name in EXERCISES
    ]
    return read_plan_document(make_document(phase=phase, run_level=run_level, exercises=names))


def event(day: int, kind: str, content: dict[str, Any]) -> StandingEvent:
    said = {name: value for name, value in content.items() if value is not None}
    on = FIRST + datetime.timedelta(days=day)
    return StandingEvent(uuid.uuid4(), kind, on, datetime.datetime(2026, 3, 2, tzinfo=datetime.UTC), said, False)


def judged_on(document: PlanDocument, events: list[StandingEvent], day: int) -> Judged:
    return judge_day(PlanHistory([VersionOn(FIRST, document, True)], events), FIRST + datetime.timedelta(days=day))


@settings(max_examples=150, deadline=None)
@given(told=DAYS, day=st.integers(0, 25))
def test_by_themselves_the_rules_make_nothing_higher(told: list[Any], day: int) -> None:
    document = plan()
    judged = judged_on(document, [event(on, kind, content) for on, (kind, content) in told], day)
    after = take_back(document, judged.course, judged.drills)

    before = {exercise.id: dose_of(exercise.dose) for exercise in document.exercises}
    for exercise in after.exercises:
        assert exercise.id not in before or not is_higher(dose_of(exercise.dose), before[exercise.id])
    assert len(after.exercises) <= len(document.exercises)
    places, levels = (
        judged.course.rulebook.place_of_phase,
        [level.id for level in get_rehabilitation(default_region()).run_levels],
    )
    assert places[after.phase] <= places[document.phase] and levels.index(after.run_level) <= levels.index(document.run_level)
    assert after.overlay in ("", "flare", "refer") and after.pain_ceiling_0_10 == document.pain_ceiling_0_10


def calm_course(calm: list[tuple[int, int]]) -> list[StandingEvent]:
    """A day for each pair of pain and effort: its morning, and every second day all exercises as planned."""
    events: list[StandingEvent] = []
    for day, (pain, effort) in enumerate(calm):
        events.append(event(day, "morning", {"marker_pain_0_10": pain, "worst_pain_24_h_0_10": pain}))
        done = {"sets": 3, "repetitions": 10, "load_kg": 10.0, "completed_share": 1.0, "rpe_0_10": effort}
        done |= {"pain_during_0_10": pain, "pain_after_0_10": pain}
        events.extend(event(day, "session", {**done, "exercise": name}) for name in EXERCISES if day % 2 == 0)
    return events


@settings(max_examples=150, deadline=None)
@given(calm=CALM)
def test_a_proposal_moves_one_thing_and_needs_a_calm_recorded_day(calm: list[tuple[int, int]]) -> None:
    document = plan()
    judged = judged_on(document, calm_course(calm), len(calm) - 1)
    proposal = propose(document, judged)
    if proposal is None:
        return
    assert len(proposal.changes) == 1 and not judged.said_nothing and judged.decision.today == "full"
    assert judged.course.overlay is None and take_back(document, judged.course, judged.drills).overlay == ""
    moved = [
        (exercise.id, name)
        for exercise, old in zip(proposal.document.exercises, document.exercises, strict=True)
        for name in ("sets", "repetitions", "hold_s", "load_kg", "hip_flexion_deg", "tempo_s")
        if getattr(exercise.dose, name) != getattr(old.dose, name)
    ]
    moved += [("", name) for name in ("phase", "run_level") if getattr(proposal.document, name) != getattr(document, name)]
    assert len(moved) == 1


def test_calm_days_do_propose() -> None:
    """So that the two properties around it are not empty."""
    proposals = [propose(plan(), judged_on(plan(), calm_course([(1, 3)] * 14), day)) for day in range(14)]
    assert any(proposals) and not any(proposals[:3])


@settings(max_examples=150, deadline=None)
@given(calm=CALM, day=st.integers(0, 24))
def test_without_the_mornings_answer_nothing_is_proposed(calm: list[tuple[int, int]], day: int) -> None:
    last = min(day, len(calm) - 1)
    events = calm_course(calm)
    silent = [each for each in events if not (each.kind == "morning" and each.day == FIRST + datetime.timedelta(days=last))]
    assert propose(plan(), judged_on(plan(), silent, last)) is None


@settings(max_examples=100, deadline=None)
@given(told=DAYS, order=st.randoms(use_true_random=False), day=st.integers(0, 25))
def test_the_order_of_arrival_does_not_matter(told: list[Any], order: Any, day: int) -> None:
    document = plan()
    events = [event(on, kind, content) for on, (kind, content) in told]
    shuffled = events[:]
    order.shuffle(shuffled)

    def kept(given_events: list[StandingEvent]) -> tuple[StandingEvent, ...]:
        return standing_events(ToldEvent(e.id, e.kind, e.day, e.said_at, e.content) for e in given_events)

    assert kept(events) == kept(shuffled)
    one, other = (judged_on(document, list(kept(each)), day) for each in (events, shuffled))
    assert one.decision == other.decision
    assert take_back(document, one.course, one.drills) == take_back(document, other.course, other.drills)


@settings(max_examples=80, deadline=None)
@given(
    dose=st.builds(
        Dose, st.integers(1, 8), st.none() | st.integers(1, 30), st.none() | st.integers(1, 60), st.none() | st.just(12.5),
        st.none() | st.integers(0, 120), st.integers(0, 2),
    )
)  # fmt: skip
def test_a_dose_goes_into_a_plan_and_comes_back(dose: Dose) -> None:
    assert dose_of(planned_dose(plan().exercises[0].dose, dose)) == dose


def test_a_plan_of_today_is_folded_without_a_day() -> None:
    course = fold_plan(PlanHistory([VersionOn(FIRST, plan(), True)]), FIRST - datetime.timedelta(days=1))
    assert {name: one.dose.load_kg for name, one in course.exercises.items()} == dict.fromkeys(EXERCISES, 10.0)
