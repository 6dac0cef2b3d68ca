"""What is measured and graded in the room, and what the grades say about findings. Rules propose; a person confirms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from enthesis.knowledge.document import read_document
from enthesis.knowledge.loading import find_pack_folder
from enthesis.knowledge.pack import Pack

LEFT, RIGHT = "left", "right"
SIDES = (LEFT, RIGHT)
GRADED = ("reflexes", "myotomes", "dermatomes")
MEASURED = ("neural", "strength", "range")
FULL_STRENGTH = "5"
NORMAL_REFLEX = "2+"
LESS_FEELING = ("reduced", "absent")


@dataclass(frozen=True)
class Row:
    """One thing that is graded or measured on each side."""

    id: str
    """The quantity, with its unit at the end when it is a number."""
    group: str
    name: str
    levels: str
    how: str
    position: str
    most: float
    part: str
    """Part of the neurological screen; empty outside it."""
    finding: str
    """Finding of the pack it is the measure of; empty when it is its own."""
    view: str
    at: tuple[float, float] | None
    """Where on the body figure's view it is felt, in figure units, on the patient's right; None where it has no point there."""
    less_is_more: bool
    """A smaller number is the better one."""


@dataclass(frozen=True)
class Group:
    """A table of the room."""

    id: str
    rows: tuple[Row, ...]
    grades: Mapping[str, str]
    """Grade to words; empty when it is measured as a number."""
    normal: str
    citation: str
    windows: Mapping[str, tuple[float, float, float, float]]
    """View of the body figure to the part of it that shows the points: left, top, width, height in figure units."""


@dataclass(frozen=True)
class Movement:
    """One repeated movement."""

    id: str
    name: str
    direction: str
    position: str


@dataclass(frozen=True)
class Rule:
    """What grades say about one finding."""

    finding: str
    kind: str
    of: tuple[str, ...]
    grade: str
    percent: float
    citation: str


@dataclass(frozen=True)
class Examination:
    """All tables of the room and the rules over them."""

    groups: Mapping[str, Group]
    movements: tuple[Movement, ...]
    movements_citation: str
    during: Mapping[str, str]
    after: Mapping[str, str]
    opposites: Mapping[str, str]
    rules: tuple[Rule, ...]
    citations: Mapping[str, str]

    def row(self, quantity: str) -> Row | None:
        """The row of a quantity, or None."""
        return next((row for group in self.groups.values() for row in group.rows if row.id == quantity), None)


@dataclass(frozen=True)
class Proposal:
    """A state of a finding that follows from what was graded."""

    finding: str
    state: str
    because: str
    citation: str


Grades = Mapping[tuple[str, str], str]
"""(quantity or movement:during|after, side) to a grade or a number as text; the side is empty for a movement."""


@cache
def load_examination(pack_id: str) -> Examination:
    """The tables of a pack.

    Raises:
        UnusableInput: there is no such file.
    """
    path = find_pack_folder(pack_id) / "examination.yaml"
    value = cast("dict[str, Any]", read_document(path, path.name).value)
    citations = {key: " ".join(str(text).split()) for key, text in value["citations"].items()}
    groups = {name: _group(name, value[name], citations) for name in (*GRADED, *MEASURED)}
    moves = value["movements"]
    return Examination(
        groups=groups,
        movements=tuple(Movement(m["id"], m["name"], m["direction"], m["position"]) for m in moves["rows"]),
        movements_citation=citations[moves["citation"]],
        during=dict(moves["during"]),
        after=dict(moves["after"]),
        opposites=dict(moves["opposites"]),
        rules=tuple(
            Rule(
                r["finding"],
                r["kind"],
                tuple(r["from"]),
                str(r.get("grade", "")),
                float(r.get("percent", 0)),
                citations[r["citation"]],
            )
            for r in value["rules"]
        ),
        citations=citations,
    )


def _group(name: str, value: dict[str, Any], citations: Mapping[str, str]) -> Group:
    rows = tuple(
        Row(
            id=r["id"],
            group=name,
            name=r["name"],
            levels=r.get("levels", ""),
            how=r.get("how", ""),
            position=r.get("position", ""),
            most=float(r.get("most", 0)),
            part=r.get("part", value.get("part", "")),
            finding=r.get("finding", ""),
            view=r.get("view", ""),
            at=(float(r["at"][0]), float(r["at"][1])) if "at" in r else None,
            less_is_more=bool(r.get("less_is_more", False)),
        )
        for r in value["rows"]
    )
    grades = {str(grade): str(words) for grade, words in value.get("grades", {}).items()}
    windows = {
        str(view): (float(box[0]), float(box[1]), float(box[2]), float(box[3])) for view, box in value.get("windows", {}).items()
    }
    return Group(name, rows, grades, str(value.get("normal", "")), citations[value["citation"]], windows)


def propose(examination: Examination, pack: Pack, grades: Grades, affected_side: str | None) -> tuple[Proposal, ...]:
    """Findings that follow from what was graded, each at most once, in the order of the rules.

    Args:
        affected_side: left, right, both or None; with one affected side it is compared with the other.
    Assumes: nothing is said about a finding whose grades are not all there; not graded is never normal.
    Source: `examination.yaml` of the pack; every rule has its citation or says that it is judgement.
    """
    found: list[Proposal] = []
    for rule in examination.rules:
        if rule.finding not in pack.finding_by_id:
            continue
        state = _STATES[rule.kind](rule, pack, grades, affected_side)
        if state:
            found.append(Proposal(rule.finding, state, describe(examination, rule.of, grades), rule.citation))
    return tuple(found)


def describe(examination: Examination, quantities: Sequence[str], grades: Grades) -> str:
    """What was graded, in one line: 'Achilles 1+ right, 2+ left'."""
    parts: list[str] = []
    moves = {m.id: m.name for m in examination.movements}
    for quantity in quantities:
        if quantity in moves:
            said = [t for when in ("during", "after") if (t := _moved(examination, grades, quantity, when))]
            if said:
                parts.append(f"{moves[quantity]}: {', '.join(said)}")
            continue
        row = examination.row(quantity)
        sides = [f"{grades[quantity, side]} {side}" for side in SIDES if (quantity, side) in grades]
        if row is not None and sides:
            parts.append(f"{row.name} {', '.join(sides)}")
    return "; ".join(parts)


def _moved(examination: Examination, grades: Grades, movement: str, when: str) -> str:
    grade = grades.get((f"{movement}:{when}", ""), "")
    words = (examination.during if when == "during" else examination.after).get(grade, "")
    return f"{words} {when}" if words else ""


def _pairs(rule: Rule, grades: Grades, affected: str | None) -> list[tuple[str, str]] | None:
    """(affected, other) of every quantity of a rule; None when one is missing. Both or unknown: each side against the other."""
    pairs: list[tuple[str, str]] = []
    for quantity in rule.of:
        left, right = grades.get((quantity, LEFT)), grades.get((quantity, RIGHT))
        if left is None or right is None:
            return None
        if affected != LEFT:
            pairs.append((right, left))
        if affected != RIGHT:
            pairs.append((left, right))
    return pairs


def _weaker_reflex(rule: Rule, pack: Pack, grades: Grades, affected: str | None) -> str:
    pairs = _pairs(rule, grades, affected)
    if pairs is None:
        return ""
    if any(mine == "0" or (mine < other and mine < NORMAL_REFLEX) for mine, other in pairs):
        return "positive"
    return "equivocal" if any(mine < other for mine, other in pairs) else "negative"


def _any_grade(rule: Rule, pack: Pack, grades: Grades, affected: str | None) -> str:
    return "positive" if any(grades.get((q, side)) == rule.grade for q in rule.of for side in SIDES) else ""


def _weaker(rule: Rule, pack: Pack, grades: Grades, affected: str | None) -> str:
    pairs = _pairs(rule, grades, affected)
    if pairs is None:
        return ""
    if any(mine < other for mine, other in pairs):
        return "positive"
    return "equivocal" if any(mine != FULL_STRENGTH for mine, _ in pairs) else "negative"


def _less_feeling(rule: Rule, pack: Pack, grades: Grades, affected: str | None) -> str:
    pairs = _pairs(rule, grades, affected)
    if pairs is None:
        return ""
    if any(mine in LESS_FEELING and mine != other for mine, other in pairs):
        return "positive"
    return "equivocal" if any(mine != "normal" for mine, _ in pairs) else "negative"


def _both_sides(rule: Rule, pack: Pack, grades: Grades, affected: str | None) -> str:
    def lost(quantity: str, side: str) -> bool:
        grade = grades.get((quantity, side))
        return grade is not None and grade in ((*LESS_FEELING,) if quantity.startswith("dermatome") else "01234")

    on = [any(lost(quantity, side) for quantity in rule.of) for side in SIDES]
    return "positive" if all(on) else ""


def _below_symmetry(rule: Rule, pack: Pack, grades: Grades, affected: str | None) -> str:
    found: list[float] = []
    for quantity in rule.of:
        index = symmetry_percent(_float(grades.get((quantity, LEFT))), _float(grades.get((quantity, RIGHT))), affected)
        if index is not None:
            found.append(index)
    if not found:
        return ""
    return "positive" if min(found) < rule.percent else "negative"


def _cut_point(rule: Rule, pack: Pack, grades: Grades, affected: str | None) -> str:
    cut = pack.finding_by_id[rule.finding].cut_point
    if cut is None or affected not in SIDES:
        return ""
    number = _float(grades.get((rule.of[0], affected)))
    if number is None:
        return ""
    below = cut.present_at_or_below is not None and number <= cut.present_at_or_below
    above = cut.present_at_or_above is not None and number >= cut.present_at_or_above
    return "positive" if below or above else "negative"


def _movement_better(rule: Rule, pack: Pack, grades: Grades, affected: str | None) -> str:
    tested = [m for m in rule.of if (f"{m}:during", "") in grades and (f"{m}:after", "") in grades]
    if any(is_better(grades, m) for m in tested):
        return "positive"
    both_ways = {m.partition("_")[0] for m in tested} >= {"flexion", "extension"}
    return "negative" if both_ways else ""


def _movement_worse(rule: Rule, pack: Pack, grades: Grades, affected: str | None) -> str:
    tested = [m for m in rule.of if (f"{m}:during", "") in grades and (f"{m}:after", "") in grades]
    if any(is_worse(grades, m) for m in tested):
        return "positive"
    return "negative" if tested else ""


_STATES = {
    "weaker_reflex": _weaker_reflex,
    "any_grade": _any_grade,
    "weaker": _weaker,
    "less_feeling": _less_feeling,
    "both_sides": _both_sides,
    "below_symmetry": _below_symmetry,
    "cut_point": _cut_point,
    "movement_better": _movement_better,
    "movement_worse": _movement_worse,
}


def is_better(grades: Grades, movement: str) -> bool:
    """The symptoms centralise with it and are not worse after, or they are better after it."""
    during, after = grades.get((f"{movement}:during", "")), grades.get((f"{movement}:after", ""))
    return after == "better" or (during == "centralises" and after != "worse")


def is_worse(grades: Grades, movement: str) -> bool:
    """The symptoms peripheralise with it, or are worse after it."""
    during, after = grades.get((f"{movement}:during", "")), grades.get((f"{movement}:after", ""))
    return after == "worse" or (during == "peripheralises" and after != "better")


@dataclass(frozen=True)
class Preference:
    """Directional preference, as the recorded movements show it."""

    direction: str
    """Empty when none is shown."""
    because: str


def find_preference(examination: Examination, grades: Grades) -> Preference:
    """The one direction that betters the symptoms while the opposite one does not.

    Assumes: a movement counts when both its effect during and after are recorded.
    Source: May, Runge and Aina 2018 for the idea; the exact rule is judgement.
    """
    better: dict[str, list[str]] = {}
    worse: dict[str, list[str]] = {}
    tested = 0
    for move in examination.movements:
        if (f"{move.id}:during", "") not in grades or (f"{move.id}:after", "") not in grades:
            continue
        tested += 1
        if is_better(grades, move.id):
            better.setdefault(move.direction, []).append(move.name)
        if is_worse(grades, move.id):
            worse.setdefault(move.direction, []).append(move.name)
    if not tested:
        return Preference("", "No movement has both its effects recorded yet.")
    clear = [d for d in better if d not in worse and examination.opposites.get(d) not in better]
    if len(clear) == 1:
        said = f"better with {', '.join(better[clear[0]]).lower()}"
        against = worse.get(examination.opposites.get(clear[0], ""), [])
        return Preference(clear[0], said + (f"; worse with {', '.join(against).lower()}" if against else ""))
    if not better:
        return Preference("", "No movement left the symptoms better or centralised them.")
    return Preference(
        "", f"Better in more than one direction, or mixed: {', '.join(n for names in better.values() for n in names).lower()}."
    )


def symmetry_percent(left: float | None, right: float | None, affected: str | None, less_is_more: bool = False) -> float | None:
    """Limb symmetry: the affected side in percent of the other; the weaker of the stronger when none or both are affected.

    Returns:
        percent, or None when a side is missing or the other side is zero.
    """
    if left is None or right is None:
        return None
    mine, other = (left, right) if affected == LEFT else (right, left)
    if affected not in SIDES:
        mine, other = min(left, right), max(left, right)
    if less_is_more:
        mine, other = other, mine
    return None if other <= 0 else 100.0 * mine / other


def _float(text: str | None) -> float | None:
    try:
        return None if text is None else float(text)
    except ValueError:
        return None
