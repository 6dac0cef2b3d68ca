"""An encounter's record from a small table, for tests that read like the manual.

One entry a line: kind, key, then what it says. A finding: its id, its result and, in any order, side=, value=, note=.
A measure: its quantity, a number or a grade, side=, position=. Everything else: the text to the end of the line.
"""

from __future__ import annotations

import datetime
import re
import uuid
from typing import Any

from enthesis.knowledge.pack import Pack
from enthesis.reasoning.assessment import Assessment, Assessor
from enthesis.reasoning.hypotheses import Patient
from enthesis.reports.encounter_record import (
    ClinicDetails,
    EncounterDetails,
    EncounterRecord,
    EpisodeDetails,
    PatientDetails,
    Recorded,
)

NOON = datetime.datetime(2026, 9, 21, 12, 0, tzinfo=datetime.UTC)
_OPTION = re.compile(r"\b(side|value|note|position|reason|sources)=(\"[^\"]*\"|\S+)")


def entries_of(table: str) -> tuple[Recorded, ...]:
    """The entries of a table, a minute apart, all by Thea Berg."""
    found: list[Recorded] = []
    for number, line in enumerate(line.strip() for line in table.strip().splitlines() if line.strip()):
        kind, _, rest = line.partition(" ")
        options = {name: text.strip('"') for name, text in _OPTION.findall(rest)}
        words = _OPTION.sub("", rest).split() if kind not in ("text",) else rest.strip().split(maxsplit=1)
        key, content = _content(kind, words, options)
        identity = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{kind} {key}"))
        found.append(Recorded(identity, kind, key, content, "Thea Berg", NOON + datetime.timedelta(minutes=number)))
    return tuple(found)


def _content(kind: str, words: list[str], options: dict[str, str]) -> tuple[str, dict[str, Any]]:
    if kind == "finding":
        return words[0], {"finding": words[0], "result": words[1], **options}
    if kind == "measure":
        side = options.get("side", "")
        number = words[1] if len(words) > 1 else ""
        is_number = re.fullmatch(r"-?\d+(\.\d+)?", number) is not None
        amount = {"number": float(number), "grade": ""} if is_number else {"number": None, "grade": " ".join(words[1:])}
        return f"{words[0]}:{side}", {"quantity": words[0], **amount, **options}
    if kind == "red_flag":
        return words[0], {"action": words[1], "reason": options.get("reason", "")}
    if kind == "diagnosis":
        sources = [s for s in options.get("sources", "").split(",") if s]
        return "own", {"agrees": words[0], "sources": sources, "reason": options.get("reason", ""), "shown": []}
    return words[0], {"text": words[1].replace("\\n", "\n") if len(words) > 1 else ""}


def make_record(pack: Pack, table: str, assessor: Assessor | None = None, **changes: Any) -> EncounterRecord:
    """The record of a table; with an assessor it is assessed, without one it is not."""
    entries = entries_of(table)
    details: dict[str, Any] = {
        "clinic": ClinicDetails("Harbour Physiotherapy"),
        "patient": PatientDetails(
            "p1", "Alex Muster", datetime.date(1982, 3, 1), 44, "female", "1042", "running", simulated=True
        ),
        "episode": EpisodeDetails("e1", "sore sit bone when running", "right", "Thea Berg", NOON),
        "encounter": EncounterDetails("c1", "evaluation", "open", NOON, "Thea Berg, PT"),
        "entries": entries,
        "pack": pack,
        "assessment": assess(assessor, entries) if assessor is not None else None,
    }
    return EncounterRecord(**{**details, **changes})


def assess(assessor: Assessor, entries: tuple[Recorded, ...]) -> Assessment:
    """What the reasoning makes of the findings."""
    observed = {
        e.words("finding"): e.words("result") == "positive"
        for e in entries
        if e.kind == "finding" and e.words("result") in ("positive", "negative")
    }
    observed = {f: present for f, present in observed.items() if assessor.pack.finding_by_id[f].informative}
    equivocal = frozenset(e.words("finding") for e in entries if e.kind == "finding" and e.words("result") == "equivocal")
    return assessor.assess(observed, Patient(44, "female", 26), assessor.pack.default_setting, equivocal)
