"""Every red-flag question of the pack is asked, with yes, no and not sure."""

from __future__ import annotations

from collections.abc import Iterator

from enthesis.knowledge.pack import Pack
from enthesis.knowledge.questionnaire import Questionnaire
from enthesis.terms.fault import Fault


def check(asked: Questionnaire, pack: Pack) -> Iterator[Fault]:
    """Each of the pack's `red_flag_questions` is stated by a question that can also be answered with not sure.

    Why: a patient who is not asked cannot warn us; one who may not say "not sure" is made to say no.
    """
    for finding in pack.red_flag_questions:
        asking = [q for q in asked.question_by_id.values() if any(finding in c.findings for c in q.choices)]
        if not asking:
            yield Fault(asked.where, f"the red-flag question '{finding}' is not asked", "add a question that states it")
        elif not any(any(not c.findings and not c.is_none for c in q.choices) for q in asking):
            what = f"{asking[0].id} asks about the red flag {finding} without a way to say 'not sure'"
            yield Fault(asking[0].where, what, "write answers: sure")
