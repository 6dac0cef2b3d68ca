"""`enthesis validate`: score a folder of cases whose diagnosis is known."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from enthesis.knowledge.loading import find_pack_folder, load_pack
from enthesis.knowledge.regions import default_region
from enthesis.reasoning.assessment import Assessor
from enthesis.reasoning.hypotheses import PUBLISHED_CASE_MIX
from enthesis.reasoning.jitter import JITTER_SD_LOG_ODDS, jittered_summaries
from enthesis.reasoning.validation import ScoredCase, score_folder, summarise, to_json
from enthesis.terms.fault import UnusableInput
from enthesis.terms.probability import wilson_interval


def run(folder: str, pack_name: str | None, setting: str | None, with_investigations: bool, as_json: bool, jitter: int) -> int:
    """Score the cases in `folder`; 1 when a diagnosis could not be mapped, else 0."""
    pack = load_pack(find_pack_folder(pack_name or default_region()))
    if setting is not None and setting not in (*pack.settings, PUBLISHED_CASE_MIX):
        raise UnusableInput("--setting", f"'{setting}' is not a setting of {pack.id}", f"use one of {', '.join(pack.settings)}")
    assessor = Assessor(pack)
    first = setting or PUBLISHED_CASE_MIX
    scored, left_out = score_folder(assessor, Path(folder), first, with_investigations)
    beside = None
    if setting is None:
        beside = score_folder(assessor, Path(folder), pack.default_setting, with_investigations)[0]
    spread = jittered_summaries(pack, Path(folder), first, with_investigations, jitter) if jitter else None
    if as_json:
        answer: dict[str, Any] = to_json(scored)
        if beside is not None:
            answer["beside"] = {"setting": pack.default_setting, "summary": summarise(beside)}
        if spread is not None:
            answer["jittered"] = {"draws": jitter, "sd_log_odds": JITTER_SD_LOG_ODDS, "summaries": spread}
        json.dump(answer, sys.stdout, indent=2, ensure_ascii=False)
        print()
    else:
        print("\n".join(_lines(scored, left_out, first)))
        if beside is not None:
            print("\n" + "\n".join(_summary(summarise(beside), pack.default_setting)))
        if spread is not None:
            print("\n" + "\n".join(_spread(spread)))
    return 1 if any(c.expected_unmapped for c in scored) else 0


def _lines(scored: list[ScoredCase], left_out: list[str], setting: str) -> list[str]:
    lines = [f"{'case':<50}{'rank':>5}  expected <- ranked first"]
    for case in scored:
        names = [identity for identity, _ in case.ranked]
        rank = min((names.index(e) + 1 for e in case.expected), default=0)
        mark = "1st" if case.top1 else "top" if case.top3 else "   "
        first = f"{names[0]} {case.ranked[0][1]:.0%}"
        expected = ", ".join([*case.expected, *(f"?{n}" for n in case.expected_unmapped)])
        lines.append(f"{case.file[:48]:<50}{rank or '-':>5} {mark} {expected} <- {first}")
    lines += [f"left out: {text}" for text in left_out]
    return [*lines, "", *_summary(summarise(scored), setting)]


def _summary(summary: dict[str, Any], setting: str) -> list[str]:
    def line(label: str, share: float | None, n: int) -> str:
        if share is None or n == 0:
            return f"  {label:<44} -"
        low, high = wilson_interval(share * n, n)
        return f"  {label:<44}{share:6.1%}  of {n:<4} (95% {low:.0%} to {high:.0%})"

    return [
        f"SUMMARY under {setting}",
        line("true source first", summary["top1"], summary["n"]),
        line("true source in the first three", summary["top3"], summary["n"]),
        line("dangerous: any red flag", summary["dangerous_flagged"], summary["dangerous_n"]),
        line("urgent: flagged same day or emergency", summary["urgent_flagged"], summary["urgent_n"]),
        line("benign: flagged same day or emergency", summary["benign_flagged_urgent"], summary["benign_n"]),
        line("no referral expected: any red flag", summary["none_flagged_any"], summary["none_n"]),
        line(
            "findings understood",
            summary["understood"] / summary["findings"] if summary["findings"] else None,
            summary["findings"],
        ),
    ]


def _spread(spread: list[dict[str, Any]]) -> list[str]:
    lines = [f"JITTERED: {len(spread)} copies with every elicited number moved (sd {JITTER_SD_LOG_ODDS} in log-odds)"]
    for key, label in (("top1", "true source first"), ("top3", "true source in the first three")):
        values = sorted(s[key] for s in spread)
        lines.append(f"  {label:<44}median {values[len(values) // 2]:.1%}, from {values[0]:.1%} to {values[-1]:.1%}")
    return lines
