"""Rows of a folder's files, each made into a frozen object, and the publications they rest on (`references.yaml`)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, fields
from functools import cache
from pathlib import Path
from types import MappingProxyType, NoneType
from typing import Any, Literal, TypeVar, cast, get_args, get_origin, get_type_hints

from enthesis.knowledge.document import read_document
from enthesis.knowledge.nearest import mend_unknown
from enthesis.knowledge.part import Part
from enthesis.knowledge.rehabilitation import Support
from enthesis.knowledge.rehabilitation_entries import Entries
from enthesis.knowledge.rehabilitation_loading import READINGS
from enthesis.terms.fault import Fault, UnusableInput

Made = TypeVar("Made")


class CitedRows:
    """One folder while it is read. Whatever is wrong is kept as a fault, and reading goes on."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.faults: list[Fault] = []
        self._digest = hashlib.sha256()
        self._place_by_key: dict[str, str] = {}
        self._supports = self._references()
        self.entries = Entries(self._fault, self._supports, {})

    @property
    def digest(self) -> str:
        """SHA-256 over the files read so far."""
        return self._digest.hexdigest()

    def top(self, name: str) -> Part | None:
        """The map that a file holds; None, and a fault, where it cannot be read."""
        path = self._folder / name
        try:
            document = read_document(path, f"{self._folder.name}/{name}")
        except UnusableInput as error:
            self.faults.append(error.fault)
            return None
        self._digest.update(name.encode())
        self._digest.update(path.read_bytes())
        return Part(self._fault, document, document.value, ())

    def rows(self, top: Part | None, key: str, default: Any = ...) -> Iterator[Part]:
        """The maps in a list; a key of theirs that nobody asked for is a fault."""
        for part in top.parts(key, default) if top is not None else ():
            yield part
            part.done()

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
                self._fault(part.where, what, mend_unknown(name, self._supports, "reference"))
        return tuple(self._supports[name] for name in names if name in self._supports)

    def done(self, *tops: Part | None) -> None:
        """After all files: keys that nobody asked for, and references that nothing names."""
        for top in tops:
            if top is not None:
                top.done()
        if not self.faults:
            for key in self._place_by_key.keys() - self.entries.used:
                self._fault(self._place_by_key[key], f"nothing names '{key}'", "name it where it is meant, or take it out")

    def _fault(self, where: str, what: str, mend: str) -> None:
        self.faults.append(Fault(where, what, mend))

    def _references(self) -> Mapping[str, Support]:
        found: dict[str, Support] = {}
        top = self.top("references.yaml")
        for part in self.rows(top, "references"):
            key, basis = part.get("key", str), part.get("basis", str)
            if basis not in READINGS:
                self._fault(part.where, f"the basis of {key} is '{basis}'", f"write how it was read: {', '.join(READINGS)}")
            if key in found:
                self._fault(part.where, f"the reference '{key}' stands twice", "rename or remove one of the two")
            self._place_by_key[key] = part.where
            found[key] = Support(part.get("citation", str), part.get("link", str), cast("Any", basis))
        if top is not None:
            top.done()
        return MappingProxyType(found)


@cache
def _fields_of(kind: type) -> tuple[tuple[str, Any, Any], ...]:
    """Name, type and default of each field."""
    hints = get_type_hints(kind)
    return tuple((field.name, hints[field.name], field.default) for field in fields(kind))


def _value_kind(hint: Any) -> tuple[type, bool]:
    """What a value is read as (a choice of words as text), and whether it may be None."""
    options = [one for one in get_args(hint) if one is not NoneType] if NoneType in get_args(hint) else [hint]
    return (str if get_origin(options[0]) is Literal else options[0]), NoneType in get_args(hint)
