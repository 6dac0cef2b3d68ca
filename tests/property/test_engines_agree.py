"""The fast engine equals a slow one written from the formulas, and pyAgrum's junction tree, on reduced packs."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reduced_pack import reduce_pack

from enthesis.knowledge.pack import Pack
from enthesis.reasoning.hypotheses import Patient, source_odds
from enthesis.reasoning.likelihood import NODE_WEIGHTS, conditional_on_nodes
from enthesis.reasoning.network import Network
from enthesis.reasoning.reference import reference_posterior

EXACT = 1e-9
PATIENT = Patient(44.0, "female", 26.0)


def reference_marginals(network: Network, observed: dict[str, bool], setting: str = "sports_clinic") -> dict[str, float]:
    pack = network.pack
    odds = source_odds(pack, setting, PATIENT)
    posterior = reference_posterior(
        network.source_ids,
        dict(zip(network.source_ids, odds.tolist(), strict=True)),
        pack.size_prior,
        {frozenset(p.sources): p.odds_multiplier for p in pack.pairs},
        {(f, s): float(network.cells[i, j]) for i, f in enumerate(network.finding_ids) for j, s in enumerate(network.source_ids)},
        {f: float(network.background[i]) for i, f in enumerate(network.finding_ids)},
        {f: pack.finding_by_id[f].mechanism for f in network.finding_ids},
        {m.id: m.correlation for m in pack.mechanisms},
        observed,
    )
    return {s: sum(w for members, w in posterior.items() if s in members) for s in network.source_ids}


@st.composite
def small_problems(draw: st.DrawFn, pack: Pack) -> tuple[list[str], dict[str, bool]]:
    sources = draw(st.lists(st.sampled_from([s.id for s in pack.sources]), min_size=2, max_size=9, unique=True))
    informative = [f.id for f in pack.findings if f.informative]
    groups: dict[str, list[str]] = {}
    for finding in informative:
        groups.setdefault(pack.finding_by_id[finding].mechanism, []).append(finding)
    # Half of the findings from one group, so that dependence is always tried.
    group = draw(st.sampled_from([g for g, members in sorted(groups.items()) if len(members) > 2]))
    asked = draw(st.lists(st.sampled_from(groups[group]), min_size=1, max_size=4, unique=True))
    asked += draw(st.lists(st.sampled_from([f for f in informative if f not in asked]), max_size=5, unique=True))
    return sources, {finding: draw(st.booleans()) for finding in asked}


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_posterior_equals_the_slow_reference(shipped_pack: Pack, data: st.DataObject) -> None:
    sources, observed = data.draw(small_problems(shipped_pack))
    network = Network(reduce_pack(shipped_pack, sources, list(observed)))
    prior = network.set_prior("sports_clinic", PATIENT)

    fast = network.marginals(network.posterior(prior, observed).weight)

    slow = reference_marginals(network, observed)
    assert np.allclose(fast, [slow[s] for s in network.source_ids], atol=EXACT, rtol=0)


def agrum_marginals(network: Network, observed: dict[str, bool]) -> dict[str, float]:
    """The same model as a Bayesian network: one variable for the set, one for each group at the engine's nodes."""
    import pyagrum as gum

    hypotheses = network.hypotheses
    prior = network.set_prior("sports_clinic", PATIENT)
    net = gum.BayesNet()
    net.add(gum.LabelizedVariable("sources", "", hypotheses.n_sets))
    net.cpt("sources")[:] = prior
    groups = {int(network.group_of[network.row_of[f]]) for f in observed}
    for group in groups:
        if network.correlation[group] > 0:
            net.add(gum.LabelizedVariable(f"z{group}", "", len(NODE_WEIGHTS)))
            net.cpt(f"z{group}")[:] = NODE_WEIGHTS
    by_group: dict[int, list[str]] = {}
    for finding in observed:
        by_group.setdefault(int(network.group_of[network.row_of[finding]]), []).append(finding)
    for group, findings in by_group.items():
        for finding in findings:
            probability = network.set_probability([network.row_of[finding]], False, hypotheses.members)[0]
            net.add(gum.LabelizedVariable(finding, "", 2))
            net.addArc("sources", finding)
            if len(findings) == 1 or network.correlation[group] == 0:
                net.cpt(finding)[:] = np.stack([1 - probability, probability], axis=1)
                continue
            net.addArc(f"z{group}", finding)
            conditional = conditional_on_nodes(probability, float(network.correlation[group]))
            for number, state in itertools.product(range(len(NODE_WEIGHTS)), (0, 1)):
                column = conditional[:, number] if state else 1 - conditional[:, number]
                for chosen in range(hypotheses.n_sets):
                    net.cpt(finding)[{"sources": chosen, f"z{group}": number, finding: state}] = column[chosen]
    inference = gum.LazyPropagation(net)
    inference.setEvidence({f: int(present) for f, present in observed.items()})
    inference.makeInference()
    weight = inference.posterior("sources").toarray()
    return dict(zip(network.source_ids, network.marginals(weight), strict=True))


@settings(max_examples=16, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_posterior_equals_pyagrum(shipped_pack: Pack, data: st.DataObject) -> None:
    pytest.importorskip("pyagrum", reason="pyAgrum has no wheel for this machine")
    sources, observed = data.draw(small_problems(shipped_pack))
    network = Network(reduce_pack(shipped_pack, sources[:6], list(observed)))
    prior = network.set_prior("sports_clinic", PATIENT)

    fast = network.marginals(network.posterior(prior, observed).weight)

    peer = agrum_marginals(network, observed)
    assert np.allclose(fast, [peer[s] for s in network.source_ids], atol=EXACT, rtol=0)


def test_posterior_equals_the_reference_on_the_whole_pack(shipped_pack: Pack) -> None:
    network = Network(shipped_pack)
    informative = [f.id for f in shipped_pack.findings if f.informative]
    observed = {finding: number % 2 == 0 for number, finding in enumerate(informative[:: len(informative) // 5][:5])}
    prior = network.set_prior("sports_clinic", PATIENT)

    fast = network.marginals(network.posterior(prior, observed).weight)

    slow = reference_marginals(network, observed)
    assert np.allclose(fast, [slow[s] for s in network.source_ids], atol=EXACT, rtol=0)
