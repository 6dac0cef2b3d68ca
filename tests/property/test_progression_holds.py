"""What must hold for the progression engine whatever a patient writes down."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta

from care_days import START, new_course
from care_pack import SIGNS
from hypothesis import given, settings
from hypothesis import strategies as st

from enthesis.care.course import Course
from enthesis.care.log import DayRecord, Run, Session, gather_days
from enthesis.care.observe import take_in
from enthesis.care.progression import Decision, advance, decide_day, doses_today, fold_days
from enthesis.care.rules import EVERYWHERE, RULES, TODAY_ORDER, VERDICT_ORDER

EXERCISES = ("hold", "bridge", "curl")
MAYBE_PAIN = st.none() | st.integers(0, 10) | st.integers(1, 4)
RARE_SIGNS = st.sampled_from([frozenset[str]()] * 30 + [frozenset({sign}) for sign in SIGNS.by_id])


@st.composite
def sessions(draw: st.DrawFn) -> tuple[Session, ...]:
    names = draw(st.lists(st.sampled_from(EXERCISES), unique=True, max_size=3))
    return tuple(
        Session(
            name,
            sets=draw(st.none() | st.integers(2, 4)),
            repetitions=draw(st.none() | st.integers(6, 14)),
            rpe_0_10=draw(st.none() | st.integers(3, 9)),
            completed_share=draw(st.sampled_from([None, 0.5, 1.0, 1.0, 1.0])),
            pain_during_0_10=draw(MAYBE_PAIN),
            pain_after_0_10=draw(MAYBE_PAIN),
            settled_by_24_h=draw(st.sampled_from([None, True, False])),
        )
        for name in sorted(names)
    )


@st.composite
def good_sessions(draw: st.DrawFn) -> tuple[Session, ...]:
    names = draw(st.lists(st.sampled_from(EXERCISES), unique=True, max_size=2))
    return tuple(Session(n, None, None, None, 6, 1.0, draw(st.integers(0, 3)), 1) for n in sorted(names))


DAYS = st.builds(
    lambda morning, worst, sitting, test, flare, signs, done, runs: (morning, worst, sitting, test, flare, signs, done, runs),
    st.integers(0, 4) | MAYBE_PAIN,
    MAYBE_PAIN,
    st.none() | st.integers(5, 120),
    st.none() | st.integers(0, 5),
    st.sampled_from([False] * 15 + [True]),
    RARE_SIGNS,
    good_sessions() | sessions(),
    st.lists(
        st.builds(Run, st.none() | st.integers(1, 12), st.none() | st.integers(5, 60), st.none() | st.integers(0, 6)), max_size=1
    ),
)
LOGS = st.lists(st.none() | DAYS | DAYS | DAYS, min_size=1, max_size=40)


def records(log: list[tuple | None]) -> list[DayRecord]:  # type: ignore[type-arg]
    return [
        DayRecord(
            START + timedelta(number),
            morning_pain_0_10=day[0],
            worst_pain_0_10=day[1],
            sitting_min=day[2],
            test_position_pain_0_10=day[3],
            flare_reported=day[4],
            signs=day[5],
            sessions=day[6],
            runs=tuple(day[7]),
            rows=(number,),
        )
        for number, day in enumerate(log)
        if day is not None
    ]


def course() -> Course:
    return new_course(exercises="hold bridge curl", run_level="walk_run")


def folded(days: list[DayRecord], last: int) -> tuple[Course, list[Decision]]:
    state = course()
    return state, list(fold_days(state, days, START + timedelta(last)))


def plan(state: Course) -> dict[str, int]:
    return {name: one.rung for name, one in state.exercises.items()} | {"run": state.run.level, "phase": state.phase_place}


def reading(state: Course, decision: Decision) -> tuple[dict[str, tuple[float, ...]], int]:
    """What may be done today, as numbers that can be compared, and all rungs together."""
    doses = {}
    for name, dose in doses_today(state, decision.today).items():
        doses[name] = (
            (0.0,)
            if dose is None
            else (1.0, dose.sets * (dose.repetitions or dose.hold_s or 1) * (1.0 + (dose.load_kg or 0.0)), dose.speed)
        )
    return doses, sum(one.rung for one in state.exercises.values()) + state.run.level


@given(LOGS)
@settings(max_examples=150, deadline=None)
def test_at_most_one_thing_moves_a_day_and_only_as_the_decision_says(log: list) -> None:  # type: ignore[type-arg]
    state = course()
    before = plan(state)
    for decision in fold_days(state, records(log), START + timedelta(len(log) - 1)):
        after = plan(state)
        moved = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
        assert len(decision.changes) <= 1
        if not decision.changes:
            assert not moved
        elif decision.changes[0].variable not in ("phase", "drill"):
            name = decision.changes[0].exercise or "run"
            assert moved == {name}
            rise = after[name] - before[name]
            assert rise == (1 if decision.verdict == "progress" else -1)
        else:
            assert decision.verdict in ("regress", "flare", "refer")
        if decision.verdict == "hold":
            assert not moved
        assert after["phase"] <= before["phase"]
        assert "{" not in decision.patient_sentence + decision.clinician_sentence
        before = after


@given(LOGS)
@settings(max_examples=150, deadline=None)
def test_a_phase_is_entered_only_through_its_door(log: list) -> None:  # type: ignore[type-arg]
    state = course()
    for day in records(log):
        for _ in fold_days(state, (day,)):
            pass
        if state.pending_door is None:
            continue
        door, place = state.pending_door, state.phase_place
        recent = list(state.markers)[-3:]
        assert len(recent) == 3 and all(m is not None and m <= 3 for m in recent)
        assert day.morning_pain_0_10 is not None
        tests = [t for t in list(state.tests)[-3:] if t is not None]
        assert tests and max(tests) <= 3
        assert all(one.done_rung == one.rung == len(one.ladder.doses) - 1 for one in state.active() if one.done_mask)
        assert state.overlay is None
        assert state.confirm_door() == door.to_phase == state.rulebook.path[place + 1].id
        assert state.pending_door is None


PAINFUL = ("morning_pain_0_10", "worst_pain_0_10")


@given(LOGS, DAYS, st.data())
@settings(max_examples=300, deadline=None)
def test_more_pain_today_never_gives_more(log: list, last: tuple, data: st.DataObject) -> None:  # type: ignore[type-arg]
    state, _ = folded(records(log), len(log) - 1)
    day = records([*([None] * len(log)), last])[0]
    worse = raised(day, data)
    mild, hard = state.copy(), state.copy()
    mild_decision, hard_decision = advance(mild, day), advance(hard, worse)

    assert VERDICT_ORDER.index(hard_decision.verdict) <= VERDICT_ORDER.index(mild_decision.verdict)
    assert TODAY_ORDER.index(hard_decision.today) <= TODAY_ORDER.index(mild_decision.today)
    mild_doses, mild_rungs = reading(mild, mild_decision)
    hard_doses, hard_rungs = reading(hard, hard_decision)
    if mild.exercises.keys() == hard.exercises.keys() and mild.phase_place == hard.phase_place:
        assert hard_rungs <= mild_rungs
    sore = [s.exercise for s, w in zip(day.sessions, worse.sessions, strict=True) if s != w]
    for name in hard_doses.keys() & mild_doses.keys():
        if not sore or name in sore:
            assert hard_doses[name] <= mild_doses[name], name


def raised(day: DayRecord, data: st.DataObject) -> DayRecord:
    """The day with one pain answer raised, or one answer turned for the worse."""
    choices: list[DayRecord] = []
    for name in PAINFUL:
        value = getattr(day, name)
        if value is not None and value < 10:
            choices.append(replace(day, **{name: data.draw(st.integers(int(value) + 1, 10))}))
    for number, session in enumerate(day.sessions):
        for name in ("pain_during_0_10", "pain_after_0_10"):
            value = getattr(session, name)
            if value is not None and value < 10:
                worse = replace(session, **{name: data.draw(st.integers(int(value) + 1, 10))})
                choices.append(replace(day, sessions=(*day.sessions[:number], worse, *day.sessions[number + 1 :])))
    choices += [
        replace(day, runs=(replace(run, run_pain_0_10=10),))
        for run in day.runs
        if run.run_pain_0_10 is not None and run.run_pain_0_10 < 10
    ]
    choices.append(replace(day, flare_reported=True))
    choices.append(replace(day, signs=day.signs | {data.draw(st.sampled_from(list(SIGNS.by_id)))}))
    return data.draw(st.sampled_from(choices))


ANSWERS = tuple(f.name for f in fields(Session) if f.name not in ("exercise", "rows", "load_kg", "sets", "repetitions"))


@given(LOGS, DAYS, st.data())
@settings(max_examples=300, deadline=None)
def test_an_answer_left_out_today_never_turns_into_progress(log: list, last: tuple, data: st.DataObject) -> None:  # type: ignore[type-arg]
    state, _ = folded(records(log), len(log) - 1)
    day = records([*([None] * len(log)), last])[0]
    less = left_out(day, data)
    told, untold = state.copy(), state.copy()
    with_answer, without = advance(told, day), advance(untold, less)

    if with_answer.verdict != "progress":
        assert without.verdict != "progress"
    gone = {s.exercise for s in day.sessions} - {s.exercise for s in less.sessions}
    assert not gone or less.sessions == ()
    for name, one in untold.exercises.items():
        if with_answer.verdict in ("hold", "progress") and name in told.exercises:
            assert one.rung <= told.exercises[name].rung
            assert one.clean_run <= told.exercises[name].clean_run or with_answer.verdict == "progress"


def left_out(day: DayRecord, data: st.DataObject) -> DayRecord:
    """The day without one of its answers, or without any."""
    asked = ("morning_pain_0_10", "worst_pain_0_10", "sitting_min", "test_position_pain_0_10")
    choices = [DayRecord(day.on), *(replace(day, **{name: None}) for name in asked)]
    for number, session in enumerate(day.sessions):
        for name in ANSWERS:
            less = replace(session, **{name: None})
            choices.append(replace(day, sessions=(*day.sessions[:number], less, *day.sessions[number + 1 :])))
    return data.draw(st.sampled_from(choices))


@given(LOGS, st.integers(0, 2))
@settings(max_examples=100, deadline=None)
def test_a_log_that_always_leaves_out_one_needed_answer_never_progresses(log: list, which: int) -> None:  # type: ignore[type-arg]
    def without(day: DayRecord) -> DayRecord:
        if which == 0:
            return replace(day, morning_pain_0_10=None)
        name = ("pain_during_0_10", "rpe_0_10")[which - 1]
        return replace(day, sessions=tuple(replace(s, **{name: None}) for s in day.sessions), runs=())

    _, decisions = folded([without(day) for day in records(log)], len(log) - 1)
    assert all(decision.verdict != "progress" for decision in decisions)


@given(LOGS, st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_the_order_and_repetition_of_entries_do_not_matter(log: list, random: object) -> None:  # type: ignore[type-arg]
    days = records(log)
    pieces = [piece for day in days for piece in split(day)]
    mixed = [*pieces, *pieces[: len(pieces) // 3]]
    random.shuffle(mixed)  # type: ignore[attr-defined]
    _, straight = folded(list(gather_days(pieces)), len(log) - 1)
    _, shuffled = folded(list(gather_days(mixed)), len(log) - 1)
    assert [told(d) for d in straight] == [told(d) for d in shuffled]


def split(day: DayRecord) -> list[DayRecord]:
    """One entry for each answer, as a phone sends them."""
    bare = DayRecord(day.on, rows=day.rows)
    pieces = [replace(bare, sessions=(s,)) for s in day.sessions]
    names = ("morning_pain_0_10", "worst_pain_0_10", "sitting_min", "test_position_pain_0_10", "flare_reported", "signs")
    answers = [replace(bare, **{name: getattr(day, name)}) for name in names if getattr(day, name) is not None]
    return pieces + answers


def told(decision: Decision) -> tuple[object, ...]:
    return (
        decision.on,
        decision.rule.id,
        decision.patient_sentence,
        decision.clinician_sentence,
        decision.changes,
        decision.today,
    )


@given(LOGS)
@settings(max_examples=60, deadline=None)
def test_day_by_day_from_a_kept_state_is_the_same_as_all_at_once(log: list) -> None:  # type: ignore[type-arg]
    days = records(log)
    _, at_once = folded(days, len(log) - 1)
    state, one_by_one = course(), []
    for day in days:
        kept = plan(state)
        following, decision = decide_day(state, day)
        assert plan(state) == kept
        state = following
        one_by_one.append(decision)
    assert [told(d) for d in at_once if d.on in {day.on for day in days}] == [told(d) for d in one_by_one]


@given(LOGS)
@settings(max_examples=60, deadline=None)
def test_a_plan_never_goes_above_its_ladder_and_the_ladder_moves_one_variable_a_rung(log: list) -> None:  # type: ignore[type-arg]
    state, _ = folded(records(log), len(log) - 1)
    for one in state.exercises.values():
        assert 0 <= one.rung < len(one.ladder.doses)
        assert 0 <= one.done_rung < len(one.ladder.doses)
        for lower, higher, variable in zip(one.ladder.doses[:-1], one.ladder.doses[1:], one.ladder.moved, strict=True):
            differing = [f.name for f in fields(lower) if getattr(lower, f.name) != getattr(higher, f.name)]
            assert len(differing) == 1 and lower.value(variable) < higher.value(variable)  # type: ignore[operator]


@given(LOGS, DAYS)
@settings(max_examples=150, deadline=None)
def test_a_rule_that_is_not_asked_has_nothing_to_say(log: list, last: tuple) -> None:  # type: ignore[type-arg]
    state, _ = folded(records(log), len(log) - 1)
    day = records([*([None] * len(log)), last])[0]
    signals = take_in(state, day)
    for rule in RULES:
        if rule.where != EVERYWHERE and not rule.where & signals.stands_out:
            assert rule.speaks(state, day, signals) is None, rule.id
