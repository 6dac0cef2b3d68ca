"""What the daily check asks and says in a region is known to the rest."""

from __future__ import annotations

from collections.abc import Iterator

from enthesis.knowledge.measures import MEASURES
from enthesis.knowledge.nearest import mend_unknown
from enthesis.knowledge.pack import Pack
from enthesis.knowledge.rehabilitation import DAILY_QUESTIONS, Rehabilitation
from enthesis.terms.fault import Fault

FILE = "care/progression.yaml"


def check(care: Rehabilitation) -> Iterator[Fault]:
    """The questions and the measures are known ones, and a flare has its words.

    Why: a question nobody can ask and a measure no door reads would be promises without effect.
    """
    for part, text in (("patient", care.daily.flare_patient), ("clinician", care.daily.flare_clinician)):
        if not text.strip():
            yield Fault(FILE, f"flare_dose has no words for the {part}", "write what is left to do in a flare")
    for asked in care.daily.asks:
        if asked not in DAILY_QUESTIONS:
            yield Fault(FILE, f"the question '{asked}' is not known", mend_unknown(asked, DAILY_QUESTIONS, "question"))
    for measure in care.daily.measures_from:
        if measure not in MEASURES:
            yield Fault(FILE, f"the measure '{measure}' is not known", mend_unknown(measure, MEASURES, "measure"))


def check_links(care: Rehabilitation, pack: Pack) -> Iterator[Fault]:
    """Measures are read from findings of the pack.

    Why: a misspelt finding would leave a plan without the number it starts from.
    """
    for findings in care.daily.measures_from.values():
        for finding in findings:
            if finding not in pack.finding_by_id:
                yield Fault(FILE, f"there is no finding '{finding}'", mend_unknown(finding, pack.finding_by_id, "finding"))
