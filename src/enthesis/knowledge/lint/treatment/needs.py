"""What the needs of the sources name exists in the care files and suits its phase."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from enthesis.knowledge.measures import MEASURES
from enthesis.knowledge.nearest import mend_unknown
from enthesis.knowledge.rehabilitation import Rehabilitation
from enthesis.knowledge.source_needs import CareNeeds
from enthesis.terms.fault import Fault


def check(care: Rehabilitation) -> Iterator[Fault]:
    """Exercises, interventions, phases, measures, lines and demands that `needs.yaml` names exist, and exercises suit the phase.

    Why: a line of work with a misspelt exercise is silently shorter, and a demand with one is silently not avoided.
    """
    needs = care.needs
    if needs is None:
        return
    interventions = {intervention.id: intervention for intervention in care.interventions}
    yield from unknown("needs.yaml", "adults_only", "intervention", needs.adults_only, interventions)
    for demand in needs.demands:
        yield from unknown(demand.where, demand.id, "exercise", demand.exercises, care.exercise_by_id)
        yield from unknown(demand.where, demand.id, "intervention", demand.interventions, interventions)
    for line in needs.lines:
        for phase, exercises in line.exercises_by_phase.items():
            yield from unknown(line.where, line.id, "phase", (phase,), care.phase_by_id)
            yield from unknown(line.where, line.id, "exercise", exercises, care.exercise_by_id)
            for exercise in (care.exercise_by_id[e] for e in exercises if e in care.exercise_by_id):
                if phase not in exercise.phases:
                    mend = "choose another exercise, or add the phase to it"
                    yield Fault(line.where, f"{line.id} wants {exercise.id} in {phase}, where it does not belong", mend)
    for need in needs.needs:
        lines, demands = [entry.id for entry in need.lines], [entry.id for entry in need.wants + need.avoids]
        yield from unknown(need.where, need.source, "line of work", lines, needs.line_by_id)
        yield from unknown(need.where, need.source, "demand", demands, needs.demand_by_id)
        if (need.care == "treat") != bool(need.lines):
            yield Fault(
                need.where,
                f"{need.source} has the care '{need.care}' and {len(lines)} lines of work",
                "treat has lines, refer none",
            )
    yield from _start(needs, care)


def _start(needs: CareNeeds, care: Rehabilitation) -> Iterator[Fault]:
    if not needs.start:
        yield Fault("needs.yaml", "no start rule is given", "add at least one phase to start in")
        return
    for rule in needs.start:
        yield from unknown(rule.where, "a start rule", "phase", (rule.phase,), care.phase_by_id)
        yield from unknown(rule.where, rule.phase, "measure", [limit.measure for limit in rule.limits], MEASURES)
    last = needs.start[-1]
    if last.limits or last.none_of:
        yield Fault(last.where, "the last start rule asks for something", "end with the gentlest phase and no conditions")


def unknown(where: str, name: str, kind: str, written: Iterable[str], known: Iterable[str]) -> Iterator[Fault]:
    """A fault for each id that does not exist."""
    for identity in written:
        if identity not in known:
            yield Fault(where, f"{name} names the {kind} '{identity}', which does not exist", mend_unknown(identity, known, kind))
