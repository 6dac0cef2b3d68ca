"""Write docs/phases.md: the stages of a programme as a state diagram and tables, from the pack's care files.

.venv/bin/python scripts/write_phases_page.py > docs/phases.md
.venv/bin/python scripts/write_phases_page.py --check       (1 when the page is not what the pack says)
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from phases_picture import draw, number

from enthesis.knowledge.loading import find_pack_folder
from enthesis.knowledge.measures import MEASURES
from enthesis.knowledge.rehabilitation import Phase, Rehabilitation, Support
from enthesis.knowledge.rehabilitation_loading import load_rehabilitation

PACK = "posterior_hip"
DOCS = Path(__file__).parent.parent / "docs"
PAGE, PICTURE = DOCS / "phases.md", DOCS / "images" / "phases.svg"


def read(support: Support) -> str:
    """Where a number comes from, in a cell."""
    if support.basis == "judgement":
        return support.citation[0].lower() + support.citation[1:]
    return f"[{support.citation.replace('|', '/')}]({support.link}) ({support.basis})"


def phase_section(phase: Phase, care: Rehabilitation) -> str:
    """One stage or overlay: goal, words, doors."""
    lines = [f"### {phase.name} (`{phase.id}`)", "", phase.goal, "", f"*To the patient:* {phase.plain_words}", ""]
    if phase.test_position:
        lines += [f"Test position: {care.exercise_by_id[phase.test_position].name}.", ""]
    if phase.variables:
        lines += [f"May be progressed, one at a time, in this order: {', '.join(phase.variables)}.", ""]
    lines += ["| | measure | must be | over | gate | support |", "|---|---|---|---|---|---|"]
    for name, criteria in (("enter", phase.enter_when), ("leave", phase.leave_when)):
        for criterion in criteria:
            over = f"{criterion.over_days} days" if criterion.over_days else "the phase"
            gate = "yes" if criterion.gate else "no, shown only"
            lines.append(f"| {name} | {criterion.measure} | {number(criterion)} | {over} | {gate} | {read(criterion.support)} |")
    return "\n".join([*lines, "", f"Support: {read(phase.support)}."])


def write_page(care: Rehabilitation) -> str:
    """The whole page."""
    sections = "\n\n".join(phase_section(phase, care) for phase in care.phases)
    levels = "\n".join(
        f"| {number_of} | {level.name} | {level.pace} | {care.phase_by_id[level.needs_phase].name} | {read(level.support)} |"
        for number_of, level in enumerate(care.run_levels, start=1)
    )
    numbers = "\n".join(
        f"| {name} | {getattr(care.numbers, name):g} | {read(support)} |"
        for name, support in care.numbers.support_by_name.items()
    )
    measures = "\n".join(
        f"| {m.id} | {m.unit} | {m.lowest:g} to {m.highest:g} | {m.summary} | {m.meaning} |" for m in MEASURES.values()
    )
    return f"""# Phases, ladder and rule numbers: {PACK}

<!-- Written by scripts/write_phases_page.py; change the pack's care files or the script, not this page. -->

The stages of a loading programme are data (`care/phases.yaml`, [format](care_files.md)). A step up is *proposed* when everything
on its arrow holds; a clinician confirms it. A missing answer fulfils nothing. Stepping down is not on the picture: one drill or
one variable goes back before a stage does.

![Eight stages from screen to the check after six months, the criteria of each step up, and the overlays flare, hold and refer](images/phases.svg)

## Stages and overlays

An overlay starts when any one of its `enter` lines holds and ends when all of its `leave` lines hold. How many days are looked
back at is judgement throughout.

{sections}

## Running ladder

A track beside the stages. A level is left upwards after it was done at least twice without a rise the next day, with a day off
between; no run goes beyond {care.numbers.run_cap_share:.0%} of the longest of {care.numbers.run_window_days} days.

| | level | pace | from | support |
|---|---|---|---|---|
{levels}

## Rule numbers

| name | value | support |
|---|---|---|
{numbers}

## Measures

What a door may ask about. *highest* and *lowest* take the worst of the days looked at, *latest* the newest, *share* and *count*
what the days add up to.

| measure | unit | range | of several days | meaning |
|---|---|---|---|---|
{measures}
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with docs/ instead of writing")
    options = parser.parse_args()
    care = load_rehabilitation(find_pack_folder(PACK))
    for path, text in ((PAGE, write_page(care)), (PICTURE, draw(care))):
        if not options.check:
            path.write_text(text, encoding="utf-8")
        elif not path.is_file() or path.read_text(encoding="utf-8") != text:
            print(f"{path} is not what the pack says; write it again with scripts/write_phases_page.py", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
