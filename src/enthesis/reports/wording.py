"""Findings in words: from a name, a state, a side, a value and a note to a phrase that reads well and says no more."""

from __future__ import annotations

import re
from collections.abc import Iterable

from enthesis.knowledge.pack import Finding
from enthesis.reports.encounter_record import Recorded
from enthesis.terms.side import opposite

_ASIDE = re.compile(r"\s*\([^)]*\)")
_NAMES_A_TEST = re.compile(r"\b(tests?|raise|raise with dorsiflexion|test over bone|FAIR|FABER|FADIR)$")
_PAIN = re.compile(r"^(?:pain|worse) ((?:with|on|rising|lying|turning|arching|after|only|at)\b.*)$")
_EASED = re.compile(r"^(clearly )?eased (by|on) (.+)$")
_NO_BETTER = re.compile(r"^did not improve with (.+)$")
_BETTER = re.compile(r"^improved with (.+)$")
SIDES = {"left": "on the left", "right": "on the right", "both": "on both sides"}
URGENCY_WORDS = {"emergency": "emergency", "same_day": "same day", "soon": "soon"}


def capitalised(text: str) -> str:
    """The text with its first letter in upper case, the rest as written."""
    return text[:1].upper() + text[1:]


def ended(text: str) -> str:
    """The text with a full stop unless it ends like a sentence already."""
    return text if not text or text[-1] in ".!?…" else f"{text}."


def listed(items: Iterable[str]) -> str:
    """Items as one list: commas and 'and', or semicolons where an item holds a comma, an 'and' or an 'or' of its own."""
    found = list(items)
    if len(found) < 2:
        return "".join(found)
    if any(mark in item for item in found for mark in (",", " and ", " or ", ";", "(")):
        return "; ".join(found)
    return f"{', '.join(found[:-1])} and {found[-1]}"


def is_test(finding: Finding) -> bool:
    """Whether the name is that of a test (positive or negative) rather than of something seen or felt (present or not)."""
    name = _ASIDE.sub("", finding.name).strip()
    return bool(_NAMES_A_TEST.search(name)) and not name.startswith(("weak", "pain"))


def side_words(entry: Recorded, affected_side: str) -> str:
    """The side of an examined finding; the affected side when none was given."""
    return SIDES.get(entry.words("side") or affected_side, "")


def state_words(finding: Finding, result: str) -> str:
    """A state of a finding in one or two words."""
    if is_test(finding):
        return {"positive": "positive", "negative": "negative", "equivocal": "equivocal"}.get(result, "")
    return {"positive": "present", "negative": "not found", "equivocal": "unclear"}.get(result, "")


def examined(finding: Finding, entries: Recorded | Iterable[Recorded], affected_side: str) -> str:
    """One examined finding as a line, for instance 'Slump test: positive on the right, 40 deg – eased by lifting the head'.

    Recorded of both sides: 'Slump test: positive on the right, negative on the left'.
    """
    held = [entries] if isinstance(entries, Recorded) else list(entries)
    plain = all(not entry.words("value") and not entry.words("note") for entry in held)
    said = (", " if plain else "; ").join(text for entry in held if (text := _result(finding, entry, affected_side)))
    return capitalised(finding.name) + (f"{'' if said.startswith(' – ') else ': '}{said}" if said else "")


def _result(finding: Finding, entry: Recorded, affected_side: str) -> str:
    parts = [" ".join(w for w in (state_words(finding, entry.words("result")), side_words(entry, affected_side)) if w)]
    if entry.words("value"):
        parts.append(entry.words("value"))
    note = entry.words("note")
    return ", ".join(part for part in parts if part) + (f" – {note}" if note else "")


def is_beside(entry: Recorded, affected_side: str) -> bool:
    """Whether an entry is of the side that is not affected, where no source moves by it."""
    return entry.words("side") != "" and entry.words("side") == opposite(affected_side)


def with_remarks(phrase: str, entry: Recorded, affected_side: str = "") -> str:
    """A phrase with the value, the other side and the note of its entry in brackets."""
    side = entry.words("side")
    remarks = [SIDES[side] if side in SIDES and side != affected_side else "", entry.words("value"), entry.words("note")]
    remarks = [remark for remark in remarks if remark]
    return f"{phrase} ({', '.join(remarks)})" if remarks else phrase


def provoked_by(finding: Finding) -> str | None:
    """What it hurts with, from a name such as 'pain with sitting'; None when the name is not of that form."""
    found = _PAIN.match(finding.name)
    return found[1] if found else None


def eased_by(finding: Finding) -> str | None:
    """What eases it, from a name such as 'eased by rest'; None when the name is not of that form."""
    found = _EASED.match(finding.name)
    return f"{found[1] or ''}{found[2]} {found[3]}" if found else None


def treatment_words(finding: Finding, result: str) -> str:
    """How a treatment went, in the sense that was recorded."""
    name = finding.name
    if result != "negative":
        return name
    if found := _NO_BETTER.match(name):
        return f"improved with {found[1]}"
    if found := _BETTER.match(name):
        return f"did not improve with {found[1]}"
    return f"not the case: {name}"


def joined_with(phrases: Iterable[str]) -> str:
    """Phrases that begin with the same word say it once: 'with sitting, driving and running; on stairs or slopes'."""
    by_word: dict[str, list[str]] = {}
    for phrase in phrases:
        word, _, rest = phrase.partition(" ")
        by_word.setdefault(word, []).append(rest)
    return "; ".join(f"{word} {listed(rest)}" for word, rest in by_word.items())
