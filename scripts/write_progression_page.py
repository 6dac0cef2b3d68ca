"""Write docs/progression.md: the rules of progression, the log and the answer, with their tables made from the code and the pack.

.venv/bin/python scripts/write_progression_page.py
.venv/bin/python scripts/write_progression_page.py --check       (1 when the page is not what the code says)
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from enthesis.care.door import ASK_AGAIN_DAYS
from enthesis.care.log_file import COLUMNS, LARGEST_LOG_BYTES, MOST_ROWS, Column
from enthesis.care.rules import RULES, Rule
from enthesis.knowledge.loading import find_pack_folder
from enthesis.knowledge.regions import region_ids
from enthesis.knowledge.rehabilitation import Rehabilitation
from enthesis.knowledge.rehabilitation_loading import load_rehabilitation
from enthesis.knowledge.warning_signs_loading import load_warning_signs

PAGE = Path(__file__).parent.parent / "docs" / "progression.md"
PROSE = """# Progression: from this morning to today's dose

Made by `scripts/write_progression_page.py` from the code and the pack; edit there. The numbers are the pack's (`care/progression.yaml`), with
what supports each in [phases](phases.md). **No clinician has reviewed the rules.** Most counts are convention, and the page says so.

```
enthesis simulate-course CASE --log LOG.csv [--json] [--pack P] [--phase PHASE] [--ceiling N] [--confirm-phases]
```

Exit 0 done, 2 the case, the log or an option cannot be used: one line says what, where and how to mend it.

## How a day is decided

Each calendar day, blank ones too, is folded into a small state, and the first rule that speaks decides:
**REFER > FLARE > REGRESS > HOLD > PROGRESS**. A referral or a flare names the decision; a step back that lies under it is taken as well.

- **An exposure** is one day's session of one exercise. It is judged the next morning. It is good when pain during is known and at or below the
  ceiling, effort is known and on target, all was done, pain right after was not over the ceiling, and the marker of that morning is no higher
  than the marker of the morning before the session. The patient's own word "not settled" counts; "settled" does not outweigh a marker.
- **Missing means hold.** No marker, or a session without pain, effort or completion, counts for nothing good. It does not end a row of bad
  ones either. A referral stays open until a clinician closes it.
- **One thing moves at a time** in the whole plan: repetitions, then load, depth, speed, in the order of the phase. After any step, up or down,
  good exposures count anew. Of several exercises that are ready, and running, the one that has waited longest goes first.
- **A step back** undoes one variable before it changes the drill, and changes the drill before the phase. It takes an exercise with bad signs
  of its own first, then the one moved last, then the hardest for the tendon.
- **The ceiling** ({ceiling} of 10; a clinician may set up to {highest}) governs pain during exercise. The marker has its own threshold, which the
  ceiling does not move.
- **The weekly trend** compares the median marker of the last seven days with that of the seven before, each with four known mornings. Medians
  and not a slope (Theil-Sen): of seven whole numbers either withstands two stray mornings, and a patient can check a median.
- **A flare** leaves only the exercises of the phase a plan starts in when nothing is known (the isometric one), at least {flare} days, until the marker is within one point of the usual (the median
  of the week before). The dose it returns to is one step lower. After three days the clinic is asked to look.
- **The next phase** is proposed when every gate of leaving this one and entering that one is met, and entered when a clinician confirms. Over
  a window of more than three days seven mornings of ten must be known; none may be over the limit.
- **The next phase's test position** is asked for on the phone when every other gate is met and the morning leaves the whole plan to do: once,
  below the morning check, with the figure. Over the limit: not again for {ask_again} days. At or below: it counts as long as its gate looks
  back. An answer names its position and counts at that door alone; the reasons say whether phone or clinic told it, and it is shed with the phase.
- **Running** goes up a level after it was done {exposures} times with a day of rest before and no rise the next morning, when the phase allows it;
  speed only after a quiet easy half hour. No run beyond {cap:.0%} of the longest in {window} days. Everything is in kilometres; miles are shown.

`today` is what the decision leaves of today's session: `full` the plan, `hold` the last dose that was tolerated, `reduced` the plan after the
step back (during a flare what the pack leaves: in this region the holds), `stop` nothing.

## The rules, in their order

`support` names where the number of a rule comes from (as read: see [phases](phases.md)). That something must happen twice, or on two mornings, is
judgement throughout.

{rules}

## Warning signs

Which signs a region knows, how soon somebody must look, and what is said stand in its pack (`care/warning_signs.yaml`); a log may write them in the
column `warning_signs`, and a note is read for them. A sign that a region does not know counts as one for the same day.

{signs}

## What holds, and what is not claimed

Held by `tests/property/test_progression_holds.py`, whatever is written down: at most one thing moves a day; no phase without its door; raising
any pain answer of a day gives, on that day, no milder decision, no higher dose of that exercise and no higher plan; leaving out an
answer of a day never turns that day into progress; a log that always lacks an answer that progress needs never progresses; order and
repetition of entries do not matter; day by day is the same as all at once.

Not claimed: that an earlier answer could not matter the other way round. A jump is measured against the mornings before it, so had those been
worse there would have been no jump; and a bad answer that was never given cannot lead to a step back (it leads to a hold). Nothing here was
tested on patients.

## The log

A CSV file in UTF-8 with a header; `date` is needed, all other columns may be left out, in any order. One line for each exercise or run, or for a
morning. An empty cell is a missing answer; 0 is an answer. Dates may come in any order. Two lines of one day that disagree: the worse answer
stands. For holds, `sets` alone say how much was done. Exercises are named by id, name or synonym; others are followed under the name
they have, with a warning, in a general range of doses. A dose in the log above the plan was set by whoever led the course: the plan follows it.
Notes are read for warning signs only, with care of "no" and "not".

{columns}

Refused, with line and mend: more than {megabytes} MB or {rows:,} rows; not text; not CSV; no `date`; a column twice or misspelt; a date that is
not one, or 40 years from the others; a number outside its range or with a decimal comma; a dose without an exercise; an unknown word for
yes, no or a warning sign. Other unknown columns are a warning.

## The answer

```
{{"warnings": ["..."],
 "days": [{{"date": "2026-01-05", "decision": "refer|flare|regress|hold|progress", "today": "full|hold|reduced|stop",
           "because": {{"rule": "...", "rows": [lines of the log], "numbers": {{}}, "support": "name of the number in the pack, or judgement"}},
           "patient_sentence": "...", "clinician_sentence": "...",
           "changes": [{{"exercise": "id", "variable": "repetitions|hold_s|sets|load|depth|speed|drill|phase|run_level", "from": 8, "to": 9}}],
           "phase": "...", "overlay": null | "flare" | "refer", "run_level": null | "...", "urgency": null | "soon|same_day|emergency",
           "phase_up": null | {{"to": "...", "met": ["..."], "flags": ["..."]}}, "silent_days": 0}}]}}
```

`changes` has at most one entry; `exercise` is empty for a phase or a running level. `silent_days` counts blank days from the number on at which the
clinic is told. The plan's JSON is in [plan of care](plan_of_care.md).

## The table on the phone

`care/decision_table.py` writes, for one course and one day, what to do for every combination of answers: `questions` with their bins (`up_to`: the
highest answer of each bin; a missing answer has the last one), `table` with one letter for each combination (the bins are the digits of its
place, first question first), `outcomes` with `today`, `rule`, `sentence` and the place of their doses in `doses`. Every entry is the engine's
answer with steps up taken out; `tests/spec/test_decision_table.py` compares them all.
"""


def rule_row(rule: Rule, care: Rehabilitation) -> str:
    """One rule as a row."""
    said = (rule.speaks.__doc__ or "").strip().split("\n")[0].rstrip(".")
    support = care.numbers.support_by_name.get(rule.support)
    if rule.support == "run_levels":
        support = next((level.support for level in care.run_levels if level.support.basis == "fulltext"), None)
    basis = "judgement" if support is None or support.basis == "judgement" else f"[{support.citation}]({support.link})"
    return f"| {rule.verdict} | `{rule.id}` | {said} | {rule.today} | {basis} |"


SIGNS_HEAD = ("| region | sign | what was told | how soon | red flags behind it |", "|---|---|---|---|---|")


def sign_rows(region: str) -> list[str]:
    """The signs of one region as rows."""
    signs = load_warning_signs(region).signs
    return [f"| {region} | `{s.id}` | {s.name} | {s.haste.replace('_', ' ')} | {', '.join(s.red_flags) or '–'} |" for s in signs]


def column_row(column: Column) -> str:
    """One column of the log as a row."""
    allowed = f"{column.lowest:g} to {column.highest:g}" if column.highest else ""
    return f"| `{column.name}` | {f'{allowed} {column.unit}'.strip()} | {column.meaning} |"


def write_page() -> str:
    """The whole page."""
    care = load_rehabilitation(find_pack_folder("posterior_hip"))
    numbers = care.numbers
    flare = next(c.threshold for p in care.phases if p.id == "flare" for c in p.leave_when if c.measure == "days_in_phase")
    rules = ["| decision | rule | when | today | support |", "|---|---|---|---|---|", *(rule_row(rule, care) for rule in RULES)]
    columns = ["| column | values | meaning |", "|---|---|---|", *map(column_row, COLUMNS)]
    return PROSE.format(
        ceiling=numbers.pain_ceiling_0_10,
        highest=numbers.highest_pain_ceiling_0_10,
        flare=f"{flare:g}",
        exposures=numbers.exposures_to_progress,
        ask_again=ASK_AGAIN_DAYS,
        cap=numbers.run_cap_share,
        window=numbers.run_window_days,
        rules="\n".join(rules),
        signs="\n".join([*SIGNS_HEAD, *(row for region in region_ids() for row in sign_rows(region))]),
        columns="\n".join(columns),
        megabytes=LARGEST_LOG_BYTES // 1_000_000,
        rows=MOST_ROWS,
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    page = write_page()
    if parser.parse_args().check:
        if PAGE.read_text(encoding="utf-8") == page:
            return 0
        print(f"{PAGE} is out of date: run scripts/write_progression_page.py", file=sys.stderr)
        return 1
    PAGE.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
