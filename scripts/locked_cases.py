"""The locked half of the published cases: show its hash, or score it and note that in docs/locked_cases.md.

    python scripts/locked_cases.py hash
    python scripts/locked_cases.py score --note "why it was opened"

Only the summary is shown; no case, no name of a case, no rank.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import sys
from pathlib import Path

from enthesis import __version__
from enthesis.knowledge.loading import find_pack_folder, load_pack
from enthesis.reasoning.assessment import Assessor
from enthesis.reasoning.hypotheses import PUBLISHED_CASE_MIX
from enthesis.reasoning.validation import score_folder, summarise

ROOT = Path(__file__).parent.parent
LOCKED = ROOT / "cases" / "posterior_hip" / "locked"
PAGE = ROOT / "docs" / "locked_cases.md"
COLUMNS = ("top1", "top3", "dangerous_flagged", "urgent_flagged", "benign_flagged_urgent")


def locked_hash() -> str:
    """SHA-256 over names and bytes of all locked files, in name order."""
    digest = hashlib.sha256()
    for path in sorted(LOCKED.glob("*.yaml")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def score(note: str) -> None:
    assessor = Assessor(load_pack(find_pack_folder("posterior_hip")), n_draws=1)
    cells: list[str] = []
    for setting in (PUBLISHED_CASE_MIX, "sports_clinic"):
        summary = summarise(score_folder(assessor, LOCKED, setting)[0])
        shown = " | ".join(f"{summary[c]:.1%}" for c in COLUMNS)
        understood = summary["understood"] / summary["findings"]
        print(
            f"{setting}: "
            + ", ".join(f"{c} {summary[c]:.1%}" for c in COLUMNS)
            + f", understood {understood:.1%}, n {summary['n']}"
        )
        if setting == PUBLISHED_CASE_MIX:
            cells = [shown, f"{understood:.1%}"]
    today = datetime.date.today().isoformat()
    row = f"| {today} | {__version__} | {assessor.pack.digest[:12]} | {' | '.join(cells)} | {note} |\n"
    with PAGE.open("a", encoding="utf-8") as page:
        page.write(row)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["hash", "score"])
    parser.add_argument("--note", default="")
    options = parser.parse_args()
    found = locked_hash()
    print(found)
    if options.what == "score":
        if found not in PAGE.read_text(encoding="utf-8"):
            print("the locked cases differ from the hash in docs/locked_cases.md", file=sys.stderr)
            return 1
        score(options.note)
    return 0


if __name__ == "__main__":
    sys.exit(main())
