"""Rows of a folder's files, each made into a frozen object, and the publications they rest on (`references.yaml`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import MISSING, fields
from functools import cache
from pathlib import Path
from types import NoneType
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from enthesis.knowledge.cited_folder import CitedFolder
from enthesis.knowledge.nearest import mend_unknown
from enthesis.knowledge.part import Part
from enthesis.knowledge.rehabilitation import Support
from enthesis.knowledge.rehabilitation_entries import Entries

Made = TypeVar("Made")


class CitedRows(CitedFolder):
    """One folder of such rows while it is read."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, folder.name)
        self._supports = self.read_references()
        self.entries = Entries(self.fault, self._supports, {})

    def made(self, kind: type[Made], part: Part, may_lack: Iterable[str] = (), **more: Any) -> Made:
        """The object of a row: each field is read under its own name as its type says.

        Args:
            may_lack: fields without a default that may be left out all the same; they are blank then.
            more: fields that are read otherwise.
        """
        values = dict(more)
        for name, hint, default in _fields_of(kind):
            if name in values:
                continue
            if name == "where":
                values[name] = part.where
            elif hint is Support:
                values[name] = self.entries.support(part)
            elif hint == tuple[Support, ...]:
                values[name] = self.named(part, name)
            elif get_origin(hint) is tuple:
                values[name] = part.words(name, [] if default is not MISSING or name in may_lack else ...)
            else:
                kind_of_value, may_be_none = _value_kind(hint)
                blank = None if may_be_none else kind_of_value() if name in may_lack else ...
                values[name] = part.get(name, kind_of_value, blank if default is MISSING else default)
        return kind(**values)

    def named(self, part: Part, key: str) -> tuple[Support, ...]:
        """References named in a list."""
        names = part.words(key, [])
        for name in names:
            self.entries.used.add(name)
            if name not in self._supports:
                what = f"'{key}' names the reference '{name}', which does not exist"
                self.fault(part.where, what, mend_unknown(name, self._supports, "reference"))
        return tuple(self._supports[name] for name in names if name in self._supports)

    def done(self, *tops: Part | None) -> None:
        """After all files: keys that nobody asked for, and references that nothing names."""
        for top in tops:
            if top is not None:
                top.done()
        self.check_all_named(self.entries.used)


@cache
def _fields_of(kind: type) -> tuple[tuple[str, Any, Any], ...]:
    """Name, type and default of each field."""
    hints = get_type_hints(kind)
    return tuple((field.name, hints[field.name], field.default) for field in fields(kind))


def _value_kind(hint: Any) -> tuple[type, bool]:
    """What a value is read as (a choice of words as text), and whether it may be None."""
    options = [one for one in get_args(hint) if one is not NoneType] if NoneType in get_args(hint) else [hint]
    return (str if get_origin(options[0]) is Literal else options[0]), NoneType in get_args(hint)
