"""Write the logs of the published courses, and the page that shows them beside the engine's decisions.

    python scripts/courses.py            writes cases/courses/*/log.csv and the tables of docs/courses.md
    python scripts/courses.py --check    fails when one of them differs from what this would write

A log is made up around the few facts that were published: straight lines between the numbers of `simulated` in `course.yaml`,
rounded as a patient would. The same input gives the same log; nothing is drawn at random.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from enthesis.care.log_file import parse_log
from enthesis.care.progression import Decision
from enthesis.care.replay import replay
from enthesis.care.rulebook import write_rulebook
from enthesis.care.steps import Change
from enthesis.knowledge.document import read_document
from enthesis.knowledge.loading import find_pack_folder
from enthesis.knowledge.rehabilitation_loading import load_rehabilitation

ROOT = Path(__file__).parent.parent
COURSES = ROOT / "cases" / "courses"
PAGE = ROOT / "docs" / "courses.md"
COLUMNS = (
    "date", "exercise", "sets", "reps", "load_kg", "rpe", "completed_share", "pain_during", "pain_after", "morning_pain",
    "sitting_min", "run_km", "run_pain", "note", "worst_pain", "test_pain", "run_min",
)  # fmt: skip
NOTE = "simulated"
VERDICTS = ("refer", "flare", "regress", "hold", "progress")


def line_through(knots: list[list[float]], day: int) -> float | None:
    """The value of a broken line on a day; None before its first knot, the last value after its last."""
    if day < knots[0][0]:
        return None
    for (first, low), (last, high) in pairwise(knots):
        if day <= last:
            return low + (high - low) * (day - first) / (last - first)
    return knots[-1][1]


def log_rows(simulated: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """One row for each thing done, and for each day on which nothing was done; blank days have no row."""
    start = date.fromisoformat(str(simulated["start"]))
    for day in range(simulated["days"]):
        if day % simulated["blank_every"] == simulated["blank_every"] - 1:
            continue
        answers = {name: line_through(knots, day) for name, knots in simulated["answers"].items()}
        said = {name: round(value) for name, value in answers.items() if value is not None}
        if "sitting_min" in said:
            said["sitting_min"] = 5 * round(said["sitting_min"] / 5)
        if day % 7 != 6:
            said.pop("test_pain", None)
        marker = said["morning_pain"]
        common = {"date": (start + timedelta(days=day)).isoformat(), **said, "note": NOTE}
        rows = [
            *(_session(one, day, marker) for one in simulated["sessions"]),
            *(_run(one, day, marker) for one in simulated["runs"]),
        ]
        done = [row for row in rows if row]
        yield from ({**common, **row} for row in done or [{}])


def _session(one: dict[str, Any], day: int, marker: int) -> dict[str, Any]:
    first, last = one["days"]
    if not first <= day <= last or (day - first) % one["every"]:
        return {}
    row: dict[str, Any] = {"exercise": one["exercise"], "sets": one["sets"], "rpe": one["rpe"], "completed_share": 1}
    if "reps" in one:
        row["reps"] = round(_between(one["reps"], day, first, last))
    if "load_kg" in one:
        row["load_kg"] = 2.5 * round(_between(one["load_kg"], day, first, last) / 2.5)
    return {**row, "pain_during": marker, "pain_after": max(0, marker - 1)}


def _run(one: dict[str, Any], day: int, marker: int) -> dict[str, Any]:
    first, last = one["days"]
    if not first <= day <= last or (day - first) % one["every"]:
        return {}
    km, minutes = _between(one["km"], day, first, last), _between(one["min"], day, first, last)
    return {"run_km": round(km, 1), "run_min": round(minutes), "run_pain": max(0, marker - 1)}


def _between(ends: list[float], day: int, first: int, last: int) -> float:
    return ends[0] + (ends[1] - ends[0]) * (day - first) / max(1, last - first)


def write_log(course: dict[str, Any]) -> str:
    """The log as CSV."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(log_rows(course["simulated"]))
    return out.getvalue()


def decisions_of(log: str, name: str) -> tuple[Decision, ...]:
    """What the engine says to the log, with every step up it proposes confirmed."""
    care = load_rehabilitation(find_pack_folder("posterior_hip"))
    return replay(write_rulebook(care), parse_log(log.encode(), name, care.warning_signs).days, confirm=True).decisions


def week_table(course: dict[str, Any], log: str, name: str) -> list[str]:
    """Published facts, the made-up week and the engine's decisions, side by side."""
    days = {day.on: day for day in parse_log(log.encode(), name).days}
    decisions = decisions_of(log, name)
    facts = {fact["week"]: fact["fact"] for fact in course["facts"] if fact["week"]}
    at_start = " ".join(fact["fact"] for fact in course["facts"] if not fact["week"])
    lines = [
        "| week | published | made up: marker, worst pain | phase | the engine's week | what it would change |",
        "|---|---|---|---|---|---|",
    ]
    start = decisions[0].on
    weeks = (len(decisions) + 6) // 7
    for week in range(weeks):
        own = [d for d in decisions if (d.on - start).days // 7 == week]
        said = [days[d.on] for d in own if d.on in days]
        counts = Counter(d.verdict for d in own)
        verdicts = ", ".join(f"{counts[v]} {v}" for v in VERDICTS if counts[v])
        moved = Counter(_in_words(c) for d in own for c in d.changes)
        changes = [f"{words}{f' ({times} times)' if times > 1 else ''}" for words, times in moved.items()]
        doors = [f"step up confirmed: {d.door.to_phase}" for d in own if d.door is not None]
        # A fact of the end of the course stands in its last week.
        told = [fact for at, fact in facts.items() if at == week or (week == weeks - 1 and at > week)]
        fact = at_start if week == 0 else " ".join(told)
        lines.append(f"| {week} | {fact} | {_range(said)} | {own[-1].phase} | {verdicts} | {'; '.join([*changes, *doors])} |")
    by_rule = ", ".join(f"`{rule}` {days}" for rule, days in Counter(d.rule.id for d in decisions).most_common())
    return [*lines, "", f"Days by rule, of {len(decisions)}: {by_rule}."]


def _in_words(change: Change) -> str:
    return f"{change.name}: {change.variable} {_shown(change.old)} → {_shown(change.new)}".replace("_", " ")


def _shown(value: Any) -> str:
    return f"{value:g}" if isinstance(value, (int, float)) else str(value)


def _range(said: list[Any]) -> str:
    def spread(name: str) -> str:
        known = [getattr(day, name) for day in said if getattr(day, name) is not None]
        if not known:
            return "-"
        low, high = min(known), max(known)
        return f"{low:g}" if low == high else f"{low:g} to {high:g}"

    return f"{spread('morning_pain_0_10')}, {spread('worst_pain_0_10')}"


def pages() -> Iterator[tuple[Path, str]]:
    """Every file this writes, with its content."""
    page = PAGE.read_text(encoding="utf-8")
    for folder in sorted(path.parent for path in COURSES.glob("*/course.yaml")):
        course = read_document(folder / "course.yaml").value
        log = write_log(course)
        yield folder / "log.csv", log
        begin, end = f"<!-- {folder.name} -->", f"<!-- end of {folder.name} -->"
        before, _, rest = page.partition(begin)
        _, found, after = rest.partition(end)
        if not found:
            raise SystemExit(f"{PAGE.name} has no place for {folder.name}: add the lines {begin} and {end}")
        page = "\n".join([before + begin, *week_table(course, log, folder.name), end + after])
    yield PAGE, page


def main() -> int:
    """Write, or check; 1 when something differs."""
    parser = argparse.ArgumentParser(description="Logs and page of the published courses.")
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    stale = [path for path, text in pages() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    if check:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is out of date; run python scripts/courses.py", file=sys.stderr)
        return 1 if stale else 0
    for path, text in pages():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
