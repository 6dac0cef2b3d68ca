"""A case file: what a clinician wrote down about one patient, read strictly and shown back in one sentence when it is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from rapidfuzz import fuzz, process

from enthesis.knowledge.document import Document, read_document
from enthesis.terms.fault import UnusableInput
from enthesis.terms.state import FINDING_KINDS

OLDEST_AGE_YEARS = 120
LONGEST_DURATION_WEEKS = 5200
MOST_FINDINGS = 1000
LONGEST_NAME = 200

KNOWN_KEYS = (
    "region", "setting", "affected_side", "age", "sex", "sport", "onset", "duration_weeks", "findings",
    "diagnosis", "dangerous", "refer_expected",
)  # fmt: skip
DESCRIPTIVE_KEYS = (
    "id", "title", "citation", "doi", "pmid", "pmcid", "source_url", "verified", "source_type", "confirmation_text_seen",
    "narrative", "multi_source", "confirmed_by", "treatment", "outcome", "note",
)  # fmt: skip
FINDING_KEYS = ("name", "result", "side", "kind", "value", "note")
RESULTS = ("positive", "negative", "equivocal", "value")
ONSETS = ("acute", "gradual", "traumatic", "insidious")
REFERRALS = ("none", "soon", "same_day", "emergency")
NEAR_MISS = 82
"""Similarity (0-100) from which an unknown key is taken for a misspelling of a known one."""


@dataclass(frozen=True)
class CaseFinding:
    """One line of the case's findings, as written."""

    name: str
    result: str
    side: str | None
    kind: str | None
    value: str | None
    note: str | None
    where: str


@dataclass(frozen=True)
class Case:
    """One case, as written; nothing in it has been interpreted yet."""

    name: str
    region: str | None
    setting: str | None
    affected_side: str | None
    age_years: float | None
    sex: str | None
    sport: str | None
    onset: str | None
    duration_weeks: float | None
    findings: tuple[CaseFinding, ...]
    diagnosis: tuple[str, ...]
    dangerous: bool | None
    refer_expected: str | None
    warnings: tuple[str, ...]


def read_case(path: Path) -> Case:
    """Read the case file at `path` (YAML or JSON, DESIGN 3.3).

    Raises:
        UnusableInput: with file, line, what and how to mend it.
    """
    return parse_case(read_document(path, str(path)))


def parse_case(document: Document) -> Case:
    """Turn a read document into a case; see `read_case`."""
    whole: Any = document.value
    if not isinstance(whole, dict):
        raise UnusableInput(
            document.where(), "a case file is a map of keys", "start with 'region:' (the id of a pack) and 'findings:'"
        )
    value = cast("dict[str, Any]", whole)
    warnings = _check_keys(document, (), value, KNOWN_KEYS, DESCRIPTIVE_KEYS)
    reader = _CaseReader(document, value)
    written = value.get("findings")
    if written is not None and not isinstance(written, list):
        raise UnusableInput(
            document.where("findings"), "'findings' should be a list", "write one '- {name: ..., result: ...}' line each"
        )
    listed = cast("list[Any]", written or [])
    if len(listed) > MOST_FINDINGS:
        raise UnusableInput(
            document.where("findings"), f"{len(listed)} findings are listed, more than {MOST_FINDINGS}", "is it one patient?"
        )
    findings: list[CaseFinding] = []
    for index, item in enumerate(listed):
        found, more = _finding(document, index, item)
        findings.append(found)
        warnings.extend(more)
    diagnosis = _names(document, value.get("diagnosis"))
    dangerous = value.get("dangerous")
    if dangerous is not None and not isinstance(dangerous, bool):
        raise UnusableInput(document.where("dangerous"), "'dangerous' should be true or false", "correct it")
    return Case(
        name=document.name,
        region=reader.text("region"),
        setting=reader.text("setting"),
        affected_side=reader.choice("affected_side", ("left", "right", "both")),
        age_years=reader.number("age", 0, OLDEST_AGE_YEARS, "years"),
        sex=reader.choice("sex", ("female", "male", "other")),
        sport=reader.text("sport"),
        onset=reader.choice("onset", ONSETS),
        duration_weeks=reader.number("duration_weeks", 0, LONGEST_DURATION_WEEKS, "weeks"),
        findings=tuple(findings),
        diagnosis=diagnosis,
        dangerous=dangerous,
        refer_expected=reader.choice("refer_expected", REFERRALS),
        warnings=tuple(warnings),
    )


def _names(document: Document, written: Any) -> tuple[str, ...]:
    if written is None:
        return ()
    names = [written] if isinstance(written, str) else written
    if not isinstance(names, list) or any(not isinstance(name, str) for name in cast("list[Any]", names)):
        raise UnusableInput(document.where("diagnosis"), "'diagnosis' should be a list of names", "write [name, name]")
    return tuple(cast("list[str]", names))


class _CaseReader:
    def __init__(self, document: Document, value: dict[str, Any]) -> None:
        self.document = document
        self.value = value

    def text(self, key: str) -> str | None:
        found = self.value.get(key)
        if found is None:
            return None
        if not isinstance(found, str):
            raise UnusableInput(
                self.document.where(key), f"'{key}' should be text, not {_named(found)}", "correct it or leave it out"
            )
        return found.strip() or None

    def choice(self, key: str, allowed: tuple[str, ...]) -> str | None:
        found = self.text(key)
        if found is None:
            return None
        if found.lower() not in allowed:
            raise UnusableInput(
                self.document.where(key), f"'{key}' is '{_short(found)}'", f"use one of {', '.join(allowed)}, or leave it out"
            )
        return found.lower()

    def number(self, key: str, low: float, high: float, unit: str) -> float | None:
        found = self.value.get(key)
        if found is None:
            return None
        if isinstance(found, bool) or not isinstance(found, (int, float)):
            raise UnusableInput(
                self.document.where(key),
                f"'{key}' should be a number of {unit}, not {_named(found)}",
                "correct it or leave it out",
            )
        if not low <= found <= high:
            raise UnusableInput(
                self.document.where(key),
                f"'{key}' is {found}, which is outside {low:g} to {high:g} {unit}",
                "correct it or leave it out",
            )
        return float(found)


def _finding(document: Document, index: int, written: Any) -> tuple[CaseFinding, list[str]]:
    where = document.where("findings", index)
    if not isinstance(written, dict):
        raise UnusableInput(where, f"finding {index + 1} should be a map", "write {name: pain at night, result: negative}")
    item = cast("dict[str, Any]", written)
    warnings = _check_keys(document, ("findings", index), item, FINDING_KEYS, ())
    name = item.get("name")
    if not isinstance(name, str) or not name.strip():
        raise UnusableInput(where, f"finding {index + 1} has no name", "add name: and a finding in plain words")
    if len(name) > LONGEST_NAME:
        raise UnusableInput(where, f"the name of finding {index + 1} has {len(name)} letters", "name one finding in a few words")
    result = item.get("result")
    if result is None and item.get("value") is not None:
        result = "value"
    if not isinstance(result, str) or result.lower() not in RESULTS:
        shown = "missing" if result is None else f"'{_short(str(result))}'"
        raise UnusableInput(where, f"the result of '{_short(name)}' is {shown}", f"use one of {', '.join(RESULTS)}")
    result = result.lower()
    value = item.get("value")
    if value is not None and (isinstance(value, bool) or not isinstance(value, (str, int, float))):
        raise UnusableInput(
            where, f"the value of '{_short(name)}' should be a number or text", "write for instance 20 deg or 7/10"
        )
    if result == "value" and value is None:
        raise UnusableInput(where, f"'{_short(name)}' has the result 'value' but no value", "add value:")
    kind = item.get("kind")
    if kind is not None and not isinstance(kind, str):
        raise UnusableInput(
            where, f"the kind of '{_short(name)}' should be text", f"use one of {', '.join(FINDING_KINDS)}, or leave it out"
        )
    if kind is not None and kind.strip().lower() not in FINDING_KINDS:
        warnings.append(f"{where}: the kind '{_short(kind)}' is not known and was not used")
        kind = None
    side = _side(item.get("side"), where, name, warnings)
    note = item.get("note")
    return (
        CaseFinding(
            name.strip(),
            result,
            side,
            kind.strip().lower() if isinstance(kind, str) else None,
            None if value is None else str(value),
            None if note is None else str(note),
            where,
        ),
        warnings,
    )


def _side(written: Any, where: str, name: str, warnings: list[str]) -> str | None:
    if written is None:
        return None
    if not isinstance(written, str):
        raise UnusableInput(where, f"the side of '{_short(name)}' should be text", "use left, right or both, or leave it out")
    side = written.strip().lower()
    if side in ("left", "right", "both"):
        return side
    if side == "bilateral":
        return "both"
    if side not in ("unilateral", "ipsilateral", "affected", "midline", "central", "none", ""):
        warnings.append(f"{where}: the side '{_short(written)}' of '{_short(name)}' is not known and was not used")
    return None


def _check_keys(
    document: Document, path: tuple[Any, ...], value: dict[Any, Any], known: tuple[str, ...], silent: tuple[str, ...]
) -> list[str]:
    warnings: list[str] = []
    for key in value:
        if key in known or key in silent:
            continue
        where = document.where(*path, key)
        text = str(key)
        nearest = process.extractOne(text.lower(), known, scorer=fuzz.ratio)
        if nearest[1] >= NEAR_MISS:
            raise UnusableInput(where, f"'{_short(text)}' is not a known key", f"did you mean '{nearest[0]}'?")
        warnings.append(f"{where}: the key '{_short(text)}' is not known and was not used")
    return warnings


def _named(value: Any) -> str:
    return {
        "bool": "true or false",
        "int": "a number",
        "float": "a number",
        "str": "text",
        "list": "a list",
        "dict": "a map",
    }.get(type(value).__name__, type(value).__name__)


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 60 else plain[:57] + "..."
