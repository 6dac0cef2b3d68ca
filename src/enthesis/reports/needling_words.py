"""What was done with needles, one line for each entry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from enthesis.reports.dates import date_words
from enthesis.reports.encounter_record import ClinicDetails, Recorded

_SIGNERS = {"patient": "the patient", "parent": "a parent or guardian", "representative": "a legal representative"}
_PAIN = {
    **{"none": "no pain", "dull_ache": "dull ache", "familiar": "the familiar pain", "sharp": "sharp pain"},
    **{"electric": "electric pain", "burning": "burning pain"},
}
_STIMULATION = {"manual": "stimulated by hand", "electrical": "stimulated electrically", "none": "not stimulated"}
_RESPONSE = {
    "bleeding": "bleeding",
    "bruising": "bruising",
    "faintness": "faintness",
    "breathing_normal": "breathing normal",
    "strength_and_feeling_normal": "strength and feeling normal",
    "aftercare_given": "advice for afterwards given",
}


def is_needling(entry: Recorded) -> bool:
    """Whether an entry is of the needling of a visit."""
    return entry.kind in _WORDS


def needling_words(entry: Recorded, clinic: ClinicDetails) -> str:
    """What an entry of the needling says, in one line."""
    return _WORDS[entry.kind](entry, clinic)


def _not_done(entry: Recorded, clinic: ClinicDetails) -> str:
    return f"Needling was planned and not done: {entry.words('because')}"


def _plan(entry: Recorded, clinic: ClinicDetails) -> str:
    sites: Any = entry.content.get("sites") or ()
    what = "; ".join(sites) or "no muscle named"
    technique = entry.words("technique").lower() or "technique not recorded"
    return f"Planned: {what}; {technique}; by {entry.words('by')}"


def _consent(entry: Recorded, clinic: ClinicDetails) -> str:
    parts = [f"Consent (text {entry.words('form_version')}) of {_day(entry, 'signed_on', clinic)}, signed by "]
    parts[0] += _SIGNERS.get(entry.words("signed_by"), "somebody")
    copy = _day(entry, "copy_given_on", clinic)
    parts.append(f"copy given {copy}" if copy else "no copy is recorded as given")
    if entry.words("parent_consent_on"):
        parts.append(f"parent's consent documented {_day(entry, 'parent_consent_on', clinic)}")
    if entry.words("assent") in ("yes", "no"):
        parts.append(f"the young person's own word: {entry.words('assent')}")
    if entry.words("withdrawn_at"):
        parts.append(f"withdrawn {_day(entry, 'withdrawn_at', clinic)}")
    return "; ".join(parts)


def _screen(entry: Recorded, clinic: ClinicDetails) -> str:
    yes: Any = entry.content.get("yes") or ()
    unknown: Any = entry.content.get("open") or ()
    asked = int(entry.content.get("asked") or 0)
    found = f"yes to: {' '.join(yes)}" if yes else "yes to none"
    left = f"; not answered: {' '.join(unknown)}" if unknown else ""
    return f"Screen of {_day(entry, 'asked_on', clinic)}: {asked} questions, {found}{left}"


def _gate(entry: Recorded, clinic: ClinicDetails) -> str:
    verdict = entry.words("verdict")
    where = f"Rules for {entry.words('jurisdiction')} (needling pack {entry.words('pack_version')})"
    lifted: Any = entry.content.get("lifted") or ()
    if verdict != "allowed":
        return f"{where}: the gate was not open"
    if not lifted:
        return f"{where}: nothing stood in the way"
    told = [
        f"{one['sentence']} Gone on because: {one['reason']}" + (f" (advised by {one['advice']})" if one["advice"] else "")
        for one in lifted
    ]
    return f"{where}: open with a written reason. {' '.join(told)}"


def _insertion(entry: Recorded, clinic: ClinicDetails) -> str:
    content = entry.content
    gauge, length = content.get("gauge_mm"), content.get("length_mm")
    parts = [
        entry.words("landmark"),
        f"needle {_number(gauge)} × {_number(length)} mm" if gauge is not None and length is not None else "needle not recorded",
        f"lot {entry.words('lot')}" if entry.words("lot") else "lot not recorded",
        f"depth {_number(content['depth_mm'])} mm" if content.get("depth_mm") is not None else "",
        _counted(content.get("passes"), "pass", "passes"),
        _counted(content.get("twitches"), "twitch", "twitches"),
        _PAIN.get(entry.words("pain_quality"), "feel not recorded"),
        f"in for {_number(content['dwell_s'])} s" if content.get("dwell_s") is not None else "",
        _STIMULATION.get(entry.words("stimulation"), ""),
        entry.words("note"),
    ]
    return f"{entry.words('name')}: " + ", ".join(part for part in parts if part)


def _close(entry: Recorded, clinic: ClinicDetails) -> str:
    content = entry.content
    into, out = content.get("needles_in"), content.get("needles_out")
    if into is None and out is None:
        counted = "Needles not counted"
    elif into is None or out is None:
        counted = (
            f"Needles: {'in not counted' if into is None else f'{into} in'}, {'out not counted' if out is None else f'{out} out'}"
        )
    else:
        counted = f"Needles: {into} in, {out} out" + ("" if into == out else ": the count does not balance")
    before, after = content.get("pain_before_0_10"), content.get("pain_after_0_10")
    pain = "" if before is None or after is None else f"pain {_number(before)}/10 before, {_number(after)}/10 after"
    looked = [f"{name}: {content[field]}" for field, name in _RESPONSE.items() if content.get(field) in ("yes", "no")]
    parts = [counted, pain, *looked, entry.words("note")]
    if entry.words("stopped_because"):
        parts.append(f"ended early: {entry.words('stopped_because')}")
    return "; ".join(part for part in parts if part)


def _event(entry: Recorded, clinic: ClinicDetails) -> str:
    tier = entry.words("tier").rstrip(".")
    parts = [f"Event: {entry.words('name')} ({tier[:1].lower()}{tier[1:]})", entry.words("words")]
    if entry.words("done_about_it"):
        parts.append(f"done about it: {entry.words('done_about_it')}")
    return "; ".join(part for part in parts if part)


def _day(entry: Recorded, field: str, clinic: ClinicDetails) -> str:
    moment: Any = entry.content.get(field)
    return date_words(clinic, moment)


def _number(value: Any) -> str:
    return f"{float(value):g}"


def _counted(value: Any, one: str, many: str) -> str:
    return "" if value is None else f"{value} {one if value == 1 else many}"


_WORDS: dict[str, Callable[[Recorded, ClinicDetails], str]] = {
    "needling_not_done": _not_done,
    "needling_plan": _plan,
    "needling_consent": _consent,
    "needling_screen": _screen,
    "needling_gate": _gate,
    "needling_insertion": _insertion,
    "needling_close": _close,
    "needling_event": _event,
}
