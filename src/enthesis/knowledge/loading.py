"""Read a pack's folder into typed objects, collecting every fault on the way."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from enthesis.knowledge.document import Document, read_document
from enthesis.knowledge.lint import RULES
from enthesis.knowledge.pack import (
    Band,
    CaseCount,
    CutPoint,
    EvidenceRow,
    Finding,
    Judgement,
    ManagementClass,
    Mechanism,
    Modifier,
    Pack,
    Pair,
    Profile,
    RedFlag,
    Reference,
    Source,
    Term,
)
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


class _Part:
    """One map inside a document: typed access that records a fault instead of raising."""

    def __init__(self, reader: _Reader, document: Document, value: Any, path: tuple[Any, ...]) -> None:
        self._reader = reader
        self._document = document
        self._path = path
        self._seen: set[str] = set()
        self.where = document.where(*path)
        if not isinstance(value, dict):
            reader.fault(self.where, "a map of keys is expected here", "write key: value lines")
            value = {}
        self.value: dict[Any, Any] = value

    def get(self, key: str, kind: type | tuple[type, ...], default: Any = ...) -> Any:
        self._seen.add(key)
        if key not in self.value or (self.value[key] is None and default is not ...):
            if default is ...:
                self._reader.fault(self.where, f"'{key}' is missing", f"add {key}")
                return _blank(kind)
            return default
        found = self.value[key]
        if kind is float and isinstance(found, int) and not isinstance(found, bool):
            found = float(found)
        if kind is str and isinstance(found, (int, float)) and not isinstance(found, bool):
            found = str(found)
        if not isinstance(found, kind) or (isinstance(found, bool) and kind in (int, float)):
            wanted = kind.__name__ if isinstance(kind, type) else "value"
            where = self._document.where(*self._path, key)
            self._reader.fault(where, f"'{key}' should be a {wanted}, not {type(found).__name__}", "correct the value")
            return _blank(kind)
        return found

    def words(self, key: str, default: Any = ...) -> tuple[str, ...]:
        found = self.get(key, list, default)
        if any(not isinstance(word, str) or not word.strip() for word in found):
            where = self._document.where(*self._path, key)
            self._reader.fault(where, f"every entry of '{key}' should be text", "quote numbers and words such as yes and no")
        return tuple(str(word) for word in found)

    def parts(self, key: str, default: Any = ...) -> Iterator[_Part]:
        for index, value in enumerate(self.get(key, list, default)):
            yield _Part(self._reader, self._document, value, (*self._path, key, index))

    def part(self, key: str) -> _Part:
        return _Part(self._reader, self._document, self.get(key, dict), (*self._path, key))

    def row_of_numbers(self, key: str) -> tuple[float, ...]:
        found: list[float] = []
        for index, value in enumerate(self.get(key, list)):
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                where = self._document.where(*self._path, key, index)
                self._reader.fault(where, f"every entry of '{key}' should be a number", "correct the value")
            else:
                found.append(float(value))
        return tuple(found)

    def numbers(self, key: str) -> dict[str, float]:
        found = self.get(key, dict)
        result: dict[str, float] = {}
        for name, value in found.items():
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                where = self._document.where(*self._path, key, name)
                self._reader.fault(where, f"'{name}' should be a number", "correct the value")
            else:
                result[str(name)] = float(value)
        return result

    def done(self) -> None:
        for key in self.value:
            if key not in self._seen:
                where = self._document.where(*self._path, key)
                self._reader.fault(where, f"'{key}' is not a known key here", "remove it or correct its spelling")


def _blank(kind: type | tuple[type, ...]) -> Any:
    return kind() if isinstance(kind, type) else kind[0]()


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
        head = _Part(self, main, main.value, ())
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
            "management": tuple(_management(part) for part in head.parts("management")),
            "modifiers": tuple(_modifier(part) for part in head.parts("modifiers")),
            "bands": tuple(_band(part) for part in head.parts("bands")),
            "pairs": tuple(_pair(part) for part in head.parts("pairs")),
            "onset_findings": _onset_findings(head.get("onset_findings", dict)),
            "red_flag_questions": head.words("red_flag_questions"),
            "foreign_words": head.words("foreign_words", []),
            "sport_mechanism": head.get("sport_mechanism", str),
            "places": _places(head, main),
        }
        model.get("basis", str)
        model.done()
        head.done()
        fields["sources"] = tuple(self._all("sources.yaml", "sources", _source))
        fields["mechanisms"] = tuple(self._all("mechanisms.yaml", "mechanisms", _mechanism))
        fields["red_flags"] = tuple(self._all("red_flags.yaml", "red_flags", _red_flag))
        names = self._names("findings")
        fields["findings"] = tuple(finding for name in names for finding in self._all(name, "findings", _finding))
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
        top = _Part(self, document, document.value, ())
        for part in top.parts(key):
            yield build(part)
            part.done()
        top.done()

    def _judgements(self, name: str) -> Iterator[Judgement]:
        document = self._document(self.folder / name)
        if document is None:
            return
        top = _Part(self, document, document.value, ())
        for finding in top.value:
            part = _Part(self, document, top.value[finding], (finding,))
            yield self._judgement(str(finding), part, document)

    def _judgement(self, finding: str, part: _Part, document: Document) -> Judgement:
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


def _onset_findings(written: dict[Any, Any]) -> dict[str, dict[str, bool]]:
    found: dict[str, dict[str, bool]] = {}
    for word, states in written.items():
        if isinstance(states, dict):
            stated = cast("dict[Any, Any]", states)
            found[str(word)] = {str(finding): bool(present) for finding, present in stated.items()}
    return found


def _places(head: _Part, document: Document) -> dict[str, str]:
    """File and line of each key of pack.yaml and of each key one level below it."""
    found: dict[str, str] = {}
    for key, value in head.value.items():
        found[str(key)] = document.where(key)
        if isinstance(value, dict):
            found.update({f"{key}.{name}": document.where(key, name) for name in cast("dict[Any, Any]", value)})
    return found


def _source(part: _Part) -> Source:
    return Source(
        id=part.get("id", str),
        name=part.get("name", str),
        group=part.get("group", str),
        dangerous=part.get("dangerous", bool),
        management=part.get("management", str),
        synonyms=part.words("synonyms"),
        summary=part.get("summary", str),
        no_red_flag_because=part.get("no_red_flag_because", str, None),
        where=part.where,
    )


def _mechanism(part: _Part) -> Mechanism:
    return Mechanism(part.get("id", str), part.get("name", str), part.get("correlation", float), part.where)


def _finding(part: _Part) -> Finding:
    cut = part.part("cut_point") if "cut_point" in part.value else None
    cut_point = None
    if cut is not None:
        cut_point = CutPoint(
            cut.get("of", str),
            cut.get("unit", str),
            cut.get("present_at_or_below", float, None),
            cut.get("present_at_or_above", float, None),
            cut.get("basis", str),
        )
        cut.done()
    return Finding(
        id=part.get("id", str),
        name=part.get("name", str),
        kind=part.get("kind", str),
        mechanism=part.get("mechanism", str, ""),
        position=part.get("position", str),
        seconds=part.get("seconds", int),
        provokes_pain=part.get("provokes_pain", bool),
        marks=part.words("marks", ()) if "marks" in part.value else (),
        how=part.get("how", str),
        positive_when=part.get("positive_when", str),
        words=part.words("words"),
        opposite_words=part.words("opposite_words", []),
        cut_point=cut_point,
        neuro_screen=part.get("neuro_screen", str, None),
        other_side_of=part.get("other_side_of", str, None),
        offered=part.get("offered", bool, True),
        informative=part.get("informative", bool, True),
        where=part.where,
    )


def _red_flag(part: _Part) -> RedFlag:
    terms: list[Term] = []
    for term in part.parts("all"):
        terms.append(Term(term.words("any"), term.get("count", int, 1), term.get("state", str, "positive")))
        term.done()
    return RedFlag(
        id=part.get("id", str),
        name=part.get("name", str),
        urgency=part.get("urgency", str),
        terms=tuple(terms),
        onset_bands=part.words("bands", []),
        source_groups=part.words("source_groups"),
        sources=part.words("sources", []),
        action=part.get("action", str),
        citation=part.get("citation", str),
        where=part.where,
    )


def _management(part: _Part) -> ManagementClass:
    found = ManagementClass(part.get("id", str), part.get("name", str), part.get("threshold", float), part.where)
    part.done()
    return found


def _modifier(part: _Part) -> Modifier:
    found = Modifier(
        part.get("id", str),
        part.get("name", str),
        part.words("criteria"),
        part.row_of_numbers("prior_by_criteria"),
        part.get("ignored_below", float),
        part.numbers("leak_rise"),
        part.where,
    )
    part.get("basis", str)
    part.done()
    return found


def _band(part: _Part) -> Band:
    found = Band(
        part.get("id", str),
        part.get("dimension", str),
        part.get("at_least", float, None),
        part.get("below", float, None),
        part.get("equals", str, None),
        part.where,
    )
    part.done()
    return found


def _pair(part: _Part) -> Pair:
    sources = part.words("sources")
    both = (sources[0], sources[1]) if len(sources) == 2 else ("", "")
    found = Pair(both, part.get("odds_multiplier", float), part.get("basis", str), part.where)
    part.done()
    return found
