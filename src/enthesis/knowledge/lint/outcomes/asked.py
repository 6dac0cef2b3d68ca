"""What a patient is asked can be asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from enthesis.knowledge.nearest import mend_unknown
from enthesis.knowledge.outcome_measures import OutcomeMeasures
from enthesis.terms.fault import Fault


def check_asked(where: str, plain: Sequence[str], with_questionnaire: Sequence[str], known: OutcomeMeasures) -> Iterator[Fault]:
    """Each measure exists and stands once; those asked as they are have a question of ours, the others a total to calculate.

    Why: a question that no page can ask would keep a follow-up open for ever.
    """
    everything = [*plain, *with_questionnaire]
    for measure_id in sorted({one for one in everything if everything.count(one) > 1}):
        yield Fault(where, f"'{measure_id}' stands twice", "take one of them out")
    for measure_id in everything:
        measure = known.by_id.get(measure_id)
        if measure is None:
            mend = mend_unknown(measure_id, list(known.by_id), "measure")
            yield Fault(where, f"'{measure_id}' is no outcome measure", mend)
        elif measure_id in with_questionnaire and not measure.takes_questionnaire:
            yield Fault(where, f"'{measure_id}' takes no questionnaire", "move it to asked")
        elif measure_id in plain and not measure.is_asked_by_phone:
            yield Fault(
                where,
                f"'{measure_id}' has no question of its own for a patient",
                "move it to with_questionnaire, or leave it out",
            )
