"""Where two sources need different things: which demand clashes, and what the plan does about it."""

from __future__ import annotations

from enthesis.care.plan_sources import Considered, capitalised
from enthesis.care.recorded import Recorded
from enthesis.knowledge.rehabilitation import Exercise
from enthesis.knowledge.source_needs import GRADES, Conditional, Demand
from enthesis.reasoning.assessment import SourceEstimate


def holding(entries: tuple[Conditional, ...], recorded: Recorded) -> tuple[str, ...]:
    """Ids that count for this patient: those without a condition, and those of which one finding is positive."""
    return tuple(entry.id for entry in entries if not entry.when or recorded.any_positive(entry.when))


def avoided_demands(considered: Considered, recorded: Recorded) -> dict[str, tuple[SourceEstimate, ...]]:
    """Demands that at least one treated source cannot take, with those sources."""
    found: dict[str, tuple[SourceEstimate, ...]] = {}
    for source in considered.treated:
        for demand in holding(considered.need(source).avoids, recorded):
            found[demand] = (*found.get(demand, ()), source)
    return found


def is_demand(exercise: Exercise, demand: Demand) -> bool:
    """Whether an exercise is a demand: by name, or by going beyond its limits."""
    return (
        exercise.id in demand.exercises
        or (demand.deeper_than_deg is not None and exercise.hip_flexion_deg[1] > demand.deeper_than_deg)
        or (demand.compression_above is not None and _above(exercise.compression, demand.compression_above))
        or (demand.tendon_load_above is not None and _above(exercise.tendon_load, demand.tendon_load_above))
    )


def _above(grade: str, limit: str) -> bool:
    return GRADES.index(grade) > GRADES.index(limit)  # type: ignore[arg-type]


def find_conflicts(considered: Considered, recorded: Recorded) -> tuple[str, ...]:
    """One sentence for each demand that one treated source wants and another cannot take, and for loading against danger.

    Assumes: what a source wants and avoids is the pack's judgement; a source that wants and avoids the same thing (an extension
    bias, and pain in extension) is a conflict too, since its findings disagree.
    """
    avoided = avoided_demands(considered, recorded)
    wanted: dict[str, tuple[SourceEstimate, ...]] = {}
    for source in considered.treated:
        for demand in holding(considered.need(source).wants, recorded):
            wanted[demand] = (*wanted.get(demand, ()), source)
    sentences: list[str] = []
    for demand in considered.needs.demands:
        wants, avoids = wanted.get(demand.id, ()), avoided.get(demand.id, ())
        if not wants or not avoids:
            continue
        if wants == avoids:
            sentences.append(
                f"{_names(wants)} would ask for {demand.name}, yet the findings speak against it. {demand.resolution}"
            )
        else:
            others = tuple(source for source in avoids if source not in wants) or avoids
            sentences.append(
                f"{_names(wants)} {_verb(wants, 'asks', 'ask')} for {demand.name}; {others[0].name if len(others) == 1 else _list(others)} "
                f"cannot take it. {demand.resolution}"
            )
    return (*_danger(considered), *sentences)


def _danger(considered: Considered) -> list[str]:
    if not considered.treated:
        return []
    sentences: list[str] = []
    for source in considered.referred:
        need = considered.needs.need_by_source.get(source.id)
        if need is not None and not need.stops_loading:
            continue
        pair = f"{_names(considered.treated)} {_verb(considered.treated, 'asks', 'ask')} for loading; {source.name} ({source.probability:.0%})"
        if source in considered.stopping:
            sentences.append(f"{pair} must not be loaded. No loading until it has been cleared.")
        else:
            sentences.append(f"{pair} is not excluded. Loading stays at its gentlest until it is.")
    return sentences


def _list(sources: tuple[SourceEstimate, ...]) -> str:
    return " and ".join(source.name for source in sources)


def _names(sources: tuple[SourceEstimate, ...]) -> str:
    return capitalised(_list(sources))


def _verb(sources: tuple[SourceEstimate, ...], one: str, several: str) -> str:
    return one if len(sources) == 1 else several
