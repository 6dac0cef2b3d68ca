"""What a patient is told at once rests on a rule of the pack, can be reached by an answer, and says what to do."""

from __future__ import annotations

from collections.abc import Iterator

from enthesis.knowledge.nearest import mend_unknown
from enthesis.knowledge.pack import Pack
from enthesis.knowledge.questionnaire import Questionnaire
from enthesis.terms.fault import Fault
from enthesis.terms.state import Urgency

TOLD = (Urgency.EMERGENCY, Urgency.SAME_DAY)


def check(asked: Questionnaire, pack: Pack) -> Iterator[Fault]:
    """Sentences name a red flag of the pack, findings that some answer states as positive, and an urgency with advice.

    Why: an urgent sentence that no answer reaches is a promise nobody keeps, and one without a source is an opinion.
    """
    rules = {rule.id: rule for rule in pack.red_flags}
    reachable = {f for q in asked.question_by_id.values() for c in q.choices for f, s in c.findings.items() if s == "positive"}
    for sentence in asked.urgent:
        if sentence.red_flag not in rules:
            what = f"the sentence {sentence.id} names the red flag '{sentence.red_flag}', which does not exist"
            yield Fault(sentence.where, what, mend_unknown(sentence.red_flag, rules, "red flag"))
        for finding in (*sentence.any_of, *sentence.and_any_of):
            if finding not in reachable:
                what = f"the sentence {sentence.id} waits for {finding}, which no answer states as positive"
                yield Fault(sentence.where, what, "name a finding that an answer states")
        if not sentence.any_of or sentence.urgency not in tuple(TOLD):
            what = f"the sentence {sentence.id} has no finding, or an urgency that is not told to patients"
            yield Fault(sentence.where, what, f"write any: [...] and one of {', '.join(TOLD)}")
    for urgency in TOLD:
        if not asked.urgent_advice.get(urgency, "").strip():
            yield Fault(asked.where, f"urgent_advice has no sentence for {urgency}", "say what the patient should do")
