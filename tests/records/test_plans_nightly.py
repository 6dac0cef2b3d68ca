"""The nightly review: what the rules take back by themselves, what they only propose, whom they tell, and that twice is once."""

from __future__ import annotations

import datetime
import itertools
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from records.plan_document import EXERCISE, make_document

from enthesis.access.actor import Actor, PhoneActor, Stranger
from enthesis.actions import nightly_review
from enthesis.actions.change_plan import change_plan, end_plan
from enthesis.actions.decide_step import confirm_step
from enthesis.actions.issue_phone_link import issue_phone_link
from enthesis.actions.make_plan import make_plan
from enthesis.actions.open_phone import find_phone, open_phone
from enthesis.actions.phone_snapshot import Snapshot
from enthesis.actions.plan_record import PlanRecord
from enthesis.actions.read_progress import read_progress
from enthesis.actions.read_snapshot import read_snapshot
from enthesis.actions.receive_events import receive_events
from enthesis.actions.record_entry import record_entry
from enthesis.actions.review_events import review_events
from enthesis.actions.seed_plans import add_demo_plan
from enthesis.actions.tick import tick
from enthesis.records.audit import AuditRow
from enthesis.records.episodes import Encounter
from enthesis.records.isolation import clinic_scope
from enthesis.records.plans import Plan, PlanAlert, PlanVersion, ProposedStep

BEGAN = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=datetime.UTC)
GOOD = {"marker_pain_0_10": 1, "worst_pain_24_h_0_10": 1, "sitting_min": 60, "settled_by_24_h": True}
DONE = {
    "sets": 3,
    "repetitions": 10,
    "load_kg": 10.0,
    "rpe_0_10": 4,
    "completed_share": 1.0,
    "pain_during_0_10": 1,
    "pain_after_0_10": 1,
}


class Course:
    """A patient with a phone, whose days go by as the test says."""

    def __init__(self, therapist: Actor, encounter: Encounter, monkeypatch: pytest.MonkeyPatch, **changes: Any) -> None:
        self.now = BEGAN
        monkeypatch.setattr(timezone, "now", lambda: self.now)
        self.therapist = therapist
        self.plan = make_plan(therapist, encounter.episode_id, make_document(**changes))
        phone = find_phone(open_phone(Stranger(), issue_phone_link(therapist, self.plan.id).code).cookie)
        assert phone is not None
        self.phone: PhoneActor = phone

    def tell(self, kind: str, content: dict[str, Any], days_ago: int = 0) -> str:
        event = {
            **{"id": str(uuid.uuid4()), "kind": kind, "content": content, "said_at": self.now.isoformat()},
            "day": (self.now.date() - datetime.timedelta(days=days_ago)).isoformat(),
        }
        receipt = receive_events(self.phone, [event])
        assert receipt.accepted, receipt.refused
        return str(event["id"])

    def good_day(self, pain: int = 1, session: bool = True, **changes: Any) -> None:
        self.tell("morning", {**GOOD, "marker_pain_0_10": pain})
        if session:
            dose = self.record.current.document["exercises"][0]["dose"]
            done = {key: dose[key] for key in ("sets", "repetitions", "load_kg")}
            self.tell("session", {**DONE, **done, "exercise": EXERCISE, **changes})

    def night(self, times: int = 1) -> None:
        """The next morning, ten past midnight; then nine o'clock."""
        self.now = (self.now + datetime.timedelta(days=1)).replace(hour=0, minute=10)
        for _ in range(times):
            assert tick(self.now) is not None
        self.now = self.now.replace(hour=9)

    def snapshot(self) -> Snapshot:
        """What the phone is given now."""
        read = read_snapshot(self.phone, lambda _: "")
        assert read is not None
        return read.snapshot

    @property
    def record(self) -> PlanRecord:
        return read_progress(self.therapist, self.plan.id, lambda record: record)

    def statuses(self) -> list[tuple[str, str]]:
        return [(step.decision, step.status) for step in reversed(self.record.steps)]

    def dose(self, name: str) -> Any:
        return self.record.current.document["exercises"][0]["dose"][name]

    def alerts(self) -> list[tuple[str, str]]:
        return [(alert.kind, alert.what) for alert in self.record.alerts]


Begin = Callable[..., Course]


@pytest.fixture
def begin(therapist: Actor, encounter: Encounter, monkeypatch: pytest.MonkeyPatch) -> Begin:
    return lambda **changes: Course(therapist, encounter, monkeypatch, **changes)


def days_until_proposed(course: Course, most: int = 12) -> int:
    for day in range(most):
        if course.record.waiting_step is not None:
            return day
        course.good_day(session=day % 2 == 0)
        course.night()
    raise AssertionError(course.statuses())


def test_good_days_propose_a_step_and_change_nothing_by_themselves(begin: Begin, therapist: Actor) -> None:
    course = begin()
    days_until_proposed(course)
    step = course.record.waiting_step
    assert step is not None
    assert len(course.record.versions) == 1
    (change,) = step.proposal["changes"]
    assert change["exercise"] == EXERCISE and step.patient_sentence and step.clinician_sentence

    confirm_step(therapist, step.id)
    (moved,) = (
        name for name, value in course.record.versions[0].document["exercises"][0]["dose"].items() if course.dose(name) != value
    )
    assert course.record.current.made_by == "Thea Berg" and moved
    course.good_day()
    course.night()
    assert len(course.record.versions) == 2


def test_a_step_that_waits_stays_over_quiet_days_and_gives_way_to_pain(begin: Begin) -> None:
    course = begin()
    days_until_proposed(course)
    first = course.record.waiting_step
    course.night()
    course.good_day(session=False)
    course.night()
    assert course.record.waiting_step == first
    course.tell("morning", {**GOOD, "marker_pain_0_10": 5})
    course.night()
    assert course.record.waiting_step is None


def test_two_high_mornings_step_back_without_anybody(begin: Begin) -> None:
    course = begin()
    course.good_day(pain=3)
    course.night()
    for _ in range(2):
        course.good_day(pain=4)
        course.night()

    version = course.record.current
    assert version.number == 2 and version.made_by == "" and version.patient_sentence and version.clinician_sentence
    assert course.statuses()[-1] == ("regress", "applied")
    before, after = (v.document["exercises"][0]["dose"] for v in course.record.versions)
    moved = [name for name in before if before[name] != after[name]]
    assert len(moved) == 1 and after[moved[0]] < before[moved[0]]


def test_a_flare_lies_over_the_plan_tells_the_clinic_once_and_ends(begin: Begin) -> None:
    course = begin()
    for pain in (1, 1, 1, 3, 3):
        course.good_day(pain=pain)
        course.night()
    assert course.record.current.document["overlay"] == "flare"
    assert course.alerts() == [("flare", "")]
    for _ in range(5):
        course.good_day(pain=1, session=False)
        course.night()
    assert course.record.current.document["overlay"] == ""
    assert course.alerts() == [("flare", "")]


def test_a_warning_sign_refers_until_a_clinician_lifts_it(begin: Begin, therapist: Actor) -> None:
    course = begin()
    course.good_day()
    course.tell("warning", {"what": "numbness"})
    assert course.alerts() == [("warning", "numbness")]
    course.night()
    assert course.record.current.document["overlay"] == "refer"
    assert course.record.current.patient_sentence.startswith("Stop your exercises")
    for _ in range(3):
        course.good_day()
        course.night()
    assert course.record.current.document["overlay"] == "refer" and course.record.waiting_step is None
    assert course.alerts() == [("warning", "numbness")]

    lifted = {**course.record.current.document, "overlay": ""}
    change_plan(therapist, course.plan.id, course.record.current.number, lifted, "You may go on.")
    course.good_day()
    course.night()
    assert course.record.current.document["overlay"] == ""


def test_a_change_made_without_knowing_of_a_late_warning_does_not_lift_it(begin: Begin, therapist: Actor) -> None:
    course = begin()
    for _ in range(3):
        course.night()
    change_plan(therapist, course.plan.id, 1, make_document(review_in_days=7), "See you next week.")
    course.now += datetime.timedelta(hours=1)
    course.tell("warning", {"what": "weakness"}, days_ago=2)
    tick(course.now)
    document = course.record.current.document
    assert (document["overlay"], document["review_in_days"]) == ("refer", 7)


def test_silence_is_told_once_after_five_days(begin: Begin, therapist: Actor) -> None:
    course = begin()
    course.good_day()
    heard = []
    for _ in range(9):
        course.night()
        heard.append(len(course.alerts()))
    assert heard == [0, 0, 0, 0, 0, 1, 1, 1, 1]
    (alert,) = course.record.alerts
    review_events(therapist, course.plan.id, [], [alert.id])
    course.night()
    assert course.alerts() == []


def test_nothing_recorded_proposes_nothing_and_writes_nothing(begin: Begin) -> None:
    course = begin()
    for _ in range(4):
        course.night()
    assert course.statuses() == [] and len(course.record.versions) == 1


def test_twice_is_once(begin: Begin) -> None:
    course = begin()
    for _ in range(3):
        course.good_day(pain=4)
        course.night(times=3)
    with clinic_scope(course.plan.clinic_id):
        counts = [model.objects.count() for model in (PlanVersion, ProposedStep, PlanAlert)]
        assert AuditRow.objects.filter(verb="judged plan").count() == len(course.statuses())
        Plan.objects.update(reviewed_until=None)
    tick(course.now)
    with clinic_scope(course.plan.clinic_id):
        assert [model.objects.count() for model in (PlanVersion, ProposedStep, PlanAlert)] == counts


def test_what_arrives_late_is_judged_again(begin: Begin) -> None:
    course = begin()
    for _ in range(3):
        course.night()
    assert len(course.record.versions) == 1
    for days_ago in (2, 1):
        course.tell("morning", {"marker_pain_0_10": 5}, days_ago)
    tick(course.now)
    assert course.record.current.number == 2
    assert "two mornings" in course.record.current.patient_sentence


def test_a_step_back_that_shows_late_gives_its_own_reason(begin: Begin) -> None:
    course = begin()
    for _ in range(4):
        course.good_day(session=False, pain=1)
        course.night()
    course.now += datetime.timedelta(minutes=1)
    for days_ago in (3, 2):
        course.tell("session", {**DONE, "exercise": EXERCISE, "pain_during_0_10": 8}, days_ago)
    tick(course.now)
    assert course.record.current.number == 2 and "hurt more than 3/10 two times" in course.record.current.patient_sentence


def test_a_clinicians_later_word_is_not_undone_by_the_night(begin: Begin, therapist: Actor) -> None:
    course = begin()
    for _ in range(2):
        course.good_day(pain=5)
        course.night()
    lower = course.record.current.document
    chosen = make_document(exercises=[{**lower["exercises"][0], "dose": {**lower["exercises"][0]["dose"], "sets": 4}}])
    change_plan(therapist, course.plan.id, 2, chosen, "Four sets, I looked at it.")
    tick(course.now)
    course.good_day(pain=1)
    course.night()
    assert course.dose("sets") == 4 and course.record.current.number == 3


def test_pain_in_the_next_position_measured_in_the_clinic_opens_the_door(
    begin: Begin, therapist: Actor, encounter: Encounter
) -> None:
    course = begin()
    for day in range(40):
        if any(step.rule == "phase_up" for step in course.record.steps):
            break
        course.good_day(session=day % 2 == 0)
        key = f"test_position_{day}"
        record_entry(therapist, encounter.id, "measure", key, {"quantity": "test_position_pain_0_10", "number": 1})
        course.night()
        step = course.record.waiting_step
        if step is not None and step.rule != "phase_up":
            confirm_step(therapist, step.id)
    step = course.record.waiting_step
    assert step is not None and step.rule == "phase_up"
    assert step.proposal["document"]["phase"] == "isotonic_low_flexion" and course.record.current.document["phase"] == "isometric"
    confirm_step(therapist, step.id)
    assert course.record.current.document["phase"] == "isotonic_low_flexion"


@pytest.mark.parametrize(("position", "opens"), [("as asked", True), ("of an earlier plan", False)])
def test_the_phone_asks_for_the_next_position_when_nothing_else_is_missing(
    begin: Begin, therapist: Actor, position: str, opens: bool
) -> None:
    course = begin()
    asked_on: list[int] = []
    for day in range(24):
        test = course.snapshot()["test"]
        course.good_day(session=day % 2 == 0)
        if test is not None:
            asked_on.append(day)
            tried = test["id"] if position == "as asked" else "nordic_curl"
            course.tell("morning", {"test_position_pain_0_10": 2, "test_position": tried})
        course.night()
        step = course.record.waiting_step
        if step is not None and step.rule == "phase_up":
            break
        if step is not None:
            confirm_step(therapist, step.id)
    step = course.record.waiting_step
    assert asked_on and (step is not None and step.rule == "phase_up") == opens
    if step is not None and opens:
        assert len(asked_on) == 1 and "told by the patient on the phone" in step.clinician_sentence
        assert course.record.current.document["phase"] == "isometric"


def test_an_ended_plan_is_left_alone(begin: Begin, therapist: Actor) -> None:
    course = begin()
    for _ in range(2):
        course.good_day(pain=6)
        course.now += datetime.timedelta(days=1)
    end_plan(therapist, course.plan.id)
    course.night()
    assert len(course.record.versions) == 1


def test_a_plan_that_cannot_be_judged_keeps_no_other_from_it(begin: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    course = begin()
    course.good_day()

    def fail(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(nightly_review, "judge_day", fail)
    course.night(times=2)
    assert course.alerts() == [("refer", "fault")] and len(course.record.versions) == 1


def test_any_order_of_arrival_ends_in_the_same_plan(
    begin: Begin, therapist: Actor, encounter: Encounter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Six events of three days, in ten orders, each sent when the phone is back on the fourth day."""
    ends = []
    for order in itertools.islice(itertools.permutations(range(6)), 0, 720, 72):
        course = begin()
        course.now += datetime.timedelta(days=3)
        said = [(3 - day // 2, "morning" if day % 2 == 0 else "session") for day in range(6)]
        for index in order:
            days_ago, kind = said[index]
            content = {**GOOD, "marker_pain_0_10": 5} if kind == "morning" else {**DONE, "exercise": EXERCISE}
            course.tell(kind, content, days_ago)
        tick(course.now)
        record = course.record
        ends.append((record.current.document, [(step.decision, step.rule) for step in record.steps]))
        end_plan(therapist, course.plan.id)
    assert all(end == ends[0] for end in ends) and ends[0][0]["exercises"] != make_document()["exercises"]


def test_the_phone_gets_a_table_for_today(begin: Begin) -> None:
    course = begin()
    assert course.snapshot()["table"]["date"] == "2026-03-02"
    for _ in range(2):
        course.good_day()
        course.night()
    table = course.snapshot()["table"]
    assert table["date"] == "2026-03-04" and {outcome["today"] for outcome in table["outcomes"]} >= {"stop", "hold"}


@pytest.mark.parametrize(
    ("record_number", "overlay", "waits", "alerts", "messages"),
    [("D-103", "", True, [], 0), ("D-102", "flare", False, ["flare"], 1), ("D-107", "", False, ["silence"], 0)],
)
def test_the_demo_courses_show_what_they_are_for(
    therapist: Actor, encounter: Encounter, record_number: str, overlay: str, waits: bool, alerts: list[str], messages: int
) -> None:
    for finding in ("ischial_pain", "sitting_pain", "running_pain", "ischial_tenderness"):
        record_entry(therapist, encounter.id, "finding", finding, {"finding": finding, "result": "positive"})
    with clinic_scope(therapist.clinic_id):
        plan = add_demo_plan(therapist, encounter.episode, record_number, timezone.now().date())
        assert add_demo_plan(therapist, encounter.episode, "nobody", timezone.now().date()) is None
    assert plan is not None
    record = read_progress(therapist, plan.id, lambda record: record)
    assert record.current.document["overlay"] == overlay and (record.waiting_step is not None) == waits
    assert ([alert.kind for alert in record.alerts], len(record.messages)) == (alerts, messages)
    assert record.versions[0].patient_sentence.startswith("Simulated")
    tick(timezone.now())
    assert read_progress(therapist, plan.id, lambda again: len(again.versions)) == len(record.versions)
