"""Case files in and out of the board: an upload or an example in, YAML in the form of DESIGN 3.3 out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from enthesis.knowledge.document import LARGEST_DOCUMENT_BYTES, Document, read_document, read_text
from enthesis.knowledge.pack import Pack
from enthesis.reasoning.assessment import Assessor, default_setting
from enthesis.reasoning.case import DESCRIPTIVE_KEYS, CaseFinding, parse_case
from enthesis.reasoning.interpretation import Interpretation
from enthesis.reasoning.region_choice import choose_by_findings
from enthesis.terms.fault import UnusableInput
from enthesis.web.state import LONGEST_TEXT, RECORDED, BoardState, KeptLine

EXAMPLES = Path(__file__).parent / "examples"
FICTIONAL = "Fictional: "
"""Titles of made-up cases begin with this word, on screen and in the file."""
NOT_CARRIED = ("diagnosis", "dangerous", "refer_expected", *(k for k in DESCRIPTIVE_KEYS if k not in ("title", "note", "id")))


@dataclass(frozen=True)
class Example:
    """One made-up case to start from."""

    id: str
    region: str
    title: str
    story: str


@lru_cache(maxsize=1)
def list_examples() -> tuple[Example, ...]:
    """The example cases, in the order of their file names."""
    found: list[Example] = []
    for path in sorted(EXAMPLES.glob("*.yaml")):
        value: Mapping[str, Any] = read_document(path, path.name).value
        found.append(
            Example(path.stem, str(value["region"]), str(value["title"]).removeprefix(FICTIONAL), str(value["narrative"]).strip())
        )
    return tuple(found)


def read_example(example: str) -> Document:
    """The file of an example case.

    Raises:
        UnusableInput: there is no such example.
    """
    if example not in {e.id for e in list_examples()}:
        raise UnusableInput("examples", "there is no example of this name", "choose one from the first page")
    return read_document(EXAMPLES / f"{example}.yaml", f"{example}.yaml")


def read_upload(raw: bytes, name: str) -> Document:
    """An uploaded case file, not looked through yet.

    Raises:
        UnusableInput: one sentence: where, what, how to mend it.
    """
    if len(raw) > LARGEST_DOCUMENT_BYTES:
        raise UnusableInput(
            _shown_name(name), f"the file has {len(raw):,} bytes, over the limit of 2 MB", "is it the right file?"
        )
    return read_text(raw, _shown_name(name))


def find_pack(document: Document, packs: Mapping[str, Pack]) -> tuple[Pack, list[str]]:
    """The pack that a case file is about: its region's, or the one that understands most of it; and what to say about that.

    Args:
        packs: those on offer, by region.
    Raises:
        UnusableInput: the file cannot be read, or its region is not on offer.
    """
    case = parse_case(document)
    first = next(iter(packs.values()))
    if case.region is not None and case.region not in packs:
        known = " or ".join(packs)
        raise UnusableInput(document.where("region"), f"the region '{case.region}' has no board here", f"use region: {known}")
    if case.region is not None or len(packs) == 1 or not case.findings:
        return packs.get(case.region or "", first), []
    chosen, said = choose_by_findings(case, packs.values())
    return chosen, [said]


def load_document(document: Document, assessor: Assessor) -> tuple[BoardState, list[str]]:
    """The board of a case file, and what should be said about it.

    Assumes: the assessor is that of the pack that `find_pack` chose.
    Raises:
        UnusableInput: one sentence: where, what, how to mend it.
    """
    case = parse_case(document)
    pack = assessor.pack
    read = assessor.interpret(case, strict=False)
    setting, warning = default_setting(pack, case.setting)
    if setting not in pack.settings:
        setting, warning = pack.default_setting, f"the setting '{setting}' is not offered here; {pack.default_setting} was used"
    notices = [*read.warnings, *([warning] if warning else [])]
    findings: dict[str, str] = {}
    sides: dict[str, str] = {}
    notes: dict[str, str] = {}
    by_side: dict[str, dict[str, str]] = {}
    kept: list[KeptLine] = []
    for line in read.understood:
        if not line.findings:
            kept.append(_kept(line.written, ()))
        for finding, state in line.findings:
            if state in RECORDED:
                findings[finding] = _state_in(read, finding, state)
            if line.written.side is not None and pack.finding_by_id[finding].other_side_of not in dict(line.beside):
                sides[finding] = line.written.side
                by_side.setdefault(finding, {})[line.written.side] = state
            if line.written.note:
                notes[finding] = " ".join(line.written.note.split())[:LONGEST_TEXT]
    for finding, held in by_side.items():
        if held.keys() >= {"left", "right"}:
            # The board holds one result for each finding: where the sides differ, it is put into words.
            sides[finding] = "both"
            if held["left"] != held["right"]:
                apart = f"left {held['left']}, right {held['right']}. {notes.get(finding, '')}"
                notes[finding] = apart.strip()[:LONGEST_TEXT]
    kept.extend(_kept(written, nearest) for written, nearest in read.not_understood)
    value: Mapping[str, Any] = document.value
    left = [key for key in NOT_CARRIED if value.get(key) is not None]
    if left:
        notices.append(f"Read by other commands and not shown here: {', '.join(left)}.")
    title = value.get("title")
    title = " ".join(title.split())[:120] if isinstance(title, str) else ""
    note = value.get("note")
    state = BoardState(
        patient={
            "age": _plain_number(case.age_years),
            "sex": case.sex or "",
            "affected_side": read.affected_side or "",
            "sport": case.sport or "",
            "onset": case.onset or "",
            "duration_weeks": _plain_number(case.duration_weeks),
            "setting": setting,
        },
        findings=findings,
        values=dict(read.values),
        sides=sides,
        notes=notes,
        note=" ".join(note.split())[:300] if isinstance(note, str) else "",
        title=title.removeprefix(FICTIONAL),
        fictional=title.startswith(FICTIONAL),
        kept=tuple(kept),
    )
    return state, notices


def as_yaml(state: BoardState, pack: Pack) -> str:
    """The board as a case file that loads again to the same board."""
    document: dict[str, Any] = {"region": pack.id}
    if state.title:
        document["title"] = f"{FICTIONAL if state.fictional else ''}{state.title}"
    for name in ("setting", "affected_side", "age", "sex", "sport", "onset", "duration_weeks"):
        text = state.patient.get(name, "")
        if text:
            document[name] = _number_or_text(text) if name in ("age", "duration_weeks") else text
    if state.note:
        document["note"] = state.note
    document["findings"] = [
        *(_line(f.id, state) for f in pack.findings if f.id in state.findings or f.id in state.values or f.id in state.notes),
        *(_kept_line(line) for line in state.kept),
    ]
    head = f"# Case file of Enthesis, pack {pack.id} {pack.version} ({pack.tier}). Supports a decision; does not diagnose.\n"
    return head + yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=120)


def _state_in(read: Interpretation, finding: str, written: str) -> str:
    """The state of a finding after all lines of a case were read together."""
    if finding in read.observed:
        return "positive" if read.observed[finding] else "negative"
    return "equivocal" if finding in read.equivocal else written


def _line(finding: str, state: BoardState) -> dict[str, Any]:
    line: dict[str, Any] = {"name": finding, "result": state.findings.get(finding, "value")}
    for key, texts in (("value", state.values), ("side", state.sides), ("note", state.notes)):
        if finding in texts:
            line[key] = texts[finding]
    return line


def _kept_line(line: KeptLine) -> dict[str, Any]:
    found = {
        "name": line.name,
        "result": line.result,
        "side": line.side,
        "kind": line.kind,
        "value": line.value,
        "note": line.note,
    }
    return {key: value for key, value in found.items() if value is not None}


def _kept(written: CaseFinding, nearest: tuple[str, ...]) -> KeptLine:
    return KeptLine(written.name, written.result, written.side, written.kind, written.value, written.note, nearest)


def _plain_number(number: float | None) -> str:
    return "" if number is None else f"{number:g}"


def _number_or_text(text: str) -> float | int | str | None:
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return None
    return int(number) if number.is_integer() else number


def _shown_name(name: str) -> str:
    plain = "".join(c for c in name.replace("\\", "/").rpartition("/")[2] if c.isprintable()).strip()
    return plain[:60] or "the file"
