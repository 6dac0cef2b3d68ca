"""The band on top: red flags raised, asked and not asked. Nothing here can say that they are cleared."""

from __future__ import annotations

from collections.abc import Set

from enthesis.reasoning.assessment import Assessment
from enthesis.terms.state import URGENCY_ORDER
from enthesis.web.pages import FlagsView, FlagView

URGENCY_WORDS = {"emergency": "Emergency", "same_day": "Same day", "soon": "Soon"}


def build_flags(answer: Assessment, prompting: Set[str]) -> FlagsView:
    """The band: the most urgent flag first (a rule before the floor on probability), then what was not asked.

    Args:
        prompting: every finding that a red flag hangs on.
    """
    pack = answer.pack
    ordered = sorted(answer.red_flags, key=lambda f: (-URGENCY_ORDER.index(f.urgency), not f.because))
    raised = tuple(
        FlagView(
            flag.id,
            flag.name,
            str(flag.urgency),
            URGENCY_WORDS[str(flag.urgency)],
            flag.action,
            tuple(pack.finding_by_id[finding].name for finding in flag.because),
            flag.citation,
        )
        for flag in ordered
    )
    not_asked = tuple((finding, pack.finding_by_id[finding].name) for finding in answer.red_flags_not_assessed)
    return FlagsView(raised, len(prompting) - len(not_asked), not_asked)
