"""Every programme can be followed: its exercises exist and belong to the stage they stand in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from enthesis.knowledge.nearest import mend_unknown
from enthesis.knowledge.rehabilitation import Programme, Rehabilitation
from enthesis.terms.fault import Fault


def check(care: Rehabilitation) -> Iterator[Fault]:
    """Each programme names stages and exercises that exist, at least one exercise in each stage it names, each once, and each
    in a stage it belongs to.

    Why: an exercise given in a stage before its own is the load the patient was to be kept from; a plan leaves it out.
    """
    track = {phase.id: phase for phase in care.phases if phase.kind == "track"}
    suits = {exercise.id: exercise.phases for exercise in care.exercises}
    for programme in care.programmes:
        if not programme.exercises_by_phase:
            yield Fault(programme.where, f"the programme {programme.id} has no exercises", "write exercises_by_phase")
        for phase, exercises in programme.exercises_by_phase.items():
            if phase not in track:
                what = f"{programme.id} names the phase '{phase}', which does not exist"
                yield Fault(programme.where, what, mend_unknown(phase, track, "phase"))
                continue
            yield from _stage(programme, phase, exercises, suits)


def _stage(programme: Programme, phase: str, exercises: tuple[str, ...], suits: Mapping[str, tuple[str, ...]]) -> Iterator[Fault]:
    if not exercises or len(set(exercises)) != len(exercises):
        what = f"{programme.id} names {'no exercise' if not exercises else 'an exercise twice'} in {phase}"
        yield Fault(programme.where, what, "name each exercise once, at least one")
    for name in exercises:
        if name not in suits:
            what = f"{programme.id} names the exercise '{name}', which does not exist"
            yield Fault(programme.where, what, mend_unknown(name, suits, "exercise"))
        elif phase not in suits[name]:
            what = f"{programme.id} gives {name} in {phase}, where it does not belong"
            yield Fault(programme.where, what, "move it, or add the phase to the exercise")
