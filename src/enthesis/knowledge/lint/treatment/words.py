"""Exercises and interventions are described in the words that searching, drawing and dosing know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import get_args

from enthesis.knowledge.nearest import mend_unknown
from enthesis.knowledge.rehabilitation import Grade, Purpose, Rehabilitation
from enthesis.knowledge.rehabilitation_words import CONTRACTIONS, EQUIPMENT, MUSCLES, POSITIONS
from enthesis.terms.fault import Fault


def check(care: Rehabilitation) -> Iterator[Fault]:
    """Group, position, contraction, muscles, equipment, grades, phases, purpose and kind are words of the lists; nothing a person reads is empty.

    Why: a drill filed under a misspelt word is found by nobody, and a set-up without words cannot be followed.
    """
    track = [phase.id for phase in care.phases if phase.kind == "track"]
    for exercise in care.exercises:
        where, name = exercise.where, exercise.id
        for kind, written, known in (
            ("group", [exercise.region], care.words.exercise_groups),
            ("position", [exercise.position], POSITIONS),
            ("contraction", [exercise.contraction], CONTRACTIONS),
            ("muscle", exercise.target_muscles, MUSCLES),
            ("equipment", exercise.equipment, EQUIPMENT),
            ("grade", [exercise.tendon_load, exercise.compression], get_args(Grade)),
            ("phase", exercise.phases, track),
        ):
            yield from _known(where, name, kind, written, known)
        for part, text in (("name", exercise.name), ("set-up", exercise.setup), ("stop rule", exercise.stop_rule)):
            if not text.strip():
                yield Fault(where, f"{name} has no {part}", f"write its {part}")
        for part, named in (("cue", exercise.cues), ("phase", exercise.phases), ("target muscle", exercise.target_muscles)):
            if not named:
                yield Fault(where, f"{name} has no {part}", f"write at least one {part}")
    for programme in care.programmes:
        yield from _known(programme.where, programme.id, "purpose", [programme.purpose], get_args(Purpose))
    for intervention in care.interventions:
        yield from _known(intervention.where, intervention.id, "kind", [intervention.kind], care.words.intervention_kinds)
    yield from _known("care/words.yaml", "kinds_at_home", "kind", care.words.kinds_at_home, care.words.intervention_kinds)


def _known(where: str, name: str, kind: str, written: Iterable[str], known: Iterable[str]) -> Iterator[Fault]:
    for word in written:
        if word not in known:
            yield Fault(where, f"{name} names the {kind} '{word}', which is not known", mend_unknown(word, known, kind))
