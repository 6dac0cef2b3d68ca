"""Every door asks for a measure that is recorded, with a number that the measure can reach."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from enthesis.knowledge.measures import MEASURES
from enthesis.knowledge.nearest import mend_unknown
from enthesis.knowledge.rehabilitation import Criterion, Phase, Rehabilitation, Variable
from enthesis.terms.fault import Fault

IN_TEST_POSITION = ("marker_pain_0_10", "test_position_pain_0_10")
ORDER: tuple[str, ...] = get_args(Variable)


def check(care: Rehabilitation) -> Iterator[Fault]:
    """Each criterion names a known measure and a threshold inside its range; a phase that asks for pain in its test position
    has one, which is an exercise of the library; what may be progressed is known and stands in the order of the types.

    Why: a door that asks for something nobody records never opens, and missing values never fulfil it.
    """
    for phase in care.phases:
        for criterion in phase.enter_when + phase.leave_when:
            yield from _criterion(phase, criterion)
        asked = [criterion.measure for criterion in phase.enter_when + phase.leave_when if criterion.measure in IN_TEST_POSITION]
        if asked and not phase.test_position:
            yield Fault(phase.where, f"{phase.id} asks for {asked[0]} but has no test position", "write test_position")
        if phase.test_position and phase.test_position not in care.exercise_by_id:
            what = f"the test position of {phase.id} is '{phase.test_position}', which does not exist"
            yield Fault(phase.where, what, mend_unknown(phase.test_position, care.exercise_by_id, "exercise"))
        yield from _variables(phase)


def _criterion(phase: Phase, criterion: Criterion) -> Iterator[Fault]:
    measure = MEASURES.get(criterion.measure)
    if measure is None:
        what = f"{phase.id} asks for '{criterion.measure}', which nobody records"
        yield Fault(phase.where, what, mend_unknown(criterion.measure, MEASURES, "measure"))
        return
    if not measure.lowest <= criterion.threshold <= measure.highest:
        what = f"{phase.id} asks for {criterion.measure} {criterion.comparison.replace('_', ' ')} {criterion.threshold:g}"
        yield Fault(phase.where, what, f"write a number from {measure.lowest:g} to {measure.highest:g} ({measure.unit})")
    if criterion.over_days < 0:
        yield Fault(phase.where, f"{phase.id} looks {-criterion.over_days} days ahead", "write over_days as 0 or more")


def _variables(phase: Phase) -> Iterator[Fault]:
    unknown = [variable for variable in phase.variables if variable not in ORDER]
    for variable in unknown:
        yield Fault(phase.where, f"{phase.id} progresses '{variable}', which is not known", f"write one of {', '.join(ORDER)}")
    places = [ORDER.index(variable) for variable in phase.variables if variable in ORDER]
    if places != sorted(set(places)):
        yield Fault(phase.where, f"the variables of {phase.id} are out of order", f"keep the order {', '.join(ORDER)}")
