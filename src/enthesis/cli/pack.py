"""`enthesis pack`: list, new, lint, compile, agreement, diff."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from pathlib import Path
from typing import Any

from enthesis.cli import new_pack
from enthesis.knowledge.asked_measures import FILE as ASKED_FILE
from enthesis.knowledge.asked_measures import read_asked
from enthesis.knowledge.loading import BUILT_IN_PACKS, find_pack_folder, list_packs, load_pack, read_pack
from enthesis.knowledge.needling_loading import FOLDER as NEEDLING
from enthesis.knowledge.needling_loading import read_needling
from enthesis.knowledge.outcome_measures_loading import built_in_measures
from enthesis.knowledge.pack import Pack
from enthesis.knowledge.questions import FILE as QUESTIONS_FILE
from enthesis.knowledge.questions import read_questionnaire
from enthesis.knowledge.rehabilitation_loading import has_treatment, read_rehabilitation
from enthesis.terms.fault import Fault, UnusableInput
from enthesis.terms.probability import wilson_interval


def run(options: argparse.Namespace) -> int:
    """Run one of the `pack` verbs; 0 done, 1 a fault was found."""
    if options.verb == "list":
        return _list()
    if options.verb == "new":
        return new_pack.run(options.name, options.folder)
    if options.verb == "lint":
        return _lint(options.pack)
    if options.verb == "compile":
        return _compile(options.pack, options.output)
    if options.verb == "agreement":
        return _agreement(options.pack, options.json)
    return _diff(options.old, options.new, options.cases, options.json)


def _list() -> int:
    for name in list_packs():
        pack = load_pack(BUILT_IN_PACKS / name)
        used = sum(1 for row in pack.evidence if not row.unused_because)
        print(f"{pack.id} {pack.version}  tier {pack.tier}  {pack.licence}  last reviewed {pack.last_reviewed}")
        print(
            f"  {pack.name}: {len(pack.sources)} sources, {len(pack.findings)} findings, {used} evidence rows used of {len(pack.evidence)}"
        )
    return 0


def _lint(name: str) -> int:
    if name == NEEDLING:
        return _told(read_needling(BUILT_IN_PACKS / NEEDLING)[1])
    folder = find_pack_folder(name)
    pack, faults = read_pack(folder)
    if pack is not None and (folder / QUESTIONS_FILE).is_file():
        faults = faults + read_questionnaire(folder, pack)[1]
    if has_treatment(folder):
        faults = faults + read_rehabilitation(folder, pack)[1]
    if (folder / ASKED_FILE).is_file():
        faults = faults + read_asked(folder / ASKED_FILE, built_in_measures())[1]
    return _told(faults)


def _told(faults: list[Fault]) -> int:
    for fault in sorted(faults):
        print(fault)
    print(f"{len(faults)} fault{'' if len(faults) == 1 else 's'}")
    return 1 if faults else 0


def _compile(name: str, output: str | None) -> int:
    from enthesis.reasoning.parameters import build_parameters

    pack = load_pack(find_pack_folder(name))
    text = json.dumps(_compiled(pack, build_parameters(pack)), ensure_ascii=False)
    if output is None:
        print(text)
        return 0
    try:
        Path(output).write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise UnusableInput(output, f"cannot be written ({error.strerror})", "check the folder and its permissions") from None
    print(f"{output}: {pack.id} {pack.version}, {len(text):,} bytes")
    return 0


def _compiled(pack: Pack, parameters: Any) -> dict[str, Any]:
    cells = {}
    for row, finding in enumerate(parameters.finding_ids):
        cells[finding] = {
            "background": [round(float(parameters.background_alpha[row]), 6), round(float(parameters.background_beta[row]), 6)],
            "cells": {
                source: [round(float(parameters.alpha[row, column]), 6), round(float(parameters.beta[row, column]), 6)]
                for column, source in enumerate(parameters.source_ids)
                if parameters.tied[row, column]
            },
        }
    return {
        "id": pack.id,
        "version": pack.version,
        "tier": pack.tier,
        "digest": pack.digest,
        "sources": [dataclasses.asdict(s) for s in pack.sources],
        "mechanisms": [dataclasses.asdict(m) for m in pack.mechanisms],
        "findings": [
            {"id": f.id, "name": f.name, "kind": f.kind, "mechanism": f.mechanism, "position": f.position} for f in pack.findings
        ],
        "beta": cells,
        "red_flags": [dataclasses.asdict(f) for f in pack.red_flags],
    }


def _agreement(name: str, as_json: bool) -> int:
    from enthesis.reasoning.agreement import compare_with_evidence

    agreement = compare_with_evidence(load_pack(find_pack_folder(name)))
    inside = sum(row.inside for row in agreement.rows)
    left_inside = sum(ok for _, _, ok in agreement.left_out)
    if as_json:
        answer = {
            "compared": len(agreement.rows),
            "inside": inside,
            "share_inside": agreement.share_inside,
            "outside": [dataclasses.asdict(row) for row in agreement.rows if not row.inside],
            "unexplained": [row.id for row in agreement.unexplained],
            "left_out": {
                "compared": len(agreement.left_out),
                "inside": left_inside,
                "share_inside": agreement.share_left_out_inside,
            },
            "unused": agreement.unused,
        }
        json.dump(answer, sys.stdout, indent=2, ensure_ascii=False)
        print()
        return 1 if agreement.unexplained else 0
    print("Rows outside their own Wilson interval")
    for row in agreement.rows:
        if not row.inside:
            low, high = row.interval
            print(
                f"  {row.id:<6} {row.finding} | {row.source}: {row.quantity} published {row.published:.2f} ({low:.2f}-{high:.2f}), implied {row.implied:.2f}"
            )
            print(f"         {row.outside_because or 'NOT EXPLAINED: write outside_because, or mend the cell'}")
    share = f" ({agreement.share_inside:.1%})" if agreement.rows else ""
    print(f"\nin-sample: {inside} of {len(agreement.rows)} inside{share}")
    if agreement.left_out:
        low, high = wilson_interval(left_inside, len(agreement.left_out))
        print(
            f"leave one study out: {left_inside} of {len(agreement.left_out)} inside their 95% predictive interval "
            f"({agreement.share_left_out_inside:.1%}; 95% {low:.0%} to {high:.0%})"
        )
    print("unused rows by reason:")
    for reason, count in sorted(agreement.unused.items(), key=lambda item: (-item[1], item[0])):
        print(f"  {count:>4}  {reason}")
    return 1 if agreement.unexplained else 0


def _diff(old: str, new: str, cases: str | None, as_json: bool) -> int:
    from enthesis.reasoning.pack_diff import compare_packs

    first, second = load_pack(find_pack_folder(old)), load_pack(find_pack_folder(new))
    if cases is None:
        raise UnusableInput("--cases", "no folder of cases was named", "add --cases and a folder of case files of this region")
    moved, compared = compare_packs(first, second, Path(cases))
    if as_json:
        json.dump(
            {"compared": compared, "moved": [dataclasses.asdict(m) for m in moved]}, sys.stdout, indent=2, ensure_ascii=False
        )
        print()
        return 0
    for case in moved:
        was = ", ".join(f"{s} {p:.0%}" for s, p in case.old_first)
        now = ", ".join(f"{s} {p:.0%}" for s, p in case.new_first)
        print(f"{case.file}\n  was {was}\n  now {now}")
        if case.flags_gone or case.flags_new:
            print(f"  red flags gone: {', '.join(case.flags_gone) or 'none'}; new: {', '.join(case.flags_new) or 'none'}")
    print(f"{len(moved)} of {compared} cases moved ({first.id} {first.version} -> {second.id} {second.version})")
    return 0
