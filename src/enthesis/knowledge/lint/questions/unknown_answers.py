"""An answer that says neither yes nor no states nothing."""

from __future__ import annotations

from collections.abc import Iterator

from enthesis.knowledge.pack import Pack
from enthesis.knowledge.questionnaire import Questionnaire
from enthesis.terms.fault import Fault

UNKNOWN_IDS = ("unsure", "not_done", "not_had", "not_known")


def check(asked: Questionnaire, pack: Pack) -> Iterator[Fault]:
    """ "Not sure", "I don't do this" and "not had" carry no finding.

    Why: what was not assessed must never become negative; an absence nobody observed lowers a source that may be there.
    """
    for question in asked.question_by_id.values():
        for choice in question.choices:
            if (choice.is_unknown or choice.id in UNKNOWN_IDS) and choice.findings:
                what = f"the answer '{choice.id}' of {question.id} is neither yes nor no, and yet states {min(choice.findings)}"
                yield Fault(question.where, what, "remove the finding: it stays not assessed")
