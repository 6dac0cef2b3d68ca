"""What a pack's questions to patients must fulfil: one rule per file, all faults reported together, as for packs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from enthesis.knowledge.lint.questions import asked_links, form, red_flags_asked, unknown_answers, urgent_sentences
from enthesis.knowledge.pack import Pack
from enthesis.knowledge.questionnaire import Questionnaire
from enthesis.terms.fault import Fault

QUESTION_RULES: tuple[Callable[[Questionnaire, Pack], Iterator[Fault]], ...] = (
    form.check,
    asked_links.check,
    unknown_answers.check,
    red_flags_asked.check,
    urgent_sentences.check,
)
"""All rules, in the order in which an author would mend the file."""
