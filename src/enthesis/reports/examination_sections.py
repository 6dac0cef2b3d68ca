"""What was seen, moved, tested and felt: one section for each part of the examination; negatives share a sentence."""

from __future__ import annotations

from enthesis.knowledge.pack import Finding
from enthesis.reasoning.examination import Grades, find_preference, symmetry_percent
from enthesis.reports.computed import figure, share
from enthesis.reports.encounter_record import Recorded
from enthesis.reports.note import Section, Sentence, Trace
from enthesis.reports.quantities import REPEATED as REPEATED_QUANTITY
from enthesis.reports.quantities import amount, examination_of, movement_of, name_of, row_of
from enthesis.reports.tracing import Tracer
from enthesis.reports.wording import SIDES, capitalised, examined, is_test, listed

Pair = tuple[Finding, Recorded]
REPEATED_RULES = ("movement_better", "movement_worse")
"""Kinds of rules by which the pack's `examination.yaml` says which findings repeated movements answer."""
GROUPS = (
    ("observation", "Observation", ("inspection", "gait")),
    ("movement", "Movement", ("range of motion", "functional test", "strength")),
    ("repeated", "Repeated movements", ()),
    ("special_tests", "Special tests", ("physical test", "vascular")),
    ("palpation", "Palpation", ("palpation",)),
)
"""(id, title, kinds of finding), in the order of the note; the neurological screen has a section of its own."""
STATE_ORDER = ("positive", "equivocal", "value", "negative", "not_assessed")
NEURO_KINDS = ("neurological", "sensation")


def examination_sections(tracer: Tracer, pairs: list[Pair]) -> list[Section]:
    """Every section of the examination that holds something, the neurological screen always.

    Args:
        pairs: the examined findings with their entries.
    """
    found: list[Section] = []
    measured = _measures(tracer)
    examination = examination_of(tracer.record.pack.id)
    repeated = (
        {rule.finding for rule in examination.rules if rule.kind in REPEATED_RULES} if examination is not None else set[str]()
    )
    for id, title, kinds in GROUPS:
        held = [p for p in pairs if (p[0].id in repeated if id == "repeated" else p[0].kind in kinds and p[0].id not in repeated)]
        said = _findings(tracer, id, held) + (_repeated(tracer) if id == "repeated" else [])
        if said:
            found.append(Section(id, title, tuple(said), layout="findings"))
        if id == "movement":
            found.append(_neuro(tracer, [p for p in pairs if p[0].kind in NEURO_KINDS]))
        if id == "repeated" and measured is not None:
            found.append(measured)
    known = {kind for _, _, kinds in GROUPS for kind in kinds} | set(NEURO_KINDS)
    rest = [p for p in pairs if p[0].kind not in known and p[0].id not in repeated]
    if rest:
        found.append(Section("other_findings", "Other findings", tuple(_findings(tracer, "other", rest)), layout="findings"))
    return found


def _findings(tracer: Tracer, group: str, pairs: list[Pair]) -> list[Sentence]:
    """What is positive, equivocal, measured or remarked on has a line; plain negatives are listed together."""
    side = tracer.record.episode.affected_side
    examined_ones = by_finding(pairs)
    both, plain = ([p for p in examined_ones if _plain_negative(p, sides, side)] for sides in ({"left", "right"}, {side}))
    alone = [p for p in examined_ones if p not in both and p not in plain]
    alone.sort(key=lambda p: STATE_ORDER.index(strongest_state(p[1])))
    said = [
        tracer.say(f"{group}.{finding.id}", examined(finding, entries, side), entries, state=strongest_state(entries))
        for finding, entries in alone
    ]
    where = f" {SIDES[side]}" if side in SIDES and group not in ("observation", "movement", "repeated") else ""
    for negative, lead, end in ((plain, where, ""), (both, f" {SIDES['both']}", "_both_sides")):
        for tests, words, id in ((True, "Negative", "tests"), (False, "Not found", "signs")):
            held = [p for p in negative if is_test(p[0]) is tests]
            if held:
                items = f"{words}{lead}: {listed(finding.name for finding, _ in held)}"
                entries = [entry for _, of_finding in held for entry in of_finding]
                said.append(tracer.say(f"{group}.negative_{id}{end}", items, entries, state="negative"))
    return said


def by_finding(pairs: list[Pair]) -> list[tuple[Finding, list[Recorded]]]:
    """The entries of each finding together, its own first and what was recorded of another side after it."""
    held: dict[str, list[Recorded]] = {}
    for finding, entry in pairs:
        held.setdefault(finding.id, []).append(entry)
    findings = {finding.id: finding for finding, _ in pairs}
    return [(findings[id], sorted(entries, key=lambda e: e.key != id)) for id, entries in held.items()]


def strongest_state(entries: list[Recorded]) -> str:
    """Positive where one side is, then equivocal, a value, negative."""
    return min((entry.words("result") for entry in entries), key=STATE_ORDER.index)


def _plain_negative(pair: tuple[Finding, list[Recorded]], sides: set[str], affected_side: str) -> bool:
    """Whether a finding is negative without a remark on these sides and on no other."""
    found = {entry.words("side") or affected_side for entry in pair[1]}
    return found == sides and all(
        e.words("result") == "negative" and not e.words("note") and not e.words("value") for e in pair[1]
    )


def _repeated(tracer: Tracer) -> list[Sentence]:
    """The effect of each repeated movement during and after, and the direction they prefer."""
    examination = examination_of(tracer.record.pack.id)
    if examination is None:
        return []
    held: dict[str, dict[str, Recorded]] = {}
    grades: dict[tuple[str, str], str] = {}
    for entry in tracer.record.of_kind("measure"):
        found = movement_of(entry.words("quantity"), examination)
        if found is not None and entry.words("grade"):
            move, when = found
            held.setdefault(move.id, {})[when] = entry
            grades[f"{move.id}:{when}", ""] = entry.words("grade")
    said: list[Sentence] = []
    words = {"during": examination.during, "after": examination.after}
    for move in examination.movements:
        if move.id in held:
            effects = [
                f"{words[when].get(e.words('grade'), e.words('grade'))} {when}"
                for when in ("during", "after")
                if (e := held[move.id].get(when)) is not None
            ]
            said.append(tracer.say(f"repeated.{move.id}", f"{move.name}: {', '.join(effects)}", held[move.id].values()))
    if said:
        said.append(_preference(tracer, grades, [e for both in held.values() for e in both.values()]))
    return said


def _preference(tracer: Tracer, grades: Grades, entries: list[Recorded]) -> Sentence:
    examination = examination_of(tracer.record.pack.id)
    assert examination is not None, "movements are read from the examination's tables"
    preference = find_preference(examination, grades)
    text = f"Directional preference: {preference.direction or 'none shown'} ({preference.because.rstrip('.')})"
    return tracer.say("repeated.preference", text, entries, [tracer.computed("Rule of the pack over the movements")])


def _neuro(tracer: Tracer, pairs: list[Pair]) -> Section:
    """The screen by named parts: what was found, what was left out and why, and what is missing without a reason."""
    said: list[Sentence] = []
    side = tracer.record.episode.affected_side
    pack = tracer.record.pack
    for part in pack.neuro_parts:
        held = [p for p in pairs if p[0].neuro_screen == part]
        graded = [m for m in tracer.record.of_kind("measure") if part_of(m, tracer.record.pack.id) == part]
        left_out = tracer.record.text_entry(f"left_out:{part}")
        reason = left_out.words("text") if left_out is not None else ""
        entries = [*(entry for _, entry in held), *graded, *([left_out] if left_out is not None else [])]
        name = pack.neuro_screen[part]
        words = [_neuro_words(finding, of, side, name) for finding, of in by_finding(held)] + _graded_words(tracer, graded)
        if words:
            shown = "; ".join(words) + (f". Left out in part: {reason}" if reason else "")
            state = "positive" if any(e.words("result") == "positive" for _, e in held) else ""
            state = state or ("equivocal" if any(e.words("result") == "equivocal" for _, e in held) else "")
            state = state or ("negative" if any(e.words("result") == "negative" for _, e in held) else "value")
        elif reason:
            shown, state = f"not assessed, because: {reason}", "not_assessed"
        else:
            shown, state = "not assessed, no reason recorded", "not_assessed"
        more = [] if entries else [tracer.absence(f"No entry under {name}")]
        cells = (name, f"{capitalised(shown).rstrip('.')}.")
        said.append(tracer.say(f"neuro.{part.lower()}", f"{name}: {shown}", entries, more, state=state, cells=cells))
    others = [p for p in pairs if not p[0].neuro_screen]
    said += _findings(tracer, "neuro_other", others)
    return Section("neuro", "Neurological screen", tuple(said), layout="table", columns=("Part", "Found"))


def part_of(measure: Recorded, pack_id: str) -> str:
    """The named part of the neurological screen that a measure belongs to; empty for none."""
    row = row_of(measure.words("quantity"), examination_of(pack_id))
    return row.part if row is not None else ""


def _neuro_words(finding: Finding, entries: list[Recorded], side: str, part: str) -> str:
    """What was found, without the finding's name where that is the name of its part."""
    text = examined(finding, entries, side)
    if finding.name.lower().startswith(part.lower()):
        text = text.partition(": ")[2] or text
    return text[:1].lower() + text[1:] if not text[1:2].isupper() else text


def _graded_words(tracer: Tracer, measures: list[Recorded]) -> list[str]:
    """Grades of both sides: 'L2, L3 and L4 5 on both sides; S1 right 4, left 5'. What is the same everywhere is said once."""
    examination = examination_of(tracer.record.pack.id)
    units = tracer.record.clinic.units
    by_quantity: dict[str, dict[str, Recorded]] = {}
    for measure in measures:
        by_quantity.setdefault(measure.words("quantity"), {})[measure.words("side")] = measure
    same: dict[str, list[str]] = {}
    words: list[str] = []
    for quantity, held in by_quantity.items():
        row = row_of(quantity, examination)
        name = (
            f"{row.name} ({row.levels})" if row is not None and row.group == "reflexes" else row.name if row is not None else ""
        )
        sides = {side: amount(m.content.get("number"), m.words("grade"), quantity, units) for side, m in held.items()}
        remarks = [m.words("note") for m in held.values() if m.words("note")]
        if set(sides) == {"left", "right"} and sides["left"] == sides["right"] and not remarks:
            same.setdefault(sides["left"], []).append(name)
            continue
        order = [side for side in ("right", "left", "both", "") if side in sides]
        text = ", ".join(f"{side} {sides[side]}".strip() for side in order)
        name = "" if row is not None and row.group == "neural" else name
        words.append(f"{name} {text}".strip() + (f" ({'; '.join(remarks)})" if remarks else ""))
    return [*(f"{', '.join(names)}: {grade} on both sides" for grade, names in same.items()), *words]


def _measures(tracer: Tracer) -> Section | None:
    """Strength and range, both sides in one row with their symmetry; None when nothing was measured."""
    units, examination = tracer.record.clinic.units, examination_of(tracer.record.pack.id)
    rows: dict[tuple[str, str], dict[str, Recorded]] = {}
    for measure in tracer.record.of_kind("measure"):
        quantity = measure.words("quantity")
        if part_of(measure, tracer.record.pack.id) or quantity.startswith(REPEATED_QUANTITY) or measure.id in tracer.used:
            continue
        row = row_of(quantity, examination)
        position = measure.words("position") or (row.position if row is not None else "")
        rows.setdefault((quantity, position), {})[measure.words("side") or measure.key] = measure
    said: list[Sentence] = []
    for (quantity, position), held in rows.items():
        name = name_of(quantity, examination) + (f", {position.replace('_', ' ')}" if position else "")
        shown = {s: amount(m.content.get("number"), m.words("grade"), quantity, units) for s, m in held.items()}
        symmetry, rule = _symmetry(tracer, held, quantity)
        right, left = shown.get("right", ""), shown.get("left", "")
        other = ", ".join(text for side, text in shown.items() if side not in ("right", "left"))
        notes = "; ".join(m.words("note") for m in held.values() if m.words("note"))
        parts = [f"right {right}" if right else "", f"left {left}" if left else "", other, symmetry, notes]
        cells = (name, right or other or "–", left or "–", " ".join(p for p in (symmetry, notes) if p) or "–")
        text = f"{name}: {', '.join(part for part in parts if part)}"
        said.append(tracer.say(f"measure.{quantity}.{position or 'any'}", text, held.values(), rule, cells=cells))
    if not said:
        return None
    columns = ("Measured", "Right", "Left", "Side to side")
    return Section("measures", "Strength and range", tuple(said), layout="table", columns=columns)


def _symmetry(tracer: Tracer, held: dict[str, Recorded], quantity: str) -> tuple[str, list[Trace]]:
    """The affected side as a share of the other, or the weaker of the stronger when no one side is affected."""
    examination, affected = examination_of(tracer.record.pack.id), tracer.record.episode.affected_side
    row = row_of(quantity, examination)
    right, left = (held[side].content.get("number") if side in held else None for side in ("right", "left"))
    if row is None or row.group not in ("strength", "range"):
        return "", []
    percent = symmetry_percent(left, right, affected or None, row.less_is_more)
    if percent is None or left is None or right is None:
        return "", []
    rule = [share(percent, f"{figure(right)} on the right and {figure(left)} on the left")]
    return (
        f"affected side {percent:.0f}% of the other" if affected in ("left", "right") else f"weaker side {percent:.0f}%"
    ), rule
