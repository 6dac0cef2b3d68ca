"""What must hold for every score and every change, whatever is answered."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from outcome_forms import calculated, choice, form

from enthesis.knowledge.outcome_measures import Measure
from enthesis.knowledge.outcome_measures_loading import built_in_measures
from enthesis.outcomes.forecast import forecast
from enthesis.outcomes.picture import draw
from enthesis.outcomes.questionnaire_reading import FaultyQuestionnaire, read_questionnaire
from enthesis.outcomes.questionnaire_scoring import score_answers
from enthesis.outcomes.scoring import score
from enthesis.outcomes.trajectory import Point, Series, change_of, ordered

MEASURES = built_in_measures().measures
WITH_ITEMS = [measure for measure in MEASURES if measure.scoring is not None and measure.entry == "total"]
DAY = date(2026, 1, 5)
SUMMED = read_questionnaire(
    form(
        [
            *(choice(f"q{place}", [0, 1, 2, 3, 4]) for place in range(6)),
            calculated("total", "%resource.item.where(linkId != 'total').answer.value.weight().sum()"),
        ]
    )
)


@st.composite
def answered(draw_from: st.DrawFn) -> tuple[Measure, dict[str, float | None]]:
    """Any answers to a measure with items, each possibly missing; at most one of its alternatives."""
    measure = draw_from(st.sampled_from(WITH_ITEMS))
    scoring = measure.scoring
    assert scoring is not None
    answers: dict[str, float | None] = {}
    kept = {group: draw_from(st.sampled_from(group)) for group in scoring.alternatives}
    for item in scoring.items:
        group = next((group for group in scoring.alternatives if item.id in group), None)
        if group is None or kept[group] == item.id:
            answers[item.id] = draw_from(st.one_of(st.none(), st.sampled_from(item.allowed), st.sampled_from(item.allowed)))
    return measure, answers


@settings(max_examples=80)
@given(answered(), st.randoms(use_true_random=False))
def test_order_of_answers_does_not_matter_and_scores_stay_in_range(given_: tuple[Measure, dict[str, Any]], chance: Any) -> None:
    measure, answers = given_
    names = list(answers)
    chance.shuffle(names)

    found = score(measure, {"items": answers})

    assert score(measure, {"items": {name: answers[name] for name in names}}) == found
    if found.value is not None:
        assert measure.high is not None
        assert measure.low <= found.value <= measure.high


@settings(max_examples=80)
@given(answered(), st.data())
def test_a_missing_item_never_scores_as_0(given_: tuple[Measure, dict[str, Any]], data: st.DataObject) -> None:
    """Leaving an answer out gives no score, or one that does not depend on what it would have been."""
    measure, answers = given_
    scoring = measure.scoring
    assert scoring is not None
    gated = {gate.item for gate in scoring.gates}
    name = data.draw(st.sampled_from([name for name in answers if name not in gated]))
    blank = score(measure, {"items": {**answers, name: None}})

    assert score(measure, {"items": {key: value for key, value in answers.items() if key != name}}) == blank
    if scoring.fewest == scoring.n_counted and not any(answers.get(gate.item) == gate.answer for gate in scoring.gates):
        assert blank.value is None
    if scoring.combine == "sum":
        zero = scoring.item_by_id[name].allowed[0]
        as_zero = score(measure, {"items": {**answers, name: zero}})
        assert blank.value is None or blank == as_zero or blank.n_answered < as_zero.n_answered


@settings(max_examples=40)
@given(st.lists(st.one_of(st.none(), st.integers(0, 4)), min_size=6, max_size=6))
def test_a_formula_over_missing_answers_sums_what_was_answered_or_nothing(weights: list[int | None]) -> None:
    answers = {f"q{place}": None if weight is None else str(weight) for place, weight in enumerate(weights)}

    found = score_answers(SUMMED, answers)

    given_weights = [weight for weight in weights if weight is not None]
    assert found.value == (float(sum(given_weights)) if given_weights else None)
    assert found.n_answered == len(given_weights)


@settings(max_examples=80)
@given(st.sampled_from(MEASURES), st.lists(st.tuples(st.integers(0, 400), st.floats(0, 1), st.booleans()), max_size=8))
def test_a_change_has_the_direction_of_its_measure(measure: Measure, drawn: list[tuple[int, float, bool]]) -> None:
    top = measure.high if measure.high is not None else measure.low + 100
    points = [
        Point(DAY + timedelta(days=days), round(measure.low + share * (top - measure.low), 2), "patient", simulated)
        for days, share, simulated in drawn
    ]
    series = Series(measure, "", ordered(points))

    change = change_of(series)

    if len(points) < 2:
        assert change.amount is None
        assert change.improved is None
        return
    assert change.first is not None
    assert change.last is not None
    assert change.amount is not None
    assert change.improved == (None if change.amount == 0 else (change.amount > 0) == (measure.better == "higher"))
    assert (change.against_error == "not_known") == (measure.mdc.value is None)
    if change.against_mcid == "reached":
        assert change.improved
    if measure.mdc.value is not None:
        assert change.low is not None
        assert change.high is not None
        assert (change.against_error == "more") == (not change.low <= 0 <= change.high)
    reversed_change = change_of(
        Series(
            measure,
            "",
            tuple(
                Point(p.on, q.value, "patient")
                for p, q in zip((change.first, change.last), (change.last, change.first), strict=True)
            ),
        )
    )
    assert reversed_change.amount == -change.amount


@settings(max_examples=40)
@given(st.sampled_from(MEASURES), st.lists(st.tuples(st.integers(0, 400), st.one_of(st.none(), st.floats(0, 1))), max_size=8))
def test_any_series_can_be_drawn_and_a_forecast_stays_in_range(measure: Measure, drawn: list[tuple[int, float | None]]) -> None:
    top = measure.high if measure.high is not None else measure.low + 100
    points = [
        Point(
            DAY + timedelta(days=days),
            None if share is None else measure.low + share * (top - measure.low),
            "patient",
            because="gap",
        )
        for days, share in drawn
    ]
    series = Series(measure, "", ordered(points))

    picture, said = draw([series]), forecast(series)

    assert len(picture.rows) == len(points)
    assert picture.svg.count("NaN") == picture.svg.count("nan") == 0
    if said.low is not None:
        assert said.high is not None
        assert measure.low <= said.low <= said.high
        assert measure.high is None or said.high <= measure.high


_json = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["linkId", "type", "item", "extension", "answerOption", "enableWhen", "url", "valueExpression", "valueCoding"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=60)
@given(_json, _json)
def test_whatever_is_imported_is_read_or_refused_in_sentences(items: Any, extension: Any) -> None:
    try:
        read_questionnaire({"resourceType": "Questionnaire", "item": items, "extension": extension})
    except FaultyQuestionnaire as error:
        assert all(fault.what and fault.where for fault in error.faults)
