"""Read a pack's folder into typed objects, collecting every fault on the way."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from enthesis.knowledge.document import Document, read_document
from enthesis.knowledge.entries import (
    build_band,
    build_finding,
    build_management,
    build_mechanism,
    build_modifier,
    build_pair,
    build_red_flag,
    build_source,
    onset_findings,
    places,
)
from enthesis.knowledge.lint import RULES
from enthesis.knowledge.pack import Band, CaseCount, EvidenceRow, Judgement, Pack, Profile, Reference
from enthesis.knowledge.part import Part
from enthesis.terms.fault import Fault, FaultyPack, UnusableInput

BUILT_IN_PACKS = Path(__file__).parent.parent / "packs"

CASE_COUNT_COLUMNS = ("case", "citation", "source", "finding", "present")
REFERENCE_COLUMNS = ("key", "citation", "doi", "pmid", "url")
EVIDENCE_COLUMNS = (
    "id", "source", "finding", "kind", "design", "sensitivity", "sensitivity_low", "sensitivity_high", "n_with",
    "specificity", "specificity_low", "specificity_high", "n_without", "lr_positive", "lr_negative", "comparator",
    "n_is_elicited", "population", "place", "verified", "reference", "unused_because", "outside_because",
)  # fmt: skip


def list_packs(folder: Path = BUILT_IN_PACKS) -> list[str]:
    """Ids of the packs in a folder, in alphabetical order."""
    return sorted(p.parent.name for p in folder.glob("*/pack.yaml"))


def find_pack_folder(name_or_path: str) -> Path:
    """The folder of a built-in pack by its id, or of a pack given by path.

    Raises:
        UnusableInput: there is no such pack.
    """
    built_in = BUILT_IN_PACKS / name_or_path
    if "/" not in name_or_path and (built_in / "pack.yaml").is_file():
        return built_in
    given = Path(name_or_path)
    if (given / "pack.yaml").is_file():
        return given
    known = ", ".join(list_packs())
    raise UnusableInput(f"pack {name_or_path}", "there is no such pack", f"use one of {known}, or a folder that holds pack.yaml")


def load_pack(folder: Path) -> Pack:
    """Read, check and return the pack in `folder`.

    Raises:
        FaultyPack: with all faults at once (file, line, what, how to mend).
        UnusableInput: `folder` holds no pack at all.
    """
    pack, faults = read_pack(folder)
    if faults or pack is None:
        raise FaultyPack(folder.name, faults)
    return pack


def read_pack(folder: Path) -> tuple[Pack | None, list[Fault]]:
    """Read a pack and return it with all its faults; the pack is None when its form is too broken to check further."""
    if not (folder / "pack.yaml").is_file():
        raise UnusableInput(str(folder), "there is no pack.yaml here", "name a folder that holds a pack")
    reader = _Reader(folder)
    pack = reader.read()
    if pack is None:
        return None, reader.faults
    faults = reader.faults + [fault for rule in RULES for fault in rule(pack)]
    return pack, faults


class _Reader:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: list[Fault] = []
        self._digest = hashlib.sha256()

    def fault(self, where: str, what: str, mend: str) -> None:
        self.faults.append(Fault(where, what, mend))

    def _document(self, path: Path) -> Document | None:
        shown = str(path.relative_to(self.folder.parent))
        try:
            document = read_document(path, shown)
        except UnusableInput as error:
            self.faults.append(error.fault)
            return None
        self._hash(path)
        return document

    def _hash(self, path: Path) -> None:
        self._digest.update(str(path.relative_to(self.folder)).encode())
        self._digest.update(path.read_bytes())

    def _rows(self, name: str, columns: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
        """Rows of a CSV file that must hold `columns`, with the line of each."""
        path = self.folder / name
        shown = f"{self.folder.name}/{name}"
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            self.fault(shown, f"cannot be read ({error.__class__.__name__})", "save it as UTF-8 text")
            return
        self._hash(path)
        reader = csv.DictReader(io.StringIO(text))
        try:
            missing = [column for column in columns if column not in (reader.fieldnames or ())]
            if missing:
                self.fault(f"{shown}, line 1", f"the column '{missing[0]}' is missing", f"write the columns {', '.join(columns)}")
                return
            for row in reader:
                where = f"{shown}, line {reader.line_num}"
                cells: dict[Any, Any] = row
                if None in cells or None in cells.values():
                    self.fault(where, "this row has too many or too few cells", "quote cells that hold a comma")
                    continue
                yield where, {key: value.strip() for key, value in row.items()}
        except csv.Error as error:
            self.fault(f"{shown}, line {reader.line_num}", f"this is not valid CSV ({error})", "check the quotes there")

    def read(self) -> Pack | None:
        main = self._document(self.folder / "pack.yaml")
        if main is None:
            return None
        head = Part(self.fault, main, main.value, ())
        model = head.part("model")
        fields: dict[str, Any] = {
            "id": head.get("id", str),
            "name": head.get("name", str),
            "version": head.get("version", str),
            "tier": head.get("tier", str),
            "licence": head.get("licence", str),
            "scope": head.get("scope", str),
            "last_reviewed": head.get("last_reviewed", str),
            "default_setting": head.get("default_setting", str),
            "settings": {str(k): str(v) for k, v in head.get("settings", dict).items()},
            "settings_holding_age": head.words("settings_holding_age", []),
            "size_prior": model.row_of_numbers("size_prior"),
            "unmodelled_weight": model.numbers("unmodelled_weight"),
            "unmodelled_strength": model.get("unmodelled_strength", float),
            "prior_log_odds_sd": model.get("prior_log_odds_sd", float),
            "largest_effective_n": model.get("largest_effective_n", float),
            "case_weight": model.get("case_weight", float),
            "dangerous_threshold": model.numbers("dangerous_threshold"),
            "enough_tested_below": model.get("enough_tested_below", float),
            "management": tuple(build_management(part) for part in head.parts("management")),
            "modifiers": tuple(build_modifier(part) for part in head.parts("modifiers")),
            "bands": tuple(build_band(part) for part in head.parts("bands")),
            "pairs": tuple(build_pair(part) for part in head.parts("pairs")),
            "onset_findings": onset_findings(head.get("onset_findings", dict)),
            "neuro_screen": {str(k): str(v) for k, v in head.get("neuro_screen", dict, {}).items()},
            "search_example": head.get("search_example", str, ""),
            "first_card": head.get("first_card", str, ""),
            "red_flag_questions": head.words("red_flag_questions"),
            "foreign_words": head.words("foreign_words", []),
            "sport_mechanism": head.get("sport_mechanism", str),
            "places": places(head, main),
        }
        model.get("basis", str)
        model.done()
        head.done()
        fields["sources"] = tuple(self._all("sources.yaml", "sources", build_source))
        fields["mechanisms"] = tuple(self._all("mechanisms.yaml", "mechanisms", build_mechanism))
        fields["red_flags"] = tuple(self._all("red_flags.yaml", "red_flags", build_red_flag))
        names = self._names("findings")
        fields["findings"] = tuple(finding for name in names for finding in self._all(name, "findings", build_finding))
        fields["judgements"] = tuple(judgement for name in self._names("judgements") for judgement in self._judgements(name))
        fields["profiles"] = tuple(self._profiles(fields["settings"], fields["bands"]))
        fields["references"] = tuple(self._references())
        fields["evidence"] = tuple(self._evidence())
        fields["case_counts"] = tuple(self._case_counts())
        phrasing = self.folder / "phrasing.npz"
        fields["phrasing_file"] = phrasing if phrasing.is_file() else None
        return Pack(**fields, digest=self._digest.hexdigest())

    def _names(self, folder: str) -> list[str]:
        names = sorted(f"{folder}/{p.name}" for p in (self.folder / folder).glob("*.yaml"))
        if not names:
            self.fault(f"{self.folder.name}/{folder}", "the folder is missing or empty", "add at least one YAML file")
        return names

    def _all(self, name: str, key: str, build: Any) -> Iterator[Any]:
        document = self._document(self.folder / name)
        if document is None:
            return
        top = Part(self.fault, document, document.value, ())
        for part in top.parts(key):
            yield build(part)
            part.done()
        top.done()

    def _judgements(self, name: str) -> Iterator[Judgement]:
        document = self._document(self.folder / name)
        if document is None:
            return
        top = Part(self.fault, document, document.value, ())
        for finding in top.value:
            part = Part(self.fault, document, top.value[finding], (finding,))
            yield self._judgement(str(finding), part, document)

    def _judgement(self, finding: str, part: Part, document: Document) -> Judgement:
        background = part.get("background", float)
        rest = part.get("rest", float, background)
        strength = part.get("strength", float, 4.0)
        by_source: dict[str, float] = {}
        for key, value in part.value.items():
            if key in ("background", "rest", "strength"):
                continue
            if isinstance(key, bool) or not isinstance(key, (int, float)):
                where = document.where(finding, key)
                self.fault(where, f"'{key}' is neither a percentage nor a known key", "write percent: [sources]")
                continue
            if not isinstance(value, list):
                self.fault(document.where(finding, key), "a list of source ids is expected", "write [source, source]")
                continue
            for source in map(str, cast("list[Any]", value)):
                if source in by_source:
                    self.fault(document.where(finding, key), f"{source} stands twice under {finding}", "keep one")
                by_source[source] = float(key)
        by_source["*"] = rest
        return Judgement(finding, background, by_source, strength, part.where)

    def _profiles(self, settings: Mapping[str, str], bands: tuple[Band, ...]) -> Iterator[Profile]:
        band_ids = [band.id for band in bands]
        for where, row in self._rows("profiles.csv", ("source",)):
            values: dict[str, float] = {}
            for column in [*settings, *band_ids]:
                values[column] = self._number(where, row, column)
            yield Profile(row.get("source", ""), {s: values[s] for s in settings}, {b: values[b] for b in band_ids}, where)

    def _references(self) -> Iterator[Reference]:
        for where, row in self._rows("references.csv", REFERENCE_COLUMNS):
            yield Reference(row["key"], row["citation"], row["doi"] or None, row["pmid"] or None, row["url"] or None, where)

    def _case_counts(self) -> Iterator[CaseCount]:
        if not (self.folder / "case_counts.csv").is_file():
            return
        for where, row in self._rows("case_counts.csv", CASE_COUNT_COLUMNS):
            if row["present"] not in ("yes", "no"):
                self.fault(where, f"'present' is '{row['present']}'", "write yes or no")
            yield CaseCount(row["case"], row["citation"], row["source"], row["finding"], row["present"] == "yes", where)

    def _number(self, where: str, row: Mapping[str, str], column: str) -> float:
        found = self._maybe(where, row, column)
        if found is None:
            if row.get(column, "") == "":
                self.fault(where, f"'{column}' is missing", "write a number")
            return 1.0
        return found

    def _maybe(self, where: str, row: Mapping[str, str], column: str) -> float | None:
        text = row.get(column, "")
        if text == "":
            return None
        try:
            return float(text)
        except ValueError:
            self.fault(where, f"'{column}' is '{text}', not a number", "write a number or leave it empty")
            return None

    def _interval(self, where: str, row: Mapping[str, str], name: str) -> tuple[float, float] | None:
        low, high = self._maybe(where, row, f"{name}_low"), self._maybe(where, row, f"{name}_high")
        return None if low is None or high is None else (low, high)

    def _evidence(self) -> Iterator[EvidenceRow]:
        for where, row in self._rows("evidence.csv", EVIDENCE_COLUMNS):
            yield EvidenceRow(
                id=row["id"],
                source=row["source"],
                finding=row["finding"],
                kind=row["kind"],
                design=row["design"],
                sensitivity=self._maybe(where, row, "sensitivity"),
                n_with=self._maybe(where, row, "n_with"),
                specificity=self._maybe(where, row, "specificity"),
                n_without=self._maybe(where, row, "n_without"),
                sensitivity_interval=self._interval(where, row, "sensitivity"),
                specificity_interval=self._interval(where, row, "specificity"),
                likelihood_ratio_positive=self._maybe(where, row, "lr_positive"),
                likelihood_ratio_negative=self._maybe(where, row, "lr_negative"),
                comparator=row["comparator"],
                n_is_elicited=row["n_is_elicited"] == "yes",
                population=row["population"],
                place=row["place"],
                verified=row["verified"],
                reference=row["reference"],
                unused_because=row["unused_because"] or None,
                outside_because=row["outside_because"] or None,
                where=where,
            )
