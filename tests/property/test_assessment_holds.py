"""What must hold for every set of findings, on the shipped pack."""

from __future__ import annotations

import dataclasses
import math
from functools import cache

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enthesis.knowledge.loading import BUILT_IN_PACKS, load_pack
from enthesis.knowledge.pack import Judgement, Mechanism, Pack
from enthesis.reasoning.assessment import Assessor
from enthesis.reasoning.hypotheses import Patient
from enthesis.reasoning.intervals import CORE_MASS, MOST_DRAWN_SETS, Draws, interval_of, retained_sets
from enthesis.reasoning.network import Network

SUM_TOLERANCE_DECIBANS = 1e-9
COMMON = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


@cache
def ready_to_assess(pack_id: str) -> Assessor:
    return Assessor(load_pack(BUILT_IN_PACKS / pack_id))


@st.composite
def findings(draw: st.DrawFn, pack: Pack, most: int = 14) -> dict[str, bool]:
    ids = [f.id for f in pack.findings if f.informative]
    asked = draw(st.lists(st.sampled_from(ids), max_size=most, unique=True))
    return {finding: draw(st.booleans()) for finding in asked}


patients = st.builds(
    Patient,
    age_years=st.one_of(st.none(), st.floats(8, 95)),
    sex=st.sampled_from([None, "female", "male"]),
    duration_weeks=st.one_of(st.none(), st.floats(0, 500)),
)


@COMMON
@given(data=st.data())
def test_an_assessment_is_coherent(assessor: Assessor, data: st.DataObject) -> None:
    observed = data.draw(findings(assessor.pack))
    answer = assessor.assess(observed, data.draw(patients), data.draw(st.sampled_from(sorted(assessor.pack.settings))))

    for source in [*answer.sources, answer.unmodelled]:
        low, high = source.interval_95
        assert 0.0 <= low <= source.probability <= high <= 1.0
        assert 0.0 < source.pretest_probability < 1.0
        assert 0.0 <= source.elicited_share <= 1.0
    assert all(t.expected_information_bits >= 0.0 for t in answer.next_tests)
    assert {t.finding.id for t in answer.next_tests}.isdisjoint(observed)
    for combination in answer.combinations:
        each = [s.probability for s in answer.sources if s.id in combination.sources]
        assert combination.probability <= min(each) + 1e-12
    assert set(answer.red_flags_not_assessed).isdisjoint(observed)


@COMMON
@given(data=st.data())
def test_the_explanation_sums_to_the_change_it_explains(shipped_pack: Pack, data: st.DataObject) -> None:
    assessor = ready_to_assess(shipped_pack.id)
    observed = data.draw(findings(assessor.pack))
    patient = data.draw(patients)
    answer = assessor.assess(observed, patient, "sports_clinic")

    again = assessor.network
    prior = again.set_prior("sports_clinic", patient)
    posterior = again.marginals(again.posterior(prior, observed).weight)
    before = again.marginals(prior)
    assert answer.explanations
    for explanation in answer.explanations:
        column = again.column_of[explanation.source]
        p, q = posterior[column], before[column]
        change = 10.0 * (math.log10(p / (1 - p)) - math.log10(q / (1 - q)))
        total = sum(g.decibans for g in explanation.groups)
        assert total == pytest.approx(explanation.decibans, abs=SUM_TOLERANCE_DECIBANS)
        assert total == pytest.approx(change, abs=1e-6), "the reasons must agree with inference done again"
        shown = next(s for s in answer.sources if s.id == explanation.source)
        assert explanation.probability == pytest.approx(shown.probability, abs=1e-12)


@COMMON
@given(data=st.data())
def test_the_order_of_findings_does_not_matter(assessor: Assessor, data: st.DataObject) -> None:
    observed = data.draw(findings(assessor.pack))
    order = data.draw(st.permutations(sorted(observed)))
    shuffled = {finding: observed[finding] for finding in order}

    one = assessor.assess(observed, Patient(), "sports_clinic")
    other = Assessor(assessor.pack, network=assessor.network, vocabulary=assessor.vocabulary).assess(
        shuffled, Patient(), "sports_clinic"
    )

    assert [(s.id, s.probability) for s in one.sources] == [(s.id, s.probability) for s in other.sources]
    # Draws are single precision, and sums over blocks of another size differ in the last digits.
    for first, second in zip(one.sources, other.sources, strict=True):
        assert first.interval_95 == pytest.approx(second.interval_95, abs=1e-5)
    assert [t.finding.id for t in one.next_tests] == [t.finding.id for t in other.next_tests]


@pytest.fixture(scope="module")
def network_with_coin(posterior_hip: Pack) -> Network:
    """The pack with one more finding that is equally likely under every source, alone in its group."""
    coin = dataclasses.replace(
        posterior_hip.findings[0], id="coin", name="coin", mechanism="coin", words=(), opposite_words=(), marks=()
    )
    everywhere = {s.id: 30.0 for s in posterior_hip.sources} | {"*": 30.0}
    pack = dataclasses.replace(
        posterior_hip,
        findings=(*posterior_hip.findings, coin),
        mechanisms=(*posterior_hip.mechanisms, Mechanism("coin", "coin", 0.0, "test")),
        judgements=(*posterior_hip.judgements, Judgement("coin", 30.0, everywhere, 4.0, "test")),
    )
    return Network(pack)


@COMMON
@given(data=st.data())
def test_an_uninformative_finding_changes_nothing(network_with_coin: Network, data: st.DataObject) -> None:
    observed = data.draw(findings(network_with_coin.pack))
    observed.pop("coin", None)
    prior = network_with_coin.set_prior("sports_clinic", Patient())

    without = network_with_coin.marginals(network_with_coin.posterior(prior, observed).weight)
    with_coin = network_with_coin.marginals(
        network_with_coin.posterior(prior, observed | {"coin": data.draw(st.booleans())}).weight
    )

    assert np.allclose(with_coin, without, atol=1e-12, rtol=0)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_drawing_the_core_sets_alone_moves_no_interval_far(assessor: Assessor, data: st.DataObject) -> None:
    """The sets outside the core follow their leading member; bounds stay within 0.05 of drawing (nearly) all sets."""
    network = assessor.network
    observed = data.draw(findings(assessor.pack, most=6))
    prior = network.set_prior("sports_clinic", Patient())
    posterior = network.posterior(prior, observed)
    point = network.marginals(posterior.weight)
    draws = Draws(network, 100, 1)

    core, nearly_all = (
        interval_of(
            draws.source_draws(posterior, observed, "sports_clinic", Patient(), retained_sets(posterior.weight, held, most)),
            point,
        )
        for held, most in ((CORE_MASS, MOST_DRAWN_SETS), (0.9999, None))
    )

    assert np.abs(core - nearly_all).max() <= 0.05


def test_no_findings_at_all_gives_the_pretest(assessor: Assessor) -> None:
    answer = assessor.assess({}, Patient(), "sports_clinic")

    assert all(s.probability == pytest.approx(s.pretest_probability, abs=1e-12) for s in answer.sources)
    assert not answer.enough_tested
    assert sum(g.decibans for e in answer.explanations for g in e.groups) == 0
