"""`enthesis assess`: one case file in, sources, red flags, next tests and reasons out."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from enthesis.cli.bars import BLANK, bar
from enthesis.cli.which_pack import choose_folder
from enthesis.knowledge.loading import load_pack
from enthesis.knowledge.pack import Pack
from enthesis.reasoning.answer import to_json
from enthesis.reasoning.assessment import Assessment, Assessor, default_setting
from enthesis.reasoning.case import read_case
from enthesis.reasoning.interpretation import Interpretation
from enthesis.terms.fault import UnusableInput
from enthesis.terms.state import POSITIONS

SHOWN_SOURCES = 8
SHOWN_TESTS = 8
SHOWN_REASONS = 6


def run(case_path: str, setting: str | None, pack_name: str | None, draws: int, as_json: bool) -> int:
    """Assess the case in `case_path` and print the answer; 0."""
    case = read_case(Path(case_path))
    folder, chosen_because = choose_folder(case, pack_name)
    pack = load_pack(folder)
    assessor = Assessor(pack, draws)
    read = assessor.interpret(case)
    if setting is not None and setting not in pack.settings:
        raise UnusableInput("--setting", f"'{setting}' is not a setting of {pack.id}", f"use one of {', '.join(pack.settings)}")
    chosen, warning = default_setting(pack, setting or case.setting)
    warnings = [*chosen_because, *([warning] if warning else [])]
    assessment = assessor.assess_case(case, chosen, read)
    if as_json:
        json.dump(to_json(assessment, read, warnings), sys.stdout, indent=2, ensure_ascii=False)
        print()
    else:
        print("\n".join(_lines(assessment, read, warnings)))
    return 0


def _lines(assessment: Assessment, read: Interpretation, warnings: list[str]) -> list[str]:
    pack = assessment.pack
    lines = [
        f"{pack.name} ({pack.id} {pack.version}, tier {pack.tier}: not clinically reviewed) - {pack.settings.get(assessment.setting, assessment.setting)}"
    ]
    lines += [f"note: {text}" for text in [*warnings, *read.warnings]]
    lines += ["", "RED FLAGS"]
    for flag in assessment.red_flags:
        because = ", ".join(_name(pack, f) for f in flag.because) or "probability"
        lines += [
            f"  {str(flag.urgency).replace('_', ' ').upper():<10} {flag.name}: {because}",
            f"             {flag.action}  [{flag.citation}]",
        ]
    if not assessment.red_flags:
        lines.append("  none found among what was recorded; absence never clears")
    missing = assessment.red_flags_not_assessed
    if missing:
        shown = ", ".join(_name(pack, f) for f in missing[:6])
        lines.append(f"  not asked: {shown}{f' and {len(missing) - 6} more' if len(missing) > 6 else ''}")
    lines += ["", f"{'SOURCES (may coexist)':<42}{'0        50       100%':<26}now   95%        before  judged"]
    for source in [*assessment.sources[:SHOWN_SOURCES], assessment.unmodelled]:
        low, high = source.interval_95
        lines.append(
            f"  {source.name[:38]:<40}{bar(source.probability, low, high, source.pretest_probability):<24}"
            f"{source.probability:>5.0%}  {low:.0%}-{high:.0%}".ljust(80)
            + f"{source.pretest_probability:>5.0%}  {source.elicited_share:>5.0%}"
        )
    rest = assessment.sources[SHOWN_SOURCES:]
    if rest:
        lines.append(f"  {len(rest)} more, each below {max(rest[0].probability, 0.005):.1%}")
    for combination in assessment.combinations[:3]:
        lines.append(
            f"  together: {' + '.join(pack.source_by_id[s].name for s in combination.sources)} {combination.probability:.0%}"
        )
    for identity, probability in assessment.modifiers:
        lines.append(f"  modifier: {next(m.name for m in pack.modifiers if m.id == identity)} {probability:.0%}")
    if assessment.close_call:
        lines.append(f"  close call: {assessment.close_call}")
    lines += ["", "NEXT TESTS (most information per minute first; * could change what is done)"]
    shown_tests = assessment.next_tests[:SHOWN_TESTS]
    for position in POSITIONS:
        for test in (t for t in shown_tests if t.finding.position == position):
            pain = "provokes pain" if test.finding.provokes_pain else BLANK
            star = "*" if test.could_change_management else " "
            lines.append(
                f"  {position.replace('_', ' '):<11}{star} {test.finding.name[:52]:<54}{test.expected_information_bits:.2f} bits {test.finding.seconds:>4} s  {pain}"
            )
    lines.append(f"  {'enough tested' if assessment.enough_tested else 'not enough tested yet'}: {assessment.enough_because}")
    for explanation in assessment.explanations[:2]:
        name = pack.source_by_id[explanation.source].name
        lines += [
            "",
            f"WHY {name}: {explanation.pretest_probability:.0%} -> {explanation.probability:.0%} ({explanation.decibans:+.1f} decibans)",
        ]
        for group in explanation.groups[:SHOWN_REASONS]:
            found = ", ".join(("" if f.present else "no ") + _name(pack, f.finding) for f in group.findings)
            lines.append(f"  {group.decibans:+6.1f}  {pack.mechanism_by_id[group.mechanism].name}: {found}")
        hidden = explanation.groups[SHOWN_REASONS:]
        if hidden:
            lines.append(f"  {sum(g.decibans for g in hidden):+6.1f}  {len(hidden)} smaller reasons")
    if read.not_understood:
        lines += ["", "NOT UNDERSTOOD (moves nothing)"]
        for written, nearest in read.not_understood:
            near = "; ".join(_name(pack, f) for f in nearest) or "nothing near"
            lines.append(f"  {written.name}  (nearest: {near})")
    lines += ["", "Supports a clinician's decision; diagnoses nothing. Priors and most cells are elicited, not measured."]
    return lines


def _name(pack: Pack, finding: str) -> str:
    return pack.finding_by_id[finding].name
