"""`enthesis simulate-course`: a daily log in, the progression engine's decision for every day out."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from enthesis.care.log_file import read_log
from enthesis.care.progression import Decision
from enthesis.care.replay import Replay, replay, to_json
from enthesis.care.rulebook import write_rulebook
from enthesis.cli.which_pack import choose_folder
from enthesis.knowledge.rehabilitation_loading import load_rehabilitation
from enthesis.reasoning.case import read_case
from enthesis.terms.fault import UnusableInput


def run(
    case_path: str, log_path: str, pack_name: str | None, phase: str | None, ceiling: int | None, confirm: bool, as_json: bool
) -> int:
    """Replay the log at `log_path` for the case at `case_path` and print every day's decision; 0."""
    case = read_case(Path(case_path))
    folder, chosen_because = choose_folder(case, pack_name)
    care = load_rehabilitation(folder)
    log = read_log(Path(log_path), care.warning_signs)
    rulebook = write_rulebook(care, ceiling)
    if phase is not None and phase not in rulebook.place_of_phase:
        raise UnusableInput("--phase", f"'{phase}' is not a phase", f"use one of {', '.join(rulebook.place_of_phase)}")
    found = replay(rulebook, log.days, phase, confirm)
    warnings = [*chosen_because, *case.warnings, *log.warnings, *found.warnings]
    if as_json:
        json.dump({**to_json(found), "warnings": warnings}, sys.stdout, indent=2, ensure_ascii=False)
        print()
    else:
        print("\n".join(_lines(found, warnings)))
    return 0


def _lines(found: Replay, warnings: list[str]) -> list[str]:
    lines = [f"note: {text}" for text in warnings]
    lines.append(f"{'date':<12}{'decision':<10}{'today':<9}why")
    for decision in found.decisions:
        lines.append(f"{decision.on.isoformat():<12}{decision.verdict.upper():<10}{decision.today:<9}{decision.patient_sentence}")
        lines.append(f"{'':<31}{decision.clinician_sentence}  [{_source(decision)}]")
        if decision.door is not None:
            lines.append(f"{'':<31}phase up may be confirmed: {decision.phase} -> {decision.door.to_phase}")
        if decision.silent_days:
            lines.append(f"{'':<31}alert: nothing heard for {decision.silent_days} days")
    last = found.decisions[-1]
    lines += [
        "",
        f"phase {last.phase}, running {last.run_level or 'not begun'}. Supports a clinician's decision; diagnoses nothing.",
    ]
    return lines


def _source(decision: Decision) -> str:
    rows = ", ".join(str(row) for row in decision.rows[:8])
    return f"{decision.rule.id}{f'; lines {rows}' if rows else ''}"
