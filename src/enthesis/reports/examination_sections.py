"""What was seen, moved, tested and felt: one section for each part of the examination; negatives share a sentence."""

from __future__ import annotations

from enthesis.knowledge.pack import Finding
from enthesis.reports.encounter_record import Recorded
from enthesis.reports.note import Section, Sentence
from enthesis.reports.quantities import SYMMETRIC, amount, name_of, unit_of
from enthesis.reports.tracing import Tracer, title_of_text
from enthesis.reports.wording import SIDES, capitalised, examined, is_test, listed

Pair = tuple[Finding, Recorded]
REPEATED = ("repeated_flexion_worse", "centralisation")
"""Findings of the pack that repeated movements answer."""
GROUPS = (
    ("observation", "Observation", ("inspection", "gait")),
    ("movement", "Movement", ("range of motion", "functional test", "strength")),
    ("repeated", "Repeated movements", ()),
    ("special_tests", "Special tests", ("physical test", "vascular")),
    ("palpation", "Palpation", ("palpation",)),
)
"""(id, title, kinds of finding), in the order of the note; the neurological screen has a section of its own."""
NEURO_KINDS = ("neurological", "sensation")
_MEASURED_PART = (
    ("reflex", "Reflexes"),
    ("myotome", "Myotomes"),
    ("dermatome", "Dermatomes"),
    ("light_touch", "Dermatomes"),
    ("slump", "Slump"),
    ("slr", "SLR"),
    ("straight_leg_raise", "SLR"),
)
PART_NAMES = {"SLR": "Straight leg raise", "Slump": "Slump"}


def examination_sections(tracer: Tracer, pairs: list[Pair]) -> list[Section]:
    """Every section of the examination that holds something, the neurological screen always.

    Args:
        pairs: the examined findings with their entries.
    """
    found: list[Section] = []
    measured = _measures(tracer)
    for id, title, kinds in GROUPS:
        held = [p for p in pairs if (p[0].id in REPEATED if id == "repeated" else p[0].kind in kinds and p[0].id not in REPEATED)]
        said = _findings(tracer, id, held) + (_repeated(tracer) if id == "repeated" else [])
        if said:
            found.append(Section(id, title, tuple(said), layout="findings"))
        if id == "movement":
            found.append(_neuro(tracer, [p for p in pairs if p[0].kind in NEURO_KINDS]))
        if id == "repeated" and measured is not None:
            found.append(measured)
    known = {kind for _, _, kinds in GROUPS for kind in kinds} | set(NEURO_KINDS)
    rest = [p for p in pairs if p[0].kind not in known and p[0].id not in REPEATED]
    if rest:
        found.append(Section("other_findings", "Other findings", tuple(_findings(tracer, "other", rest)), layout="findings"))
    return found


def _findings(tracer: Tracer, group: str, pairs: list[Pair]) -> list[Sentence]:
    """What is positive, equivocal, measured or remarked on has a line; plain negatives are listed together."""
    side = tracer.record.episode.affected_side
    alone = [
        p
        for p in pairs
        if p[1].words("result") != "negative" or p[1].words("note") or p[1].words("value") or _other_side(p, side)
    ]
    order = {"positive": 0, "equivocal": 1, "value": 2, "negative": 3}
    alone.sort(key=lambda p: order.get(p[1].words("result"), 4))
    said = [
        tracer.say(f"{group}.{entry.key}", examined(finding, entry, side), [entry], state=entry.words("result"))
        for finding, entry in alone
    ]
    plain = [p for p in pairs if p not in alone]
    where = f" {SIDES[side]}" if side in SIDES and group not in ("observation", "movement", "repeated") else ""
    for tests, lead in ((True, f"Negative{where}"), (False, f"Not found{where}")):
        held = [p for p in plain if is_test(p[0]) is tests]
        if held:
            items = f"{lead}: {listed(finding.name for finding, _ in held)}"
            said.append(
                tracer.say(f"{group}.negative_{'tests' if tests else 'signs'}", items, [e for _, e in held], state="negative")
            )
    return said


def _other_side(pair: Pair, affected_side: str) -> bool:
    return pair[1].words("side") not in ("", affected_side)


def _repeated(tracer: Tracer) -> list[Sentence]:
    """Effects of repeated movements and the directional preference, as they were recorded."""
    said: list[Sentence] = []
    for entry in tracer.record.of_kind("measure"):
        if entry.words("quantity").startswith(("repeated", "lumbar_repeated")):
            shown = amount(entry.content.get("number"), entry.words("grade"), entry.words("quantity"), tracer.record.clinic.units)
            name = name_of(entry.words("quantity")).removeprefix("Repeated ")
            parts = [f"{capitalised(name)}: {shown.replace('_', ' ')}", entry.words("position"), entry.words("note")]
            said.append(tracer.say(f"repeated.{entry.key}", " – ".join(part for part in parts if part), [entry]))
    for entry in tracer.record.of_kind("text"):
        kind = entry.key.partition(":")[0]
        if kind in ("repeated", "directional_preference") and entry.words("text"):
            title = capitalised(title_of_text(entry.key).removeprefix("Repeated ").strip())
            said.append(tracer.say(f"repeated.text.{entry.key}", f"{title}: {entry.words('text')}", [entry]))
    return said


def neuro_parts(tracer: Tracer) -> list[str]:
    """Named parts of the pack's neurological screen, in the order of the pack."""
    found: list[str] = []
    for finding in tracer.record.pack.findings:
        if finding.neuro_screen and finding.neuro_screen not in found:
            found.append(finding.neuro_screen)
    order = ["SLR", "Slump", "Reflexes", "Myotomes", "Dermatomes"]
    return sorted(found, key=lambda part: order.index(part) if part in order else len(order))


def _neuro(tracer: Tracer, pairs: list[Pair]) -> Section:
    """The screen by named parts: what was found, what was left out and why, and what is missing without a reason."""
    said: list[Sentence] = []
    side = tracer.record.episode.affected_side
    for part in neuro_parts(tracer):
        held = [p for p in pairs if p[0].neuro_screen == part]
        graded = [m for m in tracer.record.of_kind("measure") if part_of(m) == part]
        left_out = tracer.record.text_entry(f"left_out:{part}")
        reason = left_out.words("text") if left_out is not None else ""
        entries = [*(entry for _, entry in held), *graded, *([left_out] if left_out is not None else [])]
        name = PART_NAMES.get(part, part)
        words = [_neuro_words(finding, entry, side) for finding, entry in held] + _graded_words(tracer, graded)
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
    others = [p for p in pairs if not p[0].neuro_screen or p[0].neuro_screen not in neuro_parts(tracer)]
    said += _findings(tracer, "neuro_other", others)
    return Section("neuro", "Neurological screen", tuple(said), layout="table", columns=("Part", "Found"))


def part_of(measure: Recorded) -> str:
    """The named part of the neurological screen that a measure belongs to; empty for none."""
    quantity = measure.words("quantity")
    return next((part for start, part in _MEASURED_PART if quantity.startswith(start)), "")


def _neuro_words(finding: Finding, entry: Recorded, side: str) -> str:
    text = examined(finding, entry, side)
    if finding.neuro_screen in ("SLR", "Slump"):
        text = text.partition(": ")[2] or text
    return text[:1].lower() + text[1:] if not text[1:2].isupper() else text


def _graded_words(tracer: Tracer, measures: list[Recorded]) -> list[str]:
    """Grades of both sides together: 'patellar reflex right 2+, left 2+'."""
    by_quantity: dict[str, list[Recorded]] = {}
    for measure in measures:
        by_quantity.setdefault(measure.words("quantity"), []).append(measure)
    words: list[str] = []
    for quantity, held in by_quantity.items():
        held.sort(key=lambda m: ("right", "left", "both", "").index(m.words("side")) if m.words("side") else 3)
        sides = [
            f"{m.words('side')} {amount(m.content.get('number'), m.words('grade'), quantity, tracer.record.clinic.units)}".strip()
            + (f" ({m.words('note')})" if m.words("note") else "")
            for m in held
        ]
        words.append(f"{name_of(quantity)} {', '.join(sides)}")
    return words


def _measures(tracer: Tracer) -> Section | None:
    """Strength and range, both sides in one row with their symmetry; None when nothing was measured."""
    units = tracer.record.clinic.units
    rows: dict[tuple[str, str], dict[str, Recorded]] = {}
    for measure in tracer.record.of_kind("measure"):
        quantity = measure.words("quantity")
        said_elsewhere = part_of(measure) or quantity.startswith(("repeated", "lumbar_repeated"))
        if said_elsewhere or measure.id in tracer.used:
            continue
        rows.setdefault((quantity, measure.words("position")), {})[measure.words("side") or measure.key] = measure
    said: list[Sentence] = []
    for (quantity, position), held in rows.items():
        name = name_of(quantity) + (f", {position.replace('_', ' ')}" if position else "")
        shown = {s: amount(m.content.get("number"), m.words("grade"), quantity, units) for s, m in held.items()}
        symmetry = _symmetry(held, quantity, tracer.record.episode.affected_side)
        right, left = shown.get("right", ""), shown.get("left", "")
        other = ", ".join(text for side, text in shown.items() if side not in ("right", "left"))
        notes = "; ".join(m.words("note") for m in held.values() if m.words("note"))
        parts = [f"right {right}" if right else "", f"left {left}" if left else "", other, symmetry, notes]
        cells = (name, right or other or "–", left or "–", " ".join(p for p in (symmetry, notes) if p) or "–")
        text = f"{name}: {', '.join(part for part in parts if part)}"
        said.append(tracer.say(f"measure.{quantity}.{position or 'any'}", text, held.values(), cells=cells))
    if not said:
        return None
    return Section(
        "measures", "Strength and range", tuple(said), layout="table", columns=("Measured", "Right", "Left", "Side to side")
    )


def _symmetry(held: dict[str, Recorded], quantity: str, affected_side: str) -> str:
    """The affected side as a share of the other, or the weaker of the stronger when no side is affected."""
    right, left = (held[side].content.get("number") if side in held else None for side in ("right", "left"))
    if right is None or left is None or unit_of(quantity) not in SYMMETRIC or min(right, left) < 0 or max(right, left) <= 0:
        return ""
    if affected_side in ("left", "right"):
        affected, other = (right, left) if affected_side == "right" else (left, right)
        return f"affected side {affected / other * 100:.0f}% of the other" if other > 0 else ""
    return f"lower side {min(right, left) / max(right, left) * 100:.0f}% of the higher"
