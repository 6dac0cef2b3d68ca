"""Every exercise has a way down and a way up, and no way leads round in a circle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from enthesis.knowledge.nearest import mend_unknown
from enthesis.knowledge.rehabilitation import Exercise, Rehabilitation
from enthesis.terms.fault import Fault


def check(care: Rehabilitation) -> Iterator[Fault]:
    """`progression_of` names exercises that exist, makes no circle, never leads to an earlier stage, and leaves no end that is
    not declared: an exercise without an easier one says `entry: true`, one without a harder one `top: true`.

    Why: a patient who has to step down must have somewhere to go, and one who steps up must not come back to where they were.
    """
    harder: dict[str, list[Exercise]] = {exercise.id: [] for exercise in care.exercises}
    for exercise in care.exercises:
        for lower in exercise.progression_of:
            if lower in harder:
                harder[lower].append(exercise)
            else:
                what = f"{exercise.id} is a progression of '{lower}', which does not exist"
                yield Fault(exercise.where, what, mend_unknown(lower, harder, "exercise"))
    for exercise in care.exercises:
        yield from _ends(exercise, bool(harder[exercise.id]))
    order = {phase.id: number for number, phase in enumerate(care.phases)}
    for exercise in care.exercises:
        for up in harder[exercise.id]:
            if _first(up, order) < _first(exercise, order):
                what = f"{up.id} is a progression of {exercise.id} but starts in an earlier phase"
                yield Fault(up.where, what, "correct the phases, or take the step out")
    yield from _circles(care)


def _first(exercise: Exercise, order: Mapping[str, int]) -> int:
    return min((order[phase] for phase in exercise.phases if phase in order), default=0)


def _ends(exercise: Exercise, has_harder: bool) -> Iterator[Fault]:
    has_easier = bool(exercise.progression_of)
    for says, has, word, key in (
        (exercise.entry, has_easier, "easier", "entry"),
        (exercise.top, has_harder, "harder", "top"),
    ):
        if not has and not says:
            yield Fault(exercise.where, f"nothing {word} leads from {exercise.id}", f"name one, or write {key}: true")
        if has and says:
            yield Fault(
                exercise.where, f"{exercise.id} says {key}: true, but something {word} exists", f"take {key} out, or the step"
            )


def _circles(care: Rehabilitation) -> Iterator[Fault]:
    """The exercises left over when those with nothing easier are taken away again and again."""
    easier = {exercise.id: {low for low in exercise.progression_of if low in care.exercise_by_id} for exercise in care.exercises}
    while free := [name for name, lower in easier.items() if not lower & easier.keys()]:
        for name in free:
            del easier[name]
    if easier:
        # An exercise above a circle is left over as well; those that lead to nothing left over are not in it.
        while loose := [name for name in easier if not any(name in lower for lower in easier.values())]:
            for name in loose:
                del easier[name]
        first = care.exercise_by_id[min(easier)]
        yield Fault(first.where, f"the progressions of {', '.join(sorted(easier))} go round in a circle", "take one step out")
