"""The stages lead on to discharge and to the check afterwards, and every step up has a door."""

from __future__ import annotations

from collections.abc import Iterator

from enthesis.knowledge.nearest import mend_unknown
from enthesis.knowledge.rehabilitation import Phase, Rehabilitation
from enthesis.terms.fault import Fault

ENDS = ("discharge", "follow_up")
OVERLAYS = ("flare", "hold", "refer")


def check(care: Rehabilitation) -> Iterator[Fault]:
    """The first phase reaches every stage, every stage reaches `discharge` and then `follow_up`, no stage leads back to an
    earlier one, each step has at least one criterion that must hold, and the overlays `flare`, `hold` and `refer` have a way
    in and a way out.

    Why: the engine proposes the steps that stand here; a stage without a way on is where a patient is forgotten, and a step
    without a door is one that nobody has to be ready for.
    """
    track = {phase.id: phase for phase in care.phases if phase.kind == "track"}
    overlays = {phase.id: phase for phase in care.phases if phase.kind == "overlay"}
    for phase in care.phases:
        if phase.kind not in ("track", "overlay"):
            yield Fault(phase.where, f"the kind of {phase.id} is '{phase.kind}'", "write track or overlay")
    for name, known in (*((end, track) for end in ENDS), *((name, overlays) for name in OVERLAYS)):
        if name not in known:
            yield Fault("care/phases.yaml", f"there is no {'stage' if known is track else 'overlay'} '{name}'", f"add {name}")
    for phase in overlays.values():
        yield from _overlay(phase)
    for phase in track.values():
        yield from _steps(phase, track)
    yield from _reach(track)


def _overlay(phase: Phase) -> Iterator[Fault]:
    if phase.next:
        yield Fault(
            phase.where, f"the overlay {phase.id} leads to {phase.next[0]}", "take next out: an overlay ends where it began"
        )
    for name, door in (("enter_when", phase.enter_when), ("leave_when", phase.leave_when)):
        if not any(criterion.gate for criterion in door):
            yield Fault(phase.where, f"the overlay {phase.id} has no {name}", f"write at least one criterion under {name}")


def _steps(phase: Phase, track: dict[str, Phase]) -> Iterator[Fault]:
    for name in phase.next:
        if name not in track:
            what = f"{phase.id} leads to the phase '{name}', which does not exist"
            yield Fault(phase.where, what, mend_unknown(name, track, "phase"))
        elif not any(criterion.gate for criterion in phase.leave_when + track[name].enter_when):
            what = f"the step from {phase.id} to {name} has no criterion"
            yield Fault(phase.where, what, f"write one under leave_when of {phase.id} or enter_when of {name}")


def _reach(track: dict[str, Phase]) -> Iterator[Fault]:
    reached = {name: reachable(name, track) for name in track}
    first = next(iter(track), "")
    for name, phase in track.items():
        if name != first and name not in reached[first]:
            yield Fault(phase.where, f"no way leads from {first} to {name}", f"name {name} under next of an earlier phase")
        if name in reached[name]:
            yield Fault(
                phase.where, f"{name} leads back to itself", "take the step back out of next: stepping down is the engine's"
            )
    for earlier, later in ((name, end) for name in track for end in ENDS if name not in ENDS):
        if later in track and later not in reached[earlier]:
            yield Fault(track[earlier].where, f"{earlier} never reaches {later}", f"lead it on to {later} under next")
    if all(end in track for end in ENDS) and ENDS[1] not in reached[ENDS[0]]:
        yield Fault(track[ENDS[0]].where, f"{ENDS[0]} never reaches {ENDS[1]}", f"name {ENDS[1]} under its next")


def reachable(start: str, track: dict[str, Phase]) -> set[str]:
    """Ids of the stages that some way from `start` leads to; `start` itself only when a way leads back to it."""
    found: set[str] = set()
    waiting = list(track[start].next) if start in track else []
    while waiting:
        name = waiting.pop()
        if name in track and name not in found:
            found.add(name)
            waiting.extend(track[name].next)
    return found
