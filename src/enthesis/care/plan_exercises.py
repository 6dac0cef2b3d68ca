"""Two to four exercises for the sources of a plan: which job each does, for whom, at which dose, and what was left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from enthesis.care.conflicts import avoided_demands, holding, is_demand
from enthesis.care.dosing import start_dose
from enthesis.care.plan_document import LeftOut, PlannedExercise
from enthesis.care.plan_sources import Considered, capitalised, named
from enthesis.care.recorded import Recorded
from enthesis.knowledge.rehabilitation import Exercise, Programme, Rehabilitation, Support
from enthesis.knowledge.source_needs import Demand
from enthesis.reasoning.assessment import SourceEstimate


@dataclass(frozen=True)
class Choice:
    """The exercises chosen and those that would have served but were left out."""

    exercises: tuple[PlannedExercise, ...]
    left_out: tuple[LeftOut, ...]


def choose_exercises(
    considered: Considered, rehabilitation: Rehabilitation, recorded: Recorded, phase: str, programme: Programme | None = None
) -> Choice:
    """Exercises of a phase for the treated sources.

    Assumes: sources take turns, the most probable first, each asking for its next line of work; an exercise that serves several
    sources counts for all of them. With a programme, its own exercises of the phase are taken in its order instead. What any
    treated source cannot take is left out for all of them. One source: three exercises; several: four (`needs.yaml`).
    """
    picker = _Picker(considered, rehabilitation, recorded, phase)
    most = considered.needs.exercises_for_one_source if len(considered.treated) == 1 else considered.needs.most_exercises
    if programme is not None:
        serving = tuple(source for source in considered.treated if source.id in programme.for_sources)
        for exercise in programme.exercises_by_phase.get(phase, ()):
            if len(picker.chosen) < considered.needs.most_exercises:
                picker.take_first((exercise,), f"{programme.name}: its exercise of this phase", serving)
        return picker.result()
    for line, serving in _turns(considered, recorded):
        if len(picker.chosen) >= most:
            break
        work = considered.needs.line_by_id[line]
        picker.take_first(work.exercises_by_phase.get(phase, ()), capitalised(work.name), serving)
    return picker.result()


def _turns(considered: Considered, recorded: Recorded) -> Iterator[tuple[str, tuple[SourceEstimate, ...]]]:
    """Lines of work in the order in which sources ask for them, each with every source that asks for it."""
    lines = {source.id: holding(considered.need(source).lines, recorded) for source in considered.treated}
    said: set[str] = set()
    for turn in range(max((len(asked) for asked in lines.values()), default=0)):
        for source in considered.treated:
            asked = lines[source.id]
            if turn < len(asked) and asked[turn] not in said:
                said.add(asked[turn])
                yield asked[turn], tuple(other for other in considered.treated if asked[turn] in lines[other.id])


class _Picker:
    def __init__(self, considered: Considered, rehabilitation: Rehabilitation, recorded: Recorded, phase: str) -> None:
        self._library = rehabilitation.exercise_by_id
        self._phase = phase
        self._avoided: list[tuple[Demand, tuple[SourceEstimate, ...]]] = [
            (considered.needs.demand_by_id[demand], sources)
            for demand, sources in avoided_demands(considered, recorded).items()
            if demand in considered.needs.demand_by_id
        ]
        self.chosen: dict[str, PlannedExercise] = {}
        self._left_out: dict[str, LeftOut] = {}

    def take_first(self, candidates: tuple[str, ...], job: str, serving: tuple[SourceEstimate, ...]) -> None:
        """Take the first candidate that suits the phase and that no treated source speaks against."""
        for identity in candidates:
            exercise = self._library.get(identity)
            if exercise is None or identity in self.chosen or self._phase not in exercise.phases:
                continue
            against = next(((d, sources) for d, sources in self._avoided if is_demand(exercise, d)), None)
            if against is not None:
                demand, sources = against
                because = f"It would be {demand.name}, which {named(sources)} cannot take."
                self._left_out.setdefault(identity, LeftOut(identity, exercise.name, because))
                continue
            self.chosen[identity] = plan_exercise(exercise, job, serving)
            return

    def result(self) -> Choice:
        """What was chosen so far."""
        return Choice(tuple(self.chosen.values()), tuple(self._left_out.values()))


def plan_exercise(exercise: Exercise, job: str, serving: tuple[SourceEstimate, ...] = ()) -> PlannedExercise:
    """An exercise at its start dose, with the reason it is there."""
    return PlannedExercise(
        id=exercise.id,
        name=exercise.name,
        side="both" if exercise.dose.each_side else "",
        dose=start_dose(exercise),
        why=f"{job}, for {named(serving)}." if serving else f"{job}.",
        citation=_citation(exercise),
        basis=exercise.dose_support.basis,
        serves=tuple(source.id for source in serving),
    )


def _citation(exercise: Exercise) -> str:
    """What was read for the dose and for the remark, kept apart; empty where all is judgement."""
    parts = [
        f"{what}: {support.citation}"
        for what, support in (("dose", exercise.dose_support), ("remark", exercise.support))
        if _is_cited(support)
    ]
    return "; ".join(parts)


def _is_cited(support: Support) -> bool:
    return support.basis != "judgement" and bool(support.citation)
