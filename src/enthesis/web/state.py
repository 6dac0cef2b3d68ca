"""What stands on the board: read from a posted form, compared, undone. The server keeps nothing; the form carries it all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from enthesis.knowledge.pack import Pack
from enthesis.reasoning.case import (
    LONGEST_DURATION_WEEKS,
    LONGEST_NAME,
    MOST_FINDINGS,
    OLDEST_AGE_YEARS,
    ONSETS,
    Case,
    CaseFinding,
)
from enthesis.terms.state import FindingState

RECORDED = (FindingState.PRESENT.value, FindingState.ABSENT.value, FindingState.EQUIVOCAL.value)
PATIENT_FIELDS = ("age", "sex", "affected_side", "sport", "onset", "duration_weeks", "setting")
SEXES = ("female", "male", "other")
SIDES = ("left", "right", "both")
LONGEST_TEXT = 300
LONGEST_HISTORY = 30
LARGEST_KEPT_CHARACTERS = 400_000


@dataclass(frozen=True)
class KeptLine:
    """A line of a loaded case file that moves nothing here: not understood, or of the other side. It is saved again as it was."""

    name: str
    result: str
    side: str | None = None
    kind: str | None = None
    value: str | None = None
    note: str | None = None
    nearest: tuple[str, ...] = ()
    """Ids of the findings that come nearest, for a line that was not understood; empty for the other side."""


@dataclass(frozen=True)
class SideEntry:
    """What is recorded of the other side, beside a finding's own entry."""

    result: str = ""
    """positive, negative or equivocal; empty where there is a value alone."""
    value: str = ""
    note: str = ""


@dataclass(frozen=True)
class BoardState:
    """Everything entered, as typed: a field may be wrong and is still kept."""

    patient: Mapping[str, str] = field(default_factory=dict[str, str])
    findings: Mapping[str, str] = field(default_factory=dict[str, str])
    """Finding id to positive, negative or equivocal; what is missing was not assessed."""
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    sides: Mapping[str, str] = field(default_factory=dict[str, str])
    """Finding id to left, right or both; what is missing is about the affected side."""
    notes: Mapping[str, str] = field(default_factory=dict[str, str])
    note: str = ""
    title: str = ""
    fictional: bool = False
    kept: tuple[KeptLine, ...] = ()
    records_sides: bool = False
    """There is a record behind it, that keeps a finding's other side beside its own entry."""
    beside: Mapping[tuple[str, str], SideEntry] = field(default_factory=dict[tuple[str, str], SideEntry])
    """What it keeps there, by finding and side; no form carries it."""

    def flat(self) -> dict[str, str]:
        """The state as one map of text, for comparing and for undo."""
        result = {name: text for name, text in self.patient.items() if text}
        result |= {f"f.{finding}": state for finding, state in self.findings.items()}
        for kind, texts in (("v", self.values), ("s", self.sides), ("n", self.notes)):
            result |= {f"{kind}.{finding}": text for finding, text in texts.items() if text}
        if self.note:
            result["note"] = self.note
        return result


@dataclass(frozen=True)
class Posted:
    """A posted board: its state before and after this post, and what the page should show."""

    state: BoardState
    history: tuple[Mapping[str, str], ...]
    """For each change, newest last, the earlier text of every key that changed; empty text: it was not there."""
    card: str
    explain: str
    """Source whose reasons were asked for; empty: the first."""
    first: str
    """Source that stood first on the page that was posted."""
    show: str
    search: str
    action: str
    notices: tuple[str, ...]


def read_post(post: Mapping[str, str], pack: Pack) -> Posted:
    """Read a posted board; what cannot be used is left out and said in a notice, never an error."""
    notices: list[str] = []
    current = _read_state(post, pack, notices)
    shown = _read_map(post.get("shown", ""))
    history = _read_history(post.get("history", ""))
    action = post.get("action", "update")
    now = current.flat()
    changed = {key: shown.get(key, "") for key in sorted(shown.keys() | now.keys()) if shown.get(key, "") != now.get(key, "")}
    if action == "undo":
        if changed:
            current = apply_changes(current, changed, pack)
        elif history:
            current = apply_changes(current, history[-1], pack)
            history = history[:-1]
    elif changed:
        history = (*history, changed)[-LONGEST_HISTORY:]
    card = post.get("card") or post.get("current") or ""
    return Posted(
        state=current,
        history=history,
        card=card if card in pack.finding_by_id else "",
        explain=_one_of(post.get("explain") or post.get("explained"), tuple(pack.source_by_id)),
        first=_one_of(post.get("first"), tuple(pack.source_by_id)),
        show=_one_of(post.get("show_now") or post.get("show"), ("all", "recorded", "red_flags", "neuro")) or "all",
        search=_short(post.get("q", "")),
        action=action,
        notices=tuple(notices),
    )


def apply_changes(state: BoardState, changes: Mapping[str, str], pack: Pack) -> BoardState:
    """The state with some of its texts put back."""
    patient, findings, note = dict(state.patient), dict(state.findings), state.note
    texts = {"v": dict(state.values), "s": dict(state.sides), "n": dict(state.notes)}
    for key, text in changes.items():
        kind, _, name = key.partition(".")
        if key in PATIENT_FIELDS:
            patient[key] = text
        elif key == "note":
            note = text
        elif kind == "f" and name in pack.finding_by_id and (text in RECORDED or not text):
            findings.pop(name, None)
            if text:
                findings[name] = text
        elif kind in texts and name in pack.finding_by_id:
            texts[kind].pop(name, None)
            if text and (kind != "s" or text in SIDES):
                texts[kind][name] = text
    return replace(state, patient=patient, findings=findings, values=texts["v"], sides=texts["s"], notes=texts["n"], note=note)


def as_case(state: BoardState, pack: Pack) -> tuple[Case, dict[str, str]]:
    """The board as a case, with the sentence for each patient field that cannot be used."""
    problems: dict[str, str] = {}
    patient = state.patient
    age = _number(patient.get("age", ""), "age", OLDEST_AGE_YEARS, "years", problems)
    weeks = _number(patient.get("duration_weeks", ""), "duration_weeks", LONGEST_DURATION_WEEKS, "weeks", problems)
    findings: list[CaseFinding] = []
    for finding in pack.findings:
        result, value = state.findings.get(finding.id), state.values.get(finding.id)
        if result is not None or value:
            side, note = state.sides.get(finding.id) or None, state.notes.get(finding.id) or None
            findings.append(CaseFinding(finding.id, result or "value", side, finding.kind, value or None, note, "the board"))
    case = Case(
        name="the board",
        region=pack.id,
        setting=patient.get("setting") or None,
        affected_side=_one_of(patient.get("affected_side"), SIDES) or None,
        age_years=age,
        sex=_one_of(patient.get("sex"), SEXES) or None,
        sport=patient.get("sport") or None,
        onset=_one_of(patient.get("onset"), ONSETS) or None,
        duration_weeks=weeks,
        findings=tuple(findings),
        diagnosis=(),
        dangerous=None,
        refer_expected=None,
        warnings=(),
    )
    return case, problems


def kept_as_text(kept: tuple[KeptLine, ...]) -> str:
    """Kept lines as JSON for a hidden field."""
    return json.dumps([[k.name, k.result, k.side, k.kind, k.value, k.note, list(k.nearest)] for k in kept], ensure_ascii=False)


def history_as_text(history: tuple[Mapping[str, str], ...]) -> str:
    """The undo history as JSON for a hidden field."""
    return json.dumps([dict(change) for change in history], ensure_ascii=False)


def _read_state(post: Mapping[str, str], pack: Pack, notices: list[str]) -> BoardState:
    findings: dict[str, str] = {}
    texts: dict[str, dict[str, str]] = {"v": {}, "s": {}, "n": {}}
    unknown = 0
    for key in post:
        kind, dot, name = key.partition(".")
        if not dot or kind not in ("f", *texts):
            continue
        text = post.get(key, "")
        if name not in pack.finding_by_id:
            unknown += 1
        elif kind in texts:
            if _short(text) and (kind != "s" or text in SIDES):
                texts[kind][name] = _short(text)
        elif text in RECORDED:
            findings[name] = text
        elif text not in ("", FindingState.NOT_ASSESSED.value):
            unknown += 1
    if unknown:
        notices.append(f"{unknown} of the posted findings are not known to this pack and were not used; load the case again.")
    of, state, was = post.get("card_of", ""), post.get("card_state", ""), post.get("card_was", "")
    if of in pack.finding_by_id and "card_state" in post and state != was:
        findings.pop(of, None)
        if state in RECORDED:
            findings[of] = state
    patient = {name: _short(post.get(name, "")) for name in PATIENT_FIELDS}
    if patient["setting"] not in pack.settings:
        if patient["setting"]:
            notices.append(f"The setting is not known; {pack.settings[pack.default_setting]} is used.")
        patient["setting"] = pack.default_setting
    for name, allowed in (("sex", SEXES), ("affected_side", SIDES), ("onset", ONSETS)):
        patient[name] = _one_of(patient[name], allowed)
    return BoardState(
        patient=patient,
        findings=findings,
        values=texts["v"],
        sides=texts["s"],
        notes=texts["n"],
        note=_short(post.get("note", "")),
        title=_short(post.get("title", "")),
        fictional=post.get("fictional", "") == "yes",
        kept=_read_kept(post.get("kept", ""), pack),
    )


def _read_kept(text: str, pack: Pack) -> tuple[KeptLine, ...]:
    found = _read_json(text, LARGEST_KEPT_CHARACTERS)
    lines: list[KeptLine] = []
    for item in found[:MOST_FINDINGS] if isinstance(found, list) else []:
        if not isinstance(item, list) or len(item) != 7:
            continue
        *texts, nearest = item
        if (
            not isinstance(nearest, list)
            or not all(t is None or isinstance(t, str) for t in texts)
            or not texts[0]
            or not texts[1]
        ):
            continue
        known = tuple(n for n in nearest if isinstance(n, str) and n in pack.finding_by_id)
        name, result, side, kind, value, note = texts
        lines.append(KeptLine(name[:LONGEST_NAME], result[:20], side, kind, value, note, known))
    return tuple(lines)


def _read_history(text: str) -> tuple[Mapping[str, str], ...]:
    found = _read_json(text, LARGEST_KEPT_CHARACTERS)
    if not isinstance(found, list):
        return ()
    changes = [_clean_map(item) for item in found[-LONGEST_HISTORY:]]
    return tuple(change for change in changes if change)


def _read_map(text: str) -> dict[str, str]:
    return _clean_map(_read_json(text, LARGEST_KEPT_CHARACTERS))


def _clean_map(found: Any) -> dict[str, str]:
    if not isinstance(found, dict):
        return {}
    return {str(key)[:100]: _short(value) for key, value in found.items() if isinstance(value, str)}


def _read_json(text: str, largest: int) -> Any:
    if not text or len(text) > largest:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _number(text: str, name: str, largest: float, unit: str, problems: dict[str, str]) -> float | None:
    if not text:
        return None
    try:
        found = float(text.replace(",", "."))
    except ValueError:
        found = float("nan")
    if not 0 <= found <= largest:
        problems[name] = f"'{text}' is not a number of {unit} from 0 to {largest:,g}; it was not used."
        return None
    return found


def _one_of(text: str | None, allowed: tuple[str, ...]) -> str:
    return text if text in allowed else ""


def _short(text: str) -> str:
    """One line of printable text of bounded length."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable())[:LONGEST_TEXT]
