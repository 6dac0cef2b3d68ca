"""Speed and memory, as figures of this machine and as ratios beside pyAgrum in the same run. Never a test.

make bench
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from reduced_pack import reduce_pack

from enthesis.knowledge.loading import find_pack_folder, load_pack
from enthesis.knowledge.pack import Pack
from enthesis.reasoning.assessment import Assessor
from enthesis.reasoning.hypotheses import Patient
from enthesis.reasoning.intervals import Draws
from enthesis.reasoning.likelihood import NODE_WEIGHTS, conditional_on_nodes
from enthesis.reasoning.network import Network
from enthesis.reasoning.next_tests import rank_next_tests

PATIENT = Patient(44.0, "female", 26.0)
SETTING = "sports_clinic"


def median_ms(work: Callable[[], object], repeats: int) -> float:
    spans = []
    for _ in range(repeats):
        started = time.perf_counter()
        work()
        spans.append((time.perf_counter() - started) * 1000.0)
    return statistics.median(spans)


def examined_findings(network: Network, source: str, count: int) -> dict[str, bool]:
    """A plausible record: the findings most told of one source, in the state that source makes likely."""
    column = network.column_of[source]
    distance = np.abs(network.cells[:, column] - network.cells.mean(axis=1))
    rows = np.argsort(-distance)[:count]
    return {network.finding_ids[r]: bool(network.cells[r, column] > 0.5) for r in rows}


def live_update(pack: Pack, n_draws: int) -> float:
    """Median time from one more finding to a whole new answer, with 40 findings on record."""
    spans: list[float] = []
    assessor = Assessor(pack, n_draws)
    for source in (
        "proximal_hamstring_tendinopathy",
        "lumbar_radiculopathy_s1",
        "femoral_neck_bone_stress",
        "deep_gluteal_syndrome",
    ):
        record = examined_findings(assessor.network, source, 48)
        entered = dict(list(record.items())[:32])
        assessor.assess(entered, PATIENT, SETTING)
        for finding, present in list(record.items())[32:]:
            entered[finding] = present
            started = time.perf_counter()
            assessor.assess(entered, PATIENT, SETTING)
            spans.append((time.perf_counter() - started) * 1000.0)
    return statistics.median(spans)


def agrum_net(network: Network, findings: list[str], prior: np.ndarray):  # type: ignore[no-untyped-def]
    import pyagrum as gum

    net = gum.BayesNet()
    net.add(gum.LabelizedVariable("sources", "", network.hypotheses.n_sets))
    net.cpt("sources")[:] = prior
    for finding in findings:
        row = network.row_of[finding]
        group = int(network.group_of[row])
        rho = float(network.correlation[group])
        shared = f"z{group}"
        net.add(gum.LabelizedVariable(finding, "", 2))
        net.addArc("sources", finding)
        probability = network.set_probability([row], False, network.hypotheses.members)[0]
        if rho > 0.0:
            if shared not in net.names():
                net.add(gum.LabelizedVariable(shared, "", len(NODE_WEIGHTS)))
                net.cpt(shared)[:] = NODE_WEIGHTS
            net.addArc(shared, finding)
            conditional = conditional_on_nodes(probability, rho)
            net.cpt(finding).fillWith(_flat(net, finding, conditional))
        else:
            net.cpt(finding)[:] = np.stack([1.0 - probability, probability], axis=1)
    return net


def _flat(net, finding: str, conditional: np.ndarray) -> list[float]:  # type: ignore[no-untyped-def]
    """The table of a finding in pyAgrum's order: its own state runs fastest, then its parents as listed."""
    order = list(net.cpt(finding).names)
    full = np.stack([1.0 - conditional, conditional], axis=-1)  # sources, z, finding
    axes = {"sources": 0, finding: 2}
    placed = [axes.get(name, 1) for name in order]
    return np.transpose(full, placed[::-1]).ravel().tolist()


def beside_agrum(pack: Pack) -> dict[str, float]:
    """The same work on ten sources: marginals, every next finding, 200 draws."""
    import pyagrum as gum

    sources = [s.id for s in pack.sources[:9]]
    whole = Network(pack)
    record = examined_findings(whole, sources[0], 20)
    offered = [f for f in whole.finding_ids if f not in record][:40]
    small = reduce_pack(pack, sources, [*record, *offered])
    network = Network(small)
    prior = network.set_prior(SETTING, PATIENT)
    everything = np.arange(network.hypotheses.n_sets)
    drawn = Draws(network, 200, 1)

    def ours() -> None:
        network._factors.clear()
        drawn._rows.clear()
        posterior = network.posterior(prior, record)
        network.marginals(posterior.weight)
        rank_next_tests(network, posterior, record, frozenset(record), everything)
        drawn.source_draws(posterior, record, SETTING, PATIENT, everything)

    net = agrum_net(network, [*record, *offered], prior)
    evidence = {f: int(present) for f, present in record.items()}

    def theirs_once() -> np.ndarray:
        inference = gum.LazyPropagation(net)
        inference.setEvidence(evidence)
        inference.setTargets({"sources"})
        inference.makeInference()
        return inference.posterior("sources").toarray()

    def theirs_next() -> None:
        inference = gum.LazyPropagation(net)
        inference.setEvidence(evidence)
        for finding in offered:
            inference.addJointTarget({"sources", finding})
        inference.makeInference()
        for finding in offered:
            inference.jointPosterior({"sources", finding})

    # One draw costs one inference with changed tables; filling the tables is left out in pyAgrum's favour.
    ours_ms = median_ms(ours, 7)
    once_ms = median_ms(theirs_once, 7)
    next_ms = median_ms(theirs_next, 3)
    same = float(np.abs(theirs_once() - network.posterior(prior, record).weight).max())
    theirs_ms = once_ms + next_ms + 200 * once_ms
    return {"ours_ms": ours_ms, "pyagrum_ms": theirs_ms, "ratio": theirs_ms / ours_ms, "largest_difference": same}


def cold(arguments: list[str], repeats: int = 7) -> float:
    command = [str(Path(sys.executable).parent / "enthesis"), *arguments]
    return median_ms(lambda: subprocess.run(command, check=True, capture_output=True), repeats) / 1000.0


def memory_mb() -> float:
    """Peak memory of one process that assesses a long record many times.

    To be asked first: a child's peak begins with what its parent held when it was made.
    """
    code = (
        "import resource, sys; sys.path.insert(0, 'benchmarks'); from bench import *; "
        "pack = load_pack(find_pack_folder('posterior_hip')); live_update(pack, 200); "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    root = Path(__file__).parent.parent
    done = subprocess.run([sys.executable, "-c", code], cwd=root, check=True, capture_output=True, text=True)
    return float(done.stdout.split()[-1])


def main() -> int:
    peak_mb = memory_mb()
    pack = load_pack(find_pack_folder("posterior_hip"))
    rows = [
        ("live update, 40 findings, 200 draws (ms, reach 80)", live_update(pack, 200)),
        ("live update, 40 findings, 1,000 draws (ms, reach 300)", live_update(pack, 1000)),
        ("peak memory of such a process (MB, reach 300)", peak_mb),
        ("enthesis --version (s, reach 0.25)", cold(["--version"])),
    ]
    with tempfile.TemporaryDirectory() as folder:
        case = Path(folder) / "case.yaml"
        record = examined_findings(Network(pack), "proximal_hamstring_tendinopathy", 12)
        findings = [{"name": f, "result": "positive" if present else "negative"} for f, present in record.items()]
        case.write_text(json.dumps({"region": "posterior_hip", "age": 44, "findings": findings}))
        rows.append(("cold enthesis assess (s, reach 1.2)", cold(["assess", str(case)])))
    for name, figure in rows:
        print(f"{name:<60}{figure:10.2f}")
    peer = beside_agrum(pack)
    print(f"{'reduced pack (10 sources): ours (ms)':<60}{peer['ours_ms']:10.2f}")
    print(f"{'reduced pack: pyAgrum (ms)':<60}{peer['pyagrum_ms']:10.2f}")
    print(f"{'ratio (reach 20)':<60}{peer['ratio']:10.1f}")
    print(f"{'largest difference of a set probability':<60}{peer['largest_difference']:10.1e}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
