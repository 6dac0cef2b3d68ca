"""Write docs/outcome_measures.md: every outcome measure with its sources, grade, licence and rule for missing answers.

.venv/bin/python scripts/write_measures_page.py
.venv/bin/python scripts/write_measures_page.py --check       (1 when the page is not what the data say)
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from enthesis.knowledge.outcome_measures import Change, Measure, OutcomeMeasures
from enthesis.knowledge.outcome_measures_loading import built_in_measures
from enthesis.outcomes.schedule import NEAR_DISCHARGE_DAYS

PAGE = Path(__file__).parent.parent / "docs" / "outcome_measures.md"
STATES = {"free": "free", "permission_needed": "permission needed", "unclear": "unclear"}


def change(found: Change) -> str:
    """An MCID or MDC, in a cell."""
    if found.value is None:
        return "not established here"
    level = f", {found.level:.0%} confidence" if found.level is not None else ""
    return f"{found.value:g} ({found.population}{level})"


def source(found: Change) -> str:
    """Where a number comes from, or why there is none."""
    if found.value is None:
        return found.note
    note = f"; {found.note}" if found.note else ""
    return f"{found.value:g}: [{found.citation}]({found.link}) ({found.read_as}){note}."


def range_of(measure: Measure) -> str:
    """The range with its direction."""
    high = f"{measure.high:g}" if measure.high is not None else "open"
    return f"{measure.low:g} to {high}, {measure.better} is better"


def section(measure: Measure) -> str:
    """One measure."""
    lines = [
        f"### {measure.short}: {measure.name} (`{measure.id}`)",
        "",
        f"{measure.construct[:1].upper()}{measure.construct[1:]}. {measure.how}",
        "",
        f"- Range: {range_of(measure)}, {measure.unit}{', each side' if measure.per_side else ''}.",
        f"- Grade **{measure.quality}**: {measure.quality_because}",
        f"- Change that matters (MCID): {source(measure.mcid)}",
        f"- Change beyond measurement error (MDC): {source(measure.mdc)}",
    ]
    if measure.scoring is not None:
        rule, support = measure.scoring.missing_rule, measure.scoring.support
        lines.append(f"- Missing answers: {rule} [{support.citation}]({support.link}) ({support.basis}).")
    lines.append(f"- Licence, {STATES[measure.licence.state]}: {measure.licence.sentence}")
    if measure.loinc:
        lines.append(f"- LOINC: {measure.loinc}.")
    lines += [
        f"- Read on {one.property} ({'for' if one.speaks_for else 'against'}): {one.finding} "
        f"[{one.support.citation}]({one.support.link}) ({one.support.basis})."
        for one in measure.evidence
    ]
    lines.append(f"- Cited as [{measure.citation}]({measure.link})." if measure.link else f"- {measure.citation}.")
    return "\n".join(lines)


def write_page(known: OutcomeMeasures) -> str:
    """The whole page."""
    table = "\n".join(
        f"| {m.short} | {range_of(m)} | {change(m.mcid)} | {change(m.mdc)} | {m.quality} | {STATES[m.licence.state]} |"
        for m in known.measures
    )
    discharge = "\n".join(
        f"| {line.name} | {line.criterion.measure} {line.criterion.comparison.replace('_', ' ')} {line.criterion.threshold:g}"
        f" | {f'{line.criterion.over_days} days' if line.criterion.over_days else 'latest'}"
        f" | {'asked' if line.criterion.gate else 'shown only'} |"
        for line in known.discharge
    )
    sections = "\n\n".join(section(measure) for measure in known.measures)
    return f"""# Outcome measures

<!-- Written by scripts/write_measures_page.py; change src/enthesis/packs/measures or the script, not this page. -->

Measures are data (`src/enthesis/packs/measures`), of no region. A number stands here only where somebody read it in what is cited;
*fulltext*, *abstract* and *secondary* (a third party's page) say how. Elsewhere it says *not established here*, which is not 0.
No clinician has reviewed the list.

| measure | range | change that matters (MCID) | beyond error (MDC) | grade | items |
|---|---|---|---|---|---|
{table}

## How a grade is made

Nobody types a grade. Each thing read about a measure is kept with its property (reliability, validity or responsiveness), whether it
speaks for or against the measure, and whether the people and the use were like those the measure is for. A property is *supported*
when at least one such thing, read in full or as an abstract, speaks for it and nothing read speaks against it; *contested* when
something speaks against it.

| grade | when |
|---|---|
| A | all three properties supported |
| B | two supported, none contested |
| C | one supported, or two with another contested |
| D | none supported |

The grade says what was *read here*, not what is known: D may mean that nobody looked. It is shown beside every score.

## Scores, changes and missing answers

- A missing answer never counts as 0. Where the authors say how to go on, that is done, and the number answered stands beside the score;
  otherwise there is no score, and the reason instead.
- Where the items may not be printed, the clinic enters a total, or imports a FHIR R4 Questionnaire it may use; then the questionnaire's own
  formula scores it ([decision 16](decisions/0016-outcome-measures.md)).
- A change is set against the MDC (is it more than measurement error?) and against the MCID (does it matter to patients?), each in words with
  its population. A change of exactly the MDC counts as within measurement error. Where one of them is not established, it says so.
- A change within the MDC may still be real, and one beyond the MCID of a group may not matter to this person.
- A forecast is made only from at least five real values of one rater, over at least four weeks since the last event, and only if the same line
  drawn without the last value would have held it. It reaches a quarter of that time ahead, as an 80% interval.

## When they are asked for

At the start, after 6 and 12 weeks, at discharge, and 6 and 12 months after it. The weeks count from the opening of the episode and
outlive discharge, unless they fall within {NEAR_DISCHARGE_DAYS} days of it; the months count from discharge. Windows and reminders are judgement.

## Criteria of discharge

Beside the criteria for leaving the phase. All are judgement. What was not recorded in time is *not assessed*, never met.

| criterion | measure | over | |
|---|---|---|---|
{discharge}

## Each measure

{sections}
"""


def main() -> int:
    """Write the page, or compare it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with docs/ instead of writing")
    options = parser.parse_args()
    text = write_page(built_in_measures())
    if not options.check:
        PAGE.write_text(text, encoding="utf-8")
        return 0
    if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == text:
        return 0
    print("docs/outcome_measures.md is not what the measures say; run scripts/write_measures_page.py", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
