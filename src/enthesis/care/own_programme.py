"""A clinic's own programme: the form it is kept in, what is refused in it, and what is said about it before it is used.

It is held to the rules of the pack's programmes: its exercises are the library's and belong to the phase they stand in, its phases
lead into each other, no dose starts above what the library gives, and nobody is offered exercise who must see a doctor first.
What a source that it is for cannot take is shown, and is left out of that source's plan, as with every programme.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, cast

from enthesis.care.conflicts import is_demand
from enthesis.care.dosing import start_dose
from enthesis.care.plan_document import PURPOSES, PlanDocument, PlannedDose, PlannedExercise, Purpose, dose_to_json, read_dose
from enthesis.care.plan_reading import PlanPart
from enthesis.knowledge.nearest import mend_unknown
from enthesis.knowledge.pack import Pack
from enthesis.knowledge.rehabilitation import Exercise, Programme, Rehabilitation, Support
from enthesis.knowledge.source_needs import SourceNeed
from enthesis.terms.fault import Fault, UnusableInput

VERSION = 1
"""Of the form, not of a clinic's programme."""
LONGEST_NAME = 120
MOST_IN_A_PHASE = 12
OWN_SUPPORT = Support("The clinic's own programme, not from a study", "", "judgement")


@dataclass(frozen=True)
class OwnExercise:
    """One exercise of a phase with the dose a plan starts it at."""

    id: str
    dose: PlannedDose


@dataclass(frozen=True)
class OwnProgramme:
    """A programme as a clinic wrote it."""

    name: str
    purpose: Purpose
    for_sources: tuple[str, ...]
    """Ids of the sources it treats, or is meant to prevent."""
    phases: Mapping[str, tuple[OwnExercise, ...]]
    """Exercises by id of the phase; a phase that is not there has none."""
    summary: str = ""
    duration: str = ""
    based_on: str = ""
    """Id of the programme it was made from; empty: from nothing."""
    region: str = ""
    """Id of the pack whose exercises, phases and sources it names; empty: the first on offer."""


def own_to_json(own: OwnProgramme) -> dict[str, Any]:
    """The programme as plain JSON values."""
    phases = [
        {"phase": phase, "exercises": [{"exercise": one.id, "dose": dict(dose_to_json(one.dose))} for one in exercises]}
        for phase, exercises in own.phases.items()
    ]
    kept = {"version": VERSION, "name": own.name, "purpose": own.purpose, "for_sources": list(own.for_sources)}
    return {
        **kept,
        "phases": phases,
        "summary": own.summary,
        "duration": own.duration,
        "based_on": own.based_on,
        "region": own.region,
    }


def read_own_programme(value: Any, where: str = "programme") -> OwnProgramme:
    """Read a programme from JSON values.

    Raises:
        UnusableInput: a key is missing, unknown or of the wrong kind, a number lies outside of what a plan holds, or a phase
            stands twice.
    """
    whole = PlanPart(value, where)
    whole.number("version", VERSION, VERSION)
    name = whole.text("name", filled=True).strip()
    if len(name) > LONGEST_NAME:
        raise UnusableInput(f"{where}.name", f"the name has {len(name)} letters", f"keep it within {LONGEST_NAME}")
    phases: dict[str, tuple[OwnExercise, ...]] = {}
    for part in whole.parts("phases"):
        phase = part.text("phase", filled=True)
        if phase in phases:
            raise UnusableInput(f"{where}.phases", f"'{phase}' stands twice", "put its exercises together")
        phases[phase] = tuple(
            OwnExercise(one.text("exercise", filled=True), read_dose(one.part("dose"))) for one in part.parts("exercises")
        )
    own = OwnProgramme(
        name=name,
        purpose=cast("Purpose", whole.choice("purpose", PURPOSES)),
        for_sources=whole.words("for_sources"),
        phases=MappingProxyType(phases),
        summary=whole.text("summary", default=""),
        duration=whole.text("duration", default=""),
        based_on=whole.text("based_on", default=""),
        region=whole.text("region", default=""),
    )
    whole.done()
    return own


def as_programme(own: OwnProgramme, identity: str) -> Programme:
    """The same in the form of the pack's programmes, so that a plan is made from it in the same way."""
    exercises = {phase: tuple(one.id for one in listed) for phase, listed in own.phases.items() if listed}
    return Programme(
        id=identity,
        name=own.name,
        purpose=own.purpose,
        for_sources=own.for_sources,
        exercises_by_phase=MappingProxyType(exercises),
        summary=own.summary,
        pain_rule="",
        duration=own.duration,
        support=OWN_SUPPORT,
        where=identity,
    )


def own_from(programme: Programme, rehabilitation: Rehabilitation) -> OwnProgramme:
    """A published programme as the beginning of an own one, each exercise at the library's start dose."""
    library = rehabilitation.exercise_by_id
    return OwnProgramme(
        name=programme.name,
        purpose=programme.purpose,
        for_sources=programme.for_sources,
        phases=MappingProxyType(
            {
                phase: tuple(OwnExercise(one, start_dose(library[one])) for one in exercises if one in library)
                for phase, exercises in programme.exercises_by_phase.items()
            }
        ),
        summary=programme.summary,
        duration=programme.duration,
        based_on=programme.id,
    )


def with_programmes(rehabilitation: Rehabilitation, own: Iterable[Programme]) -> Rehabilitation:
    """The pack's knowledge with a clinic's programmes beside the published ones."""
    return replace(rehabilitation, programmes=(*rehabilitation.programmes, *own))


def with_own_doses(document: PlanDocument, own: OwnProgramme) -> PlanDocument:
    """The plan with the programme's doses in place of the library's start doses. No citation stands beside a dose it does not support."""
    doses = {one.id: one.dose for one in own.phases.get(document.phase, ())}
    return replace(document, exercises=tuple(_with_dose(line, doses.get(line.id), own.name) for line in document.exercises))


def _with_dose(line: PlannedExercise, dose: PlannedDose | None, name: str) -> PlannedExercise:
    if dose is None:
        return line
    why = line.why.replace(f"{name}: its exercise", f"{name} (the clinic's own, not from a study): its exercise")
    if dose == line.dose:
        return replace(line, why=why)
    return replace(line, dose=dose, why=why, citation="", basis="judgement")


def find_faults(own: OwnProgramme, rehabilitation: Rehabilitation, pack: Pack) -> tuple[Fault, ...]:
    """What keeps the programme from being used, in the order of the form; empty where nothing does."""
    return (*_faults_of_sources(own, rehabilitation, pack), *_faults_of_phases(own, rehabilitation))


def _faults_of_sources(own: OwnProgramme, rehabilitation: Rehabilitation, pack: Pack) -> Iterator[Fault]:
    needs: Mapping[str, SourceNeed] = rehabilitation.needs.need_by_source if rehabilitation.needs else {}
    if own.purpose == "rehabilitation" and not own.for_sources:
        yield Fault(
            "For which sources", "a programme for rehabilitation names none", "tick at least one, or choose another purpose"
        )
    for identity in own.for_sources:
        source = pack.source_by_id.get(identity)
        if source is None:
            mend = mend_unknown(identity, pack.source_by_id, "source")
            yield Fault("For which sources", f"'{identity[:40]}' is no source of the pack", mend)
        elif source.dangerous or identity not in needs or needs[identity].care == "refer":
            yield Fault("For which sources", f"{source.name} asks for a doctor first", "untick it")


def _faults_of_phases(own: OwnProgramme, rehabilitation: Rehabilitation) -> Iterator[Fault]:
    tracks = {phase.id: phase for phase in rehabilitation.phases if phase.kind == "track"}
    filled = [phase for phase in own.phases if own.phases[phase]]
    if not filled:
        yield Fault("Phases", "no exercise is chosen", "add one to a phase")
    for phase in filled:
        if phase not in tracks:
            yield Fault("Phases", f"'{phase[:40]}' is no phase of the pack", mend_unknown(phase, tracks, "phase"))
            continue
        yield from _faults_of_exercises(tracks[phase].name, phase, own.phases[phase], rehabilitation)
    # The way on: whoever is at the door of a phase finds exercises behind it.
    in_order = [phase for phase in tracks if phase in filled]
    for phase in in_order[1:]:
        if not any(phase in tracks[earlier].next for earlier in in_order):
            before = [name for name, one in ((tracks[p].name, tracks[p]) for p in tracks if p != "screen") if phase in one.next]
            what = f"no phase of this programme leads to ‘{tracks[phase].name}’: a plan would stand before an empty phase"
            yield Fault(
                "Phases", what, f"fill ‘{before[0]}’ too, or take the exercises out" if before else "take the exercises out"
            )


def _faults_of_exercises(
    name: str, phase: str, exercises: tuple[OwnExercise, ...], rehabilitation: Rehabilitation
) -> Iterator[Fault]:
    if len(exercises) > MOST_IN_A_PHASE:
        yield Fault(name, f"{len(exercises)} exercises stand in one phase", f"keep it within {MOST_IN_A_PHASE}")
    seen: set[str] = set()
    for one in exercises:
        exercise = rehabilitation.exercise_by_id.get(one.id)
        if exercise is None:
            yield Fault(name, f"'{one.id[:40]}' is not in the library", "choose an exercise from the list")
            continue
        where = f"{name}, {exercise.name}"
        if one.id in seen:
            yield Fault(where, "it stands twice in this phase", "take one of them out")
        seen.add(one.id)
        if phase not in exercise.phases:
            belongs = ", ".join(rehabilitation.phase_by_id[p].name for p in exercise.phases if p in rehabilitation.phase_by_id)
            yield Fault(where, "it does not belong to this phase", f"it belongs to {belongs}")
        yield from _faults_of_dose(where, exercise, one.dose)


def _faults_of_dose(where: str, exercise: Exercise, dose: PlannedDose) -> Iterator[Fault]:
    if exercise.dose.repetitions is not None and dose.repetitions is None:
        yield Fault(where, "the repetitions are missing", "write how many")
    if exercise.dose.repetitions is None and exercise.dose.hold_s is not None and dose.hold_s is None:
        yield Fault(where, "the seconds are missing", "write how long each lasts")
    for words, given, span in _spans(exercise, dose):
        if span is None:
            yield Fault(where, f"{words} do not apply to this exercise", "leave the field empty")
        elif given > span[1]:
            yield Fault(where, f"{given:g} {words} are above the library's range of {_range(span)}", f"use at most {span[1]}")
    deepest = exercise.hip_flexion_deg[1]
    if dose.hip_flexion_deg is not None and dose.hip_flexion_deg > deepest:
        yield Fault(where, f"{dose.hip_flexion_deg}° of hip flexion is deeper than the exercise goes", f"use at most {deepest}°")


def _spans(exercise: Exercise, dose: PlannedDose) -> Iterator[tuple[str, float, tuple[int, int] | None]]:
    """(quantity, what the programme gives, what the library gives) of each quantity that is set. Effort above zero, load is found."""
    of = exercise.dose
    given: tuple[tuple[str, float | None, tuple[int, int] | None], ...] = (
        ("sets", dose.sets, of.sets),
        ("repetitions", dose.repetitions, of.repetitions),
        ("seconds", dose.hold_s, of.hold_s),
        ("metres", dose.distance_m, of.distance_m),
        ("of 10 in effort", dose.effort_rpe_0_10, of.effort_rpe_0_10 or (0, 10)),
        ("sessions a week", dose.sessions_per_week, of.sessions_per_week),
    )
    yield from ((words, number, span) for words, number, span in given if number is not None)


def _range(span: tuple[int, int]) -> str:
    return str(span[0]) if span[0] == span[1] else f"{span[0]} to {span[1]}"


def find_remarks(own: OwnProgramme, rehabilitation: Rehabilitation, pack: Pack) -> tuple[str, ...]:
    """What a reader should know before it is used, none of which keeps it from being used; each once."""
    said = (*_conflicts(own, rehabilitation, pack), *_thin_places(own, rehabilitation), *_below(own, rehabilitation))
    return tuple(dict.fromkeys(said))


def _conflicts(own: OwnProgramme, rehabilitation: Rehabilitation, pack: Pack) -> Iterator[str]:
    """Exercises that a source it is for cannot take: a plan leaves them out for everybody whose plan treats that source."""
    if rehabilitation.needs is None:
        return
    chosen = [rehabilitation.exercise_by_id[i] for i in _chosen(own) if i in rehabilitation.exercise_by_id]
    for source in own.for_sources:
        need = rehabilitation.needs.need_by_source.get(source)
        for avoided in need.avoids if need else ():
            demand = rehabilitation.needs.demand_by_id.get(avoided.id)
            for exercise in chosen if demand else ():
                if demand is not None and is_demand(exercise, demand):
                    who = pack.source_by_id[source].name
                    when = " or ".join(pack.finding_by_id[f].name for f in avoided.when if f in pack.finding_by_id)
                    where = f"with {when}, " if when else ""
                    yield f"{exercise.name} is {demand.name}, which {who} cannot take: {where}a plan leaves it out."


def _thin_places(own: OwnProgramme, rehabilitation: Rehabilitation) -> Iterator[str]:
    most = rehabilitation.needs.most_exercises if rehabilitation.needs else MOST_IN_A_PHASE
    names = {phase.id: phase.name for phase in rehabilitation.phases}
    for phase, exercises in own.phases.items():
        if len(exercises) > most:
            yield f"‘{names.get(phase, phase)}’ has {len(exercises)} exercises; a plan begins with the first {most}."
    filled = [phase for phase in own.phases if own.phases[phase]]
    starts = {rule.phase for rule in rehabilitation.needs.start} if rehabilitation.needs else set[str]()
    for phase in rehabilitation.phases:
        if own.purpose == "rehabilitation" and phase.id in starts and phase.id not in filled and phase.id != "screen":
            yield f"It has nothing for ‘{phase.name}’: a plan that starts there finds no exercise in it."


def _below(own: OwnProgramme, rehabilitation: Rehabilitation) -> Iterator[str]:
    for exercises in own.phases.values():
        for one in exercises:
            exercise = rehabilitation.exercise_by_id.get(one.id)
            for words, given, span in _spans(exercise, one.dose) if exercise else ():
                if exercise is not None and span is not None and given < span[0]:
                    yield f"{exercise.name}: {given:g} {words} are below the library's range of {_range(span)}."


def _chosen(own: OwnProgramme) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.id for exercises in own.phases.values() for one in exercises))
