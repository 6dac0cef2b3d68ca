"""Count the findings of open published cases into the pack: case_counts.csv.

    python scripts/count_cases.py FOLDER [FOLDER ...]

Reads case files with one confirmed source (never the locked ones), as the matcher understands them.
"""

from __future__ import annotations

import csv
import dataclasses
import sys
from pathlib import Path

import yaml

from enthesis.knowledge.loading import find_pack_folder, load_pack
from enthesis.reasoning.assessment import Assessor
from enthesis.reasoning.case import read_case
from enthesis.reasoning.validation import case_files, map_diagnosis


def main() -> int:
    folder = find_pack_folder("posterior_hip")
    pack = dataclasses.replace(load_pack(folder), case_counts=())
    assessor = Assessor(pack, n_draws=1)
    rows: list[tuple[str, str, str, str, str]] = []
    for given in sys.argv[1:]:
        if "locked" in given:
            print("locked cases are not for counting", file=sys.stderr)
            return 2
        for path in case_files(Path(given)):
            case = read_case(path)
            sources, unmapped = map_diagnosis(pack, case.diagnosis)
            if case.region != pack.id or len(sources) != 1 or unmapped:
                continue
            citation = str(yaml.safe_load(path.read_text(encoding="utf-8")).get("citation") or "").strip()
            observed = assessor.interpret(case, strict=False, with_investigations=False).observed
            for finding, present in sorted(observed.items()):
                rows.append((path.stem, citation, sources[0], finding, "yes" if present else "no"))
    with (folder / "case_counts.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["case", "citation", "source", "finding", "present"])
        writer.writerows(sorted(rows))
    print(f"{len({r[0] for r in rows})} cases, {len(rows)} findings")
    return 0


if __name__ == "__main__":
    sys.exit(main())
