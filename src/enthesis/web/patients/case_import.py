"""Read an uploaded case file (DESIGN 3.3) into what an import records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from enthesis.actions.export_case import NOTE, TITLE
from enthesis.actions.import_case import ImportedCase, ImportedFinding
from enthesis.knowledge.document import LARGEST_DOCUMENT_BYTES, read_text
from enthesis.knowledge.pack import Pack
from enthesis.reasoning.assessment import Assessor
from enthesis.reasoning.case import CaseFinding, parse_case
from enthesis.reasoning.interpretation import Interpretation, Understood
from enthesis.records.entries import FindingEntry
from enthesis.terms.fault import UnusableInput
from enthesis.web.state import RECORDED, SIDES

LONGEST_VALUE = 120
LONGEST_NOTE = 500


@dataclass(frozen=True)
class CaseRead:
    """A case file in the pack's terms, and what a person should be told about it."""

    case: ImportedCase
    affected_side: str
    age_years: float | None
    sex: str
    title: str
    n_not_understood: int
    notices: tuple[str, ...]


def read_case(raw: bytes, name: str, assessor: Assessor) -> CaseRead:
    """Read a case file.

    Raises:
        UnusableInput: one sentence: where, what, how to mend it.
    """
    shown = "".join(c for c in name.replace("\\", "/").rpartition("/")[2] if c.isprintable()).strip()[:60] or "the file"
    if len(raw) > LARGEST_DOCUMENT_BYTES:
        raise UnusableInput(shown, f"the file has {len(raw):,} bytes, over the limit of 2 MB", "is it the right file?")
    document = read_text(raw, shown)
    case = parse_case(document)
    if case.region is not None and case.region != assessor.pack.id:
        raise UnusableInput(
            document.where("region"), f"the region '{case.region}' is not that of the episode", f"use region: {assessor.pack.id}"
        )
    read = assessor.interpret(case, strict=False)
    pack = assessor.pack
    kept = [line.written for line in read.understood if not line.findings and not _beside(line, pack)]
    kept += [written for written, _ in read.not_understood]
    value: Mapping[str, Any] = document.value
    left = [key for key in ("diagnosis", "dangerous", "refer_expected") if value.get(key) is not None]
    notices = list(read.warnings)
    if left:
        notices.append(f"Not imported, since a clinician decides it: {', '.join(left)}.")
    texts = {
        "onset": case.onset or "",
        "duration_weeks": "" if case.duration_weeks is None else f"{case.duration_weeks:g}",
        NOTE: _text(value.get("note")),
        TITLE: _text(value.get("title")),
    }
    lines = yaml.safe_dump([_as_line(written) for written in kept], sort_keys=False, allow_unicode=True) if kept else ""
    return CaseRead(
        case=ImportedCase(_findings(read, pack), texts, lines),
        affected_side=read.affected_side or "",
        age_years=case.age_years,
        sex=case.sex or "",
        title=texts[TITLE],
        n_not_understood=len(read.not_understood),
        notices=tuple(notices),
    )


def _findings(read: Interpretation, pack: Pack) -> tuple[ImportedFinding, ...]:
    """One row for each finding, and one for each side where a file tells them apart.

    Several lines about one finding on one side were read together into one state.
    """
    found: dict[tuple[str, str], ImportedFinding] = {}
    apart = _told_apart(read, pack)
    for line in read.understood:
        beside = _beside(line, pack)
        follows = {finding for finding, _ in line.findings if pack.finding_by_id[finding].other_side_of in dict(beside)}
        counted = [(finding, state) for finding, state in line.findings if finding not in follows]
        for finding, state in (*counted, *beside):
            side = (line.written.side or "") if line.written.side in SIDES else ""
            is_apart = finding in apart or (finding, state) in beside
            place = (finding, side if is_apart else "")
            earlier = found.get(place)
            note = " ".join(n for n in (earlier.note if earlier else "", line.written.note or "") if n)[:LONGEST_NOTE]
            if earlier is not None and earlier.side != side:
                side = ""
            if is_apart:
                result, value = state, line.written.value or (earlier.value if earlier else "")
                if earlier is not None and {earlier.result, result} == {"positive", "negative"}:
                    result = "equivocal"
            else:
                result, value = _state_in(read, finding, state), read.values.get(finding, "")
            if result in RECORDED or value:
                result = result if result in RECORDED else "value"
                found[place] = ImportedFinding(finding, result, side, value[:LONGEST_VALUE], note)
    known = {finding for finding, _ in found}
    for finding, value in read.values.items():
        if finding not in known:
            found[finding, ""] = ImportedFinding(finding, "value", "", value[:LONGEST_VALUE])
    longest = FindingEntry._meta.get_field("finding").max_length or 0
    return tuple(row for row in found.values() if len(row.finding) <= longest)


def _beside(line: Understood, pack: Pack) -> tuple[tuple[str, str], ...]:
    """Findings of a line that are recorded of the other side."""
    return tuple((finding, state) for finding, state in line.beside if pack.finding_by_id[finding].has_sides)


def _told_apart(read: Interpretation, pack: Pack) -> set[str]:
    """Findings that the file says something of on the left and something of on the right, where both sides count."""
    sides: dict[str, set[str]] = {}
    for line in read.understood:
        for finding, _ in line.findings:
            if pack.finding_by_id[finding].has_sides and line.written.side:
                sides.setdefault(finding, set()).add(line.written.side)
    return {finding for finding, held in sides.items() if held >= {"left", "right"}}


def _state_in(read: Interpretation, finding: str, written: str) -> str:
    if finding in read.observed:
        return "positive" if read.observed[finding] else "negative"
    return "equivocal" if finding in read.equivocal else written


def _as_line(written: CaseFinding) -> dict[str, str]:
    fields = ("name", "result", "side", "kind", "value", "note")
    return {name: str(text) for name in fields if (text := getattr(written, name)) is not None}


def _text(found: Any) -> str:
    return " ".join(found.split())[:300] if isinstance(found, str) else ""
