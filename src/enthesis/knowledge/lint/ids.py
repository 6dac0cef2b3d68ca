"""Every id is readable, and means one thing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from enthesis.knowledge.pack import UNMODELLED_CAUSE, Pack
from enthesis.terms.fault import Fault

_SNAKE_CASE = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")
_ROW_NUMBER = re.compile(r"[A-Za-z0-9]+(_[A-Za-z0-9]+)*")


def check(pack: Pack) -> Iterator[Fault]:
    """Every id is snake_case and stands once in its kind; no source takes the name of the cause the pack does not model.

    An evidence row may keep the number it has in the evidence tables, capitals and all (`A123b`).

    Why: ids are what case files, explanations and citations point at; of two things under one id, one would be lost unseen.
    """
    yield from each_once("source", ((s.id, s.where) for s in pack.sources))
    yield from each_once("finding", ((f.id, f.where) for f in pack.findings))
    yield from each_once("mechanism", ((m.id, m.where) for m in pack.mechanisms))
    yield from each_once("red flag", ((r.id, r.where) for r in pack.red_flags))
    yield from each_once("reference", ((r.key, r.where) for r in pack.references))
    yield from each_once("band", ((b.id, b.where) for b in pack.bands))
    yield from each_once("management class", ((m.id, m.where) for m in pack.management))
    yield from each_once("modifier", ((m.id, m.where) for m in pack.modifiers))
    yield from each_once("setting", ((setting, pack.place_of(f"settings.{setting}")) for setting in pack.settings))
    yield from each_once("evidence row", ((row.id, row.where) for row in pack.evidence), _ROW_NUMBER)
    for source in pack.sources:
        if source.id == UNMODELLED_CAUSE:
            what = f"'{UNMODELLED_CAUSE}' is kept for causes the pack does not know"
            yield Fault(source.where, what, "give the source another id")


def each_once(kind: str, ids: Iterable[tuple[str, str]], form: re.Pattern[str] = _SNAKE_CASE) -> Iterator[Fault]:
    """Faults of the ids of one kind, each given with its place: not in the form, or standing twice."""
    first: dict[str, str] = {}
    for identity, where in ids:
        if not form.fullmatch(identity):
            what = f"the {kind} id '{identity}' is not snake_case"
            yield Fault(where, what, "use lower-case letters, digits and single underscores")
        if identity in first:
            what = f"the {kind} id '{identity}' stands twice (first in {first[identity]})"
            yield Fault(where, what, "rename or remove one of the two")
        first.setdefault(identity, where)
