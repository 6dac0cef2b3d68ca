"""Every finding that an answer states exists in the pack, and is stated as positive or negative."""

from __future__ import annotations

from collections.abc import Iterator

from enthesis.knowledge.nearest import mend_unknown
from enthesis.knowledge.pack import Pack
from enthesis.knowledge.questionnaire import Questionnaire
from enthesis.terms.fault import Fault


def check(asked: Questionnaire, pack: Pack) -> Iterator[Fault]:
    """Findings of answers resolve; states are positive or negative.

    Why: an id with a slip of the pen would be an answer that nobody ever sees as a finding.
    """
    for question in asked.question_by_id.values():
        for choice in question.choices:
            for finding, state in choice.findings.items():
                user = f"the answer '{choice.id}' of {question.id}"
                if finding not in pack.finding_by_id:
                    what = f"{user} names the finding '{finding}', which does not exist"
                    yield Fault(question.where, what, mend_unknown(finding, pack.finding_by_id, "finding"))
                if state not in ("positive", "negative"):
                    yield Fault(question.where, f"{user} states '{state}' for {finding}", "write positive or negative")
