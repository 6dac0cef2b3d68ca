"""Read `care/needs.yaml`: what each source asks of a plan."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, cast

from enthesis.knowledge.part import Part
from enthesis.knowledge.source_needs import (
    GRADES,
    CareNeeds,
    Conditional,
    Demand,
    LineOfWork,
    SourceNeed,
    StartLimit,
    StartRule,
)
from enthesis.terms.fault import Fault

NEEDS_FILE = "needs.yaml"


def build_needs(top: Part, faults: list[Fault]) -> CareNeeds:
    """The whole file; what is wrong is added to `faults` and left blank."""
    limits = top.part("thresholds")
    needs = CareNeeds(
        treated_from=_share(limits, "treated_from", faults),
        referred_from=_share(limits, "referred_from", faults),
        stops_loading_from=_share(limits, "stops_loading_from", faults),
        most_exercises=limits.get("most_exercises", int),
        exercises_for_one_source=limits.get("exercises_for_one_source", int),
        refer_review_in_days=limits.get("refer_review_in_days", int),
        runner_findings=top.words("runner_findings"),
        adults_only=top.words("adults_only", []),
        adult_from_years=limits.get("adult_from_years", float),
        start=tuple(_finished(part, _start_rule(part, faults)) for part in top.parts("start")),
        demands=tuple(_finished(part, _demand(part, faults)) for part in top.parts("demands")),
        lines=tuple(_finished(part, _line(part)) for part in top.parts("lines")),
        needs=tuple(_finished(part, _need(part, faults)) for part in top.parts("needs")),
    )
    limits.done()
    top.done()
    return needs


def _finished(part: Part, built: Any) -> Any:
    part.done()
    return built


def _share(part: Part, key: str, faults: list[Fault]) -> float:
    value = part.get(key, float)
    if not 0.0 < value < 1.0:
        faults.append(Fault(part.where, f"'{key}' is {value:g}", "write a probability between 0 and 1"))
    return value


def _start_rule(part: Part, faults: list[Fault]) -> StartRule:
    limits: list[StartLimit] = []
    for limit in part.parts("limits", []):
        measure = limit.get("measure", str)
        at_most, at_least = limit.get("at_most", float, None), limit.get("at_least", float, None)
        if (at_most is None) == (at_least is None):
            faults.append(Fault(limit.where, f"the limit of {measure} needs one number", "write at_most or at_least"))
        if_recorded = limit.get("if_recorded", bool, False)
        if at_most is not None:
            limits.append(StartLimit(measure, "at_most", at_most, if_recorded))
        elif at_least is not None:
            limits.append(StartLimit(measure, "at_least", at_least, if_recorded))
        limit.done()
    days = part.get("review_in_days", int)
    return StartRule(part.get("phase", str), tuple(limits), part.words("none_of", []), days, part.where)


def _grade(part: Part, key: str, faults: list[Fault]) -> Any:
    found = part.get(key, str, None)
    if found is not None and found not in GRADES:
        faults.append(Fault(part.where, f"'{key}' is '{found}'", f"use one of {', '.join(GRADES)}"))
        return None
    return found


def _demand(part: Part, faults: list[Fault]) -> Demand:
    return Demand(
        id=part.get("id", str),
        name=part.get("name", str),
        exercises=part.words("exercises", []),
        interventions=part.words("interventions", []),
        deeper_than_deg=part.get("deeper_than_deg", int, None),
        compression_above=_grade(part, "compression_above", faults),
        tendon_load_above=_grade(part, "tendon_load_above", faults),
        resolution=part.get("resolution", str),
        where=part.where,
    )


def _line(part: Part) -> LineOfWork:
    inner = part.part("exercises")
    by_phase: Mapping[str, tuple[str, ...]] = {str(phase): inner.words(str(phase)) for phase in inner.value}
    return LineOfWork(part.get("id", str), part.get("name", str), MappingProxyType(dict(by_phase)), part.where)


def _need(part: Part, faults: list[Fault]) -> SourceNeed:
    care = part.get("care", str, "treat")
    if care not in ("treat", "refer"):
        faults.append(Fault(part.where, f"the care is '{care}'", "write treat or refer"))
    return SourceNeed(
        source=part.get("source", str),
        care=cast("Any", care),
        aim=part.get("aim", str),
        lines=_conditionals(part, "lines", faults),
        wants=_conditionals(part, "wants", faults),
        avoids=_conditionals(part, "avoids", faults),
        stops_loading=part.get("stops_loading", bool, False),
        where=part.where,
    )


def _conditionals(part: Part, key: str, faults: list[Fault]) -> tuple[Conditional, ...]:
    found: list[Conditional] = []
    for item in cast("list[Any]", part.get(key, list, [])):
        if isinstance(item, str):
            found.append(Conditional(item, ()))
        elif isinstance(item, dict):
            entry = cast("dict[str, Any]", item)
            when = entry.get("when")
            if isinstance(entry.get("id"), str) and isinstance(when, list) and set(entry) == {"id", "when"}:
                found.append(Conditional(entry["id"], tuple(str(word) for word in cast("list[Any]", when))))
                continue
            faults.append(
                Fault(part.where, f"an entry of '{key}' is not understood", "write an id, or {id: id, when: [findings]}")
            )
        else:
            faults.append(Fault(part.where, f"an entry of '{key}' is neither an id nor a map", "write an id"))
    return tuple(found)
