"""An assessment written by hand, over the real pack: so that a plan can be tested without the model that ranks sources."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, cast

from enthesis.care.plan import suggest_plan
from enthesis.care.plan_document import PlanDocument
from enthesis.care.recorded import Recorded
from enthesis.knowledge.loading import find_pack_folder, load_pack
from enthesis.knowledge.pack import Pack
from enthesis.knowledge.rehabilitation import Rehabilitation
from enthesis.knowledge.rehabilitation_loading import load_rehabilitation
from enthesis.reasoning.assessment import Assessment, SourceEstimate
from enthesis.reasoning.hypotheses import Patient
from enthesis.reasoning.red_flags import RaisedFlag
from enthesis.terms.state import Urgency

PHT = "proximal_hamstring_tendinopathy"
RUNNER_OF_44 = Patient(44, "female", 26)


@cache
def real_pack() -> Pack:
    return load_pack(find_pack_folder("posterior_hip"))


@cache
def real_rehabilitation() -> Rehabilitation:
    return load_rehabilitation(find_pack_folder("posterior_hip"))


def flag(urgency: str, name: str = "Possible something") -> RaisedFlag:
    return RaisedFlag("made_up", name, Urgency(urgency), ("fever",), (), "Do something.", "Somebody 2020")


def assessed(probability: Mapping[str, float], flags: tuple[RaisedFlag, ...] = ()) -> Assessment:
    """Sources not named have 0.01."""
    pack = real_pack()
    assert set(probability) <= set(pack.source_by_id), set(probability) - set(pack.source_by_id)
    estimates = [SourceEstimate(s.id, s.name, s.group, 0.05, probability.get(s.id, 0.01), (0.0, 1.0), 1.0) for s in pack.sources]
    estimates.sort(key=lambda e: (-e.probability, e.id))
    unmodelled = SourceEstimate("unmodelled_cause", "cause not in the pack", "", 0.05, 0.05, (0.0, 1.0), 1.0)
    return Assessment(
        pack=pack,
        setting="sports_clinic",
        sources=tuple(estimates),
        unmodelled=unmodelled,
        modifiers=(),
        combinations=(),
        red_flags=flags,
        red_flags_not_assessed=(),
        next_tests=(),
        enough_tested=False,
        enough_because="",
        explanations=(),
        close_call=None,
        lost_mass=0.0,
    )


def found(*positive: str, absent: tuple[str, ...] = (), side: str = "", **measures: float) -> Recorded:
    observed = {**dict.fromkeys(positive, True), **dict.fromkeys(absent, False)}
    assert set(observed) <= set(real_pack().finding_by_id), set(observed) - set(real_pack().finding_by_id)
    return Recorded(observed, dict(measures), side)


def planned(
    probability: Mapping[str, float],
    recorded: Recorded | None = None,
    flags: tuple[RaisedFlag, ...] = (),
    patient: Patient = RUNNER_OF_44,
    **more: Any,
) -> PlanDocument:
    return suggest_plan(
        assessed(probability, flags), real_rehabilitation(), recorded or found(), patient, **cast("dict[str, Any]", more)
    )
