"""Read `packs/referral` into typed objects, collecting every fault on the way."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from enthesis.knowledge.document import read_document
from enthesis.knowledge.loading import BUILT_IN_PACKS
from enthesis.knowledge.part import Part
from enthesis.knowledge.referral import (
    Comparison,
    ContestedPoint,
    KnownRegions,
    LeftOut,
    NextStep,
    Referral,
    ReferralKind,
    ReferralReference,
    ReferralZone,
)
from enthesis.knowledge.referral_lint import find_faults
from enthesis.terms.fault import Fault, FaultyPack, UnusableInput

FOLDER = "referral"
COLUMNS = {
    "zones.csv": ("id", "name", "kind", "side", "essential", "spillover", "references", "says", "caution", "rows"),
    "references.csv": ("key", "citation", "url", "read"),
    "comparisons.csv": ("zone", "says", "references"),
    "next_steps.csv": ("zone", "pack", "finding"),
    "left_out.csv": ("row", "kind", "because"),
}


def load_referral(regions: KnownRegions, folder: Path = BUILT_IN_PACKS / FOLDER) -> Referral:
    """Read, check and return the atlas in `folder`.

    Raises:
        FaultyPack: with all faults at once (file, line, what, how to mend).
    """
    found, faults = read_referral(regions, folder)
    if faults or found is None:
        raise FaultyPack(folder.name, faults)
    return found


def read_referral(regions: KnownRegions, folder: Path) -> tuple[Referral | None, list[Fault]]:
    """Read the atlas and return it with all its faults; None when its `referral.yaml` cannot be read."""
    reader = _Reader(folder)
    found = reader.read()
    checked = [] if found is None else find_faults(found, regions)
    return found, reader.faults + checked


class _Reader:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.faults: list[Fault] = []

    def _fault(self, where: str, what: str, mend: str) -> None:
        self.faults.append(Fault(where, what, mend))

    def read(self) -> Referral | None:
        path = self._folder / "referral.yaml"
        try:
            document = read_document(path, f"{self._folder.name}/{path.name}")
        except UnusableInput as error:
            self.faults.append(error.fault)
            return None
        top = Part(self._fault, document, document.value, ())
        found = Referral(
            id=top.get("id", str),
            name=top.get("name", str),
            version=top.get("version", str),
            tier=top.get("tier", str),
            licence=top.get("licence", str),
            last_reviewed=top.get("last_reviewed", str),
            likelihood_ratio=top.get("likelihood_ratio", float),
            likelihood_ratio_because=top.get("likelihood_ratio_because", str),
            kinds=tuple(self._kind(part) for part in top.parts("kinds")),
            zones=tuple(
                ReferralZone(
                    r["id"], r["name"], r["kind"], r["side"], _list(r["essential"]), _list(r["spillover"]),
                    _list(r["references"]), r["says"], r["caution"], _list(r["rows"]), where,
                )
                for r, where in self._rows("zones.csv")
            ),
            references=tuple(
                ReferralReference(r["key"], r["citation"], r["url"], r["read"], where) for r, where in self._rows("references.csv")
            ),
            comparisons=tuple(
                Comparison(r["zone"], r["says"], _list(r["references"]), where) for r, where in self._rows("comparisons.csv")
            ),
            next_steps=tuple(NextStep(r["zone"], r["pack"], r["finding"], where) for r, where in self._rows("next_steps.csv")),
            left_out=tuple(LeftOut(r["row"], r["kind"], r["because"], where) for r, where in self._rows("left_out.csv")),
        )  # fmt: skip
        top.done()
        return found

    def _kind(self, part: Part) -> ReferralKind:
        contested: list[ContestedPoint] = []
        for point in part.parts("contested"):
            contested.append(ContestedPoint(point.get("says", str).strip(), point.words("references"), point.where))
            point.done()
        found = ReferralKind(
            part.get("id", str),
            part.get("name", str),
            part.get("plural", str),
            part.get("shows", str),
            tuple(contested),
            part.where,
        )
        part.done()
        return found

    def _rows(self, name: str) -> Iterator[tuple[dict[str, str], str]]:
        """The rows of a table with where each stands; nothing, and a fault, where it cannot be read."""
        path, shown, columns = self._folder / name, f"{self._folder.name}/{name}", COLUMNS[name]
        try:
            with path.open(encoding="utf-8", newline="") as file:
                reader = csv.DictReader(file)
                if tuple(reader.fieldnames or ()) != columns:
                    self._fault(f"{shown}, line 1", "the columns differ", f"write {','.join(columns)}")
                    return
                found = [(row, f"{shown}, line {reader.line_num}") for row in reader]
        except (OSError, UnicodeDecodeError, csv.Error):
            self._fault(shown, "this table cannot be read", "give a CSV file in UTF-8")
            return
        for row, where in found:
            if None in row:
                self._fault(where, "the row has more cells than the table has columns", "quote cells that hold a comma")
            yield {column: (row.get(column) or "").strip() for column in columns}, where


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())
